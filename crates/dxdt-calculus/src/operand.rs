//! What an error about lengths and shapes speaks of.

use std::fmt;

/// The slice or array that a [`LengthMismatch`](super::CalculusError::LengthMismatch) or a
/// [`ShapeMismatch`](super::CalculusError::ShapeMismatch) speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// The coordinates of [`Spacing::Coordinates`](super::Spacing::Coordinates).
    Coordinates,
    /// The steps of [`Spacing::Steps`](super::Spacing::Steps).
    Steps,
    /// The output slice or array of an `_into` function.
    Output,
    /// The array that [`array::diff`](super::array::diff) is to put before the values.
    Prepend,
    /// The array that [`array::diff`](super::array::diff) is to put after the values.
    Append,
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Coordinates => "coordinates",
            Self::Steps => "steps",
            Self::Output => "output",
            Self::Prepend => "array to prepend",
            Self::Append => "array to append",
        })
    }
}
