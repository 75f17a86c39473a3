//! The gradient taken once, twice and three times, with the standard errors that noise gives it.

use super::Smoothed;
use super::samples::Samples;
use crate::{CalculusError, EdgeOrder, Spacing, fornberg_weights, gradient, noise};

const FEWEST: usize = 3;
// A row, and on either side one row more than the order of the jerk: at the ends a window lies to one side.
const WIDEST: usize = 9;

/// Velocity, acceleration and jerk by the three-point gradient, taken once, twice and three times, with the parabola through the
/// outermost three rows at the ends: no smoothing at all.
///
/// The standard error of a derivative is the noise of the positions times the root of the sum of the squares of the weights
/// with which positions go into it: three of them for the velocity, five for the acceleration, seven for the jerk. It does
/// not say how far the formula itself is off where the motion bends between rows. The noise is that of
/// [`noise()`](crate::noise()), NaN where it cannot be told, and the standard errors with it.
///
/// `t` increases. Rows without a position (NaN) are passed over: their neighbors reach across, they have no derivative. No
/// position counts as an outlier.
///
/// # Errors
/// [`CalculusError`] where lengths differ, timestamps do not increase, or fewer than 3 positions are there.
///
/// ```
/// use dxdt_calculus::smoothing::chained_gradient;
/// let t: Vec<f64> = (0..50).map(|i| 0.1 * f64::from(i)).collect();
/// // An error of ±0.01, as if at random.
/// let x: Vec<f64> = (0..50).map(|i| t[i] * t[i] + if i * i % 7 < 3 { 0.01 } else { -0.01 }).collect();
/// let fit = chained_gradient(&t, &x)?;
/// assert!((fit.derivatives[1][20] - 4.0).abs() < 0.11);
/// // √2·noise/2Δt
/// let expected = fit.noise * 2f64.sqrt() / 0.2;
/// assert!((fit.standard_errors[1][20] - expected).abs() < 1e-9);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn chained_gradient(t: &[f64], x: &[f64]) -> Result<Smoothed, CalculusError> {
    let samples = Samples::new(t, x, FEWEST)?;
    let rows: Vec<usize> = (0..x.len()).filter(|&i| x[i].is_finite()).collect();
    let t: Vec<f64> = rows.iter().map(|&row| samples.t[row]).collect();
    let mut values: Vec<f64> = rows.iter().map(|&row| samples.x[row]).collect();
    let deviation = noise(&values, Spacing::Coordinates(&t))?.unwrap_or(f64::NAN);
    let unknown = || std::array::from_fn(|_| vec![f64::NAN; x.len()]);
    let (mut derivatives, mut standard_errors): ([Vec<f64>; 4], [Vec<f64>; 4]) =
        (unknown(), unknown());
    let mut weights: Vec<Weights> = (0..rows.len()).map(Weights::of_itself).collect();
    let first = gradient_weights(&t)?;
    for order in 0..4 {
        if order > 0 {
            values = gradient(&values, Spacing::Coordinates(&t), EdgeOrder::Second)?;
            weights = composed(&first, &weights);
        }
        let unit = samples.unit_of(order);
        for ((&row, value), weights) in rows.iter().zip(&values).zip(&weights) {
            derivatives[order][row] = value * unit;
            standard_errors[order][row] = deviation * weights.norm() * unit;
        }
    }
    for &row in &rows {
        derivatives[0][row] = x[row];
    }
    Ok(Smoothed {
        derivatives,
        standard_errors,
        noise: deviation * samples.scale,
        outliers: Vec::new(),
    })
}

/// The weights with which values go into a derivative at a row, from the row `start` on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    pub start: usize,
    pub weights: [f64; WIDEST],
}

impl Weights {
    /// The value of a row.
    pub fn of_itself(row: usize) -> Self {
        let mut weights = [0.0; WIDEST];
        weights[0] = 1.0;
        Self {
            start: row,
            weights,
        }
    }

    /// The root of the sum of their squares: the standard error for unit noise.
    pub fn norm(&self) -> f64 {
        self.weights.iter().map(|w| w * w).sum::<f64>().sqrt()
    }
}

/// The weights of the gradient of edge order 2 at each row, three apiece.
pub(super) fn gradient_weights(t: &[f64]) -> Result<Vec<Weights>, CalculusError> {
    (0..t.len())
        .map(|row| {
            let start = row.saturating_sub(1).min(t.len().saturating_sub(3));
            let end = (start + 3).min(t.len());
            let mut weights = [0.0; WIDEST];
            for (slot, weight) in
                weights
                    .iter_mut()
                    .zip(fornberg_weights(t[row], &t[start..end], 1)?)
            {
                *slot = weight;
            }
            Ok(Weights { start, weights })
        })
        .collect()
}

/// The weights of the gradient of what other weights give.
pub(super) fn composed(outer: &[Weights], inner: &[Weights]) -> Vec<Weights> {
    outer
        .iter()
        .map(|outer| {
            let taken = outer.weights[..3]
                .iter()
                .zip(&inner[outer.start..inner.len().min(outer.start + 3)]);
            let start = taken
                .clone()
                .map(|(_, inner)| inner.start)
                .min()
                .unwrap_or(outer.start);
            let mut weights = [0.0; WIDEST];
            for (factor, inner) in taken {
                let shifted = weights[inner.start - start..].iter_mut();
                for (slot, weight) in shifted.zip(inner.weights) {
                    *slot += factor * weight;
                }
            }
            Weights { start, weights }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::smoothing::simulation::{Random, coverage, jittered};
    use proptest::prelude::*;

    #[test]
    fn composed_weights_give_the_chained_gradient() {
        let t = [0.0, 0.7, 1.0, 2.5, 3.0, 3.2, 4.4, 5.0, 6.1];
        let x = [1.0, -2.0, 0.5, 3.0, 2.0, -1.0, 0.0, 4.0, 1.0];
        let first = gradient_weights(&t).unwrap();
        let mut weights = first.clone();
        let mut values = x.to_vec();
        for order in 1..4 {
            values = gradient(&values, Spacing::Coordinates(&t), EdgeOrder::Second).unwrap();
            for (row, weights) in weights.iter().enumerate() {
                let sum: f64 = (weights.start..t.len())
                    .zip(weights.weights)
                    .map(|(i, weight)| weight * x[i])
                    .sum();
                let size = weights.norm();
                assert!(
                    (sum - values[row]).abs() < 1e-13 * size,
                    "order {order}, row {row}"
                );
            }
            weights = composed(&first, &weights);
        }
    }

    #[test]
    fn parabolas_are_exact_to_the_ends_and_missing_rows_are_passed_over() {
        let t = jittered(&mut Random(3), 40, 0.1);
        let mut x: Vec<f64> = t.iter().map(|t| 3.0 - t + 2.0 * t * t).collect();
        x[11] = f64::NAN;
        let fit = chained_gradient(&t, &x).unwrap();
        for row in (0..40).filter(|row| *row != 11) {
            assert!((fit.derivatives[1][row] - (4.0 * t[row] - 1.0)).abs() < 1e-10);
            assert!((fit.derivatives[2][row] - 4.0).abs() < 1e-8);
        }
        assert!(fit.derivatives.iter().all(|column| column[11].is_nan()));
    }

    #[test]
    fn standard_errors_cover_the_truth() {
        let [mut velocity, mut acceleration, mut jerk] = [0.0; 3];
        const SEEDS: u64 = 8;
        for seed in 1..=SEEDS {
            let mut random = Random(seed);
            let t = jittered(&mut random, 400, 0.01);
            let x: Vec<f64> = t.iter().map(|t| t.sin() + 0.02 * random.normal()).collect();
            let fit = chained_gradient(&t, &x).unwrap();
            velocity += coverage(&fit, 1, &t, |t| t.cos()) / SEEDS as f64;
            acceleration += coverage(&fit, 2, &t, |t| -t.sin()) / SEEDS as f64;
            jerk += coverage(&fit, 3, &t, |t| -t.cos()) / SEEDS as f64;
        }
        for share in [velocity, acceleration, jerk] {
            assert!((0.93..0.97).contains(&share), "{share}");
        }
    }

    proptest! {
        #[test]
        fn units_carry_through(
            values in prop::collection::vec(-3.0..3.0_f64, 5..40),
            scale in 0.01..100.0_f64,
            shift in -100.0..100.0_f64,
        ) {
            let t: Vec<f64> = (0..values.len()).map(|i| i as f64 + 0.3 * (i as f64).sin()).collect();
            let plain = chained_gradient(&t, &values).unwrap();
            let scaled_t: Vec<f64> = t.iter().map(|t| 60.0 * t + 1e3).collect();
            let scaled_x: Vec<f64> = values.iter().map(|x| scale * x + shift).collect();
            let scaled = chained_gradient(&scaled_t, &scaled_x).unwrap();
            for order in 1..4 {
                let unit = scale / 60f64.powi(order as i32);
                for row in 0..t.len() {
                    let near = |a: f64, b: f64| (a * unit - b).abs() <= 1e-8 * unit * (1.0 + 100.0 / scale);
                    prop_assert!(near(plain.derivatives[order][row], scaled.derivatives[order][row]));
                    prop_assert!(near(plain.standard_errors[order][row], scaled.standard_errors[order][row]));
                }
            }
        }
    }
}
