//! Latitude and longitude in one column, such as `"42.787994,141.685074"`.

mod order;

use polars::prelude::{Column, IntoColumn, NamedFrom, Series};

use crate::ColumnName;
use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote, PairOrder as Order};
use dxdt_time::is_missing;

use super::super::{KnownRoles, RecordTable, TextTable};
use super::cells::Cells;
use super::pair::{Form, Pair, is_empty_point};
use super::{Layout, SAMPLE_ROWS, unused};
use order::{LATITUDES, LONGITUDES};

/// A column whose cells are pairs of latitude and longitude.
pub(super) struct CoordinatePair;

impl Layout for CoordinatePair {
    fn name(&self) -> &'static str {
        "delimited text with coordinate pairs"
    }

    fn apply(&self, text: &TextTable<'_>) -> Result<Option<RecordTable>> {
        let names: Vec<ColumnName> = text
            .dialect()
            .names
            .iter()
            .map(|name| ColumnName::parse(name))
            .collect();
        let rows = text.sample(SAMPLE_ROWS)?;
        let mut found: Vec<usize> = (0..names.len())
            .filter(|&column| {
                let cells = rows.iter().filter_map(|row| row.get(column));
                are_places(&names[column], cells.map(String::as_str))
            })
            .collect();
        // The plainest name first.
        found.sort_by_key(|&column| {
            (
                !says_place(&names[column]),
                names[column].words.len(),
                column,
            )
        });
        let Some((&column, others)) = found.split_first() else {
            return Ok(None);
        };
        let has = |words: &[&str]| {
            (0..names.len()).any(|other| !found.contains(&other) && names[other].has_word(words))
        };
        if has(LATITUDES) && has(LONGITUDES) {
            return Ok(None);
        }
        let mut table = split(text, &names, column)?;
        if !others.is_empty() {
            let columns = others.iter().map(|&i| names[i].base.clone()).collect();
            let note = FormatNote::OtherPairs { columns };
            table
                .findings
                .push(Finding::new(FindingKind::FormatNote(note), 1));
        }
        Ok(Some(table))
    }
}

// Words of columns that hold a place on the Earth.
const PLACES: &[&str] = &[
    "position",
    "positions",
    "location",
    "coordinate",
    "coordinates",
    "coord",
    "coords",
    "gps",
    "geo",
    "geom",
    "geometry",
    "geopoint",
    "point",
    "wkt",
    "place",
];

fn says_place(name: &ColumnName) -> bool {
    name.has_word(PLACES) || order::of_name(name).is_some()
}

/// Whether most cells of a column are pairs that can be a latitude and a longitude, by name or to four decimals.
fn are_places<'a>(name: &ColumnName, cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut values, mut places, mut fine) = (0, 0, 0);
    for cell in cells.filter(|cell| !is_missing(cell) && !is_empty_point(cell)) {
        values += 1;
        let Some(pair) = Pair::parse(cell) else {
            continue;
        };
        // `1,25` may be a number with a decimal comma.
        let is_pair = pair.form != (Form::Bare { comma: true }) || pair.is_pointed;
        let (larger, smaller) = (
            pair.first.abs().max(pair.second.abs()),
            pair.first.abs().min(pair.second.abs()),
        );
        if is_pair && larger <= 180.0 && smaller <= 90.0 {
            places += 1;
            fine += usize::from(pair.decimals >= 4 || pair.form == Form::WellKnownText);
        }
    }
    2 * places > values && (says_place(name) || 2 * fine > values)
}

/// The table with the pairs parted into a longitude and a latitude column.
fn split(text: &TextTable<'_>, names: &[ColumnName], column: usize) -> Result<RecordTable> {
    let cells = Cells::read(text)?;
    let name = &names[column];
    let pairs: Vec<Option<Pair>> = (0..cells.height())
        .map(|row| pair_at(&cells, column, row).map_err(|error| error.in_column(&name.full)))
        .collect::<Result<_>>()?;
    let numbered: Vec<(u64, Pair)> = pairs
        .iter()
        .enumerate()
        .filter_map(|(row, pair)| Some((cells.line(row), (*pair)?)))
        .collect();
    let (order, reason) =
        order::find(name, &numbered).map_err(|error| error.in_column(&name.full))?;
    let note = FormatNote::PairOrder {
        column: name.base.clone(),
        order,
        reason,
    };
    let part = |name: &str, first: bool| {
        let value = |pair: &Pair| if first { pair.first } else { pair.second };
        let values: Vec<Option<f64>> = pairs.iter().map(|pair| pair.as_ref().map(value)).collect();
        Series::new(unused(name, &text.dialect().names).into(), values).into_column()
    };
    let longitude_first = order == Order::LongitudeFirst;
    let mut columns: Vec<Column> = Vec::with_capacity(names.len() + 1);
    for (index, other) in names.iter().enumerate() {
        if index == column {
            columns.push(part("longitude [deg]", longitude_first));
            columns.push(part("latitude [deg]", !longitude_first));
        } else {
            let values: Vec<Option<String>> = (0..cells.height())
                .map(|row| Some(cells.get(index, row)?.into_owned()))
                .collect();
            columns.push(Series::new(other.full.as_str().into(), values).into_column());
        }
    }
    Ok(RecordTable {
        columns,
        places: text.places().clone(),
        roles: KnownRoles::default(),
        parts: None,
        findings: vec![Finding::new(FindingKind::FormatNote(note), 1)],
    })
}

fn pair_at(cells: &Cells<'_>, column: usize, row: usize) -> Result<Option<Pair>> {
    let Some(cell) = cells.get(column, row) else {
        return Ok(None);
    };
    if is_missing(&cell) || is_empty_point(&cell) {
        return Ok(None);
    }
    let refused = || {
        Error::new(format!(
            "'{}' is not a pair of latitude and longitude",
            excerpt(&cell)
        ))
        .at_line(cells.line(row))
        .advise("correct the cell, or leave it empty to mark the position as missing")
    };
    Pair::parse(&cell).map(Some).ok_or_else(refused)
}

#[cfg(test)]
mod tests;
