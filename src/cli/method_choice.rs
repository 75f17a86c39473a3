//! How derivatives are taken, as the command line says it.

use dxdt_motion::motion::{Method, MethodName, SmoothingMethod};

/// A difference formula on the positions as they are, or a smoother that takes noise out of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MethodChoice {
    Difference(Method),
    Smooth(SmoothingMethod),
}

impl MethodChoice {
    /// What the methods are called.
    pub const WORDS: [&'static str; 13] = [
        "gradient",
        "diff",
        "auto",
        "kalman",
        "local",
        "tv",
        "spline",
        "low-pass",
        "tracker",
        "vernier-7",
        "plotjuggler",
        "movingpandas",
        "numpy",
    ];

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
        let method = word.parse().ok();
        let choice = match method {
            Some(MethodName::Gradient) => Some(Self::Difference(Method::Gradient)),
            Some(MethodName::Diff) => Some(Self::Difference(Method::FirstDifference)),
            _ => method.and_then(MethodName::smoothing).map(Self::Smooth),
        };
        choice.ok_or_else(|| {
            "give gradient, diff, auto, kalman, local, tv, spline or low-pass, or the method of another program: \
             tracker, vernier-7, plotjuggler, movingpandas, numpy"
                .to_owned()
        })
    }
}
