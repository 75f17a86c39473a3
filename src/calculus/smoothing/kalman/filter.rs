//! The forward pass: the state at each stamp from the positions up to it, and the likelihood of the whole.

use super::super::small_matrix::{
    Matrix, advance, from_left, from_right_transposed, sum, transition,
};

/// An integrated Wiener process: the highest derivative in the state is driven by white noise.
#[derive(Debug, Clone)]
pub(in super::super) struct Process<const M: usize> {
    factors: Matrix<M>,
    intensity: f64,
}

impl<const M: usize> Process<M> {
    /// With the intensity of the white noise over the variance of the positions' noise.
    pub fn new(intensity: f64) -> Self {
        let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
        let factors = std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                let (a, b) = (M - 1 - i, M - 1 - j);
                1.0 / ((a + b + 1) as f64 * factorial(a) * factorial(b))
            })
        });
        Self { factors, intensity }
    }

    /// The covariance that a step adds, exact for its length.
    #[inline]
    pub fn covariance(&self, h: f64) -> Matrix<M> {
        let mut powers = [[0.0; M]; 2];
        let mut power = self.intensity * h;
        for (k, slot) in powers.as_flattened_mut().iter_mut().enumerate() {
            // h^(k + 1); one slot more than is used.
            debug_assert!(k < 2 * M);
            *slot = power;
            power *= h;
        }
        let powers = powers.as_flattened();
        std::array::from_fn(|i| {
            std::array::from_fn(|j| self.factors[i][j] * powers[2 * M - 2 - i - j])
        })
    }
}

/// The state at each stamp, in the order of the stamps.
#[derive(Debug, Clone)]
pub(in super::super) struct States<const M: usize> {
    pub mean: Vec<[f64; M]>,
    pub covariance: Vec<Matrix<M>>,
}

/// How well a process explains the positions.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Likelihood {
    count: f64,
    squares: f64,
    log_variances: f64,
}

// Positions that fix the state before any can be foretold; the same for every process, so that they can be compared.
const FIRST: usize = 5;
// The variance of what is not known yet, over the noise's.
const UNKNOWN: f64 = 1e7;

impl Likelihood {
    /// Twice the negative logarithm of the likelihood, but for a constant, the noise at its best.
    pub fn deviance(&self) -> f64 {
        self.count * self.variance().ln() + self.log_variances
    }

    /// The variance of the positions' noise.
    pub fn variance(&self) -> f64 {
        // Positions without any noise would have the logarithm of 0.
        const LEAST: f64 = 1e-26;
        if self.count > 0.0 {
            (self.squares / self.count).max(LEAST)
        } else {
            1.0
        }
    }
}

/// Runs over the samples. `keep` takes the states; rows where `used` is false or `x` is NaN are foretold only.
pub(in super::super) fn forward<const M: usize>(
    t: &[f64],
    x: &[f64],
    used: &[bool],
    process: &Process<M>,
    mut keep: Option<&mut States<M>>,
) -> Likelihood {
    let mut mean = [0.0; M];
    let mut covariance: Matrix<M> =
        std::array::from_fn(|i| std::array::from_fn(|j| if i == j { UNKNOWN } else { 0.0 }));
    let mut likelihood = Likelihood::default();
    let mut seen = 0;
    let mut previous = t.first().copied().unwrap_or_default();
    for ((&t, &x), &used) in t.iter().zip(x).zip(used) {
        let h = t - previous;
        previous = t;
        if h > 0.0 {
            let row = transition(h);
            mean = advance(&row, &mean);
            covariance = sum(
                &from_right_transposed(&row, &from_left(&row, &covariance)),
                &process.covariance(h),
            );
        }
        if used && !x.is_nan() {
            let variance = covariance[0][0] + 1.0;
            let innovation = x - mean[0];
            seen += 1;
            if seen > FIRST {
                likelihood.count += 1.0;
                likelihood.squares += innovation * innovation / variance;
                likelihood.log_variances += variance.ln();
            }
            covariance = observed(&covariance, variance, innovation, &mut mean);
        }
        if let Some(states) = keep.as_deref_mut() {
            states.mean.push(mean);
            states.covariance.push(covariance);
        }
    }
    likelihood
}

/// The state after a position of unit noise: the covariance in Joseph's form, (I − KH)P(I − KH)ᵀ + KKᵀ, a sum of
/// what cannot be negative.
#[inline]
fn observed<const M: usize>(
    p: &Matrix<M>,
    variance: f64,
    innovation: f64,
    mean: &mut [f64; M],
) -> Matrix<M> {
    let gain: [f64; M] = std::array::from_fn(|i| p[i][0] / variance);
    for (mean, gain) in mean.iter_mut().zip(gain) {
        *mean += gain * innovation;
    }
    // 1 − K₀, without the cancellation.
    let left = 1.0 / variance;
    let half: Matrix<M> = std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            if i == 0 {
                left * p[0][j]
            } else {
                p[i][j] - gain[i] * p[0][j]
            }
        })
    });
    let mut out = [[0.0; M]; M];
    for i in 0..M {
        for j in 0..=i {
            let rest = if j == 0 {
                left * half[i][0]
            } else {
                half[i][j] - half[i][0] * gain[j]
            };
            let value = rest + gain[i] * gain[j];
            out[i][j] = value;
            out[j][i] = value;
        }
    }
    out
}
