//! Runs of rows in a file, each its columns after each other.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytemuck::{cast_slice, cast_slice_mut};

use dxdt_time::InstantStyles;

use super::parts::Parts;
use super::row_columns::RowColumns;
use dxdt_motion::log::{RowNumbers, Texts, Times};

/// The file, which is there once there is something in it.
#[derive(Debug)]
pub(super) struct RunFile {
    folder: PathBuf,
    file: Option<File>,
    end: u64,
}

/// Where in the file the columns of a run start; those that are not kept follow from others.
#[derive(Debug)]
pub(super) struct RunOnDisk {
    numbers: NumbersOnDisk,
    stamp: u64,
    rest: Option<u64>,
    stamped: Option<u64>,
    parts: PartsOnDisk,
    values: Vec<u64>,
    times: TimesOnDisk,
}

#[derive(Debug)]
enum NumbersOnDisk {
    From(u64),
    Each(u64),
}

#[derive(Debug)]
enum PartsOnDisk {
    All(u32),
    Each(u64),
}

#[derive(Debug)]
enum TimesOnDisk {
    Written(InstantStyles),
    Texts { bytes: u64, ends: u64 },
}

impl RunFile {
    /// One without a name in `folder`: it is gone when the program is.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            file: None,
            end: 0,
        }
    }

    /// Adds a run.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&mut self, rows: &RowColumns) -> io::Result<RunOnDisk> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.folder)?),
        };
        let end = &mut self.end;
        let mut write = |bytes: &[u8]| {
            let start = *end;
            write_at(file, bytes, start)?;
            *end += bytes.len() as u64;
            io::Result::Ok(start)
        };
        Ok(RunOnDisk {
            numbers: match &rows.numbers {
                RowNumbers::From(first) => NumbersOnDisk::From(*first),
                RowNumbers::Each(numbers) => NumbersOnDisk::Each(write(cast_slice(numbers))?),
            },
            stamp: write(cast_slice(&rows.stamp))?,
            rest: match &rows.rest[..] {
                [] => None,
                rest => Some(write(cast_slice(rest))?),
            },
            stamped: rows.stamped.as_deref().map(&mut write).transpose()?,
            parts: match &rows.parts {
                Parts::All(part) => PartsOnDisk::All(*part),
                Parts::Each(parts) => PartsOnDisk::Each(write(cast_slice(parts))?),
            },
            values: rows
                .values
                .iter()
                .map(|column| write(cast_slice(column)))
                .collect::<io::Result<_>>()?,
            times: match &rows.times {
                Times::Written(styles) => TimesOnDisk::Written(*styles),
                Times::Texts(texts) => TimesOnDisk::Texts {
                    bytes: write(&texts.bytes)?,
                    ends: write(cast_slice(&texts.ends))?,
                },
            },
        })
    }

    /// The timestamps of some rows of a run, and what they have beyond, where any has; 0 for rows without one.
    ///
    /// # Errors
    /// What the file system says.
    pub fn stamps(&self, run: &RunOnDisk, rows: Range<usize>) -> io::Result<[Vec<i64>; 2]> {
        let rests = match run.rest {
            Some(at) => self.column(at, rows.clone())?,
            None => Vec::new(),
        };
        Ok([self.column(run.stamp, rows)?, rests])
    }

    /// Of some rows of a run, 1 for those with a timestamp.
    ///
    /// # Errors
    /// What the file system says.
    pub fn stamped(&self, run: &RunOnDisk, rows: Range<usize>) -> io::Result<Vec<u8>> {
        match run.stamped {
            Some(at) => self.column(at, rows),
            None => Ok(vec![1; rows.len()]),
        }
    }

    /// Some rows of a run.
    ///
    /// # Errors
    /// What the file system says.
    pub fn read(&self, run: &RunOnDisk, rows: Range<usize>) -> io::Result<RowColumns> {
        let [stamp, rest] = self.stamps(run, rows.clone())?;
        Ok(RowColumns {
            numbers: match run.numbers {
                NumbersOnDisk::From(first) => RowNumbers::From(first + rows.start as u64),
                NumbersOnDisk::Each(at) => RowNumbers::Each(self.column(at, rows.clone())?),
            },
            stamp,
            rest,
            stamped: run
                .stamped
                .map(|at| self.column(at, rows.clone()))
                .transpose()?,
            parts: match run.parts {
                PartsOnDisk::All(part) => Parts::All(part),
                PartsOnDisk::Each(at) => Parts::Each(self.column(at, rows.clone())?),
            },
            values: run
                .values
                .iter()
                .map(|&at| self.column(at, rows.clone()))
                .collect::<io::Result<_>>()?,
            times: match run.times {
                TimesOnDisk::Written(styles) => Times::Written(styles),
                TimesOnDisk::Texts { bytes, ends } => Times::Texts(self.texts(bytes, ends, rows)?),
            },
        })
    }

    fn texts(&self, bytes: u64, ends: u64, rows: Range<usize>) -> io::Result<Texts> {
        // With the end of the row before, where the first text starts.
        let from = rows.start.saturating_sub(1);
        let ends: Vec<u32> = self.column(ends, from..rows.end)?;
        let (start, ends) = match rows.start {
            0 => (0, &ends[..]),
            _ => (ends[0], &ends[1..]),
        };
        let end = ends.last().copied().unwrap_or(start);
        Ok(Texts {
            bytes: self.column(bytes, start as usize..end as usize)?,
            ends: ends.iter().map(|end| end - start).collect(),
        })
    }

    /// Some entries of the column that starts at `at`.
    fn column<T: bytemuck::Pod>(&self, at: u64, entries: Range<usize>) -> io::Result<Vec<T>> {
        let mut column = vec![T::zeroed(); entries.len()];
        let offset = (entries.start * size_of::<T>()) as u64;
        let file = self.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
        read_at(file, cast_slice_mut(&mut column), at + offset)?;
        Ok(column)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

#[cfg(not(unix))]
fn read_at(mut file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}

#[cfg(not(unix))]
fn write_at(mut file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    use std::io::{Seek, SeekFrom, Write};
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}
