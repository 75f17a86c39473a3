//! Epochs of CCSDS messages: calendar dates, or days of a year.

use std::borrow::Cow;

use chrono::NaiveDate;

/// An epoch as a calendar date and time; `None` where it is neither of the two forms or there is no such day.
///
/// `2020-153T12:00:00` is written as `2020-06-01T12:00:00`; the time of day keeps its digits.
pub(super) fn calendar_text(epoch: &str) -> Option<Cow<'_, str>> {
    let (date, time) = epoch.split_once('T')?;
    let (year, day) = date.split_once('-')?;
    if year.len() != 4 || !time.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if day.len() != 3 {
        return Some(Cow::Borrowed(epoch));
    }
    let date = NaiveDate::from_yo_opt(number(year)?.try_into().ok()?, number(day)?)?;
    Some(Cow::Owned(format!("{}T{time}", date.format("%Y-%m-%d"))))
}

fn number(digits: &str) -> Option<u32> {
    let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_year_become_dates() {
        for (epoch, expected) in [
            ("2020-153T12:00:00.125", Some("2020-06-01T12:00:00.125")),
            ("2020-366T00:00:00Z", Some("2020-12-31T00:00:00Z")),
            ("2020-06-01T12:00:00", Some("2020-06-01T12:00:00")),
            ("2021-366T00:00:00", None),
            ("2021-000T00:00:00", None),
            ("2021-+12T00:00:00", None),
            ("2020-153", None),
            ("2020-153T", None),
            ("soon", None),
        ] {
            assert_eq!(calendar_text(epoch).as_deref(), expected, "{epoch}");
        }
    }
}
