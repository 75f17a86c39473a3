//! A cell as a number.

use std::borrow::Cow;

use dxdt_time::is_missing;

use super::numerals::{Numerals, is_grouped};

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
    #[inline]
    pub fn read(cell: &str, numerals: Numerals) -> Self {
        let mark = if numerals.decimal_comma { b',' } else { b'.' };
        match short(cell.as_bytes(), mark) {
            Some(value) => Self::Value(value),
            None => Self::read_any(cell, numerals),
        }
    }

    fn read_any(cell: &str, numerals: Numerals) -> Self {
        let cell = cell.trim();
        let plain = cell
            .replace('\u{2212}', "-")
            .replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
        let decimal = if numerals.decimal_comma { b',' } else { b'.' };
        let plain = match is_grouped(&plain, b' ', decimal) {
            true => plain.replace(' ', ""),
            false => plain,
        };
        let cell = plain.as_str();
        let pointed = match numerals {
            Numerals {
                decimal_comma: true,
                ..
            } if is_grouped(cell, b'.', b',') => {
                Cow::Owned(cell.replace('.', "").replace(',', "."))
            }
            Numerals {
                decimal_comma: true,
                ..
            } => Cow::Owned(cell.replace(',', ".")),
            Numerals {
                thousands_comma: true,
                ..
            } if is_grouped(cell, b',', b'.') => Cow::Owned(cell.replace(',', "")),
            _ if is_grouped(&cell.replace('’', "'"), b'\'', b'.') => {
                Cow::Owned(cell.replace(['\'', '’'], ""))
            }
            _ => Cow::Borrowed(cell),
        };
        match pointed.parse::<f64>() {
            Ok(value) if !value.is_nan() => Self::Value(value),
            _ if is_missing(cell) => Self::Missing,
            Ok(value) => Self::Value(value),
            Err(_) => Self::None,
        }
    }
}

/// The number that a cell holds; `None` where it is empty, a word for a missing value, or no number.
pub fn read_number(cell: &str, numerals: Numerals) -> Option<f64> {
    match Number::read(cell, numerals) {
        Number::Value(value) => Some(value),
        Number::Missing | Number::None => None,
    }
}

/// A number of at most fifteen digits without an exponent, as most are: whole numbers below 2⁵³ and powers of ten up to
/// 10²² are exact, so that their quotient is the nearest number.
#[inline]
fn short(cell: &[u8], mark: u8) -> Option<f64> {
    const POWERS: [f64; 16] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    let (is_negative, digits) = match cell {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > 16 {
        return None;
    }
    let (mut value, mut point) = (0, None);
    for (at, &byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            value = value * 10 + u64::from(digit);
        } else if byte == mark && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    let places = point.map_or(0, |point| digits.len() - point - 1);
    let count = digits.len() - usize::from(point.is_some());
    let is_short = (1..=15).contains(&count);
    let value = is_short.then(|| value as f64 / POWERS[places])?;
    Some(if is_negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMA: Numerals = Numerals {
        decimal_comma: true,
        thousands_comma: false,
    };
    const THOUSANDS: Numerals = Numerals {
        decimal_comma: false,
        thousands_comma: true,
    };

    fn read(cell: &str) -> Number {
        Number::read(cell, Numerals::default())
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
        assert_eq!(Number::read("-1,25e2", COMMA), Number::Value(-125.0));
        assert_eq!(Number::read("1.5", COMMA), Number::Value(1.5));
        assert_eq!(Number::read("1.2345,5", COMMA), Number::None);
    }

    #[test]
    fn marks_between_thousands_are_passed_over() {
        assert_eq!(Number::read("1.234,5", COMMA), Number::Value(1234.5));
        assert_eq!(Number::read("1.000", COMMA), Number::Value(1000.0));
        assert_eq!(Number::read("1,001", THOUSANDS), Number::Value(1001.0));
        assert_eq!(
            Number::read("-1,234,567.5", THOUSANDS),
            Number::Value(-1234567.5)
        );
        assert_eq!(Number::read("1,01", THOUSANDS), Number::None);
        assert_eq!(read("2'600'123.5"), Number::Value(2600123.5));
        assert_eq!(read("1'0"), Number::None);
        assert_eq!(read("1,001"), Number::None);
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
                let (cell, numerals) = match comma {
                    true => (cell.replace('.', ","), COMMA),
                    false => (cell, Numerals::default()),
                };
                prop_assert_eq!(Number::read(&cell, numerals), expected, "{:?}", cell);
            }
        }
    }
}
