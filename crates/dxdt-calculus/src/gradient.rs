//! The first derivative at every point, as `np.gradient` defines it.

use super::formula::{self, Even, Formula, Uneven};
use super::spacing::{check_length, check_uniform};
use super::steps::{CoordinateSteps, GivenSteps, Steps};
use super::{CalculusError, EdgeOrder, Operand, Spacing};

/// The first derivative of `values` at each of their points, in units of value over units of
/// coordinate.
///
/// With h₁ and h₂ the steps before and after an interior point, the derivative there is that of the
/// parabola through the point and its two neighbors, second order in the steps:
///
/// ```text
/// f′ ≈ (h₁²·(f₊ − f) + h₂²·(f − f₋)) / (h₁·h₂·(h₁ + h₂)),    for even steps    (f₊ − f₋) / 2h
/// ```
///
/// The first and the last point take the slope to their neighbor or, by `edge_order`, that of the
/// parabola through the outermost three. This is the definition of NumPy's `gradient` (whose
/// documentation derives it, after Quarteroni, Sacco and Saleri) and the results agree to rounding.
/// The formula is arranged otherwise, in differences of values and with one division: faster, and
/// where neighboring values are alike (a smooth motion, a place far from the origin) it loses
/// fewer digits.
///
/// # NaN and infinities
///
/// In `values` they spread to the same points as in NumPy: to the neighbors, and with uneven steps
/// to the point itself. As in NumPy, coordinates or steps that are all exactly equal count as
/// uniform spacing. (Values near the largest `f64`, whose differences overflow, may be infinite
/// here and not there or the reverse.)
///
/// # Errors
///
/// [`CalculusError`] if there are fewer than 2 points (3 for [`EdgeOrder::Second`]), if lengths do
/// not fit, if coordinates are repeated, unsorted or not finite, or if a uniform spacing is zero or
/// not finite.
///
/// ```
/// use dxdt_calculus::{EdgeOrder, Spacing, gradient};
///
/// let t = [0.0, 1.0, 3.0, 4.0];
/// let f = t.map(|t| t * t);
/// assert_eq!(gradient(&f, Spacing::Coordinates(&t), EdgeOrder::First)?, [1.0, 2.0, 6.0, 7.0]);
/// assert_eq!(gradient(&f, Spacing::Coordinates(&t), EdgeOrder::Second)?, [0.0, 2.0, 6.0, 8.0]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn gradient(
    values: &[f64],
    spacing: Spacing<'_>,
    edge_order: EdgeOrder,
) -> Result<Vec<f64>, CalculusError> {
    let mut out = vec![0.0; values.len()];
    gradient_into(values, spacing, edge_order, &mut out)?;
    Ok(out)
}

/// As [`gradient()`], written to `out`, which has the length of `values`.
///
/// Coordinates are checked in the pass that uses them, so after an error the contents of `out` are
/// unspecified.
///
/// # Errors
///
/// As [`gradient()`], and if `out` has another length than `values`.
///
/// ```
/// use dxdt_calculus::{EdgeOrder, Spacing, gradient_into};
///
/// let mut velocity = [0.0; 3];
/// gradient_into(&[0.0, 2.0, 6.0], Spacing::Uniform(1.0), EdgeOrder::First, &mut velocity)?;
/// assert_eq!(velocity, [2.0, 3.0, 4.0]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn gradient_into(
    values: &[f64],
    spacing: Spacing<'_>,
    edge_order: EdgeOrder,
    out: &mut [f64],
) -> Result<(), CalculusError> {
    let (needed, found) = (edge_order.min_points(), values.len());
    if found < needed {
        return Err(CalculusError::TooFewPoints { needed, found });
    }
    spacing.check_length(values.len())?;
    check_length(Operand::Output, values.len(), out.len())?;
    match spacing {
        Spacing::Uniform(step) => uniform(values, step, edge_order, out),
        Spacing::Coordinates(coordinates) => {
            by_steps(values, CoordinateSteps(coordinates), edge_order, out)
        }
        Spacing::Steps(steps) => by_steps(values, GivenSteps(steps), edge_order, out),
        Spacing::UnequalSteps(steps) => uneven(values, GivenSteps(steps), edge_order, out),
    }
}

/// The gradient over steps that may be equal or not.
fn by_steps(
    values: &[f64],
    steps: impl Steps,
    edge_order: EdgeOrder,
    out: &mut [f64],
) -> Result<(), CalculusError> {
    steps.direction()?;
    match steps.common() {
        Some(step) => uniform(values, step, edge_order, out),
        None => uneven(values, steps, edge_order, out),
    }
}

/// The gradient by the formula for steps that are not all equal.
fn uneven(
    values: &[f64],
    steps: impl Steps,
    edge_order: EdgeOrder,
    out: &mut [f64],
) -> Result<(), CalculusError> {
    let direction = steps.direction()?;
    let n = values.len();
    let uneven = Uneven { steps, direction };
    if !uneven.interior_and_check(values, &mut out[1..n - 1]) {
        return Err(steps.first_invalid(direction));
    }
    formula::ends(uneven, values, edge_order, out);
    Ok(())
}

/// The gradient over equal steps.
fn uniform(
    values: &[f64],
    step: f64,
    edge_order: EdgeOrder,
    out: &mut [f64],
) -> Result<(), CalculusError> {
    let even = Even {
        step: check_uniform(step)?,
    };
    even.interior(values, 0, &mut out[1..values.len() - 1]);
    formula::ends(even, values, edge_order, out);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::EdgeOrder::{First, Second};
    use super::*;

    const STAMPS: [f64; 8] = [0.0, 0.1, 0.35, 0.4, 1.0, 1.7, 1.75, 3.0];

    fn acceleration_of_free_fall(edge_order: EdgeOrder) -> Vec<f64> {
        let spacing = Spacing::Coordinates(&STAMPS);
        let height = STAMPS.map(|t| 100.0 - 9.81 * t * t / 2.0);
        gradient(
            &gradient(&height, spacing, edge_order).unwrap(),
            spacing,
            edge_order,
        )
        .unwrap()
    }

    #[test]
    fn free_fall_has_one_acceleration_up_to_both_ends() {
        for a in acceleration_of_free_fall(Second) {
            assert!((a + 9.81).abs() < 1e-11, "{a}");
        }
    }

    #[test]
    fn edge_order_1_halves_the_acceleration_at_both_ends() {
        let a = acceleration_of_free_fall(First);
        assert!(
            (a[0] + 4.905).abs() < 1e-11 && (a[7] + 4.905).abs() < 1e-11,
            "{a:?}"
        );
    }

    #[test]
    fn falling_coordinates_turn_nothing_round() {
        let t = [4.0, 3.0, 1.0, 0.0];
        let f = t.map(|t| t * t);
        assert_eq!(
            gradient(&f, Spacing::Coordinates(&t), Second).unwrap(),
            [8.0, 6.0, 2.0, 0.0]
        );
        assert_eq!(
            gradient(&f, Spacing::Steps(&[-1.0, -2.0, -1.0]), Second).unwrap(),
            [8.0, 6.0, 2.0, 0.0]
        );
        assert_eq!(
            gradient(&[2.0, 1.0], Spacing::Uniform(-0.5), First).unwrap(),
            [2.0, 2.0]
        );
    }

    #[test]
    fn nan_spares_its_own_point_only_where_steps_are_equal() {
        let f = [1.0, 2.0, f64::NAN, 4.0, 5.0];
        let nan = |spacing| {
            gradient(&f, spacing, First)
                .unwrap()
                .into_iter()
                .map(f64::is_nan)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            nan(Spacing::Coordinates(&[0.0, 1.0, 2.0, 3.0, 4.0])),
            [false, true, false, true, false]
        );
        assert_eq!(
            nan(Spacing::Coordinates(&[0.0, 1.0, 2.0, 3.0, 4.5])),
            [false, true, true, true, false]
        );
    }

    #[test]
    fn an_infinite_point_takes_the_sign_of_its_weight() {
        let f = [1.0, f64::INFINITY, 3.0];
        let middle = |steps: &[f64]| gradient(&f, Spacing::Steps(steps), First).unwrap()[1];
        assert_eq!(middle(&[1.0, 2.0]), f64::INFINITY);
        assert_eq!(middle(&[2.0, 1.0]), f64::NEG_INFINITY);
        assert_eq!(middle(&[1.0, 1.0]), 1.0);
    }

    #[test]
    fn a_part_gives_that_part_of_the_result() {
        let t: Vec<f64> = (0..1000)
            .map(|i| f64::from(i) + f64::from(i * i % 7) / 10.0)
            .collect();
        let f: Vec<f64> = t.iter().map(|t| t.sin()).collect();
        let whole = gradient(&f, Spacing::Coordinates(&t), First).unwrap();
        for (from, to) in [(0, 20), (3, 9), (501, 1000), (17, 533)] {
            let part = gradient(&f[from..to], Spacing::Coordinates(&t[from..to]), First).unwrap();
            assert_eq!(part[1..to - from - 1], whole[from + 1..to - 1]);
        }
    }

    #[test]
    fn lengths_are_checked() {
        let error = |f: &[f64], spacing, edge_order| gradient(f, spacing, edge_order).unwrap_err();
        assert_eq!(
            error(&[], Spacing::Uniform(1.0), First),
            CalculusError::TooFewPoints {
                needed: 2,
                found: 0
            }
        );
        assert_eq!(
            error(&[1.0, 2.0], Spacing::Uniform(1.0), Second),
            CalculusError::TooFewPoints {
                needed: 3,
                found: 2
            }
        );
        assert_eq!(
            error(&[1.0, 2.0], Spacing::Coordinates(&[1.0]), First),
            CalculusError::LengthMismatch {
                operand: Operand::Coordinates,
                expected: 2,
                found: 1
            }
        );
        assert_eq!(
            error(&[1.0, 2.0], Spacing::Steps(&[1.0, 2.0]), First),
            CalculusError::LengthMismatch {
                operand: Operand::Steps,
                expected: 1,
                found: 2
            }
        );
        assert_eq!(
            gradient_into(&[1.0, 2.0], Spacing::Uniform(1.0), First, &mut [0.0; 3]),
            Err(CalculusError::LengthMismatch {
                operand: Operand::Output,
                expected: 2,
                found: 3
            })
        );
    }
}
