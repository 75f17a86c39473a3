//! Units of time: their names, how headers write them, and which one a column of epoch numbers is in.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// A unit of time of a column of numbers.
///
/// ```
/// use dxdt_time::TimeUnit;
///
/// assert_eq!("ms".parse(), Ok(TimeUnit::Millisecond));
/// assert_eq!(TimeUnit::Microsecond.to_string(), "us");
/// assert_eq!(TimeUnit::Minute.nanoseconds(), 60_000_000_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum TimeUnit {
    /// 1 ns
    #[serde(rename = "ns")]
    Nanosecond,
    /// 1000 ns
    #[serde(rename = "us")]
    Microsecond,
    /// 10⁶ ns
    #[serde(rename = "ms")]
    Millisecond,
    /// 10⁹ ns
    #[serde(rename = "s")]
    Second,
    /// 60 s
    #[serde(rename = "min")]
    Minute,
    /// 3600 s
    #[serde(rename = "h")]
    Hour,
    /// 86 400 s
    #[serde(rename = "d")]
    Day,
}

impl TimeUnit {
    /// The length of the unit in nanoseconds.
    pub const fn nanoseconds(self) -> i64 {
        match self {
            TimeUnit::Nanosecond => 1,
            TimeUnit::Microsecond => 1_000,
            TimeUnit::Millisecond => 1_000_000,
            TimeUnit::Second => 1_000_000_000,
            TimeUnit::Minute => 60_000_000_000,
            TimeUnit::Hour => 3_600_000_000_000,
            TimeUnit::Day => 86_400_000_000_000,
        }
    }

    /// The unit that a column's name ends with or has in brackets, if any: `Time (ms)`, `timestamp_ns`, `elapsedMs`.
    ///
    /// ```
    /// use dxdt_time::TimeUnit;
    ///
    /// assert_eq!(TimeUnit::in_header("#timestamp [ns]"), Some(TimeUnit::Nanosecond));
    /// assert_eq!(TimeUnit::in_header("time [µs]"), Some(TimeUnit::Microsecond));
    /// assert_eq!(TimeUnit::in_header("TimeUS"), Some(TimeUnit::Microsecond));
    /// assert_eq!(TimeUnit::in_header("t_s"), Some(TimeUnit::Second));
    /// assert_eq!(TimeUnit::in_header("times"), None);
    /// ```
    pub fn in_header(header: &str) -> Option<TimeUnit> {
        let of_day = [
            "_of_day",
            " of day",
            "_of_week",
            " of week",
            "OfDay",
            "OfWeek",
            " since midnight",
        ];
        let header = of_day
            .iter()
            .find_map(|end| header.strip_suffix(end))
            .unwrap_or(header);
        in_brackets(header).or_else(|| last_word(without_brackets(header))?.parse().ok())
    }

    /// The unit as `factor · 10^power` nanoseconds.
    pub(super) fn scale(self) -> (u16, i64) {
        match self {
            TimeUnit::Nanosecond => (1, 0),
            TimeUnit::Microsecond => (1, 3),
            TimeUnit::Millisecond => (1, 6),
            TimeUnit::Second => (1, 9),
            TimeUnit::Minute => (6, 10),
            TimeUnit::Hour => (36, 11),
            TimeUnit::Day => (864, 11),
        }
    }
}

/// A header up to its first bracket, if there is a word before it.
fn without_brackets(header: &str) -> &str {
    match header.find(['(', '[', '{', '<']) {
        Some(at) if header[..at].contains(char::is_alphanumeric) => &header[..at],
        _ => header,
    }
}

/// The content of the first pair of brackets that is a unit.
fn in_brackets(header: &str) -> Option<TimeUnit> {
    header
        .split(['(', '[', '{', '<'])
        .skip(1)
        .find_map(|inside| {
            let end = inside.find([')', ']', '}', '>'])?;
            inside.get(..end)?.parse().ok()
        })
}

/// The last word: words are separated by anything but letters and digits, and where `timeUs` goes from small to capital.
fn last_word(header: &str) -> Option<&str> {
    let word = header
        .split(|c: char| !c.is_alphanumeric())
        .rfind(|word| !word.is_empty())?;
    let mut start = 0;
    let mut after_small = false;
    for (index, character) in word.char_indices() {
        if after_small && character.is_uppercase() {
            start = index;
        }
        after_small = character.is_lowercase();
    }
    word.get(start..)
}

impl fmt::Display for TimeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            TimeUnit::Nanosecond => "ns",
            TimeUnit::Microsecond => "us",
            TimeUnit::Millisecond => "ms",
            TimeUnit::Second => "s",
            TimeUnit::Minute => "min",
            TimeUnit::Hour => "h",
            TimeUnit::Day => "d",
        })
    }
}

/// A text that names no unit of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeUnitError {
    text: String,
}

impl fmt::Display for TimeUnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "'{}' is not a unit of time; give s, ms, us or ns (or min, h, d)",
            self.text
        )
    }
}

impl std::error::Error for TimeUnitError {}

impl FromStr for TimeUnit {
    type Err = TimeUnitError;

    /// Reads a symbol or an English name, in small or capital letters: `s`, `µs`, `Seconds`, `msec`, `millis`.
    fn from_str(text: &str) -> Result<Self, TimeUnitError> {
        Ok(match text.trim().to_lowercase().as_str() {
            "ns" | "nsec" | "nsecs" | "nanos" | "nanosec" | "nanosecs" | "nanosecond"
            | "nanoseconds" => TimeUnit::Nanosecond,
            // U+00B5 is the micro sign, U+03BC the Greek letter.
            "us" | "\u{b5}s" | "\u{3bc}s" | "usec" | "usecs" | "micros" | "microsec"
            | "microsecs" | "microsecond" | "microseconds" => TimeUnit::Microsecond,
            "ms" | "msec" | "msecs" | "millisekunden" | "milisegundos" | "millisecondes"
            | "millisecondi" | "millis" | "millisec" | "millisecs" | "millisecond"
            | "milliseconds" => TimeUnit::Millisecond,
            "s" | "sec" | "secs" | "second" | "seconds" | "sekunde" | "sekunden" | "segundo"
            | "segundos" | "seconde" | "secondes" | "secondi" | "秒" => TimeUnit::Second,
            "min" | "mins" | "minute" | "minutes" => TimeUnit::Minute,
            "h" | "hr" | "hrs" | "hour" | "hours" | "stunden" | "heures" | "horas" | "ore" => {
                TimeUnit::Hour
            }
            "d" | "day" | "days" => TimeUnit::Day,
            _ => {
                return Err(TimeUnitError {
                    text: super::error::excerpt(text),
                });
            }
        })
    }
}

/// Where the unit of a column of numbers comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitSource {
    /// From `--time-unit`.
    Given,
    /// From the column's header.
    Header,
    /// From the size of the numbers: in this unit they are instants of the years 1990 to 2099.
    Magnitude,
    /// From the steps between them: in this unit they are such as instruments have.
    Steps {
        /// A unit in which they might be as well.
        other: TimeUnit,
    },
    /// From a measured speed, with which the derived one agrees in this unit.
    MeasuredSpeed,
    /// From nothing: seconds, for want of anything better.
    Assumed {
        /// A unit in which they might be as well.
        other: Option<TimeUnit>,
    },
}

/// 1990-01-01 and 2100-01-01 in seconds since the Unix epoch.
const EPOCH_SECONDS: [f64; 2] = [631_152_000.0, 4_102_444_800.0];

/// The units that numbers since the Unix epoch come in. For longer units a stretch of time is as likely as an instant.
const EPOCH_UNITS: [TimeUnit; 4] = [
    TimeUnit::Second,
    TimeUnit::Millisecond,
    TimeUnit::Microsecond,
    TimeUnit::Nanosecond,
];

/// Counts the numbers of a column by size, to say where their median lies without keeping them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Magnitudes {
    /// Between the ends of the four epoch ranges: an odd index lies within a range, an even one outside of all.
    counts: [u64; 2 * EPOCH_UNITS.len() + 1],
}

impl Magnitudes {
    pub(super) fn add(&mut self, value: f64) {
        let mut scale = 1.0;
        let mut index = 0;
        for _ in EPOCH_UNITS {
            for bound in EPOCH_SECONDS {
                index += usize::from(value >= bound * scale);
            }
            scale *= 1000.0;
        }
        self.counts[index] += 1;
    }

    /// The unit in which the median is an instant from 1990 to 2099, if there is one. The four ranges do not overlap.
    pub(super) fn epoch_unit(&self) -> Option<TimeUnit> {
        let half = self.counts.iter().sum::<u64>().div_ceil(2);
        let mut seen = 0;
        let median = self.counts.iter().position(|count| {
            seen += count;
            seen >= half && half > 0
        })?;
        (median % 2 == 1).then(|| EPOCH_UNITS[median / 2])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_in_headers() {
        use TimeUnit::*;
        for (header, unit) in [
            ("Time (ms)", Some(Millisecond)),
            ("[s]", Some(Second)),
            ("s", Some(Second)),
            ("timestamp_ns", Some(Nanosecond)),
            ("t_us", Some(Microsecond)),
            ("elapsed_ms", Some(Millisecond)),
            ("millis", Some(Millisecond)),
            ("seconds", Some(Second)),
            ("time [\u{b5}s]", Some(Microsecond)),
            ("time [\u{3bc}s]", Some(Microsecond)),
            ("Elapsed Time ( sec )", Some(Second)),
            ("timeMs", Some(Millisecond)),
            ("TimeUS", Some(Microsecond)),
            ("field.header.stamp.secs", Some(Second)),
            ("t / h", Some(Hour)),
            ("sec_of_day", Some(Second)),
            ("Time (1/100 s)", None),
            ("duration {min}", Some(Minute)),
            ("time (UTC) [ms]", Some(Millisecond)),
            ("time", None),
            ("times", None),
            ("timestamps", None),
            ("%time", None),
            ("time (", None),
            ("", None),
            ("x [m]", None),
            ("tä", None),
        ] {
            assert_eq!(TimeUnit::in_header(header), unit, "{header}");
        }
    }

    #[test]
    fn one_stray_value_does_not_move_the_median() {
        let mut magnitudes = Magnitudes::default();
        assert_eq!(magnitudes.epoch_unit(), None);
        magnitudes.add(0.0);
        assert_eq!(magnitudes.epoch_unit(), None);
        magnitudes.add(1.4e18);
        magnitudes.add(1.4e18);
        assert_eq!(magnitudes.epoch_unit(), Some(TimeUnit::Nanosecond));
        let single = |value| {
            let mut magnitudes = Magnitudes::default();
            magnitudes.add(value);
            magnitudes.epoch_unit()
        };
        assert_eq!(single(1_305_031_098.665_9), Some(TimeUnit::Second));
        assert_eq!(single(1_305_031_098_665.9), Some(TimeUnit::Millisecond));
        assert_eq!(single(1_305_031_098_665_900.0), Some(TimeUnit::Microsecond));
        for outside in [-1.4e9, 6.3e8, 4.2e9, 5.0e12, 1.0e30] {
            assert_eq!(single(outside), None, "{outside}");
        }
    }
}
