//! Columns beside and after each other.

use polars::prelude::{Column, IntoColumn, NamedFrom, Series};

use crate::error::Result;

use super::MeasuredColumn;
use super::frame::polars_error;

/// Several columns as one key, their cells parted by commas.
pub(super) fn joined(columns: &[Column], name: &str) -> Result<Column> {
    let cells = columns
        .iter()
        .map(|column| polars_error(column.str()))
        .collect::<Result<Vec<_>>>()?;
    let height = columns.first().map_or(0, Column::len);
    let keys: Vec<String> = (0..height)
        .map(|row| {
            let parts: Vec<&str> = cells
                .iter()
                .map(|cells| cells.get(row).unwrap_or_default())
                .collect();
            parts.join(", ")
        })
        .collect();
    Ok(Series::new(name.into(), keys).into_column())
}

/// The parts of two files after each other; a file without parts is one, and a file's first starts a new one.
pub(super) fn joined_parts(
    first: Option<Vec<u32>>,
    first_rows: usize,
    second: Option<Vec<u32>>,
    second_rows: usize,
) -> Option<Vec<u32>> {
    if first.is_none() && second.is_none() {
        return None;
    }
    let mut parts = first.unwrap_or_else(|| vec![0; first_rows]);
    let next = parts.iter().max().map_or(0, |last| last + 1);
    let second = second.unwrap_or_else(|| vec![0; second_rows]);
    parts.extend(second.iter().map(|part| next + part));
    Some(parts)
}

/// The measured columns of two files after each other; NaN where a file does not have the column.
pub(super) fn joined_measured(
    mut first: Vec<MeasuredColumn>,
    first_rows: usize,
    second: Vec<MeasuredColumn>,
    second_rows: usize,
) -> Vec<MeasuredColumn> {
    for other in second {
        match first.iter_mut().find(|known| known.is_of_same(&other)) {
            Some(known) => known.values.extend(other.values),
            None => {
                let mut values = vec![f64::NAN; first_rows];
                values.extend(&other.values);
                first.push(MeasuredColumn { values, ..other });
            }
        }
    }
    for column in &mut first {
        column.values.resize(first_rows + second_rows, f64::NAN);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_join_the_cells_of_a_row() {
        let column =
            |name: &str, cells: [Option<&str>; 2]| Series::new(name.into(), cells).into_column();
        let columns = [
            column("ship", [Some("A"), None]),
            column("trip", [Some("1"), Some("2")]),
        ];
        let key = joined(&columns, "ship, trip").unwrap();
        let cells: Vec<_> = key.str().unwrap().iter().flatten().collect();
        assert_eq!(cells, ["A, 1", ", 2"]);
    }

    #[test]
    fn a_second_file_starts_a_part() {
        assert_eq!(joined_parts(None, 2, None, 2), None);
        assert_eq!(
            joined_parts(Some(vec![0, 1]), 2, None, 2),
            Some(vec![0, 1, 2, 2])
        );
        assert_eq!(
            joined_parts(None, 1, Some(vec![0, 1]), 2),
            Some(vec![0, 1, 2])
        );
    }
}
