//! The program is stopped: what it has begun is removed, by itself or, where it was killed, by the next run.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

const HEADER: &str = "t (s),x (m)\n";

/// A run that waits for more rows of its log.
struct Waiting {
    child: Child,
    input: ChildStdin,
}

impl Waiting {
    fn start(out: &Path) -> Self {
        let before = parts(out);
        let mut child = Command::new(env!("CARGO_BIN_EXE_dxdt"))
            .args(["analyze", "-", "--no-charts", "-o"])
            .arg(out)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(HEADER.as_bytes()).unwrap();
        let begin = Instant::now();
        while parts(out).iter().all(|name| before.contains(name)) {
            assert!(
                begin.elapsed() < Duration::from_secs(20),
                "nothing is begun"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { child, input }
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill")
            .args(["-s", name, &id])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Ends by itself though its log does not; the exit code, and what was said on standard error.
    fn stopped(mut self) -> (Option<i32>, String) {
        let begin = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(
                begin.elapsed() < Duration::from_secs(20),
                "the signal is ignored"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        self.end()
    }

    /// Gives it the end of its log; the exit code, and what was said on standard error.
    fn end(self) -> (Option<i32>, String) {
        drop(self.input);
        let output = self.child.wait_with_output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }
}

/// The names in a folder of what has been begun.
fn parts(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".dxdt-")).collect()
}

#[test]
fn a_signal_removes_what_was_begun() {
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/out");
        let run = Waiting::start(&out);
        run.signal(name);
        let (ended, said) = run.stopped();
        assert_eq!(ended, Some(code), "{said}");
        let expected = format!("stopped by SIG{name}; files that were not complete are removed\n");
        assert_eq!(said, expected);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn an_earlier_output_stays_when_a_run_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("motion.csv"), "earlier").unwrap();
    let run = Waiting::start(folder.path());
    run.signal("TERM");
    run.signal("TERM");
    assert_eq!(run.stopped().0, Some(143));
    // The second signal may have ended it before all was removed; the next run removes that.
    drop(Waiting::start(folder.path()).end());
    assert_eq!(parts(folder.path()), [""; 0]);
    let earlier = fs::read_to_string(folder.path().join("motion.csv")).unwrap();
    assert_eq!(earlier, "earlier");
}

#[test]
fn the_next_run_removes_what_a_killed_one_has_left_and_nothing_of_one_that_lives() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let mut living = Waiting::start(out);
    let of_living = parts(out);
    let mut killed = Waiting::start(out);
    killed.child.kill().unwrap();
    killed.end();
    assert_eq!(parts(out).len(), 2, "a killed run leaves something");
    let mut next = Waiting::start(out);
    let now = parts(out);
    assert!(now.len() == 2 && now.contains(&of_living[0]), "{now:?}");
    for run in [&mut living, &mut next] {
        run.input.write_all(b"0,0\n1,1\n2,4\n3,9\n").unwrap();
    }
    for run in [living, next] {
        let (code, said) = run.end();
        assert_eq!(code, Some(0), "{said}");
    }
    assert_eq!(parts(out), [""; 0]);
    assert!(out.join("motion.csv").exists() && out.join("summary.json").exists());
}
