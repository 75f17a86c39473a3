//! How fine a clock is, and from its ticks to seconds in floating point, once they are differences.

/// The ticks that a clock counts: whole ones of 10⁻ᵏ s in 64 bits, where k is at least 9.
///
/// ```
/// use dxdt_time::Ticks;
///
/// let nanoseconds = Ticks::NANOSECONDS;
/// assert_eq!(nanoseconds.seconds_between(1_403_715_524_907_143_168, 1_403_715_524_912_143_104), 0.004999936);
/// assert_eq!(nanoseconds.seconds_between(0, -1_500_000_000), -1.5);
/// assert_eq!(nanoseconds.seconds_between(i64::MIN, i64::MAX), 18446744073.709551615);
///
/// // 0.3 s and 5·10⁻¹⁷ s, in a log of a minute.
/// let digits = Ticks::digits_of(50_000_000_000);
/// let ticks = Ticks::finest(digits, [0, 60_000_000_000]);
/// assert_eq!((digits, ticks.digits()), (17, 17));
/// assert_eq!(ticks.of(300_000_000, 50_000_000_000), 30_000_000_000_000_005);
/// assert_eq!(ticks.seconds_between(0, 30_000_000_000_000_005), 0.30000000000000005);
/// // In one of a year there is no room for so many.
/// assert_eq!(Ticks::finest(17, [0, 31_536_000_000_000_000]).digits(), 11);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticks {
    /// From 9 to 27.
    digits: u8,
}

impl Default for Ticks {
    fn default() -> Self {
        Self::NANOSECONDS
    }
}

const POWERS: [u128; Ticks::MOST_DIGITS as usize + 1] = {
    let mut powers = [1; Ticks::MOST_DIGITS as usize + 1];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// The same as floats, exact up to 10²².
const FLOATS: [f64; POWERS.len()] = {
    let mut floats = [1.0; POWERS.len()];
    let mut index = 1;
    while index < floats.len() {
        floats[index] = POWERS[index] as f64;
        index += 1;
    }
    floats
};

impl Ticks {
    /// 10⁻⁹ s, those of dates and of logs that ask for no finer ones.
    pub const NANOSECONDS: Self = Self { digits: 9 };

    /// Timestamps are [read](crate::Stamp::rest) to so many digits of a second.
    pub const MOST_DIGITS: u8 = 27;

    /// The finest ticks that so many digits of a second ask for, and that 64 bits have room for: for each timestamp from
    /// the first to the last of these, in nanoseconds, and for any difference of two.
    pub fn finest(digits: u8, [first, last]: [i64; 2]) -> Self {
        let span = i128::from(last) - i128::from(first);
        let size = span
            .max(i128::from(first).abs())
            .max(i128::from(last).abs());
        let fits = |digits: &u8| {
            let factor = POWERS[usize::from(digits - 9)] as i128;
            // A nanosecond more, for what lies beyond the whole ones.
            (size + 1)
                .checked_mul(factor)
                .is_some_and(|most| most <= i128::from(i64::MAX))
        };
        let digits = digits.clamp(9, Self::MOST_DIGITS);
        let digits = (10..=digits).rev().find(fits).unwrap_or(9);
        Self { digits }
    }

    /// How many digits of a second a [rest](crate::Stamp::rest) beyond whole nanoseconds asks for.
    pub fn digits_of(rest: i64) -> u8 {
        let mut digits = Self::MOST_DIGITS;
        let mut rest = rest;
        while digits > 9 && rest % 10 == 0 {
            rest /= 10;
            digits -= 1;
        }
        digits
    }

    /// How many digits of a second there are.
    pub fn digits(self) -> u8 {
        self.digits
    }

    /// The tick that is nearest to a timestamp of whole nanoseconds and a [rest](crate::Stamp::rest), half to even.
    #[inline]
    pub fn of(self, nanoseconds: i64, rest: i64) -> i64 {
        if self.digits == 9 {
            return nanoseconds;
        }
        // A whole nanosecond is an even number of ticks.
        let parts = rest.saturating_add(Self::rounding(rest, self.digits))
            / POWERS[usize::from(Self::MOST_DIGITS - self.digits)] as i64;
        let factor = POWERS[usize::from(self.digits - 9)] as i64;
        match nanoseconds.checked_mul(factor) {
            Some(whole) => whole.saturating_add(parts),
            None if nanoseconds < 0 => i64::MIN,
            None => i64::MAX,
        }
    }

    /// How much more the nearest tick with so many digits of a second is than a [rest](crate::Stamp::rest), in 10⁻²⁷ s.
    #[inline]
    pub fn rounding(rest: i64, digits: u8) -> i64 {
        let tick = POWERS[usize::from(Self::MOST_DIGITS - digits)] as i64;
        let over = rest.rem_euclid(tick);
        let is_odd = rest.div_euclid(tick) % 2 != 0;
        match over > tick - over || (over == tick - over && is_odd) {
            true => tick - over,
            false => -over,
        }
    }

    /// So many nanoseconds in ticks; the nearest that there is beyond 64 bits.
    #[inline]
    pub fn of_nanoseconds(self, nanoseconds: i64) -> i64 {
        self.of(nanoseconds, 0)
    }

    /// The tick that is nearest to so many seconds, of two the one farther from zero; the last one beyond 64 bits.
    pub fn of_seconds(self, seconds: f64) -> i64 {
        (seconds * FLOATS[usize::from(self.digits)]).round() as i64
    }

    /// So many ticks in nanoseconds, rounded half to even.
    #[inline]
    pub fn nanoseconds(self, ticks: i64) -> i64 {
        self.converted(ticks, Self::NANOSECONDS)
    }

    /// So many ticks in others that are not finer, rounded half to even.
    #[inline]
    pub fn converted(self, ticks: i64, others: Self) -> i64 {
        match self.digits.saturating_sub(others.digits) {
            0 => ticks,
            places => clamped(divided(i128::from(ticks), usize::from(places))),
        }
    }

    /// The seconds of so many ticks: as [`Ticks::seconds_between`] from 0.
    #[inline]
    pub fn seconds(self, ticks: i64) -> f64 {
        self.seconds_between(0, ticks)
    }

    /// The seconds from one timestamp to another: their exact difference, rounded once to the nearest `f64`.
    ///
    /// Both are ticks from one origin. Nothing overflows: any two `i64` will do. The same difference has the same
    /// seconds whatever the ticks.
    #[inline]
    pub fn seconds_between(self, from: i64, to: i64) -> f64 {
        /// Up to here an `f64` holds every integer, and one division of two exact numbers rounds once.
        const EXACT: u64 = 1 << 53;
        /// Up to here it holds every power of ten.
        const EXACT_POWERS: u8 = 22;
        let size = to.abs_diff(from);
        let seconds = if size <= EXACT && self.digits <= EXACT_POWERS {
            size as f64 / FLOATS[usize::from(self.digits)]
        } else {
            self.long_seconds(size)
        };
        if to < from { -seconds } else { seconds }
    }

    /// `size / 10ᵏ` where one division of floats may round more than once.
    ///
    /// The integer quotient of `size · 2⁶⁴` has at least 57 bits, four more than an `f64`, if `size` is above 2⁵³. Its
    /// last bit is set where there is a remainder, so that the conversion to `f64`, the only rounding, never takes an
    /// inexact quotient for a tie.
    #[cold]
    fn long_seconds(self, size: u64) -> f64 {
        const SHIFT: u32 = 64;
        let divisor = POWERS[usize::from(self.digits)];
        if self.digits > 18 {
            // The standard library reads a decimal number correctly rounded.
            let text = format!("{size}e-{}", self.digits);
            return text.parse().unwrap_or(f64::NAN);
        }
        let scaled = u128::from(size) << SHIFT;
        let quotient = scaled / divisor;
        let sticky = u128::from(quotient * divisor != scaled);
        (quotient | sticky) as f64 / (1_u128 << SHIFT) as f64
    }
}

/// `value / 10^places`, rounded half to even.
fn divided(value: i128, places: usize) -> i128 {
    let scale = POWERS[places] as i128;
    let (quotient, remainder) = (value.div_euclid(scale), value.rem_euclid(scale));
    let complement = scale - remainder;
    let up = remainder > complement || (remainder == complement && quotient % 2 != 0);
    quotient + i128::from(up)
}

fn clamped(value: i128) -> i64 {
    value.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A decimal number as the standard library reads it, which is correctly rounded.
    fn decimal(size: u64, digits: u8) -> f64 {
        format!("{size}e-{digits}").parse().unwrap()
    }

    #[test]
    fn rests_are_rounded_once() {
        let of = |digits, nanoseconds, rest| Ticks { digits }.of(nanoseconds, rest);
        let half = 500_000_000_000_000_000;
        assert_eq!(of(10, 1, half), 15);
        assert_eq!((of(10, 1, -half), of(10, -1, half)), (5, -5));
        // Half to even, of the whole and not of the rest alone.
        assert_eq!((of(10, 0, half / 10), of(10, 0, 3 * half / 10)), (0, 2));
        assert_eq!(of(27, 8, half + 3), 8_500_000_000_000_000_003);
        assert_eq!(of(12, i64::MAX, 0), i64::MAX);
        assert_eq!(Ticks::rounding(half / 10, 10), -half / 10);
        assert_eq!(Ticks::rounding(3 * half / 10, 10), half / 10);
        assert_eq!(Ticks::rounding(-half / 2, 9), half / 2);
        assert_eq!(Ticks::rounding(-7, 27), 0);
    }

    #[test]
    fn ticks_are_as_fine_as_there_is_room() {
        let day = 86_400_000_000_000;
        for (digits, range, expected) in [
            (9, [0, 0], 9),
            (27, [0, 0], 27),
            (12, [0, 100 * day], 12),
            (12, [0, 107 * day], 11),
            (12, [-60 * day, 60 * day], 11),
            (20, [0, 92_000_000_000], 17),
            (20, [i64::MIN, i64::MAX], 9),
        ] {
            assert_eq!(
                Ticks::finest(digits, range).digits(),
                expected,
                "{digits} {range:?}"
            );
        }
        assert_eq!(Ticks::digits_of(0), 9);
        assert_eq!(Ticks::digits_of(-100_000_000_000_000_000), 10);
        assert_eq!(Ticks::digits_of(i64::MAX), 27);
    }

    proptest! {
        #[test]
        fn seconds_are_what_the_decimal_text_reads_as(from: i64, size: u64, shift in 0..64_u32, digits in 9..=27_u8) {
            let to = from.wrapping_add_unsigned(size >> shift);
            let size = to.abs_diff(from);
            let seconds = Ticks { digits }.seconds_between(from, to);
            prop_assert_eq!(seconds.abs(), decimal(size, digits));
            prop_assert_eq!(seconds, -Ticks { digits }.seconds_between(to, from));
        }

        #[test]
        fn finer_ticks_have_the_same_seconds(from: i32, to: i32, digits in 9..=18_u8) {
            let [from, to] = [i64::from(from), i64::from(to)];
            let ticks = Ticks { digits };
            let finer = ticks.seconds_between(ticks.of_nanoseconds(from), ticks.of_nanoseconds(to));
            prop_assert_eq!(finer, Ticks::NANOSECONDS.seconds_between(from, to));
            prop_assert_eq!(ticks.nanoseconds(ticks.of_nanoseconds(from)), from);
        }

        #[test]
        fn what_fits_is_not_cut(first: i64, last: i64, asked in 9..=27_u8, part: i64) {
            let range = [first.min(last), first.max(last)];
            let ticks = Ticks::finest(asked, range);
            prop_assert!(ticks.digits() <= asked);
            let part = part % 500_000_000_000_000_000;
            let ends = range.map(|end| ticks.of(end, part));
            for (end, ticks_of) in range.iter().zip(ends) {
                prop_assert!(ticks.nanoseconds(ticks_of).abs_diff(*end) <= 1);
            }
        }
    }
}
