//! The steps between points, and the direction that all of them must have.

use super::{CalculusError, kernel};
use std::ops::Range;

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

/// The steps between neighboring points, from wherever they come.
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

/// Steps that are differences of neighboring coordinates.
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
    use super::*;

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
}
