//! What the timestamps of a log count from.

use dxdt_time::{Origin, Ticks};

/// What a log's timestamps count from, and how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// What the ticks count from.
    pub origin: Origin,
    /// How fine they are.
    pub ticks: Ticks,
    /// The log has dates in words, not numbers; the tables have them as ISO 8601.
    pub in_words: bool,
    /// At least one timestamp has an offset from UTC, so that the instants are known.
    pub has_offset: bool,
}

impl Clock {
    /// Whether the timestamps are instants of a calendar.
    pub fn is_dated(&self) -> bool {
        self.origin == Origin::UnixEpoch
    }
}
