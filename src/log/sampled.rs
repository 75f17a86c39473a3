//! A log of some of the rows of another, for figures that need all their rows at once.

use std::borrow::Cow;
use std::ops::Range;

use super::{AuditedLog, EntityRows, Flags, PositionLog};

/// Some rows of an audited log, with what the whole log has decided.
#[derive(Debug)]
pub(crate) struct SampledLog {
    log: PositionLog,
    positions: Vec<Vec<f64>>,
    flags: Vec<Flags>,
    entities: Vec<EntityRows>,
}

impl SampledLog {
    /// Without rows yet.
    pub fn new(log: &PositionLog) -> Self {
        let mut of_sample = log.without_rows();
        // Nothing that is told of such a sample needs it.
        of_sample.exact.clear();
        Self {
            positions: vec![Vec::new(); log.positions.len()],
            log: of_sample,
            flags: Vec::new(),
            entities: Vec::new(),
        }
    }

    /// The rows that come next are of another entity.
    pub fn start_entity(&mut self, entity: &EntityRows) {
        let start = self.flags.len();
        self.entities.push(EntityRows {
            name: entity.name.clone(),
            rows: start..start,
            segments: Vec::new(),
            median_step: entity.median_step,
        });
    }

    /// Adds rows that follow each other, as a segment, or as more of the last one where they follow its rows too.
    pub fn add(&mut self, audited: &AuditedLog<'_>, rows: Range<usize>, follow: bool) {
        let start = self.flags.len();
        self.log
            .nanoseconds
            .extend_from_slice(&audited.stamps[rows.clone()]);
        for (to, from) in self.positions.iter_mut().zip(&audited.positions) {
            to.extend_from_slice(&from[rows.clone()]);
        }
        self.flags.extend_from_slice(&audited.flags[rows.clone()]);
        let measured = self.log.measured.iter_mut().zip(&audited.log.measured);
        for (to, from) in measured {
            let values = rows.clone().map(|row| from.values[audited.source_row(row)]);
            to.values.extend(values);
        }
        let end = self.flags.len();
        if let Some(entity) = self.entities.last_mut() {
            entity.rows.end = end;
            match entity.segments.last_mut() {
                Some(last) if follow => last.end = end,
                _ => entity.segments.push(start..end),
            }
        }
    }

    /// The sample as an audited log.
    pub fn audited(&self) -> AuditedLog<'_> {
        let positions = self.positions.iter();
        AuditedLog {
            flags: self.flags.clone(),
            entities: self.entities.clone(),
            ..AuditedLog::of_rows(
                &self.log,
                Cow::Borrowed(&self.log.nanoseconds),
                positions.map(|column| Cow::Borrowed(&column[..])).collect(),
            )
        }
    }
}
