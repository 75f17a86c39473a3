//! Bad input: each a sentence with file, line, column and what to do; exit code 1; no output.

use std::fs;
use std::path::Path;

use super::support::{dxdt, error_of, said};

#[test]
fn missing_file() {
    let output = dxdt()
        .args(["analyze", "no/such/log.csv"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(
        said(&output).trim_end(),
        @"error: no/such/log.csv: there is no such file; check the path"
    );
}

#[test]
fn folder_and_pattern_without_logs() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("_SUCCESS"), "").unwrap();
    let said = |path: &Path| {
        let output = dxdt().arg("analyze").arg(path).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let message = said(&output);
        message
            .trim_end()
            .replace(&folder.path().display().to_string(), "FOLDER")
    };
    insta::assert_snapshot!(said(folder.path()), @"error: FOLDER: there is no log in the folder; give a folder with logs; names that begin with . or _ and files that end in .part are ignored");
    insta::assert_snapshot!(said(&folder.path().join("*.csv")), @"error: FOLDER/*.csv: no file matches the pattern; check the pattern, or name the files");
}

#[test]
fn empty_file() {
    insta::assert_snapshot!(error_of(b"", &[]), @"error: LOG: the file is empty; give a log with a header line and rows of timestamps and positions");
    insta::assert_snapshot!(error_of(b"\n\n", &[]), @"error: LOG: the file is empty; give a log with a header line and rows of timestamps and positions");
}

#[test]
fn only_comments() {
    insta::assert_snapshot!(error_of(b"# nothing\n# here\n", &[]), @"error: LOG: the file has only comments; give a log with rows of timestamps and positions");
}

#[test]
fn header_only() {
    insta::assert_snapshot!(error_of(b"t,x,y\n", &[]), @"error: LOG: there is a header but no rows; give a log with at least two rows of timestamps and positions, or --no-header if the first line is data");
}

#[test]
fn one_row() {
    insta::assert_snapshot!(error_of(b"t,x,y\n0,1,2\n", &[]), @"error: LOG: only one row is usable, but a velocity needs two; check the time and position columns, or name others with --time, --position and --entity");
}

#[test]
fn no_time_column() {
    insta::assert_snapshot!(error_of(b"a,x,y\n0,1,2\n1,2,3\n", &[]), @"error: LOG: no column is recognized as the time; name it with --time, or give --frame-rate if there is a row for each frame of a camera; the columns are 'a', 'x', 'y'");
}

#[test]
fn no_numeric_position() {
    insta::assert_snapshot!(error_of(b"t,place\n0,here\n1,there\n", &[]), @"error: LOG: no column besides the time holds numbers; name one to three with --position; the columns are 't', 'place'");
}

#[test]
fn no_position_among_many_numbers() {
    insta::assert_snapshot!(error_of(b"t,a,b,c,d\n0,1,2,3,4\n1,2,3,4,5\n", &[]), @"error: LOG: no columns are recognized as the position; name one to three with --position; the columns are 't', 'a', 'b', 'c', 'd'");
}

#[test]
fn text_in_a_number_column() {
    insta::assert_snapshot!(error_of(b"t,x\n0,1\n1,2\n2,three\n3,4\n", &[]), @"error: LOG, line 4, column 'x': 'three' is not a number; correct the cell, leave it empty to mark the value as missing, give the word for missing values with --missing, or name another column");
}

#[test]
fn text_in_the_time_column() {
    insta::assert_snapshot!(error_of(b"t,x\n0,1\n1,2\nlater,3\n3,4\n", &[]), @"error: LOG, line 4, column 't': the time 'later' cannot be read: it is not a number, unlike the rest of its column; correct the cell, or empty it to leave out the row");
}

#[test]
fn ragged_rows() {
    insta::assert_snapshot!(error_of(b"t,x,y\n0,1,2\n1,2\n2,3,4\n", &[]), @"error: LOG, line 3: the row has 2 cells where the header has 3; complete or remove the row, or name a delimiter other than ',' with --delimiter");
    insta::assert_snapshot!(error_of(b"t,x,y\n0,1,2\n1,2,3,4\n2,3,4\n", &[]), @"error: LOG, line 3: the row has 4 cells where the header has 3; complete or remove the row, or name a delimiter other than ',' with --delimiter");
}

#[test]
fn unclosed_quote() {
    insta::assert_snapshot!(error_of(b"t,x,name\n0,1,a\n1,2,\"b\n2,3,c\n", &[]), @r#"error: LOG, line 3: a quote (") is opened and never closed; close it, or remove it"#);
}

#[test]
fn invalid_utf_8() {
    insta::assert_snapshot!(error_of(b"t,x\n0,1\n1,\xff2\n", &[]), @"error: LOG, line 3: byte 3 of the line (0xff) is not UTF-8 text; save the file as UTF-8");
}

#[test]
fn utf_16() {
    insta::assert_snapshot!(error_of(b"\xff\xfet\0,\0x\0\n\0", &[]), @"error: LOG: the text is UTF-16; save it as UTF-8");
}

#[test]
fn binary() {
    insta::assert_snapshot!(error_of(b"\x7fELF\0\0\0,\0\n\0,\0\n", &[]), @"error: LOG, line 1: there is a NUL byte: this is not a text table; give a text log, or one in another supported format");
}

#[test]
fn all_stamps_equal() {
    insta::assert_snapshot!(error_of(b"t,x\n5,1\n5,2\n5,3\n", &[]), @"error: LOG: all timestamps are equal, but a velocity needs two different ones; check the time and position columns, or name others with --time, --position and --entity");
}

#[test]
fn no_stamp_at_all() {
    insta::assert_snapshot!(error_of(b"t,x\n,1\n,2\n", &["--time", "t"]), @"error: LOG, column 't': the time column has no values; name another column with --time");
}

#[test]
fn unknown_columns_in_options() {
    let log = b"t,x,y,id\n0,1,2,a\n1,2,3,a\n";
    insta::assert_snapshot!(error_of(log, &["--time", "when"]), @"error: LOG: --time names the column 'when', which does not exist; the columns are 't', 'x', 'y', 'id'");
    insta::assert_snapshot!(error_of(log, &["--position", "x,h"]), @"error: LOG: --position names the column 'h', which does not exist; the columns are 't', 'x', 'y', 'id'");
    insta::assert_snapshot!(error_of(log, &["--entity", "who"]), @"error: LOG: --entity names the column 'who', which does not exist; the columns are 't', 'x', 'y', 'id'");
}

#[test]
fn a_name_that_is_nearly_one_of_a_column_is_told() {
    let log = b"timestamp,pos_x [mm],pos_y [mm],id\n0,1,2,a\n1,2,3,a\n";
    let told = |option: &str, given: &str| error_of(log, &[option, given]);
    insta::assert_snapshot!(told("--time", "timestmp"), @"error: LOG: --time names the column 'timestmp', which does not exist; did you mean 'timestamp'? The columns are 'timestamp', 'pos_x [mm]', 'pos_y [mm]', 'id'");
    insta::assert_snapshot!(told("--position", "pos_x,posy"), @"error: LOG: --position names the column 'posy', which does not exist; did you mean 'pos_y'? The columns are 'timestamp', 'pos_x [mm]', 'pos_y [mm]', 'id'");
    insta::assert_snapshot!(told("--entity", "ID"), @"error: LOG: --entity names the column 'ID', which does not exist; did you mean 'id'? The columns are 'timestamp', 'pos_x [mm]', 'pos_y [mm]', 'id'");
}

#[test]
fn one_column_twice() {
    insta::assert_snapshot!(error_of(b"t,x\n0,1\n1,2\n", &["--position", "t"]), @"error: LOG, column 't': the column is given two roles; give --time, --position and --entity different columns");
}

#[test]
fn dates_that_can_be_read_two_ways() {
    let log = b"time,x\n03/04/2021 10:00,1\n04/04/2021 10:00,2\n05/06/2021 10:00,3\n";
    insta::assert_snapshot!(error_of(log, &[]), @"error: LOG, column 'time': '03/04/2021 10:00' can have the day or the month first, and no row of the column decides; give --time-format '%d/%m/%Y %H:%M' or --time-format '%m/%d/%Y %H:%M'");
}

#[test]
fn dates_that_contradict_each_other() {
    let log = b"time,x\n13/04/2021 10:00,1\n04/13/2021 10:00,2\n";
    insta::assert_snapshot!(error_of(log, &[]), @"error: LOG, column 'time': '13/04/2021 10:00' has the day first but '04/13/2021 10:00' has the month first; give --time-format '%d/%m/%Y %H:%M' or --time-format '%m/%d/%Y %H:%M', or correct the rows that do not fit");
}

#[test]
fn a_day_that_no_calendar_has() {
    insta::assert_snapshot!(error_of(b"time,x\n2021-02-28,1\n2021-02-30,2\n", &[]), @"error: LOG, line 3, column 'time': the time '2021-02-30' cannot be read: the calendar has no such day; correct the cell, or empty it to leave out the row");
}

#[test]
fn a_pattern_that_does_not_fit() {
    let log = b"time,x\n2021-02-28,1\n2021-03-01,2\n";
    insta::assert_snapshot!(error_of(log, &["--time-format", "%d/%m/%Y"]), @"error: LOG, line 2, column 'time': the time '2021-02-28' cannot be read: it does not match the pattern given with --time-format; correct the cell, or empty it to leave out the row");
}

#[test]
fn duplicates_refused() {
    let log = b"t,x\n0,1\n1,2\n1,3\n2,4\n";
    insta::assert_snapshot!(error_of(log, &["--duplicates", "error"]), @"error: LOG, line 4: line 3 has the same timestamp; choose what to keep with --duplicates first, last, mean or median");
}

#[test]
fn one_column_only() {
    insta::assert_snapshot!(error_of(b"x\n1\n2\n", &[]), @"error: LOG, line 1: there is only one column: no comma, semicolon, tab or space splits the rows; name the delimiter with --delimiter, or give a log with a time and a position column");
}

#[test]
fn damaged_gzip() {
    insta::assert_snapshot!(error_of(b"\x1f\x8b\x08\0\0\0\0\0\0\x03abc", &[]), @"error: LOG: the gzip data is damaged or cut off (incomplete deflate stream); download or compress the file again");
}

#[test]
fn hostile_names_do_not_reach_the_terminal() {
    let message = error_of(b"a\x1b[31mb,x\n0,1\n1,2\n", &[]);
    assert!(!message.contains('\u{1b}'), "{message}");
    insta::assert_snapshot!(message, @r"error: LOG: no column is recognized as the time; name it with --time, or give --frame-rate if there is a row for each frame of a camera; the columns are 'a\u{1b}[31mb', 'x'");
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
    let message = said(&output).replace(&folder.path().display().to_string(), "");
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(message.trim_end(), @"error: /two.csv: the file has the columns 'x', 'y' where /one.csv has 'x'; analyze the files one by one, or name the columns with --time, --position and --entity");
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
    let message = said(&output).replace(&folder.path().display().to_string(), "");
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(message.trim_end(), @"error: /file/out: a file is in the way where a folder is needed; choose another folder with -o");
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
fn a_log_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let log = "t (s),x (m)\n0,0\n1,1\n2,4\n3,9\n";
    for (command, name, output) in [
        ("analyze", "motion.csv", ""),
        ("analyze", "path.png", ""),
        ("analyze --follow --resume", "motion.csv", ""),
        ("compare", "methods.csv", ""),
        ("report", "report.html", "report.html"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, log).unwrap();
        let mut program = dxdt();
        program.args(command.split(' ')).arg(&path).arg("-o");
        let output = program.arg(folder.path().join(output)).output().unwrap();
        let error = said(&output);
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(
            error.contains("would overwrite a file that is being read"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), log);
        assert_eq!(visible_files(folder.path()), [name]);
        fs::remove_file(path).unwrap();
    }
}

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
        .env("COLUMNS", "1000")
        .current_dir(super::support::root())
        .args(["-c", &script])
        .output()
        .unwrap();
    let message = said(&output);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(
        message.contains("motion.csv: the file is too large for the disk"),
        "{message}"
    );
    assert!(!out.exists());
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
        vec!["analyze", "log.csv", "--time-format", "%Q"],
        vec!["analyze", "log.csv", "--format", "xls"],
        vec!["analyze", "log.csv", "--delimiter", "ab"],
        vec!["analyze", "log.csv", "--threads", "0"],
        vec!["analyze", "log.csv", "--threads", "1025"],
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
        .env("COLUMNS", "1000")
        .current_dir(super::support::root())
        .args(["-c", &script])
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("panicked"));
}
