//! The curve that is found without any parameter.

use crate::{CalculusError, Operand};

use super::kalman::best_of_all;
use super::samples::Samples;
use super::{FittedCurve, Smoothed};

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct AutoFit {
    /// The curve and its derivatives.
    pub smoothed: Smoothed,
    /// What it is.
    pub curve: FittedCurve,
}

/// Fewer positions than this say too little about their noise.
pub const FEWEST_FOR_AUTO: usize = 12;

/// Position, velocity, acceleration and jerk of noisy positions, without any parameter.
///
/// The curve is the mean of Kalman smoothers ([`kalman`](super::kalman())) of 2 to 6 states, each counting by the density at
/// which the others foretell each position. Where the positions tell of it, smoothers that assume more take part:
///
/// - impacts, where the velocity jumps within a step (de Jong and Penzer, 1998);
/// - noise that remembers itself from row to row: an Ornstein–Uhlenbeck process in the state, found by likelihood;
/// - roughness of the motion, or noise, that changes along the log: their logarithms are random walks.
///
/// What is assumed has a price: the density counts less by what was fitted to the same positions. Parameters of a long series
/// are sought on five blocks of a thousand rows.
///
/// # Errors
/// [`CalculusError`] where lengths differ, timestamps do not increase, or fewer than a dozen positions are there.
///
/// ```
/// use dxdt_calculus::smoothing::auto;
/// let t: Vec<f64> = (0..120).map(|i| 0.05 * f64::from(i)).collect();
/// let x: Vec<f64> = t.iter().enumerate().map(|(i, t)| t.sin() + if i % 3 == 0 { 0.02 } else { -0.01 }).collect();
/// let fit = auto(&t, &x)?;
/// assert!((fit.smoothed.derivatives[1][60] - t[60].cos()).abs() < 0.05);
/// assert!(auto(&t[..8], &x[..8]).is_err());
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn auto(t: &[f64], x: &[f64]) -> Result<AutoFit, CalculusError> {
    auto_beside(t, x, &Beside::default())
}

/// What a log tells beside positions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The velocity that was measured at each timestamp, in the unit of the positions over that of the timestamps; NaN where
    /// there is none. Its noise is found by likelihood.
    pub velocity: Option<&'a [f64]>,
    /// The standard deviation of each position's noise, of which only ratios count; what is not above 0 is not known.
    pub deviation: Option<&'a [f64]>,
    /// Whether they are to be used even where they do not make the positions more likely.
    pub deviation_is_sure: bool,
}

/// As [`auto`], with velocities that were measured and with what is known of the noise of single positions.
///
/// # Errors
/// As [`auto`], and where a column has another length.
///
/// ```
/// use dxdt_calculus::smoothing::{Beside, auto, auto_beside};
/// let t: Vec<f64> = (0..120).map(|i| 0.05 * f64::from(i)).collect();
/// let x: Vec<f64> = t.iter().enumerate().map(|(i, t)| t.sin() + if i % 3 == 0 { 0.2 } else { -0.1 }).collect();
/// let v: Vec<f64> = t.iter().map(|t| t.cos()).collect();
/// let error = |fit: &[f64]| (0..120).map(|i| (fit[i] - v[i]).powi(2)).sum::<f64>();
/// let fused = auto_beside(&t, &x, &Beside { velocity: Some(&v), ..Beside::default() })?;
/// let alone = auto(&t, &x)?;
/// assert!(error(&fused.smoothed.derivatives[1]) < 0.1 * error(&alone.smoothed.derivatives[1]));
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn auto_beside(t: &[f64], x: &[f64], beside: &Beside<'_>) -> Result<AutoFit, CalculusError> {
    let samples = Samples::new(t, x, FEWEST_FOR_AUTO)?;
    for column in [beside.velocity, beside.deviation].into_iter().flatten() {
        if column.len() != x.len() {
            return Err(CalculusError::LengthMismatch {
                operand: Operand::Coordinates,
                expected: x.len(),
                found: column.len(),
            });
        }
    }
    let (smoothed, curve) = best_of_all(&samples, beside);
    Ok(AutoFit {
        smoothed,
        curve: FittedCurve::Kalman(curve),
    })
}
