//! The units of speeds and accelerations on screens and charts. Tables keep those of the log.

use std::str::FromStr;

use dxdt_motion::error::{Error, Result};
use dxdt_motion::space::{LengthUnit, SpeedUnit};
use dxdt_motion::words::number::{short, two_digits};

use super::summary::Units;

/// One g in m/s², by definition.
const STANDARD_GRAVITY: f64 = 9.80665;

/// The units that were asked for, such as `km/h,g`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct UnitChoice {
    speed: Option<SpeedScale>,
    in_g: bool,
}

/// What a speed is told in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum SpeedScale {
    Unit(SpeedUnit),
    /// Minutes for a kilometer: the slower, the more.
    Pace,
}

impl UnitChoice {
    /// What can be asked for.
    pub const NAMES: [&'static str; 6] = ["km/h", "mph", "kn", "ft/s", "min/km", "g"];

    /// The units of a log's figures.
    ///
    /// # Errors
    /// A log whose positions are in no known unit of length, where a unit was asked for.
    pub fn of(self, units: &Units) -> Result<ShownUnits> {
        let log = ShownUnits {
            speed: Scale::of_log(units.velocity.clone()),
            acceleration: Scale::of_log(units.acceleration.clone()),
            pace: None,
            length: units.velocity.as_deref().and_then(length_unit),
            metres: None,
        };
        if self == Self::default() {
            return Ok(log);
        }
        let in_metres = log.length.as_deref().and_then(LengthUnit::parse);
        let Some(metres) = in_metres.and_then(LengthUnit::in_metres) else {
            let what = "--speed-unit needs positions in a known unit of length";
            return Err(Error::new(what).advise("name it with --length-unit"));
        };
        let mut shown = ShownUnits {
            metres: Some(metres),
            ..log
        };
        match self.speed {
            Some(SpeedScale::Unit(unit)) => {
                shown.speed = Scale {
                    factor: metres / unit.in_metres_per_second(),
                    unit: Some(unit.to_string()),
                };
                shown.length = match unit {
                    SpeedUnit::MilePerHour => Some("mi".to_owned()),
                    SpeedUnit::Knot => Some("nmi".to_owned()),
                    SpeedUnit::FootPerSecond => Some("ft".to_owned()),
                    _ => Some("m".to_owned()),
                };
            }
            Some(SpeedScale::Pace) => {
                shown.pace = Some(metres);
                shown.length = Some("m".to_owned());
            }
            None => {}
        }
        if self.in_g {
            shown.acceleration = Scale {
                factor: metres / STANDARD_GRAVITY,
                unit: Some("g".to_owned()),
            };
        }
        Ok(shown)
    }
}

impl FromStr for UnitChoice {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let mut choice = Self::default();
        for name in text.split(',').map(str::trim) {
            let speed = match name {
                "g" if !choice.in_g => {
                    choice.in_g = true;
                    continue;
                }
                "min/km" => SpeedScale::Pace,
                "m/s" => SpeedScale::Unit(SpeedUnit::MetrePerSecond),
                name if Self::NAMES.contains(&name) => SpeedScale::Unit(name.parse()?),
                _ => {
                    let names = Self::NAMES.join(", ");
                    return Err(format!(
                        "the units are {names}; one of speed and g can be given together, as km/h,g"
                    ));
                }
            };
            if choice.speed.replace(speed).is_some() {
                return Err("only one unit of speed can be given, with g beside it".to_owned());
            }
        }
        Ok(choice)
    }
}

/// How values of a log are shown: multiplied, with a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// By this.
    pub factor: f64,
    /// The unit; `None` where the log does not say what its numbers are.
    pub unit: Option<String>,
}

impl Scale {
    fn of_log(unit: Option<String>) -> Self {
        Self { factor: 1.0, unit }
    }

    /// `1.4 m/s`.
    fn told(&self, value: f64) -> String {
        with_unit(short(value * self.factor), self.unit.as_deref())
    }
}

/// The units of a log's figures.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownUnits {
    /// Of velocities along an axis, and of speeds.
    pub speed: Scale,
    /// Of accelerations.
    pub acceleration: Scale,
    /// The unit of length of the log in meters, where speeds are told as minutes for a kilometer.
    pace: Option<f64>,
    /// Of distances.
    length: Option<String>,
    /// The unit of length of the log in meters, where distances are told in another.
    metres: Option<f64>,
}

impl ShownUnits {
    /// What velocities and accelerations are multiplied by.
    pub fn scales(&self) -> [f64; 2] {
        [self.speed.factor, self.acceleration.factor]
    }

    /// The units of charts.
    pub fn of_charts(&self, units: &Units) -> Units {
        Units {
            velocity: self.speed.unit.clone(),
            acceleration: self.acceleration.unit.clone(),
            ..units.clone()
        }
    }

    /// `4.9 km/h`, or `12:10 min/km`.
    pub fn speed(&self, value: f64) -> String {
        match self.pace {
            Some(metres) => format!("{} min/km", pace(value * metres)),
            None => self.speed.told(value),
        }
    }

    /// `4.9 ± 0.1 km/h`, or where the error is a bound `4.9 km/h (± at most 0.1)`.
    pub fn speed_with_error(&self, value: f64, error: Option<f64>, at_most: bool) -> String {
        match self.pace {
            // The error of a quotient.
            Some(metres) => {
                let unit = "min/km";
                let seconds = 1000.0 / (value * metres) * error.unwrap_or(0.0) / value;
                let error = error.map(|_| format!("{} s", two_digits(seconds)));
                match error {
                    Some(error) if at_most => {
                        format!("{} {unit} (± at most {error})", pace(value * metres))
                    }
                    Some(error) => format!("{} {unit} (± {error})", pace(value * metres)),
                    None => format!("{} {unit}", pace(value * metres)),
                }
            }
            None => with_error(&self.speed, value, error, at_most),
        }
    }

    /// The same of an acceleration.
    pub fn acceleration_with_error(&self, value: f64, error: Option<f64>, at_most: bool) -> String {
        with_error(&self.acceleration, value, error, at_most)
    }

    /// `745.2 m`, and from 10 km on in kilometers.
    pub fn length(&self, value: f64) -> String {
        const LONG: f64 = 10_000.0;
        let unit = self.length.as_deref();
        let in_metres = |unit: &str| LengthUnit::parse(unit).and_then(LengthUnit::in_metres);
        let factor = match (self.metres, unit.and_then(in_metres)) {
            (Some(metres), Some(of_unit)) => metres / of_unit,
            _ => 1.0,
        };
        match (value * factor, unit) {
            (metres, Some("m")) if metres.abs() >= LONG => {
                with_unit(short(metres / 1000.0), Some("km"))
            }
            (length, unit) => with_unit(short(length), unit),
        }
    }
}

/// The unit of length of a speed's unit.
fn length_unit(velocity: &str) -> Option<String> {
    velocity.strip_suffix("/s").map(str::to_owned)
}

fn with_error(scale: &Scale, value: f64, error: Option<f64>, at_most: bool) -> String {
    // Less than the last digit that is shown says nothing.
    const SEEN: f64 = 5e-5;
    let unit = scale.unit.as_deref();
    let Some(error) = error.filter(|error| *error > SEEN * value.abs()) else {
        return scale.told(value);
    };
    let error = two_digits(error * scale.factor);
    match at_most {
        true => format!("{} (± at most {error})", scale.told(value)),
        false => with_unit(format!("{} ± {error}", short(value * scale.factor)), unit),
    }
}

/// A speed in m/s as minutes and seconds for a kilometer, `5:32`.
fn pace(speed: f64) -> String {
    let seconds = (1000.0 / speed).round();
    match seconds.is_finite() && seconds < 1e6 {
        true => {
            let seconds = seconds as u64;
            format!("{}:{:02}", seconds / 60, seconds % 60)
        }
        false => "–".to_owned(),
    }
}

fn with_unit(number: String, unit: Option<&str>) -> String {
    match unit {
        Some(unit) => format!("{number} {}", dxdt_motion::error::printable(unit)),
        None => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(choice: &str, unit: &str) -> ShownUnits {
        let units = Units {
            positions: Vec::new(),
            velocity: Some(format!("{unit}/s")),
            acceleration: Some(format!("{unit}/s²")),
        };
        choice.parse::<UnitChoice>().unwrap().of(&units).unwrap()
    }

    #[test]
    fn speeds_are_told_in_the_unit_that_was_asked_for() {
        let told = |choice, unit| shown(choice, unit).speed(10.0);
        assert_eq!(told("km/h", "m"), "36 km/h");
        assert_eq!(told("mph", "m"), "22.37 mph");
        assert_eq!(told("kn", "m"), "19.44 kn");
        assert_eq!(told("ft/s", "m"), "32.81 ft/s");
        assert_eq!(told("min/km", "m"), "1:40 min/km");
        assert_eq!(told("km/h", "mm"), "0.036 km/h");
        assert_eq!(told("g", "mm"), "10 mm/s");
        assert_eq!(shown("min/km", "m").speed(0.0), "– min/km");
    }

    #[test]
    fn errors_and_distances_follow() {
        let both = shown("km/h,g", "m");
        assert_eq!(
            both.speed_with_error(10.0, Some(0.1), false),
            "36 ± 0.36 km/h"
        );
        assert_eq!(
            both.acceleration_with_error(9.80665, Some(0.980_665), true),
            "1 g (± at most 0.1)"
        );
        assert_eq!(both.length(745.0), "745 m");
        assert_eq!(both.length(42_195.0), "42.2 km");
        assert_eq!(shown("mph", "m").length(42_195.0), "26.22 mi");
        assert_eq!(shown("kn", "km").length(1.852), "1 nmi");
        // Of 5:00 a kilometer, 1 % is 3 s.
        let pace = shown("min/km", "m").speed_with_error(10.0 / 3.0, Some(0.1 / 3.0), false);
        assert_eq!(pace, "5:00 min/km (± 3 s)");
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        for text in ["furlongs", "km/h,mph", "g,g", ""] {
            assert!(text.parse::<UnitChoice>().is_err(), "{text}");
        }
        let without = Units {
            positions: Vec::new(),
            velocity: None,
            acceleration: None,
        };
        let choice: UnitChoice = "km/h".parse().unwrap();
        assert!(choice.of(&without).is_err());
        assert!(UnitChoice::default().of(&without).is_ok());
    }
}
