//! The Kalman smoother: positions as an integrated Wiener process seen with noise.

mod bias;
mod ends;
pub(super) mod filter;
mod fit;
mod mean;
mod model;
pub(super) mod smoother;
#[cfg(test)]
mod tests;

use crate::CalculusError;

use super::in_units::FittedOrder;
use super::outliers;
use super::samples::Samples;
use super::{FittedCurve, Smoothed};
use filter::Series;
use fit::{Fit, Residuals};
use mean::{Curve, Weighted, heaviest, weigh};
use model::{Model, STATES};

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
    /// The generalized cross-validation score in the squared unit of the positions: how well, on average, a position is
    /// predicted by the others.
    pub score: f64,
}

impl KalmanFit {
    /// What the curve is: one smoother, or the mean of several.
    ///
    /// ```
    /// use dxdt_calculus::smoothing::{FittedCurve, KalmanOptions, kalman};
    /// let t: Vec<f64> = (0..40).map(f64::from).collect();
    /// let x: Vec<f64> = t.iter().map(|t| (7.0 * t).sin()).collect();
    /// let options = KalmanOptions { states: Some(4), ..KalmanOptions::default() };
    /// assert_eq!(kalman(&t, &x, &options)?.curve(), FittedCurve::Kalman { states: vec![4] });
    /// # Ok::<(), dxdt_calculus::CalculusError>(())
    /// ```
    pub fn curve(&self) -> FittedCurve {
        let weighted = STATES.zip(self.weights);
        let mixed: Vec<usize> = weighted
            .filter(|(_, weight)| *weight > 0.0)
            .map(|(states, _)| states)
            .collect();
        FittedCurve::Kalman {
            states: match mixed.len() {
                0 | 1 => vec![self.states],
                _ => mixed,
            },
        }
    }
}

const FEWEST: usize = 6;

/// Position, velocity, acceleration and jerk of noisy positions by a Kalman smoother.
///
/// The highest derivative of the state is a Wiener process: white noise drives the acceleration's, the jerk's or a higher
/// derivative's change, exactly integrated over each step, however uneven. The ratio of that noise to the noise of the
/// positions maximizes the likelihood of the innovations (Schweppe, 1965). How many derivatives the state should have is
/// rarely sure: the mean of the smoothers of 3, 4, 5 and 6 is given, each counting by how well it predicts positions from
/// the others (generalized cross-validation, Craven and Wahba, 1979; the weights as Akaike's, 1978). Positions further than
/// four standard deviations from the curve through the others are left out, and the fit is made again until none is left.
///
/// At the first and the last timestamp, where there are positions on one side only, acceleration and higher derivatives are taken
/// for what they are like in the whole series: their mean there, give or take their spread, which a first fit finds
/// (empirical Bayes), rows near the end counting more. Standard errors hold the noise of the positions, the bias of the
/// smoother on a motion like the one that was found, and how far the smoothers of the mean are apart.
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
    if let Some(given) = options.states.filter(|states| !STATES.contains(states)) {
        return Err(CalculusError::States { given });
    }
    let samples = Samples::new(t, x, FEWEST)?;
    let fit = |used: &[bool]| {
        let series = series(&samples, used);
        let weighted = models(&series, samples.step, options);
        let pilot = heaviest(&weighted).fit(&series, None);
        (pilot, weighted)
    };
    let ((pilot, weighted), used) =
        outliers::without_outliers(&samples, options.robust, fit, curve_of);
    let series = series(&samples, &used);
    let curve = if options.ratio.is_some() {
        plain(&series, pilot)
    } else {
        Curve::mean(&series, &weighted)
    };
    Ok(in_units(&samples, &curve, &weighted, &used))
}

fn series<'a>(samples: &'a Samples, used: &'a [bool]) -> Series<'a> {
    Series {
        t: &samples.t,
        x: &samples.x,
        used,
    }
}

fn curve_of((pilot, _): &(Fit, Vec<Weighted>)) -> (&[f64], &[f64]) {
    (&pilot.derivatives[0], &pilot.variances[0])
}

/// The models that may be, with the weights of the mean.
fn models(series: &Series<'_>, step: f64, options: &KalmanOptions) -> Vec<Weighted> {
    let given = |states: usize, ratio: f64| {
        Model::of_ratio(states, ratio * step.powi(2 * states as i32 - 1))
    };
    let only = |model: Model| Weighted { model, weight: 1.0 };
    match (options.states, options.ratio) {
        (None, None) => weigh(series),
        (Some(states), Some(ratio)) => vec![only(given(states, ratio))],
        (None, Some(ratio)) => {
            let scored = STATES.map(|states| given(states, ratio));
            let best = scored.min_by(|a, b| a.score(series).total_cmp(&b.score(series)));
            best.map(only).into_iter().collect()
        }
        (Some(states), None) => {
            let mut models = vec![only(Model::most_likely(series, states))];
            if states == *STATES.start() {
                // For the jerk.
                models.push(Weighted {
                    model: Model::most_likely(series, states + 1),
                    weight: 0.0,
                });
            }
            models
        }
    }
}

fn plain(series: &Series<'_>, fit: Fit) -> Curve {
    let mut residuals = Residuals::default();
    residuals.add(series, &fit.derivatives[0], &fit.variances[0]);
    Curve {
        noise: fit.noise,
        score: residuals.score(),
        derivatives: fit.derivatives,
        variances: fit.variances,
    }
}

fn in_units(samples: &Samples, curve: &Curve, weighted: &[Weighted], used: &[bool]) -> KalmanFit {
    let order = |order: usize| {
        let values = curve.derivatives.get(order)?;
        let variances = curve.variances.get(order)?;
        Some(FittedOrder {
            values,
            variances,
            noise: curve.noise,
        })
    };
    let Model { states, .. } = heaviest(weighted);
    let weight = |states: usize| {
        let of = weighted
            .iter()
            .filter(|weighted| weighted.model.states == states);
        of.map(|weighted| weighted.weight).sum()
    };
    KalmanFit {
        smoothed: samples.in_units(std::array::from_fn(order), curve.noise, used),
        states,
        ratio: heaviest(weighted).ratio() / samples.step.powi(2 * states as i32 - 1),
        weights: std::array::from_fn(|at| weight(STATES.start() + at)),
        score: curve.score * samples.scale * samples.scale,
    }
}
