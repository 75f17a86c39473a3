//! Derivatives of higher accuracy, from more than three points.

use super::fornberg::{scaled, weights_into};
use super::spacing::{Checked, check_length};
use super::steps::Steps;
use super::{Accuracy, CalculusError, Operand, Spacing};
use rayon::prelude::*;
use std::ops::Range;

/// The highest order of a derivative. Beyond, noise is all that is left of measured values.
const HIGHEST_ORDER: usize = 4;

/// The most points that a derivative is made of.
const MAX_POINTS: usize = Accuracy::Eighth.points(HIGHEST_ORDER);

/// The first derivative at each point with an accuracy of 2, 4, 6 or 8, in units of value over units
/// of coordinate.
///
/// This is [`finite_difference`] of order 1. Accuracy 2 is the [`gradient`](super::gradient()) of
/// [`EdgeOrder::Second`](super::EdgeOrder::Second), to rounding.
///
/// # Errors
///
/// As [`finite_difference`].
///
/// ```
/// use dxdt_calculus::{Accuracy, Spacing, gradient_with_accuracy};
///
/// let t = [0.0, 0.5, 1.5, 2.0, 3.0, 3.5];
/// let f = t.map(|t: f64| t.powi(4));
/// let slope = gradient_with_accuracy(&f, Spacing::Coordinates(&t), Accuracy::Fourth)?;
/// assert!(slope.iter().zip(t).all(|(slope, t)| (slope - 4.0 * t.powi(3)).abs() < 1e-12));
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn gradient_with_accuracy(
    values: &[f64],
    spacing: Spacing<'_>,
    accuracy: Accuracy,
) -> Result<Vec<f64>, CalculusError> {
    finite_difference(values, spacing, 1, accuracy)
}

/// The derivative of this order, 1 to 4, at each point, in units of value over units of coordinate to
/// the power of the order.
///
/// It is the derivative of the polynomial through the nearest [`Accuracy::points`] points, as many on
/// either side where there are as many; towards the ends these points stay the first or the last
/// ones. The weights are those of [`fornberg_weights`](super::fornberg_weights). They are applied to
/// differences from the value at the point, so that a common offset is not rounded.
///
/// NaN and infinities spread to all points whose stencil holds them; an infinity may make NaN.
///
/// # Errors
///
/// [`CalculusError`] if the order is not 1 to 4, if there are fewer points than
/// [`Accuracy::points`], if lengths do not fit, if coordinates are repeated, unsorted or not finite,
/// or if a uniform spacing is zero or not finite.
///
/// ```
/// use dxdt_calculus::{Accuracy, Spacing, finite_difference};
///
/// let f: Vec<f64> = (0..9).map(|i| f64::from(i).powi(5)).collect();
/// let third = finite_difference(&f, Spacing::Uniform(1.0), 3, Accuracy::Fourth)?;
/// assert!(third.iter().zip(0..).all(|(d, i)| (d - 60.0 * f64::from(i * i)).abs() < 1e-8));
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn finite_difference(
    values: &[f64],
    spacing: Spacing<'_>,
    order: usize,
    accuracy: Accuracy,
) -> Result<Vec<f64>, CalculusError> {
    let mut out = vec![0.0; values.len()];
    finite_difference_into(values, spacing, order, accuracy, &mut out)?;
    Ok(out)
}

/// As [`finite_difference`], written to `out`, which has the length of `values`. After an error it is
/// as it was.
///
/// # Errors
///
/// As [`finite_difference`], and if `out` has another length than `values`.
///
/// ```
/// use dxdt_calculus::{Accuracy, Spacing, finite_difference_into};
///
/// let mut second = [0.0; 5];
/// let f = [0.0, 1.0, 4.0, 9.0, 16.0];
/// finite_difference_into(&f, Spacing::Uniform(1.0), 2, Accuracy::Second, &mut second)?;
/// assert!(second.iter().all(|second| (second - 2.0).abs() < 1e-13));
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn finite_difference_into(
    values: &[f64],
    spacing: Spacing<'_>,
    order: usize,
    accuracy: Accuracy,
    out: &mut [f64],
) -> Result<(), CalculusError> {
    check_order(order)?;
    let (needed, found) = (accuracy.points(order), values.len());
    if found < needed {
        return Err(CalculusError::TooFewPoints { needed, found });
    }
    let spacing = spacing.check(found)?;
    check_length(Operand::Output, found, out.len())?;
    match spacing {
        Checked::Even(step) => even(values, step, order, needed, out),
        Checked::Coordinates(steps, _) => uneven(values, steps, order, needed, out),
        Checked::Steps(steps, _) => uneven(values, steps, order, needed, out),
    }
    Ok(())
}

/// So many points that the derivative at point `i` of `n` is made of: those around it, at the ends the outermost ones.
pub fn points_around(i: usize, points: usize, n: usize) -> Range<usize> {
    let start = i.saturating_sub(points / 2).min(n - points);
    start..start + points
}

/// Weights for one place in a window of points.
#[derive(Clone, Copy)]
struct Weights {
    weights: [f64; MAX_POINTS],
    points: usize,
    /// The weights are to be multiplied by this to the power of the order.
    scale: f64,
    order: usize,
}

impl Weights {
    /// From the distances of the points.
    #[inline(always)]
    fn new(offsets: &mut [f64], order: usize) -> Self {
        let points = offsets.len();
        let mut table = [0.0; MAX_POINTS * (HIGHEST_ORDER + 1)];
        let scale = weights_into(offsets, order, &mut table[..points * (order + 1)]);
        let mut weights = [0.0; MAX_POINTS];
        weights[..points].copy_from_slice(&table[order * points..(order + 1) * points]);
        Self {
            weights,
            points,
            scale,
            order,
        }
    }

    /// The derivative where the value is `here`.
    #[inline(always)]
    fn apply(&self, window: &[f64], here: f64) -> f64 {
        let terms = self.weights[..self.points].iter().zip(window);
        let sum = terms.fold(0.0, |sum, (weight, value)| sum + weight * (value - here));
        scaled(sum, self.scale, self.order)
    }
}

/// With even steps, weights are the same for all points but those near the ends.
fn even(values: &[f64], step: f64, order: usize, points: usize, out: &mut [f64]) {
    let weights_at = |place: usize| {
        let mut offsets = [0.0; MAX_POINTS];
        for (j, offset) in offsets.iter_mut().enumerate() {
            *offset = j as f64 - place as f64;
        }
        Weights::new(&mut offsets[..points], order)
    };
    let weights: Vec<Weights> = (0..points).map(weights_at).collect();
    in_parts(out, &|first, out| {
        for (i, out) in (first..).zip(out) {
            let window = points_around(i, points, values.len());
            let place = i - window.start;
            let derivative = weights[place].apply(&values[window], values[i]);
            *out = (0..order).fold(derivative, |quotient, _| quotient / step);
        }
    });
}

/// With uneven steps, each point has its own weights.
fn uneven(values: &[f64], steps: impl Steps, order: usize, points: usize, out: &mut [f64]) {
    // Loops over few weights are several times as fast where their lengths are known beforehand.
    in_parts(out, &|first, out| match (order, points) {
        (1, 3) => by_weights(values, steps, 1, 3, first, out),
        (1, 5) => by_weights(values, steps, 1, 5, first, out),
        (1, 7) => by_weights(values, steps, 1, 7, first, out),
        _ => by_weights(values, steps, order, points, first, out),
    });
}

/// As [`uneven`], for the points from `first` on.
#[inline(always)]
fn by_weights(
    values: &[f64],
    steps: impl Steps,
    order: usize,
    points: usize,
    first: usize,
    out: &mut [f64],
) {
    for (i, out) in (first..).zip(out) {
        let window = points_around(i, points, values.len());
        let place = i - window.start;
        // Distances add up from the point outwards, so that near ones are the most exact.
        let mut offsets = [0.0; MAX_POINTS];
        for j in place + 1..points {
            offsets[j] = offsets[j - 1] + steps.at(window.start + j - 1);
        }
        for j in (0..place).rev() {
            offsets[j] = offsets[j + 1] - steps.at(window.start + j);
        }
        let weights = Weights::new(&mut offsets[..points], order);
        *out = weights.apply(&values[window], values[i]);
    }
}

/// Does the work for all parts of `out`, given the index of their first point; in parallel if there
/// are several.
fn in_parts(out: &mut [f64], work: &(impl Fn(usize, &mut [f64]) + Sync)) {
    const PART: usize = 1 << 12;
    if out.len() <= PART {
        work(0, out);
    } else {
        let parts = out.par_chunks_mut(PART).enumerate();
        parts.for_each(|(i, part)| work(i * PART, part));
    }
}

/// Derivatives are taken up to [`HIGHEST_ORDER`].
pub(super) fn check_order(order: usize) -> Result<(), CalculusError> {
    if (1..=HIGHEST_ORDER).contains(&order) {
        return Ok(());
    }
    Err(CalculusError::UnsupportedOrder {
        highest: HIGHEST_ORDER,
        found: order,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{EdgeOrder, diff, gradient};
    use super::*;

    fn uneven_stamps(n: usize, length: f64) -> Vec<f64> {
        let shape = |i: usize| i as f64 + 0.3 * (i as f64 * 1.7).sin();
        (0..n).map(|i| length * shape(i) / n as f64).collect()
    }

    /// The largest relative error for the exponential function on points about `step` apart. It
    /// depends on where points lie to each other, not on where they lie.
    fn error(step: f64, order: usize, accuracy: Accuracy) -> f64 {
        let t = uneven_stamps(30, 30.0 * step);
        let f: Vec<f64> = t.iter().map(|t| t.exp()).collect();
        let found = finite_difference(&f, Spacing::Coordinates(&t), order, accuracy).unwrap();
        let errors = found.iter().zip(&f).map(|(a, b)| (a / b - 1.0).abs());
        errors.fold(0.0, f64::max)
    }

    #[test]
    fn the_error_falls_as_the_accuracy_promises_ends_included() {
        for order in 1..=HIGHEST_ORDER {
            for accuracy in Accuracy::ALL {
                let ratio = error(0.2, order, accuracy) / error(0.1, order, accuracy);
                let promised = 2_f64.powi(accuracy.order() as i32);
                assert!(
                    ratio > 0.7 * promised,
                    "order {order}, accuracy {accuracy}: {ratio}"
                );
            }
        }
    }

    #[test]
    fn accuracy_2_is_the_gradient_of_edge_order_2() {
        let t = uneven_stamps(50, 10.0);
        let f: Vec<f64> = t.iter().map(|t| (t * t).cos()).collect();
        for spacing in [Spacing::Coordinates(&t), Spacing::Uniform(0.3)] {
            let found = gradient_with_accuracy(&f, spacing, Accuracy::Second).unwrap();
            let expected = gradient(&f, spacing, EdgeOrder::Second).unwrap();
            for (a, b) in found.iter().zip(expected) {
                assert!((a - b).abs() < 1e-13 * b.abs().max(1.0), "{a} is not {b}");
            }
        }
    }

    #[test]
    fn all_kinds_of_spacing_agree() {
        let f: Vec<f64> = (0..20).map(|i| (f64::from(i) * 0.4).sin()).collect();
        let t: Vec<f64> = (0..20).map(|i| 3.0 - 0.5 * f64::from(i)).collect();
        let steps = diff(&t, 1);
        let mut nearly_even = t.clone();
        nearly_even[19] -= 1e-12;
        for order in 1..=HIGHEST_ORDER {
            let by = |spacing| finite_difference(&f, spacing, order, Accuracy::Fourth).unwrap();
            let even = by(Spacing::Uniform(-0.5));
            assert_eq!(by(Spacing::Coordinates(&t)), even);
            assert_eq!(by(Spacing::Steps(&steps)), even);
            for (a, b) in by(Spacing::Coordinates(&nearly_even)).iter().zip(&even) {
                assert!((a - b).abs() < 1e-9, "order {order}: {a} is not {b}");
            }
        }
    }

    #[test]
    fn parts_join_without_a_seam() {
        let t = uneven_stamps(10_000, 10.0);
        let f: Vec<f64> = t.iter().map(|t| (t * t).cos()).collect();
        let by = |t: &[f64], f: &[f64], spacing: bool| {
            let spacing = if spacing {
                Spacing::Coordinates(t)
            } else {
                Spacing::Uniform(0.5)
            };
            finite_difference(f, spacing, 1, Accuracy::Fourth).unwrap()
        };
        for spacing in [true, false] {
            let whole = by(&t, &f, spacing);
            let around_a_seam = by(&t[4000..4200], &f[4000..4200], spacing);
            assert_eq!(around_a_seam[2..198], whole[4002..4198]);
        }
    }

    #[test]
    fn an_offset_costs_no_digits() {
        let t = uneven_stamps(30, 3.0);
        let f: Vec<f64> = t.iter().map(|t| (t * 1024.0).round() / 1024.0).collect();
        let shifted: Vec<f64> = f.iter().map(|f| f + 4_194_304.0).collect();
        let slope =
            |f: &[f64]| gradient_with_accuracy(f, Spacing::Coordinates(&t), Accuracy::Sixth);
        assert_eq!(slope(&f), slope(&shifted));
    }

    #[test]
    fn bad_input_is_an_error() {
        let error = |n: usize, order, accuracy| {
            finite_difference(&vec![0.0; n], Spacing::Uniform(1.0), order, accuracy).unwrap_err()
        };
        for order in [0, 5, usize::MAX] {
            let unsupported = CalculusError::UnsupportedOrder {
                highest: 4,
                found: order,
            };
            assert_eq!(error(20, order, Accuracy::Second), unsupported);
        }
        let few = CalculusError::TooFewPoints {
            needed: 9,
            found: 8,
        };
        assert_eq!(error(8, 1, Accuracy::Eighth), few);
        assert_eq!(
            gradient_with_accuracy(
                &[0.0; 3],
                Spacing::Coordinates(&[0.0, 1.0, 1.0]),
                Accuracy::Second
            ),
            Err(CalculusError::Repeated { index: 2 })
        );
    }
}
