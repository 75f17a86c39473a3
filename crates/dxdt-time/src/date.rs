//! The text of a calendar date: year first, day or month first, or with the month's English name.

use super::cursor::Cursor;
use super::error::Reason;

/// A date as it was read, not yet checked against the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateText {
    /// Year, month and day are known.
    Ordered { year: u32, month: u32, day: u32 },
    /// Two numbers before the year, day and month or month and day.
    Unordered { first: u32, second: u32, year: u32 },
}

/// Reads a date; the cursor stays behind its last digit.
///
/// A date with a year of two digits is [`Reason::TwoDigitYear`], anything else that is not a date
/// [`Reason::NotADate`].
pub(super) fn read_date(cursor: &mut Cursor) -> Result<DateText, Reason> {
    let read = match cursor.count_digits() {
        0 => month_name_first(cursor),
        1 | 2 => day_or_month_first(cursor),
        4 => year_first(cursor),
        6 => return two_digit_compact(cursor),
        // Eight digits, and perhaps the six of the time right behind them.
        8 | 14 => compact(cursor),
        _ => None,
    };
    match read {
        Some(Year::Four(date)) => Ok(date),
        Some(Year::Two) => Err(Reason::TwoDigitYear),
        None => Err(Reason::NotADate),
    }
}

/// A date, or the knowledge that it would be one if its year had four digits.
enum Year {
    Four(DateText),
    Two,
}

/// `20080312`
fn compact(cursor: &mut Cursor) -> Option<Year> {
    let year = cursor.take_number(4)?;
    let month = cursor.take_number(2)?;
    let day = cursor.take_number(2)?;
    Some(Year::Four(DateText::Ordered { year, month, day }))
}

/// `080312 044214`, but not six digits alone or before a point: those are a number.
fn two_digit_compact(cursor: &mut Cursor) -> Result<DateText, Reason> {
    let mut ahead = *cursor;
    ahead.skip(6);
    if (ahead.eat(b'T') || ahead.skip_spaces()) && ahead.count_digits() > 0 {
        Err(Reason::TwoDigitYear)
    } else {
        Err(Reason::NotADate)
    }
}

/// `2021-03-20`, `2021/3/20`, `2021.03.20`, `2021:03:20`, `2021-Mar-20`
fn year_first(cursor: &mut Cursor) -> Option<Year> {
    let year = cursor.take_number(4)?;
    let separator = match cursor.peek() {
        byte @ (b'-' | b'/' | b'.' | b':') => byte,
        _ => return None,
    };
    cursor.skip(1);
    let month = match cursor.count_digits() {
        0 => month_number(cursor.take_letters())?,
        _ => cursor.take_one_or_two()?,
    };
    if !cursor.eat(separator) {
        return None;
    }
    let day = cursor.take_one_or_two()?;
    Some(Year::Four(DateText::Ordered { year, month, day }))
}

/// `20/03/2021`, `3/20/2021`, `20.03.2021`, `20-03-2021`, `12-Dec-2008`, `12 December 2008`, `12 Dec. 2008`
fn day_or_month_first(cursor: &mut Cursor) -> Option<Year> {
    let first = cursor.take_one_or_two()?;
    let separator = match cursor.peek() {
        byte @ (b'-' | b'/' | b'.') => {
            cursor.skip(1);
            Some(byte)
        }
        _ => None,
    };
    // `12. Dec 2008` has both.
    let spaces = cursor.skip_spaces();
    if cursor.peek().is_ascii_alphabetic() {
        let month = month_number(cursor.take_letters())?;
        // `12-Dec-2008` again, `12 Dec. 2008`, `12 Dec, 2008`.
        let marks = [separator.unwrap_or(b'.'), b'.', b','];
        if marks.contains(&cursor.peek()) {
            cursor.skip(1);
        }
        cursor.skip_spaces();
        return read_year(cursor, |year| DateText::Ordered {
            year,
            month,
            day: first,
        });
    }
    let separator = separator.filter(|_| !spaces)?;
    let second = cursor.take_one_or_two()?;
    if !cursor.eat(separator) {
        return None;
    }
    read_year(cursor, |year| DateText::Unordered {
        first,
        second,
        year,
    })
}

/// `Dec 12, 2008`, `December 12 2008`, `Dec-12-2008`
fn month_name_first(cursor: &mut Cursor) -> Option<Year> {
    let month = month_number(cursor.take_letters())?;
    let separator = match cursor.peek() {
        byte @ (b'-' | b'/' | b'.') => {
            cursor.skip(1);
            byte
        }
        _ => b',',
    };
    cursor.skip_spaces();
    let day = cursor.take_one_or_two()?;
    if !cursor.eat(separator) {
        cursor.eat(b',');
    }
    cursor.skip_spaces();
    read_year(cursor, |year| DateText::Ordered { year, month, day })
}

fn read_year(cursor: &mut Cursor, date: impl Fn(u32) -> DateText) -> Option<Year> {
    match cursor.count_digits() {
        4 => Some(Year::Four(date(cursor.take_number(4)?))),
        2 => Some(Year::Two),
        _ => None,
    }
}

/// 1 to 12 for an English month, whole or by its first three letters (and `Sept`), in any case.
pub(super) fn month_number(name: &[u8]) -> Option<u32> {
    const MONTHS: [&[u8]; 12] = [
        b"january",
        b"february",
        b"march",
        b"april",
        b"may",
        b"june",
        b"july",
        b"august",
        b"september",
        b"october",
        b"november",
        b"december",
    ];
    let matches = |month: &[u8]| {
        name.eq_ignore_ascii_case(month)
            || month
                .get(..3)
                .is_some_and(|short| name.eq_ignore_ascii_case(short))
    };
    if name.eq_ignore_ascii_case(b"sept") {
        return Some(9);
    }
    (1..)
        .zip(MONTHS)
        .find(|(_, month)| matches(month))
        .map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<DateText, Reason> {
        let mut cursor = Cursor::new(text.as_bytes());
        let date = read_date(&mut cursor)?;
        if cursor.is_at_end() {
            Ok(date)
        } else {
            Err(Reason::TrailingText)
        }
    }

    #[test]
    fn dates_are_read_in_all_their_forms() {
        let ordered = Ok(DateText::Ordered {
            year: 2008,
            month: 12,
            day: 5,
        });
        for text in [
            "2008-12-05",
            "2008-12-5",
            "2008/12/05",
            "2008.12.05",
            "2008:12:05",
            "20081205",
            "2008-Dec-05",
            "5-Dec-2008",
            "05 December 2008",
            "05 DEC 2008",
            "5 Dec. 2008",
            "5. Dec 2008",
            "5 Dec, 2008",
            "5/Dec/2008",
            "Dec 5, 2008",
            "Dec 5 2008",
            "December 05, 2008",
            "Dec. 5, 2008",
            "Dec-05-2008",
        ] {
            assert_eq!(read(text), ordered, "{text}");
        }
        let unordered = Ok(DateText::Unordered {
            first: 5,
            second: 12,
            year: 2008,
        });
        for text in ["5/12/2008", "05.12.2008", "05-12-2008"] {
            assert_eq!(read(text), unordered, "{text}");
        }
        for text in ["05/12/08", "08-12-05", "5-Dec-08", "Dec 5, 08", "081205 04"] {
            assert_eq!(read(text), Err(Reason::TwoDigitYear), "{text}");
        }
        for text in [
            "",
            "5",
            "2008",
            "2008-12",
            "2008-12/05",
            "5/12-2008",
            "5 12 2008",
            "20081205044",
            "081205",
            "Foo 5, 2008",
            "5-Foo-2008",
            "5/12/208",
            "Dec",
            "Decem 5 2008",
            "05:12",
        ] {
            assert_eq!(read(text), Err(Reason::NotADate), "{text}");
        }
    }
}
