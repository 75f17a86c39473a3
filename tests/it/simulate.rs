//! Logs of motions whose answer is known.

use std::fs;
use std::path::Path;

use super::support::{Table, dxdt, said};

/// Standard output and standard error of a run that succeeds.
fn simulated(arguments: &[&str]) -> (String, String) {
    let output = dxdt().arg("simulate").args(arguments).output().unwrap();
    let messages = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{messages}");
    (String::from_utf8(output.stdout).unwrap(), messages)
}

/// The error of a run that fails, without its first word.
fn refused(arguments: &[&str]) -> String {
    let output = dxdt().arg("simulate").args(arguments).output().unwrap();
    assert!(!output.status.success() && output.stdout.is_empty());
    let messages = String::from_utf8(output.stderr).unwrap();
    messages
        .strip_prefix("error: ")
        .unwrap_or(&messages)
        .trim_end()
        .to_owned()
}

#[test]
fn the_list_has_every_motion() {
    insta::assert_snapshot!("list", simulated(&["--list"]).0);
    let (one, _) = simulated(&["kepler", "--list"]);
    assert!(one.starts_with("kepler: ") && one.contains("eccentricity=0.1"));
    assert!(!one.contains("pendulum"));
}

#[test]
fn a_few_rows_of_some_motions() {
    let mut text = String::new();
    for arguments in [
        "free-fall height=20m --duration 0.5s --step 0.25s",
        "projectile angle=0deg --duration 2s --rate 2Hz --start 2024-05-01T12:00:00+02:00",
        "braking-car speed=36km/h build-up=0s --duration 4s --rate 2Hz --noise 1cm --quantise-position 1mm --seed 4",
        "brownian --duration 1s --rate 3Hz --copies 2 --seed 1",
        "free-fall --duration 1s --rate 4Hz --stamps random --quantise-time 10ms --missing 50% --seed 2",
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let (log, summary) = simulated(&words);
        text.push_str(&format!("$ dxdt simulate {arguments}\n{log}{summary}\n"));
    }
    insta::assert_snapshot!("rows", text);
}

#[test]
fn the_exact_columns_are_those_of_the_analysis() {
    for (motion, axes) in [
        ("pendulum", "x y"),
        ("projectile-with-drag", "x y"),
        ("helix", "x y z"),
        ("driven-oscillator", "x"),
        ("kepler", "x y"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (log, _) = simulated(&["-q", motion]);
        let out = folder.path().join("out");
        let analysis = dxdt()
            .args(["analyze", "-", "--no-charts", "--accuracy", "4", "-o"])
            .arg(&out)
            .write_stdin(log.clone())
            .output()
            .unwrap();
        let messages = said(&analysis);
        assert!(analysis.status.success(), "{messages}");
        let path = folder.path().join("log.csv");
        fs::write(&path, log).unwrap();
        let (exact, derived) = (Table::read(&path), Table::read(&out.join("motion.csv")));
        for axis in axes.split(' ') {
            for (order, unit, tolerance) in [("v", "m/s", 1e-5), ("a", "m/s^2", 5e-4)] {
                let exact = exact.known(&format!("exact_{order}_{axis} ({unit})"));
                let derived = derived.known(&format!("{order}_{axis}"));
                let scale = exact
                    .iter()
                    .fold(0.0_f64, |most, value| most.max(value.abs()));
                for (exact, derived) in exact.iter().zip(&derived) {
                    assert!(
                        (exact - derived).abs() <= tolerance * (scale + 1.0),
                        "{motion} {order}_{axis}: {exact} {derived}"
                    );
                }
            }
        }
    }
}

#[test]
fn parquet_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    for (start, rows) in [
        (None, "1001 rows"),
        (Some("2024-05-01T12:00:00Z"), "1001 rows"),
    ] {
        let path = folder.path().join("log.parquet");
        let mut arguments = vec!["circle", "--copies", "2", "-o", path.to_str().unwrap()];
        if let Some(start) = start {
            arguments.extend(["--start", start]);
        }
        let (log, messages) = simulated(&arguments);
        assert!(
            log.is_empty() && messages.contains("circle: 2002 rows of 2 objects"),
            "{messages}"
        );
        assert!(messages.ends_with(&format!("wrote {}\n", path.display())));
        let out = folder.path().join("out");
        let analysis = dxdt()
            .args(["analyze", "--no-charts", "-o"])
            .args([&out, &path])
            .output()
            .unwrap();
        let messages = said(&analysis);
        assert!(analysis.status.success(), "{messages}");
        let motion = Table::read(&out.join("motion.csv"));
        assert_eq!(
            motion.text("entity").last().map(String::as_str),
            Some("2"),
            "{messages} {rows}"
        );
        let speed = motion.known("speed");
        assert_eq!(speed.len(), 2002);
        assert!(
            speed
                .iter()
                .all(|v| (v - std::f64::consts::TAU / 4.0).abs() < 1e-3)
        );
        let first = if start.is_some() {
            "2024-05-01T12:00:00"
        } else {
            "0"
        };
        assert!(
            motion.text("time")[0].starts_with(first),
            "{}",
            motion.text("time")[0]
        );
    }
}

#[test]
fn a_file_says_it_all_and_options_go_over_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("motion.toml");
    fs::write(
        &path,
        "motion = 'pendulum'\nduration = '1 s'\nrate = '10 Hz'\nnoise = '1 cm'\nseed = 3\n\n[parameters]\nangle = '40 deg'\n",
    )
    .unwrap();
    let file = path.to_str().unwrap();
    let (from_file, _) = simulated(&[file, "length=2m", "--seed", "7"]);
    let words = [
        "pendulum",
        "angle=40 deg",
        "length=2m",
        "--duration",
        "1 s",
        "--rate",
        "10 Hz",
        "--noise",
        "1 cm",
        "--seed",
        "7",
    ];
    let (from_words, messages) = simulated(&words);
    assert_eq!(from_file, from_words);
    assert_ne!(from_file, simulated(&[file]).0);

    // What is printed makes the same again: the TOML and the command.
    let (toml, _) = simulated(&[&words[..], &["--print-toml"]].concat());
    insta::assert_snapshot!("toml", toml);
    fs::write(&path, &toml).unwrap();
    assert_eq!(simulated(&[file]).0, from_words);
    let again = messages
        .lines()
        .find_map(|line| line.trim().strip_prefix("repeat  dxdt "))
        .unwrap();
    if cfg!(unix) {
        let command = format!("{} {again}", env!("CARGO_BIN_EXE_dxdt"));
        let output = std::process::Command::new("sh")
            .env("COLUMNS", "1000")
            .args(["-c", &command])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), from_words);
    }
}

#[test]
fn the_same_bytes_each_time_and_with_any_number_of_threads() {
    let words =
        "random-walk --noise 1cm --stamps random --outliers 2% --copies 3 --rate 1kHz --seed 5";
    let run = |threads: &str| {
        let mut words: Vec<&str> = words.split(' ').collect();
        words.extend(["--threads", threads, "-q"]);
        simulated(&words)
    };
    let one = run("1");
    assert!(one.1.is_empty() && one.0.lines().count() == 90_004);
    assert!(one == run("1") && one == run("3"));
}

#[test]
fn what_cannot_be_is_said() {
    for (arguments, sentence) in [
        (
            &["pendelum"][..],
            "'pendelum' is not a motion; did you mean 'pendulum'? There are 'free-fall', 'projectile', \
             'projectile-with-drag', 'pendulum', 'small-pendulum', 'spring', 'damped-oscillator', 'driven-oscillator', \
             'circle', 'spiral', 'helix', 'braking-car', 'bouncing-ball', 'random-walk', 'brownian' and 'kepler'",
        ),
        (
            &["circle", "size=2m"],
            "'size' is not a parameter of circle; there are 'radius', 'period' and 'phase'",
        ),
        (
            &["circle", "radius=2"],
            "the parameter 'radius': '2' has no unit; give a length such as 1.2 m, in m, km, cm, mm, um, nm, ft, in, yd, \
             mi, nmi or au",
        ),
        (
            &["circle", "radius=2 s"],
            "the parameter 'radius': 's' is not a unit of length; give a length such as 1.2 m, in m, km, cm, mm, um, nm, \
             ft, in, yd, mi, nmi or au",
        ),
        (
            &["circle", "radius=-2 m"],
            "the parameter 'radius' is '-2 m', but it must be above 0 m",
        ),
        (
            &["circle", "radius"],
            "'radius' is not NAME=VALUE; write a parameter such as length=1.2m",
        ),
        (
            &["circle", "radius=1m", "Radius=2m"],
            "the parameter 'radius' is given twice",
        ),
        (
            &["circle", "--duration", "1 d", "--rate", "1 MHz"],
            "the log would have 86,400,000,001 rows, but the limit is 100,000,000; give a shorter --duration, a lower \
             --rate or fewer --copies",
        ),
        (
            &["circle", "--gap", "4 s..3 s"],
            "the gap '4 s..3 s' does not end after its start; give a gap such as '3 s..4 s'",
        ),
        (
            &["circle", "--start", "yesterday"],
            "the start 'yesterday' cannot be read: it does not start with a recognized date; give an instant such as \
             2024-05-01T12:00:00Z",
        ),
        (
            &["circle", "--duration", "soon"],
            "the duration: 'soon' is not a duration; write a number and one of ns, us, ms, s, min, h, d, such as 250ms, \
             10s or 1.5h",
        ),
        (
            &["circle", "-o", "log.xlsx"],
            "the ending of 'log.xlsx' is not a known format; name a file that ends in .csv or .parquet, or give \
             --format",
        ),
        (
            &["circle", "--dropped", "100 %"],
            "every row is dropped; give a smaller --dropped",
        ),
        (
            &[
                "pendulum",
                "angular-speed=1deg/s",
                "--duration",
                "200 d",
                "--step",
                "1 d",
            ],
            "the equation of motion cannot be solved over so long a time; give a shorter --duration, or other \
             parameters",
        ),
    ] {
        assert_eq!(refused(arguments), sentence, "{arguments:?}");
    }
    let missing = refused(&["no-such.toml"]);
    assert!(
        missing.starts_with("no-such.toml: the file cannot be read ("),
        "{missing}"
    );
}

#[test]
fn names_of_others_are_escaped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("motion.toml");
    fs::write(&path, "motion = \"\\u001b[31mred\"\n").unwrap();
    for error in [
        refused(&["\u{1b}[2J"]),
        refused(&["circle", "\u{1b}[2J=3m"]),
        refused(&["circle", "radius=\u{1b}[2J"]),
        refused(&["circle", "radius=3 \u{1b}[2J"]),
        refused(&["circle", "--gap", "\u{1b}[2J"]),
        refused(&["circle", "--noise", "1 \u{1b}[2J"]),
        refused(&["circle", "-o", "\u{1b}[2J"]),
        refused(&[path.to_str().unwrap()]),
    ] {
        assert!(
            !error.contains('\u{1b}') && error.contains("\\u{1b}"),
            "{error}"
        );
    }
    fs::write(&path, "\u{1b}[31m = 3\n").unwrap();
    assert!(!refused(&[path.to_str().unwrap()]).contains('\u{1b}'));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    if cfg!(unix) {
        let command = format!(
            "{} simulate -q circle --rate 10kHz | head -n 1",
            env!("CARGO_BIN_EXE_dxdt")
        );
        let output = std::process::Command::new("sh")
            .env("COLUMNS", "1000")
            .args(["-c", &command])
            .output()
            .unwrap();
        assert!(
            output.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(output.stdout.starts_with(b"time (s),x (m)"));
    }
}

/// The commands in the blocks of the page, which begin with `dxdt simulate`.
fn commands_of(page: &str) -> Vec<&str> {
    page.lines()
        .filter_map(|line| line.strip_prefix("dxdt simulate "))
        .collect()
}

#[test]
fn the_page_shows_every_motion_and_its_commands_run() {
    let root = super::support::root();
    let page = fs::read_to_string(root.join("docs/simulate.md")).unwrap();
    let commands = commands_of(&page);
    for motion in dxdt_teach::simulation::motions() {
        assert!(
            page.contains(&format!("### `{}`", motion.name)),
            "{}",
            motion.name
        );
        let mine = commands
            .iter()
            .find(|command| command.split(' ').next() == Some(motion.name));
        assert!(mine.is_some(), "{} has no command", motion.name);
        for parameter in motion.parameters {
            assert!(
                page.contains(&format!("`{}`", parameter.name)),
                "{}",
                parameter.name
            );
        }
    }
    let help = simulated(&["--help"]).0;
    for line in help.lines().map(str::trim_start) {
        let option = line.split([' ', ',']).find(|word| word.starts_with("--"));
        let Some(option) = option.filter(|_| line.starts_with('-')) else {
            continue;
        };
        if !["--help", "--version", "--quiet", "--threads"].contains(&option) {
            assert!(page.contains(&format!("`{option}")), "{option}");
        }
    }
    if cfg!(unix) {
        let folder = tempfile::tempdir().unwrap();
        for command in commands {
            let command = format!("{} simulate -q {command}", env!("CARGO_BIN_EXE_dxdt"));
            let output = std::process::Command::new("sh")
                .env("COLUMNS", "1000")
                .args(["-c", &command])
                .current_dir(folder.path())
                .env("PATH", path_with(Path::new(env!("CARGO_BIN_EXE_dxdt"))))
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{command}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
}

/// The search path with the program's folder in front, for commands that call it in a pipe.
fn path_with(program: &Path) -> std::ffi::OsString {
    let mut path = program.parent().unwrap().as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    path
}
