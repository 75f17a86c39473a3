//! The second derivative at every point, from three points each.

use super::spacing::{check_length, check_uniform};
use super::steps::{CoordinateSteps, GivenSteps, Steps};
use super::{CalculusError, Operand, Spacing, kernel, stencil};

/// The least number of points that have a second derivative.
const MIN_POINTS: usize = 3;

/// The second derivative of `values` at each of their points, in units of value over units of
/// coordinate squared.
///
/// With h₁ and h₂ the steps before and after an interior point, this is the second derivative of
/// the parabola through the point and its two neighbors (Fornberg 1988): first order in the steps,
/// second where they are even.
///
/// ```text
/// f″ ≈ 2·(h₁·(f₊ − f) − h₂·(f − f₋)) / (h₁·h₂·(h₁ + h₂)),    for even steps    (f₊ − 2f + f₋) / h²
/// ```
///
/// The first and the last point have no neighbor on one side. They take the parabola of the point
/// next to them, and so its value: exact for parabolas, first order otherwise.
///
/// Compared with taking [`gradient`](super::gradient()) twice, which looks at five points, this is
/// less smooth and keeps more of the noise, but also more of what is short. NaN and infinities
/// spread from a value to itself and its neighbors.
///
/// # Errors
///
/// [`CalculusError`] if there are fewer than 3 points, if lengths do not fit, if coordinates are
/// repeated, unsorted or not finite, or if a uniform spacing is zero or not finite.
///
/// ```
/// use dxdt_calculus::{Spacing, second_derivative};
///
/// let t = [0.0, 1.0, 3.0, 4.0];
/// let f = t.map(|t| 5.0 * t * t - t);
/// assert_eq!(second_derivative(&f, Spacing::Coordinates(&t))?, [10.0; 4]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn second_derivative(values: &[f64], spacing: Spacing<'_>) -> Result<Vec<f64>, CalculusError> {
    let mut out = vec![0.0; values.len()];
    second_derivative_into(values, spacing, &mut out)?;
    Ok(out)
}

/// As [`second_derivative()`], written to `out`, which has the length of `values`.
///
/// Coordinates are checked in the pass that uses them, so after an error the contents of `out` are
/// unspecified.
///
/// # Errors
///
/// As [`second_derivative()`], and if `out` has another length than `values`.
///
/// ```
/// use dxdt_calculus::{Spacing, second_derivative_into};
///
/// let mut acceleration = [0.0; 3];
/// second_derivative_into(&[0.0, 1.0, 4.0], Spacing::Uniform(1.0), &mut acceleration)?;
/// assert_eq!(acceleration, [2.0; 3]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn second_derivative_into(
    values: &[f64],
    spacing: Spacing<'_>,
    out: &mut [f64],
) -> Result<(), CalculusError> {
    let n = values.len();
    if n < MIN_POINTS {
        return Err(CalculusError::TooFewPoints {
            needed: MIN_POINTS,
            found: n,
        });
    }
    spacing.check_length(n)?;
    check_length(Operand::Output, n, out.len())?;
    match spacing {
        Spacing::Uniform(step) => {
            let h = check_uniform(step)?;
            kernel::three_point_uniform(
                values,
                |f0, f1, f2| stencil::second_uniform(f0, f1, f2, h),
                &mut out[1..n - 1],
            );
        }
        Spacing::Coordinates(coordinates) => {
            by_steps(values, CoordinateSteps(coordinates), &mut out[1..n - 1])?;
        }
        Spacing::Steps(steps) | Spacing::UnequalSteps(steps) => {
            by_steps(values, GivenSteps(steps), &mut out[1..n - 1])?;
        }
    }
    (out[0], out[n - 1]) = (out[1], out[n - 2]);
    Ok(())
}

/// The second derivative at the interior points.
fn by_steps(values: &[f64], steps: impl Steps, out: &mut [f64]) -> Result<(), CalculusError> {
    let direction = steps.direction()?;
    if kernel::three_point(values, steps, direction, stencil::second, out).valid_steps {
        Ok(())
    } else {
        Err(steps.first_invalid(direction))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_fall_has_one_acceleration_up_to_both_ends() {
        let t = [0.0, 0.1, 0.35, 0.4, 1.0, 1.7, 1.75, 3.0];
        let height = t.map(|t| 100.0 - 9.81 * t * t / 2.0);
        for a in second_derivative(&height, Spacing::Coordinates(&t)).unwrap() {
            assert!((a + 9.81).abs() < 1e-11, "{a}");
        }
    }

    #[test]
    fn all_kinds_of_spacing_agree() {
        let f = [1.0, -2.0, 5.0, 0.5];
        let even = second_derivative(&f, Spacing::Uniform(0.5)).unwrap();
        assert_eq!(even, [40.0, 40.0, -46.0, -46.0]);
        assert_eq!(
            even,
            second_derivative(&f, Spacing::Steps(&[0.5; 3])).unwrap()
        );
        assert_eq!(
            even,
            second_derivative(&f, Spacing::Coordinates(&[3.0, 2.5, 2.0, 1.5])).unwrap()
        );
    }

    #[test]
    fn bad_input_is_an_error() {
        let error = |f: &[f64], spacing| second_derivative(f, spacing).unwrap_err();
        assert_eq!(
            error(&[1.0, 2.0], Spacing::Uniform(1.0)),
            CalculusError::TooFewPoints {
                needed: 3,
                found: 2
            }
        );
        assert_eq!(
            error(&[1.0; 3], Spacing::Uniform(0.0)),
            CalculusError::InvalidSpacing(0.0)
        );
        assert_eq!(
            error(&[1.0; 3], Spacing::Steps(&[1.0, 0.0])),
            CalculusError::Repeated { index: 2 }
        );
        assert_eq!(
            error(&[1.0; 3], Spacing::Coordinates(&[0.0, 1.0, 0.5])),
            CalculusError::Unsorted { index: 2 }
        );
    }
}
