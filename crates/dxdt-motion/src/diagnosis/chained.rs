//! Acceleration from five rows or from three.

use serde::Serialize;

use crate::motion::MethodName;

use super::Evidence;

/// Less noise than this share of the acceleration cannot be seen.
const LEAST_SHARE: f64 = 0.05;
/// Errors so close are the same.
const ALIKE: f64 = 1.1;

/// The chained acceleration against the direct one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainedDirect {
    /// The axis the figures are of.
    pub axis: String,
    /// The noise gain of the chained acceleration, in 1/s².
    pub chained_gain: f64,
    /// The noise gain of the direct one.
    pub direct_gain: f64,
    /// The standard deviation of the noise of the positions, where it is known.
    pub noise: Option<f64>,
    /// The root mean square error of the chained acceleration, where the truth is known.
    pub chained_error: Option<f64>,
    /// The root mean square error of the direct one.
    pub direct_error: Option<f64>,
}

impl ChainedDirect {
    pub(super) fn of(evidence: &Evidence<'_>) -> Option<Self> {
        let axis = evidence.fastest_axis();
        let (chained, direct) = (
            evidence.of(evidence.usual(), axis)?,
            evidence.of(MethodName::Direct, axis)?,
        );
        let diagnosis = Self {
            axis: evidence.name(axis),
            chained_gain: chained.acceleration_noise_gain?,
            direct_gain: direct.acceleration_noise_gain?,
            noise: evidence.noise(axis),
            chained_error: chained.acceleration_rms_error,
            direct_error: direct.acceleration_rms_error,
        };
        let size = evidence.acceleration(axis).filter(|size| *size > 0.0)?;
        let matters = match (diagnosis.chained_error, diagnosis.direct_error) {
            (Some(chained), Some(direct)) => {
                let differ = chained > ALIKE * direct || direct > ALIKE * chained;
                differ && chained.max(direct) >= 0.01 * size
            }
            _ => diagnosis.noise? * diagnosis.direct_gain >= LEAST_SHARE * size,
        };
        matters.then_some(diagnosis)
    }
}
