//! Stamps as ISO 8601 text.

use super::civil::{NANOSECONDS_PER_DAY, date_from_days};
use super::offset::UtcOffset;

/// Appends an instant as ISO 8601, `YYYY-MM-DDTHH:MM:SS[.fraction][Z|±HH:MM]`.
///
/// `nanoseconds` count from the Unix epoch in UTC; the text is the local time at `offset`, and without one it is UTC
/// with nothing said. At least `fraction_digits` digits of the second are written (at most 9), and as many more as it
/// takes to lose none.
///
/// ```
/// use dxdt::log::clock::{UtcOffset, write_iso8601};
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
    let ahead = offset.map_or(0, UtcOffset::nanoseconds);
    // Days and time apart, since the local time can lie just beyond an `i64`.
    let mut days = nanoseconds.div_euclid(NANOSECONDS_PER_DAY);
    let local = nanoseconds.rem_euclid(NANOSECONDS_PER_DAY) + ahead;
    days += local.div_euclid(NANOSECONDS_PER_DAY);
    let time = local.rem_euclid(NANOSECONDS_PER_DAY);
    // An `i64` of nanoseconds is at most 106 752 days.
    let (year, month, day) = date_from_days(days as i32);
    let seconds = (time / 1_000_000_000) as u32;
    let mut fraction = (time % 1_000_000_000) as u32;

    push_digits(out, year.unsigned_abs(), 4);
    for (mark, value) in [
        ('-', month),
        ('-', day),
        ('T', seconds / 3600),
        (':', seconds / 60 % 60),
        (':', seconds % 60),
    ] {
        out.push(mark);
        push_digits(out, value, 2);
    }
    let mut digits = 9;
    let wanted = u32::from(fraction_digits);
    while digits > wanted && fraction.is_multiple_of(10) {
        fraction /= 10;
        digits -= 1;
    }
    if digits > 0 {
        out.push('.');
        push_digits(out, fraction, digits);
    }
    if let Some(offset) = offset {
        out.push_str(&offset.to_string());
    }
}

/// Appends the last `count` digits of a number, at most ten, with zeros in front.
fn push_digits(out: &mut String, mut value: u32, count: u32) {
    let mut digits = [0; 10];
    let digits = &mut digits[..count as usize];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (value % 10) as u8;
        value /= 10;
    }
    out.extend(digits.iter().map(|&digit| char::from(digit)));
}
