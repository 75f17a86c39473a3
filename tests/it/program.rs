//! What the program does with logs that have something the matter, and what it says.

use std::fs;

use super::support::{Analysis, dxdt, said};

#[test]
fn rows_are_sorted_within_an_entity_and_entities_stay_in_order() {
    let log = "id,t,x\nb,0,0\na,1,10\nb,2,4\na,0,0\nb,1,1\na,2,40\n";
    let analysis = Analysis::of(log, &[]);
    let motion = analysis.motion();
    assert_eq!(motion.text("id"), ["b", "b", "b", "a", "a", "a"]);
    assert_eq!(motion.known("x"), [0.0, 1.0, 4.0, 0.0, 10.0, 40.0]);
    let found = &analysis.findings("out_of_order")[0];
    assert_eq!(found["count"], 2);
    assert_eq!(found["places"][0]["line"], 6);
}

#[test]
fn duplicates_by_policy() {
    let log = "t,x\n0,0\n1,1\n1,1\n2,4\n2,10\n2,5\n3,9\n";
    let positions = |policy: &str| {
        Analysis::of(log, &["--duplicates", policy])
            .motion()
            .known("x")
    };
    assert_eq!(positions("first"), [0.0, 1.0, 4.0, 9.0]);
    assert_eq!(positions("last"), [0.0, 1.0, 5.0, 9.0]);
    assert_eq!(positions("median"), [0.0, 1.0, 5.0, 9.0]);
    let mean = positions("mean");
    assert!((mean[2] - 19.0 / 3.0).abs() < 1e-12);
    let analysis = Analysis::of(log, &[]);
    assert_eq!(analysis.findings("duplicates_equal")[0]["count"], 1);
    let contradicting = &analysis.findings("duplicates_contradicting")[0];
    assert_eq!(contradicting["count"], 2);
    let motion = analysis.motion();
    assert_eq!(motion.text("flag"), ["edge", "merged", "merged", "edge"]);
    assert!(motion.known("v_x").iter().all(|v| v.is_finite()));
}

#[test]
fn gaps_are_not_bridged_unless_asked() {
    let log = "t,x\n0,0\n1,1\n2,2\n100,0\n101,-2\n102,-4\n";
    let analysis = Analysis::of(log, &[]);
    let motion = analysis.motion();
    assert_eq!(motion.text("segment"), ["0", "0", "0", "1", "1", "1"]);
    assert_eq!(motion.known("v_x"), [1.0, 1.0, 1.0, -2.0, -2.0, -2.0]);
    assert_eq!(analysis.comparison().numbers("diff_x")[2], None);
    assert_eq!(analysis.findings("gaps")[0]["places"][0]["line"], 5);
    let bridged = Analysis::of(log, &["--max-gap", "none"]).motion();
    assert_eq!(bridged.text("segment"), ["0"; 6]);
    let at_limit = Analysis::of(log, &["--max-gap", "98s"]).motion();
    assert_eq!(at_limit.text("segment"), ["0"; 6]);
}

#[test]
fn rows_without_a_position_stay_with_empty_derivatives() {
    let log = "t,x,y\n0,0,0\n1,1,1\n2,,2\n3,9,3\n4,inf,4\n5,25,5\n";
    let analysis = Analysis::of(log, &[]);
    let motion = analysis.motion();
    assert_eq!(
        motion.text("flag"),
        ["edge", "", "missing", "", "missing", "edge"]
    );
    let velocity = motion.numbers("v_x");
    assert_eq!((velocity[2], velocity[4]), (None, None));
    // x = t², so the neighbors step over the missing rows and still know it.
    assert!((velocity[3].unwrap() - 6.0).abs() < 1e-12);
    assert_eq!(motion.numbers("x")[4], None);
    assert_eq!(
        motion.numbers("y")[2],
        Some(2.0),
        "half a position is shown, and not used"
    );
    assert_eq!(motion.numbers("v_y")[2], None);
    assert_eq!(analysis.findings("position_missing")[0]["count"], 1);
    assert_eq!(analysis.findings("position_impossible")[0]["count"], 1);
}

#[test]
fn bogus_stamps_are_left_out_and_said() {
    let mut log = String::from("time,x\n");
    for second in 0..20 {
        log.push_str(&format!("2021-03-20T10:00:{second:02}Z,{second}\n"));
    }
    log.push_str("1970-01-01T00:00:00Z,20\n1901-12-13T20:45:52Z,21\n,22\n");
    let analysis = Analysis::of(&log, &[]);
    assert_eq!(analysis.findings("stamp_bogus")[0]["count"], 2);
    assert_eq!(
        analysis.findings("stamp_missing")[0]["places"][0]["line"],
        24
    );
    assert_eq!(analysis.motion().known("v_x"), [1.0; 20]);
}

#[test]
fn rows_that_name_no_object_are_kept_and_said() {
    let log = "id,t (s),x (m)\na,0,1\na,1,2\na,2,3\n,0,1\n,1,5\n,2,6\nb,0,4\nb,1,5\nb,2,5\n";
    let analysis = Analysis::of(log, &[]);
    let findings = analysis.findings("entity_missing");
    assert_eq!((findings.len(), &findings[0]["count"]), (1, &3.into()));
    assert_eq!(findings[0]["places"][0]["line"], 5);
    assert!(
        analysis
            .messages
            .contains("3 rows name no object: such rows are taken as one object without a name")
    );
    assert_eq!(
        analysis.motion().text("id"),
        ["a", "a", "a", "", "", "", "b", "b", "b"]
    );
    let sound = Analysis::of(&log.replace("\n,", "\nc,"), &[]);
    assert!(sound.findings("entity_missing").is_empty());
}

#[test]
fn short_segments_give_what_is_defined() {
    let log = "t,x\n0,0\n1,2\n";
    let motion = Analysis::of(log, &[]).motion();
    assert_eq!(motion.known("v_x"), [2.0, 2.0]);
    assert_eq!(motion.numbers("a_x"), [None, None]);
    assert_eq!(motion.text("flag"), ["edge short", "edge short"]);
}

#[test]
fn methods_and_edge_orders() {
    let log = "t,x\n0,0\n1,1\n2,4\n3,9\n";
    let acceleration = |options: &[&str]| Analysis::of(log, options).motion().numbers("a_x");
    assert_eq!(acceleration(&["--edge-order", "1"])[0], Some(1.0));
    assert_eq!(acceleration(&["--edge-order", "2"])[0], Some(2.0));
    assert_eq!(acceleration(&["--acceleration", "direct"]), [Some(2.0); 4]);
    let difference = Analysis::of(log, &["--method", "diff"]);
    assert_eq!(
        difference.motion().numbers("v_x"),
        [Some(1.0), Some(3.0), Some(5.0), None]
    );
    assert_eq!(
        difference.motion().numbers("a_x"),
        [Some(2.0), Some(2.0), None, None]
    );
    assert_eq!(
        difference.comparison().known("gradient_x"),
        [0.0, 2.0, 4.0, 6.0]
    );
}

#[test]
fn comparison_tells_the_half_step_lag() {
    let analysis = Analysis::of("t,x\n0,0\n1,1\n2,4\n3,9\n4,16\n", &[]);
    let comparison = analysis.comparison();
    assert_eq!(
        comparison.names,
        ["time", "t", "gradient_x", "diff_x", "difference_x"]
    );
    assert_eq!(
        comparison.numbers("difference_x")[..2],
        [Some(-1.0), Some(-1.0)]
    );
    let x = &analysis.summary()["comparison"][0];
    assert_eq!(x["rms"], 1.0);
    assert_eq!(x["largest"], 1.0);
    assert_eq!(x["rms_at_midpoints"], 0.0);
    assert_eq!(x["lag_share"], 1.0);
}

#[test]
fn several_files_are_one_log() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let first = write("1.csv", "t,x\n0,0\n1,1\n");
    let second = write("2.csv", "t,x\n2,4\n3,9\n");
    let run = |logs: &[&std::path::PathBuf], out: &str| {
        let out = folder.path().join(out);
        let run = dxdt()
            .arg("analyze")
            .args(logs)
            .args(["--no-charts", "-q", "-o"])
            .arg(&out)
            .output()
            .unwrap();
        assert!(
            run.status.success() && run.stderr.is_empty(),
            "{}",
            said(&run)
        );
        super::support::Table::read(&out.join("motion.csv"))
    };
    assert_eq!(
        run(&[&first, &second], "joined").known("v_x"),
        [0.0, 2.0, 4.0, 6.0]
    );
    let apart = run(&[&first, &write("3.csv", "t,x\n0,5\n1,7\n")], "apart");
    assert!(apart.text("file")[3].ends_with("3.csv"));
    assert_eq!(apart.known("v_x"), [1.0, 1.0, 2.0, 2.0]);
}

#[test]
fn the_same_bytes_with_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = String::from("id,t,x,y\n");
    for row in 0..20_000 {
        let t = f64::from(row / 7) * 0.01 + f64::from(row % 5) * 0.001;
        log.push_str(&format!(
            "{},{t:.6},{:.9},{:.9}\n",
            row % 7,
            t.sin(),
            (2.0 * t).cos()
        ));
    }
    let path = folder.path().join("log.csv");
    fs::write(&path, log).unwrap();
    let run = |threads: &str| {
        let out = folder.path().join(format!("out{threads}"));
        let run = dxdt()
            .arg("analyze")
            .arg(&path)
            .args(["--threads", threads, "-o"])
            .arg(&out)
            .output()
            .unwrap();
        assert!(run.status.success());
        let mut files: Vec<_> = fs::read_dir(out)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
            .iter()
            .map(|file| fs::read(file).unwrap())
            .collect::<Vec<_>>()
    };
    let one = run("1");
    assert_eq!(one.len(), 8);
    assert!(one == run("3"), "the outputs differ");
}

#[test]
fn hostile_names_stay_inside_their_cells() {
    let log = "\"x,\n\u{1b}[31m<script>\",t,id\n1,0,../../etc\n2,1,../../etc\n4,2,../../etc\n";
    let analysis = Analysis::of(log, &[]);
    assert!(!analysis.messages.contains('\u{1b}'));
    assert_eq!(analysis.motion().text("id"), ["../../etc"; 3]);
}

#[test]
fn the_terminal_summary() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["free_fall", "gps_walk", "pendulum", "two_carts"] {
        let output = dxdt()
            .args(["analyze", &format!("data/{name}.csv"), "--no-charts", "-o"])
            .arg(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success());
        let text = said(&output);
        insta::assert_snapshot!(
            name,
            text.replace(&folder.path().display().to_string(), "OUT")
        );
    }
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let folder = super::support::folder_with_data();
    let output = dxdt()
        .env("COLUMNS", "100")
        .current_dir(folder.path())
        .args(["analyze", "data/pendulum.csv", "-o", "out"])
        .output()
        .unwrap();
    let printed = said(&output);
    let readme = fs::read_to_string(super::support::root().join("README.md")).unwrap();
    assert!(readme.contains(&printed), "{printed}");
}

/// A file of the project as text.
fn page(name: &str) -> String {
    fs::read_to_string(super::support::root().join(name)).unwrap()
}

#[test]
fn the_page_about_formats_has_every_format() {
    let page = page("docs/formats.md");
    let keywords = |line: &str| -> Vec<String> {
        let cells = line.split('|').skip(1).step_by(2);
        let words = cells.filter_map(|cell| cell.trim().strip_prefix('`')?.strip_suffix('`'));
        words.map(str::to_owned).collect()
    };
    let table = page
        .lines()
        .skip_while(|line| !line.starts_with("| word | format |"));
    let mut on_page: Vec<String> = table
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .flat_map(keywords)
        .collect();
    let mut known: Vec<&str> = dxdt_formats::formats()
        .iter()
        .map(|format| format.keyword())
        .chain(["csv"])
        .collect();
    on_page.sort_unstable();
    known.sort_unstable();
    assert_eq!(on_page, known);
}

#[test]
fn quiet_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = dxdt()
        .args(["analyze", "-q", "data/free_fall.csv", "-o"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty() && output.stdout.is_empty());
}

#[test]
fn folders_and_patterns_are_the_logs_in_them() {
    let folder = tempfile::tempdir().unwrap();
    for (name, log) in [
        ("date=2/b.csv", "id,t,x\na,2,4\na,3,9\n"),
        ("date=1/a.csv", "id,t,x\na,0,0\na,1,1\n"),
        ("date=1/a.csv.part", "id,t"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, log).unwrap();
    }
    let out = tempfile::tempdir().unwrap();
    for log in [folder.path().to_owned(), folder.path().join("*/*.csv")] {
        let output = dxdt()
            .arg("analyze")
            .arg(log)
            .args(["--no-charts", "-o"])
            .arg(out.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let motion = fs::read_to_string(out.path().join("motion.csv")).unwrap();
        let stamps: Vec<&str> = motion
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').nth(1))
            .collect();
        assert_eq!(stamps, ["0", "1", "2", "3"]);
    }
}
