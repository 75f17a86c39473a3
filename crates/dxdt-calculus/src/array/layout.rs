//! The order of an array's axes in memory.

use ndarray::{Array, ArrayRef, ArrayViewD, ArrayViewMutD, Axis, Dimension, IxDyn};
use std::cmp::Reverse;

/// The axes from the one with the longest stride to the one with the shortest.
fn by_stride(strides: &[isize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..strides.len()).collect();
    order.sort_by_key(|&axis| Reverse(strides[axis].unsigned_abs()));
    order
}

/// An array of default values with the axes of `like` in the same order in memory, and of the same
/// lengths but for one axis, as NumPy's `empty_like`.
pub(super) fn allocate_like<T, U: Clone + Default, D: Dimension>(
    like: &ArrayRef<T, D>,
    axis: Axis,
    length: usize,
) -> Array<U, D> {
    let mut shape = like.raw_dim();
    shape[axis.0] = length;
    if like.is_standard_layout() {
        return Array::from_elem(shape, U::default());
    }
    let order = by_stride(like.strides());
    let in_memory: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
    let mut inverse = vec![0; order.len()];
    for (place, &axis) in order.iter().enumerate() {
        inverse[axis] = place;
    }
    Array::from_elem(IxDyn(&in_memory), U::default())
        .permuted_axes(inverse)
        .into_dimensionality()
        .expect("a permutation keeps the number of axes")
}

/// Both arrays with their axes in the order of `out` in memory, and with as few axes as possible:
/// those of length 1 are dropped, and neighbors that are contiguous in both arrays become one. The
/// given axis stays as it is; its new number is returned.
pub(super) fn in_memory_order<'a, T, U>(
    values: ArrayViewD<'a, T>,
    out: ArrayViewMutD<'a, U>,
    axis: Axis,
) -> (ArrayViewD<'a, T>, ArrayViewMutD<'a, U>, Axis) {
    let order = by_stride(out.strides());
    let mut values = values.permuted_axes(order.clone());
    let mut out = out.permuted_axes(order.clone());
    let place = order.iter().position(|&other| other == axis.0);
    let mut axis = place.expect("a permutation has all axes");
    for other in (0..out.ndim()).rev() {
        if other == axis {
            continue;
        }
        let next = Axis(other + 1);
        let merged = next.0 < out.ndim()
            && next.0 != axis
            && is_contiguous(values.shape(), values.strides(), other)
            && is_contiguous(out.shape(), out.strides(), other)
            && values.merge_axes(Axis(other), next)
            && out.merge_axes(Axis(other), next);
        if merged || out.len_of(Axis(other)) == 1 {
            values = values.index_axis_move(Axis(other), 0);
            out = out.index_axis_move(Axis(other), 0);
            axis -= usize::from(other < axis);
        }
    }
    (values, out, Axis(axis))
}

/// Whether an axis continues where the next one ends.
fn is_contiguous(shape: &[usize], strides: &[isize], axis: usize) -> bool {
    strides[axis] == strides[axis + 1] * shape[axis + 1] as isize
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array4, ShapeBuilder};

    /// The shapes that remain of two arrays of 2 × 3 × 4 × 5, and the axis.
    fn remaining(fortran: bool, axis: usize) -> (Vec<usize>, usize) {
        let values = Array4::<f64>::zeros((2, 3, 4, 5).set_f(fortran));
        let mut out: Array4<f32> = allocate_like(&values, Axis(0), 2);
        assert_eq!(out.strides(), values.strides());
        let (values, out, axis) = in_memory_order(
            values.view().into_dyn(),
            out.view_mut().into_dyn(),
            Axis(axis),
        );
        assert_eq!(values.shape(), out.shape());
        (out.shape().to_vec(), axis.0)
    }

    #[test]
    fn a_contiguous_array_has_three_axes_at_most() {
        assert_eq!(remaining(false, 0), (vec![2, 60], 0));
        assert_eq!(remaining(false, 1), (vec![2, 3, 20], 1));
        assert_eq!(remaining(false, 3), (vec![24, 5], 1));
        assert_eq!(remaining(true, 0), (vec![60, 2], 1));
        assert_eq!(remaining(true, 2), (vec![5, 4, 6], 1));
    }

    #[test]
    fn only_what_is_contiguous_in_both_is_merged() {
        let values = Array4::<f64>::zeros((2, 3, 4, 5));
        let part = values.slice_axis(Axis(2), ndarray::Slice::from(..).step_by(3));
        let mut out = Array4::<f64>::zeros((2, 3, 2, 5));
        let (values, out, axis) =
            in_memory_order(part.view().into_dyn(), out.view_mut().into_dyn(), Axis(3));
        assert_eq!(out.shape(), [6, 2, 5]);
        assert_eq!(values.strides(), [20, 15, 1]);
        assert_eq!(axis, Axis(2));
    }

    #[test]
    fn another_length_keeps_the_order_in_memory() {
        let values = Array4::<f64>::zeros((2, 3, 4, 5).f());
        let out: Array4<f64> = allocate_like(&values, Axis(1), 7);
        assert_eq!(out.shape(), [2, 7, 4, 5]);
        assert_eq!(out.strides(), [1, 2, 14, 56]);
    }
}
