//! Timestamps with more digits than nanoseconds have: floats that a script wrote in full, steps of less than a nanosecond.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::batches::{analyze, same};
use crate::support::{dxdt, said};

/// A log of rows with these times, written as floats are written in full, and what is analyzed of it.
struct Log {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl Log {
    fn of(header: &str, rows: impl IntoIterator<Item = (String, f64)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv");
        fs::write(&path, text(header, rows)).unwrap();
        Self { folder, path }
    }

    fn analyze(&self, options: &[&str]) -> (Vec<Vec<f64>>, String) {
        let out = self.folder.path().join("out");
        let log = self.path.to_str().unwrap();
        let options = [options, &["--no-charts"]].concat();
        let words = analyze(&[log], &out, &options, None);
        (columns(&out.join("motion.csv")), words)
    }
}

fn text(header: &str, rows: impl IntoIterator<Item = (String, f64)>) -> String {
    let mut text = header.to_owned() + "\n";
    for (start, x) in rows {
        writeln!(text, "{start},{x}").unwrap();
    }
    text
}

/// t, velocity and acceleration of a table with one axis and no objects.
fn columns(table: &Path) -> Vec<Vec<f64>> {
    let text = fs::read_to_string(table).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let column = |name: &str| {
        let place = names.iter().position(|other| *other == name).unwrap();
        let cells = rows.iter().map(|row| row[place].parse());
        cells.map(|cell| cell.unwrap_or(f64::NAN)).collect()
    };
    ["t", "v_x", "a_x"].map(column).to_vec()
}

fn fall(step: f64, rows: u32) -> impl Iterator<Item = (String, f64)> {
    let t = move |row| f64::from(row) * step;
    (0..rows).map(move |row| {
        (
            t(row).to_string(),
            -9.81 / 2.0 * t(row).powi(2) / step / step,
        )
    })
}

#[test]
fn a_log_of_floats_that_are_written_in_full_has_their_steps() {
    // 0.30000000000000004, 0.6000000000000001.
    let log = Log::of("t (s),x (m)", fall(0.1, 60));
    let (found, words) = log.analyze(&[]);
    assert!(!words.contains("rounded"), "{words}");
    for (row, t) in found[0].iter().enumerate() {
        assert_eq!(*t, row as f64 * 0.1);
    }
    assert!(
        found[2].iter().all(|a| (a + 981.0).abs() < 1e-9),
        "{found:?}"
    );
    // The times of a camera, which no number of digits ends.
    let log = Log::of("t (ms),x (m)", fall(1000.0 / 60.0, 60));
    let (found, words) = log.analyze(&[]);
    assert!(!words.contains("rounded"), "{words}");
    assert!(
        found[2].iter().all(|a| (a + 9.81 * 3600.0).abs() < 1e-7),
        "{found:?}"
    );
}

#[test]
fn steps_of_less_than_a_nanosecond_are_no_broken_clock() {
    let log = Log::of("t,x", fall(1e-10, 60));
    let (found, words) = log.analyze(&["--time-unit", "s"]);
    assert!(words.contains("5.9 ns long, median step 100 ps"), "{words}");
    assert_eq!(found[0].len(), 60);
    let acceleration = -9.81e20;
    let is_right = |a: &f64| (a / acceleration - 1.0).abs() < 1e-9;
    assert!(found[2].iter().all(is_right), "{found:?}");
    // A duration that is given stays what it is.
    let (_, words) = log.analyze(&["--time-unit", "s", "--max-gap", "1ns"]);
    assert!(!words.contains("gap"), "{words}");
    let rows =
        fall(1e-10, 60).filter(|(t, _)| !("0.0000000011".."0.000000003").contains(&t.as_str()));
    let log = Log::of("t,x", rows);
    let (_, words) = log.analyze(&["--time-unit", "s", "--max-gap", "1ns"]);
    assert!(
        words.contains("1 gap longer than 1 ns, the longest 2 ns"),
        "{words}"
    );
}

#[test]
fn what_comes_later_changes_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let out = |name: &str| folder.path().join(name);
    let options = ["--no-charts"];
    // An object of whole tenths, and one that is finer.
    let tenths = |id: &str, row: u32| {
        let t = format!("{}.{}", row / 10, row % 10);
        (format!("{id},{t}"), f64::from(row).sin())
    };
    let thirds = |row: u32| (format!("z,{}", f64::from(row) / 3.0), f64::from(row).cos());
    let coarse = || (0..40_000).map(|row| tenths("a", row));
    let fine = || (0..3_000).map(thirds);
    let first = write("fine-first.csv", &text("id,t,x", fine().chain(coarse())));
    let last = write("fine-last.csv", &text("id,t,x", coarse().chain(fine())));
    let alone = write("coarse.csv", &text("id,t,x", coarse()));
    for (log, name) in [(&first, "first"), (&last, "last"), (&alone, "alone")] {
        analyze(&[log], &out(name), &options, None);
    }
    let rows = |name: &str, id: &str| -> Vec<String> {
        let table = fs::read_to_string(out(name).join("motion.csv")).unwrap();
        let lines = table.lines().filter(|line| line.starts_with(id));
        lines.map(str::to_owned).collect()
    };
    assert!(rows("first", "a") == rows("last", "a") && rows("last", "a") == rows("alone", "a"));
    assert!(rows("first", "z") == rows("last", "z"));
    // Rows on disk, and from a pipe.
    let small = ["--no-charts", "--memory", "0MiB", "--threads", "1"];
    analyze(&[&last], &out("small"), &small, None);
    same(&out("last"), &out("small"));
    // Two files of one object, of which the second is finer.
    let rows = |from: u32| (from..from + 20_000).map(|row| (f64::from(row) / 4.0, f64::from(row)));
    let coarse = write(
        "1.csv",
        &text("t,x", rows(0).map(|(t, x)| (t.to_string(), x))),
    );
    let fine = rows(20_000).map(|(t, x)| ((t + 1e-11).to_string(), x));
    let fine = write("2.csv", &text("t,x", fine));
    let options = ["--no-charts", "--no-comparison"];
    analyze(&[&coarse, &fine], &out("in order"), &options, None);
    analyze(&[&fine, &coarse], &out("reversed"), &options, None);
    let table = |name: &str| fs::read_to_string(out(name).join("motion.csv")).unwrap();
    assert!(table("in order") == table("reversed"));
    assert!(table("in order").contains("\n5000.00000000001,5000.00000000001,"));
}

#[test]
fn digits_without_room_are_rounded_once_and_told_where_it_matters() {
    let dates = |second: u32| format!("2024-05-11T12:00:{second:02}.{}", "123456789875");
    let log = Log::of("time,x", (0..9).map(|row| (dates(row), f64::from(row))));
    let (_, words) = log.analyze(&[]);
    // Each is rounded as the other is.
    assert!(!words.contains("rounded"), "{words}");
    let digits = ["123456789875", "123456789125"];
    let dates = (0..9).map(|row| {
        (
            format!("2024-05-11T12:00:0{row}.{}", digits[row % 2]),
            row as f64,
        )
    });
    let (_, words) = Log::of("time,x", dates).analyze(&[]);
    let expected =
        "timestamps are rounded to 1 ns, which changes 8 steps by more than 10⁻¹² of their length";
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(expected), "{words}");
}

#[test]
fn a_log_that_grows_has_fine_ticks_too() {
    let rows =
        fall(1e-10, 60).chain([("9500000.5".to_owned(), 0.0), ("9500001.5".to_owned(), 1.0)]);
    let log = Log::of("t,x", rows);
    let out = log.folder.path().join("followed");
    let mut command = dxdt();
    command.args(["analyze", "--follow", "-q", "-", "--time-unit", "s", "-o"]);
    let output = command
        .arg(&out)
        .pipe_stdin(&log.path)
        .unwrap()
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let found = columns(&out.join("motion.csv"));
    assert_eq!(found[0].len(), 62);
    assert_eq!(found[0][61], 9_500_001.5);
    let is_right = |a: &f64| (a / -9.81e20 - 1.0).abs() < 1e-3;
    assert!(found[2][1..50].iter().all(is_right), "{found:?}");
}
