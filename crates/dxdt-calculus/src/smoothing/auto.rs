//! The curve that is found without any parameter.

use crate::CalculusError;

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
    let samples = Samples::new(t, x, FEWEST_FOR_AUTO)?;
    let (smoothed, curve) = best_of_all(&samples);
    Ok(AutoFit {
        smoothed,
        curve: FittedCurve::Kalman(curve),
    })
}
