//! What is written: every table format read back, and the charts.

use std::fs::{self, File};
use std::path::Path;

use dxdt::output::figures::ChartKind;
use polars::prelude::{
    DataFrame, DataType, IpcReader, JsonFormat, JsonReader, ParquetReader, SerReader, TimeUnit,
};

use super::support::{Table, dxdt, said};

const LOG: &str = "id,time,x [m]\nA,2021-03-20T10:00:00.000000001Z,0\nA,2021-03-20T10:00:01Z,1\n\
                   A,2021-03-20T10:00:02Z,\nA,2021-03-20T10:00:03Z,9\nA,2021-03-20T10:00:04Z,16\n";

fn written(format: &str, folder: &Path) {
    let log = folder.join("log.csv");
    fs::write(&log, LOG).unwrap();
    let output = dxdt()
        .arg("analyze")
        .arg(&log)
        .args(["--no-charts", "--format", format, "-o"])
        .arg(folder.join("out"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

fn check(frame: &DataFrame, format: &str) {
    let names: Vec<_> = frame
        .get_column_names()
        .iter()
        .map(|name| name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "id", "time", "t", "x", "v_x", "a_x", "speed", "accel", "segment", "flag"
        ],
        "{format}"
    );
    assert_eq!(frame.height(), 5);
    assert_eq!(frame.column("v_x").unwrap().f64().unwrap().get(2), None);
    assert!((frame.column("v_x").unwrap().f64().unwrap().get(3).unwrap() - 6.0).abs() < 1e-9);
}

#[test]
fn parquet_and_ipc_have_types() {
    for format in ["parquet", "ipc"] {
        let folder = tempfile::tempdir().unwrap();
        written(format, folder.path());
        let file = File::open(folder.path().join(format!("out/motion.{format}"))).unwrap();
        let frame = match format {
            "parquet" => ParquetReader::new(file).finish().unwrap(),
            _ => IpcReader::new(file).finish().unwrap(),
        };
        check(&frame, format);
        let time = frame.column("time").unwrap();
        assert_eq!(
            time.dtype(),
            &DataType::Datetime(TimeUnit::Nanoseconds, None)
        );
        assert_eq!(
            time.datetime().unwrap().physical().get(0),
            Some(1_616_234_400_000_000_001)
        );
    }
}

#[test]
fn json_lines_are_one_object_a_row() {
    let folder = tempfile::tempdir().unwrap();
    written("jsonl", folder.path());
    let path = folder.path().join("out/motion.jsonl");
    let first: serde_json::Value =
        serde_json::from_str(fs::read_to_string(&path).unwrap().lines().next().unwrap()).unwrap();
    assert_eq!(first["time"], "2021-03-20T10:00:00.000000001Z");
    let frame = JsonReader::new(File::open(path).unwrap())
        .with_json_format(JsonFormat::JsonLines)
        .finish()
        .unwrap();
    check(&frame, "jsonl");
}

#[test]
fn csv_has_no_nan_or_inf() {
    let folder = tempfile::tempdir().unwrap();
    written("csv", folder.path());
    for name in ["motion.csv", "comparison.csv"] {
        let text = fs::read_to_string(folder.path().join("out").join(name))
            .unwrap()
            .to_lowercase();
        assert!(!text.contains("nan") && !text.contains("inf"), "{text}");
    }
    let motion = Table::read(&folder.path().join("out/motion.csv"));
    assert_eq!(motion.text("flag"), ["edge", "", "missing", "", "edge"]);
}

#[test]
fn charts_are_png_of_the_size_asked_for_and_svg() {
    let folder = tempfile::tempdir().unwrap();
    let output = dxdt()
        .args([
            "analyze",
            "data/gps_walk.csv",
            "--chart-size",
            "640x480",
            "--svg",
            "-o",
        ])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success());
    for name in ChartKind::ALL.map(ChartKind::name) {
        let png = fs::read(folder.path().join(format!("{name}.png"))).unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        // The header chunk of a PNG begins with width and height.
        let length = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        let size = (length(16), length(20));
        // That of the path fits the track.
        if name == "path" {
            assert!(size.0 < 640 && size.1 == 480, "{size:?}");
        } else {
            assert_eq!(size, (640, 480), "{name}");
        }
        let svg = fs::read_to_string(folder.path().join(format!("{name}.svg"))).unwrap();
        assert!(svg.contains("</svg>"));
    }
    let velocity = fs::read_to_string(folder.path().join("velocity.svg")).unwrap();
    assert!(velocity.contains("v_east (m/s)"));
    let acceleration = fs::read_to_string(folder.path().join("acceleration.svg")).unwrap();
    assert!(acceleration.contains("m/s²"));
}
