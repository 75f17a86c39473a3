//! Which quantities are wanted.

use crate::error::{Error, ErrorKind, Result};
use crate::log::PositionLog;
use crate::space::Frame;

use super::{Quantity, names};

/// Which quantities are wanted of a log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum QuantityChoice {
    /// For a geographic log speed over ground, vertical speed, course and turn rate; none for a Cartesian one.
    #[default]
    Usual,
    /// All that are defined for the log.
    All,
    /// These, perhaps none.
    These(Vec<Quantity>),
}

impl QuantityChoice {
    /// The quantities for a log, each once.
    ///
    /// ```
    /// use dxdt_motion::log::LogBuilder;
    /// use dxdt_motion::motion::{Quantity, QuantityChoice};
    ///
    /// let log = LogBuilder::of_seconds(&[0.0, 1.0])
    ///     .position("x", None, &[0.0, 1.0])
    ///     .position("y", None, &[0.0, 2.0])
    ///     .build()?;
    /// assert!(QuantityChoice::Usual.of_log(&log)?.is_empty());
    /// assert!(QuantityChoice::All.of_log(&log)?.contains(&Quantity::Heading));
    /// assert!(QuantityChoice::These(vec![Quantity::Course]).of_log(&log).is_err());
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    ///
    /// # Errors
    /// A quantity named that is not defined for the log, with the reason and those that are.
    pub fn of_log(&self, log: &PositionLog) -> Result<Vec<Quantity>> {
        self.of(log.coordinates, log.positions.len())
            .map_err(|error| error.of_kind(ErrorKind::Option).in_file(log.file_names()))
    }

    fn of(&self, frame: Frame, axes: usize) -> Result<Vec<Quantity>> {
        let defined = || {
            Quantity::ALL
                .into_iter()
                .filter(|q| q.is_defined(frame, axes))
        };
        let named = match (self, frame) {
            (Self::Usual, Frame::Cartesian) => return Ok(Vec::new()),
            (Self::Usual, Frame::Geographic) => {
                use Quantity::{Course, SpeedOverGround, TurnRate, VerticalSpeed};
                return Ok(vec![SpeedOverGround, VerticalSpeed, Course, TurnRate]);
            }
            (Self::All, _) => return Ok(defined().collect()),
            (Self::These(named), _) => named,
        };
        let mut once: Vec<Quantity> = Vec::with_capacity(named.len());
        for &quantity in named {
            if let Some(reason) = quantity.why_undefined(frame, axes) {
                let what = format!("{} is not defined here: {reason}", quantity.name());
                let defined: Vec<Quantity> = defined().collect();
                return Err(Error::new(what).advise(format!(
                    "name others with --quantities; those of this log are {}",
                    names(&defined)
                )));
            }
            if !once.contains(&quantity) {
                once.push(quantity);
            }
        }
        Ok(once)
    }
}

impl std::str::FromStr for QuantityChoice {
    type Err = String;

    /// Reads `none`, `all`, or names separated by commas.
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.trim() {
            "none" => Ok(Self::These(Vec::new())),
            "all" => Ok(Self::All),
            names => names
                .split(',')
                .map(|name| name.trim().parse())
                .collect::<std::result::Result<_, String>>()
                .map(Self::These)
                .map_err(|error| format!("give none, all, or names separated by commas: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(text: &str, frame: Frame, axes: usize) -> String {
        match text.parse::<QuantityChoice>().unwrap().of(frame, axes) {
            Ok(quantities) => names(&quantities),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn words_choose() {
        assert_eq!(chosen("none", Frame::Geographic, 2), "");
        assert_eq!(
            chosen("all", Frame::Cartesian, 1),
            "tangential_acceleration, jerk, path_length"
        );
        assert_eq!(
            chosen("jerk, heading,jerk", Frame::Cartesian, 2),
            "jerk, heading"
        );
        let all = chosen("all", Frame::Geographic, 2);
        assert_eq!(all.split(", ").count(), Quantity::ALL.len() - 1);
        for wrong in ["", "jerk,", "all,jerk", "Jerk"] {
            assert!(wrong.parse::<QuantityChoice>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_not_defined_is_refused_with_its_reason() {
        assert_eq!(
            chosen("path_length,curvature", Frame::Cartesian, 1),
            "curvature is not defined here: motion along one axis does not turn or bend; name others with \
             --quantities; those of this log are tangential_acceleration, jerk, path_length"
        );
        assert!(chosen("course", Frame::Cartesian, 3).contains("it needs longitude and latitude"));
        assert!(chosen("heading", Frame::Geographic, 2).contains("has a course instead"));
    }
}
