//! The main job, stage by stage, on a log of 4,000,000 rows and 1,000 objects: CSV to CSV and CSV to Parquet,
//! without charts.
//!
//! `cargo bench --bench whole` makes the log in a temporary folder; `cargo bench --bench whole -- LOG.csv` uses
//! an existing one. The whole program is timed by `time target/release/dxdt analyze LOG.csv --no-charts`.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use dxdt::output::summary::Summary;
use dxdt::output::table::{TableChoice, TableFormat, Tables};
use dxdt::output::table_writer::TableWriter;
use dxdt_log::LogOptions;
use dxdt_motion::audit::{AuditOptions, audit};
use dxdt_motion::motion::{DeriveOptions, compare, derive};
use polars::prelude::DataFrame;

const ROWS: usize = 4_000_000;
const ENTITIES: usize = 1_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let given = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let log = match given {
        Some(path) => PathBuf::from(path),
        None => make_log(folder.path())?,
    };
    for round in 1..=3 {
        for format in [TableFormat::Csv, TableFormat::Parquet] {
            println!("round {round}, {}", format.extension());
            run(&log, format, folder.path())?;
        }
    }
    Ok(())
}

fn run(path: &Path, format: TableFormat, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let mut last = start;
    let mut lap = |stage: &str| {
        println!("  {stage:<22} {:6.3} s", last.elapsed().as_secs_f64());
        last = Instant::now();
    };
    let audit_options = AuditOptions::default();
    let derive_options = DeriveOptions::default();
    let log = dxdt_log::read(&[path.display().to_string()], &LogOptions::default())?;
    lap("read");
    let audited = audit(&log, &audit_options)?;
    lap("audit");
    let motion = derive(&audited, &derive_options);
    lap("derive");
    let comparison = compare(&audited, &motion, &derive_options);
    let summary = Summary::new(
        &audited,
        &motion,
        &[],
        None,
        &comparison.axes,
        &audit_options,
        &derive_options,
    );
    black_box(summary.to_json()?);
    lap("compare and sum up");
    drop(comparison);
    let choice = TableChoice {
        format,
        comparison: true,
    };
    let tables = Tables::new(&audited, motion, None, Vec::new(), None, choice)?;
    lap("put tables together");
    let write = |table: DataFrame, name: &str| -> std::io::Result<()> {
        let mut writer = TableWriter::new(format, File::create(folder.join(name))?);
        writer.push(table)?;
        writer.finish().map(drop)
    };
    write(tables.motion, "motion")?;
    lap("write motion");
    println!("  {:<22} {:6.3} s", "so far", start.elapsed().as_secs_f64());
    if let Some(comparison) = tables.comparison {
        write(comparison, "comparison")?;
    }
    lap("write comparison");
    println!("  {:<22} {:6.3} s", "all", start.elapsed().as_secs_f64());
    Ok(())
}

/// Smooth motion of many objects at uneven steps of about 10 ms, with timestamps of nine decimals.
fn make_log(folder: &Path) -> std::io::Result<PathBuf> {
    let path = folder.join("log.csv");
    let mut out = BufWriter::new(File::create(&path)?);
    writeln!(out, "id,time,x,y,z")?;
    let mut state = 7_u64;
    let mut random = || {
        // Numerical Recipes' 64-bit linear congruential generator; the high bits are good enough for jitter.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for entity in 0..ENTITIES {
        let phase = std::f64::consts::TAU * random();
        let mut nanoseconds = 0_i64;
        for _ in 0..ROWS / ENTITIES {
            nanoseconds += 2_000_000 + (16_000_000.0 * random()) as i64;
            let t = nanoseconds as f64 / 1e9;
            let (x, y, z) = (
                10.0 * (0.7 * t + phase).sin(),
                8.0 * (0.5 * t + phase).cos(),
                0.3 * t,
            );
            let (minutes, rest) = (nanoseconds / 60_000_000_000, nanoseconds % 60_000_000_000);
            let (seconds, fraction) = (rest / 1_000_000_000, rest % 1_000_000_000);
            writeln!(
                out,
                "{entity},2026-05-28T20:{minutes:02}:{seconds:02}.{fraction:09},{x:.6},{y:.6},{z:.6}"
            )?;
        }
    }
    out.flush()?;
    Ok(path)
}
