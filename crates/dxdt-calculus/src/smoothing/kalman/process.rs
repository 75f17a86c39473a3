//! An integrated Wiener process over a step of any length, and noise that keeps a part of itself.

pub(super) type Matrix<const N: usize> = [[f64; N]; N];

/// A process of `M` derivatives, the position among them, of which the highest is driven by white noise. With `N = M + 1`
/// the last state is the noise of the positions, where that is correlated.
#[derive(Debug, Clone)]
pub(super) struct Process<const M: usize, const N: usize> {
    factors: Matrix<M>,
    /// The length of time over which the process bends as much as the noise is large; times are in its units here.
    pub length: f64,
    /// How fast the noise forgets, over that length.
    forgetting: f64,
}

/// What a process does over a step.
#[derive(Debug, Clone)]
pub(super) struct Step<const M: usize, const N: usize> {
    length: f64,
    /// The powers of the length over their factorials.
    powers: [f64; M],
    covariance: Matrix<M>,
    kept: f64,
}

pub(super) fn factorial(n: usize) -> f64 {
    (1..=n).map(|k| k as f64).product()
}

/// The covariance that integrated white noise of unit intensity adds over a step, to the `states` lowest derivatives of as many.
fn integrated(states: usize, row: usize, column: usize, step: f64) -> f64 {
    let (a, b) = (states - 1 - row, states - 1 - column);
    let power = (a + b + 1) as i32;
    step.powi(power) / (f64::from(power) * factorial(a) * factorial(b))
}

impl<const M: usize, const N: usize> Process<M, N> {
    /// `length` in the unit of the timestamps, `correlation` over one such unit.
    pub fn new(length: f64, correlation: f64) -> Self {
        let factors = std::array::from_fn(|i| std::array::from_fn(|j| integrated(M, i, j, 1.0)));
        let forgetting = if N > M {
            -correlation.ln() * length
        } else {
            0.0
        };
        Self {
            factors,
            length,
            forgetting,
        }
    }

    /// The variance that the process adds to the position over a time in units of its length.
    pub fn spread(&self, time: f64) -> f64 {
        integrated(M, 0, 0, time)
    }

    /// Over a step in the unit of the timestamps.
    #[inline(always)]
    pub fn step(&self, step: f64) -> Step<M, N> {
        let h = step / self.length;
        let mut powers = [1.0; M];
        for k in 1..M {
            powers[k] = powers[k - 1] * h / k as f64;
        }
        let mut raised = [[0.0; 2]; M];
        let mut power = h;
        for slot in raised.as_flattened_mut() {
            *slot = power;
            power *= h;
        }
        let raised = raised.as_flattened();
        let mut covariance = self.factors;
        for i in 0..M {
            for j in 0..M {
                covariance[i][j] *= raised[2 * M - 2 - i - j];
            }
        }
        let kept = if N > M {
            (-self.forgetting * h).exp()
        } else {
            0.0
        };
        Step {
            length: h,
            powers,
            covariance,
            kept,
        }
    }
}

impl<const M: usize, const N: usize> Step<M, N> {
    #[inline(always)]
    pub fn mean(&self, mean: &[f64; N]) -> [f64; N] {
        let mut out = *mean;
        for i in 0..M {
            for j in i + 1..M {
                out[i] += self.powers[j - i] * mean[j];
            }
        }
        if N > M {
            out[M] *= self.kept;
        }
        out
    }

    /// Φ·A
    #[inline(always)]
    pub fn on_left(&self, a: &Matrix<N>) -> Matrix<N> {
        let mut out = *a;
        for i in 0..M {
            for j in i + 1..M {
                let power = self.powers[j - i];
                for k in 0..N {
                    out[i][k] += power * a[j][k];
                }
            }
        }
        if N > M {
            for k in 0..N {
                out[M][k] *= self.kept;
            }
        }
        out
    }

    /// A·Φ
    #[inline(always)]
    pub fn on_right(&self, a: &Matrix<N>) -> Matrix<N> {
        let mut out = *a;
        for row in 0..N {
            for j in 1..M {
                for k in 0..j {
                    out[row][j] += a[row][k] * self.powers[j - k];
                }
            }
            if N > M {
                out[row][M] *= self.kept;
            }
        }
        out
    }

    /// A·Φᵀ, of which the result is symmetric.
    #[inline(always)]
    pub fn on_right_transposed(&self, a: &Matrix<N>) -> Matrix<N> {
        let mut out = [[0.0; N]; N];
        for i in 0..N {
            for j in 0..=i {
                let mut value = a[i][j];
                if j < M {
                    for k in j + 1..M {
                        value += self.powers[k - j] * a[i][k];
                    }
                } else {
                    value *= self.kept;
                }
                out[i][j] = value;
                out[j][i] = value;
            }
        }
        out
    }

    /// The transposed: Φᵀ·r
    #[inline(always)]
    pub fn back(&self, r: &[f64; N]) -> [f64; N] {
        let mut out = *r;
        for j in 1..M {
            for k in 0..j {
                out[j] += self.powers[j - k] * r[k];
            }
        }
        if N > M {
            out[M] *= self.kept;
        }
        out
    }

    /// Φᵀ·A·Φ of a symmetric A. It stays symmetric to the last bit: what is not would grow from row to row.
    #[inline(always)]
    pub fn back_both(&self, a: &Matrix<N>) -> Matrix<N> {
        let half = self.on_right(a);
        let mut out = [[0.0; N]; N];
        for i in 0..N {
            for j in 0..=i {
                let mut value = half[i][j];
                if i < M {
                    for k in 0..i {
                        value += self.powers[i - k] * half[k][j];
                    }
                } else {
                    value *= self.kept;
                }
                out[i][j] = value;
                out[j][i] = value;
            }
        }
        out
    }

    /// Adds the covariance of the noise over the step, `intensity` times that of the process.
    #[inline(always)]
    pub fn add_noise(&self, to: &mut Matrix<N>, intensity: f64) {
        for i in 0..M {
            for j in 0..M {
                to[i][j] += intensity * self.covariance[i][j];
            }
        }
        if N > M {
            to[M][M] += 1.0 - self.kept * self.kept;
        }
    }

    /// Adds the covariance of a jump of the position or of the velocity, `variance` on average in units of the length, at a
    /// time in the step that is not known.
    pub fn add_jump(&self, to: &mut Matrix<N>, order: usize, variance: f64) {
        let h = self.length;
        for i in 0..=order {
            for j in 0..=order {
                to[i][j] += variance * integrated(order + 1, i, j, h) / h;
            }
        }
    }

    /// The covariance that the noise adds over the step, as usual.
    #[inline(always)]
    pub fn covariance(&self) -> &Matrix<M> {
        &self.covariance
    }

    /// In units of the process's length.
    pub fn length(&self) -> f64 {
        self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_steps_are_one() {
        let process = Process::<4, 4>::new(2.0, 0.0);
        let (first, second, both) = (process.step(0.7), process.step(1.9), process.step(2.6));
        let mut once = [[0.0; 4]; 4];
        both.add_noise(&mut once, 1.0);
        let mut twice = [[0.0; 4]; 4];
        first.add_noise(&mut twice, 1.0);
        twice = second.on_right_transposed(&second.on_left(&twice));
        second.add_noise(&mut twice, 1.0);
        let state = [0.3, -1.0, 0.5, 2.0];
        let moved = second.mean(&first.mean(&state));
        for i in 0..4 {
            assert!((moved[i] - both.mean(&state)[i]).abs() < 1e-12);
            for j in 0..4 {
                assert!((once[i][j] - twice[i][j]).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn products_with_the_transition_agree() {
        let step = Process::<3, 4>::new(1.5, 0.6).step(0.8);
        let a: Matrix<4> =
            std::array::from_fn(|i| std::array::from_fn(|j| 1.0 / (1 + i + j) as f64));
        let column = [0.2, -0.4, 1.1, 0.7];
        // rᵀ(Φ·m) = (Φᵀ·r)ᵀm
        let dot = |a: &[f64; 4], b: &[f64; 4]| (0..4).map(|i| a[i] * b[i]).sum::<f64>();
        let r = [1.0, 0.5, -0.3, 2.0];
        assert!((dot(&r, &step.mean(&column)) - dot(&step.back(&r), &column)).abs() < 1e-12);
        let (left, right) = (step.back_both(&a), step.on_right(&a));
        for j in 0..4 {
            let column: [f64; 4] = std::array::from_fn(|i| right[i][j]);
            let expected = step.back(&column);
            for i in 0..4 {
                assert!((left[i][j] - expected[i]).abs() < 1e-12);
            }
        }
    }
}
