//! Rows whose timestamp cannot be right, or that have none.

use crate::log::PositionLog;

use super::AuditDecisions;

/// Rows that cannot be used for want of a timestamp that can be right, each list in file order.
#[derive(Debug, Default)]
pub(super) struct UnusableRows {
    pub without_stamp: Vec<usize>,
    pub bogus: Vec<usize>,
}

impl UnusableRows {
    pub fn is_empty(&self) -> bool {
        self.without_stamp.is_empty() && self.bogus.is_empty()
    }

    pub fn contains(&self, row: usize) -> bool {
        self.without_stamp.binary_search(&row).is_ok() || self.bogus.binary_search(&row).is_ok()
    }
}

pub(super) fn unusable_rows(log: &PositionLog, decisions: &AuditDecisions) -> UnusableRows {
    let without_stamp = log.rows_without_stamp().to_vec();
    let stamps = log.stamps().iter().enumerate();
    let bogus = stamps
        .filter(|&(row, &stamp)| {
            !decisions.allow(stamp, log.clock.ticks) && without_stamp.binary_search(&row).is_err()
        })
        .map(|(row, _)| row)
        .collect();
    UnusableRows {
        without_stamp,
        bogus,
    }
}
