//! What must not be written over.

use std::fs;
use std::path::{Path, PathBuf};

use dxdt_motion::error::{Error, Result};
use same_file::Handle;

/// The files that a run reads, none of which is written over.
#[derive(Debug, Default)]
pub(super) struct ReadFiles {
    /// By their paths without links; what is no file has none.
    paths: Vec<PathBuf>,
    /// Standard input, which may come from a file.
    with_standard_input: bool,
}

impl ReadFiles {
    pub fn new<P: AsRef<Path>>(files: &[P]) -> Self {
        let paths = files.iter().map(AsRef::as_ref);
        let is_standard_input = |path: &Path| path == Path::new("-");
        Self {
            with_standard_input: paths.clone().any(is_standard_input),
            paths: paths
                .filter_map(|path| fs::canonicalize(path).ok())
                .collect(),
        }
    }

    /// Checks that a file can take the place of what is at `path` now.
    ///
    /// # Errors
    /// Where that is one of these, a device or a pipe.
    pub fn check_place(&self, path: &Path) -> Result<()> {
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
                .advise("name a file with -o, or - for standard output"));
        }
        self.refuse(path)
    }

    /// Refuses a place where one of these would be written over, itself or with the folder that it is in.
    ///
    /// # Errors
    /// Where one of these is there.
    pub fn refuse(&self, path: &Path) -> Result<()> {
        let Ok(place) = fs::canonicalize(path) else {
            return Ok(());
        };
        let is_in_it = self.paths.iter().any(|read| read.starts_with(&place));
        // Another name of the same file is another path.
        let is_same =
            || place.is_file() && Handle::from_path(&place).is_ok_and(|it| self.have(&it));
        match is_in_it || is_same() {
            false => Ok(()),
            true => Err(Error::new("this would overwrite a file that is being read")
                .in_file(path.display().to_string())
                .advise("choose another output path with -o")),
        }
    }

    /// Refuses a standard output that goes into one of these.
    ///
    /// # Errors
    /// Where it does.
    pub fn refuse_standard_output(&self) -> Result<()> {
        match Handle::stdout().is_ok_and(|it| is_file(&it) && self.have(&it)) {
            false => Ok(()),
            true => Err(
                Error::new("standard output goes into the file that is being read")
                    .advise("redirect it to another file"),
            ),
        }
    }

    fn have(&self, file: &Handle) -> bool {
        let is_it = |read: std::io::Result<Handle>| read.is_ok_and(|read| read == *file);
        self.with_standard_input && is_it(Handle::stdin())
            || self
                .paths
                .iter()
                // Opening a pipe would wait for its other end.
                .filter(|path| path.is_file())
                .any(|path| is_it(Handle::from_path(path)))
    }
}

/// Whether a folder has the partitions of a table and nothing else.
pub(super) fn holds_partitions_only(path: &Path) -> bool {
    let entries = |folder: &Path| -> Option<Vec<PathBuf>> {
        let entries = fs::read_dir(folder).ok()?;
        entries.map(|entry| Some(entry.ok()?.path())).collect()
    };
    let named = |path: &Path, is: fn(&str) -> bool| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(is)
    };
    let is_part = |path: &PathBuf| {
        path.is_file()
            && named(path, |name| {
                name.starts_with("part-") && name.ends_with(".parquet")
            })
    };
    let is_partition = |path: &PathBuf| {
        path.is_dir()
            && named(path, |name| name.contains('='))
            && entries(path).is_some_and(|parts| parts.iter().all(is_part))
    };
    entries(path).is_some_and(|partitions| partitions.iter().all(is_partition))
}

fn is_file(handle: &Handle) -> bool {
    handle.as_file().metadata().is_ok_and(|it| it.is_file())
}

#[cfg(test)]
mod tests {
    use super::super::Staging;
    use super::*;

    const REFUSED: &str = "would overwrite a file that is being read";

    #[test]
    fn files_that_are_read_and_devices_are_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("motion.csv");
        fs::write(&log, "t,x").unwrap();
        let read = ["-".to_owned(), log.display().to_string()];
        let mut staging = Staging::new(folder.path()).unwrap().sparing(&read);
        staging.write("other.csv", |_| Ok(())).unwrap();
        for error in [
            staging.write("motion.csv", |_| Ok(())).unwrap_err(),
            staging.begin("motion.csv").map(drop).unwrap_err(),
            Staging::check_place(&log, &read).unwrap_err(),
        ] {
            assert!(error.to_string().contains(REFUSED), "{error}");
        }
        #[cfg(unix)]
        for device in ["/dev/null", "/dev/stdout"] {
            let error = Staging::check_place(Path::new(device), &read).unwrap_err();
            assert!(error.to_string().contains("a device"), "{error}");
        }
        drop(staging);

        let parts = folder.path().join("date=1");
        fs::create_dir(&parts).unwrap();
        fs::rename(&log, parts.join("part-0.parquet")).unwrap();
        let read = [parts.join("part-0.parquet").display().to_string()];
        let staging = Staging::new(folder.path().parent().unwrap()).unwrap();
        let staging = staging.sparing(&read);
        let name = folder.path().file_name().unwrap().to_str().unwrap();
        let error = staging.begin_partitions(name).map(drop).unwrap_err();
        assert!(error.to_string().contains(REFUSED), "{error}");
    }

    #[test]
    fn other_names_of_a_file_are_known() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        fs::write(place("log.csv"), "t,x").unwrap();
        fs::hard_link(place("log.csv"), place("hard.csv")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(place("log.csv"), place("soft.csv")).unwrap();
        #[cfg(not(unix))]
        fs::hard_link(place("log.csv"), place("soft.csv")).unwrap();
        fs::write(place("other.csv"), "t,x").unwrap();
        let names = ["log.csv", "hard.csv", "soft.csv"];
        for read in names {
            for written in names {
                let error = Staging::check_place(&place(written), &[place(read)]).unwrap_err();
                assert!(error.to_string().contains(REFUSED), "{error}");
            }
            Staging::check_place(&place("other.csv"), &[place(read)]).unwrap();
            Staging::check_place(&place("new.csv"), &[place(read)]).unwrap();
        }
    }
}
