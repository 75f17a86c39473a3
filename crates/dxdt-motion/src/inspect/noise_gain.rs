//! What the derivatives make of noise in the positions: from the weights of their stencils.

/// The weights of three positions in the velocity at the middle one, `h1` and `h2` seconds apart: the three-point
/// gradient of `np.gradient` (Fornberg 1988).
pub(super) fn velocity_weights(h1: f64, h2: f64) -> [f64; 3] {
    let span = h1 + h2;
    [-h2 / (h1 * span), (h2 - h1) / (h1 * h2), h1 / (h2 * span)]
}

/// The weights of five positions in the acceleration at the middle one, which is the gradient of the velocities at the
/// middle three.
pub(super) fn acceleration_weights(steps: [f64; 4]) -> [f64; 5] {
    let [h1, h2, h3, h4] = steps;
    let outer = velocity_weights(h2, h3);
    let inner = [
        velocity_weights(h1, h2),
        velocity_weights(h2, h3),
        velocity_weights(h3, h4),
    ];
    let mut weights = [0.0; 5];
    for (offset, (outer, inner)) in outer.iter().zip(inner).enumerate() {
        for (weight, inner) in weights[offset..].iter_mut().zip(inner) {
            *weight += outer * inner;
        }
    }
    weights
}

/// The variance of a weighted sum of values with independent noise of unit variance.
pub(super) fn gain(weights: &[f64]) -> f64 {
    weights.iter().map(|weight| weight * weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dxdt_calculus::{EdgeOrder, Spacing, gradient};

    #[test]
    fn the_weights_are_those_of_the_gradient() {
        let t = [0.0, 0.3, 1.0, 1.1, 1.9];
        let steps = [0.3, 0.7, 0.1, 0.8];
        let weights = acceleration_weights(steps);
        for point in 0..5 {
            let mut position = [0.0; 5];
            position[point] = 1.0;
            let spacing = Spacing::Coordinates(&t);
            let velocity = gradient(&position, spacing, EdgeOrder::Second).unwrap();
            let acceleration = gradient(&velocity, spacing, EdgeOrder::Second).unwrap();
            assert!((weights[point] - acceleration[2]).abs() < 1e-9, "{point}");
            if (1..4).contains(&point) {
                let weights = velocity_weights(steps[1], steps[2]);
                assert!((weights[point - 1] - velocity[2]).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn even_steps_have_the_known_gain() {
        let h = 0.1;
        assert!((gain(&velocity_weights(h, h)) * h * h - 0.5).abs() < 1e-12);
        let chained = gain(&acceleration_weights([h; 4])) * h.powi(4);
        assert!((chained - 0.375).abs() < 1e-12);
    }
}
