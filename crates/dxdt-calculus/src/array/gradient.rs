//! First derivatives along the axes of an array.

use super::axes::{resolve, resolve_all};
use super::gradient_plane::gradient_of_plane;
use super::layout::allocate_like;
use super::tile::for_each_plane;
use crate::spacing::Checked;
use crate::{CalculusError, EdgeOrder, Operand, Sample, Spacing};
use ndarray::{Array, ArrayRef, ArrayViewMut, Axis, Dimension};

/// What NumPy's `gradient` takes besides the values. The default is NumPy's: all axes, a spacing of
/// 1, edge order 1.
///
/// ```
/// use dxdt_calculus::{EdgeOrder, Spacing, array::GradientOptions};
///
/// let depth = [0.0, 0.1, 0.3, 0.7];
/// let options = GradientOptions {
///     spacing: &[Spacing::Coordinates(&depth), Spacing::Uniform(0.5)],
///     axes: Some(&[-1, 0]), // coordinates along the last axis, then a spacing along the first
///     edge_order: EdgeOrder::Second,
/// };
/// # let _ = options;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GradientOptions<'a> {
    /// None: 1 along all axes. A single [`Spacing::Uniform`]: this along all axes. Otherwise one for
    /// each axis, in the order of `axes`.
    pub spacing: &'a [Spacing<'a>],
    /// The axes along which to differentiate, in the order of the results, or all in their order.
    /// Negative ones count from the last.
    pub axes: Option<&'a [isize]>,
    /// How exact the gradient is at the first and the last point along each axis.
    pub edge_order: EdgeOrder,
}

/// An axis of an array, checked to have enough points, and their spacing.
type CheckedAxis<'a> = (Axis, Checked<'a>);

impl<'a> GradientOptions<'a> {
    /// The axes and their spacings, for an array of this shape.
    fn check(&self, shape: &[usize]) -> Result<Vec<CheckedAxis<'a>>, CalculusError> {
        let axes = resolve_all(self.axes, shape.len())?;
        let spacing = |place: usize| match self.spacing {
            [] => Spacing::Uniform(1.0),
            [one @ Spacing::Uniform(_)] => *one,
            several => several[place],
        };
        let for_all = matches!(self.spacing, [] | [Spacing::Uniform(_)]);
        if !for_all && self.spacing.len() != axes.len() {
            return Err(CalculusError::SpacingCount {
                axes: axes.len(),
                found: self.spacing.len(),
            });
        }
        let check = |(place, axis)| check_axis(shape, axis, spacing(place), self.edge_order);
        axes.into_iter().enumerate().map(check).collect()
    }
}

/// Checks one axis.
fn check_axis<'a>(
    shape: &[usize],
    axis: Axis,
    spacing: Spacing<'a>,
    edge_order: EdgeOrder,
) -> Result<CheckedAxis<'a>, CalculusError> {
    let (needed, found) = (edge_order.min_points(), shape[axis.0]);
    let spacing = if found < needed {
        Err(CalculusError::TooFewPoints { needed, found })
    } else {
        spacing.check(found)
    };
    spacing
        .map(|spacing| (axis, spacing))
        .map_err(|error| error.along(axis.0))
}

/// The first derivatives of `values` along all axes, or those of the options: one array of the
/// values' shape for each, in units of value over units of that axis' coordinate.
///
/// This is NumPy's `gradient`, for any number of dimensions. Along each line of values the result is
/// that of [`calculus::gradient`](crate::gradient()), which gives the formulas and says
/// what becomes of NaN and infinities. The layout in memory is that of `values`. An array without
/// axes (a single value) has no gradient: the result is empty, as in NumPy.
///
/// # Errors
///
/// [`CalculusError`] if an axis does not exist or is named twice, if the number of spacings does not
/// fit, and for each axis ([`CalculusError::AlongAxis`]) if it has fewer than 2 points (3 for
/// [`EdgeOrder::Second`]), if the length of its coordinates is another, if coordinates are repeated,
/// unsorted or not finite, or if a uniform spacing is zero or not finite.
///
/// ```
/// use dxdt_calculus::array::{GradientOptions, gradient};
/// use ndarray::array;
///
/// let unsigned = array![[5_u8, 4], [3, 1]];
/// let slopes = gradient(&unsigned, &GradientOptions::default())?;
/// assert_eq!(slopes[0], array![[-2.0, -3.0], [-2.0, -3.0]]);
/// assert_eq!(slopes[1], array![[-1.0, -1.0], [-2.0, -2.0]]);
///
/// let only_the_last = GradientOptions { axes: Some(&[-1]), ..Default::default() };
/// assert_eq!(gradient(&unsigned, &only_the_last)?, slopes[1..]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn gradient<T: Sample, D: Dimension>(
    values: &ArrayRef<T, D>,
    options: &GradientOptions<'_>,
) -> Result<Vec<Array<T::Derivative, D>>, CalculusError> {
    let along = |(axis, spacing)| {
        let mut out = allocate_like(values, axis, values.len_of(axis));
        along_axis(values, axis, spacing, options.edge_order, &mut out);
        out
    };
    let axes = options.check(values.shape())?;
    Ok(axes.into_iter().map(along).collect())
}

/// As [`gradient()`], written to `outs`, one for each axis. After an error they are as they were.
///
/// # Errors
///
/// As [`gradient()`], and if the number of outputs is not that of the axes or one of them has
/// another shape than `values`.
///
/// ```
/// use dxdt_calculus::array::{GradientOptions, gradient_into};
/// use ndarray::{Array2, array};
///
/// let (mut down, mut right) = (Array2::zeros((2, 2)), Array2::zeros((2, 2)));
/// let outs = &mut [down.view_mut(), right.view_mut()];
/// gradient_into(&array![[1.0_f32, 1.0], [3.0, 4.0]], &GradientOptions::default(), outs)?;
/// assert_eq!(down, array![[2.0, 3.0], [2.0, 3.0]]);
/// assert_eq!(right, array![[0.0, 0.0], [1.0, 1.0]]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn gradient_into<T: Sample, D: Dimension>(
    values: &ArrayRef<T, D>,
    options: &GradientOptions<'_>,
    outs: &mut [ArrayViewMut<'_, T::Derivative, D>],
) -> Result<(), CalculusError> {
    let axes = options.check(values.shape())?;
    if axes.len() != outs.len() {
        return Err(CalculusError::OutputCount {
            axes: axes.len(),
            found: outs.len(),
        });
    }
    for out in outs.iter() {
        check_shape(Operand::Output, values.shape(), out.shape())?;
    }
    for ((axis, spacing), out) in axes.into_iter().zip(outs) {
        along_axis(values, axis, spacing, options.edge_order, out);
    }
    Ok(())
}

/// The first derivative along one axis; a negative one counts from the last.
///
/// # Errors
///
/// As [`gradient()`].
///
/// ```
/// use dxdt_calculus::{EdgeOrder, Spacing, array::gradient_along};
/// use ndarray::array;
///
/// // Positions, a row a second: east, north.
/// let position = array![[0.0, 5.0], [1.0, 4.0], [4.0, 3.0]];
/// let velocity = gradient_along(&position, 0, Spacing::Uniform(1.0), EdgeOrder::Second)?;
/// assert_eq!(velocity, array![[0.0, -1.0], [2.0, -1.0], [4.0, -1.0]]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn gradient_along<T: Sample, D: Dimension>(
    values: &ArrayRef<T, D>,
    axis: isize,
    spacing: Spacing<'_>,
    edge_order: EdgeOrder,
) -> Result<Array<T::Derivative, D>, CalculusError> {
    let axis = resolve(axis, values.ndim())?;
    let (axis, spacing) = check_axis(values.shape(), axis, spacing, edge_order)?;
    let mut out = allocate_like(values, axis, values.len_of(axis));
    along_axis(values, axis, spacing, edge_order, &mut out);
    Ok(out)
}

/// As [`gradient_along`], written to `out`. After an error it is as it was.
///
/// # Errors
///
/// As [`gradient()`], and if `out` has another shape than `values`.
///
/// ```
/// use dxdt_calculus::{EdgeOrder, Spacing, array::gradient_along_into};
/// use ndarray::{Array1, array};
///
/// let mut slope = Array1::zeros(3);
/// gradient_along_into(&array![1, 2, 4], 0, Spacing::Uniform(0.5), EdgeOrder::First, &mut slope)?;
/// assert_eq!(slope, array![2.0, 3.0, 4.0]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn gradient_along_into<T: Sample, D: Dimension>(
    values: &ArrayRef<T, D>,
    axis: isize,
    spacing: Spacing<'_>,
    edge_order: EdgeOrder,
    out: &mut ArrayRef<T::Derivative, D>,
) -> Result<(), CalculusError> {
    let axis = resolve(axis, values.ndim())?;
    let (axis, spacing) = check_axis(values.shape(), axis, spacing, edge_order)?;
    check_shape(Operand::Output, values.shape(), out.shape())?;
    along_axis(values, axis, spacing, edge_order, out);
    Ok(())
}

/// The gradient along an axis that is checked, into an output that is.
fn along_axis<T: Sample, D: Dimension>(
    values: &ArrayRef<T, D>,
    axis: Axis,
    spacing: Checked<'_>,
    edge_order: EdgeOrder,
    out: &mut ArrayRef<T::Derivative, D>,
) {
    for_each_plane(
        values.view().into_dyn(),
        out.view_mut().into_dyn(),
        axis,
        &|plane| gradient_of_plane(plane, spacing, edge_order),
    );
}

/// Checks the shape of one array.
pub(super) fn check_shape(
    operand: Operand,
    expected: &[usize],
    found: &[usize],
) -> Result<(), CalculusError> {
    if found == expected {
        Ok(())
    } else {
        Err(CalculusError::ShapeMismatch {
            operand,
            expected: expected.to_vec(),
            found: found.to_vec(),
        })
    }
}
