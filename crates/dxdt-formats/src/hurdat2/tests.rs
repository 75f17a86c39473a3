//! The reader of storm tracks on tracks whole and damaged.

use proptest::prelude::*;

use super::super::lines::testing::{cells, changes, error_of, read, survives};
use super::*;

const TRACKS: &str = "AL022019,              BARRY,      3,
20190710, 1200,  , DB, 28.5N,  86.5W,  25, 1009,    0,    0,
20190710, 1800, L, DB, 28.1S, 181.5W, -99, -999,    0,    0,
20190711, 0030,  , TD,  0.0N,   0.0E,  30, 1008,    0,    0,

CP012020,            UNNAMED,      1,
20200101, 0000,  , LO,  5.0N, 359.1W, -999, -999, -999,
";

#[test]
fn storms_are_entities() {
    let table = read(&HURDAT2, TRACKS);
    assert_eq!(
        cells(&table, "storm"),
        [
            "AL022019 BARRY",
            "AL022019 BARRY",
            "AL022019 BARRY",
            "CP012020"
        ]
    );
    assert_eq!(cells(&table, "time")[2], "2019-07-11T00:30:00Z");
    assert_eq!(
        cells(&table, "longitude [deg]"),
        ["-86.5", "178.5", "0.0", "0.9"]
    );
    assert_eq!(
        cells(&table, "latitude [deg]"),
        ["28.5", "-28.1", "0.0", "5.0"]
    );
    assert_eq!(cells(&table, "wind [kn]"), ["25", "", "30", ""]);
    assert_eq!(cells(&table, "pressure [hPa]"), ["1009", "", "1008", ""]);
    assert_eq!(table.places.of_row(3), dxdt_motion::At::Line(7));
}

#[test]
fn other_tables_are_not_taken_for_tracks() {
    for start in [
        "t,x\n1,2\n",
        "AL022019,BARRY\n",
        "AL022019,BARRY,25,1\n",
        "al022019,B,1,",
        "",
    ] {
        assert!(!HURDAT2.recognises(start.as_bytes()), "{start}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let damaged = |from: &str, to: &str| error_of(&HURDAT2, &TRACKS.replacen(from, to, 1));
    assert_eq!(
        damaged("BARRY,      3", "BARRY,      4"),
        "line 1: AL022019 BARRY has 3 rows where its header says 4; \
         the file may be cut off or damaged: download it again, or correct the header"
    );
    assert_eq!(
        damaged("UNNAMED,      1", "UNNAMED,      0"),
        "line 6: CP012020 has 1 row where its header says 0; \
         the file may be cut off or damaged: download it again, or correct the header"
    );
    assert_eq!(
        damaged("28.5N", "28.5"),
        "line 2, column 'latitude': '28.5' is not a latitude; write it like 28.5N"
    );
    assert_eq!(
        damaged("86.5W", "86.5N"),
        "line 2, column 'longitude': '86.5N' is not a longitude; write it like 86.5W"
    );
    assert_eq!(
        damaged("20190710, 1800", "20190710, 18:00"),
        "line 3, column 'time': '20190710, 18:00' is not a date and hour; \
         write it like '20190710, 1200'"
    );
    assert_eq!(
        damaged(" -99,", " fast,"),
        "line 3, column 'wind [kn]': 'fast' is not a number; correct the value"
    );
    assert_eq!(
        damaged("DB, 28.5N,  86.5W,  25, 1009,    0,    0,", ""),
        "line 2: there are 4 cells where a row has at least 8; correct the row"
    );
    assert_eq!(
        error_of(&HURDAT2, &TRACKS[TRACKS.find('\n').unwrap() + 1..]),
        "line 1: found '20190710, 1200,  , DB, 28.5N,  86.5W,  2…' instead of a storm's header such as 'AL022019, \
         BARRY, 25,'"
    );
}

proptest! {
    #[test]
    fn damaged_tracks_do_not_panic(changes in changes()) {
        survives(&HURDAT2, TRACKS, &changes);
    }
}
