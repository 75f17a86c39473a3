//! Repeated differences of one plane, down its columns.

use super::gradient_plane::contiguous;
use super::tile::Plane;
use crate::Difference;
use ndarray::{ArrayView1, Axis, Slice};

/// Sets the plane's `out` to the differences of this order; the values are converted first.
pub(super) fn diff_of_plane<T: Copy, U: Difference>(
    plane: Plane<'_, T, U>,
    order: usize,
    convert: impl Fn(T) -> U,
) {
    plane.by_rows_or_columns(
        |plane| rows(plane, order, &convert),
        |plane| columns(plane, order, &convert),
    );
}

/// Row by row.
fn rows<T: Copy, U: Difference>(
    mut plane: Plane<'_, T, U>,
    order: usize,
    convert: impl Fn(T) -> U,
) {
    const CONTIGUOUS: &str = "rows are contiguous";
    let values = |i: usize| plane.values.index_axis_move(Axis(0), i).to_slice();
    let mut flat = Vec::new();
    if order > 1 {
        // More than the first differences of a row need all rows at once.
        let (first, end) = (plane.first, plane.first + plane.out.nrows() + order);
        let needed = (first..end).flat_map(|i| values(i).expect(CONTIGUOUS));
        flat.extend(needed.map(|&value| convert(value)));
        repeat(&mut flat, order, plane.out.ncols());
    }
    for (i, out) in plane.out.rows_mut().into_iter().enumerate() {
        let out = out.into_slice().expect(CONTIGUOUS);
        if order > 1 {
            let start = i * out.len();
            out.copy_from_slice(&flat[start..start + out.len()]);
            continue;
        }
        let here = values(plane.first + i).expect(CONTIGUOUS);
        if order == 0 {
            for (value, out) in here.iter().zip(out) {
                *out = convert(*value);
            }
        } else {
            let next = values(plane.first + i + 1).expect(CONTIGUOUS);
            for ((here, next), out) in here.iter().zip(next).zip(out) {
                *out = convert(*next).less(convert(*here));
            }
        }
    }
}

/// Column by column. Those that are not contiguous are copied to and fro.
fn columns<T: Copy, U: Difference>(
    mut plane: Plane<'_, T, U>,
    order: usize,
    convert: impl Fn(T) -> U,
) {
    let needed = Slice::from(plane.first..plane.first + plane.out.nrows() + order);
    let (mut values_copy, mut differences) = (Vec::new(), Vec::new());
    let columns = plane.values.columns().into_iter();
    for (mut values, mut out) in columns.zip(plane.out.columns_mut()) {
        values.slice_axis_inplace(Axis(0), needed);
        let values = contiguous(values, &mut values_copy);
        match out.as_slice_mut() {
            Some(out) if order == 1 => {
                for (pair, out) in values.windows(2).zip(out) {
                    *out = convert(pair[1]).less(convert(pair[0]));
                }
            }
            _ => {
                differences.clear();
                differences.extend(values.iter().map(|&value| convert(value)));
                repeat(&mut differences, order, 1);
                let wanted = &differences[..out.len()];
                out.assign(&ArrayView1::from(wanted));
            }
        }
    }
}

/// Differences of rows of this length, repeated in place. The last `order` rows are then of no use.
fn repeat<U: Difference>(values: &mut [U], order: usize, row: usize) {
    let mut end = values.len();
    for _ in 0..order {
        end -= row;
        for i in 0..end {
            values[i] = values[i + row].less(values[i]);
        }
    }
}
