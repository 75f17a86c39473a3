//! The entities of a log, numbered in the order in which they appear.

use std::collections::HashMap;
use std::fmt::Write;

use polars::prelude::{Column, DataType, PolarsResult};

use dxdt_motion::audit::NotedRows;
use dxdt_motion::error::Result;
use dxdt_motion::finding::Finding;
use dxdt_motion::log::{Entities, EntityBlock};

use crate::frame::polars_error;

/// Entities as they are met, batch by batch.
#[derive(Debug, Default)]
pub struct EntityNumbers {
    numbers: HashMap<String, u32>,
    /// The cells of the entity columns on the first row of each entity.
    pub cells: Vec<Vec<Option<String>>>,
    /// The name of each: its cells, separated by commas.
    pub names: Vec<String>,
    /// Its rows.
    pub rows: Vec<u64>,
    /// The one whose cells are all empty.
    nameless: Option<u32>,
    first_nameless: Vec<u64>,
}

impl EntityNumbers {
    /// The entity of each row of some columns.
    ///
    /// # Errors
    /// Where a column has neither text nor whole numbers, which the reader gives.
    pub fn of_rows(&mut self, columns: &[Column]) -> Result<Vec<u32>> {
        let of_rows = match columns {
            [only] if only.dtype() == &DataType::Int64 => {
                let mut text = String::new();
                self.of_cells(polars_error(only.i64())?.iter(), |numbers, cell| {
                    text.clear();
                    // Writing into a text does not fail.
                    let _ = cell.map(|cell| write!(text, "{cell}"));
                    numbers.number(&text, || vec![cell.map(|cell| cell.to_string())])
                })
            }
            [only] => self.of_cells(polars_error(only.str())?.iter(), |numbers, cell| {
                numbers.number(cell.unwrap_or_default(), || vec![cell.map(str::to_owned)])
            }),
            several => self.of_several(several)?,
        };
        self.count(&of_rows);
        Ok(of_rows)
    }

    /// Notes which rows have no entity, of rows from number `first` on.
    pub fn note_nameless(&mut self, of_rows: &[u32], first: u64) {
        let Some(nameless) = self.nameless else {
            return;
        };
        let more = Finding::PLACES - self.first_nameless.len();
        let rows = (first..).zip(of_rows);
        let rows = rows.filter(|(_, entity)| **entity == nameless);
        self.first_nameless
            .extend(rows.map(|(row, _)| row).take(more));
    }

    /// The rows without an entity.
    pub fn nameless(&self) -> NotedRows {
        NotedRows {
            count: self
                .nameless
                .map_or(0, |nameless| self.rows[nameless as usize]),
            first: self.first_nameless.clone(),
        }
    }

    /// The entity of each cell of a column; cells that are like those above are not looked up.
    fn of_cells<C: Copy + PartialEq>(
        &mut self,
        cells: impl ExactSizeIterator<Item = Option<C>>,
        mut look_up: impl FnMut(&mut Self, Option<C>) -> u32,
    ) -> Vec<u32> {
        let mut of_rows = Vec::with_capacity(cells.len());
        let mut previous: Option<(Option<C>, u32)> = None;
        for cell in cells {
            let number = match previous {
                Some((same, number)) if same == cell => number,
                _ => look_up(self, cell),
            };
            previous = Some((cell, number));
            of_rows.push(number);
        }
        of_rows
    }

    fn of_several(&mut self, columns: &[Column]) -> Result<Vec<u32>> {
        let as_text = |column: &Column| column.cast(&DataType::String);
        let columns: Vec<Column> = polars_error(columns.iter().map(as_text).collect())?;
        let columns = columns
            .iter()
            .map(Column::str)
            .collect::<PolarsResult<Vec<_>>>();
        let columns = polars_error(columns)?;
        let height = columns.first().map_or(0, |column| column.len());
        let of_rows = (0..height).map(|row| {
            let cells: Vec<Option<&str>> = columns.iter().map(|column| column.get(row)).collect();
            let parts: Vec<&str> = cells.iter().map(|cell| cell.unwrap_or_default()).collect();
            self.number(&parts.join(", "), || {
                cells.iter().map(|cell| cell.map(str::to_owned)).collect()
            })
        });
        Ok(of_rows.collect())
    }

    /// So many rows of one entity.
    pub fn of_one(&mut self, name: &str, height: usize) -> Vec<u32> {
        let number = self.number(name, || vec![Some(name.to_owned())]);
        self.rows[number as usize] += height as u64;
        vec![number; height]
    }

    fn number(&mut self, name: &str, cells: impl FnOnce() -> Vec<Option<String>>) -> u32 {
        if let Some(&known) = self.numbers.get(name) {
            return known;
        }
        let number = self.names.len() as u32;
        self.numbers.insert(name.to_owned(), number);
        self.names.push(name.to_owned());
        let cells = cells();
        let is_empty = |cell: &Option<String>| cell.as_deref().is_none_or(str::is_empty);
        if cells.iter().all(is_empty) {
            self.nameless = Some(number);
        }
        self.cells.push(cells);
        self.rows.push(0);
        number
    }

    /// The entities of the rows of some columns, which no others were met before.
    ///
    /// # Errors
    /// As [`EntityNumbers::of_rows`].
    pub fn entities_of(columns: &[Column]) -> Result<Option<Entities>> {
        if columns.is_empty() {
            return Ok(None);
        }
        let mut numbers = Self::default();
        let of_rows = numbers.of_rows(columns)?;
        let blocks = numbers
            .names
            .into_iter()
            .zip(numbers.cells)
            .zip(numbers.rows);
        Ok(Some(Entities {
            blocks: blocks
                .map(|((name, cells), rows)| EntityBlock {
                    name,
                    cells,
                    rows: rows as usize,
                })
                .collect(),
            of_rows: Some(of_rows),
        }))
    }

    fn count(&mut self, of_rows: &[u32]) {
        for run in of_rows.chunk_by(|a, b| a == b) {
            self.rows[run[0] as usize] += run.len() as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::{IntoColumn, NamedFrom, Series};

    use super::*;

    #[test]
    fn entities_are_numbered_as_they_appear() {
        let column =
            |cells: &[Option<&str>]| Series::new("id".into(), cells.to_vec()).into_column();
        let mut numbers = EntityNumbers::default();
        let first = column(&[Some("b"), Some("b"), None, Some("a")]);
        assert_eq!(numbers.of_rows(&[first]).unwrap(), [0, 0, 1, 2]);
        let second = column(&[Some("a"), Some("c"), None]);
        assert_eq!(numbers.of_rows(&[second]).unwrap(), [2, 3, 1]);
        assert_eq!(numbers.names, ["b", "", "a", "c"]);
        assert_eq!(numbers.rows, [2, 2, 2, 1]);
        let two = [column(&[Some("x")]), column(&[None])];
        assert_eq!(numbers.of_rows(&two).unwrap(), [4]);
        assert_eq!(numbers.names[4], "x, ");
        let whole = Series::new("id".into(), [Some(7_i64), Some(7), None, Some(-3)]);
        let whole = whole.into_column();
        assert_eq!(numbers.of_rows(&[whole]).unwrap(), [5, 5, 1, 6]);
        assert_eq!(numbers.cells[6], [Some("-3".to_owned())]);
        assert_eq!(numbers.cells[4], [Some("x".to_owned()), None]);
    }

    #[test]
    fn rows_without_an_entity_are_noted() {
        let mut numbers = EntityNumbers::default();
        let mut add = |cells: &[Option<&str>], first| {
            let column = Series::new("id".into(), cells.to_vec()).into_column();
            let of_rows = numbers.of_rows(&[column]).unwrap();
            numbers.note_nameless(&of_rows, first);
            numbers.nameless()
        };
        assert_eq!(add(&[Some("a"), Some("b")], 0), NotedRows::default());
        let noted = add(&[Some(""), None, Some("a")], 2);
        assert_eq!((noted.count, noted.first), (2, vec![2, 3]));
        let noted = add(&[None; 9], 5);
        assert_eq!((noted.count, noted.first), (11, vec![2, 3, 5, 6, 7]));
    }
}
