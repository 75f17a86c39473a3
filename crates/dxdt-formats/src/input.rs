//! A log as it is opened: what is read in place, and what is copied or unpacked first.

use std::fs::File;
use std::io::{self, Read};

use dxdt_motion::error::{Error, Result};

use super::Source;
use super::content::Content;
use super::decompress::{compression_of, unpacked};
use super::format::START;
use super::memory::{Memory, WHOLE};
use super::source::{refuse_empty, refuse_zeros, unreadable};
use super::spool::{STRIDE, SpoolRoom};

/// A log whose bytes can be read from any place and again.
#[derive(Debug)]
pub struct Input {
    /// The path as it was given, or `standard input`.
    pub name: String,
    /// How it was compressed.
    pub compression: Option<&'static str>,
    pub(super) content: Content,
    /// It is no file that can be opened again, but came from standard input, a pipe or memory.
    pub is_only_copy: bool,
    /// How much memory it may take.
    pub(super) memory: Memory,
}

impl Input {
    /// Opens `path`, or standard input where it is `-`. What cannot be sought is copied and what is compressed unpacked,
    /// into `room`; `check` may refuse a log by its first MiB before more of it is copied.
    ///
    /// # Errors
    /// Where the file is missing, is a folder, cannot be read, is damaged where it is compressed; where there is no room;
    /// and those of `check`.
    pub fn open(path: &str, room: &SpoolRoom, check: &dyn Fn(&[u8]) -> Result<()>) -> Result<Self> {
        let (name, file) = match path {
            "-" => ("standard input", Ok(None)),
            _ => (path, readable_in_place(path)),
        };
        let copy = |from: &mut dyn Read| copy_of(from, name, room, check);
        let (content, is_only_copy) = match file.map_err(|error| unreadable(name, &error))? {
            None => (copy(&mut io::stdin().lock())?, true),
            Some((file, true)) => (Content::in_file(file), false),
            Some((mut file, false)) => (copy(&mut file)?, true),
        };
        Ok(Self {
            is_only_copy,
            ..Self::of(name.to_owned(), content, room)?
        })
    }

    /// Of bytes that are at hand, unpacked where they are compressed.
    ///
    /// # Errors
    /// As [`Input::open`].
    pub(super) fn of(name: String, raw: Content, room: &SpoolRoom) -> Result<Self> {
        let mut start = Vec::with_capacity(START);
        let open = || {
            raw.from(0).read_on(&mut start, START)?;
            let compression = compression_of(&start);
            let content = match compression {
                Some(kind) => unpacked(&raw, kind, room)?,
                None => raw,
            };
            Ok((content, compression))
        };
        let (content, compression) = open().map_err(|error: Error| error.in_file(&name))?;
        Ok(Self {
            name,
            compression,
            content,
            is_only_copy: false,
            memory: room.memory(),
        })
    }

    /// The whole log in memory.
    ///
    /// # Errors
    /// Where it cannot be read any more, is empty, or takes too much memory.
    pub fn whole(&self) -> Result<Source> {
        let unreadable = |error: io::Error| unreadable(&self.name, &error);
        let length = self.content.length().map_err(unreadable)?;
        let fits = self.memory.check(length, WHOLE);
        fits.map_err(|error| error.in_file(&self.name))?;
        let bytes = self.content.clone().into_bytes().map_err(unreadable)?;
        refuse_empty(&bytes).map_err(|error| error.in_file(&self.name))?;
        Ok(Source {
            name: self.name.clone(),
            bytes,
            compression: self.compression,
            memory: self.memory,
        })
    }
}

impl From<Source> for Input {
    fn from(source: Source) -> Self {
        Self {
            name: source.name,
            compression: source.compression,
            content: Content::in_memory(source.bytes),
            is_only_copy: true,
            memory: source.memory,
        }
    }
}

/// Files that are made as they are read say that they are empty.
fn can_be_sought(metadata: &std::fs::Metadata) -> bool {
    metadata.is_file() && metadata.len() > 0
}

/// A file, and whether it can be sought.
fn readable_in_place(path: &str) -> io::Result<Option<(File, bool)>> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let can_be_sought = can_be_sought(&metadata);
    Ok(Some((file, can_be_sought)))
}

fn copy_of(
    from: &mut dyn Read,
    name: &str,
    room: &SpoolRoom,
    check: &dyn Fn(&[u8]) -> Result<()>,
) -> Result<Content> {
    let look = |_: &_, total: u64, stride: &[u8]| {
        if total > stride.len() as u64 || compression_of(stride).is_some() {
            return Ok(());
        }
        // Such as /dev/zero, which has no end.
        if stride.len() == STRIDE && stride.iter().all(|byte| *byte == 0) {
            refuse_zeros(stride, 1)?;
        }
        check(stride)
    };
    room.copy(from, |error| unreadable(name, error), look)
        .map_err(|error| error.in_file(name))
}

/// The error of a file that changed while it was read.
pub(super) fn changed() -> Error {
    Error::new("the file became shorter while it was being read")
        .advise("run the command again when nothing writes to it")
}
