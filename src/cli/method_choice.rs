//! How derivatives are taken, as the command line says it: a method, and after a colon what is fixed of it.

use std::str::FromStr;

use dxdt_calculus::smoothing::{KalmanOptions, LocalOptions, LowPassOptions, SavitzkyGolayOptions};
use dxdt_motion::motion::{Method, MethodName, SmoothingMethod};
use dxdt_time::parse_duration;

/// A difference formula on the positions as they are, or a smoother that takes noise out of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum MethodChoice {
    Difference(Method),
    Smooth(SmoothingMethod),
}

impl MethodChoice {
    /// What the methods are called that need no parameter.
    pub fn words() -> Vec<&'static str> {
        let is_one = |method: &&MethodName| Self::of(**method).is_some();
        let methods = MethodName::ALL.iter().filter(is_one);
        methods.map(|method| method.name()).collect()
    }

    fn of(method: MethodName) -> Option<Self> {
        match method {
            MethodName::Gradient => Some(Self::Difference(Method::Gradient)),
            MethodName::Diff => Some(Self::Difference(Method::FirstDifference)),
            other => other.smoothing().map(Self::Smooth),
        }
    }

    /// As a smoother, of which the gradient is one that smooths nothing.
    ///
    /// # Errors
    /// First differences are none.
    pub fn as_smoother(self) -> Result<SmoothingMethod, String> {
        match self {
            Self::Smooth(method) => Ok(method),
            Self::Difference(Method::Gradient) => Ok(SmoothingMethod::Gradient),
            Self::Difference(_) => {
                Err("diff smooths nothing; take the gradient or a smoother".to_owned())
            }
        }
    }

    /// The method of differences: the gradient where a smoother is wanted.
    pub fn difference(self) -> Method {
        match self {
            Self::Difference(method) => method,
            Self::Smooth(_) => Method::Gradient,
        }
    }

    /// The smoother, if one is wanted.
    pub fn smoother(self) -> Option<SmoothingMethod> {
        match self {
            Self::Difference(_) => None,
            Self::Smooth(method) => Some(method),
        }
    }
}

impl FromStr for MethodChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, parameters) = match text.split_once(':') {
            Some((word, parameters)) => (word, Some(parameters)),
            None => (text, None),
        };
        let method: Option<MethodName> = word.parse().ok();
        if let Some(method) = method
            && let Some(known) = known_parameters(method)
            && let Some(parameters) = parameters.or(Some("").filter(|_| Self::of(method).is_none()))
        {
            let given = Parameters::read(method, known, parameters)?;
            return with_parameters(method, &given).map(Self::Smooth);
        }
        match (method.and_then(Self::of), parameters) {
            (Some(choice), None) => Ok(choice),
            (Some(_), Some(_)) => Err(format!("{word} has no parameters")),
            (None, _) => Err(format!(
                "the methods are {}; with parameters {SAVITZKY_GOLAY}, {LOW_PASS}, {KALMAN} and {LOCAL}",
                Self::words().join(", "),
            )),
        }
    }
}

const SAVITZKY_GOLAY: &str = "savitzky-golay:window=11,degree=3";
const LOW_PASS: &str = "low-pass:cutoff=6";
const KALMAN: &str = "kalman:states=3,process-noise=2,position-noise=0.01";
const LOCAL: &str = "local:window=0.5s,degree=3";

/// The parameters of a method, and what they look like.
fn known_parameters(method: MethodName) -> Option<(&'static [&'static str], &'static str)> {
    match method {
        MethodName::SavitzkyGolay => Some((&["window", "degree"], SAVITZKY_GOLAY)),
        MethodName::LowPass => Some((&["cutoff"], LOW_PASS)),
        MethodName::Kalman => Some((&["states", "process-noise", "position-noise"], KALMAN)),
        MethodName::Local => Some((&["window", "degree"], LOCAL)),
        _ => None,
    }
}

/// Parameters as they were given.
struct Parameters<'a> {
    given: Vec<(&'a str, &'a str)>,
    method: MethodName,
    example: &'static str,
}

impl<'a> Parameters<'a> {
    fn read(
        method: MethodName,
        (known, example): (&[&str], &'static str),
        text: &'a str,
    ) -> Result<Self, String> {
        let mut given: Vec<(&str, &str)> = Vec::new();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let pair = part
                .split_once('=')
                .map(|(key, value)| (key.trim(), value.trim()))
                .filter(|(key, _)| known.contains(key));
            match pair {
                Some((key, _)) if given.iter().any(|(other, _)| *other == key) => {
                    return Err(format!("{key} is given twice"));
                }
                Some(pair) => given.push(pair),
                None => {
                    return Err(format!(
                        "'{part}' is no parameter of {method}; give them as in {example}"
                    ));
                }
            }
        }
        Ok(Self {
            given,
            method,
            example,
        })
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        let mut given = self.given.iter();
        given
            .find(|(name, _)| *name == key)
            .map(|(_, value)| *value)
    }

    fn parse<T>(&self, key: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, String> {
        let Some(text) = self.text(key) else {
            return Ok(None);
        };
        let value = read(text);
        value
            .map(Some)
            .ok_or_else(|| format!("{key} cannot be '{text}'; give it as in {}", self.example))
    }

    fn count(&self, key: &str) -> Result<Option<usize>, String> {
        self.parse(key, |text| text.parse().ok())
    }

    fn positive(&self, key: &str) -> Result<Option<f64>, String> {
        let is_positive = |value: &f64| *value > 0.0 && value.is_finite();
        self.parse(key, |text| text.parse().ok().filter(is_positive))
    }

    /// A noise in the unit of the positions: beyond these bounds nothing that moves has one, and numbers have no digits left.
    fn noise(&self, key: &str) -> Result<Option<f64>, String> {
        let noise = self.positive(key)?;
        match noise.filter(|noise| !(1e-30..=1e30).contains(noise)) {
            Some(beyond) => Err(format!("{key} is from 1e-30 to 1e30, not {beyond:e}")),
            None => Ok(noise),
        }
    }

    fn seconds(&self, key: &str) -> Result<Option<f64>, String> {
        let seconds = |text: &str| parse_duration(text).ok().filter(|length| *length > 0);
        let nanoseconds = self.parse(key, seconds)?;
        Ok(nanoseconds.map(|nanoseconds| nanoseconds as f64 * 1e-9))
    }

    fn needed<T>(&self, key: &str, value: Option<T>) -> Result<T, String> {
        value.ok_or_else(|| format!("{} needs its {key}, as in {}", self.method, self.example))
    }
}

/// A smoother with what is given of it. Where everything is given, no position is left out as an outlier.
fn with_parameters(method: MethodName, given: &Parameters<'_>) -> Result<SmoothingMethod, String> {
    Ok(match method {
        MethodName::SavitzkyGolay => {
            let filter = SavitzkyGolayOptions {
                window: given.needed("window", given.count("window")?)?,
                degree: given.needed("degree", given.count("degree")?)?,
            };
            filter.check().map_err(|error| error.to_string())?;
            SmoothingMethod::SavitzkyGolay(filter)
        }
        MethodName::LowPass => {
            let cutoff = given.positive("cutoff")?;
            SmoothingMethod::LowPass(LowPassOptions {
                cutoff,
                robust: cutoff.is_none(),
            })
        }
        MethodName::Local => {
            let (degree, width) = (given.count("degree")?, given.seconds("window")?);
            let options = LocalOptions {
                degree,
                width,
                robust: width.is_none() || degree.is_none(),
            };
            options.check().map_err(|error| error.to_string())?;
            SmoothingMethod::Local(options)
        }
        _ => {
            let states = given.count("states")?;
            let process = given.noise("process-noise")?;
            let position = given.noise("position-noise")?;
            let ratio = match (process, position) {
                (Some(process), Some(position)) => Some(process / (position * position)),
                (None, None) => None,
                _ => {
                    return Err(format!(
                        "process noise and position noise belong together, as in {KALMAN}"
                    ));
                }
            };
            if ratio.is_some() {
                // The unit of the process noise depends on them.
                given.needed("states", states)?;
            }
            let options = KalmanOptions {
                states,
                ratio,
                robust: ratio.is_none(),
            };
            options.check().map_err(|error| error.to_string())?;
            SmoothingMethod::Kalman(options)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smoother(text: &str) -> SmoothingMethod {
        let choice: MethodChoice = text.parse().unwrap();
        choice.smoother().unwrap()
    }

    #[test]
    fn examples_are_methods_with_their_parameters() {
        assert_eq!(
            smoother(SAVITZKY_GOLAY),
            SmoothingMethod::SavitzkyGolay(SavitzkyGolayOptions {
                window: 11,
                degree: 3
            })
        );
        let SmoothingMethod::LowPass(filter) = smoother(LOW_PASS) else {
            unreachable!()
        };
        assert_eq!((filter.cutoff, filter.robust), (Some(6.0), false));
        let SmoothingMethod::Kalman(kalman) = smoother(KALMAN) else {
            unreachable!()
        };
        assert_eq!((kalman.states, kalman.robust), (Some(3), false));
        assert!((kalman.ratio.unwrap() - 2e4).abs() < 1e-9);
        let SmoothingMethod::Local(local) = smoother(LOCAL) else {
            unreachable!()
        };
        assert_eq!((local.degree, local.width), (Some(3), Some(0.5)));
        assert_eq!(smoother("kalman:"), smoother("kalman"));
    }

    #[test]
    fn parameters_that_cannot_be_are_errors() {
        let errors = [
            "savgol",
            "savitzky-golay",
            "savitzky-golay:window=11",
            "savitzky-golay:window=10,degree=3",
            "savitzky-golay:window=3,degree=3",
            "savitzky-golay:window=0.5s,degree=3",
            "gradient:window=3",
            "low-pass:cutoff=-1",
            "low-pass:cutoff=1,cutoff=2",
            "low-pass:order=2",
            "low-pass:cutoff",
            "local:degree=9",
            "local:window=-1s",
            "kalman:states=2",
            "kalman:process-noise=2,position-noise=1",
            "kalman:states=3,process-noise=2",
            "kalman:states=3,process-noise=1e-100,position-noise=1",
        ]
        .map(|text| format!("{text}: {}", text.parse::<MethodChoice>().unwrap_err()));
        insta::assert_snapshot!(errors.join("\n"));
    }
}
