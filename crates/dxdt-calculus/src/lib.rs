//! Derivatives of sampled values: slices or arrays of numbers in, slices or arrays of numbers out.
//!
//! This module knows neither files nor physics. A sample is a value `f[i]` at a coordinate `t[i]`;
//! a derivative has the unit of the value over the unit of the coordinate (metres at seconds give
//! m/s). The formulas are the classical three-point finite differences (Fornberg, "Generation of
//! finite difference formulas on arbitrarily spaced grids", Math. Comp. 51, 1988; Quarteroni, Sacco
//! and Saleri, *Numerical Mathematics*, section 10.10), with the conventions of NumPy's
//! [`gradient`](https://numpy.org/doc/stable/reference/generated/numpy.gradient.html) and
//! [`diff`](https://numpy.org/doc/stable/reference/generated/numpy.diff.html).
//!
//! | function | result | length |
//! |---|---|---|
//! | [`gradient()`] | first derivative at every point, as `np.gradient` | n |
//! | [`second_derivative()`] | second derivative at every point | n |
//! | [`forward_difference`] | slope to the next point, `np.diff(f) / np.diff(t)` | n − 1 |
//! | [`diff`], [`diff_with`] | repeated differences, as `np.diff` | n − order |
//! | [`gradient_with_accuracy`] | first derivative of accuracy 2, 4, 6 or 8 | n |
//! | [`finite_difference()`] | derivative of order 1 to 4, of such accuracy | n |
//! | [`derivative()`] | derivative of order 1 to 4, by either of two schemes | n |
//! | [`fornberg_weights`] | the weights of values at any points | n |
//! | [`noise()`] | the standard deviation of the noise of the values | 1 |
//!
//! Many also have an `_into` form, which writes to a slice that the caller owns. [`mod@array`] has the
//! gradient and the differences of arrays of any number of dimensions, along any axes.
//!
//! Where NumPy quietly returns infinities or nonsense (a repeated or unsorted coordinate, a spacing
//! of zero, an edge order of zero) the answer here is a [`CalculusError`]. Results do not depend on
//! the processor: wider vector instructions are used where there are any, fused multiply-add never
//! is.
//!
//! ```
//! use dxdt_calculus::{EdgeOrder, Spacing, gradient};
//!
//! // Free fall from 100 m, seen at uneven times.
//! let t = [0.0, 0.5, 0.75, 1.5, 2.0];
//! let y = t.map(|t| 100.0 - 9.81 * t * t / 2.0);
//! let velocity = gradient(&y, Spacing::Coordinates(&t), EdgeOrder::Second)?;
//! let acceleration = gradient(&velocity, Spacing::Coordinates(&t), EdgeOrder::Second)?;
//! assert!(acceleration.iter().all(|a| (a + 9.81).abs() < 1e-12));
//! # Ok::<(), dxdt_calculus::CalculusError>(())
//! ```

mod accuracy;
pub mod array;
mod derivative;
mod difference;
mod edge_order;
mod error;
mod finite_difference;
mod formula;
mod fornberg;
mod gradient;
mod kernel;
mod noise;
mod operand;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod rounding;
pub mod row_formulas;
mod sample;
mod second_derivative;
pub mod smoothing;
mod spacing;
mod stencil;
mod steps;

pub use accuracy::Accuracy;
pub use derivative::{Scheme, derivative, derivative_into};
pub use difference::{diff, diff_with, forward_difference, forward_difference_into};
pub use edge_order::EdgeOrder;
pub use error::CalculusError;
pub use finite_difference::points_around;
pub use finite_difference::{finite_difference, finite_difference_into, gradient_with_accuracy};
pub use fornberg::fornberg_weights;
pub use gradient::{gradient, gradient_into};
pub use noise::{NOISE_POINTS, noise, noise_weights, robust_scale};
pub use operand::Operand;
pub use sample::{Difference, Real, Sample, to_f64};
pub use second_derivative::{second_derivative, second_derivative_into};
pub use spacing::Spacing;
