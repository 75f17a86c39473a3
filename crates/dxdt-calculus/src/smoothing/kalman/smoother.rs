//! The backward pass: the state at each timestamp from all positions (Rauch, Tung and Striebel, 1965).

use super::super::small_matrix::{
    add_sandwich, advance, from_left, from_right, from_right_transposed, solve, sum, transition,
    transposed,
};
use super::filter::{Process, States};

/// Turns filtered states into smoothed ones.
///
/// The covariance is (I − GΦ)P(I − GΦ)ᵀ + G(Q + P⁺)Gᵀ, a sum of what cannot be negative, where the textbook's form
/// subtracts.
pub(in super::super) fn backward<const M: usize>(
    t: &[f64],
    process: &Process<M>,
    states: &mut States<M>,
) {
    for row in (0..t.len().saturating_sub(1)).rev() {
        let h = t[row + 1] - t[row];
        let phi = transition(h);
        let noise = process.covariance(h);
        let mean = states.mean[row];
        let p = states.covariance[row];
        let predicted = from_left(&phi, &p);
        let predicted_covariance = sum(&from_right_transposed(&phi, &predicted), &noise);
        let gain = transposed(&solve(&predicted_covariance, &predicted));
        let predicted_mean = advance(&phi, &mean);
        let next = states.mean[row + 1];
        let correction: [f64; M] = std::array::from_fn(|i| {
            (0..M)
                .map(|j| gain[i][j] * (next[j] - predicted_mean[j]))
                .sum()
        });
        states.mean[row] = std::array::from_fn(|i| mean[i] + correction[i]);
        let moved = from_right(&phi, &gain);
        let rest = std::array::from_fn(|i| {
            std::array::from_fn(|j| f64::from(u8::from(i == j)) - moved[i][j])
        });
        let mut covariance = [[0.0; M]; M];
        add_sandwich(&mut covariance, &rest, &p);
        add_sandwich(
            &mut covariance,
            &gain,
            &sum(&noise, &states.covariance[row + 1]),
        );
        states.covariance[row] = covariance;
    }
}
