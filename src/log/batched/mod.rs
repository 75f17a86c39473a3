//! Logs larger than memory: read in batches, sorted by entity on disk, given out again some entities at a time.
//!
//! Each piece is a log that can be audited and derived like any other. What only all rows together tell (the format of
//! the stamps, which column tells entities apart, which stamps cannot be right) is decided while reading; where the first
//! rows of a file had told something else, it is read again.

mod decide;
mod entities;
mod fold;
mod joined;
mod log_columns;
mod pieces;
mod rank;
mod reading;
mod row_columns;
mod row_numbers;
mod run_file;
mod sources;
mod spool;
mod texts;

use std::ops::Range;
use std::path::PathBuf;

use crate::error::Result;

use super::audit::AuditDecisions;
use super::read::{BatchedSource, Opened, Source, SpoolRoom, expand, no_room, text_size};
use super::table::LogTable;
use super::{LogOptions, PositionLog};

pub(crate) use pieces::Piece;
pub(crate) use rank::by_rank;
pub(crate) use row_columns::RowColumns;
pub(crate) use row_numbers::RowNumbers;
pub(crate) use spool::Spool;

/// When a log is read in batches, and how large they are.
#[derive(Debug, Clone)]
pub(crate) struct BatchOptions {
    /// Logs of so many bytes or more are read in batches.
    pub from_bytes: u64,
    /// Bytes of text that are read at a time.
    pub batch_bytes: usize,
    /// The first rows of a file, at least so many, are believed about its roles and units.
    pub first_rows: usize,
    /// Rows that are sorted at a time.
    pub rows_a_run: usize,
    /// Bytes of rows that are kept in memory, before rows are kept on disk.
    pub kept_bytes: u64,
    /// Where rows are kept meanwhile.
    pub folder: PathBuf,
    /// The tables have types, for which all cells are looked at.
    pub typed: bool,
}

/// A log in memory or on disk.
#[derive(Debug)]
pub(crate) enum OpenedLog {
    Whole(PositionLog),
    Batched(BatchedLog),
}

/// A log whose rows are on disk, sorted by entity.
#[derive(Debug)]
pub(crate) struct BatchedLog {
    /// What is known of the log, without its rows.
    pub facts: PositionLog,
    /// What is decided from all rows.
    pub decisions: AuditDecisions,
    /// In order of first appearance.
    pub entities: Vec<EntityOnDisk>,
    cells: Vec<Vec<Option<String>>>,
    spool: Spool,
    folder: PathBuf,
}

/// One entity of a log on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntityOnDisk {
    /// Its value in the entity column; empty where there is none.
    pub name: String,
    /// Its rows as they were read.
    pub rows: u64,
    /// Its numbers among those that files have that follow each other: mostly one.
    numbers: Range<u32>,
}

/// Reads one log from one or more files, folders and patterns, in batches where it is large.
///
/// # Errors
/// As [`PositionLog::read`], and where the rows cannot be kept on disk meanwhile.
pub(crate) fn open(
    paths: &[String],
    options: &LogOptions,
    batches: &BatchOptions,
) -> Result<OpenedLog> {
    let paths = expand(paths)?;
    let mut opened = Vec::with_capacity(paths.len());
    let mut bytes = 0;
    for path in &paths {
        opened.push(match text_size(path) {
            Some(size) => {
                bytes += size;
                None
            }
            None => {
                let source = open_source(path, options, batches)?;
                bytes += source.text_size();
                Some(source)
            }
        });
    }
    let is_only_whole = opened
        .iter()
        .any(|opened| matches!(opened, Some(Opened::Whole(_))));
    if is_only_whole || bytes < batches.from_bytes {
        return read_whole(&paths, opened, options);
    }
    let kept = opened
        .into_iter()
        .map(|opened| opened.and_then(Opened::in_batches));
    match reading::read(&paths, kept.collect(), options, batches)?.0 {
        reading::Reading::Done(log) => Ok(OpenedLog::Batched(*log)),
        reading::Reading::OnlyWhole(kept) => {
            let kept = kept.into_iter().map(|kept| kept.map(Opened::Batches));
            read_whole(&paths, kept.collect(), options)
        }
    }
}

fn open_source(path: &str, options: &LogOptions, batches: &BatchOptions) -> Result<Opened> {
    BatchedSource::open(
        path,
        options.format,
        &options.dialect,
        batches.batch_bytes,
        batches.first_rows,
        &SpoolRoom::in_folder(&batches.folder),
    )
}

fn read_whole(
    paths: &[String],
    opened: Vec<Option<Opened>>,
    options: &LogOptions,
) -> Result<OpenedLog> {
    let mut tables = Vec::with_capacity(paths.len());
    for (path, opened) in paths.iter().zip(opened) {
        let source = match opened {
            Some(opened) => opened.whole()?,
            None => Source::read(path)?,
        };
        tables.push(LogTable::read(&source, options)?);
    }
    PositionLog::join(tables).map(OpenedLog::Whole)
}
