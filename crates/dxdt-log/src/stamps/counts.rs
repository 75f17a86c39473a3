//! How the timestamps of a log were written, counted.

use dxdt_motion::finding::{Finding, FindingKind};
use dxdt_time::{StampFormat, Ticks};

use super::decision;
use dxdt_motion::log::Clock;

/// Counts over timestamps that were read; those of parts of a log add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadCounts {
    /// Rows with a timestamp.
    pub stamped: u64,
    /// Timestamps with an offset from UTC.
    pub with_offset: u64,
}

impl ReadCounts {
    /// Adds the counts of another part of the log.
    pub fn add(&mut self, other: Self) {
        self.stamped += other.stamped;
        self.with_offset += other.with_offset;
    }

    /// What the timestamps count from, and how they are written; the ticks are for all rows to tell.
    pub fn clock(&self, format: &StampFormat) -> Clock {
        Clock {
            origin: format.origin(),
            ticks: Ticks::NANOSECONDS,
            in_words: format.is_date(),
            has_offset: self.with_offset > 0,
        }
    }

    /// What was decided and noticed; `scale` is that of the dates where it is not UTC.
    pub fn findings(
        &self,
        format: &StampFormat,
        midnights: u64,
        scale: Option<&str>,
    ) -> Vec<Finding> {
        let meaning = decision::meaning(format, self.clock(format), scale);
        std::iter::once(Finding::new(FindingKind::Clock(meaning), 1))
            .chain(self.noticed(midnights))
            .collect()
    }

    /// What was noticed, with the number of midnights that times of day have passed.
    pub fn noticed(&self, midnights: u64) -> impl Iterator<Item = Finding> + use<> {
        let without_offset = match self.with_offset {
            0 => 0,
            some => self.stamped - some,
        };
        let counted = [
            (FindingKind::OffsetMissing, without_offset),
            (FindingKind::MidnightCrossed, midnights),
        ];
        let met = counted.into_iter().filter(|(_, count)| *count > 0);
        met.map(|(kind, count)| Finding::new(kind, count))
    }
}
