//! What can go wrong while a chart is drawn.

use std::fmt;

/// Why a chart could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChartError {
    /// The size asked for is outside the limits of [`ChartSize`](super::ChartSize).
    Size {
        /// The width asked for, in pixels.
        width: u32,
        /// The height asked for, in pixels.
        height: u32,
    },
    /// A segment has more values on one axis than on the other.
    UnequalLengths {
        /// The number of values along x.
        x: usize,
        /// The number of values along y.
        y: usize,
    },
    /// The drawing library refused; the text is its own.
    Library(String),
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use super::ChartSize as Size;
        match self {
            Self::Size { width, height } => write!(
                f,
                "a chart of {width}x{height} pixels is out of bounds: from {}x{} to {}x{} can be drawn",
                Size::MIN.width(),
                Size::MIN.height(),
                Size::MAX.width(),
                Size::MAX.height()
            ),
            Self::UnequalLengths { x, y } => {
                write!(f, "a chart segment has {x} x values but {y} y values")
            }
            Self::Library(reason) => write!(f, "the chart could not be drawn: {reason}"),
        }
    }
}

impl std::error::Error for ChartError {}
