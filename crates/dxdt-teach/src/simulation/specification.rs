//! What is to be simulated, as people write it: on the command line or in a TOML file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::measurement::Measurement;
use super::motion::{MotionKind, motion, motion_names};
use super::quantity::Dimension;
use super::simulate::Simulation;
use super::stamps::{MOST_ROWS, Spread, Stamps, Step, parse_gap, too_many_rows};
use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_time::{DateOrder, DurationText, Stamp, StampFormat};

/// A quantity as it is written: a number and its unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(from = "NumberOrText")]
pub struct Written(pub String);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected text such as \"1.2 m\", or a number")]
enum NumberOrText {
    Text(String),
    Whole(i64),
    Number(f64),
}

impl From<NumberOrText> for Written {
    fn from(value: NumberOrText) -> Self {
        Self(match value {
            NumberOrText::Text(text) => text,
            NumberOrText::Whole(number) => number.to_string(),
            NumberOrText::Number(number) => number.to_string(),
        })
    }
}

impl From<&str> for Written {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// A motion, its parameters, and how it is logged. What is `None` is as by default.
///
/// ```
/// use dxdt_teach::simulation::Specification;
///
/// let specification = Specification::from_toml(
///     "motion = 'pendulum'\nduration = '2 s'\nrate = '10 Hz'\n[parameters]\nlength = '1.2 m'\n",
/// )?;
/// let simulated = specification.check()?.run()?;
/// assert_eq!(simulated.stamps.len(), 21);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Specification {
    /// The name of the motion.
    pub motion: Option<String>,
    /// How long the log is.
    pub duration: Option<Written>,
    /// Rows a second; not with `step`.
    pub rate: Option<Written>,
    /// The time between rows; not with `rate`.
    pub step: Option<Written>,
    /// How the timestamps are spread.
    pub stamps: Option<Spread>,
    /// How far jittered timestamps are displaced, as a share of a step.
    pub jitter: Option<Written>,
    /// Times without rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// The instant of the first row, for timestamps that are dates.
    pub start: Option<String>,
    /// The clock's resolution.
    pub quantise_time: Option<Written>,
    /// Standard deviation of the noise along each axis.
    pub noise: Option<Written>,
    /// The share of rows that are outliers.
    pub outliers: Option<Written>,
    /// How far outliers are displaced.
    pub outlier_size: Option<Written>,
    /// The share of rows without a position.
    pub missing: Option<Written>,
    /// The share of rows that are left out.
    pub dropped: Option<Written>,
    /// The resolution of positions.
    pub quantise_position: Option<Written>,
    /// The seed of everything random.
    pub seed: Option<u64>,
    /// How many entities there are, each with random numbers of its own.
    pub copies: Option<u64>,
    /// Parameters of the motion by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Written>,
}

/// An outlier is displaced by this many standard deviations of the noise where its size is not given.
const OUTLIER_SIZE: f64 = 20.0;

impl Specification {
    /// This specification, and the other one where this one says nothing.
    #[must_use]
    pub fn over(mut self, other: Self) -> Self {
        for (name, text) in other.parameters {
            self.parameters.entry(name).or_insert(text);
        }
        let paced = self.rate.is_some() || self.step.is_some();
        Self {
            motion: self.motion.or(other.motion),
            parameters: self.parameters,
            duration: self.duration.or(other.duration),
            rate: self.rate.or(other.rate.filter(|_| !paced)),
            step: self.step.or(other.step.filter(|_| !paced)),
            stamps: self.stamps.or(other.stamps),
            jitter: self.jitter.or(other.jitter),
            gaps: if self.gaps.is_empty() {
                other.gaps
            } else {
                self.gaps
            },
            start: self.start.or(other.start),
            quantise_time: self.quantise_time.or(other.quantise_time),
            noise: self.noise.or(other.noise),
            outliers: self.outliers.or(other.outliers),
            outlier_size: self.outlier_size.or(other.outlier_size),
            missing: self.missing.or(other.missing),
            dropped: self.dropped.or(other.dropped),
            quantise_position: self.quantise_position.or(other.quantise_position),
            seed: self.seed.or(other.seed),
            copies: self.copies.or(other.copies),
        }
    }

    /// The simulation that is specified, everything read and found possible.
    ///
    /// # Errors
    /// Where a name does not exist, or a value is no quantity of its kind, out of range or at odds with another.
    pub fn check(self) -> Result<Simulation> {
        let kind = self.kind()?;
        let complete = self.completed(kind)?;
        let given = complete.parameters.iter();
        let motion = kind.with(given.map(|(name, text)| (name.as_str(), text.0.as_str())))?;
        let stamps = complete.read_stamps(kind)?;
        let copies = complete.copies.unwrap_or(1);
        if copies == 0 {
            return Err(Error::new("the number of copies is 0").advise("give 1 or more"));
        }
        let rows = stamps.step.rows(stamps.duration).saturating_mul(copies);
        if rows > MOST_ROWS {
            return Err(too_many_rows(rows));
        }
        Ok(Simulation {
            kind,
            motion,
            measurement: complete.read_measurement()?,
            resolution: optional(&complete.quantise_time, "time resolution", duration)?,
            start: complete.read_start(&stamps)?,
            seed: complete.seed.unwrap_or(0),
            copies,
            stamps,
            specification: complete,
        })
    }

    fn kind(&self) -> Result<&'static MotionKind> {
        let name = self.motion.as_deref().ok_or_else(|| {
            Error::new("no motion is given").advise(format!("name one of {}", motion_names()))
        })?;
        motion(name)
    }

    /// With everything that a later version might do otherwise by default.
    fn completed(mut self, kind: &'static MotionKind) -> Result<Self> {
        let mut parameters = BTreeMap::new();
        for (name, text) in self.parameters {
            let parameter = kind.parameter(&name)?;
            if parameters.insert(parameter.name.to_owned(), text).is_some() {
                return Err(Error::new(format!(
                    "the parameter '{}' is given twice",
                    parameter.name
                )));
            }
        }
        for parameter in kind.parameters {
            parameters
                .entry(parameter.name.to_owned())
                .or_insert_with(|| parameter.default.into());
        }
        self.parameters = parameters;
        self.motion = Some(kind.name.to_owned());
        self.duration.get_or_insert_with(|| kind.duration.into());
        if self.step.is_none() {
            self.rate.get_or_insert_with(|| kind.rate.into());
        } else if self.rate.is_some() {
            return Err(Error::new("both a rate and a step are given").advise("give one of them"));
        }
        match (self.stamps, &self.jitter) {
            (None, Some(_)) => self.stamps = Some(Spread::Jittered),
            (None, None) => self.stamps = Some(Spread::Even),
            (Some(Spread::Jittered), None) => self.jitter = Some("20 %".into()),
            (Some(spread @ (Spread::Even | Spread::Random)), Some(_)) => {
                return Err(Error::new(format!("{spread} timestamps have no jitter"))
                    .advise("give --stamps jittered, or no --jitter"));
            }
            _ => {}
        }
        self.seed.get_or_insert(0);
        self.copies.get_or_insert(1);
        if self.outlier_size.is_some() && self.outliers.is_none() {
            return Err(
                Error::new("an outlier size is given without a share of outliers")
                    .advise("give --outliers '2 %' too"),
            );
        }
        if self.outliers.is_some() && self.outlier_size.is_none() {
            let noise = optional(&self.noise, "noise", length)?.unwrap_or(0.0);
            if noise == 0.0 {
                return Err(Error::new("without noise, outliers need a size")
                    .advise("give --outlier-size '20 cm'"));
            }
            self.outlier_size = Some(Written(format!("{} m", OUTLIER_SIZE * noise)));
        }
        Ok(self)
    }

    fn read_stamps(&self, kind: &MotionKind) -> Result<Stamps> {
        let default = kind.duration.into();
        let duration_text = self.duration.as_ref().unwrap_or(&default);
        let length = named("duration", duration(&duration_text.0))?;
        let step = match (&self.step, &self.rate) {
            (Some(step), _) => Step::Nanoseconds(named("step", duration(&step.0))?),
            (None, rate) => {
                let text = rate.as_ref().map_or(kind.rate, |rate| &rate.0);
                let rate = named("rate", Dimension::Frequency.parse(text))?;
                // Stamps are whole nanoseconds.
                if !(rate > 0.0 && rate <= 1e9) {
                    return Err(Error::new(format!(
                        "the rate is '{}', but it must be above 0 Hz and at most 1e9 Hz",
                        excerpt(text)
                    )));
                }
                Step::of_rate(rate)
            }
        };
        let jitter = optional(&self.jitter, "jitter", share)?.unwrap_or(0.0);
        if jitter >= 0.5 {
            return Err(Error::new(
                "the jitter is half a step or more, which can put rows out of order",
            )
            .advise("give less than 50 %, or --stamps random"));
        }
        let gaps = self.gaps.iter().map(|gap| parse_gap(gap));
        Ok(Stamps {
            duration: length,
            step,
            spread: self.stamps.unwrap_or_default(),
            jitter,
            gaps: gaps.collect::<Result<_>>()?,
        })
    }

    fn read_measurement(&self) -> Result<Measurement> {
        let share_of = |text, name| Ok(optional(text, name, share)?.unwrap_or(0.0));
        let quantum = optional(&self.quantise_position, "position resolution", length)?;
        if quantum == Some(0.0) {
            return Err(Error::new("the position resolution is zero")
                .advise("give a larger one, or leave it out for positions with all digits"));
        }
        Ok(Measurement {
            noise: optional(&self.noise, "noise", length)?.unwrap_or(0.0),
            outliers: share_of(&self.outliers, "share of outliers")?,
            outlier_size: optional(&self.outlier_size, "size of outliers", length)?.unwrap_or(0.0),
            missing: share_of(&self.missing, "share of missing positions")?,
            dropped: share_of(&self.dropped, "share of dropped rows")?,
            quantum,
        })
    }

    fn read_start(&self, stamps: &Stamps) -> Result<Option<Stamp>> {
        let Some(text) = &self.start else {
            return Ok(None);
        };
        let stamp = StampFormat::Date(DateOrder::Evident)
            .parse(text)
            .map_err(|error| {
                Error::new(format!(
                    "the start '{}' cannot be read: {}",
                    excerpt(text),
                    error.reason().what()
                ))
                .advise("give an instant such as 2024-05-01T12:00:00Z")
            })?;
        // Stamps end at most a step of the clock after the duration.
        let resolution = optional(&self.quantise_time, "time resolution", duration)?.unwrap_or(0);
        let end = stamp.nanoseconds.checked_add(stamps.duration);
        if end.and_then(|end| end.checked_add(resolution)).is_none() {
            return Err(Error::new(
                "the log would end after the year 2262, beyond the range of nanosecond timestamps",
            )
            .advise("give an earlier --start or a shorter --duration"));
        }
        Ok(Some(stamp))
    }
}

fn optional<T>(
    text: &Option<Written>,
    name: &str,
    read: impl Fn(&str) -> Result<T>,
) -> Result<Option<T>> {
    text.as_ref()
        .map(|text| named(name, read(&text.0)))
        .transpose()
}

/// Says what a value is of.
fn named<T>(name: &str, value: Result<T>) -> Result<T> {
    value.map_err(|error| Error::new(format!("the {name}: {error}")))
}

fn duration(text: &str) -> Result<i64> {
    text.parse::<DurationText>()
        .map(|duration| duration.0)
        .map_err(|error| Error::new(error.to_string()))
}

fn length(text: &str) -> Result<f64> {
    within(
        text,
        Dimension::Length.parse(text)?,
        0.0..=f64::MAX,
        "0 m or longer",
    )
}

fn share(text: &str) -> Result<f64> {
    within(
        text,
        Dimension::Share.parse(text)?,
        0.0..=1.0,
        "from 0 to 100 %",
    )
}

fn within(
    text: &str,
    value: f64,
    range: std::ops::RangeInclusive<f64>,
    allowed: &str,
) -> Result<f64> {
    if range.contains(&value) {
        Ok(value)
    } else {
        Err(Error::new(format!("'{}' is not {allowed}", excerpt(text))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pendulum() -> Specification {
        Specification {
            motion: Some("pendulum".to_owned()),
            ..Specification::default()
        }
    }

    #[test]
    fn this_one_goes_over_the_other_one() {
        let mut mine = pendulum();
        mine.step = Some("1 s".into());
        mine.parameters.insert("length".into(), "2 m".into());
        let mut other = pendulum();
        other.rate = Some("5 Hz".into());
        other.seed = Some(4);
        other.parameters.insert("length".into(), "3 m".into());
        other.parameters.insert("angle".into(), "4 deg".into());
        let both = mine.over(other);
        assert_eq!(
            (both.rate, both.step, both.seed),
            (None, Some("1 s".into()), Some(4))
        );
        assert_eq!(both.parameters["length"], "2 m".into());
        assert_eq!(both.parameters["angle"], "4 deg".into());
    }

    #[test]
    fn what_cannot_be_is_said() {
        let sentence = |change: fn(&mut Specification)| {
            let mut specification = pendulum();
            change(&mut specification);
            specification.check().map(drop).unwrap_err().to_string()
        };
        assert!(
            sentence(|s| s.motion = None)
                .starts_with("no motion is given; name one of 'free-fall', ")
        );
        assert_eq!(
            sentence(|s| s.rate = Some("0 Hz".into())),
            "the rate is '0 Hz', but it must be above 0 Hz and at most 1e9 Hz"
        );
        assert_eq!(
            sentence(|s| s.jitter = Some("50 %".into())),
            "the jitter is half a step or more, which can put rows out of order; give less than 50 %, or --stamps \
             random"
        );
        assert_eq!(
            sentence(|s| {
                s.jitter = Some("5 %".into());
                s.stamps = Some(Spread::Even);
            }),
            "even timestamps have no jitter; give --stamps jittered, or no --jitter"
        );
        assert_eq!(
            sentence(|s| s.outliers = Some("2 %".into())),
            "without noise, outliers need a size; give --outlier-size '20 cm'"
        );
        assert_eq!(
            sentence(|s| s.missing = Some("120 %".into())),
            "the share of missing positions: '120 %' is not from 0 to 100 %"
        );
        assert_eq!(
            sentence(|s| s.noise = Some("-1 cm".into())),
            "the noise: '-1 cm' is not 0 m or longer"
        );
        assert_eq!(
            sentence(|s| s.start = Some("2262-04-11T23:47:16Z".into())),
            "the log would end after the year 2262, beyond the range of nanosecond timestamps; give an earlier \
             --start or a shorter --duration"
        );
        assert_eq!(
            sentence(|s| {
                s.parameters.insert("angular-speed".into(), "1 rpm".into());
                s.parameters.insert("angular_speed".into(), "2 rpm".into());
            }),
            "the parameter 'angular-speed' is given twice"
        );
        assert_eq!(
            sentence(|s| s.copies = Some(0)),
            "the number of copies is 0; give 1 or more"
        );
        assert_eq!(
            sentence(|s| s.copies = Some(u64::MAX)),
            "the log would have 18,446,744,073,709,551,615 rows, but the limit is 100,000,000; give a shorter \
             --duration, a lower --rate or fewer --copies"
        );
    }

    #[test]
    fn what_is_not_said_is_filled_in() {
        let mut specification = pendulum();
        specification.noise = Some("1 cm".into());
        specification.outliers = Some("2 %".into());
        specification.jitter = Some("5 %".into());
        let complete = specification.check().unwrap().specification;
        assert_eq!(complete.outlier_size, Some("0.2 m".into()));
        assert_eq!(complete.stamps, Some(Spread::Jittered));
        assert_eq!(complete.parameters.len(), 5);
        assert_eq!((complete.seed, complete.copies), (Some(0), Some(1)));
    }
}
