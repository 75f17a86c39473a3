//! Columns that go on from row to row of an entity, however its rows come: the length of its path, and where rows stand.

use std::ops::Range;

use dxdt_motion::audit::AuditedLog;
use dxdt_motion::error::At;
use dxdt_motion::log::LogFile;
use dxdt_motion::motion::PathLength;

/// Rows are told apart by their files and their lines or records: a number of those is below this one.
const OF_A_FILE: u64 = 1 << 32;

/// The length of the path of an entity at each of the rows that come next, of which some begin segments.
pub(super) fn lengths(
    path: &mut PathLength,
    audited: &AuditedLog<'_>,
    rows: Range<usize>,
    starts: &[usize],
) -> Vec<f64> {
    let mut starts = starts.iter().map(|start| rows.start + start).peekable();
    rows.clone()
        .map(|row| {
            if starts.next_if_eq(&row).is_some() {
                path.start_segment();
            }
            let at = |axis: usize| audited.positions.get(axis).map_or(0.0, |axis| axis[row]);
            path.add_position([at(0), at(1), at(2)], audited.log.coordinates)
        })
        .collect()
}

/// The numbers of rows among those of all files.
pub(super) fn numbers(audited: &AuditedLog<'_>, rows: Range<usize>) -> Vec<f64> {
    rows.map(|row| audited.log.row_as_read(audited.source_row(row)) as f64)
        .collect()
}

/// Where a row stands, by its number among those of all files; NaN where it is in none of them.
pub(super) fn place_of(files: &[LogFile], number: f64) -> f64 {
    let mut row = number as usize;
    for (file, of) in files.iter().enumerate() {
        if row < of.rows {
            let (At::Line(number) | At::Record(number)) = of.places.of_row(row);
            return number_of(file, number) as f64;
        }
        row -= of.rows;
    }
    f64::NAN
}

/// A line or record of a file as one number.
pub(super) fn number_of(file: usize, number: u64) -> u64 {
    file as u64 * OF_A_FILE + number.min(OF_A_FILE - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::sync::Arc;

    use dxdt_motion::log::RowPlaces;

    #[test]
    fn rows_stand_in_their_files() {
        let file = |rows, places| LogFile {
            name: String::new(),
            format: "CSV",
            encoding: String::new(),
            rows,
            places: Arc::new(places),
        };
        let files = [
            file(2, RowPlaces::SequentialLines(2)),
            file(1, RowPlaces::Records),
        ];
        let found = [0.0, 1.0, 2.0].map(|row| place_of(&files, row));
        assert_eq!(found, [2.0, 3.0, (OF_A_FILE + 1) as f64]);
        assert!(place_of(&files, 3.0).is_nan());
    }
}
