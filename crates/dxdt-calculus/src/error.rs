//! What can be wrong with the input of a derivative.

use super::Operand;
use std::{error::Error, fmt};

/// Why a derivative could not be taken. Indices count from zero.
///
/// ```
/// use dxdt_calculus::{CalculusError, EdgeOrder, Spacing, gradient};
///
/// let spacing = Spacing::Coordinates(&[0.0, 0.5, 0.5]);
/// let error = gradient(&[1.0, 2.0, 4.0], spacing, EdgeOrder::First).unwrap_err();
/// assert_eq!(error, CalculusError::Repeated { index: 2 });
/// assert_eq!(
///     error.to_string(),
///     "points 1 and 2 have the same coordinate: each point needs its own"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CalculusError {
    /// The formula needs more points than there are.
    TooFewPoints {
        /// The least number of points that the formula needs.
        needed: usize,
        /// The number of points given.
        found: usize,
    },
    /// A slice has another length than the values ask for.
    LengthMismatch {
        /// The slice that does not fit.
        operand: Operand,
        /// The length it should have.
        expected: usize,
        /// The length it has.
        found: usize,
    },
    /// A Kalman smoother was asked for with a number of states that it does not have.
    States {
        /// The number of states given; 3, 4, 5 and 6 are possible.
        given: usize,
    },
    /// A low-pass filter was asked for with a cutoff that is not larger than 0.
    Cutoff {
        /// The cutoff given.
        given: f64,
    },
    /// A polynomial was asked for with a degree that is not from 1 to 6.
    Degree {
        /// The degree given.
        given: usize,
    },
    /// A window has an even number of points, or no more than the degree of its polynomial.
    Window {
        /// The number of points given.
        given: usize,
        /// The degree.
        degree: usize,
    },
    /// A coordinate is NaN or infinite.
    NonFiniteCoordinate {
        /// The point.
        index: usize,
        /// Its coordinate.
        value: f64,
    },
    /// A step is NaN, infinite or longer than 2¹⁰²¹ (about 2.2e307).
    NonFiniteStep {
        /// The step, which leads from the point of this index to the next.
        index: usize,
        /// Its length.
        value: f64,
    },
    /// A point has the coordinate of the one before it.
    Repeated {
        /// The later of the two points.
        index: usize,
    },
    /// The coordinates turn back: they neither rise nor fall throughout.
    Unsorted {
        /// The first point that lies on the wrong side of the one before it.
        index: usize,
    },
    /// The uniform spacing is zero, NaN, infinite or longer than 2¹⁰²¹ (about 2.2e307).
    InvalidSpacing(
        /// The spacing given.
        f64,
    ),
    /// The edge order is neither 1 nor 2.
    UnknownEdgeOrder(
        /// What was given.
        String,
    ),
    /// The accuracy is none of 2, 4, 6 and 8.
    UnknownAccuracy(
        /// What was given.
        String,
    ),
    /// There is no formula for a derivative of this order.
    UnsupportedOrder {
        /// The highest order that there is.
        highest: usize,
        /// The order asked for.
        found: usize,
    },
    /// Something is wrong along one axis of an array.
    AlongAxis {
        /// The axis, counted from zero.
        axis: usize,
        /// What is wrong.
        error: Box<CalculusError>,
    },
    /// The array does not have this axis.
    UnknownAxis {
        /// The axis asked for; negative ones count from the last.
        axis: isize,
        /// The number of axes that there are.
        dimensions: usize,
    },
    /// An axis is asked for twice.
    RepeatedAxis {
        /// The axis, counted from zero.
        axis: usize,
    },
    /// The number of spacings is neither none, nor one uniform one, nor one an axis.
    SpacingCount {
        /// The number of axes along which to differentiate.
        axes: usize,
        /// The number of spacings given.
        found: usize,
    },
    /// There is not one output for each axis.
    OutputCount {
        /// The number of axes along which to differentiate.
        axes: usize,
        /// The number of outputs given.
        found: usize,
    },
    /// An array has another shape than the values ask for.
    ShapeMismatch {
        /// The array that does not fit.
        operand: Operand,
        /// The shape it should have.
        expected: Vec<usize>,
        /// The shape it has.
        found: Vec<usize>,
    },
}

impl CalculusError {
    /// This error as one along an axis.
    pub(super) fn along(self, axis: usize) -> Self {
        Self::AlongAxis {
            axis,
            error: Box::new(self),
        }
    }
}

impl fmt::Display for CalculusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::States { given } => {
                write!(f, "a Kalman smoother has 3 to 6 states, not {given}")
            }
            Self::Degree { given } => write!(f, "a degree is from 1 to 6, not {given}"),
            Self::Window { given, degree } => write!(
                f,
                "a window has an odd number of rows above the degree of {degree}, not {given}"
            ),
            Self::Cutoff { given } => write!(f, "a cutoff is larger than 0, not {given}"),
            Self::TooFewPoints { needed, found } => {
                write!(
                    f,
                    "this derivative needs at least {needed} points, but there are only {found}"
                )
            }
            Self::LengthMismatch {
                operand,
                expected,
                found,
            } => {
                write!(
                    f,
                    "the {operand} should have a length of {expected} to fit the values, but has {found}"
                )
            }
            Self::NonFiniteCoordinate { index, value } => {
                write!(
                    f,
                    "the coordinate of point {index} is {value}: coordinates must be finite numbers"
                )
            }
            Self::NonFiniteStep { index, value } => {
                let next = index + 1;
                write!(
                    f,
                    "the step from point {index} to point {next} is {value:?}: it must be finite, below 2e307"
                )
            }
            Self::Repeated { index } => {
                let before = index - 1;
                write!(
                    f,
                    "points {before} and {index} have the same coordinate: each point needs its own"
                )
            }
            Self::Unsorted { index } => {
                let before = index - 1;
                write!(
                    f,
                    "the coordinates change direction from point {before} to point {index}, but they must rise or \
                     fall throughout"
                )
            }
            Self::InvalidSpacing(spacing) => {
                write!(
                    f,
                    "a uniform spacing of {spacing:?} is not possible: it must be finite and not zero"
                )
            }
            Self::UnknownEdgeOrder(given) => {
                write!(f, "the edge order is 1 or 2, not '{given}'")
            }
            Self::UnknownAccuracy(given) => {
                write!(f, "the accuracy is 2, 4, 6 or 8, not '{given}'")
            }
            Self::UnsupportedOrder { highest, found } => {
                write!(
                    f,
                    "a derivative of order {found} is not possible here: the order is 1 to {highest}"
                )
            }
            Self::AlongAxis { axis, error } => write!(f, "along axis {axis}: {error}"),
            Self::UnknownAxis {
                axis,
                dimensions: 0,
            } => write!(f, "there is no axis {axis}: this is a single value"),
            Self::UnknownAxis { axis, dimensions } => {
                let last = dimensions - 1;
                write!(
                    f,
                    "there is no axis {axis}: axes are 0 to {last}, or -{dimensions} to -1 from the last"
                )
            }
            Self::RepeatedAxis { axis } => {
                write!(f, "axis {axis} is given twice: give each axis once")
            }
            Self::SpacingCount { axes, found } => {
                write!(
                    f,
                    "{found} spacings do not fit {axes} axes: give none, a single uniform one, or one for each axis"
                )
            }
            Self::OutputCount { axes, found } => {
                write!(
                    f,
                    "{found} outputs do not fit {axes} axes: give one for each axis"
                )
            }
            Self::ShapeMismatch {
                operand,
                expected,
                found,
            } => {
                write!(
                    f,
                    "the {operand} should have the shape {expected:?} to fit the values, but has {found:?}"
                )
            }
        }
    }
}

impl Error for CalculusError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_sentences_that_name_the_place() {
        let message = |error: CalculusError| error.to_string();
        assert_eq!(
            message(CalculusError::TooFewPoints {
                needed: 3,
                found: 2
            }),
            "this derivative needs at least 3 points, but there are only 2"
        );
        assert_eq!(
            message(CalculusError::LengthMismatch {
                operand: Operand::Steps,
                expected: 4,
                found: 5
            }),
            "the steps should have a length of 4 to fit the values, but has 5"
        );
        assert_eq!(
            message(CalculusError::NonFiniteCoordinate {
                index: 7,
                value: f64::NAN
            }),
            "the coordinate of point 7 is NaN: coordinates must be finite numbers"
        );
        assert_eq!(
            message(CalculusError::NonFiniteStep {
                index: 6,
                value: f64::INFINITY
            }),
            "the step from point 6 to point 7 is inf: it must be finite, below 2e307"
        );
        assert_eq!(
            message(CalculusError::Unsorted { index: 7 }),
            "the coordinates change direction from point 6 to point 7, but they must rise or fall throughout"
        );
        assert_eq!(
            message(CalculusError::InvalidSpacing(0.0)),
            "a uniform spacing of 0.0 is not possible: it must be finite and not zero"
        );
    }

    #[test]
    fn messages_name_the_axis() {
        assert_eq!(
            CalculusError::Repeated { index: 2 }.along(1).to_string(),
            "along axis 1: points 1 and 2 have the same coordinate: each point needs its own"
        );
        let unknown =
            |axis, dimensions| CalculusError::UnknownAxis { axis, dimensions }.to_string();
        assert_eq!(
            unknown(3, 2),
            "there is no axis 3: axes are 0 to 1, or -2 to -1 from the last"
        );
        assert_eq!(unknown(0, 0), "there is no axis 0: this is a single value");
        assert_eq!(
            CalculusError::ShapeMismatch {
                operand: Operand::Prepend,
                expected: vec![2, 1],
                found: vec![3, 3]
            }
            .to_string(),
            "the array to prepend should have the shape [2, 1] to fit the values, but has [3, 3]"
        );
    }
}
