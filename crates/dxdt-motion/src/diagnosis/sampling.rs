//! Rows too far apart for the motion between them.

use serde::Serialize;

use super::Evidence;

/// An error that is so many times what noise makes is the formula's own.
const TIMES_NOISE: f64 = 2.0;
/// A smaller share of the derivative is no matter: first the velocity, then the acceleration.
const LEAST_SHARES: [f64; 2] = [0.01, 0.05];

/// The error that is left of the gradient where positions are exact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SamplingDiagnosis {
    /// The axis the figures are of.
    pub axis: String,
    /// 1 for the velocity, 2 for the acceleration.
    pub order: u8,
    /// The median step in seconds.
    pub step: f64,
    /// The root mean square error of the gradient between the ends of segments.
    pub error: f64,
    /// The root mean square of the derivative.
    pub size: f64,
    /// What the noise of the positions makes of it.
    pub noise: f64,
}

impl SamplingDiagnosis {
    pub(super) fn of(evidence: &Evidence<'_>) -> Option<Self> {
        let axis = evidence.fastest_axis();
        if !evidence.is_exact(axis) {
            return None;
        }
        let gradient = evidence.of(evidence.usual(), axis)?;
        let noise = evidence.noise(axis)?;
        let step = evidence.step()?;
        let of_order = |order: u8, error: Option<f64>, size: Option<f64>, gain: Option<f64>| {
            let diagnosis = Self {
                axis: evidence.name(axis),
                order,
                step,
                error: error?,
                size: size?,
                noise: noise * gain?,
            };
            let least = LEAST_SHARES[usize::from(order) - 1] * diagnosis.size;
            let is_much =
                diagnosis.error >= least && diagnosis.error >= TIMES_NOISE * diagnosis.noise;
            is_much.then_some(diagnosis)
        };
        of_order(
            1,
            gradient.velocity_interior_error,
            evidence.velocity(axis),
            gradient.velocity_noise_gain,
        )
        .or_else(|| {
            of_order(
                2,
                gradient.acceleration_interior_error,
                evidence.acceleration(axis),
                gradient.acceleration_noise_gain,
            )
        })
    }
}
