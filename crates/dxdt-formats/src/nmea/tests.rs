//! Logs of a few sentences.

use super::*;

/// Ends each line with its checksum.
pub(super) fn log(sentences: &[&str]) -> String {
    let line = |sentence: &&str| {
        let sum = sentence.bytes().fold(0, |sum, byte| sum ^ byte);
        format!("${sentence}*{sum:02X}\r\n")
    };
    sentences.iter().map(line).collect()
}

fn read(log: &str) -> Result<RecordTable> {
    Nmea.read(&Source::from_bytes("log".into(), log.as_bytes().to_vec())?)
}

fn rows(log: &str) -> Vec<String> {
    let table = read(log).unwrap();
    let cells = table.sample(1000).unwrap();
    cells.iter().map(|row| row.join(" ")).collect()
}

fn found(log: &str) -> Vec<(FindingKind, u64)> {
    super::super::lines::testing::found(&read(log).unwrap())
}

pub(super) const RMC_1: &str =
    "GPRMC,110124,A,5530.000000,N,03815.000000,E,152.6,86.2,310317,8.9,E,D";
pub(super) const RMC_2: &str =
    "GPRMC,110125,A,5530.300000,N,03815.000000,E,148.8,84.6,310317,8.9,E,D";
pub(super) const GGA_1: &str =
    "GPGGA,110124,5530.000000,N,03815.000000,E,2,09,0.9,2177.0,M,14.0,M,,";
const GGA_2: &str = "GPGGA,110125,5530.300000,N,03815.000000,E,2,09,0.9,2178.5,M,14.0,M,,";
pub(super) const VOID: &str = "GPRMC,,V,,,,,,,,,,N";

#[test]
fn sentences_of_an_instant_are_one_row_in_either_order() {
    let expected = [
        "2017-03-31T11:01:24Z 38.25 55.5 2177.0 152.6 86.2",
        "2017-03-31T11:01:25Z 38.25 55.505 2178.5 148.8 84.6",
    ];
    assert_eq!(rows(&log(&[RMC_1, GGA_1, RMC_2, GGA_2])), expected);
    assert_eq!(rows(&log(&[GGA_1, RMC_1, GGA_2, RMC_2])), expected);
    let table = read(&log(&[GGA_1, RMC_1, GGA_2, RMC_2])).unwrap();
    assert_eq!(table.places, dxdt_motion::log::RowPlaces::Lines(vec![1, 3]));
    let names = ["longitude [deg]", "latitude [deg]", "altitude [m]"].map(str::to_owned);
    assert_eq!(table.roles.position, Some(names.to_vec()));
    assert!(table.findings.is_empty());
}

#[test]
fn a_speed_without_a_time_goes_to_the_nearest_instant() {
    let without = |rmc: &str| rmc.replace("152.6,86.2", ",").replace("148.8,84.6", ",");
    let (rmc_1, rmc_2) = (without(RMC_1), without(RMC_2));
    let (vtg_1, vtg_2) = ("GPVTG,1,T,,M,10,N,,K", "GPVTG,2,T,,M,,N,37.04,K");
    let gsv = "GPGSV,1,1,00";
    let expected = [
        "2017-03-31T11:01:24Z 38.25 55.5 10 1",
        "2017-03-31T11:01:25Z 38.25 55.505 20 2",
    ];
    assert_eq!(
        rows(&log(&[&rmc_1, vtg_1, gsv, gsv, &rmc_2, vtg_2])),
        expected
    );
    // As near to one as to the other: to that which has none yet.
    let gga = |gga: &str| gga.replace(",2177.0,M", ",,M").replace(",2178.5,M", ",,M");
    let (gga_1, gga_2) = (gga(GGA_1), gga(GGA_2));
    assert_eq!(
        rows(&log(&[vtg_1, &rmc_1, &gga_1, vtg_2, &rmc_2, &gga_2])),
        expected
    );
    assert_eq!(
        rows(&log(&[&rmc_1, &gga_1, vtg_1, &rmc_2, &gga_2, vtg_2])),
        expected
    );
    assert_eq!(
        rows(&log(&[
            &gga_1, &rmc_1, gsv, vtg_1, gsv, &gga_2, vtg_2, &rmc_2
        ])),
        expected
    );
    // One of a moment without a fix is of no other.
    let between = [&rmc_1, vtg_1, gsv, gsv, vtg_2, VOID, &rmc_2];
    assert_eq!(
        rows(&log(&between))[1],
        "2017-03-31T11:01:25Z 38.25 55.505  "
    );
}

#[test]
fn dates_are_carried_to_sentences_without_one() {
    let gga = |time: &str| format!("GPGGA,{time},5530.0,N,03815.0,E,1,09,0.9,2.0,M,14.0,M,,");
    let rmc = "GPRMC,235959.50,A,5530.0,N,03815.0,E,1,2,310317,,";
    let stamps = |log: &str| -> Vec<String> {
        let first = |row: &String| row.split(' ').next().unwrap().to_owned();
        rows(log).iter().map(first).collect()
    };
    let night = log(&[&gga("235959.40"), rmc, &gga("235959.60"), &gga("000000.00")]);
    let expected = [
        "2017-03-31T23:59:59.40Z",
        "2017-03-31T23:59:59.50Z",
        "2017-03-31T23:59:59.60Z",
        "2017-04-01T00:00:00.00Z",
    ];
    assert_eq!(stamps(&night), expected);
    let by_zda = log(&["GPZDA,120000,11,03,2004,,", &gga("120000"), &gga("120001")]);
    assert_eq!(
        stamps(&by_zda),
        ["2004-03-11T12:00:00Z", "2004-03-11T12:00:01Z"]
    );
    let undated = log(&[&gga("235959"), &gga("000001")]);
    assert_eq!(stamps(&undated), ["23:59:59", "00:00:01"]);
    let note = FindingKind::FormatNote(FormatNote::NmeaWithoutDate);
    assert_eq!(found(&undated), [(note, 1)]);
}

#[test]
fn void_fixes_have_a_row_where_they_have_a_time() {
    let held = "GPRMC,110126,V,5530.300000,N,03815.000000,E,1.0,2.0,060180,,";
    let log = log(&[RMC_1, VOID, "GPGGA,,,,,,0,,,,,,,,", VOID, held, RMC_2]);
    let rows = rows(&log);
    assert_eq!(rows.len(), 3);
    // Its last position and a date before its first fix are not believed.
    assert_eq!(rows[1].trim_end(), "2017-03-31T11:01:26Z");
    let finding = &read(&log).unwrap().findings[0];
    assert_eq!((&finding.kind, finding.count), (&FindingKind::VoidFix, 3));
    let lines: Vec<_> = finding.places.iter().map(|place| place.at).collect();
    assert_eq!(lines, [2, 4, 5].map(dxdt_motion::error::At::Line));
}

#[test]
fn several_systems_give_several_rows_of_one_instant() {
    let other = |sentence: &str| sentence.replacen("GP", "GL", 1).replace("5530.0", "5531.0");
    let rows = rows(&log(&[RMC_1, &other(RMC_1), GGA_1, &other(GGA_1)]));
    assert_eq!(rows.len(), 2);
    assert!(rows[0].starts_with("2017-03-31T11:01:24Z 38.25 55.5 2177.0"));
    assert!(rows[1].starts_with("2017-03-31T11:01:24Z 38.25 55.516666666666666 2177.0"));
}

#[test]
fn an_altitude_that_few_have_is_no_part_of_the_position() {
    let log = log(&[RMC_1, GGA_1, RMC_2]);
    let table = read(&log).unwrap();
    assert_eq!(table.roles.position.unwrap().len(), 2);
    let note = FormatNote::SomeAltitudes {
        with_altitude: 1,
        positions: 2,
    };
    assert_eq!(found(&log), [(FindingKind::FormatNote(note), 1)]);
}

#[test]
fn damage_is_told_and_left_out() {
    let sound = log(&[RMC_1, RMC_2]);
    let wrong = sound.replace("5530", "6530");
    let unclear = log(&[&RMC_1.replace("5530", "5560")]);
    let cut = "$GPRMC,110126,A,5530.3\r\n";
    let damaged = format!("{sound}booting\n{cut}{sound}{wrong}{unclear}{sound}");
    assert_eq!(rows(&damaged).len(), 6);
    let no_sentence = FormatNote::NoSentence;
    assert_eq!(
        found(&damaged),
        [
            (FindingKind::ChecksumWrong, 2),
            (FindingKind::RecordsSkipped(SkippedRecords::Sentences), 2),
            (FindingKind::FormatNote(no_sentence), 1),
        ]
    );
    let lines = |findings: &[Finding]| -> Vec<String> {
        let places = findings.iter().flat_map(|finding| &finding.places);
        places.map(|place| place.at.to_string()).collect()
    };
    let findings = read(&damaged).unwrap().findings;
    assert_eq!(
        lines(&findings),
        ["line 7", "line 8", "line 4", "line 9", "line 3"]
    );
}

#[test]
fn a_log_that_is_mostly_damaged_is_refused() {
    let sound = log(&[RMC_1, RMC_2]);
    let mostly = [
        (
            sound.replace("5530", "6530"),
            "line 3: 4 of 6 sentences with a position have a wrong checksum",
        ),
        (
            log(&[&RMC_1.replace("5530", "5560"), "GPGGA,1"]),
            "line 3: 4 of 6 sentences with a position are cut short",
        ),
        (
            "$GPRMC,110126,A,5530.3\n$GPRMC,1\n".to_owned(),
            "line 3: 4 of 6 sentences with a position are cut short",
        ),
    ];
    for (damage, message) in mostly {
        assert!(read(&format!("{sound}{sound}{damage}")).is_ok());
        let error = read(&format!("{sound}{damage}{damage}"))
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(message), "{error}");
    }
    // Sentences that are of no use do not count, sound or not.
    let satellites = log(&["GPGSV,1,1,00"]).replace("00*", "01*").repeat(5);
    assert_eq!(
        found(&format!("{sound}{satellites}")),
        [(FindingKind::ChecksumWrong, 5)]
    );
}

#[test]
fn sentences_without_checksums_are_told() {
    let bare = format!("${RMC_1}\n${RMC_2}\n");
    assert_eq!(rows(&bare).len(), 2);
    let note = FormatNote::WithoutChecksum;
    assert_eq!(found(&bare), [(FindingKind::FormatNote(note), 2)]);
}

#[test]
fn a_log_without_positions_is_an_error() {
    for (sentences, message) in [
        (&["GPGSV,1,1,00"][..], "no NMEA sentence holds a position"),
        (&[VOID, VOID][..], "none of 2 fixes is valid and has a time"),
        (
            &["GPGLL,4916.45,N,12311.12,W"][..],
            "none of 1 fix is valid and has a time",
        ),
    ] {
        let error = read(&log(sentences)).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn logs_are_recognised_by_their_first_lines() {
    let sentences = log(&[RMC_1, GGA_1]);
    let ais = "!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*7D\n".repeat(5);
    for log in [
        sentences.clone(),
        format!("\u{feff}\r\n{sentences}"),
        format!("15.33,M,14.0,M,,*7D\r\n{sentences}$GPG"),
        sentences.replace('$', "2017-03-31 11:01:24.003 $"),
        format!("{ais}{sentences}"),
        log(&["PUBX,00,1", "GNRMC,,V,,,,,,,,,,N", "BDGSV,1,1,00"]),
    ] {
        assert!(Nmea.recognises(log.as_bytes()), "{log}");
    }
    for other in [
        "t,x,y\n0,1,2\n",
        "price\n$5\n$7\n",
        &ais,
        "",
        "$GPRM",
        "$PUBX,00,1\n",
    ] {
        assert!(!Nmea.recognises(other.as_bytes()), "{other}");
    }
}
