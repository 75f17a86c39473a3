//! What must not be written over.

use std::fs;
use std::path::{Path, PathBuf};

use dxdt_motion::error::{Error, Result};

/// Logs by their paths without links; what is no file has none.
pub(super) fn real_paths(logs: &[String]) -> Vec<PathBuf> {
    logs.iter()
        .filter_map(|log| fs::canonicalize(log).ok())
        .collect()
}

/// Checks that a file can take the place of what is at `path` now.
///
/// # Errors
/// Where that is one of `logs`, a device or a pipe.
pub(super) fn check_place(path: &Path, logs: &[PathBuf]) -> Result<()> {
    // A link such as /dev/stdout would be replaced by a file, also where it leads to one.
    let folder = path
        .parent()
        .and_then(|folder| fs::canonicalize(folder).ok());
    let is_of_devices =
        |folder: PathBuf| folder == Path::new("/dev") || folder.starts_with("/proc");
    let is_special = fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir());
    if is_special || folder.is_some_and(is_of_devices) {
        return Err(Error::new("this is a device or pipe, not a file")
            .in_file(path.display().to_string())
            .advise("name a file with -o"));
    }
    refuse_logs(path, logs)
}

/// Refuses a place where a log would be written over, itself or with the folder that it is in.
///
/// # Errors
/// Where one of `logs` is there.
pub(super) fn refuse_logs(path: &Path, logs: &[PathBuf]) -> Result<()> {
    let Ok(place) = fs::canonicalize(path) else {
        return Ok(());
    };
    match logs.iter().any(|log| log.starts_with(&place)) {
        false => Ok(()),
        true => Err(Error::new("this would overwrite a log that is being read")
            .in_file(path.display().to_string())
            .advise("choose another output path with -o")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Staging;
    use super::*;

    #[test]
    fn logs_and_devices_are_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("motion.csv");
        fs::write(&log, "t,x").unwrap();
        let logs = ["-".to_owned(), log.display().to_string()];
        let mut staging = Staging::new(folder.path()).unwrap().sparing(&logs);
        staging.write("other.csv", |_| Ok(())).unwrap();
        for error in [
            staging.write("motion.csv", |_| Ok(())).unwrap_err(),
            staging.begin("motion.csv").map(drop).unwrap_err(),
            Staging::check_place(&log, &logs).unwrap_err(),
        ] {
            assert!(
                error.to_string().contains("would overwrite a log"),
                "{error}"
            );
        }
        #[cfg(unix)]
        for device in ["/dev/null", "/dev/stdout"] {
            let error = Staging::check_place(Path::new(device), &logs).unwrap_err();
            assert!(error.to_string().contains("a device"), "{error}");
        }

        let parts = folder.path().join("date=1");
        fs::create_dir(&parts).unwrap();
        fs::rename(&log, parts.join("part-0.parquet")).unwrap();
        let logs = [parts.join("part-0.parquet").display().to_string()];
        let staging = Staging::new(folder.path().parent().unwrap()).unwrap();
        let staging = staging.sparing(&logs);
        let name = folder.path().file_name().unwrap().to_str().unwrap();
        let error = staging.begin_partitions(name).map(drop).unwrap_err();
        assert!(
            error.to_string().contains("would overwrite a log"),
            "{error}"
        );
    }
}
