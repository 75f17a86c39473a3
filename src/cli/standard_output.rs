//! Text to standard output.

use std::io::{self, Write};

use anyhow::Context as _;

/// Prints a text, its styles only where they are wanted; a reader that leaves early has read enough.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}
