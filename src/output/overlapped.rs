//! A file that is written by a thread of its own, so that what comes next is made ready while the system takes what is
//! there.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

// Blocks of this size are handed over; a system call for each costs nothing then.
const BLOCK: usize = 1 << 20;
// So many blocks may wait; beyond that, whoever writes waits too.
const WAITING: usize = 4;

/// What is written here goes to the file in the order of writing.
pub(crate) struct Overlapped {
    block: Vec<u8>,
    full: SyncSender<Vec<u8>>,
    empty: Receiver<Vec<u8>>,
    /// Until its end has been heard of.
    writer: Option<JoinHandle<io::Result<()>>>,
    /// What the system refused, for those who look only at the end.
    refused: Option<io::Error>,
}

impl Overlapped {
    /// A writer to a file, from where it has been written to.
    ///
    /// # Errors
    /// What the file system says.
    pub fn new(file: &File) -> io::Result<Self> {
        let mut file = file.try_clone()?;
        let (full, filled) = sync_channel::<Vec<u8>>(WAITING);
        let (emptied, empty) = channel();
        let writer = std::thread::spawn(move || {
            for mut block in filled {
                file.write_all(&block)?;
                block.clear();
                // Where nobody takes it back, it is not needed any more.
                let _ = emptied.send(block);
            }
            file.flush()
        });
        Ok(Self {
            block: Vec::with_capacity(BLOCK),
            full,
            empty,
            writer: Some(writer),
            refused: None,
        })
    }

    /// Waits until the file has everything.
    ///
    /// # Errors
    /// What the file system said of anything that was written, whatever became of it then.
    pub fn finish(mut self) -> io::Result<()> {
        let handed_over = self.hand_over();
        let Self {
            full,
            writer,
            refused,
            ..
        } = self;
        drop(full);
        let written = writer.map_or(Ok(()), end_of).and(handed_over);
        written.and(refused.map_or(Ok(()), Err))
    }

    /// Takes a block of bytes as it is; gives one to use again.
    ///
    /// # Errors
    /// What the file system said of anything that was written.
    pub fn pass(&mut self, block: Vec<u8>) -> io::Result<Vec<u8>> {
        self.hand_over()?;
        self.send(block)?;
        Ok(self.empty.try_recv().unwrap_or_default())
    }

    fn hand_over(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let next = self
            .empty
            .try_recv()
            .unwrap_or_else(|_| Vec::with_capacity(BLOCK));
        let block = std::mem::replace(&mut self.block, next);
        self.send(block)
    }

    fn send(&mut self, block: Vec<u8>) -> io::Result<()> {
        if self.full.send(block).is_ok() {
            return Ok(());
        }
        // Nobody takes blocks any more: the system has refused one.
        let refused = self.writer.take().map_or(Ok(()), end_of);
        let known = self.refused.as_ref().map(io::Error::kind);
        let error = match (refused, known) {
            (Err(error), _) => error,
            (Ok(()), kind) => kind.unwrap_or(io::ErrorKind::Other).into(),
        };
        self.refused.get_or_insert(error.kind().into());
        Err(error)
    }
}

fn end_of(writer: JoinHandle<io::Result<()>>) -> io::Result<()> {
    writer
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl Write for Overlapped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.block.len() + bytes.len() > BLOCK {
            self.hand_over()?;
        }
        self.block.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // The file is flushed when everything has been written.
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek};

    use super::*;

    #[test]
    fn everything_arrives_in_order() {
        let mut file = tempfile::tempfile().unwrap();
        let mut expected = Vec::new();
        let sizes = [1, 0, BLOCK - 1, 3, 2 * BLOCK + 7, 5];
        let mut sink = Overlapped::new(&file).unwrap();
        for (at, size) in sizes.into_iter().cycle().take(40).enumerate() {
            let bytes: Vec<u8> = (0..size).map(|i| (i + at) as u8).collect();
            expected.extend_from_slice(&bytes);
            if at % 3 == 0 {
                assert!(sink.pass(bytes).unwrap().is_empty());
            } else {
                sink.write_all(&bytes).unwrap();
                sink.flush().unwrap();
            }
        }
        sink.finish().unwrap();
        let mut read = Vec::new();
        file.rewind().unwrap();
        file.read_to_end(&mut read).unwrap();
        assert!(read == expected);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_the_system_refuses_is_the_error() {
        let full = File::options().write(true).open("/dev/full").unwrap();
        for blocks in [1, 50] {
            let mut sink = Overlapped::new(&full).unwrap();
            // A library may lose what was refused; it counts all the same.
            for _ in 0..blocks {
                let _ = sink.write_all(&[7; BLOCK]);
            }
            let written = sink.finish();
            assert_eq!(written.unwrap_err().kind(), io::ErrorKind::StorageFull);
        }
    }
}
