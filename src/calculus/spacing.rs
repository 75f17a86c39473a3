//! Where the points lie, and whether they may lie there.

use super::{CalculusError, Operand, kernel};
use std::ops::Range;

/// Where the points of a series lie along its coordinate.
///
/// Coordinates may rise or fall, but must do so strictly and throughout. All lengths are in the
/// unit of the coordinate.
///
/// ```
/// use dxdt::calculus::{EdgeOrder, Spacing, gradient};
///
/// let f = [0.0, 1.0, 4.0];
/// let even = gradient(&f, Spacing::Uniform(0.5), EdgeOrder::First)?;
/// assert_eq!(even, [2.0, 4.0, 6.0]);
/// assert_eq!(even, gradient(&f, Spacing::Coordinates(&[7.0, 7.5, 8.0]), EdgeOrder::First)?);
/// assert_eq!(even, gradient(&f, Spacing::Steps(&[0.5, 0.5]), EdgeOrder::First)?);
/// # Ok::<(), dxdt::calculus::CalculusError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spacing<'a> {
    /// All steps have this length: finite and not zero.
    Uniform(f64),
    /// One coordinate a point.
    Coordinates(&'a [f64]),
    /// The steps between neighbours, one fewer than points: `steps[i]` leads from point `i` to
    /// point `i + 1`.
    ///
    /// For clocks whose stamps are too large for an `f64` to hold exactly, such as nanoseconds
    /// since 1970: differences taken between integers lose nothing.
    Steps(&'a [f64]),
}

impl Spacing<'_> {
    /// Checks that the spacing is one for `points` points.
    pub(super) fn check_length(self, points: usize) -> Result<(), CalculusError> {
        match self {
            Self::Uniform(_) => Ok(()),
            Self::Coordinates(coordinates) => {
                check_length(Operand::Coordinates, points, coordinates.len())
            }
            Self::Steps(steps) => {
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
            Self::Coordinates(coordinates) => match check_steps(CoordinateSteps(coordinates))? {
                Ok(step) => Checked::Even(step),
                Err(direction) => Checked::Coordinates(CoordinateSteps(coordinates), direction),
            },
            Self::Steps(steps) => match check_steps(GivenSteps(steps))? {
                Ok(step) => Checked::Even(step),
                Err(direction) => Checked::Steps(GivenSteps(steps), direction),
            },
        })
    }
}

/// The common length of all steps, or else their common direction.
fn check_steps(steps: impl Steps) -> Result<Result<f64, Direction>, CalculusError> {
    let direction = steps.direction()?;
    if let Some(step) = steps.common() {
        Ok(Ok(step))
    } else if kernel::all_allowed(steps, direction) {
        Ok(Err(direction))
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

/// The longest step: the sum of two is still a number that the stencils can scale.
const MAX_STEP: f64 = f64::from_bits((1023 + 1021) << 52); // 2^1021

/// Whether coordinates rise or fall: 1 or −1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Direction(f64);

impl Direction {
    /// The direction of a step, if that is a valid one at all.
    pub(super) fn of(step: f64) -> Option<Self> {
        let direction = Self(1_f64.copysign(step));
        direction.allows(step).then_some(direction)
    }

    /// Whether a step leads in this direction; never for one that is zero, NaN or infinite.
    #[inline(always)]
    pub(super) fn allows(self, step: f64) -> bool {
        let forward = self.0 * step;
        (forward > 0.0) & (forward <= MAX_STEP)
    }
}

/// The steps between neighbouring points, from wherever they come.
pub(super) trait Steps: Copy + Sync {
    /// All steps in order.
    fn iter(self) -> impl ExactSizeIterator<Item = f64>;

    /// All steps but the first.
    fn rest(self) -> Self;

    /// The steps between these points.
    fn between(self, points: Range<usize>) -> Self;

    /// The `i`-th step.
    fn at(self, i: usize) -> f64;

    /// The error for the step `i`, which leads nowhere that one could go.
    fn invalid(self, i: usize) -> CalculusError;

    /// The direction of the first step, which all others must have too; an error if there is none.
    fn direction(self) -> Result<Direction, CalculusError> {
        Direction::of(self.at(0)).ok_or_else(|| self.invalid(0))
    }

    /// The length of all steps if they are exactly equal.
    ///
    /// A look at the first few spares most uneven steps the pass over all of them.
    fn common(self) -> Option<f64> {
        const FEW: usize = 64;
        let first = self.at(0);
        let even =
            self.iter().take(FEW).all(|step| step == first) && kernel::all_equal(self, first);
        even.then_some(first)
    }

    /// The error for the first step that does not go in this direction. Slow, for when there is
    /// known to be one.
    #[cold]
    fn first_invalid(self, direction: Direction) -> CalculusError {
        let index = self.iter().position(|step| !direction.allows(step));
        self.invalid(index.expect("a pass over the same steps has met an invalid one"))
    }
}

/// Steps that are differences of neighbouring coordinates.
#[derive(Clone, Copy)]
pub(super) struct CoordinateSteps<'a>(pub(super) &'a [f64]);

impl Steps for CoordinateSteps<'_> {
    #[inline(always)]
    fn iter(self) -> impl ExactSizeIterator<Item = f64> {
        self.0.windows(2).map(|pair| pair[1] - pair[0])
    }

    #[inline(always)]
    fn rest(self) -> Self {
        Self(&self.0[1..])
    }

    fn between(self, points: Range<usize>) -> Self {
        Self(&self.0[points])
    }

    fn at(self, i: usize) -> f64 {
        self.0[i + 1] - self.0[i]
    }

    fn invalid(self, i: usize) -> CalculusError {
        match (i..=i + 1).find(|&i| !self.0[i].is_finite()) {
            Some(index) => CalculusError::NonFiniteCoordinate {
                index,
                value: self.0[index],
            },
            None => invalid_step(i, self.at(i)),
        }
    }
}

/// Steps given as such.
#[derive(Clone, Copy)]
pub(super) struct GivenSteps<'a>(pub(super) &'a [f64]);

impl Steps for GivenSteps<'_> {
    #[inline(always)]
    fn iter(self) -> impl ExactSizeIterator<Item = f64> {
        self.0.iter().copied()
    }

    #[inline(always)]
    fn rest(self) -> Self {
        Self(&self.0[1..])
    }

    fn between(self, points: Range<usize>) -> Self {
        Self(&self.0[points.start..points.end - 1])
    }

    fn at(self, i: usize) -> f64 {
        self.0[i]
    }

    fn invalid(self, i: usize) -> CalculusError {
        invalid_step(i, self.0[i])
    }
}

/// The error for a step that is zero, not finite, or against the direction of those before it.
fn invalid_step(index: usize, value: f64) -> CalculusError {
    if value == 0.0 {
        CalculusError::Repeated { index: index + 1 }
    } else if value.abs() <= MAX_STEP {
        CalculusError::Unsorted { index: index + 1 }
    } else {
        CalculusError::NonFiniteStep { index, value }
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
    fn steps_are_common_only_if_all_are_equal() {
        let mut steps = [0.5; 300];
        assert_eq!(GivenSteps(&steps).common(), Some(0.5));
        for odd in [299, 150, 64, 63, 1, 0] {
            steps[odd] = 0.75;
            assert_eq!(GivenSteps(&steps).common(), None);
            steps[odd] = 0.5;
        }
        assert_eq!(CoordinateSteps(&[1.0, 0.0, -1.0]).common(), Some(-1.0));
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
