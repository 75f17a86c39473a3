//! Ticks of a dated axis: round instants of clock and calendar.

use chrono::{DateTime, Datelike, NaiveDate};

const SECOND: i64 = 1_000_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// A Monday, so that steps of weeks start on one: 5 January 1970.
const MONDAY: i64 = 4 * DAY;

/// A round step between instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A fixed number of nanoseconds.
    Fixed(i64),
    /// A number of months, which are not all as long.
    Months(i32),
}

impl Step {
    /// All steps, the finest first.
    pub fn all() -> impl Iterator<Item = Self> {
        let fractions = (0..9).flat_map(|power| [1, 2, 5].map(|m| m * 10_i64.pow(power)));
        let clock = [
            SECOND,
            2 * SECOND,
            5 * SECOND,
            10 * SECOND,
            15 * SECOND,
            30 * SECOND,
            MINUTE,
            2 * MINUTE,
            5 * MINUTE,
            10 * MINUTE,
            15 * MINUTE,
            30 * MINUTE,
            HOUR,
            2 * HOUR,
            3 * HOUR,
            6 * HOUR,
            12 * HOUR,
            DAY,
            2 * DAY,
            7 * DAY,
            14 * DAY,
        ];
        let months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400];
        let fixed = fractions.chain(clock).map(Self::Fixed);
        fixed.chain(months.map(Self::Months))
    }

    /// The typical length in nanoseconds.
    fn length(self) -> f64 {
        match self {
            Self::Fixed(nanoseconds) => nanoseconds as f64,
            Self::Months(months) => f64::from(months) * 30.4 * DAY as f64,
        }
    }

    /// Whether more than 100 ticks would lie on so many nanoseconds.
    pub fn is_too_fine(self, nanoseconds: f64) -> bool {
        nanoseconds / self.length() > 100.0
    }

    /// The round instants from `from` to `to`, in Unix nanoseconds.
    pub fn instants(self, from: i64, to: i64) -> Vec<i64> {
        match self {
            Self::Fixed(step) => {
                // Wider arithmetic, because the round instant before the earliest one may not fit.
                let (step, from, to) = (i128::from(step), i128::from(from), i128::from(to));
                let anchor = i128::from(MONDAY);
                let before = (from - anchor).div_euclid(step) * step + anchor;
                let instants = (0..).map(|i| before + i * step);
                let inside = instants
                    .skip_while(|&instant| instant < from)
                    .take_while(|&instant| instant <= to);
                inside
                    .filter_map(|instant| i64::try_from(instant).ok())
                    .collect()
            }
            Self::Months(step) => {
                let year = DateTime::from_timestamp_nanos(from).year();
                let first = (year * 12).div_euclid(step) * step;
                let last = DateTime::from_timestamp_nanos(to).year() * 12 + 11;
                let months = (first..=last).step_by(usize::try_from(step).unwrap_or(1));
                let starts = months.filter_map(month_start);
                starts
                    .filter(|instant| (from..=to).contains(instant))
                    .collect()
            }
        }
    }

    /// What is written at an instant: the time of day, or the date where a day begins.
    pub fn label(self, instant: i64) -> String {
        let time = DateTime::from_timestamp_nanos(instant);
        let pattern = match self {
            Self::Months(months) if months % 12 == 0 => "%Y",
            Self::Months(_) => "%Y-%m",
            Self::Fixed(step) if step >= DAY => "%-d %b",
            Self::Fixed(step) if step >= MINUTE && instant.rem_euclid(DAY) == 0 => "%-d %b",
            Self::Fixed(step) if step >= MINUTE => "%H:%M",
            Self::Fixed(_) => "%H:%M:%S",
        };
        let mut label = time.format(pattern).to_string();
        if let Self::Fixed(step) = self
            && step < SECOND
        {
            let decimals = 9 - step.ilog10() as usize;
            let fraction = format!("{:09}", instant.rem_euclid(SECOND));
            label.push('.');
            label.extend(fraction.chars().take(decimals));
        }
        label
    }
}

/// The first instant of a month, counted from the beginning of year 0; `None` outside the range of the clock.
fn month_start(month: i32) -> Option<i64> {
    let in_year = u32::try_from(month.rem_euclid(12)).ok()? + 1;
    let date = NaiveDate::from_ymd_opt(month.div_euclid(12), in_year, 1)?;
    date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_nanos_opt()
}

/// The date or dates from one instant to another.
pub(super) fn dates(from: i64, to: i64) -> String {
    let date = |instant| {
        DateTime::from_timestamp_nanos(instant)
            .format("%Y-%m-%d")
            .to_string()
    };
    let (first, last) = (date(from), date(to));
    if first == last {
        first
    } else {
        format!("{first} to {last}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        let time = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").unwrap();
        time.and_utc().timestamp_nanos_opt().unwrap()
    }

    fn labels(step: Step, from: &str, to: &str) -> Vec<String> {
        let instants = step.instants(at(from), at(to));
        instants
            .iter()
            .map(|&instant| step.label(instant))
            .collect()
    }

    #[test]
    fn clock_steps_are_round_and_say_the_date_at_midnight() {
        let six_hours = Step::Fixed(6 * HOUR);
        assert_eq!(
            labels(six_hours, "2014-06-25 05:00:00", "2014-06-26 07:00:00"),
            ["06:00", "12:00", "18:00", "26 Jun", "06:00"]
        );
        let ten = Step::Fixed(10 * SECOND);
        assert_eq!(
            labels(ten, "2014-06-25 14:05:09.5", "2014-06-25 14:05:31"),
            ["14:05:10", "14:05:20", "14:05:30"]
        );
        let quarter = Step::Fixed(SECOND / 5);
        assert_eq!(
            labels(quarter, "1969-12-31 23:59:59.7", "1970-01-01 00:00:00.3"),
            ["23:59:59.8", "00:00:00.0", "00:00:00.2"]
        );
    }

    #[test]
    fn calendar_steps_follow_the_calendar() {
        assert_eq!(
            labels(
                Step::Months(1),
                "2020-12-15 00:00:00",
                "2021-03-01 00:00:00"
            ),
            ["2021-01", "2021-02", "2021-03"]
        );
        assert_eq!(
            labels(
                Step::Months(60),
                "1998-01-01 00:00:00",
                "2011-01-01 00:00:00"
            ),
            ["2000", "2005", "2010"]
        );
        // Mondays.
        assert_eq!(
            labels(
                Step::Fixed(7 * DAY),
                "2021-03-01 00:00:00",
                "2021-03-20 00:00:00"
            ),
            ["1 Mar", "8 Mar", "15 Mar"]
        );
    }

    #[test]
    fn the_ends_of_the_clock_are_no_trouble() {
        for step in Step::all() {
            for (from, to) in [
                (i64::MIN, i64::MAX),
                (i64::MIN, i64::MIN + 5),
                (i64::MAX - 5, i64::MAX),
            ] {
                if !step.is_too_fine(to as f64 - from as f64) {
                    let instants = step.instants(from, to);
                    assert!(instants.iter().all(|instant| (from..=to).contains(instant)));
                    assert!(instants.len() < 110);
                    for instant in instants {
                        assert!(!step.label(instant).is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn the_dates_are_said_once() {
        let (morning, evening) = (at("2014-06-25 01:00:00"), at("2014-06-25 21:00:00"));
        assert_eq!(dates(morning, evening), "2014-06-25");
        assert_eq!(
            dates(morning, at("2014-06-28 00:00:00")),
            "2014-06-25 to 2014-06-28"
        );
    }
}
