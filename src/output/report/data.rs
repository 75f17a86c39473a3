//! The numbers of a page: every row where they fit, else buckets of rows.

use rayon::prelude::*;
use serde::Serialize;

use crate::output::kept::{Binned, Kept, Rows};
use dxdt_chart::bins::LineBin;
use dxdt_motion::audit::Flags;
use dxdt_time::Ticks;

use super::charts::{Charts, Group, Known};
use super::cost::Costs;
use super::encode::Columns;
use super::page::PageParts;
use super::path::{PathPlane, PathPoint};
use super::rows::EntityNumbers;
use super::steps::Steps;
use super::style::Palette;
use super::time::TimeAxis;

/// Everything that the page's script draws from.
#[derive(Debug, Serialize)]
pub(super) struct PageData {
    time: TimeAxis,
    groups: Vec<Group>,
    path: Option<PathPlane>,
    palette: Palette,
    /// How many columns an entity has.
    columns: usize,
    /// The columns that are standard errors.
    errors: Vec<usize>,
    /// Columns are of 64 bits, not of 32.
    wide: bool,
    entities: Vec<PackedEntity>,
    /// The column that tells entities apart; empty where there is none.
    entity_column: String,
}

/// One entity's numbers. Of rows, `data` has one after the other, with n entries and c columns:
///
/// | numbers | type | what |
/// |---|---|---|
/// | c + 2 | f64 | bases to be added to columns and path |
/// | n | f64 | seconds since the entity's first timestamp |
/// | c·n | f64 where wide, else f32 | columns |
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
    data: String,
}

/// How the rows are packed.
struct Packing<'p> {
    charts: &'p Charts,
    /// The columns of the charts among those that are kept.
    places: Vec<usize>,
    plane: Option<&'p PathPlane>,
    wide: bool,
    /// The points that a path may have.
    most_points: usize,
    origin: i64,
    ticks: Ticks,
}

/// The numbers, and in how many rows a bucket has at most.
pub(super) struct Packed {
    pub data: PageData,
    /// The rows of the largest bucket; 1 where every row is there.
    pub rows_of_bucket: usize,
    /// Every row is there with first differences.
    pub has_differences: bool,
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
        let fits = |wide: bool| {
            let costs = Costs::of(charts.columns.iter(), wide, plane.is_some());
            let of = |entity: &usize| {
                let numbers = &page.rows.entities[*entity];
                costs.of_rows(numbers.rows, numbers.segments)
            };
            shown.iter().map(of).sum::<u64>() <= page.rows.budget
        };
        let (wide, fits) = (fits(true), fits(true) || fits(false));
        let mut places: Vec<usize> = (0..charts.columns.len()).collect();
        if !fits {
            places.retain(|&place| !charts.columns[place].is_difference());
            charts = charts.without_differences();
        }
        let packing = Packing {
            charts: &charts,
            places,
            plane: plane.as_ref(),
            wide,
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
        let has_differences = columns.iter().any(|column| column.is_difference());
        let data = PageData {
            time: TimeAxis::of(page),
            palette: Palette::default(),
            columns: columns.len(),
            errors: (0..columns.len())
                .filter(|&at| columns[at].is_error())
                .collect(),
            wide,
            entities: packed.into_iter().map(|(entity, _)| entity).collect(),
            entity_column: page.rows.outline.log.entity.clone().unwrap_or_default(),
            path: plane,
            groups: charts.groups,
        };
        Self {
            data,
            rows_of_bucket,
            has_differences,
        }
    }
}

impl Packing<'_> {
    fn pack(&self, numbers: &mut EntityNumbers) -> (PackedEntity, usize) {
        let head = self.head(numbers);
        let first = numbers.first_stamp;
        match &mut numbers.kept {
            Kept::Rows(rows) => (self.pack_rows(rows, first, head), 1),
            Kept::Bins(binned) => self.pack_buckets(binned, first, head),
        }
    }

    fn pack_rows(&self, rows: &Rows, first: i64, head: PackedEntity) -> PackedEntity {
        let lines: Vec<Vec<f64>> = self
            .places
            .iter()
            .zip(&self.charts.columns)
            .map(|(&place, column)| {
                let values = rows.lines[place].iter();
                values.map(|value| value * column.factor).collect()
            })
            .collect();
        // What is taken off columns, so that few digits are left: their first known values.
        let bases = lines.iter().map(|values| {
            let mut known = values.iter().filter(|value| value.is_finite());
            let first = known.next().copied();
            first.filter(|_| !self.wide).unwrap_or(0.0)
        });
        let bases: Vec<f64> = bases.collect();
        let mut columns = Columns::default();
        columns.f64(bases.iter().copied().chain([0.0; 2]));
        columns.f64(
            rows.stamps
                .iter()
                .map(|&stamp| self.ticks.seconds_between(first, stamp)),
        );
        for (values, base) in lines.iter().zip(&bases) {
            let values = values.iter().map(|value| value - base);
            if self.wide {
                columns.f64(values);
            } else {
                columns.f32(values);
            }
        }
        let breaks = rows.starts.iter().skip(1);
        columns.u32(breaks.map(|&start| start as u32));
        columns.u8(rows.flags.iter().copied());
        PackedEntity {
            entries: rows.stamps.len(),
            breaks: rows.starts.len().saturating_sub(1),
            data: columns.into_base64(),
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
            data: columns.into_base64(),
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
            data: String::new(),
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
