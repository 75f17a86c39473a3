//! A whole log in memory.

use dxdt_formats::{Source, expand};
use dxdt_motion::error::Result;
use dxdt_motion::log::PositionLog;

use crate::store::{BatchOptions, Logs, open, open_logs};
use crate::{LogOptions, Memory};

/// Reads one log from one or more files; `-` is standard input, and folders and patterns are as for [`expand`].
///
/// Several files are one log. Where there is no entity column and their spans of time overlap, each is an object.
///
/// # Errors
/// A file that cannot be read or is no table, roles that cannot be found, a cell that is no number or timestamp,
/// files that do not have the same columns, a folder or pattern without files.
pub fn read(paths: &[String], options: &LogOptions) -> Result<PositionLog> {
    open(&expand(paths)?, options, &in_memory())?.in_file_order()
}

/// Reads a log wherever it is, with its rows as it has them.
///
/// # Errors
/// As [`read`].
pub fn read_logs(logs: &Logs, options: &LogOptions, batches: &BatchOptions) -> Result<PositionLog> {
    open_logs(logs, options, batches)?.in_file_order()
}

/// Reads a log from bytes in memory.
///
/// ```
/// use dxdt_formats::Source;
/// use dxdt_log::{LogOptions, read_source};
/// let csv = b"Time (s);x [mm]\n0,0;1\n0,5;2,5\n".to_vec();
/// let log = read_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
/// assert_eq!(log.stamps(), [0, 500_000_000]);
/// assert_eq!(log.position_values()[0].as_ref(), [0.001, 0.0025]);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
///
/// # Errors
/// As [`read`].
pub fn read_source(source: Source, options: &LogOptions) -> Result<PositionLog> {
    read_logs(&Logs::Bytes(source), options, &in_memory())
}

/// How a log is read that is kept in memory.
fn in_memory() -> BatchOptions {
    BatchOptions::within(Memory::UNLIMITED, &std::env::temp_dir())
}
