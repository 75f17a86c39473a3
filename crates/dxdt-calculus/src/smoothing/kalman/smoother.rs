//! The backward pass: what each position and each step say of the model, and the state at each timestamp from all positions
//! (de Jong, 1988; Koopman, 1993), for some rows from the next state (Rauch, Tung and Striebel, 1965).

use super::filter::{Forward, Innovation, State, seen_by};
use super::process::{Matrix, Process};
use super::series::Series;
use super::smooth::{Smooth, Wanted};
use super::states::back_over;

// Predicted states are kept for so many rows at a time; of longer series they are made again on the way back.
const CHUNK: usize = 2048;

/// Smooths a series.
pub(super) fn smooth<const M: usize, const N: usize>(
    series: &Series<'_>,
    process: Process<M, N>,
    wanted: Wanted,
) -> Smooth {
    let rows = series.t.len();
    let mut out = Smooth::of(rows, M, wanted);
    if rows == 0 {
        return out;
    }
    let mut forward = Forward::new(*series, process);
    let last_chunk = (rows - 1) / CHUNK;
    let mut starts: Vec<State<N>> = Vec::with_capacity(last_chunk + 1);
    starts.push(forward.start());
    for chunk in 0..last_chunk {
        let mut state = starts[chunk];
        for row in chunk * CHUNK..(chunk + 1) * CHUNK {
            forward.update(&mut state, row);
            state = forward.predict(&state, row);
        }
        starts.push(state);
    }
    let mut kept: Vec<(State<N>, Innovation)> = Vec::with_capacity(CHUNK.min(rows));
    let mut back: Option<Backward<M, N>> = None;
    for chunk in (0..=last_chunk).rev() {
        let first = chunk * CHUNK;
        let end = (first + CHUNK).min(rows);
        kept.clear();
        let mut state = starts[chunk];
        for row in first..end {
            if row > first {
                state = forward.predict(&state, row - 1);
            }
            let predicted = state;
            let innovation = forward.update(&mut state, row);
            kept.push((predicted, innovation));
        }
        if chunk == last_chunk {
            out.likelihood = forward.likelihood;
        }
        let back = back.get_or_insert_with(|| {
            let mut back = Backward {
                r: [0.0; N],
                n: [[0.0; N]; N],
                later: None,
                end: state,
            };
            // What is assumed of the end foretells no position.
            if wanted == Wanted::States {
                back.begin_at_the_end(series, &forward.process);
            }
            back
        });
        for row in (first..end).rev() {
            back.row(&mut forward, row, &kept[row - first], wanted, &mut out);
        }
    }
    out
}

struct Backward<const M: usize, const N: usize> {
    /// What the rows after tell of the state, and how surely: the sums of de Jong.
    r: [f64; N],
    n: Matrix<N>,
    /// The row after, where states are wanted.
    later: Option<Later<N>>,
    /// The state after the last row.
    end: State<N>,
}

/// A row that has been passed, before its position was seen.
struct Later<const N: usize> {
    predicted: State<N>,
    r: [f64; N],
    n: Matrix<N>,
    /// Its state from all positions, where the sums did not tell it.
    smoothed: Option<State<N>>,
}

impl<const N: usize> Later<N> {
    /// P − PNP, and a + Pr.
    fn state(&self) -> State<N> {
        if let Some(known) = self.smoothed {
            return known;
        }
        let State { mean, covariance } = self.predicted;
        let mut smoothed = self.predicted;
        let mut told = [[0.0; N]; N];
        for i in 0..N {
            for k in 0..N {
                for j in 0..N {
                    told[i][j] += covariance[i][k] * self.n[k][j];
                }
            }
        }
        for i in 0..N {
            smoothed.mean[i] = mean[i] + dot(&covariance[i], &self.r);
            for j in 0..N {
                smoothed.covariance[i][j] -= dot(&told[i], &covariance[j]);
            }
        }
        smoothed
    }
}

#[inline(always)]
fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += a[i] * b[i];
    }
    sum
}

impl<const M: usize, const N: usize> Backward<M, N> {
    #[inline(always)]
    fn row(
        &mut self,
        forward: &mut Forward<'_, M, N>,
        row: usize,
        (predicted, innovation): &(State<N>, Innovation),
        wanted: Wanted,
        out: &mut Smooth,
    ) {
        if row + 1 < forward.series.t.len() {
            forward.step(row);
            if wanted == Wanted::Steps {
                self.tell_step(forward, row, out);
            }
            let step = forward.step(row);
            self.r = step.back(&self.r);
            self.n = step.back_both(&self.n);
        }
        self.back_through_velocity(forward, predicted, row);
        self.tell_position(forward, predicted, *innovation, row, out);
        if wanted.has_states() {
            let smoothed = self.state(forward, row, predicted, out);
            self.later = Some(Later {
                predicted: *predicted,
                r: self.r,
                n: self.n,
                smoothed,
            });
        }
    }

    /// The smoothed state of a row: from the sums, or from the state of the row after, which is given then, where the sums
    /// leave no digits.
    #[inline(always)]
    fn state(
        &self,
        forward: &mut Forward<'_, M, N>,
        row: usize,
        predicted: &State<N>,
        out: &mut Smooth,
    ) -> Option<State<N>> {
        // Of the size of what is added and subtracted.
        const DIGITS: f64 = 1e-5;
        // Of the standard error.
        const DIGITS_OF_MEAN: f64 = 1e-9;
        let p = &predicted.covariance;
        let (mut mean, mut variance, mut is_told) = ([0.0; M], [0.0; M], true);
        for order in 0..M {
            let (mut known, mut size) = (0.0, p[order][order]);
            for i in 0..N {
                for j in 0..N {
                    let part = p[order][i] * self.n[i][j] * p[order][j];
                    known += part;
                    size += part.abs();
                }
            }
            let mut size_of_mean = predicted.mean[order].abs();
            mean[order] = predicted.mean[order];
            for i in 0..N {
                let part = p[order][i] * self.r[i];
                mean[order] += part;
                size_of_mean += part.abs();
            }
            variance[order] = p[order][order] - known;
            is_told &= variance[order] > DIGITS * size
                && variance[order].sqrt() > DIGITS_OF_MEAN * size_of_mean;
        }
        let state = (!is_told).then(|| self.state_over(forward, row, predicted));
        if let Some(state) = &state {
            for order in 0..M {
                mean[order] = state.mean[order];
                variance[order] = state.covariance[order][order].max(0.0);
            }
        }
        let mut unit = 1.0;
        for order in 0..M {
            out.derivatives[order][row] = mean[order] / unit;
            out.variances[order][row] = variance[order] / (unit * unit);
            unit *= forward.process.length;
        }
        state
    }

    /// The smoothed state of a row from that of the row after.
    #[cold]
    #[inline(never)]
    fn state_over(
        &self,
        forward: &mut Forward<'_, M, N>,
        row: usize,
        predicted: &State<N>,
    ) -> State<N> {
        let Some(later) = &self.later else {
            return self.end;
        };
        let mut filtered = *predicted;
        forward.update(&mut filtered, row);
        back_over(forward, row, &filtered, &later.predicted, &later.state())
    }

    /// Takes what is known of the higher derivatives at the last timestamp for observations of them.
    fn begin_at_the_end(&mut self, series: &Series<'_>, process: &Process<M, N>) {
        let Some(ends) = series.ends else {
            return;
        };
        let mut seen = Vec::with_capacity(M);
        for order in 2..M {
            let unit = process.length.powi(order as i32);
            let covariance = self.end.covariance[order];
            let variance = covariance[order] + ends.variance[1][order] * unit * unit;
            let missed = ends.mean[order] * unit - self.end.mean[order];
            for i in 0..N {
                self.end.mean[i] += covariance[i] / variance * missed;
                for j in 0..N {
                    self.end.covariance[i][j] -= covariance[i] * covariance[j] / variance;
                }
            }
            let value = missed;
            seen.push((order, covariance, Innovation { value, variance }));
        }
        for (order, covariance, innovation) in seen.into_iter().rev() {
            self.back_through(order, &covariance, innovation);
        }
    }

    /// The noise of the step after a row.
    #[inline(always)]
    fn tell_step(&self, forward: &mut Forward<'_, M, N>, row: usize, out: &mut Smooth) {
        let length = forward.process.length;
        let roughness = forward.series.roughness_at(row);
        let step = forward.step(row);
        let (r, n, q) = (&self.r, &self.n, step.covariance());
        let (mut square, mut share) = (0.0, 0.0);
        for i in 0..M {
            for j in 0..M {
                square += r[i] * q[i][j] * r[j];
                share += q[i][j] * n[j][i];
            }
        }
        out.step_squares[row] = roughness * square;
        out.step_shares[row] = roughness * share;
        if n[0][0] > 0.0 {
            out.jump_squares[0][row] = r[0] * r[0] / n[0][0];
            out.jumps[0][row] = r[0] / n[0][0];
        }
        let whole = step.length();
        for part in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let moved = part * whole;
            let size = r[1] + moved * r[0];
            let known = n[1][1] + 2.0 * moved * n[0][1] + moved * moved * n[0][0];
            if known > 0.0 && size * size > out.jump_squares[1][row] * known {
                out.jump_squares[1][row] = size * size / known;
                out.jumps[1][row] = size / known / length;
            }
        }
    }

    /// What a measured velocity, seen after the row's position, says of the state before.
    #[inline(always)]
    fn back_through_velocity(
        &mut self,
        forward: &mut Forward<'_, M, N>,
        predicted: &State<N>,
        row: usize,
    ) {
        if forward.series.velocity.is_none() {
            return;
        }
        let mut state = *predicted;
        forward.see_position(&mut state, row);
        let seen = state.covariance[1];
        let Innovation { value, variance } = forward.see_velocity(&mut state, row);
        if variance != 0.0 {
            self.back_through(1, &seen, Innovation { value, variance });
        }
    }

    /// What an observation of a derivative says of the state before, from the covariance of that derivative with the state.
    #[inline(always)]
    fn back_through(&mut self, order: usize, seen: &[f64; N], innovation: Innovation) {
        let Innovation { value, variance } = innovation;
        let mut n_gain = [0.0; N];
        for i in 0..N {
            n_gain[i] = dot(&self.n[i], seen) / variance;
        }
        let told = dot(seen, &self.r) / variance;
        let known = dot(seen, &n_gain) / variance;
        self.r[order] += value / variance - told;
        for i in 0..N {
            self.n[order][i] -= n_gain[i];
        }
        for i in 0..N {
            self.n[i][order] -= n_gain[i];
        }
        self.n[order][order] += 1.0 / variance + known;
    }

    /// A row's position foretold by the others.
    #[inline(always)]
    fn tell_position(
        &mut self,
        forward: &Forward<'_, M, N>,
        predicted: &State<N>,
        innovation: Innovation,
        row: usize,
        out: &mut Smooth,
    ) {
        let Innovation { value, variance } = innovation;
        let seen = seen_by::<M, N>(&predicted.covariance);
        let mut n_seen = [0.0; N];
        for i in 0..N {
            for j in 0..N {
                n_seen[i] += self.n[i][j] * seen[j];
            }
        }
        let (mut told, mut known) = (0.0, 0.0);
        for i in 0..N {
            told += seen[i] * self.r[i];
            known += seen[i] * n_seen[i];
        }
        if variance == 0.0 {
            let x = forward.series.x[row];
            if x.is_finite() {
                // The position did not take part: the others are all that there are.
                let (mean, own) = if N > M {
                    (predicted.mean[0] + predicted.mean[M], seen[0] + seen[M])
                } else {
                    (predicted.mean[0], seen[0])
                };
                out.left_out_errors[row] = x - mean - told;
                out.left_out_variances[row] = (own - known).max(0.0) + forward.noise(row);
            }
            return;
        }
        let error = (value - told) / variance;
        let precision = (1.0 + known / variance) / variance;
        out.left_out_errors[row] = error / precision;
        out.left_out_variances[row] = 1.0 / precision;
        self.r[0] += error;
        if N > M {
            self.r[M] += error;
        }
        for i in 0..N {
            n_seen[i] /= variance;
        }
        for i in 0..N {
            self.n[0][i] -= n_seen[i];
            if N > M {
                self.n[M][i] -= n_seen[i];
            }
        }
        for i in 0..N {
            self.n[i][0] -= n_seen[i];
            if N > M {
                self.n[i][M] -= n_seen[i];
            }
        }
        self.n[0][0] += precision;
        if N > M {
            self.n[0][M] += precision;
            self.n[M][0] += precision;
            self.n[M][M] += precision;
        }
    }
}
