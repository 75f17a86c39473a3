//! Whether more accurate stencils pay.

use serde::Serialize;

use crate::motion::MethodName;

use super::Evidence;

/// A gain or loss of less than a twentieth is none.
const ALIKE: f64 = 0.05;
/// The difference of two velocities that is so many times the noise in them is more than noise.
const TIMES_NOISE: f64 = 2.0;

/// Stencils of more rows, from accuracy 2 to 8.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccuracyDiagnosis {
    /// The axis the figures are of.
    pub axis: String,
    /// Whether more accuracy makes the velocity better by a twentieth or more.
    pub pays: bool,
    /// The root mean square error of the velocity by accuracy 2, 4, 6 and 8, where the truth is known.
    pub errors: Option<[f64; 4]>,
    /// The noise in the velocity by accuracy 2, 4, 6 and 8, where the noise of the positions is known.
    pub noise: Option<[f64; 4]>,
    /// The root mean square of the difference between accuracies 2 and 4.
    pub difference: f64,
}

impl AccuracyDiagnosis {
    pub(super) fn of(evidence: &Evidence<'_>) -> Option<Self> {
        let axis = evidence.fastest_axis();
        // Of accuracy 2, 4, 6 and 8.
        let methods = [
            evidence.usual(),
            MethodName::Accuracy4,
            MethodName::Accuracy6,
            MethodName::Accuracy8,
        ];
        let mut errors = [0.0; 4];
        let mut gains = [0.0; 4];
        let mut has_truth = true;
        for ((method, error), gain) in methods.into_iter().zip(&mut errors).zip(&mut gains) {
            let figures = evidence.of(method, axis)?;
            *gain = figures.velocity_noise_gain?;
            match figures.velocity_rms_error {
                Some(found) => *error = found,
                None => has_truth = false,
            }
        }
        let noise = evidence
            .noise(axis)
            .map(|noise| gains.map(|gain| gain * noise));
        let difference = evidence.apart([methods[0], methods[1]], axis, |m| &m.velocity)?;
        let size = evidence.velocity(axis).filter(|size| *size > 0.0)?;
        let (pays, matters) = if has_truth && evidence.is_exact(axis) {
            let best = errors[1..].iter().copied().fold(f64::INFINITY, f64::min);
            let worst = errors[1..].iter().copied().fold(0.0, f64::max);
            let pays = best < (1.0 - ALIKE) * errors[0];
            // An error of rounding is no reason to choose anything.
            (
                pays,
                errors[0].max(worst) >= 1e-6 * size && (pays || worst > (1.0 + ALIKE) * errors[0]),
            )
        } else {
            // The two differ by the errors of both formulas and by noise; where noise accounts for it, nothing is gained.
            let noise = noise?;
            let pays = difference > TIMES_NOISE * noise[1];
            (pays, difference >= 1e-3 * size)
        };
        matters.then(|| Self {
            axis: evidence.name(axis),
            pays,
            errors: has_truth.then_some(errors),
            noise,
            difference,
        })
    }
}
