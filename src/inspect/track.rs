//! One entity's rows with a position: what the figures of an inspection are made of.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::finding::Place;
use crate::log::clock::seconds_between;
use crate::log::{AuditedLog, EntityRows, Flags};
use crate::space::{Frame, earth_centred};

/// One entity's rows that have a position, sorted, without duplicate stamps. Rows are numbered from 0 in all but
/// `first_row` and `listed_rows`.
#[derive(Debug)]
pub(super) struct Track<'a> {
    pub name: &'a str,
    /// In nanoseconds.
    pub stamps: Cow<'a, [i64]>,
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

/// The tracks of at most about `most_rows` rows, in blocks that are spread evenly over the log; each block is a segment.
pub(super) fn sampled_tracks<'a>(audited: &'a AuditedLog<'_>, most_rows: usize) -> Vec<Track<'a>> {
    const BLOCK: usize = 500;
    let stride = audited.stamps.len().div_ceil(most_rows.max(1));
    if stride <= 1 {
        return tracks(audited);
    }
    let blocks = |segment: &Range<usize>| -> Vec<Range<usize>> {
        let first = segment.start / (BLOCK * stride);
        (first..)
            .map(|block| block * stride * BLOCK)
            .take_while(|start| *start < segment.end)
            .map(|start| start.max(segment.start)..(start + BLOCK).min(segment.end))
            .filter(|block| !block.is_empty())
            .collect()
    };
    audited
        .entities
        .par_iter()
        .map(|entity| {
            let segments: Vec<_> = entity.segments.iter().flat_map(blocks).collect();
            Track::listed(audited, entity, &segments)
        })
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
        seconds_between(self.stamps[from], self.stamps[to])
    }

    /// The position of a row along straight axes: as it is, or Earth-centred in metres.
    pub fn point(&self, row: usize) -> [f64; 3] {
        let at = |axis: usize| self.columns.get(axis).map_or(0.0, |column| column[row]);
        let position = [at(0), at(1), at(2)];
        match self.frame {
            Frame::Cartesian => position,
            Frame::Geographic => earth_centred(position),
        }
    }

    /// Whether a row has the position of the row before it.
    pub fn repeats(&self, row: usize) -> bool {
        self.columns
            .iter()
            .all(|column| column[row] == column[row - 1])
    }
}

/// The distance between two points.
pub(super) fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    squares.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::read::Source;
    use crate::log::{AuditOptions, LogOptions, PositionLog, audit};

    #[test]
    fn long_logs_are_sampled_in_blocks_of_each_entity() {
        let mut csv = "id,t (s),x (m)\n".to_owned();
        for id in 0..3 {
            for row in 0..4000 {
                csv += &format!("{id},{row},{}\n", row % 7);
            }
        }
        let source = Source::from_bytes("log.csv".into(), csv.into_bytes()).unwrap();
        let log = PositionLog::from_source(source, &LogOptions::default()).unwrap();
        let audited = audit(&log, &AuditOptions::default()).unwrap();
        let sampled = sampled_tracks(&audited, 3000);
        let rows: usize = sampled.iter().map(Track::len).sum();
        assert_eq!((sampled.len(), rows), (3, 3000));
        for track in &sampled {
            for segment in &track.segments {
                assert_eq!(track.seconds(segment.start, segment.end - 1), 499.0);
            }
        }
        let whole: usize = sampled_tracks(&audited, 12_000)
            .iter()
            .map(Track::len)
            .sum();
        assert_eq!(whole, 12_000);
    }
}
