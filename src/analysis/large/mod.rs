//! One entity that is too large for memory, derived in windows: each with rows enough around the ones that it gives that
//! these are what the whole entity would have.

mod order;
mod segments;
mod window;

use std::ops::Range;

use polars::prelude::DataFrame;

use crate::error::Result;
use crate::finding::{Finding, FindingKind};
use crate::log::{
    AuditNotes, AuditOptions, AuditedLog, BatchedLog, EntityOnDisk, EntityRows, MaxGap,
};
use crate::motion::{Method, Motion, PathLength, Quantity, derive, gradient_of, quantities};
use crate::output::summary::EntitySummary;

use super::rows::DerivedRows;
use super::tally::{Tally, count_of};
use super::{Analysis, TableRows};
pub(super) use order::OrderedRows;
use segments::{SegmentSpan, Segments, Track};
use window::Window;

/// A large entity on its way through its rows.
pub(super) struct Large<'a> {
    log: &'a BatchedLog,
    entity: &'a EntityOnDisk,
    analysis: &'a Analysis,
    rows: OrderedRows<'a>,
    segments: Vec<SegmentSpan>,
    after_longest_gap: u64,
    first_stamp: i64,
    median_step: Option<i64>,
    window: Window,
    has_ended: bool,
    notes: AuditNotes,
    summary: Option<EntitySummary>,
    path: PathLength,
    /// The rows of entities before this one.
    rows_before: u64,
}

impl<'a> Large<'a> {
    /// Sorts the rows if they are not in order, and finds the segments; `None` where no row can be used.
    pub fn open(
        log: &'a BatchedLog,
        entity: &'a EntityOnDisk,
        analysis: &'a Analysis,
        tally: &mut Tally,
    ) -> Result<Option<Self>> {
        let mut notes = AuditNotes::default();
        let mut rows = OrderedRows::new(log, entity, analysis, &mut notes)?;
        let mut track = Track::new(log);
        while let Some(chunk) = rows.next()? {
            let audited =
                Window::audited(log, entity, chunk, &analysis.without_gaps(), &mut notes)?;
            track.push(&audited)?;
        }
        rows.rewind();
        let Some(first_stamp) = track.first_stamp() else {
            tally.notes.append(notes);
            return Ok(None);
        };
        let Segments {
            spans,
            median_step,
            limit,
            longest_gap,
            after_longest_gap,
        } = track.segments(analysis.audit.max_gap)?;
        notes.after_gap.count = spans.iter().filter(|span| span.after_gap).count() as u64;
        notes.after_boundary.count = spans.iter().filter(|span| span.after_boundary).count() as u64;
        if notes.after_gap.count > 0 {
            notes.limit = limit;
            notes.longest_gap = longest_gap;
        }
        let start = EntityRows {
            name: entity.name.clone(),
            rows: 0..0,
            segments: Vec::new(),
            median_step,
        };
        tally.noise.start_entity(&start);
        if let Some(sample) = &mut tally.measured {
            sample.start_entity(&start);
        }
        tally.has_steps |= median_step.is_some();
        tally.short_segments += spans
            .iter()
            .filter(|span| (1..3).contains(&span.whole.rows))
            .count() as u64;
        Ok(Some(Self {
            log,
            entity,
            analysis,
            rows,
            segments: spans,
            after_longest_gap,
            first_stamp,
            median_step,
            window: Window::new(log),
            has_ended: false,
            notes,
            summary: None,
            path: PathLength::default(),
            rows_before: tally.rows_used,
        }))
    }

    /// The rows of the next window; `None` when all have been given, and the tally has the entity.
    pub fn next(&mut self, tally: &mut Tally) -> Result<Option<TableRows>> {
        let reach = self.analysis.derive.reach();
        loop {
            if !self.has_ended {
                match self.rows.next()? {
                    Some(chunk) => {
                        // What was noted the first time is not noted again.
                        let mut known = AuditNotes::default();
                        let options = self.analysis.without_gaps();
                        let audited =
                            Window::audited(self.log, self.entity, chunk, &options, &mut known)?;
                        self.window.append(audited);
                    }
                    None => self.has_ended = true,
                }
            }
            let inner = self.window.inner(reach, self.has_ended);
            if !inner.is_empty() {
                let rows = self.derive(inner.clone(), tally)?;
                self.window.go_on_after(inner.end, reach);
                return Ok(Some(rows));
            }
            if self.has_ended {
                tally.notes.append(std::mem::take(&mut self.notes));
                tally
                    .entities
                    .extend(self.summary.take().map(|summary| EntitySummary {
                        segments: self.segments.len(),
                        ..summary
                    }));
                return Ok(None);
            }
        }
    }

    fn derive(&mut self, inner: Range<usize>, tally: &mut Tally) -> Result<TableRows> {
        let start = self.window.start;
        let (segments, part) =
            segments::clipped(&self.segments, start..start + self.window.len() as u64);
        let first_segment = part.first;
        let part = part.of_entity(self.first_stamp, inner.clone());
        let log = self
            .log
            .log_of_part(self.entity, self.window.rows.clone())?;
        let whole = EntityRows {
            name: self.entity.name.clone(),
            rows: 0..self.window.len(),
            segments,
            median_step: self.median_step,
        };
        let audited = self.window.audited_log(&log, whole, part);
        let options = &self.analysis.derive;
        let motion = derive(&audited, options);
        let gradient = gradient_of(&audited, &motion, options);
        tally.compare(&gradient, &motion, inner.clone());
        let mut columns = quantities(&audited, &motion, &self.analysis.quantities, options);
        let path = columns
            .iter_mut()
            .find(|column| column.name == Quantity::PathLength.name());
        if let Some(column) = path {
            self.measure_path(&inner, &audited.entities[0].segments, &mut column.values);
        }

        let of_inner = EntityRows {
            rows: inner.clone(),
            segments: Vec::new(),
            ..audited.entities[0].clone()
        };
        let summary = EntitySummary::of(&audited, &motion, &columns, &of_inner);
        self.summary = Some(match self.summary.take() {
            None => summary,
            Some(before) => before.followed_by(summary),
        });
        tally.name_quantities(&columns);
        tally.missing_positions += self.window.missing(&inner);
        tally.overflows += count_of(&motion.findings, &FindingKind::DerivativeOverflow);
        self.note_gaps(&inner);
        self.add_to_samples(&audited, &motion, first_segment, &inner, tally);
        tally.rows_used += inner.len() as u64;

        tally.drawn.add(&DerivedRows {
            audited: &audited,
            motion: &motion,
            smoothing: None,
            unsmoothed: &motion,
            gradient: &gradient,
            quantities: &columns,
            rows: inner.clone(),
            entity_goes_on: start + inner.start as u64 > 0,
            segment_goes_on: !self.starts_segment(start + inner.start as u64),
        });
        let gradient = (options.method != Method::Gradient).then(|| gradient.into_owned());
        let rows = super::derived::rows_of_tables(
            &audited,
            motion,
            None,
            columns,
            gradient,
            self.analysis,
        )?;
        Ok(rows.slice(inner, &self.entity.name))
    }

    /// Whether a row of the entity is the first of a segment.
    fn starts_segment(&self, row: u64) -> bool {
        self.segments
            .binary_search_by_key(&row, |span| span.start)
            .is_ok()
    }

    /// Adds the inner rows of a window, whose first segment is the `first_segment`th, to the samples.
    fn add_to_samples(
        &self,
        audited: &AuditedLog<'_>,
        motion: &Motion,
        first_segment: usize,
        inner: &Range<usize>,
        tally: &mut Tally,
    ) {
        let start = self.window.start;
        let spans = &self.segments[first_segment..];
        for (segment, span) in audited.entities[0].segments.iter().zip(spans) {
            let rows = segment.start.max(inner.start)..segment.end.min(inner.end);
            if rows.is_empty() {
                continue;
            }
            let goes_on = span.start < start + rows.start as u64;
            let samples = [Some(&mut tally.noise), tally.measured.as_mut()];
            for sample in samples.into_iter().flatten() {
                let first_row = self.rows_before + start;
                sample.add_segment(audited, motion, rows.clone(), first_row, goes_on);
            }
        }
    }

    fn measure_path(&mut self, inner: &Range<usize>, segments: &[Range<usize>], out: &mut [f64]) {
        let coordinates = self.log.facts.coordinates;
        for segment in segments {
            if inner.contains(&segment.start) {
                self.path.start_segment();
            }
            let start = segment.start.max(inner.start);
            let rows = start..segment.end.min(inner.end).max(start);
            for (row, length) in rows.clone().zip(&mut out[rows]) {
                let position = self.window.position(row);
                *length = self.path.add_position(position, coordinates);
            }
        }
    }

    /// The rows after the first gaps and boundaries between parts.
    fn note_gaps(&mut self, inner: &Range<usize>) {
        let start = self.window.start;
        let rows = start + inner.start as u64..start + inner.end as u64;
        let number = |row: u64| self.window.rows.number((row - start) as usize);
        let notes = &mut self.notes;
        if notes.after_gap.count > 0 && rows.contains(&self.after_longest_gap) {
            notes.after_longest_gap = Some(number(self.after_longest_gap));
        }
        let first = self
            .segments
            .partition_point(|span| span.start < rows.start);
        let here = self.segments[first..].iter();
        for span in here.take_while(|span| span.start < rows.end) {
            let cuts = [
                (span.after_gap, &mut notes.after_gap),
                (span.after_boundary, &mut notes.after_boundary),
            ];
            for (is_cut, noted) in cuts {
                if is_cut && noted.first.len() < Finding::PLACES {
                    noted.first.push(number(span.start));
                }
            }
        }
    }
}

impl Analysis {
    /// The audit of a part of an entity, whose gaps the whole entity tells.
    fn without_gaps(&self) -> AuditOptions {
        AuditOptions {
            max_gap: MaxGap::Unlimited,
            ..self.audit
        }
    }
}

impl TableRows {
    fn slice(self, rows: Range<usize>, name: &str) -> Self {
        let part = |table: DataFrame| table.slice(rows.start as i64, rows.len());
        Self {
            motion: self.motion.map(part),
            comparison: self.comparison.map(part),
            stamps: self.stamps[rows.clone()].to_vec(),
            entities: vec![(name.to_owned(), 0..rows.len())],
        }
    }
}
