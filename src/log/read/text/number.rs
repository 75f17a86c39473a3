//! A cell as a number.

use std::borrow::Cow;

use crate::log::clock::is_missing;

/// What the cell of a column of numbers holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Value(f64),
    /// It is empty or a word for a missing value.
    Missing,
    /// It is neither a number nor such a word.
    None,
}

impl Number {
    /// Reads a cell as the nearest number; spaces around it do not matter.
    pub fn read(cell: &str, decimal_comma: bool) -> Self {
        let cell = match cell.as_bytes() {
            [b'!'..=b'~', .., b'!'..=b'~'] => cell,
            _ => cell.trim(),
        };
        let pointed = match decimal_comma && cell.contains(',') {
            true => Cow::Owned(cell.replace(',', ".")),
            false => Cow::Borrowed(cell),
        };
        match fast_float2::parse::<f64, _>(pointed.as_bytes()) {
            Ok(value) if !value.is_nan() => Self::Value(value),
            _ if is_missing(cell) => Self::Missing,
            Ok(value) => Self::Value(value),
            Err(_) => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(cell: &str) -> Number {
        Number::read(cell, false)
    }

    #[test]
    fn words_for_missing_values_are_no_numbers() {
        for cell in ["", " ", "NA", "n/a", "nan", "-", "null", " NaN "] {
            assert_eq!(read(cell), Number::Missing, "{cell}");
        }
        for cell in ["a", "1,5", "1 2", "0x1", "1e", "--1", "1.5.2", "１"] {
            assert_eq!(read(cell), Number::None, "{cell}");
        }
        assert!(matches!(read("-nan"), Number::Value(value) if value.is_nan()));
        assert_eq!(read("-inf"), Number::Value(f64::NEG_INFINITY));
    }

    #[test]
    fn a_comma_is_a_point_where_numbers_have_one() {
        assert_eq!(Number::read("-1,25e2", true), Number::Value(-125.0));
        assert_eq!(Number::read("1.5", true), Number::Value(1.5));
        assert_eq!(Number::read("1.234,5", true), Number::None);
    }

    proptest! {
        #[test]
        fn numbers_are_the_nearest(
            any: f64,
            written in "[ \u{a0}]?[-+]?[0-9]{0,25}\\.?[0-9]{0,25}([eE][-+]?[0-9]{0,3})?[ \t]?",
            comma: bool,
        ) {
            for cell in [any.to_string(), format!("{any:e}"), written] {
                let expected = match cell.trim() {
                    "" | "-" => Number::Missing,
                    number => number.parse().map_or(Number::None, |value: f64| {
                        if value.is_nan() { Number::Missing } else { Number::Value(value) }
                    }),
                };
                let cell = if comma { cell.replace('.', ",") } else { cell };
                prop_assert_eq!(Number::read(&cell, comma), expected, "{:?}", cell);
            }
        }
    }
}
