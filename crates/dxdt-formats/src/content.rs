//! The bytes of a log as they are once it is unpacked, which can be read from any place and again.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use crate::source::failed;
use dxdt_motion::error::{Error, Result};

use super::input::changed;

/// Bytes in memory or in a file.
#[derive(Debug, Clone)]
pub enum Content {
    Memory(Arc<Vec<u8>>),
    /// Readers set the place in the file before they read, one at a time.
    File(Arc<Mutex<File>>),
}

impl Content {
    pub fn in_memory(bytes: Vec<u8>) -> Self {
        Self::Memory(Arc::new(bytes))
    }

    pub fn in_file(file: File) -> Self {
        Self::File(Arc::new(Mutex::new(file)))
    }

    /// How many bytes there are.
    ///
    /// # Errors
    /// What the file system says.
    pub fn length(&self) -> io::Result<u64> {
        match self {
            Self::Memory(bytes) => Ok(bytes.len() as u64),
            Self::File(file) => Ok(locked(file, |file| file.metadata())?.len()),
        }
    }

    /// A reader that starts at a byte.
    pub fn from(&self, at: u64) -> ContentReader {
        ContentReader {
            content: self.clone(),
            start: at,
            at,
        }
    }

    /// All bytes.
    ///
    /// # Errors
    /// What the file system says.
    pub fn into_bytes(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Memory(bytes) => {
                Ok(Arc::try_unwrap(bytes).unwrap_or_else(|shared| shared.to_vec()))
            }
            Self::File(_) => {
                let mut bytes = Vec::new();
                // One more, by which the end is seen.
                let capacity = usize::try_from(self.length()? + 1);
                bytes
                    .try_reserve_exact(capacity.map_err(|_| io::ErrorKind::OutOfMemory)?)
                    .map_err(|_| io::ErrorKind::OutOfMemory)?;
                self.from(0).read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }
}

fn locked<T>(file: &Mutex<File>, with: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    with(&mut file.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Reads on from a byte of a content.
#[derive(Debug)]
pub struct ContentReader {
    content: Content,
    start: u64,
    at: u64,
}

impl ContentReader {
    /// The byte that is read next.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Reads up to `count` more bytes, fewer only at the end; says whether there may be more.
    ///
    /// # Errors
    /// A file that cannot be read or has become shorter, no memory for so many bytes.
    pub fn read_on(&mut self, bytes: &mut Vec<u8>, count: usize) -> Result<bool> {
        bytes.try_reserve(count).map_err(|_| {
            Error::new(format!(
                "there is not enough memory for {count} bytes of the file"
            ))
        })?;
        let read = match &self.content {
            Content::Memory(_) => self.take(count as u64).read_to_end(bytes),
            Content::File(file) => locked(file, |file| {
                file.seek(SeekFrom::Start(self.at))?;
                file.take(count as u64).read_to_end(bytes)
            })
            .inspect(|&read| self.at += read as u64),
        };
        let failed = |error| failed(&error);
        let is_all = read.map_err(failed)? == count;
        // What was read before would be taken for the whole log.
        if !is_all && self.at > self.start && self.content.length().map_err(failed)? < self.at {
            return Err(changed());
        }
        Ok(is_all)
    }
}

impl Read for ContentReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &self.content {
            Content::Memory(bytes) => {
                let start = usize::try_from(self.at).unwrap_or(usize::MAX);
                bytes
                    .get(start..)
                    .map_or(Ok(0), |mut rest| rest.read(buffer))?
            }
            Content::File(file) => locked(file, |file| {
                file.seek(SeekFrom::Start(self.at))?;
                file.read(buffer)
            })?,
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for ContentReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.content.length()?, by),
        };
        self.at = from
            .checked_add_signed(by)
            .ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn both(bytes: &[u8]) -> [Content; 2] {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        [Content::in_memory(bytes.to_vec()), Content::in_file(file)]
    }

    #[test]
    fn readers_do_not_move_each_other() {
        for content in both(b"0123456789") {
            let (mut one, mut other) = (content.from(2), content.from(7));
            let (mut of_one, mut of_other) = (Vec::new(), Vec::new());
            assert!(one.read_on(&mut of_one, 3).unwrap());
            assert!(other.read_on(&mut of_other, 3).unwrap());
            assert!(one.read_on(&mut of_one, 2).unwrap());
            assert!(!other.read_on(&mut of_other, 1).unwrap());
            assert_eq!((&of_one[..], &of_other[..]), (&b"23456"[..], &b"789"[..]));
            assert!(!content.from(99).read_on(&mut of_one, 1).unwrap());
            assert_eq!(content.length().unwrap(), 10);
            assert_eq!(content.into_bytes().unwrap(), b"0123456789");
        }
    }

    #[test]
    fn a_file_that_becomes_shorter_has_no_end() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"0123456789").unwrap();
        let mut reader = Content::in_file(file.try_clone().unwrap()).from(0);
        let mut bytes = Vec::new();
        assert!(reader.read_on(&mut bytes, 6).unwrap());
        file.set_len(6).unwrap();
        assert!(!reader.read_on(&mut bytes, 1).unwrap());
        file.set_len(5).unwrap();
        let error = reader.read_on(&mut bytes, 1).unwrap_err().to_string();
        assert!(
            error.contains("became shorter while it was being read"),
            "{error}"
        );
    }

    #[test]
    fn readers_can_be_placed() {
        for content in both(b"0123456789") {
            let mut reader = content.from(0);
            let mut two = [0; 2];
            for (to, expected) in [
                (SeekFrom::End(-3), b"78"),
                (SeekFrom::Start(1), b"12"),
                (SeekFrom::Current(2), b"56"),
            ] {
                reader.seek(to).unwrap();
                reader.read_exact(&mut two).unwrap();
                assert_eq!(&two, expected);
            }
            assert!(reader.seek(SeekFrom::Current(-8)).is_err());
        }
    }
}
