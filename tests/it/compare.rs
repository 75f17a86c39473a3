//! `dxdt compare`: every method on one log.

use std::fs;

use super::support::{Run, Table, dxdt, real_log, run_on, said};

fn noisy_sine() -> String {
    let mut log = "t (s),x (m),vx (m/s)\n".to_owned();
    let mut state = 7u64;
    for row in 0..300 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let noise = 0.04 * ((state >> 33) as f64 / f64::from(1 << 31) - 0.5);
        let t = 0.02 * f64::from(row) + 0.004 * f64::from(row % 3);
        log.push_str(&format!(
            "{t:.3},{:.6},{:.6}\n",
            (2.0 * t).sin() + noise,
            2.0 * (2.0 * t).cos()
        ));
    }
    log
}

#[test]
fn every_method_is_in_the_table_and_smoothers_are_nearer_to_what_was_measured() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, noisy_sine()).unwrap();
    let out = folder.path().join("out");
    let output = dxdt()
        .env("COLUMNS", "100")
        .args(["compare", "--all"])
        .arg(&path)
        .arg("-o")
        .arg(&out)
        .output()
        .unwrap();
    let screen = said(&output);
    assert!(output.status.success(), "{screen}");
    let table = fs::read_to_string(out.join("methods.csv")).unwrap();
    for method in [
        "gradient",
        "diff",
        "backward",
        "central",
        "edge-order-1",
        "direct",
        "even-steps",
        "accuracy-4",
        "accuracy-6",
        "accuracy-8",
        "auto",
        "kalman",
        "local",
        "tv",
        "spline",
        "low-pass",
        "numpy",
        "tracker",
        "vernier-7",
        "plotjuggler",
        "movingpandas",
    ] {
        assert!(
            table
                .lines()
                .any(|line| line.starts_with(&format!("{method},x,"))),
            "{method}: {table}"
        );
    }
    let off = |method: &str| -> f64 {
        let measured = screen.split("against measured velocities").nth(1).unwrap();
        let line = measured
            .lines()
            .find(|line| line.trim_start().starts_with(method))
            .unwrap();
        line.split_whitespace().last().unwrap().parse().unwrap()
    };
    assert!(off("auto") < 0.1 * off("gradient"), "{screen}");
    assert!(off("gradient") < off("diff"), "{screen}");
    let png = fs::read(out.join("methods.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG") && png.len() > 10_000);
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("methods.json")).unwrap()).unwrap();
    assert_eq!(json["methods"].as_array().unwrap().len(), 21);
    assert_eq!(json["truth"][0]["velocity"], "measured");
    let kinds = kinds(&json);
    assert!(kinds.contains(&"best_velocity".to_owned()), "{kinds:?}");
    assert!(
        !kinds.contains(&"best_acceleration".to_owned()),
        "{kinds:?}"
    );
}

#[test]
fn logs_with_entities_and_short_ones_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let Some(path) = real_log("paddle.tcx") else {
        return;
    };
    let out = folder.path().join("out");
    let output = dxdt()
        .env("COLUMNS", "100")
        .args(["compare", "--all"])
        .arg(&path)
        .args(["--no-charts", "-o"])
        .arg(&out)
        .output()
        .unwrap();
    let screen = said(&output);
    assert!(output.status.success(), "{screen}");
    assert!(screen.contains("against measured velocities"), "{screen}");
    assert!(!out.join("methods.png").exists());
}

/// Free fall from 100 m at uneven timestamps, with its exact motion.
fn free_fall() -> String {
    let mut log =
        "time (s),z (m),exact_z (m),exact_v_z (m/s),exact_a_z (m/s^2),exact_j_z (m/s^3)\n"
            .to_owned();
    for row in 0..40_u32 {
        let t = 0.1 * f64::from(row) + 0.01 * f64::from(row * row % 7);
        let z = 100.0 - 4.905 * t * t;
        log += &format!("{t:.2},{z:.9},{z:.9},{:.9},-9.81,0\n", -9.81 * t);
    }
    log
}

/// A pendulum seen with 2 mm of noise at uneven timestamps, with its exact motion.
fn noisy_pendulum() -> String {
    let mut log = "time (s),x (m),exact_x (m),exact_v_x (m/s),exact_a_x (m/s^2)\n".to_owned();
    let mut state = 11u64;
    let mut uniform = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as f64 / f64::from(1 << 31)
    };
    for row in 0..250_u32 {
        let t = 0.02 * f64::from(row) + 0.001 * f64::from(row * 7 % 5);
        let noise = 0.002 * ((0..12).map(|_| uniform()).sum::<f64>() - 6.0);
        let (sin, cos) = (3.1 * t).sin_cos();
        log += &format!(
            "{t:.3},{:.6},{:.9},{:.9},{:.9}\n",
            0.4 * sin + noise,
            0.4 * sin,
            0.4 * 3.1 * cos,
            -0.4 * 3.1 * 3.1 * sin
        );
    }
    log
}

fn compared(name: &str, log: &str, options: &[&str]) -> Run {
    let options = [&["--all"], options].concat();
    let run = run_on("compare", name, log.as_bytes(), &options);
    assert!(run.output.status.success(), "{}", said(&run.output));
    run
}

fn json(run: &Run) -> serde_json::Value {
    serde_json::from_slice(&fs::read(run.out.join("methods.json")).unwrap()).unwrap()
}

fn kinds(json: &serde_json::Value) -> Vec<String> {
    let explanations = json["explanations"].as_array().unwrap();
    explanations
        .iter()
        .map(|told| told["kind"].as_str().unwrap().to_owned())
        .collect()
}

/// The paragraphs on the screen.
fn told(run: &Run) -> String {
    let screen = said(&run.output);
    let (_, told) = screen.split_once("what this log shows\n").unwrap();
    told.split("\nwrote to ").next().unwrap().to_owned()
}

#[test]
fn free_fall_against_its_exact_motion() {
    let run = compared("fall.csv", &free_fall(), &[]);
    insta::assert_snapshot!("free_fall", told(&run));
    let table = Table::read(&run.out.join("methods.csv"));
    let row = |method: &str| {
        table
            .text("method")
            .iter()
            .position(|name| name == method)
            .unwrap()
    };
    let figure = |method: &str, column: &str| table.numbers(column)[row(method)].unwrap();
    assert!(figure("gradient", "velocity_rms_error") < 1e-6);
    assert!((figure("edge-order-1", "acceleration_largest_error") - 4.905).abs() < 1e-4);
    // The mean step is 3.91 s over 39 steps.
    assert!((figure("diff", "velocity_lag") + 0.05).abs() < 0.003);
    assert!((figure("backward", "velocity_lag") - 0.05).abs() < 0.003);
    assert!((figure("diff", "velocity_bias") + 0.49).abs() < 0.02);
    assert!(
        figure("direct", "acceleration_noise_gain") > figure("gradient", "acceleration_noise_gain")
    );
    let png = fs::read(run.out.join("methods.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    // The exact columns are nothing but the truth.
    let report = json(&run);
    assert_eq!(report["truth"].as_array().unwrap().len(), 1);
    assert_eq!(report["truth"][0]["velocity_column"], "exact_v_z");
    assert_eq!(report["truth"][0]["acceleration"], "exact");
}

#[test]
fn a_noisy_pendulum_against_its_exact_motion() {
    let run = compared("pendulum.csv", &noisy_pendulum(), &["--no-charts"]);
    insta::assert_snapshot!("noisy_pendulum", told(&run));
    let report = json(&run);
    let noise = report["truth"][0]["position_noise"].as_f64().unwrap();
    assert!((noise / 0.002 - 1.0).abs() < 0.15, "{noise}");
    // What the weights say the noise becomes is what it became.
    let methods = report["methods"].as_array().unwrap();
    for name in ["gradient", "diff", "direct", "accuracy-4"] {
        let method = methods.iter().find(|m| m["method"] == name).unwrap();
        for derivative in ["velocity", "acceleration"] {
            if (name, derivative) == ("accuracy-4", "acceleration") {
                // Its noise is that of four rows at the ends, too few for a mean.
                continue;
            }
            let gain = method[format!("{derivative}_noise_gain")].as_f64().unwrap();
            let error = method[format!("{derivative}_rms_error")].as_f64().unwrap();
            let ratio = error / (gain * noise);
            assert!((0.7..1.4).contains(&ratio), "{name}, {derivative}: {ratio}");
        }
    }
}

#[test]
fn the_page_has_every_axis_and_the_paragraphs() {
    let run = compared("fall.csv", &free_fall(), &["--no-charts"]);
    let page = fs::read_to_string(run.out.join("compare.md")).unwrap();
    // What is rounding, and what smoothers make of it, is not to be compared digit by digit.
    let is_smoother = |line: &str| {
        ["auto", "kalman", "local", "tv", "spline", "low-pass"]
            .iter()
            .any(|name| line.starts_with(&format!("| {name}:")))
    };
    let without_rounding = |line: &str| {
        let cells = line.split(" | ").map(|cell| match cell.split_once("e-1") {
            Some(_) if line.starts_with('|') => "rounding",
            _ => cell,
        });
        cells.collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(page.lines().filter(|line| is_smoother(line)).count(), 12);
    let lines = page.lines().filter(|line| !is_smoother(line));
    let shown: Vec<String> = lines.map(without_rounding).collect();
    insta::assert_snapshot!("page", shown.join("\n"));
}

#[test]
fn truth_goes_with_its_rows_through_every_repair() {
    // Two entities, rows out of order, one logged twice, one without a position, a gap.
    let mut rows = Vec::new();
    for (entity, speed) in [("a", 1.0), ("b", -2.0)] {
        for i in 0..40 {
            let t = 0.1 * f64::from(i) + if i >= 20 { 50.0 } else { 0.0 };
            let x = if i == 7 {
                String::new()
            } else {
                format!("{:.6}", speed * t * t)
            };
            rows.push(format!(
                "{t:.1},{entity},{x},{:.6},{}",
                2.0 * speed * t,
                2.0 * speed
            ));
        }
    }
    rows.swap(3, 4);
    rows.insert(10, rows[9].clone());
    let log = format!(
        "t (s),id,x (m),exact_v_x (m/s),exact_a_x (m/s^2)\n{}\n",
        rows.join("\n")
    );
    let run = compared("log.csv", &log, &["--no-charts"]);
    let table = Table::read(&run.out.join("methods.csv"));
    let gradient = table
        .text("method")
        .iter()
        .position(|m| m == "gradient")
        .unwrap();
    // All but the two rows without a position.
    assert_eq!(table.text("rows")[gradient], "78");
    assert!(table.numbers("velocity_largest_error")[gradient].unwrap() < 1e-3);
    assert!(table.numbers("acceleration_largest_error")[gradient].unwrap() < 1e-2);
    let edge = json(&run);
    let edge = edge["explanations"]
        .as_array()
        .unwrap()
        .iter()
        .find(|told| told["kind"] == "edge_order")
        .unwrap()
        .clone();
    assert_eq!(edge["entity"], "b");
}

#[test]
fn names_that_would_do_harm_are_shown_as_they_are() {
    let log = free_fall()
        .replace("exact_z", "exact_<z>|\u{1b}[31m")
        .replace("_z (", "_<z>|\u{1b}[31m (")
        .replace(",z (m)", ",<z>|\u{1b}[31m (m)");
    let run = compared("fall.csv", &log, &["--position", "<z>|\u{1b}[31m"]);
    let screen = said(&run.output);
    assert!(!screen.contains('\u{1b}'), "{screen}");
    assert!(screen.contains("half of the truth"), "{screen}");
    let page = fs::read_to_string(run.out.join("compare.md")).unwrap();
    assert!(!page.contains('\u{1b}') && !page.contains("<z>"), "{page}");
    assert!(page.contains(r"\<z\>\|"), "{page}");
}

#[test]
fn logs_without_truth_say_so() {
    for (name, log, options) in [
        ("walk.csv", "data/gps_walk.csv", &[][..]),
        (
            "carts.csv",
            "data/two_carts.csv",
            &["--edge-order", "1"][..],
        ),
    ] {
        let bytes = fs::read_to_string(super::support::root().join(log)).unwrap();
        let run = compared(name, &bytes, options);
        let report = json(&run);
        assert_eq!(kinds(&report)[0], "no_truth");
        let no_errors = |method: &serde_json::Value| method["velocity_rms_error"].is_null();
        assert!(report["methods"].as_array().unwrap().iter().all(no_errors));
        let screen = said(&run.output);
        assert!(
            screen.contains("no exact motion to compare with"),
            "{screen}"
        );
    }
}

#[test]
fn short_logs_have_what_they_can() {
    for rows in 2..8 {
        let log: Vec<String> = free_fall()
            .lines()
            .take(rows + 1)
            .map(str::to_owned)
            .collect();
        let run = compared("short.csv", &log.join("\n"), &[]);
        assert_eq!(
            json(&run)["methods"].as_array().unwrap().len(),
            21,
            "{rows} rows"
        );
    }
}

#[test]
fn threads_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, noisy_pendulum()).unwrap();
    let of = |threads: &str| {
        let out = folder.path().join(threads);
        let output = dxdt()
            .env("COLUMNS", "100")
            .args(["compare", "--threads", threads, "-q", "-o"])
            .arg(&out)
            .arg(&path)
            .output()
            .unwrap();
        assert!(output.status.success() && output.stderr.is_empty());
        ["methods.csv", "methods.json", "compare.md", "methods.png"]
            .map(|name| fs::read(out.join(name)).unwrap())
    };
    assert!(of("1") == of("4"));
}

#[test]
fn a_log_with_nothing_to_derive_is_refused_as_by_analyze() {
    let run = |command: &str| {
        let run = run_on(command, "log.csv", b"t,x\n5,1\n5,2\n5,3\n", &[]);
        assert!(!run.out.exists());
        said(&run.output)
    };
    let said = run("compare");
    assert!(said.contains("all timestamps are equal"), "{said}");
    let path = |said: &str| said.split(": ").nth(2).map(str::to_owned);
    assert_eq!(path(&said), path(&run("analyze")));
}
