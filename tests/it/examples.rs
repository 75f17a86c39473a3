//! The sample logs and what is known about them.

use std::fs;
use std::path::Path;

use super::support::{Analysis, root};

#[test]
fn free_fall_has_one_acceleration_on_every_row() {
    let motion = Analysis::of_file(&root().join("data/free_fall.csv"), &[]).motion();
    let column = motion
        .names
        .iter()
        .find(|name| name.starts_with("a_"))
        .unwrap();
    let acceleration = motion.known(column);
    assert!(acceleration.len() > 20);
    assert!(
        acceleration.iter().all(|a| (a + 9.81).abs() < 1e-6),
        "{acceleration:?}"
    );
}

#[test]
fn sample_logs_are_what_their_program_makes() {
    let folder = tempfile::tempdir().unwrap();
    // Built with the tests, beside the program.
    let examples = Path::new(env!("CARGO_BIN_EXE_dxdt")).with_file_name("examples");
    let made = std::process::Command::new(examples.join("make_sample_logs"))
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let mut compared = 0;
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let kept = root().join("data").join(path.file_name().unwrap());
        assert!(
            fs::read(&path).unwrap() == fs::read(&kept).unwrap(),
            "{} differs",
            kept.display()
        );
        compared += 1;
    }
    assert!(compared >= 4);
}
