//! The Kalman smoother: positions as an integrated Wiener process seen with noise.

pub(super) mod filter;
mod fit;
pub(super) mod smoother;

use crate::calculus::CalculusError;

use super::Smoothed;
use super::in_units::FittedOrder;
use super::outliers;
use super::samples::Samples;
use fit::Fit;

/// What is fixed of a Kalman smoother; the rest is found from the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KalmanOptions {
    /// How many derivatives the state has, the position among them: 3 (to acceleration), 4 (to jerk) or 5 (one more, for
    /// very smooth motion).
    pub states: Option<usize>,
    /// The intensity of the white noise that drives the highest derivative over the variance of the noise of the
    /// positions, per time to the power of 2·states − 1.
    pub ratio: Option<f64>,
    /// Positions that do not fit the others are left out.
    pub robust: bool,
}

impl Default for KalmanOptions {
    /// Everything from the data, outliers left out.
    fn default() -> Self {
        Self {
            states: None,
            ratio: None,
            robust: true,
        }
    }
}

/// A Kalman smoother's result and what it found.
#[derive(Debug, Clone, PartialEq)]
pub struct KalmanFit {
    /// The curve and its derivatives.
    pub smoothed: Smoothed,
    /// How many derivatives the state has.
    pub states: usize,
    /// The ratio of the noises, as [`KalmanOptions::ratio`].
    pub ratio: f64,
    /// The generalised cross-validation score in the squared unit of the positions: how well, on average, a position is
    /// foretold by the others.
    pub score: f64,
}

const FEWEST: usize = 6;

/// Position, velocity, acceleration and jerk of noisy positions by a Kalman smoother.
///
/// The highest derivative of the state is a Wiener process: white noise drives the acceleration's, the jerk's or the
/// snap's change, exactly integrated over each step, however uneven. The ratio of that noise to the noise of the
/// positions maximises the likelihood of the innovations (Schweppe, 1965); how many derivatives the state has is the one
/// of 3, 4 and 5 whose positions are foretold best by the others (generalised cross-validation, Craven and Wahba, 1979).
/// Positions further than four standard deviations from the curve through the others are left out, and the fit is made
/// again until none is left. Where the state ends at the acceleration the jerk is that of the fit with one state more.
///
/// `t` increases; NaN in `x` is a missing position and is filled in. Time and memory are linear in the rows.
///
/// # Errors
/// [`CalculusError`] where lengths differ, stamps do not increase, or fewer than 6 positions are there.
///
/// # Panics
/// Where `options.states` is not 3, 4 or 5.
///
/// ```
/// use dxdt::calculus::smoothing::{KalmanOptions, kalman};
/// // x = sin t with an error of ±0.01 that changes its sign from row to row.
/// let t: Vec<f64> = (0..200).map(|i| 0.05 * f64::from(i)).collect();
/// let x: Vec<f64> = t.iter().enumerate().map(|(i, t)| t.sin() + if i % 3 == 0 { 0.02 } else { -0.01 }).collect();
/// let fit = kalman(&t, &x, &KalmanOptions::default())?;
/// let velocity = &fit.smoothed.derivatives[1];
/// assert!((velocity[100] - t[100].cos()).abs() < 0.05);
/// # Ok::<(), dxdt::calculus::CalculusError>(())
/// ```
pub fn kalman(t: &[f64], x: &[f64], options: &KalmanOptions) -> Result<KalmanFit, CalculusError> {
    let samples = Samples::new(t, x, FEWEST)?;
    let fit = |used: &[bool]| choose(&samples, used, options);
    let (chosen, used) = outliers::without_outliers(&samples, options.robust, fit, curve_of);
    Ok(in_units(&samples, chosen, &used))
}

fn curve_of((fit, _): &(Fit, Option<Fit>)) -> (&[f64], &[f64]) {
    (&fit.derivatives[0], &fit.variances[0])
}

/// The fit, and the one whose jerk is given.
fn choose(samples: &Samples, used: &[bool], options: &KalmanOptions) -> (Fit, Option<Fit>) {
    let ratio = |states: usize| {
        let power = 2 * states as i32 - 1;
        options.ratio.map(|ratio| ratio * samples.step.powi(power))
    };
    let fit = |states: usize, ratio: Option<f64>| match states {
        3 => Fit::of::<3>(samples, used, ratio),
        4 => Fit::of::<4>(samples, used, ratio),
        5 => Fit::of::<5>(samples, used, ratio),
        _ => panic!("a state has 3, 4 or 5 derivatives, not {states}"),
    };
    if let Some(states) = options.states {
        let jerk = (states == 3 && options.ratio.is_none()).then(|| fit(4, None));
        return (fit(states, ratio(states)), jerk);
    }
    let [three, four, five] = [3, 4, 5].map(|states| fit(states, ratio(states)));
    if three.score <= four.score && three.score <= five.score {
        (three, Some(four))
    } else if four.score <= five.score {
        (four, None)
    } else {
        (five, None)
    }
}

fn in_units(samples: &Samples, (fit, jerk): (Fit, Option<Fit>), used: &[bool]) -> KalmanFit {
    let order = |order: usize| {
        let fit = if order < fit.states {
            Some(&fit)
        } else {
            jerk.as_ref()
        };
        fit.map(|fit| FittedOrder {
            values: &fit.derivatives[order],
            variances: &fit.variances[order],
            noise: fit.noise,
        })
    };
    KalmanFit {
        smoothed: samples.in_units(std::array::from_fn(order), fit.noise, used),
        states: fit.states,
        ratio: fit.ratio / samples.step.powi(2 * fit.states as i32 - 1),
        score: fit.score * samples.scale * samples.scale,
    }
}
