//! Differences between neighbors, plain and over their steps.

use super::spacing::{check_length, check_uniform};
use super::steps::{CoordinateSteps, GivenSteps, Steps};
use super::{CalculusError, Operand, Spacing, kernel, stencil};

/// The differences `values[i + 1] − values[i]`, taken `order` times over, as NumPy's `diff`; in the
/// unit of the values.
///
/// The result is `order` shorter than `values`, and empty if they are too few. Order 0 gives the
/// values themselves.
///
/// ```
/// use dxdt_calculus::diff;
///
/// assert_eq!(diff(&[1.0, 2.0, 4.0, 7.0, 0.0], 1), [1.0, 2.0, 3.0, -7.0]);
/// assert_eq!(diff(&[1.0, 2.0, 4.0, 7.0, 0.0], 2), [1.0, 1.0, -10.0]);
/// assert!(diff(&[1.0, 2.0], 5).is_empty());
/// ```
pub fn diff(values: &[f64], order: usize) -> Vec<f64> {
    differences(values.to_vec(), order)
}

/// As [`diff`] of `prepend`, `values` and `append` one after the other, as NumPy's `diff` with
/// these arguments.
///
/// One value at either end keeps the length of the first differences. As in NumPy, order 0 gives
/// `values` alone.
///
/// ```
/// use dxdt_calculus::diff_with;
///
/// assert_eq!(diff_with(&[1.0, 3.0, 6.0], 1, &[0.0], &[]), [1.0, 2.0, 3.0]);
/// assert_eq!(diff_with(&[1.0, 3.0, 6.0], 1, &[], &[6.0]), [2.0, 3.0, 0.0]);
/// ```
pub fn diff_with(values: &[f64], order: usize, prepend: &[f64], append: &[f64]) -> Vec<f64> {
    if order == 0 {
        values.to_vec()
    } else {
        differences([prepend, values, append].concat(), order)
    }
}

/// Repeated differences in place.
fn differences(mut values: Vec<f64>, order: usize) -> Vec<f64> {
    if order >= values.len() && order > 0 {
        return Vec::new();
    }
    for _ in 0..order {
        for i in 1..values.len() {
            values[i - 1] = values[i] - values[i - 1];
        }
        values.pop();
    }
    values
}

/// The slope from each point to the next, `np.diff(values) / np.diff(t)`: one value fewer than
/// points, in units of value over units of coordinate.
///
/// A slope belongs to the middle of its step, where it is second order; taken for the derivative at
/// either point it is first order. Fewer than two points have no slope: the result is empty.
///
/// # Errors
///
/// [`CalculusError`] if lengths do not fit, if coordinates are repeated, unsorted or not finite, or
/// if a uniform spacing is zero or not finite.
///
/// ```
/// use dxdt_calculus::{Spacing, forward_difference};
///
/// let slopes = forward_difference(&[0.0, 1.0, 9.0], Spacing::Coordinates(&[0.0, 1.0, 3.0]))?;
/// assert_eq!(slopes, [1.0, 4.0]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn forward_difference(values: &[f64], spacing: Spacing<'_>) -> Result<Vec<f64>, CalculusError> {
    let mut out = vec![0.0; values.len().saturating_sub(1)];
    forward_difference_into(values, spacing, &mut out)?;
    Ok(out)
}

/// As [`forward_difference`], written to `out`, which is one shorter than `values`.
///
/// Coordinates are checked in the pass that uses them, so after an error the contents of `out` are
/// unspecified.
///
/// # Errors
///
/// As [`forward_difference`], and if the length of `out` does not fit.
///
/// ```
/// use dxdt_calculus::{Spacing, forward_difference_into};
///
/// let mut slopes = [0.0; 2];
/// forward_difference_into(&[0.0, 1.0, 9.0], Spacing::Uniform(2.0), &mut slopes)?;
/// assert_eq!(slopes, [0.5, 4.0]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn forward_difference_into(
    values: &[f64],
    spacing: Spacing<'_>,
    out: &mut [f64],
) -> Result<(), CalculusError> {
    spacing.check_length(values.len())?;
    check_length(Operand::Output, values.len().saturating_sub(1), out.len())?;
    match spacing {
        Spacing::Uniform(step) => {
            let h = check_uniform(step)?;
            for (f, out) in values.windows(2).zip(out) {
                *out = stencil::slope(f[0], f[1], h);
            }
            Ok(())
        }
        Spacing::Coordinates(coordinates) => by_steps(values, CoordinateSteps(coordinates), out),
        Spacing::Steps(steps) | Spacing::UnequalSteps(steps) => {
            by_steps(values, GivenSteps(steps), out)
        }
    }
}

/// The slopes over steps that may be equal or not.
fn by_steps(values: &[f64], steps: impl Steps, out: &mut [f64]) -> Result<(), CalculusError> {
    if out.is_empty() {
        return Ok(());
    }
    let direction = steps.direction()?;
    if kernel::two_point(values, steps, direction, stencil::slope, out) {
        Ok(())
    } else {
        Err(steps.first_invalid(direction))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_of_any_order() {
        let f = [1.0, 4.0, 9.0, 16.0];
        assert_eq!(diff(&f, 0), f);
        assert_eq!(diff(&f, 1), [3.0, 5.0, 7.0]);
        assert_eq!(diff(&f, 3), [0.0]);
        assert!(diff(&f, 4).is_empty());
        assert!(diff(&f, usize::MAX).is_empty());
        assert!(diff(&[], 0).is_empty());
        assert!(diff(&[], 1).is_empty());
    }

    #[test]
    fn values_are_put_before_and_after() {
        assert_eq!(
            diff_with(&[1.0, 4.0], 1, &[-1.0, 0.0], &[9.0]),
            [1.0, 1.0, 3.0, 5.0]
        );
        assert_eq!(diff_with(&[], 1, &[1.0], &[3.0]), [2.0]);
        assert_eq!(diff_with(&[1.0, 4.0], 0, &[0.0], &[9.0]), [1.0, 4.0]);
    }

    #[test]
    fn slopes_of_few_points_are_none() {
        for spacing in [Spacing::Uniform(1.0), Spacing::Steps(&[])] {
            assert_eq!(forward_difference(&[], spacing), Ok(vec![]));
            assert_eq!(forward_difference(&[1.0], spacing), Ok(vec![]));
        }
        assert_eq!(
            forward_difference(&[1.0, 3.0], Spacing::Coordinates(&[2.0, 1.0])),
            Ok(vec![-2.0])
        );
    }

    #[test]
    fn bad_input_is_an_error() {
        let error = |spacing| forward_difference(&[1.0, 2.0, 3.0], spacing).unwrap_err();
        assert_eq!(
            error(Spacing::Uniform(0.0)),
            CalculusError::InvalidSpacing(0.0)
        );
        assert_eq!(
            error(Spacing::Coordinates(&[1.0, 1.0, 2.0])),
            CalculusError::Repeated { index: 1 }
        );
        assert_eq!(
            error(Spacing::Steps(&[1.0, -1.0])),
            CalculusError::Unsorted { index: 2 }
        );
        assert_eq!(
            forward_difference_into(&[1.0; 3], Spacing::Uniform(1.0), &mut [0.0; 3]),
            Err(CalculusError::LengthMismatch {
                operand: Operand::Output,
                expected: 2,
                found: 3
            })
        );
    }
}
