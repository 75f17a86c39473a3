//! What fuzzing has found: each file once made the program panic, hang or ask for too much memory, and is an error now
//! or is read. A file is named by its format and what was wrong.

use std::fs;

use super::support::{dxdt, root, said};

#[test]
fn each_ends_well() {
    let folder = root().join("tests/fixtures/fuzz");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let format = name.split('-').next().unwrap().to_owned();
        let mut inspect = dxdt();
        inspect.arg("inspect").arg(&path);
        if format != "any" {
            inspect.args(["--log-format", &format]);
        }
        let mut gradient = dxdt();
        gradient.args(["gradient", "--value", "x"]).arg(&path);
        for mut command in [inspect, gradient] {
            let output = command.output().unwrap();
            let message = said(&output);
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{name}: {message}"
            );
            assert!(!message.contains("panicked"), "{name}: {message}");
            assert!(message.lines().count() <= 1, "{name}: {message}");
        }
        count += 1;
    }
    assert!(count > 0);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_asked_for_only_where_there_are_bytes() {
    use std::process::Command;
    // 4 GiB of address space are enough for the program, and not for what the file claims.
    let path = root().join("tests/fixtures/fuzz/parquet-list-of-193-gigabytes");
    let program = env!("CARGO_BIN_EXE_dxdt");
    for command in ["inspect", "gradient --value x"] {
        let script = format!(
            "ulimit -v 4194304; exec '{program}' {command} '{}'",
            path.display()
        );
        let output = Command::new("sh")
            .env("COLUMNS", "1000")
            .args(["-c", &script])
            .output()
            .unwrap();
        let message = said(&output);
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(
            message.contains("the Parquet file is damaged or cut off (its footer is invalid)"),
            "{message}"
        );
    }
}
