//! Where in its file each row of a table comes from.

use crate::error::At;

/// Where in its file each row of a table comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowPlaces {
    /// Row 0 is on this line and each further row on the next.
    SequentialLines(u64),
    /// A line for every row.
    Lines(Vec<u64>),
    /// Rows are the records of a file that has no lines.
    Records,
    /// Rows are the records of such a file from this one on.
    RecordsFrom(u64),
}

impl RowPlaces {
    /// The place of a row, rows counted from 0 and places from 1.
    ///
    /// ```
    /// use dxdt::{At, log::read::RowPlaces};
    /// assert_eq!(RowPlaces::SequentialLines(2).of_row(3), At::Line(5));
    /// assert_eq!(RowPlaces::Records.of_row(3), At::Record(4));
    /// assert_eq!(RowPlaces::RecordsFrom(5).of_row(3), At::Record(8));
    /// ```
    pub fn of_row(&self, row: usize) -> At {
        match self {
            Self::SequentialLines(first) => At::Line(first + row as u64),
            Self::Lines(lines) => At::Line(lines.get(row).copied().unwrap_or_default()),
            Self::Records => At::Record(row as u64 + 1),
            Self::RecordsFrom(first) => At::Record(first + row as u64),
        }
    }
}
