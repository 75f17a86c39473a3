//! Lengths of time for people: `10s`, `1.5 h`, `5 ms`, `1 h 23 min`.

use std::fmt;
use std::str::FromStr;

use super::decimal::Decimal;
use super::error::{DurationError, excerpt};
use super::unit::TimeUnit;

/// Reads a duration longer than zero as nanoseconds, exactly, rounded half to even to a whole one.
///
/// It is a number and a unit (`ns`, `us` or `µs`, `ms`, `s`, `min` or `m`, `h`, `d`, or their English names), with or
/// without a space; several of them in a row add up; a number alone is seconds.
///
/// ```
/// use dxdt_time::parse_duration;
///
/// assert_eq!(parse_duration("250ms")?, 250_000_000);
/// assert_eq!(parse_duration("1.5 h")?, 5_400_000_000_000);
/// assert_eq!(parse_duration("1h 23min")?, 4_980_000_000_000);
/// assert_eq!(parse_duration("0.16")?, 160_000_000);
/// assert!(parse_duration("0 s").is_err() && parse_duration("-1s").is_err());
/// # Ok::<(), dxdt_time::DurationError>(())
/// ```
///
/// # Errors
///
/// Where the text is no duration, the duration is not longer than zero, or it does not fit an `i64`.
pub fn parse_duration(text: &str) -> Result<i64, DurationError> {
    let shown = || excerpt(text);
    let not_a_duration = || DurationError::NotADuration { text: shown() };
    let too_long = || DurationError::TooLong { text: shown() };
    let mut rest = text.trim();
    let mut total = 0_i64;
    let mut negative = false;
    loop {
        let (number, end) = Decimal::read_prefix(rest.as_bytes()).map_err(|_| not_a_duration())?;
        // The number is ASCII, so that its end is a character boundary.
        let after = rest.get(end..).unwrap_or_default().trim_start();
        let unit_end = after
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(after.len());
        let (name, following) = after.split_at(unit_end);
        let unit = match name {
            // Only a number that is the whole text may go without a unit.
            "" if following.is_empty() && end == text.trim().len() => TimeUnit::Second,
            "m" => TimeUnit::Minute,
            _ => name.parse().map_err(|_| not_a_duration())?,
        };
        negative |= number.is_negative();
        let (factor, power) = unit.scale();
        let part = number.scaled(factor, power).ok_or_else(too_long)?;
        total = total.checked_add(part.value).ok_or_else(too_long)?;
        rest = following.trim_start();
        if rest.is_empty() {
            break;
        }
    }
    if negative || total <= 0 {
        return Err(DurationError::NotPositive { text: shown() });
    }
    Ok(total)
}

/// A number of nanoseconds that is written and read as people do.
///
/// Below a minute it is written with up to four digits, above as its two largest units, rounded half to even.
///
/// ```
/// use dxdt_time::DurationText;
///
/// assert_eq!(DurationText(5_000_000).to_string(), "5 ms");
/// assert_eq!(DurationText(4_999_936).to_string(), "5 ms");
/// assert_eq!(DurationText(33_333_333).to_string(), "33.33 ms");
/// assert_eq!(DurationText(4_980_000_000_000).to_string(), "1 h 23 min");
/// assert_eq!(DurationText(-90_000_000_000).to_string(), "-1 min 30 s");
/// assert_eq!("2 d 3 h".parse(), Ok(DurationText(183_600_000_000_000)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DurationText(
    /// Nanoseconds.
    pub i64,
);

impl FromStr for DurationText {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        parse_duration(text).map(DurationText)
    }
}

const SECOND: u64 = TimeUnit::Second.nanoseconds() as u64;
const MINUTE: u64 = TimeUnit::Minute.nanoseconds() as u64;
const HOUR: u64 = TimeUnit::Hour.nanoseconds() as u64;
const DAY: u64 = TimeUnit::Day.nanoseconds() as u64;

impl fmt::Display for DurationText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            f.write_str("-")?;
        }
        // Rounded before a unit is chosen, so that 59.9999 s is 1 min.
        let size = self.0.unsigned_abs();
        let size = if size < MINUTE {
            round_to(size, four_digit_step(size))
        } else {
            size
        };
        let size = if (MINUTE..HOUR).contains(&size) {
            round_to(size, SECOND)
        } else {
            size
        };
        let size = if (HOUR..DAY).contains(&size) {
            round_to(size, MINUTE)
        } else {
            size
        };
        let size = if size >= DAY {
            round_to(size, HOUR)
        } else {
            size
        };
        let (large, large_name, small, small_name) = match size {
            DAY.. => (DAY, "d", HOUR, "h"),
            HOUR.. => (HOUR, "h", MINUTE, "min"),
            MINUTE.. => (MINUTE, "min", SECOND, "s"),
            SECOND.. => return write_decimal(f, size, SECOND, "s"),
            1_000_000.. => return write_decimal(f, size, 1_000_000, "ms"),
            1_000.. => return write_decimal(f, size, 1_000, "µs"),
            _ => return write!(f, "{size} ns"),
        };
        write!(f, "{} {large_name}", size / large)?;
        match size % large / small {
            0 => Ok(()),
            count => write!(f, " {count} {small_name}"),
        }
    }
}

/// A number of seconds, written as a [`DurationText`], and with up to four digits where it is a few nanoseconds or
/// less.
///
/// ```
/// use dxdt_time::SecondsText;
///
/// assert_eq!(SecondsText(4980.0).to_string(), "1 h 23 min");
/// assert_eq!(SecondsText(1e-10).to_string(), "100 ps");
/// assert_eq!(SecondsText(-2.5e-17).to_string(), "-25 as");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SecondsText(
    /// Seconds.
    pub f64,
);

impl fmt::Display for SecondsText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(f64, &str); 4] = [(1e9, "ns"), (1e12, "ps"), (1e15, "fs"), (1e18, "as")];
        let size = self.0.abs();
        if size >= 1e-8 || size == 0.0 || size.is_nan() {
            return DurationText((self.0 * 1e9).round() as i64).fmt(f);
        }
        // What would be written as 1000 ps is a nanosecond.
        let is_large_enough = |(units, _): &(f64, &str)| size * units >= 0.999_95;
        let Some((units, name)) = UNITS.into_iter().find(is_large_enough) else {
            let four_digits = format!("{:.3e}", self.0).parse().unwrap_or(self.0);
            return write!(f, "{four_digits:e} s");
        };
        let scaled = self.0 * units;
        let power = 10_f64.powi(3 - scaled.abs().log10().floor() as i32);
        write!(f, "{} {name}", (scaled * power).round() / power)
    }
}

/// The place of the fourth digit.
fn four_digit_step(size: u64) -> u64 {
    let mut step = 1;
    while size / step >= 10_000 {
        step *= 10;
    }
    step
}

/// The nearest multiple of `step`, the even one of two.
fn round_to(size: u64, step: u64) -> u64 {
    let (quotient, remainder) = (size / step, size % step);
    let complement = step - remainder;
    let up = remainder > complement || (remainder == complement && quotient % 2 == 1);
    (quotient + u64::from(up)) * step
}

/// Writes `size / unit` without zeros at its end.
fn write_decimal(f: &mut fmt::Formatter<'_>, size: u64, unit: u64, name: &str) -> fmt::Result {
    write!(f, "{}", size / unit)?;
    let mut rest = size % unit;
    if rest > 0 {
        f.write_str(".")?;
    }
    while rest > 0 {
        rest *= 10;
        write!(f, "{}", rest / unit)?;
        rest %= unit;
    }
    write!(f, " {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        for (text, nanoseconds) in [
            ("10s", 10 * 1_000_000_000),
            (" 5min ", 300 * 1_000_000_000),
            ("5m", 300 * 1_000_000_000),
            ("2h", 7_200 * 1_000_000_000),
            ("1d", 86_400 * 1_000_000_000),
            ("1h30m", 5_400 * 1_000_000_000),
            ("1 d 2 h 3 min 4 s 5 ms 6 µs 7 ns", 93_784_005_006_007),
            ("0,5 s", 500_000_000),
            ("1e3us", 1_000_000),
            ("+7ns", 7),
            ("2.5ns", 2),
            ("3 Seconds", 3_000_000_000),
        ] {
            assert_eq!(parse_duration(text), Ok(nanoseconds), "{text}");
        }
        for text in [
            "",
            "s",
            "5 5",
            "5s 5",
            "1.5.5s",
            "5 fortnights",
            "5s!",
            "none",
            "1 h -",
        ] {
            assert!(
                matches!(
                    parse_duration(text),
                    Err(DurationError::NotADuration { .. })
                ),
                "{text}"
            );
        }
        for text in [
            "0",
            "0s",
            "-1s",
            "-0",
            "0.1ns",
            "2h -1min",
            "1e-999999999999999999999",
        ] {
            assert!(
                matches!(parse_duration(text), Err(DurationError::NotPositive { .. })),
                "{text}"
            );
        }
        for text in ["293 d 1e9 h", "1e99 ns", "200000 d", "100000d 100000d"] {
            assert!(
                matches!(parse_duration(text), Err(DurationError::TooLong { .. })),
                "{text}"
            );
        }
    }

    #[test]
    fn seconds_are_written_below_a_nanosecond_too() {
        for (seconds, text) in [
            (0.0, "0 ns"),
            (1.0, "1 s"),
            (1e-9, "1 ns"),
            (0.999_99e-9, "1 ns"),
            (0.123_456e-9, "123.5 ps"),
            (-0.999_99e-12, "-1 ps"),
            (1e-17, "10 as"),
            (5.9e-9, "5.9 ns"),
            (2e-20, "2e-20 s"),
            (9.999_999_999_999_999e-26, "1e-25 s"),
            (f64::INFINITY, "106752 d"),
        ] {
            assert_eq!(SecondsText(seconds).to_string(), text);
        }
    }

    #[test]
    fn durations_are_written() {
        for (nanoseconds, text) in [
            (0, "0 ns"),
            (999, "999 ns"),
            (1_000, "1 µs"),
            (1_500, "1.5 µs"),
            (999_999, "1 ms"),
            (12_345_678, "12.35 ms"),
            (100_050_000, "100 ms"),
            (999_960_000, "1 s"),
            (59_999_000_000, "1 min"),
            (60_000_000_000, "1 min"),
            (3_599_900_000_000, "1 h"),
            (86_399_000_000_000, "1 d"),
            (183_600_000_000_000, "2 d 3 h"),
            (i64::MIN, "-106752 d"),
        ] {
            assert_eq!(DurationText(nanoseconds).to_string(), text);
        }
    }
}
