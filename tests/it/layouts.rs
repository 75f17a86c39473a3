//! Delimited text that is not one row an instant and one column a number: read by content, or refused in a sentence.

use std::fs;

use dxdt_formats::Source;
use dxdt_log::LogOptions;
use dxdt_motion::audit::{AuditOptions, audit};
use dxdt_motion::finding::{FormatNote, PairOrder, PairOrderReason};
use dxdt_motion::motion::{DeriveOptions, derive};
use proptest::prelude::*;

use super::support::{Analysis, dxdt, format_notes, format_notes_of, real_log, said};

/// The error that a log ends in, without its file.
fn error_of(log: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, log).unwrap();
    let output = dxdt()
        .args(["analyze", "--no-charts", "-o"])
        .arg(folder.path().join("out"))
        .arg(&path)
        .output()
        .unwrap();
    let message = said(&output);
    assert_eq!(output.status.code(), Some(1), "{message}");
    let shown = message.replace(&path.display().to_string(), "LOG");
    shown.trim_end().trim_start_matches("error: ").to_owned()
}

/// The note that the pairs of a column have the latitude first.
fn pair_order(column: &str, reason: PairOrderReason) -> FormatNote {
    FormatNote::PairOrder {
        column: column.to_owned(),
        order: PairOrder::LatitudeFirst,
        reason,
    }
}

#[test]
fn a_flightradar24_log_runs_by_its_name_alone() {
    let Some(path) = real_log("fr24_jl516.csv") else {
        return;
    };
    let analysis = Analysis::of_file(&path, &[]);
    let motion = analysis.motion();
    let longitude = motion.known("longitude");
    assert_eq!(longitude.len(), 305);
    assert_eq!((longitude[0], longitude[304]), (141.685_074, 139.801_483));
    let latitude = motion.known("latitude");
    assert_eq!((latitude[0], latitude[304]), (42.787_994, 35.544_891));
    let by_value = PairOrderReason::Value {
        value: 141.685_074,
        line: 2,
        is_first: false,
    };
    assert_eq!(format_notes(&path), [pair_order("Position", by_value)]);
    // An airliner, whichever way round its altitude is read.
    let fastest = motion
        .numbers("speed")
        .into_iter()
        .flatten()
        .fold(0.0, f64::max);
    assert!((200.0..300.0).contains(&fastest), "{fastest}");
}

#[test]
fn pairs_of_every_form_give_one_motion() {
    let log = |cells: [&str; 3]| {
        let rows = cells.iter().enumerate();
        let rows = rows.map(|(t, cell)| format!("{t},\"{cell}\"\n"));
        format!("t,location\n{}", rows.collect::<String>())
    };
    let speeds = |text: &str| Analysis::of(text, &[]).motion().known("speed");
    let bare = speeds(&log(["42.1000,141.2", "42.1001,141.2", "42.1002,141.2"]));
    // A ten-thousandth of a degree of latitude is 11.1 m.
    assert!((bare[1] - 11.1).abs() < 0.05, "{bare:?}");
    for cells in [
        ["(42.1000, 141.2)", "(42.1001, 141.2)", "(42.1002, 141.2)"],
        ["[42.1000, 141.2]", "[42.1001, 141.2]", "[42.1002, 141.2]"],
        ["42.1000;141.2", "42.1001;141.2", "42.1002;141.2"],
        ["141.2,42.1000", "141.2,42.1001", "141.2,42.1002"],
        [
            "POINT (141.2 42.1)",
            "POINT (141.2 42.1001)",
            "POINT (141.2 42.1002)",
        ],
    ] {
        assert_eq!(speeds(&log(cells)), bare, "{cells:?}");
    }
}

#[test]
fn the_order_that_nothing_tells_is_said() {
    let log = "t,gps\n0,\"42.1,14.2\"\n1,\"42.2,14.2\"\n2,\"42.3,14.2\"\n";
    let analysis = Analysis::of(log, &[]);
    let by_habit = pair_order("gps", PairOrderReason::UsualHabit);
    assert_eq!(format_notes_of(log), [by_habit]);
    assert_eq!(analysis.findings("format_note").len(), 1);
    assert_eq!(analysis.motion().known("latitude"), [42.1, 42.2, 42.3]);
}

#[test]
fn runs_side_by_side_are_entities() {
    // x = t² in the first run and x = 3 t in the second, which is shorter.
    let vernier = "Run 1: Time (s),Run 1: Position (m),Run 2: Time (s),Run 2: Position (m)\n\
                   0,0,0,0\n0.5,0.25,1,3\n2,4,2,6\n3,9,,\n";
    let pasco = "\u{feff}\"Time (s) Run #1\";\"Position (m) Run #1\";\"Time (s) Run #2\";\"Position (m) Run #2\"\r\n\
                 0;0;0;0\r\n0,5;0,25;1;3\r\n2;4;2;6\r\n3;9;;\r\n";
    for (log, names) in [(vernier, ["Run 1", "Run 2"]), (pasco, ["Run #1", "Run #2"])] {
        let analysis = Analysis::of(log, &[]);
        let motion = analysis.motion();
        let runs: Vec<&str> = motion.text("run").iter().map(String::as_str).collect();
        assert_eq!(runs, [[names[0]; 4].as_slice(), &[names[1]; 3]].concat());
        assert_eq!(
            motion.known("v_Position"),
            [0.0, 1.0, 4.0, 6.0, 3.0, 3.0, 3.0]
        );
        assert_eq!(
            motion.known("a_Position"),
            [2.0, 2.0, 2.0, 2.0, 0.0, 0.0, 0.0]
        );
    }
    let one = "Latest: Time (s),Latest: Position (m)\n0,0\n0.5,0.25\n2,4\n3,9\n";
    let motion = Analysis::of(one, &[]).motion();
    assert_eq!(motion.known("v_Position"), [0.0, 1.0, 4.0, 6.0]);
    assert!(!motion.names.contains(&"run".to_owned()));
}

#[test]
fn point_masses_of_tracker_are_entities() {
    let log = "#multi:\n\tmass A\t\tmass B\t\t\t\t\nt\tx\ty\tx\ty\t\n\
               0.0\t0.0\t0\t\t\t\n0.5\t0.25\t0\t0\t1\t\n2.0\t4\t0\t0\t4\t\n3.0\t9\t0\t0\t6\t\n";
    let motion = Analysis::of(log, &[]).motion();
    let masses: Vec<&str> = motion.text("mass").iter().map(String::as_str).collect();
    assert_eq!(masses, [["mass A"; 4].as_slice(), &["mass B"; 3]].concat());
    assert_eq!(motion.known("v_x"), [0.0, 1.0, 4.0, 6.0, 0.0, 0.0, 0.0]);
    assert_eq!(motion.known("v_y")[4..], [2.0, 2.0, 2.0]);
    for log in [
        "mass_A\nt\tx\n0\t0\n5,000000000E-1\t2,5E-1\n2\t4\n3\t9\n",
        "mass_A\nt,x\n0,0\n5.000000000E-1,2.5E-1\n2,4\n3,9\n",
    ] {
        let motion = Analysis::of(log, &[]).motion();
        assert_eq!(motion.text("mass")[0], "mass_A");
        assert_eq!(motion.known("v_x"), [0.0, 1.0, 4.0, 6.0], "{log}");
    }
}

#[test]
fn kitti_poses_with_times_are_positions() {
    let row = |t: f64, z: f64| format!("{t:e} 1 0 0 0.5 0 1 0 -1 0 0 1 {z:e}\n");
    let log: String = [(0.0, 0.0), (0.5, 0.25), (2.0, 4.0), (3.0, 9.0)]
        .map(|(t, z)| row(t, z))
        .concat();
    let motion = Analysis::of(&log, &[]).motion();
    assert_eq!(motion.known("v_z"), [0.0, 1.0, 4.0, 6.0]);
    assert_eq!(motion.known("x"), [0.5; 4]);
}

#[test]
fn lines_above_the_header_are_passed_over() {
    let body = "t,x\n0,0\n0.5,0.25\n2,4\n3,9\n";
    for above in [
        "Device: X\n\n",
        "My log of a pendulum\n",
        "Device: X,\n,\n",
        "a, sentence, with commas\n2021-03-20\n",
    ] {
        let analysis = Analysis::of(&format!("{above}{body}"), &[]);
        assert_eq!(
            analysis.motion().known("v_x"),
            [0.0, 1.0, 4.0, 6.0],
            "{above}"
        );
        let note = &analysis.findings("format_note")[0];
        let lines = above.lines().filter(|line| !line.is_empty()).count() as u64;
        assert_eq!(note["count"], lines);
        assert_eq!(note["places"][0]["line"], 1);
        let expected = FormatNote::LinesAboveHeader;
        assert_eq!(format_notes_of(&format!("{above}{body}")), [expected]);
    }
}

#[test]
fn a_row_that_is_cut_off_at_the_end_is_left_out() {
    for cut in ["4", "4,", "4,1", "4,16,\"a qu"] {
        let log = format!("t,x,note\n0,0,a\n0.5,0.25,b\n2,4,c\n3,9,d\n{cut}");
        let analysis = Analysis::of(&log, &[]);
        assert_eq!(
            analysis.motion().known("v_x"),
            [0.0, 1.0, 4.0, 6.0],
            "{cut}"
        );
        let skipped = &analysis.findings("records_skipped")[0];
        assert_eq!(skipped["places"][0]["line"], 6);
        assert_eq!(skipped["count"], 1);
    }
    // A whole last row needs no line end.
    let analysis = Analysis::of("t,x\n0,0\n1,1\n2,4", &[]);
    assert_eq!(analysis.motion().known("t").len(), 3);
    assert!(analysis.findings("records_skipped").is_empty());
}

#[test]
fn positions_of_a_telephone_are_found() {
    let phyphox = "\"Time (s)\",\"Latitude (°)\",\"Longitude (°)\",\"Height (m)\",\"Velocity (m/s)\",\
                   \"Direction (°)\",\"Horizontal Accuracy (m)\",\"Vertical Accuracy (°)\"\n\
                   0.0E0,5.07790E1,6.0612E0,2.2E2,1.3E0,1.1E2,3.9E0,3.0E0\n\
                   1.0E0,5.07791E1,6.0612E0,2.2E2,1.3E0,1.1E2,3.9E0,3.0E0\n";
    let motion = Analysis::of(phyphox, &[]).motion();
    assert_eq!(motion.known("Longitude"), [6.0612, 6.0612]);
    assert_eq!(motion.known("Height"), [220.0, 220.0]);
    assert!((motion.known("v_north")[0] - 11.1).abs() < 0.1);
    let sensor_logger = "time,seconds_elapsed,bearingAccuracy,speedAccuracy,verticalAccuracy,horizontalAccuracy,\
                         speed,bearing,altitude,longitude,latitude\n\
                         1698501144401726000,0.4,45,1.5,3.2,12.3,0,0,45.1,6.0612,50.7790\n\
                         1698501145401726000,1.4,45,1.5,3.2,12.3,0,0,45.1,6.0612,50.7791\n";
    let motion = Analysis::of(sensor_logger, &[]).motion();
    assert_eq!(motion.known("altitude"), [45.1, 45.1]);
    assert!((motion.known("v_north")[0] - 11.1).abs() < 0.1);
}

#[test]
fn accelerations_are_not_integrated() {
    assert_eq!(
        error_of(
            "\"Time (s)\",\"Acceleration x (m/s^2)\",\"Absolute acceleration (m/s^2)\"\n0,1,2\n1,2,3\n"
        ),
        "LOG: the log has no position: 'Acceleration x', 'Absolute acceleration' are accelerations, and accelerations \
         are not integrated; give a log of positions, or name one to three with --position; the columns are 'Time \
         (s)', 'Acceleration x (m/s^2)', 'Absolute acceleration (m/s^2)'"
    );
    assert_eq!(
        error_of("time;ax;ay\n0;0,1;0,2\n0,1;0,2;0,3\n"),
        "LOG: the log has no position: 'ax', 'ay' are accelerations, and accelerations are not integrated; \
         give a log of positions, or name one to three with --position; the columns are 'time', 'ax', 'ay'"
    );
    assert_eq!(
        error_of("time,gFx\n0,1\n1,2\n"),
        "LOG: the log has no position: 'gFx' is an acceleration, and accelerations are not integrated; give \
         a log of positions, or name one to three with --position; the columns are 'time', 'gFx'"
    );
    assert_eq!(
        error_of(
            "time,seconds_elapsed,z,y,x\n1698501144401726000,0.4,1,2,3\n1698501145401726000,1.4,1,2,3\n"
        ),
        "LOG: the columns are those of one sensor of the Sensor Logger app, such as its accelerometer; accelerations \
         are not integrated; give its Location.csv, or --position x,y,z if these are positions"
    );
}

#[test]
fn broken_pairs_name_their_line() {
    for cell in [
        "\"42.1,\"",
        "\"42.1,x\"",
        "\"42.1\"",
        "\"42.1,14.2,3\"",
        "\"[42.1,14.2)\"",
        "POINT (14.2)",
    ] {
        assert_eq!(
            error_of(&format!(
                "t,Position\n0,\"42.1,14.2\"\n1,{cell}\n2,\"42.1,14.2\"\n"
            )),
            format!(
                "LOG, line 3, column 'Position': '{}' is not a pair of latitude and longitude; correct the cell, or \
                 leave it empty to mark the position as missing",
                cell.trim_matches('"')
            )
        );
    }
    assert_eq!(
        error_of("t,Position\n0,\"42.1,141.2\"\n1,\"141.2,42.1\"\n"),
        "LOG, column 'Position': the pairs are not all in the same order: line 3 has 141.2 first, line 2 has 141.2 \
         second, and no latitude exceeds 90; correct the pairs, or split them into a latitude and a longitude column"
    );
    assert_eq!(
        error_of("t,p\n0,POINT (14.2 42.1)\n1,POINT (14.2 42.1)\n2,\"42.1,14.2\"\n"),
        "LOG, line 4, column 'p': the pair is not written like those above it; write all as POINT (longitude \
         latitude), or none"
    );
}

#[test]
fn broken_runs_are_named() {
    assert_eq!(
        error_of("Run 1: Time (s),Run 1: x (m),Run 2: Time (s),Run 2: x (cm)\n0,1,0,1\n1,2,1,2\n"),
        "LOG: 'x' is in m in 'Run 1' and in cm in 'Run 2'; export all runs in one unit"
    );
    assert_eq!(
        error_of(
            "Time (s) Run #1,x (m) Run #1,Time (s) Run #2,x (m) Run #2,x (m) Run #3\n0,1,0,1,7\n1,2,1,2,8\n"
        ),
        "LOG: 'Run #3' has no time column, but every other run has one; export the time of every \
         run"
    );
    assert_eq!(
        error_of(
            "Run 1: Time (s),Run 1: x (m),Run 2: Time (s),Run 2: x (m)\n0,1,0,1\n1,2,1,far\n2,3,2,3\n"
        ),
        "LOG, line 3, column 'x (m)': 'far' is not a number; correct the value, leave it out to mark it as missing, \
         or name another column"
    );
    assert_eq!(
        error_of("Run 1: Position (m),Run 2: Position (m)\n0,1\n1,2\n"),
        "LOG: no column is recognized as the time; name it with --time, or give --frame-rate if there is a row for each frame of a camera; the columns are 'run', 'Position (m)'"
    );
}

#[test]
fn broken_masses_are_named() {
    assert_eq!(
        error_of("\tA\t\tA\t\nt\tx\ty\tx\ty\n0\t1\t2\t3\t4\n1\t2\t3\t4\t5\n"),
        "LOG, line 1: two masses are called 'A'; give each a name of its own"
    );
    assert_eq!(
        error_of("#multi:\n\tA\t\tB\t\t\tC\nt\tx\ty\tx\ty\n0\t1\t2\t3\t4\n1\t2\t3\t4\t5\n"),
        "LOG, line 2: there is no column below the name 'C'; put each name above the first column of its mass"
    );
    assert_eq!(
        error_of("mass A ball\nt x y x y\n0 1 2 3 4\n1 2 3 4 5\n"),
        "LOG, line 1: the line has 3 words to name 2 masses; write the names without spaces, or export the data \
         with tabs"
    );
    assert_eq!(
        error_of("mass_A\nt\tx\ty\n0\t1\t2\n1\t2\n2\t3\t4\n"),
        "LOG, line 4: the row has 2 cells where the header has 3; complete or remove the row, or name a delimiter \
         other than tab with --delimiter"
    );
}

#[test]
fn kitti_poses_without_times_are_refused() {
    let pose = "1 0 0 0.5 0 1 0 -1 0 0 1 2";
    assert_eq!(
        error_of(&format!("{pose}\n{pose}\n")),
        "LOG, line 1: these are KITTI poses: 12 numbers per row and no times; add the times file as the first column: \
         paste -d' ' times.txt poses.txt > log.txt"
    );
    assert_eq!(
        error_of(&format!("0 {pose}\n1 {pose}\n2 1 0 0 0.5 0 1 0 -1 0 0 1\n")),
        "LOG, line 3: the row has 12 cells where the other rows have 13; complete or remove the row, or name a \
         delimiter other than spaces with --delimiter"
    );
}

#[test]
fn ragged_rows_stay_errors() {
    assert_eq!(
        error_of("t,x,y\n0,1,2\n1,2,3\n2,3\n"),
        "LOG, line 4: the row has 2 cells where the header has 3; complete or remove the row, or name a delimiter \
         other than ',' with --delimiter"
    );
    assert_eq!(
        error_of("t,x,y\n0,1,2\n1,2\n2,3"),
        "LOG, line 3: the row has 2 cells where the header has 3; complete or remove the row, or name a delimiter \
         other than ',' with --delimiter"
    );
    // Numbers above a header are no title.
    assert_eq!(
        error_of("0,1\nt,x,y\n0,1,2\n1,2,3\n"),
        "LOG, line 1: the row has 2 cells where the other rows have 3; complete or remove the row, or name a \
         delimiter other than ',' with --delimiter"
    );
    // The only row is not left out.
    assert_eq!(
        error_of("t,x,y\n0,1"),
        "LOG, line 2: the row has 2 cells where the header has 3; complete or remove the row, or name a delimiter \
         other than ',' with --delimiter"
    );
}

#[test]
fn layouts_have_names_and_can_be_refused() {
    use dxdt_formats::FormatChoice;
    let log = "Run 1: Time (s),Run 1: x (m)\n0,1\n1,2\n";
    for (format, name, column) in [
        (
            FormatChoice::ByContent,
            "delimited text with runs side by side",
            "x",
        ),
        (FormatChoice::Text, "delimited text", "Run 1: x"),
    ] {
        let source = Source::from_bytes("log".into(), log.into()).unwrap();
        let options = LogOptions {
            format,
            ..LogOptions::default()
        };
        let log = dxdt_log::read_source(source, &options).unwrap();
        assert_eq!(log.files[0].format, name);
        assert_eq!(log.positions[0].name, column);
    }
}

/// Logs of every layout, to be damaged.
const LOGS: [&str; 8] = [
    "t,Position\n0,\"42.1,141.2\"\n1,\"42.2,141.2\"\n2,\"42.3,141.2\"\n",
    "t;geom\n0;POINT (14.2 42.1)\n1;POINT (14.3 42.1)\n",
    "Run 1: Time (s),Run 1: x (m),Run 2: Time (s),Run 2: x (m)\n0,1,0,1\n1,2,1,2\n2,3,,\n",
    "\"Time (s) Run #1\";\"x (m) Run #1\"\n0,5;1,5\n1,5;2,5\n",
    "#multi:\n\tA\t\tB\t\t\nt\tx\ty\tx\ty\t\n0\t1\t2\t\t\t\n1\t2\t3\t4\t5\t\n2\t3\t4\t5\t6\t\n",
    "mass_A\nt x y\n0 1 2\n1 2 3\n",
    "0 1 0 0 0.5 0 1 0 -1 0 0 1 2\n1 1 0 0 0.5 0 1 0 -1 0 0 1 3\n",
    "Device: X\n\nt,x\n0,1\n1,2\n2,3",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Cells, marks and lines are put in, taken out and cut off; the log ends in a motion or an error.
    #[test]
    fn damaged_logs_never_panic(
        log in prop::sample::select(&LOGS[..]),
        damages in prop::collection::vec(
            (any::<prop::sample::Index>(), 0_usize..6, "[0-9]{1,3}|[\"#,;:.()\\[\\]\t\n\r a-zé-]{1,3}|Run #1|POINT"),
            1..5,
        ),
        end in any::<prop::sample::Index>(),
    ) {
        let mut characters: Vec<char> = log.chars().collect();
        for (at, removed, put) in damages {
            let at = at.index(characters.len() + 1);
            let until = (at + removed).min(characters.len());
            characters.splice(at..until, put.chars());
        }
        characters.truncate(characters.len() / 2 + end.index(characters.len() / 2 + 2));
        let text: String = characters.into_iter().collect();
        let Ok(source) = Source::from_bytes("log".into(), text.into_bytes()) else {
            return Ok(());
        };
        if let Ok(log) = dxdt_log::read_source(source, &LogOptions::default())
            && let Ok(audited) = audit(&log, &AuditOptions::default())
        {
            let motion = derive(&audited, &DeriveOptions::default());
            prop_assert!(motion.speed.iter().all(|speed| !speed.is_infinite()));
        }
    }

    /// Titles above any table change its lines and nothing else.
    #[test]
    fn titles_never_take_a_row(
        titles in prop::collection::vec("[A-Z][a-z]{2,8}( [a-z]{2,5}){0,3}", 0..4),
        rows in prop::collection::vec((0.0..1e6, -1e6..1e6), 4..20),
    ) {
        let mut rows: Vec<(f64, f64)> = rows;
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.dedup_by(|a, b| a.0 == b.0);
        prop_assume!(rows.len() > 3);
        let body: String = rows.iter().map(|(t, x)| format!("{t},{x},ok\n")).collect();
        let text = format!("{}\nt,x,note\n{body}", titles.join("\n"));
        let source = Source::from_bytes("log".into(), text.into_bytes()).unwrap();
        let log = dxdt_log::read_source(source, &LogOptions::default()).unwrap();
        prop_assert_eq!(log.files[0].rows, rows.len());
    }
}
