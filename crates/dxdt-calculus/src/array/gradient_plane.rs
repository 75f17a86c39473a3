//! The gradient of one plane, along its columns.

use super::tile::Plane;
use crate::formula::{Even, Formula, Uneven};
use crate::spacing::Checked;
use crate::{EdgeOrder, Real, Sample, kernel};
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

fn by_formula<T: Sample, F: Formula>(
    plane: Plane<'_, T, T::Derivative>,
    formula: F,
    edge_order: EdgeOrder,
) {
    if F::IS_THE_SAME_EVERYWHERE
        && plane.values.is_standard_layout()
        && plane.out.is_standard_layout()
    {
        return rows(plane, formula, edge_order);
    }
    plane.by_rows_or_columns(
        |plane| rows(plane, formula, edge_order),
        |plane| columns(plane, formula, edge_order),
    );
}

/// Row by row: each point of a row has the same steps before and after.
///
/// If nothing lies between rows and the formula is the same for all of them, those of the interior
/// are one long row: neighbors are then as far apart in memory as a row is long.
fn rows<T: Sample, F: Formula>(
    mut plane: Plane<'_, T, T::Derivative>,
    formula: F,
    edge_order: EdgeOrder,
) {
    let (first, n) = (plane.first, plane.values.nrows());
    let (end, length) = (first + plane.out.nrows(), plane.out.ncols());
    let interior = first.max(1)..end.min(n - 1);
    let all = plane.values.to_slice().zip(plane.out.as_slice_mut());
    let at_once = F::IS_THE_SAME_EVERYWHERE && all.is_some() && !interior.is_empty();
    if let Some((values, out)) = all.filter(|_| at_once) {
        let rows = |from: usize, to: usize| from * length..to * length;
        let [start, end] = [interior.start, interior.end];
        let shifted = [
            &values[rows(start - 1, end - 1)],
            &values[rows(start, end)],
            &values[rows(start + 1, end + 1)],
        ];
        formula.interior_row(start, shifted, &mut out[rows(start - first, end - first)]);
    }

    let value_row = |i: usize| plane.values.index_axis_move(Axis(0), i).to_slice();
    let value_row = |i: usize| value_row(i).expect("rows are contiguous");
    let mut row = |i: usize| {
        let out = plane.out.row_mut(i - first).into_slice();
        let out = out.expect("rows are contiguous");
        if i == 0 {
            let rows = [value_row(0), value_row(1), value_row(2.min(n - 1))];
            kernel::three_rows(rows, formula.first(edge_order), out);
        } else if i == n - 1 {
            let rows = [
                value_row(i),
                value_row(i - 1),
                value_row(n.saturating_sub(3)),
            ];
            kernel::three_rows(rows, formula.last(edge_order, n), out);
        } else {
            formula.interior_row(i, [value_row(i - 1), value_row(i), value_row(i + 1)], out);
        }
    };
    if at_once {
        (first..interior.start)
            .chain(interior.end..end)
            .for_each(row);
    } else {
        (first..end).for_each(&mut row);
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
