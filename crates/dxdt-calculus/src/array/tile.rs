//! An array in pieces that fit the processor's cache, worked on by as many threads as there are.
//!
//! Every point of a result depends on the values alone, never on another point of the result. So
//! neither the tiles nor the threads that work on them change a single bit.

use super::layout::in_memory_order;
use ndarray::{Array2, ArrayView2, ArrayViewD, ArrayViewMut2, ArrayViewMutD, Axis, Ix2};

/// The most points of a tile. No less is worth a thread of its own.
const TILE_POINTS: usize = 1 << 16;

/// The most columns of a tile: four rows of these are in the second level of the cache.
const TILE_COLUMNS: usize = 1 << 13;

/// Rows shorter than this are slower than columns.
const FEW_COLUMNS: usize = 16;

/// Columns shorter than this are slower than rows, even where these have to be copied.
const FEW_ROWS: usize = 8;

/// A part of the result, and the values along the whole of the axis that it is made of.
struct Tile<'a, T, U> {
    values: ArrayViewD<'a, T>,
    out: ArrayViewMutD<'a, U>,
    axis: Axis,
    /// The index along the axis of the first row of `out`.
    first: usize,
}

/// A tile as a matrix: columns run along the axis of the derivative. In general rows are contiguous;
/// columns are, where the axis is the last in memory.
pub(super) struct Plane<'a, T, U> {
    /// All the rows of values that there are.
    pub values: ArrayView2<'a, T>,
    /// Some rows of the result.
    pub out: ArrayViewMut2<'a, U>,
    /// Which row of all is the first of these.
    pub first: usize,
}

/// Does the work for all parts of `out`, in parallel if there are many points.
///
/// `values` and `out` have the same shape, but for the length of the axis.
pub(super) fn for_each_plane<T: Sync, U: Send>(
    values: ArrayViewD<'_, T>,
    out: ArrayViewMutD<'_, U>,
    axis: Axis,
    work: &(impl Fn(Plane<'_, T, U>) + Sync),
) {
    if out.is_empty() {
        return;
    }
    let (values, out, axis) = in_memory_order(values, out, axis);
    let first = 0;
    work_on(
        Tile {
            values,
            out,
            axis,
            first,
        },
        work,
    );
}

fn work_on<T: Sync, U: Send>(tile: Tile<'_, T, U>, work: &(impl Fn(Plane<'_, T, U>) + Sync)) {
    match tile.place_to_split() {
        Some((axis, index)) => {
            let (left, right) = tile.split(axis, index);
            rayon::join(|| work_on(left, work), || work_on(right, work));
        }
        None => tile.planes(work),
    }
}

impl<'a, T, U> Tile<'a, T, U> {
    /// Where to split a tile that is too large: outer axes first, as their parts share nothing.
    fn place_to_split(&self) -> Option<(Axis, usize)> {
        let last = Axis(self.out.ndim() - 1);
        let half = |axis| self.out.len_of(axis) / 2;
        let columns = self.out.len_of(last);
        if last != self.axis && columns > TILE_COLUMNS && self.out.len() > TILE_POINTS {
            let outer = (0..last.0).map(Axis).find(|&axis| self.is_outer(axis));
            return Some(match outer {
                Some(outer) => (outer, half(outer)),
                None => (last, columns.div_ceil(2).next_multiple_of(64)),
            });
        }
        if self.out.len() <= TILE_POINTS {
            return None;
        }
        let outer = (0..=last.0)
            .map(Axis)
            .find(|&axis| self.is_outer(axis) && axis != last);
        [outer.unwrap_or(self.axis), self.axis, last]
            .into_iter()
            .find(|&axis| self.out.len_of(axis) > 1)
            .map(|axis| (axis, half(axis)))
    }

    /// Whether an axis has several parts and is not the one of the derivative.
    fn is_outer(&self, axis: Axis) -> bool {
        axis != self.axis && self.out.len_of(axis) > 1
    }

    fn split(self, axis: Axis, index: usize) -> (Self, Self) {
        let (out, out_rest) = self.out.split_at(axis, index);
        let along = axis == self.axis;
        let (values, values_rest) = if along {
            (self.values.clone(), self.values)
        } else {
            self.values.split_at(axis, index)
        };
        let tile = |values, out, first| Tile {
            values,
            out,
            axis: self.axis,
            first,
        };
        let first_of_rest = self.first + if along { index } else { 0 };
        (
            tile(values, out, self.first),
            tile(values_rest, out_rest, first_of_rest),
        )
    }

    /// Does the work for all planes: outer axes one index after the other.
    fn planes(mut self, work: &impl Fn(Plane<'_, T, U>)) {
        let last = self.out.ndim() - 1;
        // The other axis of the planes is the last one, or the one before that.
        let across = if self.axis.0 < last {
            Some(last)
        } else {
            last.checked_sub(1)
        };
        let outer = (0..=last).find(|&axis| axis != self.axis.0 && Some(axis) != across);
        if let Some(outer) = outer.map(Axis) {
            let axis = Axis(self.axis.0 - usize::from(outer < self.axis));
            for (values, out) in self
                .values
                .axis_iter(outer)
                .zip(self.out.axis_iter_mut(outer))
            {
                Tile {
                    values,
                    out,
                    axis,
                    first: self.first,
                }
                .planes(work);
            }
            return;
        }
        let (mut values, mut out) = (self.values, self.out);
        if across.is_none() {
            (values, out) = (values.insert_axis(Axis(1)), out.insert_axis(Axis(1)));
        } else if self.axis.0 == 1 {
            values.swap_axes(0, 1);
            out.swap_axes(0, 1);
        }
        const TWO: &str = "all axes but two are used up";
        work(Plane {
            values: values.into_dimensionality::<Ix2>().expect(TWO),
            out: out.into_dimensionality::<Ix2>().expect(TWO),
            first: self.first,
        });
    }
}

impl<T: Clone, U: Clone + Default> Plane<'_, T, U> {
    /// Does the work row by row, where rows are contiguous and long enough to be worth it, or where
    /// columns are so short that they are better copied than gone through one by one. Otherwise does
    /// the work column by column.
    pub fn by_rows_or_columns(
        mut self,
        rows: impl FnOnce(Plane<'_, T, U>),
        columns: impl FnOnce(Plane<'_, T, U>),
    ) {
        if self.out.ncols() < FEW_COLUMNS {
            return columns(self);
        }
        if self.out.strides()[1] == 1 && self.values.strides()[1] == 1 {
            return rows(self);
        }
        if self.values.nrows() >= FEW_ROWS {
            return columns(self);
        }
        let values = self.values.as_standard_layout();
        let mut out = Array2::default(self.out.raw_dim());
        rows(Plane {
            values: values.view(),
            out: out.view_mut(),
            first: self.first,
        });
        self.out.assign(&out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array, IxDyn};
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Copies an array plane by plane, and tells how many planes there were.
    fn planes(shape: &[usize], axis: usize, fortran: bool) -> usize {
        let mut values = Array::from_shape_fn(IxDyn(shape), |index| format!("{index:?}"));
        if fortran {
            values = values.reversed_axes();
        }
        let mut out = Array::from_elem(values.raw_dim(), String::new());
        let count = AtomicUsize::new(0);
        for_each_plane(values.view(), out.view_mut(), Axis(axis), &|mut plane| {
            count.fetch_add(1, Ordering::Relaxed);
            for (i, mut row) in plane.out.rows_mut().into_iter().enumerate() {
                row.assign(&plane.values.row(plane.first + i));
            }
        });
        assert_eq!(values, out, "{shape:?} along {axis}");
        count.into_inner()
    }

    #[test]
    fn all_points_belong_to_a_plane() {
        for axis in 0..4 {
            for fortran in [false, true] {
                planes(&[2, 3, 4, 5], axis, fortran);
            }
        }
        assert_eq!(planes(&[7], 0, false), 1);
        assert_eq!(planes(&[1, 1], 1, false), 1);
        assert_eq!(planes(&[3, 0], 0, false), 0);
    }

    #[test]
    fn large_arrays_are_split_along_any_axis() {
        assert!(planes(&[200_000], 0, false) >= 3);
        assert!(planes(&[3, 100_000], 0, false) >= 8);
        assert!(planes(&[100_000, 3], 0, false) >= 4);
        assert!(planes(&[3, 100_000], 1, true) >= 4);
        assert!(planes(&[2, 150_000], 1, false) >= 4);
        assert!(planes(&[20, 2, 5000], 1, false) >= 4);
    }

    /// How a plane of an array is worked on along an axis: by rows or by columns.
    fn way(shape: (usize, usize), axis: usize) -> &'static str {
        let values = Array2::<f64>::zeros(shape);
        let mut out = Array2::<f64>::zeros(shape);
        let way = Mutex::new("");
        for_each_plane(
            values.view().into_dyn(),
            out.view_mut().into_dyn(),
            Axis(axis),
            &|plane| {
                assert_eq!(plane.values.nrows(), values.len_of(Axis(axis)));
                plane.by_rows_or_columns(
                    |mut plane| {
                        assert_eq!(plane.values.strides()[1], 1);
                        plane.out.fill(1.0);
                        *way.lock().unwrap() = "rows";
                    },
                    |mut plane| {
                        plane.out.fill(1.0);
                        *way.lock().unwrap() = "columns";
                    },
                );
            },
        );
        assert!(out.iter().all(|&point| point == 1.0));
        way.into_inner().unwrap()
    }

    #[test]
    fn planes_are_worked_on_in_the_order_of_memory() {
        assert_eq!(way((40, 40), 0), "rows");
        assert_eq!(way((40, 40), 1), "columns");
        assert_eq!(way((40, 3), 0), "columns");
        assert_eq!(way((40, 3), 1), "rows"); // columns of three: copied
    }
}
