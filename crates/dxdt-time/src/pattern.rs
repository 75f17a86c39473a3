//! Timestamps by a strftime pattern of the user's, read by chrono.

use std::borrow::Cow;
use std::fmt;

use chrono::format::{Fixed, Item, Numeric, ParseErrorKind, Parsed, StrftimeItems, parse};
use chrono::{NaiveTime, Timelike};

use super::cursor::Cursor;
use super::error::{FormatError, Reason, excerpt};
use super::format::Origin;
use super::offset::UtcOffset;
use super::stamp::Stamp;
use super::time::{Fraction, read_fraction};

/// A checked pattern of `--time-format`, in chrono's [strftime syntax](chrono::format::strftime).
///
/// It reads a date with or without a time of day, or a time of day alone. Exact to the nanosecond: `%.f` reads a point
/// and any digits, rounded half to even after the ninth, `%3f`, `%6f` and `%9f` that many digits. Other than in chrono,
/// where it counts nanoseconds, `%f` after a point or comma is a fraction too, as in Python. Without `%z` the time is
/// taken as UTC; `%Z` skips the name of a zone. `%s` reads no negative seconds.
///
/// ```
/// use dxdt_time::{Pattern, StampFormat};
///
/// let format = StampFormat::Pattern(Pattern::new("%d/%m/%y %H:%M:%S.%f")?);
/// assert_eq!(format.parse("03/04/21 00:22:05.25")?.to_iso8601(), "2021-04-03T00:22:05.25");
///
/// let error = Pattern::new("%d/%Q/%Y").unwrap_err();
/// assert_eq!(error.to_string(), "the pattern '%d/%Q/%Y' of --time-format has an unknown % field");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    text: String,
    items: Vec<Item<'static>>,
    has_date: bool,
    /// The fraction of the second comes after a comma, which is turned into a point for chrono.
    comma: bool,
}

impl Pattern {
    /// Checks a pattern.
    ///
    /// # Errors
    ///
    /// [`FormatError::BadPattern`] where a field is not known, there is no field, or `%f` follows neither point nor
    /// comma.
    pub fn new(text: &str) -> Result<Pattern, FormatError> {
        let bad = |problem| FormatError::BadPattern {
            pattern: excerpt(text),
            problem,
        };
        let mut items = StrftimeItems::new(text)
            .parse_to_owned()
            .map_err(|_| bad("has an unknown % field"))?;
        let comma = make_fractions(&mut items).map_err(|()| {
            bad("has %f without a point or comma before it; write %3f, %6f or %9f")
        })?;
        if !items
            .iter()
            .any(|item| matches!(item, Item::Numeric(..) | Item::Fixed(_)))
        {
            return Err(bad("has no % field; write one such as '%Y-%m-%d %H:%M:%S'"));
        }
        let has_date = items.iter().any(is_of_date);
        Ok(Pattern {
            text: text.to_owned(),
            items,
            has_date,
            comma,
        })
    }

    pub(super) fn origin(&self) -> Origin {
        if self.has_date {
            Origin::UnixEpoch
        } else {
            Origin::Midnight
        }
    }

    pub(super) fn read(&self, cell: &str) -> Result<Stamp, Reason> {
        let cell = if self.comma {
            point_for_comma(cell)
        } else {
            Cow::Borrowed(cell)
        };
        let mut parsed = Parsed::new();
        parse(&mut parsed, &cell, self.items.iter()).map_err(|error| match error.kind() {
            ParseErrorKind::OutOfRange | ParseErrorKind::Impossible => Reason::PatternIncomplete,
            _ => Reason::PatternMismatch,
        })?;
        let offset = parsed.offset().map(utc_offset).transpose()?;
        let (seconds, nanosecond) = self.resolve(&parsed).ok_or(Reason::PatternIncomplete)?;

        let fraction = fraction_in(&cell, parsed.nanosecond());
        let instant = i128::from(seconds) * 1_000_000_000
            + i128::from(nanosecond)
            + i128::from(fraction.rounded_up);
        Ok(Stamp {
            nanoseconds: i64::try_from(instant).map_err(|_| Reason::OutOfRange)?,
            rest: fraction.rest,
            fraction_digits: fraction.digits,
            offset,
            is_iso8601: false,
        })
    }

    /// Seconds in UTC since the origin, and nanoseconds on top, 10⁹ more in a leap second.
    fn resolve(&self, parsed: &Parsed) -> Option<(i64, u32)> {
        let mut parsed = parsed.clone();
        let ahead = parsed.offset().unwrap_or(0);
        let has_hour = parsed.hour_div_12().is_some() || parsed.hour_mod_12().is_some();
        if has_hour && parsed.minute().is_none() {
            parsed.set_minute(0).ok()?;
        }
        if !self.has_date {
            let time = parsed.to_naive_time().ok()?;
            let seconds = i64::from(time.num_seconds_from_midnight());
            return Some((seconds - i64::from(ahead), time.nanosecond()));
        }
        let date_alone = !has_hour
            && parsed.minute().is_none()
            && parsed.second().is_none()
            && parsed.nanosecond().is_none()
            && parsed.timestamp().is_none();
        let local = if date_alone {
            parsed.to_naive_date().ok()?.and_time(NaiveTime::MIN)
        } else {
            parsed.to_naive_datetime_with_offset(ahead).ok()?
        };
        Some((
            local.and_utc().timestamp() - i64::from(ahead),
            local.nanosecond(),
        ))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Turns every `.%f` and `,%f` into chrono's `%.f`, and says whether there was a comma.
fn make_fractions(items: &mut [Item<'static>]) -> Result<bool, ()> {
    let mut comma = false;
    for index in 0..items.len() {
        if !matches!(items[index], Item::Numeric(Numeric::Nanosecond, _)) {
            continue;
        }
        let literal = match index.checked_sub(1).map(|before| &items[before]) {
            Some(Item::Literal(literal)) => *literal,
            Some(Item::OwnedLiteral(literal)) => literal,
            _ => return Err(()),
        };
        let without = literal.strip_suffix(['.', ',']).ok_or(())?.into();
        comma |= literal.ends_with(',');
        items[index - 1] = Item::OwnedLiteral(without);
        items[index] = Item::Fixed(Fixed::Nanosecond);
    }
    Ok(comma)
}

/// Whether a field is a part of the date, or the whole instant, and not of the time of day or the zone.
fn is_of_date(item: &Item) -> bool {
    use Numeric::{Hour, Hour12, Minute, Nanosecond, Second};
    match item {
        Item::Numeric(field, _) => !matches!(field, Hour | Hour12 | Minute | Second | Nanosecond),
        Item::Fixed(field) => matches!(
            field,
            Fixed::ShortMonthName | Fixed::LongMonthName | Fixed::RFC2822 | Fixed::RFC3339
        ),
        _ => false,
    }
}

/// The last comma before a digit as a point.
fn point_for_comma(cell: &str) -> Cow<'_, str> {
    let before_digit = |&(index, _): &(usize, &str)| {
        cell.as_bytes()
            .get(index + 1)
            .is_some_and(|byte| byte.is_ascii_digit())
    };
    match cell.rmatch_indices(',').find(before_digit) {
        Some((index, _)) => Cow::Owned(format!("{}.{}", &cell[..index], &cell[index + 1..])),
        None => Cow::Borrowed(cell),
    }
}

/// The fraction as the cell has it: chrono cuts digits beyond the ninth off, and does not say how many there are.
fn fraction_in(cell: &str, nanosecond: Option<u32>) -> Fraction {
    let Some(nanosecond) = nanosecond else {
        return Fraction::default();
    };
    for (point, _) in cell.rmatch_indices('.') {
        let fraction = read_fraction(&mut Cursor::new(&cell.as_bytes()[point..]));
        let cut = fraction.nanoseconds - i64::from(fraction.rounded_up);
        if fraction.digits > 0 && cut == i64::from(nanosecond) {
            return fraction;
        }
    }
    // Digits without a point, by %3f and the like: those that are needed.
    let needed = (0..9)
        .find(|digits| nanosecond.is_multiple_of(10_u32.pow(9 - digits)))
        .unwrap_or(9);
    Fraction {
        digits: needed as u8,
        ..Fraction::default()
    }
}

fn utc_offset(seconds: i32) -> Result<UtcOffset, Reason> {
    let minutes = i16::try_from(seconds / 60)
        .ok()
        .filter(|_| seconds % 60 == 0);
    minutes
        .and_then(UtcOffset::from_minutes)
        .ok_or(Reason::NoSuchOffset)
}

#[cfg(test)]
mod tests {
    use super::super::StampFormat;
    use super::*;

    fn nanoseconds(format: &StampFormat, cell: &str) -> Result<i64, Reason> {
        format
            .parse(cell)
            .map(|stamp| stamp.nanoseconds)
            .map_err(|error| error.reason())
    }

    #[test]
    fn patterns_read_stamps() {
        for (pattern, cell, written) in [
            ("%d/%m/%Y %H:%M", "3/4/2021 00:22", "2021-04-03T00:22:00"),
            (
                "%m/%d/%y %I:%M:%S %p",
                "03/04/21 12:22:05 AM",
                "2021-03-04T00:22:05",
            ),
            ("%Y-%m-%d", "2021-03-20", "2021-03-20T00:00:00"),
            ("%Y-%m-%d %H", "2021-03-20 05", "2021-03-20T05:00:00"),
            ("%Y-%j", "2021-032", "2021-02-01T00:00:00"),
            (
                "%Y%m%d%H%M%S%3f",
                "20210320002205250",
                "2021-03-20T00:22:05.25",
            ),
            (
                "%d.%m.%Y %H:%M:%S%.f",
                "20.03.2021 00:22:05.250",
                "2021-03-20T00:22:05.250",
            ),
            (
                "%d.%m.%Y %H:%M:%S%.f",
                "20.03.2021 00:22:05",
                "2021-03-20T00:22:05",
            ),
            (
                "%d.%m.%Y %H:%M:%S,%f",
                "20.03.2021 00:22:05,250",
                "2021-03-20T00:22:05.250",
            ),
            (
                "%H:%M:%S.%f %d-%m-%y",
                "00:22:05.000001 20-03-21",
                "2021-03-20T00:22:05.000001",
            ),
            (
                "%Y-%m-%dT%H:%M:%S%.f%z",
                "2021-03-20T00:22:05.5+0530",
                "2021-03-20T00:22:05.5+05:30",
            ),
            ("%s", "1616199725", "2021-03-20T00:22:05"),
            (
                "%s%.f",
                "1616199725.123456789",
                "2021-03-20T00:22:05.123456789",
            ),
            (
                "%Y-%m-%d %H:%M:%S%.f",
                "2021-03-20 00:22:05.1234567895",
                "2021-03-20T00:22:05.123456790",
            ),
            (
                "%Y-%m-%d %H:%M:%S",
                "2016-12-31 23:59:60",
                "2017-01-01T00:00:00",
            ),
            (
                "%a %b %e %T %Y",
                "Wed Mar 12 04:42:14 2008",
                "2008-03-12T04:42:14",
            ),
            (
                "%Y-%m-%d %H:%M:%S %Z",
                "2008-03-12 04:42:14 CET",
                "2008-03-12T04:42:14",
            ),
            (
                "%+",
                "2021-03-20T00:22:05.5+05:30",
                "2021-03-20T00:22:05.5+05:30",
            ),
        ] {
            let format = StampFormat::Pattern(Pattern::new(pattern).unwrap());
            let read = format.parse(cell).map(|stamp| stamp.to_iso8601());
            assert_eq!(read.as_deref(), Ok(written), "{cell} by {pattern}");
            assert!(format.is_date());
        }
        let time = StampFormat::Pattern(Pattern::new("%H:%M:%S%.f").unwrap());
        assert_eq!(
            (time.origin(), nanoseconds(&time, "00:00:01.5")),
            (Origin::Midnight, Ok(1_500_000_000))
        );
    }

    #[test]
    fn patterns_refuse_what_they_cannot_read_whole() {
        for (pattern, cell, reason) in [
            ("%d/%m/%Y", "20/03", Reason::PatternMismatch),
            ("%d/%m/%Y", "20/03/2021 00:22", Reason::PatternMismatch),
            ("%d/%m/%Y", "30/02/2021", Reason::PatternIncomplete),
            ("%d/%m/%Y", "03/20/2021", Reason::PatternIncomplete),
            ("%d/%m %H:%M", "20/03 00:22", Reason::PatternIncomplete),
            (
                "%Y-%m-%d %I:%M",
                "2021-03-20 05:00",
                Reason::PatternIncomplete,
            ),
            ("%s%.f", "-1.5", Reason::PatternMismatch),
            ("%Y-%m-%d", "2500-01-01", Reason::OutOfRange),
            ("%s", "99999999999999999999", Reason::PatternIncomplete),
            ("%s", "9223372036854775807", Reason::PatternIncomplete),
        ] {
            let format = StampFormat::Pattern(Pattern::new(pattern).unwrap());
            assert_eq!(
                nanoseconds(&format, cell),
                Err(reason),
                "{cell} by {pattern}"
            );
        }
        for pattern in [
            "%", "%Q", "100%", "", "no field", "%f", "%H%M%S%f", "%-", "%.", "%:", "%4f",
        ] {
            let error = Pattern::new(pattern);
            assert!(
                matches!(error, Err(FormatError::BadPattern { .. })),
                "{pattern}: {error:?}"
            );
        }
    }
}
