//! What a motion is: a name, parameters, and its exact state at any time.

use std::fmt;
use std::ops::Bound;

use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::motions::MOTIONS;
use super::names::{one_of, unknown};
use super::quantity::Dimension;
use dxdt_motion::error::{Error, Result, excerpt};

/// The position along one axis in meters, and its derivatives by the second.
///
/// A derivative that does not exist is NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// Meters.
    pub position: f64,
    /// Meters a second.
    pub velocity: f64,
    /// Meters a second squared.
    pub acceleration: f64,
    /// Meters a second cubed.
    pub jerk: f64,
}

impl State {
    /// A state at rest.
    pub(super) fn at_rest(position: f64) -> Self {
        Self {
            position,
            velocity: 0.0,
            acceleration: 0.0,
            jerk: 0.0,
        }
    }

    /// The state this long after, with the jerk as it is.
    pub(super) fn after(self, t: f64) -> Self {
        let Self {
            position: x,
            velocity: v,
            acceleration: a,
            jerk: j,
        } = self;
        Self {
            position: x + t * (v + t * (a / 2.0 + t * j / 6.0)),
            velocity: v + t * (a + t * j / 2.0),
            acceleration: a + t * j,
            jerk: j,
        }
    }

    /// The four numbers, the position first.
    pub fn orders(self) -> [f64; 4] {
        [self.position, self.velocity, self.acceleration, self.jerk]
    }
}

impl From<[f64; 4]> for State {
    fn from([position, velocity, acceleration, jerk]: [f64; 4]) -> Self {
        Self {
            position,
            velocity,
            acceleration,
            jerk,
        }
    }
}

/// The largest difference to a solution with a tolerance that is 100 times coarser.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolutionError {
    /// Meters.
    pub position: f64,
    /// Meters a second.
    pub velocity: f64,
}

/// A motion at given times.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// For each axis the states at the times.
    pub axes: Vec<Vec<State>>,
    /// For a motion whose equation is solved in steps.
    pub error: Option<SolutionError>,
}

impl Course {
    /// A motion that has a formula.
    pub(super) fn by_formula<const AXES: usize>(
        times: &[f64],
        state: impl Fn(f64) -> [State; AXES] + Sync,
    ) -> Self {
        let rows: Vec<[State; AXES]> = times.par_iter().map(|&t| state(t)).collect();
        let axis = |axis: usize| rows.iter().map(|row| row[axis]).collect();
        Self {
            axes: (0..AXES).map(axis).collect(),
            error: None,
        }
    }
}

/// A motion with its parameters.
pub trait ExactMotion: fmt::Debug {
    /// The exact states at times in seconds that start at 0 or later and increase.
    ///
    /// # Errors
    /// Where an equation of motion cannot be solved for so long.
    fn course(&self, times: &[f64], random: &mut ChaCha8Rng) -> Result<Course>;

    /// Kinetic and potential energy in joules a kilogram, where their sum stays the same.
    fn energy(&self, states: &[State]) -> Option<[f64; 2]> {
        let _ = states;
        None
    }
}

/// A parameter of a motion.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// As it is written before the `=`.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// What kind of quantity it is.
    pub dimension: Dimension,
    /// The text that is taken where none is given.
    pub default: &'static str,
    /// What values it may have, in units of the International System.
    pub range: (Bound<f64>, Bound<f64>),
}

impl Parameter {
    /// Reads a value and sees that it is in the range.
    ///
    /// # Errors
    /// Where it is not a quantity of the right kind, or out of range.
    pub fn parse(&self, text: &str) -> Result<f64> {
        let value = self
            .dimension
            .parse(text)
            .map_err(|error| Error::new(format!("the parameter '{}': {error}", self.name)))?;
        let inside = std::ops::RangeBounds::contains(&self.range, &value);
        if inside {
            return Ok(value);
        }
        Err(Error::new(format!(
            "the parameter '{}' is '{}', but it must be {}",
            self.name,
            excerpt(text),
            self.allowed()
        )))
    }

    /// The range in words.
    ///
    /// ```
    /// let motion = dxdt_teach::simulation::motion("kepler")?;
    /// let eccentricity = motion.parameters.iter().find(|parameter| parameter.name == "eccentricity");
    /// assert_eq!(eccentricity.map(|parameter| parameter.allowed()).as_deref(), Some("from 0 to below 1"));
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn allowed(&self) -> String {
        let show = |value: f64| self.dimension.show(value);
        let (low, high) = self.range;
        match (low, high) {
            (Bound::Unbounded, Bound::Unbounded) => "any".to_owned(),
            (Bound::Unbounded, Bound::Included(high)) => format!("at most {}", show(high)),
            (Bound::Unbounded, Bound::Excluded(high)) => format!("below {}", show(high)),
            (Bound::Included(low), Bound::Unbounded) => format!("at least {}", show(low)),
            (Bound::Excluded(low), Bound::Unbounded) => format!("above {}", show(low)),
            (Bound::Excluded(low), Bound::Excluded(high)) => {
                format!("between {} and {}", show(low), show(high))
            }
            (low, high) => {
                let low = match low {
                    Bound::Excluded(low) => format!("above {}", show(low)),
                    Bound::Included(low) => format!("from {}", show(low)),
                    Bound::Unbounded => String::new(),
                };
                let high = match high {
                    Bound::Excluded(high) => format!("below {}", show(high)),
                    Bound::Included(high) => show(high),
                    Bound::Unbounded => String::new(),
                };
                format!("{low} to {high}")
            }
        }
    }
}

/// A kind of motion: all that can be said of it before its parameters are known.
#[derive(Debug)]
pub struct MotionKind {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in a line.
    pub description: &'static str,
    /// `x`, `y`, `z`, those that it has. z is up where there is one; in an upright plane of x and y, y is.
    pub axes: &'static [&'static str],
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// How long a log is where nothing else is said.
    pub duration: &'static str,
    /// The rate of rows where nothing else is said.
    pub rate: &'static str,
    /// How many derivatives of the position exist.
    pub derivatives: usize,
    /// How the exact columns come about, in a line.
    pub exactness: &'static str,
    pub(super) build: fn(&Values) -> Box<dyn ExactMotion>,
}

impl MotionKind {
    /// The parameter of this name.
    ///
    /// # Errors
    /// Where there is none, with the names there are.
    pub fn parameter(&self, name: &str) -> Result<&'static Parameter> {
        let plain = name.trim().to_lowercase().replace(['_', ' '], "-");
        self.parameters
            .iter()
            .find(|parameter| parameter.name == plain)
            .ok_or_else(|| {
                let names: Vec<&str> = self.parameters.iter().map(|p| p.name).collect();
                unknown(
                    &format!("'{}' is not a parameter of {}", excerpt(name), self.name),
                    &plain,
                    &names,
                )
            })
    }

    /// The motion with these parameters, the others as by default.
    ///
    /// # Errors
    /// As [`MotionKind::parameter`] and [`Parameter::parse`].
    ///
    /// ```
    /// use dxdt_teach::simulation::motion;
    /// assert!(motion("pendulum")?.with([("length", "1.2 m")]).is_ok());
    /// assert!(motion("pendulum")?.with([("length", "-1 m")]).is_err());
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn with<'a>(
        &'static self,
        given: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Box<dyn ExactMotion>> {
        let mut values: Vec<Option<f64>> = vec![None; self.parameters.len()];
        for (name, text) in given {
            let parameter = self.parameter(name)?;
            for (value, known) in values.iter_mut().zip(self.parameters) {
                if std::ptr::eq(known, parameter) {
                    *value = Some(parameter.parse(text)?);
                }
            }
        }
        let values = values
            .into_iter()
            .zip(self.parameters)
            .map(|(value, parameter)| value.map_or_else(|| parameter.parse(parameter.default), Ok))
            .collect::<Result<Vec<f64>>>()?;
        Ok((self.build)(&Values { kind: self, values }))
    }
}

/// The values of all parameters of a motion.
#[derive(Debug)]
pub(super) struct Values {
    kind: &'static MotionKind,
    values: Vec<f64>,
}

impl Values {
    /// The value of a parameter that the motion has.
    pub fn of(&self, name: &'static str) -> f64 {
        let named = self.kind.parameters.iter().zip(&self.values);
        let mut found = named.filter(|(parameter, _)| parameter.name == name);
        let value = found.next().map(|(_, value)| *value);
        debug_assert!(value.is_some(), "{} has no {name}", self.kind.name);
        value.unwrap_or(f64::NAN)
    }
}

/// Every motion there is.
///
/// ```
/// assert!(dxdt_teach::simulation::motions().iter().any(|motion| motion.name == "pendulum"));
/// ```
pub fn motions() -> &'static [MotionKind] {
    MOTIONS
}

/// The motion of this name.
///
/// # Errors
/// Where there is none, with the nearest name and all there are.
///
/// ```
/// use dxdt_teach::simulation::motion;
/// assert_eq!(motion("free_fall")?.name, "free-fall");
/// let sentence = motion("pendulam").unwrap_err().to_string();
/// assert!(sentence.starts_with("'pendulam' is not a motion; did you mean 'pendulum'? There are "), "{sentence}");
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn motion(name: &str) -> Result<&'static MotionKind> {
    let plain = name.trim().to_lowercase().replace(['_', ' '], "-");
    MOTIONS
        .iter()
        .find(|kind| kind.name == plain)
        .ok_or_else(|| {
            let names: Vec<&str> = MOTIONS.iter().map(|kind| kind.name).collect();
            unknown(
                &format!("'{}' is not a motion", excerpt(name)),
                &plain,
                &names,
            )
        })
}

/// `'a', 'b' and 'c'` of all motions.
pub(super) fn motion_names() -> String {
    let names: Vec<&str> = MOTIONS.iter().map(|kind| kind.name).collect();
    one_of(&names)
}

/// Ranges that parameters often have.
pub(super) mod range {
    use std::ops::Bound;

    pub const ANY: (Bound<f64>, Bound<f64>) = (Bound::Unbounded, Bound::Unbounded);
    pub const POSITIVE: (Bound<f64>, Bound<f64>) = (Bound::Excluded(0.0), Bound::Unbounded);
    pub const NOT_NEGATIVE: (Bound<f64>, Bound<f64>) = (Bound::Included(0.0), Bound::Unbounded);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_and_checked() {
        let pendulum = motion("Pendulum").unwrap();
        assert_eq!(
            pendulum.parameter("angular_speed").unwrap().name,
            "angular-speed"
        );
        let sentence = |given| pendulum.with([given]).unwrap_err().to_string();
        assert_eq!(
            sentence(("lenght", "1 m")),
            "'lenght' is not a parameter of pendulum; did you mean 'length'? There are 'length', 'angle', \
             'angular-speed', 'gravity' and 'damping'"
        );
        assert_eq!(
            sentence(("length", "0 m")),
            "the parameter 'length' is '0 m', but it must be above 0 m"
        );
        assert_eq!(
            sentence(("angle", "180 deg")),
            "the parameter 'angle' is '180 deg', but it must be between -180 deg and 180 deg"
        );
    }

    #[test]
    fn names_are_told_apart() {
        let mut names: Vec<&str> = MOTIONS.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), MOTIONS.len());
        for kind in MOTIONS {
            for parameter in kind.parameters {
                assert!(std::ptr::eq(
                    kind.parameter(parameter.name).unwrap(),
                    parameter
                ));
            }
        }
    }

    #[test]
    fn polynomials_are_followed() {
        let state = State::from([1.0, 2.0, 4.0, 6.0]).after(2.0);
        assert_eq!(
            state.orders(),
            [1.0 + 4.0 + 8.0 + 8.0, 2.0 + 8.0 + 12.0, 16.0, 6.0]
        );
    }
}
