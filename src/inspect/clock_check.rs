//! A log with a broken clock, as a command that derives it takes it.

use crate::error::Result;
use crate::finding::{Finding, FindingKind};
use crate::log::{PositionLog, broken_clock};

use super::ClockHealth;

/// Tells of a broken clock of a log of which so many rows can be used.
///
/// # Errors
/// A clock that leaves next to nothing of the log.
pub(crate) fn check_clock(
    log: &PositionLog,
    rows_used: u64,
    clock: impl FnOnce() -> Result<ClockHealth>,
) -> Result<Option<Finding>> {
    // A broken clock repeats its stamps so often that half of the rows or more go.
    if 2 * rows_used > log.rows_of_files() + 1 {
        return Ok(None);
    }
    let clock = clock()?;
    if !clock.broken {
        return Ok(None);
    }
    match broken_clock(log, &clock.sentence(), rows_used) {
        Some(error) => Err(error),
        None => Ok(Some(Finding::new(FindingKind::ClockBroken { clock }, 1))),
    }
}
