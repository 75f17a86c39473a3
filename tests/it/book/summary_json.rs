//! The page about summary.json: every field of the summaries that the program writes, and no other.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::pages::{Page, code_spans};
use crate::support::dxdt;

/// Logs and options whose summaries have every field that there is.
const ANALYSES: [&[&str]; 8] = [
    &["data/pendulum.csv"],
    &["data/free_fall.csv", "--accuracy", "4"],
    &["data/gps_walk.csv", "--method", "kalman"],
    &["data/two_carts.csv", "--quantities", "all"],
    &["data/robot_pose.txt", "--errors"],
    &["data/gulls.csv"],
    &["data/aircraft.csv"],
    &["data/cart_tracker.txt", "--method", "local"],
];

/// The paths of all fields, such as `source.files[].name`.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = match path {
                    "" => name.clone(),
                    _ => format!("{path}.{name}"),
                };
                paths(value, &path, found);
                found.insert(path);
            }
        }
        Value::Array(values) => {
            for value in values {
                paths(value, &format!("{path}[]"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_page_has_every_field_of_the_summaries() {
    let folder = tempfile::tempdir().unwrap();
    let mut fields = BTreeSet::new();
    for arguments in ANALYSES {
        dxdt()
            .args(["analyze", "--no-charts", "--no-comparison", "-o"])
            .arg(folder.path())
            .args(arguments)
            .assert()
            .success();
        let summary = fs::read_to_string(folder.path().join("summary.json")).unwrap();
        paths(&serde_json::from_str(&summary).unwrap(), "", &mut fields);
    }
    assert!(fields.len() > 50, "{fields:?}");
    let page = Page::read("docs/reference/summary-json.md");
    let rows = page.text.lines().filter_map(|line| line.strip_prefix("| "));
    let on_page: BTreeSet<String> = rows
        .filter_map(|row| row.split(" | ").next())
        .flat_map(code_spans)
        .map(str::to_owned)
        .collect();
    let missing: Vec<_> = fields.difference(&on_page).collect();
    let stale: Vec<_> = on_page.difference(&fields).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "docs/reference/summary-json.md lacks {missing:#?}\nand has {stale:#?} which no summary has"
    );
}
