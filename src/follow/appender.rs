//! A process of its own that adds rows to a table: a kill of the program does not stop it in the middle of a row.
//!
//! ```text
//! follower ──length, block──► standard input of the appender
//!                             standard output: the table, which keeps its lock
//!          ◄──an answer────── standard error
//! ```
//!
//! A block that has not come whole is not written. The appender ends when its input does: with the follower, however that
//! ends.

use std::io::{self, Read, Write};

use super::lines::append_lines;

/// The argument that makes the program an appender. It is no command of the user's: no help, manual or completion has it.
pub(crate) const APPENDER: &str = "append-whole-blocks";

/// The answer to a block that was written; others are the system's number of an error.
const WRITTEN: i32 = 0;
/// The answer where the system has no number for the error.
const NO_NUMBER: i32 = -1;

/// Adds blocks to a table until there are no more of them, or one cannot be written.
///
/// # Errors
/// Where nobody takes the answers.
fn append_blocks(
    mut blocks: impl Read,
    mut table: impl Write,
    mut answers: impl Write,
) -> io::Result<()> {
    let mut block = Vec::new();
    while read_block(&mut blocks, &mut block).is_ok() {
        let written = append_lines(&mut table, &block);
        let answer = match &written {
            Ok(()) => WRITTEN,
            Err(error) => error.raw_os_error().unwrap_or(NO_NUMBER),
        };
        answers.write_all(&answer.to_le_bytes())?;
        if written.is_err() {
            break;
        }
    }
    Ok(())
}

fn read_block(blocks: &mut impl Read, block: &mut Vec<u8>) -> io::Result<()> {
    let mut length = [0; 8];
    blocks.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    block.clear();
    // No more memory than bytes have come.
    match blocks.take(length).read_to_end(block)? as u64 == length {
        true => Ok(()),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn write_block(blocks: &mut impl Write, block: &[u8]) -> io::Result<()> {
    blocks.write_all(&(block.len() as u64).to_le_bytes())?;
    blocks.write_all(block)
}

fn read_answer(answers: &mut impl Read) -> io::Result<io::Result<()>> {
    let mut answer = [0; 4];
    answers.read_exact(&mut answer)?;
    Ok(match i32::from_le_bytes(answer) {
        WRITTEN => Ok(()),
        NO_NUMBER => Err(io::ErrorKind::WriteZero.into()),
        number => Err(io::Error::from_raw_os_error(number)),
    })
}

#[cfg(unix)]
pub(super) use process::Appender;
#[cfg(unix)]
pub(crate) use process::run;

#[cfg(unix)]
mod process {
    use std::fs::File;
    use std::os::fd::AsFd;
    use std::os::unix::process::CommandExt;
    use std::path::PathBuf;
    use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};

    use super::*;

    /// The appender, from inside.
    ///
    /// # Errors
    /// Where its standard output is closed, and where nobody takes the answers.
    pub(crate) fn run() -> io::Result<()> {
        // Not by way of the library's buffer, which parts rows.
        let table = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        append_blocks(io::stdin().lock(), table, io::stderr())
    }

    /// An appender that was started.
    #[derive(Debug)]
    pub(in crate::follow) struct Appender {
        process: Child,
        /// `None` once it shall end.
        blocks: Option<ChildStdin>,
        answers: ChildStderr,
    }

    impl Appender {
        /// Starts this program as an appender to a table, which it takes with its lock.
        ///
        /// # Errors
        /// Where no process can be started.
        pub fn start(table: File) -> io::Result<Self> {
            let mut process = Command::new(program()?)
                .arg0(env!("CARGO_PKG_NAME"))
                .arg(APPENDER)
                .stdin(Stdio::piped())
                .stdout(table)
                .stderr(Stdio::piped())
                // Ctrl-C and a kill of the follower's group do not reach it.
                .process_group(0)
                .spawn()?;
            match (process.stdin.take(), process.stderr.take()) {
                (Some(blocks), Some(answers)) => Ok(Self {
                    process,
                    blocks: Some(blocks),
                    answers,
                }),
                _ => Err(io::ErrorKind::BrokenPipe.into()),
            }
        }

        /// Has whole lines added; gives what the system says to it, or `None` where the process has been ended.
        pub fn append(&mut self, lines: &[u8]) -> Option<io::Result<()>> {
            write_block(self.blocks.as_mut()?, lines).ok()?;
            read_answer(&mut self.answers).ok()
        }
    }

    impl Drop for Appender {
        fn drop(&mut self) {
            self.blocks = None;
            // It has ended already if it was ended by others.
            let _ = self.process.wait();
        }
    }

    fn program() -> io::Result<PathBuf> {
        if cfg!(target_os = "linux") {
            // The very file that runs, were it replaced on the disk by now.
            return Ok("/proc/self/exe".into());
        }
        std::env::current_exe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(bytes: &[u8]) -> Vec<io::Result<()>> {
        let mut rest = bytes;
        std::iter::from_fn(|| read_answer(&mut rest).ok()).collect()
    }

    #[test]
    fn blocks_are_written_whole_or_not_at_all() {
        let mut blocks = Vec::new();
        for block in [&b"t,x\n"[..], b"", b"0,1\n1,2\n"] {
            write_block(&mut blocks, block).unwrap();
        }
        for cut in 0..=blocks.len() {
            let (mut table, mut said) = (Vec::new(), Vec::new());
            append_blocks(&blocks[..cut], &mut table, &mut said).unwrap();
            let whole = [12, 20, 36].iter().filter(|&&end| cut >= end).count();
            let expected = [&b""[..], b"t,x\n", b"t,x\n", b"t,x\n0,1\n1,2\n"];
            assert_eq!(table, expected[whole], "{cut}");
            let said = answers(&said);
            assert!(said.len() == whole && said.iter().all(Result::is_ok));
        }
    }

    #[test]
    fn the_first_block_that_is_not_written_is_the_last() {
        struct Full(io::ErrorKind);
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                match self.0 {
                    io::ErrorKind::StorageFull => Err(io::Error::from_raw_os_error(28)),
                    _ => Ok(0),
                }
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut blocks = Vec::new();
        write_block(&mut blocks, b"0,1\n").unwrap();
        write_block(&mut blocks, b"1,2\n").unwrap();
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::WriteZero] {
            let mut said = Vec::new();
            append_blocks(&blocks[..], Full(kind), &mut said).unwrap();
            let said = answers(&said);
            assert_eq!(said.len(), 1);
            let error = said[0].as_ref().unwrap_err();
            assert!(error.kind() == kind || cfg!(not(unix)), "{error}");
        }
    }
}
