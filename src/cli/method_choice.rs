//! How derivatives are taken, as the command line says it.

use crate::motion::{Method, SmoothingMethod};

/// A difference formula on the positions as they are, or a smoother that takes noise out of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MethodChoice {
    Difference(Method),
    Smooth(SmoothingMethod),
}

impl MethodChoice {
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

impl std::str::FromStr for MethodChoice {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Ok(match word {
            "gradient" => Self::Difference(Method::Gradient),
            "diff" => Self::Difference(Method::FirstDifference),
            "auto" => Self::Smooth(SmoothingMethod::Auto),
            "kalman" => Self::Smooth(SmoothingMethod::Kalman),
            "local" => Self::Smooth(SmoothingMethod::Local),
            "tv" => Self::Smooth(SmoothingMethod::TotalVariation),
            "spline" => Self::Smooth(SmoothingMethod::Spline),
            "low-pass" => Self::Smooth(SmoothingMethod::LowPass),
            "tracker" => Self::Smooth(SmoothingMethod::Tracker),
            "vernier-7" => Self::Smooth(SmoothingMethod::Vernier7),
            "plotjuggler" => Self::Smooth(SmoothingMethod::PlotJuggler),
            "movingpandas" => Self::Smooth(SmoothingMethod::MovingPandas),
            "numpy" => Self::Smooth(SmoothingMethod::NumPy),
            _ => {
                return Err("give gradient, diff, auto, kalman, local, tv, spline, low-pass, or what another program does: \
                            tracker, vernier-7, plotjuggler, movingpandas, numpy"
                    .to_owned());
            }
        })
    }
}
