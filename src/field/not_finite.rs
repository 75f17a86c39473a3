//! Nodes and results of a field that are infinite, or that no 64-bit float can hold.

use ndarray::Array2;

use dxdt_calculus::EdgeOrder;
use dxdt_motion::words::number::{counted, short};

use super::grid::Grid;
use super::steps::{FieldGradient, field_gradient};

/// Some nodes of a grid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Nodes {
    count: u64,
    /// The row and column of the first.
    first: (usize, usize),
}

impl Nodes {
    fn of(values: &Array2<f64>, are_meant: impl Fn((usize, usize), f64) -> bool) -> Self {
        let mut meant = values
            .indexed_iter()
            .filter(|(place, value)| are_meant(*place, **value));
        let Some((first, _)) = meant.next() else {
            return Self::default();
        };
        Self {
            count: 1 + meant.count() as u64,
            first,
        }
    }

    /// `2 nodes are …, the first at x = 1, y = 2`.
    fn told(&self, one: &str, several: &str, what: &str, grid: &Grid) -> Option<String> {
        let (row, column) = self.first;
        let which = if self.count > 1 { "the first " } else { "" };
        (self.count > 0).then(|| {
            format!(
                "{} {what}, {which}at {} = {}, {} = {}",
                counted(self.count, one, several),
                grid.x.name,
                short(grid.x.coordinates[column]),
                grid.y.name,
                short(grid.y.coordinates[row]),
            )
        })
    }
}

const TOO_LARGE: &str = "too large for a 64-bit float";

/// What there is to say of values that are not finite, of the grid as it was differentiated; `read` are its values before
/// they were smoothed.
pub fn not_finite(
    read: Option<&Array2<f64>>,
    grid: &Grid,
    gradient: &FieldGradient,
    edge_order: EdgeOrder,
) -> Vec<String> {
    let infinite = Nodes::of(read.unwrap_or(&grid.values), |_, value| value.is_infinite());
    let smoothed = match infinite.count {
        0 => Nodes::of(&grid.values, |_, value| value.is_infinite()),
        _ => Nodes::default(),
    };
    let reached = reached(grid, edge_order);
    let overflown = |values: &Array2<f64>, reached: Option<&Array2<f64>>| {
        Nodes::of(values, |place, value| {
            !value.is_finite() && reached.is_none_or(|reached| !reached[place].is_nan())
        })
    };
    let along = |values, reached, name: &str| {
        let (one, several) = (
            format!("derivative along {name} is"),
            format!("derivatives along {name} are"),
        );
        overflown(values, reached).told(&one, &several, TOO_LARGE, grid)
    };
    let of = reached.as_ref();
    let long = Nodes::of(&gradient.magnitude, |place, value| {
        value.is_infinite() && gradient.x[place].is_finite() && gradient.y[place].is_finite()
    });
    [
        infinite.told("node is", "nodes are", "infinite", grid),
        smoothed.told("smoothed value is", "smoothed values are", TOO_LARGE, grid),
        along(&gradient.x, of.map(|reached| &reached.x), &grid.x.name),
        along(&gradient.y, of.map(|reached| &reached.y), &grid.y.name),
        long.told("magnitude is", "magnitudes are", TOO_LARGE, grid),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// NaN where a stencil has a node that is not finite; `None` where all are.
fn reached(grid: &Grid, edge_order: EdgeOrder) -> Option<FieldGradient> {
    if grid.values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let mark = |value: f64| if value.is_finite() { 0.0 } else { f64::NAN };
    let marks = Grid {
        values: grid.values.mapv(mark),
        x: grid.x.clone(),
        y: grid.y.clone(),
        quantity: grid.quantity.clone(),
        unit: None,
        origin: grid.origin,
    };
    field_gradient(&marks, edge_order).ok()
}

#[cfg(test)]
mod tests {
    use super::super::{GridOptions, read_grid};
    use super::*;
    use dxdt_formats::Source;

    fn told(text: &str) -> Vec<String> {
        let source = Source::from_bytes("g".into(), text.as_bytes().to_vec()).unwrap();
        let grid = read_grid(&source, &GridOptions::default()).unwrap();
        let gradient = field_gradient(&grid, EdgeOrder::First).unwrap();
        not_finite(None, &grid, &gradient, EdgeOrder::First)
    }

    #[test]
    fn what_is_infinite_is_not_taken_for_an_overflow() {
        assert!(told("1 2 3\n4 5 6\n").is_empty());
        assert!(told(",0,1,4\n10,1,2,3\n30,4,5,\n").is_empty());
        assert_eq!(
            told("1 2 3\n4 inf 6\n7 8 9\n"),
            ["1 node is infinite, at x = 1, y = 1"]
        );
        assert_eq!(
            told("1e308 -1e308 1e308\n0 0 0\n"),
            ["2 derivatives along x are too large for a 64-bit float, the first at x = 0, y = 0"]
        );
        assert_eq!(
            told("0 1.5e308\n1.5e308 0\n"),
            ["4 magnitudes are too large for a 64-bit float, the first at x = 0, y = 0"]
        );
    }
}
