//! The text of a time of day.

use super::cursor::Cursor;
use super::decimal::round_tail;
use super::digits::Form;
use super::error::Reason;

/// A time of day as it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct TimeText {
    /// Since midnight; a leap second runs over into the next minute.
    pub(super) nanoseconds: i64,
    /// Digits of the second's fraction, at most 9.
    pub(super) fraction_digits: u8,
    /// What was rounded away, in 10⁻²⁷ s.
    pub(super) rest: i64,
}

/// A fraction of a second as it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Fraction {
    /// 10⁹ where digits beyond the ninth round it up to a whole second.
    pub(super) nanoseconds: i64,
    /// At most 9.
    pub(super) digits: u8,
    /// Digits beyond the ninth added a nanosecond.
    pub(super) rounded_up: bool,
    /// What was rounded away, in 10⁻²⁷ s.
    pub(super) rest: i64,
}

const NANOSECONDS_PER_SECOND: i64 = 1_000_000_000;

/// Reads `5:53`, `05:53:05`, `05:53:05.25`, `05:53:05,25`, `12:05:06 AM`, `0442`, `044214.5`.
pub(super) fn read_time(cursor: &mut Cursor) -> Result<TimeText, Reason> {
    let compact = matches!(cursor.count_digits(), 4 | 6);
    let hour = if compact {
        cursor.take_number(2)
    } else {
        cursor.take_one_or_two()
    };
    let hour = hour.ok_or(Reason::NotATime)?;
    let minute = if compact {
        cursor.take_number(2)
    } else if cursor.eat(b':') {
        cursor.take_one_or_two()
    } else {
        None
    };
    let minute = minute.ok_or(Reason::NotATime)?;
    let has_second = if compact {
        cursor.count_digits() > 0
    } else {
        cursor.eat(b':')
    };
    let mut second = 0;
    let mut fraction = Fraction::default();
    if has_second {
        second = cursor.take_one_or_two().ok_or(Reason::NotATime)?;
        fraction = read_fraction(cursor);
    }
    let hour = read_half_of_day(cursor, hour)?;
    let seconds = seconds_of_day(hour, minute, second)?;
    Ok(TimeText {
        nanoseconds: seconds * NANOSECONDS_PER_SECOND + fraction.nanoseconds,
        fraction_digits: fraction.digits,
        rest: fraction.rest,
    })
}

/// Seconds since midnight. A second 60 is a leap second and counts as the first one of the next minute.
#[inline]
pub(super) fn seconds_of_day(hour: u32, minute: u32, second: u32) -> Result<i64, Reason> {
    if hour > 23 {
        return Err(Reason::NoSuchHour);
    }
    if minute > 59 {
        return Err(Reason::NoSuchMinute);
    }
    if second > 60 {
        return Err(Reason::NoSuchSecond);
    }
    Ok(i64::from(hour * 3600 + minute * 60 + second))
}

/// Reads a point or comma and the digits after it, if there are any, rounded half to even after the ninth.
#[inline]
pub(super) fn read_fraction(cursor: &mut Cursor) -> Fraction {
    let [b'.' | b',', digits @ ..] = cursor.rest() else {
        return Fraction::default();
    };
    const EIGHT: Form = Form::new(b"00000000");
    let (mut nanoseconds, mut count) =
        match digits.first_chunk().and_then(|eight| EIGHT.pairs(eight)) {
            Some(pairs) => {
                let pairs = [pairs[0], pairs[2], pairs[4], pairs[6]];
                let add = |value, pair| value * 100 + u32::from(pair);
                (pairs.into_iter().fold(0, add), 8)
            }
            None => (0, 0),
        };
    while count < 9
        && let Some(digit) = digits.get(count).map(|byte| byte.wrapping_sub(b'0'))
        && digit <= 9
    {
        nanoseconds = nanoseconds * 10 + u32::from(digit);
        count += 1;
    }
    if count == 0 {
        // A point without digits is for the caller to refuse.
        return Fraction::default();
    }
    const SCALES: [u32; 10] = [
        1_000_000_000,
        100_000_000,
        10_000_000,
        1_000_000,
        100_000,
        10_000,
        1_000,
        100,
        10,
        1,
    ];
    nanoseconds *= SCALES[count];
    cursor.skip(1 + count);
    let mut fraction = Fraction {
        nanoseconds: i64::from(nanoseconds),
        digits: count as u8,
        ..Fraction::default()
    };
    if count == 9 && cursor.peek().is_ascii_digit() {
        let last_is_odd = nanoseconds % 2 == 1;
        (fraction.rounded_up, fraction.rest) = round_tail(cursor.take_digits(), last_is_odd);
        fraction.nanoseconds += i64::from(fraction.rounded_up);
    }
    fraction
}

/// Reads `AM` or `PM`, if it comes next, and gives the hour of the whole day.
fn read_half_of_day(cursor: &mut Cursor, hour: u32) -> Result<u32, Reason> {
    let mut ahead = *cursor;
    ahead.skip_spaces();
    let afternoon = match ahead.take_letters() {
        [b'A' | b'a', b'M' | b'm'] => false,
        [b'P' | b'p', b'M' | b'm'] => true,
        _ => return Ok(hour),
    };
    *cursor = ahead;
    if hour == 0 || hour > 12 {
        return Err(Reason::NoSuchHour);
    }
    Ok(hour % 12 + if afternoon { 12 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(i64, u8), Reason> {
        let mut cursor = Cursor::new(text.as_bytes());
        let time = read_time(&mut cursor)?;
        if cursor.is_at_end() {
            Ok((time.nanoseconds, time.fraction_digits))
        } else {
            Err(Reason::TrailingText)
        }
    }

    #[test]
    fn times_of_day_are_read_in_all_their_forms() {
        let second = NANOSECONDS_PER_SECOND;
        for (text, nanoseconds, digits) in [
            ("05:53", 21_180 * second, 0),
            ("5:53", 21_180 * second, 0),
            ("05:53:05.25", 21_185 * second + 250_000_000, 2),
            ("05:53:05,250", 21_185 * second + 250_000_000, 3),
            ("0553", 21_180 * second, 0),
            ("055305.25", 21_185 * second + 250_000_000, 2),
            ("12:05:06 AM", 306 * second, 0),
            ("12:05 pm", 43_500 * second, 0),
            ("1:05:06.5PM", 47_106 * second + 500_000_000, 1),
            ("1:05:06\u{202f}PM", 47_106 * second, 0),
            ("23:59:60", 86_400 * second, 0),
            ("00:00:00.9999999999", second, 9),
        ] {
            assert_eq!(read(text), Ok((nanoseconds, digits)), "{text}");
        }
        for (text, reason) in [
            ("24:00", Reason::NoSuchHour),
            ("13:00 PM", Reason::NoSuchHour),
            ("0:30 AM", Reason::NoSuchHour),
            ("12:60", Reason::NoSuchMinute),
            ("12:00:61", Reason::NoSuchSecond),
            ("12", Reason::NotATime),
            ("12:", Reason::NotATime),
            ("12:345", Reason::NotATime),
            ("12:00:", Reason::NotATime),
            ("", Reason::NotATime),
            ("12:00:00.", Reason::TrailingText),
            ("12:00x", Reason::TrailingText),
            ("12:00.5", Reason::TrailingText),
        ] {
            assert_eq!(read(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn fractions_round_half_to_even() {
        let tenth = 100_000_000_000_000_000;
        for (digits, nanoseconds, rest) in [
            ("1234567885", 123_456_788, 5 * tenth),
            ("1234567895", 123_456_790, -5 * tenth),
            ("12345678850001", 123_456_789, -5 * tenth + tenth / 10_000),
            ("1234567884", 123_456_788, 4 * tenth),
            ("12345678800000", 123_456_788, 0),
        ] {
            let fraction = read_fraction(&mut Cursor::new(format!(".{digits}").as_bytes()));
            assert_eq!(fraction.nanoseconds, nanoseconds, "{digits}");
            assert_eq!(fraction.rest, rest, "{digits}");
        }
    }
}
