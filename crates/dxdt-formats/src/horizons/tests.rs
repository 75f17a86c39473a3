//! The reader of Horizons on tables whole and damaged.

use proptest::prelude::*;

use super::super::lines::testing::{cells, changes, error_of, found, read, survives};
use super::*;
use dxdt_motion::finding::HorizonsScale;

const HEAD: &str = "*****
JPL/HORIZONS                      1P/Halley                2022-May-12 18:38:08
 EPOCH=  2449400.5 ! 1994-Feb-17.0000000 (TDB)    RMSW= n.a.
*****
Target body name: 1P/Halley                       {source: JPL#J863/77}
Center body name: Sun (10)                        {source: DE441}
Output units    : AU-D
Reference frame : ICRF
*****
";

const ROWS: &str = "JDTDB
   X     Y     Z
   VX    VY    VZ
   LT    RG    RR
*****
$$SOE
2446431.500000000 = A.D. 1986-Jan-01 00:00:00.0000 TDB
 X = 8.6E-01 Y =-3.9E-01 Z = 3.4E-01
 VX=-5.1E-03 VY=-2.2E-02 VZ=-6.9E-03
 LT= 1.0E+00 RG= 1.0E+00 RR=-1.0E+00
2446431.500694444 = A.D. 1986-Jan-01 00:01:00.0000 TDB
 X = 8.5E-01 Y = 3.8E-01 Z = 3.3E-01
 VX=-5.0E-03 VY=-2.1E-02 VZ=-6.8E-03
 LT= 1.0E+00 RG= 1.0E+00 RR=-1.0E+00
$$EOE
 X = afterwards
";

const CSV_ROWS: &str = "            JDUT,            Calendar Date (UT),      X,      Y,      Z,      VX,      VY,      VZ,     LT,
*****
$$SOE
2451545.000000000, A.D. 2000-Jan-01 12:00:00.0000, -3.5E+00, -8.6E+00, -2.9E+00,  4.9E-03, -6.4E-03, -3.8E-03, 1.0,
2451546.000000000, A.D. 2000-Jan-02 12:00:00.0000, -3.4E+00, -8.5E+00, -2.8E+00,  4.8E-03, -6.3E-03, -3.7E-03, 1.0,
$$EOE
";

fn text() -> String {
    format!("{HEAD}{ROWS}")
}

fn csv() -> String {
    format!("{HEAD}{CSV_ROWS}").replace("AU-D", "KM-S")
}

#[test]
fn text_tables_have_labels_glued_to_numbers() {
    let table = read(&HORIZONS, &text());
    assert_eq!(
        table.names(),
        [
            "time",
            "x [au]",
            "y [au]",
            "z [au]",
            "vx [au/d]",
            "vy [au/d]",
            "vz [au/d]"
        ]
    );
    assert_eq!(cells(&table, "y [au]"), ["-3.9E-01", "3.8E-01"]);
    assert_eq!(cells(&table, "vz [au/d]"), ["-6.9E-03", "-6.8E-03"]);
    assert_eq!(table.places.of_row(1), dxdt_motion::At::Line(20));
    let expected = [
        FormatNote::Ephemeris {
            object: Some("1P/Halley".to_owned()),
            center: Some("Sun (10)".to_owned()),
            frame: Some("ICRF".to_owned()),
            times: None,
        },
        FormatNote::HorizonsStamps {
            scale: HorizonsScale::Tdb,
        },
        FormatNote::RoundedJulianDays,
    ];
    assert_eq!(
        found(&table),
        expected.map(|note| (FindingKind::FormatNote(note), 1))
    );
}

#[test]
fn the_date_is_the_stamp_where_the_day_agrees() {
    let times = |text: &str| cells(&read(&HORIZONS, text), "time");
    assert_eq!(
        times(&text()),
        ["1986-01-01T00:00:00.0000", "1986-01-01T00:01:00.0000"]
    );
    // To the minute only, the date says less than the day.
    assert_eq!(
        times(
            &text()
                .replace("00:01:00.0000", "00:01")
                .replace(".500694444", ".500700000")
        ),
        ["1986-01-01T00:00:00.0000", "1986-01-01T00:01:00.4800000"]
    );
}

#[test]
fn labels_and_velocities_may_be_left_out() {
    let positions = "JDTDB\n   X     Y     Z\n*****\n$$SOE\n2446431.5 = A.D. 1986-Jan-01 00:00:00.0000 TDB\n \
                     8.6E-01 -3.9E-01  3.4E-01\n$$EOE\n";
    let table = read(&HORIZONS, &format!("{HEAD}{positions}"));
    assert_eq!(table.names(), ["time", "x [au]", "y [au]", "z [au]"]);
    assert_eq!(cells(&table, "y [au]"), ["-3.9E-01"]);
}

#[test]
fn csv_tables_are_read_by_their_names() {
    let table = read(&HORIZONS, &csv());
    assert_eq!(cells(&table, "x [km]"), ["-3.5E+00", "-3.4E+00"]);
    assert_eq!(cells(&table, "vz [km/s]"), ["-3.8E-03", "-3.7E-03"]);
    assert_eq!(cells(&table, "time")[1], "2000-01-02T12:00:00.0000");
    let scale = HorizonsScale::Ut;
    let stamps = FindingKind::FormatNote(FormatNote::HorizonsStamps { scale });
    assert_eq!(found(&table)[1], (stamps, 1));
    assert_eq!(table.places.of_row(0), dxdt_motion::At::Line(13));
}

#[test]
fn what_is_wrong_is_said() {
    let damaged =
        |text: String, from: &str, to: &str| error_of(&HORIZONS, &text.replacen(from, to, 1));
    assert_eq!(
        damaged(text(), "$$EOE\n", ""),
        "line 15: the table that starts here has no end '$$EOE'; the file is cut off: request it from Horizons again"
    );
    assert_eq!(
        damaged(text(), "$$SOE\n", ""),
        "there is no line '$$SOE', which starts the table; \
         the file may be cut off, or hold an error message from Horizons: request the table again"
    );
    assert_eq!(
        damaged(text(), "AU-D", "FT-H"),
        "line 7: the units 'FT-H' are not supported; the units are KM-S, KM-D and AU-D"
    );
    assert_eq!(
        damaged(text(), "8.5E-01", "8,5E-01"),
        "line 21, column 'X': '8,5E-01' is not a number; correct the value"
    );
    assert_eq!(
        damaged(text(), " Z = 3.3E-01", ""),
        "line 20: the instant that starts here has no Z; the table is damaged: request it from Horizons again"
    );
    assert_eq!(
        damaged(
            text(),
            "2446431.500694444 = A.D. 1986-Jan-01 00:01:00.0000 TDB\n",
            ""
        ),
        "line 20: X is given twice for one instant; the table is damaged: request it from Horizons again"
    );
    assert_eq!(
        damaged(text(), "Y = 3.8E-01", "Y = 3.8 E-01"),
        "line 21: found 'X = 8.5E-01 Y = 3.8 E-01 Z = 3.3E-01' instead of labels with a number each"
    );
    assert_eq!(
        damaged(text(), "1986-Jan-01 00:01", "1986-Jan-02 00:01"),
        "line 20, column 'time': the Julian day 2446431.500694444 is 1986-01-01T00:00:59.9999616, not the date beside \
         it; correct the one that is wrong"
    );
    assert_eq!(
        damaged(text(), "1986-Jan-01 00:01", "1986-Foo-01 00:01"),
        "line 20, column 'time': 'A.D. 1986-Foo-01 00:01:00.0000 TDB' is not a date; \
         write it like 'A.D. 1986-Jan-01 00:00:00.0000'"
    );
    assert_eq!(
        damaged(text(), "2446431.500694444 ", "2.4464315E6 "),
        "line 20, column 'time': '2.4464315E6' is not a Julian day; correct the value"
    );
    assert_eq!(
        damaged(csv(), " 4.8E-03,", ""),
        "line 14: there are 8 cells where the table has 9 names; correct the line"
    );
    assert_eq!(
        damaged(csv(), "      X,      Y,      Z", "EC, QR, IN"),
        "line 12: the table that starts here has 'JDUT', 'Calendar Date (UT)', 'EC', 'QR', 'IN', 'VX', 'VY', \
         'VZ', 'LT', but no X, Y and Z; request a table of type VECTORS from Horizons"
    );
    assert_eq!(
        error_of(&HORIZONS, &format!("{}{}", text(), text())),
        "line 40: a second table starts here; give each table a file of its own"
    );
}

proptest! {
    #[test]
    fn damaged_tables_do_not_panic(changes in changes(), is_csv: bool) {
        survives(&HORIZONS, &if is_csv { csv() } else { text() }, &changes);
    }
}
