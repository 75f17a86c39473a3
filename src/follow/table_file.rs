//! A table that grows: whole rows at its end, or after a stop the check that it is the beginning of what comes out.

#[cfg(unix)]
use std::fs::TryLockError;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::output::staging::failure;

/// A table to which rows are added in place, so that it can be read while it grows.
///
/// ```
/// use dxdt::follow::TableFile;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("motion.csv");
/// TableFile::create(&path)?.write(b"t,x\n0,1\n")?;
/// assert!(TableFile::create(&path).is_err());
///
/// let mut table = TableFile::resume(&path)?;
/// table.write(b"t,x\n0,1\n1,2\n")?; // the first two lines are there already
/// assert_eq!(std::fs::read(&path)?, b"t,x\n0,1\n1,2\n");
/// drop(table);
/// assert!(TableFile::resume(&path)?.write(b"t,y\n").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TableFile {
    path: PathBuf,
    file: File,
    /// What an earlier run has written and this one has not come to yet, and the line in it.
    earlier: Option<(BufReader<File>, u64)>,
}

// A kill can stop a call only where it passes from one page of the file to the next: rows of one call pass once at most.
const LARGEST_WRITE: usize = 4096;

impl TableFile {
    /// A new table.
    ///
    /// # Errors
    /// Where there is a file of this name already, or none can be made.
    pub fn create(path: &Path) -> Result<Self> {
        let made = OpenOptions::new().append(true).create_new(true).open(path);
        let file = made.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Error::new("the table is there already")
                .in_file(path.display().to_string())
                .advise(
                    "give --resume to go on with it, choose another folder with -o, or remove it",
                ),
            _ => failure(path, &error),
        })?;
        lock(path, &file)?;
        Ok(Self {
            path: path.to_owned(),
            file,
            earlier: None,
        })
    }

    /// A table that an earlier run may have begun; a last line without a line end is cut off.
    ///
    /// # Errors
    /// Where it cannot be read or written, or another program writes it.
    pub fn resume(path: &Path) -> Result<Self> {
        let failed = |error: io::Error| failure(path, &error);
        let mut options = OpenOptions::new();
        let file = options
            .append(true)
            .create(true)
            .open(path)
            .map_err(failed)?;
        lock(path, &file)?;
        let mut earlier = File::open(path).map_err(failed)?;
        file.set_len(end_of_lines(&mut earlier).map_err(failed)?)
            .map_err(failed)?;
        earlier.rewind().map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            file,
            earlier: Some((BufReader::new(earlier), 1)),
        })
    }

    /// Adds whole lines; what an earlier run has written of them already is compared instead.
    ///
    /// # Errors
    /// Where an earlier run has written something else, and what the file system says.
    pub fn write(&mut self, lines: &[u8]) -> Result<()> {
        let mut rest = self.after_earlier(lines)?;
        while !rest.is_empty() {
            let (part, others) = rest.split_at(whole_lines(rest));
            self.file
                .write_all(part)
                .map_err(|error| failure(&self.path, &error))?;
            rest = others;
        }
        Ok(())
    }

    /// What of these lines comes after those of an earlier run.
    fn after_earlier<'l>(&mut self, mut lines: &'l [u8]) -> Result<&'l [u8]> {
        while let Some((earlier, line)) = &mut self.earlier {
            if lines.is_empty() {
                return Ok(lines);
            }
            let known = earlier
                .fill_buf()
                .map_err(|error| failure(&self.path, &error))?;
            if known.is_empty() {
                self.earlier = None;
                return Ok(lines);
            }
            let length = known.len().min(lines.len());
            let same = known.iter().zip(lines).take_while(|(a, b)| a == b).count();
            *line += memchr::memchr_iter(b'\n', &known[..same]).count() as u64;
            if same < length {
                return Err(Error::new("the line is not what this log and these options give")
                    .in_file(self.path.display().to_string())
                    .at_line(*line)
                    .advise("give the log and the options of the run that began the table, or another folder with -o"));
            }
            earlier.consume(length);
            lines = &lines[length..];
        }
        Ok(lines)
    }

    /// Makes sure that nothing of an earlier run is left over when the log has been read.
    ///
    /// # Errors
    /// Where an earlier run has written more lines.
    pub fn check_end(&mut self) -> Result<()> {
        let Some((earlier, line)) = &mut self.earlier else {
            return Ok(());
        };
        let rest = earlier
            .fill_buf()
            .map_err(|error| failure(&self.path, &error))?;
        if rest.is_empty() {
            self.earlier = None;
            return Ok(());
        }
        Err(Error::new("the table has more rows than the log gives")
            .in_file(self.path.display().to_string())
            .at_line(*line)
            .advise("give the log that the table was begun with, or another folder with -o"))
    }

    /// Whether an earlier run has written into it.
    pub fn is_resumed(&self) -> bool {
        self.earlier.is_some()
    }
}

/// Two programs that add rows to one table would mix them.
#[cfg(unix)]
fn lock(path: &Path, file: &File) -> Result<()> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Error::new("another dxdt is writing the table")
            .in_file(path.display().to_string())
            .advise("end it first, or choose another folder with -o")),
        // A file system without locks must not keep anybody from writing.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// Elsewhere a lock would keep others from reading, too.
#[cfg(not(unix))]
fn lock(_: &Path, _: &File) -> Result<()> {
    Ok(())
}

/// The length of a file without a last line that has no line end.
fn end_of_lines(file: &mut File) -> io::Result<u64> {
    let mut end = file.seek(SeekFrom::End(0))?;
    let mut part = [0; 4096];
    while end > 0 {
        let length = end.min(part.len() as u64);
        let start = end - length;
        let part = &mut part[..length as usize];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(part)?;
        if let Some(at) = memchr::memrchr(b'\n', part) {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

/// How many bytes of whole lines go into one call.
fn whole_lines(lines: &[u8]) -> usize {
    if lines.len() <= LARGEST_WRITE {
        return lines.len();
    }
    let last = memchr::memrchr(b'\n', &lines[..LARGEST_WRITE]);
    let end = last.or_else(|| memchr::memchr(b'\n', lines));
    end.map_or(lines.len(), |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_cut_off_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("motion.csv");
        std::fs::write(&path, "t,x\n0,1\n1,").unwrap();
        let mut table = TableFile::resume(&path).unwrap();
        table.write(b"t,x\n").unwrap();
        table.write(b"0,1\n1,2\n").unwrap();
        table.write(b"2,3\n").unwrap();
        table.check_end().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"t,x\n0,1\n1,2\n2,3\n");
    }

    #[test]
    fn what_does_not_fit_is_an_error_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("motion.csv");
        std::fs::write(&path, "t,x\n0,1\n1,2\n").unwrap();
        let mut table = TableFile::resume(&path).unwrap();
        table.write(b"t,x\n0,1\n").unwrap();
        assert_eq!(table.check_end().unwrap_err().line(), Some(3));
        assert_eq!(table.write(b"1,3\n").unwrap_err().line(), Some(3));
        assert_eq!(std::fs::read(&path).unwrap(), b"t,x\n0,1\n1,2\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_table_is_written_by_one_program() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("motion.csv");
        let _first = TableFile::create(&path).unwrap();
        let second = TableFile::resume(&path).unwrap_err();
        assert!(second.to_string().contains("another dxdt is writing"));
    }

    #[test]
    fn calls_are_whole_lines() {
        assert_eq!(whole_lines(b"a\nb\n"), 4);
        assert_eq!(whole_lines(&b"12345678\n".repeat(1000)), 4095);
        let long = [vec![b'1'; 5000], b"\n1\n".to_vec()].concat();
        assert_eq!(whole_lines(&long), 5001);
    }
}
