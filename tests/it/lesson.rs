//! `dxdt lesson`: text on standard output, charts in a folder.

use std::fs;
use std::path::Path;

use super::support::{dxdt, folder_with_data, root};

const LESSONS: [(&str, usize); 8] = [
    ("between-samples", 1),
    ("uneven-stamps", 1),
    ("noise-and-step", 1),
    ("edges", 1),
    ("nan", 1),
    ("aliasing", 2),
    ("chained-or-direct", 2),
    ("round-trip", 2),
];

/// What the program prints in an empty folder, which it may write into.
fn printed_in(folder: &Path, arguments: &[&str]) -> String {
    let output = dxdt()
        .current_dir(folder)
        .env_remove("COLUMNS")
        .arg("lesson")
        .args(arguments)
        .output()
        .unwrap();
    let messages = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{messages}");
    assert_eq!(messages, "");
    String::from_utf8(output.stdout).unwrap()
}

fn printed(arguments: &[&str]) -> String {
    printed_in(tempfile::tempdir().unwrap().path(), arguments)
}

#[test]
fn two_lessons_read_like_this() {
    insta::assert_snapshot!("lesson_edges", printed(&["edges"]));
    insta::assert_snapshot!("lesson_nan_answers", printed(&["nan", "--answers"]));
}

#[test]
fn every_lesson_writes_its_charts_beside_its_text() {
    for (lesson, charts) in LESSONS {
        let folder = tempfile::tempdir().unwrap();
        let size = ["--chart-size", "700x500", "--theme", "dark"];
        let text = printed_in(folder.path(), &[&[lesson][..], &size].concat());
        let mut found = 0;
        for entry in fs::read_dir(folder.path().join("dxdt-lesson")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(name.starts_with(lesson) && name.ends_with(".png"), "{name}");
            assert!(
                text.contains(&format!("Chart dxdt-lesson/{name}\n")),
                "{text}"
            );
            let image = image::open(&path).unwrap().to_rgb8();
            assert_eq!(image.dimensions(), (700, 500));
            assert_eq!(image.get_pixel(2, 2).0, [24; 3]);
            found += 1;
        }
        assert_eq!(found, charts, "{lesson}");
    }
}

#[test]
fn charts_can_be_left_out_or_had_as_svg() {
    let folder = tempfile::tempdir().unwrap();
    let text = printed_in(folder.path(), &["aliasing", "--no-charts"]);
    assert!(
        !text.contains("Chart") && !text.contains("\n\n\n"),
        "{text}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let text = printed_in(folder.path(), &["edges", "--svg", "-o", "a/b"]);
    assert!(text.contains("Chart a/b/edges-acceleration.png"));
    let svg = fs::read_to_string(folder.path().join("a/b/edges-acceleration.svg")).unwrap();
    assert!(svg.contains("Edge order 1 halves"));
}

#[test]
fn answers_come_only_when_asked_for() {
    for (lesson, _) in LESSONS {
        let without = printed(&[lesson, "--no-charts"]);
        let with = printed(&[lesson, "--no-charts", "--answers"]);
        assert_eq!(without.matches("Answer:").count(), 0);
        assert_eq!(with.matches("     Answer:").count(), 2);
        assert!(without.ends_with("Show the answers with --answers.\n"));
        assert!(!with.contains("--answers"));
    }
}

#[test]
fn a_lesson_is_the_same_on_every_run() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    for lesson in ["noise-and-step", "round-trip"] {
        let [first, second] = [("1", &folders[0]), ("2", &folders[1])]
            .map(|(threads, folder)| printed_in(folder.path(), &[lesson, "--threads", threads]));
        assert_eq!(first, second);
    }
    for entry in fs::read_dir(folders[0].path().join("dxdt-lesson")).unwrap() {
        let path = entry.unwrap().path();
        let other = folders[1]
            .path()
            .join("dxdt-lesson")
            .join(path.file_name().unwrap());
        assert_eq!(fs::read(&path).unwrap(), fs::read(other).unwrap());
    }
}

#[test]
fn lessons_are_listed_and_unknown_ones_are_told_the_nearest() {
    let list = printed(&[]);
    assert_eq!(list, printed(&["--list"]));
    for (lesson, _) in LESSONS {
        assert!(list.contains(&format!("\n  {lesson} ")), "{list}");
    }
    let output = dxdt().args(["lesson", "edgs"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("a similar value exists: 'edges'"),
        "{message}"
    );
    assert!(LESSONS.iter().all(|(lesson, _)| message.contains(lesson)));
}

#[test]
fn prose_is_as_wide_as_the_terminal_says() {
    for width in [50, 100] {
        let output = dxdt()
            .args(["lesson", "round-trip", "--no-charts"])
            .env("COLUMNS", width.to_string())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        // Tables and commands are indented by four.
        let prose = text.lines().filter(|line| !line.starts_with("    "));
        let widest = prose.map(|line| line.chars().count()).max().unwrap();
        assert!((width - 8..=width).contains(&widest), "{widest}");
    }
}

#[test]
fn a_file_where_the_folder_should_be_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("dxdt-lesson"), "").unwrap();
    let output = dxdt()
        .current_dir(folder.path())
        .args(["lesson", "edges"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("a file is in the way"), "{message}");
}

/// Lessons tell their readers what to type; each such command runs.
#[test]
fn the_commands_of_the_lessons_run() {
    let folder = folder_with_data();
    let mut commands = std::collections::BTreeSet::new();
    for (lesson, _) in LESSONS {
        let text = printed(&[lesson, "--no-charts"]);
        let lines = text
            .lines()
            .filter_map(|line| line.strip_prefix("    dxdt "));
        commands.extend(lines.map(str::to_owned));
    }
    assert!(commands.len() >= 12, "{commands:?}");
    for command in commands {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        if arguments.contains(&"-o") {
            arguments.push("--no-charts");
        }
        let output = dxdt()
            .current_dir(folder.path())
            .args(&arguments)
            .output()
            .unwrap();
        let messages = super::support::said(&output);
        assert!(output.status.success(), "dxdt {command}: {messages}");
        if command.contains("gps_walk.csv --value elevation") {
            assert!(messages.contains("note: "), "{messages}");
        }
        if command == "analyze data/gps_walk.csv -o out" {
            assert!(messages.contains("line 359"), "{messages}");
        }
    }
}

#[test]
fn the_page_about_lessons_has_every_lesson() {
    let page = fs::read_to_string(root().join("docs/lessons.md")).unwrap();
    let headings = page.lines().filter_map(|line| line.strip_prefix("## `"));
    let headings: Vec<&str> = headings.filter_map(|line| line.strip_suffix('`')).collect();
    assert_eq!(headings, LESSONS.map(|(lesson, _)| lesson));
}
