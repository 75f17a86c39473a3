//! Derivatives of order 1 to 4, by one scheme or another.

use super::finite_difference::{check_order, finite_difference_into};
use super::spacing::check_length;
use super::{Accuracy, CalculusError, EdgeOrder, Operand, Spacing, gradient_into};

/// How a derivative of higher order is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// The [`gradient`](super::gradient()) with this edge order, as often as the order says.
    ///
    /// Each pass smooths a little: order m looks at 2m + 1 points. Towards the ends accuracy is lost
    /// from pass to pass, with [`EdgeOrder::First`] much of it.
    Chained(EdgeOrder),
    /// The [`finite_difference`](super::finite_difference()) of this accuracy: one stencil, with the
    /// same accuracy at all points.
    Stencil(Accuracy),
}

/// The derivative of this order, 1 to 4, at each point, in units of value over units of coordinate to
/// the power of the order.
///
/// # Errors
///
/// [`CalculusError`] if the order is not 1 to 4, and as [`gradient`](super::gradient()) or
/// [`finite_difference`](super::finite_difference()).
///
/// ```
/// use dxdt_calculus::{Accuracy, EdgeOrder, Scheme, Spacing, derivative};
///
/// let t: [f64; 6] = [0.0, 0.5, 0.75, 1.5, 2.0, 2.25];
/// let fall = t.map(|t| -9.81 * t * t / 2.0);
/// for scheme in [Scheme::Chained(EdgeOrder::Second), Scheme::Stencil(Accuracy::Second)] {
///     let acceleration = derivative(&fall, Spacing::Coordinates(&t), 2, scheme)?;
///     assert!(acceleration.iter().all(|a| (a + 9.81).abs() < 1e-11));
/// }
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn derivative(
    values: &[f64],
    spacing: Spacing<'_>,
    order: usize,
    scheme: Scheme,
) -> Result<Vec<f64>, CalculusError> {
    let mut out = vec![0.0; values.len()];
    derivative_into(values, spacing, order, scheme, &mut out)?;
    Ok(out)
}

/// As [`derivative()`], written to `out`, which has the length of `values`. After an error its
/// contents are unspecified.
///
/// A chain of more than one gradient needs another array of that length for what is between.
///
/// # Errors
///
/// As [`derivative()`], and if `out` has another length than `values`.
///
/// ```
/// use dxdt_calculus::{EdgeOrder, Scheme, Spacing, derivative_into};
///
/// let mut second = [0.0; 4];
/// let chained = Scheme::Chained(EdgeOrder::Second);
/// derivative_into(&[0.0, 1.0, 4.0, 9.0], Spacing::Uniform(1.0), 2, chained, &mut second)?;
/// assert_eq!(second, [2.0; 4]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn derivative_into(
    values: &[f64],
    spacing: Spacing<'_>,
    order: usize,
    scheme: Scheme,
    out: &mut [f64],
) -> Result<(), CalculusError> {
    check_order(order)?;
    match scheme {
        Scheme::Stencil(accuracy) => finite_difference_into(values, spacing, order, accuracy, out),
        Scheme::Chained(edge_order) => {
            check_length(Operand::Output, values.len(), out.len())?;
            gradient_into(values, spacing, edge_order, out)?;
            let mut lower = vec![0.0; if order > 1 { out.len() } else { 0 }];
            for _ in 1..order {
                lower.copy_from_slice(out);
                gradient_into(&lower, spacing, edge_order, out)?;
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gradient;
    use super::*;

    const SCHEMES: [Scheme; 3] = [
        Scheme::Chained(EdgeOrder::Second),
        Scheme::Stencil(Accuracy::Second),
        Scheme::Stencil(Accuracy::Sixth),
    ];

    #[test]
    fn a_chain_is_the_gradient_of_the_gradient() {
        let t = [0.0, 1.0, 1.5, 4.0, 5.0];
        let f = [1.0, -2.0, 0.5, 3.0, 7.0];
        let spacing = Spacing::Coordinates(&t);
        for edge_order in [EdgeOrder::First, EdgeOrder::Second] {
            let mut expected = f.to_vec();
            for order in 1..=4 {
                expected = gradient(&expected, spacing, edge_order).unwrap();
                let found = derivative(&f, spacing, order, Scheme::Chained(edge_order));
                assert_eq!(found.as_ref(), Ok(&expected));
            }
        }
    }

    #[test]
    fn all_schemes_agree_where_the_motion_is_smooth() {
        let t: Vec<f64> = (0..2000)
            .map(|i| f64::from(i) / 100.0 + 1e-3 * f64::from(i % 3))
            .collect();
        let f: Vec<f64> = t.iter().map(|t| t.sin()).collect();
        let spacing = Spacing::Coordinates(&t);
        for (order, tolerance) in [(1, 1e-4), (2, 1e-3), (3, 3e-2)] {
            let turn = order as f64 * std::f64::consts::FRAC_PI_2;
            for scheme in SCHEMES {
                let found = derivative(&f, spacing, order, scheme).unwrap();
                for (found, t) in found.iter().zip(&t).skip(10).take(1980) {
                    let error = found - (t + turn).sin();
                    assert!(
                        error.abs() < tolerance,
                        "order {order} by {scheme:?}: {error}"
                    );
                }
            }
        }
    }

    #[test]
    fn orders_are_1_to_4() {
        for scheme in SCHEMES {
            for order in [0, 5] {
                assert_eq!(
                    derivative(&[0.0; 20], Spacing::Uniform(1.0), order, scheme),
                    Err(CalculusError::UnsupportedOrder {
                        highest: 4,
                        found: order
                    })
                );
            }
        }
    }
}
