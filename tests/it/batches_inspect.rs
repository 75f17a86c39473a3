//! `dxdt inspect` and `dxdt compare` of logs that are read in batches: what they say of the whole log, but for figures of
//! samples, which are close to it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dxdt_log::LogOptions;
use dxdt_motion::audit::{AuditOptions, audit};
use dxdt_motion::inspect::{InspectOptions, inspect};
use dxdt_motion::motion::{DeriveOptions, Truth, by_all_methods, method_figures};
use serde_json::Value;

use super::support::{dxdt, said};

/// A log of some entities whose rows take turns, with a few duplicates, gaps and rows out of order.
fn log(entities: u32, rows_of_each: u32) -> String {
    let mut csv = "id,time,x [m],y [m],exact_v_x [m/s]\n".to_owned();
    let row = |csv: &mut String, id: u32, i: u32| {
        let gap = if i > rows_of_each / 2 { 7 } else { 0 };
        let t = f64::from(i) * 0.1 + f64::from(gap);
        let phase = 0.3 * t + f64::from(id);
        // A noise of some millimeters.
        let noise = f64::from((i.wrapping_mul(2_654_435_761) ^ id) >> 8 & 0xff) / 25_600.0;
        let x = 5.0 * phase.sin() + noise;
        let second = t as u32;
        let _ = writeln!(
            csv,
            "{id},2026-03-{:02}T{:02}:{:02}:{:02}.{:01}Z,{x:.4},{:.4},{:.5}",
            1 + second / 86_400,
            second / 3600 % 24,
            second / 60 % 60,
            second % 60,
            i % 10,
            2.0 * phase.cos(),
            1.5 * phase.cos(),
        );
    };
    for i in 0..rows_of_each {
        for id in 0..entities {
            match i % 5_003 {
                4_000 => {
                    row(&mut csv, id, i);
                    row(&mut csv, id, i);
                }
                // Two rows in the wrong order.
                3_000 => row(&mut csv, id, i + 1),
                3_001 => row(&mut csv, id, i - 1),
                _ => row(&mut csv, id, i),
            }
        }
    }
    csv
}

struct Logs {
    _folder: tempfile::TempDir,
    whole: PathBuf,
    /// A folder with the same rows in two files.
    halves: PathBuf,
}

fn logs(csv: &str) -> Logs {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("log.csv");
    fs::write(&whole, csv).unwrap();
    let halves = folder.path().join("halves");
    fs::create_dir(&halves).unwrap();
    let header = csv.find('\n').unwrap() + 1;
    let middle = csv[..csv.len() / 2].rfind('\n').unwrap() + 1;
    fs::write(halves.join("1.csv"), &csv[..middle]).unwrap();
    let second = [&csv[..header], &csv[middle..]].concat();
    fs::write(halves.join("2.csv"), second).unwrap();
    Logs {
        _folder: folder,
        whole,
        halves,
    }
}

/// What `dxdt inspect` says of a log; of standard input where there is no path.
fn inspected(path: Option<&Path>, csv: &str, options: &[&str]) -> String {
    let mut command = dxdt();
    command.arg("inspect").args(options);
    match path {
        Some(path) => command.arg(path),
        None => command.arg("-").write_stdin(csv.to_owned()),
    };
    let output = command.output().unwrap();
    let errors = said(&output);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn path_of(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_log_of_which_all_rows_are_looked_at_is_inspected_as_if_read_whole() {
    let csv = log(5, 50_000);
    let logs = logs(&csv);
    let whole = Some(logs.whole.as_path());
    let cases: [(_, &[&str]); 5] = [
        (whole, &["--json"]),
        (Some(&logs.halves), &["--json"]),
        (None, &["--json"]),
        (whole, &["--duplicates", "mean"]),
        (None, &["--max-gap", "none"]),
    ];
    for (path, options) in cases {
        let with = |memory| {
            let options = [options, &["--memory", memory]].concat();
            inspected(path, &csv, &options)
        };
        assert_eq!(with("none"), with("0MiB"), "{path:?} {options:?}");
    }
    let found = json(&inspected(None, &csv, &["--json", "--memory", "1MiB"]));
    let names: Vec<&str> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["kind"].as_str())
        .collect();
    for kind in ["out_of_order", "duplicates_equal", "gaps"] {
        assert!(names.contains(&kind), "{names:?}");
    }
    assert!(!names.contains(&"sampled"), "{names:?}");
}

#[test]
fn figures_of_a_sample_are_close_and_findings_are_those_of_all_rows() {
    let csv = log(5, 220_000);
    let logs = logs(&csv);
    let with = |options: &[&str]| inspected(Some(&logs.whole), &csv, options);
    let log = dxdt_log::read(&[path_of(&logs.whole)], &LogOptions::default()).unwrap();
    let whole = json(&inspect(&log, &InspectOptions::default()).to_json().unwrap());
    let text = with(&["--json", "--memory", "1MiB", "--threads", "1"]);
    let sample = json(&text);
    for memory in ["0MiB", "none"] {
        let again = with(&["--json", "--memory", memory, "--threads", "2"]);
        assert_eq!(text, again, "{memory}");
    }
    let findings = |json: &Value| json["findings"].as_array().unwrap().clone();
    let (first, others) = (
        findings(&sample)[0].clone(),
        findings(&sample)[1..].to_vec(),
    );
    assert_eq!(first["kind"], "sampled");
    let sentence = first["sentence"].as_str().unwrap();
    assert!(sentence.contains(" of the 1,100,2"), "{sentence}");
    assert_eq!(others, findings(&whole));
    for figure in ["rows", "rows_used", "entities", "span", "files", "clock"] {
        assert_eq!(sample[figure], whole[figure], "{figure}");
    }
    assert_eq!(sample["steps"]["gaps"], whole["steps"]["gaps"]);
    for figure in [
        "/steps/median",
        "/steps/rate",
        "/noise/velocity/noise",
        "/noise/acceleration/rms",
        "/noise/axes/0/deviation",
    ] {
        let [a, b] = [&sample, &whole].map(|json| json.pointer(figure).unwrap().as_f64().unwrap());
        assert!((a / b - 1.0).abs() < 0.03, "{figure}: {a} {b}");
    }
    assert_eq!(sample["verdict"], whole["verdict"]);
}

fn compared(path: &Path, memory: &str, options: &[&str]) -> (tempfile::TempDir, String) {
    let out = tempfile::tempdir().unwrap();
    let mut command = dxdt();
    command
        .args(["compare", "--all", "--memory", memory, "-o"])
        .arg(out.path())
        .args(options);
    let output = command.arg(path).output().unwrap();
    let errors = said(&output);
    assert!(output.status.success(), "{errors}");
    (out, errors)
}

#[test]
fn a_log_of_which_all_rows_are_compared_is_compared_as_if_read_whole() {
    let csv = log(2, 400);
    let logs = logs(&csv);
    let without_folder = |said: &str| said.split("\nwrote").next().unwrap().to_owned();
    for (path, options, files) in [
        (&logs.whole, &["--no-charts"][..], 3),
        (&logs.halves, &[], 4),
    ] {
        let (whole, said) = compared(path, "none", options);
        let (batches, said_too) = compared(path, "0MiB", options);
        assert_eq!(without_folder(&said), without_folder(&said_too));
        assert!(said.contains("exact"), "the truth comes along: {said}");
        let entries = fs::read_dir(whole.path()).unwrap();
        let names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), files);
        for name in names {
            let bytes = |folder: &tempfile::TempDir| fs::read(folder.path().join(&name)).unwrap();
            assert_eq!(bytes(&whole), bytes(&batches), "{name:?}");
        }
    }
}

#[test]
fn a_sample_is_compared_where_there_are_too_many_rows() {
    // Entities of so few rows that no smoother takes long.
    let csv = log(55_000, 4);
    let logs = logs(&csv);
    let (sample, said) = compared(&logs.whole, "none", &["--no-charts"]);
    let words = "150,000 of the 220,000 rows";
    let page = fs::read_to_string(sample.path().join("compare.md")).unwrap();
    for text in [&said, &page] {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(words), "{text}");
    }
    let log = dxdt_log::read(&[path_of(&logs.whole)], &LogOptions::default()).unwrap();
    let audited = audit(&log, &AuditOptions::default()).unwrap();
    let methods = by_all_methods(&audited, &DeriveOptions::default(), None);
    let truth = Truth::of(&audited, &methods[0].motion);
    let whole = serde_json::to_value(&method_figures(&audited, &methods, &truth)[0]).unwrap();
    let sample = json(&fs::read_to_string(sample.path().join("methods.json")).unwrap());
    assert_eq!(sample["findings"][0]["kind"], "sampled");
    assert_eq!(sample["truth"][0]["velocity"], "exact");
    for figure in ["velocity", "velocity_rms_error"] {
        let [a, b] = [&sample["methods"][0], &whole].map(|json| json[figure].as_f64().unwrap());
        assert!((a / b - 1.0).abs() < 0.05, "{figure}: {a} {b}");
    }
}

#[test]
fn an_exact_column_that_cannot_be_read_is_left_out_wherever_that_shows() {
    let mut csv = log(2, 30_000);
    csv.push_str("0,2026-03-03T00:00:00.0Z,1,1,unknown words\n");
    let logs = logs(&csv);
    for path in [&logs.whole, &logs.halves] {
        let with = |memory| inspected(Some(path), &csv, &["--json", "--memory", memory]);
        let whole = with("none");
        assert!(whole.contains("are left out"), "{whole}");
        assert_eq!(whole, with("0MiB"));
    }
}

#[test]
fn the_size_is_checked() {
    let output = dxdt()
        .args(["inspect", "--memory", "much", "log.csv"])
        .output()
        .unwrap();
    let errors = said(&output);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors.contains("give a size such as 512MiB"), "{errors}");
}
