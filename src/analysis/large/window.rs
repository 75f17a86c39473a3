//! Audited rows of one entity around those that are to be given next.

use std::borrow::Cow;
use std::ops::Range;

use dxdt_log::{RowColumns, StoredEntity, StoredLog};
use dxdt_motion::audit::{
    AuditNotes, AuditOptions, AuditedLog, EntityPart, EntityRows, Flags, NotedRows, Repair,
    audit_part_as,
};
use dxdt_motion::error::Result;
use dxdt_motion::log::PositionLog;

/// Audited rows: sorted, without duplicate timestamps.
pub(in crate::analysis) struct AuditedRows {
    pub rows: RowColumns,
    /// The positions that are used, NaN where there is none.
    pub positions: Vec<Vec<f64>>,
    pub flags: Vec<Flags>,
}

impl AuditedRows {
    fn new(log: &StoredLog) -> Self {
        let facts = &log.facts;
        Self {
            rows: RowColumns::new(log.values()),
            positions: vec![Vec::new(); facts.positions.len()],
            flags: Vec::new(),
        }
    }

    fn extend(&mut self, more: &Self) {
        self.rows.extend(&more.rows, 0..more.rows.len());
        for (to, from) in self.positions.iter_mut().zip(&more.positions) {
            to.extend_from_slice(from);
        }
        self.flags.extend_from_slice(&more.flags);
    }

    /// Takes the first rows off.
    fn split_to(&mut self, end: usize) -> Self {
        let rest = self.rows.len();
        let part = |rows: &RowColumns, range: Range<usize>| {
            let mut part = RowColumns::new(rows.values.len());
            part.extend(rows, range);
            part
        };
        let first = part(&self.rows, 0..end);
        self.rows = part(&self.rows, end..rest);
        Self {
            rows: first,
            positions: self
                .positions
                .iter_mut()
                .map(|column| column.drain(..end).collect())
                .collect(),
            flags: self.flags.drain(..end).collect(),
        }
    }

    /// The position of a row, 0 along axes that there are not.
    pub fn position(&self, row: usize) -> [f64; 3] {
        let at = |axis: usize| self.positions.get(axis).map_or(0.0, |axis| axis[row]);
        [at(0), at(1), at(2)]
    }
}

/// Audited rows on their way through what is done to the positions of the whole entity.
pub(in crate::analysis) struct Repairing {
    repair: Option<Repair>,
    /// Rows of which it is not known yet whether they are taken.
    held: AuditedRows,
    taken: Vec<bool>,
}

impl Repairing {
    pub fn new(log: &StoredLog, options: &AuditOptions) -> Self {
        Self {
            repair: Repair::of(&log.facts, options),
            held: AuditedRows::new(log),
            taken: Vec::new(),
        }
    }

    /// Takes the next rows, and gives those that are known.
    pub fn next(&mut self, mut rows: AuditedRows, notes: &mut AuditNotes) -> AuditedRows {
        let Some(repair) = &mut self.repair else {
            return rows;
        };
        for row in (0..rows.flags.len()).filter(|&row| !rows.flags[row].contains(Flags::MISSING)) {
            let mut position = rows.position(row);
            if repair.add(rows.rows.stamp[row], &mut position, &mut self.taken) {
                notes
                    .unwrapped
                    .append(NotedRows::one(rows.rows.number(row)));
            }
            for (column, value) in rows.positions.iter_mut().zip(position) {
                column[row] = value;
            }
        }
        self.held.extend(&rows);
        self.known(notes)
    }

    /// Gives the rows that are held, after which none come.
    pub fn finish(&mut self, notes: &mut AuditNotes) -> AuditedRows {
        if let Some(repair) = &mut self.repair {
            repair.finish(&mut self.taken);
        }
        self.known(notes)
    }

    fn known(&mut self, notes: &mut AuditNotes) -> AuditedRows {
        let held = &mut self.held;
        let mut decided = self.taken.drain(..);
        let mut end = 0;
        while end < held.flags.len() {
            if !held.flags[end].contains(Flags::MISSING) {
                match decided.next() {
                    None => break,
                    Some(true) => {}
                    Some(false) => {
                        notes.too_fast.append(NotedRows::one(held.rows.number(end)));
                        held.flags[end].insert(Flags::MISSING);
                        held.positions
                            .iter_mut()
                            .for_each(|column| column[end] = f64::NAN);
                    }
                }
            }
            end += 1;
        }
        drop(decided);
        held.split_to(end)
    }
}

/// The rows at hand.
pub(in crate::analysis) struct Window {
    at_hand: AuditedRows,
    /// The number of the first of them among the entity's.
    pub start: u64,
    /// How many of them have been given already.
    given: usize,
}

impl std::ops::Deref for Window {
    type Target = AuditedRows;

    fn deref(&self) -> &AuditedRows {
        &self.at_hand
    }
}

impl Window {
    pub fn new(log: &StoredLog) -> Self {
        Self {
            at_hand: AuditedRows::new(log),
            start: 0,
            given: 0,
        }
    }

    /// Audits rows in the order of their timestamps; equal timestamps are never in two chunks.
    pub fn audited(
        log: &StoredLog,
        entity: &StoredEntity,
        chunk: RowColumns,
        options: &AuditOptions,
        notes: &mut AuditNotes,
    ) -> Result<AuditedRows> {
        let of_chunk = log.log_of_part(entity, chunk.clone())?;
        let audited = audit_part_as(&of_chunk, options, log.decisions)?;
        notes.append(audited.notes.clone());
        Ok(AuditedRows {
            rows: match &audited.selected {
                None => chunk,
                Some(selected) => chunk.in_order(selected),
            },
            positions: audited.positions.iter().map(|axis| axis.to_vec()).collect(),
            flags: audited.flags,
        })
    }

    pub fn append(&mut self, more: &AuditedRows) {
        self.at_hand.extend(more);
    }

    pub fn len(&self) -> usize {
        self.flags.len()
    }

    /// The rows that can be given: those with `reach` rows with positions after them, or all at the end.
    pub fn inner(&self, reach: usize, has_ended: bool) -> Range<usize> {
        let end = if has_ended {
            self.len()
        } else {
            let from_end = (0..self.len()).rev().filter(|&row| self.has_position(row));
            from_end.take(reach).last().map_or(0, |row| {
                // Fewer rows than that reach nowhere.
                if self.positions_from(row) < reach {
                    0
                } else {
                    row
                }
            })
        };
        self.given..end.max(self.given)
    }

    fn positions_from(&self, row: usize) -> usize {
        (row..self.len())
            .filter(|&row| self.has_position(row))
            .count()
    }

    fn has_position(&self, row: usize) -> bool {
        !self.flags[row].contains(Flags::MISSING)
    }

    /// All rows before `end` have been given; `reach` rows with positions before it are kept.
    pub fn go_on_after(&mut self, end: usize, reach: usize) {
        let before = (0..end).rev().filter(|&row| self.has_position(row));
        let kept = before.take(reach).last().unwrap_or(end);
        let kept = if (kept..end).filter(|&row| self.has_position(row)).count() < reach {
            0
        } else {
            kept
        };
        let rest = kept..self.len();
        let at_hand = &mut self.at_hand;
        let mut rows = RowColumns::new(at_hand.rows.values.len());
        rows.extend(&at_hand.rows, rest.clone());
        at_hand.rows = rows;
        for axis in &mut at_hand.positions {
            axis.drain(..kept);
        }
        at_hand.flags.drain(..kept);
        self.start += kept as u64;
        self.given = end - kept;
    }

    /// Of some rows, those without a position.
    pub fn missing(&self, rows: &Range<usize>) -> u64 {
        rows.clone().filter(|&row| !self.has_position(row)).count() as u64
    }

    /// The rows at hand as an audited log of a part of an entity.
    pub fn audited_log<'l>(
        &self,
        log: &'l PositionLog,
        entity: EntityRows,
        part: EntityPart,
    ) -> AuditedLog<'l> {
        let positions = self.positions.iter();
        AuditedLog {
            flags: self.flags.clone(),
            entities: vec![entity],
            part: Some(part),
            ..AuditedLog::of_rows(
                log,
                Cow::Borrowed(log.stamps()),
                positions.map(|axis| Cow::Owned(axis.clone())).collect(),
            )
        }
    }
}
