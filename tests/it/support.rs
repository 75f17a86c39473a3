//! What the tests share: running the program, making logs, reading tables back.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use dxdt_log::LogOptions;
use dxdt_motion::finding::{FindingKind, FormatNote};
use tempfile::TempDir;

/// The program, in the root of the project, without colors or progress, its lines as wide as they get.
pub fn dxdt() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dxdt"));
    command
        .current_dir(root())
        .env("NO_COLOR", "1")
        .env("COLUMNS", "1000");
    command
}

/// What the program said, on standard output and standard error.
pub fn said(output: &Output) -> String {
    let streams = [&output.stdout, &output.stderr];
    streams
        .map(|stream| String::from_utf8_lossy(stream))
        .concat()
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A log recorded by others, in the folder that `DXDT_REAL_LOGS` names; `None` (and a word about it) where it names none.
pub fn real_log(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("DXDT_REAL_LOGS").filter(|folder| !folder.is_empty());
    let Some(folder) = folder else {
        eprintln!("skipped: DXDT_REAL_LOGS is not set");
        return None;
    };
    let path = root().join(folder).join(name);
    assert!(path.exists(), "{} is missing", path.display());
    Some(path)
}

/// What the format of a log says about it, as the library has it.
pub fn format_notes(path: &Path) -> Vec<FormatNote> {
    let path = path.to_str().unwrap().to_owned();
    let log = dxdt_log::read(&[path], &LogOptions::default()).unwrap();
    let notes = log.findings.into_iter().filter_map(|finding| {
        let note = match finding.kind {
            FindingKind::FormatNote(note) => note,
            _ => return None,
        };
        Some(note)
    });
    notes.collect()
}

/// The same of a text.
pub fn format_notes_of(text: &str) -> Vec<FormatNote> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, text).unwrap();
    format_notes(&path)
}

/// What a command that writes a folder made of one file.
pub struct Run {
    pub folder: TempDir,
    /// The file that was given.
    pub path: PathBuf,
    /// Where the command was to write.
    pub out: PathBuf,
    pub output: std::process::Output,
}

/// Runs a command on a file of these bytes.
pub fn run_on(command: &str, name: &str, bytes: &[u8], options: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let out = folder.path().join("out");
    let output = dxdt()
        .arg(command)
        .arg(&path)
        .arg("-o")
        .arg(&out)
        .args(options)
        .output()
        .unwrap();
    Run {
        folder,
        path,
        out,
        output,
    }
}

/// The error that a log of these bytes gives, with `LOG` for its path; checks that nothing was written.
pub fn error_of(log: &[u8], options: &[&str]) -> String {
    let Run {
        folder: _folder,
        path,
        out,
        output,
    } = run_on("analyze", "log.csv", log, options);
    let message = said(&output);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(!out.exists(), "nothing may be written");
    assert_eq!(message.lines().count(), 1, "one error: {message}");
    message
        .trim_end()
        .replace(&path.display().to_string(), "LOG")
}

/// A new folder with the project's sample logs in `data`.
pub fn folder_with_data() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_files(&root().join("data"), &folder.path().join("data"));
    folder
}

/// Copies the files of a folder, without its folders.
pub fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// The report of a log, by the program: its page, and the folder that it is in.
pub fn report_of(log: &Path, options: &[&str]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    let output = dxdt()
        .arg("report")
        .arg(log)
        .arg("-o")
        .arg(&path)
        .args(options)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        output.stderr.is_empty(),
        "what was asked for belongs on standard output"
    );
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "one file and nothing beside it");
    (folder, path)
}

/// A folder with one log in it, analyzed without charts.
pub struct Analysis {
    pub folder: TempDir,
    pub messages: String,
}

impl Analysis {
    /// Analyzes a log given as text.
    pub fn of(log: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv");
        fs::write(&path, log).unwrap();
        Self::run(folder, &path, options)
    }

    /// Analyzes a log that is a file.
    pub fn of_file(path: &Path, options: &[&str]) -> Self {
        Self::run(tempfile::tempdir().unwrap(), path, options)
    }

    fn run(folder: TempDir, path: &Path, options: &[&str]) -> Self {
        let output = dxdt()
            .args(["analyze", "--no-charts", "-o"])
            .arg(folder.path().join("out"))
            .args(options)
            .arg(path)
            .output()
            .unwrap();
        let messages = said(&output);
        assert!(output.status.success(), "{messages}");
        assert!(
            output.stderr.is_empty(),
            "what was asked for belongs on standard output"
        );
        Self { folder, messages }
    }

    pub fn motion(&self) -> Table {
        Table::read(&self.folder.path().join("out/motion.csv"))
    }

    pub fn comparison(&self) -> Table {
        Table::read(&self.folder.path().join("out/comparison.csv"))
    }

    pub fn summary(&self) -> serde_json::Value {
        let text = fs::read_to_string(self.folder.path().join("out/summary.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// The findings of one kind.
    pub fn findings(&self, kind: &str) -> Vec<serde_json::Value> {
        let summary = self.summary();
        let findings = summary["findings"].as_array().unwrap();
        findings
            .iter()
            .filter(|finding| finding["kind"] == kind)
            .cloned()
            .collect()
    }
}

/// A table read back as text.
#[derive(Debug)]
pub struct Table {
    pub names: Vec<String>,
    columns: HashMap<String, Vec<String>>,
}

impl Table {
    pub fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let names: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let mut columns: HashMap<String, Vec<String>> = names
            .iter()
            .map(|name| (name.clone(), Vec::new()))
            .collect();
        for record in reader.records() {
            for (name, cell) in names.iter().zip(record.unwrap().iter()) {
                columns.get_mut(name).unwrap().push(cell.to_owned());
            }
        }
        Self { names, columns }
    }

    pub fn text(&self, name: &str) -> &[String] {
        let column = self.columns.get(name);
        column.unwrap_or_else(|| panic!("no column {name} in {:?}", self.names))
    }

    /// The numbers of a column; an empty cell is `None`.
    pub fn numbers(&self, name: &str) -> Vec<Option<f64>> {
        let number = |cell: &String| (!cell.is_empty()).then(|| cell.parse().unwrap());
        self.text(name).iter().map(number).collect()
    }

    /// The numbers of a column that has no empty cell.
    pub fn known(&self, name: &str) -> Vec<f64> {
        self.numbers(name)
            .into_iter()
            .map(|value| value.expect("a number"))
            .collect()
    }
}
