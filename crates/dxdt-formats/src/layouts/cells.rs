//! The cells of a text table, with the decimal point and the line of each.

use std::borrow::Cow;

use polars::prelude::Column;

use dxdt_motion::error::{At, Result};
use dxdt_time::is_missing;

use super::super::{Budget, CellKind, TextTable};

/// Every cell of a text table as text.
pub(super) struct Cells<'a> {
    text: &'a TextTable<'a>,
    columns: Vec<Column>,
    /// What is left of the memory.
    pub budget: Budget,
}

impl<'a> Cells<'a> {
    /// Reads all columns.
    ///
    /// # Errors
    /// Where the table cannot be read, or outgrows the memory.
    pub fn read(text: &'a TextTable<'a>) -> Result<Self> {
        let wanted: Vec<_> = (0..text.dialect().names.len())
            .map(|index| (index, CellKind::Text))
            .collect();
        let budget = text.budget()?;
        let columns = text.read(&wanted)?;
        Ok(Self {
            text,
            columns,
            budget,
        })
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.columns.first().map_or(0, Column::len)
    }

    /// The column behind the last one: the number of each row.
    pub fn row_numbers(&self) -> usize {
        self.columns.len()
    }

    /// A cell, with a decimal point if it is a number with a decimal comma; `None` where it is empty.
    pub fn get(&self, column: usize, row: usize) -> Option<Cow<'_, str>> {
        if column == self.row_numbers() {
            return Some(Cow::Owned(row.to_string()));
        }
        let cells = self.columns.get(column)?.str().ok()?;
        let cell = cells.get(row).filter(|cell| !cell.trim().is_empty())?;
        Some(if self.text.dialect().decimal_comma {
            with_point(cell)
        } else {
            Cow::Borrowed(cell)
        })
    }

    /// Whether a cell is empty or a word for a missing value.
    pub fn is_missing(&self, column: usize, row: usize) -> bool {
        self.get(column, row).is_none_or(|cell| is_missing(&cell))
    }

    /// The line of a row.
    pub fn line(&self, row: usize) -> u64 {
        match self.text.places().of_row(row) {
            At::Line(line) | At::Record(line) => line,
        }
    }
}

/// A number with a decimal comma, with a point; other text as it is.
pub(super) fn with_point(cell: &str) -> Cow<'_, str> {
    let pointed = cell.replacen(',', ".", 1);
    if cell.contains(',') && pointed.trim().parse::<f64>().is_ok() {
        Cow::Owned(pointed)
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_lose_their_comma() {
        assert_eq!(with_point("-1,5e3"), "-1.5e3");
        assert_eq!(with_point("a,b"), "a,b");
        assert_eq!(with_point("1,234,567"), "1,234,567");
        assert_eq!(with_point("1.5"), "1.5");
    }
}
