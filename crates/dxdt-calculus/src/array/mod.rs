//! Derivatives of arrays of any number of dimensions, as `np.gradient` and `np.diff` define them.
//!
//! | function | result | shape |
//! |---|---|---|
//! | [`gradient()`], [`gradient_into`] | first derivatives along all axes, or some | one array an axis, each of the shape of the values |
//! | [`gradient_along`], [`gradient_along_into`] | first derivative along one axis | that of the values |
//! | [`diff()`], [`diff_into`] | repeated differences along one axis | that of the values, shorter along the axis |
//! | [`diff_promoted`] | the same of integers as `f64`, which cannot wrap round | the same |
//!
//! The `_into` forms write to arrays that the caller owns and allocate nothing of their size; the
//! others allocate their results and no more. Arrays may be of any layout, views with steps and
//! turned axes included. Large ones are worked on by all threads of rayon's pool, in pieces that fit
//! the processor's cache; the results have the same bits whatever the number of threads, the layout,
//! and the axis: the gradient of a transposed array is the transposed gradient.
//!
//! Values are `f32`, `f64` or integers; see [`Sample`](super::Sample). Along a line of values the
//! result is what [`calculus::gradient`](super::gradient()) gives.
//!
//! ```
//! use dxdt_calculus::{Spacing, array::{GradientOptions, gradient}};
//! use ndarray::array;
//!
//! // f(y, x) = x² + 10·y, on a grid that is even along y and uneven along x.
//! let f = array![[0.0, 1.0, 9.0], [5.0, 6.0, 14.0]];
//! let spacing = [Spacing::Uniform(0.5), Spacing::Coordinates(&[0.0, 1.0, 3.0])];
//! let slopes = gradient(&f, &GradientOptions { spacing: &spacing, ..Default::default() })?;
//!
//! assert_eq!(slopes[0], array![[10.0, 10.0, 10.0], [10.0, 10.0, 10.0]]);
//! assert_eq!(slopes[1], array![[1.0, 2.0, 4.0], [1.0, 2.0, 4.0]]);
//! # Ok::<(), dxdt_calculus::CalculusError>(())
//! ```

mod axes;
mod diff;
mod diff_plane;
mod gradient;
mod gradient_plane;
mod layout;
#[cfg(test)]
mod properties;
mod tile;

pub use diff::{DiffOptions, End, diff, diff_into, diff_promoted};
pub use gradient::{GradientOptions, gradient, gradient_along, gradient_along_into, gradient_into};
