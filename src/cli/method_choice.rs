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
        let method: Option<MethodName> = word.parse().ok();
        let choice = method.and_then(Self::of);
        choice.ok_or_else(|| format!("the methods are {}", Self::words().join(", ")))
    }
}
