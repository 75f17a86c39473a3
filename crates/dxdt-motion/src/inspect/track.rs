//! One entity's rows with a position: what the figures of an inspection are made of.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::audit::{AuditedLog, EntityRows, Flags};
use crate::finding::Place;
use crate::space::Frame;
use dxdt_time::Ticks;

/// One entity's rows that have a position, sorted, without duplicate timestamps. Rows are numbered from 0 in all but
/// `first_row` and `listed_rows`.
#[derive(Debug)]
pub(super) struct Track<'a> {
    pub name: &'a str,
    pub stamps: Cow<'a, [i64]>,
    pub ticks: Ticks,
    /// One slice a position column: axes, or longitude, latitude (degrees) and perhaps height.
    pub columns: Vec<Cow<'a, [f64]>>,
    pub frame: Frame,
    /// The parts between gaps; none is empty.
    pub segments: Vec<Range<usize>>,
    first_row: usize,
    /// The rows of the audited log, where they do not follow each other from `first_row`.
    listed_rows: Option<Vec<usize>>,
}

/// The tracks of all entities that have a row with a position.
pub(super) fn tracks<'a>(audited: &'a AuditedLog<'_>) -> Vec<Track<'a>> {
    audited
        .entities
        .par_iter()
        .map(|entity| Track::of(audited, entity))
        .filter(|track| !track.stamps.is_empty())
        .collect()
}

impl<'a> Track<'a> {
    fn of(audited: &'a AuditedLog<'_>, entity: &'a EntityRows) -> Self {
        let rows = entity.rows.clone();
        let is_missing = |row: usize| audited.flags[row].contains(Flags::MISSING);
        let frame = audited.log.coordinates;
        let name = entity.name.as_str();
        if !rows.clone().any(is_missing) {
            let own = |range: &Range<usize>| range.start - rows.start..range.end - rows.start;
            return Self {
                name,
                stamps: Cow::Borrowed(&audited.stamps[rows.clone()]),
                ticks: audited.log.clock.ticks,
                columns: audited
                    .positions
                    .iter()
                    .map(|column| Cow::Borrowed(&column[rows.clone()]))
                    .collect(),
                frame,
                segments: entity.segments.iter().map(own).collect(),
                first_row: rows.start,
                listed_rows: None,
            };
        }
        Self::listed(audited, entity, &entity.segments)
    }

    /// The rows with a position of some segments.
    fn listed(
        audited: &'a AuditedLog<'_>,
        entity: &'a EntityRows,
        of_segments: &[Range<usize>],
    ) -> Self {
        let is_missing = |row: usize| audited.flags[row].contains(Flags::MISSING);
        let mut listed = Vec::with_capacity(of_segments.iter().map(Range::len).sum());
        let mut segments = Vec::with_capacity(of_segments.len());
        for segment in of_segments {
            let start = listed.len();
            listed.extend(segment.clone().filter(|&row| !is_missing(row)));
            if listed.len() > start {
                segments.push(start..listed.len());
            }
        }
        Self {
            name: &entity.name,
            stamps: listed.iter().map(|&row| audited.stamps[row]).collect(),
            ticks: audited.log.clock.ticks,
            columns: audited
                .positions
                .iter()
                .map(|column| listed.iter().map(|&row| column[row]).collect())
                .collect(),
            frame: audited.log.coordinates,
            segments,
            first_row: entity.rows.start,
            listed_rows: Some(listed),
        }
    }

    pub fn len(&self) -> usize {
        self.stamps.len()
    }

    /// The row of the audited log.
    pub fn audited_row(&self, row: usize) -> usize {
        match &self.listed_rows {
            None => self.first_row + row,
            Some(rows) => rows[row],
        }
    }

    /// The file and line of a row.
    pub fn place(&self, audited: &AuditedLog<'_>, row: usize) -> Place {
        let source = audited.source_row(self.audited_row(row));
        audited.log.place_of(source)
    }

    /// Seconds from one row to another.
    pub fn seconds(&self, from: usize, to: usize) -> f64 {
        self.ticks
            .seconds_between(self.stamps[from], self.stamps[to])
    }

    /// Whether a row has the position of the row before it.
    pub fn repeats(&self, row: usize) -> bool {
        self.columns
            .iter()
            .all(|column| column[row] == column[row - 1])
    }
}
