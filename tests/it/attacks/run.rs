//! A command on a bad file, within limits of memory and time.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A bad file.
pub struct Attack {
    pub name: String,
    bytes: Vec<u8>,
}

/// What came of a command.
pub struct Outcome {
    /// `None` where a signal ended it.
    pub code: Option<i32>,
    pub said: String,
    /// What is in the folder of the outputs, hidden files too; `None` where there is no folder.
    left: Option<Vec<String>>,
    pub seconds: f64,
}

// A machine that does much else at the same time takes ten times as long as it should.
const MOST_SECONDS: f64 = 30.0;

impl Attack {
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            bytes,
        }
    }

    pub fn is_image(&self) -> bool {
        self.name.contains("image")
    }

    /// Runs a command on the file, which may take 64 MiB of memory for what it reads.
    pub fn run(&self, command: &str, options: &[&str]) -> Outcome {
        let folder = tempfile::tempdir().unwrap();
        let (path, out) = (folder.path().join("log"), folder.path().join("out"));
        fs::write(&path, &self.bytes).unwrap();
        let started = Instant::now();
        let mut program = limited();
        program.arg(command).arg(&path).args(["--memory", "64MiB"]);
        program.args(options);
        if ["analyze", "field"].contains(&command) {
            program.arg("-o").arg(&out);
        }
        let mut child = program
            .env("COLUMNS", "1000")
            .env("NO_COLOR", "1")
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let hearing = std::thread::spawn(move || {
            let mut said = Vec::new();
            stderr.read_to_end(&mut said).unwrap();
            String::from_utf8_lossy(&said).into_owned()
        });
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if started.elapsed() > Duration::from_secs_f64(MOST_SECONDS) {
                child.kill().unwrap();
                break child.wait().unwrap();
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        Outcome {
            code: status.code(),
            said: hearing.join().unwrap(),
            left: names(&out),
            seconds: started.elapsed().as_secs_f64(),
        }
    }
}

impl Outcome {
    /// What is wrong with it: it has to end by itself, and a failure has to say one thing and leave nothing.
    pub fn faults(&self) -> Vec<&'static str> {
        let Self {
            code, said, left, ..
        } = self;
        let is_one_error =
            said.starts_with("error: ") && said.lines().count() == 1 && said.len() < 4000;
        let is_hidden = |file: &String| file.starts_with('.');
        let faults = [
            (!matches!(code, Some(0..=2)), "no exit code of its own"),
            (said.contains("panicked"), "a panic"),
            (*code != Some(0) && !is_one_error, "not one sentence"),
            (*code != Some(0) && left.is_some(), "files of a failure"),
            (left.iter().flatten().any(is_hidden), "temporary files"),
            (self.seconds > MOST_SECONDS, "too long"),
        ];
        faults
            .into_iter()
            .filter_map(|(is_so, fault)| is_so.then_some(fault))
            .collect()
    }
}

/// The program where it gets no more than some address space; a request for more ends it by a signal.
#[cfg(target_os = "linux")]
fn limited() -> Command {
    // What the program reserves and never touches counts too.
    const KIB: u64 = 3 << 20;
    let mut shell = Command::new("sh");
    let script = format!("ulimit -v {KIB}; exec \"$0\" \"$@\"");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_dxdt")]);
    shell
}

#[cfg(not(target_os = "linux"))]
fn limited() -> Command {
    Command::new(env!("CARGO_BIN_EXE_dxdt"))
}

fn names(folder: &Path) -> Option<Vec<String>> {
    let entries = fs::read_dir(folder).ok()?;
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let names = entries.map(|entry| name(entry).to_string_lossy().into_owned());
    Some(names.collect())
}
