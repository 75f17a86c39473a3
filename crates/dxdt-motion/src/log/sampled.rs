//! A log of some of the rows of another, for figures that need all their rows at once.

use std::borrow::Cow;
use std::ops::Range;

use super::PositionLog;
use crate::audit::{AuditedLog, EntityRows, Flags};

/// Some rows of an audited log, with what the whole log has decided.
#[derive(Debug)]
pub struct SampledLog {
    log: PositionLog,
    positions: Vec<Vec<f64>>,
    flags: Vec<Flags>,
    entities: Vec<EntityRows>,
}

impl SampledLog {
    /// Without rows yet.
    pub(crate) fn new(log: &PositionLog) -> Self {
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

    /// Adds rows that follow each other.
    pub(crate) fn add(&mut self, audited: &AuditedLog<'_>, rows: Range<usize>) {
        self.log
            .stamps
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
    }

    /// Keeps some of the rows.
    pub(crate) fn keep(&mut self, rows: &[Range<usize>]) {
        keep(&mut self.log.stamps, rows);
        keep(&mut self.flags, rows);
        for column in &mut self.positions {
            keep(column, rows);
        }
        for column in &mut self.log.measured {
            keep(&mut column.values, rows);
        }
    }

    /// Says which rows are of which object and segment, when all are there.
    pub(crate) fn divide(&mut self, entities: Vec<EntityRows>) {
        self.entities = entities;
    }

    /// The sample as an audited log.
    pub fn audited(&self) -> AuditedLog<'_> {
        let positions = self.positions.iter();
        AuditedLog {
            flags: self.flags.clone(),
            entities: self.entities.clone(),
            ..AuditedLog::of_rows(
                &self.log,
                Cow::Borrowed(&self.log.stamps),
                positions.map(|column| Cow::Borrowed(&column[..])).collect(),
            )
        }
    }
}

/// Keeps some entries of a column; the ranges increase.
pub(crate) fn keep<T: Copy>(column: &mut Vec<T>, ranges: &[Range<usize>]) {
    let mut end = 0;
    for range in ranges {
        column.copy_within(range.clone(), end);
        end += range.len();
    }
    column.truncate(end);
}
