//! Several files as one log.

use std::fs;

use crate::LogOptions;
use dxdt_motion::At;
use dxdt_motion::finding::Place;
use dxdt_motion::log::PositionLog;

/// Reads files with these names and texts as one log.
fn read(files: &[(&str, &str)]) -> dxdt_motion::Result<PositionLog> {
    let folder = tempfile::tempdir().unwrap();
    let path = |(name, text): &(&str, &str)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let paths: Vec<String> = files.iter().map(path).collect();
    crate::read(&paths, &LogOptions::default())
}

#[test]
fn files_that_follow_each_other_are_one_entity() {
    let log = read(&[("a", "t,x\n0,1\n1,2\n"), ("b", "t,x\n2,3\n3,4\n")]).unwrap();
    assert_eq!((log.height(), log.entity), (4, None));
}

#[test]
fn files_that_overlap_are_entities() {
    let log = read(&[("a", "t,x\n0,1\n1,2\n"), ("b", "t,x\n0,3\n1,4\n")]).unwrap();
    assert_eq!(log.entity.as_deref(), Some("file"));
    let Place { file, at } = log.place_of(3);
    assert!(file.ends_with("/b") && at == At::Line(3), "{file}, {at}");
    let cells: Vec<_> = log.entity_cells().unwrap().flatten().collect();
    let is_of = |(cell, end): (&&str, &str)| cell.ends_with(end);
    assert!(cells.iter().zip(["/a", "/a", "/b", "/b"]).all(is_of));
}

#[test]
fn files_with_other_columns_are_refused() {
    let error = read(&[("a", "t,x\n0,1\n1,2\n"), ("b", "t,y\n2,3\n3,4\n")]);
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("/b: the file has the columns 'y' where "),
        "{error}"
    );
}

#[test]
fn what_files_count_adds_up_and_a_decision_stays_one() {
    let fix = |second: u32, status: char| {
        format!(
            "$GPRMC,12000{second},{status},4807.038,N,01131.00{second},E,022.4,084.4,230394,,\n"
        )
    };
    let first: String = [fix(0, 'A'), fix(1, 'V'), fix(2, 'V'), fix(3, 'A')].concat();
    let second: String = [
        fix(4, 'V'),
        fix(5, 'A'),
        fix(6, 'A'),
        "no sentence\n".to_owned(),
    ]
    .concat();
    let log = read(&[("a", &first), ("b", &(second.clone() + "none\n"))]).unwrap();
    let told: Vec<String> = log.findings.iter().map(ToString::to_string).collect();
    let with = |start: &str| {
        let of_start = told.iter().filter(|sentence| sentence.starts_with(start));
        assert_eq!(of_start.count(), 1, "{start}: {told:#?}");
    };
    with("3 fixes are marked as invalid");
    with("7 sentences have no checksum");
    with("2 lines hold no sentence");
    with("positions are in ");
    with("timestamps are ");
    let void = log
        .findings
        .iter()
        .find(|finding| finding.name() == "void_fix");
    let places = void.unwrap().places.iter();
    let lines: Vec<_> = places
        .map(|place| (place.file.ends_with("/b"), place.at))
        .collect();
    assert_eq!(
        lines,
        [
            (false, At::Line(2)),
            (false, At::Line(3)),
            (true, At::Line(1))
        ]
    );
}

/// Rows of two entities that take turns, of which one has no timestamp.
const TURNS: &str = "id,time,x [m],speed [m/s]\nb,1.5.2021 10:00:00,1,7\na,1.5.2021 10:00:00,2,8\nb,,3,9\na,2.5.2021 10:00:00.5,,\nb,20.5.2021 10:00:00,5,11\n";

#[test]
fn rows_are_in_the_order_of_the_file() {
    let log = read(&[("log.csv", TURNS)]).unwrap();
    let cells: Vec<_> = log.entity_cells().unwrap().flatten().collect();
    assert_eq!(cells, ["b", "a", "b", "a", "b"]);
    assert_eq!(log.rows_without_stamp(), [2]);
    assert_eq!(log.time_text(3), "2021-05-02T10:00:00.5");
    assert_eq!(log.stamps()[0], log.stamps()[1]);
    assert_eq!(
        log.stamps()[4] - log.stamps()[3],
        18 * 86_400_000_000_000 - 500_000_000
    );
    let positions = log.position_values();
    assert_eq!(positions[0][..3], [1.0, 2.0, 3.0]);
    assert!(positions[0][3].is_nan());
    assert_eq!(log.measured[0].values[..3], [7.0, 8.0, 9.0]);
    assert_eq!((log.height(), log.values[0].len()), (5, 5));
    assert_eq!(log.entity_columns, ["id"]);
    assert_eq!(log.place_of(4).at, At::Line(6));
}

#[test]
fn several_entity_columns_have_one_that_joins_them() {
    let options = LogOptions {
        roles: crate::RoleOptions {
            entity: Some(vec!["ship".into(), "trip".into()]),
            ..Default::default()
        },
        ..LogOptions::default()
    };
    let csv = b"ship,trip,t,x\nA,1,0,1\n,2,0,1\nA,1,1,2\n,2,1,2\n".to_vec();
    let source = dxdt_formats::Source::from_bytes("log.csv".into(), csv).unwrap();
    let log = crate::read_source(source, &options).unwrap();
    assert_eq!(log.entity.as_deref(), Some("ship, trip"));
    let cells: Vec<_> = log.entity_cells().unwrap().flatten().collect();
    assert_eq!(cells, ["A, 1", ", 2", "A, 1", ", 2"]);
}
