//! States from all positions (Rauch, Tung and Striebel, 1965).

use super::filter::{Forward, State};
use super::linear::Factor;
use super::process::Matrix;

/// The smoothed state of a row from that of the next. The covariance is (I − GΦ)P(I − GΦ)ᵀ + G(Q + V)Gᵀ, a sum of what
/// cannot be negative, where the textbook's form subtracts.
#[inline(always)]
pub(super) fn back_over<const M: usize, const N: usize>(
    forward: &mut Forward<'_, M, N>,
    row: usize,
    filtered: &State<N>,
    predicted: &State<N>,
    next: &State<N>,
) -> State<N> {
    let step = forward.step(row);
    // The transposed gain, and that times Φ.
    let gain = Factor::of(&predicted.covariance).solve(&step.on_left(&filtered.covariance));
    let mut mean = filtered.mean;
    for k in 0..N {
        let missed = next.mean[k] - predicted.mean[k];
        for i in 0..N {
            mean[i] += gain[k][i] * missed;
        }
    }
    let mut gain_by_row = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..N {
            gain_by_row[i][j] = gain[j][i];
        }
    }
    let mut rest = step.on_right(&gain_by_row);
    for i in 0..N {
        for j in 0..N {
            rest[i][j] = if i == j { 1.0 } else { 0.0 } - rest[i][j];
        }
    }
    let mut spread = next.covariance;
    forward.add_noise(row, &mut spread);
    let mut covariance = [[0.0; N]; N];
    add_sandwich(&mut covariance, &rest, &filtered.covariance);
    add_sandwich(&mut covariance, &gain_by_row, &spread);
    State { mean, covariance }
}

/// Adds A·B·Aᵀ.
#[inline(always)]
fn add_sandwich<const N: usize>(to: &mut Matrix<N>, a: &Matrix<N>, b: &Matrix<N>) {
    let mut half = [[0.0; N]; N];
    for i in 0..N {
        for k in 0..N {
            let factor = a[i][k];
            for j in 0..N {
                half[i][j] += factor * b[k][j];
            }
        }
    }
    for i in 0..N {
        for j in 0..=i {
            let mut value = to[i][j];
            for k in 0..N {
                value += half[i][k] * a[j][k];
            }
            to[i][j] = value;
            to[j][i] = value;
        }
    }
}
