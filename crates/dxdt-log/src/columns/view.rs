//! What the cells of a column look like.

use dxdt_time::{FormatError, StampFormat, StampHints, is_date_only, is_missing, is_time_of_day};

/// What most cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Empty,
    Number,
    DateAndTime,
    DateOnly,
    TimeOfDay,
    Text,
}

impl Content {
    /// Looks at a sample of a column. Most cells decide, so that one bad cell becomes an error at its line and
    /// not another role for its column.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str> + Clone, decimal_comma: bool) -> Self {
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
            .filter(|cell| is_number(cell, decimal_comma))
            .count();
        if 2 * numbers >= count {
            Self::Number
        } else if most(&is_date_only) {
            Self::DateOnly
        } else if most(&is_time_of_day) {
            Self::TimeOfDay
        } else {
            match StampFormat::detect(cells, &StampHints::default()) {
                Ok(_)
                | Err(
                    FormatError::AmbiguousDayMonth { .. }
                    | FormatError::ContradictoryDayMonth { .. }
                    | FormatError::TwoDigitYear { .. },
                ) => Self::DateAndTime,
                Err(_) => Self::Text,
            }
        }
    }
}

fn is_number(cell: &str, decimal_comma: bool) -> bool {
    let cell = cell.trim();
    if decimal_comma && cell.contains(',') {
        cell.replacen(',', ".", 1).parse::<f64>().is_ok()
    } else {
        cell.parse::<f64>().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &str) -> Content {
        Content::of(cells.split('|'), false)
    }

    #[test]
    fn contents_are_told_apart() {
        assert_eq!(of("1|2.5|-3e4"), Content::Number);
        assert_eq!(of("1|NA||2"), Content::Number);
        assert_eq!(of("1|abc|2"), Content::Number);
        assert_eq!(of("2021-03-20|2021-03-21"), Content::DateOnly);
        assert_eq!(of("10:00:01|10:00:02"), Content::TimeOfDay);
        assert_eq!(
            of("2021-03-20 10:00|2021-03-20 10:01"),
            Content::DateAndTime
        );
        assert_eq!(of("03/04/2021 10:00"), Content::DateAndTime);
        assert_eq!(of("A|B"), Content::Text);
        assert_eq!(of("|NA"), Content::Empty);
        assert_eq!(Content::of(["0,5"].into_iter(), true), Content::Number);
    }
}
