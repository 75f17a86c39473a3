//! The folder in which the files of a run are until they have their names, and what is left of those of killed runs.
//!
//! A run holds a lock in its folder as long as it lives. A folder whose lock nobody holds is of a run that was killed, and
//! the next run in the same place removes it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::begun::{Begun, hold};

const PREFIX: &str = ".dxdt-";
const SUFFIX: &str = ".part";
const LOCK: &str = "lock";
/// Folders that others take the place of are kept here until these have.
const REPLACED: &str = "replaced";

/// A folder beside the places of the files.
#[derive(Debug)]
pub(super) struct Aside {
    path: PathBuf,
    /// Held until the folder is gone.
    lock: Option<File>,
}

impl Aside {
    /// Makes one in `folder`, after which the folders in `made` are removed if they are empty and the program is stopped.
    ///
    /// # Errors
    /// What the file system says.
    pub fn new(folder: &Path, made: &[PathBuf]) -> io::Result<Self> {
        // Another run may take the folder for a leftover before it is locked, but hardly so often.
        const TRIES: usize = 20;
        for _ in 0..TRIES {
            let mut begun = hold();
            let made_now = tempfile::Builder::new()
                .prefix(PREFIX)
                .suffix(SUFFIX)
                .tempdir_in(folder)?;
            let mut aside = Self {
                path: made_now.keep(),
                lock: None,
            };
            begun.add(Begun {
                aside: aside.path.clone(),
                made: made.to_vec(),
            });
            drop(begun);
            aside.lock = lock_in(&aside.path)?;
            if aside.lock.is_some() {
                return Ok(aside);
            }
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes it with all that is in it.
    pub fn remove(&mut self) {
        let mut begun = hold();
        // What cannot be removed now is a leftover for the next run.
        let _ = fs::remove_dir_all(&self.path);
        begun.end(&self.path);
        self.lock = None;
    }

    /// Puts a folder in the place of another.
    ///
    /// # Errors
    /// What the file system says; the other is in its place then.
    pub fn replace(&self, folder: &Path, path: &Path) -> io::Result<()> {
        let Some(name) = path.file_name().filter(|_| path.exists()) else {
            return fs::rename(folder, path);
        };
        let replaced = self.path.join(REPLACED);
        fs::create_dir_all(&replaced)?;
        let old = replaced.join(name);
        fs::rename(path, &old)?;
        fs::rename(folder, path).inspect_err(|_| {
            // The first error is the one to tell.
            let _ = fs::rename(&old, path);
        })
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        self.remove();
    }
}

/// A lock in a new folder; `None` where another run has it or has removed the folder.
fn lock_in(folder: &Path) -> io::Result<Option<File>> {
    let path = folder.join(LOCK);
    let made = File::options().write(true).create_new(true).open(&path);
    let file = match made {
        Err(error)
            if [io::ErrorKind::AlreadyExists, io::ErrorKind::NotFound].contains(&error.kind()) =>
        {
            return Ok(None);
        }
        made => made?,
    };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(None),
        // A file system without locks must not keep anybody from writing.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(path.exists().then_some(file)),
    }
}

/// Removes what killed runs have left in a folder; what cannot be removed stays.
pub(super) fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
            // A folder that is being used, or is not ours.
            let _ = remove_leftover(&entry.path(), folder);
        }
    }
}

fn remove_leftover(path: &Path, folder: &Path) -> io::Result<()> {
    let kind = fs::symlink_metadata(path)?.file_type();
    let is_folder = kind.is_dir();
    // Opening a pipe would wait for its other end.
    if !is_folder && !kind.is_file() {
        return Ok(());
    }
    let lock = match is_folder {
        // Whoever makes the lock of a folder that has none has the folder.
        true => File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path.join(LOCK))?,
        false => File::open(path)?,
    };
    // Without a lock it is not known whether the run lives.
    lock.try_lock().map_err(io::Error::from)?;
    if !is_folder {
        return fs::remove_file(path);
    }
    for replaced in fs::read_dir(path.join(REPLACED)).into_iter().flatten() {
        // The run was killed before another folder was in this place.
        let replaced = replaced?;
        let place = folder.join(replaced.file_name());
        if !place.exists() {
            fs::rename(replaced.path(), place)?;
        }
    }
    fs::remove_dir_all(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn only_what_nobody_uses_is_a_leftover() {
        let folder = tempfile::tempdir().unwrap();
        let living = Aside::new(folder.path(), &[]).unwrap();
        fs::write(living.path().join("motion.csv"), "t,x\n").unwrap();
        let place = |name: &str| folder.path().join(name);
        for killed in [".dxdt-a.part", ".dxdt-without-lock.part"] {
            fs::create_dir(place(killed)).unwrap();
            fs::write(place(killed).join("motion.csv"), "t,x\n").unwrap();
        }
        fs::write(place(".dxdt-a.part/lock"), "").unwrap();
        fs::write(place(".dxdt-file.part"), "t,x\n").unwrap();
        let others = [".dxdt-notes", "dxdt-a.part", "log.csv.part"];
        for other in others {
            fs::write(place(other), "").unwrap();
        }
        remove_leftovers(folder.path());
        let name = living.path().file_name().unwrap().to_str().unwrap();
        let mut expected = [&[name], &others[..]].concat();
        expected.sort_unstable();
        assert_eq!(names(folder.path()), expected);
        assert_eq!(names(living.path()), ["lock", "motion.csv"]);
        drop(living);
        assert_eq!(names(folder.path()), others);
    }

    #[test]
    fn a_folder_that_was_on_its_way_out_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        for name in ["motion", "comparison"] {
            let replaced = place(".dxdt-a.part/replaced").join(name);
            fs::create_dir_all(&replaced).unwrap();
            fs::write(replaced.join("old"), "").unwrap();
        }
        fs::create_dir(place("comparison")).unwrap();
        fs::write(place("comparison/new"), "").unwrap();
        remove_leftovers(folder.path());
        assert_eq!(names(folder.path()), ["comparison", "motion"]);
        assert_eq!(names(&place("motion")), ["old"]);
        assert_eq!(names(&place("comparison")), ["new"]);
    }

    #[test]
    fn many_runs_in_one_folder_keep_what_is_theirs() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        remove_leftovers(folder.path());
                        let aside = Aside::new(folder.path(), &[]).unwrap();
                        let file = aside.path().join("motion.csv");
                        fs::write(&file, "t,x\n").unwrap();
                        remove_leftovers(folder.path());
                        fs::rename(file, folder.path().join("motion.csv")).unwrap();
                    }
                });
            }
        });
        assert_eq!(names(folder.path()), ["motion.csv"]);
    }
}
