//! The smoothing spline: of all curves as near to the positions, the one whose derivative of a given order is least.

mod banded;
mod cross_validation;
mod fit;
mod penalised;
#[cfg(test)]
mod tests;
mod trend;

use crate::CalculusError;

use super::Smoothed;
use super::in_units::FittedOrder;
use super::outliers;
use super::samples::Samples;
use fit::Fit;

/// Of which degree the polynomials between the timestamps are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SplineDegree {
    /// 3: the acceleration is what is kept small; it is 0 at both ends, goes in straight lines from timestamp to timestamp, and the
    /// jerk jumps.
    Cubic,
    /// 5: the jerk is what is kept small; it is 0 at both ends and smooth between. What Woltring (1986) advises for
    /// accelerations.
    #[default]
    Quintic,
}

/// What is fixed of a smoothing spline; the rest is found from the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SplineOptions {
    /// The degree of the spline.
    pub degree: SplineDegree,
    /// The weight of the integral of the squared derivative against the sum of the squared residuals, in the time to the power
    /// of the degree.
    pub smoothing: Option<f64>,
    /// Positions that do not fit the others are left out.
    pub robust: bool,
}

impl Default for SplineOptions {
    /// Quintic, the smoothing from the data, outliers left out.
    fn default() -> Self {
        Self {
            degree: SplineDegree::Quintic,
            smoothing: None,
            robust: true,
        }
    }
}

/// A smoothing spline's result and what it found.
#[derive(Debug, Clone, PartialEq)]
pub struct SplineFit {
    /// The curve and its derivatives.
    pub smoothed: Smoothed,
    /// The degree of the spline.
    pub degree: SplineDegree,
    /// The smoothing parameter, as [`SplineOptions::smoothing`].
    pub smoothing: f64,
    /// The generalized cross-validation score in the squared unit of the positions: how well, on average, a position is
    /// predicted by the others.
    pub score: f64,
}

const FEWEST: usize = 6;

/// Position, velocity, acceleration and jerk of noisy positions by a natural smoothing spline.
///
/// The curve f makes Σ(x − f)² + λ·∫(f⁽ᵐ⁾)² least, m = 3 for the quintic and 2 for the cubic spline (Schoenberg, 1964; Reinsch,
/// 1967). The smoothing λ is the one with which positions are predicted best by the others, by generalized
/// cross-validation (Craven and Wahba, 1979), from a banded system and the trace of Hutchinson and de Hoog (1985).
/// Positions further than four standard deviations from the curve through the others are left out, and the fit is made
/// again until none is left.
///
/// Standard errors of the derivatives below the order m are the Bayesian ones of Wahba (1983), which count what the
/// smoothing cuts off on average over the motion. There are none from the order m on, where the curve that the Bayesian
/// view has in mind is not smooth: there they are those of noise alone, which are too small where the motion
/// changes quickly, and NaN where the spline is 0 by its nature, at and beyond both ends.
///
/// `t` increases; NaN in `x` is a missing position and is filled in. Time and memory are linear in the rows.
///
/// # Errors
/// [`CalculusError`] where lengths differ, timestamps do not increase, or fewer than 6 positions are there.
///
/// ```
/// use dxdt_calculus::smoothing::{SplineOptions, spline};
/// let t: Vec<f64> = (0..200).map(|i| 0.05 * f64::from(i)).collect();
/// // x = sin t with an error of up to 0.01, as if at random.
/// let x: Vec<f64> = (0..200).map(|i| t[i].sin() + 0.01 * (37.0 * (i * i) as f64).sin()).collect();
/// let fit = spline(&t, &x, &SplineOptions::default())?;
/// assert!((fit.smoothed.derivatives[1][100] - t[100].cos()).abs() < 0.05);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn spline(t: &[f64], x: &[f64], options: &SplineOptions) -> Result<SplineFit, CalculusError> {
    let samples = Samples::new(t, x, FEWEST)?;
    let power = match options.degree {
        SplineDegree::Cubic => 3,
        SplineDegree::Quintic => 5,
    };
    let smoothing = options
        .smoothing
        .map(|smoothing| smoothing / samples.step.powi(power));
    let fit = |used: &[bool]| match options.degree {
        SplineDegree::Cubic => Fit::of::<2>(&samples, used, smoothing),
        SplineDegree::Quintic => Fit::of::<3>(&samples, used, smoothing),
    };
    let (fit, used) = outliers::without_outliers(&samples, options.robust, fit, curve_of);
    let order = |order: usize| {
        Some(FittedOrder {
            values: &fit.derivatives[order],
            variances: &fit.variances[order],
            noise: fit.noise,
        })
    };
    Ok(SplineFit {
        smoothed: samples.in_units(std::array::from_fn(order), fit.noise, &used),
        degree: options.degree,
        smoothing: fit.smoothing * samples.step.powi(power),
        score: fit.score * samples.scale * samples.scale,
    })
}

fn curve_of(fit: &Fit) -> (&[f64], &[f64]) {
    (&fit.derivatives[0], &fit.variances[0])
}
