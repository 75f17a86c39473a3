//! Where the points lie, and whether they may lie there.

use super::steps::{CoordinateSteps, Direction, GivenSteps, Steps};
use super::{CalculusError, Operand, kernel};

/// Where the points of a series lie along its coordinate.
///
/// Coordinates may rise or fall, but must do so strictly and throughout. All lengths are in the
/// unit of the coordinate.
///
/// ```
/// use dxdt_calculus::{EdgeOrder, Spacing, gradient};
///
/// let f = [0.0, 1.0, 4.0];
/// let even = gradient(&f, Spacing::Uniform(0.5), EdgeOrder::First)?;
/// assert_eq!(even, [2.0, 4.0, 6.0]);
/// assert_eq!(even, gradient(&f, Spacing::Coordinates(&[7.0, 7.5, 8.0]), EdgeOrder::First)?);
/// assert_eq!(even, gradient(&f, Spacing::Steps(&[0.5, 0.5]), EdgeOrder::First)?);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spacing<'a> {
    /// All steps have this length: finite and not zero.
    Uniform(f64),
    /// One coordinate a point.
    Coordinates(&'a [f64]),
    /// The steps between neighbors, one fewer than points: `steps[i]` leads from point `i` to
    /// point `i + 1`.
    ///
    /// For clocks whose timestamps are too large for an `f64` to hold exactly, such as nanoseconds
    /// since 1970: differences taken between integers lose nothing.
    Steps(&'a [f64]),
    /// As `Steps`, of a part of points whose steps are not all equal, though those of the part may be: by the formula
    /// for unequal steps, so that the part gets the values that it has in the whole.
    UnequalSteps(&'a [f64]),
}

impl Spacing<'_> {
    /// Checks that the spacing is one for `points` points.
    pub(super) fn check_length(self, points: usize) -> Result<(), CalculusError> {
        match self {
            Self::Uniform(_) => Ok(()),
            Self::Coordinates(coordinates) => {
                check_length(Operand::Coordinates, points, coordinates.len())
            }
            Self::Steps(steps) | Self::UnequalSteps(steps) => {
                check_length(Operand::Steps, points.saturating_sub(1), steps.len())
            }
        }
    }
}

/// A spacing that has been found to be right: what is left of it is an even step, or else steps that
/// all lead in one direction.
#[derive(Clone, Copy)]
pub(super) enum Checked<'a> {
    Even(f64),
    Coordinates(CoordinateSteps<'a>, Direction),
    Steps(GivenSteps<'a>, Direction),
}

impl<'a> Spacing<'a> {
    /// Checks the spacing of `points` points, of which there are at least two.
    pub(super) fn check(self, points: usize) -> Result<Checked<'a>, CalculusError> {
        self.check_length(points)?;
        Ok(match self {
            Self::Uniform(step) => Checked::Even(check_uniform(step)?),
            Self::Coordinates(coordinates) => {
                check_steps(CoordinateSteps(coordinates), Checked::Coordinates)?
            }
            Self::Steps(steps) => check_steps(GivenSteps(steps), Checked::Steps)?,
            Self::UnequalSteps(steps) => check_uneven(GivenSteps(steps), Checked::Steps)?,
        })
    }
}

/// The common length of all steps, or else the steps and their common direction.
fn check_steps<'a, S: Steps>(
    steps: S,
    uneven: impl FnOnce(S, Direction) -> Checked<'a>,
) -> Result<Checked<'a>, CalculusError> {
    steps.direction()?;
    match steps.common() {
        Some(step) => Ok(Checked::Even(step)),
        None => check_uneven(steps, uneven),
    }
}

/// The steps and their common direction.
fn check_uneven<'a, S: Steps>(
    steps: S,
    uneven: impl FnOnce(S, Direction) -> Checked<'a>,
) -> Result<Checked<'a>, CalculusError> {
    let direction = steps.direction()?;
    if kernel::all_allowed(steps, direction) {
        Ok(uneven(steps, direction))
    } else {
        Err(steps.first_invalid(direction))
    }
}

/// Checks the length of one slice.
pub(super) fn check_length(
    operand: Operand,
    expected: usize,
    found: usize,
) -> Result<(), CalculusError> {
    if found == expected {
        Ok(())
    } else {
        Err(CalculusError::LengthMismatch {
            operand,
            expected,
            found,
        })
    }
}

/// Checks a uniform spacing and gives it back.
pub(super) fn check_uniform(spacing: f64) -> Result<f64, CalculusError> {
    match Direction::of(spacing) {
        Some(_) => Ok(spacing),
        None => Err(CalculusError::InvalidSpacing(spacing)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EdgeOrder::First, gradient};
    use super::*;

    #[test]
    fn the_first_bad_coordinate_is_named() {
        let error =
            |t: &[f64]| gradient(&vec![0.0; t.len()], Spacing::Coordinates(t), First).unwrap_err();
        assert_eq!(
            error(&[1.0, 1.0, 1.0]),
            CalculusError::Repeated { index: 1 }
        );
        assert_eq!(
            error(&[1.0, 2.0, 4.0, 4.0, 3.0]),
            CalculusError::Repeated { index: 3 }
        );
        assert_eq!(
            error(&[1.0, 2.0, 4.0, 3.0, 3.0]),
            CalculusError::Unsorted { index: 3 }
        );
        assert_eq!(
            error(&[4.0, 3.0, 1.0, 2.0]),
            CalculusError::Unsorted { index: 3 }
        );
        let infinite = CalculusError::NonFiniteCoordinate {
            index: 2,
            value: f64::INFINITY,
        };
        assert_eq!(error(&[4.0, 5.0, f64::INFINITY, f64::INFINITY]), infinite);
        assert!(matches!(
            error(&[f64::NAN, 5.0, 6.0]),
            CalculusError::NonFiniteCoordinate { index: 0, .. }
        ));
        let overflow = CalculusError::NonFiniteStep {
            index: 1,
            value: f64::INFINITY,
        };
        assert_eq!(error(&[-1.1e308, -1e308, 1e308]), overflow);
    }

    #[test]
    fn the_first_bad_step_is_named() {
        let error = |steps: &[f64]| {
            gradient(&vec![0.0; steps.len() + 1], Spacing::Steps(steps), First).unwrap_err()
        };
        assert_eq!(
            error(&[1.0, 2.0, 0.0]),
            CalculusError::Repeated { index: 3 }
        );
        assert_eq!(
            error(&[1.0, -2.0, 0.0]),
            CalculusError::Unsorted { index: 2 }
        );
        assert!(matches!(
            error(&[1.0, 2.0, f64::NAN]),
            CalculusError::NonFiniteStep { index: 2, .. }
        ));
        assert!(matches!(
            error(&[f64::INFINITY; 2]),
            CalculusError::NonFiniteStep { index: 0, .. }
        ));
    }

    #[test]
    fn a_spacing_of_nothing_is_an_error() {
        for spacing in [0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY] {
            let error = gradient(&[1.0, 2.0], Spacing::Uniform(spacing), First).unwrap_err();
            assert_eq!(error, CalculusError::InvalidSpacing(spacing));
        }
        assert!(gradient(&[1.0, 2.0], Spacing::Uniform(f64::NAN), First).is_err());
    }
}
