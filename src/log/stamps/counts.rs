//! What the stamps of a log have in common, counted.

use crate::finding::{Finding, FindingKind};
use crate::log::clock::StampFormat;

use super::{Clock, decision};

/// Counts over stamps; those of parts of a log add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::log) struct StampCounts {
    /// Rows with a stamp.
    pub stamped: u64,
    /// Stamps finer than a nanosecond.
    pub rounded: u64,
    /// Stamps with an offset from UTC.
    pub with_offset: u64,
}

impl StampCounts {
    pub fn add(&mut self, other: Self) {
        self.stamped += other.stamped;
        self.rounded += other.rounded;
        self.with_offset += other.with_offset;
    }

    /// What the stamps count from, and how they are written.
    pub fn clock(&self, format: &StampFormat) -> Clock {
        Clock {
            origin: format.origin(),
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
        let clock = self.clock(format);
        let without_offset = if clock.has_offset {
            self.stamped - self.with_offset
        } else {
            0
        };
        let counted = [
            (FindingKind::StampsRounded, self.rounded),
            (FindingKind::OffsetMissing, without_offset),
            (FindingKind::MidnightCrossed, midnights),
        ];
        let met = counted.into_iter().filter(|(_, count)| *count > 0);
        std::iter::once(decision::finding(format, clock, scale))
            .chain(met.map(|(kind, count)| Finding::new(kind, count)))
            .collect()
    }
}
