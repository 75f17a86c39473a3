//! A scalar field on a grid with one coordinate for every row and column.

use ndarray::Array2;

/// One axis of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridAxis {
    /// What the axis is, such as `x` or `easting`.
    pub name: String,
    /// The unit of its coordinates.
    pub unit: Option<String>,
    /// The coordinate of each row or column, rising or falling.
    pub coordinates: Vec<f64>,
    /// The distance between neighbors where it is the same for all and known exactly.
    pub spacing: Option<f64>,
}

/// What a grid was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A matrix of numbers.
    Matrix,
    /// Rows of x, y and value.
    Points,
    /// An image; y counts downwards.
    Image,
}

/// A scalar field: `values[[row, column]]` is at `y[row]`, `x[column]`. NaN where there is no value.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The values, a row for each y.
    pub values: Array2<f64>,
    /// Across, the second index.
    pub x: GridAxis,
    /// Along, the first index.
    pub y: GridAxis,
    /// What the values are, such as `luminance`.
    pub quantity: String,
    /// Their unit.
    pub unit: Option<String>,
    /// What the grid was read from.
    pub origin: Origin,
}

impl GridAxis {
    /// `count` points `spacing` apart, the first at 0.
    ///
    /// ```
    /// use dxdt::field::GridAxis;
    /// let x = GridAxis::uniform("x", 3, 0.5);
    /// assert_eq!(x.coordinates, [0.0, 0.5, 1.0]);
    /// ```
    pub fn uniform(name: &str, count: usize, spacing: f64) -> Self {
        Self {
            name: name.to_owned(),
            unit: None,
            coordinates: (0..count).map(|i| i as f64 * spacing).collect(),
            spacing: Some(spacing),
        }
    }
}
