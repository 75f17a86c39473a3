//! Positions with few digits make the velocity jump in steps.

use serde::Serialize;

use super::Evidence;

/// Jumps smaller than this share of the velocity cannot be seen in it.
const LEAST_SHARE: f64 = 0.05;
/// Rounding that makes less than this share of the noise is not what is wrong with a log.
const SHARE_OF_NOISE: f64 = 0.3;

/// How finely the positions are written, and what that does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoundingDiagnosis {
    /// The axis the figures are of.
    pub axis: String,
    /// The step of the positions' values, in their unit (meters for geographic ones).
    pub resolution: f64,
    /// The median step in time, in seconds.
    pub step: f64,
    /// One resolution over one step: the velocity of a first difference is a multiple of it.
    pub jump: f64,
    /// The root mean square of the velocity.
    pub velocity: f64,
    /// The standard deviation that rounding alone gives to positions: the resolution over √12.
    pub rounding_noise: f64,
    /// The standard deviation of the noise of the positions, where it is known.
    pub noise: Option<f64>,
}

impl RoundingDiagnosis {
    pub(super) fn of(evidence: &Evidence<'_>) -> Option<Self> {
        let axis = evidence.fastest_axis();
        let step = evidence.step()?;
        let position = evidence.inspection.positions.get(axis)?;
        let unit = evidence.audited.log.positions.get(axis)?.unit.as_deref();
        // Meters where the positions are derived in meters, else as the log writes them.
        let resolution = match unit {
            Some("m" | "°") => position.metres?,
            _ => position.step?,
        };
        // What stands still has no stairs.
        let velocity = evidence.velocity(axis).filter(|size| *size > 0.0)?;
        let jump = resolution / step;
        let rounding_noise = resolution / 12_f64.sqrt();
        let noise = evidence.noise(axis);
        let is_the_noise = noise.is_none_or(|noise| rounding_noise >= SHARE_OF_NOISE * noise);
        (jump >= LEAST_SHARE * velocity && is_the_noise).then(|| Self {
            axis: evidence.name(axis),
            resolution,
            step,
            jump,
            velocity,
            rounding_noise,
            noise,
        })
    }
}
