//! Positions whose velocity or acceleration has the least total variation.

use super::super::small_matrix::{
    Matrix, advance, from_left, from_right_transposed, sum, transition,
};
use super::pieces::{Innovation, UNKNOWN, diagonal, observe};
use super::rows::Rows;

/// The curve with the least ½Σ(x − f)² + Σᵢ wᵢ·Σ|jump of derivative i|, jumps at every row.
///
/// By re-weighted least squares: |c| lies below (c²/q + q)/2, and touches it at q = |c|. So each pass is a Kalman
/// smoother in which the jumps have variances q/w, linear in the rows and exact for any steps; a floor under q, halved
/// from pass to pass, keeps jumps that are small by now from being stuck there.
pub(super) struct Lasso<'a, const D: usize> {
    rows: &'a Rows,
    jumping: [bool; D],
    /// The variance of the jumps at each row, over that of the noise.
    variances: Vec<[f64; D]>,
    /// The jumps at each row.
    jumps: Vec<[f64; D]>,
    /// The slope of the squares in each jump, at most the weight where it is solved.
    slopes: Vec<[f64; D]>,
    innovations: Vec<Innovation<D>>,
}

const PASSES: usize = 20;

impl<'a, const D: usize> Lasso<'a, D> {
    /// Without any jumps yet.
    pub fn of(rows: &'a Rows, jumping: [bool; D]) -> Self {
        let count = rows.t.len();
        let mut lasso = Self {
            rows,
            jumping,
            variances: vec![[0.0; D]; count],
            jumps: vec![[0.0; D]; count],
            slopes: vec![[0.0; D]; count],
            innovations: Vec::with_capacity(count),
        };
        lasso.pass();
        lasso
    }

    /// Of a curve without jumps, the least weight of each derivative that has none.
    pub fn steepest(&self) -> [f64; D] {
        std::array::from_fn(|i| {
            self.slopes
                .iter()
                .map(|row| row[i].abs())
                .fold(0.0, f64::max)
        })
    }

    /// Comes from the jumps of other weights to those of these.
    pub fn solve(&mut self, weights: &[f64; D]) {
        let count = self.rows.t.len() as f64;
        let mut floors: [f64; D] = std::array::from_fn(|i| {
            let sum: f64 = self.jumps.iter().map(|jump| jump[i].abs()).sum();
            if sum > 0.0 { 8.0 * sum / count } else { 1.0 }
        });
        for _ in 0..PASSES {
            for (variances, jumps) in self.variances.iter_mut().zip(&self.jumps) {
                for i in (0..D).filter(|&i| self.jumping[i]) {
                    variances[i] = (jumps[i].hypot(floors[i]) / weights[i]).min(UNKNOWN);
                }
            }
            self.pass();
            floors = floors.map(|floor| 0.5 * floor);
        }
    }

    /// The jump of a derivative at a row, 0 where the penalty holds it there.
    pub fn jump(&self, row: usize, derivative: usize, weight: f64) -> f64 {
        // Without its floor a jump has the slope of the weight, or is 0.
        const HELD: f64 = 0.9;
        if self.slopes[row][derivative].abs() > HELD * weight {
            self.jumps[row][derivative]
        } else {
            0.0
        }
    }

    /// A smoother with the variances as they are: forwards the innovations, backwards the slopes (Bryson and Frazier, 1963).
    fn pass(&mut self) {
        let Rows { t, x } = self.rows;
        let mut mean = [0.0; D];
        let mut covariance: Matrix<D> = diagonal(|_| UNKNOWN);
        let mut previous = self.rows.ends().0;
        self.innovations.clear();
        for row in 0..t.len() {
            let phi = transition(t[row] - previous);
            previous = t[row];
            mean = advance(&phi, &mean);
            covariance = from_right_transposed(&phi, &from_left(&phi, &covariance));
            covariance = sum(&covariance, &diagonal(|i| self.variances[row][i]));
            let innovation = observe(&mut mean, &mut covariance, x[row]);
            self.innovations.push(innovation);
        }
        let mut slopes = [0.0; D];
        for row in (0..t.len()).rev() {
            let innovation = &self.innovations[row];
            let through: f64 = (0..D).map(|i| innovation.gain[i] * slopes[i]).sum();
            slopes[0] += innovation.value / innovation.variance - through;
            self.slopes[row] = slopes;
            self.jumps[row] = std::array::from_fn(|i| self.variances[row][i] * slopes[i]);
            if row > 0 {
                let phi = transition::<D>(t[row] - t[row - 1]);
                slopes = std::array::from_fn(|j| (0..=j).map(|i| phi[j - i] * slopes[i]).sum());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let t: Vec<f64> = (0..60)
            .map(|i| f64::from(i) + 0.3 * f64::from(i % 4))
            .collect();
        let bend = |t: f64| (0.7 * t).min(0.7 * 20.0 - 0.4 * (t - 20.0));
        let x = t
            .iter()
            .enumerate()
            .map(|(i, t)| bend(*t) + [0.3, -0.5, 0.2, 0.4, -0.4][i % 5]);
        Rows { x: x.collect(), t }
    }

    #[test]
    fn slopes_are_those_of_an_optimum() {
        let rows = rows();
        let mut lasso = Lasso::<2>::of(&rows, [false, true]);
        for share in [0.3, 0.03, 0.003] {
            let weight = share * Lasso::<2>::of(&rows, [false, true]).steepest()[1];
            lasso.solve(&[1.0, weight]);
            // None steeper than the weight, and as steep as that, the same way, where there is a jump.
            let steepest = lasso.steepest()[1];
            assert!(steepest <= 1.05 * weight, "{}", steepest / weight);
            let jumping = (0..60).filter(|&row| lasso.jump(row, 1, weight) != 0.0);
            assert!((1..40).contains(&jumping.count()));
            // Neighbors may still share a jump that will be one's: together they are near the optimum.
            let pairs = || lasso.slopes.iter().zip(&lasso.jumps);
            let along: f64 = pairs().map(|(slope, jump)| slope[1] * jump[1]).sum();
            let total: f64 = pairs().map(|(_, jump)| weight * jump[1].abs()).sum();
            assert!((along / total - 1.0).abs() < 0.03, "{}", along / total);
        }
    }

    #[test]
    fn no_jumps_above_the_steepest_slope() {
        let rows = rows();
        let mut lasso = Lasso::<2>::of(&rows, [false, true]);
        let weight = 1.2 * lasso.steepest()[1];
        lasso.solve(&[1.0, weight]);
        assert!((0..60).all(|row| lasso.jump(row, 1, weight) == 0.0));
    }
}
