//! Two columns of text as one column of times.

use std::borrow::Cow;

use polars::prelude::{Column, IntoColumn, StringChunked};

use crate::columns::TimeJoin;

/// The cells of columns as one column of text, null where any is missing.
pub(super) fn join(columns: &[Column], how: TimeJoin) -> Column {
    let [first, second, ..] = columns else {
        return columns.first().cloned().unwrap_or_default();
    };
    if how == TimeJoin::Calendar {
        return calendar(columns);
    }
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

/// Dates of parts in columns of their own: year, month, day, and what there is of hour, minute and second.
fn calendar(columns: &[Column]) -> Column {
    let parts: Vec<&StringChunked> = columns
        .iter()
        .filter_map(|column| column.str().ok())
        .collect();
    let rows = columns.first().map_or(0, Column::len);
    let name = columns
        .first()
        .map(|column| column.name().clone())
        .unwrap_or_default();
    let dates: StringChunked = (0..rows)
        .map(|row| {
            let cells: Option<Vec<&str>> = parts
                .iter()
                .map(|part| part.get(row).map(str::trim))
                .collect();
            cells.map(|cells| of_parts(&cells))
        })
        .collect();
    dates.with_name(name).into_column()
}

fn of_parts(cells: &[&str]) -> String {
    // Spreadsheets write `12.0`.
    let whole = |cell: &str| whole_number(cell).map_or_else(|| cell.to_owned(), Cow::into_owned);
    let mut text = String::new();
    for (index, cell) in cells.iter().enumerate() {
        let separator = ["", "-", "-", "T", ":", ":"]
            .get(index)
            .copied()
            .unwrap_or(" ");
        let cell = match (index, cell.split_once('.')) {
            (5, Some((second, fraction))) => format!("{second:0>2}.{fraction}"),
            _ => format!("{:0>2}", whole(cell)),
        };
        text.push_str(separator);
        text.push_str(&cell);
    }
    // An hour alone is no time of day.
    if cells.len() == 4 {
        text.push_str(":00");
    }
    text
}

/// The text of two cells; where they are not what they should be, both apart by a space, which reading then refuses.
fn of_cells(first: &str, second: &str, how: TimeJoin) -> String {
    let as_they_are = || format!("{first} {second}");
    match how {
        TimeJoin::One | TimeJoin::DateAndTime | TimeJoin::Calendar => as_they_are(),
        TimeJoin::DateAndClockNumber { has_seconds } => {
            let (whole, fraction) = second.split_once('.').unwrap_or((second, ""));
            let point = if fraction.is_empty() { "" } else { "." };
            // After midnight `5` has lost its zeros.
            let width = if has_seconds { 6 } else { 4 };
            format!("{first} {whole:0>width$}{point}{fraction}")
        }
        TimeJoin::Fraction { digits } => match (whole_number(first), whole_number(second)) {
            (Some(seconds), Some(fraction)) => {
                format!("{seconds}.{fraction:0>width$}", width = usize::from(digits))
            }
            // A date and time to the second, perhaps with a zone behind.
            (None, Some(fraction)) => {
                let zone = first.find(['Z', '+']).unwrap_or(first.len());
                let (date, zone) = first.split_at(zone);
                let width = usize::from(digits);
                format!("{}.{fraction:0>width$}{zone}", date.trim_end())
            }
            _ => as_they_are(),
        },
        TimeJoin::Week { in_milliseconds } => {
            of_week(first, second, in_milliseconds).unwrap_or_else(as_they_are)
        }
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
fn of_week(week: &str, second: &str, in_milliseconds: bool) -> Option<String> {
    const GPS_ZERO: i64 = 315_964_800;
    let week: i64 = whole_number(week)?.parse().ok()?;
    if in_milliseconds {
        let count: i64 = whole_number(second)?.parse().ok()?;
        let seconds = GPS_ZERO + week * 604_800 + count / 1000;
        return Some(format!("{seconds}.{:03}", count % 1000));
    }
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
    fn parts_of_a_date_are_joined() {
        assert_eq!(
            of_parts(&["2024", "1", "5", "9", "3", "7.25"]),
            "2024-01-05T09:03:07.25"
        );
        assert_eq!(of_parts(&["2024", "1.0", "5", "9"]), "2024-01-05T09:00");
        assert_eq!(of_parts(&["2024", "12", "25"]), "2024-12-25");
    }

    #[test]
    fn two_cells_are_one_time() {
        let clock = |has_seconds| TimeJoin::DateAndClockNumber { has_seconds };
        let week = |in_milliseconds| TimeJoin::Week { in_milliseconds };
        let nine = TimeJoin::Fraction { digits: 9 };
        assert_eq!(
            of_cells("1642460341", "50031042", nine),
            "1642460341.050031042"
        );
        assert_eq!(
            of_cells("10.0", "5", TimeJoin::Fraction { digits: 3 }),
            "10.005"
        );
        let three = TimeJoin::Fraction { digits: 3 };
        assert_eq!(
            of_cells("2024-01-25T12:00:00Z", "5", three),
            "2024-01-25T12:00:00.005Z"
        );
        assert_eq!(of_cells("10", "x", nine), "10 x");
        assert_eq!(
            of_cells("20240110", "5050.25", clock(true)),
            "20240110 005050.25"
        );
        assert_eq!(of_cells("20240110", "905", clock(false)), "20240110 0905");
        assert_eq!(
            of_cells("2297", "129600.200", week(false)),
            "1705320000.200"
        );
        assert_eq!(
            of_cells("2021-03-20", "10:00", TimeJoin::DateAndTime),
            "2021-03-20 10:00"
        );
    }
}
