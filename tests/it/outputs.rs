//! Where the output goes: no file that is read is written over, nor one of others; `-` is standard output.

use std::fs;
use std::path::Path;
use std::process::Output;

use super::support::{dxdt, said};

const LOG: &str = "t (s),x (m)\n0,0\n1,1\n2,4\n3,9\n4,16\n";

fn run(folder: &Path, arguments: &str) -> Output {
    dxdt()
        .current_dir(folder)
        .args(arguments.split(' '))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs commands in a folder that must all be refused in these words, and leave it as it is.
fn refused(files: &[(&str, &str)], commands: &[&str], words: &str) {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    for command in commands {
        let output = run(folder.path(), command);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{command}: {}",
            said(&output)
        );
        assert!(
            said(&output).contains(words),
            "{command}: {}",
            said(&output)
        );
        for (name, content) in files {
            let now = fs::read_to_string(folder.path().join(name)).unwrap();
            assert_eq!(now, *content, "{command}");
        }
        let count = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(count, files.len(), "{command} leaves something");
    }
}

#[test]
fn no_command_writes_over_what_it_reads() {
    let choices = "time = [\"t (s)\"]\n";
    let settings = "motion = 'free-fall'\n";
    let files = [
        ("motion.csv", LOG),
        ("methods.csv", LOG),
        ("summary.json", choices),
        ("compare.md", choices),
        ("field.csv", "x,y,v\n0,0,1\n1,0,2\n0,1,3\n1,1,5\n"),
        ("log.toml", settings),
    ];
    let commands = [
        "analyze motion.csv -o .",
        "analyze motion.csv --choices summary.json -o . --no-charts",
        "analyze methods.csv --choices summary.json -o . --no-charts",
        "compare methods.csv -o .",
        "compare motion.csv --choices compare.md -o . --no-charts",
        "report motion.csv -o motion.csv --force",
        "report motion.csv --choices summary.json -o summary.json --force",
        "inspect motion.csv --save-choices motion.csv",
        "inspect motion.csv --choices summary.json --save-choices summary.json",
        "field field.csv -o .",
        "simulate log.toml -o log.toml --format csv --force",
    ];
    refused(
        &files,
        &commands,
        "would overwrite a file that is being read",
    );
}

#[test]
fn other_names_of_what_is_read_are_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    fs::create_dir(place("logs")).unwrap();
    fs::write(place("logs/log.csv"), LOG).unwrap();
    fs::hard_link(place("logs/log.csv"), place("motion.csv")).unwrap();
    fs::write(place("log.html"), "").unwrap();
    let refused = |arguments: &str| {
        let output = run(folder.path(), arguments);
        let said = said(&output);
        assert!(
            said.contains("would overwrite a file that is being read"),
            "{arguments}: {said}"
        );
        assert_eq!(fs::read_to_string(place("logs/log.csv")).unwrap(), LOG);
    };
    refused("analyze logs/log.csv -o . --no-charts");
    refused("analyze logs -o . --no-charts");
    fs::remove_file(place("motion.csv")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("logs/log.csv", place("motion.csv")).unwrap();
        refused("analyze logs/log.csv -o . --no-charts");
        refused("analyze motion.csv -o logs/../. --no-charts");
        // A log that comes by standard input from a file.
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_dxdt"))
            .current_dir(folder.path())
            .args(["analyze", "-", "-o", ".", "--no-charts"])
            .stdin(fs::File::open(place("logs/log.csv")).unwrap())
            .output()
            .unwrap();
        assert!(
            said(&output).contains("would overwrite"),
            "{}",
            said(&output)
        );
    }
}

#[test]
fn partitions_of_which_some_are_read_are_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let log = "id,time,x (m)\na,2024-05-01T10:00:00Z,0\na,2024-05-01T10:00:01Z,1\na,2024-05-01T10:00:02Z,4\n";
    fs::write(folder.path().join("log.csv"), log).unwrap();
    let output = run(
        folder.path(),
        "analyze log.csv --partition date -o out --no-charts",
    );
    assert!(output.status.success(), "{}", said(&output));
    let again = "analyze out/motion --time time --position x --entity id --partition date -o out --no-charts";
    let output = run(folder.path(), again);
    assert!(
        said(&output).contains("would overwrite a file that is being read"),
        "{}",
        said(&output)
    );
}

#[test]
fn files_of_others_stay_unless_they_are_to_be_replaced() {
    let files = [
        ("log.csv", LOG),
        ("diary.html", "<p>mine</p>"),
        ("notes.csv", "day,what\n1,rain\n"),
    ];
    refused(
        &files,
        &[
            "report log.csv -o diary.html",
            "report log.csv -o notes.csv",
        ],
        "dxdt report has not written the file that is here",
    );
    refused(
        &files,
        &[
            "simulate free-fall -o notes.csv",
            "simulate free-fall -o log.csv",
        ],
        "dxdt simulate has not written the file that is here",
    );

    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    for (name, content) in files {
        fs::write(place(name), content).unwrap();
    }
    fs::write(place("empty.html"), "").unwrap();
    for command in [
        // Own output is replaced, and what is empty.
        "report log.csv -o page.html",
        "report log.csv -o page.html",
        "report log.csv -o empty.html",
        "simulate free-fall -o fall.csv",
        "simulate circle --copies 2 -o fall.csv",
        "simulate circle -o fall.parquet",
        "simulate circle -o fall.parquet",
        // And what is to be.
        "report log.csv -o diary.html --force",
        "simulate free-fall -o notes.csv --force",
    ] {
        let output = run(folder.path(), command);
        assert!(output.status.success(), "{command}: {}", said(&output));
    }
    let page = fs::read_to_string(place("diary.html")).unwrap();
    assert!(page.starts_with("<!doctype html>"));
    let log = fs::read_to_string(place("notes.csv")).unwrap();
    assert!(log.starts_with("time (s),z (m)"));
}

#[test]
fn a_hyphen_is_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("log.csv"), LOG).unwrap();
    let run = |arguments: &str| {
        let output = run(folder.path(), arguments);
        assert!(output.status.success(), "{arguments}: {}", said(&output));
        (output.stdout, text(&output.stderr))
    };
    run("analyze log.csv -o out --no-charts");
    let table = fs::read(folder.path().join("out/motion.csv")).unwrap();
    let (out, told) = run("analyze log.csv -o -");
    assert_eq!(text(&out), text(&table));
    assert!(
        told.contains("wrote to standard output: the table of the motion"),
        "{told}"
    );
    assert!(told.contains("position is 'x'"), "{told}");
    assert_eq!(run("analyze log.csv -o - --quiet"), (table, String::new()));
    let (out, _) = run("analyze log.csv -o - --format parquet");
    assert!(out.starts_with(b"PAR1") && out.ends_with(b"PAR1"));
    let (out, _) = run("analyze log.csv -o - --format jsonl");
    assert_eq!(text(&out).lines().count(), 5);

    let (page, told) = run("report log.csv -o -");
    assert!(
        text(&page).starts_with("<!doctype html>") && text(&page).trim_end().ends_with("</html>")
    );
    assert!(
        told.contains("wrote to standard output: the page"),
        "{told}"
    );
    let (log, _) = run("simulate free-fall --duration 1s -o -");
    assert!(text(&log).starts_with("time (s),z (m)"));

    fs::write(folder.path().join("grid.csv"), "0 1 4\n1 2 5\n4 5 8\n").unwrap();
    let (nodes, told) = run("field grid.csv -o -");
    let nodes = text(&nodes);
    assert!(
        nodes.starts_with(
            "x,y,value,gradient_x,gradient_y,magnitude,direction\n0.0,0.0,0.0,1.0,1.0,1.4"
        ),
        "{nodes}"
    );
    assert_eq!(nodes.lines().count(), 10);
    assert!(
        told.contains("3 by 3 nodes") && !told.contains("wrote"),
        "{told}"
    );

    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["grid.csv", "log.csv", "out"]);
}

#[test]
fn several_files_do_not_go_to_standard_output() {
    let files = [("log.csv", LOG), ("grid.csv", "0 1 4\n1 2 5\n4 5 8\n")];
    refused(
        &files,
        &["compare log.csv -o -", "lesson edges -o -"],
        "standard output cannot take several files",
    );
    refused(
        &files,
        &["analyze log.csv -o - --partition date"],
        "standard output cannot take partitions",
    );
    refused(
        &files,
        &["field grid.csv -o - --format png"],
        "standard output takes a table of the nodes",
    );
    refused(
        &files,
        &["analyze log.csv --follow --resume -o -"],
        "--resume goes on with tables in a folder",
    );
}

#[cfg(unix)]
#[test]
fn standard_output_is_not_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, LOG).unwrap();
    for arguments in [
        "gradient log.csv",
        "diff log.csv",
        "analyze log.csv -o -",
        "report log.csv -o -",
        "field log.csv -o -",
    ] {
        let log = fs::OpenOptions::new().append(true).open(&path).unwrap();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_dxdt"))
            .current_dir(folder.path())
            .args(arguments.split(' '))
            .stdout(log)
            .output()
            .unwrap();
        let said = said(&output);
        assert!(
            said.contains("standard output goes into the file that is being read"),
            "{arguments}: {said}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), LOG, "{arguments}");
    }
}

#[test]
fn a_folder_for_temporary_files_that_is_missing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("log.csv"), LOG).unwrap();
    let rows: String = (0..60_000)
        .map(|row| format!("{row},{}\n", row % 97))
        .collect();
    fs::write(
        folder.path().join("long.csv"),
        format!("t (s),x (m)\n{rows}"),
    )
    .unwrap();
    let missing = folder.path().join("missing");
    for arguments in ["analyze log.csv -o -", "inspect long.csv --memory 1MB"] {
        let output = dxdt()
            .current_dir(folder.path())
            .env(if cfg!(windows) { "TEMP" } else { "TMPDIR" }, &missing)
            .args(arguments.split(' '))
            .output()
            .unwrap();
        let said = said(&output);
        assert!(
            said.contains("the folder for temporary files does not exist"),
            "{arguments}: {said}"
        );
        assert!(!missing.exists());
    }
}
