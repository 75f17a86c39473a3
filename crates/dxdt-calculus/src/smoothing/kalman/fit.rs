//! One process fitted to the samples: the states smoothed.

use super::filter::{Ends, Process, Series, States, forward};
use super::smoother::backward;

/// A fitted process, in the units of the samples.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    /// The standard deviation of the positions' noise.
    pub noise: f64,
    /// The state at each timestamp, derivative by derivative.
    pub derivatives: Vec<Vec<f64>>,
    /// Their variances over that of the positions' noise.
    pub variances: Vec<Vec<f64>>,
}

impl Fit {
    /// Fits a process of `M` states, driven by a noise of the given intensity over the variance of the positions' noise.
    pub fn of<const M: usize>(series: &Series<'_>, intensity: f64, ends: Option<&Ends<M>>) -> Self {
        let process = Process::<M>::new(intensity);
        let rows = series.t.len();
        let mut states = States {
            mean: Vec::with_capacity(rows),
            covariance: Vec::with_capacity(rows),
        };
        let likelihood = forward(series, &process, ends, Some(&mut states));
        backward(series.t, &process, &mut states);
        let column = |i: usize| states.mean.iter().map(|mean| mean[i]).collect();
        let variance = |i: usize| states.covariance.iter().map(|p| p[i][i].max(0.0)).collect();
        Self {
            noise: likelihood.variance().sqrt(),
            derivatives: (0..M).map(column).collect(),
            variances: (0..M).map(variance).collect(),
        }
    }
}

/// What cross-validation needs of a smoother's residuals.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Residuals {
    pub count: f64,
    squares: f64,
    trace: f64,
}

impl Residuals {
    /// Adds those of fitted positions, with the diagonal of the smoother: their variances over the noise's.
    pub fn add(&mut self, series: &Series<'_>, fitted: &[f64], shares: &[f64]) {
        for row in (0..fitted.len()).filter(|&row| series.takes_part(row)) {
            self.count += 1.0;
            self.squares += (series.x[row] - fitted[row]).powi(2);
            self.trace += shares[row].min(1.0);
        }
    }

    /// Craven and Wahba's score (1979): n·Σe²/(n − tr)².
    pub fn score(&self) -> f64 {
        let free = self.count - self.trace;
        let score = self.count * self.squares / (free * free);
        if free > 0.0 && score.is_finite() {
            score
        } else {
            f64::INFINITY
        }
    }
}
