//! The mean of the fits of several candidates, by how well each foretells positions from the others.

use super::candidate::Candidate;
use super::choose::Found;
use super::jumps::spread_jumps;
use super::positions::Positions;
use super::smooth::{Smooth, Wanted};

/// A curve and its derivatives to the jerk.
#[derive(Debug, Clone)]
pub(super) struct Curve {
    pub derivatives: Vec<Vec<f64>>,
    /// Their variances.
    pub variances: Vec<Vec<f64>>,
    /// The variance of the positions' noise.
    pub noise: f64,
    /// How much each candidate counts; together 1.
    pub weights: Vec<f64>,
    /// The first candidate, with what it assumes of each row.
    pub best: Candidate,
}

pub(super) const ORDERS: usize = 4;
// What counts for less is left out.
const LEAST_WEIGHT: f64 = 0.03;
// What only has a derivative that the others do not have.
const HARDLY: f64 = 1e-9;

impl Curve {
    /// The mean of candidates in the order of their scores, each counting by exp(−score/2). Variances have the error of each
    /// fit and how far the fits are apart. A derivative that none of them has is that of the best that has it.
    pub fn mean(found: &Found) -> Self {
        let positions = &found.positions;
        let weights = weights(&found.candidates);
        let mut sums = Sums::of(positions.t.len());
        let mut best = None;
        for (candidate, weight) in found.candidates.iter().zip(&weights) {
            if *weight == 0.0 && !sums.lacks(candidate.model.states) {
                continue;
            }
            let (candidate, fit) = found.smoothed(candidate);
            let weight = weight.max(HARDLY);
            let others = other_lengths(&candidate, positions);
            let of_others: f64 = others.iter().map(|(share, _)| share).sum();
            sums.add(weight / (1.0 + of_others), &fit, &candidate, positions);
            for (share, other) in &others {
                let mut fit = other.smooth(positions, Wanted::States);
                spread_jumps(other, &mut fit, positions);
                sums.add(weight * share / (1.0 + of_others), &fit, other, positions);
            }
            best.get_or_insert(candidate);
        }
        sums.mean(weights, best.unwrap_or_else(|| found.candidates[0].clone()))
    }

    /// That of the first candidate alone.
    pub fn of(found: &Found) -> Self {
        let positions = &found.positions;
        let (candidate, fit) = found.smoothed(&found.candidates[0]);
        let mut sums = Sums::of(positions.t.len());
        sums.add(1.0, &fit, &candidate, positions);
        sums.mean(vec![1.0], candidate)
    }
}

/// Scores of few rows say less about which candidate is right: they count as if so many rows more told the candidates alike.
const FEW: f64 = 20.0;

fn weights(candidates: &[Candidate]) -> Vec<f64> {
    let best = candidates.first().map_or(0.0, |best| best.score);
    let raw = candidates.iter().enumerate().map(|(at, candidate)| {
        let told = 1.0 / (1.0 + FEW / candidate.used.len() as f64);
        let weight = (-0.5 * told * (candidate.score - best)).exp();
        // Where no score is known, the first counts.
        if at == 0 { 1.0 } else { weight }
    });
    let kept: Vec<f64> = raw
        .map(|weight| if weight >= LEAST_WEIGHT { weight } else { 0.0 })
        .collect();
    let total: f64 = kept.iter().sum();
    kept.into_iter().map(|weight| weight / total).collect()
}

/// A candidate with lengths to either side, and how likely they are beside it: what is found on few rows is not sure.
fn other_lengths(candidate: &Candidate, positions: &Positions) -> Vec<(f64, Candidate)> {
    const STEP: f64 = 0.3;
    // In standard deviations, so that three have the variance of all.
    const AWAY: f64 = 1.6;
    const FARTHEST: f64 = 0.8;
    const SURE: f64 = 0.05;
    const LEAST: f64 = 0.02;
    // Of more rows, it is sure.
    const MOST_ROWS: usize = 5_000;
    if positions.t.len() > MOST_ROWS {
        return Vec::new();
    }
    let at = |change: f64| {
        let mut other = candidate.clone();
        other.model.log_length += change;
        let deviance = other.deviance(positions);
        (deviance, other)
    };
    let (here, _) = at(0.0);
    let bend = (at(-STEP).0 + at(STEP).0 - 2.0 * here) / (STEP * STEP);
    let spread = if bend > 0.0 {
        (2.0 / bend).sqrt()
    } else {
        FARTHEST
    };
    let mut others = Vec::new();
    if spread > SURE {
        let away = (AWAY * spread).min(FARTHEST);
        for (deviance, other) in [at(-away), at(away)] {
            let share = (0.5 * (here - deviance)).exp().min(1.0);
            if share > LEAST {
                others.push((share, other));
            }
        }
    }
    others
}

/// Weighted sums of each derivative, row by row.
struct Sums {
    values: Vec<Vec<f64>>,
    squares: Vec<Vec<f64>>,
    variances: Vec<Vec<f64>>,
    weights: [f64; ORDERS],
    noise: f64,
}

impl Sums {
    fn of(rows: usize) -> Self {
        let zeros = || vec![vec![0.0; rows]; ORDERS];
        Self {
            values: zeros(),
            squares: zeros(),
            variances: zeros(),
            weights: [0.0; ORDERS],
            noise: 0.0,
        }
    }

    /// Whether there is no derivative yet that a candidate of so many states has.
    fn lacks(&self, states: usize) -> bool {
        self.weights[..states.min(ORDERS)].contains(&0.0)
    }

    fn add(&mut self, weight: f64, fit: &Smooth, candidate: &Candidate, positions: &Positions) {
        let noise = fit.likelihood.variance(positions.least_noise);
        self.noise += weight * noise;
        for order in 0..ORDERS.min(candidate.model.states) {
            self.weights[order] += weight;
            let columns = fit.derivatives[order].iter().zip(&fit.variances[order]);
            for (row, (value, variance)) in columns.enumerate() {
                self.values[order][row] += weight * value;
                self.squares[order][row] += weight * value * value;
                self.variances[order][row] += weight * noise * variance;
            }
        }
    }

    fn mean(mut self, weights: Vec<f64>, best: Candidate) -> Curve {
        for order in 0..ORDERS {
            let total = self.weights[order];
            for row in 0..self.values[order].len() {
                let mean = self.values[order][row] / total;
                let apart = (self.squares[order][row] / total - mean * mean).max(0.0);
                self.values[order][row] = mean;
                self.variances[order][row] = self.variances[order][row] / total + apart;
            }
        }
        Curve {
            derivatives: self.values,
            variances: self.variances,
            noise: self.noise / self.weights[0],
            weights,
            best,
        }
    }
}
