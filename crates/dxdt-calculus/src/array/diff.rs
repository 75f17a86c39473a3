//! Differences between neighbors along an axis of an array.

use super::axes::resolve;
use super::diff_plane::diff_of_plane;
use super::gradient::check_shape;
use super::layout::allocate_like;
use super::tile::for_each_plane;
use crate::{CalculusError, Difference, Operand, Sample};
use ndarray::{
    Array, ArrayRef, ArrayView, ArrayViewD, ArrayViewMutD, Axis, Dimension, Slice, concatenate,
};

/// What NumPy's `diff` takes besides the values. The default is NumPy's: first differences along
/// the last axis, nothing put before or after.
///
/// ```
/// use dxdt_calculus::array::{DiffOptions, End, diff};
/// use ndarray::array;
///
/// let options = DiffOptions { axis: 0, prepend: Some(End::Value(0)), ..Default::default() };
/// assert_eq!(diff(&array![[0, 1], [2, 3]], &options)?, array![[0, 1], [2, 2]]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
#[derive(Clone, Debug)]
pub struct DiffOptions<'a, T, D: Dimension> {
    /// How many times to take differences (NumPy's `n`); 0 gives the values themselves.
    pub order: usize,
    /// The axis along which to take them. A negative one counts from the last.
    pub axis: isize,
    /// What to put before the values along the axis, before differences are taken.
    pub prepend: Option<End<'a, T, D>>,
    /// What to put after them.
    pub append: Option<End<'a, T, D>>,
}

impl<T, D: Dimension> Default for DiffOptions<'_, T, D> {
    fn default() -> Self {
        Self {
            order: 1,
            axis: -1,
            prepend: None,
            append: None,
        }
    }
}

/// What is put before or after the values.
#[derive(Clone, Debug)]
pub enum End<'a, T, D: Dimension> {
    /// This value once, at the end of every line along the axis.
    Value(T),
    /// An array of the values' shape, but of any length along the axis.
    Array(ArrayView<'a, T, D>),
}

/// The differences `values[i + 1] − values[i]` along an axis, repeated as often as asked, as NumPy's
/// `diff`.
///
/// The result has the shape of `values` (with what is put before and after them), but is shorter by
/// the order along the axis, and empty where that is too short. Floats, integers and truths keep
/// their type. Integers wrap round where a difference is out of their range, as in NumPy: see
/// [`Difference`], and [`diff_promoted`] for differences that are never wrong in that way.
///
/// Order 0 gives `values` themselves whatever is to be put before or after, as in NumPy.
///
/// # Errors
///
/// [`CalculusError::UnknownAxis`], also for an array without axes, and
/// [`CalculusError::ShapeMismatch`] if an array to prepend or append does not fit.
///
/// ```
/// use dxdt_calculus::array::{DiffOptions, diff};
/// use ndarray::array;
///
/// assert_eq!(diff(&array![[1, 3, 6], [0, 5, 6]], &DiffOptions::default())?, array![[2, 3], [5, 1]]);
///
/// let second = DiffOptions { order: 2, ..Default::default() };
/// assert_eq!(diff(&array![1.0, 2.0, 4.0, 7.0, 0.0], &second)?, array![1.0, 1.0, -10.0]);
///
/// let changes = diff(&array![true, true, false], &DiffOptions::default())?;
/// assert_eq!(changes, array![false, true]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn diff<T: Difference, D: Dimension>(
    values: &ArrayRef<T, D>,
    options: &DiffOptions<'_, T, D>,
) -> Result<Array<T, D>, CalculusError> {
    allocate_and_convert(values, options, |value| value)
}

/// As [`diff()`] of the values as `f64`: differences of integers that cannot wrap round. (An `f64`
/// holds integers up to 2⁵³ exactly; those beyond are rounded first.)
///
/// # Errors
///
/// As [`diff()`].
///
/// ```
/// use dxdt_calculus::array::{DiffOptions, diff, diff_promoted};
/// use ndarray::array;
///
/// let counts = array![5_u8, 3, 4];
/// assert_eq!(diff(&counts, &DiffOptions::default())?, array![254, 1]);
/// assert_eq!(diff_promoted(&counts, &DiffOptions::default())?, array![-2.0, 1.0]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn diff_promoted<T: Sample + Default, D: Dimension>(
    values: &ArrayRef<T, D>,
    options: &DiffOptions<'_, T, D>,
) -> Result<Array<f64, D>, CalculusError> {
    allocate_and_convert(values, options, T::promote)
}

/// As [`diff()`], written to `out`. After an error it is as it was.
///
/// # Errors
///
/// As [`diff()`], and if `out` has not the shape of the result.
///
/// ```
/// use dxdt_calculus::array::{DiffOptions, diff_into};
/// use ndarray::{Array1, array};
///
/// let mut out = Array1::zeros(2);
/// diff_into(&array![1.0, 4.0, 9.0], &DiffOptions::default(), &mut out)?;
/// assert_eq!(out, array![3.0, 5.0]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn diff_into<T: Difference, D: Dimension>(
    values: &ArrayRef<T, D>,
    options: &DiffOptions<'_, T, D>,
    out: &mut ArrayRef<T, D>,
) -> Result<(), CalculusError> {
    let plan = Plan::new(values, options)?;
    let mut shape = values.shape().to_vec();
    shape[plan.axis.0] = plan.length();
    check_shape(Operand::Output, &shape, out.shape())?;
    plan.write(values, out, |value| value);
    Ok(())
}

fn allocate_and_convert<T: Copy + Default + Send + Sync, U: Difference, D: Dimension>(
    values: &ArrayRef<T, D>,
    options: &DiffOptions<'_, T, D>,
    convert: impl Fn(T) -> U + Sync,
) -> Result<Array<U, D>, CalculusError> {
    let plan = Plan::new(values, options)?;
    let mut out = allocate_like(values, plan.axis, plan.length());
    plan.write(values, &mut out, convert);
    Ok(out)
}

/// Differences to take: of `before`, the values and `after` one after the other.
struct Plan<T, D> {
    order: usize,
    axis: Axis,
    /// The number of values along the axis.
    points: usize,
    before: Array<T, D>,
    after: Array<T, D>,
}

impl<T: Copy + Default + Send + Sync, D: Dimension> Plan<T, D> {
    fn new(
        values: &ArrayRef<T, D>,
        options: &DiffOptions<'_, T, D>,
    ) -> Result<Self, CalculusError> {
        let axis = resolve(options.axis, values.ndim())?;
        let end = |operand, end: &Option<End<'_, T, D>>| {
            let (length, value) = match end {
                Some(End::Array(array)) => {
                    let mut expected = values.shape().to_vec();
                    expected[axis.0] = array.shape().get(axis.0).copied().unwrap_or(1);
                    check_shape(operand, &expected, array.shape())?;
                    return Ok(array.to_owned());
                }
                Some(End::Value(value)) => (1, *value),
                None => (0, T::default()),
            };
            let mut shape = values.raw_dim();
            shape[axis.0] = length;
            Ok(Array::from_elem(shape, value))
        };
        let mut plan = Self {
            order: options.order,
            axis,
            points: values.len_of(axis),
            before: end(Operand::Prepend, &options.prepend)?,
            after: end(Operand::Append, &options.append)?,
        };
        if plan.order == 0 {
            for end in [&mut plan.before, &mut plan.after] {
                end.slice_axis_inplace(axis, Slice::from(..0));
            }
        }
        Ok(plan)
    }

    /// The length of the result along the axis.
    fn length(&self) -> usize {
        let points = self.before.len_of(self.axis) + self.points + self.after.len_of(self.axis);
        points.saturating_sub(self.order)
    }

    /// Only differences that reach into what is put before or after need copies of values; these are
    /// taken apart, so that no array as large as the values is allocated.
    fn write<U: Difference>(
        self,
        values: &ArrayRef<T, D>,
        out: &mut ArrayRef<U, D>,
        convert: impl Fn(T) -> U + Sync,
    ) {
        let Self { order, axis, .. } = self;
        let differences = |values: ArrayViewD<'_, T>, out: ArrayViewMutD<'_, U>| {
            for_each_plane(values, out, axis, &|plane| {
                diff_of_plane(plane, order, &convert)
            });
        };
        let joined = |parts: &[ArrayViewD<'_, T>]| {
            concatenate(axis, parts).expect("the shapes of all parts are checked")
        };
        let before = self.before.view().into_dyn();
        let after = self.after.view().into_dyn();
        let (values, out) = (values.view().into_dyn(), out.view_mut().into_dyn());
        if self.points < order {
            return differences(joined(&[before, values, after]).view(), out);
        }
        let (start, rest) = out.split_at(axis, before.len_of(axis));
        let (middle, end) = rest.split_at(axis, self.points - order);
        if !start.is_empty() {
            let values = values.slice_axis(axis, Slice::from(..order));
            differences(joined(&[before, values]).view(), start);
        }
        differences(values.view(), middle);
        if !end.is_empty() {
            let values = values.slice_axis(axis, Slice::from(self.points - order..));
            differences(joined(&[values, after]).view(), end);
        }
    }
}
