//! The instant of a row: a Julian day, and the calendar date beside it.

use chrono::NaiveDate;

use dxdt_motion::error::{Result, excerpt};

use super::super::day_number::{Instant, JULIAN};
use super::super::lines::Line;

/// The timestamp of a row.
pub(super) struct Stamp {
    /// As ISO 8601, in the time scale of the table.
    pub text: String,
    /// The date says another instant than the Julian day, which is rounded.
    pub is_by_date: bool,
}

/// The timestamp of a Julian day and its date.
///
/// Nine decimals of a day are 86.4 µs, which a body at 30 km/s takes for 2.6 m: enough to spoil an acceleration over
/// steps of a minute. The date has a tenth of a millisecond and is exact for steps of seconds; so where it agrees with
/// the day to the day's last digit it is the timestamp, and else the day is.
pub(super) fn stamp(line: Line<'_>, day: &str, date: Option<&str>) -> Result<Stamp> {
    let no_day = || {
        line.error(format!("'{}' is not a Julian day", excerpt(day)))
            .in_column("time")
            .advise("correct the value")
    };
    let by_day = Instant::of_days(day, JULIAN).ok_or_else(no_day)?;
    let by_date = match date {
        Some(date) if is_gregorian(by_day) => Some(civil(date).ok_or_else(|| {
            let what = format!("'{}' is not a date", excerpt(date));
            let error = line.error(what).in_column("time");
            error.advise("write it like 'A.D. 1986-Jan-01 00:00:00.0000'")
        })?),
        _ => None,
    };
    let (instant, is_by_date) = match by_date {
        Some(date) if date.distance(by_day) <= by_day.resolution => {
            (date, date.distance(by_day) > 0)
        }
        Some(date) if date.distance(by_day) > by_day.resolution + date.resolution => {
            return Err(line
                .error(format!(
                    "the Julian day {} is {}, not the date beside it",
                    excerpt(day),
                    by_day.to_iso8601().unwrap_or_default()
                ))
                .in_column("time")
                .advise("correct the one that is wrong"));
        }
        _ => (by_day, false),
    };
    let text = instant.to_iso8601().ok_or_else(no_day)?;
    Ok(Stamp { text, is_by_date })
}

/// Whether an instant is in the Gregorian calendar, which Horizons uses since 1582-10-15.
fn is_gregorian(instant: Instant) -> bool {
    const FIRST: &str = "1582-10-15";
    instant
        .to_iso8601()
        .is_some_and(|text| text.as_str() >= FIRST)
}

/// Reads `A.D. 1986-Jan-01 00:00:00.0000`, perhaps with the time scale behind it.
fn civil(text: &str) -> Option<Instant> {
    let mut words = text.strip_prefix("A.D.")?.split_ascii_whitespace();
    let (date, time) = (words.next()?, words.next()?);
    let date = NaiveDate::parse_from_str(date, "%Y-%b-%d").ok()?;
    Instant::of_civil(date, time)
}
