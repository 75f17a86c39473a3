//! A table that grows: whole rows at its end, or after a stop the check that it is the beginning of what comes out.

#[cfg(unix)]
use std::fs::TryLockError;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek};
use std::path::{Path, PathBuf};
use std::time::Duration;
#[cfg(unix)]
use std::time::Instant;

use crate::output::staging::failure;
use dxdt_motion::error::{Error, Result};

use super::lines::{append_lines, end_of_lines};

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

/// The program that was killed may still be ending; one that writes for longer is not about to.
const PATIENCE: Duration = Duration::from_secs(3);

impl TableFile {
    /// A new table.
    ///
    /// # Errors
    /// Where there is a file of this name already, or none can be made.
    pub fn create(path: &Path) -> Result<Self> {
        let made = OpenOptions::new().append(true).create_new(true).open(path);
        let file = made.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Error::new("the table already exists")
                .in_file(path.display().to_string())
                .advise(
                    "give --resume to continue it, choose another folder with -o, or remove it",
                ),
            _ => failure(path, &error),
        })?;
        lock(path, &file, Duration::ZERO)?;
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
        lock(path, &file, PATIENCE)?;
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
        let rest = self.after_earlier(lines)?;
        append_lines(&mut self.file, rest).map_err(|error| failure(&self.path, &error))
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
                return Err(Error::new("the line does not match what this log gives with these options")
                    .in_file(self.path.display().to_string())
                    .at_line(*line)
                    .advise("use the log and options of the run that began the table, or give another folder with -o"));
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
            .advise("use the log that the table was begun with, or give another folder with -o"))
    }
}

/// Two programs that add rows to one table would mix them.
#[cfg(unix)]
fn lock(path: &Path, file: &File, patience: Duration) -> Result<()> {
    let begin = Instant::now();
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if begin.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new("another dxdt process is writing the table")
                    .in_file(path.display().to_string())
                    .advise("stop it first, or choose another folder with -o"));
            }
            // A file system without locks must not keep anybody from writing.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
        }
    }
}

/// Elsewhere a lock would keep others from reading, too.
#[cfg(not(unix))]
fn lock(_: &Path, _: &File, _: Duration) -> Result<()> {
    Ok(())
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
        let first = TableFile::create(&path).unwrap();
        let second = TableFile::resume(&path).unwrap_err();
        assert!(
            second
                .to_string()
                .contains("another dxdt process is writing")
        );
        // One that is about to end is waited for.
        let ending = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(100));
            drop(first);
        });
        TableFile::resume(&path).unwrap();
        ending.join().unwrap();
    }
}
