//! The numbers of entities as bytes.

use serde::Serialize;

use crate::output::kept::{Binned, Kept, Rows};
use dxdt_chart::bins::LineBin;
use dxdt_motion::error::printable;
use dxdt_motion::log::LogFile;
use dxdt_time::Ticks;

use super::charts::Charts;
use super::columns::Values;
use super::encode::{ALL_BITS, Columns};
use super::path::{PathPlane, PathPoint};
use super::precision::Precision;
use super::row_columns::place_of;
use super::rows::EntityNumbers;
use super::steps::Steps;

/// One entity. Its numbers are, of rows, with n entries and c columns:
///
/// | numbers | type | what |
/// |---|---|---|
/// | n | f64 by bytes | ticks since the row before |
/// | c·n | f64 by bytes | columns |
/// | breaks | u32 | entries before which there is a gap |
/// | n | u8 | flags |
///
/// Of buckets, with p points of the path and e columns that are errors:
///
/// | numbers | type | what |
/// |---|---|---|
/// | c + 2, c | f64 | bases, and what one step of each column is |
/// | n, n, 3·p | f32 | seconds of the first row and to the last row; path: seconds, x, y |
/// | breaks, n | u32 | entries before which there is a gap; rows |
/// | (c − e)·n, c·n | u16 | the smallest values, not of errors, and the largest, in steps; [`UNKNOWN`](super::steps::UNKNOWN) where there is none |
/// | n | u8 | flags, of all rows together |
#[derive(Debug, Serialize)]
pub(super) struct PackedEntity {
    name: String,
    rows: usize,
    /// Nanoseconds of the first timestamp, as text since a browser's number would round them.
    start: String,
    /// Seconds from the first timestamp of the log.
    offset: f64,
    entries: usize,
    breaks: usize,
    path: usize,
    bucketed: bool,
    bytes: usize,
    #[serde(skip)]
    pub numbers: Vec<u8>,
}

/// How the rows are packed.
pub(super) struct Packing<'p> {
    pub files: &'p [LogFile],
    pub charts: &'p Charts,
    /// The columns of the charts among those that are kept.
    pub places: Vec<usize>,
    pub plane: Option<&'p PathPlane>,
    pub precision: Precision,
    /// The points that a path may have.
    pub most_points: usize,
    pub origin: i64,
    pub ticks: Ticks,
}

impl Packing<'_> {
    pub fn pack(&self, numbers: &mut EntityNumbers) -> (PackedEntity, usize) {
        let head = self.head(numbers);
        let first = numbers.first_stamp;
        let (mut packed, rows) = match &mut numbers.kept {
            Kept::Rows(rows) => (self.pack_rows(rows, head), 1),
            Kept::Bins(binned) => self.pack_buckets(binned, first, head),
        };
        packed.bytes = packed.numbers.len();
        (packed, rows)
    }

    fn pack_rows(&self, rows: &Rows, head: PackedEntity) -> PackedEntity {
        let mut columns = Columns::default();
        let before = rows.stamps.first().into_iter().chain(&rows.stamps);
        let steps = rows.stamps.iter().zip(before);
        let steps = steps.map(|(&stamp, &before)| (i128::from(stamp) - i128::from(before)) as f64);
        columns.f64_by_bytes(&steps.collect::<Vec<f64>>(), ALL_BITS);
        for (&place, column) in self.places.iter().zip(&self.charts.columns) {
            let values = rows.lines[place].iter();
            let values: Vec<f64> = match column.values {
                // Only now all files are known.
                Values::Place => values.map(|&row| place_of(self.files, row)).collect(),
                _ => values.map(|value| value * column.factor).collect(),
            };
            columns.f64_by_bytes(&values, self.precision.bits(column));
        }
        let breaks = rows.starts.iter().skip(1);
        columns.u32(breaks.map(|&start| start as u32));
        columns.u8(rows.flags.iter().copied());
        PackedEntity {
            entries: rows.stamps.len(),
            breaks: rows.starts.len().saturating_sub(1),
            numbers: columns.into_bytes(),
            ..head
        }
    }

    fn pack_buckets(
        &self,
        binned: &mut Binned,
        first: i64,
        head: PackedEntity,
    ) -> (PackedEntity, usize) {
        let path: Vec<Option<PathPoint>> = match (self.plane, &mut binned.path) {
            (Some(plane), Some(path)) => plane.points(path, self.most_points),
            _ => Vec::new(),
        };
        let bins = &binned.bins;
        let columns_of_charts = || self.places.iter().zip(&self.charts.columns);
        let ranges: Vec<Vec<[f64; 2]>> = columns_of_charts()
            .map(|(&place, column)| {
                let bins = bins.line(place).iter();
                bins.map(|bin| range(bin, column.factor)).collect()
            })
            .collect();
        let steps: Vec<Steps> = ranges
            .iter()
            .map(|ranges| Steps::of(whole(ranges)))
            .collect();
        // That of the rows themselves.
        let rows = bins.line(bins.lines() - 1);
        let seconds = |stamp: i64| self.ticks.seconds_between(first, stamp);
        let second = |at: usize, of: usize| seconds(bins.stamp(at, rows[at].places[of]));
        let entries = 0..rows.len();
        let of_path = path.first().copied().flatten();
        let of_path = of_path.map_or([0.0; 2], |point| [point.x, point.y]);
        let mut columns = Columns::default();
        columns.f64(steps.iter().map(|steps| steps.base).chain(of_path));
        columns.f64(steps.iter().map(|steps| steps.step));
        columns.f32(entries.clone().map(|at| second(at, 0)));
        columns.f32(entries.clone().map(|at| second(at, 3) - second(at, 0)));
        let of_points = |of: &dyn Fn(PathPoint) -> f64| -> Vec<f64> {
            let points = path.iter();
            points.map(|point| point.map_or(f64::NAN, of)).collect()
        };
        columns.f32(of_points(&|point| seconds(point.stamp)));
        if self.plane.is_some() {
            columns.f32(of_points(&|point| point.x - of_path[0]));
            columns.f32(of_points(&|point| point.y - of_path[1]));
        }
        let breaks: Vec<usize> = entries.skip(1).filter(|&at| rows[at].gap).collect();
        columns.u32(breaks.iter().map(|&at| at as u32));
        columns.u32(bins.marks().iter().map(|marks| marks.rows));
        let extremes: Vec<Vec<[u16; 2]>> = ranges
            .iter()
            .zip(&steps)
            .map(|(ranges, steps)| ranges.iter().map(|&range| steps.around(range)).collect())
            .collect();
        for ((_, column), extremes) in columns_of_charts().zip(&extremes) {
            if !column.is_error() {
                columns.u16(extremes.iter().map(|[low, _]| *low));
            }
        }
        for extremes in &extremes {
            columns.u16(extremes.iter().map(|[_, high]| *high));
        }
        columns.u8(bins.marks().iter().map(|marks| marks.flags));
        let packed = PackedEntity {
            entries: rows.len(),
            breaks: breaks.len(),
            path: path.len(),
            bucketed: true,
            numbers: columns.into_bytes(),
            ..head
        };
        let largest = bins.marks().iter().map(|marks| marks.rows).max();
        (packed, largest.unwrap_or(1) as usize)
    }

    fn head(&self, numbers: &EntityNumbers) -> PackedEntity {
        PackedEntity {
            name: printable(&numbers.name),
            rows: numbers.rows as usize,
            start: self.ticks.nanoseconds(numbers.first_stamp).to_string(),
            offset: self.ticks.seconds_between(self.origin, numbers.first_stamp),
            entries: 0,
            breaks: 0,
            path: 0,
            bucketed: false,
            bytes: 0,
            numbers: Vec::new(),
        }
    }
}

/// The smallest and the largest value of a bucket; NaN where none is known.
fn range(bin: &LineBin, factor: f64) -> [f64; 2] {
    let [low, high] = [1, 2].map(|of| bin.values[of] * factor);
    match (bin.is_empty, factor < 0.0) {
        (true, _) => [f64::NAN; 2],
        (false, true) => [high, low],
        (false, false) => [low, high],
    }
}

/// The range that holds all of these.
fn whole(ranges: &[[f64; 2]]) -> [f64; 2] {
    // `min` and `max` pass over NaN.
    ranges.iter().fold([f64::NAN; 2], |[low, high], range| {
        [low.min(range[0]), high.max(range[1])]
    })
}
