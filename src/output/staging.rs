//! Files that are whole or absent: written under temporary names beside their places, renamed together.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// A set of files on their way into a folder.
///
/// Nothing is seen under its name until [`Staging::commit`]; what is not committed is removed.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    files: Vec<StagedFile>,
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

    /// Makes the folder where it is missing.
    ///
    /// # Errors
    /// As [`Staging::check`].
    pub fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|error| failure(folder, &error))?;
        Ok(Self {
            folder: folder.to_owned(),
            files: Vec::new(),
        })
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
        let file = staged(&self.folder, name, write)?;
        self.files.push(file);
        Ok(())
    }

    /// Writes several files at once, each on a thread of its own: while one waits for the disk another goes on.
    ///
    /// # Errors
    /// As [`Staging::write`], the first in the order given.
    pub fn write_together<W>(&mut self, files: Vec<(String, W)>) -> Result<()>
    where
        W: FnOnce(&mut fs::File) -> io::Result<()> + Send,
    {
        let folder = &self.folder;
        let results: Vec<Result<StagedFile>> = std::thread::scope(|scope| {
            let threads: Vec<_> = files
                .into_iter()
                .map(|(name, write)| scope.spawn(move || staged(folder, &name, write)))
                .collect();
            threads
                .into_iter()
                .map(|thread| {
                    thread
                        .join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                })
                .collect()
        });
        for result in results {
            self.files.push(result?);
        }
        Ok(())
    }

    /// Gives every file its name, and the paths in the order of writing.
    ///
    /// # Errors
    /// Where a file cannot be renamed, for example onto a folder.
    pub fn commit(self) -> Result<Vec<PathBuf>> {
        let mut paths = Vec::with_capacity(self.files.len());
        for (file, path) in self.files {
            file.persist(&path)
                .map_err(|error| failure(&path, &error.error))?;
            paths.push(path);
        }
        Ok(paths)
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

fn failure(path: &Path, error: &io::Error) -> Error {
    let (what, advice) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            "the disk is full".to_owned(),
            "make room, or choose another folder with -o",
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
            format!("it cannot be written ({error})"),
            "choose another folder with -o",
        ),
    };
    Error::new(what)
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
