//! The methods by their names.

use std::fmt;

use dxdt_calculus::smoothing::{KalmanOptions, LocalOptions, LowPassOptions};
use serde::{Serialize, Serializer};

use crate::motion::{Method, Program, SmoothingMethod};

use super::MethodGroup;

/// A method of differentiation that is compared with others.
///
/// It prints as tables and `--method` have it; those that `--method` does not have are what other options make of the gradient.
///
/// ```
/// use dxdt_motion::motion::{MethodGroup, MethodName};
///
/// assert_eq!(MethodName::TotalVariation.to_string(), "tv");
/// assert_eq!("tv".parse(), Ok(MethodName::TotalVariation));
/// assert_eq!(MethodName::Diff.group(), MethodGroup::FirstDifference);
/// assert_eq!(MethodName::Diff.label(), "forward difference, as np.diff(x)/np.diff(t)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MethodName {
    /// The gradient with the options given.
    Gradient,
    /// Forward differences.
    Diff,
    /// Backward differences.
    Backward,
    /// Central differences.
    Central,
    /// The usual gradient, where the options make another one.
    EdgeOrder2,
    /// The gradient with edge order 1.
    EdgeOrder1,
    /// The gradient with the three-point acceleration.
    Direct,
    /// The gradient as if steps were equal.
    EvenSteps,
    /// The gradient over five rows.
    Accuracy4,
    /// The gradient over seven rows.
    Accuracy6,
    /// The gradient over nine rows.
    Accuracy8,
    /// The smoother with the smallest predicted error.
    Auto,
    /// A Kalman smoother.
    Kalman,
    /// Polynomials around each row.
    Local,
    /// A Savitzky–Golay filter, which is compared with others only where its window and degree are given.
    SavitzkyGolay,
    /// Pieces between corners and impacts.
    TotalVariation,
    /// A smoothing spline.
    Spline,
    /// A Butterworth filter.
    LowPass,
    /// What `np.gradient` gives without options.
    NumPy,
    /// What Tracker gives.
    Tracker,
    /// What Vernier's programs give over 7 points.
    Vernier7,
    /// What PlotJuggler gives.
    PlotJuggler,
    /// What movingpandas gives.
    MovingPandas,
}

impl MethodName {
    /// All of them, in the order in which they are compared.
    pub const ALL: [Self; 23] = [
        Self::Gradient,
        Self::Diff,
        Self::Backward,
        Self::Central,
        Self::EdgeOrder2,
        Self::EdgeOrder1,
        Self::Direct,
        Self::EvenSteps,
        Self::Accuracy4,
        Self::Accuracy6,
        Self::Accuracy8,
        Self::Auto,
        Self::Kalman,
        Self::Local,
        Self::SavitzkyGolay,
        Self::TotalVariation,
        Self::Spline,
        Self::LowPass,
        Self::NumPy,
        Self::Tracker,
        Self::Vernier7,
        Self::PlotJuggler,
        Self::MovingPandas,
    ];

    /// As tables and `--method` have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gradient => "gradient",
            Self::Diff => "diff",
            Self::Backward => "backward",
            Self::Central => "central",
            Self::EdgeOrder2 => "edge-order-2",
            Self::EdgeOrder1 => "edge-order-1",
            Self::Direct => "direct",
            Self::EvenSteps => "even-steps",
            Self::Accuracy4 => "accuracy-4",
            Self::Accuracy6 => "accuracy-6",
            Self::Accuracy8 => "accuracy-8",
            Self::Auto => "auto",
            Self::Kalman => "kalman",
            Self::Local => "local",
            Self::SavitzkyGolay => "savitzky-golay",
            Self::TotalVariation => "tv",
            Self::Spline => "spline",
            Self::LowPass => "low-pass",
            Self::NumPy => "numpy",
            Self::Tracker => "tracker",
            Self::Vernier7 => "vernier-7",
            Self::PlotJuggler => "plotjuggler",
            Self::MovingPandas => "movingpandas",
        }
    }

    /// What it does, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Gradient => "gradient with the options given, as np.gradient(x, t)",
            Self::Diff => "forward difference, as np.diff(x)/np.diff(t)",
            Self::Backward => "backward difference, from the row before",
            Self::Central => "central difference, from the row before to the row after",
            Self::EdgeOrder2 => "gradient with edge order 2, chained acceleration",
            Self::EdgeOrder1 => "gradient with edge order 1",
            Self::Direct => "direct acceleration from three rows",
            Self::EvenSteps => "gradient as if all steps were equal",
            Self::Accuracy4 => "gradient of accuracy 4, five rows",
            Self::Accuracy6 => "gradient of accuracy 6, seven rows",
            Self::Accuracy8 => "gradient of accuracy 8, nine rows",
            Self::Auto => "the smoother chosen automatically",
            Self::Kalman => "Kalman smoother",
            Self::Local => "local polynomials around each row",
            Self::SavitzkyGolay => "Savitzky–Golay filter",
            Self::TotalVariation => "smooth pieces between corners and impacts",
            Self::Spline => "smoothing spline",
            Self::LowPass => "Butterworth low-pass filter",
            Self::NumPy => "np.gradient with its default edge order 1",
            Self::Tracker => "as Tracker",
            Self::Vernier7 => "as in Vernier's programs, 7 rows",
            Self::PlotJuggler => "as PlotJuggler",
            Self::MovingPandas => "as movingpandas",
        }
    }

    /// What kind of method it is.
    pub fn group(self) -> MethodGroup {
        match self {
            Self::Diff | Self::Backward | Self::Central => MethodGroup::FirstDifference,
            Self::Gradient
            | Self::EdgeOrder2
            | Self::EdgeOrder1
            | Self::Direct
            | Self::EvenSteps => MethodGroup::Gradient,
            Self::Accuracy4 | Self::Accuracy6 | Self::Accuracy8 => MethodGroup::Accuracy,
            Self::Auto
            | Self::Kalman
            | Self::Local
            | Self::SavitzkyGolay
            | Self::TotalVariation
            | Self::Spline
            | Self::LowPass => MethodGroup::Smoother,
            Self::NumPy
            | Self::Tracker
            | Self::Vernier7
            | Self::PlotJuggler
            | Self::MovingPandas => MethodGroup::Program,
        }
    }

    /// The smoother that it is without parameters, or the program whose results it gives.
    pub fn smoothing(self) -> Option<SmoothingMethod> {
        Some(match self {
            Self::Auto => SmoothingMethod::Auto,
            Self::Kalman => SmoothingMethod::Kalman(KalmanOptions::default()),
            Self::Local => SmoothingMethod::Local(LocalOptions::default()),
            Self::TotalVariation => SmoothingMethod::TotalVariation,
            Self::Spline => SmoothingMethod::Spline,
            Self::LowPass => SmoothingMethod::LowPass(LowPassOptions::default()),
            Self::NumPy => SmoothingMethod::Program(Program::NumPy),
            Self::Tracker => SmoothingMethod::Program(Program::Tracker),
            Self::Vernier7 => SmoothingMethod::Program(Program::Vernier7),
            Self::PlotJuggler => SmoothingMethod::Program(Program::PlotJuggler),
            Self::MovingPandas => SmoothingMethod::Program(Program::MovingPandas),
            Self::SavitzkyGolay
            | Self::Gradient
            | Self::Diff
            | Self::Backward
            | Self::Central
            | Self::EdgeOrder2
            | Self::EdgeOrder1
            | Self::Direct
            | Self::EvenSteps
            | Self::Accuracy4
            | Self::Accuracy6
            | Self::Accuracy8 => return None,
        })
    }
}

impl From<Method> for MethodName {
    fn from(method: Method) -> Self {
        match method {
            Method::Gradient => Self::Gradient,
            Method::FirstDifference => Self::Diff,
        }
    }
}

impl From<SmoothingMethod> for MethodName {
    fn from(method: SmoothingMethod) -> Self {
        match method {
            SmoothingMethod::Gradient => Self::Gradient,
            SmoothingMethod::Auto | SmoothingMethod::Fused => Self::Auto,
            SmoothingMethod::Kalman(_) => Self::Kalman,
            SmoothingMethod::Local(_) => Self::Local,
            SmoothingMethod::SavitzkyGolay(_) => Self::SavitzkyGolay,
            SmoothingMethod::TotalVariation => Self::TotalVariation,
            SmoothingMethod::Spline => Self::Spline,
            SmoothingMethod::LowPass(_) => Self::LowPass,
            SmoothingMethod::Program(program) => match program {
                Program::NumPy => Self::NumPy,
                Program::Tracker => Self::Tracker,
                Program::Vernier7 => Self::Vernier7,
                Program::PlotJuggler => Self::PlotJuggler,
                Program::MovingPandas => Self::MovingPandas,
            },
        }
    }
}

impl fmt::Display for MethodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that is the name of no method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMethod;

impl std::str::FromStr for MethodName {
    type Err = NoMethod;

    fn from_str(name: &str) -> Result<Self, NoMethod> {
        let mut all = Self::ALL.into_iter();
        all.find(|method| method.name() == name).ok_or(NoMethod)
    }
}

impl Serialize for MethodName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MethodName::from(*self).serialize(serializer)
    }
}

impl Serialize for SmoothingMethod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MethodName::from(*self).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for method in MethodName::ALL {
            assert_eq!(method.to_string().parse(), Ok(method));
            if let Some(smoothing) = method.smoothing() {
                assert_eq!(MethodName::from(smoothing), method);
            }
        }
        assert_eq!("Gradient".parse::<MethodName>(), Err(NoMethod));
    }

    #[test]
    fn smoothers_and_programs_are_the_methods_that_smooth() {
        for method in MethodName::ALL {
            let smooths = [MethodGroup::Smoother, MethodGroup::Program].contains(&method.group());
            let has_parameters = method == MethodName::SavitzkyGolay;
            assert_eq!(
                method.smoothing().is_some(),
                smooths && !has_parameters,
                "{method}"
            );
        }
    }
}
