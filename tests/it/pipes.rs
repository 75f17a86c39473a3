//! A log gives the same however it comes: as a file, through a pipe, compressed.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::{dxdt, root};

/// The files of a folder by their names.
type Files = BTreeMap<String, Vec<u8>>;

/// What standard input is called; so are the files, so that all is the same, the charts' titles too.
const NAME: &str = "standard input";

/// A folder in which a log is called so, whatever it is.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn log(&self) -> PathBuf {
        self.0.path().join(NAME)
    }

    /// What a log gives, or the error.
    fn analyzed(&self, log: &str, input: Option<Stdio>, options: &[&str]) -> Result<Files, String> {
        let out = self.0.path().join("out");
        let output = Command::new(env!("CARGO_BIN_EXE_dxdt"))
            .env("COLUMNS", "1000")
            .current_dir(self.0.path())
            .args(["--quiet", "analyze", log, "-o", "out"])
            .args(options)
            .stdin(input.unwrap_or_else(Stdio::null))
            .output()
            .unwrap();
        if !output.status.success() {
            return Err(String::from_utf8(output.stderr).unwrap());
        }
        let mut files = Files::new();
        let mut folders = vec![out.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&out).unwrap().display().to_string();
                    files.insert(name, fs::read(path).unwrap());
                }
            }
        }
        fs::remove_dir_all(out).unwrap();
        Ok(files)
    }
}

/// Both are the same but for words of one that stand for words of the other.
fn same(
    what: &str,
    expected: &Result<Files, String>,
    found: Result<Files, String>,
    words: &[(&str, &str)],
) {
    let replaced = |text: String| {
        let replace = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
        words.iter().fold(text, replace)
    };
    match (expected, found) {
        (Err(expected), Err(found)) => assert_eq!(replaced(found), *expected, "{what}"),
        (Ok(expected), Ok(found)) => {
            let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(expected), names(&found), "{what}");
            for (name, bytes) in found {
                let bytes = match String::from_utf8(bytes) {
                    Ok(text) => replaced(text).into_bytes(),
                    Err(error) => error.into_bytes(),
                };
                assert!(bytes == expected[&name], "{what}: {name} differs");
            }
        }
        (expected, found) => panic!("{what}: {:?}, {:?}", expected.is_ok(), found.is_ok()),
    }
}

/// Without the files in which the log's name is drawn.
fn without_charts(mut files: Result<Files, String>) -> Result<Files, String> {
    if let Ok(files) = &mut files {
        files.retain(|name, _| !name.ends_with(".png"));
    }
    files
}

fn through_pipe(log: &Path) -> Stdio {
    let cat = Command::new("cat").arg(log).stdout(Stdio::piped()).spawn();
    cat.unwrap().stdout.take().unwrap().into()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer
        .start_file("log", zip::write::SimpleFileOptions::default())
        .unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

/// Checks a log that comes in every way, with some options.
fn check(log: &Path, options: &[&str]) {
    let place = Place::new();
    fs::copy(log, place.log()).unwrap();
    let expected = place.analyzed(NAME, None, options);
    let what = |way: &str| format!("{} {way}", log.display());

    let found = place.analyzed("-", Some(through_pipe(log)), options);
    same(&what("through a pipe"), &expected, found, &[]);
    let found = place.analyzed("-", Some(File::open(log).unwrap().into()), options);
    same(&what("as standard input"), &expected, found, &[]);
    let device = [("/dev/stdin", NAME)];
    let not_drawn = without_charts(expected.clone());
    let found = place.analyzed("/dev/stdin", Some(through_pipe(log)), options);
    same(
        &what("through /dev/stdin"),
        &not_drawn,
        without_charts(found),
        &device,
    );
    let found = place.analyzed("/dev/stdin", Some(File::open(log).unwrap().into()), options);
    same(
        &what("as /dev/stdin"),
        &not_drawn,
        without_charts(found),
        &device,
    );

    let named = Place::new();
    assert!(
        Command::new("mkfifo")
            .arg(named.log())
            .status()
            .unwrap()
            .success()
    );
    let (from, to) = (log.to_owned(), named.log());
    let writer = std::thread::spawn(move || fs::copy(from, to));
    let found = named.analyzed(NAME, None, options);
    // A log that is refused early is not read to its end.
    let _ = writer.join().unwrap();
    same(&what("through a named pipe"), &expected, found, &[]);

    let bytes = fs::read(log).unwrap();
    let packed = [
        (gzipped(&bytes), ", gzip"),
        (zstd::encode_all(&bytes[..], 1).unwrap(), ", zstd"),
        (zipped(&bytes), ", zip"),
    ];
    for (packed, how) in packed {
        let packed_place = Place::new();
        fs::write(packed_place.log(), packed).unwrap();
        let found = packed_place.analyzed(NAME, None, options);
        same(&what(how), &expected, found, &[(how, "")]);
        let found = packed_place.analyzed("-", Some(through_pipe(&packed_place.log())), options);
        let words = [(how, "")];
        same(
            &what(&format!("{how} through a pipe")),
            &expected,
            found,
            &words,
        );
    }
}

#[test]
fn sample_logs_give_the_same_however_they_come() {
    let logs = fs::read_dir(root().join("data")).unwrap();
    let logs = logs.map(|entry| entry.unwrap().path());
    for (index, log) in logs.enumerate() {
        let threads = if index % 2 == 0 { "1" } else { "2" };
        check(&log, &["--threads", threads]);
        check(
            &log,
            &["--no-charts", "--memory", "0MiB", "--threads", threads],
        );
    }
}

#[test]
fn formats_that_are_not_text_give_the_same_however_they_come() {
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("log.json");
    fs::write(
        &json,
        "[{\"t\":0,\"x\":1},{\"t\":1,\"x\":2},{\"t\":2,\"x\":4},{\"t\":3,\"x\":8}]",
    )
    .unwrap();
    check(&json, &[]);
    let made = dxdt()
        .args([
            "analyze",
            "data/pendulum.csv",
            "--format",
            "parquet",
            "--no-charts",
            "-o",
        ])
        .arg(folder.path().join("made"))
        .output();
    assert!(made.unwrap().status.success());
    check(
        &folder.path().join("made/motion.parquet"),
        &["--time", "t", "--position", "x"],
    );
}

#[test]
fn devices_without_an_end_are_refused() {
    for device in ["/dev/zero", "/dev/full"] {
        let place = Place::new();
        let error = place.analyzed(device, None, &[]).unwrap_err();
        let said = "line 1: there is a NUL byte: this is not a text table";
        assert!(error.contains(&format!("{device}, {said}")), "{error}");
        let input = File::open(device).unwrap().into();
        let error = place.analyzed("-", Some(input), &[]).unwrap_err();
        assert!(
            error.contains(&format!("standard input, {said}")),
            "{error}"
        );
    }
    let place = Place::new();
    let error = place.analyzed("/dev/urandom", None, &[]).unwrap_err();
    assert!(error.contains("/dev/urandom"), "{error}");
    let error = place.analyzed("/dev/null", None, &[]).unwrap_err();
    assert!(error.contains("/dev/null: the file is empty"), "{error}");
}
