//! Rows without a time, numbered: the frames of a camera whose rate the user knows.

use crate::ColumnName;
use dxdt_motion::error::Result;
use dxdt_time::{is_date_only, is_time_of_day};

use super::super::{HeaderOrigin, KnownRoles, RecordTable, TextTable, read_number};
use super::cells::Cells;
use super::long::{NamedColumn, Part, melt};
use super::{SAMPLE_ROWS, unused};

/// The name it goes by in messages.
pub(super) const NAME: &str = "delimited text with numbered rows";

/// A column with the number of each row; `None` where a column may be a time or the number of a frame.
///
/// # Errors
/// Where the table cannot be read.
pub(super) fn row_number(text: &TextTable<'_>) -> Result<Option<NamedColumn>> {
    let dialect = text.dialect();
    let sample = text.sample(SAMPLE_ROWS)?;
    let column = |index: usize| sample.iter().filter_map(move |row| row.get(index));
    let is_named_time = |name: &String| {
        ColumnName::parse(name).words.iter().any(|word| {
            let is_compound = ["time", "stamp", "date"]
                .iter()
                .any(|end| word.contains(end));
            is_compound
                || ["t", "frame", "frames", "utc", "epoch", "sec", "secs", "ms"]
                    .contains(&word.as_str())
        })
    };
    let is_time = |index: usize| {
        column(index)
            .any(|cell| is_time_of_day(cell) || is_date_only(cell) && cell.contains(['-', '/']))
    };
    let grows = |index: usize| {
        let values: Vec<f64> = column(index)
            .filter_map(|cell| read_number(cell, dialect.numerals()))
            .collect();
        values.len() > 1 && values.windows(2).all(|pair| pair[1] > pair[0])
    };
    let has_names = dialect.header != HeaderOrigin::None;
    let has_time = match has_names {
        true => dialect.names.iter().any(is_named_time),
        false => (0..dialect.names.len()).any(grows),
    };
    if has_time || (0..dialect.names.len()).any(is_time) {
        return Ok(None);
    }
    Ok(Some(NamedColumn {
        name: unused("frame", &dialect.names),
        index: dialect.names.len(),
    }))
}

/// The table with the number of each row as its time.
///
/// # Errors
/// Where the table cannot be read.
pub(super) fn apply(text: &TextTable<'_>, number: NamedColumn) -> Result<RecordTable> {
    let names = text.dialect().names.iter().cloned().enumerate();
    let time = Some(vec![number.name.clone()]);
    let part = Part {
        name: String::new(),
        own: names
            .map(|(index, name)| NamedColumn { name, index })
            .collect(),
        shared: vec![number],
    };
    let table = melt(&Cells::read(text)?, &[part], "", false)?;
    Ok(RecordTable {
        roles: KnownRoles {
            time,
            ..table.roles
        },
        ..table
    })
}
