//! The weights of finite differences on any points.

use super::{CalculusError, stencil};

/// The weights with which the values at `points` add up to the derivative of this order at `at`; in
/// units of 1 over units of the points to the power of the order.
///
/// The sum is the derivative of the polynomial through all the points: exact for polynomials of a
/// degree below their number, and else accurate to their number less `order` powers of the steps (one
/// more where they lie evenly around `at`). The points may come in any order; `at` may be one of
/// them, lie between them or beyond. Order 0 interpolates.
///
/// The recursion is that of Fornberg, "Generation of finite difference formulas on arbitrarily spaced
/// grids", Math. Comp. 51, 699–706, 1988.
///
/// # Errors
///
/// [`CalculusError::TooFewPoints`] if there are not more points than `order`,
/// [`CalculusError::NonFiniteCoordinate`] if a point is not finite, and [`CalculusError::Repeated`]
/// if it is the same as one before.
///
/// ```
/// use dxdt_calculus::fornberg_weights;
///
/// // The five-point first derivative, and the slope at the first of three points.
/// let weights = fornberg_weights(0.0, &[-2.0, -1.0, 0.0, 1.0, 2.0], 1)?;
/// assert_eq!(weights, [1.0 / 12.0, -8.0 / 12.0, 0.0, 8.0 / 12.0, -1.0 / 12.0]);
/// assert_eq!(fornberg_weights(0.0, &[0.0, 1.0, 2.0], 1)?, [-1.5, 2.0, -0.5]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn fornberg_weights(at: f64, points: &[f64], order: usize) -> Result<Vec<f64>, CalculusError> {
    if points.len() <= order {
        return Err(CalculusError::TooFewPoints {
            needed: order + 1,
            found: points.len(),
        });
    }
    for (index, &value) in points.iter().enumerate() {
        if !value.is_finite() {
            return Err(CalculusError::NonFiniteCoordinate { index, value });
        }
        if points[..index].contains(&value) {
            return Err(CalculusError::Repeated { index });
        }
    }
    let mut offsets: Vec<f64> = points.iter().map(|point| point - at).collect();
    let mut table = vec![0.0; (order + 1) * points.len()];
    let scale = weights_into(&mut offsets, order, &mut table);
    let mut weights = table.split_off(order * points.len());
    for weight in &mut weights {
        *weight = scaled(*weight, scale, order);
    }
    Ok(weights)
}

/// A number times a scale to the power of the order: step by step, as the power alone may overflow.
#[inline(always)]
pub(super) fn scaled(number: f64, scale: f64, order: usize) -> f64 {
    (0..order).fold(number, |product, _| product * scale)
}

/// Fills `table`, one row of as many weights as points for each order up to this one, for points at
/// these distances from where the derivative is wanted. The weights are those of points scaled by
/// the number returned (a power of two): they need to be multiplied by it to the power of the order.
///
/// Unscaled, products of many steps would overflow or vanish.
#[inline(always)]
pub(super) fn weights_into(offsets: &mut [f64], order: usize, table: &mut [f64]) -> f64 {
    let points = offsets.len();
    let farthest = offsets.iter().fold(0_f64, |size, x| size.max(x.abs()));
    let scale = stencil::power_of_two_near_inverse(farthest);
    for offset in &mut *offsets {
        *offset *= scale;
    }
    table.fill(0.0);
    table[0] = 1.0;
    // The product of the distances of the point before to all points before that.
    let mut product_before = 1.0;
    for i in 1..points {
        let (here, before) = (offsets[i], offsets[i - 1]);
        let mut product = 1.0;
        for &other in &offsets[..i] {
            product *= here - other;
        }
        let ratio = product_before / product;
        for k in (0..=order.min(i)).rev() {
            let lower = if k == 0 {
                0.0
            } else {
                k as f64 * table[(k - 1) * points + i - 1]
            };
            table[k * points + i] = ratio * (lower - before * table[k * points + i - 1]);
        }
        for j in 0..i {
            let distance = here - offsets[j];
            for k in (0..=order.min(i)).rev() {
                let lower = if k == 0 {
                    0.0
                } else {
                    k as f64 * table[(k - 1) * points + j]
                };
                table[k * points + j] = (here * table[k * points + j] - lower) / distance;
            }
        }
        product_before = product;
    }
    scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn weights(at: f64, points: &[f64], order: usize) -> Vec<f64> {
        fornberg_weights(at, points, order).unwrap()
    }

    fn assert_near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (a, b) in found.iter().zip(expected) {
            assert!(
                (a - b).abs() <= 1e-14 * b.abs().max(1.0),
                "{found:?} is not {expected:?}"
            );
        }
    }

    /// From tables 1 and 3 of the paper.
    #[test]
    fn the_weights_of_the_paper() {
        let even = [-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0];
        let eighth = [
            1.0 / 280.0,
            -4.0 / 105.0,
            0.2,
            -0.8,
            0.0,
            0.8,
            -0.2,
            4.0 / 105.0,
            -1.0 / 280.0,
        ];
        assert_near(&weights(0.0, &even, 1), &eighth);
        assert_near(
            &weights(0.0, &even[2..7], 2),
            &[-1.0 / 12.0, 4.0 / 3.0, -2.5, 4.0 / 3.0, -1.0 / 12.0],
        );
        assert_near(&weights(0.0, &even[2..7], 3), &[-0.5, 1.0, 0.0, -1.0, 0.5]);
        assert_near(&weights(0.0, &even[2..7], 4), &[1.0, -4.0, 6.0, -4.0, 1.0]);
        assert_near(
            &weights(0.0, &even[4..], 1),
            &[-25.0 / 12.0, 4.0, -3.0, 4.0 / 3.0, -0.25],
        );
    }

    #[test]
    fn order_0_interpolates() {
        assert_eq!(weights(2.0, &[1.0, 2.0, 5.0], 0), [0.0, 1.0, 0.0]);
        assert_near(&weights(0.5, &[0.0, 1.0], 0), &[0.5, 0.5]);
        assert_eq!(weights(7.0, &[1.0], 0), [1.0]);
    }

    #[test]
    fn points_of_any_size_give_the_same_digits() {
        let points = [-1.5, -0.25, 0.0, 0.75, 2.0];
        let expected = weights(0.0, &points, 2);
        for exponent in [-500, -300, 300, 500] {
            let size = 2_f64.powi(exponent);
            let found = weights(0.0, &points.map(|point| point * size), 2);
            let found: Vec<f64> = found.iter().map(|weight| weight * size * size).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn bad_points_are_an_error() {
        let error = |points: &[f64], order| fornberg_weights(0.0, points, order).unwrap_err();
        let few = CalculusError::TooFewPoints {
            needed: 3,
            found: 2,
        };
        assert_eq!(error(&[0.0, 1.0], 2), few);
        assert_eq!(
            error(&[0.0, 1.0, 0.0], 1),
            CalculusError::Repeated { index: 2 }
        );
        assert!(matches!(
            error(&[0.0, f64::NAN], 1),
            CalculusError::NonFiniteCoordinate { index: 1, .. }
        ));
    }

    proptest! {
        #[test]
        fn polynomials_are_exact(
            steps in proptest::collection::vec(0.5..2.0, 6), at in -1.0..8.0, order in 0_usize..5
        ) {
            let mut point = 0.0;
            let points: Vec<f64> = steps.iter().map(|step| { point += step; point }).collect();
            let weights = weights(at, &points, order);
            for degree in 0..6_usize {
                let sum: f64 = points.iter().zip(&weights)
                    .map(|(x, w)| (x - at).powi(degree as i32) * w).sum();
                let size: f64 = points.iter().zip(&weights)
                    .map(|(x, w)| ((x - at).powi(degree as i32) * w).abs()).sum();
                let factorial = (1..=order).product::<usize>() as f64;
                let expected = if degree == order { factorial } else { 0.0 };
                prop_assert!((sum - expected).abs() <= 1e-11 * size.max(1.0), "{} {}", sum, expected);
            }
        }
    }
}
