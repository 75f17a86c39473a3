//! Knots where they fit best, and no more of them than the positions ask for.

use super::super::small_matrix::Matrix;
use super::pieces::{Knot, Pieces};
use super::rows::Rows;

/// A curve's knots and how well it fits.
#[derive(Debug, Clone)]
pub(super) struct Fitted {
    pub knots: Vec<Knot>,
    /// The sum of the squared residuals.
    pub squares: f64,
}

// Steps of Gauss and Newton between one knot left out and the next, and at the end.
const STEPS: usize = 2;
const LAST_STEPS: usize = 12;

/// Moves knots to where they fit best and leaves out those that are not worth their parameters, until all are.
///
/// A knot is worth the growth of the squared residuals where the pieces beside it become one; it stays where that is
/// more than the logarithm of the rows times the variance of the noise for each of its parameters (Schwarz, 1978).
pub(super) fn pruned<const D: usize>(rows: &Rows, mut knots: Vec<Knot>) -> Fitted {
    let count = rows.t.len() as f64;
    let mut steps = STEPS;
    loop {
        knots = moved::<D>(rows, knots, steps);
        let fit = Pieces::<D>::fit(rows, &knots, true);
        let squares = fit.squares(rows, &knots).max(least_squares(count));
        let parameters: f64 = knots.iter().map(Knot::parameters).sum();
        let variance = squares / (count - D as f64 - parameters).max(1.0);
        let price = variance * count.ln();
        let worths: Vec<f64> = (0..knots.len())
            .map(|at| {
                let (knot, jump) = (&knots[at], &fit.jumps[at]);
                let growth = growth(&jump.size, &jump.covariance, knot.lowest - 1..=knot.highest);
                let worth = growth / (price * knot.parameters());
                // Pieces of few rows fit anything.
                if is_crowded::<D>(rows, &knots, at) {
                    worth.min(1.0) * 1e-9
                } else {
                    worth
                }
            })
            .collect();
        let kept: Vec<Knot> = (0..knots.len())
            .filter(|&at| !is_least_worth(&worths, at))
            .map(|at| knots[at])
            .collect();
        if kept.len() < knots.len() {
            knots = kept;
            steps = STEPS;
            continue;
        }
        let mut simpler = false;
        for (knot, jump) in knots.iter_mut().zip(&fit.jumps) {
            if D > 2 && knot.lowest == 1 && knot.highest == 2 {
                if growth(&jump.size, &jump.covariance, 2..=2) < price {
                    knot.highest = 1;
                    simpler = true;
                } else if growth(&jump.size, &jump.covariance, 0..=1) < 2.0 * price {
                    knot.lowest = 2;
                    simpler = true;
                }
            }
        }
        if simpler {
            steps = STEPS;
        } else if steps == STEPS {
            steps = LAST_STEPS;
        } else {
            let squares = Pieces::<D>::fit_twice(rows, &knots).squares(rows, &knots);
            return Fitted { knots, squares };
        }
    }
}

/// What is left of squares where there is no noise at all.
pub(super) fn least_squares(count: f64) -> f64 {
    1e-26 * count
}

/// Not worth it, and less so than its neighbors: those are judged anew without it. What is not a number is worth nothing.
fn is_least_worth(worths: &[f64], at: usize) -> bool {
    let worth = |at: Option<usize>| {
        let worth = at.and_then(|at| worths.get(at)).copied();
        worth.map_or(f64::INFINITY, |worth| worth.max(0.0))
    };
    let here = worth(Some(at));
    here < 1.0 && here <= worth(at.checked_sub(1)) && here < worth(Some(at + 1))
}

/// Whether a piece beside the knot has fewer than two rows for each of its coefficients.
fn is_crowded<const D: usize>(rows: &Rows, knots: &[Knot], at: usize) -> bool {
    let row = |at: usize| rows.t.partition_point(|&t| t < knots[at].at);
    let start = if at == 0 { 0 } else { row(at - 1) };
    let end = if at + 1 < knots.len() {
        row(at + 1)
    } else {
        rows.t.len()
    };
    let here = row(at);
    here.saturating_sub(start).min(end.saturating_sub(here)) < 2 * D
}

/// The growth of the squared residuals where some of the jumps are not allowed: dᵀC⁻¹d.
fn growth<const D: usize>(
    size: &[f64; D],
    covariance: &Matrix<D>,
    jumps: std::ops::RangeInclusive<usize>,
) -> f64 {
    let mut factor = [[0.0; D]; D];
    let mut whitened = [0.0; D];
    let mut sum = 0.0;
    let first = *jumps.start();
    for i in jumps {
        for j in first..=i {
            let known: f64 = (first..j).map(|k| factor[i][k] * factor[j][k]).sum();
            let rest = covariance[i][j] - known;
            factor[i][j] = if i == j {
                rest.max(1e-14 * covariance[i][i])
                    .max(f64::MIN_POSITIVE)
                    .sqrt()
            } else {
                rest / factor[j][j]
            };
        }
        let known: f64 = (first..i).map(|k| factor[i][k] * whitened[k]).sum();
        whitened[i] = (size[i] - known) / factor[i][i];
        sum += whitened[i] * whitened[i];
    }
    sum
}

/// Steps of Gauss and Newton: where a knot is late by δ, the derivative below the one that jumps by c lacks −cδ.
fn moved<const D: usize>(rows: &Rows, mut knots: Vec<Knot>, steps: usize) -> Vec<Knot> {
    // Of the way to the next knot, so that none passes another.
    const LONGEST: f64 = 0.4;
    // After this many, two intervals between rows may each point to the other.
    const UNDAMPED: usize = 4;
    const NEAR: f64 = 1e-6;
    let ends = rows.ends();
    for step in 0..steps {
        let fit = Pieces::<D>::fit(rows, &knots, true);
        let old: Vec<f64> = knots.iter().map(|knot| knot.at).collect();
        let damping = if step < UNDAMPED { 1.0 } else { 0.5 };
        let mut longest: f64 = 0.0;
        for (at, (knot, jump)) in knots.iter_mut().zip(&fit.jumps).enumerate() {
            let by = -jump.size[knot.lowest - 1] / jump.size[knot.lowest];
            if !by.is_finite() {
                continue;
            }
            let left = at.checked_sub(1).map_or(ends.0, |before| old[before]);
            let right = old.get(at + 1).copied().unwrap_or(ends.1);
            let by = by
                .max(LONGEST * (left - old[at]))
                .min(LONGEST * (right - old[at]));
            knot.at += damping * by;
            longest = longest.max(by.abs());
        }
        if longest < NEAR {
            break;
        }
    }
    knots
}
