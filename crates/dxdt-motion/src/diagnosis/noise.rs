//! How much of the derivatives is noise, and what smoothing gains.

use serde::Serialize;

use crate::motion::{FitReason, MethodName};

use super::Evidence;

/// A smaller share is hard to see.
const LEAST_SHARE: f64 = 0.2;

/// Noise in velocity and acceleration by the gradient.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoiseDiagnosis {
    /// The axis the figures are of.
    pub axis: String,
    /// The standard deviation of the noise of the positions.
    pub noise: f64,
    /// What the gradient makes of it in the velocity.
    pub velocity_noise: f64,
    /// That over the size of the velocity; at most 1.
    pub velocity_share: f64,
    /// What the gradient makes of it in the acceleration.
    pub acceleration_noise: f64,
    /// That over the size of the gradient's acceleration; at most 1.
    pub acceleration_share: f64,
    /// The root mean square error of velocity and acceleration by the automatic choice: against the truth where that is
    /// exact, else as the smoother estimates it.
    pub smoothed: [Option<f64>; 2],
    /// Those errors are measured against the exact motion.
    pub is_measured: bool,
    /// What the automatic choice did, and why.
    pub reason: Option<FitReason>,
}

impl NoiseDiagnosis {
    pub(super) fn of(evidence: &Evidence<'_>) -> Option<Self> {
        let axis = evidence.fastest_axis();
        let noise = evidence.noise(axis).filter(|noise| *noise > 0.0)?;
        let gradient = evidence.of(evidence.usual(), axis)?;
        let auto = evidence.of(MethodName::Auto, axis)?;
        let velocity_noise = noise * gradient.velocity_noise_gain?;
        let acceleration_noise = noise * gradient.acceleration_noise_gain?;
        let share = |noise: f64, size: Option<f64>| {
            let size = size.filter(|size| *size > 0.0)?;
            Some((noise / size).min(1.0))
        };
        let velocity_share = share(velocity_noise, gradient.velocity)?;
        let acceleration_share = share(acceleration_noise, gradient.acceleration)?;
        let is_measured = evidence.is_exact(axis) && auto.acceleration_rms_error.is_some();
        let smoothing = evidence.motion(MethodName::Auto)?.smoothing.as_ref();
        let reason = smoothing.and_then(|smoothing| smoothing.axes.get(axis)?.reason.clone());
        velocity_share
            .max(acceleration_share)
            .ge(&LEAST_SHARE)
            .then(|| Self {
                axis: evidence.name(axis),
                noise,
                velocity_noise,
                velocity_share,
                acceleration_noise,
                acceleration_share,
                smoothed: if is_measured {
                    [auto.velocity_rms_error, auto.acceleration_rms_error]
                } else {
                    [auto.velocity_error, auto.acceleration_error]
                },
                is_measured,
                reason,
            })
    }
}
