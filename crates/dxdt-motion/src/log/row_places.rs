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
    /// Some rows with their lines, increasing; each further row up to the next of them is on the next line.
    LinesFrom(Vec<(u64, u64)>),
}

impl RowPlaces {
    /// The place of a row, rows counted from 0 and places from 1.
    ///
    /// ```
    /// use dxdt_motion::At;
    /// use dxdt_motion::log::RowPlaces;
    /// assert_eq!(RowPlaces::SequentialLines(2).of_row(3), At::Line(5));
    /// assert_eq!(RowPlaces::Records.of_row(3), At::Record(4));
    /// assert_eq!(RowPlaces::RecordsFrom(5).of_row(3), At::Record(8));
    /// assert_eq!(RowPlaces::LinesFrom(vec![(0, 2), (5, 9)]).of_row(6), At::Line(10));
    /// ```
    pub fn of_row(&self, row: usize) -> At {
        match self {
            Self::SequentialLines(first) => At::Line(first + row as u64),
            Self::Lines(lines) => At::Line(lines.get(row).copied().unwrap_or_default()),
            Self::Records => At::Record(row as u64 + 1),
            Self::RecordsFrom(first) => At::Record(first + row as u64),
            Self::LinesFrom(known) => {
                let row = row as u64;
                let next = known.partition_point(|(first, _)| *first <= row);
                let before = next.checked_sub(1).map(|before| known[before]);
                At::Line(before.map_or(0, |(first, line)| line + (row - first)))
            }
        }
    }
}

/// The places of rows that come batch by batch, in as little memory as their lines allow.
#[derive(Debug, Default)]
pub struct GrowingPlaces {
    rows: u64,
    lines: Vec<(u64, u64)>,
    are_records: bool,
}

impl GrowingPlaces {
    /// Adds the places of so many rows.
    pub fn add(&mut self, places: &RowPlaces, rows: usize) {
        match places {
            RowPlaces::Records | RowPlaces::RecordsFrom(_) => self.are_records = true,
            RowPlaces::SequentialLines(first) => self.start_at(*first),
            RowPlaces::Lines(lines) => {
                for (row, line) in (self.rows..).zip(lines) {
                    self.on_line(row, *line);
                }
            }
            RowPlaces::LinesFrom(known) => return self.add_runs(known, 0, rows),
        }
        self.rows += rows as u64;
    }

    /// Adds the places of so many rows: of some of them their lines counted from `line`, each further row being on the
    /// line after the row before.
    pub fn add_runs(&mut self, runs: &[(u64, u64)], line: u64, rows: usize) {
        for &(row, of_row) in runs {
            self.on_line(self.rows + row, line + of_row);
        }
        self.rows += rows as u64;
    }

    fn start_at(&mut self, line: u64) {
        self.on_line(self.rows, line);
    }

    fn on_line(&mut self, row: u64, line: u64) {
        let follows = |&(first, of_first): &(u64, u64)| of_first + (row - first) == line;
        if !self.lines.last().is_some_and(follows) {
            self.lines.push((row, line));
        }
    }

    /// The places of all rows.
    pub fn finish(self) -> RowPlaces {
        match self.lines[..] {
            _ if self.are_records => RowPlaces::Records,
            [(0, first)] => RowPlaces::SequentialLines(first),
            _ => RowPlaces::LinesFrom(self.lines),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_batches_are_those_of_the_whole() {
        let mut growing = GrowingPlaces::default();
        growing.add(&RowPlaces::SequentialLines(2), 3);
        growing.add(&RowPlaces::SequentialLines(5), 2);
        let lines = vec![7, 9, 10, 11];
        growing.add(&RowPlaces::Lines(lines.clone()), 4);
        growing.add(&RowPlaces::SequentialLines(12), 9);
        let places = growing.finish();
        assert_eq!(places, RowPlaces::LinesFrom(vec![(0, 2), (6, 9)]));
        for (row, line) in [(0, 2), (4, 6), (5, 7), (6, 9), (8, 11), (10, 13)] {
            assert_eq!(places.of_row(row), At::Line(line));
        }
    }
}
