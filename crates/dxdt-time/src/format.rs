//! The format of a column of timestamps, which reads its cells.

use std::fmt;

use super::datetime::{DateOrder, read_civil, read_time_of_day};
use super::day_number::DayNumber;
use super::decimal::{Decimal, DecimalMark};
use super::elapsed_text::ElapsedForm;
use super::error::{Reason, StampError};
use super::frame_rate::FrameRate;
use super::pattern::Pattern;
use super::stamp::Stamp;
use super::unit::{TimeUnit, UnitSource};

/// Where the nanoseconds of a column count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// 1970-01-01 00:00 UTC.
    UnixEpoch,
    /// The log's own zero.
    LogStart,
    /// The midnight before each time of day. A log that runs past midnight starts again from 0.
    Midnight,
}

/// How a column of numbers is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// The unit of the numbers.
    pub unit: TimeUnit,
    /// Where the unit comes from.
    pub unit_source: UnitSource,
    /// The Unix epoch, or the log's own zero.
    pub origin: Origin,
    /// What day numbers count from; the nanoseconds count from 1970 then.
    pub day_number: Option<DayNumber>,
    /// The decimal mark of the column; `None` where no number has one, or where it is not fixed: any is read then.
    pub decimal_mark: Option<DecimalMark>,
}

/// The format of a column of timestamps: decided by [`StampFormat::detect`], or built by hand.
#[derive(Clone, Debug, PartialEq)]
pub enum StampFormat {
    /// Numbers: epoch numbers or relative times.
    Number(NumberFormat),
    /// Civil dates, with or without a time of day and an offset.
    Date(DateOrder),
    /// Times of day without a date.
    TimeOfDay {
        /// They are hours and minutes, which might be minutes and seconds.
        without_seconds: bool,
    },
    /// Times since a start with colons.
    Elapsed(ElapsedForm),
    /// Numbers of frames.
    Frames(FrameRate),
    /// Whatever the pattern of `--time-format` describes.
    Pattern(Pattern),
}

impl StampFormat {
    /// Reads a cell, exactly; spaces around it do not matter.
    ///
    /// Numbers and fractions of seconds finer than a nanosecond are rounded half to even, and [`Stamp::rest`] has the rest.
    /// In a column of dates the digits of the fraction, the presence of a time of day and the offset may differ from
    /// row to row; a date without an offset is taken as UTC, and whether some rows have one and others not is seen from
    /// [`Stamp::offset`]. The second 60 of a leap second is the first second of the next minute, as in Unix time.
    ///
    /// ```
    /// use dxdt_time::{StampFormat, StampHints};
    ///
    /// let format = StampFormat::detect(["1.706282470098386526e+09"], &StampHints::default())?;
    /// assert_eq!(format.parse("1.706282470098386526e+09")?.nanoseconds, 1_706_282_470_098_386_526);
    /// assert_eq!(format.parse("+1706282471.5 ")?.nanoseconds, 1_706_282_471_500_000_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the cell is not of the column's format, names no existing instant or does not fit an `i64`; see
    /// [`Reason`].
    #[inline]
    pub fn parse(&self, cell: &str) -> Result<Stamp, StampError> {
        let text = cell.trim_ascii().as_bytes();
        let read = match self {
            StampFormat::Number(format) => format.read(text),
            StampFormat::Date(order) => read_civil(text, *order),
            StampFormat::TimeOfDay { .. } => read_time_of_day(text),
            StampFormat::Elapsed(form) => form.read(text),
            StampFormat::Frames(rate) => read_frame(text, *rate),
            StampFormat::Pattern(pattern) => pattern.read(cell.trim_ascii()),
        };
        match read {
            Ok(mut stamp) => {
                stamp.is_iso8601 &= text.len() == cell.len();
                Ok(stamp)
            }
            Err(_) if text.is_empty() => Err(StampError::new(cell, Reason::Empty)),
            Err(reason) => Err(StampError::new(cell, reason)),
        }
    }

    /// Where the nanoseconds count from.
    pub fn origin(&self) -> Origin {
        match self {
            StampFormat::Number(format) => format.origin,
            StampFormat::Date(_) => Origin::UnixEpoch,
            StampFormat::TimeOfDay { .. } => Origin::Midnight,
            StampFormat::Elapsed(_) | StampFormat::Frames(_) => Origin::LogStart,
            StampFormat::Pattern(pattern) => pattern.origin(),
        }
    }

    /// Whether the cells are dates or times in words and not numbers, so that they are written as ISO 8601.
    pub fn is_date(&self) -> bool {
        !matches!(self, StampFormat::Number(_)) && self.origin() == Origin::UnixEpoch
    }
}

/// A number of frames, perhaps with a fraction.
fn read_frame(text: &[u8], rate: FrameRate) -> Result<Stamp, Reason> {
    let (frame, divisor) = Decimal::read(text)?.fraction().ok_or(Reason::OutOfRange)?;
    let (nanoseconds, rest) = rate.scaled(frame, divisor).ok_or(Reason::OutOfRange)?;
    Ok(Stamp {
        nanoseconds,
        rest,
        fraction_digits: 9,
        offset: None,
        is_iso8601: false,
    })
}

impl NumberFormat {
    #[inline]
    fn read(&self, text: &[u8]) -> Result<Stamp, Reason> {
        let number = Decimal::read(text)?;
        if let (Some(expected), Some(found)) = (self.decimal_mark, number.mark())
            && expected != found
        {
            return Err(Reason::OtherDecimalMark);
        }
        let number = match self.day_number {
            Some(count) => number
                .minus_halves(count.half_days_before_1970())
                .ok_or(Reason::OutOfRange)?,
            None => number,
        };
        let (factor, power) = self.unit.scale();
        let rounded = number.scaled(factor, power).ok_or(Reason::OutOfRange)?;
        // Digits of a second: of the decimal units the last digit's place, of the others the digits as written.
        let place = number.exponent() + if factor == 1 { power - 9 } else { 0 };
        Ok(Stamp {
            nanoseconds: rounded.value,
            rest: rounded.rest,
            fraction_digits: (-place).clamp(0, 9) as u8,
            offset: None,
            is_iso8601: false,
        })
    }
}

impl fmt::Display for StampFormat {
    /// A few words for a person: `s since 1970 (by their size)`, `dates, day first`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StampFormat::Number(format) => {
                let from = match format.origin {
                    Origin::UnixEpoch => "since 1970",
                    _ => "from the log's own zero",
                };
                let source = match format.unit_source {
                    UnitSource::Given => "as given",
                    UnitSource::Header => "by the header",
                    UnitSource::Magnitude => "by their size",
                    UnitSource::Steps { .. } => "by their steps",
                    UnitSource::MeasuredSpeed => "by the measured speed",
                    UnitSource::Assumed { .. } => "assumed",
                };
                write!(f, "{} {from} ({source})", format.unit)
            }
            StampFormat::Date(DateOrder::Evident) => f.write_str("dates"),
            StampFormat::Date(DateOrder::DayFirst) => f.write_str("dates, day first"),
            StampFormat::Date(DateOrder::MonthFirst) => f.write_str("dates, month first"),
            StampFormat::TimeOfDay { .. } => f.write_str("times of day, from midnight"),
            StampFormat::Elapsed(_) => f.write_str("times since a start"),
            StampFormat::Frames(rate) => write!(f, "frames, {rate} a second"),
            StampFormat::Pattern(pattern) => write!(f, "dates by the pattern '{pattern}'"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(unit: TimeUnit) -> StampFormat {
        let (unit_source, origin) = (UnitSource::Given, Origin::LogStart);
        StampFormat::Number(NumberFormat {
            unit,
            unit_source,
            origin,
            day_number: None,
            decimal_mark: None,
        })
    }

    fn nanoseconds(format: &StampFormat, cell: &str) -> Result<i64, Reason> {
        format
            .parse(cell)
            .map(|stamp| stamp.nanoseconds)
            .map_err(|error| error.reason())
    }

    #[test]
    fn numbers_are_read_exactly() {
        let seconds = number(TimeUnit::Second);
        for (cell, expected) in [
            ("1305031098.6659", 1_305_031_098_665_900_000),
            ("1.706282470098386526e+09", 1_706_282_470_098_386_526),
            (
                "1706282470.0983865260000000000000000000000000000",
                1_706_282_470_098_386_526,
            ),
            (
                "0000000000000000000000000000000000000000000000001.5",
                1_500_000_000,
            ),
            ("0.16", 160_000_000),
            ("0,16", 160_000_000),
            ("-3", -3_000_000_000),
            ("+.5", 500_000_000),
            ("5.", 5_000_000_000),
            ("1e-3", 1_000_000),
            ("1E2", 100_000_000_000),
            ("0e999999999999999999999999", 0),
            ("1e-999999999999999999999999", 0),
            ("9223372036.854775807", i64::MAX),
            ("-9223372036.854775808", i64::MIN),
            ("9223372036.8547758074999999999999999999999999999", i64::MAX),
            ("0.0000000025", 2),
            ("0.0000000035", 4),
            ("0.00000000250000000000000000000000000000000000000001", 3),
            (" 7 ", 7_000_000_000),
        ] {
            assert_eq!(nanoseconds(&seconds, cell), Ok(expected), "{cell}");
        }
        for cell in [
            "9223372036.854775808",
            "9223372036.8547758075",
            "1e999999999",
            "-1e11",
            "1e10",
        ] {
            assert_eq!(
                nanoseconds(&seconds, cell),
                Err(Reason::OutOfRange),
                "{cell}"
            );
        }
        for cell in [
            ".", "-", "1.2.3", "1,234.5", "1e", "1e+", "e5", "0x10", "5s", "inf", "1 2", "１",
        ] {
            assert_eq!(
                nanoseconds(&seconds, cell),
                Err(Reason::NotANumber),
                "{cell}"
            );
        }
        assert_eq!(nanoseconds(&seconds, " "), Err(Reason::Empty));
    }

    #[test]
    fn numbers_say_what_is_left_and_how_many_digits_they_have() {
        let read = |unit, cell: &str| {
            let stamp = number(unit).parse(cell).unwrap();
            (stamp.nanoseconds, stamp.rest, stamp.fraction_digits)
        };
        assert_eq!(read(TimeUnit::Second, "1.25"), (1_250_000_000, 0, 2));
        assert_eq!(read(TimeUnit::Second, "1.25e1"), (12_500_000_000, 0, 1));
        assert_eq!(
            read(TimeUnit::Second, "0.00000000025"),
            (0, 250_000_000_000_000_000, 9)
        );
        assert_eq!(read(TimeUnit::Second, "-3e-27"), (0, -3, 9));
        assert_eq!(read(TimeUnit::Second, "1e-50"), (0, 0, 9));
        assert_eq!(read(TimeUnit::Millisecond, "1.5"), (1_500_000, 0, 4));
        assert_eq!(
            read(TimeUnit::Nanosecond, "1.75"),
            (2, -250_000_000_000_000_000, 9)
        );
        assert_eq!(read(TimeUnit::Minute, "0.5"), (30_000_000_000, 0, 1));
        assert_eq!(read(TimeUnit::Hour, "0.1"), (360_000_000_000, 0, 1));
        assert_eq!(
            read(TimeUnit::Day, "1e-14"),
            (1, -136_000_000_000_000_000, 9)
        );
    }
}
