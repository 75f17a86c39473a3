//! Typed columns as the columns of a log: instants as ISO 8601, objects taken apart.

use polars::prelude::{
    Column, DataType, Int64Chunked, IntoColumn, NewChunkedArray, StringChunkedBuilder, TimeUnit,
    TimeZone,
};

use dxdt_motion::error::{At, Error, Result, excerpt};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};
use dxdt_time::{UtcOffset, write_iso8601};

use super::super::records::{KnownRoles, RecordTable};
use dxdt_motion::log::RowPlaces;

pub(super) fn table(typed: Vec<Column>, left_out: &[String]) -> Result<RecordTable> {
    let mut columns = Vec::with_capacity(typed.len());
    for column in typed {
        columns.append(&mut take_apart(column, 1, Instants::AsText)?);
    }
    if columns.first().is_none_or(Column::is_empty) {
        return Err(no_rows());
    }
    Ok(RecordTable {
        columns,
        places: RowPlaces::Records,
        roles: KnownRoles::default(),
        parts: None,
        findings: self::left_out(left_out).into_iter().collect(),
    })
}

/// The error of a file without rows or plain columns.
pub(super) fn no_rows() -> Error {
    Error::new("there are no rows of plain values in the file")
        .advise("give a table with timestamps and positions as columns")
}

/// The finding that columns are left out, where there are any.
pub(super) fn left_out(names: &[String]) -> Option<Finding> {
    let note = || FormatNote::TypesLeftOut {
        columns: names.to_vec(),
    };
    (!names.is_empty()).then(|| Finding::new(FindingKind::FormatNote(note()), 1))
}

/// What becomes of instants with a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Instants {
    /// ISO 8601.
    AsText,
    /// Instants in nanoseconds.
    AsInstants,
}

/// The plain columns of a typed one, whose first row is the record `first` of the file.
///
/// # Errors
/// An instant that is too far away.
pub(super) fn take_apart(column: Column, first: u64, instants: Instants) -> Result<Vec<Column>> {
    let mut columns = Vec::with_capacity(1);
    add(column, first, instants, &mut columns)?;
    Ok(columns)
}

fn add(column: Column, first: u64, as_what: Instants, columns: &mut Vec<Column>) -> Result<()> {
    let failed = |error| {
        Error::new(format!("the values cannot be read ({error})"))
            .in_column(excerpt(column.name().as_str()))
    };
    match column.dtype() {
        DataType::Struct(_) => {
            let fields = column.struct_().map_err(failed)?.fields_as_series();
            for field in fields {
                let name = format!("{}.{}", column.name(), field.name());
                let field = field.into_column().with_name(name.into());
                add(field, first, as_what, columns)?;
            }
            return Ok(());
        }
        DataType::Datetime(unit, zone) if as_what == Instants::AsInstants => {
            let zone = zone.as_ref().map(|_| TimeZone::UTC);
            let nanoseconds = nanoseconds(&column, first, *unit)?;
            // A cast would lose the zone.
            let instants = nanoseconds.into_datetime(TimeUnit::Nanoseconds, zone);
            columns.push(instants.into_column());
        }
        DataType::Datetime(unit, zone) => {
            let offset = zone.as_ref().map(|_| UtcOffset::UTC);
            columns.push(instants(&column, first, *unit, offset, ..)?);
        }
        DataType::Time => {
            columns.push(instants(&column, first, TimeUnit::Nanoseconds, None, 11..)?)
        }
        DataType::Duration(unit) => {
            let unit = match unit {
                TimeUnit::Nanoseconds => "ns",
                TimeUnit::Microseconds => "us",
                TimeUnit::Milliseconds => "ms",
            };
            let name = format!("{} [{unit}]", column.name());
            let numbers = column.cast(&DataType::Int64).map_err(failed)?;
            columns.push(numbers.with_name(name.into()));
        }
        DataType::Categorical(..) | DataType::Enum(..) => {
            columns.push(column.cast(&DataType::String).map_err(failed)?);
        }
        _ => columns.push(column),
    }
    Ok(())
}

/// Instants as ISO 8601 with all their digits, or the part of it that holds the time of day.
fn instants(
    column: &Column,
    first: u64,
    unit: TimeUnit,
    offset: Option<UtcOffset>,
    part: impl std::slice::SliceIndex<str, Output = str> + Clone,
) -> Result<Column> {
    let nanoseconds = nanoseconds(column, first, unit)?;
    let mut cells = StringChunkedBuilder::new(column.name().clone(), nanoseconds.len());
    let mut text = String::new();
    for instant in nanoseconds.iter() {
        let Some(instant) = instant else {
            cells.append_null();
            continue;
        };
        text.clear();
        write_iso8601(&mut text, instant, 0, offset);
        cells.append_value(text.get(part.clone()).unwrap_or_default());
    }
    Ok(cells.finish().into_column())
}

/// Instants in nanoseconds.
fn nanoseconds(column: &Column, first: u64, unit: TimeUnit) -> Result<Int64Chunked> {
    let name = column.name();
    let factor = match unit {
        TimeUnit::Nanoseconds => 1,
        TimeUnit::Microseconds => 1_000,
        TimeUnit::Milliseconds => 1_000_000,
    };
    let physical = column.to_physical_repr();
    let counts = physical.i64().map_err(|error| {
        Error::new(format!("the values cannot be read ({error})")).in_column(excerpt(name.as_str()))
    })?;
    if factor == 1 {
        return Ok(counts.clone());
    }
    let scaled = counts.iter().enumerate().map(|(row, count)| {
        let Some(count) = count else {
            return Ok(None);
        };
        count.checked_mul(factor).map(Some).ok_or_else(|| {
            Error::new("the instant is out of range: timestamps reach from the year 1677 to 2262")
                .at(At::Record(first + row as u64))
                .in_column(excerpt(name.as_str()))
                .advise("correct the value, or empty it to leave out the row")
        })
    });
    let scaled: Vec<Option<i64>> = scaled.collect::<Result<_>>()?;
    Ok(Int64Chunked::from_iter_options(
        name.clone(),
        scaled.into_iter(),
    ))
}
