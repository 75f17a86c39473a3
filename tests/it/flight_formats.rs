//! Logs of receivers and flight recorders: NMEA 0183 and IGC, whole or damaged.

use std::fs;
use std::path::Path;

use super::support::{Analysis, dxdt, real_log, said};

const METRES_PER_SECOND_PER_KNOT: f64 = 1852.0 / 3600.0;

/// Analyzes the content of a real log after it was changed.
fn changed(name: &str, change: impl Fn(&str) -> String) -> Option<Analysis> {
    let text = fs::read_to_string(real_log(name)?).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("changed.txt");
    fs::write(&path, change(&text)).unwrap();
    Some(Analysis::of_file(&path, &[]))
}

fn sentences_of(path: &Path, kind: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.lines().count() > 14_000 && text.contains("\r\n"));
    text.lines()
        .filter(|line| line.starts_with(kind))
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

/// Median, 99 % and largest of differences, as absolute values.
fn spread(mut differences: Vec<f64>) -> [f64; 3] {
    differences.sort_by(f64::total_cmp);
    let last = differences.len() - 1;
    [last / 2, last * 99 / 100, last].map(|rank| differences[rank])
}

#[test]
fn nmea_gives_its_valid_fixes_and_tells_of_the_others() {
    let Some(path) = real_log("nmea_flight.log") else {
        return;
    };
    let analysis = Analysis::of_file(&path, &[]);
    let rmc = sentences_of(&path, "$GPRMC");
    let valid = rmc.iter().filter(|fields| fields[2] == "A").count();
    assert_eq!((rmc.len(), valid), (1307, 993));

    let void = &analysis.findings("void_fix")[0];
    assert_eq!(
        (void["count"].as_u64(), void["places"][0]["line"].as_u64()),
        (Some(314), Some(87))
    );
    let summary = analysis.summary();
    assert_eq!(summary["source"]["rows"], 993);
    assert_eq!(summary["roles"]["frame"], "geographic");
    assert_eq!(summary["counts"]["gaps"], 1);
    assert_eq!(summary["counts"]["missing_positions"], 0);
    assert!(
        analysis.messages.contains("1 min 12 s"),
        "{}",
        analysis.messages
    );

    let motion = analysis.motion();
    assert_eq!(motion.text("time")[0], "2017-03-31T11:01:24Z");
    assert_eq!(motion.known("altitude")[..3], [2177.0, 2177.0, 2180.0]);
    // 5505.330990,N,03858.587325,E
    let first = [motion.known("latitude")[0], motion.known("longitude")[0]];
    for (degrees, expected) in first
        .iter()
        .zip([55.0 + 5.330_990 / 60.0, 38.0 + 58.587_325 / 60.0])
    {
        assert!((degrees - expected).abs() < 1e-13, "{degrees}");
    }
}

#[test]
fn speeds_from_nmea_positions_agree_with_those_of_the_receiver() {
    let Some(path) = real_log("nmea_flight.log") else {
        return;
    };
    let analysis = Analysis::of_file(&path, &[]);
    let rmc = sentences_of(&path, "$GPRMC");
    let logged: Vec<f64> = rmc
        .iter()
        .filter(|fields| fields[2] == "A")
        .map(|fields| fields[7].parse::<f64>().unwrap() * METRES_PER_SECOND_PER_KNOT)
        .collect();
    let motion = analysis.motion();
    let (east, north) = (motion.known("v_east"), motion.known("v_north"));
    let differences = |row: usize| (east[row].hypot(north[row]) - logged[row]).abs();
    let [median, most, largest] = spread((0..logged.len()).map(differences).collect());
    // Chords, the differences from one fix to the next, are off by 0.70, 14.5 and 29 m/s.
    assert!(
        median < 0.6 && most < 11.0 && largest < 17.0,
        "{median} {most} {largest}"
    );
}

#[test]
fn nmea_without_dates_is_a_log_of_times_of_day() {
    let only_gga = |text: &str| -> String {
        let lines = text.lines().filter(|line| line.starts_with("$GPGGA"));
        lines.map(|line| format!("{line}\r\n")).collect()
    };
    let Some(analysis) = changed("nmea_flight.log", only_gga) else {
        return;
    };
    let motion = analysis.motion();
    assert_eq!(motion.text("time").len(), 993);
    assert_eq!(motion.text("time")[0], "11:01:24");
    assert_eq!(motion.known("t").last(), Some(&1063.0));
    assert_eq!(analysis.findings("void_fix")[0]["count"], 314);
    assert_eq!(analysis.findings("format_note").len(), 1);
}

#[test]
fn nmea_without_heights_is_flat() {
    let only_rmc = |text: &str| -> String {
        let lines = text.lines().filter(|line| line.starts_with("$GPRMC"));
        lines.map(|line| format!("{line}\n")).collect()
    };
    let Some(analysis) = changed("nmea_flight.log", only_rmc) else {
        return;
    };
    assert_eq!(analysis.findings("no_height").len(), 1);
    assert_eq!(analysis.motion().text("time").len(), 993);
}

#[test]
fn damaged_nmea_is_read_as_far_as_it_is_sound() {
    let damage = |text: &str| {
        // It begins in the middle of a sentence, one position is hit and one sentence is cut.
        text[10..]
            .replacen("110125,A,5505", "110125,A,5515", 1)
            .replacen("110127,A,5505.3", "110127,A,\r\n", 1)
    };
    let Some(analysis) = changed("nmea_flight.log", damage) else {
        return;
    };
    let count = |kind: &str| analysis.findings(kind)[0]["count"].as_u64();
    assert_eq!(count("checksum_wrong"), Some(1));
    // The first line, and both halves of the sentence that is cut.
    assert_eq!(count("records_skipped"), Some(3));
    // Other sentences have those positions.
    assert_eq!(analysis.motion().text("time").len(), 993);
    assert_eq!(analysis.motion().text("time")[1], "2017-03-31T11:01:25Z");
}

#[test]
fn igc_gives_a_row_a_fix() {
    let Some(path) = real_log("glider_napret.igc") else {
        return;
    };
    let analysis = Analysis::of_file(&path, &[]);
    let summary = analysis.summary();
    assert_eq!(summary["source"]["rows"], 5380);
    assert_eq!(summary["counts"]["segments"], 1);
    for kind in ["void_fix", "records_skipped", "format_note"] {
        assert!(analysis.findings(kind).is_empty(), "{kind}");
    }
    let motion = analysis.motion();
    assert_eq!(
        motion.names[..5],
        ["time", "t", "longitude", "latitude", "altitude"]
    );
    assert_eq!(motion.text("time")[0], "2016-04-03T12:00:00Z");
    assert_eq!(motion.text("time")[5379], "2016-04-03T13:29:39Z");
    assert_eq!(motion.known("altitude")[..3], [1046.0, 1045.0, 1044.0]);
    // B1200004612584N01249706E
    assert!((motion.known("latitude")[0] - (46.0 + 12.584 / 60.0)).abs() < 1e-13);
    assert!((motion.known("longitude")[0] - (12.0 + 49.706 / 60.0)).abs() < 1e-13);
    // A paraglider, and one that stands at the end.
    let speed = motion.known("speed");
    assert!(speed.iter().copied().fold(0.0, f64::max) < 20.0);
    assert!(speed[5379] < 0.01);
}

#[test]
fn igc_without_a_gnss_altitude_takes_the_pressure() {
    let without = |text: &str| -> String {
        let line = |line: &str| match line.strip_prefix('B') {
            Some(fix) => format!("B{}00000\r\n", &fix[..29]),
            None => format!("{line}\r\n"),
        };
        text.lines().map(line).collect()
    };
    let Some(analysis) = changed("glider_napret.igc", without) else {
        return;
    };
    assert_eq!(
        analysis.motion().known("altitude")[..3],
        [988.0, 987.0, 986.0]
    );
    assert!(analysis.messages.contains("the pressure altitude is used"));
}

#[test]
fn a_format_may_be_given_where_the_content_does_not_tell() {
    let folder = tempfile::tempdir().unwrap();
    let run = |format: &str, log: &str| {
        let output = dxdt()
            .args(["analyze", "-", "--no-charts", "--log-format", format, "-o"])
            .arg(folder.path())
            .write_stdin(log)
            .output()
            .unwrap();
        let messages = said(&output);
        (output.status.code(), messages)
    };
    let fixes = "B1200004612584N01249706EA0098801046\nB1200014612581N01249699EA0098701045\n\
                 B1200024612579N01249692EA0098601044\n";
    let (code, messages) = run("igc", fixes);
    assert_eq!(code, Some(0), "{messages}");
    assert!(messages.contains("times of day"), "{messages}");
    let (code, messages) = run("nmea", fixes);
    assert_eq!(code, Some(1));
    assert!(
        messages.contains("no NMEA sentence holds a position"),
        "{messages}"
    );
}
