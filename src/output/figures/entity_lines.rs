//! The lines of one entity: every row as long as they are few, else bins of time and cells of the plane.

use std::borrow::Cow;
use std::ops::Range;

use crate::analysis::rows::DerivedRows;
use crate::output::kept::{Kept, Room};
use dxdt_chart::bins::{TimeBins, TimedRows};
use dxdt_chart::{ChartError, Edge, Segment};

use super::capacity::Capacity;
use super::layout::Layout;
use super::times::Times;

/// All that is drawn of one entity.
#[derive(Debug, Clone)]
pub(super) struct EntityLines {
    pub name: String,
    pub rows: u64,
    pub first_stamp: i64,
    pub last_stamp: i64,
    pub kept: Kept,
    layout: Layout,
    has_before: bool,
    travelled: Travelled,
}

/// How far an entity has come along its only axis, to and fro added up within segments.
#[derive(Debug, Clone)]
struct Travelled {
    total: f64,
    previous: f64,
}

impl Travelled {
    fn along(&mut self, positions: &[f64], starts: &[usize]) -> Vec<f64> {
        let mut starts = starts.iter().copied().peekable();
        let rows = positions.iter().enumerate();
        rows.map(|(row, &position)| {
            if starts.next_if_eq(&row).is_some() {
                self.previous = f64::NAN;
            }
            if position.is_nan() {
                return f64::NAN;
            }
            if !self.previous.is_nan() {
                self.total += (position - self.previous).abs();
            }
            self.previous = position;
            self.total
        })
        .collect()
    }
}

impl EntityLines {
    pub fn new(name: String, layout: Layout, has_before: bool) -> Self {
        Self {
            name,
            rows: 0,
            first_stamp: 0,
            last_stamp: 0,
            kept: Kept::default(),
            layout,
            has_before: has_before && layout.is_smoothed,
            travelled: Travelled {
                total: 0.0,
                previous: f64::NAN,
            },
        }
    }

    /// Adds the rows that come next, with those that begin segments, counted from the first of them.
    pub fn add(
        &mut self,
        derived: &DerivedRows<'_>,
        rows: Range<usize>,
        starts: &[usize],
        room: Room,
    ) {
        let stamps = &derived.audited.stamps[rows.clone()];
        let ([first, ..], Some(&last)) = (stamps, stamps.last()) else {
            return;
        };
        if self.rows == 0 {
            self.first_stamp = *first;
        }
        self.last_stamp = last;
        self.rows += stamps.len() as u64;
        let motion = derived.motion;
        let positions = &derived.audited.positions;
        let distance = (self.layout.has_distance())
            .then(|| self.travelled.along(&positions[0][rows.clone()], starts));
        let mut lines: Vec<&[f64]> = positions
            .iter()
            .map(|column| &column[rows.clone()])
            .collect();
        let derivatives = self.scaled([&motion.velocity, &motion.acceleration], &rows);
        lines.extend(derivatives.iter().map(|column| &column[..]));
        lines.extend(distance.as_deref());
        let before = match self.has_before {
            true => {
                let before = derived.unsmoothed;
                self.scaled([&before.velocity, &before.acceleration], &rows)
            }
            false => Vec::new(),
        };
        lines.extend(before.iter().map(|column| &column[..]));
        let errors = derived.smoothing.map_or_else(Vec::new, |smoothing| {
            self.scaled(
                [&smoothing.velocity_error, &smoothing.acceleration_error],
                &rows,
            )
        });
        let errors: Vec<(usize, &[f64])> = (self.layout.positions..)
            .zip(errors.iter().map(|column| &column[..]))
            .collect();
        let timed = TimedRows {
            stamps,
            starts,
            lines: &lines,
            errors: &errors,
            flags: &[],
        };
        let has_path = self.layout.positions > 1;
        self.kept.add(&timed, self.rows, room, has_path);
    }

    /// Columns of velocities and of accelerations in the units of the charts.
    fn scaled<'d>(&self, columns: [&'d [Vec<f64>]; 2], rows: &Range<usize>) -> Vec<Cow<'d, [f64]>> {
        let scaled = |(columns, scale): (&'d [Vec<f64>], f64)| {
            columns.iter().map(move |column| {
                let column = &column[rows.clone()];
                match scale == 1.0 {
                    true => Cow::Borrowed(column),
                    false => column.iter().map(|value| value * scale).collect(),
                }
            })
        };
        let derivatives = columns.into_iter().zip(self.layout.scales);
        derivatives.flat_map(scaled).collect()
    }

    /// It is not the only one: what it was before it was smoothed is not drawn.
    pub fn drop_before(&mut self) {
        if std::mem::take(&mut self.has_before) {
            self.kept.truncate(self.layout.without_before());
        }
    }

    /// No more rows come.
    pub fn finish(&mut self) {
        self.kept.finish();
    }

    /// As an entity that has no name, of which only some are drawn.
    pub fn coarsen_unnamed(&mut self, entity: usize, capacity: Capacity) {
        if entity.is_multiple_of(capacity.every) {
            self.limit(capacity.crowd);
            self.finish();
        } else {
            self.clear();
        }
    }

    /// Keeps no more than there is room for.
    pub fn limit(&mut self, room: Room) {
        self.kept.limit(room, self.layout.positions > 1);
    }

    /// The seconds of the rows that are kept.
    pub fn seconds(&self, times: &Times) -> Vec<f64> {
        match &self.kept {
            Kept::Bins(_) => Vec::new(),
            Kept::Rows(rows) => {
                let stamps = rows.stamps.iter();
                stamps
                    .map(|&stamp| times.seconds(stamp, self.first_stamp))
                    .collect()
            }
        }
    }

    /// Keeps nothing but the number of rows.
    pub fn clear(&mut self) {
        self.kept = Kept::default();
    }

    /// One of its lines, with its band where it has one. `seconds` are those of its rows.
    pub fn segments<'s>(
        &'s self,
        line: usize,
        seconds: &'s [f64],
        times: &Times,
    ) -> Result<Vec<Segment<'s>>, ChartError> {
        let band = self.layout.band(line);
        match &self.kept {
            Kept::Rows(rows) => rows
                .segments()
                .map(|part| {
                    let segment =
                        Segment::new(&seconds[part.clone()], &rows.lines[line][part.clone()])?;
                    match band {
                        None => Ok(segment),
                        Some(band) => segment.with_standard_errors(&rows.errors[band].1[part]),
                    }
                })
                .collect(),
            Kept::Bins(binned) => {
                let second =
                    |bin, place| times.seconds(binned.bins.stamp(bin, place), self.first_stamp);
                let mut segments = vec![self.points(&binned.bins, line, second)?];
                segments.extend(band.map(|band| band_of(&binned.bins, line, band, second)));
                Ok(segments)
            }
        }
    }

    /// The points of a line in bins, with NaN in gaps.
    fn points(
        &self,
        bins: &TimeBins,
        line: usize,
        second: impl Fn(usize, u16) -> f64,
    ) -> Result<Segment<'static>, ChartError> {
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for (at, bin) in bins.line(line).iter().enumerate() {
            if bin.is_empty {
                continue;
            }
            if bin.gap && !x.is_empty() {
                x.push(f64::NAN);
                y.push(f64::NAN);
            }
            let mut points = [0, 1, 2, 3].map(|of| (bin.places[of], bin.values[of]));
            points.sort_by_key(|(place, _)| *place);
            let mut before = None;
            for (place, value) in points {
                if before.replace((place, value)) != Some((place, value)) {
                    x.push(second(at, place));
                    y.push(value);
                }
            }
        }
        let rows = 1 + self.rows / (x.len() as u64).max(1);
        Ok(Segment::new(x, y)?.of_rows(rows))
    }
}

/// The band around a line in bins.
fn band_of(
    bins: &TimeBins,
    line: usize,
    band: usize,
    second: impl Fn(usize, u16) -> f64,
) -> Segment<'static> {
    let band = bins.band(band);
    let mut edges = Vec::new();
    for (at, (edge, line)) in band.bins.iter().zip(bins.line(line)).enumerate() {
        if edge.is_empty {
            continue;
        }
        if edge.gap {
            edges.push(None);
        }
        edges.push(Some(Edge {
            from: second(at, edge.from),
            to: second(at, edge.to),
            low: edge.low,
            high: edge.high,
            line: [line.values[1], line.values[2]],
        }));
    }
    Segment::of_band(edges, band.reaches.clone())
}
