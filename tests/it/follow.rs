//! Logs that grow: `dxdt analyze --follow` and `--resume`.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use dxdt::follow::{FollowOptions, Follower};
use dxdt_motion::audit::MaxGap;
use tempfile::TempDir;

use crate::support::{Analysis, Table, root};

/// A folder with a log, and the folder of the tables beside it.
struct Workplace {
    folder: TempDir,
    log: PathBuf,
}

impl Workplace {
    fn new(log: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv");
        fs::write(&path, log).unwrap();
        Self { folder, log: path }
    }

    fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    fn command(&self, log: &Path, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dxdt"));
        command.env("COLUMNS", "1000");
        command
            .env("NO_COLOR", "1")
            .args(["analyze", "--follow", "-o"])
            .arg(self.folder.path().join("out"))
            .args(options)
            .arg(log)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    fn start(&self, options: &[&str]) -> Running {
        Running(self.command(&self.log, options).spawn().unwrap())
    }

    /// Follows a text by way of standard input, in pieces of so many bytes, to its end.
    fn pipe(&self, text: &str, piece: usize, options: &[&str]) -> Output {
        let mut command = self.command(Path::new("-"), options);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        for piece in text.as_bytes().chunks(piece) {
            // A program that has said an error reads no more.
            if input.write_all(piece).is_err() {
                break;
            }
        }
        drop(input);
        child.wait_with_output().unwrap()
    }

    fn append(&self, text: &str) {
        let mut log = OpenOptions::new().append(true).open(&self.log).unwrap();
        log.write_all(text.as_bytes()).unwrap();
    }
}

/// A program that is ended with its test.
struct Running(Child);

impl Running {
    /// Ends it without any chance to tidy up: SIGKILL.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Ends it and whatever is in its process group.
    #[cfg(unix)]
    fn signal_group(mut self, signal: &str) {
        let group = format!("-{}", self.0.id());
        signal_to(&group, signal);
        self.0.wait().unwrap();
    }

    /// Waits for its own end; what it said.
    fn said(mut self) -> String {
        let mut said = String::new();
        let mut errors = self.0.stderr.take().unwrap();
        std::io::Read::read_to_string(&mut errors, &mut said).unwrap();
        assert_eq!(self.0.wait().unwrap().code(), Some(1), "{said}");
        said
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
fn signal_to(process: &str, signal: &str) {
    let mut kill = Command::new("kill");
    let sent = kill.args(["-s", signal, "--", process]).status().unwrap();
    assert!(sent.success());
}

/// Waits until a file has so many lines.
fn wait_for_lines(path: &Path, lines: usize) {
    let begin = Instant::now();
    loop {
        let text = fs::read(path).unwrap_or_default();
        let count = text.iter().filter(|&&byte| byte == b'\n').count();
        if count >= lines {
            return;
        }
        let waited = begin.elapsed();
        assert!(waited < Duration::from_secs(20), "{count} of {lines} lines");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// One row of x = t² for two things at uneven steps.
fn row(index: u64) -> String {
    let t = index as f64 * 0.1 + (index * index % 7) as f64 * 0.005;
    let id = if index.is_multiple_of(3) { "b" } else { "a" };
    format!("{t:.3},{id},{},{:.4}\n", t * t, t * 0.5)
}

fn rows(from: u64, to: u64) -> String {
    (from..to).map(row).collect()
}

const HEADER: &str = "t,id,x [m],y [m]\n";

/// The tables of a log that has not ended.
fn expected(log: &str) -> [Vec<u8>; 2] {
    let options = FollowOptions {
        comparison: true,
        ..Default::default()
    };
    let mut follower = Follower::new("log.csv", options).unwrap();
    follower.push(log.as_bytes()).unwrap();
    let rows = follower.take().unwrap();
    [rows.motion, rows.comparison]
}

fn text_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn rows_of_a_growing_file_appear_while_it_runs() {
    let work = Workplace::new(HEADER);
    let running = work.start(&[]);
    std::thread::sleep(Duration::from_millis(100));
    assert!(!work.out("motion.csv").exists(), "nothing is decided yet");
    for index in 0..30 {
        work.append(&row(index));
        if index >= 9 {
            // Of each thing all rows but its last two, once it has four; and the header.
            wait_for_lines(&work.out("motion.csv"), index as usize + 1 - 4 + 1);
        }
    }
    work.append("4.000,a,16");
    std::thread::sleep(Duration::from_millis(150));
    let [motion, comparison] = expected(&format!("{HEADER}{}", rows(0, 30)));
    wait_for_lines(&work.out("comparison.csv"), 27);
    assert_eq!(fs::read(work.out("motion.csv")).unwrap(), motion);
    assert_eq!(fs::read(work.out("comparison.csv")).unwrap(), comparison);
    running.kill();
    let table = Table::read(&work.out("motion.csv"));
    // x = t² has the acceleration 2, at the first rows too.
    assert!(table.known("a_x").iter().all(|a| (a - 2.0).abs() < 1e-9));
    assert_eq!(
        table
            .text("flag")
            .iter()
            .filter(|flag| *flag == "edge")
            .count(),
        2
    );
}

#[test]
fn a_piped_log_gives_the_tables_of_the_whole_log() {
    for (name, rows) in [("two_carts.csv", 597), ("gps_walk.csv", 555)] {
        let path = root().join("data").join(name);
        let text = fs::read_to_string(&path).unwrap();
        let options = ["--max-gap", "10s"];
        let whole = Analysis::of_file(&path, &options);
        let work = Workplace::new("");
        let output = work.pipe(&text, 1000, &options);
        assert!(output.status.success(), "{}", text_of(&output));
        for (followed, analyzed) in [
            (Table::read(&work.out("motion.csv")), whole.motion()),
            (Table::read(&work.out("comparison.csv")), whole.comparison()),
        ] {
            assert_eq!(followed.names, analyzed.names);
            let order = |table: &Table| {
                let mut order: Vec<usize> = (0..table.text("time").len()).collect();
                let entity = &analyzed.names[0];
                order.sort_by_key(|&row| {
                    (
                        table.text(entity)[row].clone(),
                        table.text("time")[row].clone(),
                    )
                });
                order
            };
            let (ours, theirs) = (order(&followed), order(&analyzed));
            assert_eq!((ours.len(), theirs.len()), (rows, rows));
            for name in &analyzed.names {
                let largest = analyzed
                    .text(name)
                    .iter()
                    .filter_map(|cell| cell.parse::<f64>().ok());
                let largest = largest.fold(0.0, |largest: f64, value| largest.max(value.abs()));
                for (&our, &their) in ours.iter().zip(&theirs) {
                    let (a, b) = (&followed.text(name)[our], &analyzed.text(name)[their]);
                    let close = || {
                        (a.parse::<f64>().unwrap() - b.parse::<f64>().unwrap()).abs()
                            < 1e-9 * largest
                    };
                    assert!(a == b || close(), "{name}: {a} is not {b}");
                }
            }
        }
        let summary = fs::read_to_string(work.out("summary.json")).unwrap();
        let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
        assert_eq!(summary["source"]["rows_used"], rows);
        assert_eq!(summary["roles"], whole.summary()["roles"]);
        assert_eq!(summary["units"], whole.summary()["units"]);
    }
}

#[test]
fn how_a_log_arrives_changes_nothing() {
    let text = format!("{HEADER}{}", rows(0, 200));
    let tables: Vec<[Vec<u8>; 2]> = [3, 1000, 100_000]
        .into_iter()
        .map(|piece| {
            let work = Workplace::new("");
            assert!(work.pipe(&text, piece, &[]).status.success());
            ["motion.csv", "comparison.csv"].map(|name| fs::read(work.out(name)).unwrap())
        })
        .collect();
    assert!(tables.windows(2).all(|pair| pair[0] == pair[1]));
    let json = Workplace::new("");
    assert!(
        json.pipe(&text, 77, &["--format", "jsonl", "--no-comparison"])
            .status
            .success()
    );
    let lines = fs::read_to_string(json.out("motion.jsonl")).unwrap();
    assert_eq!(lines.lines().count(), 200);
    for line in lines.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    assert!(!json.out("comparison.jsonl").exists());
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_followed_to_its_end() {
    let work = Workplace::new("");
    let pipe = work.folder.path().join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let child = work.command(&pipe, &[]).spawn().unwrap();
    let mut writer = File::create(&pipe).unwrap();
    writer
        .write_all(format!("{HEADER}{}", rows(0, 20)).as_bytes())
        .unwrap();
    wait_for_lines(&work.out("motion.csv"), 17);
    drop(writer);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", text_of(&output));
    assert!(text_of(&output).contains("the log has ended: 20 rows, 2 objects, 2 segments"));
    assert_eq!(Table::read(&work.out("motion.csv")).text("t").len(), 20);
}

/// A small generator of numbers that look random, the same in each run.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn a_run_that_is_killed_leaves_its_rows_so_far_and_is_resumed() {
    const ROWS: u64 = 3000;
    let whole = format!("{HEADER}{}", rows(0, ROWS));
    let tables = expected(&whole);
    let names = ["motion.csv", "comparison.csv"];
    let work = Workplace::new(HEADER);
    let log = work.log.clone();
    let writer = std::thread::spawn(move || {
        let mut log = OpenOptions::new().append(true).open(log).unwrap();
        let body = rows(0, ROWS);
        // Lines are cut anywhere.
        for piece in body.as_bytes().chunks(503) {
            log.write_all(piece).unwrap();
            std::thread::sleep(Duration::from_millis(9));
        }
    });
    let mut state = 0x9e37_79b9_7f4a_7c15;
    let mut lengths = Vec::new();
    for run in 0..30 {
        let command = &mut work.command(&work.log, &["--resume"]);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let running = Running(command.spawn().unwrap());
        std::thread::sleep(Duration::from_micros(10_000 + next(&mut state) % 70_000));
        match run % 3 {
            #[cfg(unix)]
            1 => running.signal_group("KILL"),
            #[cfg(unix)]
            2 => running.signal_group("TERM"),
            _ => running.kill(),
        }
        let written = names.map(|name| fs::read(work.out(name)).unwrap_or_default());
        for (written, expected) in written.iter().zip(&tables) {
            // A last line may be broken.
            assert!(
                expected.starts_with(written),
                "rows of an uninterrupted run"
            );
        }
        lengths.push(written[0].len());
    }
    lengths.dedup();
    assert!(
        lengths.len() > 5,
        "runs got on between the kills: {lengths:?}"
    );
    writer.join().unwrap();
    // As if it had been stopped in the middle of a row.
    let half = fs::read(work.out(names[0])).unwrap();
    fs::write(work.out(names[0]), &half[..half.len() - 7]).unwrap();
    let running = work.start(&["--resume"]);
    for (name, expected) in names.iter().zip(&tables) {
        let lines = expected.iter().filter(|&&byte| byte == b'\n').count();
        wait_for_lines(&work.out(name), lines);
        assert!(fs::read(work.out(name)).unwrap() == *expected, "{name}");
    }
    running.kill();
}

#[cfg(unix)]
#[test]
fn a_table_is_written_by_one_program_at_a_time() {
    let work = Workplace::new(&format!("{HEADER}{}", rows(0, 30)));
    let running = work.start(&[]);
    wait_for_lines(&work.out("comparison.csv"), 27);
    let second = work.start(&["--resume"]);
    assert!(
        second
            .said()
            .contains("motion.csv: another dxdt process is writing the table; stop it first")
    );
    running.kill();
    let running = work.start(&["--resume"]);
    work.append(&rows(30, 60));
    wait_for_lines(&work.out("comparison.csv"), 57);
    let tables = expected(&format!("{HEADER}{}", rows(0, 60)));
    for (name, expected) in ["motion.csv", "comparison.csv"].iter().zip(tables) {
        assert_eq!(fs::read(work.out(name)).unwrap(), expected);
    }
    running.kill();
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the right to mount a file system; .ci/run runs it"]
fn a_disk_that_gets_full_is_an_error_and_the_rows_are_gone_on_with() {
    let namespace = crate::full_disk::namespace();
    let text = format!("{HEADER}{}", rows(0, 400));
    let work = Workplace::new(&text);
    let folder = work.folder.path();
    fs::create_dir(folder.join("disk")).unwrap();
    const SCRIPT: &str = r#"
        mount -t tmpfs -o size=16k tmpfs disk || exit 9
        "$1" analyze -q --follow - -o disk/out <log.csv; code=$?
        cp -R disk/out out; exit $code"#;
    let mut program = Command::new("unshare");
    program
        .args(namespace)
        .args(["sh", "-c", SCRIPT, "sh", env!("CARGO_BIN_EXE_dxdt")]);
    let output = program.current_dir(folder).output().unwrap();
    assert_eq!(
        text_of(&output).split_once("out/").unwrap().1,
        "motion.csv: the disk is full; free some space, or choose another folder with -o\n"
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(fs::read(work.out("motion.csv")).unwrap().len() > 4096);
    assert!(work.pipe(&text, 1000, &["--resume"]).status.success());
    assert_eq!(Table::read(&work.out("motion.csv")).text("t").len(), 400);
}

#[test]
fn tables_are_gone_on_with_by_the_same_options_only() {
    let text = format!("{HEADER}{}", rows(0, 40));
    let work = Workplace::new("");
    assert!(work.pipe(&text, 100, &[]).status.success());
    let before = fs::read(work.out("motion.csv")).unwrap();
    let said = |options: &[&str], text: &str| {
        let output = work.pipe(text, 100, options);
        assert_eq!(fs::read(work.out("motion.csv")).unwrap(), before);
        match output.status.code() {
            Some(0) => String::new(),
            code => {
                assert_eq!(code, Some(1));
                let said = text_of(&output);
                said[said.find("error: ").unwrap()..].to_owned()
            }
        }
    };
    assert_eq!(said(&["--resume"], &text), "");
    assert!(said(&[], &text).contains("the table already exists; give --resume"));
    let other = said(&["--resume", "--edge-order", "1"], &text);
    assert!(other.contains(
        "motion.csv, line 2: the line does not match what this log gives with these options"
    ));
    assert!(said(&["--resume", "--quantities", "all"], &text).contains("motion.csv, line 1: "));
    assert!(
        said(&["--resume", "--no-comparison"], &text)
            .contains("comparison.csv: the table exists, but")
    );
    assert!(
        said(&["--resume", "--format", "jsonl"], &text)
            .contains("motion.csv: the table exists, but")
    );
    let shorter = said(&["--resume"], &format!("{HEADER}{}", rows(0, 20)));
    // The last rows of the shorter log are one-sided, those of the longer are not.
    assert!(
        shorter.contains("the line does not match what this log"),
        "{shorter}"
    );

    let growing = Workplace::new(&format!("{HEADER}{}", rows(0, 40)));
    let running = growing.start(&[]);
    wait_for_lines(&growing.out("comparison.csv"), 37);
    running.kill();
    fs::write(&growing.log, format!("{HEADER}{}", rows(0, 20))).unwrap();
    let said = growing.start(&["--resume"]).said();
    assert!(
        said.contains("the table has more rows than the log gives"),
        "{said}"
    );
}

#[test]
fn a_log_that_shrinks_or_is_replaced_is_an_error() {
    for (what, change) in [
        (
            "became shorter",
            (|path| fs::write(path, HEADER).unwrap()) as fn(&Path),
        ),
        ("is gone", |path| fs::remove_file(path).unwrap()),
        ("was replaced by another", |path| {
            let other = path.with_extension("new");
            fs::write(&other, format!("{HEADER}{}", rows(0, 90))).unwrap();
            fs::rename(other, path).unwrap();
        }),
    ] {
        let work = Workplace::new(&format!("{HEADER}{}", rows(0, 30)));
        let running = work.start(&[]);
        wait_for_lines(&work.out("comparison.csv"), 27);
        change(&work.log);
        let said = running.said();
        assert!(said.contains(what), "{said}");
        assert_eq!(Table::read(&work.out("motion.csv")).text("t").len(), 26);
    }
}

#[test]
fn what_needs_the_whole_log_is_refused_with_advice() {
    let work = Workplace::new(&format!("{HEADER}{}", rows(0, 30)));
    for (options, what) in [
        (&["--method", "auto"][..], "smoothing and its errors"),
        (&["--errors"], "smoothing and its errors"),
        (&["--partition", "date"], "--partition needs the whole log"),
        (
            &["--format", "parquet"],
            "cannot grow row by row; give --format csv or jsonl",
        ),
        (
            &["--duplicates", "mean"],
            "give --duplicates first or error",
        ),
        (&["--log-format", "gpx"], "the log is in the format GPX"),
        (&["second.csv"], "only one log can be followed at a time"),
        (
            &["--position", "z"],
            "--position names the column 'z', which does not exist",
        ),
    ] {
        let said = work.start(options).said();
        assert!(said.contains(what), "{options:?}: {said}");
        assert!(!work.folder.path().join("out").exists());
    }
    let packed = Workplace::new("");
    fs::write(&packed.log, b"\x1f\x8b\x08\0\0\0\0\0").unwrap();
    let said = packed.start(&[]).said();
    assert!(said.contains("the log is compressed (gzip)"), "{said}");
    let refused = |text: &str, what: &str| {
        let said = text_of(&work.pipe(text, 1000, &[]));
        assert!(said.contains(what), "{said}");
        assert!(!work.folder.path().join("out").exists());
    };
    refused(
        "<?xml version=\"1.0\"?>\n<gpx></gpx>\n",
        "the log is in the format GPX",
    );
    let dates = (1..=9).map(|day| format!("{day}/11/2025 10:00,{day}\n"));
    refused(
        &format!("date,x\n{}", dates.collect::<String>()),
        "give --time-format '%d/%m/%Y %H:%M' or --time-format '%m/%d/%Y %H:%M'",
    );
    refused("t,x\n", "there is a header but no rows");
    refused(
        "t,x\n3,1\n2,1\n1,1\n0,1\n",
        "the log runs from the newest row to the oldest",
    );
    refused("", "the file is empty");
}

#[test]
fn rows_before_an_error_are_written() {
    let work = Workplace::new("");
    let text = format!("{HEADER}{}9.0,a,abc,1\n{}", rows(0, 30), rows(30, 40));
    let output = work.pipe(&text, 100_000, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text_of(&output)
            .contains("error: standard input, line 32, column 'x [m]': 'abc' is not a number")
    );
    assert_eq!(Table::read(&work.out("motion.csv")).text("t").len(), 26);
    let repeated = "t,x\n0,1\n1,2\n2,3\n3,4\n3,5\n";
    let work = Workplace::new("");
    let said = text_of(&work.pipe(repeated, 5, &["--duplicates", "error"]));
    assert!(
        said.contains("line 6: line 5 has the same timestamp"),
        "{said}"
    );
}

#[test]
fn late_rows_and_repeated_ones_are_left_out_and_said() {
    let text = "t,x\n0,0\n1,1\n1,1\n2,4\n3,9\n0.5,7\n4,16\n4,17\n,3\n5,\n6,36\n7,49\n";
    let work = Workplace::new("");
    let output = work.pipe(text, 7, &["--max-gap", "none"]);
    let said = text_of(&output);
    for sentence in [
        "1 row with an earlier timestamp than a row already read of the same object: too late, left out (standard input, line 7)",
        "1 row repeats the timestamp and the position of another: the first of each is kept (standard input, line 4)",
        "1 row repeats the timestamp of another with a different position, up to 1 units away",
        "1 row without a timestamp, left out (standard input, line 10)",
        "1 row without a complete position, kept with empty derivatives (standard input, line 11)",
        "the log has ended: 12 rows, 8 used, 1 segment",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    let table = Table::read(&work.out("motion.csv"));
    assert_eq!(table.text("time"), ["0", "1", "2", "3", "4", "5", "6", "7"]);
    assert_eq!(
        table.text("flag"),
        ["edge", "merged", "", "", "merged", "missing", "", "edge"]
    );
    let velocity: Vec<Option<f64>> = table.numbers("v_x");
    assert_eq!(velocity[5], None);
    assert!(
        velocity
            .iter()
            .flatten()
            .zip([0, 2, 4, 6, 8, 12, 14])
            .all(|(v, t)| (v - f64::from(t)).abs() < 1e-9)
    );
}

#[test]
fn a_quote_that_stays_open_is_said() {
    let rows =
        |from: u32, to: u32| -> String { (from..to).map(|t| format!("{t},{t},ok\n")).collect() };
    let text = format!(
        "t,x,note\n{}4,4,\"oops\n{}8,8,\"ok\n{}",
        rows(0, 4),
        rows(5, 8),
        rows(9, 12)
    );
    for piece in [1, 7, 1000] {
        let work = Workplace::new("");
        let said = text_of(&work.pipe(&text, piece, &[]));
        let sentence = "1 quote (\") stays open for more than 2 lines: what follows is text, not rows, until it is closed (standard input, line 6)";
        assert!(said.contains(sentence), "{said}");
        assert!(said.contains("the log has ended: 8 rows"), "{said}");
    }
    // Where the log waits for more rows, it is said meanwhile.
    let work = Workplace::new(&format!("t,x,note\n{}", rows(0, 6)));
    let mut running = work.start(&[]);
    wait_for_lines(&work.out("motion.csv"), 2);
    work.append(&format!("6,6,\"oops\n{}", rows(7, 10)));
    let errors = running.0.stderr.take().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(errors));
    assert!(lines.any(|line| line.unwrap().contains("stays open")));
    running.kill();
}

#[test]
fn a_log_that_is_rewritten_longer_is_an_error() {
    let work = Workplace::new(&format!("{HEADER}{}", rows(0, 20)));
    let running = work.start(&[]);
    wait_for_lines(&work.out("motion.csv"), 15);
    fs::write(&work.log, format!("{HEADER}{}", rows(3, 60))).unwrap();
    let said = running.said();
    assert!(
        said.contains("the file was rewritten while it was being followed"),
        "{said}"
    );
}

#[test]
fn rows_go_to_standard_output() {
    let work = Workplace::new("");
    let text = format!("{HEADER}{}", rows(0, 40));
    let mut command = Command::new(env!("CARGO_BIN_EXE_dxdt"));
    let mut child = command
        .current_dir(work.folder.path())
        .args(["analyze", "--follow", "-", "-o", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let said = text_of(&output);
    assert!(
        said.contains("following, rows go to standard output")
            && said.contains("the log has ended: 40 rows"),
        "{said}"
    );
    let mut follower = Follower::new("log.csv", FollowOptions::default()).unwrap();
    follower.push(text.as_bytes()).unwrap();
    follower.finish().unwrap();
    assert!(output.stdout == follower.take().unwrap().motion);
    // Nothing but the log that was made before.
    assert_eq!(fs::read_dir(work.folder.path()).unwrap().count(), 1);
}

#[test]
fn rows_without_a_position_do_not_fill_the_memory() {
    let mut text = "t,x\n0,0\n1,1\n2,4\n3,9\n".to_owned();
    text.extend((4..5000).map(|t| format!("{t},\n")));
    let rows_with = |max_gap| {
        let mut options = FollowOptions::default();
        options.audit.max_gap = max_gap;
        let mut follower = Follower::new("log.csv", options).unwrap();
        follower.push(text.as_bytes()).unwrap();
        let rows = follower.take().unwrap().motion;
        rows.iter().filter(|&&byte| byte == b'\n').count()
    };
    // The last position waits no longer than to where a next one would come after a gap.
    assert_eq!(rows_with(MaxGap::TenMedianSteps), 5001);
    // Where there are no gaps, rows without a position do not wait for it for ever.
    assert!(rows_with(MaxGap::Unlimited) > 3900);
}

#[test]
fn the_first_rows_may_stand_below_titles_and_comments() {
    let text = "Device: X\n# made by hand, with a \" in it\n\nt [s],x [mm]\n0,0\n\n1,1\n# half way\n2,4\n3,9\n4,16\n";
    let mut follower = Follower::new("log.csv", FollowOptions::default()).unwrap();
    for byte in text.as_bytes() {
        follower.push(&[*byte]).unwrap();
    }
    let rows = String::from_utf8(follower.take().unwrap().motion).unwrap();
    assert_eq!(rows.lines().count(), 4);
    assert!(
        rows.ends_with("2,2.0,0.004,0.004,0.002,0.004,0.002,0,\n"),
        "{rows}"
    );
    let sentences: Vec<String> = follower.news().iter().map(ToString::to_string).collect();
    assert!(
        sentences
            .iter()
            .any(|sentence| sentence.contains("log.csv, line 1")),
        "{sentences:?}"
    );
    // A last row without a line end counts where it is whole, and else is cut off.
    follower.push(b"5,25\n6,").unwrap();
    follower.push(b"36").unwrap();
    follower.finish().unwrap();
    assert_eq!(follower.summary().unwrap().source.rows, 7);
    let mut follower = Follower::new("log.csv", FollowOptions::default()).unwrap();
    follower.push(b"t,x,y\n0,0,0\n1,1,0\n2,4").unwrap();
    follower.finish().unwrap();
    let summary = follower.summary().unwrap();
    assert_eq!(summary.source.rows, 2);
    assert!(
        summary
            .findings
            .iter()
            .any(|finding| finding.name() == "records_skipped")
    );
}
