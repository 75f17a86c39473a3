//! The rows of an entity with its segments, window by window.

use std::ops::Range;

use dxdt_log::{RowColumns, StoredEntity, StoredLog};
use dxdt_motion::audit::{AuditNotes, AuditOptions, AuditedLog, EntityRows, audit_part_as};
use dxdt_motion::error::Result;
use dxdt_motion::jumps::{JumpNotes, JumpRule, mark_jumps_of_part};
use dxdt_motion::log::PositionLog;

use super::super::Analysis;
use super::order::OrderedRows;
use super::segments::{self, SegmentSpan, Segments, Track};
use super::window::{Repairing, Window};

/// An entity on its way through its rows.
pub(in crate::analysis) struct Windows<'a> {
    log: &'a StoredLog,
    pub entity: &'a StoredEntity,
    options: AuditOptions,
    rows: OrderedRows<'a>,
    repairing: Repairing,
    pub segments: Segments,
    /// Which of its rows jump, where some may.
    jumps: Option<JumpRule>,
    pub first_stamp: i64,
    pub window: Window,
    /// So many rows with positions are around those that are given.
    reach: usize,
    /// How many rows of the window have been given.
    given: usize,
    has_ended: bool,
}

impl<'a> Windows<'a> {
    /// Sorts the rows if they are not in order, and finds the segments; `None` where no row can be used.
    pub fn open(
        log: &'a StoredLog,
        entity: &'a StoredEntity,
        analysis: &Analysis,
        reach: usize,
        notes: &mut AuditNotes,
    ) -> Result<Option<(Self, Track<'a>)>> {
        let options = analysis.without_gaps();
        let mut rows = OrderedRows::new(log, entity, analysis, notes)?;
        let mut track = Track::new(log);
        let mut repairing = Repairing::new(log, &options);
        while let Some(chunk) = rows.next()? {
            let audited = Window::audited(log, entity, chunk, &options, notes)?;
            track.push(&repairing.next(audited, notes))?;
        }
        track.push(&repairing.finish(notes))?;
        rows.rewind();
        let Some((first_stamp, _)) = track.ends() else {
            return Ok(None);
        };
        let windows = Self {
            log,
            entity,
            repairing: Repairing::new(log, &options),
            options,
            rows,
            segments: track.segments(analysis.audit.max_gap)?,
            jumps: track.jumps(),
            first_stamp,
            window: Window::new(log),
            reach: reach.max(JumpRule::REACH),
            given: 0,
            has_ended: false,
        };
        Ok(Some((windows, track)))
    }

    /// Goes on to the next window: the rows of it that come next; `None` when all have been given.
    pub fn next(&mut self) -> Result<Option<Range<usize>>> {
        self.window
            .go_on_after(std::mem::take(&mut self.given), self.reach);
        loop {
            if !self.has_ended {
                match self.rows.next()? {
                    Some(chunk) => {
                        // What was noted the first time is not noted again.
                        let mut known = AuditNotes::default();
                        let (log, entity) = (self.log, self.entity);
                        let audited =
                            Window::audited(log, entity, chunk, &self.options, &mut known)?;
                        self.window
                            .append(&self.repairing.next(audited, &mut known));
                    }
                    None => {
                        let rest = self.repairing.finish(&mut AuditNotes::default());
                        self.window.append(&rest);
                        self.has_ended = true;
                    }
                }
            }
            let inner = self.window.inner(self.reach, self.has_ended);
            if !inner.is_empty() {
                self.given = inner.end;
                return Ok(Some(inner));
            }
            if self.has_ended {
                return Ok(None);
            }
        }
    }

    /// From the first row on, goes to the window that gives a row of the entity: which of the window it is.
    pub fn seek(&mut self, row: u64) -> Result<Option<usize>> {
        self.rows.rewind();
        self.repairing = Repairing::new(self.log, &self.options);
        self.window = Window::new(self.log);
        self.given = 0;
        self.has_ended = false;
        while let Some(inner) = self.next()? {
            let start = self.window.start;
            if row < start + inner.end as u64 {
                return Ok(Some((row - start) as usize));
            }
        }
        Ok(None)
    }

    /// How many rows the entity has.
    pub fn len(&self) -> u64 {
        self.spans().last().map_or(0, |span| span.end)
    }

    pub fn spans(&self) -> &[SegmentSpan] {
        &self.segments.spans
    }

    /// The rows of the window as a log.
    pub fn log(&self) -> Result<PositionLog> {
        self.log.log_of_part(self.entity, self.window.rows.clone())
    }

    /// The window, whose rows are this log, as a part of the entity; and the jumps of the inner rows.
    pub fn audited<'l>(
        &self,
        log: &'l PositionLog,
        inner: Range<usize>,
    ) -> (AuditedLog<'l>, JumpNotes) {
        let start = self.window.start;
        let rows = start..start + self.window.len() as u64;
        let (segments, part) = segments::clipped(self.spans(), rows);
        let entity = EntityRows {
            name: self.entity.name.clone(),
            rows: 0..self.window.len(),
            segments,
            median_step: self.segments.median_step,
        };
        let part = part.of_entity(self.first_stamp, inner.clone());
        let mut audited = self.window.audited_log(log, entity, part);
        let jumps = self.jumps.as_ref();
        let notes = jumps.map(|rule| mark_jumps_of_part(&mut audited, rule, inner));
        (audited, notes.unwrap_or_default())
    }

    /// All rows of one timestamp, before duplicates are merged, as a log.
    pub fn log_of_stamp(&mut self, stamp: i64) -> Result<PositionLog> {
        self.rows.rewind();
        let mut found = RowColumns::new(self.log.values());
        while let Some(chunk) = self.rows.next()? {
            let start = chunk.stamp.partition_point(|&other| other < stamp);
            let end = chunk.stamp.partition_point(|&other| other <= stamp);
            // Rows of one timestamp are all in one chunk.
            if start < end {
                found.extend(&chunk, start..end);
                break;
            }
        }
        self.log.log_of_part(self.entity, found)
    }

    /// Audits rows of the entity by what the whole log has decided.
    pub fn audit<'l>(&self, log: &'l PositionLog) -> Result<AuditedLog<'l>> {
        audit_part_as(log, &self.options, self.log.decisions)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use dxdt_log::{BatchOptions, LogOptions, Memory, open};
    use dxdt_motion::motion::DeriveOptions;

    use super::*;

    #[test]
    fn a_row_is_found_with_few_others_around() {
        const ROWS: u64 = 2000;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv").display().to_string();
        let mut text = "t (s),x\n".to_owned();
        (0..ROWS).for_each(|row| writeln!(text, "{row},{}", row % 7).unwrap());
        std::fs::write(&path, text).unwrap();
        let batches = BatchOptions {
            batch_bytes: 500,
            first_rows: 20,
            rows_a_run: 30,
            kept_bytes: 0,
            memory: Memory::UNLIMITED,
            folder: folder.path().to_owned(),
            typed: false,
            stop: dxdt_motion::Stop::default(),
        };
        let log = open(&[path], &LogOptions::default(), &batches).unwrap();
        let audit = AuditOptions::default();
        let analysis = Analysis::without_tables(audit, DeriveOptions::default(), 10);
        let notes = &mut AuditNotes::default();
        let opened = Windows::open(&log, &log.entities[0], &analysis, 8, notes).unwrap();
        let (mut windows, _) = opened.unwrap();
        assert_eq!(windows.len(), ROWS);
        for row in [0, 1, 777, 5, ROWS - 1] {
            let local = windows.seek(row).unwrap().unwrap();
            let stamps = &windows.window.rows.stamp;
            assert_eq!(stamps[local], row as i64 * 1_000_000_000);
            assert!(local >= 8.min(row as usize) && stamps.len() < 50, "{row}");
        }
        assert_eq!(windows.seek(ROWS).unwrap(), None);
    }
}
