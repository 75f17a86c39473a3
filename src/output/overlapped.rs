//! A file that is written by a thread of its own, so that what comes next is made ready while the system takes what is
//! there.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

// Blocks of this size are handed over; a system call for each costs nothing then.
const BLOCK: usize = 1 << 20;
// So many blocks may wait; beyond that, whoever writes waits too.
const WAITING: usize = 4;

/// What is written here goes to the file in the order of writing.
pub(super) struct Overlapped {
    block: Vec<u8>,
    full: SyncSender<Vec<u8>>,
    empty: Receiver<Vec<u8>>,
}

/// Runs `produce` with a writer, and waits until the file has everything. What the system refused is an error whatever
/// `produce` made of it.
///
/// # Errors
/// What the file system says.
pub(super) fn overlapped<T>(
    file: &mut File,
    produce: impl FnOnce(&mut Overlapped) -> T,
) -> io::Result<T> {
    std::thread::scope(|scope| {
        let (full, filled) = sync_channel::<Vec<u8>>(WAITING);
        let (emptied, empty) = channel();
        let writer = scope.spawn(move || -> io::Result<()> {
            for mut block in filled {
                file.write_all(&block)?;
                block.clear();
                // Where nobody takes it back, it is not needed any more.
                let _ = emptied.send(block);
            }
            file.flush()
        });
        let mut sink = Overlapped {
            block: Vec::with_capacity(BLOCK),
            full,
            empty,
        };
        let produced = produce(&mut sink);
        let handed_over = sink.hand_over();
        drop(sink);
        let written = writer
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.and(handed_over).map(|()| produced)
    })
}

impl Overlapped {
    fn hand_over(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let next = self
            .empty
            .try_recv()
            .unwrap_or_else(|_| Vec::with_capacity(BLOCK));
        let block = std::mem::replace(&mut self.block, next);
        self.full
            .send(block)
            .map_err(|_| io::Error::other("the file was refused before"))
    }
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
        let count = overlapped(&mut file, |sink| {
            for (at, size) in sizes.into_iter().cycle().take(40).enumerate() {
                let bytes: Vec<u8> = (0..size).map(|i| (i + at) as u8).collect();
                sink.write_all(&bytes).unwrap();
                sink.flush().unwrap();
                expected.extend(bytes);
            }
            expected.len()
        });
        assert_eq!(count.unwrap(), expected.len());
        let mut read = Vec::new();
        file.rewind().unwrap();
        file.read_to_end(&mut read).unwrap();
        assert!(read == expected);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_the_system_refuses_is_the_error() {
        let mut full = File::options().write(true).open("/dev/full").unwrap();
        for blocks in [1, 50] {
            let written = overlapped(&mut full, |sink| {
                // A library may lose what was refused; it counts all the same.
                for _ in 0..blocks {
                    let _ = sink.write_all(&[7; BLOCK]);
                }
            });
            assert_eq!(written.unwrap_err().kind(), io::ErrorKind::StorageFull);
        }
    }
}
