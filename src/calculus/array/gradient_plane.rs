//! The gradient of one plane, along its columns.

use super::tile::Plane;
use crate::calculus::formula::{Even, Formula, Uneven};
use crate::calculus::spacing::Checked;
use crate::calculus::{EdgeOrder, Real, Sample};
use ndarray::{ArrayView1, Axis, Slice};
use std::ops::Range;

/// Sets the plane's `out` to the gradient.
pub(super) fn gradient_of_plane<T: Sample>(
    plane: Plane<'_, T, T::Derivative>,
    spacing: Checked<'_>,
    edge_order: EdgeOrder,
) {
    match spacing {
        Checked::Even(step) => by_formula(plane, Even { step }, edge_order),
        Checked::Coordinates(steps, direction) => {
            by_formula(plane, Uneven { steps, direction }, edge_order);
        }
        Checked::Steps(steps, direction) => {
            by_formula(plane, Uneven { steps, direction }, edge_order);
        }
    }
}

fn by_formula<T: Sample>(
    plane: Plane<'_, T, T::Derivative>,
    formula: impl Formula,
    edge_order: EdgeOrder,
) {
    if plane.has_long_rows() {
        rows(plane, formula, edge_order);
    } else {
        columns(plane, formula, edge_order);
    }
}

/// Row by row: each point of a row has the same steps before and after.
fn rows<T: Sample>(
    mut plane: Plane<'_, T, T::Derivative>,
    formula: impl Formula,
    edge_order: EdgeOrder,
) {
    let n = plane.values.nrows();
    let values = |i: usize| plane.values.index_axis_move(Axis(0), i).to_slice();
    let values = |i: usize| values(i).expect("rows are contiguous");
    for (i, out) in (plane.first..).zip(plane.out.rows_mut()) {
        let out = out.into_slice().expect("rows are contiguous");
        if i == 0 {
            let rows = [values(0), values(1), values(2.min(n - 1))];
            end_row(rows, formula.first(edge_order), out);
        } else if i == n - 1 {
            let rows = [values(i), values(i - 1), values(i.saturating_sub(2))];
            end_row(rows, formula.last(edge_order, n), out);
        } else {
            formula.interior_row(i, [values(i - 1), values(i), values(i + 1)], out);
        }
    }
}

/// The first or the last row.
fn end_row<T: Sample, U: Real>(
    rows: [&[T]; 3],
    formula: impl Fn(f64, f64, f64) -> f64,
    out: &mut [U],
) {
    for (((f0, f1), f2), out) in rows[0].iter().zip(rows[1]).zip(rows[2]).zip(out) {
        *out = U::nearest(formula(f0.promote(), f1.promote(), f2.promote()));
    }
}

/// Column by column. Those that are not contiguous are copied to and fro.
fn columns<T: Sample>(
    mut plane: Plane<'_, T, T::Derivative>,
    formula: impl Formula,
    edge_order: EdgeOrder,
) {
    let piece = Piece::new(plane.first, plane.out.nrows(), plane.values.nrows());
    let (mut values_copy, mut out_copy) = (Vec::new(), Vec::new());
    let columns = plane.values.columns().into_iter();
    for (mut values, mut out) in columns.zip(plane.out.columns_mut()) {
        values.slice_axis_inplace(Axis(0), Slice::from(piece.needed.clone()));
        let values = contiguous(values, &mut values_copy);
        if let Some(out) = out.as_slice_mut() {
            piece.gradient(values, formula, edge_order, out);
        } else {
            out_copy.resize(out.len(), T::Derivative::default());
            piece.gradient(values, formula, edge_order, &mut out_copy);
            out.assign(&ArrayView1::from(&out_copy));
        }
    }
}

/// The values as a slice, copied if they are not contiguous.
pub(super) fn contiguous<'a, T: Copy>(values: ArrayView1<'a, T>, copy: &'a mut Vec<T>) -> &'a [T] {
    match values.to_slice() {
        Some(values) => values,
        None => {
            copy.clear();
            copy.extend(values.iter());
            copy
        }
    }
}

/// A part of a line of `n` points.
struct Piece {
    n: usize,
    /// The points whose gradient is wanted.
    wanted: Range<usize>,
    /// The points whose values are needed for it: one more on either side, and three at an end.
    needed: Range<usize>,
}

impl Piece {
    fn new(first: usize, length: usize, n: usize) -> Self {
        let wanted = first..first + length;
        let mut needed = first.saturating_sub(1)..wanted.end + 1;
        if wanted.start == 0 {
            needed.end = needed.end.max(3);
        }
        if wanted.end == n {
            needed.start = needed.start.min(n.saturating_sub(3));
        }
        needed.end = needed.end.min(n);
        Self { n, wanted, needed }
    }

    /// The gradient at the wanted points, from the values at the needed ones.
    fn gradient<T: Sample, U: Real>(
        &self,
        values: &[T],
        formula: impl Formula,
        edge_order: EdgeOrder,
        out: &mut [U],
    ) {
        let Self { n, wanted, needed } = self;
        let interior = wanted.start.max(1)..wanted.end.min(n - 1);
        if !interior.is_empty() {
            let out = &mut out[interior.start - wanted.start..interior.end - wanted.start];
            let first = interior.start - 1;
            let values = &values[first - needed.start..interior.end + 1 - needed.start];
            formula.interior(values, first, out);
        }
        let value = |i: usize| values[i - needed.start].promote();
        if wanted.start == 0 {
            let formula = formula.first(edge_order);
            out[0] = U::nearest(formula(value(0), value(1), value(2.min(n - 1))));
        }
        if wanted.end == *n {
            let formula = formula.last(edge_order, *n);
            let third = value(n.saturating_sub(3));
            out[wanted.len() - 1] = U::nearest(formula(value(n - 1), value(n - 2), third));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_needs_its_neighbours_and_three_points_at_an_end() {
        let needed = |first, length, n| Piece::new(first, length, n).needed;
        assert_eq!(needed(3, 4, 20), 2..8);
        assert_eq!(needed(0, 1, 20), 0..3);
        assert_eq!(needed(0, 5, 20), 0..6);
        assert_eq!(needed(19, 1, 20), 17..20);
        assert_eq!(needed(10, 10, 20), 9..20);
        assert_eq!(needed(0, 2, 2), 0..2);
        assert_eq!(needed(1, 1, 2), 0..2);
    }
}
