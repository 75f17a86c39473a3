//! A log with a broken clock, as a command that derives it takes it.

use crate::audit::broken_clock;
use crate::error::Result;
use crate::finding::{Finding, FindingKind};
use crate::log::PositionLog;

use super::ClockHealth;

/// Whether the clock of a log may be broken of which so many rows can be used: a broken one repeats its timestamps so
/// often that half of the rows or more go.
pub fn is_doubtful(log: &PositionLog, rows_used: u64) -> bool {
    2 * rows_used <= log.rows_of_files() + 1
}

/// Tells of a broken clock of a log of which so many rows can be used.
///
/// # Errors
/// A clock that leaves next to nothing of the log.
pub fn check_clock(
    log: &PositionLog,
    rows_used: u64,
    clock: impl FnOnce() -> ClockHealth,
) -> Result<Option<Finding>> {
    if !is_doubtful(log, rows_used) {
        return Ok(None);
    }
    let clock = clock();
    if !clock.broken {
        return Ok(None);
    }
    match broken_clock(log, &clock.sentence(), rows_used) {
        Some(error) => Err(error),
        None => Ok(Some(Finding::new(FindingKind::ClockBroken { clock }, 1))),
    }
}
