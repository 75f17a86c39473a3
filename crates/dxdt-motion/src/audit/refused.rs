//! Logs of which nothing can be derived.

use crate::error::{Error, Result};
use crate::log::PositionLog;
use crate::words::number::grouped;

use super::{AuditedLog, EntityRows};

/// The error of a log in which no row has a timestamp.
pub fn no_stamp(log: &PositionLog) -> Error {
    Error::new("no row has a usable timestamp")
        .in_file(log.file_names())
        .advise("check the time column, or name another with --time")
}

/// The error of a log without two positions of one object at different timestamps, of which `rows_used` rows are left.
pub fn too_little(log: &PositionLog, rows_used: u64, stamps_are_equal: bool) -> Error {
    let what = if stamps_are_equal {
        "all timestamps are equal, but a velocity needs two different ones"
    } else if rows_used < 2 {
        "only one row is usable, but a velocity needs two"
    } else {
        "no object has positions at two different timestamps"
    };
    Error::new(what).in_file(log.file_names()).advise(
        "check the time and position columns, or name others with --time, --position and --entity",
    )
}

/// Checks that the motion of some object can be derived.
///
/// # Errors
/// No object has positions at two different timestamps.
pub fn check_steps(audited: &AuditedLog<'_>) -> Result<()> {
    let cannot_be_derived = |entity: &EntityRows| entity.median_step.is_none();
    if !audited.entities.iter().all(cannot_be_derived) {
        return Ok(());
    }
    let stamps = audited.log.stamps();
    let are_equal = stamps.len() > 1 && stamps.iter().all(|stamp| *stamp == stamps[0]);
    let rows_used = audited.stamps.len() as u64;
    Err(too_little(audited.log, rows_used, are_equal))
}

/// The error of a log of which too few rows are left because the clock is broken as `how` says.
pub(crate) fn broken_clock(log: &PositionLog, how: &str, rows_used: u64) -> Error {
    let rows = log.rows_of_files();
    let what = format!(
        "the clock of this log is broken: {how}; {} of {} rows would be left, so no velocity can be trusted",
        grouped(rows_used),
        grouped(rows),
    );
    Error::new(what).in_file(log.file_names()).advise(
        "run dxdt inspect to see why, name another time column with --time or the object column with --entity, or go on \
         with one row of each timestamp by --duplicates first, last, mean or median",
    )
}
