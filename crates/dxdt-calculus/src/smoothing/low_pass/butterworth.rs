//! Butterworth's filter of the second order, forward and backward.

use std::f64::consts::{PI, SQRT_2};

/// The filter as a recursion over two values before: y = b·(x + 2x₋₁ + x₋₂) − a₁·y₋₁ − a₂·y₋₂.
#[derive(Debug, Clone, Copy)]
pub(super) struct Butterworth {
    gain: f64,
    feedback: [f64; 2],
    /// By how many steps it is late on a straight line.
    delay: f64,
    /// The steps after which nothing is left of a value.
    memory: usize,
}

impl Butterworth {
    /// With a cutoff in cycles a step, below ½, at which both passes together let through 1/√2.
    ///
    /// One pass has a higher cutoff so that two have this one: its prewarped frequency is divided by (√2 − 1)^¼ = 0.802
    /// (Winter, *Biomechanics and Motor Control of Human Movement*, 4th edition, section 3.4.4.2).
    pub fn with_cutoff(cutoff: f64) -> Self {
        // e⁻³⁰ is rounding.
        const LOGARITHM: f64 = 30.0;
        let k = (PI * cutoff).tan() / (SQRT_2 - 1.0).powf(0.25);
        let norm = 1.0 / (1.0 + SQRT_2 * k + k * k);
        // The poles' distance from 0 is the root of the second feedback.
        let decay = -0.5 * (-2.0 * SQRT_2 * k * norm).ln_1p();
        Self {
            gain: k * k * norm,
            feedback: [
                2.0 * (k * k - 1.0) * norm,
                (1.0 - SQRT_2 * k + k * k) * norm,
            ],
            delay: 1.0 / (SQRT_2 * k),
            memory: (LOGARITHM / decay).ceil() as usize,
        }
    }

    /// Both passes, in place. The series is continued over its ends, turned about its first and its last value.
    pub fn filter(&self, x: &[f64]) -> Vec<f64> {
        let Some(last) = x.len().checked_sub(1) else {
            return Vec::new();
        };
        let reach = self.reach(x.len());
        let before = (1..=reach).rev().map(|k| 2.0 * x[0] - x[k]);
        let after = (1..=reach).map(|k| 2.0 * x[last] - x[last - k]);
        let mut padded: Vec<f64> = before.chain(x.iter().copied()).chain(after).collect();
        for _ in 0..2 {
            let slope = (padded[reach] - padded[0]) / reach.max(1) as f64;
            self.pass(&mut padded, slope);
            padded.reverse();
        }
        padded[reach..=reach + last].to_vec()
    }

    /// How many values the series is continued by, of as many as there are.
    pub fn reach(&self, rows: usize) -> usize {
        self.memory.min(rows.saturating_sub(1))
    }

    /// One pass over a series that was a straight line before.
    fn pass(&self, series: &mut [f64], slope: f64) {
        let Some(&first) = series.first() else {
            return;
        };
        let mut x = [first - slope, first - 2.0 * slope];
        let mut y = x.map(|x| x - self.delay * slope);
        for value in series {
            let here = *value;
            let forward = self.gain * (here + 2.0 * x[0] + x[1]);
            let filtered = forward - self.feedback[0] * y[0] - self.feedback[1] * y[1];
            x = [here, x[0]];
            y = [filtered, y[0]];
            *value = filtered;
        }
    }

    /// The weights of both passes, from the row itself outwards; as many as `reach` and one.
    pub fn weights(&self, reach: usize) -> Vec<f64> {
        // What is cut off on one side is missing on the other; a filter that remembers more than the series is long is cut off.
        let length = 2 * reach.max(self.memory.min(4 * reach)) + 1;
        let mut response = vec![0.0; length];
        response[length / 2] = 1.0;
        for _ in 0..2 {
            self.pass(&mut response, 0.0);
            response.reverse();
        }
        response[length / 2..=length / 2 + reach].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_cutoff_the_amplitude_is_one_over_the_root_of_two() {
        for cutoff in [0.01, 0.05, 0.2, 0.4] {
            let filter = Butterworth::with_cutoff(cutoff);
            let weights = filter.weights(filter.memory);
            let response = |frequency: f64| {
                let cosines = (1..).map(|k| 2.0 * (2.0 * PI * frequency * f64::from(k)).cos());
                weights[0]
                    + weights[1..]
                        .iter()
                        .zip(cosines)
                        .map(|(w, c)| w * c)
                        .sum::<f64>()
            };
            assert!((response(0.0) - 1.0).abs() < 1e-9);
            assert!((response(cutoff) - 0.5f64.sqrt()).abs() < 1e-9, "{cutoff}");
            // 1/(1 + (tan πf / tan πf₀)⁴·(√2 − 1)), prewarped.
            let ratio = (PI * 0.1).tan() / (PI * cutoff).tan();
            let expected = 1.0 / (1.0 + ratio.powi(4) * (SQRT_2 - 1.0));
            assert!((response(0.1) - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn lines_pass_to_the_ends_and_cubics_inside() {
        let filter = Butterworth::with_cutoff(0.1);
        let line: Vec<f64> = (0..50).map(|i| 3.0 - 0.7 * f64::from(i)).collect();
        for (a, b) in filter.filter(&line).iter().zip(&line) {
            assert!((a - b).abs() < 1e-12);
        }
        let cubic: Vec<f64> = (0..400)
            .map(|i| (f64::from(i) / 100.0 - 2.0).powi(3))
            .collect();
        let filtered = filter.filter(&cubic);
        for row in 100..300 {
            assert!((filtered[row] - cubic[row]).abs() < 1e-10);
        }
    }

    #[test]
    fn the_weights_are_those_of_the_filter() {
        let filter = Butterworth::with_cutoff(0.15);
        let mut impulse = vec![0.0; 401];
        impulse[200] = 1.0;
        let filtered = filter.filter(&impulse);
        for (k, weight) in filter.weights(30).iter().enumerate() {
            assert!((filtered[200 + k] - weight).abs() < 1e-12);
            assert!((filtered[200 - k] - weight).abs() < 1e-12);
        }
    }
}
