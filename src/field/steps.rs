//! The gradient of a field, its magnitude and direction, and edges where it is steep.

use ndarray::{Array2, Zip};

use dxdt_calculus::array::gradient_along;
use dxdt_calculus::{CalculusError, EdgeOrder, Spacing};
use dxdt_motion::error::{Error, Result};

use super::grid::{Grid, GridAxis};

/// The gradient of a field at every node; NaN where a stencil has no value.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldGradient {
    /// The derivative along x.
    pub x: Array2<f64>,
    /// The derivative along y.
    pub y: Array2<f64>,
    /// The length of the gradient.
    pub magnitude: Array2<f64>,
    /// The direction of steepest ascent in degrees from the direction of growing x towards that of growing y, from
    /// −180 to 180.
    pub direction: Array2<f64>,
}

/// Differentiates a field along both axes, over the coordinates as they are.
///
/// ```
/// use dxdt_calculus::EdgeOrder;
/// use dxdt::field::{GridOptions, field_gradient, read_grid};
/// use dxdt_formats::Source;
/// let source = Source::from_bytes("g".into(), b"0 3 6\n4 7 10\n".to_vec())?; // 3x + 4y
/// let gradient = field_gradient(&read_grid(&source, &GridOptions::default())?, EdgeOrder::First)?;
/// assert!(gradient.magnitude.iter().all(|length| (length - 5.0).abs() < 1e-12));
/// # Ok::<(), dxdt::Error>(())
/// ```
///
/// # Errors
/// A grid too small for the edge order, coordinates that repeat or turn back, a spacing of zero.
pub fn field_gradient(grid: &Grid, edge_order: EdgeOrder) -> Result<FieldGradient> {
    let along = |axis: isize, of: &GridAxis| {
        let spacing = match of.spacing {
            Some(spacing) => Spacing::Uniform(spacing),
            None => Spacing::Coordinates(&of.coordinates),
        };
        gradient_along(&grid.values, axis, spacing, edge_order).map_err(|error| explain(&error, of))
    };
    let (x, y) = (along(1, &grid.x)?, along(0, &grid.y)?);
    let magnitude = Zip::from(&x).and(&y).par_map_collect(|x, y| x.hypot(*y));
    let direction = Zip::from(&x)
        .and(&y)
        .par_map_collect(|x, y| y.atan2(*x).to_degrees());
    Ok(FieldGradient {
        x,
        y,
        magnitude,
        direction,
    })
}

fn explain(error: &CalculusError, axis: &GridAxis) -> Error {
    // The axis is called by its name, not by its number.
    let error = match error {
        CalculusError::AlongAxis { error, .. } => error,
        other => other,
    };
    let advice = match error {
        CalculusError::TooFewPoints { .. } => "give a larger grid, or --edge-order 1",
        _ => "check the coordinates, or give --spacing DX,DY",
    };
    Error::new(format!("along {}: {error}", axis.name)).advise(advice)
}

/// Where the gradient is at least `threshold` long: 1, elsewhere 0.
///
/// ```
/// use dxdt::field::edges;
/// let magnitude = ndarray::array![[0.5, 2.0], [f64::NAN, 3.0]];
/// assert_eq!(edges(&magnitude, 2.0), ndarray::array![[0.0, 1.0], [0.0, 1.0]]);
/// ```
pub fn edges(magnitude: &Array2<f64>, threshold: f64) -> Array2<f64> {
    magnitude.mapv(|length| f64::from(length >= threshold))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Origin;

    #[test]
    fn uneven_coordinates_are_used() {
        let x: Vec<f64> = vec![0.0, 1.0, 3.0, 4.0];
        let y = vec![0.0, 2.0, 3.0];
        let values =
            Array2::from_shape_fn((3, 4), |(row, column)| x[column].powi(2) + 10.0 * y[row]);
        let axis = |name: &str, coordinates| GridAxis {
            name: name.into(),
            unit: None,
            coordinates,
            spacing: None,
        };
        let grid = Grid {
            values,
            x: axis("x", x.clone()),
            y: axis("y", y),
            quantity: "f".into(),
            unit: None,
            origin: Origin::Matrix,
        };
        let gradient = field_gradient(&grid, EdgeOrder::Second).unwrap();
        for ((_, column), slope) in gradient.x.indexed_iter() {
            assert!((slope - 2.0 * x[column]).abs() < 1e-12);
        }
        assert!(gradient.y.iter().all(|slope| (slope - 10.0).abs() < 1e-12));
        assert!((gradient.direction[[0, 0]] - 90.0).abs() < 1e-12);
    }
}
