//! GPX and TCX: real logs by their name alone, and what is said where they cannot be read.

use std::fs;

use super::support::{Analysis, Table, dxdt, real_log, said};

fn analysis(name: &str) -> Option<(Analysis, String)> {
    let path = real_log(name)?;
    let text = fs::read_to_string(&path).unwrap();
    Some((Analysis::of_file(&path, &[]), text))
}

/// The texts of `<name>`, whatever its prefix.
fn elements<'a>(document: &'a str, name: &str) -> Vec<&'a str> {
    let close = format!("{name}>");
    document
        .split('<')
        .filter(|piece| !piece.starts_with('/'))
        .filter_map(|piece| piece.split_once('>'))
        .filter(|(tag, _)| tag.rsplit(':').next() == close.strip_suffix('>'))
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn a_drive_keeps_its_points_and_stamps() {
    let Some((analysis, document)) = analysis("around-visnjan-with-car.gpx") else {
        return;
    };
    let motion = analysis.motion();
    assert_eq!(document.matches("<trkpt").count(), 104);
    assert_eq!(motion.text("time").len(), 104);
    // The first is the time of the file.
    assert_eq!(motion.text("time"), &elements(&document, "time")[1..]);
    assert_eq!(motion.text("elevation")[..2], ["211.15", "211.63"]);
    let speed: Vec<f64> = motion.numbers("speed").into_iter().flatten().collect();
    let fastest = speed.iter().copied().fold(0.0, f64::max);
    assert!((25.0..35.0).contains(&fastest), "{fastest}");
    assert!(analysis.findings("part_boundaries").is_empty());
}

#[test]
fn a_log_with_a_broken_clock_is_no_motion() {
    let Some(path) = real_log("mojstrovka.gpx") else {
        return;
    };
    let output = dxdt()
        .args(["analyze", "--no-charts", "-o", "never"])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = said(&output);
    assert!(
        message.contains("the clock of this log is broken: 181 of 183 steps are between equal timestamps, one goes back, the timestamps are at 1901-12-13T20:45:52, the smallest 32-bit Unix time; 2 of 184 rows would be left"),
        "{message}"
    );
    let output = dxdt().arg("inspect").arg(&path).output().unwrap();
    assert!(output.status.success());
    let screen = String::from_utf8_lossy(&output.stdout);
    assert!(
        screen.contains("The clock of this log is broken"),
        "{screen}"
    );
}

#[test]
fn two_points_with_an_offset_from_utc() {
    let Some((analysis, _)) = analysis("track-with-less-sec-time.gpx") else {
        return;
    };
    let motion = analysis.motion();
    assert_eq!(motion.known("t"), [0.0, 0.994]);
    for speed in motion.known("speed") {
        assert!((speed - 1.5727).abs() < 1e-3, "{speed}");
    }
}

#[test]
fn a_paddle_agrees_with_the_speed_of_its_receiver() {
    let Some((analysis, document)) = analysis("paddle.tcx") else {
        return;
    };
    let motion = analysis.motion();
    let measured: Vec<f64> = elements(&document, "Speed")
        .iter()
        .map(|text| text.parse().unwrap())
        .collect();
    assert_eq!((measured.len(), motion.text("time").len()), (111, 111));
    let mut errors: Vec<f64> = motion
        .known("speed")
        .iter()
        .zip(&measured)
        .map(|(speed, measured)| (speed - measured).abs())
        .collect();
    errors.sort_by(f64::total_cmp);
    // The largest is where the receiver says 0 between two fixes that are meters apart.
    assert!(
        errors[55] < 0.07 && errors[108] < 0.37 && errors[110] < 0.71,
        "{errors:?}"
    );
    // Laps continue each other: but for one long step the log is one segment.
    assert_eq!(motion.text("segment").last().map(String::as_str), Some("1"));
    assert_eq!(motion.names[2..4], ["longitude", "latitude"]);
}

#[test]
fn tracks_are_entities_and_segments_are_not_bridged() {
    let points = |from: usize| -> String {
        (from..from + 4)
            .map(|i| {
                let time = format!("<time>2024-05-01T10:00:{i:02}Z</time>");
                format!("<trkpt lat=\"46.0000{i:02}\" lon=\"13\"><ele>5</ele>{time}</trkpt>\n")
            })
            .collect()
    };
    let segments = |from: usize| {
        format!(
            "<trkseg>\n{}</trkseg><trkseg>\n{}</trkseg>",
            points(from),
            points(from + 4)
        )
    };
    let log = format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<g:gpx xmlns:g=\"http://www.topografix.com/GPX/1/1\">\
         <trk><name>Anna</name>{}</trk><trk><name>Ben</name>{}</trk></g:gpx>\n",
        segments(0),
        segments(8)
    );
    // The name of the file ends in `.csv`.
    let analysis = Analysis::of(&log, &[]);
    let motion: Table = analysis.motion();
    assert_eq!(motion.names[0], "track");
    assert_eq!(motion.text("track")[7..9], ["Anna", "Ben"]);
    assert_eq!(motion.text("segment")[3..5], ["0", "1"]);
    assert_eq!(analysis.findings("part_boundaries")[0]["count"], 2);
}

/// What is said about a log that cannot be read, without its path.
fn error_of(log: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    fs::write(&path, log).unwrap();
    let output = dxdt()
        .arg("analyze")
        .arg(&path)
        .arg("-o")
        .arg(folder.path().join("out"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = said(&output);
    message
        .trim_end()
        .replace(&path.display().to_string(), "LOG")
}

#[test]
fn what_cannot_be_read_is_told() {
    insta::assert_snapshot!(
        error_of(b"<?xml version=\"1.0\"?>\n<kml><Placemark/></kml>"),
        @"error: LOG: this is KML, which is not read; export the track as GPX"
    );
    insta::assert_snapshot!(
        error_of(b"<gpx>\n<trk><trkseg>\n<trkpt lat=\"46\" lon=\"13\"><ti"),
        @"error: LOG, line 3: the XML ends inside a tag, which begins here; the file is damaged or cut off: download or export it again"
    );
    insta::assert_snapshot!(
        error_of(b"<gpx><trk>\n<trkpt lat=\"46,5\" lon=\"13\"><time>2024-05-01T10:00:00Z</time></trkpt>\n</trk></gpx>"),
        @"error: LOG, line 2, column 'latitude [deg]': '46,5' is not a number; correct the value, leave it out to mark it as missing, or name another column"
    );
    insta::assert_snapshot!(
        error_of(b"<gpx>\n<name>Gr\xfcn</name></gpx>"),
        @"error: LOG, line 2: byte 9 of the line (0xfc) is not UTF-8 text; save the file as UTF-8"
    );
    insta::assert_snapshot!(
        error_of(b"<gpx><rte><rtept lat=\"46.5\" lon=\"13\"/></rte></gpx>"),
        @"error: LOG: no point has a time: this is a route or a drawn track, not a recording; export the recording itself, with the time of each point"
    );
    insta::assert_snapshot!(
        error_of(b"\xff\xfe<\0g\0p\0x\0>\0"),
        @"error: LOG: the text is UTF-16; save it as UTF-8"
    );
}
