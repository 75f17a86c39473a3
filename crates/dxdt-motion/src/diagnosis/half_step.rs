//! A first difference belongs to the middle of its step.

use serde::Serialize;

use super::Evidence;
use crate::motion::{MethodName, root_mean_square};

/// Less than this share of the mean square of what a first difference is off by, and something else is the larger matter.
const LEAST_SHARE: f64 = 0.1;
/// A smaller share of the velocity cannot be seen in it.
const LEAST_OF_VELOCITY: f64 = 1e-3;

/// Forward and backward differences are half a step off in time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HalfStep {
    /// The axis the figures are of.
    pub axis: String,
    /// The mean step in seconds.
    pub step: f64,
    /// How late a forward difference was found to be, in seconds; below zero it is early.
    pub forward_lag: Option<f64>,
    /// How late a backward difference was found to be.
    pub backward_lag: Option<f64>,
    /// The root mean square of the acceleration.
    pub acceleration: f64,
    /// What half a step costs at that acceleration, in units of velocity: half the root mean square of the steps times it.
    pub expected_error: f64,
    /// The root mean square error of the forward difference; without truth, of its difference from the gradient.
    pub forward_error: f64,
    /// The root mean square of the true velocity, or of the smoothed one.
    pub velocity: f64,
    /// The root mean square error of the gradient, where the truth is known.
    pub gradient_error: Option<f64>,
}

impl HalfStep {
    pub(super) fn of(evidence: &Evidence<'_>) -> Option<Self> {
        let axis = evidence.fastest_axis();
        let step = evidence.mean_step()?;
        let step_size = root_mean_square(evidence.steps())?;
        let (forward, backward) = (
            evidence.of(MethodName::Diff, axis)?,
            evidence.of(MethodName::Backward, axis)?,
        );
        let gradient = evidence.of(evidence.usual(), axis)?;
        let acceleration = evidence.acceleration(axis)?;
        let expected_error = 0.5 * step_size * acceleration;
        let forward_error = match forward.velocity_rms_error {
            Some(error) => error,
            None => evidence.apart([evidence.usual(), MethodName::Diff], axis, |m| &m.velocity)?,
        };
        let is_much =
            expected_error * expected_error >= LEAST_SHARE * forward_error * forward_error;
        let velocity = evidence.velocity(axis).unwrap_or(0.0);
        let is_seen = expected_error >= LEAST_OF_VELOCITY * velocity;
        (is_much && is_seen && forward_error > 0.0).then(|| Self {
            axis: evidence.name(axis),
            step,
            forward_lag: forward.velocity_lag.filter(|_| evidence.is_exact(axis)),
            backward_lag: backward.velocity_lag.filter(|_| evidence.is_exact(axis)),
            acceleration,
            expected_error,
            forward_error,
            velocity,
            gradient_error: gradient.velocity_rms_error,
        })
    }
}
