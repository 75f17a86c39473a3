//! What can be read only once is copied before it is looked at: into memory as far as there is room, else into a file.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use dxdt_motion::error::{Error, Result};

use super::content::Content;
use super::memory::{Memory, WHOLE};

/// What is read at a time, and looked at before more is.
pub(super) const STRIDE: usize = 1 << 20;

/// Where copies are kept, and how much memory there is.
#[derive(Debug, Clone)]
pub struct SpoolRoom {
    /// A copy of more bytes is a file.
    in_memory: usize,
    folder: PathBuf,
    memory: Memory,
}

impl SpoolRoom {
    /// Memory for some MiB, and a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            in_memory: 16 << 20,
            folder: folder.to_owned(),
            memory: Memory::UNLIMITED,
        }
    }

    /// Memory alone, for what is needed there as a whole.
    pub fn in_memory() -> Self {
        Self {
            in_memory: usize::MAX,
            folder: std::env::temp_dir(),
            memory: Memory::UNLIMITED,
        }
    }

    /// With a limit on what is in memory.
    #[must_use]
    pub fn within(mut self, memory: Memory) -> Self {
        self.memory = memory;
        self
    }

    /// What a log may take.
    pub(super) fn memory(&self) -> Memory {
        self.memory
    }

    /// Copies all that `reader` gives. After each stride `look` is given the reader, the number of bytes until then, and
    /// the bytes of the stride; `unreadable` makes an error of one of the reader.
    ///
    /// # Errors
    /// Those of the reader and of `look`; where there is no room for the copy, or it outgrows the memory.
    pub(super) fn copy<R: Read>(
        &self,
        mut reader: R,
        unreadable: impl Fn(&io::Error) -> Error,
        mut look: impl FnMut(&R, u64, &[u8]) -> Result<()>,
    ) -> Result<Content> {
        let no_room = |error: io::Error| no_room(&self.folder, &error);
        let mut bytes = Vec::new();
        let mut file: Option<File> = None;
        let mut total = 0;
        loop {
            let before = bytes.len();
            let read = reader
                .by_ref()
                .take(STRIDE as u64)
                .read_to_end(&mut bytes)
                .map_err(|error| unreadable(&error))?;
            if read == 0 {
                break;
            }
            total += read as u64;
            look(&reader, total, &bytes[before..])?;
            if file.is_none() && bytes.len() > self.in_memory {
                file = Some(tempfile::tempfile_in(&self.folder).map_err(no_room)?);
            }
            if let Some(file) = &mut file {
                file.write_all(&bytes).map_err(no_room)?;
                bytes.clear();
                bytes.shrink_to(STRIDE);
            }
            if self.in_memory == usize::MAX {
                // A vector that grows takes up to twice as much.
                self.memory.check(2 * bytes.len() as u64, WHOLE)?;
            }
        }
        Ok(match file {
            Some(file) => Content::in_file(file),
            None => Content::in_memory(bytes),
        })
    }
}

/// The error of a disk that cannot keep what is put there meanwhile.
pub fn no_room(folder: &Path, error: &io::Error) -> Error {
    use io::ErrorKind as K;
    // As the system calls it.
    const VARIABLE: &str = if cfg!(windows) { "TEMP" } else { "TMPDIR" };
    let is_temporary = folder == std::env::temp_dir();
    let what = match error.kind() {
        K::StorageFull | K::QuotaExceeded => {
            "the disk is full, and part of the log has to be stored there temporarily".to_owned()
        }
        K::NotFound | K::NotADirectory if is_temporary => {
            "the folder for temporary files does not exist, and part of the log has to be stored there".to_owned()
        }
        K::PermissionDenied | K::ReadOnlyFilesystem => {
            "writing here is not permitted, and part of the log has to be stored here temporarily".to_owned()
        }
        _ => format!("rows cannot be stored on disk temporarily ({error})"),
    };
    let elsewhere = match is_temporary {
        true => format!("set the environment variable {VARIABLE} to another folder"),
        false => "choose another folder with -o".to_owned(),
    };
    let advice = match error.kind() {
        K::StorageFull | K::QuotaExceeded => format!("free some space, or {elsewhere}"),
        _ => elsewhere,
    };
    Error::new(what)
        .caused_by(error)
        .in_file(folder.display().to_string())
        .advise(advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(room: &SpoolRoom, bytes: &[u8]) -> (Content, Vec<u64>) {
        let mut totals = Vec::new();
        let failed = |error: &io::Error| Error::new(error.to_string());
        let content = room.copy(bytes, failed, |rest, total, stride| {
            assert!(rest.len() as u64 + total == bytes.len() as u64);
            assert!(bytes[..total as usize].ends_with(stride));
            totals.push(total);
            Ok(())
        });
        (content.unwrap(), totals)
    }

    #[test]
    fn copies_are_kept_in_memory_or_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..(5 * STRIDE / 2) as u32).map(|at| at as u8).collect();
        for (in_memory, is_file) in [(0, true), (STRIDE, true), (bytes.len(), false)] {
            let room = SpoolRoom {
                in_memory,
                ..SpoolRoom::in_folder(folder.path())
            };
            let (content, totals) = copy(&room, &bytes);
            assert_eq!(matches!(content, Content::File(_)), is_file);
            assert!(content.into_bytes().unwrap() == bytes);
            let stride = STRIDE as u64;
            assert_eq!(totals, [stride, 2 * stride, bytes.len() as u64]);
            assert_eq!(copy(&room, b"").0.length().unwrap(), 0);
        }
    }

    #[test]
    fn what_is_seen_may_stop_the_copy() {
        let failed = |error: &io::Error| Error::new(error.to_string());
        let error = SpoolRoom::in_memory()
            .copy(io::repeat(0), failed, |_, total, _| match total {
                0..3_000_000 => Ok(()),
                _ => Err(Error::new("enough")),
            })
            .unwrap_err();
        assert_eq!(error.to_string(), "enough");
    }

    #[test]
    fn a_folder_without_room_is_said() {
        let room = SpoolRoom {
            in_memory: 2,
            ..SpoolRoom::in_folder(Path::new("/no/such/folder"))
        };
        let failed = |error: &io::Error| Error::new(error.to_string());
        let error = room
            .copy(&b"123"[..], failed, |_, _, _| Ok(()))
            .unwrap_err();
        let said = error.to_string();
        assert!(
            said.starts_with("/no/such/folder: rows cannot be stored on disk temporarily (")
                && said.ends_with("; choose another folder with -o"),
            "{said}"
        );
    }
}
