//! The polynomial that a smoothing spline leaves as it is, taken away before and added after.

use super::super::samples::Samples;
use super::super::small_matrix::{Matrix, solve};

/// A polynomial with `M` terms in a variable that runs from −1 to 1.
#[derive(Debug)]
pub(super) struct Trend<const M: usize> {
    middle: f64,
    half: f64,
    terms: [f64; M],
}

impl<const M: usize> Trend<M> {
    /// Fitted by least squares to the samples that are used.
    pub fn of(samples: &Samples, used: &[bool]) -> Self {
        let (first, last) = (samples.t[0], samples.t[samples.t.len() - 1]);
        let (middle, half) = (0.5 * (first + last), 0.5 * (last - first));
        let (mut left, mut right): (Matrix<M>, Matrix<M>) = ([[0.0; M]; M], [[0.0; M]; M]);
        for (row, _) in used.iter().enumerate().filter(|(_, used)| **used) {
            let (u, x) = ((samples.t[row] - middle) / half, samples.x[row]);
            if x.is_nan() {
                continue;
            }
            let powers = powers::<M>(u);
            for i in 0..M {
                right[i][0] += powers[i] * x;
                for j in 0..M {
                    left[i][j] += powers[i] * powers[j];
                }
            }
        }
        let solution = solve(&left, &right);
        Self {
            middle,
            half,
            terms: std::array::from_fn(|i| solution[i][0]),
        }
    }

    /// Its derivative of an order at a timestamp.
    pub fn at(&self, t: f64, order: usize) -> f64 {
        let powers = powers::<M>((t - self.middle) / self.half);
        let derivative: f64 = (order..M)
            .map(|k| {
                let factor: f64 = (k + 1 - order..=k).map(|n| n as f64).product();
                self.terms[k] * factor * powers[k - order]
            })
            .sum();
        derivative / self.half.powi(order as i32)
    }
}

fn powers<const M: usize>(u: f64) -> [f64; M] {
    let mut powers = [1.0; M];
    for k in 1..M {
        powers[k] = powers[k - 1] * u;
    }
    powers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_is_its_own_trend() {
        let t = [3.0, 4.0, 6.0, 7.0, 9.0];
        let x = t.map(|t| 1.0 - 2.0 * t + 0.5 * t * t);
        let samples = Samples::new(&t, &x, 3).unwrap();
        let trend = Trend::<3>::of(&samples, &[true, true, false, true, true]);
        for row in 0..5 {
            let found = samples.position(trend.at(samples.t[row], 0));
            assert!((found - x[row]).abs() < 1e-11);
            let slope = trend.at(samples.t[row], 1) * samples.unit_of(1);
            assert!((slope - (t[row] - 2.0)).abs() < 1e-11);
            assert!((trend.at(samples.t[row], 2) * samples.unit_of(2) - 1.0).abs() < 1e-11);
        }
    }
}
