//! The reader of tracks on tracks whole and damaged.

use proptest::prelude::*;

use super::super::lines::testing::{cells, changes, error_of, found, read, survives};
use super::*;

const GEOLIFE_TRACK: &str = "Geolife trajectory
WGS 84
Altitude is in Feet
Reserved 3
0,2,255,My Track,0,0,2,8421376
0
39.984094,116.319236,0,492,39744.2451967593,2008-10-23,05:53:05
39.984198,116.319322,0,-777,39744.2452083333,2008-10-23,05:53:06
";

const OZI_TRACK: &str = "OziExplorer Track Point File Version 2.1
WGS 84
Altitude is in Feet
Reserved 3
0,2,255,river,0,0,2,8421376
4
  -27.350436, 153.055540,1,-777,36169.6307194, 09-Jan-99, 3:08:14
  -27.348610, 153.055867,0,-777.0,36169.6307310, 09-Jan-99, 3:08:15
  -27.350000, 153.056000,1,   0,0,,
  -27.348330, 153.056000,0,12.5,36169.6308000, 09-Jan-99, 3:08:21
";

#[test]
fn geolife_has_dates_in_gmt() {
    let table = read(&PLT, GEOLIFE_TRACK);
    assert_eq!(
        cells(&table, "time"),
        ["2008-10-23T05:53:05Z", "2008-10-23T05:53:06Z"]
    );
    assert_eq!(cells(&table, "altitude [ft]"), ["492", ""]);
    assert_eq!(cells(&table, "longitude [deg]")[0], "116.319236");
    assert_eq!((table.parts, table.findings.len()), (None, 0));
    assert_eq!(table.places.of_row(0), dxdt_motion::At::Line(7));
}

#[test]
fn oziexplorer_has_day_numbers_and_parts() {
    let table = read(&PLT, OZI_TRACK);
    assert_eq!(
        cells(&table, "time"),
        [
            "1999-01-09T15:08:14.15616",
            "1999-01-09T15:08:15.15840",
            "1999-01-09T15:08:21.12000"
        ]
    );
    assert_eq!(cells(&table, "altitude [ft]"), ["", "", "12.5"]);
    assert_eq!(table.parts, Some(vec![0, 0, 1]));
    assert_eq!(found(&table), [(FindingKind::PointWithoutTime, 1)]);
    assert_eq!(table.findings[0].places[0].at, dxdt_motion::At::Line(9));
}

#[test]
fn day_numbers_of_whole_seconds_are_seconds() {
    // 15:08:14 and 15:08:15 in seven decimals.
    let track = OZI_TRACK
        .replace("36169.6307194", "36169.6307176")
        .replace("36169.6307310", "36169.6307292")
        .replace("36169.6308000", "36169.6307870");
    let table = read(&PLT, &track);
    assert_eq!(
        cells(&table, "time"),
        [
            "1999-01-09T15:08:14",
            "1999-01-09T15:08:15",
            "1999-01-09T15:08:20"
        ]
    );
    let whole = FindingKind::FormatNote(FormatNote::WholeSeconds);
    assert_eq!(found(&table)[0], (whole, 1));
}

#[test]
fn a_track_without_heights_has_two_position_columns() {
    let track = OZI_TRACK
        .replace("12.5", "-777")
        .replace("   0,0,,", "-777,0");
    let table = read(&PLT, &track);
    assert_eq!(
        table.roles.position.unwrap(),
        ["longitude [deg]", "latitude [deg]"]
    );
}

#[test]
fn another_datum_is_said() {
    let table = read(&PLT, &GEOLIFE_TRACK.replace("WGS 84", "European 1950"));
    let datum = "European 1950".to_owned();
    let other = FindingKind::FormatNote(FormatNote::OtherDatum { datum });
    assert_eq!(found(&table), [(other, 1)]);
}

#[test]
fn what_is_wrong_is_said() {
    let damaged = |track: &str, from: &str, to: &str| error_of(&PLT, &track.replace(from, to));
    assert_eq!(
        damaged(GEOLIFE_TRACK, ",05:53:06", ""),
        "line 8: there are 6 cells where a point has 7; correct the line"
    );
    assert_eq!(
        damaged(GEOLIFE_TRACK, "116.319236", "E116"),
        "line 7, column 'longitude': 'E116' is not a number; correct the value"
    );
    assert_eq!(
        damaged(GEOLIFE_TRACK, "0,492", "0,high"),
        "line 7, column 'altitude': 'high' is not a number; correct the value"
    );
    assert_eq!(
        damaged(OZI_TRACK, "36169.6307310", "36169:63"),
        "line 8, column 'time': '36169:63' is not a number of days since 1899-12-30; \
         correct the value, or write 0 where there is no time"
    );
    assert_eq!(
        damaged(OZI_TRACK, "Altitude is in Feet", "Altitude"),
        "line 3: found 'Altitude' instead of 'Altitude is in Feet' (or Metres)"
    );
    assert_eq!(
        damaged(OZI_TRACK, ",36169", ",0,"),
        "line 7: there are 8 cells where a point has 3 to 7; correct the line"
    );
    let (preamble, _) = OZI_TRACK.split_once("  -27").unwrap();
    assert_eq!(
        error_of(&PLT, preamble),
        "there is no point below the six lines of the preamble; the file may be cut off: download it again"
    );
    assert_eq!(
        error_of(&PLT, &format!("{preamble}1.0,2.0,1\n1.5,2.5,0\n")),
        "no point of the track has a time; give a track that was recorded, not drawn"
    );
}

proptest! {
    #[test]
    fn damaged_tracks_do_not_panic(changes in changes(), is_geolife: bool) {
        survives(&PLT, if is_geolife { GEOLIFE_TRACK } else { OZI_TRACK }, &changes);
    }
}
