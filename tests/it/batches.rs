//! Logs that are read in batches give what they give when they are read whole.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::{dxdt, real_log, root, said};

/// 250,000 rows of eight ships: more than noise is told from, with gaps, duplicates and rows out of order.
fn fleet(by_time: bool) -> String {
    let mut csv = "ship,time,x [m],y [m],speed [m/s]\n".to_owned();
    let mut row = |ship: usize, step: usize| {
        // Uneven steps, a pause now and then, a row that comes too late, one that comes twice.
        let mut ms = 10_000 + step * 100 + (step * 37 + ship) % 41 + 60_000 * (step / 9_000);
        if step % 5_003 == 17 {
            ms -= 2_000;
        }
        let t = ms as f64 / 1000.0;
        let (x, y) = ((0.02 * t).sin() * 500.0, (0.03 * t).cos() * 300.0);
        let speed = (10.0 * (0.02 * t).cos()).hypot(9.0 * (0.03 * t).sin());
        let line = format!("ship {ship},{ms}e-3,{x:.3},{y:.3},{speed:.2}\n");
        csv += &line;
        if step % 4_001 == 5 {
            csv += &line;
        }
    };
    const STEPS: usize = 31_250;
    if by_time {
        (0..STEPS).for_each(|step| (0..8).for_each(|ship| row(ship, step)));
    } else {
        (0..8).for_each(|ship| (0..STEPS).for_each(|step| row(ship, step)));
    }
    csv
}

pub fn analyze(logs: &[&str], out: &Path, options: &[&str], input: Option<&Path>) -> String {
    let mut command = dxdt();
    command
        .arg("analyze")
        .args(logs)
        .arg("-o")
        .arg(out)
        .args(options);
    if let Some(input) = input {
        command.pipe_stdin(input).unwrap();
    }
    let output = command.output().unwrap();
    let words = said(&output);
    assert!(output.status.success(), "{words}");
    words
}

/// All files of two folders are the same.
pub fn same(expected: &Path, found: &Path) {
    let names = |folder: &Path| -> Vec<_> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(expected), names(found));
    for name in names(expected) {
        let (expected, found) = (expected.join(&name), found.join(&name));
        if expected.is_dir() {
            same(&expected, &found);
        } else {
            let (a, b) = (fs::read(&expected).unwrap(), fs::read(&found).unwrap());
            if a != b {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let (a, b) = (text(&a), text(&b));
                let differ = a.lines().zip(b.lines()).find(|(a, b)| a != b);
                panic!("{} differs: {differ:?}", found.display());
            }
        }
    }
}

/// Checks that a log gives the same in batches, with some options.
fn check(log: &Path, options: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let (whole, batches) = (folder.path().join("whole"), folder.path().join("batches"));
    let log = log.to_str().unwrap();
    let with = |memory, threads| [options, &["--memory", memory, "--threads", threads]].concat();
    analyze(&[log], &whole, &with("none", "1"), None);
    analyze(&[log], &batches, &with("0MiB", "2"), None);
    assert!(whole.join("path.png").exists());
    same(&whole, &batches);
}

#[test]
fn logs_in_any_order_give_the_same_in_batches() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("fleet.csv");
    for (by_time, options) in [
        (false, &["--quantities", "all"][..]),
        (true, &["--format", "parquet"]),
        (true, &["--partition", "entity-hash=4"]),
    ] {
        fs::write(&log, fleet(by_time)).unwrap();
        check(&log, options);
    }
}

#[test]
fn one_large_entity_is_derived_in_windows() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("one.csv");
    // The ships as one, which makes a log that is out of order and has many timestamps twice.
    let mut csv = String::new();
    for line in fleet(false).lines() {
        let (_, rest) = line.split_once(',').unwrap();
        let _ = writeln!(csv, "{rest}");
    }
    fs::write(&log, csv).unwrap();
    check(&log, &["--quantities", "all", "--duplicates", "mean"]);
    check(
        &log,
        &["--accuracy", "8", "--max-gap", "none", "--format", "jsonl"],
    );
}

#[test]
fn standard_input_folders_and_compressed_logs_are_read_in_batches() {
    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join("logs");
    fs::create_dir(&logs).unwrap();
    let (whole, out) = (folder.path().join("whole"), folder.path().join("out"));
    let log = folder.path().join("fleet.csv");
    fs::write(&log, fleet(true)).unwrap();
    analyze(&["-"], &whole, &["--memory", "none"], Some(&log));
    analyze(&["-"], &out, &["--memory", "1MiB"], Some(&log));
    same(&whole, &out);

    // Two files of the same ships, one after the other, the second packed.
    let text = fleet(true);
    let (header, _) = text.split_once('\n').unwrap();
    let middle = text.len() / 2 + text[text.len() / 2..].find('\n').unwrap() + 1;
    fs::write(logs.join("1.csv"), &text[..middle]).unwrap();
    let second = format!("{header}\n{}", &text[middle..]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, second.as_bytes()).unwrap();
    fs::write(logs.join("2.csv.gz"), packed.finish().unwrap()).unwrap();
    let logs = logs.to_str().unwrap();
    analyze(&[logs], &whole, &["--memory", "none"], None);
    analyze(&[logs], &out, &["--memory", "1MiB"], None);
    same(&whole, &out);
}

#[test]
fn what_the_first_rows_do_not_tell_is_learnt_from_all() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("late.csv");
    // For 25,000 rows day and month may be either, the id is another on every row, and the speed is a number.
    let mut csv = "id,when,x [m],y [m],speed [m/s]\n".to_owned();
    for row in 0..60_000 {
        let (day, id) = if row < 25_000 {
            (1 + row / 3_000, row)
        } else {
            (13, row % 25_000)
        };
        let second = row % 86_400;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let speed = if row == 59_000 { "fast" } else { "1.5" };
        let _ = writeln!(
            csv,
            "{id},{day:02}/05/2024 {hour:02}:{minute:02}:{second:02},{}.5,{},{speed}",
            row % 100,
            row % 77
        );
    }
    fs::write(&log, csv).unwrap();
    check(&log, &[]);
    let out = folder.path().join("out");
    let words = analyze(&[log.to_str().unwrap()], &out, &["--memory", "0MiB"], None);
    assert!(words.contains("object is 'id'"), "{words}");
    assert!(words.contains("day before month"), "{words}");
    assert!(
        words.contains("line 59002") || words.contains("59,002"),
        "{words}"
    );
}

#[test]
fn errors_deep_in_a_log_name_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("bad.csv");
    for (line, word) in [
        ("ship 1,7e-3,far,1,1\n", "'far' is not a number"),
        ("ship 1,soon,1,1,1\n", "soon"),
        ("ship 1,7e-3\n", "2 cells"),
    ] {
        let mut text = fleet(false);
        let lines = text.lines().count();
        text += line;
        text += "ship 1,9999,1,1,1\n";
        fs::write(&log, &text).unwrap();
        let output = dxdt()
            .arg("analyze")
            .arg(&log)
            .args(["--no-charts", "--memory", "0MiB", "-o"])
            .arg(folder.path().join("out"))
            .output()
            .unwrap();
        let error = said(&output);
        assert_eq!(output.status.code(), Some(1));
        assert!(error.contains(word), "{error}");
        assert!(error.contains(&format!("line {}", lines + 1)), "{error}");
        assert!(!folder.path().join("out/motion.csv").exists());
    }
}

#[test]
fn sample_and_real_logs_give_the_same_in_batches() {
    let mut logs: Vec<_> = fs::read_dir(root().join("data"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    let mut least = logs.len();
    if let Some(real) = real_log("") {
        let entries = fs::read_dir(real).unwrap();
        logs.extend(entries.map(|entry| entry.unwrap().path()));
        least = 11;
    }
    logs.sort();
    let folder = tempfile::tempdir().unwrap();
    let mut compared = 0;
    for log in logs.iter().filter(|path| path.is_file()) {
        let run = |memory: &str| {
            let out = folder.path().join(memory);
            let _ = fs::remove_dir_all(&out);
            let output = dxdt()
                .arg("analyze")
                .arg(log)
                .args(["--memory", memory, "-o"])
                .arg(&out)
                .output()
                .unwrap();
            (output.status.success(), out)
        };
        let ((whole, expected), (batches, found)) = (run("none"), run("0MiB"));
        assert_eq!(whole, batches, "{}", log.display());
        if whole {
            same(&expected, &found);
            compared += 1;
        }
    }
    assert!(compared >= least, "{compared}");
}

#[test]
fn the_scale_of_dates_that_a_format_tells_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (log, out) = (folder.path().join("probe.oem"), folder.path().join("out"));
    let mut oem = "CCSDS_OEM_VERS = 2.0\nCREATION_DATE = 2024-01-01T00:00:00\nORIGINATOR = US\nMETA_START\n\
        OBJECT_NAME = PROBE\nOBJECT_ID = 2024-001A\nCENTER_NAME = EARTH\nREF_FRAME = ICRF\nTIME_SYSTEM = TDB\n\
        START_TIME = 2024-01-01T00:00:00\nSTOP_TIME = 2024-01-01T00:04:00\nMETA_STOP\n"
        .to_owned();
    for minute in 0..5 {
        let _ = writeln!(
            oem,
            "2024-01-01T00:0{minute}:00 {}.0 2.0 3.0 1.0 0.0 0.0",
            60 * minute
        );
    }
    fs::write(&log, oem).unwrap();
    let words = analyze(&[log.to_str().unwrap()], &out, &[], None);
    assert!(words.contains("timestamps are dates in TDB"), "{words}");
}
