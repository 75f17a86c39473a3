//! From the first timestamp to the last.

use serde::Serialize;

use crate::audit::AuditedLog;
use crate::log::PositionLog;
use dxdt_time::write_iso8601;

/// A span of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Span {
    /// The first timestamp: ISO 8601 in UTC where timestamps are dates, else seconds from the log's own zero.
    pub first: String,
    /// The last timestamp.
    pub last: String,
    /// From the first to the last, in seconds.
    pub seconds: f64,
}

impl Span {
    /// `None` where there are no rows.
    pub(super) fn of(audited: &AuditedLog<'_>) -> Option<Self> {
        let first = *audited.stamps.iter().min()?;
        let last = *audited.stamps.iter().max()?;
        Some(Self::between(audited.log, first, last))
    }

    /// From one timestamp of a log to another.
    pub fn between(log: &PositionLog, first: i64, last: i64) -> Self {
        let ticks = log.clock.ticks;
        let words = |stamp: i64| {
            if log.clock.is_dated() {
                let mut text = String::new();
                write_iso8601(&mut text, ticks.nanoseconds(stamp), 0, None);
                text
            } else {
                format!("{} s", ticks.seconds(stamp))
            }
        };
        Self {
            first: words(first),
            last: words(last),
            seconds: ticks.seconds_between(first, last),
        }
    }
}
