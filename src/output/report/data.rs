//! The numbers of a page: every row where they fit, else buckets of rows.

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use crate::log::clock::seconds_between;
use crate::log::{EntityRows, Flags};

use super::Report;
use super::charts::{Charts, Group};
use super::encode::Columns;
use super::level_of_detail::{buckets, fair_share, low_high, path_rows};
use super::path::{PathPlane, Plane};
use super::steps::Steps;
use super::style::Palette;
use super::time::TimeAxis;

/// How many bytes the numbers may have before they are written as text, which makes four thirds of them. With the
/// chart library, the tables and the text the page stays under 10 MB.
const BUDGET: u64 = 3_100_000;
/// The most entities of a page; those with the most rows.
pub(super) const MOST_ENTITIES: usize = 2000;

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
/// | n | f64 | seconds since the entity's first stamp |
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
    /// Nanoseconds of the first stamp, as text since a browser's number would round them.
    start: String,
    /// Seconds from the first stamp of the log.
    offset: f64,
    entries: usize,
    breaks: usize,
    path: usize,
    bucketed: bool,
    data: String,
}

/// How the rows are packed.
struct Packing<'a> {
    report: &'a Report<'a>,
    charts: Charts<'a>,
    plane: Option<Plane<'a>>,
    wide: bool,
    /// The bytes an entity may have.
    share: u64,
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
    pub fn of(report: &Report<'_>) -> Self {
        let chosen = shown_entities(&report.audited.entities);
        let packing = Packing::of(report, &chosen);
        let packed: Vec<(PackedEntity, usize)> = chosen
            .par_iter()
            .map(|entity| packing.pack(entity))
            .collect();
        let rows_of_bucket = packed.iter().map(|(_, rows)| *rows).max().unwrap_or(1);
        let columns = &packing.charts.columns;
        let has_differences = columns.iter().any(|column| column.is_difference);
        let data = PageData {
            time: TimeAxis::of(report),
            path: packing.plane.map(|plane| plane.described),
            palette: Palette::default(),
            columns: columns.len(),
            errors: (0..columns.len())
                .filter(|&at| columns[at].is_error)
                .collect(),
            wide: packing.wide,
            entities: packed.into_iter().map(|(entity, _)| entity).collect(),
            entity_column: report.audited.log.entity.clone().unwrap_or_default(),
            groups: packing.charts.groups,
        };
        Self {
            data,
            rows_of_bucket,
            has_differences,
        }
    }
}

/// The entities of the page, in order of first appearance.
pub(super) fn shown_entities(entities: &[EntityRows]) -> Vec<&EntityRows> {
    let mut places: Vec<usize> = (0..entities.len()).collect();
    // Stable, so that of equals the first ones stay.
    places.sort_by_key(|&place| std::cmp::Reverse(entities[place].rows.len()));
    places.truncate(MOST_ENTITIES);
    places.sort_unstable();
    places.into_iter().map(|place| &entities[place]).collect()
}

impl<'a> Packing<'a> {
    /// As many digits and rows as fit.
    fn of(report: &'a Report<'a>, entities: &[&EntityRows]) -> Self {
        let mut packing = Self {
            report,
            charts: Charts::of(report),
            plane: Plane::of(report.audited),
            wide: true,
            share: u64::MAX,
        };
        let costs = |packing: &Self| -> Vec<u64> {
            let cost = |entity: &&EntityRows| packing.cost_of_rows(entity);
            entities.iter().map(cost).collect()
        };
        let fits = |packing: &Self| costs(packing).iter().sum::<u64>() <= BUDGET;
        if fits(&packing) {
            return packing;
        }
        packing.wide = false;
        if fits(&packing) {
            return packing;
        }
        packing.charts = packing.charts.without_differences();
        packing.share = fair_share(&costs(&packing), BUDGET);
        packing
    }

    /// The bytes of an entity with all rows.
    fn cost_of_rows(&self, entity: &EntityRows) -> u64 {
        let columns = self.charts.columns.len();
        let width = if self.wide { 8 } else { 4 };
        let row = 8 + columns * width + 1;
        (OVERHEAD + 8 * columns + entity.rows.len() * row + 4 * entity.segments.len()) as u64
    }

    fn pack(&self, entity: &EntityRows) -> (PackedEntity, usize) {
        if self.cost_of_rows(entity) <= self.share {
            (self.pack_rows(entity), 1)
        } else {
            self.pack_buckets(entity)
        }
    }

    fn pack_rows(&self, entity: &EntityRows) -> PackedEntity {
        let rows = entity.rows.clone();
        let bases = self.bases(entity);
        let mut columns = Columns::default();
        columns.f64(bases.iter().copied().chain([0.0; 2]));
        columns.f64(self.report.motion.t[rows.clone()].iter().copied());
        for (column, base) in self.charts.columns.iter().zip(&bases) {
            let values = column.values[rows.clone()].iter().map(|value| value - base);
            if self.wide {
                columns.f64(values);
            } else {
                columns.f32(values);
            }
        }
        let breaks = entity.segments.iter().skip(1);
        columns.u32(breaks.map(|segment| (segment.start - rows.start) as u32));
        columns.u8(rows.clone().map(|row| bits(self.report.motion.flags[row])));
        PackedEntity {
            entries: rows.len(),
            breaks: entity.segments.len().saturating_sub(1),
            path: 0,
            bucketed: false,
            ..self.head(entity, columns)
        }
    }

    fn pack_buckets(&self, entity: &EntityRows) -> (PackedEntity, usize) {
        let (most_buckets, most_points) = self.room();
        let buckets = buckets(&entity.segments, most_buckets);
        let path = self.plane.as_ref().map_or_else(Vec::new, |plane| {
            let parts = plane.parts(&entity.segments);
            path_rows(&plane.x, &plane.y, &parts, most_points)
        });
        let t = &self.report.motion.t;
        let start = |bucket: &Range<usize>| t[bucket.start];
        let ranges = self.charts.columns.iter();
        let ranges: Vec<Steps> = ranges
            .map(|column| Steps::of(&column.values[entity.rows.clone()]))
            .collect();
        let of_path = self.path_bases(entity);
        let mut columns = Columns::default();
        columns.f64(ranges.iter().map(|range| range.base).chain(of_path));
        columns.f64(ranges.iter().map(|range| range.step));
        columns.f32(buckets.iter().map(start));
        columns.f32(
            buckets
                .iter()
                .map(|bucket| t[bucket.end - 1] - start(bucket)),
        );
        let known = |value: Option<f64>| value.unwrap_or(f64::NAN);
        columns.f32(path.iter().map(|row| known(row.map(|row| t[row]))));
        if let Some(plane) = &self.plane {
            for (values, base) in [&plane.x, &plane.y].into_iter().zip(of_path) {
                columns.f32(
                    path.iter()
                        .map(|row| known(row.map(|row| values[row] - base))),
                );
            }
        }
        let starts = entity.segments.iter().skip(1).map(|segment| segment.start);
        let breaks = places_of(starts, &buckets);
        columns.u32(breaks.iter().copied());
        columns.u32(buckets.iter().map(|bucket| bucket.len() as u32));
        let extremes: Vec<Vec<[u16; 2]>> = self
            .charts
            .columns
            .iter()
            .zip(&ranges)
            .map(|(column, range)| {
                let extremes =
                    |bucket: &Range<usize>| range.around(low_high(&column.values[bucket.clone()]));
                buckets.iter().map(extremes).collect()
            })
            .collect();
        for (_, extremes) in self
            .charts
            .columns
            .iter()
            .zip(&extremes)
            .filter(|(column, _)| !column.is_error)
        {
            columns.u16(extremes.iter().map(|[low, _]| *low));
        }
        for extremes in &extremes {
            columns.u16(extremes.iter().map(|[_, high]| *high));
        }
        columns.u8(buckets.iter().map(|bucket| {
            let flags = self.report.motion.flags[bucket.clone()].iter();
            flags.fold(0, |all, &flags| all | bits(flags))
        }));
        let packed = PackedEntity {
            entries: buckets.len(),
            breaks: breaks.len(),
            path: path.len(),
            bucketed: true,
            ..self.head(entity, columns)
        };
        (packed, buckets.iter().map(Range::len).max().unwrap_or(1))
    }

    /// How many buckets and points of the path fit into an entity's share.
    fn room(&self) -> (usize, usize) {
        const POINT: u64 = 12;
        let columns = self.charts.columns.len() as u64;
        let errors = self.charts.columns.iter().filter(|column| column.is_error);
        let numbers = 2 * columns - errors.count() as u64;
        let room = self.share.saturating_sub(OVERHEAD as u64 + 16 * columns);
        // Time, length, rows, flags, and a gap before each at the most.
        let bucket = 4 + 4 + 4 + 1 + 4 + 2 * numbers;
        let of_path = if self.plane.is_some() { room / 6 } else { 0 };
        let points = (of_path / POINT).max(FEWEST_POINTS);
        let buckets = (room - of_path) / bucket;
        (buckets.max(FEWEST_BUCKETS) as usize, points as usize)
    }

    /// What is taken off columns of rows, so that few digits are left: their first known values.
    fn bases(&self, entity: &EntityRows) -> Vec<f64> {
        let columns = self.charts.columns.iter();
        columns
            .map(|column| {
                if self.wide {
                    0.0
                } else {
                    first_known(&column.values[entity.rows.clone()])
                }
            })
            .collect()
    }

    fn path_bases(&self, entity: &EntityRows) -> [f64; 2] {
        let first = |values: &[f64]| first_known(&values[entity.rows.clone()]);
        let plane = self.plane.as_ref();
        plane.map_or([0.0; 2], |plane| [first(&plane.x), first(&plane.y)])
    }

    fn head(&self, entity: &EntityRows, columns: Columns) -> PackedEntity {
        let stamps = &self.report.audited.stamps;
        let origin = stamps.iter().copied().min().unwrap_or(0);
        let start = stamps.get(entity.rows.start).copied().unwrap_or(origin);
        PackedEntity {
            name: crate::printable(&entity.name),
            rows: entity.rows.len(),
            start: start.to_string(),
            offset: seconds_between(origin, start),
            entries: 0,
            breaks: 0,
            path: 0,
            bucketed: false,
            data: columns.into_base64(),
        }
    }
}

/// Bytes of an entity that are not numbers of rows: its JSON, its row in the table, its place in the picker.
const OVERHEAD: usize = 400;
const FEWEST_BUCKETS: u64 = 4;
const FEWEST_POINTS: u64 = 16;

fn first_known(values: &[f64]) -> f64 {
    let mut known = values.iter().filter(|value| value.is_finite());
    known.next().copied().unwrap_or(0.0)
}

/// The places of the buckets that begin with one of the rows; both ascend.
fn places_of(rows: impl Iterator<Item = usize>, buckets: &[Range<usize>]) -> Vec<u32> {
    let place = |row| {
        buckets
            .binary_search_by_key(&row, |bucket| bucket.start)
            .ok()
    };
    rows.filter_map(place).map(|place| place as u32).collect()
}

/// The flags as the script knows them.
fn bits(flags: Flags) -> u8 {
    let known = [
        Flags::EDGE,
        Flags::MERGED,
        Flags::SHORT,
        Flags::MISSING,
        Flags::OUTLIER,
    ];
    (0..)
        .zip(known)
        .filter(|(_, flag)| flags.contains(*flag))
        .map(|(bit, _)| 1 << bit)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_at_buckets_that_begin_segments() {
        assert_eq!(
            places_of([4, 7].into_iter(), &[0..2, 2..4, 4..6, 6..9]),
            [2]
        );
    }
}
