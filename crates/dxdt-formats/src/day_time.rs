//! Dates and times of day as recorders write them, `ddmmyy` and `hhmmss.sss`, in UTC.

use chrono::NaiveDate;

const SECOND: i64 = 1_000_000_000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// A time of day with the digits it was written with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TimeOfDay<'a> {
    seconds: u32,
    /// The text of hours, minutes and seconds, two digits each.
    clock: &'a str,
    /// The digits after the point.
    fraction: &'a str,
}

impl<'a> TimeOfDay<'a> {
    /// Reads `hhmmss`, perhaps with a point and digits; a second 60 is a leap second.
    pub fn read(text: &'a str) -> Option<Self> {
        let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
        if clock.len() != 6 || !are_digits(clock) {
            return None;
        }
        let [hours, minutes, seconds] = pairs(clock)?;
        let time = Self {
            seconds: hours * 3600 + minutes * 60 + seconds,
            clock,
            fraction: "",
        };
        (hours < 24 && minutes < 60 && seconds <= 60)
            .then_some(time)?
            .with_fraction(fraction)
    }

    /// The same second with these digits after the point.
    pub fn with_fraction(self, fraction: &'a str) -> Option<Self> {
        are_digits(fraction).then_some(Self { fraction, ..self })
    }

    /// Since midnight; digits after the ninth are not looked at.
    pub fn nanoseconds(&self) -> i64 {
        let digits = self.fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
        let fraction = digits.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        i64::from(self.seconds) * SECOND + fraction
    }

    /// Of two writings of one instant, the one with more digits.
    pub fn finer(self, other: Self) -> Self {
        if other.fraction.len() > self.fraction.len() {
            other
        } else {
            self
        }
    }

    /// As ISO 8601 with all its digits, in UTC; a time of day where the date is not known.
    pub fn text(&self, day: Option<NaiveDate>) -> String {
        let (hours, rest) = self.clock.split_at(2);
        let (minutes, seconds) = rest.split_at(2);
        let point = if self.fraction.is_empty() { "" } else { "." };
        let time = format!("{hours}:{minutes}:{seconds}{point}{}", self.fraction);
        match day {
            Some(day) => format!("{day}T{time}Z"),
            None => time,
        }
    }
}

/// Reads `ddmmyy`; the years 80 to 99 are of the twentieth century, in which satellite navigation began.
pub(super) fn read_date(text: &str) -> Option<NaiveDate> {
    if text.len() != 6 || !are_digits(text) {
        return None;
    }
    let [day, month, year] = pairs(text)?;
    let century = if year >= 80 { 1900 } else { 2000 };
    NaiveDate::from_ymd_opt(century + i32::try_from(year).ok()?, month, day)
}

/// Whether all bytes are digits; so they are where there are none.
pub(super) fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn pairs(digits: &str) -> Option<[u32; 3]> {
    let pair = |at: usize| digits.get(at..at + 2)?.parse().ok();
    Some([pair(0)?, pair(2)?, pair(4)?])
}

/// Gives a date to the timestamps without one: each is of the first such time after the dated one before it, and at the
/// start of a log of the last such time before the dated one after it. Up to an hour may lie in the other direction.
///
/// `stamp` gives the date of an item and its time of day in nanoseconds; an item without a time has no part in it.
pub(super) fn carry_days<T>(
    items: &mut [T],
    stamp: impl Fn(&mut T) -> Option<(&mut Option<NaiveDate>, i64)>,
) {
    carry(items.iter_mut().filter_map(&stamp), Direction::Later);
    carry(
        items.iter_mut().rev().filter_map(&stamp),
        Direction::Earlier,
    );
}

#[derive(Clone, Copy)]
enum Direction {
    Later,
    Earlier,
}

fn carry<'a>(stamps: impl Iterator<Item = (&'a mut Option<NaiveDate>, i64)>, towards: Direction) {
    let mut known: Option<(NaiveDate, i64)> = None;
    for (day, time) in stamps {
        if day.is_none() {
            *day = known.map(|(day, reference)| day_of(day, time - reference, towards));
        }
        known = day.map(|day| (day, time)).or(known);
    }
}

/// The day of a time of day that is `step` from one on `day`.
fn day_of(day: NaiveDate, step: i64, towards: Direction) -> NaiveDate {
    let neighbour = match towards {
        Direction::Later if step < -HOUR => day.succ_opt(),
        Direction::Later if step > DAY - HOUR => day.pred_opt(),
        Direction::Earlier if step > HOUR => day.pred_opt(),
        Direction::Earlier if step < HOUR - DAY => day.succ_opt(),
        _ => None,
    };
    neighbour.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_their_digits() {
        let time = TimeOfDay::read("110124.500").unwrap();
        assert_eq!(time.text(read_date("310317")), "2017-03-31T11:01:24.500Z");
        assert_eq!(time.text(None), "11:01:24.500");
        assert_eq!(time.nanoseconds(), 39_684_500_000_000);
        assert_eq!(
            TimeOfDay::read("235960.").unwrap().text(None),
            "23:59:60",
            "a leap second, and a point without digits"
        );
        for wrong in [
            "",
            "1101",
            "1101245",
            "240000",
            "116000",
            "110161",
            "11 124",
            "+10124",
            "110124.5x",
            "110124.5.1",
            "١١٠",
        ] {
            assert_eq!(TimeOfDay::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_are_of_two_centuries() {
        let dates = ["060180", "311299", "010100", "290224"].map(|text| read_date(text).unwrap());
        let texts = dates.map(|date| date.to_string());
        assert_eq!(
            texts,
            ["1980-01-06", "1999-12-31", "2000-01-01", "2024-02-29"]
        );
        for wrong in [
            "", "290223", "320117", "011317", "00417", "-10117", "0104170",
        ] {
            assert_eq!(read_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_are_carried_past_midnight_in_both_directions() {
        let time = |text| TimeOfDay::read(text).unwrap().nanoseconds();
        let mut stamps = [
            (None, time("235959")),
            (None, time("000001")),
            (read_date("010317"), time("000002")),
            (None, time("000000")),
            (None, time("235959")),
            (None, time("000001")),
            (None, time("180000")),
            (None, time("093000")),
        ];
        carry_days(&mut stamps, |(day, time)| Some((day, *time)));
        let days = stamps.map(|(day, _)| day.unwrap().to_string());
        assert_eq!(days[..3], ["2017-02-28", "2017-03-01", "2017-03-01"]);
        // Two seconds back, three seconds back and forth over midnight, and two long pauses.
        assert_eq!(days[3..6], ["2017-03-01", "2017-02-28", "2017-03-01"]);
        assert_eq!(days[6..], ["2017-03-01", "2017-03-02"]);
    }
}
