//! When the rows of a log are: even, jittered, random, with gaps; and how the clock writes it down.

use std::fmt;
use std::str::FromStr;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::quantity::Dimension;
use dxdt_motion::error::{Error, Result};
use dxdt_time::DurationText;

/// No log has more rows.
pub(super) const MOST_ROWS: u64 = 100_000_000;

/// How timestamps are spread.
///
/// ```
/// use dxdt_teach::simulation::Spread;
/// assert_eq!("jittered".parse(), Ok(Spread::Jittered));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spread {
    /// One step apart.
    #[default]
    Even,
    /// One step apart, each but the first and last displaced by up to a share of a step.
    Jittered,
    /// As many as even ones, anywhere in the time.
    Random,
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Even => "even",
            Self::Jittered => "jittered",
            Self::Random => "random",
        })
    }
}

impl FromStr for Spread {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        [Self::Even, Self::Jittered, Self::Random]
            .into_iter()
            .find(|spread| spread.to_string() == text)
            .ok_or_else(|| "give even, jittered or random".to_owned())
    }
}

/// The distance of even timestamps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// Whole nanoseconds.
    Nanoseconds(i64),
    /// A whole number of rows a second.
    RowsASecond(u64),
    /// Rows a second.
    Rate(f64),
}

impl Step {
    /// Of a rate in hertz, as exactly as can be.
    pub fn of_rate(rate: f64) -> Self {
        let nanoseconds = 1e9 / rate;
        let whole = nanoseconds.round();
        if (1.0..9e18).contains(&whole) && (whole * rate / 1e9 - 1.0).abs() < 4.0 * f64::EPSILON {
            Self::Nanoseconds(whole as i64)
        } else if rate.fract() == 0.0 && (1.0..=1e9).contains(&rate) {
            Self::RowsASecond(rate as u64)
        } else {
            Self::Rate(rate)
        }
    }

    /// The length in nanoseconds.
    pub fn nanoseconds(self) -> f64 {
        match self {
            Self::Nanoseconds(step) => step as f64,
            Self::RowsASecond(rate) => 1e9 / rate as f64,
            Self::Rate(rate) => 1e9 / rate,
        }
    }

    /// The row's time, to the nearest nanosecond.
    fn at(self, row: u64) -> i64 {
        match self {
            // Rows and steps are such that the product is within the duration.
            Self::Nanoseconds(step) => (row as i64).saturating_mul(step),
            Self::RowsASecond(rate) => {
                let (row, rate) = (i128::from(row), i128::from(rate));
                let twice = 2 * row * 1_000_000_000 + rate;
                i64::try_from(twice / (2 * rate)).unwrap_or(i64::MAX)
            }
            Self::Rate(rate) => (row as f64 / rate * 1e9).round() as i64,
        }
    }

    /// How many rows there are from 0 to the duration, both included.
    pub fn rows(self, duration: i64) -> u64 {
        let steps = match self {
            Self::Nanoseconds(step) => (duration / step) as u64,
            Self::RowsASecond(rate) => {
                let rows = i128::from(duration) * i128::from(rate) / 1_000_000_000;
                u64::try_from(rows).unwrap_or(u64::MAX)
            }
            // A rounding above a whole step is that step.
            Self::Rate(rate) => (duration as f64 / 1e9 * rate * (1.0 + 4.0 * f64::EPSILON)) as u64,
        };
        steps.saturating_add(1)
    }
}

/// When the rows of a log are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stamps {
    /// Nanoseconds.
    pub duration: i64,
    pub step: Step,
    pub spread: Spread,
    /// The largest displacement of a jittered timestamp in steps, below a half.
    pub jitter: f64,
    /// Times from which there are no rows, the first nanosecond included and the last not.
    pub gaps: Vec<(i64, i64)>,
}

impl Stamps {
    /// The true times of the rows in nanoseconds; they increase.
    ///
    /// # Errors
    /// Where there would be too many or none.
    pub fn times(&self, random: &mut ChaCha8Rng) -> Result<Vec<i64>> {
        let rows = self.step.rows(self.duration);
        if rows > MOST_ROWS {
            return Err(too_many_rows(rows));
        }
        let mut times = match self.spread {
            Spread::Even => (0..rows).map(|row| self.step.at(row)).collect(),
            Spread::Jittered => self.jittered(rows, random),
            Spread::Random => self.scattered(rows, random)?,
        };
        let is_in_gap = |time: &i64| {
            self.gaps
                .iter()
                .any(|(from, to)| (from..to).contains(&time))
        };
        times.retain(|time| !is_in_gap(time));
        if times.is_empty() {
            return Err(Error::new("the gaps leave no rows").advise("shorten them"));
        }
        Ok(times)
    }

    fn jittered(&self, rows: u64, random: &mut ChaCha8Rng) -> Vec<i64> {
        let reach = self.jitter * self.step.nanoseconds();
        let mut before = -1;
        (0..rows)
            .map(|row| {
                // Drawn for the ends too, so that a longer log begins as a shorter one.
                let part = 2.0 * random.random::<f64>() - 1.0;
                let displaced = if row == 0 || row + 1 == rows {
                    0.0
                } else {
                    reach * part
                };
                // Below a half of a step the order stays; rounding to nanoseconds can make two equal.
                before = (self.step.at(row) + displaced.round() as i64).max(before + 1);
                before
            })
            .collect()
    }

    fn scattered(&self, rows: u64, random: &mut ChaCha8Rng) -> Result<Vec<i64>> {
        if rows > self.duration as u64 / 2 {
            return Err(
                Error::new("random timestamps must be more than 2 ns apart on average")
                    .advise("give a lower --rate"),
            );
        }
        let mut times: Vec<i64> = Vec::with_capacity(rows as usize);
        // Equal ones are drawn again, of which there are ever fewer.
        while (times.len() as u64) < rows {
            let wanting = rows as usize - times.len();
            times.extend((0..wanting).map(|_| random.random_range(0..=self.duration)));
            times.sort_unstable();
            times.dedup();
        }
        Ok(times)
    }
}

pub(super) fn too_many_rows(rows: u64) -> Error {
    let most = dxdt_motion::words::number::grouped(MOST_ROWS);
    Error::new(format!(
        "the log would have {} rows, but the limit is {most}",
        dxdt_motion::words::number::grouped(rows)
    ))
    .advise("give a shorter --duration, a lower --rate or fewer --copies")
}

/// The multiple of `resolution` nearest to a time, the later one of two.
pub(super) fn written(time: i64, resolution: i64) -> i64 {
    let rest = time.rem_euclid(resolution);
    let low = time - rest;
    if rest >= resolution - rest {
        low.saturating_add(resolution)
    } else {
        low
    }
}

/// `from..to`, two lengths of time; the first may be 0.
pub(super) fn parse_gap(text: &str) -> Result<(i64, i64)> {
    let shown = dxdt_motion::error::excerpt(text);
    let wrong = |what: String| Error::new(what).advise("give a gap such as '3 s..4 s'");
    let (from, to) = text
        .split_once("..")
        .ok_or_else(|| wrong(format!("'{shown}' is not a gap")))?;
    let is_zero = from.trim().parse() == Ok(0.0) || Dimension::Time.parse(from).ok() == Some(0.0);
    let from = if is_zero {
        0
    } else {
        read_duration(from).map_err(|error| wrong(format!("the gap '{shown}': {error}")))?
    };
    let to = read_duration(to).map_err(|error| wrong(format!("the gap '{shown}': {error}")))?;
    if to <= from {
        return Err(wrong(format!(
            "the gap '{shown}' does not end after its start"
        )));
    }
    Ok((from, to))
}

fn read_duration(text: &str) -> std::result::Result<i64, String> {
    text.parse::<DurationText>()
        .map(|duration| duration.0)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::random::{Purpose, generator};

    fn stamps(spread: Spread) -> Stamps {
        Stamps {
            duration: 10_000_000_000,
            step: Step::of_rate(100.0),
            spread,
            jitter: 0.2,
            gaps: Vec::new(),
        }
    }

    fn times(stamps: &Stamps, seed: u64) -> Vec<i64> {
        stamps
            .times(&mut generator(seed, 0, Purpose::Stamps))
            .unwrap()
    }

    #[test]
    fn even_stamps_are_multiples() {
        let even = times(&stamps(Spread::Even), 1);
        assert_eq!(
            (even.len(), even[1], even[1000]),
            (1001, 10_000_000, 10_000_000_000)
        );
        let thirds = Step::of_rate(3.0);
        assert_eq!(thirds, Step::RowsASecond(3));
        assert_eq!(
            [1, 2, 3].map(|row| thirds.at(row)),
            [333_333_333, 666_666_667, 1_000_000_000]
        );
        assert_eq!(thirds.rows(10_000_000_000), 31);
        assert_eq!(Step::of_rate(1.0 / 60.0), Step::Nanoseconds(60_000_000_000));
        let film = Step::of_rate(29.97);
        assert_eq!(
            (film.at(2997), film.rows(100_000_000_000)),
            (100_000_000_000, 2998)
        );
    }

    #[test]
    fn jittered_stamps_stay_near_their_places_and_keep_the_ends() {
        let jittered = times(&stamps(Spread::Jittered), 1);
        assert_eq!((jittered[0], jittered[1000]), (0, 10_000_000_000));
        let mut farthest = 0;
        for (row, time) in jittered.iter().enumerate() {
            farthest = farthest.max((time - row as i64 * 10_000_000).abs());
        }
        assert!((1_950_000..=2_000_000).contains(&farthest), "{farthest}");
        assert_ne!(jittered, times(&stamps(Spread::Jittered), 2));
    }

    #[test]
    fn gaps_have_no_rows() {
        let mut stamps = stamps(Spread::Even);
        stamps.gaps = vec![
            (3_000_000_000, 4_000_000_000),
            (3_500_000_000, 4_200_000_000),
        ];
        let kept = times(&stamps, 1);
        assert_eq!(kept.len(), 1001 - 120);
        assert!(kept.contains(&2_990_000_000) && kept.contains(&4_200_000_000));
        stamps.gaps = vec![(0, 11_000_000_000)];
        let none = stamps.times(&mut generator(1, 0, Purpose::Stamps));
        assert_eq!(
            none.unwrap_err().to_string(),
            "the gaps leave no rows; shorten them"
        );
    }

    #[test]
    fn too_many_rows_are_refused_before_they_are_made() {
        let mut stamps = stamps(Spread::Even);
        stamps.duration = i64::MAX;
        let refused = stamps.times(&mut generator(1, 0, Purpose::Stamps));
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .starts_with("the log would have 922,337,203,686 rows")
        );
    }

    #[test]
    fn gaps_are_read() {
        assert_eq!(
            parse_gap("3 s..4 s").unwrap(),
            (3_000_000_000, 4_000_000_000)
        );
        assert_eq!(parse_gap("0 s .. 1min").unwrap(), (0, 60_000_000_000));
        assert_eq!(parse_gap("0..0.5").unwrap(), (0, 500_000_000));
        for text in [
            "",
            "3 s",
            "4 s..3 s",
            "3 s..3 s",
            "a..b",
            "-1 s..2 s",
            "1..",
            "0x..2 s",
            "1 s..2 s..3 s",
        ] {
            assert!(parse_gap(text).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn true_times_increase_strictly(
            spread in proptest::sample::select(vec![Spread::Even, Spread::Jittered, Spread::Random]),
            rate in 0.1..1e9_f64, rows in 1.0..2000.0_f64, jitter in 0.0..0.4999_f64, seed: u64,
        ) {
            let duration = (rows / rate * 1e9).ceil() as i64;
            let stamps = Stamps { duration, step: Step::of_rate(rate), spread, jitter, gaps: Vec::new() };
            if let Ok(times) = stamps.times(&mut generator(seed, 0, Purpose::Stamps)) {
                proptest::prop_assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
                proptest::prop_assert!(times[0] >= 0 && times[times.len() - 1] <= duration + 1, "{times:?} {duration}");
                proptest::prop_assert!((times.len() as f64 - rows).abs() <= 2.0);
            } else {
                proptest::prop_assert!(spread == Spread::Random && rate > 1e8);
            }
        }

        #[test]
        fn written_stamps_are_the_nearest_multiples(time in 0..10_i64.pow(17), resolution in 1..10_i64.pow(10)) {
            let written = written(time, resolution);
            proptest::prop_assert_eq!(written % resolution, 0);
            proptest::prop_assert!(2 * (written - time).abs() <= resolution);
        }
    }
}
