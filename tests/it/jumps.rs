//! Motion that cannot be: each log has its rows flagged and its cause told, and what can be is left alone.

use std::fs;

use super::inspect::figures_of;
use super::support::{Analysis, dxdt, said};

const ROWS: usize = 120;

/// `t_s,x_m,y_m` of rows that go 0.13 m to the right and 0.04 m up in 0.1 s, changed by `change`.
fn walk(change: impl Fn(usize, [f64; 2]) -> [f64; 2]) -> String {
    let mut text = "t_s,x_m,y_m\n".to_owned();
    for row in 0..ROWS {
        let i = row as f64;
        let [x, y] = change(row, [5.0 + 0.13 * i, 2.0 + 0.04 * i]);
        text += &format!("{:.1},{x:.3},{y:.3}\n", 0.1 * i);
    }
    text
}

/// The rows of the motion table that are flagged `jump`, and the sentence of the only finding about jumps.
fn flagged(text: &str, options: &[&str]) -> (Vec<usize>, String) {
    let analysis = Analysis::of(text, options);
    let motion = analysis.motion();
    let flags = motion.text("flag");
    let rows = (0..flags.len())
        .filter(|&row| flags[row].contains("jump"))
        .collect();
    let found = analysis.findings("positions_jump");
    assert!(found.len() <= 1, "{}", analysis.messages);
    let sentence = found
        .first()
        .map(|found| found["sentence"].as_str().unwrap().to_owned());
    (rows, sentence.unwrap_or_default())
}

#[test]
fn a_row_that_comes_back_is_flagged_with_its_neighbors() {
    let text = walk(|row, [x, y]| if row == 60 { [x + 300.0, y] } else { [x, y] });
    let (rows, sentence) = flagged(&text, &[]);
    assert_eq!(rows, [58, 59, 60, 61, 62]);
    assert!(
        sentence.starts_with("1 row jumps, at 2999 m/s in line 62 (6.0), where"),
        "{sentence}"
    );
    assert!(sentence.contains("the object comes back"), "{sentence}");
}

#[test]
fn a_step_that_stays_and_a_stale_first_row_are_flagged() {
    let stays = walk(|row, [x, y]| if row >= 60 { [x + 300.0, y] } else { [x, y] });
    let (rows, sentence) = flagged(&stays, &[]);
    assert_eq!(rows, [58, 59, 60, 61]);
    assert!(sentence.contains("stays there"), "{sentence}");
    let stale = walk(|row, [x, y]| if row == 0 { [x - 900.0, y] } else { [x, y] });
    let (rows, sentence) = flagged(&stale, &[]);
    assert_eq!(rows, [0, 1, 2]);
    assert!(
        sentence.contains("line 3") && sentence.contains("old first"),
        "{sentence}"
    );
}

#[test]
fn one_value_that_stands_for_none_is_named() {
    for value in [-1.0, 0.0, -32768.0, 9999.0] {
        let is_lost = |row: usize| (20..26).contains(&row) || row == 50 || row > 90 && row < 101;
        let text = walk(|row, place| if is_lost(row) { [value; 2] } else { place });
        let (rows, sentence) = flagged(&text, &[]);
        assert!(
            (0..ROWS)
                .filter(|&row| is_lost(row))
                .all(|row| rows.contains(&row)),
            "{rows:?}"
        );
        let words = format!("all coordinates are {value} there, which stands for no position");
        assert!(
            sentence.starts_with("17 rows jump") && sentence.contains(&words),
            "{sentence}"
        );
    }
}

#[test]
fn a_walk_from_the_origin_at_rest_is_no_jump() {
    let text = walk(|row, _| [if row < 50 { 0.0 } else { row as f64 - 50.0 }, 0.0]);
    assert_eq!(flagged(&text, &[]), (vec![], String::new()));
    let start = walk(|row, _| {
        [
            if row < 50 {
                0.0
            } else {
                9.0 - 9.0 * 0.6f64.powi(row as i32 - 49)
            },
            0.0,
        ]
    });
    assert_eq!(flagged(&start, &[]), (vec![], String::new()));
}

#[test]
fn two_things_under_one_name_are_told() {
    let text = walk(|row, [x, y]| if row % 2 == 0 { [x + 700.0, y] } else { [x, y] });
    let (rows, sentence) = flagged(&text, &[]);
    assert_eq!(rows.len(), ROWS);
    assert!(
        sentence.contains("several objects took turns"),
        "{sentence}"
    );
}

/// Rows of a minute that go north, one with both coordinates exchanged.
#[test]
fn exchanged_coordinates_are_told() {
    let mut text = "time,lat,lon\n".to_owned();
    for row in 0..60 {
        let (latitude, longitude) = (47.0 + 2e-5 * f64::from(row), 8.5);
        let (latitude, longitude) = match row {
            20 => (longitude, latitude),
            _ => (latitude, longitude),
        };
        text += &format!("2024-05-01T10:00:{row:02}Z,{latitude:.6},{longitude:.6}\n");
    }
    let (rows, sentence) = flagged(&text, &[]);
    assert_eq!(rows, [18, 19, 20, 21, 22]);
    assert!(
        sentence.contains("exchanged there would be no jump"),
        "{sentence}"
    );
}

#[test]
fn a_clock_that_was_set_back_by_an_hour_is_told() {
    let mut text = "timestamp,animal,x_m,y_m\n".to_owned();
    for row in 0..60 {
        // 20 minutes a row; at row 20 three o'clock is two o'clock again.
        let minutes = 20 * row + 20 * 60 - if row >= 20 { 60 } else { 0 };
        let (day, hour, minute) = (28 + minutes / 1440, minutes / 60 % 24, minutes % 60);
        text += &format!(
            "2023-10-{day} {hour:02}:{minute:02}:00,J1,{},{}\n",
            300 * row,
            100 * row
        );
    }
    let analysis = Analysis::of(&text, &[]);
    let sentence = analysis.findings("out_of_order")[0]["sentence"].to_string();
    assert!(
        sentence.contains("(by 40 min)") && sentence.contains("daylight saving time"),
        "{sentence}"
    );
}

#[test]
fn counters_that_start_again_are_told_and_counted_on_by_wrap() {
    let mut text = "t_s,encoder\n".to_owned();
    for row in 0..200 {
        text += &format!(
            "{:.1},{}\n",
            0.1 * f64::from(row),
            (60_000 + 900 * row) % 65_536
        );
    }
    let (rows, sentence) = flagged(&text, &[]);
    assert_eq!(rows.len(), 12);
    assert!(
        sentence.contains("starts again at 2^16 = 65536"),
        "{sentence}"
    );
    let analysis = Analysis::of(&text, &["--wrap", "65536"]);
    assert_eq!(analysis.findings("unwrapped")[0]["count"], 3);
    let speed = analysis.motion().known("speed");
    assert!(speed.len() == 200 && speed.iter().all(|speed| (speed - 9000.0).abs() < 1e-6));
}

#[test]
fn angles_within_a_turn_are_counted_on_unless_it_is_said_that_they_are_not() {
    let mut text = "t_s,angle_deg\n".to_owned();
    for row in 0..200 {
        text += &format!(
            "{:.1},{:.1}\n",
            0.1 * f64::from(row),
            (350.0 + 3.1 * f64::from(row)) % 360.0
        );
    }
    let analysis = Analysis::of(&text, &[]);
    let speed = analysis.motion().known("speed");
    assert!(speed.len() == 200 && speed.iter().all(|speed| (speed - 31.0).abs() < 1e-6));
    assert_eq!(analysis.findings("unwrapped")[0]["count"], 2);
    let (_, sentence) = flagged(&text, &["--wrap", "none"]);
    assert!(sentence.contains("starts again at 360"), "{sentence}");
}

#[test]
fn max_speed_leaves_out_what_nothing_could_reach() {
    let text = walk(|row, [x, y]| match row {
        0 => [x - 900.0, y],
        60 | 61 => [x + 300.0, y],
        _ => [x, y],
    });
    for speed in ["5", "5 m/s", "18km/h"] {
        let analysis = Analysis::of(&text, &["--max-speed", speed]);
        let finding = &analysis.findings("too_fast")[0];
        assert_eq!(finding["count"], 3, "{}", analysis.messages);
        let motion = analysis.motion();
        let fastest = motion
            .numbers("speed")
            .into_iter()
            .flatten()
            .fold(0.0, f64::max);
        assert!((fastest - 1.36).abs() < 0.01, "{fastest}");
        assert_eq!(motion.text("flag")[60], "missing");
        assert!(analysis.findings("positions_jump").is_empty());
    }
}

#[test]
fn a_log_with_jumps_is_never_trusted() {
    let text = walk(|row, [x, y]| if row == 60 { [x + 300.0, y] } else { [x, y] });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, text).unwrap();
    let figures = figures_of(&path, &[]);
    for derivative in ["velocity", "acceleration"] {
        assert_eq!(
            figures["verdict"][derivative]["trust"], "with_care",
            "{figures}"
        );
    }
    assert_eq!(figures["jumps"]["rows"], 1);
}

#[test]
fn gradient_and_diff_say_what_a_jump_or_a_wrap_did() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    let mut text = "t,angle_deg,x\n".to_owned();
    for row in 0..80 {
        let x = if row == 40 { 900.0 } else { f64::from(row) };
        text += &format!("{row},{},{x}\n", (350 + 5 * row) % 360);
    }
    fs::write(&path, text).unwrap();
    for (command, word) in [("gradient", "gradient"), ("diff", "difference")] {
        let run = dxdt()
            .arg(command)
            .arg(&path)
            .args(["--value", "angle_deg,x"])
            .output()
            .unwrap();
        let notes = said(&run);
        assert!(
            notes.contains("'angle_deg' starts again after 360 in 2 rows (first in line 4)"),
            "{notes}"
        );
        assert!(
            notes.contains(&format!(
                "1 value of 'x' is far beyond all around (first in line 42), and the {word}"
            )),
            "{notes}"
        );
    }
    let run = dxdt()
        .arg("diff")
        .arg(&path)
        .args(["--value", "angle_deg", "--unwrap", "360"])
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&run.stdout);
    assert!(out.lines().skip(1).all(|line| line == "5.0"), "{out}");
    assert!(run.stderr.is_empty(), "{}", said(&run));
}

/// Rows of one object in a log of several, with little memory and with much: the same flags and the same sentences.
#[test]
fn jumps_of_logs_that_wait_on_disk_are_those_of_memory() {
    let mut text = "id,t_s,x_m\n".to_owned();
    for row in 0..6000 {
        for id in ["a", "b"] {
            let jump = if row % 1999 == 77 { 400.0 } else { 0.0 };
            let x = 3.0 * (f64::from(row) / 40.0).sin() + jump;
            text += &format!("{id},{:.2},{x:.4}\n", f64::from(row) * 0.02);
        }
    }
    let all = Analysis::of(&text, &["--memory", "none"]);
    let few = Analysis::of(&text, &["--memory", "1MiB"]);
    assert_eq!(all.motion().text("flag"), few.motion().text("flag"));
    let told = |analysis: &Analysis| {
        let found = analysis.findings("positions_jump");
        let lines = found[0]["places"].as_array().unwrap().iter();
        let lines: Vec<u64> = lines.map(|place| place["line"].as_u64().unwrap()).collect();
        (found[0]["count"].clone(), lines)
    };
    assert_eq!(told(&all), told(&few));
    assert_eq!(told(&all).0, 6);
}
