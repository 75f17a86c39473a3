//! Instants that are written as a number of days, such as Julian days, read without a float.

use chrono::{Days, NaiveDate};

const ATTOSECONDS_PER_SECOND: i128 = 1_000_000_000_000_000_000;
const SECONDS_PER_DAY: i128 = 86_400;

/// From the zero of Julian days to 1970-01-01, in half days.
pub(super) const JULIAN: i128 = 2 * 2_440_587 + 1;

/// From 1899-12-30, from which spreadsheets and Delphi count, to 1970-01-01, in half days.
pub(super) const SINCE_1899: i128 = 2 * 25_569;

/// An instant of the civil calendar, to the attosecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Instant {
    /// Since 1970-01-01.
    attoseconds: i128,
    /// Digits of the second's fraction.
    digits: usize,
    /// What one in the last digit of its text is worth, in attoseconds.
    pub resolution: i128,
}

impl Instant {
    /// Reads a number of days that counts from `epoch`, one of the above. It is exact: a day is 86 400 s, so that a
    /// day number's last digit is at most two digits finer than the second needs.
    ///
    /// `None` where the text is no plain decimal of at most 7 digits before the point and 20 after it.
    pub fn of_days(text: &str, epoch: i128) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if !(1..=7).contains(&whole.len()) || fraction.len() > 20 {
            return None;
        }
        let resolution =
            ATTOSECONDS_PER_SECOND * SECONDS_PER_DAY / 10_i128.pow(fraction.len() as u32);
        let count = number(&[whole, fraction].concat())?;
        let half_day = ATTOSECONDS_PER_SECOND * SECONDS_PER_DAY / 2;
        Some(Self {
            attoseconds: count * resolution - epoch * half_day,
            digits: fraction.len().saturating_sub(2),
            resolution,
        })
    }

    /// A calendar date and a time of day `HH:MM` or `HH:MM:SS`, with at most 18 digits of a fraction.
    pub fn of_civil(date: NaiveDate, time: &str) -> Option<Self> {
        let (whole, fraction) = time.split_once('.').unwrap_or((time, ""));
        let fields: Vec<i128> = whole
            .split(':')
            .map(|field| number(field).filter(|_| field.len() == 2))
            .collect::<Option<_>>()?;
        let (hour, minute, second, unit) = match fields[..] {
            [hour, minute] if fraction.is_empty() => (hour, minute, 0, 60 * ATTOSECONDS_PER_SECOND),
            [hour, minute, second] => (hour, minute, second, ATTOSECONDS_PER_SECOND),
            _ => return None,
        };
        if hour > 23 || minute > 59 || second > 59 || fraction.len() > 18 {
            return None;
        }
        let resolution = unit / 10_i128.pow(fraction.len() as u32);
        let days = i128::from(date.signed_duration_since(NaiveDate::default()).num_days());
        let seconds = days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
        let part = if fraction.is_empty() {
            0
        } else {
            number(fraction)? * resolution
        };
        Some(Self {
            attoseconds: seconds * ATTOSECONDS_PER_SECOND + part,
            digits: fraction.len(),
            resolution,
        })
    }

    /// How far two instants are apart, in attoseconds.
    pub fn distance(self, other: Self) -> i128 {
        (self.attoseconds - other.attoseconds).abs()
    }

    /// The whole second that is nearest.
    pub fn rounded_to_seconds(self) -> Self {
        let half = ATTOSECONDS_PER_SECOND / 2;
        let seconds = (self.attoseconds + half).div_euclid(ATTOSECONDS_PER_SECOND);
        Self {
            attoseconds: seconds * ATTOSECONDS_PER_SECOND,
            digits: 0,
            resolution: ATTOSECONDS_PER_SECOND,
        }
    }

    /// As ISO 8601 without an offset, with every digit that it has; `None` outside the years 0 to 9999.
    pub fn to_iso8601(self) -> Option<String> {
        let seconds = self.attoseconds.div_euclid(ATTOSECONDS_PER_SECOND);
        let fraction = self.attoseconds.rem_euclid(ATTOSECONDS_PER_SECOND);
        let days = seconds.div_euclid(SECONDS_PER_DAY);
        let second = seconds.rem_euclid(SECONDS_PER_DAY);
        let start = NaiveDate::from_ymd_opt(0, 1, 1)?;
        let to_start = NaiveDate::default().signed_duration_since(start).num_days();
        let date =
            start.checked_add_days(Days::new((days + i128::from(to_start)).try_into().ok()?))?;
        let date = date.format("%Y-%m-%d").to_string();
        let (hour, minute) = (second / 3600, second / 60 % 60);
        let mut text = format!("{date}T{hour:02}:{minute:02}:{:02}", second % 60);
        if self.digits > 0 {
            let digits = format!("{fraction:018}");
            text.push('.');
            text.push_str(digits.get(..self.digits).unwrap_or(&digits));
        }
        (date.len() == 10).then_some(text)
    }
}

/// A number of nothing but digits.
fn number(digits: &str) -> Option<i128> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str, epoch: i128) -> Option<String> {
        Instant::of_days(text, epoch)?.to_iso8601()
    }

    #[test]
    fn known_days_are_known_dates() {
        for (text, expected) in [
            ("2440587.5", "1970-01-01T00:00:00"),
            ("2451545", "2000-01-01T12:00:00"),
            ("2451545.000000000", "2000-01-01T12:00:00.0000000"),
            ("2446431.500000001", "1986-01-01T00:00:00.0000864"),
            ("2299160.5", "1582-10-15T00:00:00"),
        ] {
            assert_eq!(written(text, JULIAN).as_deref(), Some(expected), "{text}");
        }
        let track = written("39744.2451967593", SINCE_1899);
        assert_eq!(track.as_deref(), Some("2008-10-23T05:53:05.00000352"));
        assert_eq!(
            written("25568.999999999999999999", SINCE_1899).as_deref(),
            Some("1969-12-31T23:59:59.9999999999999136")
        );
        for text in ["", ".5", "-1", "1e5", "12345678", "1.2.3", "9999999"] {
            assert_eq!(written(text, JULIAN), None, "{text}");
        }
    }

    #[test]
    fn civil_times_are_read_whole() {
        let date = NaiveDate::from_ymd_opt(1986, 1, 1).unwrap();
        let written = |time| Instant::of_civil(date, time)?.to_iso8601();
        assert_eq!(
            written("00:00:00.0000").as_deref(),
            Some("1986-01-01T00:00:00.0000")
        );
        assert_eq!(written("23:59").as_deref(), Some("1986-01-01T23:59:00"));
        for time in [
            "24:00:00",
            "12",
            "12:00:60",
            "12:00:0",
            "12:00:00.x",
            "1:00:00",
            "12:00:é",
        ] {
            assert_eq!(written(time), None, "{time}");
        }
        let day = Instant::of_days("2446431.5000000", JULIAN).unwrap();
        let civil = Instant::of_civil(date, "00:00:00.5").unwrap();
        assert_eq!(day.distance(civil), ATTOSECONDS_PER_SECOND / 2);
        assert_eq!(
            civil.rounded_to_seconds().distance(day),
            ATTOSECONDS_PER_SECOND
        );
    }

    proptest! {
        #[test]
        fn no_digit_is_lost(day in 0..2_000_000_u32, fraction in 0..10_u64.pow(11)) {
            // With 11 digits a day number is a whole number of nanoseconds, which chrono can hold.
            let text = format!("{}.{fraction:011}", u64::from(day) + 1_721_060);
            let start = chrono::NaiveDate::from_ymd_opt(0, 1, 1).unwrap().and_hms_opt(12, 0, 0).unwrap();
            let expected = start
                + chrono::TimeDelta::days(i64::from(day))
                + chrono::TimeDelta::nanoseconds((fraction * 864) as i64);
            let expected = expected.format("%Y-%m-%dT%H:%M:%S%.9f").to_string();
            prop_assert_eq!(written(&text, JULIAN), Some(expected));
        }
    }
}
