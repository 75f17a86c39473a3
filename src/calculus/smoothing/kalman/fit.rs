//! One process fitted to the samples: the ratio of its noises found, the states smoothed.

use super::super::blocks::blocks;
use super::super::minimum::{golden_section, lowest_of_grid};
use super::super::samples::Samples;
use super::filter::{Likelihood, Process, States, forward};
use super::smoother::backward;

/// A fitted process, in the units of the samples.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    /// How many derivatives the state has, the position among them.
    pub states: usize,
    /// The intensity of the process's noise over the variance of the positions'.
    pub ratio: f64,
    /// The standard deviation of the positions' noise.
    pub noise: f64,
    /// The state at each stamp, derivative by derivative, as many as the state has.
    pub derivatives: Vec<Vec<f64>>,
    /// Their variances over that of the positions' noise.
    pub variances: Vec<Vec<f64>>,
    /// The generalised cross-validation score: mean square residual over the squared share of free residuals.
    pub score: f64,
}

// Over the whole span in which a ratio means anything at steps of length 1: from a straight line to no smoothing.
const LOWEST: f64 = -30.0;
const HIGHEST: f64 = 20.0;
const COARSE: f64 = 5.0;
const REFINEMENTS: usize = 8;
// Long series are sounded out on this many rows, in a few blocks.
const ENOUGH_ROWS: usize = 24_000;
const BLOCKS: usize = 6;

impl Fit {
    /// Fits a process of `M` states; a given ratio is not searched for.
    pub fn of<const M: usize>(samples: &Samples, used: &[bool], ratio: Option<f64>) -> Self {
        let ratio = ratio.unwrap_or_else(|| most_likely_ratio::<M>(samples, used));
        let process = Process::<M>::new(ratio);
        let rows = samples.t.len();
        let mut states = States {
            mean: Vec::with_capacity(rows),
            covariance: Vec::with_capacity(rows),
        };
        let likelihood = forward(&samples.t, &samples.x, used, &process, Some(&mut states));
        backward(&samples.t, &process, &mut states);
        let column = |i: usize| states.mean.iter().map(|mean| mean[i]).collect::<Vec<f64>>();
        let variance = |i: usize| states.covariance.iter().map(|p| p[i][i].max(0.0)).collect();
        let derivatives: Vec<Vec<f64>> = (0..M).map(column).collect();
        let variances: Vec<Vec<f64>> = (0..M).map(variance).collect();
        let score = score(samples, used, &derivatives[0], &variances[0]);
        Self {
            states: M,
            ratio,
            noise: likelihood.variance().sqrt(),
            derivatives,
            variances,
            score,
        }
    }
}

/// Craven and Wahba's score (1979): n·Σe²/(n − tr)², where the trace of the smoother is the sum of the variances of the
/// fitted positions over the noise's.
fn score(samples: &Samples, used: &[bool], fitted: &[f64], variances: &[f64]) -> f64 {
    let (mut count, mut squares, mut trace) = (0.0, 0.0, 0.0);
    for row in 0..fitted.len() {
        if used[row] && !samples.x[row].is_nan() {
            count += 1.0;
            squares += (samples.x[row] - fitted[row]).powi(2);
            trace += variances[row].min(1.0);
        }
    }
    let free: f64 = count - trace;
    if free > 0.0 {
        count * squares / (free * free)
    } else {
        f64::INFINITY
    }
}

fn most_likely_ratio<const M: usize>(samples: &Samples, used: &[bool]) -> f64 {
    let parts = blocks(samples.t.len(), ENOUGH_ROWS, BLOCKS);
    let deviance = |log_ratio: f64| {
        let process = Process::<M>::new(log_ratio.exp());
        let deviance: f64 = parts
            .iter()
            .map(|rows| {
                let rows = rows.clone();
                let (t, x) = (&samples.t[rows.clone()], &samples.x[rows.clone()]);
                let likelihood: Likelihood = forward(t, x, &used[rows], &process, None);
                likelihood.deviance()
            })
            .sum();
        if deviance.is_finite() {
            deviance
        } else {
            f64::INFINITY
        }
    };
    let start = lowest_of_grid([LOWEST, HIGHEST], COARSE, deviance);
    golden_section([start - COARSE, start + COARSE], REFINEMENTS, deviance).exp()
}
