//! The entities of a log, numbered in the order in which they appear.

use std::collections::HashMap;

use polars::prelude::Column;

use crate::error::Result;
use crate::log::frame::polars_error;

/// Entities as they are met, batch by batch.
#[derive(Debug, Default)]
pub(super) struct EntityNumbers {
    numbers: HashMap<String, u32>,
    /// The cells of the entity columns on the first row of each entity.
    pub cells: Vec<Vec<Option<String>>>,
    /// The name of each: its cells, parted by commas.
    pub names: Vec<String>,
    /// Its rows.
    pub rows: Vec<u64>,
}

impl EntityNumbers {
    /// The entity of each row of some columns.
    ///
    /// # Errors
    /// Where a column is no text, which the reader gives.
    pub fn of_rows(&mut self, columns: &[Column]) -> Result<Vec<u32>> {
        let columns = columns
            .iter()
            .map(|column| polars_error(column.str()))
            .collect::<Result<Vec<_>>>()?;
        let height = columns.first().map_or(0, |column| column.len());
        let mut of_rows = Vec::with_capacity(height);
        if let [only] = columns[..] {
            let mut previous: Option<(Option<&str>, u32)> = None;
            for cell in only.iter() {
                let number = match previous {
                    Some((same, number)) if same == cell => number,
                    _ => self.number(cell.unwrap_or_default(), || vec![cell.map(str::to_owned)]),
                };
                previous = Some((cell, number));
                of_rows.push(number);
            }
        } else {
            for row in 0..height {
                let cells: Vec<Option<&str>> =
                    columns.iter().map(|column| column.get(row)).collect();
                let parts: Vec<&str> = cells.iter().map(|cell| cell.unwrap_or_default()).collect();
                let number = self.number(&parts.join(", "), || {
                    cells.iter().map(|cell| cell.map(str::to_owned)).collect()
                });
                of_rows.push(number);
            }
        }
        self.count(&of_rows);
        Ok(of_rows)
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
        self.cells.push(cells());
        self.rows.push(0);
        number
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
        assert_eq!(numbers.cells[4], [Some("x".to_owned()), None]);
    }
}
