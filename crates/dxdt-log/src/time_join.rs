//! Two columns of text as one column of times.

use std::borrow::Cow;

use polars::prelude::{Column, IntoColumn, StringChunked};

use crate::columns::TimeJoin;

/// The cells of columns as one column of text, null where any is missing.
pub(super) fn join(columns: &[Column], how: TimeJoin) -> Column {
    let [first, second, ..] = columns else {
        return columns.first().cloned().unwrap_or_default();
    };
    let (Ok(firsts), Ok(seconds)) = (first.str(), second.str()) else {
        return first.clone();
    };
    let joined: StringChunked = firsts
        .iter()
        .zip(seconds.iter())
        .map(|(first, second)| Some(of_cells(first?.trim(), second?.trim(), how)))
        .collect();
    joined
        .with_name(first.name().clone())
        .rechunk()
        .into_owned()
        .into_column()
}

/// The text of two cells; where they are not what they should be, both apart by a space, which reading then refuses.
fn of_cells(first: &str, second: &str, how: TimeJoin) -> String {
    let as_they_are = || format!("{first} {second}");
    match how {
        TimeJoin::One | TimeJoin::DateAndTime => as_they_are(),
        TimeJoin::DateAndClockNumber => {
            let (whole, fraction) = second.split_once('.').unwrap_or((second, ""));
            let point = if fraction.is_empty() { "" } else { "." };
            format!("{first} {whole:0>6}{point}{fraction}")
        }
        TimeJoin::Fraction { digits } => match (whole_number(first), whole_number(second)) {
            (Some(seconds), Some(fraction)) => {
                format!("{seconds}.{fraction:0>width$}", width = usize::from(digits))
            }
            _ => as_they_are(),
        },
        TimeJoin::Week => of_week(first, second).unwrap_or_else(as_they_are),
    }
}

/// The digits of a whole number, of which a spreadsheet may have made `12.0`.
fn whole_number(cell: &str) -> Option<Cow<'_, str>> {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole =
        is_digits(whole.trim_start_matches('-')) && fraction.bytes().all(|byte| byte == b'0');
    (is_whole && !whole.is_empty()).then_some(Cow::Borrowed(whole))
}

/// Seconds since 1970 of a GPS week and a second of it, in GPS time.
fn of_week(week: &str, second: &str) -> Option<String> {
    const GPS_ZERO: i64 = 315_964_800;
    let week: i64 = whole_number(week)?.parse().ok()?;
    let (whole, fraction) = second.split_once('.').unwrap_or((second, ""));
    let whole: i64 = whole.parse().ok()?;
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!(
        "{}{point}{fraction}",
        GPS_ZERO + week * 604_800 + whole
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cells_are_one_time() {
        let nine = TimeJoin::Fraction { digits: 9 };
        assert_eq!(
            of_cells("1642460341", "50031042", nine),
            "1642460341.050031042"
        );
        assert_eq!(
            of_cells("10.0", "5", TimeJoin::Fraction { digits: 3 }),
            "10.005"
        );
        assert_eq!(of_cells("x", "5", nine), "x 5");
        assert_eq!(
            of_cells("20240110", "5050.25", TimeJoin::DateAndClockNumber),
            "20240110 005050.25"
        );
        assert_eq!(
            of_cells("2297", "129600.200", TimeJoin::Week),
            "1705320000.200"
        );
        assert_eq!(
            of_cells("2021-03-20", "10:00", TimeJoin::DateAndTime),
            "2021-03-20 10:00"
        );
    }
}
