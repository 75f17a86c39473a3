//! The text of a civil date and time.

use super::civil::{NANOSECONDS_PER_DAY, days_from_date};
use super::cursor::Cursor;
use super::date::{DateText, read_date};
use super::digits::Form;
use super::elapsed_text::ElapsedText;
use super::error::Reason;
use super::offset::{UtcOffset, read_offset};
use super::stamp::Stamp;
use super::time::{TimeText, read_fraction, read_time, seconds_of_day};

/// How the dates of a column are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// Every date says itself which part is which: its year comes first, or its month has a name.
    Evident,
    /// Day, month, year in numbers.
    DayFirst,
    /// Month, day, year in numbers.
    MonthFirst,
}

/// Reads a whole text as a date, with or without a time of day and an offset.
#[inline]
pub(super) fn read_civil(text: &[u8], order: DateOrder) -> Result<Stamp, Reason> {
    match read_iso8601(text) {
        Some(stamp) => Ok(stamp),
        None => read_any_civil(text, order),
    }
}

/// Reads `YYYY-MM-DDTHH:MM:SS`, with a space for the T or not, at fixed places; anything else or wrong is `None`, so
/// that the long way reads it or finds the reason.
#[inline]
fn read_iso8601(text: &[u8]) -> Option<Stamp> {
    const DATE: Form = Form::new(b"0000-00-");
    const TIME: Form = Form::new(b"00:00:00");
    let (head, rest) = text.split_first_chunk::<19>()?;
    let date = DATE.pairs(head.first_chunk()?)?;
    let time = TIME.pairs(head.last_chunk()?)?;
    let (tens, ones) = (head[8].wrapping_sub(b'0'), head[9].wrapping_sub(b'0'));
    if tens.max(ones) > 9 || !matches!(head[10], b'T' | b' ') {
        return None;
    }
    let [century, year, month] = [date[0], date[2], date[5]].map(u32::from);
    let [hour, minute, second] = [time[0], time[3], time[6]].map(u32::from);
    let year = century * 100 + year;
    let day = u32::from(tens) * 10 + u32::from(ones);
    let days = days_from_date(year, month, day)?;
    let seconds = seconds_of_day(hour, minute, second).ok()?;

    let mut time = TimeText {
        nanoseconds: seconds * 1_000_000_000,
        ..TimeText::default()
    };
    let mut cursor = Cursor::new(rest);
    let mut is_iso8601 = head[10] == b'T';
    is_iso8601 &= cursor.peek() != b',';
    let fraction = read_fraction(&mut cursor);
    time.nanoseconds += fraction.nanoseconds;
    time.fraction_digits = fraction.digits;
    time.rest = fraction.rest;
    let offset = match cursor.rest() {
        [] => None,
        [b'Z'] => Some(UtcOffset::UTC),
        zone => {
            is_iso8601 &= matches!(zone, [b'+' | b'-', _, _, b':', _, _]);
            let offset = read_offset(&mut cursor).ok()?;
            if !cursor.is_at_end() {
                return None;
            }
            offset
        }
    };
    Some(Stamp {
        is_iso8601,
        ..stamp(days, time, offset).ok()?
    })
}

/// Reads every form of date and time that is known.
fn read_any_civil(text: &[u8], order: DateOrder) -> Result<Stamp, Reason> {
    if let Some(reordered) = of_ctime(text) {
        return read_any_civil(reordered.as_bytes(), order);
    }
    let mut cursor = Cursor::new(text);
    skip_weekday(&mut cursor);
    let (year, month, day) = match (read_date(&mut cursor)?, order) {
        (DateText::Ordered { year, month, day }, _) => (year, month, day),
        (
            DateText::Unordered {
                first,
                second,
                year,
            },
            DateOrder::DayFirst,
        ) => (year, second, first),
        (
            DateText::Unordered {
                first,
                second,
                year,
            },
            DateOrder::MonthFirst,
        ) => (year, first, second),
        (
            DateText::Unordered {
                first,
                second,
                year,
            },
            DateOrder::Evident,
        ) if first == second => (year, first, second),
        (DateText::Unordered { .. }, DateOrder::Evident) => return Err(Reason::DayOrMonthFirst),
    };
    let days = days_from_date(year, month, day).ok_or(Reason::NoSuchDay)?;
    let mut time = TimeText::default();
    let mut offset = None;
    if !cursor.is_at_end() {
        skip_separator(&mut cursor)?;
        time = read_time(&mut cursor)?;
        offset = read_offset(&mut cursor)?;
        skip_zone_and_uptime(&mut cursor, offset);
    }
    if !cursor.is_at_end() {
        return Err(Reason::TrailingText);
    }
    stamp(days, time, offset)
}

const WEEKDAYS: [&[u8]; 7] = [
    b"monday",
    b"tuesday",
    b"wednesday",
    b"thursday",
    b"friday",
    b"saturday",
    b"sunday",
];

/// Whether letters are a day of the week, whole or its first three letters.
fn is_weekday(word: &[u8]) -> bool {
    let is_one =
        |day: &&[u8]| word.eq_ignore_ascii_case(day) || word.eq_ignore_ascii_case(&day[..3]);
    WEEKDAYS.iter().any(is_one)
}

/// Goes past `Mon, ` before a date, as mail has it.
fn skip_weekday(cursor: &mut Cursor) {
    let mut ahead = *cursor;
    if is_weekday(ahead.take_letters()) {
        let comma = ahead.eat(b',');
        if ahead.skip_spaces() || comma {
            *cursor = ahead;
        }
    }
}

/// `Jan 2 2006 15:04:05` of `Mon Jan  2 15:04:05 2006`, which has the year last.
fn of_ctime(text: &[u8]) -> Option<String> {
    let words: Vec<&str> = std::str::from_utf8(text)
        .ok()?
        .split_ascii_whitespace()
        .collect();
    let (year, others) = words.split_last()?;
    let [weekday, month, day, time, zone @ ..] = others else {
        return None;
    };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let is_ctime =
        is_year && is_weekday(weekday.as_bytes()) && time.contains(':') && zone.len() < 2;
    is_ctime.then(|| {
        let text = format!("{month} {day} {year} {time} {}", zone.concat());
        text.trim_end().to_owned()
    })
}

/// Goes past what Go writes after an offset: the name of the zone, and the time since the program's start.
fn skip_zone_and_uptime(cursor: &mut Cursor, offset: Option<UtcOffset>) {
    let mut ahead = *cursor;
    if offset.is_some() && ahead.skip_spaces() && (2..=5).contains(&ahead.take_letters().len()) {
        *cursor = ahead;
    }
    let mut ahead = *cursor;
    ahead.skip_spaces();
    if let [b'(', .., b')'] = ahead.rest() {
        ahead.skip(ahead.rest().len());
        *cursor = ahead;
    }
    let mut ahead = *cursor;
    ahead.skip_spaces();
    let digit_or_point = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    if let [b'm', b'=', b'+' | b'-', uptime @ ..] = ahead.rest()
        && uptime.iter().all(digit_or_point)
    {
        ahead.skip(3 + uptime.len());
        *cursor = ahead;
    }
}

/// Goes from the date to the time: over a T, an underscore, a comma, spaces, or nothing before a compact time.
fn skip_separator(cursor: &mut Cursor) -> Result<(), Reason> {
    let mark = cursor.eat(b'T') || cursor.eat(b't') || cursor.eat(b'_') || cursor.eat(b',');
    let spaces = cursor.skip_spaces();
    if mark || spaces || cursor.count_digits() == 6 {
        Ok(())
    } else {
        Err(Reason::TrailingText)
    }
}

/// The instant of a local day and time of day.
#[inline]
fn stamp(days: i32, time: TimeText, offset: Option<UtcOffset>) -> Result<Stamp, Reason> {
    let ahead = offset.map_or(0, UtcOffset::nanoseconds);
    let instant =
        i128::from(days) * i128::from(NANOSECONDS_PER_DAY) + i128::from(time.nanoseconds - ahead);
    Ok(Stamp {
        nanoseconds: i64::try_from(instant).map_err(|_| Reason::OutOfRange)?,
        rest: time.rest,
        fraction_digits: time.fraction_digits,
        offset,
        is_iso8601: false,
    })
}

/// Reads a whole text as a time of day, in nanoseconds since midnight (of UTC where it has an offset).
pub(super) fn read_time_of_day(text: &[u8]) -> Result<Stamp, Reason> {
    let mut cursor = Cursor::new(text);
    let time = read_time(&mut cursor)?;
    let offset = read_offset(&mut cursor)?;
    if cursor.is_at_end() {
        stamp(0, time, offset)
    } else {
        Err(Reason::TrailingText)
    }
}

/// Whether a cell is a date without a time of day, so that a column of times can be joined to it with a space.
///
/// Eight digits are one if the calendar has that day; the caller knows better whether they are a number.
///
/// ```
/// use dxdt_time::is_date_only;
///
/// assert!(is_date_only("2021-03-20") && is_date_only("20/03/2021") && is_date_only("20080312"));
/// assert!(!is_date_only("2021-03-20 00:22") && !is_date_only("2021-02-30") && !is_date_only("12.5"));
/// ```
pub fn is_date_only(cell: &str) -> bool {
    let mut cursor = Cursor::new(cell.trim().as_bytes());
    let exists = match read_date(&mut cursor) {
        Ok(DateText::Ordered { year, month, day }) => days_from_date(year, month, day).is_some(),
        Ok(DateText::Unordered {
            first,
            second,
            year,
        }) => days_from_date(year, first, second)
            .or(days_from_date(year, second, first))
            .is_some(),
        Err(_) => false,
    };
    exists && cursor.is_at_end()
}

/// Whether a cell is a time without a date, with colons: `05:53`, `05:53:05.25`, `12:05 AM`, `75:00.5`.
///
/// ```
/// use dxdt_time::is_time_of_day;
///
/// assert!(is_time_of_day("05:53:05.25") && is_time_of_day("12:05 AM"));
/// assert!(!is_time_of_day("055305") && !is_time_of_day("a:00") && !is_time_of_day("2021-03-20"));
/// ```
pub fn is_time_of_day(cell: &str) -> bool {
    let text = cell.trim().as_bytes();
    text.contains(&b':') && (read_time_of_day(text).is_ok() || ElapsedText::read(text).is_some())
}
