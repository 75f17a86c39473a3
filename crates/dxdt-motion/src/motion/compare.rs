//! Gradient against first difference, and how much of their difference is that a first difference belongs
//! half a step later than the row it stands on.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::Serialize;

use crate::audit::AuditedLog;

use super::square_mean::SquareMean;
use super::{DeriveOptions, Method, Motion, derive};

/// How gradient and first difference of one axis differ, in units of velocity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AxisComparison {
    /// The axis.
    pub axis: String,
    /// Rows that have both.
    pub rows: u64,
    /// Root mean square of gradient minus first difference, row by row.
    pub rms: Option<f64>,
    /// The largest magnitude of gradient minus first difference.
    pub largest: Option<f64>,
    /// Root mean square of the difference with the gradient taken at the middle of each step, the mean of its
    /// values at both ends: where the first difference belongs.
    pub rms_at_midpoints: Option<f64>,
    /// The share of the mean square that vanishes at the midpoints: 1 where the two differ by the half-step
    /// lag alone, 0 or less where by something else, such as noise.
    pub lag_share: Option<f64>,
}

/// Gradient against first difference for every axis and row.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Comparison<'a> {
    /// The gradient along each axis.
    pub gradient: Cow<'a, [Vec<f64>]>,
    /// The first difference to the next row along each axis.
    pub first_difference: &'a [Vec<f64>],
    /// Each axis summed up.
    pub axes: Vec<AxisComparison>,
}

/// Compares the gradient with the first difference of the same log.
///
/// ```
/// use dxdt_motion::audit::{AuditOptions, audit};
/// use dxdt_motion::log::LogBuilder;
/// use dxdt_motion::motion::{DeriveOptions, compare, derive};
///
/// let t = [0.0, 1.0, 2.0, 3.0, 4.0];
/// let log = LogBuilder::of_seconds(&t).position("x", None, &t.map(|t| t * t)).build()?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let options = DeriveOptions::default();
/// let motion = derive(&audited, &options);
/// let x = &compare(&audited, &motion, &options).axes[0];
/// // The velocity 2t is 2t + 1 half a step later, and there the two agree.
/// assert_eq!((x.rms, x.rms_at_midpoints, x.lag_share), (Some(1.0), Some(0.0), Some(1.0)));
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn compare<'a>(
    audited: &AuditedLog<'_>,
    motion: &'a Motion,
    options: &DeriveOptions,
) -> Comparison<'a> {
    let gradient = gradient_of(audited, motion, options);
    let axes = gradient
        .par_iter()
        .zip(&motion.first_difference)
        .zip(&motion.axes)
        .map(|((gradient, difference), axis)| compare_axis(axis, gradient, difference))
        .collect();
    Comparison {
        gradient,
        first_difference: &motion.first_difference,
        axes,
    }
}

/// The velocity by gradients, of a motion that may have been derived otherwise.
pub fn gradient_of<'a>(
    audited: &AuditedLog<'_>,
    motion: &'a Motion,
    options: &DeriveOptions,
) -> Cow<'a, [Vec<f64>]> {
    match options.method {
        Method::Gradient => Cow::Borrowed(&motion.velocity[..]),
        Method::FirstDifference => {
            let gradient = DeriveOptions {
                method: Method::Gradient,
                ..*options
            };
            Cow::Owned(derive(audited, &gradient).velocity)
        }
    }
}

fn compare_axis(axis: &str, gradient: &[f64], difference: &[f64]) -> AxisComparison {
    let mut comparing = AxisComparing::default();
    comparing.add(gradient, difference);
    comparing.finish(axis)
}

/// The comparison of one axis on its way through the rows; they may come in parts.
#[derive(Debug, Clone, Default)]
pub struct AxisComparing {
    at_rows: SquareMean,
    at_midpoints: SquareMean,
    largest: f64,
    /// A first difference reaches to the next row that has a gradient; the last of a segment has none.
    previous: Option<(f64, f64)>,
}

impl AxisComparing {
    /// Adds the rows that come next.
    pub fn add(&mut self, gradient: &[f64], difference: &[f64]) {
        for (&gradient, &difference) in gradient.iter().zip(difference) {
            if gradient.is_nan() {
                continue;
            }
            if let Some((before, step)) = self.previous
                && !step.is_nan()
            {
                self.at_midpoints
                    .add(f64::midpoint(before, gradient) - step);
            }
            if !difference.is_nan() {
                self.at_rows.add(gradient - difference);
                self.largest = self.largest.max((gradient - difference).abs());
            }
            self.previous = Some((gradient, difference));
        }
    }

    /// The figures of all rows.
    pub fn finish(&self, axis: &str) -> AxisComparison {
        let (at_rows, at_midpoints) = (&self.at_rows, &self.at_midpoints);
        let lag_share = match (at_rows.mean(), at_midpoints.mean()) {
            (Some(rows), Some(midpoints)) if rows > 0.0 => Some(1.0 - midpoints / rows),
            _ => None,
        };
        AxisComparison {
            axis: axis.to_owned(),
            rows: at_rows.count,
            rms: at_rows.mean().map(f64::sqrt),
            largest: (at_rows.count > 0).then_some(self.largest),
            rms_at_midpoints: at_midpoints.mean().map(f64::sqrt),
            lag_share,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_missing_rows_are_stepped_over() {
        let nan = f64::NAN;
        // Two segments of x = t² at steps of 1, the first with a row that has no position.
        let gradient = [0.0, nan, 2.0, 4.0, 10.0, 12.0];
        let difference = [1.0, nan, 3.0, nan, 11.0, nan];
        let x = compare_axis("x", &gradient, &difference);
        assert_eq!(x.rows, 3);
        assert_eq!(x.rms, Some(1.0));
        assert_eq!(x.rms_at_midpoints, Some(0.0));
    }

    #[test]
    fn nothing_to_compare_gives_nothing() {
        let x = compare_axis("x", &[f64::NAN], &[f64::NAN]);
        assert_eq!(
            (x.rows, x.rms, x.largest, x.lag_share),
            (0, None, None, None)
        );
    }

    #[test]
    fn equal_velocities_have_no_lag_to_share() {
        let x = compare_axis("x", &[1.0, 1.0], &[1.0, f64::NAN]);
        assert_eq!((x.rms, x.lag_share), (Some(0.0), None));
    }
}
