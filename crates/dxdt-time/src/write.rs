//! Timestamps as ISO 8601 text.

use super::civil::{NANOSECONDS_PER_DAY, date_from_days};
use super::offset::UtcOffset;

/// Appends an instant as ISO 8601, `YYYY-MM-DDTHH:MM:SS[.fraction][Z|±HH:MM]`.
///
/// `nanoseconds` count from the Unix epoch in UTC; the text is the local time at `offset`, and without one it is UTC
/// with nothing said. At least `fraction_digits` digits of the second are written (at most 9), and as many more as it
/// takes to lose none.
///
/// ```
/// use dxdt_time::{UtcOffset, write_iso8601};
///
/// let mut text = String::new();
/// write_iso8601(&mut text, 1_228_970_534_000_000_000, 0, UtcOffset::from_minutes(0));
/// assert_eq!(text, "2008-12-11T04:42:14+00:00");
///
/// text.clear();
/// write_iso8601(&mut text, -1, 0, None);
/// assert_eq!(text, "1969-12-31T23:59:59.999999999");
/// ```
pub fn write_iso8601(
    out: &mut String,
    nanoseconds: i64,
    fraction_digits: u8,
    offset: Option<UtcOffset>,
) {
    Iso8601Writer::default().write(out, nanoseconds, fraction_digits, offset);
}

/// Writes instants one after the other; the date is that of the one before where the day is the same.
#[derive(Debug)]
pub struct Iso8601Writer {
    days: i64,
    text: [u8; 29],
}

impl Default for Iso8601Writer {
    fn default() -> Self {
        Self {
            days: 0,
            text: *b"1970-01-01T00:00:00.000000000",
        }
    }
}

impl Iso8601Writer {
    /// Appends an instant as [`write_iso8601`] does.
    pub fn write(
        &mut self,
        out: &mut String,
        nanoseconds: i64,
        fraction_digits: u8,
        offset: Option<UtcOffset>,
    ) {
        let ahead = offset.map_or(0, UtcOffset::nanoseconds);
        // Days and time apart, since the local time can lie just beyond an `i64`.
        let mut days = nanoseconds.div_euclid(NANOSECONDS_PER_DAY);
        let local = nanoseconds.rem_euclid(NANOSECONDS_PER_DAY) + ahead;
        days += local.div_euclid(NANOSECONDS_PER_DAY);
        let time = local.rem_euclid(NANOSECONDS_PER_DAY) as u64;
        if days != self.days {
            self.days = days;
            // An `i64` of nanoseconds is at most 106 752 days, so that the year has four digits.
            let (year, month, day) = date_from_days(days as i32);
            let year = year.unsigned_abs();
            self.put([(0, year / 100), (2, year % 100), (5, month), (8, day)]);
        }
        let seconds = (time / 1_000_000_000) as u32;
        let fraction = (time % 1_000_000_000) as u32;
        self.put([
            (11, seconds / 3600),
            (14, seconds / 60 % 60),
            (17, seconds % 60),
            (20, fraction / 10_000_000),
            (22, fraction / 100_000 % 100),
            (24, fraction / 1_000 % 100),
            (26, fraction / 10 % 100),
        ]);
        self.text[28] = b'0' + (fraction % 10) as u8;
        let wanted = usize::from(fraction_digits.min(9));
        let needed = self.text[20..].iter().rposition(|&digit| digit != b'0');
        let digits = needed.map_or(0, |last| last + 1).max(wanted);
        let end = if digits == 0 { 19 } else { 20 + digits };
        // Digits and marks are text.
        out.push_str(std::str::from_utf8(&self.text[..end]).unwrap_or_default());
        match offset {
            Some(UtcOffset::UTC) => out.push('Z'),
            Some(offset) => out.push_str(&offset.to_string()),
            None => {}
        }
    }

    /// Puts numbers of two digits at their places.
    fn put<const N: usize>(&mut self, pairs: [(usize, u32); N]) {
        for (at, value) in pairs {
            self.text[at] = b'0' + (value / 10) as u8;
            self.text[at + 1] = b'0' + (value % 10) as u8;
        }
    }
}
