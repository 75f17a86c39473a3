//! The Kalman smoother: positions as an integrated Wiener process seen with noise.

#![expect(
    clippy::needless_range_loop,
    reason = "rows and columns of matrices as in the formulas"
)]

mod beyond;
mod candidate;
mod choose;
mod ends;
mod filter;
mod interventions;
mod jumps;
mod likelihood;
mod linear;
mod mean;
mod model;
mod pilot;
mod positions;
mod process;
mod series;
mod smooth;
mod smoother;
mod states;
#[cfg(test)]
mod tests;
mod varying;

use std::ops::RangeInclusive;

use crate::CalculusError;

use super::fitted::KalmanCurve;
use super::in_units::FittedOrder;
use super::samples::Samples;
use super::{Beside, FittedCurve, Smoothed};
use candidate::Candidate;
use choose::{Allowed, Found, candidates};
use interventions::intervene;
use mean::Curve;
pub(super) use model::Model;
use positions::Positions;
pub(super) use series::Series;
pub(super) use smooth::Wanted;

/// How many derivatives a state may have where that is given, the position among them.
const STATES: RangeInclusive<usize> = 3..=6;

/// What is fixed of a Kalman smoother; the rest is found from the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KalmanOptions {
    /// How many derivatives the state has, the position among them: 3 (to acceleration), 4 (to jerk), or 5 or 6 (further, for
    /// very smooth motion).
    pub states: Option<usize>,
    /// The intensity of the white noise that drives the highest derivative over the variance of the noise of the
    /// positions, per time to the power of 2·states − 1.
    pub ratio: Option<f64>,
    /// Positions that do not fit the others are left out.
    pub robust: bool,
}

impl KalmanOptions {
    /// Whether there is such a smoother.
    ///
    /// # Errors
    /// Another number of states than 3, 4, 5 or 6.
    ///
    /// ```
    /// use dxdt_calculus::smoothing::KalmanOptions;
    /// let of = |states| KalmanOptions { states: Some(states), ..KalmanOptions::default() };
    /// assert!(of(4).check().is_ok() && of(2).check().is_err());
    /// ```
    pub fn check(&self) -> Result<(), CalculusError> {
        match self.states.filter(|states| !STATES.contains(states)) {
            Some(given) => Err(CalculusError::States { given }),
            None => Ok(()),
        }
    }
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
    /// How many derivatives the state has, of the smoother that counts most.
    pub states: usize,
    /// The ratio of the noises of that smoother, as [`KalmanOptions::ratio`].
    pub ratio: f64,
    /// How much the smoothers of 3, 4, 5 and 6 states count in the mean that is given; together 1.
    pub weights: [f64; 4],
}

impl KalmanFit {
    /// What the curve is: one smoother, or the mean of several.
    ///
    /// ```
    /// use dxdt_calculus::smoothing::{FittedCurve, KalmanOptions, kalman};
    /// let t: Vec<f64> = (0..40).map(f64::from).collect();
    /// let x: Vec<f64> = t.iter().map(|t| (7.0 * t).sin()).collect();
    /// let options = KalmanOptions { states: Some(4), ..KalmanOptions::default() };
    /// let FittedCurve::Kalman(curve) = kalman(&t, &x, &options)?.curve() else { unreachable!() };
    /// assert_eq!(curve.states, [4]);
    /// # Ok::<(), dxdt_calculus::CalculusError>(())
    /// ```
    pub fn curve(&self) -> FittedCurve {
        let weighted = STATES.zip(self.weights).filter(|(_, weight)| *weight > 0.0);
        FittedCurve::Kalman(KalmanCurve {
            states: weighted.map(|(states, _)| states).collect(),
            ..KalmanCurve::default()
        })
    }
}

const FEWEST: usize = 6;

/// Position, velocity, acceleration and jerk of noisy positions by a Kalman smoother.
///
/// The highest derivative of the state is a Wiener process: white noise drives the acceleration's, the jerk's or a higher
/// derivative's change, exactly integrated over each step, however uneven. The ratio of that noise to the noise of the
/// positions maximizes the likelihood of the innovations (Schweppe, 1965). How many derivatives the state should have is
/// rarely sure: the mean of the smoothers of 3, 4, 5 and 6 is given, each counting by the density at which the others foretell
/// each position (as Akaike's weights, 1978, with the leave-one-out errors of de Jong, 1988). Positions further than four
/// standard deviations from the curve through the others are left out where their neighbors are straighter without them.
///
/// At the first and the last timestamp, where there are positions on one side only, velocity, acceleration and higher
/// derivatives are taken for what they are like in the whole series: their mean there, give or take their spread, which a
/// first fit finds (empirical Bayes), rows near the end counting more. Standard errors hold the noise of the positions, how
/// sure the ratio is, and how far the smoothers of the mean are apart.
///
/// Where the ratio is given, one smoother is used and nothing is assumed of the ends.
///
/// `t` increases; NaN in `x` is a missing position and is filled in. Time and memory are linear in the rows.
///
/// # Errors
/// [`CalculusError`] where lengths differ, timestamps do not increase, or fewer than 6 positions are there, or
/// `options.states` is not 3, 4, 5 or 6.
///
/// ```
/// use dxdt_calculus::smoothing::{KalmanOptions, kalman};
/// // x = sin t with an error of ±0.01 that changes its sign from row to row.
/// let t: Vec<f64> = (0..200).map(|i| 0.05 * f64::from(i)).collect();
/// let x: Vec<f64> = t.iter().enumerate().map(|(i, t)| t.sin() + if i % 3 == 0 { 0.02 } else { -0.01 }).collect();
/// let fit = kalman(&t, &x, &KalmanOptions::default())?;
/// let velocity = &fit.smoothed.derivatives[1];
/// assert!((velocity[100] - t[100].cos()).abs() < 0.05);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn kalman(t: &[f64], x: &[f64], options: &KalmanOptions) -> Result<KalmanFit, CalculusError> {
    options.check()?;
    let samples = Samples::new(t, x, FEWEST)?;
    let positions = Positions::of(&samples, &Beside::default());
    let allowed = Allowed {
        states: options.states.map_or(STATES, |states| states..=states),
        robust: options.robust,
        beyond: false,
    };
    let found = match options.ratio {
        None => candidates(positions, &allowed),
        Some(ratio) => {
            let ratio = |states: usize| ratio * samples.step.powi(2 * states as i32 - 1);
            let all = allowed
                .states
                .map(|states| given(states, ratio(states), options.robust, &positions));
            let best = all.min_by(|a, b| a.score.total_cmp(&b.score));
            Found::on_all_rows(positions, best.into_iter().collect())
        }
    };
    let curve = match options.ratio {
        Some(_) => Curve::of(&found),
        None => Curve::mean(&found),
    };
    let best = &found.candidates[0].model;
    let weight = |states: usize| {
        let of = found
            .candidates
            .iter()
            .zip(&curve.weights)
            .filter(|(candidate, _)| candidate.model.states == states);
        of.fold(0.0, |sum, (_, weight)| sum + weight)
    };
    Ok(KalmanFit {
        states: best.states,
        ratio: best.ratio() / samples.step.powi(2 * best.states as i32 - 1),
        weights: std::array::from_fn(|at| weight(STATES.start() + at)),
        smoothed: in_units(&samples, &curve),
    })
}

/// A smoother of which everything is given.
fn given(states: usize, ratio: f64, robust: bool, positions: &Positions) -> Candidate {
    let mut candidate = Candidate::new(states, positions);
    candidate.model = Model::of_ratio(states, ratio);
    if robust {
        intervene(&mut candidate, positions, Wanted::Errors, false);
    }
    let errors = candidate.smooth(positions, Wanted::Errors);
    candidate.rate(&errors, positions);
    candidate
}

/// The best that is found without any parameter: 2 to 6 states, and impacts, correlated noise, roughness and noise that vary
/// where the positions tell of them.
pub(super) fn best_of_all(samples: &Samples, beside: &Beside<'_>) -> (Smoothed, KalmanCurve) {
    let positions = Positions::of(samples, beside);
    let allowed = Allowed {
        states: 2..=*STATES.end(),
        robust: true,
        beyond: true,
    };
    let found = candidates(positions, &allowed);
    let curve = Curve::mean(&found);
    let (best, positions) = (&curve.best, &found.positions);
    let counting = found
        .candidates
        .iter()
        .zip(&curve.weights)
        .filter(|(_, weight)| **weight > 0.0);
    let mut states: Vec<usize> = counting
        .map(|(candidate, _)| candidate.model.states)
        .collect();
    states.sort_unstable();
    states.dedup();
    let correlation = best.model.correlation;
    let jumps = |order: usize| best.jumps.iter().filter(|jump| jump.order == order).count();
    let told = KalmanCurve {
        states,
        impacts: jumps(1),
        position_jumps: jumps(0),
        memory: (correlation > 0.0).then(|| -samples.step / correlation.ln()),
        roughness_varies: best.roughness.is_some(),
        noise_varies: best.noise != positions.noise,
        velocity: positions.velocity.is_some(),
        velocities_left_out: positions
            .velocity
            .as_ref()
            .map_or(0, |known| known.left_out),
        accuracy: positions.noise.is_some(),
        accuracy_fits: positions.noise_fits,
    };
    (in_units(samples, &curve), told)
}

fn in_units(samples: &Samples, curve: &Curve) -> Smoothed {
    // Of few rows, what is assumed is found less well than the fit knows: by so much on 660 motions whose truth is known.
    const FEW: f64 = 12.0;
    let noise = 1.0 + FEW / samples.t.len() as f64;
    let order = |order: usize| {
        Some(FittedOrder {
            values: &curve.derivatives[order],
            variances: &curve.variances[order],
            noise,
        })
    };
    samples.in_units(
        std::array::from_fn(order),
        curve.noise.sqrt(),
        &curve.best.used,
    )
}
