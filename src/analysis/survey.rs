//! What all rows of a log tell, without tables.

use dxdt_log::StoredLog;
use dxdt_motion::audit::AuditOptions;
use dxdt_motion::error::Result;
use dxdt_motion::finding::{Finding, Place};
use dxdt_motion::motion::DeriveOptions;
use dxdt_time::TimeUnit;

use super::{Analysis, tally};

/// Counts and findings of all rows.
#[derive(Debug)]
pub(crate) struct Survey {
    /// Rows with a timestamp that can be used, one a timestamp and entity.
    pub rows_used: u64,
    pub entities: u64,
    /// The first and the last timestamp.
    pub span: Option<(i64, i64)>,
    /// Steps that are not bridged: how many, the longest in seconds, and the row after it.
    pub gaps: Option<(u64, f64, Place)>,
    /// What the audit and the derivation by the gradient noticed.
    pub findings: Vec<Finding>,
    /// Whether there is enough to derive.
    pub check: Result<()>,
}

/// Audits and derives a log piece by piece.
///
/// # Errors
/// With [`DuplicatePolicy::Error`](dxdt_motion::audit::DuplicatePolicy::Error) a duplicate timestamp; rows that cannot be read back.
pub(crate) fn survey(
    log: &StoredLog,
    options: &AuditOptions,
    time_unit: Option<TimeUnit>,
    rows_a_piece: usize,
) -> Result<Survey> {
    let analysis = Analysis {
        time_unit,
        ..Analysis::without_tables(*options, DeriveOptions::default(), rows_a_piece)
    };
    let mut span: Option<(i64, i64)> = None;
    let tally = tally(log, &analysis, |rows| {
        for stamp in rows.stamps {
            let (first, last) = span.unwrap_or((stamp, stamp));
            span = Some((first.min(stamp), last.max(stamp)));
        }
        Ok(())
    })?;
    let notes = &tally.notes;
    let after_longest = notes.after_longest_gap;
    Ok(Survey {
        rows_used: tally.rows_used,
        entities: tally.entities.len() as u64,
        span,
        gaps: after_longest.map(|row| {
            let place = log.facts.place_of_row_as_read(row);
            (
                notes.after_gap.count,
                log.facts.clock.ticks.seconds(notes.longest_gap),
                place,
            )
        }),
        findings: tally.findings(&log.facts, options, None),
        check: tally.check(log, &analysis).map(drop),
    })
}
