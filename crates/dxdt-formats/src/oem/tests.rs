//! The reader of ephemeris messages on messages whole and damaged.

use proptest::prelude::*;

use super::super::lines::testing::{cells, changes, error_of, found, read, survives};
use super::*;

const MESSAGE: &str = "CCSDS_OEM_VERS = 2.0
COMMENT made by hand
CREATION_DATE = 2020-06-01T00:34:28
ORIGINATOR = HERE

META_START
OBJECT_NAME = ONE
OBJECT_ID = 2020-001A
CENTER_NAME = EARTH
REF_FRAME = ICRF
TIME_SYSTEM = UTC
START_TIME = 2020-153T12:00:00
STOP_TIME = 2020-153T12:00:20
META_STOP
COMMENT states
2020-153T12:00:00.5 7000.0 0 1e-3 0 7.5 0
2020-06-01T12:00:10Z 6999.5 75.0 0 -0.1 7.5 0 -8e-3 0 0
COVARIANCE_START
EPOCH = 2020-06-01T12:00:00
1.0
2.0 3.0
COVARIANCE_STOP
";

/// The message with a further segment.
fn with_segment(object: &str, time_system: &str) -> String {
    format!(
        "{MESSAGE}META_START\nOBJECT_NAME = {object}\nCENTER_NAME = EARTH\nREF_FRAME = ITRF\n\
         TIME_SYSTEM = {time_system}\nMETA_STOP\n2020-06-01T12:00:20 1 2 3 4 5 6\n"
    )
}

#[test]
fn states_are_rows() {
    let table = read(&OEM, MESSAGE);
    assert_eq!(table.names(), &COLUMNS[1..]);
    assert_eq!(
        cells(&table, "time"),
        ["2020-06-01T12:00:00.5Z", "2020-06-01T12:00:10Z"]
    );
    assert_eq!(cells(&table, "x [km]"), ["7000.0", "6999.5"]);
    assert_eq!(cells(&table, "ax [km/s^2]"), ["", "-8e-3"]);
    assert_eq!(table.places.of_row(1), dxdt_motion::At::Line(17));
    assert_eq!(
        (table.parts.clone(), table.roles.entity.clone()),
        (None, None)
    );
    let ephemeris = FormatNote::Ephemeris {
        object: Some("ONE".to_owned()),
        center: Some("EARTH".to_owned()),
        frame: Some("ICRF".to_owned()),
        times: Some("UTC".to_owned()),
    };
    assert_eq!(found(&table), [(FindingKind::FormatNote(ephemeris), 1)]);
}

#[test]
fn segments_are_parts_and_objects_are_entities() {
    let same = read(&OEM, &with_segment("ONE", "UTC"));
    assert_eq!(same.parts, Some(vec![0, 0, 1]));
    assert_eq!((same.roles.entity.as_ref(), found(&same).len()), (None, 2));
    let other = read(&OEM, &with_segment("TWO", "UTC"));
    assert_eq!(cells(&other, "object"), ["ONE", "ONE", "TWO"]);
    assert_eq!(other.roles.entity, Some(vec!["object".to_owned()]));
}

#[test]
fn other_time_systems_are_said_and_kept() {
    let table = read(&OEM, &MESSAGE.replace("= UTC", "= TDB"));
    assert_eq!(cells(&table, "time")[0], "2020-06-01T12:00:00.5");
    let scale = "TDB".to_owned();
    let kept = FindingKind::FormatNote(FormatNote::NotConvertedToUtc { scale });
    assert_eq!(found(&table)[1], (kept, 1));
}

#[test]
fn what_is_wrong_is_said() {
    let damaged = |from: &str, to: &str| error_of(&OEM, &MESSAGE.replace(from, to));
    assert_eq!(
        damaged(" 7.5 0\n2020", " 7.5\n2020"),
        "line 16: there are 6 cells where an epoch and 6 or 9 numbers are expected; correct the line"
    );
    assert_eq!(
        damaged("6999.5", "6999,5"),
        "line 17, column 'x [km]': '6999,5' is not a number; correct the value"
    );
    assert_eq!(
        damaged("-0.1", "NaN"),
        "line 17, column 'vx [km/s]': 'NaN' is not a number; correct the value"
    );
    assert_eq!(
        damaged("META_STOP\n", ""),
        "line 15: found '2020-153T12:00:00.5 7000.0 0 1e-3 0 7.5 …' instead of metadata or META_STOP"
    );
    assert_eq!(
        damaged("VERS = 2.0", "VERS = 9.0"),
        "line 1: version '9.0' is not supported; give an ephemeris message of version 1.0, 2.0 or 3.0"
    );
    assert_eq!(
        damaged("REF_FRAME = ICRF\n", ""),
        "line 6: the metadata that starts here has no REF_FRAME; add a line 'REF_FRAME = …' before META_STOP"
    );
    assert_eq!(
        damaged("COVARIANCE_STOP", ""),
        "line 18: COVARIANCE_START has no COVARIANCE_STOP; the file may be cut off: download it again"
    );
    assert_eq!(
        damaged("2020-153T12:00:00.5", "2020-400T12:00:00.5"),
        "line 16: found '2020-400T12:00:00.5 7000.0 0 1e-3 0 7.5 …' instead of an epoch such as \
         2020-06-01T12:00:00"
    );
    let (head, _) = MESSAGE.split_once("COMMENT states").unwrap();
    assert_eq!(
        error_of(&OEM, head),
        "there is no ephemeris line in the file; the file may be cut off: download it again"
    );
    assert_eq!(
        error_of(&OEM, head.trim_end().trim_end_matches("META_STOP")),
        "line 6: META_START has no META_STOP; the file may be cut off: download it again"
    );
    assert_eq!(
        error_of(&OEM, &with_segment("ONE", "TAI")),
        "line 23: the times of this segment are in TAI and those of the first in UTC; \
         give each time system a file of its own"
    );
}

proptest! {
    #[test]
    fn damaged_messages_do_not_panic(changes in changes()) {
        survives(&OEM, &with_segment("TWO", "UTC"), &changes);
    }
}
