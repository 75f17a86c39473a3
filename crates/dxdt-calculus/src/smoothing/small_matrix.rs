//! Matrices as small as a state: products with the transition of an integrated Wiener process, and sums that stay
//! positive.

/// A square matrix.
pub(super) type Matrix<const M: usize> = [[f64; M]; M];

/// The first row of the transition over a step: hᵏ/k! for k from 0.
#[inline]
pub(super) fn transition<const M: usize>(h: f64) -> [f64; M] {
    let mut row = [1.0; M];
    for k in 1..M {
        row[k] = row[k - 1] * h / k as f64;
    }
    row
}

/// Φ·s: the state a step later. Φ is upper triangular, with `row` shifted along its rows.
#[inline]
pub(super) fn advance<const M: usize>(row: &[f64; M], state: &[f64; M]) -> [f64; M] {
    let mut out = [0.0; M];
    for i in 0..M {
        for j in i..M {
            out[i] += row[j - i] * state[j];
        }
    }
    out
}

/// Φ·A.
#[inline]
pub(super) fn from_left<const M: usize>(row: &[f64; M], a: &Matrix<M>) -> Matrix<M> {
    let mut out = [[0.0; M]; M];
    for i in 0..M {
        for j in i..M {
            for column in 0..M {
                out[i][column] += row[j - i] * a[j][column];
            }
        }
    }
    out
}

/// A·Φᵀ.
#[inline]
pub(super) fn from_right_transposed<const M: usize>(row: &[f64; M], a: &Matrix<M>) -> Matrix<M> {
    let mut out = [[0.0; M]; M];
    for (out, a) in out.iter_mut().zip(a) {
        for i in 0..M {
            for j in i..M {
                out[i] += row[j - i] * a[j];
            }
        }
    }
    out
}

/// A + B.
#[inline]
pub(super) fn sum<const M: usize>(a: &Matrix<M>, b: &Matrix<M>) -> Matrix<M> {
    std::array::from_fn(|i| std::array::from_fn(|j| a[i][j] + b[i][j]))
}

/// Aᵀ.
#[inline]
pub(super) fn transposed<const M: usize>(a: &Matrix<M>) -> Matrix<M> {
    std::array::from_fn(|i| std::array::from_fn(|j| a[j][i]))
}

/// Adds G·A·Gᵀ for symmetric A.
#[inline]
pub(super) fn add_sandwich<const M: usize>(out: &mut Matrix<M>, g: &Matrix<M>, a: &Matrix<M>) {
    let mut product = [[0.0; M]; M];
    for i in 0..M {
        for k in 0..M {
            for j in 0..M {
                product[i][j] += g[i][k] * a[k][j];
            }
        }
    }
    for i in 0..M {
        for j in 0..=i {
            let value: f64 = (0..M).map(|k| product[i][k] * g[j][k]).sum();
            out[i][j] += value;
            if i != j {
                out[j][i] += value;
            }
        }
    }
}

/// A⁻¹·B for symmetric, positive A, through the Cholesky factor of A scaled to a unit diagonal, so that entries of very
/// different size (a position and a jerk) do not cost digits.
#[inline]
pub(super) fn solve<const M: usize>(a: &Matrix<M>, b: &Matrix<M>) -> Matrix<M> {
    // Below this a pivot is rounding.
    const LEAST_PIVOT: f64 = 1e-30;
    let scale: [f64; M] = std::array::from_fn(|i| {
        let diagonal = a[i][i];
        if diagonal > 0.0 {
            1.0 / diagonal.sqrt()
        } else {
            0.0
        }
    });
    let mut factor = [[0.0; M]; M];
    for i in 0..M {
        for j in 0..=i {
            let mut value = a[i][j] * scale[i] * scale[j];
            for (one, other) in factor[i][..j].iter().zip(&factor[j][..j]) {
                value -= one * other;
            }
            factor[i][j] = if i == j {
                value.max(LEAST_PIVOT).sqrt()
            } else {
                value / factor[j][j]
            };
        }
    }
    let mut out = [[0.0; M]; M];
    for column in 0..M {
        let mut y = [0.0; M];
        for i in 0..M {
            let mut value = b[i][column] * scale[i];
            for k in 0..i {
                value -= factor[i][k] * y[k];
            }
            y[i] = value / factor[i][i];
        }
        for i in (0..M).rev() {
            let mut value = y[i];
            for k in i + 1..M {
                value -= factor[k][i] * out[k][column];
            }
            out[i][column] = value / factor[i][i];
        }
        for (row, scale) in out.iter_mut().zip(scale) {
            row[column] *= scale;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Matrix<3> = [[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]];

    fn product(a: &Matrix<3>, b: &Matrix<3>) -> Matrix<3> {
        std::array::from_fn(|i| std::array::from_fn(|j| (0..3).map(|k| a[i][k] * b[k][j]).sum()))
    }

    fn close(a: &Matrix<3>, b: &Matrix<3>) -> bool {
        a.iter()
            .flatten()
            .zip(b.iter().flatten())
            .all(|(a, b)| (a - b).abs() < 1e-13)
    }

    #[test]
    fn products_are_those_of_the_whole_matrices() {
        let row = transition::<3>(0.7);
        let phi = [[1.0, 0.7, 0.245], [0.0, 1.0, 0.7], [0.0, 0.0, 1.0]];
        assert!(close(&from_left(&row, &A), &product(&phi, &A)));
        assert!(close(
            &from_right_transposed(&row, &A),
            &product(&A, &transposed(&phi))
        ));
        let mut sandwich = [[0.0; 3]; 3];
        add_sandwich(&mut sandwich, &phi, &A);
        assert!(close(
            &sandwich,
            &product(&product(&phi, &A), &transposed(&phi))
        ));
    }

    #[test]
    fn solutions_solve() {
        let wide = [[1e8, 1.0, 1e-4], [1.0, 1e-6, 1e-11], [1e-4, 1e-11, 1e-14]];
        let b = [[1.0, 2.0, 0.0], [0.0, 1.0, 1.0], [3.0, 0.0, 1.0]];
        assert!(close(&product(&A, &solve(&A, &b)), &b));
        let x = solve(&wide, &[[1e8, 0.0, 0.0], [1.0, 0.0, 0.0], [1e-4, 0.0, 0.0]]);
        assert!((x[0][0] - 1.0).abs() < 1e-6 && x[1][0].abs() < 1e-3);
    }
}
