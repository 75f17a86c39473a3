//! `dxdt analyze`: a log in; tables, charts and a summary out.

use std::io::Write;
use std::path::Path;

use clap::Args;
use rayon::prelude::*;

use crate::batched::{Analysis, ROWS_A_PIECE, write_tables};
use crate::error::Error;
use crate::finding::{Finding, FindingKind};
use crate::inspect::noise_of;
use crate::log::{BatchOptions, BatchedLog, OpenedLog, open};
use crate::motion::{Method, compare, quantities};
use crate::output::chart::ChartError;
use crate::output::figures::{ChartKind, Figures};
use crate::output::partition::Partition;
use crate::output::staging::Staging;
use crate::output::table::{TableChoice, TableFormat, Tables, write};
use crate::output::terminal;

use super::derivation::{self, Derived};
use super::memory::{Memory, MemoryArguments};
use super::output_options::names;
use super::progress::Progress;
use super::{LogArguments, OutputArguments};

/// The arguments of `dxdt analyze`.
#[derive(Debug, Args)]
pub struct AnalyzeArguments {
    /// Logs of timestamped positions: CSV and other text, GPX, NMEA, JSON, parquet and more, also compressed; - for
    /// standard input, a folder or a pattern such as 'logs/*.csv' for the logs in it. Several are one log
    #[arg(value_name = "LOG", required = true)]
    pub(super) logs: Vec<String>,

    /// Format of the tables: csv, parquet, ipc or jsonl [default: csv, or parquet with --partition]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub(super) format: Option<TableFormat>,

    /// Put the rows of parquet tables into folders that DuckDB, polars and Spark read as one table: date, entity-hash, or
    /// entity-hash=N for N folders
    #[arg(long, value_name = "BY", help_heading = "Output")]
    pub(super) partition: Option<Partition>,

    /// Follow a log that grows (a file, a pipe, or - for standard input): rows are written as soon as no later one can change
    /// them; no charts
    #[arg(long, conflicts_with = "memory", help_heading = "Output")]
    follow: bool,

    /// Go on with the tables of a run with --follow that was stopped
    #[arg(long, requires = "follow", help_heading = "Output")]
    pub(super) resume: bool,

    /// Write no comparison table
    #[arg(long, help_heading = "Output")]
    pub(super) no_comparison: bool,

    #[command(flatten)]
    pub(super) output: OutputArguments,

    #[command(flatten)]
    pub(super) memory: MemoryArguments,

    #[command(flatten)]
    pub(super) log: LogArguments,
}

pub(super) fn run(arguments: &AnalyzeArguments, quiet: bool) -> anyhow::Result<()> {
    if arguments.follow {
        return super::follow::run(arguments, quiet);
    }
    let charts: &[ChartKind] = if arguments.output.no_charts {
        &[]
    } else {
        &ChartKind::ALL
    };
    let progress = Progress::new(5 + charts.len() as u64, quiet);
    let format = table_format(arguments)?;
    let audit_options = arguments.log.audit_options();
    let derive_options = arguments.log.derive_options();
    Staging::check(&arguments.output.folder)?;

    let options = arguments.log.log_options();
    let batches = BatchOptions {
        typed: format.is_typed(),
        ..memory_of(arguments).batches(&arguments.output.folder)
    };
    progress.begin("reading");
    let log = match open(&arguments.logs, &options, &batches)? {
        OpenedLog::Whole(log) => log,
        OpenedLog::Batched(log) => {
            return in_batches(arguments, &log, format, &progress, quiet);
        }
    };
    progress.step();
    let wanted = arguments.log.quantities().of_log(&log)?;
    let audited = derivation::audited(&log, &audit_options, &options, &progress)?;
    if let Some(partition) = arguments.partition {
        partition.check(&log)?;
    }
    progress.begin("deriving");
    let derived = Derived::new(&audited, &derive_options, arguments.log.smoother());
    let comparison = compare(&audited, derived.gradient(), &derive_options);
    let Derived {
        ref motion,
        ref unsmoothed,
        ref smoothing,
    } = derived;
    let quantities = quantities(&audited, motion, &wanted, &derive_options);
    let summary = derived
        .summary(
            &audited,
            &quantities,
            &comparison,
            &audit_options,
            &derive_options,
        )
        .with_noise(noise_of(&audited, derived.gradient()));
    progress.step();

    let mut staging = Staging::new(&arguments.output.folder)?;
    progress.begin("drawing charts");
    let figures = Figures::new(
        &audited,
        motion,
        &comparison,
        &summary.units,
        smoothing.as_ref().zip(unsmoothed.as_ref()),
    );
    let output = &arguments.output;
    let drawn: Vec<Vec<(String, Vec<u8>)>> = charts
        .par_iter()
        .map(|&kind| {
            let drawing = figures.draw(kind, output.chart_size)?;
            let files = output.files_of(kind.name(), drawing)?;
            progress.step();
            Ok(files)
        })
        .collect::<Result<_, ChartError>>()?;
    drop(figures);

    progress.begin("writing tables");
    let is_gradient = derive_options.method == Method::Gradient && smoothing.is_none();
    let gradient = (!is_gradient).then(|| comparison.gradient.into_owned());
    let Derived {
        motion, smoothing, ..
    } = derived;
    let extension = format.extension();
    let choice = TableChoice {
        format,
        comparison: !arguments.no_comparison,
    };
    let Tables { motion, comparison } =
        Tables::new(&audited, motion, smoothing, quantities, gradient, choice)?;
    let mut tables = vec![("motion", &motion)];
    tables.extend(comparison.iter().map(|frame| ("comparison", frame)));
    if let Some(partition) = arguments.partition {
        for (name, frame) in tables {
            staging.write_partitions(name, |folder| partition.write(frame, &audited, folder))?;
            progress.step();
        }
    } else {
        let files = tables.into_iter().map(|(name, frame)| {
            let progress = &progress;
            let write = move |file: &mut std::fs::File| {
                write(frame, format, file)?;
                progress.step();
                Ok(())
            };
            (format!("{name}.{extension}"), write)
        });
        staging.write_together(files.collect())?;
    }
    let json = summary.to_json()?;
    staging.write("summary.json", |file| file.write_all(json.as_bytes()))?;
    for (name, bytes) in drawn.into_iter().flatten() {
        staging.write(&name, |file| file.write_all(&bytes))?;
    }
    let written = names(&staging.commit()?);
    drop(progress);
    if !quiet {
        let files = terminal::Files {
            older: older_outputs(&arguments.output.folder, &written),
            folder: arguments.output.folder.clone(),
            written,
        };
        terminal::print(&summary, &files);
    }
    Ok(())
}

/// As much of the analysis as needs no more memory than it may.
fn in_batches(
    arguments: &AnalyzeArguments,
    log: &BatchedLog,
    format: TableFormat,
    progress: &Progress,
    quiet: bool,
) -> anyhow::Result<()> {
    if let Some(partition) = arguments.partition {
        partition.check(&log.facts)?;
    }
    let analysis = Analysis {
        audit: arguments.log.audit_options(),
        derive: arguments.log.derive_options(),
        smoother: arguments.log.smoother(),
        quantities: arguments.log.quantities().of_log(&log.facts)?,
        tables: Some(TableChoice {
            format,
            comparison: !arguments.no_comparison,
        }),
        time_unit: arguments.log.log_options().clock.unit,
        rows_a_piece: ROWS_A_PIECE,
    };
    let folder = &arguments.output.folder;
    let mut staging = Staging::new(folder)?;
    progress.begin("deriving and writing tables");
    let mut summary = write_tables(log, &analysis, arguments.partition, &mut staging)?;
    if !arguments.output.no_charts {
        summary
            .findings
            .push(Finding::new(FindingKind::ChartsLeftOut, 1));
    }
    let json = summary.to_json()?;
    staging.write("summary.json", |file| file.write_all(json.as_bytes()))?;
    let written = names(&staging.commit()?);
    progress.step();
    if !quiet {
        let files = terminal::Files {
            older: older_outputs(folder, &written),
            folder: folder.clone(),
            written,
        };
        progress.end();
        summary.findings.extend(log.sorting());
        terminal::print(&summary, &files);
    }
    Ok(())
}

fn memory_of(arguments: &AnalyzeArguments) -> Memory {
    arguments.memory.or(if arguments.output.no_charts {
        Memory::WITHOUT_CHARTS
    } else {
        Memory::WITH_CHARTS
    })
}

/// Outputs that this command writes with other options, and that are in its folder from before.
fn older_outputs(folder: &Path, written: &[String]) -> Vec<String> {
    let tables = ["motion", "comparison"]
        .into_iter()
        .flat_map(|name| TableFormat::ALL.map(|format| format!("{name}.{}", format.extension())));
    let charts = ChartKind::ALL
        .into_iter()
        .flat_map(|kind| ["png", "svg"].map(|extension| format!("{}.{extension}", kind.name())));
    tables
        .chain(charts)
        .filter(|name| !written.contains(name) && folder.join(name).exists())
        .collect()
}

fn table_format(arguments: &AnalyzeArguments) -> Result<TableFormat, Error> {
    match (arguments.format, arguments.partition) {
        (None, None) => Ok(TableFormat::Csv),
        (None | Some(TableFormat::Parquet), Some(_)) => Ok(TableFormat::Parquet),
        (Some(_), Some(_)) => Err(Error::new("partitions are Parquet files")
            .advise("give --format parquet with --partition, or leave --format out")),
        (Some(format), None) => Ok(format),
    }
}
