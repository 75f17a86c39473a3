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
    /// The coordinates of a grid turn back, repeat, or are not finite.
    Coordinates {
        /// The place of the first one that does not follow, counted from 0.
        at: usize,
    },
    /// A grid has not as many values as cells.
    GridValues {
        /// The number of rows.
        rows: usize,
        /// The number of columns.
        columns: usize,
        /// The number of values.
        values: usize,
    },
    /// A file is no font.
    Font,
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
            Self::Coordinates { at } => write!(
                f,
                "the coordinates of a grid must ascend or descend, but number {at} does not follow the one before it"
            ),
            Self::GridValues {
                rows,
                columns,
                values,
            } => write!(
                f,
                "a grid of {rows} rows and {columns} columns cannot be drawn with {values} values"
            ),
            Self::Font => write!(f, "the file is no TrueType or OpenType font"),
            Self::Library(reason) => write!(f, "the chart could not be drawn: {reason}"),
        }
    }
}

impl std::error::Error for ChartError {}
