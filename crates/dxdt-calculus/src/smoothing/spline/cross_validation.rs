//! The smoothing parameter with which positions are predicted best by the others.

use super::super::blocks::blocks;
use super::super::minimum::lowest;
use super::penalised::{Outcome, Penalised};

// Of the inverse of the smoothing: from as much as double precision bears to none at steps of length 1.
const LOWEST: f64 = -30.0;
const HIGHEST: f64 = 16.0;
const COARSE: f64 = 2.0;
const REFINEMENTS: usize = 8;
// Long series are sounded out on this many rows, in a few blocks.
const ENOUGH_ROWS: usize = 24_000;
const BLOCKS: usize = 6;

impl Outcome {
    /// Craven and Wahba's score (1979), n·Σe²/(n − tr)².
    pub fn score(&self) -> f64 {
        if self.free > 0.0 {
            self.count * self.squares / (self.free * self.free)
        } else {
            f64::INFINITY
        }
    }

    /// The standard deviation of the noise: residuals over how many of them are free (Wahba, 1983).
    pub fn noise(&self) -> f64 {
        // Positions without any noise would have no scale to measure distances by.
        const LEAST: f64 = 1e-13;
        if self.free > 0.0 {
            (self.squares / self.free).sqrt().max(LEAST)
        } else {
            LEAST
        }
    }
}

/// The minimum of the score: the lowest on a coarse grid, made finer by golden sections.
pub(super) fn best_smoothing<const M: usize>(knots: &[f64], positions: &[f64]) -> f64 {
    let parts: Vec<Penalised<M>> = blocks(knots.len(), ENOUGH_ROWS, BLOCKS)
        .into_iter()
        .map(|part| Penalised::of(&knots[part.clone()], &positions[part]))
        .collect();
    let score = |logarithm: f64| {
        let outcomes = parts.iter().map(|part| part.outcome((-logarithm).exp()));
        let sum = outcomes.fold([0.0; 3], |sum, outcome| {
            [
                sum[0] + outcome.count,
                sum[1] + outcome.squares,
                sum[2] + outcome.free,
            ]
        });
        let [count, squares, free] = sum;
        let score = Outcome {
            count,
            squares,
            free,
        }
        .score();
        if score.is_finite() {
            score
        } else {
            f64::INFINITY
        }
    };
    // Where scores are the same, the first and smoothest.
    let within = |logarithm: f64| {
        if (LOWEST..=HIGHEST).contains(&logarithm) {
            score(logarithm)
        } else {
            f64::INFINITY
        }
    };
    (-lowest([LOWEST, HIGHEST], COARSE, REFINEMENTS, within).0).exp()
}
