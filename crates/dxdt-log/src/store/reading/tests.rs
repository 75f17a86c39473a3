//! What is learnt from rows beyond the first ones, and how often reading starts anew for it.

use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::{Memory, open};
use dxdt_motion::Stop;
use dxdt_motion::log::PositionLog;

/// Reads files in small batches, after first rows of so many; says whether reading started anew.
fn read_files(folder: &TempDir, files: &[String], first_rows: usize) -> Result<(StoredLog, bool)> {
    let paths = paths_of(folder, files);
    let batches = BatchOptions {
        batch_bytes: 200,
        first_rows,
        rows_a_run: 500,
        kept_bytes: 1 << 20,
        memory: Memory::UNLIMITED,
        folder: folder.path().to_owned(),
        typed: false,
        stop: Stop::default(),
    };
    let options = looking_at(first_rows);
    let logs = Logs::Paths(paths);
    let mut reader = LogReader::new(&logs, &options, &batches)?;
    let log = reader.read()?;
    Ok((log, reader.learnt.is_some()))
}

/// What columns are is told by the same rows, however a file is cut.
fn looking_at(rows: usize) -> LogOptions {
    LogOptions {
        sample_rows: rows,
        ..LogOptions::default()
    }
}

fn paths_of(folder: &TempDir, files: &[String]) -> Vec<String> {
    let path = |(index, text): (usize, &String)| {
        let path = folder.path().join(format!("{index}.csv"));
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    files.iter().enumerate().map(path).collect()
}

/// What is told of a log.
fn told(log: &PositionLog) -> (Vec<String>, Vec<&str>, Option<&str>, Vec<usize>) {
    let findings = log.findings.iter().map(ToString::to_string);
    let measured = log.measured.iter().map(|column| column.name.as_str());
    let rows = log.files.iter().map(|file| file.rows);
    let entity = log.entity.as_deref();
    (
        findings.collect(),
        measured.collect(),
        entity,
        rows.collect(),
    )
}

/// Checks that files give what they give as a whole; says whether reading started anew.
fn check(files: &[String], first_rows: usize) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let found = read_files(&folder, files, first_rows);
    let all_at_once = BatchOptions {
        first_rows: usize::MAX,
        ..BatchOptions::within(Memory::UNLIMITED, folder.path())
    };
    let expected = open(
        &paths_of(&folder, files),
        &looking_at(first_rows),
        &all_at_once,
    );
    match (expected, found) {
        (Ok(expected), Ok((found, again))) => {
            assert_eq!(told(&found.facts), told(&expected.facts), "{files:?}");
            again
        }
        (Err(expected), Err(found)) => {
            if files.len() == 1 {
                assert_eq!(found.to_string(), expected.to_string());
            }
            false
        }
        (expected, found) => panic!("{expected:?}, {found:?}, {files:?}"),
    }
}

/// How a file is written, and what its last rows have that its first ones do not tell.
#[derive(Debug, Clone, Copy)]
struct Written {
    rows: usize,
    /// Days that may be months until the last rows.
    is_dated: bool,
    telling_day: bool,
    bad_stamp: bool,
    /// Ids that come back after so many rows.
    ids: Option<usize>,
    has_speed: bool,
    bad_speed: Option<usize>,
    has_course: bool,
}

const PLAIN: Written = Written {
    rows: 60,
    is_dated: false,
    telling_day: false,
    bad_stamp: false,
    ids: None,
    has_speed: false,
    bad_speed: None,
    has_course: false,
};

fn csv(file: Written, start: usize) -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        "{}time,x [m],y [m]",
        if file.ids.is_some() { "id," } else { "" }
    );
    text += if file.has_speed { ",speed [m/s]" } else { "" };
    text += if file.has_course { ",vx [m/s]\n" } else { "\n" };
    for row in 0..file.rows {
        let second = start + row;
        if let Some(ids) = file.ids {
            let _ = write!(text, "{},", row % ids);
        }
        let is_late = row + 3 > file.rows;
        if file.is_dated {
            let day = if file.telling_day && is_late { 25 } else { 5 };
            let (hour, minute, second) = (second / 3600 % 24, second / 60 % 60, second % 60);
            let _ = write!(text, "{day:02}/11/2024 {hour:02}:{minute:02}:{second:02}");
        } else if file.bad_stamp && row + 1 == file.rows {
            text += "soon";
        } else {
            let _ = write!(text, "{second}.5");
        }
        let _ = write!(text, ",{}.25,{}", row % 17, row % 11);
        if file.has_speed {
            text += if file.bad_speed == Some(row) {
                ",fast"
            } else {
                ",1.5"
            };
        }
        text += if file.has_course { ",0.5\n" } else { "\n" };
    }
    text
}

#[test]
fn what_the_last_rows_tell_needs_one_new_start() {
    assert!(!check(&[csv(PLAIN, 0)], 5));
    let late = Written {
        is_dated: true,
        telling_day: true,
        ids: Some(20),
        has_speed: true,
        bad_speed: Some(57),
        ..PLAIN
    };
    // Format, entity and a column that cannot be read at once.
    assert!(check(&[csv(late, 0)], 5));
    // In each of several files, of which later ones have other columns.
    let other = Written {
        has_course: true,
        bad_speed: None,
        ..late
    };
    let files = [
        csv(late, 0),
        csv(other, 100),
        csv(late, 200),
        csv(other, 300),
    ];
    assert!(check(&files, 5));
}

#[test]
fn what_the_first_rows_tell_of_a_column_needs_none() {
    let bad = Written {
        has_speed: true,
        bad_speed: Some(2),
        ..PLAIN
    };
    assert!(!check(&[csv(bad, 0)], 5));
    let late = Written {
        bad_speed: Some(40),
        ..bad
    };
    assert!(check(&[csv(late, 0)], 5));
}

#[test]
fn what_the_middle_and_the_end_tell_needs_none() {
    // More than is looked at, so that there is a middle.
    let long = Written {
        rows: 80_000,
        is_dated: true,
        telling_day: true,
        ids: Some(9_000),
        ..PLAIN
    };
    assert!(!check(&[csv(long, 0)], 12_000));
    // Ids that are more than can be seen there to come back.
    let many = Written {
        ids: Some(30_000),
        ..long
    };
    assert!(check(&[csv(many, 0)], 12_000));
}

prop_compose! {
    fn files()(
        rows in 4..80_usize,
        is_dated: bool,
        telling_day: bool,
        bad_stamp in prop::bool::weighted(0.1),
        ids in prop::option::of(1..60_usize),
        has_speed: bool,
        bad_speed in prop::option::of(0..80_usize),
        has_course: bool,
    ) -> Written {
        Written { rows, is_dated, telling_day, bad_stamp, ids, has_speed, bad_speed, has_course }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_file_gives_what_it_gives_as_a_whole(file in files(), first_rows in 1..50_usize) {
        check(&[csv(file, 0)], first_rows);
    }

    #[test]
    fn so_do_several(
        one in files(),
        others in prop::collection::vec(files(), 1..4),
        first_rows in 1..50_usize,
    ) {
        // Files of one log have one clock and entities alike.
        let alike = |file: &Written| Written {
            is_dated: one.is_dated,
            ids: file.ids.filter(|_| one.ids.is_some()).or(one.ids),
            ..*file
        };
        let others = others.iter().map(alike);
        let files = [one].into_iter().chain(others).zip((0..).step_by(50));
        let files: Vec<_> = files.map(|(file, start)| csv(file, start)).collect();
        check(&files, first_rows);
    }
}
