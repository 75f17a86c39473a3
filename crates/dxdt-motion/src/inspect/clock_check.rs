//! A log with a broken clock, as a command that derives it takes it.

use crate::audit::{AuditOptions, broken_clock};
use crate::error::Result;
use crate::finding::{Finding, FindingKind};
use crate::log::PositionLog;

use super::{ClockHealth, ClockProblem};

/// Whether the clock of a log may be broken of which so many rows can be used: a broken one repeats its timestamps so
/// often that half of the rows or more go.
pub fn is_doubtful(log: &PositionLog, rows_used: u64) -> bool {
    2 * rows_used <= log.rows_of_files() + 1
}

/// Tells of a broken clock of a log of which so many rows can be used.
///
/// # Errors
/// A clock that mostly stands still, unless duplicates are expected or each of its timestamps is that of as many rows; and
/// any that leaves less than a tenth of the log.
pub fn check_clock(
    log: &PositionLog,
    options: &AuditOptions,
    rows_used: u64,
    clock: impl FnOnce() -> ClockHealth,
) -> Result<Option<Finding>> {
    const LEAST_SHARE: u64 = 10;
    if !is_doubtful(log, rows_used) {
        return Ok(None);
    }
    let clock = clock();
    if !clock.broken {
        return Ok(None);
    }
    let is_left = LEAST_SHARE * rows_used >= log.rows_of_files();
    let goes_on = options.expects_duplicates || clock.problems.contains(&ClockProblem::Shared);
    match is_left && goes_on {
        true => Ok(Some(Finding::new(FindingKind::ClockBroken { clock }, 1))),
        false => Err(broken_clock(log, &clock.sentence(), rows_used)),
    }
}
