//! The file that batches are read from: one that can be read again from its start.

use std::fs::File;
use std::io::{self, Read, Seek};

use crate::error::{Error, Result};

use super::super::Source;
use super::super::decompress::{Unpacking, compression_of};
use super::super::format::START;
use super::super::source::unreadable;

/// A file, or a copy of standard input or of a pipe.
#[derive(Debug)]
pub(super) struct Input {
    /// The path as it was given, or `standard input`.
    pub name: String,
    /// How many bytes it has, as they are stored.
    pub size: u64,
    /// How it is compressed.
    pub compression: Option<&'static str>,
    file: File,
}

impl Input {
    /// Opens `path`, or standard input where it is `-`.
    ///
    /// # Errors
    /// Where the file is missing, is a folder or cannot be read.
    pub fn open(path: &str) -> Result<Self> {
        let (name, file) = if path == "-" {
            ("standard input".to_owned(), copied(io::stdin().lock()))
        } else {
            (path.to_owned(), opened(path))
        };
        let with_start = file.and_then(|mut file| {
            file.rewind()?;
            let mut start = Vec::with_capacity(START);
            (&file).take(START as u64).read_to_end(&mut start)?;
            let size = file.metadata()?.len();
            Ok((file, start, size))
        });
        let (file, start, size) = with_start.map_err(|error| unreadable(&name, &error))?;
        Ok(Self {
            name,
            size,
            compression: compression_of(&start),
            file,
        })
    }

    /// The file from its start.
    ///
    /// # Errors
    /// Where the file cannot be read any more.
    pub fn file(&self) -> Result<File> {
        let from_start = || {
            let mut file = self.file.try_clone()?;
            file.rewind()?;
            Ok(file)
        };
        from_start().map_err(|error| unreadable(&self.name, &error))
    }

    /// The content from its start.
    ///
    /// # Errors
    /// As [`Input::file`].
    pub fn content(&self) -> Result<Unpacking> {
        Unpacking::new(self.file()?, self.compression)
    }

    /// The whole file in memory.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn whole(&self) -> Result<Source> {
        let mut raw = Vec::new();
        self.file()?
            .read_to_end(&mut raw)
            .map_err(|error| unreadable(&self.name, &error))?;
        Source::from_bytes(self.name.clone(), raw)
    }
}

fn opened(path: &str) -> io::Result<File> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // A pipe can be read only once.
    if metadata.is_file() {
        Ok(file)
    } else {
        copied(file)
    }
}

fn copied(mut from: impl Read) -> io::Result<File> {
    let mut copy = tempfile::tempfile()?;
    io::copy(&mut from, &mut copy)?;
    Ok(copy)
}

/// The error of a file that changed while it was read.
pub(super) fn changed() -> Error {
    Error::new("the file became shorter while it was read")
        .advise("read it again when nothing writes to it")
}
