//! The forward pass: the state at each timestamp from the positions before it, and the likelihood of the whole.

use super::likelihood::Likelihood;
use super::pilot::pilot;
use super::process::{Matrix, Process, Step, factorial};
use super::series::Series;

/// A state and its covariance.
#[derive(Debug, Clone, Copy)]
pub(super) struct State<const N: usize> {
    pub mean: [f64; N],
    pub covariance: Matrix<N>,
}

// The variance of what is not known before any position is seen, in units of the noise's and of the length.
const UNKNOWN: f64 = 1e6;
// How much more than the process itself the first positions may leave unknown.
const BENDS: f64 = 1e3;
// Where nothing is known of the ends, so many positions are not judged: as many as the largest process has states, but of
// few positions half.
const NOT_JUDGED: usize = 6;
// The white part of a correlated noise, for the sake of the arithmetic.
pub(super) const WHITE_PART: f64 = 1e-6;

/// A forward pass over a series that can be taken up at any row.
#[derive(Debug, Clone)]
pub(super) struct Forward<'a, const M: usize, const N: usize> {
    pub series: Series<'a>,
    pub process: Process<M, N>,
    pub likelihood: Likelihood,
    seen: usize,
    not_judged: usize,
    /// The latest step that was needed, and its length in the unit of the timestamps.
    step: Step<M, N>,
    step_length: f64,
}

/// What an update found.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Innovation {
    pub value: f64,
    /// 0 where the row has no position that takes part.
    pub variance: f64,
}

impl<'a, const M: usize, const N: usize> Forward<'a, M, N> {
    pub fn new(series: Series<'a>, process: Process<M, N>) -> Self {
        let not_judged = if series.ends.is_some() {
            1
        } else {
            NOT_JUDGED.min(series.t.len() / 2)
        };
        let step = process.step(1.0);
        Self {
            series,
            process,
            likelihood: Likelihood::default(),
            seen: 0,
            not_judged,
            step,
            step_length: 1.0,
        }
    }

    /// The state before the first position.
    pub fn start(&self) -> State<N> {
        let length = self.process.length;
        let (polynomial, span) = pilot::<M>(&self.series, length);
        let mut mean = [0.0; N];
        let mut covariance = [[0.0; N]; N];
        for order in 0..M {
            let power = 2 * order as i32;
            let narrow = factorial(order).powi(2) * span.powi(-power);
            mean[order] = polynomial[order];
            covariance[order][order] =
                UNKNOWN * narrow.max(1.0) + self.process.spread(span) * span.powi(-power) * BENDS;
        }
        if let Some(ends) = self.series.ends {
            covariance[0][0] = UNKNOWN + self.process.spread(self.first_step()) * BENDS;
            for order in 1..M {
                // A spread that is far larger than what the first positions leave unknown says nothing.
                let unit = length.powi(order as i32);
                let variance = ends.variance[0][order] * unit * unit;
                if variance < covariance[order][order] {
                    mean[order] = ends.mean[order] * unit;
                    covariance[order][order] = variance;
                }
            }
        }
        if N > M {
            covariance[M][M] = 1.0;
        }
        State { mean, covariance }
    }

    /// The first step in units of the length.
    fn first_step(&self) -> f64 {
        match self.series.t {
            [first, second, ..] => (second - first) / self.process.length,
            _ => 1.0,
        }
    }

    /// The step after a row.
    #[inline(always)]
    pub fn step(&mut self, row: usize) -> &Step<M, N> {
        let length = self.series.t[row + 1] - self.series.t[row];
        if length != self.step_length {
            self.step = self.process.step(length);
            self.step_length = length;
        }
        &self.step
    }

    /// Adds the covariance that the step after a row adds; it must be the latest.
    #[inline(always)]
    pub fn add_noise(&self, row: usize, to: &mut Matrix<N>) {
        self.step.add_noise(to, self.series.roughness_at(row));
        if let Some(jump) = self.series.jump_at(row) {
            let unit = self.process.length.powi(2 * jump.order as i32);
            self.step.add_jump(to, jump.order, jump.variance * unit);
        }
    }

    /// Takes a state to the next row, before its position is seen.
    #[inline(always)]
    pub fn predict(&mut self, state: &State<N>, row: usize) -> State<N> {
        self.step(row);
        let mut covariance = self
            .step
            .on_right_transposed(&self.step.on_left(&state.covariance));
        self.add_noise(row, &mut covariance);
        State {
            mean: self.step.mean(&state.mean),
            covariance,
        }
    }

    /// Sees the position of a row, and its velocity where that was measured.
    #[inline(always)]
    pub fn update(&mut self, state: &mut State<N>, row: usize) -> Innovation {
        let innovation = self.see_position(state, row);
        self.see_velocity(state, row);
        innovation
    }

    #[inline(always)]
    pub fn see_velocity(&mut self, state: &mut State<N>, row: usize) -> Innovation {
        let Some(measured) = self.series.velocity else {
            return Innovation::default();
        };
        let velocity = measured.values[row];
        if velocity.is_nan() {
            return Innovation::default();
        }
        let length = self.process.length;
        let noise = measured.noise * length * length;
        let seen = state.covariance[1];
        let (value, variance) = (velocity * length - state.mean[1], seen[1] + noise);
        if self.seen > self.not_judged {
            // In a unit that is the same for all lengths.
            self.likelihood
                .add(value / length, variance / (length * length));
        }
        for i in 0..N {
            state.mean[i] += seen[i] / variance * value;
        }
        for i in 0..N {
            for j in 0..=i {
                let rest = if j == 1 || i == 1 {
                    noise / variance * state.covariance[i][j]
                } else {
                    state.covariance[i][j] - seen[i] * seen[j] / variance
                };
                state.covariance[i][j] = rest;
                state.covariance[j][i] = rest;
            }
        }
        Innovation { value, variance }
    }

    #[inline(always)]
    pub fn see_position(&mut self, state: &mut State<N>, row: usize) -> Innovation {
        let x = self.series.x[row];
        if !self.series.used[row] || x.is_nan() {
            return Innovation::default();
        }
        let p = &state.covariance;
        let seen = seen_by::<M, N>(p);
        let noise = self.noise(row);
        let (value, variance) = if N > M {
            (x - state.mean[0] - state.mean[M], seen[0] + seen[M] + noise)
        } else {
            (x - state.mean[0], seen[0] + noise)
        };
        self.seen += 1;
        if self.seen > self.not_judged {
            self.likelihood.add(value, variance);
        }
        let gain = seen.map(|seen| seen / variance);
        for i in 0..N {
            state.mean[i] += gain[i] * value;
        }
        state.covariance = observed::<M, N>(p, &seen, &gain, noise, variance);
        Innovation { value, variance }
    }

    /// The variance of the white noise of a row.
    #[inline(always)]
    pub fn noise(&self, row: usize) -> f64 {
        if N > M {
            WHITE_PART + (self.series.noise_at(row) - 1.0).max(0.0)
        } else {
            self.series.noise_at(row)
        }
    }

    /// Runs over all rows; only the likelihood is kept.
    pub fn run(mut self) -> Likelihood {
        let rows = self.series.t.len();
        if rows == 0 {
            return self.likelihood;
        }
        let mut state = self.start();
        self.update(&mut state, 0);
        for row in 1..rows {
            state = self.predict(&state, row - 1);
            self.update(&mut state, row);
        }
        self.likelihood
    }
}

/// The covariance of the state with what is seen of it.
#[inline(always)]
pub(super) fn seen_by<const M: usize, const N: usize>(p: &Matrix<N>) -> [f64; N] {
    let mut seen = p[0];
    if N > M {
        for i in 0..N {
            seen[i] += p[M][i];
        }
    }
    seen
}

/// The covariance after a position was seen. Of white noise, the first row is noise/variance of what it was: nothing is
/// subtracted that is nearly as large.
#[inline(always)]
fn observed<const M: usize, const N: usize>(
    p: &Matrix<N>,
    seen: &[f64; N],
    gain: &[f64; N],
    noise: f64,
    variance: f64,
) -> Matrix<N> {
    let mut out = [[0.0; N]; N];
    if N > M {
        // Joseph's form, (I − KH)P(I − KH)ᵀ + KRKᵀ.
        let mut half = *p;
        for i in 0..N {
            for j in 0..N {
                half[i][j] -= gain[i] * seen[j];
            }
        }
        for i in 0..N {
            let beyond = half[i][0] + half[i][M];
            for j in 0..=i {
                let value = half[i][j] - beyond * gain[j] + noise * gain[i] * gain[j];
                out[i][j] = value;
                out[j][i] = value;
            }
        }
        return out;
    }
    let left = noise / variance;
    for i in 0..N {
        for j in 0..=i {
            let value = if j == 0 {
                left * p[i][0]
            } else {
                p[i][j] - gain[i] * seen[j]
            };
            out[i][j] = value;
            out[j][i] = value;
        }
    }
    out
}
