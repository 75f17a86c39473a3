//! What was made of an axis, and why.

use serde::{Serialize, Serializer};

use dxdt_calculus::smoothing::{AutoReason, FittedCurve};

use super::Program;

/// What was made of an axis, and why.
///
/// ```
/// use dxdt_calculus::smoothing::{AutoReason, FittedCurve};
/// use dxdt_motion::motion::FitReason;
///
/// let curve = FittedCurve::Local { degree: 3, width: 0.5 };
/// let because = AutoReason::PredictsBetter { error: 0.01, other: 0.02 };
/// assert_eq!(
///     FitReason::Chosen { curve, because }.to_string(),
///     "smoothed by polynomials of degree 3 over 0.5 s, 2.0 times as accurate as the Kalman smoother"
/// );
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum FitReason {
    /// The gradient stays.
    Gradient,
    /// What another program gives.
    Program(Program),
    /// The curve that was asked for, with the parameters that were found.
    Fitted(FittedCurve),
    /// The curve that was chosen.
    Chosen {
        /// The curve, with its parameters.
        curve: FittedCurve,
        /// Why.
        because: AutoReason,
    },
}

impl Serialize for FitReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
