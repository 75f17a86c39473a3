//! The lines of one entity: every row as long as they are few, else bins of time and cells of the plane.

use std::ops::Range;

use crate::batched::rows::DerivedRows;
use crate::output::chart::bins::{TimeBins, TimedRows};
use crate::output::chart::cell_path::{CellPath, Limits};
use crate::output::chart::{ChartError, Edge, Segment};

use super::capacity::{Capacity, POINTS_OF_A_BIN};
use super::layout::Layout;
use super::times::Times;

/// A path may have more steps than a line over time has points.
const STEPS_OF_A_POINT: usize = 2;

/// All that is drawn of one entity.
#[derive(Debug)]
pub(super) struct EntityLines {
    pub name: String,
    pub rows: u64,
    pub first_stamp: i64,
    pub last_stamp: i64,
    pub kept: Kept,
    layout: Layout,
    /// Points that are kept of a line.
    most: usize,
    has_before: bool,
    travelled: Travelled,
}

/// What is kept.
#[derive(Debug)]
pub(super) enum Kept {
    Rows(Rows),
    Bins(Box<Binned>),
}

/// All rows.
#[derive(Debug, Default)]
pub(super) struct Rows {
    stamps: Vec<i64>,
    /// Those that begin segments.
    starts: Vec<usize>,
    lines: Vec<Vec<f64>>,
    errors: Vec<(usize, Vec<f64>)>,
}

/// Fewer points.
#[derive(Debug)]
pub(super) struct Binned {
    bins: TimeBins,
    pub path: Option<CellPath>,
}

/// How far an entity has come along its only axis, to and fro added up within segments.
#[derive(Debug)]
struct Travelled {
    total: f64,
    previous: f64,
}

impl Rows {
    fn append(&mut self, rows: &TimedRows<'_>) {
        let start = self.stamps.len();
        self.starts
            .extend(rows.starts.iter().map(|row| start + row));
        self.stamps.extend_from_slice(rows.stamps);
        self.lines.resize_with(rows.lines.len(), Vec::new);
        for (kept, values) in self.lines.iter_mut().zip(rows.lines) {
            kept.extend_from_slice(values);
        }
        if self.errors.is_empty() {
            self.errors = rows
                .errors
                .iter()
                .map(|(line, _)| (*line, Vec::new()))
                .collect();
        }
        for ((_, kept), (_, values)) in self.errors.iter_mut().zip(rows.errors) {
            kept.extend_from_slice(values);
        }
    }

    pub fn segments(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.starts.iter().skip(1).copied();
        let ends = ends.chain([self.stamps.len()]);
        self.starts.iter().zip(ends).map(|(&start, end)| start..end)
    }

    /// The values of a line.
    pub fn line(&self, at: usize) -> &[f64] {
        &self.lines[at]
    }

    fn binned(&self, layout: &Layout, most: usize) -> Binned {
        let mut binned = Binned::new(layout, self.lines.len(), most);
        let lines: Vec<&[f64]> = self.lines.iter().map(Vec::as_slice).collect();
        let errors = self.errors.iter();
        let errors: Vec<_> = errors.map(|(line, kept)| (*line, &kept[..])).collect();
        if !self.stamps.is_empty() {
            binned.add(&TimedRows {
                stamps: &self.stamps,
                starts: &self.starts,
                lines: &lines,
                errors: &errors,
            });
        }
        binned
    }
}

impl Binned {
    fn new(layout: &Layout, lines: usize, most: usize) -> Self {
        let path = Limits {
            most: STEPS_OF_A_POINT.saturating_mul(most),
            length: f64::INFINITY,
            pixels: false,
        };
        Self {
            bins: TimeBins::new(lines, layout.bands(), most / POINTS_OF_A_BIN),
            path: (layout.positions > 1).then(|| CellPath::new(path)),
        }
    }

    fn add(&mut self, rows: &TimedRows<'_>) {
        let Self { bins, path } = self;
        let walk = || {
            let Some(path) = path else { return };
            let mut starts = rows.starts.iter().copied().peekable();
            for row in 0..rows.stamps.len() {
                if starts.next_if_eq(&row).is_some() {
                    path.gap();
                }
                path.pass((rows.lines[0][row], rows.lines[1][row]));
            }
        };
        rayon::join(walk, || bins.add(rows));
    }
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
    pub fn new(name: String, layout: Layout, most: usize, has_before: bool) -> Self {
        Self {
            name,
            rows: 0,
            first_stamp: 0,
            last_stamp: 0,
            kept: Kept::Rows(Rows::default()),
            layout,
            most,
            has_before: has_before && layout.is_smoothed,
            travelled: Travelled {
                total: 0.0,
                previous: f64::NAN,
            },
        }
    }

    /// Adds the rows that come next, with those that begin segments, counted from the first of them.
    pub fn add(&mut self, derived: &DerivedRows<'_>, rows: Range<usize>, starts: &[usize]) {
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
        let columns = [&motion.velocity, &motion.acceleration];
        lines.extend(
            columns
                .into_iter()
                .flatten()
                .map(|column| &column[rows.clone()]),
        );
        lines.extend(distance.as_deref());
        if self.has_before {
            let columns = [
                &derived.unsmoothed.velocity,
                &derived.unsmoothed.acceleration,
            ];
            lines.extend(
                columns
                    .into_iter()
                    .flatten()
                    .map(|column| &column[rows.clone()]),
            );
        }
        let errors = derived.smoothing.into_iter().flat_map(|smoothing| {
            [&smoothing.velocity_error, &smoothing.acceleration_error]
                .into_iter()
                .flatten()
        });
        let errors: Vec<(usize, &[f64])> = (self.layout.positions..)
            .zip(errors.map(|column| &column[rows.clone()]))
            .collect();
        self.keep(&TimedRows {
            stamps,
            starts,
            lines: &lines,
            errors: &errors,
        });
    }

    fn keep(&mut self, rows: &TimedRows<'_>) {
        match &mut self.kept {
            Kept::Bins(binned) => binned.add(rows),
            Kept::Rows(kept) if self.rows <= self.most as u64 => kept.append(rows),
            Kept::Rows(kept) => {
                let mut binned = if kept.stamps.is_empty() {
                    Binned::new(&self.layout, rows.lines.len(), self.most)
                } else {
                    kept.binned(&self.layout, self.most)
                };
                binned.add(rows);
                self.kept = Kept::Bins(Box::new(binned));
            }
        }
    }

    /// It is not the only one: what it was before it was smoothed is not drawn.
    pub fn drop_before(&mut self) {
        let lines = self.layout.without_before();
        if std::mem::take(&mut self.has_before) {
            match &mut self.kept {
                Kept::Rows(rows) => rows.lines.truncate(lines),
                Kept::Bins(binned) => binned.bins.truncate(lines),
            }
        }
    }

    /// No more rows come.
    pub fn finish(&mut self) {
        if let Kept::Bins(binned) = &mut self.kept
            && let Some(path) = &mut binned.path
        {
            path.finish();
        }
    }

    /// As an entity that has no name, of which only some are drawn.
    pub fn coarsen_unnamed(&mut self, entity: usize, capacity: Capacity) {
        if entity % capacity.every == 0 {
            self.limit(capacity.crowd);
            self.finish();
        } else {
            self.clear();
        }
    }

    /// Keeps no more points than so many.
    pub fn limit(&mut self, most: usize) {
        self.most = most;
        match &mut self.kept {
            Kept::Rows(rows) if rows.stamps.len() > most => {
                self.kept = Kept::Bins(Box::new(rows.binned(&self.layout, most)));
            }
            Kept::Rows(_) => {}
            Kept::Bins(binned) => {
                binned.bins.coarsen(most / POINTS_OF_A_BIN);
                if let Some(path) = &mut binned.path {
                    path.limit(STEPS_OF_A_POINT.saturating_mul(most));
                }
            }
        }
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
        self.kept = Kept::Rows(Rows::default());
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
