//! Butterworth's low-pass filter, forward and backward, as biomechanics uses it.

mod butterworth;
mod grid;
mod noise_gain;
mod residual_analysis;
#[cfg(test)]
mod tests;

use super::Smoothed;
use super::in_units::FittedOrder;
use super::outliers;
use super::samples::Samples;
use crate::{CalculusError, EdgeOrder, Spacing, gradient};
use butterworth::Butterworth;
use grid::Grid;
use noise_gain::NoiseGain;

/// What is fixed of a low-pass filter; the rest is found from the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LowPassOptions {
    /// The frequency of which 1/√2 of the amplitude is let through, in cycles a unit of the timestamps: hertz where those are
    /// seconds.
    pub cutoff: Option<f64>,
    /// Positions that do not fit the others are left out.
    pub robust: bool,
}

impl Default for LowPassOptions {
    /// The cutoff from the data, outliers left out.
    fn default() -> Self {
        Self {
            cutoff: None,
            robust: true,
        }
    }
}

/// A low-pass filter's result and what it found.
#[derive(Debug, Clone, PartialEq)]
pub struct LowPassFit {
    /// The curve and its derivatives.
    pub smoothed: Smoothed,
    /// The cutoff, as [`LowPassOptions::cutoff`].
    pub cutoff: f64,
    /// The even step of the timestamps that were filtered.
    pub step: f64,
    /// The generalized cross-validation score in the squared unit of the positions: how well, on average, a position is
    /// predicted by the others.
    pub score: f64,
}

const FEWEST: usize = 6;

/// Position, velocity, acceleration and jerk of noisy positions by a Butterworth low-pass filter of the second order run
/// forward and backward, so that nothing is late, and central differences after it.
///
/// This is the customary way of biomechanics (Winter, *Biomechanics and Motor Control of Human Movement*): the cutoff is that of
/// both passes together, and where it is not given it comes from Winter's residual analysis, which sets the signal cut off
/// equal to the noise let through. The derivatives are the gradient of the filtered positions, taken once, twice and three
/// times.
///
/// A filter needs even timestamps. Positions are brought to the median step by cubics through the four positions around each
/// row, those nearer than half a step taken together, and the results brought back in the same way; across a gap this is a
/// guess. At the ends the series is continued turned about its first and its last position, so that straight lines pass
/// unchanged, but the acceleration tends to 0 there, and the first and last position keep their noise. Positions further
/// than four standard deviations from the curve through the others are left out, and the filter is run again until none is
/// left.
///
/// Standard errors are the noise, from the residuals, times what the filter and the differences leave of it. With a given
/// cutoff they do not say what of the motion was cut off; with that of the residual analysis, which holds it to be as much as
/// the noise let through, they count it as such and are √2 times as large. They take the noise to be white and the timestamps
/// to be even.
///
/// `t` increases; NaN in `x` is a missing position and is filled in, but not before the first and after the last position,
/// where only a straight line for the position is given. A cutoff from half a cycle a step upwards filters nothing. Time and
/// memory are linear in the rows.
///
/// # Errors
/// [`CalculusError`] where lengths differ, timestamps do not increase, fewer than 6 positions are there, or `options.cutoff` is
/// not larger than 0.
///
/// ```
/// use dxdt_calculus::smoothing::{LowPassOptions, low_pass};
/// let t: Vec<f64> = (0..200).map(|i| 0.05 * f64::from(i)).collect();
/// // x = sin t with errors of 0.02 and −0.01.
/// let x: Vec<f64> = t.iter().enumerate().map(|(i, t)| t.sin() + if i % 3 == 0 { 0.02 } else { -0.01 }).collect();
/// let fit = low_pass(&t, &x, &LowPassOptions { cutoff: Some(1.0), robust: false })?;
/// assert!((fit.smoothed.derivatives[1][100] - t[100].cos()).abs() < 0.02);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn low_pass(
    t: &[f64],
    x: &[f64],
    options: &LowPassOptions,
) -> Result<LowPassFit, CalculusError> {
    let samples = Samples::new(t, x, FEWEST)?;
    if let Some(given) = options
        .cutoff
        .filter(|cutoff| cutoff.is_nan() || *cutoff <= 0.0)
    {
        return Err(CalculusError::Cutoff { given });
    }
    let cutoff = options.cutoff.map(|cutoff| cutoff * samples.step);
    let fit = |used: &[bool]| Filtered::of(&samples, used, cutoff);
    let (fit, used) = outliers::without_outliers(&samples, options.robust, fit, curve_of);
    let derivatives = fit.derivatives(&samples.t)?;
    let variances = fit.variances(&samples.t)?;
    let order = |order: usize| {
        Some(FittedOrder {
            values: &derivatives[order],
            variances: &variances[order],
            noise: fit.noise,
        })
    };
    Ok(LowPassFit {
        smoothed: samples.in_units(std::array::from_fn(order), fit.noise, &used),
        cutoff: fit.cutoff / samples.step,
        step: fit.grid.step * samples.step,
        score: fit.score * samples.scale * samples.scale,
    })
}

/// The samples filtered, in their units.
#[derive(Debug)]
struct Filtered {
    grid: Grid,
    /// The filtered positions of the grid's rows.
    filtered: Vec<f64>,
    /// In cycles a step of the samples.
    cutoff: f64,
    filter: Option<Butterworth>,
    /// The mean square of noise and signal cut off over that of the noise alone.
    inflation: f64,
    /// Rows of the grid over positions.
    density: f64,
    /// At every timestamp.
    curve: Vec<f64>,
    shares: Vec<f64>,
    noise: f64,
    score: f64,
}

fn curve_of(fit: &Filtered) -> (&[f64], &[f64]) {
    (&fit.curve, &fit.shares)
}

impl Filtered {
    fn of(samples: &Samples, used: &[bool], cutoff: Option<f64>) -> Self {
        let rows: Vec<usize> = (0..used.len())
            .filter(|&row| used[row] && !samples.x[row].is_nan())
            .collect();
        let pick = |column: &[f64]| rows.iter().map(|&row| column[row]).collect::<Vec<f64>>();
        let grid = Grid::of(&pick(&samples.t), &pick(&samples.x));
        let a_row = cutoff.map_or_else(
            || residual_analysis::cutoff(&grid.values),
            |cutoff| cutoff * grid.step,
        );
        let filter = (a_row < 0.5).then(|| Butterworth::with_cutoff(a_row));
        let filtered =
            filter.map_or_else(|| grid.values.clone(), |filter| filter.filter(&grid.values));
        let curve = prolonged(&grid, &filtered, &samples.t);
        let density = (grid.values.len() as f64 / rows.len() as f64).max(1.0);
        let (own_weight, squares_of_weights) = filter.map_or((1.0, 1.0), |filter| {
            let weights = filter.weights(filter.reach(grid.values.len()));
            let beside: f64 = weights[1..].iter().map(|w| w * w).sum();
            (weights[0], weights[0] * weights[0] + 2.0 * beside)
        });
        let share = (density * own_weight).min(1.0);
        // Of unit noise a residual keeps 1 − 2h + Σw².
        let kept = 1.0 - 2.0 * share + (density * squares_of_weights).min(1.0);
        let squares: f64 = rows
            .iter()
            .map(|&row| (samples.x[row] - curve[row]).powi(2))
            .sum();
        let mean_square = squares / rows.len() as f64;
        let free = 1.0 - share;
        Self {
            filtered,
            cutoff: a_row / grid.step,
            filter,
            inflation: if cutoff.is_some() { 1.0 } else { 2.0 },
            density,
            shares: samples
                .t
                .iter()
                .map(|t| share + uncertainty_beyond(grid.outside(*t)))
                .collect(),
            curve,
            noise: if kept > 0.0 {
                (mean_square / kept).sqrt()
            } else {
                0.0
            },
            score: if free > 0.0 {
                mean_square / (free * free)
            } else {
                f64::INFINITY
            },
            grid,
        }
    }

    /// Position to jerk at timestamps.
    fn derivatives(&self, stamps: &[f64]) -> Result<[Vec<f64>; 4], CalculusError> {
        let mut derivatives: [Vec<f64>; 4] = std::array::from_fn(|_| Vec::new());
        let mut column = self.filtered.clone();
        for (order, out) in derivatives.iter_mut().enumerate() {
            *out = match order {
                0 => self.curve.clone(),
                _ => {
                    let spacing = Spacing::Uniform(self.grid.step);
                    column = gradient(&column, spacing, EdgeOrder::Second)?;
                    self.grid.back(&column, stamps)
                }
            };
        }
        Ok(derivatives)
    }

    /// Their variances over that of the noise.
    fn variances(&self, stamps: &[f64]) -> Result<[Vec<f64>; 4], CalculusError> {
        let unknown = || vec![f64::NAN; stamps.len()];
        let Some(filter) = &self.filter else {
            return Ok(std::array::from_fn(|_| unknown()));
        };
        let rows = self.filtered.len();
        let gain = NoiseGain::of(filter, rows)?;
        Ok(std::array::from_fn(|order| {
            let unit = self.inflation * self.density / self.grid.step.powi(2 * order as i32);
            let at = |stamp: &f64| {
                if self.grid.outside(*stamp) > 0.0 {
                    return f64::NAN;
                }
                let place = (stamp - self.grid.start) / self.grid.step;
                let distance = place.min((rows - 1) as f64 - place);
                unit * gain.variance(order, distance.max(0.0))
            };
            stamps.iter().map(at).collect()
        }))
    }
}

/// A bound on the variance, over that of the noise, of the line through two positions some steps further on.
fn uncertainty_beyond(steps: f64) -> f64 {
    if steps > 0.0 {
        (1.0 + 2.0 * steps).powi(2)
    } else {
        0.0
    }
}

/// The filtered positions at timestamps, and beyond the ends the line through the two outermost rows.
fn prolonged(grid: &Grid, filtered: &[f64], stamps: &[f64]) -> Vec<f64> {
    let last = filtered.len() - 1;
    let mut curve = grid.back(filtered, stamps);
    for (value, stamp) in curve.iter_mut().zip(stamps) {
        if value.is_nan() {
            let steps = grid.outside(*stamp);
            *value = if *stamp < grid.start {
                filtered[0] + steps * (filtered[0] - filtered[1])
            } else {
                filtered[last] + steps * (filtered[last] - filtered[last - 1])
            };
        }
    }
    curve
}
