//! `dxdt analyze --partition`: folders of Parquet files that are read back as one table.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use polars::prelude::{DataFrame, ParquetReader, SerReader};

use super::support::{dxdt, root, said};

/// Five entities over three days, rows of all of them in turn.
fn log() -> String {
    let mut log = "id,time,x,y\n".to_owned();
    for row in 0..600 {
        let (day, minute) = (1 + row / 240, row % 240 * 6);
        let x = f64::from(row) * 0.5 + f64::from(row % 5);
        let (hour, minute) = (minute / 60, minute % 60);
        log += &format!(
            "n{},2024-05-{day:02}T{hour:02}:{minute:02}:{:02}Z,{x},{}\n",
            row % 5,
            row % 60,
            x * x / 100.0
        );
    }
    log
}

fn analyze(folder: &Path, arguments: &[&str]) -> PathBuf {
    let path = folder.join("log.csv");
    fs::write(&path, log()).unwrap();
    let out = folder.join(format!("out{}", arguments.join("")));
    dxdt()
        .arg("analyze")
        .arg(&path)
        .args(["--no-charts", "-o"])
        .arg(&out)
        .args(arguments)
        .assert()
        .success();
    out
}

fn parquet(path: &Path) -> DataFrame {
    ParquetReader::new(File::open(path).unwrap())
        .finish()
        .unwrap()
}

/// The files of a partitioned table, by the name of their folder.
fn parts(table: &Path) -> BTreeMap<String, DataFrame> {
    let part = |entry: fs::DirEntry| {
        let files: Vec<_> = fs::read_dir(entry.path()).unwrap().collect();
        assert_eq!(files.len(), 1);
        let name = entry.file_name().into_string().unwrap();
        (name, parquet(&entry.path().join("part-0.parquet")))
    };
    let entries = fs::read_dir(table).unwrap();
    entries.map(|entry| part(entry.unwrap())).collect()
}

/// With very many folders each thread has to end what it does in one before it begins another.
#[test]
fn thousands_of_folders_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    let rows = (0..9000).map(|row| {
        let (name, step) = (row / 3, row % 3);
        format!("n{name},{step},{},{step}\n", name + step * step)
    });
    fs::write(&path, format!("id,t,x,y\n{}", rows.collect::<String>())).unwrap();
    for threads in ["1", "8"] {
        let out = folder.path().join(threads);
        dxdt()
            .args([
                "analyze",
                "--no-charts",
                "--threads",
                threads,
                "--partition",
            ])
            .arg("entity-hash=2500")
            .arg(&path)
            .arg("-o")
            .arg(&out)
            .assert()
            .success();
        let entries = fs::read_dir(out.join("motion")).unwrap();
        let files = entries.map(|entry| entry.unwrap().path().join("part-0.parquet"));
        let parts: Vec<usize> = files.map(|path| parquet(&path).height()).collect();
        assert!(parts.len() > 1500, "{} folders", parts.len());
        assert_eq!(parts.iter().sum::<usize>(), 9000);
    }
}

#[test]
fn days_are_folders_and_hold_all_rows_once() {
    let folder = tempfile::tempdir().unwrap();
    let whole = parquet(&analyze(folder.path(), &["--format", "parquet"]).join("motion.parquet"));
    let parts = parts(&analyze(folder.path(), &["--partition", "date"]).join("motion"));
    let names: Vec<&str> = parts.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["date=2024-05-01", "date=2024-05-02", "date=2024-05-03"]
    );
    let rows: usize = parts.values().map(DataFrame::height).sum();
    assert_eq!(rows, whole.height());
    for part in parts.values() {
        assert_eq!(part.schema(), whole.schema());
    }
}

#[test]
fn an_entity_is_whole_in_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let out = analyze(folder.path(), &["--partition", "entity-hash=4"]);
    let mut homes: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts(&out.join("motion")).values() {
        let ids = part.column("id").unwrap().str().unwrap();
        let mut ids: Vec<String> = ids.iter().flatten().map(str::to_owned).collect();
        ids.sort();
        for entity in ids.chunk_by(|a, b| a == b) {
            assert_eq!(entity.len(), 120);
            *homes.entry(entity[0].clone()).or_default() += 1;
        }
    }
    assert_eq!(homes.len(), 5);
    assert!(homes.values().all(|folders| *folders == 1));
    // The comparison has the same folders, and the same run gives the same bytes.
    assert_eq!(
        parts(&out.join("comparison")).keys().collect::<Vec<_>>(),
        parts(&out.join("motion")).keys().collect::<Vec<_>>()
    );
    let bytes = |out: &Path| -> Vec<Vec<u8>> {
        let names = parts(&out.join("motion")).into_keys();
        let path = |name: String| out.join("motion").join(name).join("part-0.parquet");
        names.map(|name| fs::read(path(name)).unwrap()).collect()
    };
    let first = bytes(&out);
    assert!(first == bytes(&analyze(folder.path(), &["--partition", "entity-hash=4"])));
}

#[test]
fn what_cannot_be_partitioned_is_said() {
    let run = |arguments: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let output = dxdt()
            .args(["analyze", "--no-charts", "-o"])
            .arg(folder.path())
            .args(arguments)
            .current_dir(root())
            .output()
            .unwrap();
        assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
        said(&output)
    };
    assert_eq!(
        run(&["data/pendulum.csv", "--partition", "date"]),
        "error: data/pendulum.csv: the timestamps count from the log's own zero, so there is no date to partition by; \
         give --partition entity-hash, or no partition\n"
    );
    assert_eq!(
        run(&[
            "data/gps_walk.csv",
            "--partition",
            "date",
            "--format",
            "csv"
        ]),
        "error: partitions are Parquet files; give --format parquet with --partition, or leave --format out\n"
    );
    assert!(
        run(&["data/gps_walk.csv", "--partition", "week"])
            .contains("give date, entity-hash, or entity-hash=N with N from 1 to 10000")
    );
}

#[test]
#[ignore = "needs Python with duckdb, polars and pyarrow; .ci/run runs it"]
fn duckdb_and_polars_read_them() {
    // Without a name, the environment that `tests/prepare python` makes.
    let python = std::env::var_os("PYTHON").map(PathBuf::from);
    let python = python.unwrap_or_else(|| root().join("target/python/bin/python"));
    let folder = tempfile::tempdir().unwrap();
    let table = analyze(folder.path(), &["--format", "parquet"]).join("motion.parquet");
    for partition in ["date", "entity-hash"] {
        let out = analyze(folder.path(), &["--partition", partition]);
        let output = Command::new(&python)
            .arg(root().join("tests/partitions/read_back.py"))
            .arg(out.join("motion"))
            .arg(&table)
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", python.display()));
        let said = said(&output);
        assert!(output.status.success(), "{partition}: {said}");
    }
}
