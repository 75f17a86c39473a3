//! Noisy samples for tests, the same on every run.

use super::Smoothed;

/// Xorshift, and the sum of twelve for the normal distribution.
pub(super) struct Random(pub u64);

impl Random {
    pub fn uniform(&mut self) -> f64 {
        // The first numbers of a small seed would be small.
        if self.0 < 1 << 32 {
            self.0 = (self.0 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Timestamps that are up to a fifth of a step off even ones.
pub(super) fn jittered(random: &mut Random, rows: usize, step: f64) -> Vec<f64> {
    let jitter = |i: usize| step * (i as f64 + 0.2 * (2.0 * random.uniform() - 1.0));
    (0..rows).map(jitter).collect()
}

/// The share of rows whose true derivative is within 1.96 standard errors.
pub(super) fn coverage(fit: &Smoothed, order: usize, t: &[f64], truth: impl Fn(f64) -> f64) -> f64 {
    let inside = |row: &usize| {
        let error = fit.derivatives[order][*row] - truth(t[*row]);
        error.abs() <= 1.96 * fit.standard_errors[order][*row]
    };
    (0..t.len()).filter(inside).count() as f64 / t.len() as f64
}

/// The root mean square of the errors over that of the truth.
pub(super) fn relative_error(values: &[f64], t: &[f64], truth: impl Fn(f64) -> f64) -> f64 {
    let squares = |f: &dyn Fn(usize) -> f64| (0..t.len()).map(|i| f(i).powi(2)).sum::<f64>();
    (squares(&|i| values[i] - truth(t[i])) / squares(&|i| truth(t[i]))).sqrt()
}

/// x = sin(2t + 1.5t²) with a noise of 0.03 at 300 jittered timestamps in 4 s.
pub(super) struct Chirp {
    pub t: Vec<f64>,
    pub x: Vec<f64>,
}

impl Chirp {
    pub fn sampled(seed: u64) -> Self {
        let mut random = Random(seed);
        let t = jittered(&mut random, 300, 4.0 / 300.0);
        let x = t
            .iter()
            .map(|t| Self::truth(0, *t) + 0.03 * random.normal());
        Self { x: x.collect(), t }
    }

    /// The true position and its derivatives to the jerk.
    pub fn truth(order: usize, t: f64) -> f64 {
        let (sin, cos) = (2.0 * t + 1.5 * t * t).sin_cos();
        let rate = 2.0 + 3.0 * t;
        match order {
            0 => sin,
            1 => rate * cos,
            2 => 3.0 * cos - rate * rate * sin,
            _ => -9.0 * rate * sin - rate.powi(3) * cos,
        }
    }
}
