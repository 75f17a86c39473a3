//! The numbers of a page: every row where they fit, else buckets of rows.

use rayon::prelude::*;
use serde::Serialize;

use crate::output::kept::{Binned, Kept, Rows};
use dxdt_chart::bins::LineBin;
use dxdt_motion::audit::Flags;
use dxdt_motion::error::{At, Error, Result, printable};
use dxdt_motion::log::PositionLog;
use dxdt_time::Ticks;

use super::charts::{Charts, Group, Known};
use super::columns::Values;
use super::cost::Costs;
use super::encode::{ALL_BITS, Columns, packed};
use super::page::PageParts;
use super::path::{PathPlane, PathPoint};
use super::precision::Precision;
use super::rows::EntityNumbers;
use super::steps::Steps;
use super::style::Palette;
use super::time::TimeAxis;

/// Everything that the page's script draws from, but for the numbers of entities.
#[derive(Debug, Serialize)]
pub(super) struct PageData {
    time: TimeAxis,
    groups: Vec<Group>,
    path: Option<PathPlane>,
    palette: Palette,
    /// The significant digits of each column that an entity has; 0 for all of them.
    digits: Vec<u32>,
    /// The columns that are standard errors.
    errors: Vec<usize>,
    /// The column of path lengths, and their unit.
    distance: usize,
    distance_unit: Option<String>,
    /// The column of the places of rows, and what they are: lines or records.
    place: Option<usize>,
    places: &'static str,
    /// The names of the files, where there are several.
    files: Vec<String>,
    entities: Vec<PackedEntity>,
    /// The column that tells entities apart; empty where there is none.
    entity_column: String,
}

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
struct PackedEntity {
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
    numbers: Vec<u8>,
}

/// How the rows are packed.
struct Packing<'p> {
    charts: &'p Charts,
    /// The columns of the charts among those that are kept.
    places: Vec<usize>,
    plane: Option<&'p PathPlane>,
    precision: Precision,
    /// The points that a path may have.
    most_points: usize,
    origin: i64,
    ticks: Ticks,
}

/// The numbers, and in how many rows a bucket has at most.
pub(super) struct Packed {
    data: PageData,
    /// The rows of the largest bucket; 1 where every row is there.
    pub rows_of_bucket: usize,
    /// Every row is there with first differences.
    pub has_differences: bool,
    /// The places of findings can be shown.
    pub has_places: bool,
    pub precision: Precision,
}

impl Packed {
    pub fn of(page: &mut PageParts<'_>) -> Self {
        let known = Known {
            units: &page.summary.units,
            measured: &page.summary.measured,
            goes_round: page.rows.whereabouts.goes_round(),
        };
        let mut charts = Charts::of(&page.rows.outline, &known);
        let plane = PathPlane::of(&page.rows.outline.log, &page.rows.whereabouts);
        let shown = page.rows.shown();
        let costs = Costs::of(charts.columns.iter(), plane.is_some());
        let of = |entity: &usize| {
            let numbers = &page.rows.entities[*entity];
            costs.of_rows(numbers.rows, numbers.segments)
        };
        let fits = shown.iter().map(of).sum::<u64>() <= page.rows.budget;
        let mut places: Vec<usize> = (0..charts.columns.len()).collect();
        if !fits {
            places.retain(|&place| !charts.columns[place].is_of_rows());
            charts = charts.without_columns_of_rows();
        }
        let rows: u64 = shown.iter().map(|&at| page.rows.entities[at].rows).sum();
        let precision = Precision::for_numbers(rows * charts.columns.len() as u64);
        let packing = Packing {
            charts: &charts,
            places,
            plane: plane.as_ref(),
            precision,
            most_points: page.rows.costs().room(page.rows.share(), 0).steps,
            origin: page.rows.span.stamps.map_or(0, |(first, _)| first),
            ticks: page.rows.outline.log.clock.ticks,
        };
        let mut entities: Vec<&mut EntityNumbers> = Vec::with_capacity(shown.len());
        let mut next = shown.iter().peekable();
        for (place, numbers) in page.rows.entities.iter_mut().enumerate() {
            if next.next_if_eq(&&place).is_some() {
                entities.push(numbers);
            }
        }
        let packed: Vec<(PackedEntity, usize)> = entities
            .into_par_iter()
            .map(|numbers| packing.pack(numbers))
            .collect();
        let rows_of_bucket = packed.iter().map(|(_, rows)| *rows).max().unwrap_or(1);
        let columns = &charts.columns;
        let place_of = |values| columns.iter().position(|column| column.values == values);
        let place = place_of(Values::Place);
        let log = &page.rows.outline.log;
        let names = || log.files.iter().map(|file| printable(&file.name)).collect();
        let data = PageData {
            time: TimeAxis::of(page),
            palette: Palette::default(),
            digits: columns
                .iter()
                .map(|column| precision.digits(column))
                .collect(),
            errors: (0..columns.len())
                .filter(|&at| columns[at].is_error())
                .collect(),
            distance: place_of(Values::Distance).unwrap_or_default(),
            distance_unit: distance_unit(log),
            place,
            places: places_of(log),
            files: if log.files.len() > 1 {
                names()
            } else {
                Vec::new()
            },
            entities: packed.into_iter().map(|(entity, _)| entity).collect(),
            entity_column: log.entity.clone().unwrap_or_default(),
            path: plane,
            groups: charts.groups,
        };
        Self {
            data,
            rows_of_bucket,
            has_differences: fits,
            has_places: place.is_some(),
            precision,
        }
    }

    /// All of it, packed: how long the JSON is, the JSON, and the numbers of the entities one after the other.
    pub fn text(&self) -> Result<String> {
        let json = serde_json::to_vec(&self.data).map_err(|error| {
            Error::new(format!("the data of the page cannot be written: {error}"))
        })?;
        let length = (json.len() as u32).to_le_bytes();
        let numbers = self.data.entities.iter().map(|entity| &entity.numbers[..]);
        let parts: Vec<&[u8]> = [&length[..], &json].into_iter().chain(numbers).collect();
        packed(&parts)
    }
}

/// The unit of distances: empty where nothing says; `None` where the axes differ, so that there is no distance.
fn distance_unit(log: &PositionLog) -> Option<String> {
    let same = log
        .positions
        .windows(2)
        .all(|pair| pair[0].unit == pair[1].unit);
    match log.length_unit() {
        None if !same => None,
        unit => Some(unit.unwrap_or_default()),
    }
}

/// What the places of rows are called.
fn places_of(log: &PositionLog) -> &'static str {
    let place = log.files.first().map(|file| file.places.of_row(0));
    if matches!(place, Some(At::Record(_))) {
        "record"
    } else {
        "line"
    }
}

impl Packing<'_> {
    fn pack(&self, numbers: &mut EntityNumbers) -> (PackedEntity, usize) {
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
            let values: Vec<f64> = values.map(|value| value * column.factor).collect();
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
            name: dxdt_motion::printable(&numbers.name),
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

// In the order of their bits.
const FLAGS: [Flags; 7] = [
    Flags::EDGE,
    Flags::MERGED,
    Flags::SHORT,
    Flags::MISSING,
    Flags::OUTLIER,
    Flags::JUMP,
    Flags::OVERSHOOT,
];

/// The flags as the script knows them.
pub(super) fn bits(flags: Flags) -> u8 {
    (0..)
        .zip(FLAGS)
        .filter(|(_, flag)| flags.contains(*flag))
        .map(|(bit, _)| 1 << bit)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_knows_every_flag() {
        let script = include_str!("../../../templates/report/words.js");
        for flag in FLAGS {
            let (bit, word) = (bits(flag), flag.words().unwrap());
            assert!(
                script.contains(&format!("{{ bit: {bit}, word: \"{word}\"")),
                "{word}"
            );
        }
    }
}
