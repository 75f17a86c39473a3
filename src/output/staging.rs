//! Files that are whole or absent: written under temporary names beside their places, renamed together.

mod place;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

use dxdt_motion::error::{Error, Result};

use place::{check_place, real_paths, refuse_logs};

/// A set of files on their way into a folder.
///
/// Nothing is seen under its name until [`Staging::commit`]; what is not committed is removed.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    files: Vec<StagedFile>,
    folders: Vec<(TempDir, PathBuf)>,
    /// The folders that were made for it, the innermost first.
    made: Vec<PathBuf>,
    /// The logs that are read, none of which is written over.
    logs: Vec<PathBuf>,
}

impl Staging {
    /// Checks that files can be made in `folder`, or that the folder can be made, without making it.
    ///
    /// # Errors
    /// Where the path is a file or its folder cannot be written to.
    pub fn check(folder: &Path) -> Result<()> {
        let mut existing = folder;
        while !existing.exists() {
            existing = match existing.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            };
        }
        if !existing.is_dir() {
            return Err(failure(folder, &io::ErrorKind::NotADirectory.into()));
        }
        tempfile::tempfile_in(existing)
            .map(drop)
            .map_err(|error| failure(folder, &error))
    }

    /// Makes the folder where it is missing; without [`Staging::commit`] it is gone again.
    ///
    /// # Errors
    /// As [`Staging::check`].
    pub fn new(folder: &Path) -> Result<Self> {
        let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let made = folder.ancestors().take_while(missing).map(Path::to_owned);
        let made = made.collect();
        make_folder(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            files: Vec::new(),
            folders: Vec::new(),
            made,
            logs: Vec::new(),
        })
    }

    /// Nothing takes the place of one of these logs, of which some may be no files.
    #[must_use]
    pub(crate) fn sparing(mut self, logs: &[String]) -> Self {
        self.logs = real_paths(logs);
        self
    }

    /// Checks that a file can take the place of what is at `path` now: neither one of these logs nor a device or pipe.
    ///
    /// # Errors
    /// Where it cannot.
    pub(crate) fn check_place(path: &Path, logs: &[String]) -> Result<()> {
        check_place(path, &real_paths(logs))
    }

    /// Writes one file; `name` is a plain file name.
    ///
    /// # Errors
    /// Where the folder or the disk refuses, or `write` fails.
    pub fn write(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut fs::File) -> io::Result<()>,
    ) -> Result<()> {
        check_place(&self.folder.join(name), &self.logs)?;
        let file = staged(&self.folder, name, write)?;
        self.files.push(file);
        Ok(())
    }

    /// Begins a file that is written bit by bit; [`Staging::end`] adds it to the set. `name` is a plain file name.
    ///
    /// # Errors
    /// Where the folder or the disk refuses.
    pub(crate) fn begin(&self, name: &str) -> Result<OpenFile> {
        check_place(&self.folder.join(name), &self.logs)?;
        let (file, path) = staged(&self.folder, name, |_| Ok(()))?;
        Ok(OpenFile { file, path })
    }

    /// Adds a file that has been written.
    pub(crate) fn end(&mut self, file: OpenFile) {
        self.files.push((file.file, file.path));
    }

    /// Adds a folder of partitions that has been written.
    pub(crate) fn end_partitions(&mut self, partitions: OpenPartitions) {
        self.folders.push((partitions.folder, partitions.path));
    }

    /// Begins a folder of partitions that is written bit by bit.
    ///
    /// # Errors
    /// Where the disk refuses, or something else than partitions is in the way.
    pub(crate) fn begin_partitions(&self, name: &str) -> Result<OpenPartitions> {
        let path = self.folder.join(name);
        refuse_logs(&path, &self.logs)?;
        if path.exists() && !holds_partitions_only(&path) {
            return Err(Error::new(
                "something other than the partitions of an earlier run is in the way",
            )
            .in_file(path.display().to_string())
            .advise("remove it, or choose another folder with -o"));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".dxdt-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let folder = builder.tempdir_in(&self.folder);
        let folder = folder.map_err(|error| failure(&path, &error))?;
        Ok(OpenPartitions { folder, path })
    }

    /// Gives every file and folder its name, and the paths in the order of writing, files first.
    ///
    /// # Errors
    /// Where a file cannot be renamed, for example onto a folder.
    pub fn commit(mut self) -> Result<Vec<PathBuf>> {
        self.made.clear();
        let mut paths = Vec::with_capacity(self.files.len());
        for (file, path) in std::mem::take(&mut self.files) {
            file.persist(&path)
                .map_err(|error| failure(&path, &error.error))?;
            paths.push(path);
        }
        for (folder, path) in std::mem::take(&mut self.folders) {
            replace(folder, &path).map_err(|error| failure(&path, &error))?;
            paths.push(path);
        }
        Ok(paths)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.files.clear();
        self.folders.clear();
        for folder in &self.made {
            // What others have put there stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Makes a folder and those that it is in.
///
/// # Errors
/// What the file system says.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| failure(folder, &error))
}

/// Puts a folder in the place of another, which is out of the way before and gone after.
fn replace(folder: TempDir, path: &Path) -> io::Result<()> {
    let old = match path.parent().filter(|_| path.exists()) {
        Some(parent) => {
            let old = tempfile::Builder::new()
                .prefix(".dxdt-")
                .suffix(".old")
                .tempdir_in(parent)?;
            fs::rename(path, old.path().join("old"))?;
            Some(old)
        }
        None => None,
    };
    fs::rename(folder.path(), path)?;
    // It has another name now, which must not be removed.
    let _ = folder.keep();
    drop(old);
    Ok(())
}

fn holds_partitions_only(path: &Path) -> bool {
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

/// A folder of partitions that is being written.
#[derive(Debug)]
pub(crate) struct OpenPartitions {
    folder: TempDir,
    path: PathBuf,
}

impl OpenPartitions {
    /// The folder under its temporary name.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What the system says of it, as an error for the user.
    pub fn failure(&self, error: &io::Error) -> Error {
        failure(&self.path, error)
    }
}

/// A file that is being written.
#[derive(Debug)]
pub(crate) struct OpenFile {
    file: NamedTempFile,
    path: PathBuf,
}

impl OpenFile {
    /// The file under its temporary name.
    pub fn as_file(&self) -> &fs::File {
        self.file.as_file()
    }

    /// What the system says of it, as an error for the user.
    pub fn failure(&self, error: &io::Error) -> Error {
        failure(&self.path, error)
    }
}

type StagedFile = (NamedTempFile, PathBuf);

fn staged(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<StagedFile> {
    let path = folder.join(name);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".dxdt-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As a file made without ceremony, less what the user's umask takes away.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let written = builder.tempfile_in(folder).and_then(|mut file| {
        write(file.as_file_mut())?;
        file.as_file_mut().flush()?;
        Ok(file)
    });
    let file = written.map_err(|error| failure(&path, &error))?;
    Ok((file, path))
}

/// Why a file cannot be written.
pub(crate) fn failure(path: &Path, error: &io::Error) -> Error {
    let (what, advice) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            "the disk is full".to_owned(),
            "free some space, or choose another folder with -o",
        ),
        io::ErrorKind::FileTooLarge => (
            "the file is too large for the disk".to_owned(),
            "choose another folder with -o",
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            "writing here is not permitted".to_owned(),
            "choose another folder with -o",
        ),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => (
            "a file is in the way where a folder is needed".to_owned(),
            "choose another folder with -o",
        ),
        io::ErrorKind::IsADirectory => (
            "a folder is in the way where a file is needed".to_owned(),
            "remove it, or choose another folder with -o",
        ),
        _ => (
            format!("writing failed ({error})"),
            "choose another folder with -o",
        ),
    };
    Error::new(what)
        .caused_by(error)
        .in_file(path.display().to_string())
        .advise(advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_seen_before_the_commit() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("new");
        let mut staging = Staging::new(&place).unwrap();
        staging
            .write("a.txt", |file| file.write_all(b"whole"))
            .unwrap();
        assert!(!place.join("a.txt").exists());
        let paths = staging.commit().unwrap();
        assert_eq!(fs::read(&paths[0]).unwrap(), b"whole");
        assert_eq!(fs::read_dir(&place).unwrap().count(), 1);
    }

    #[test]
    fn partitions_take_the_place_of_partitions_only() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("motion");
        let write = |part: &'static str| {
            let mut staging = Staging::new(folder.path())?;
            let partitions = staging.begin_partitions("motion")?;
            let folder = partitions.folder().join(part);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("part-0.parquet"), "rows").unwrap();
            staging.end_partitions(partitions);
            staging.commit()
        };
        write("date=1").unwrap();
        write("date=2").unwrap();
        let names: Vec<_> = fs::read_dir(&place)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, ["date=2"]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        fs::write(place.join("diary.txt"), "mine").unwrap();
        assert!(
            write("date=3")
                .unwrap_err()
                .to_string()
                .contains("in the way")
        );
        assert!(place.join("diary.txt").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut staging = Staging::new(folder.path()).unwrap();
        let full = staging.write("a.txt", |file| {
            file.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(full.unwrap_err().to_string().contains("the disk is full"));
        drop(staging);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_in_the_way_is_said_before_any_work() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = Staging::check(&file.path().join("out")).unwrap_err();
        assert!(
            error.to_string().contains("a file is in the way"),
            "{error}"
        );
    }
}
