//! The first lines of the screens: what `analyze`, `inspect` and `compare` say before all else, and the figures behind it.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use crate::support::dxdt;

fn screen(words: &[&str]) -> String {
    let output = dxdt().env("COLUMNS", "80").args(words).output().unwrap();
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn simulated(folder: &Path, words: &str) -> String {
    let log = folder.join("log.csv").display().to_string();
    let words = words.split(' ');
    let done = dxdt()
        .arg("-q")
        .arg("simulate")
        .args(words)
        .args(["-o", &log, "--force"])
        .output();
    assert!(done.unwrap().status.success());
    log
}

/// The screen and the only object of the summary.
fn analyzed(log: &str, words: &[&str]) -> (String, Value) {
    let out = tempdir().unwrap();
    let path = out.path().display().to_string();
    let screen = screen(&[&["analyze", log, "--no-charts", "-o", &path], words].concat());
    let summary = fs::read_to_string(out.path().join("summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&summary).unwrap();
    (screen, summary["entities"][0].clone())
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

/// Distance and time moving where the exact motion tells them.
#[test]
fn distance_and_time_moving_are_those_of_the_exact_motion() {
    // The exact speed times the time: a circle of 0.5 m in 2 s; 42 m of walk at 1.4 m/s; 13.89 m/s for 1 s, then braking.
    let cases = [
        ("circle", "gradient", 15.708, 10.0, 0.002),
        ("circle --noise 1mm", "gradient", 15.708, 10.0, 0.01),
        ("circle --noise 1mm", "auto", 15.708, 10.0, 0.002),
        ("circle --noise 30mm", "auto", 15.708, 10.0, 0.005),
        ("random-walk --noise 1mm", "gradient", 42.0, 30.0, 0.01),
        ("braking-car --noise 1mm", "gradient", 29.0448, 3.09, 0.02),
        ("braking-car --noise 30mm", "auto", 29.0448, 3.09, 0.02),
    ];
    let folder = tempdir().unwrap();
    for (simulation, method, distance, moving, tolerance) in cases {
        let log = simulated(folder.path(), simulation);
        let (_, entity) = analyzed(&log, &["--method", method]);
        for (name, expected) in [("distance", distance), ("time_moving", moving)] {
            let found = number(&entity[name]);
            let off = (found / expected - 1.0).abs();
            assert!(
                off < tolerance,
                "{simulation}, {method}: {name} {found} for {expected}"
            );
        }
    }
}

#[test]
fn what_noise_hides_is_not_told() {
    let folder = tempdir().unwrap();
    let log = simulated(folder.path(), "circle --noise 10mm");
    let (screen, entity) = analyzed(&log, &[]);
    assert!(entity["distance"].is_null() && entity["time_moving"].is_null());
    assert!(
        screen.contains("distance  not told: noise is 5"),
        "{screen}"
    );
    assert!(screen.contains("speed  highest not told: 5"), "{screen}");
    assert!(
        screen.contains("try  --method auto to smooth the noise"),
        "{screen}"
    );
    assert!(!screen.contains("moving"), "{screen}");
    assert!(number(&entity["time_in_segments"]) > 9.9);
}

#[test]
fn an_object_that_stands_still_comes_nowhere() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("log.csv");
    // A meter a second for 20 s, then standing, with an error of up to 2 cm.
    let mut csv = "t (s),x (m),y (m)\n".to_owned();
    for t in 0..60_u32 {
        let error = |of: u32| 0.02 * f64::from(of * of % 17).sin();
        let x = f64::from(t.min(20)) + error(t);
        csv += &format!("{t},{x},{}\n", error(t + 5));
    }
    fs::write(&path, csv).unwrap();
    let (screen, entity) = analyzed(path.to_str().unwrap(), &[]);
    assert!((number(&entity["distance"]) - 20.0).abs() < 0.2, "{entity}");
    assert!(
        (number(&entity["time_moving"]) - 20.0).abs() < 1.1,
        "{entity}"
    );
    assert!(screen.contains("; slower than about 0.0"), "{screen}");
}

/// The ends of segments set no headline; the row that is named has the value.
#[test]
fn the_highest_values_are_inside_the_segments() {
    let out = tempdir().unwrap();
    let path = out.path().display().to_string();
    let words = [
        "-q",
        "analyze",
        "data/free_fall.csv",
        "--no-charts",
        "-o",
        &path,
    ];
    assert!(dxdt().args(words).output().unwrap().status.success());
    let summary = fs::read_to_string(out.path().join("summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&summary).unwrap();
    let entity = &summary["entities"][0];
    assert_eq!(entity["speed_max"]["at_edge"], true);
    let highest = &entity["speed_highest"];
    assert!(number(&highest["value"]) < number(&entity["speed_max"]["value"]));
    // One of the last rows, but not the last, which is in line 202.
    let line = highest["line"].as_u64().unwrap();
    assert_eq!(line, 201);
    let motion = fs::read_to_string(out.path().join("motion.csv")).unwrap();
    let row: Vec<&str> = motion
        .lines()
        .nth(line as usize - 1)
        .unwrap()
        .split(',')
        .collect();
    let header: Vec<&str> = motion.lines().next().unwrap().split(',').collect();
    let speed = header.iter().position(|name| *name == "speed").unwrap();
    assert_eq!(
        row[speed].parse::<f64>().unwrap(),
        number(&highest["value"])
    );
}

/// The highest of many noisy rows is lifted by noise; the error says so.
#[test]
fn the_error_of_the_highest_covers_what_noise_lifts() {
    let folder = tempdir().unwrap();
    for seed in 0..5 {
        for method in ["gradient", "auto"] {
            let simulation = format!("circle --noise 1mm --seed {seed}");
            let log = simulated(folder.path(), &simulation);
            let (_, entity) = analyzed(&log, &["--method", method]);
            let highest = &entity["speed_highest"];
            let (value, error) = (number(&highest["value"]), number(&highest["error"]));
            let exact = std::f64::consts::FRAC_PI_2;
            assert!(
                (value - exact).abs() < error,
                "{simulation}, {method}: {value} ± {error}"
            );
        }
    }
}

#[test]
fn several_objects_are_a_fleet_and_its_extremes() {
    let (screen, _) = analyzed("data/two_carts.csv", &[]);
    assert!(screen.contains("by 2 objects, most by 'B'"), "{screen}");
    let highest =
        "highest 0.8952 m/s by 'B', after 5.981 s\n              (line 596); more at an end";
    assert!(screen.contains(highest), "{screen}");
}

#[test]
fn speeds_are_shown_in_the_unit_that_is_asked_for() {
    let log = "data/gps_walk.csv";
    for (unit, mean) in [
        ("km/h,g", "mean 4.736 km/h"),
        ("mph", "mean 2.943 mph"),
        ("kn", "mean 2.557 kn"),
        ("min/km", "mean 12:40 min/km"),
    ] {
        let (screen, entity) = analyzed(log, &["--speed-unit", unit]);
        assert!(screen.contains(mean), "{screen}");
        assert!((number(&entity["speed_highest"]["value"]) - 1.378).abs() < 0.001);
    }
    let refused = dxdt()
        .args([
            "analyze",
            "data/robot_pose.txt",
            "--speed-unit",
            "km/h",
            "-o",
            "never",
        ])
        .output()
        .unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("name it with --length-unit"), "{said}");
    assert!(!Path::new("never").exists());
}

#[test]
fn the_british_spelling_is_accepted() {
    let folder = tempdir().unwrap();
    let out = folder.path().display().to_string();
    let said = |command| screen(&[command, "data/pendulum.csv", "--no-charts", "-o", &out]);
    assert_eq!(said("analyse"), said("analyze"));
}

#[test]
fn an_inspection_fits_on_one_screen_and_begins_with_the_verdict() {
    for log in [
        "aircraft.csv",
        "gps_walk.csv",
        "gulls.csv",
        "pendulum.csv",
        "robot_pose.txt",
    ] {
        let log = format!("data/{log}");
        let short = screen(&["inspect", &log]);
        let whole = screen(&["inspect", &log, "--verbose"]);
        assert!(short.lines().count() <= 23, "{short}");
        for text in [&short, &whole] {
            let verdict = text.find("verdict").unwrap();
            assert!(verdict < text.find("span").unwrap_or(usize::MAX), "{text}");
        }
        let is_whole = !short.contains("--verbose  shows");
        assert_eq!(is_whole, short == whole, "{short}");
        // Nothing is on the short screen alone but the line that says what is not.
        let only_short = short.lines().filter(|line| !whole.contains(line));
        assert!(only_short.count() <= 3, "{short}");
    }
}

#[test]
fn a_comparison_says_who_wins_and_shows_the_best_few() {
    let folder = tempdir().unwrap();
    let log = simulated(folder.path(), "circle --noise 5mm");
    let out = folder.path().join("out").display().to_string();
    let words = ["compare", &log, "--no-charts", "-o", &out];
    let short = screen(&words);
    assert!(
        short.starts_with("For the velocity, 'auto' comes closest to the truth"),
        "{short}"
    );
    assert!(short.contains("times as large"), "{short}");
    assert!(short.contains("RMS error (m/s)"), "{short}");
    assert!(short.lines().count() <= 30, "{short}");
    // The methods are ranked: errors rise.
    let table = short
        .lines()
        .skip_while(|line| !line.contains("RMS error (m/s)"))
        .skip(1);
    let errors = table.map_while(|line| {
        let mut cells = line.trim().split("  ").filter(|cell| !cell.is_empty());
        cells.nth(1)?.trim().parse::<f64>().ok()
    });
    let errors: Vec<f64> = errors.collect();
    assert!(
        errors.len() >= 5 && errors[1..].is_sorted() && errors[0] <= 1.02 * errors[1],
        "{short}"
    );
    let all = screen(&[&words[..], &["--all"]].concat());
    assert!(
        !short.contains("movingpandas") && all.contains("movingpandas"),
        "{all}"
    );
    assert!(all.contains("what this log shows"), "{all}");
}
