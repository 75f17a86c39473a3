//! The files of a log, opened one after the other.

use crate::error::Result;
use crate::log::LogOptions;
use crate::log::read::{BatchedSource, Opened};

use super::{BatchOptions, open_source};

/// The files of a log. One that cannot be opened again, such as standard input, is kept.
pub(super) struct Sources<'a> {
    paths: &'a [String],
    kept: Vec<Option<Box<BatchedSource>>>,
    options: &'a LogOptions,
    batches: &'a BatchOptions,
}

impl<'a> Sources<'a> {
    /// The files at these paths, of which some have been opened.
    pub fn new(
        paths: &'a [String],
        kept: Vec<Option<Box<BatchedSource>>>,
        options: &'a LogOptions,
        batches: &'a BatchOptions,
    ) -> Self {
        Self {
            paths,
            kept,
            options,
            batches,
        }
    }

    pub fn count(&self) -> usize {
        self.paths.len()
    }

    /// A file from its first batch on; `None` where it can only be read whole.
    ///
    /// # Errors
    /// As [`BatchedSource::open`].
    pub fn open(&mut self, index: usize) -> Result<Option<Box<BatchedSource>>> {
        if let Some(mut kept) = self.kept[index].take() {
            kept.rewind()?;
            return Ok(Some(kept));
        }
        match open_source(&self.paths[index], self.options, self.batches)? {
            Opened::Batches(source) => Ok(Some(source)),
            Opened::Whole(_) => Ok(None),
        }
    }

    /// A file has been read, and may be wanted again.
    pub fn close(&mut self, index: usize, source: Box<BatchedSource>) {
        if source.is_only_copy() {
            self.kept[index] = Some(source);
        }
    }

    /// Those that are kept, by file.
    pub fn into_kept(self) -> Vec<Option<Box<BatchedSource>>> {
        self.kept
    }
}
