//! `dxdt gradient` and `dxdt diff`: tables in, tables out.

use std::fs;

use super::support::dxdt;

/// What a command prints for a table: standard output and standard error.
fn run(table: &str, arguments: &[&str]) -> (String, String) {
    let output = dxdt()
        .args(arguments)
        .arg("-")
        .write_stdin(table)
        .output()
        .unwrap();
    let [out, notes] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (out, notes)
}

const TABLE: &str = "t,x,y\n0,1,0\n1,2,1\n2,4,nan\n4,7,9\n5,11,16\n";

// The numbers are those that NumPy 2.4.6 prints for the same calls.

#[test]
fn gradient_over_a_column() {
    let (out, notes) = run(TABLE, &["gradient", "--value", "x", "--by", "t"]);
    let expected = "t,x,gradient_x\n0,1.0,1.0\n1,2.0,1.5\n2,4.0,1.8333333333333333\n4,7.0,3.1666666666666665\n5,11.0,4.0\n";
    assert_eq!((out.as_str(), notes.as_str()), (expected, ""));
}

#[test]
fn gradient_with_a_spacing_and_edge_order_2() {
    let arguments = [
        "gradient",
        "--value",
        "x",
        "--spacing",
        "0.5",
        "--edge-order",
        "2",
    ];
    let (out, _) = run(TABLE, &arguments);
    assert_eq!(
        out,
        "x,gradient_x\n1.0,1.0\n2.0,3.0\n4.0,5.0\n7.0,7.0\n11.0,9.0\n"
    );
}

#[test]
fn higher_derivatives_are_given_chained_and_by_one_stencil() {
    let rows: String = (0..8).map(|i| format!("{i},{}\n", i * i * i)).collect();
    let table = format!("t,x\n{rows}");
    let arguments = [
        "gradient",
        "--value",
        "x",
        "--by",
        "t",
        "--derivative",
        "2",
        "--accuracy",
        "4",
    ];
    let (out, _) = run(&table, &arguments);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "t,x,chained_x,stencil_x,difference_x");
    for (i, line) in lines[1..].iter().enumerate() {
        let stencil: f64 = line.split(',').nth(3).unwrap().parse().unwrap();
        assert!((stencil - 6.0 * i as f64).abs() < 1e-9, "{line}");
    }
    let arguments = ["gradient", "--value", "x", "--by", "t", "--accuracy", "4"];
    let (out, _) = run(&table, &arguments);
    let first: f64 = out
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .nth(2)
        .unwrap()
        .parse()
        .unwrap();
    assert!(
        first.abs() < 1e-9,
        "a cubic is exact at the first point too: {out}"
    );
}

#[test]
fn nan_is_shown_as_numpy_shows_it_and_explained() {
    let (out, notes) = run(TABLE, &["gradient", "--value", "y"]);
    assert_eq!(
        out,
        "y,gradient_y\n0.0,1.0\n1.0,nan\nnan,4.0\n9.0,nan\n16.0,7.0\n"
    );
    assert!(
        notes.starts_with("note: 'y': 2 gradients are NaN for 1 missing value, at 1, 3"),
        "{notes}"
    );
    let (out, notes) = run(TABLE, &["diff", "--value", "y"]);
    assert_eq!(out, "diff_y\n1.0\nnan\nnan\n7.0\n");
    assert!(
        notes.contains("2 differences are NaN for 1 missing value, at 1, 2"),
        "{notes}"
    );
    let (_, notes) = run(TABLE, &["diff", "--value", "y", "-q"]);
    assert_eq!(notes, "");
}

#[test]
fn differences_of_any_order_with_ends() {
    let diff = |more: &[&str]| run(TABLE, &[&["diff", "--value", "x"], more].concat()).0;
    assert_eq!(diff(&[]), "diff_x\n1.0\n2.0\n3.0\n4.0\n");
    assert_eq!(diff(&["-n", "0"]), "diff_x\n1.0\n2.0\n4.0\n7.0\n11.0\n");
    assert_eq!(
        diff(&["-n", "2", "--prepend", "-1"]),
        "diff_x\n-1.0\n1.0\n1.0\n1.0\n"
    );
    assert_eq!(
        diff(&["--append", "0"]),
        "diff_x\n1.0\n2.0\n3.0\n4.0\n-11.0\n"
    );
    assert_eq!(diff(&["-n", "9"]), "diff_x\n");
}

#[test]
fn groups_are_derived_apart() {
    let table = "id,t,x\nb,0,0\na,0,5\nb,1,1\na,1,7\nb,2,4\n";
    let (out, _) = run(
        table,
        &["gradient", "--value", "x", "--by", "t", "--entity", "id"],
    );
    assert_eq!(
        out,
        "id,t,x,gradient_x\nb,0,0.0,1.0\nb,1,1.0,2.0\nb,2,4.0,3.0\na,0,5.0,2.0\na,1,7.0,2.0\n"
    );
    let (out, _) = run(table, &["diff", "--value", "x", "--entity", "id"]);
    assert_eq!(out, "id,diff_x\nb,1.0\nb,3.0\na,2.0\n");
}

#[test]
fn stamps_are_exact_and_derivatives_per_second() {
    let table =
        "timestamp,x\n1403715524907143101,0\n1403715524907143201,1\n1403715524907143301,2\n";
    let (out, notes) = run(table, &["gradient", "--value", "x", "--by", "timestamp"]);
    assert!(out.contains("1403715524907143201,1.0,10000000.0"), "{out}");
    assert!(notes.contains("derivatives are per second"));
}

#[test]
fn errors_name_the_line() {
    let error = |table: &str, arguments: &[&str]| run(table, arguments).1;
    let by = ["gradient", "--value", "x", "--by", "t"];
    insta::assert_snapshot!(error("t,x\n0,1\n1,2\n1,3\n", &by), @"error: standard input, line 4, column 't': the value is the same as in the row before; remove one of the rows, or differentiate over another column with --by");
    insta::assert_snapshot!(error("t,x\n0,1\n2,2\n1,3\n", &by), @"error: standard input, line 4, column 't': the values change direction here, but they must rise or fall throughout; sort the table by this column, or name the column that tells groups apart with --entity");
    insta::assert_snapshot!(error("t,x\n0,1\n,2\n1,3\n", &by), @"error: standard input, line 3, column 't': the value is missing or infinite; remove the row, or differentiate over another column with --by");
    insta::assert_snapshot!(error("t,x\n0,1\n", &by), @"error: standard input, line 2, column 'x': this derivative needs at least 2 points, but there are only 1; give more rows, or --edge-order 1");
    insta::assert_snapshot!(error("t,x\n0,1\n1,a\n", &by), @"error: standard input, line 3, column 'x': 'a' is not a number; correct the cell, leave it empty to mark the value as missing, give the word for missing values with --missing, or name another column");
    insta::assert_snapshot!(error("t,x\n0,1\n1,2\n", &["diff", "--value", "h"]), @"error: standard input: --value names the column 'h', which does not exist; the columns are 't', 'x'");
    insta::assert_snapshot!(error("t,x\n0,1\n1,2\n", &["gradient", "--value", "x", "--spacing", "0"]), @"error: standard input: a uniform spacing of 0.0 is not possible: it must be finite and not zero; check --by and --spacing");
}

#[test]
fn what_is_infinite_and_what_overflows_is_said() {
    let table = "x\n1\ninf\n3\n4\n-1e308\n1e308\n";
    let notes = |command: &str| run(table, &[command]).1;
    assert_eq!(
        notes("gradient"),
        "note: 'x': 2 gradients are infinite or NaN for 1 infinite value, at 0, 2 (counted from 0)\n\
         note: 'x': 1 gradient is too large for a 64-bit float, at 5 (counted from 0)\n"
    );
    assert_eq!(
        notes("diff"),
        "note: 'x': 2 differences are infinite or NaN for 1 infinite value, at 0, 1 (counted from 0)\n\
         note: 'x': 1 difference is too large for a 64-bit float, at 4 (counted from 0)\n"
    );
    let (_, notes) = run("x\n1\n2\n", &["diff", "--prepend", "inf"]);
    assert!(
        notes.contains("1 difference is infinite or NaN for 1 infinite value, at 0"),
        "{notes}"
    );
}

#[test]
fn columns_with_commas_in_their_names_can_be_named() {
    let table = "\"t, s\",\"x, m\",y\n0,1,5\n1,2,6\n2,4,8\n";
    let (out, _) = run(
        table,
        &["gradient", "--value", "\"x, m\",y", "--by", "t, s"],
    );
    assert!(
        out.starts_with("\"t, s\",\"x, m\",\"gradient_x, m\",y,gradient_y\n0,1.0,1.0,5.0,1.0\n"),
        "{out}"
    );
    let log = "\"t, s\",\"x, m\",\"id, name\"\n0,1,a\n1,2,a\n2,4,a\n0,1,b\n1,3,b\n2,5,b\n";
    let arguments = [
        "analyze",
        "-o",
        "-",
        "--quiet",
        "--time",
        "\"t, s\"",
        "--position",
        "\"x, m\"",
        "--entity",
        "\"id, name\"",
    ];
    let (out, told) = run(log, &arguments);
    assert!(out.starts_with("\"id, name\",time,t,x,v_x,"), "{out}{told}");
}

#[test]
fn wrong_command_lines_exit_with_2() {
    for arguments in [
        vec!["gradient"],
        vec!["gradient", "--value", "x"],
        vec!["gradient", "-", "--value", "x", "--edge-order", "0"],
        vec![
            "gradient",
            "-",
            "--value",
            "x",
            "--by",
            "t",
            "--spacing",
            "2",
        ],
        vec!["diff", "-", "--value", "x", "-n", "-1"],
    ] {
        let output = dxdt().args(&arguments).write_stdin(TABLE).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.csv");
    let rows: String = (0..200_000_i64)
        .map(|i| format!("{i},{}\n", i * i))
        .collect();
    fs::write(&path, format!("t,x\n{rows}")).unwrap();
    let script = format!(
        "'{}' gradient --value x '{}' | head -n 2; exit ${{PIPESTATUS[0]}}",
        env!("CARGO_BIN_EXE_dxdt"),
        path.display()
    );
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "x,gradient_x\n0.0,1.0\n"
    );
    assert!(output.stderr.is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_is_full_is_said() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_dxdt"))
        .env("COLUMNS", "1000")
        .current_dir(super::support::root())
        .args(["gradient", "data/free_fall.csv", "--value", "height"])
        .stdout(fs::File::create("/dev/full").unwrap())
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(
        error.contains("standard output cannot be written"),
        "{error}"
    );
}
