//! Typed columns as the columns of a log: instants as ISO 8601, objects taken apart.

use polars::prelude::{Column, DataType, IntoColumn, StringChunkedBuilder, TimeUnit};

use crate::error::{At, Error, Result, excerpt, quoted_list};
use crate::finding::{Finding, FindingKind};
use crate::log::clock::{UtcOffset, write_iso8601};

use super::super::records::{KnownRoles, RecordTable};
use super::super::row_places::RowPlaces;

pub(super) fn table(typed: Vec<Column>, left_out: &[String]) -> Result<RecordTable> {
    let mut columns = Vec::with_capacity(typed.len());
    for column in typed {
        columns.append(&mut take_apart(column, 1)?);
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
        .advise("give a table with stamps and positions as columns")
}

/// The finding that columns are left out, where there are any.
pub(super) fn left_out(names: &[String]) -> Option<Finding> {
    let note = || FindingKind::FormatNote {
        note: format!(
            "columns of types that are not read (lists, bytes, decimals, 8 and 16 bits) are left out: {}",
            quoted_list(names)
        ),
    };
    (!names.is_empty()).then(|| Finding::new(note(), 1))
}

/// The plain columns of a typed one, whose first row is the record `first` of the file.
///
/// # Errors
/// An instant that is too far away.
pub(super) fn take_apart(column: Column, first: u64) -> Result<Vec<Column>> {
    let mut columns = Vec::with_capacity(1);
    add(column, first, &mut columns)?;
    Ok(columns)
}

fn add(column: Column, first: u64, columns: &mut Vec<Column>) -> Result<()> {
    let failed = |error| {
        Error::new(format!("the values cannot be read ({error})"))
            .in_column(excerpt(column.name().as_str()))
    };
    match column.dtype() {
        DataType::Struct(_) => {
            let fields = column.struct_().map_err(failed)?.fields_as_series();
            for field in fields {
                let name = format!("{}.{}", column.name(), field.name());
                add(field.into_column().with_name(name.into()), first, columns)?;
            }
            return Ok(());
        }
        DataType::Datetime(unit, zone) => {
            let offset = zone.as_ref().and_then(|_| UtcOffset::from_minutes(0));
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
    let mut cells = StringChunkedBuilder::new(name.clone(), counts.len());
    let mut text = String::new();
    for (row, count) in counts.iter().enumerate() {
        let Some(count) = count else {
            cells.append_null();
            continue;
        };
        let nanoseconds = count.checked_mul(factor).ok_or_else(|| {
            Error::new("the instant is too far away: stamps reach from the year 1677 to 2262")
                .at(At::Record(first + row as u64))
                .in_column(excerpt(name.as_str()))
                .advise("correct the value, or leave it empty to leave its row out")
        })?;
        text.clear();
        write_iso8601(&mut text, nanoseconds, 0, offset);
        // UTC has a letter of its own.
        if let Some(local) = text.strip_suffix("+00:00").map(str::len) {
            text.truncate(local);
            text.push('Z');
        }
        cells.append_value(text.get(part.clone()).unwrap_or_default());
    }
    Ok(cells.finish().into_column())
}
