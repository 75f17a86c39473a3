use super::super::tests::{error, read};
use dxdt_motion::finding::{FindingKind, FormatNote, PairOrder};

fn row(line: u64, cells: [&str; 4]) -> (u64, Vec<String>) {
    (line, cells.map(str::to_owned).to_vec())
}

#[test]
fn a_pair_becomes_a_longitude_and_a_latitude() {
    for (name, cells) in [
        ("Position", ["\"42.787994,141.685074\"", "\"42.5,141.25\""]),
        (
            "Position",
            ["\"(42.787994, 141.685074)\"", "\"(42.5, 141.25)\""],
        ),
        (
            "Position",
            ["\"[141.685074,42.787994]\"", "\"[141.25,42.5]\""],
        ),
        ("Position", ["42.787994;141.685074", "42.5;141.25"]),
        (
            "geom",
            ["POINT (141.685074 42.787994)", "POINT (141.25 42.5)"],
        ),
        (
            "\"lat,lon\"",
            ["\"42.787994,141.685074\"", "\"42.5,141.25\""],
        ),
        ("lonlat", ["\"141.685074,42.787994\"", "\"141.25,42.5\""]),
    ] {
        let text = format!("t,{name},alt\n0,{},1\n1,{},2\n2,,3\n", cells[0], cells[1]);
        let (format, names, rows, findings) = read(&text).unwrap().unwrap();
        assert_eq!(format, "delimited text with coordinate pairs");
        assert_eq!(names, ["t", "longitude [deg]", "latitude [deg]", "alt"]);
        assert_eq!(
            rows,
            [
                row(2, ["0", "141.685074", "42.787994", "1"]),
                row(3, ["1", "141.25", "42.5", "2"]),
                row(4, ["2", "", "", "3"]),
            ],
            "{text}"
        );
        let [FindingKind::FormatNote(FormatNote::PairOrder { order, .. })] = findings[..] else {
            panic!("{text}: {findings:?}");
        };
        let longitude_first = cells[0].find("141") < cells[0].find("42");
        assert_eq!(
            order == PairOrder::LongitudeFirst,
            longitude_first,
            "{text}"
        );
    }
}

#[test]
fn decimal_commas_around_a_pair() {
    let text = "t;Position;alt\n0,5;42.787994,141.685074;1,5\n0,6;42.5,141.25;2,5\n";
    let (_, _, rows, _) = read(text).unwrap().unwrap();
    assert_eq!(rows[0], row(2, ["0.5", "141.685074", "42.787994", "1.5"]));
}

#[test]
fn a_place_is_found_by_its_decimals_too() {
    assert!(
        read("t,where\n0,\"42.7879,41.6850\"\n1,\"42.7880,41.6851\"\n")
            .unwrap()
            .is_some()
    );
    // Lengths, pixels, and numbers with a comma for thousands.
    for cells in ["42.7,41.6", "4200.7879,4100.6850", "1,234.56", "1,25"] {
        let text = format!("t,where\n0,\"{cells}\"\n1,\"{cells}\"\n");
        assert!(read(&text).unwrap().is_none(), "{cells}");
    }
    // Nothing is parted where there is a latitude and a longitude.
    let text = "t,lat,lon,start position\n0,1,2,\"42.7879,41.6850\"\n1,1,2,\"42.7879,41.6850\"\n";
    assert!(read(text).unwrap().is_none());
}

#[test]
fn of_several_pairs_the_plainest_name_is_taken() {
    let text =
        "t,home position,position\n0,\"1.5,2.5\",\"42.5,41.5\"\n1,\"1.5,2.5\",\"42.5,41.6\"\n";
    let (_, names, rows, findings) = read(text).unwrap().unwrap();
    assert_eq!(
        names,
        ["t", "home position", "longitude [deg]", "latitude [deg]"]
    );
    assert_eq!(rows[0].1[2], "41.5");
    let columns = vec!["home position".to_owned()];
    let others = FormatNote::OtherPairs { columns };
    assert_eq!(findings[1], FindingKind::FormatNote(others));
}

#[test]
fn broken_pairs_are_errors_at_their_line() {
    let with = |cell: &str| {
        error(&format!(
            "t,Position\n0,\"42.5,141.25\"\n1,{cell}\n2,\"42.5,141.25\"\n"
        ))
    };
    for cell in [
        "\"42.5,\"",
        "\"42.5,x\"",
        "42.5",
        "\"42.5,141.25,7\"",
        "\"(42.5,141.25\"",
        "here",
    ] {
        let shown = cell.trim_matches('"');
        assert_eq!(
            with(cell),
            format!(
                "line 3, column 'Position': '{shown}' is not a pair of latitude and longitude; correct the cell, or \
                 leave it empty to mark the position as missing"
            )
        );
    }
    assert_eq!(
        with("\"141.25,42.5\""),
        "column 'Position': the pairs are not all in the same order: line 3 has 141.25 first, line 2 has 141.25 \
         second, and no latitude exceeds 90; correct the pairs, or split them into a latitude and a longitude column"
    );
    assert_eq!(
        with("POINT (141.25 42.5)"),
        "line 3, column 'Position': the pair is not written like those above it; write all as POINT (longitude \
         latitude), or none"
    );
}
