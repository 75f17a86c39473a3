//! A polynomial fitted to the samples around each timestamp: Savitzky and Golay's filter for uneven timestamps.

mod savitzky_golay;
mod window;

use std::cell::Cell;

use crate::CalculusError;

use super::Smoothed;
use super::in_units::FittedOrder;
use super::outliers;
use super::samples::Samples;
pub use savitzky_golay::{SavitzkyGolayOptions, savitzky_golay};
use window::{Length, Window};

/// What is fixed of a local polynomial; the rest is found from the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalOptions {
    /// The degree of the polynomial, 1 to 6.
    pub degree: Option<usize>,
    /// The length of the window, in the unit of the timestamps.
    pub width: Option<f64>,
    /// Positions that do not fit the others are left out.
    pub robust: bool,
}

impl Default for LocalOptions {
    /// Degree and width from the data, outliers left out.
    fn default() -> Self {
        Self {
            degree: None,
            width: None,
            robust: true,
        }
    }
}

impl LocalOptions {
    /// Checks what is given.
    ///
    /// # Errors
    /// [`CalculusError::Degree`].
    ///
    /// ```
    /// use dxdt_calculus::smoothing::LocalOptions;
    /// assert!(LocalOptions { degree: Some(6), ..LocalOptions::default() }.check().is_ok());
    /// assert!(LocalOptions { degree: Some(7), ..LocalOptions::default() }.check().is_err());
    /// ```
    pub fn check(&self) -> Result<(), CalculusError> {
        self.degree.map_or(Ok(()), check_degree)
    }
}

/// A local polynomial's result and what it found.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalFit {
    /// The curve and its derivatives; those above the degree of the polynomial are not known (NaN).
    pub smoothed: Smoothed,
    /// The degree of the polynomial.
    pub degree: usize,
    /// The length of the window, in the unit of the timestamps.
    pub width: f64,
    /// The mean square error of a position predicted by the others, in the squared unit of the positions.
    pub score: f64,
}

const FEWEST: usize = 6;
const DEGREES: std::ops::RangeInclusive<usize> = 2..=5;
/// Degrees that can be given.
const POSSIBLE_DEGREES: std::ops::RangeInclusive<usize> = 1..=6;

/// Position, velocity, acceleration and jerk of noisy positions by a polynomial fitted to a window around each timestamp.
///
/// The window has one length in time; where it would reach over the first or last timestamp it is moved inside, and where it
/// has too few positions, as in a gap, it takes the nearest ones. On even timestamps and away from the ends this is Savitzky
/// and Golay's filter (1964). Degree (2 to 5) and width are those with which positions are predicted best by the others
/// (leave-one-out cross-validation, exact through the diagonal of the smoother). Standard errors are those of least
/// squares, with the noise from the residuals.
///
/// `t` increases; NaN in `x` is a missing position and is filled in. Time is linear in the rows times the positions in a
/// window.
///
/// # Errors
/// [`CalculusError`] where lengths differ, timestamps do not increase, fewer than 6 positions are there, or `options.degree` is
/// not from 1 to 6.
///
/// ```
/// use dxdt_calculus::smoothing::{LocalOptions, local};
/// let t: Vec<f64> = (0..100).map(|i| 0.1 * f64::from(i)).collect();
/// let x: Vec<f64> = t.iter().map(|t| t * t).collect();
/// let fit = local(&t, &x, &LocalOptions { degree: Some(2), width: Some(1.0), robust: false })?;
/// assert!((fit.smoothed.derivatives[1][50] - 10.0).abs() < 1e-9);
/// assert!((fit.smoothed.derivatives[2][0] - 2.0).abs() < 1e-9);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn local(t: &[f64], x: &[f64], options: &LocalOptions) -> Result<LocalFit, CalculusError> {
    options.check()?;
    let samples = Samples::new(t, x, FEWEST)?;
    let last = Cell::new(None);
    let fit = |used: &[bool]| {
        let window = Window::of(&samples, used);
        let (degree, width) = choose(
            &window,
            options,
            samples.step,
            last.get().filter(|_| window.is_sampled()),
        );
        last.set(Some((degree, width)));
        let fit = window.fit_all(degree, Length::Time(width));
        Curve { fit, degree, width }
    };
    let (curve, used) = outliers::without_outliers(&samples, options.robust, fit, curve_of);
    Ok(in_units(&samples, &curve, &used))
}

fn check_degree(given: usize) -> Result<(), CalculusError> {
    if POSSIBLE_DEGREES.contains(&given) {
        Ok(())
    } else {
        Err(CalculusError::Degree { given })
    }
}

struct Curve {
    fit: window::Fitted,
    degree: usize,
    width: f64,
}

fn curve_of(curve: &Curve) -> (&[f64], &[f64]) {
    (&curve.fit.derivatives[0], &curve.fit.variances[0])
}

/// The degree and the width, in steps, with the smallest error of predicting; near those of an earlier round, from which
/// few positions have gone since.
fn choose(
    window: &Window<'_>,
    options: &LocalOptions,
    step: f64,
    before: Option<(usize, f64)>,
) -> (usize, f64) {
    // Each width is about a fifth longer than the one before.
    const GROWTH: f64 = 1.2;
    const NEAR: f64 = 2.0;
    let given_width = options.width.map(|width| width / step);
    let degrees = options.degree.map_or(DEGREES, |degree| degree..=degree);
    let longest = window.span().max(1.0);
    let mut best = (
        f64::INFINITY,
        *degrees.start(),
        given_width.unwrap_or(longest),
    );
    for degree in degrees {
        let least = degree as f64 + 2.0;
        let (shortest, longest) = match before {
            Some((_, width)) => ((width / NEAR).max(least), (width * NEAR).min(longest)),
            None => (least, longest),
        };
        let mut width = given_width.unwrap_or(shortest);
        loop {
            let score = window.score(degree, width);
            if score < best.0 {
                best = (score, degree, width);
            }
            width *= GROWTH;
            if given_width.is_some() || width > longest || window.is_long(width) {
                break;
            }
        }
    }
    (best.1, best.2)
}

fn in_units(samples: &Samples, curve: &Curve, used: &[bool]) -> LocalFit {
    let fit = &curve.fit;
    let order = |order: usize| {
        (order <= curve.degree).then(|| FittedOrder {
            values: &fit.derivatives[order],
            variances: &fit.variances[order],
            noise: fit.noise,
        })
    };
    LocalFit {
        smoothed: samples.in_units(std::array::from_fn(order), fit.noise, used),
        degree: curve.degree,
        width: curve.width * samples.step,
        score: fit.score * samples.scale * samples.scale,
    }
}
