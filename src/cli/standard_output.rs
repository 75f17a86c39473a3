//! What goes to standard output, and what is said on standard error while it does.

use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use anyhow::Context as _;

use crate::analysis::AnalysisOptions;
use crate::output::summary::Summary;
use crate::screens::{terminal, width};
use dxdt_motion::error::{Error, Result};

/// Prints a text, its styles only where they are wanted; a reader that leaves early has read enough.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Prints bytes as they are.
pub(super) fn copy(from: &mut dyn Read) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    written(io::copy(from, &mut out).and_then(|_| out.flush()))
}

fn written(result: io::Result<()>) -> anyhow::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("standard output cannot be written"),
    }
}

/// Says something on standard error, where standard output has something else; where it is closed there is nobody to tell.
pub(super) fn tell(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Says what an analysis found, where standard output has `what`.
pub(super) fn tell_beside(
    what: &str,
    summary: &Summary,
    options: &AnalysisOptions,
) -> anyhow::Result<()> {
    let files = terminal::Files::of_standard_output(what);
    let units = options.units.of(&summary.units)?;
    tell(&terminal::text(summary, &files, &units, width::of_errors()));
    Ok(())
}

/// Whether an output path stands for standard output.
pub(super) fn is_meant(path: &Path) -> bool {
    path == Path::new("-")
}

/// Refuses standard output for what is several files.
///
/// # Errors
/// Where the path stands for it.
pub(super) fn refuse(path: &Path) -> Result<()> {
    match is_meant(path) {
        false => Ok(()),
        true => Err(Error::new("standard output cannot take several files")
            .advise("give a folder with -o, or -o ./- for one of this name")),
    }
}

/// Refuses to show bytes that are no text.
///
/// # Errors
/// Where standard output is a terminal.
pub(super) fn refuse_terminal(format: &str) -> Result<()> {
    match io::stdout().is_terminal() {
        false => Ok(()),
        true => Err(Error::new(format!("a terminal cannot show {format}"))
            .advise("name a file with -o, or redirect standard output to one")),
    }
}
