//! Small flights, and random damage.

use proptest::prelude::*;

use super::*;

const HEADER: &str = "AXGDjos\r\nHFDTE030416\r\nHFPLTPILOT: test\r\n";

fn read_bytes(bytes: &[u8]) -> Result<RecordTable> {
    Igc.read(&Source::from_bytes("flight".into(), bytes.to_vec())?)
}

fn rows(flight: &str) -> Vec<String> {
    let table = read_bytes(flight.as_bytes()).unwrap();
    let cells = table.sample(1000).unwrap();
    cells.iter().map(|row| row.join(" ")).collect()
}

fn found(flight: &str) -> Vec<(FindingKind, u64)> {
    super::super::lines::testing::found(&read_bytes(flight.as_bytes()).unwrap())
}

#[test]
fn fixes_are_rows() {
    let flight = format!(
        "{HEADER}B1200004630000N01215000EA0098801046\r\nB1200014630300N01215000EA0098701045\r\n"
    );
    assert_eq!(
        rows(&flight),
        [
            "2016-04-03T12:00:00Z 12.25 46.5 1046 988",
            "2016-04-03T12:00:01Z 12.25 46.505 1045 987"
        ]
    );
    assert_eq!(found(&flight), []);
    let table = read_bytes(flight.as_bytes()).unwrap();
    assert_eq!(table.places, dxdt_motion::log::RowPlaces::Lines(vec![4, 5]));
    assert_eq!(table.roles.position.map(|columns| columns.len()), Some(3));
}

#[test]
fn a_flight_goes_on_after_midnight_and_may_be_undated() {
    let fixes = "B2359594630000N01215000EA0098801046\nB0000014630000N01215000EA0098801046\n";
    let stamps = |flight: &str| -> Vec<String> {
        let first = |row: &String| row.split(' ').next().unwrap().to_owned();
        rows(flight).iter().map(first).collect()
    };
    let dated = ["2016-04-03T23:59:59Z", "2016-04-04T00:00:01Z"];
    assert_eq!(stamps(&format!("{HEADER}{fixes}")), dated);
    // A recorder that writes the new date after midnight, and one that writes the date late.
    let again = fixes.replace("\nB", "\nHFDTEDATE:040416,02\nB");
    assert_eq!(stamps(&format!("{HEADER}{again}")), dated);
    assert_eq!(stamps(&format!("AXGD\n{again}")), dated);
    let undated = format!("AXGD\nHFPLTPILOT:\n{fixes}");
    assert_eq!(stamps(&undated), ["23:59:59", "00:00:01"]);
    let note = FindingKind::FormatNote(FormatNote::IgcWithoutDate);
    assert_eq!(found(&undated), [(note, 1)]);
}

#[test]
fn fixes_that_are_not_three_dimensional_keep_their_pressure_altitude() {
    let flight = format!(
        "{HEADER}B1200004630000N01215000EA0098801046\nB1200014630000N01215000EV0098700000\nB1200024630000N01215000EA0098601044\n"
    );
    assert_eq!(rows(&flight)[1], "2016-04-03T12:00:01Z    987");
    let finding = &read_bytes(flight.as_bytes()).unwrap().findings[0];
    assert_eq!(finding.kind, FindingKind::VoidFix);
    assert_eq!(finding.places[0].at, dxdt_motion::error::At::Line(5));
}

#[test]
fn without_a_gnss_altitude_the_pressure_gives_the_height() {
    let two = |validity: char, pressure: &str| {
        format!(
            "{HEADER}B1200004630000N01215000E{validity}{pressure}00000\nB1200014630000N01215000E{validity}{pressure}00000\n"
        )
    };
    assert_eq!(
        rows(&two('A', "00988"))[0],
        "2016-04-03T12:00:00Z 12.25 46.5 988 988"
    );
    let note = (FindingKind::FormatNote(FormatNote::PressureAltitude), 1);
    assert_eq!(found(&two('A', "00988")), std::slice::from_ref(&note));
    assert_eq!(
        rows(&two('V', "-0012"))[0],
        "2016-04-03T12:00:00Z 12.25 46.5 -12 -12"
    );
    let kept = FindingKind::FormatNote(FormatNote::AllTwoDimensional);
    assert_eq!(found(&two('V', "-0012")), [(kept, 2), note]);
    let table = read_bytes(two('A', "00000").as_bytes()).unwrap();
    assert_eq!(table.names().len(), 3);
    assert_eq!(table.roles.position.map(|columns| columns.len()), Some(2));
}

#[test]
fn damage_is_told_at_its_line() {
    let fix = "B1200004630000N01215000EA0098801046\n";
    let flight = format!("{HEADER}{fix}B12000\nHFDTE999999\nI01\n?\n{fix}");
    let skipped = FindingKind::RecordsSkipped;
    assert_eq!(
        found(&flight),
        [
            (skipped(SkippedRecords::IgcFixes), 1),
            (skipped(SkippedRecords::IgcHeaders), 2),
            (skipped(SkippedRecords::IgcForeign), 1),
        ]
    );
    let findings = read_bytes(flight.as_bytes()).unwrap().findings;
    let lines: Vec<_> = findings
        .iter()
        .map(|finding| finding.places[0].at)
        .collect();
    assert_eq!(lines, [5, 6, 8].map(dxdt_motion::error::At::Line));
    let error = read_bytes(format!("{HEADER}{fix}B12\nB13\n").as_bytes()).unwrap_err();
    let error = error.to_string();
    assert!(
        error.starts_with("line 5: 2 of 3 fixes (B records) are malformed"),
        "{error}"
    );
    let error = read_bytes(HEADER.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("there are no fixes"), "{error}");
}

#[test]
fn text_may_be_in_any_encoding() {
    let mut flight = HEADER.replace("test", "J?rgen").into_bytes();
    let at = flight.iter().position(|&byte| byte == b'?').unwrap();
    flight[at] = 0xfc;
    flight.extend(b"LXXX\xe9t\xe9\r\nB1200004630000N01215000EA0098801046\r\n");
    assert!(Igc.recognises(&flight));
    let table = read_bytes(&flight).unwrap();
    assert_eq!((table.height(), table.findings.len()), (1, 0));
}

#[test]
fn flights_are_recognised_by_their_first_records() {
    let fix = "B1200004630000N01215000EA0098801046\n";
    for flight in [
        HEADER.to_owned(),
        format!("\u{feff}\n{HEADER}"),
        format!("AFLA001\nLCOMMENT\n{fix}"),
    ] {
        assert!(Igc.recognises(flight.as_bytes()), "{flight}");
    }
    for other in [
        "ABCD,x\nHello\n",
        "A,B\n1,2\n",
        "AXG",
        "",
        fix,
        "HFDTE030416\n",
        "Ab\nHFDTE030416\n",
    ] {
        assert!(!Igc.recognises(other.as_bytes()), "{other}");
    }
}

proptest! {
    #[test]
    fn damage_never_panics(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let fixes = "I033638TDS3940LAD4141LOD\r\nB1200004630000N01215000EA0098801046250123\r\nB1200014630000N01215000EV0098801046250123\r\n";
        let mut bytes = format!("{HEADER}{fixes}{fixes}").into_bytes();
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        Igc.recognises(&bytes);
        if let Ok(table) = read_bytes(&bytes) {
            let height = table.height();
            prop_assert!(height > 0);
            prop_assert!(table.columns.iter().all(|column| column.len() == height));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(([ABHI]|HFDTE)([0-9NEAVTDSLO]|\\PC){0,40}\\n){0,8}") {
        Igc.recognises(text.as_bytes());
        if let Ok(source) = Source::from_bytes("flight".into(), text.into_bytes()) {
            let _ = Igc.read(&source).map(|table| table.height());
        }
    }
}
