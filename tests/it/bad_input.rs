//! Bad input: each a sentence with file, line, column and what to do; exit code 1; no output.

use std::fs;
use std::path::Path;

use super::support::dxdt;

/// The error that a log of these bytes gives, with `LOG` for its path; checks that nothing was written.
fn error_of(log: &[u8], options: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, log).unwrap();
    let out = folder.path().join("out");
    let output = dxdt()
        .arg("analyze")
        .arg(&path)
        .arg("-o")
        .arg(&out)
        .args(options)
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(!out.exists(), "nothing may be written");
    assert_eq!(message.lines().count(), 1, "one error: {message}");
    message
        .trim_end()
        .replace(&path.display().to_string(), "LOG")
}

#[test]
fn missing_file() {
    let output = dxdt()
        .args(["analyze", "no/such/log.csv"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(
        String::from_utf8_lossy(&output.stderr).trim_end(),
        @"error: no/such/log.csv: there is no such file; check the path"
    );
}

#[test]
fn folder_instead_of_a_file() {
    let output = dxdt().args(["analyze", "src"]).output().unwrap();
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr).trim_end(), @"");
}

#[test]
fn empty_file() {
    insta::assert_snapshot!(error_of(b"", &[]), @"");
    insta::assert_snapshot!(error_of(b"\n\n", &[]), @"");
}

#[test]
fn only_comments() {
    insta::assert_snapshot!(error_of(b"# nothing\n# here\n", &[]), @"");
}

#[test]
fn header_only() {
    insta::assert_snapshot!(error_of(b"t,x,y\n", &[]), @"");
}

#[test]
fn one_row() {
    insta::assert_snapshot!(error_of(b"t,x,y\n0,1,2\n", &[]), @"");
}

#[test]
fn no_time_column() {
    insta::assert_snapshot!(error_of(b"a,x,y\n0,1,2\n1,2,3\n", &[]), @"");
}

#[test]
fn no_numeric_position() {
    insta::assert_snapshot!(error_of(b"t,place\n0,here\n1,there\n", &[]), @"");
}

#[test]
fn no_position_among_many_numbers() {
    insta::assert_snapshot!(error_of(b"t,a,b,c,d\n0,1,2,3,4\n1,2,3,4,5\n", &[]), @"");
}

#[test]
fn text_in_a_number_column() {
    insta::assert_snapshot!(error_of(b"t,x\n0,1\n1,2\n2,three\n3,4\n", &[]), @"");
}

#[test]
fn text_in_the_time_column() {
    insta::assert_snapshot!(error_of(b"t,x\n0,1\n1,2\nlater,3\n3,4\n", &[]), @"");
}

#[test]
fn ragged_rows() {
    insta::assert_snapshot!(error_of(b"t,x,y\n0,1,2\n1,2\n2,3,4\n", &[]), @"");
    insta::assert_snapshot!(error_of(b"t,x,y\n0,1,2\n1,2,3,4\n2,3,4\n", &[]), @"");
}

#[test]
fn unclosed_quote() {
    insta::assert_snapshot!(error_of(b"t,x,name\n0,1,a\n1,2,\"b\n2,3,c\n", &[]), @"");
}

#[test]
fn invalid_utf_8() {
    insta::assert_snapshot!(error_of(b"t,x\n0,1\n1,\xff2\n", &[]), @"");
}

#[test]
fn utf_16() {
    insta::assert_snapshot!(error_of(b"\xff\xfet\0,\0x\0\n\0", &[]), @"");
}

#[test]
fn binary() {
    insta::assert_snapshot!(error_of(b"\x7fELF\0\0\0,\0\n\0,\0\n", &[]), @"");
}

#[test]
fn all_stamps_equal() {
    insta::assert_snapshot!(error_of(b"t,x\n5,1\n5,2\n5,3\n", &[]), @"");
}

#[test]
fn no_stamp_at_all() {
    insta::assert_snapshot!(error_of(b"t,x\n,1\n,2\n", &["--time", "t"]), @"");
}

#[test]
fn unknown_columns_in_options() {
    let log = b"t,x,y,id\n0,1,2,a\n1,2,3,a\n";
    insta::assert_snapshot!(error_of(log, &["--time", "when"]), @"");
    insta::assert_snapshot!(error_of(log, &["--position", "x,h"]), @"");
    insta::assert_snapshot!(error_of(log, &["--entity", "who"]), @"");
}

#[test]
fn one_column_twice() {
    insta::assert_snapshot!(error_of(b"t,x\n0,1\n1,2\n", &["--position", "t"]), @"");
}

#[test]
fn dates_that_can_be_read_two_ways() {
    let log = b"time,x\n03/04/2021 10:00,1\n04/04/2021 10:00,2\n05/06/2021 10:00,3\n";
    insta::assert_snapshot!(error_of(log, &[]), @"");
}

#[test]
fn dates_that_contradict_each_other() {
    let log = b"time,x\n13/04/2021 10:00,1\n04/13/2021 10:00,2\n";
    insta::assert_snapshot!(error_of(log, &[]), @"");
}

#[test]
fn a_day_that_no_calendar_has() {
    insta::assert_snapshot!(error_of(b"time,x\n2021-02-28,1\n2021-02-30,2\n", &[]), @"");
}

#[test]
fn a_pattern_that_does_not_fit() {
    let log = b"time,x\n2021-02-28,1\n2021-03-01,2\n";
    insta::assert_snapshot!(error_of(log, &["--time-format", "%d/%m/%Y"]), @"");
    insta::assert_snapshot!(error_of(log, &["--time-format", "%Q"]), @"");
}

#[test]
fn duplicates_refused() {
    let log = b"t,x\n0,1\n1,2\n1,3\n2,4\n";
    insta::assert_snapshot!(error_of(log, &["--duplicates", "error"]), @"");
}

#[test]
fn one_column_only() {
    insta::assert_snapshot!(error_of(b"x\n1\n2\n", &[]), @"");
}

#[test]
fn damaged_gzip() {
    insta::assert_snapshot!(error_of(b"\x1f\x8b\x08\0\0\0\0\0\0\x03abc", &[]), @"");
}

#[test]
fn hostile_names_do_not_reach_the_terminal() {
    let message = error_of(b"a\x1b[31mb,x\n0,1\n1,2\n", &[]);
    assert!(!message.contains('\u{1b}'), "{message}");
    insta::assert_snapshot!(message, @"");
}

#[test]
fn files_that_do_not_go_together() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let (one, two) = (
        write("one.csv", "t,x\n0,1\n1,2\n"),
        write("two.csv", "t,x,y\n2,1,1\n3,2,2\n"),
    );
    let output = dxdt()
        .arg("analyze")
        .args([&one, &two])
        .arg("-o")
        .arg(folder.path().join("out"))
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr)
        .unwrap()
        .replace(&folder.path().display().to_string(), "");
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(message.trim_end(), @"");
}

#[test]
fn a_folder_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let output = dxdt()
        .args(["analyze", "data/free_fall.csv", "-o"])
        .arg(file.join("out"))
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr)
        .unwrap()
        .replace(&folder.path().display().to_string(), "");
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(message.trim_end(), @"");
}

#[test]
fn a_folder_in_the_place_of_an_output() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("motion.csv")).unwrap();
    let output = dxdt()
        .args(["analyze", "data/free_fall.csv", "--no-charts", "-o"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(visible_files(folder.path()), ["motion.csv"]);
}

/// A limit on the size of files stands in for a disk that becomes full: the write fails half way.
#[cfg(unix)]
#[test]
fn no_room_for_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let script = format!(
        "trap '' XFSZ; ulimit -f 8; exec '{}' analyze data/pendulum.csv --no-charts -o '{}'",
        env!("CARGO_BIN_EXE_dxdt"),
        out.display()
    );
    let output = std::process::Command::new("sh")
        .current_dir(super::support::root())
        .args(["-c", &script])
        .output()
        .unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.contains("motion.csv: the file is too large for the disk"),
        "{message}"
    );
    assert!(visible_files(&out).is_empty());
}

/// Every file of a folder, hidden ones too.
fn visible_files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn wrong_command_lines_exit_with_2() {
    for arguments in [
        vec!["analyze"],
        vec!["analyze", "log.csv", "--edge-order", "0"],
        vec!["analyze", "log.csv", "--max-gap", "soon"],
        vec!["analyze", "log.csv", "--chart-size", "10"],
        vec!["analyze", "log.csv", "--time-unit", "fortnight"],
        vec!["analyze", "log.csv", "--format", "xls"],
        vec!["analyze", "log.csv", "--delimiter", "ab"],
        vec!["analyze", "log.csv", "--threads", "0"],
        vec!["derive", "log.csv"],
    ] {
        let output = dxdt().args(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "'{}' analyze data/free_fall.csv --no-charts -o '{}' 2>&1 | head -n 1; exit ${{PIPESTATUS[0]}}",
        env!("CARGO_BIN_EXE_dxdt"),
        folder.path().display()
    );
    let output = std::process::Command::new("bash")
        .current_dir(super::support::root())
        .args(["-c", &script])
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("panicked"));
}
