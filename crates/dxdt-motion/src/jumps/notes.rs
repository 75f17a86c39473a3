//! What there is to say of the rows that jump; the notes of parts of a log add up to those of the whole.

use crate::audit::{AuditedLog, NotedRows};
use crate::finding::{Finding, FindingKind};
use crate::log::PositionLog;

use super::{Jump, JumpCause};

/// Rows that jump, by their causes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JumpNotes {
    /// In the order in which they were met.
    each: Vec<CauseNotes>,
}

#[derive(Debug, Clone, PartialEq)]
struct CauseNotes {
    cause: JumpCause,
    rows: NotedRows,
    /// The largest speed, the limit for it, and the row and time of it.
    fastest: f64,
    limit: f64,
    worst: u64,
    time: String,
}

impl JumpNotes {
    /// Adds a row of an audited log that jumps, where nothing like its object reaches the speed `limit`.
    pub(super) fn add(&mut self, audited: &AuditedLog<'_>, row: usize, jump: &Jump, limit: f64) {
        let source = audited.source_row(row);
        let number = audited.log.row_as_read(source);
        let known = self.each.iter_mut().find(|notes| notes.cause == jump.cause);
        let notes = match known {
            Some(notes) => notes,
            None => {
                self.each.push(CauseNotes {
                    cause: jump.cause,
                    rows: NotedRows::default(),
                    fastest: f64::NEG_INFINITY,
                    limit,
                    worst: number,
                    time: String::new(),
                });
                let last = self.each.len() - 1;
                &mut self.each[last]
            }
        };
        notes
            .rows
            .append(NotedRows::of(audited.log, std::iter::once(source)));
        if jump.speed > notes.fastest {
            notes.fastest = jump.speed;
            notes.limit = limit;
            notes.worst = number;
            notes.time = audited.log.time_text(source);
        }
    }

    /// Adds the notes of rows that come later.
    pub fn append(&mut self, other: Self) {
        for more in other.each {
            let known = self.each.iter_mut().find(|notes| notes.cause == more.cause);
            let Some(notes) = known else {
                self.each.push(more);
                continue;
            };
            notes.rows.append(more.rows.clone());
            if more.fastest > notes.fastest {
                *notes = CauseNotes {
                    rows: std::mem::take(&mut notes.rows),
                    ..more
                };
            }
        }
    }

    /// How many rows jump.
    pub fn rows(&self) -> u64 {
        self.each.iter().map(|notes| notes.rows.count).sum()
    }

    /// The largest speed to such a row, and the limit that it exceeds.
    pub fn fastest(&self) -> Option<(f64, f64)> {
        let speeds = self.each.iter().map(|notes| (notes.fastest, notes.limit));
        speeds.max_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// A finding of each cause.
    pub fn findings(&self, log: &PositionLog) -> impl Iterator<Item = Finding> {
        self.each.iter().filter_map(|notes| {
            let kind = FindingKind::PositionsJump {
                cause: notes.cause,
                fastest: notes.fastest,
                limit: notes.limit,
                unit: log.distance_unit(),
                worst: log.place_of_row_as_read(notes.worst),
                time: notes.time.clone(),
            };
            notes.rows.finding(kind, log)
        })
    }
}
