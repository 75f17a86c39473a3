//! One spline fitted to the samples: the smoothing found, values and variances at every timestamp.

use super::super::kalman::{Model, Series, Wanted};
use super::super::samples::Samples;
use super::cross_validation::best_smoothing;
use super::penalised::Penalised;
use super::trend::Trend;

/// A fitted spline, in the units of the samples.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub smoothing: f64,
    /// The standard deviation of the positions' noise.
    pub noise: f64,
    /// Position to jerk at each timestamp.
    pub derivatives: [Vec<f64>; 4],
    /// Their variances over that of the noise; NaN where they are not known.
    pub variances: [Vec<f64>; 4],
    /// The generalized cross-validation score.
    pub score: f64,
}

impl Fit {
    /// Fits the spline of degree 2·`M` − 1; a given smoothing is not searched for.
    pub fn of<const M: usize>(samples: &Samples, used: &[bool], smoothing: Option<f64>) -> Self {
        let trend = Trend::<M>::of(samples, used);
        let x: Vec<f64> = samples
            .t
            .iter()
            .zip(&samples.x)
            .map(|(t, x)| x - trend.at(*t, 0))
            .collect();
        let (knots, positions): (Vec<f64>, Vec<f64>) = (0..x.len())
            .filter(|&row| used[row] && !x[row].is_nan())
            .map(|row| (samples.t[row], x[row]))
            .unzip();
        let smoothing = smoothing.unwrap_or_else(|| best_smoothing::<M>(&knots, &positions));
        let penalised = Penalised::<M>::of(&knots, &positions);
        let outcome = penalised.outcome(smoothing);
        let [values, of_values] = smoothed_states::<M>(&samples.t, &x, used, smoothing);
        let highest = penalised.highest(&samples.t, smoothing);
        let trended =
            |order: usize, value: f64, row: usize| value + trend.at(samples.t[row], order);
        let derivative = |order: usize| match order.checked_sub(M) {
            None => (0..x.len())
                .map(|row| trended(order, values[order][row], row))
                .collect(),
            Some(above) => highest.orders[above].0.clone(),
        };
        let variance = |order: usize| match order.checked_sub(M) {
            None => of_values[order].clone(),
            Some(above) => highest.orders[above].1.clone(),
        };
        Self {
            smoothing,
            noise: outcome.noise(),
            derivatives: std::array::from_fn(derivative),
            variances: std::array::from_fn(variance),
            score: outcome.score(),
        }
    }
}

/// The spline and its derivatives below order `M`, with the covariances that Wahba (1983) gives them.
///
/// The spline is the mean, and these are the variances, of a process whose derivative of order `M` is white noise and of which
/// nothing is known beforehand (Wahba, 1978); a Kalman smoother computes both (Wecker and Ansley, 1983).
fn smoothed_states<const M: usize>(
    t: &[f64],
    x: &[f64],
    used: &[bool],
    smoothing: f64,
) -> [Vec<Vec<f64>>; 2] {
    let model = Model::of_ratio(M, 1.0 / smoothing);
    let smooth = model.smooth(&Series::plain(t, x, used), Wanted::States);
    [smooth.derivatives, smooth.variances]
}
