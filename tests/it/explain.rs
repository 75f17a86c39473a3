//! `dxdt explain`: what it prints for rows of small and real logs, and that it is what the tables have.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::support::{Analysis, dxdt, real_log};

/// Runs `dxdt explain` on a log called `log.csv`; gives standard output, or else standard error.
fn explain(log: &str, arguments: &[&str]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("log.csv"), log).unwrap();
    explain_file(folder.path(), "log.csv", arguments)
}

fn explain_file(folder: &Path, name: &str, arguments: &[&str]) -> Result<String, String> {
    let output = dxdt()
        .current_dir(folder)
        .env("COLUMNS", "100")
        .args(["explain", name])
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    if output.status.success() {
        assert!(
            output.stderr.is_empty(),
            "nothing belongs on standard error"
        );
        Ok(text(output.stdout))
    } else {
        assert!(output.stdout.is_empty());
        // An error is a sentence, in whatever lines.
        Err(text(output.stderr).replace("\n  ", " "))
    }
}

fn page(log: &str, arguments: &[&str]) -> String {
    let page = explain(log, arguments).unwrap();
    for line in page.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    page
}

const FREE_FALL: &str =
    "t (s),z (m)\n0,100\n0.5,98.77375\n0.75,97.240937\n1.5,88.96375\n2,80.38\n2.25,75.168437\n";

const BROKEN: &str =
    "t,x,y\n0,0,0\n1,1,1\n2,4,2\n2,4.5,2\n3,,3\n4,16,4\n5,25,5\n100,0,0\n101,1,1\n300,5,5\n";

const WALK: &str = "time,longitude,latitude,height (m)
2024-05-11T08:30:00Z,8.3015,46.8,740
2024-05-11T08:30:01Z,8.301502,46.80001,740.1
2024-05-11T08:30:02.5Z,8.301506,46.80002,740.3
2024-05-11T08:30:03Z,8.301507,46.800025,740.2
2024-05-11T08:30:04Z,8.30151,46.80003,740.5
";

#[test]
fn uneven_free_fall() {
    insta::assert_snapshot!(page(FREE_FALL, &["--row", "3"]));
}

#[test]
fn an_edge() {
    insta::assert_snapshot!(page(FREE_FALL, &["--row", "6", "--acceleration", "direct"]));
}

#[test]
fn merged_duplicates_beside_a_missing_position() {
    insta::assert_snapshot!(page(BROKEN, &["--row", "3", "--duplicates", "mean"]));
}

#[test]
fn before_a_gap() {
    insta::assert_snapshot!(page(BROKEN, &["--row", "6"]));
}

#[test]
fn nothing_to_derive() {
    insta::assert_snapshot!("missing", page(BROKEN, &["--row", "4"]));
    insta::assert_snapshot!("alone", page(BROKEN, &["--row", "9"]));
}

#[test]
fn a_geographic_track() {
    insta::assert_snapshot!(page(WALK, &["--at", "2024-05-11 08:30:02Z"]));
}

#[test]
fn first_differences_end_early() {
    let page = page(FREE_FALL, &["--row", "5", "--method", "diff"]);
    assert!(page.contains("first difference of the positions to the next row"));
    assert!(page.contains(
        "a_z empty: first differences need the next two rows with a position, and the segment ends"
    ));
}

#[test]
fn more_accurate_stencils_have_more_rows() {
    let page = page(FREE_FALL, &["--row", "3", "--accuracy", "4"]);
    assert!(page.contains("polynomial through the positions of 5 rows"));
}

#[test]
fn euroc_stamps_are_exact() {
    let Some(path) = real_log("euroc_v102_groundtruth.csv") else {
        return;
    };
    let page = explain_file(
        path.parent().unwrap(),
        "euroc_v102_groundtruth.csv",
        &["--row", "5000"],
    );
    insta::assert_snapshot!(page.unwrap());
}

#[test]
fn a_boat_by_its_name_and_time() {
    let Some(path) = real_log("boat-positions.csv") else {
        return;
    };
    let arguments = ["--at", "20/03/2021 17:30", "--of", "44"];
    let page = explain_file(path.parent().unwrap(), "boat-positions.csv", &arguments).unwrap();
    insta::assert_snapshot!(page);
}

/// Every number that the tables have, row by row, for programs.
#[test]
fn json_has_the_numbers_of_the_table() {
    for options in [
        &[][..],
        &["--edge-order", "1"],
        &["--acceleration", "direct"],
        &["--method", "diff"],
        &["--accuracy", "4"],
    ] {
        let motion = Analysis::of(BROKEN, options).motion();
        let velocity = motion.numbers("v_x");
        let acceleration = motion.numbers("a_x");
        for row in 0..velocity.len() {
            let number = (row + 1).to_string();
            let arguments = [&["--json", "--row", &number][..], options].concat();
            let json = explain(BROKEN, &arguments).unwrap();
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            for (quantity, expected) in [
                ("velocity", velocity[row]),
                ("acceleration", acceleration[row]),
            ] {
                let derivation = &json[quantity];
                assert_eq!(
                    derivation["table"][0].as_f64(),
                    expected,
                    "row {number} {options:?}"
                );
                let terms = derivation["terms"].as_array();
                let sum = terms.map(|terms| -> f64 {
                    terms
                        .iter()
                        .map(|term| term["products"][0].as_f64().unwrap())
                        .sum()
                });
                assert_eq!(sum.is_some(), expected.is_some());
                if let (Some(sum), Some(expected)) = (sum, expected) {
                    assert!((sum - expected).abs() < 1e-12, "{sum}, {expected}");
                }
            }
        }
    }
}

#[test]
fn errors_say_what_there_is() {
    for (arguments, expected) in [
        (
            &["--row", "99"][..],
            "no row 99: it has rows 1 to 9, without 1 row of the log",
        ),
        (&["--row", "0"], "no row 0: it has rows 1 to 9"),
        (
            &["--at", "400"],
            "the time '400' is outside the log, from 0 to 300, t = 0 to 300 s",
        ),
        (&["--at", "noon"], "'noon' is not a time in this log"),
        (
            &["--at", "1", "--of", "b"],
            "the log has only one object; leave --of out",
        ),
        (&["--row", "1", "--at", "1"], "cannot be used with"),
        (&[], "--row <N>|--at <TIME>"),
    ] {
        let error = explain(BROKEN, arguments).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_row_without_a_stamp_has_no_row_in_the_table() {
    let log = "t,x\n0,0\n,1\n2,4\n";
    assert!(
        explain(log, &["--row", "2"])
            .unwrap()
            .contains("log.csv, line 4")
    );
    let error = explain(log, &["--row", "3"]).unwrap_err();
    assert!(
        error.contains("without 1 row of the log with no usable timestamp"),
        "{error}"
    );
}

/// The line of a record is shown from a file, packed or not; what came through a pipe is gone.
#[test]
fn lines_are_those_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let log = "\u{feff}t,x\r\n0, 0\r\n1, 1\r\n2, 4\r\n";
    let path = |name| folder.path().join(name);
    fs::write(path("log.csv"), log).unwrap();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(log.as_bytes()).unwrap();
    fs::write(path("log.csv.gz"), packed.finish().unwrap()).unwrap();
    for name in ["log.csv", "log.csv.gz"] {
        let json = explain_file(folder.path(), name, &["--row", "2", "--json"]).unwrap();
        assert!(json.contains(r#""text": "1, 1","#), "{json}");
    }
    let piped = dxdt()
        .args(["explain", "-", "--row", "2", "--json"])
        .write_stdin(log)
        .output()
        .unwrap();
    let json = String::from_utf8(piped.stdout).unwrap();
    assert!(json.contains(r#""text": null,"#), "{json}");
}

#[test]
fn names_cannot_steer_the_terminal() {
    let log = "\"x\u{1b}[31m\",t,id\n1,0,a\u{1b}\n2,1,a\u{1b}\n4,2,a\u{1b}\n1,0,b\n";
    assert!(!explain(log, &["--row", "2"]).unwrap().contains('\u{1b}'));
}
