//! `dxdt inspect`: what it says of small logs whole, and of logs recorded by others in figures that were reckoned
//! apart from it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::support::{dxdt, real_log};

fn text_of(path: &Path, options: &[&str]) -> String {
    let output = dxdt()
        .env("COLUMNS", "100")
        .arg("inspect")
        .args(options)
        .arg(path)
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().count() <= 48, "one screen:\n{text}");
    text
}

pub(super) fn figures_of(path: &Path, options: &[&str]) -> Value {
    let text = {
        let output = dxdt()
            .env("COLUMNS", "100")
            .args(["inspect", "--json"])
            .args(options)
            .arg(path)
            .output();
        let output = output.unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    serde_json::from_str(&text).unwrap()
}

/// What the program says of a log that it reads from standard input.
fn text_of_log(log: &str, options: &[&str]) -> String {
    let mut command = dxdt();
    command.env("COLUMNS", "100");
    command
        .arg("inspect")
        .args(options)
        .arg("-")
        .write_stdin(log.to_owned());
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn figures_of_log(log: &str, options: &[&str]) -> Value {
    serde_json::from_str(&text_of_log(log, &[options, &["--json"]].concat())).unwrap()
}

#[track_caller]
fn assert_near(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap();
    assert!(
        (value / expected - 1.0).abs() < 1e-6,
        "{value} for {expected}"
    );
}

/// A mountain walk whose clock has overflowed: all rows at the smallest 32-bit time.
fn overflown_clock() -> String {
    let mut log = String::from("time,lat,lon\n");
    for row in 0..184 {
        let fraction = if row == 1 { "207" } else { "2073437" };
        let latitude = 46.434_981 - 0.000_031 * f64::from(row);
        log += &format!("1901-12-13T20:45:52.{fraction}Z,{latitude:.6},13.748273\n");
    }
    log
}

#[test]
fn the_sample_logs_are_said_on_a_screen() {
    for name in ["pendulum", "gps_walk", "two_carts"] {
        insta::assert_snapshot!(name, text_of(Path::new(&format!("data/{name}.csv")), &[]));
    }
}

#[test]
fn an_overflown_clock_is_told() {
    insta::assert_snapshot!("overflown_clock", text_of_log(&overflown_clock(), &[]));
    let figures = figures_of_log(&overflown_clock(), &[]);
    let clock = &figures["clock"];
    assert_eq!(clock["broken"], true);
    assert_eq!(clock["distinct"], 2);
    assert_eq!(
        (
            &clock["equal_steps"],
            &clock["backward_steps"],
            &clock["steps"]
        ),
        (&181.into(), &1.into(), &183.into())
    );
    assert_eq!(clock["known_instant"]["instant"], "1901-12-13T20:45:52");
    assert_eq!(figures["verdict"]["velocity"]["trust"], "no");
}

#[test]
fn other_broken_clocks_are_told_apart() {
    let problems = |log: &str, options: &[&str]| {
        let figures = figures_of_log(log, options);
        let is_said = !figures["verdict"]["clock"].is_null();
        (figures["clock"]["problems"].clone(), is_said)
    };
    let (kinds, is_said) = problems("t (s),x\n5,1\n5,2\n5,3\n5,4\n", &[]);
    assert_eq!((&kinds[0], is_said), (&json!("all_equal"), true));

    let frames: String = (0..30).map(|i| format!("{i},{}\n", i * i)).collect();
    let frames = format!("count,x\n{frames}");
    let (kinds, is_said) = problems(&frames, &["--time", "count"]);
    assert_eq!((&kinds[0], is_said), (&json!("row_numbers"), true));
    let (kinds, is_said) = problems(&frames, &["--time", "count", "--time-unit", "s"]);
    assert_eq!((kinds.as_array().unwrap().len(), is_said), (0, false));

    let boot: String = (0..30)
        .map(|i| format!("1970-01-01 00:01:{i:02},{i}\n"))
        .collect();
    let figures = figures_of_log(&format!("time,x (m)\n{boot}"), &[]);
    assert_eq!(figures["clock"]["problems"][0], "not_set");
    assert_eq!(figures["verdict"]["velocity"]["trust"], "yes");
}

#[test]
fn things_that_are_not_told_apart_are_suspected() {
    let mut log = String::from("t (s),ball,x (m)\n");
    for i in 0..60 {
        // Names with decimals are not looked for.
        for ball in ["1.5", "2.5"] {
            log += &format!(
                "{:.1},{ball},{:.3}\n",
                f64::from(i) * 0.1,
                f64::from(i) * 0.02
            );
        }
    }
    let text = text_of_log(&log, &[]);
    // In whatever lines.
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains(
            "each timestamp occurs in 2 rows, as where they are cut to fewer digits, or 2 objects move (--entity tells them apart)"
        ),
        "{text}"
    );
    assert!(
        text.contains("--entity COL if several objects move"),
        "{text}"
    );
    let named = figures_of_log(&log, &["--entity", "ball"]);
    assert_eq!(
        (&named["clock"]["broken"], &named["entities"]),
        (&false.into(), &2.into())
    );
}

#[test]
fn a_log_that_cannot_be_repaired_is_still_inspected() {
    let log = "t (s),x (m)\n0,0\n1,1\n1,2\n2,3\n3,4\n4,5\n";
    let figures = figures_of_log(log, &["--duplicates", "error"]);
    assert!(figures["unusable"].as_str().unwrap().contains("line 4"));
    assert_eq!(figures["rows"], 6);
    assert_eq!(figures["clock"]["equal_steps"], 1);
    assert_eq!(figures["verdict"]["velocity"]["trust"], "no");
}

#[test]
fn missing_rows_jumps_and_noise_are_found() {
    let mut log = String::from("t (s),x (m),note\n");
    let mut random = 88_172_645_463_325_252_u64;
    for i in 0..2000_i32 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        // Uniform between ±0.05: a standard deviation of 0.1/√12.
        let noise = (random >> 11) as f64 / (1_u64 << 53) as f64 * 0.1 - 0.05;
        if [100, 101, 500].contains(&i) {
            continue;
        }
        let t = f64::from(i) * 0.04;
        let jump = if i == 1000 { 300.0 } else { 0.0 };
        log += &format!(
            "{t:.2},{:.5},\n",
            3.0 * t + 20.0 * (0.2 * t).sin() + noise + jump
        );
    }
    let figures = figures_of_log(&log, &[]);
    assert_eq!(figures["steps"]["dropped"], 3);
    assert_eq!(figures["jumps"]["rows"], 1);
    // The header, and the three rows before it that are missing.
    assert_eq!(figures["jumps"]["places"][0]["line"], 1000 + 2 - 3);
    let axis = &figures["noise"]["axes"][0];
    let deviation = axis["deviation"].as_f64().unwrap();
    assert!((deviation / 0.028_867_5 - 1.0).abs() < 0.1, "{deviation}");
    assert_eq!(figures["noise"]["told_apart"], true);
    let verdict = &figures["verdict"];
    assert_eq!(verdict["velocity"]["trust"], "with_care");
    assert_eq!(verdict["acceleration"]["trust"], "no");
    assert_eq!(figures["columns_without_role"][0], "note");
    assert_eq!(figures["positions"][0]["step"], 1e-5);
}

#[test]
fn nothing_is_written_and_the_result_is_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.csv");
    fs::write(&log, "t,x\n0,0\n1,1\n2,4\n").unwrap();
    dxdt()
        .current_dir(folder.path())
        .args(["inspect", "--quiet", "log.csv"])
        .assert()
        .success();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    dxdt().args(["inspect", "no_such_log.csv"]).assert().code(1);
    dxdt().arg("inspect").assert().code(2);
}

#[test]
fn euroc_went_through_a_float_and_can_be_trusted() {
    let Some(path) = real_log("euroc_v102_groundtruth.csv") else {
        return;
    };
    let figures = figures_of(&path, &[]);
    assert_eq!(figures["stamp_resolution"]["nanoseconds"], 256);
    assert_eq!(figures["stamp_resolution"]["from_float"], true);
    assert_eq!(figures["verdict"]["velocity"]["trust"], "yes");
    assert_eq!(figures["repeated"]["rows"], 1);
    assert_near(
        &figures["noise"]["axes"][2]["deviation"],
        1.917_665_704_7e-6,
    );
    assert_near(&figures["noise"]["acceleration"]["share"], 0.039_340_464_59);
    let text = text_of(&path, &["--verbose"]);
    assert!(text.contains("multiples of 256 ns: they have been through a 64-bit float"));
    assert!(text.contains("4.99968 ms to 5.000192 ms"));
}

#[test]
fn tum_has_a_velocity_and_half_an_acceleration() {
    let Some(path) = real_log("tum_fr1_xyz_groundtruth.txt") else {
        return;
    };
    let figures = figures_of(&path, &[]);
    assert_near(&figures["noise"]["axes"][0]["deviation"], 0.000_121_497_427);
    assert_near(&figures["noise"]["axes"][0]["growth"], 1.050_508_689);
    assert_near(&figures["noise"]["velocity"]["share"], 0.033_330_956_48);
    assert_near(&figures["noise"]["acceleration"]["share"], 0.653_249_281_7);
    assert_eq!(figures["verdict"]["velocity"]["trust"], "yes");
    assert_eq!(figures["verdict"]["acceleration"]["trust"], "no");
    assert_eq!(figures["stamp_resolution"]["nanoseconds"], 100_000);
}

#[test]
fn boats_are_stamped_to_the_minute_and_are_no_256_lines() {
    let Some(path) = real_log("boat-positions.csv") else {
        return;
    };
    let figures = figures_of(&path, &[]);
    assert_eq!(
        figures["stamp_resolution"]["nanoseconds"],
        60_000_000_000_u64
    );
    assert_eq!(figures["clock"]["equal_steps"], 455);
    assert_eq!(figures["clock"]["backward_steps"], 0);
    let steps = &figures["steps"];
    assert_eq!(steps["median"], 840.0);
    assert_eq!(steps["dropped"], 34);
    let gaps = &steps["gaps"];
    assert_eq!(
        (&gaps["count"], &gaps["longest"], &gaps["place"]["line"]),
        (&272.into(), &262_200.0.into(), &7502.into())
    );
    let text = text_of(&path, &["--verbose"]);
    assert!(text.contains("multiples of 1 min"), "{text}");
}

#[test]
fn birds_that_fly_far_and_back_are_jumps_but_for_those_that_the_log_marks() {
    let Some(path) = real_log("movebank_oystercatcher_2019.csv") else {
        return;
    };
    let jumps = &figures_of(&path, &[])["jumps"];
    let lines: Vec<u64> = jumps["places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| place["line"].as_u64().unwrap())
        .collect();
    // Two rows that the log itself marks are missing; some that it does not mark are left.
    assert!(!lines.contains(&315), "{lines:?}");
    assert_eq!(lines.first(), Some(&1795), "{lines:?}");
    assert!(jumps["rows"].as_u64().unwrap() <= 8);
    assert!((jumps["fastest"].as_f64().unwrap() - 20.26).abs() < 0.01);
}

#[test]
fn other_real_logs_are_said_as_they_are() {
    if let Some(path) = real_log("google_trajectory.csv") {
        let figures = figures_of(&path, &[]);
        assert_eq!(figures["clock"]["backward_steps"], 415);
        assert_eq!(figures["clock"]["problems"].as_array().unwrap().len(), 0);
        assert_ne!(figures["verdict"]["velocity"]["trust"], "yes");
    }
    if let Some(path) = real_log("traja_3527.csv") {
        let figures = figures_of(&path, &[]);
        assert_eq!(figures["steps"]["jitter"], 0.0);
        assert_near(&figures["noise"]["acceleration"]["share"], 0.293_120_502_1);
        assert_eq!(figures["noise"]["told_apart"], false);
    }
    if let Some(path) = real_log("geolife_small.csv") {
        let figures = figures_of(&path, &[]);
        assert_eq!(figures["entities"], 5);
        assert_eq!(figures["stamp_resolution"]["nanoseconds"], 1_000_000_000);
        assert_eq!(figures["positions"][0]["step"], 1e-6);
        assert_eq!(figures["steps"]["gaps"]["count"], 37);
    }
}
