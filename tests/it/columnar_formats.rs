//! Logs as Parquet and Arrow IPC.

use std::fs;
use std::path::Path;

use dxdt_formats::Source;
use dxdt_log::LogOptions;
use dxdt_motion::log::PositionLog;
use polars::prelude::{DataFrame, DataType, IpcWriter, ParquetWriter, SerWriter, df};

use super::support::{Table, dxdt, said};

const LOG: &str = "id,time,x [mm],y [mm]\nA,2021-03-20T10:00:00.000000001Z,0,1\nA,2021-03-20T10:00:01Z,1,2\n\
                   B,2021-03-20T10:00:01.5Z,,9\nA,2021-03-20T10:00:02Z,4,3\nB,2021-03-20T10:00:03.25Z,9,9\n\
                   B,2021-03-20T10:00:04Z,16,9\n";

fn analyzed(log: &Path, format: &str, out: &Path) {
    let output = dxdt()
        .arg("analyze")
        .arg(log)
        .args(["--no-charts", "--format", format, "-o"])
        .arg(out)
        .output()
        .unwrap();
    let message = said(&output);
    assert!(output.status.success(), "{message}");
}

#[test]
fn tables_that_were_written_are_logs_with_the_same_stamps() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.csv");
    fs::write(&log, LOG).unwrap();
    analyzed(&log, "csv", &folder.path().join("csv"));
    let first = Table::read(&folder.path().join("csv/motion.csv"));
    let first_stamps = dxdt_log::read(
        &[folder
            .path()
            .join("csv/motion.csv")
            .to_string_lossy()
            .into_owned()],
        &LogOptions::default(),
    )
    .unwrap();
    for (format, name) in [
        ("parquet", "Parquet"),
        ("ipc", "Arrow IPC"),
        ("jsonl", "JSON"),
    ] {
        let out = folder.path().join(format);
        analyzed(&log, format, &out);
        let written = out.join(format!("motion.{format}"));
        let read = dxdt_log::read(
            &[written.to_string_lossy().into_owned()],
            &LogOptions::default(),
        )
        .unwrap();
        assert_eq!(read.files[0].format, name);
        assert_eq!(read.stamps(), first_stamps.stamps(), "{format}");
        assert_eq!(read.entity.as_deref(), Some("id"), "{format}");

        analyzed(&written, "csv", &out);
        let again = Table::read(&out.join("motion.csv"));
        assert_eq!(again.names, first.names, "{format}");
        for column in ["id", "t", "x", "y", "v_x", "a_y", "segment", "flag"] {
            assert_eq!(again.text(column), first.text(column), "{format} {column}");
        }
    }
}

fn parquet(mut frame: DataFrame) -> Vec<u8> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

fn ipc(mut frame: DataFrame) -> Vec<u8> {
    let mut bytes = Vec::new();
    IpcWriter::new(&mut bytes).finish(&mut frame).unwrap();
    bytes
}

fn log(bytes: Vec<u8>) -> dxdt_motion::Result<PositionLog> {
    let source = Source::from_bytes("log".into(), bytes)?;
    dxdt_log::read_source(source, &LogOptions::default())
}

#[test]
fn numbers_reach_the_clock_with_all_their_digits() {
    let frame = df!(
        "timestamp" => [1_403_715_524_907_143_168_i64, 1_403_715_524_907_143_169],
        "x" => [0.1_f64, 0.2],
    )
    .unwrap();
    for bytes in [parquet(frame.clone()), ipc(frame)] {
        let log = log(bytes).unwrap();
        assert_eq!(log.stamps()[1] - log.stamps()[0], 1);
        assert_eq!(log.position_values()[0].as_ref(), [0.1, 0.2]);
    }
}

#[test]
fn small_integers_are_numbers() {
    let mut frame = df!("t (s)" => [0_i64, 1, 2, 3], "x" => [-3_i64, 0, 5, 12]).unwrap();
    for (column, dtype) in [("t (s)", DataType::UInt8), ("x", DataType::Int16)] {
        let small = frame.column(column).unwrap().cast(&dtype).unwrap();
        frame.with_column(small).unwrap();
    }
    for bytes in [parquet(frame.clone()), ipc(frame)] {
        let log = log(bytes).unwrap();
        assert_eq!(log.position_values()[0].as_ref(), [-3.0, 0.0, 5.0, 12.0]);
        assert_eq!(log.stamps()[3] - log.stamps()[0], 3_000_000_000);
    }
}

#[test]
fn what_is_wrong_is_said_and_never_a_panic() {
    let frame = df!("t" => [0_i64, 1, 2], "x" => ["1", "far", "3"]).unwrap();
    let bad_cell = "log, record 2, column 'x': 'far' is not a number; \
                    correct the value, leave it out to mark it as missing, or name another column";
    let cut = |format: &str, mut bytes: Vec<u8>, length: usize| {
        bytes.truncate(bytes.len() - length);
        let what =
            "file is damaged or cut off (its end is missing); download or export the file again";
        (bytes, format!("log: the {format} {what}"))
    };
    for (bytes, sentence) in [
        (parquet(frame.clone()), bad_cell.to_owned()),
        (ipc(frame.clone()), bad_cell.to_owned()),
        cut("Parquet", parquet(frame.clone()), 5),
        cut("Arrow IPC", ipc(frame.clone()), 5),
        (
            b"PAR1".to_vec(),
            "log: the Parquet file is damaged or cut off (its end is missing); download or export the file \
             again".to_owned(),
        ),
        (
            b"FEA1 and more".to_vec(),
            "log: this is Feather version 1, which is not supported; \
             save it as Feather version 2 (Arrow IPC)"
                .to_owned(),
        ),
        (
            parquet(frame.head(Some(0))),
            "log: there are no rows of plain values in the file; give a table with timestamps and positions as columns"
                .to_owned(),
        ),
    ] {
        assert_eq!(log(bytes).unwrap_err().to_string(), sentence);
    }
    // Every place of a small file in turn.
    let whole = parquet(df!("t" => [0_i64, 1, 2], "x" => [1.0, 2.0, 4.0]).unwrap());
    for at in 4..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x80;
        let _ = log(bytes);
    }
}
