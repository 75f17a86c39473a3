//! What inspect and compare tell of a log that is read in batches.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::support::dxdt;

/// Five ships at 5 Hz, 1,250,000 rows in all: more than a sample has, with a pause and a row twice in each.
fn fleet() -> String {
    let mut csv = "ship,t (s),x (m)\n".to_owned();
    for ship in 0..5 {
        for row in 0..250_000 {
            let t = f64::from(row) * 0.2 + if row > 100_000 { 600.0 } else { 0.0 };
            let x = 100.0 * (0.01 * t).sin() + f64::from(row * 7 % 11) * 0.01;
            let line = format!("ship {ship},{t:.1},{x:.2}\n");
            csv += &line;
            if row == 777 {
                csv += &line;
            }
        }
    }
    csv
}

#[test]
fn inspect_tells_counts_of_all_rows_and_figures_of_a_sample() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("fleet.csv");
    fs::write(&log, fleet()).unwrap();
    let inspected = |memory: &str| -> Value {
        let output = dxdt()
            .arg("inspect")
            .arg(&log)
            .args(["--json", "--memory", memory])
            .output()
            .unwrap();
        assert!(output.status.success());
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let (whole, batches) = (inspected("none"), inspected("0MiB"));
    for exact in ["rows", "rows_used", "entities", "span"] {
        assert_eq!(whole[exact], batches[exact], "{exact}");
    }
    let findings = |inspection: &Value| -> Vec<Value> {
        let all = inspection["findings"].as_array().unwrap().iter();
        all.filter(|finding| finding["kind"] != "sampled")
            .cloned()
            .collect()
    };
    assert_eq!(findings(&whole), findings(&batches));
    let all = batches["findings"].as_array().unwrap();
    assert!(all.iter().any(|finding| finding["kind"] == "sampled"));
    let noise = |inspection: &Value| {
        inspection["noise"]["axes"][0]["deviation"]
            .as_f64()
            .unwrap()
    };
    let ratio = noise(&batches) / noise(&whole);
    assert!((0.95..1.05).contains(&ratio), "{ratio}");
    assert_eq!(whole["steps"]["median"], batches["steps"]["median"]);
}

#[test]
fn compare_tells_methods_from_a_sample_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("one.csv");
    let mut csv = "t (s),x (m)\n".to_owned();
    for row in 0..2_000 {
        let t = f64::from(row) * 0.1;
        let _ = writeln!(csv, "{t:.1},{:.3}", (0.5 * t).sin() * 10.0);
    }
    fs::write(&log, csv).unwrap();
    let output = dxdt()
        .arg("compare")
        .arg(&log)
        .args(["--no-charts", "--memory", "0MiB", "-o"])
        .arg(folder.path().join("out"))
        .output()
        .unwrap();
    assert!(output.status.success());
    let json = fs::read_to_string(folder.path().join("out/methods.json")).unwrap();
    let report: Value = serde_json::from_str(&json).unwrap();
    assert!(report["methods"].as_array().unwrap().len() > 5);
}
