//! The cutoff from the residuals: Winter's residual analysis.

use super::butterworth::Butterworth;

/// The highest cutoff that is tried, in cycles a step, and the end of the straight tail: above it the residuals run out
/// of noise that they could lack.
const HIGHEST: f64 = 0.25;
const CUTOFFS: usize = 48;
// The tail is straight as far as its line explains this share of the residuals' variance.
const STRAIGHT: f64 = 0.99;
const FEWEST_IN_TAIL: usize = 6;
// Long series are sounded out on this many rows from their middle.
const ENOUGH_ROWS: usize = 24_000;

/// The cutoff, in cycles a step, at which the residuals are as large as the noise.
///
/// The residuals' root mean square falls with the cutoff. Where only noise is left to let through it falls in a straight line;
/// this line at the cutoff 0 is the root mean square of the noise, and the cutoff is that at which signal cut off and noise let
/// through are equal (Winter, section 3.4.4.3). The tail is the longest that ends at half the Nyquist frequency and is
/// straight.
pub(super) fn cutoff(series: &[f64]) -> f64 {
    let skipped = series.len().saturating_sub(ENOUGH_ROWS) / 2;
    let series = &series[skipped..series.len() - skipped];
    // Below one cycle in all nothing is known.
    let lowest = (1.0 / series.len() as f64).min(0.5 * HIGHEST);
    let cutoffs: Vec<f64> = (0..CUTOFFS)
        .map(|k| lowest * (HIGHEST / lowest).powf(k as f64 / (CUTOFFS - 1) as f64))
        .collect();
    let residuals: Vec<f64> = cutoffs
        .iter()
        .map(|cutoff| residual(series, *cutoff))
        .collect();
    let noise = at_zero(&cutoffs, &residuals);
    let Some(below) = residuals.iter().rposition(|residual| *residual > noise) else {
        return lowest;
    };
    let Some(next) = residuals.get(below + 1) else {
        return HIGHEST;
    };
    let share = (residuals[below] - noise) / (residuals[below] - next);
    cutoffs[below] + share * (cutoffs[below + 1] - cutoffs[below])
}

fn residual(series: &[f64], cutoff: f64) -> f64 {
    let filtered = Butterworth::with_cutoff(cutoff).filter(series);
    let squares: f64 = series
        .iter()
        .zip(filtered)
        .map(|(x, f)| (x - f) * (x - f))
        .sum();
    (squares / series.len() as f64).sqrt()
}

/// Where the line through the longest straight tail meets the cutoff 0.
fn at_zero(cutoffs: &[f64], residuals: &[f64]) -> f64 {
    let line = |start: usize| {
        let (f, r) = (&cutoffs[start..], &residuals[start..]);
        let count = f.len() as f64;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
        let (mean_f, mean_r) = (mean(f), mean(r));
        let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
            f.iter()
                .zip(r)
                .map(|(f, r)| of(f - mean_f, r - mean_r))
                .sum()
        };
        let (ff, fr, rr) = (sum(&|f, _| f * f), sum(&|f, r| f * r), sum(&|_, r| r * r));
        let slope = fr / ff;
        let explained = if rr > 0.0 { fr * slope / rr } else { 1.0 };
        (mean_r - slope * mean_f, explained)
    };
    let shortest = cutoffs.len() - FEWEST_IN_TAIL;
    let straight = (0..=shortest)
        .map(line)
        .find(|(_, explained)| *explained >= STRAIGHT);
    straight.unwrap_or_else(|| line(shortest)).0
}

#[cfg(test)]
mod tests {
    use super::super::super::simulation::Random;
    use super::*;
    use std::f64::consts::TAU;

    fn series(frequency: f64, noise: f64, seed: u64) -> Vec<f64> {
        let mut random = Random(seed);
        (0..1500)
            .map(|i| (TAU * frequency * f64::from(i)).sin() + noise * random.normal())
            .collect()
    }

    #[test]
    fn the_cutoff_lies_above_the_signal_and_rises_with_it() {
        for seed in 1..5 {
            let slow = cutoff(&series(0.005, 0.05, seed));
            let fast = cutoff(&series(0.02, 0.05, seed));
            assert!((0.005..0.03).contains(&slow), "{slow}");
            assert!((0.02..0.08).contains(&fast), "{fast}");
        }
    }

    #[test]
    fn without_noise_nearly_everything_passes() {
        let found = cutoff(&series(0.01, 0.0, 1));
        assert!(found > 0.05, "{found}");
    }
}
