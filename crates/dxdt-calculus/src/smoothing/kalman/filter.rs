//! The forward pass: the state at each timestamp from the positions up to it, and the likelihood of the whole.

use std::ops::Range;

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

/// The state at each timestamp, in the order of the timestamps.
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

/// What a process is compared with.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Series<'a> {
    pub t: &'a [f64],
    pub x: &'a [f64],
    /// Rows where this is false, or `x` is NaN, are predicted only.
    pub used: &'a [bool],
}

impl<'a> Series<'a> {
    /// A part of the rows.
    pub fn part(&self, rows: Range<usize>) -> Series<'a> {
        Self {
            t: &self.t[rows.clone()],
            x: &self.x[rows.clone()],
            used: &self.used[rows],
        }
    }

    /// Whether a row has a position that takes part.
    #[inline]
    pub fn takes_part(&self, row: usize) -> bool {
        self.used[row] && !self.x[row].is_nan()
    }
}

/// What is known of the higher derivatives before any position is seen.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Known<const M: usize> {
    /// Nothing is known of the derivatives below this one.
    pub from: usize,
    pub mean: [f64; M],
    /// Over the variance of the positions' noise.
    pub variance: [f64; M],
}

/// What is known of the state at the first and at the last timestamp.
pub(in super::super) type Ends<const M: usize> = [Known<M>; 2];

/// Runs over the samples. `keep` takes the states.
pub(in super::super) fn forward<const M: usize>(
    series: &Series<'_>,
    process: &Process<M>,
    ends: Option<&Ends<M>>,
    mut keep: Option<&mut States<M>>,
) -> Likelihood {
    let mut mean = [0.0; M];
    let mut covariance: Matrix<M> =
        std::array::from_fn(|i| std::array::from_fn(|j| if i == j { UNKNOWN } else { 0.0 }));
    if let Some([start, _]) = ends {
        for order in start.from..M {
            mean[order] = start.mean[order];
            covariance[order][order] = start.variance[order].min(UNKNOWN);
        }
    }
    let mut likelihood = Likelihood::default();
    let mut seen = 0;
    let mut previous = series.t.first().copied().unwrap_or_default();
    for row in 0..series.t.len() {
        let (t, x) = (series.t[row], series.x[row]);
        let h = t - previous;
        previous = t;
        if h > 0.0 {
            let phi = transition(h);
            mean = advance(&phi, &mean);
            covariance = sum(
                &from_right_transposed(&phi, &from_left(&phi, &covariance)),
                &process.covariance(h),
            );
        }
        if series.takes_part(row) {
            let variance = covariance[0][0] + 1.0;
            let innovation = x - mean[0];
            seen += 1;
            // So many positions fix the state before any can be predicted.
            if seen > M {
                likelihood.count += 1.0;
                likelihood.squares += innovation * innovation / variance;
                likelihood.log_variances += variance.ln();
            }
            covariance = observed(&covariance, 0, 1.0, innovation, &mut mean);
        }
        if let Some(states) = keep.as_deref_mut() {
            states.mean.push(mean);
            states.covariance.push(covariance);
        }
    }
    if let (Some([_, end]), Some(states)) = (ends, keep) {
        at_the_end(states, end);
    }
    likelihood
}

/// Takes what is known of the state at the last timestamp for observations of its derivatives there.
fn at_the_end<const M: usize>(states: &mut States<M>, end: &Known<M>) {
    let (Some(mean), Some(covariance)) = (states.mean.last_mut(), states.covariance.last_mut())
    else {
        return;
    };
    for order in end.from..M {
        let noise = end.variance[order];
        if noise < UNKNOWN {
            let innovation = end.mean[order] - mean[order];
            *covariance = observed(covariance, order, noise, innovation, mean);
        }
    }
}

/// The state after one of its derivatives was observed with a noise of the given variance: the covariance in Joseph's form,
/// (I − KH)P(I − KH)ᵀ + KRKᵀ, a sum of what cannot be negative.
#[inline]
fn observed<const M: usize>(
    p: &Matrix<M>,
    order: usize,
    noise: f64,
    innovation: f64,
    mean: &mut [f64; M],
) -> Matrix<M> {
    let variance = p[order][order] + noise;
    if variance <= 0.0 {
        return *p;
    }
    let gain: [f64; M] = std::array::from_fn(|i| p[i][order] / variance);
    for (mean, gain) in mean.iter_mut().zip(gain) {
        *mean += gain * innovation;
    }
    // 1 − K of the order itself, without the cancellation.
    let left = noise / variance;
    let half: Matrix<M> = std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            if i == order {
                left * p[order][j]
            } else {
                p[i][j] - gain[i] * p[order][j]
            }
        })
    });
    let mut out = [[0.0; M]; M];
    for i in 0..M {
        for j in 0..=i {
            let rest = if j == order {
                left * half[i][order]
            } else {
                half[i][j] - half[i][order] * gain[j]
            };
            let value = rest + noise * gain[i] * gain[j];
            out[i][j] = value;
            out[j][i] = value;
        }
    }
    out
}
