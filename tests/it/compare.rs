//! `dxdt compare`: every method on one log.

use std::fs;

use super::support::{dxdt, real_log};

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
        .arg("compare")
        .arg(&path)
        .arg("-o")
        .arg(&out)
        .output()
        .unwrap();
    let screen = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{screen}");
    let table = fs::read_to_string(out.join("methods.csv")).unwrap();
    for method in [
        "gradient",
        "diff",
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
    assert_eq!(json.as_array().unwrap().len(), 13);
}

#[test]
fn logs_with_entities_and_short_ones_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let Some(path) = real_log("paddle.tcx") else {
        return;
    };
    let out = folder.path().join("out");
    let output = dxdt()
        .arg("compare")
        .arg(&path)
        .args(["--no-charts", "-o"])
        .arg(&out)
        .output()
        .unwrap();
    let screen = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{screen}");
    assert!(screen.contains("against measured velocities"), "{screen}");
    assert!(!out.join("methods.png").exists());
}
