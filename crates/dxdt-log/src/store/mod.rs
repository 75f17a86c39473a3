//! Logs larger than memory: read in batches, sorted by entity on disk, given out again some entities at a time.
//!
//! Each piece is a log that can be audited and derived like any other. What only all rows together tell (the format of
//! the timestamps, which column tells entities apart, which timestamps cannot be right) is decided while reading; where the first
//! rows of a file had told something else, it is read again.

mod alike;
mod complete;
mod decide;
mod entities;
mod fold;
mod in_file_order;
mod joined;
mod kept;
mod log_columns;
mod parts;
mod pieces;
mod rank;
mod reading;
mod row_columns;
mod run_file;
mod sources;
mod spool;

use std::ops::Range;
use std::path::{Path, PathBuf};

use dxdt_motion::error::Result;

use super::LogOptions;
use dxdt_formats::{Memory, no_room};
use dxdt_motion::Stop;
use dxdt_motion::audit::AuditDecisions;
use dxdt_motion::log::PositionLog;

pub(crate) use entities::EntityNumbers;
pub use parts::Parts;
pub use pieces::Piece;
pub use rank::by_rank;
pub use reading::{LogRead, LogReader, Taker};
pub use row_columns::RowColumns;
pub use sources::Logs;
pub use spool::Spool;

/// How large the batches are in which a log is read, and where its rows are kept.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    /// Bytes of text that are read at a time.
    pub batch_bytes: usize,
    /// The first rows of a file, at least so many, are believed about its roles and units.
    pub first_rows: usize,
    /// Rows that are sorted at a time.
    pub rows_a_run: usize,
    /// Bytes of rows that are kept in memory, before rows are kept on disk.
    pub kept_bytes: u64,
    /// What may be in memory that cannot be kept on disk.
    pub memory: Memory,
    /// Where rows are kept meanwhile.
    pub folder: PathBuf,
    /// The tables have types, for which all cells are looked at.
    pub typed: bool,
    /// Asks to stop reading.
    pub stop: Stop,
}

impl BatchOptions {
    /// How a log is read within a limit, whose rows are kept in `folder` or, where it is not there yet, beside it.
    pub fn within(memory: Memory, folder: &Path) -> Self {
        // A folder for temporary files that is not there is an error; where others are to be made there is room beside them.
        let there = match folder == std::env::temp_dir() {
            true => Some(folder),
            false => folder.ancestors().find(|folder| folder.is_dir()),
        };
        Self {
            batch_bytes: 8 << 20,
            first_rows: 20_000,
            rows_a_run: 1 << 19,
            kept_bytes: memory.for_rows(),
            memory,
            folder: there.unwrap_or(Path::new(".")).to_owned(),
            typed: false,
            stop: Stop::default(),
        }
    }
}

/// A log whose rows are on disk, sorted by entity.
#[derive(Debug)]
pub struct StoredLog {
    /// What is known of the log, without its rows.
    pub facts: PositionLog,
    /// What is decided from all rows.
    pub decisions: AuditDecisions,
    /// In order of first appearance.
    pub entities: Vec<StoredEntity>,
    has_parts: bool,
    cells: Vec<Vec<Option<String>>>,
    spool: Spool,
    folder: PathBuf,
}

/// One entity of a log on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntity {
    /// Its value in the entity column; empty where there is none.
    pub name: String,
    /// Its rows as they were read.
    pub rows: u64,
    /// Its numbers among those that files have that follow each other: mostly one.
    numbers: Range<u32>,
}

/// Reads one log from one or more files, whose folders and patterns have been [expanded](dxdt_formats::expand).
///
/// # Errors
/// As [`read`](fn@crate::read), and where the rows cannot be kept on disk meanwhile.
pub fn open(files: &[String], options: &LogOptions, batches: &BatchOptions) -> Result<StoredLog> {
    open_logs(&Logs::Paths(files.to_vec()), options, batches)
}

/// As [`open`], of a log wherever it is.
///
/// # Errors
/// As [`open`].
pub fn open_logs(logs: &Logs, options: &LogOptions, batches: &BatchOptions) -> Result<StoredLog> {
    LogReader::new(logs, options, batches)?.read()
}
