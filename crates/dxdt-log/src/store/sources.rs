//! The files of a log, opened one after the other.

use crate::LogOptions;
use dxdt_formats::{BatchedSource, Source, SpoolRoom};
use dxdt_motion::error::Result;

use super::BatchOptions;

/// The files of a log. One that cannot be opened again, such as standard input, is kept.
pub(super) struct Sources<'a> {
    paths: &'a [String],
    kept: Vec<Option<BatchedSource>>,
    options: &'a LogOptions,
    batches: &'a BatchOptions,
}

impl<'a> Sources<'a> {
    /// The files at these paths.
    pub fn new(paths: &'a [String], options: &'a LogOptions, batches: &'a BatchOptions) -> Self {
        Self {
            paths,
            kept: paths.iter().map(|_| None).collect(),
            options,
            batches,
        }
    }

    /// Bytes in memory as the only file.
    ///
    /// # Errors
    /// As [`BatchedSource::of_source`].
    pub fn of_source(
        source: Source,
        options: &'a LogOptions,
        batches: &'a BatchOptions,
    ) -> Result<Self> {
        let source = BatchedSource::of_source(
            source,
            options.format,
            &options.dialect,
            batches.batch_bytes,
            batches.first_rows,
        )?;
        Ok(Self {
            paths: &[],
            kept: vec![Some(source)],
            options,
            batches,
        })
    }

    pub fn count(&self) -> usize {
        self.kept.len()
    }

    /// A file from its first batch on.
    ///
    /// # Errors
    /// As [`BatchedSource::open`].
    pub fn open(&mut self, index: usize) -> Result<BatchedSource> {
        if let Some(mut kept) = self.kept[index].take() {
            kept.rewind()?;
            return Ok(kept);
        }
        BatchedSource::open(
            &self.paths[index],
            self.options.format,
            &self.options.dialect,
            self.batches.batch_bytes,
            self.batches.first_rows,
            &SpoolRoom::in_folder(&self.batches.folder).within(self.batches.memory),
        )
    }

    /// A file has been read, and may be wanted again.
    pub fn close(&mut self, index: usize, source: BatchedSource) {
        if source.is_only_copy() {
            self.kept[index] = Some(source);
        }
    }
}
