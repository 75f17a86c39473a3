//! The numbers of a page: every row where they fit, else buckets of rows.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use dxdt_motion::audit::Flags;
use dxdt_motion::error::{At, Error, Result, printable};
use dxdt_motion::log::{LogFile, PositionLog};

use super::charts::{Charts, Group, Known};
use super::columns::Values;
use super::cost::Costs;
use super::encode::packed;
use super::packing::{PackedEntity, Packing};
use super::page::PageParts;
use super::path::PathPlane;
use super::precision::Precision;
use super::rows::EntityNumbers;
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
    /// What the numbers of a column are multiplied by on the page, for those that are shown in another unit than the log's.
    factors: BTreeMap<usize, f64>,
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
        let factors = charts.show_in(&page.units, &page.summary.units);
        let rows: u64 = shown.iter().map(|&at| page.rows.entities[at].rows).sum();
        let precision = Precision::for_numbers(rows * charts.columns.len() as u64);
        let packing = Packing {
            files: page.files,
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
        let names = || {
            page.files
                .iter()
                .map(|file| printable(&file.name))
                .collect()
        };
        let data = PageData {
            time: TimeAxis::of(page),
            palette: Palette::default(),
            digits: columns
                .iter()
                .map(|column| precision.digits(column))
                .collect(),
            factors,
            errors: (0..columns.len())
                .filter(|&at| columns[at].is_error())
                .collect(),
            distance: place_of(Values::Distance).unwrap_or_default(),
            distance_unit: distance_unit(log),
            place,
            places: places_of(page.files),
            files: if page.files.len() > 1 {
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
fn places_of(files: &[LogFile]) -> &'static str {
    let place = files.first().map(|file| file.places.of_row(0));
    if matches!(place, Some(At::Record(_))) {
        "record"
    } else {
        "line"
    }
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
