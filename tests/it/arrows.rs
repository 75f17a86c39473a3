//! Which packages of the workspace may depend on which, and which of them stay small.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::process::Command;

use serde_json::{Value, json};

use super::support::root;

/// Each package, and those of the workspace that it may depend on, whether to run, to be built or to be tested.
const ARROWS: [(&str, &[&str]); 9] = [
    ("dxdt-calculus", &[]),
    ("dxdt-time", &[]),
    ("dxdt-chart", &[]),
    ("dxdt-motion", &["dxdt-calculus", "dxdt-time"]),
    ("dxdt-formats", &["dxdt-time", "dxdt-motion"]),
    ("dxdt-log", &["dxdt-time", "dxdt-motion", "dxdt-formats"]),
    (
        "dxdt-teach",
        &["dxdt-calculus", "dxdt-time", "dxdt-chart", "dxdt-motion"],
    ),
    (
        "dxdt",
        &[
            "dxdt-calculus",
            "dxdt-time",
            "dxdt-chart",
            "dxdt-motion",
            "dxdt-formats",
            "dxdt-log",
            "dxdt-teach",
        ],
    ),
    ("dxdt-python", &["dxdt"]),
];

/// Packages that do without polars.
const LIGHT: [&str; 5] = [
    "dxdt-calculus",
    "dxdt-time",
    "dxdt-chart",
    "dxdt-motion",
    "dxdt-teach",
];

/// What cargo prints, in the root of the project.
fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// What cargo knows about the packages, without asking a registry.
fn metadata(arguments: &[&str]) -> Value {
    let always = ["metadata", "--format-version", "1", "--offline"];
    serde_json::from_str(&cargo(&[&always, arguments].concat())).unwrap()
}

/// The packages that are built for something, each with the features that it is built with.
fn built_for(arguments: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let always = [
        "tree",
        "--offline",
        "--prefix",
        "none",
        "--format",
        "{p}|{f}",
    ];
    let mut packages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in cargo(&[&always, arguments].concat()).lines() {
        let line = line.trim_end_matches(" (*)");
        if let Some((package, features)) = line.split_once('|') {
            let known = packages.entry(package.to_owned()).or_default();
            known.insert(features.to_owned());
        }
    }
    packages
}

/// The platform that cargo runs on: packages for others may not be on this machine.
fn host() -> String {
    let version = cargo(&["--version", "--verbose"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.unwrap().to_owned()
}

/// The packages that the table does not have, and the dependencies among the packages that it does not allow.
fn not_in_table(metadata: &Value) -> Vec<String> {
    let packages = array(&metadata["packages"]);
    let names: BTreeSet<&str> = packages.iter().map(|one| text(&one["name"])).collect();
    let mut wrong = Vec::new();
    for package in packages {
        let of = text(&package["name"]);
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == of) else {
            wrong.push(format!("{of} is not in the table"));
            continue;
        };
        for dependency in array(&package["dependencies"]) {
            let on = text(&dependency["name"]);
            if names.contains(on) && !allowed.contains(&on) {
                let kind = dependency["kind"].as_str().unwrap_or("normal");
                wrong.push(format!("{of} depends on {on} ({kind})"));
            }
        }
    }
    wrong
}

/// The packages that one needs to run, with those that they need; itself too. A name stands twice with two versions.
fn tree<'a>(metadata: &'a Value, package: &str) -> Vec<&'a str> {
    let packages = array(&metadata["packages"]).iter();
    let names: HashMap<&str, &str> = packages
        .map(|one| (text(&one["id"]), text(&one["name"])))
        .collect();
    let nodes = array(&metadata["resolve"]["nodes"]).iter();
    let needs: HashMap<&str, &Vec<Value>> = nodes
        .map(|node| (text(&node["id"]), array(&node["deps"])))
        .collect();
    let mut members = array(&metadata["workspace_members"]).iter().map(text);
    let start = members.find(|id| names[id] == package);
    let mut todo = vec![start.unwrap_or_else(|| panic!("{package} is not in the workspace"))];
    let mut found = BTreeSet::new();
    while let Some(id) = todo.pop() {
        if found.insert(id) {
            let is_normal = |one: &&Value| {
                array(&one["dep_kinds"])
                    .iter()
                    .any(|kind| kind["kind"].is_null())
            };
            let normal = needs[id].iter().filter(is_normal);
            todo.extend(normal.map(|one| text(&one["pkg"])));
        }
    }
    found.into_iter().map(|id| names[id]).collect()
}

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn is_polars(name: &str) -> bool {
    name == "polars" || name.starts_with("polars-")
}

#[test]
fn packages_depend_on_each_other_as_the_table_says() {
    let wrong = not_in_table(&metadata(&["--no-deps"]));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn packages_that_do_without_polars_stay_small() {
    let metadata = metadata(&["--filter-platform", &host()]);
    for package in LIGHT {
        let tree = tree(&metadata, package);
        let polars: Vec<_> = tree.iter().filter(|name| is_polars(name)).collect();
        assert!(polars.is_empty(), "{package} needs {polars:?}");
    }
    let tree = tree(&metadata, "dxdt-calculus");
    assert!(tree.len() < 40, "{} packages: {tree:?}", tree.len());
}

#[test]
fn polars_and_all_others_are_built_once_for_program_tests_and_wheel() {
    let program = built_for(&["--edges", "no-dev"]);
    let tests = built_for(&["--edges", "normal,build,dev"]);
    let wheel = built_for(&["--edges", "no-dev", "--package", "dxdt-python"]);
    for (package, features) in &program {
        let others = [("tests", tests.get(package)), ("wheel", wheel.get(package))];
        for (whose, other) in others {
            assert_eq!(Some(features), other, "{package} for the {whose}");
        }
    }
    let core = program.keys().find(|name| name.starts_with("polars-core "));
    assert!(core.is_some(), "{:?}", program.keys());
}

#[test]
fn a_dependency_that_the_table_does_not_have_is_found() {
    let packages = json!({"packages": [
        {"name": "dxdt-time", "dependencies": [
            {"name": "chrono", "kind": null},
            {"name": "dxdt-calculus", "kind": null},
            {"name": "dxdt-motion", "kind": "dev"},
            {"name": "dxdt-chart", "kind": "build"},
        ]},
        {"name": "dxdt-calculus", "dependencies": []},
        {"name": "dxdt-chart", "dependencies": []},
        {"name": "dxdt-motion", "dependencies": [{"name": "dxdt-time", "kind": null}]},
        {"name": "dxdt-new", "dependencies": []},
    ]});
    assert_eq!(
        not_in_table(&packages),
        [
            "dxdt-time depends on dxdt-calculus (normal)",
            "dxdt-time depends on dxdt-motion (dev)",
            "dxdt-time depends on dxdt-chart (build)",
            "dxdt-new is not in the table",
        ]
    );
}

#[test]
fn polars_is_found_through_what_a_package_needs_to_run_only() {
    let needs = |package: &str, kind: Value| json!({"pkg": package, "dep_kinds": [{"kind": kind}]});
    let metadata = json!({
        "packages": [
            {"id": "a", "name": "dxdt-time"},
            {"id": "b", "name": "dxdt-chart"},
            {"id": "c", "name": "csv"},
            {"id": "d", "name": "polars-core"},
        ],
        "workspace_members": ["a", "b"],
        "resolve": {"nodes": [
            {"id": "a", "deps": [needs("c", Value::Null)]},
            {"id": "b", "deps": [needs("d", json!("dev")), needs("d", json!("build"))]},
            {"id": "c", "deps": [needs("d", Value::Null), needs("a", Value::Null)]},
            {"id": "d", "deps": []},
        ]},
    });
    assert_eq!(
        tree(&metadata, "dxdt-time"),
        ["dxdt-time", "csv", "polars-core"]
    );
    assert!(is_polars("polars-core") && is_polars("polars"));
    assert_eq!(tree(&metadata, "dxdt-chart"), ["dxdt-chart"]);
}
