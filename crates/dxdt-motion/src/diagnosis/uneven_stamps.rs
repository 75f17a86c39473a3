//! Steps that are not equal must not be taken for equal.

use serde::Serialize;

use crate::motion::MethodName;

use super::Evidence;

/// Less than a hundredth of the velocity is less than the width of a line in a chart.
const LEAST_SHARE: f64 = 0.01;

/// What taking the steps as equal does to the velocity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnevenStamps {
    /// The axis the figures are of.
    pub axis: String,
    /// The shortest step within a segment, in seconds.
    pub shortest: f64,
    /// The longest step within a segment.
    pub longest: f64,
    /// The root mean square of what the velocity changes by.
    pub change: f64,
    /// The root mean square of the velocity.
    pub velocity: f64,
    /// The root mean square error with equal steps, where the truth is known.
    pub even_error: Option<f64>,
    /// The root mean square error over the timestamps as they are.
    pub gradient_error: Option<f64>,
}

impl UnevenStamps {
    pub(super) fn of(evidence: &Evidence<'_>) -> Option<Self> {
        let axis = evidence.fastest_axis();
        let velocity = evidence.velocity(axis)?;
        let pair = [evidence.usual(), MethodName::EvenSteps];
        let change = evidence.apart(pair, axis, |m| &m.velocity)?;
        let steps = evidence.steps();
        let shortest = steps.iter().copied().fold(f64::INFINITY, f64::min);
        let longest = steps.iter().copied().fold(0.0, f64::max);
        (change >= LEAST_SHARE * velocity && longest > shortest).then(|| Self {
            axis: evidence.name(axis),
            shortest,
            longest,
            change,
            velocity,
            even_error: evidence
                .of(MethodName::EvenSteps, axis)
                .and_then(|f| f.velocity_rms_error),
            gradient_error: evidence
                .of(pair[0], axis)
                .and_then(|f| f.velocity_rms_error),
        })
    }
}
