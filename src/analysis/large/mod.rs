//! One entity that is too large for memory, derived in windows: each with rows enough around the ones that it gives that
//! these are what the whole entity would have.

mod order;
mod segments;
mod window;
mod windows;

use std::ops::Range;

use polars::prelude::DataFrame;

use crate::output::summary::EntitySummary;
use dxdt_log::{StoredEntity, StoredLog};
use dxdt_motion::audit::{AuditNotes, AuditOptions, AuditedLog, EntityRows, MaxGap};
use dxdt_motion::error::Result;
use dxdt_motion::finding::{Finding, FindingKind};
use dxdt_motion::motion::{Method, Motion, PathLength, Quantity, derive, gradient_of, quantities};

use super::rows::DerivedRows;
use super::tally::{Tally, count_of};
use super::{Analysis, TableRows};
pub(super) use order::OrderedRows;
use segments::Segments;
pub(super) use segments::Track;
pub(super) use windows::Windows;

/// A large entity on its way through its rows.
pub(super) struct Large<'a> {
    log: &'a StoredLog,
    analysis: &'a Analysis,
    windows: Windows<'a>,
    notes: AuditNotes,
    summary: Option<EntitySummary>,
    path: PathLength,
    /// The rows of entities before this one.
    rows_before: u64,
}

impl<'a> Large<'a> {
    /// Sorts the rows if they are not in order, and finds the segments; `None` where no row can be used.
    pub fn open(
        log: &'a StoredLog,
        entity: &'a StoredEntity,
        analysis: &'a Analysis,
        tally: &mut Tally,
    ) -> Result<Option<Self>> {
        let mut notes = AuditNotes::default();
        let reach = analysis.derive.reach();
        let Some((windows, _)) = Windows::open(log, entity, analysis, reach, &mut notes)? else {
            tally.notes.append(notes);
            return Ok(None);
        };
        let Segments {
            spans,
            median_step,
            limit,
            longest_gap,
            ..
        } = &windows.segments;
        if notes.largest_fall > 0 {
            notes.set_back = notes.largest_fall.saturating_add(median_step.unwrap_or(0));
        }
        notes.after_gap.count = spans.iter().filter(|span| span.after_gap).count() as u64;
        notes.after_boundary.count = spans.iter().filter(|span| span.after_boundary).count() as u64;
        if notes.after_gap.count > 0 {
            limit.iter().for_each(|limit| notes.add_limit(*limit));
            notes.longest_gap = *longest_gap;
        }
        let start = EntityRows {
            name: entity.name.clone(),
            rows: 0..0,
            segments: Vec::new(),
            median_step: *median_step,
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
            analysis,
            windows,
            notes,
            summary: None,
            path: PathLength::default(),
            rows_before: tally.rows_used,
        }))
    }

    /// The rows of the next window; `None` when all have been given, and the tally has the entity.
    pub fn next(&mut self, tally: &mut Tally) -> Result<Option<TableRows>> {
        if let Some(inner) = self.windows.next()? {
            return self.derive(inner, tally).map(Some);
        }
        tally.notes.append(std::mem::take(&mut self.notes));
        tally
            .entities
            .extend(self.summary.take().map(|summary| EntitySummary {
                segments: self.windows.spans().len(),
                ..summary
            }));
        Ok(None)
    }

    fn derive(&mut self, inner: Range<usize>, tally: &mut Tally) -> Result<TableRows> {
        let start = self.windows.window.start;
        let log = self.windows.log()?;
        let (audited, jumps) = self.windows.audited(&log, inner.clone());
        self.notes.jumps.append(jumps);
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
        tally.missing_positions += self.windows.window.missing(&inner);
        tally.overflows += count_of(&motion.findings, &FindingKind::DerivativeOverflow);
        self.note_gaps(&inner);
        self.add_to_samples(&audited, &motion, &inner, tally);
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
        Ok(rows.slice(inner, &self.windows.entity.name))
    }

    /// Whether a row of the entity is the first of a segment.
    fn starts_segment(&self, row: u64) -> bool {
        self.windows
            .spans()
            .binary_search_by_key(&row, |span| span.start)
            .is_ok()
    }

    /// Adds the inner rows of a window to the samples.
    fn add_to_samples(
        &self,
        audited: &AuditedLog<'_>,
        motion: &Motion,
        inner: &Range<usize>,
        tally: &mut Tally,
    ) {
        let start = self.windows.window.start;
        let first_segment = audited.part.as_ref().map_or(0, |part| part.first_segment);
        let spans = &self.windows.spans()[first_segment..];
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
                let position = self.windows.window.position(row);
                *length = self.path.add_position(position, coordinates);
            }
        }
    }

    /// The rows after the first gaps and boundaries between parts.
    fn note_gaps(&mut self, inner: &Range<usize>) {
        let window = &self.windows.window;
        let start = window.start;
        let rows = start + inner.start as u64..start + inner.end as u64;
        let number = |row: u64| window.rows.number((row - start) as usize);
        let notes = &mut self.notes;
        let after_longest_gap = self.windows.segments.after_longest_gap;
        if notes.after_gap.count > 0 && rows.contains(&after_longest_gap) {
            notes.after_longest_gap = Some(number(after_longest_gap));
        }
        let spans = self.windows.spans();
        let first = spans.partition_point(|span| span.start < rows.start);
        let here = spans[first..].iter();
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
