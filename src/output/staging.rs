//! Files that are whole or absent: written into a folder beside their places, renamed together.

mod aside;
mod begun;
mod failure;
mod place;

use std::fs;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

use dxdt_formats::no_room;
use dxdt_motion::error::{Error, Result};

use aside::{Aside, remove_leftovers};
pub use begun::give_up;
use begun::remove_empty;
pub(crate) use failure::failure;
use place::{ReadFiles, holds_partitions_only};

/// A set of files on their way into a folder.
///
/// Nothing is seen under its name until [`Staging::commit`]; what is not committed is removed.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    aside: Aside,
    files: Vec<StagedFile>,
    folders: Vec<(TempDir, PathBuf)>,
    /// The folders that were made for it, the innermost first.
    made: Vec<PathBuf>,
    /// It is the system's folder for temporary files, which the user has not chosen.
    is_temporary: bool,
    read: ReadFiles,
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

    /// Makes the folder where it is missing; without [`Staging::commit`] it is gone again. What a killed run has left in it
    /// is removed.
    ///
    /// # Errors
    /// As [`Staging::check`].
    pub fn new(folder: &Path) -> Result<Self> {
        let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let made = folder.ancestors().take_while(missing).map(Path::to_owned);
        let made: Vec<PathBuf> = made.collect();
        make_folder(folder)?;
        remove_leftovers(folder);
        let aside = Aside::new(folder, &made).map_err(|error| {
            remove_empty(&made);
            failure(folder, &error)
        })?;
        Ok(Self::of(folder, aside, made))
    }

    fn of(folder: &Path, aside: Aside, made: Vec<PathBuf>) -> Self {
        Self {
            folder: folder.to_owned(),
            aside,
            files: Vec::new(),
            folders: Vec::new(),
            made,
            is_temporary: false,
            read: ReadFiles::default(),
        }
    }

    /// For a file that goes elsewhere when it is whole.
    ///
    /// # Errors
    /// Where no files can be made in the folder for temporary files.
    pub(crate) fn temporary() -> Result<Self> {
        let folder = std::env::temp_dir();
        remove_leftovers(&folder);
        let aside = Aside::new(&folder, &[]).map_err(|error| no_room(&folder, &error))?;
        let mut staging = Self::of(&folder, aside, Vec::new());
        staging.is_temporary = true;
        Ok(staging)
    }

    /// Nothing takes the place of one of these, which are read; some may be no files.
    #[must_use]
    pub(crate) fn sparing<P: AsRef<Path>>(mut self, read: &[P]) -> Self {
        self.read = ReadFiles::new(read);
        self
    }

    /// Checks that a file can take the place of what is at `path` now: neither one of these, which are read, nor a device
    /// or pipe.
    ///
    /// # Errors
    /// Where it cannot.
    pub(crate) fn check_place<P: AsRef<Path>>(path: &Path, read: &[P]) -> Result<()> {
        ReadFiles::new(read).check_place(path)
    }

    /// Checks that standard output does not go into one of these, which are read.
    ///
    /// # Errors
    /// Where it does.
    pub(crate) fn check_standard_output<P: AsRef<Path>>(read: &[P]) -> Result<()> {
        ReadFiles::new(read).refuse_standard_output()
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
        self.read.check_place(&self.folder.join(name))?;
        let file = self.staged(name, write)?;
        self.files.push(file);
        Ok(())
    }

    /// Begins a file that is written bit by bit; [`Staging::end`] adds it to the set. `name` is a plain file name.
    ///
    /// # Errors
    /// Where the folder or the disk refuses.
    pub(crate) fn begin(&self, name: &str) -> Result<OpenFile> {
        self.read.check_place(&self.folder.join(name))?;
        let (file, path) = self.staged(name, |_| Ok(()))?;
        Ok(OpenFile {
            file,
            path,
            is_temporary: self.is_temporary,
        })
    }

    fn staged(
        &self,
        name: &str,
        write: impl FnOnce(&mut fs::File) -> io::Result<()>,
    ) -> Result<StagedFile> {
        let path = self.folder.join(name);
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As a file made without ceremony, less what the user's umask takes away.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let written = builder.tempfile_in(self.aside.path()).and_then(|mut file| {
            write(file.as_file_mut())?;
            file.as_file_mut().flush()?;
            Ok(file)
        });
        match written {
            Ok(file) => Ok((file, path)),
            Err(error) if self.is_temporary => Err(no_room(&self.folder, &error)),
            Err(error) => Err(failure(&path, &error)),
        }
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
        self.read.refuse(&path)?;
        if path.exists() && !holds_partitions_only(&path) {
            return Err(Error::new(
                "something other than the partitions of an earlier run is in the way",
            )
            .in_file(path.display().to_string())
            .advise("remove it, or choose another folder with -o"));
        }
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let folder = builder.tempdir_in(self.aside.path());
        let folder = folder.map_err(|error| failure(&path, &error))?;
        Ok(OpenPartitions { folder, path })
    }

    /// Gives every file and folder its name, and the paths in the order of writing, files first.
    ///
    /// # Errors
    /// Where a file cannot be renamed, for example onto a folder.
    pub fn commit(mut self) -> Result<Vec<PathBuf>> {
        // Of a set of files none or all get their names.
        let _held = begun::hold();
        self.made.clear();
        let mut paths = Vec::with_capacity(self.files.len());
        for (file, path) in std::mem::take(&mut self.files) {
            file.persist(&path)
                .map_err(|error| failure(&path, &error.error))?;
            paths.push(path);
        }
        for (folder, path) in std::mem::take(&mut self.folders) {
            self.aside
                .replace(folder.path(), &path)
                .map_err(|error| failure(&path, &error))?;
            // It has another name now, which must not be removed.
            let _ = folder.keep();
            paths.push(path);
        }
        Ok(paths)
    }
}

impl Staging {
    /// The only file of the set, from its start, without a name: it is gone when it is closed.
    ///
    /// # Errors
    /// What the file system says, and where there is no file.
    pub(crate) fn into_unnamed(mut self) -> Result<fs::File> {
        let (file, path) = self
            .files
            .pop()
            .ok_or_else(|| Error::new("no file was written"))?;
        let mut file = file.into_file();
        file.rewind().map_err(|error| no_room(&path, &error))?;
        Ok(file)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.files.clear();
        self.folders.clear();
        self.aside.remove();
        remove_empty(&self.made);
    }
}

/// The folder and the name of a file that a user names; `advice` is for a path that has none.
///
/// # Errors
/// A folder, and what is no file name.
pub(crate) fn folder_and_name<'p>(path: &'p Path, advice: &str) -> Result<(&'p Path, &'p str)> {
    let refused = |what: &str| {
        Error::new(what)
            .in_file(path.display().to_string())
            .advise(advice)
    };
    if path.is_dir() {
        return Err(refused("a folder is in the way where a file is needed"));
    }
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| refused("this is not a file name"))?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Ok((folder, name))
}

/// Makes a folder and those that it is in.
///
/// # Errors
/// What the file system says.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| failure(folder, &error))
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
    is_temporary: bool,
}

impl OpenFile {
    /// The file under its temporary name.
    pub fn as_file(&self) -> &fs::File {
        self.file.as_file()
    }

    /// What the system says of it, as an error for the user.
    pub fn failure(&self, error: &io::Error) -> Error {
        match self.path.parent() {
            Some(folder) if self.is_temporary => no_room(folder, error),
            _ => failure(&self.path, error),
        }
    }
}

type StagedFile = (NamedTempFile, PathBuf);

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
    fn a_file_has_a_folder_and_a_name() {
        let parts = |path| folder_and_name(Path::new(path), "name a file");
        assert_eq!(parts("a.html").unwrap(), (Path::new("."), "a.html"));
        assert_eq!(parts("out/a.html").unwrap(), (Path::new("out"), "a.html"));
        assert!(parts(".").is_err() && parts("..").is_err());
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
