//! The files of a log, opened one after the other.

use crate::LogOptions;
use dxdt_formats::{ArrowTable, BatchedSource, Source, SpoolRoom};
use dxdt_motion::error::Result;

use super::BatchOptions;

/// Where the rows of a log are.
#[derive(Debug, Clone)]
pub enum Logs {
    /// In files, whose folders and patterns have been [expanded](dxdt_formats::expand).
    Paths(Vec<String>),
    /// In the bytes of one file.
    Bytes(Source),
    /// In a table of arrays.
    Arrow(ArrowTable),
}

/// The files of a log. One that cannot be opened again, such as standard input, is kept.
pub(super) struct Sources<'a> {
    paths: &'a [String],
    kept: Vec<Option<BatchedSource>>,
    options: &'a LogOptions,
    batches: &'a BatchOptions,
}

impl<'a> Sources<'a> {
    /// Those of a log.
    ///
    /// # Errors
    /// As [`BatchedSource::of_source`].
    pub fn new(logs: &'a Logs, options: &'a LogOptions, batches: &'a BatchOptions) -> Result<Self> {
        let (batch_bytes, first_rows) = (batches.batch_bytes, batches.first_rows);
        let (paths, kept): (&[String], _) = match logs {
            Logs::Paths(paths) => (paths, paths.iter().map(|_| None).collect()),
            Logs::Bytes(source) => {
                let (format, dialect) = (options.format, &options.dialect);
                let source = source.clone();
                let source =
                    BatchedSource::of_source(source, format, dialect, batch_bytes, first_rows)?;
                (&[], vec![Some(source)])
            }
            Logs::Arrow(table) => {
                let table = table.clone();
                let source = BatchedSource::of_arrow(table, batch_bytes, first_rows);
                (&[], vec![Some(source)])
            }
        };
        Ok(Self {
            paths,
            kept,
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
