//! With how many digits the numbers of rows are on a page.

use super::columns::{Column, Values};
use super::encode::ALL_BITS;

/// How many packed bytes the numbers of rows are to have at the most, if fewer digits help. They are a third more as text.
const AIM: u64 = 1_350_000;

/// With how many digits the numbers of rows are on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    /// As the tables have them.
    Exact,
    /// Seven digits of what is derived.
    Seven,
    /// Five.
    Five,
}

impl Precision {
    /// The finest one with which so many numbers stay small.
    pub fn for_numbers(numbers: u64) -> Self {
        // Packed bytes of a number, of logs of all kinds, in tenths.
        [(Self::Exact, 68), (Self::Seven, 36)]
            .into_iter()
            .find(|(_, bytes)| numbers * bytes <= 10 * AIM)
            .map_or(Self::Five, |(precision, _)| precision)
    }

    /// The bits that values keep after their first.
    pub fn bits(self, column: &Column) -> u32 {
        match (self, column.values) {
            (Self::Exact, _) | (_, Values::Place) => ALL_BITS,
            (_, Values::Position(_)) => 40,
            (Self::Seven, _) => 23,
            (Self::Five, _) if column.is_error() => 10,
            (Self::Five, _) => 16,
        }
    }

    /// In words, of derived values.
    pub fn words(self) -> &'static str {
        match self {
            Self::Exact => "all digits",
            Self::Seven => "seven digits",
            Self::Five => "five digits",
        }
    }

    /// The significant digits that values have; 0 for all of them.
    pub fn digits(self, column: &Column) -> u32 {
        match self.bits(column) {
            ALL_BITS => 0,
            // The error is half a bit beyond the last.
            bits => (f64::from(bits + 1) * 2.0_f64.log10()) as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_follow_from_bits() {
        let of = |precision: Precision, values| precision.digits(&Column::new(values));
        assert_eq!(of(Precision::Exact, Values::Speed), 0);
        assert_eq!(of(Precision::Seven, Values::Speed), 7);
        assert_eq!(of(Precision::Five, Values::Speed), 5);
        assert_eq!(of(Precision::Five, Values::Position(1)), 12);
        assert_eq!(of(Precision::Five, Values::VelocityError(0)), 3);
        assert_eq!(of(Precision::Five, Values::Place), 0);
    }

    #[test]
    fn few_numbers_are_exact() {
        assert_eq!(Precision::for_numbers(10_000), Precision::Exact);
        assert_eq!(Precision::for_numbers(300_000), Precision::Seven);
        assert_eq!(Precision::for_numbers(1_000_000), Precision::Five);
    }
}
