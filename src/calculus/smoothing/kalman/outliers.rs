//! Positions that do not fit the others: found by their distance from the curve through the rest.

use super::super::samples::{Samples, median};
use super::fit::Fit;

// Of a normal distribution one in 16,000 is so far out.
const FAR: f64 = 4.0;
// Before any fit only what is plainly wrong is left out; the fits may take it back.
const PLAINLY_FAR: f64 = 8.0;

/// Rows that may be used for a first fit: those near the line through the medians of their neighbours.
pub(super) fn plausible(samples: &Samples) -> Vec<bool> {
    const HALF_WIDTH: usize = 3;
    let present: Vec<usize> = (0..samples.x.len())
        .filter(|&row| !samples.x[row].is_nan())
        .collect();
    let x: Vec<f64> = present.iter().map(|&row| samples.x[row]).collect();
    let distances: Vec<f64> = (0..x.len())
        .map(|at| {
            let start = at.saturating_sub(HALF_WIDTH);
            let end = (at + HALF_WIDTH + 1).min(x.len());
            x[at] - median(x[start..end].to_vec())
        })
        .collect();
    let typical = median(distances.iter().map(|d| d.abs()).collect());
    let mut used = vec![true; samples.x.len()];
    for (at, &row) in present.iter().enumerate() {
        // A curve that bends has long distances in a row; an outlier stands alone.
        let beside = |other: Option<&f64>| other.map_or(0.0, |d| d.abs());
        let neighbours = beside(at.checked_sub(1).and_then(|before| distances.get(before)))
            .max(beside(distances.get(at + 1)));
        used[row] = distances[at].abs() <= PLAINLY_FAR * typical.max(neighbours);
    }
    used
}

/// Rows whose position lies within four standard deviations of what the others say.
pub(super) fn fitting(samples: &Samples, fit: &Fit, used: &[bool]) -> Vec<bool> {
    // The variance of a residual is 1 − h where the position took part in the fit, 1 + h where it did not.
    let standardised: Vec<f64> = (0..samples.x.len())
        .map(|row| {
            let share = fit.variances[0][row];
            let variance = if used[row] {
                (1.0 - share).max(1e-6)
            } else {
                1.0 + share
            };
            (samples.x[row] - fit.derivatives[0][row]).abs() / variance.sqrt()
        })
        .collect();
    let of_used: Vec<f64> = standardised
        .iter()
        .zip(used)
        .filter(|(value, used)| **used && !value.is_nan())
        .map(|(value, _)| *value)
        .collect();
    // The median magnitude of a normal distribution is 0.6745 standard deviations.
    let noise = (median(of_used) / 0.674_489_750_196_081_7).max(1e-13);
    standardised
        .iter()
        .map(|value| value.is_nan() || *value <= FAR * noise)
        .collect()
}
