//! What was made of an axis.

use serde::{Serialize, Serializer};

use dxdt_calculus::smoothing::FittedCurve;

use super::Program;

/// What was made of an axis.
///
/// ```
/// use dxdt_calculus::smoothing::FittedCurve;
/// use dxdt_motion::motion::FitReason;
///
/// let curve = FittedCurve::Local { degree: 3, width: 0.5 };
/// assert_eq!(FitReason::Fitted(curve).to_string(), "smoothed by polynomials of degree 3 over 0.5 s");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum FitReason {
    /// The gradient stays.
    Gradient,
    /// What another program gives.
    Program(Program),
    /// The curve, with the parameters that were found.
    Fitted(FittedCurve),
}

impl FitReason {
    /// Whether the velocity or the position jumps somewhere.
    pub(crate) fn has_impacts(&self) -> bool {
        match self {
            Self::Fitted(FittedCurve::Kalman(curve)) => curve.impacts + curve.position_jumps > 0,
            _ => false,
        }
    }
}

impl Serialize for FitReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
