//! A column of the sample: its name, what its cells look like, and its numbers.

use dxdt_formats::{ColumnName, Numerals, read_degrees, read_number};
use dxdt_time::{FormatError, StampFormat, StampHints, is_date_only, is_missing, is_time_of_day};

/// What most cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Empty,
    Number,
    /// Degrees with signs or letters, such as `33.9S`.
    Degrees,
    DateAndTime,
    DateOnly,
    TimeOfDay,
    Text,
}

impl Content {
    /// Looks at a sample of a column. Most cells decide, so that one bad cell becomes an error at its line and
    /// not another role for its column.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str> + Clone, numerals: Numerals) -> Self {
        let cells = cells.filter(|cell| !is_missing(cell));
        let count = cells.clone().count();
        if count == 0 {
            return Self::Empty;
        }
        let most = |test: &dyn Fn(&str) -> bool| {
            2 * cells.clone().filter(|cell| test(cell)).count() > count
        };
        // Of two cells one is enough: a column of text is not half numbers.
        let numbers = cells
            .clone()
            .filter(|cell| read_number(cell, numerals).is_some())
            .count();
        if 2 * numbers >= count {
            Self::Number
        } else if most(&is_date_only) {
            Self::DateOnly
        } else if most(&is_time_of_day) {
            Self::TimeOfDay
        } else if most(&|cell| read_degrees(cell).is_some()) {
            Self::Degrees
        } else {
            match StampFormat::detect(cells, &StampHints::default()) {
                Ok(_)
                | Err(
                    FormatError::AmbiguousDayMonth { .. }
                    | FormatError::ContradictoryDayMonth { .. }
                    | FormatError::TwoDigitYear { .. }
                    | FormatError::FrameRateMissing { .. },
                ) => Self::DateAndTime,
                Err(_) => Self::Text,
            }
        }
    }

    /// Whether the cells are dates or times.
    pub fn is_time(self) -> bool {
        matches!(self, Self::DateAndTime | Self::DateOnly | Self::TimeOfDay)
    }
}

/// A column as it is looked at to find what it is.
#[derive(Debug)]
pub(super) struct ColumnView<'a> {
    pub name: ColumnName,
    pub content: Content,
    /// The cells, row by row.
    pub cells: Vec<&'a str>,
    /// Their numbers, NaN where there are none.
    pub numbers: Vec<f64>,
}

impl<'a> ColumnView<'a> {
    pub fn of(name: ColumnName, cells: Vec<&'a str>, numerals: Numerals) -> Self {
        let content = Content::of(cells.iter().copied(), numerals);
        let number = |cell: &&str| match content {
            Content::Number => read_number(cell, numerals),
            Content::Degrees => read_degrees(cell),
            _ => None,
        };
        Self {
            name,
            numbers: cells
                .iter()
                .map(|cell| number(cell).unwrap_or(f64::NAN))
                .collect(),
            content,
            cells,
        }
    }

    /// The numbers that are there.
    pub fn finite(&self) -> impl Iterator<Item = f64> + Clone {
        self.numbers
            .iter()
            .copied()
            .filter(|number| number.is_finite())
    }

    /// Whether the values are not all the same.
    pub fn moves(&self) -> bool {
        let mut values = self.finite();
        let first = values.next();
        values.any(|value| Some(value) != first)
    }

    /// Whether all numbers are whole.
    pub fn is_whole(&self) -> bool {
        self.finite().all(|value| value.fract() == 0.0)
    }

    /// Whether any cell has a decimal mark.
    pub fn has_decimals(&self) -> bool {
        let has_mark = |cell: &&str| cell.contains(['.', ',']) && !is_missing(cell);
        self.cells.iter().any(has_mark)
    }

    /// The least and the greatest number.
    pub fn range(&self) -> Option<[f64; 2]> {
        let grow = |[least, most]: [f64; 2], value: f64| [least.min(value), most.max(value)];
        let range = self.finite().fold([f64::INFINITY, f64::NEG_INFINITY], grow);
        (range[0] <= range[1]).then_some(range)
    }

    /// The share of cells that are empty or a word for a missing value.
    pub fn missing_share(&self) -> f64 {
        let missing = self.cells.iter().filter(|cell| is_missing(cell)).count();
        missing as f64 / self.cells.len().max(1) as f64
    }

    /// The median of the steps from row to row, without their signs, as far as they are not zero.
    pub fn median_step(&self) -> Option<f64> {
        let values: Vec<f64> = self.finite().collect();
        let steps = values.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        median(steps.filter(|step| *step > 0.0).collect())
    }
}

/// The middle value.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// The columns of a table: a header and rows, apart by `|`.
    pub fn views(table: &str) -> Vec<ColumnView<'_>> {
        let mut lines = table
            .split('|')
            .map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let rows: Vec<Vec<&str>> = lines.collect();
        let view = |(index, name): (usize, &&str)| {
            let cells = rows.iter().map(|row| row[index]).collect();
            ColumnView::of(ColumnName::parse(name), cells, Numerals::default())
        };
        header.iter().enumerate().map(view).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &str) -> Content {
        Content::of(cells.split('|'), Numerals::default())
    }

    #[test]
    fn contents_are_told_apart() {
        assert_eq!(of("1|2.5|-3e4"), Content::Number);
        assert_eq!(of("1|NA||2"), Content::Number);
        assert_eq!(of("1|abc|2"), Content::Number);
        assert_eq!(of("2021-03-20|2021-03-21"), Content::DateOnly);
        assert_eq!(of("10:00:01|10:00:02"), Content::TimeOfDay);
        assert_eq!(of("59:55.0|1:00:00.0"), Content::TimeOfDay);
        assert_eq!(
            of("2021-03-20 10:00|2021-03-20 10:01"),
            Content::DateAndTime
        );
        assert_eq!(of("03/04/2021 10:00"), Content::DateAndTime);
        assert_eq!(of("33.9S|33.8S"), Content::Degrees);
        assert_eq!(of("A|B"), Content::Text);
        assert_eq!(of("|NA"), Content::Empty);
        let comma = Numerals {
            decimal_comma: true,
            ..Numerals::default()
        };
        assert_eq!(Content::of(["0,5"].into_iter(), comma), Content::Number);
    }

    #[test]
    fn numbers_are_looked_at() {
        let view = |cells: &'static str| {
            let name = ColumnName::parse("x");
            ColumnView::of(name, cells.split(' ').collect(), Numerals::default())
        };
        assert!(view("1 1 2").moves() && !view("1 NA 1").moves());
        assert!(view("1 2").is_whole() && !view("1 2.5").is_whole());
        assert_eq!(view("1 2 4 4 7").median_step(), Some(2.0));
        assert_eq!(view("3 NA 1").range(), Some([1.0, 3.0]));
        assert_eq!(view("NA").range(), None);
    }
}
