//! The offset of a local time from UTC.

use std::fmt;

use super::cursor::Cursor;
use super::error::Reason;

/// How far a local time is ahead of UTC, and whether the log wrote that as a word (`Z`, `UTC`, `GMT`).
///
/// ```
/// use dxdt_time::UtcOffset;
///
/// assert_eq!(UtcOffset::UTC.to_string(), "Z");
/// assert_eq!(UtcOffset::from_minutes(330).unwrap().to_string(), "+05:30");
/// assert_eq!(UtcOffset::from_minutes(-180).unwrap().to_string(), "-03:00");
/// assert_eq!(UtcOffset::from_minutes(1440), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UtcOffset {
    minutes: i16,
    named: bool,
}

/// Offsets are shorter than a day.
const MINUTES_PER_DAY: i16 = 1440;

impl UtcOffset {
    /// UTC by name, written `Z`.
    pub const UTC: UtcOffset = UtcOffset {
        minutes: 0,
        named: true,
    };

    /// An offset of so many minutes, positive east of Greenwich; `None` from 24 hours on.
    pub const fn from_minutes(minutes: i16) -> Option<UtcOffset> {
        if minutes > -MINUTES_PER_DAY && minutes < MINUTES_PER_DAY {
            Some(UtcOffset {
                minutes,
                named: false,
            })
        } else {
            None
        }
    }

    /// Nanoseconds ahead of UTC.
    pub(super) const fn nanoseconds(self) -> i64 {
        self.minutes as i64 * 60_000_000_000
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.named {
            return f.write_str("Z");
        }
        let sign = if self.minutes < 0 { '-' } else { '+' };
        let size = self.minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", size / 60, size % 60)
    }
}

/// Reads `Z`, `UTC`, `GMT`, `+00`, `+0530`, `+05:30`, `UTC+2`; nothing where the text ends or something else comes.
#[inline]
pub(super) fn read_offset(cursor: &mut Cursor) -> Result<Option<UtcOffset>, Reason> {
    let mut ahead = *cursor;
    ahead.skip_spaces();
    let word = ahead.take_letters();
    let named = match word {
        [] => false,
        [b'Z' | b'z'] => true,
        _ if word.eq_ignore_ascii_case(b"UTC") || word.eq_ignore_ascii_case(b"GMT") => true,
        _ => return Ok(None),
    };
    if named && (word.len() == 1 || !matches!(ahead.peek(), b'+' | b'-')) {
        *cursor = ahead;
        return Ok(Some(UtcOffset::UTC));
    }
    let west = match ahead.peek() {
        b'+' => false,
        b'-' => true,
        _ => return Ok(None),
    };
    ahead.skip(1);
    let size = read_size(&mut ahead).ok_or(Reason::NoSuchOffset)?;
    *cursor = ahead;
    Ok(Some(UtcOffset {
        minutes: if west { -size } else { size },
        named: false,
    }))
}

/// Reads `5`, `05`, `0530`, `05:30` as minutes.
fn read_size(cursor: &mut Cursor) -> Option<i16> {
    let compact = cursor.count_digits() == 4;
    let hours = if compact {
        cursor.take_number(2)?
    } else {
        cursor.take_one_or_two()?
    };
    let has_minutes = compact || cursor.eat(b':');
    let minutes = if has_minutes {
        cursor.take_number(2)?
    } else {
        0
    };
    (hours < 24 && minutes < 60).then_some((hours * 60 + minutes) as i16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_read_in_all_their_forms() {
        for (text, minutes, written) in [
            ("Z", 0, "Z"),
            ("z", 0, "Z"),
            (" UTC", 0, "Z"),
            (" GMT", 0, "Z"),
            ("+00", 0, "+00:00"),
            ("-00:00", 0, "+00:00"),
            ("+0530", 330, "+05:30"),
            ("+05:30", 330, "+05:30"),
            ("-03:00", -180, "-03:00"),
            ("-0330", -210, "-03:30"),
            (" GMT+0200", 120, "+02:00"),
            ("UTC-7", -420, "-07:00"),
        ] {
            let mut cursor = Cursor::new(text.as_bytes());
            let offset = read_offset(&mut cursor).unwrap().unwrap();
            assert_eq!(
                (offset.minutes, offset.to_string().as_str()),
                (minutes, written),
                "{text}"
            );
            assert!(cursor.is_at_end(), "{text}");
        }
        for wrong in ["+", "+24", "+05:60", "+5:3", "+123", "-12345", "UTC+x"] {
            assert_eq!(
                read_offset(&mut Cursor::new(wrong.as_bytes())),
                Err(Reason::NoSuchOffset),
                "{wrong}"
            );
        }
        for none in ["", "CET", " x", ".", "Zulu"] {
            assert_eq!(
                read_offset(&mut Cursor::new(none.as_bytes())),
                Ok(None),
                "{none}"
            );
        }
    }
}
