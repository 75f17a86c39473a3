//! Positions that do not fit the others: found by their distance from the curve through the rest.

use super::samples::{Samples, median};

// Of a normal distribution one in 16,000 is so far out.
const FAR: f64 = 4.0;
// Of positions, one in so many may be an outlier.
const MOST_LEFT_OUT: usize = 5;
// Before any fit only what is plainly wrong is left out; the fits may take it back.
const PLAINLY_FAR: f64 = 8.0;
const MOST_ROUNDS: usize = 6;

/// Rows that may be used for a first fit: those near the line through the medians of their neighbors.
fn plausible(samples: &Samples) -> Vec<bool> {
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
///
/// `fitted` is the curve, `shares` the variance of each of its positions over that of the noise (the diagonal of the
/// smoother for rows that took part in it).
fn fitting(samples: &Samples, fitted: &[f64], shares: &[f64], used: &[bool]) -> Vec<bool> {
    // The variance of a residual is 1 − h where the position took part in the fit, 1 + h where it did not.
    let standardised: Vec<f64> = (0..samples.x.len())
        .map(|row| {
            let share = shares[row];
            let variance = if used[row] {
                (1.0 - share).max(1e-6)
            } else {
                1.0 + share
            };
            (samples.x[row] - fitted[row]).abs() / variance.sqrt()
        })
        .collect();
    let of_used: Vec<f64> = standardised
        .iter()
        .zip(used)
        .filter(|(value, used)| **used && !value.is_nan())
        .map(|(value, _)| *value)
        .collect();
    // The median magnitude of a normal distribution is 0.6745 standard deviations.
    let noise = (median(of_used) / 0.674_489_750_196_081_7)
        .max(samples.rounding)
        .max(1e-13);
    standardised
        .iter()
        .map(|value| value.is_nan() || *value <= FAR * noise)
        .collect()
}

/// Fits, leaves out what does not fit, and fits again until nothing changes; gives the fit and the rows that it used.
pub(super) fn without_outliers<F>(
    samples: &Samples,
    robust: bool,
    fit: impl Fn(&[bool]) -> F,
    curve_of: fn(&F) -> (&[f64], &[f64]),
) -> (F, Vec<bool>) {
    if !robust {
        let used = vec![true; samples.x.len()];
        return (fit(&used), used);
    }
    let mut used = plausible(samples);
    let mut fitted = fit(&used);
    for _ in 0..MOST_ROUNDS {
        let (curve, shares) = curve_of(&fitted);
        let now = fitting(samples, curve, shares, &used);
        if now == used {
            break;
        }
        used = now;
        fitted = fit(&used);
    }
    let present = samples.x.iter().filter(|x| !x.is_nan()).count();
    let left_out = used
        .iter()
        .zip(&samples.x)
        .filter(|(used, x)| !**used && !x.is_nan())
        .count();
    if MOST_LEFT_OUT * left_out > present {
        // What so many positions do is the motion, and the noise was taken for too small.
        let all = vec![true; samples.x.len()];
        return (fit(&all), all);
    }
    (fitted, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(x: &[f64]) -> Samples {
        let t: Vec<f64> = (0..x.len()).map(|i| i as f64).collect();
        Samples::new(&t, x, 2).unwrap()
    }

    #[test]
    fn what_stands_alone_is_not_plausible() {
        let mut x: Vec<f64> = (0..40)
            .map(|i| f64::from(i % 3) + 0.1 * f64::from(i))
            .collect();
        x[17] = 80.0;
        let used = plausible(&samples(&x));
        assert_eq!(used.iter().filter(|used| !**used).count(), 1);
        assert!(!used[17]);
    }

    #[test]
    fn a_curve_that_bends_is_plausible() {
        let x: Vec<f64> = (0..60).map(|i| (0.5 * f64::from(i)).sin() * 10.0).collect();
        assert!(plausible(&samples(&x)).iter().all(|used| *used));
    }

    #[test]
    fn what_many_positions_do_is_motion() {
        // Mostly still, with steps on a quarter of the rows.
        let x: Vec<f64> = (0..40)
            .map(|i| if i % 4 == 0 { f64::from(i) } else { 0.0 })
            .collect();
        let samples = samples(&x);
        let fit = |used: &[bool]| -> (Vec<f64>, Vec<f64>) {
            (vec![0.0; used.len()], vec![0.0; used.len()])
        };
        let (_, used) = without_outliers(&samples, true, fit, |fit| (&fit.0, &fit.1));
        assert!(used.iter().all(|used| *used));
    }

    #[test]
    fn a_row_left_out_may_come_back() {
        let x: Vec<f64> = (0..20).map(|i| f64::from(i % 2)).collect();
        let samples = samples(&x);
        let curve: Vec<f64> = samples.x.iter().map(|_| samples.x[1] / 2.0).collect();
        let mut used = vec![true; 20];
        used[5] = false;
        assert_eq!(fitting(&samples, &curve, &[0.1; 20], &used), vec![true; 20]);
    }
}
