//! What the backward pass finds.

use std::ops::Range;

use super::likelihood::Likelihood;

/// A smoothed series, in the units of the samples.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Smooth {
    /// The state at each timestamp, derivative by derivative.
    pub derivatives: Vec<Vec<f64>>,
    /// Their variances over that of the noise.
    pub variances: Vec<Vec<f64>>,
    pub likelihood: Likelihood,
    /// Of each row, the error of its position as the others foretell it, and the variance of that over the noise's; NaN
    /// where there is no position.
    pub left_out_errors: Vec<f64>,
    pub left_out_variances: Vec<f64>,
    /// Of each step, the square that its noise has in units of what was assumed, and what share of it the positions tell.
    pub step_squares: Vec<f64>,
    pub step_shares: Vec<f64>,
    /// Of each step, how much a jump of the position, and one of the velocity, would explain (a square over that of the
    /// noise), and its size.
    pub jump_squares: [Vec<f64>; 2],
    pub jumps: [Vec<f64>; 2],
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Wanted {
    /// The errors of positions as the others foretell them.
    Errors,
    /// These, and what is told of steps.
    Steps,
    /// Derivatives and their variances alone.
    States,
    /// Both, in one pass.
    ErrorsAndStates,
}

impl Wanted {
    pub fn has_states(self) -> bool {
        matches!(self, Self::States | Self::ErrorsAndStates)
    }
}

impl Smooth {
    pub fn of(rows: usize, states: usize, wanted: Wanted) -> Self {
        let steps = if wanted == Wanted::Steps {
            rows.saturating_sub(1)
        } else {
            0
        };
        let of_states = if wanted.has_states() { rows } else { 0 };
        Self {
            derivatives: vec![vec![0.0; of_states]; states],
            variances: vec![vec![0.0; of_states]; states],
            likelihood: Likelihood::default(),
            left_out_errors: vec![f64::NAN; rows],
            left_out_variances: vec![f64::NAN; rows],
            step_squares: vec![0.0; steps],
            step_shares: vec![0.0; steps],
            jump_squares: [0, 1].map(|_| vec![0.0; steps]),
            jumps: [0, 1].map(|_| vec![0.0; steps]),
        }
    }

    /// Puts a part of a series into the columns of the whole.
    pub fn put(&mut self, rows: Range<usize>, part: &Self) {
        let put = |to: &mut Vec<f64>, from: &Vec<f64>| {
            if !to.is_empty() {
                to[rows.start..rows.start + from.len()].copy_from_slice(from);
            }
        };
        for (to, from) in self.derivatives.iter_mut().zip(&part.derivatives) {
            put(to, from);
        }
        for (to, from) in self.variances.iter_mut().zip(&part.variances) {
            put(to, from);
        }
        put(&mut self.left_out_errors, &part.left_out_errors);
        put(&mut self.left_out_variances, &part.left_out_variances);
        put(&mut self.step_squares, &part.step_squares);
        put(&mut self.step_shares, &part.step_shares);
        for order in 0..2 {
            put(&mut self.jump_squares[order], &part.jump_squares[order]);
            put(&mut self.jumps[order], &part.jumps[order]);
        }
        self.likelihood = self.likelihood.with(&part.likelihood);
    }
}
