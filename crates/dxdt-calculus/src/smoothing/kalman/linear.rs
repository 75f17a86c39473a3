//! Small symmetric systems, by Cholesky's factors of the matrix scaled to a unit diagonal.

use super::process::Matrix;

/// The factor of a symmetric positive matrix, and the scale of its rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Factor<const N: usize> {
    lower: Matrix<N>,
    scale: [f64; N],
}

impl<const N: usize> Factor<N> {
    #[inline(always)]
    pub fn of(a: &Matrix<N>) -> Self {
        // A matrix that rounding left without full rank keeps a little of it.
        const LEAST: f64 = 1e-15;
        let mut scale = [0.0; N];
        for i in 0..N {
            scale[i] = 1.0 / a[i][i].max(1e-300).sqrt();
        }
        let mut lower = [[0.0; N]; N];
        for i in 0..N {
            for j in 0..=i {
                let mut sum = a[i][j] * scale[i] * scale[j];
                for k in 0..j {
                    sum -= lower[i][k] * lower[j][k];
                }
                // The inverse of the diagonal is kept.
                lower[i][j] = if i == j {
                    1.0 / sum.max(LEAST).sqrt()
                } else {
                    sum * lower[j][j]
                };
            }
        }
        Self { lower, scale }
    }

    /// A⁻¹·B, all columns at once.
    #[inline(always)]
    pub fn solve<const K: usize>(&self, b: &[[f64; K]; N]) -> [[f64; K]; N] {
        let mut y = *b;
        for i in 0..N {
            for c in 0..K {
                y[i][c] *= self.scale[i];
            }
            for k in 0..i {
                let factor = self.lower[i][k];
                for c in 0..K {
                    y[i][c] -= factor * y[k][c];
                }
            }
            for c in 0..K {
                y[i][c] *= self.lower[i][i];
            }
        }
        for i in (0..N).rev() {
            for k in i + 1..N {
                let factor = self.lower[k][i];
                for c in 0..K {
                    y[i][c] -= factor * y[k][c];
                }
            }
            for c in 0..K {
                y[i][c] *= self.lower[i][i];
            }
        }
        for i in 0..N {
            for c in 0..K {
                y[i][c] *= self.scale[i];
            }
        }
        y
    }
}

pub(super) fn solved<const N: usize>(a: &Matrix<N>, b: &[f64; N]) -> [f64; N] {
    let mut column = [[0.0; 1]; N];
    for i in 0..N {
        column[i][0] = b[i];
    }
    Factor::of(a).solve(&column).map(|row| row[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solutions_solve() {
        let wide = [[1e8, 1.0, 1e-4], [1.0, 1e-6, 1e-11], [1e-4, 1e-11, 1e-14]];
        let x = [2.0, -3.0, 5.0];
        let b: [f64; 3] = std::array::from_fn(|i| (0..3).map(|j| wide[i][j] * x[j]).sum());
        let found = solved(&wide, &b);
        assert!(
            (0..3).all(|i| (found[i] / x[i] - 1.0).abs() < 1e-6),
            "{found:?}"
        );
    }
}
