//! The charts of a field: the field, the length of its gradient, the gradient as arrows, edges.

use std::borrow::Cow;

use ndarray::Array2;

use crate::field::{FieldGradient, Grid, Origin};

use dxdt_chart::{
    Cells, ChartError, ChartSize, ColorScale, Drawing, GridAxis, HeatMapFigure, VectorField,
};

/// What the charts of a field are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct FieldFigures<'a> {
    /// The field.
    pub grid: &'a Grid,
    /// Its gradient.
    pub gradient: &'a FieldGradient,
    /// Where the gradient is long.
    pub edges: Option<&'a Array2<f64>>,
    /// The name of the file, for the subtitle.
    pub source: &'a str,
}

impl FieldFigures<'_> {
    /// Draws `field`, `magnitude`, `arrows` and perhaps `edges`.
    ///
    /// # Errors
    /// Coordinates that do not rise or fall throughout; a failure of the drawing library.
    pub fn draw(&self, size: ChartSize) -> Result<Vec<(&'static str, Drawing)>, ChartError> {
        let grid = self.grid;
        let slope = slope_unit(grid);
        let quantity = grid.quantity.as_str();
        let map = |title: &str,
                   values: &Array2<f64>,
                   symbol: &str,
                   unit: Option<String>,
                   arrows: bool| {
            let values = contiguous(values);
            let vectors = arrows.then(|| VectorField {
                label: "gradient".to_owned(),
                unit: slope.clone(),
                x: contiguous(&self.gradient.x),
                y: contiguous(&self.gradient.y),
            });
            HeatMapFigure {
                title: title.to_owned(),
                subtitle: Some(self.subtitle()),
                x: axis(&grid.x)?,
                y: axis(&grid.y)?,
                values: &values,
                quantity: if symbol == quantity || title == "Edges" {
                    quantity.to_owned()
                } else {
                    format!("gradient of {quantity}")
                },
                symbol: symbol.to_owned(),
                unit,
                colors: ColorScale::Sequential,
                vectors,
                equal_scale: grid.x.unit == grid.y.unit,
                y_down: grid.origin == Origin::Image,
            }
            .draw(size)
        };
        let length = format!("|∇{quantity}|");
        let magnitude = &self.gradient.magnitude;
        let mut drawings = vec![
            (
                "field",
                map("Field", &grid.values, quantity, grid.unit.clone(), false)?,
            ),
            (
                "magnitude",
                map(
                    "Magnitude of the gradient",
                    magnitude,
                    &length,
                    slope.clone(),
                    false,
                )?,
            ),
            (
                "arrows",
                map(
                    "Field and its gradient",
                    &grid.values,
                    quantity,
                    grid.unit.clone(),
                    true,
                )?,
            ),
        ];
        if let Some(edges) = self.edges {
            drawings.push(("edges", map("Edges", edges, "edge", None, false)?));
        }
        Ok(drawings)
    }

    fn subtitle(&self) -> String {
        let (rows, columns) = self.grid.values.dim();
        let name = self
            .source
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(self.source);
        format!("{name} · {columns} by {rows} nodes")
    }
}

fn axis(axis: &crate::field::GridAxis) -> Result<GridAxis<'static>, ChartError> {
    Ok(GridAxis {
        name: axis.name.clone(),
        unit: axis.unit.clone(),
        cells: Cells::centred(&axis.coordinates)?,
    })
}

/// The unit of the gradient, where both axes have the same unit.
fn slope_unit(grid: &Grid) -> Option<String> {
    let length = grid
        .x
        .unit
        .as_deref()
        .filter(|unit| grid.y.unit.as_deref() == Some(*unit));
    match (grid.unit.as_deref(), length) {
        (Some(value), Some(length)) => Some(format!("{value}/{length}")),
        (None, Some(length)) => Some(format!("/{length}")),
        _ => None,
    }
}

/// The values row after row.
fn contiguous(values: &Array2<f64>) -> Cow<'_, [f64]> {
    match values.as_slice() {
        Some(slice) => Cow::Borrowed(slice),
        None => Cow::Owned(values.iter().copied().collect()),
    }
}
