//! The axes along which a segment is smoothed, and the turn to those of the output.
//!
//! Geographic positions are smoothed along east, north and up at the first row of the segment, where the noise of height
//! and of place are apart; turning is linear, so that derivatives turn as positions do.

use crate::space::{Frame, LocalDirections, earth_centred};

use super::super::entity::EntityPositions;
use super::axis::AxisFit;

/// Velocity, acceleration and jerk, and their standard errors: of each a column an axis.
#[derive(Debug, Default)]
pub(super) struct Derivatives {
    pub values: [Vec<Vec<f64>>; 3],
    pub errors: [Vec<Vec<f64>>; 3],
}

impl Derivatives {
    /// Of which nothing is known yet.
    pub fn unknown(axes: usize, rows: usize) -> Self {
        let columns = || [0; 3].map(|_| vec![vec![f64::NAN; rows]; axes]);
        Self {
            values: columns(),
            errors: columns(),
        }
    }

    /// Puts the values of the rows of a segment in their places.
    pub fn put(&mut self, rows: &[usize], segment: &Self) {
        let to = self.values.iter_mut().chain(&mut self.errors).flatten();
        let from = segment.values.iter().chain(&segment.errors).flatten();
        for (to, from) in to.zip(from) {
            for (&row, &value) in rows.iter().zip(from) {
                to[row] = value;
            }
        }
    }
}

/// How many axes the output has.
pub(super) fn axes(input: &EntityPositions<'_>) -> usize {
    match input.coordinates {
        Frame::Cartesian => input.positions.len(),
        Frame::Geographic => 3,
    }
}

/// The positions of rows along the axes, and the directions of these where the positions are geographic.
pub(super) fn positions(
    input: &EntityPositions<'_>,
    rows: &[usize],
) -> (Vec<Vec<f64>>, Option<LocalDirections>) {
    if input.coordinates == Frame::Cartesian {
        let pick = |axis: &&[f64]| rows.iter().map(|&row| axis[row]).collect();
        return (input.positions.iter().map(pick).collect(), None);
    }
    let place = |row: usize| {
        let at = |axis: usize| input.positions.get(axis).map_or(0.0, |axis| axis[row]);
        earth_centred([at(0), at(1), at(2)])
    };
    let origin = place(rows[0]);
    let reference = directions(input, rows[0]);
    let mut columns = [0; 3].map(|_| Vec::with_capacity(rows.len()));
    for &row in rows {
        let place = place(row);
        let from_origin = [0, 1, 2].map(|axis| place[axis] - origin[axis]);
        for (column, value) in columns.iter_mut().zip(reference.east_north_up(from_origin)) {
            column.push(value);
        }
    }
    (columns.into(), Some(reference))
}

/// The derivatives and their standard errors along the axes of the output, each a column an axis.
pub(super) fn turned(
    input: &EntityPositions<'_>,
    rows: &[usize],
    reference: Option<LocalDirections>,
    fits: Vec<AxisFit>,
) -> Derivatives {
    let mut out = Derivatives::default();
    for fit in fits {
        for (columns, column) in out.values.iter_mut().zip(fit.derivatives) {
            columns.push(column);
        }
        for (columns, column) in out.errors.iter_mut().zip(fit.errors) {
            columns.push(column);
        }
    }
    let Some(reference) = reference else {
        return out;
    };
    for (index, &row) in rows.iter().enumerate() {
        let here = directions(input, row);
        let turn = |vector: [f64; 3]| here.east_north_up(reference.earth_centred(vector));
        for columns in &mut out.values {
            let turned = turn([0, 1, 2].map(|axis| columns[axis][index]));
            for (column, value) in columns.iter_mut().zip(turned) {
                column[index] = value;
            }
        }
        let units = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]].map(turn);
        for columns in &mut out.errors {
            let errors = [0, 1, 2].map(|axis| columns[axis][index]);
            for (axis, column) in columns.iter_mut().enumerate() {
                // Errors along the axes are independent: their squares add.
                let squares = units
                    .iter()
                    .zip(errors)
                    .map(|(unit, error)| (unit[axis] * error).powi(2));
                column[index] = squares.sum::<f64>().sqrt();
            }
        }
    }
    out
}

fn directions(input: &EntityPositions<'_>, row: usize) -> LocalDirections {
    LocalDirections::at(input.positions[0][row], input.positions[1][row])
}
