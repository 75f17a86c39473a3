//! Whether cells of text are numbers, so that tables with types can have them as such without losing a digit.

use polars::prelude::{Column, DataType, PolarsResult};

/// What the cells of a column are, as far as they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellType {
    are_whole: bool,
    are_short: bool,
}

impl Default for CellType {
    /// Of no cells.
    fn default() -> Self {
        Self {
            are_whole: true,
            are_short: true,
        }
    }
}

impl CellType {
    /// Of the cells of a column of text.
    pub fn of(column: &Column) -> Self {
        let mut found = Self::default();
        if let Ok(cells) = column.str() {
            found.extend(cells.iter().flatten());
        }
        found
    }

    /// Adds cells.
    pub fn extend<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        let mut previous = None;
        for cell in cells {
            // Cells come in runs, entities above all.
            if previous == Some(cell) {
                continue;
            }
            previous = Some(cell);
            self.are_whole = self.are_whole && is_whole(cell);
            self.are_short = self.are_short && is_short(cell);
            if !self.are_whole && !self.are_short {
                return;
            }
        }
    }

    /// A column of text as whole numbers where that loses nothing of any cell, else as it is.
    pub fn whole_numbers(self, column: Column) -> PolarsResult<Column> {
        if self.are_whole {
            column.cast(&DataType::Int64)
        } else {
            Ok(column)
        }
    }

    /// A column of text as whole numbers or floats where that loses no digit of any cell, else as it is.
    pub fn numbers(self, column: Column) -> PolarsResult<Column> {
        if self.are_short && !self.are_whole {
            column.cast(&DataType::Float64)
        } else {
            self.whole_numbers(column)
        }
    }
}

fn is_whole(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain && (digits == "0" || !digits.starts_with('0')) && cell.parse::<i64>().is_ok()
}

/// 15 significant digits go through a 64-bit float and back.
fn is_short(cell: &str) -> bool {
    let mantissa = cell.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa
        .trim_start_matches(['-', '+', '0', '.'])
        .bytes()
        .filter(u8::is_ascii_digit)
        .count();
    digits <= 15 && cell.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use polars::prelude::{IntoColumn, NamedFrom, Series};

    use super::*;

    #[test]
    fn text_becomes_numbers_only_where_nothing_is_lost() {
        let column = |cells: &[&str]| Series::new("c".into(), cells).into_column();
        let typed = |cells: &[&str]| {
            let column = column(cells);
            let numbers = CellType::of(&column).numbers(column).unwrap();
            numbers.dtype().clone()
        };
        assert_eq!(typed(&["1403715524907143168", "-3"]), DataType::Int64);
        assert_eq!(typed(&["0.16", "1305031098.6659"]), DataType::Float64);
        assert_eq!(typed(&["1.706282470098386526e+09"]), DataType::String);
        assert_eq!(typed(&["A"]), DataType::String);
        let sevens = column(&["007"]);
        let whole = CellType::of(&sevens).whole_numbers(sevens).unwrap();
        assert_eq!(whole.dtype(), &DataType::String);
    }
}
