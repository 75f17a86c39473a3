//! Days of the Gregorian calendar, counted from the Unix epoch.
//!
//! The formulas are those of Howard Hinnant, "chrono-compatible low-level date algorithms"
//! (<https://howardhinnant.github.io/date_algorithms.html>): years start in March, so that the leap day is the last
//! day of a year, and 400 years are an era of 146 097 days.

/// Nanoseconds of a civil day, which has no leap seconds.
pub(super) const NANOSECONDS_PER_DAY: i64 = 86_400_000_000_000;

/// Days of an era of 400 years.
const DAYS_PER_ERA: i32 = 146_097;

/// From 0000-03-01 to 1970-01-01.
const EPOCH_DAY: i32 = 719_468;

/// Days from 1970-01-01 to a date of the years 0 to 9999; `None` where the calendar has no such date.
#[inline]
pub(super) fn days_from_date(year: u32, month: u32, day: u32) -> Option<i32> {
    if month.wrapping_sub(1) > 11 || day.wrapping_sub(1) > 30 {
        return None;
    }
    // Only days 29 to 31 can be missing from a month.
    if day > 28 && day > days_of_month(year, month) {
        return None;
    }
    // Years that start in March, one era later.
    let (year, month_from_march) = match month {
        ..=2 => (year + 399, month + 9),
        _ => (year + 400, month - 3),
    };
    let century = year / 100;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - century + century / 4 + day_of_year;
    Some(days as i32 - DAYS_PER_ERA - EPOCH_DAY)
}

/// The year, month and day that lie so many days after 1970-01-01.
pub(super) fn date_from_days(days: i32) -> (i32, u32, u32) {
    let from_origin = days + EPOCH_DAY;
    let era = from_origin.div_euclid(DAYS_PER_ERA);
    let day_of_era = from_origin.rem_euclid(DAYS_PER_ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month as u32, day as u32)
}

fn days_of_month(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveDate};

    #[test]
    fn every_day_of_ten_thousand_years_agrees_with_chrono() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for year in 0..=9_999_u32 {
            for month in 0..=13 {
                // Whole months at the turn of centuries and eras, their ends elsewhere.
                let days = if year % 100 == 0 { 0..=32 } else { 27..=32 };
                for day in days {
                    let chrono = NaiveDate::from_ymd_opt(year as i32, month, day);
                    let expected = chrono.map(|date| (date - epoch).num_days() as i32);
                    let found = days_from_date(year, month, day);
                    assert_eq!(found, expected, "{year}-{month}-{day}");
                    if let (Some(days), Some(date)) = (found, chrono) {
                        assert_eq!(
                            date_from_days(days),
                            (date.year(), date.month(), date.day())
                        );
                    }
                }
            }
        }
    }
}
