//! Logs as JSON and GeoJSON, plain and compressed.

use std::fs;
use std::io::Write;

use dxdt_formats::Source;
use dxdt_log::LogOptions;
use dxdt_motion::log::PositionLog;

use super::support::{Analysis, dxdt, real_log};

fn log(name: &str, content: &str) -> dxdt_motion::Result<PositionLog> {
    let source = Source::from_bytes(name.into(), content.as_bytes().to_vec())?;
    dxdt_log::read_source(source, &LogOptions::default())
}

fn said(name: &str, content: &str) -> String {
    log(name, content).unwrap_err().to_string()
}

#[test]
fn a_recorded_flight_is_read() {
    let Some(path) = real_log("zero_gravity_flight.json.gz") else {
        return;
    };
    let analysis = Analysis::of_file(&path, &["--length-unit", "ft"]);
    let motion = analysis.motion();
    assert_eq!(motion.text("time").len(), 10_367);
    assert_eq!(motion.text("time")[0], "1593069386000");
    assert_eq!(motion.text("longitude")[0], "-0.7216811762");
    // 2950 ft.
    assert!((motion.known("altitude")[0] - 899.16).abs() < 1e-9);
    let log = dxdt_log::read(
        &[path.to_string_lossy().into_owned()],
        &LogOptions::default(),
    )
    .unwrap();
    assert_eq!((log.files[0].format, log.height()), ("JSON", 10_367));
    assert_eq!(log.entity.as_deref(), Some("icao24"));
}

#[test]
fn stamps_keep_their_digits() {
    let stamps = |stamps: [&str; 2]| {
        let [a, b] = stamps;
        let text = format!("[{{\"timestamp\":{a},\"x\":1}},{{\"timestamp\":{b},\"x\":2}}]");
        log("a.json", &text).unwrap().stamps().to_vec()
    };
    assert_eq!(
        stamps(["1403715524907143168", "1403715524907143169"]),
        [1_403_715_524_907_143_168, 1_403_715_524_907_143_169]
    );
    assert_eq!(
        stamps(["1305031098.66590012", "1305031098.665900129"]),
        [1_305_031_098_665_900_120, 1_305_031_098_665_900_129]
    );
    let columns = r#"{"t":["2020-01-01T00:00:00.000000001Z","2020-01-01T00:00:01Z"],"position":[[1,2],[3,4]]}"#;
    let log = log("a.json", columns).unwrap();
    assert_eq!(log.stamps()[0], 1_577_836_800_000_000_001);
    assert_eq!(log.position_values()[1].as_ref(), [2.0, 4.0]);
}

#[test]
fn what_is_wrong_with_json_is_said_with_its_place() {
    let not_a_number =
        "correct the value, leave it out to mark it as missing, or name another column";
    for (text, sentence) in [
        (
            "[{\"time\":0,\"x\":1},\n{\"time\":1,",
            "a.json, line 2: the JSON is cut off (EOF while parsing an object); download or export the file \
             again".to_owned(),
        ),
        (
            "[{\"time\":0,\"x\":1},\n]",
            "a.json, line 2: the JSON is invalid at byte 1 of the line (trailing comma); remove the comma before the \
             bracket"
                .to_owned(),
        ),
        (
            "[{\"time\":0,\"x\":NaN}]",
            "a.json, line 1: the JSON is invalid at byte 16 of the line (expected value); \
             JSON has no NaN or infinity: write null for a missing number"
                .to_owned(),
        ),
        (
            "{\"time\":0,\"x\":1}\n{\"time\":1 \"x\":2}\n",
            "a.json, line 2: the JSON is invalid at byte 11 of the line (expected `,` or `}`); \
             correct the file, or export it again"
                .to_owned(),
        ),
        (
            "{'time': 0}",
            "a.json, line 1: the JSON is invalid at byte 2 of the line (key must be a string); \
             correct the file, or export it again"
                .to_owned(),
        ),
        (
            "[1, 2]",
            "a.json, record 1: the record is a number where an object is expected; \
             give every record as an object of keys and values"
                .to_owned(),
        ),
        (
            "[{\"time\":0,\"x\":1},{\"time\":1,\"x\":2},{\"time\":2,\"x\":\"far\"}]",
            format!("a.json, record 3, column 'x': 'far' is not a number; {not_a_number}"),
        ),
        (
            "{\"time\":0,\"x\":1}\n{\"time\":1,\"x\":2}\n\n{\"time\":2,\"x\":true}\n",
            format!("a.json, line 4, column 'x': 'true' is not a number; {not_a_number}"),
        ),
        (
            "{\"time\":0,\"x\":1}\n{\"time\":1,\"x\":{\"value\":2}}\n",
            "a.json, line 2, column 'x': the key is an object here and a plain value in line 1; \
             give the key the same kind of value in every record"
                .to_owned(),
        ),
        (
            "{\"time\":0,\"time\":1}\n{}",
            "a.json, line 1, column 'time': the key appears twice in the record".to_owned(),
        ),
        (
            "{\"time\":[0,1],\"x\":[1]}",
            "a.json, column 'x': the array has 1 values where 'time' has 2; \
             give every column the same number of values"
                .to_owned(),
        ),
        (
            "{\"type\":\"FeatureCollection\",\"features\":[]}",
            "a.json: there is no point or line in the GeoJSON; give lines with a time for each coordinate \
             (a property 'coordTimes'), or points with a time property"
                .to_owned(),
        ),
    ] {
        assert_eq!(said("a.json", text), sentence, "{text}");
    }
}

#[test]
fn lines_of_geojson_are_entities_and_parts() {
    let lines = |name: &str, first: u32| {
        let time = |i: u32| format!("\"2020-01-01T00:00:{:02}Z\"", first + i);
        let part = |i: u32| format!("[[8.0{i},47.0,400],[8.0{i},47.001,400],[8.0{i},47.002,400]]");
        format!(
            r#"{{"type":"Feature","properties":{{"name":"{name}","coordTimes":[[{},{},{}],[{},{},{}]]}},
               "geometry":{{"type":"MultiLineString","coordinates":[{},{}]}}}}"#,
            time(0),
            time(1),
            time(2),
            time(3),
            time(4),
            time(5),
            part(1),
            part(2)
        )
    };
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        lines("walk", 0),
        lines("run", 3)
    );
    let analysis = Analysis::of(&text, &[]);
    let motion = analysis.motion();
    assert_eq!(motion.text("feature")[5..7], ["walk", "run"]);
    assert_eq!(motion.text("segment")[..6], ["0", "0", "0", "1", "1", "1"]);
    // A thousandth of a degree of latitude a second, and no jump in longitude.
    assert!(
        motion
            .known("v_north")
            .iter()
            .all(|v| (v - 111.17).abs() < 0.1)
    );
    assert!(motion.known("v_east").iter().all(|v| v.abs() < 0.1));
    assert_eq!(analysis.findings("part_boundaries").len(), 1);
}

#[test]
fn a_zip_and_a_zstd_of_a_log_are_unpacked() {
    let text = "time,x\n0,0\n1,1\n2,4\n";
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [("meta/time.csv", "a,b\n"), ("Raw Data.csv", text)] {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    let zipped = archive.finish().unwrap().into_inner();
    for content in [zipped, zstd::encode_all(text.as_bytes(), 1).unwrap()] {
        let folder = tempfile::tempdir().unwrap();
        // Content and not the name decides.
        let path = folder.path().join("log.csv");
        fs::write(&path, content).unwrap();
        let analysis = Analysis::of_file(&path, &[]);
        assert_eq!(analysis.motion().known("v_x"), [0.0, 2.0, 4.0]);
    }
}

#[test]
fn several_logs_in_a_zip_are_one_error() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["a.csv", "b.csv"] {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(b"t,x\n").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("logs.zip");
    fs::write(&path, archive.finish().unwrap().into_inner()).unwrap();
    let output = dxdt().arg("analyze").arg(&path).output().unwrap();
    assert!(!output.status.success());
    let message = super::support::said(&output);
    assert!(
        message.ends_with("logs.zip: the zip archive holds 2 files: 'a.csv', 'b.csv'; unpack it and name the log\n"),
        "{message}"
    );
}
