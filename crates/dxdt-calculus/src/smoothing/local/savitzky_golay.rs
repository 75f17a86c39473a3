//! Savitzky and Golay's filter as it is used elsewhere: a window of so many rows and a degree, both given.

use crate::CalculusError;

use super::super::Smoothed;
use super::super::samples::Samples;
use super::window::{Length, Window};
use super::{Curve, LocalFit, check_degree, in_units};

/// A Savitzky–Golay filter. There is no default: both follow from what the positions are to be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavitzkyGolayOptions {
    /// How many positions a polynomial is fitted to: an odd number above the degree.
    pub window: usize,
    /// The degree of the polynomial, 1 to 6.
    pub degree: usize,
}

impl SavitzkyGolayOptions {
    /// Checks both.
    ///
    /// # Errors
    /// [`CalculusError::Degree`] and [`CalculusError::Window`].
    ///
    /// ```
    /// use dxdt_calculus::smoothing::SavitzkyGolayOptions;
    /// assert!(SavitzkyGolayOptions { window: 7, degree: 3 }.check().is_ok());
    /// assert!(SavitzkyGolayOptions { window: 8, degree: 3 }.check().is_err());
    /// ```
    pub fn check(&self) -> Result<(), CalculusError> {
        check_degree(self.degree)?;
        if self.window % 2 == 1 && self.window > self.degree {
            return Ok(());
        }
        Err(CalculusError::Window {
            given: self.window,
            degree: self.degree,
        })
    }
}

/// Position, velocity, acceleration and jerk by the filter of Savitzky and Golay (1964): a polynomial fitted by least squares to
/// as many positions as `options.window` says, half of them on either side.
///
/// Positions count at their own timestamps. Where these are even, and away from the ends, the weights are those of the usual
/// tables; near an end the polynomial of the outermost window is taken (`scipy.signal.savgol_filter` with `mode="interp"`).
/// No position is left out, and derivatives above the degree are not known (NaN). Standard errors are those of least squares,
/// with the noise from the residuals of all windows; they do not hold what the polynomial cannot follow.
///
/// `t` increases; NaN in `x` is a missing position and is filled in. Time is linear in the rows times the window.
///
/// # Errors
/// [`CalculusError`] where lengths differ, timestamps do not increase, there are fewer positions than the window has, the
/// window is even or not above the degree, or the degree is not from 1 to 6.
///
/// ```
/// use dxdt_calculus::smoothing::{SavitzkyGolayOptions, savitzky_golay};
/// let t: Vec<f64> = (0..20).map(f64::from).collect();
/// let x: Vec<f64> = t.iter().map(|t| t * t).collect();
/// let smoothed = savitzky_golay(&t, &x, &SavitzkyGolayOptions { window: 7, degree: 2 })?;
/// assert!((smoothed.derivatives[1][5] - 10.0).abs() < 1e-9);
/// assert!((smoothed.derivatives[2][0] - 2.0).abs() < 1e-9);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn savitzky_golay(
    t: &[f64],
    x: &[f64],
    options: &SavitzkyGolayOptions,
) -> Result<Smoothed, CalculusError> {
    options.check()?;
    let samples = Samples::new(t, x, options.window)?;
    let used = vec![true; x.len()];
    let fit = Window::of(&samples, &used).fit_all(options.degree, Length::Samples(options.window));
    let curve = Curve {
        fit,
        degree: options.degree,
        width: options.window as f64,
    };
    let LocalFit { smoothed, .. } = in_units(&samples, &curve, &used);
    Ok(smoothed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(window: usize, degree: usize) -> SavitzkyGolayOptions {
        SavitzkyGolayOptions { window, degree }
    }

    #[test]
    fn weights_on_even_rows_are_those_of_the_tables() {
        let t: Vec<f64> = (0..11).map(f64::from).collect();
        let mut x = vec![0.0; 11];
        x[5] = 1.0;
        let smoothed = savitzky_golay(&t, &x, &options(5, 2)).unwrap();
        // Savitzky and Golay: 17/35 12/35 -3/35; for the slope 0, 1/10, 2/10; for the second derivative -2/7, -1/7, 2/7.
        let [position, velocity, acceleration, jerk] = &smoothed.derivatives;
        for (found, expected) in [
            (position[5], 17.0 / 35.0),
            (position[4], 12.0 / 35.0),
            (position[3], -3.0 / 35.0),
            (velocity[5], 0.0),
            (velocity[4], 0.1),
            (velocity[7], -0.2),
            (acceleration[5], -2.0 / 7.0),
            (acceleration[6], -1.0 / 7.0),
            (acceleration[3], 2.0 / 7.0),
            (position[8], 0.0),
        ] {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
        assert!(jerk.iter().all(|jerk| jerk.is_nan()));
    }

    #[test]
    fn a_polynomial_on_uneven_rows_comes_back_with_its_ends_and_without_a_missing_row() {
        let t: Vec<f64> = (0..30)
            .map(|i| f64::from(i) + 0.3 * f64::from(i * i % 3))
            .collect();
        let mut x: Vec<f64> = t.iter().map(|t| t * (t - 3.0) * (t - 9.0)).collect();
        x[12] = f64::NAN;
        let smoothed = savitzky_golay(&t, &x, &options(9, 3)).unwrap();
        for (row, t) in t.iter().enumerate() {
            let velocity = 3.0 * t * t - 24.0 * t + 27.0;
            assert!(
                (smoothed.derivatives[1][row] - velocity).abs() < 1e-6 * (1.0 + velocity.abs())
            );
        }
        assert!(smoothed.outliers.is_empty());
    }

    #[test]
    fn what_is_no_filter_is_an_error() {
        let t: Vec<f64> = (0..9).map(f64::from).collect();
        let error = |window, degree| savitzky_golay(&t, &t, &options(window, degree)).unwrap_err();
        assert_eq!(
            error(6, 2),
            CalculusError::Window {
                given: 6,
                degree: 2
            }
        );
        assert_eq!(
            error(3, 3),
            CalculusError::Window {
                given: 3,
                degree: 3
            }
        );
        assert_eq!(error(9, 7), CalculusError::Degree { given: 7 });
        assert_eq!(
            error(11, 2),
            CalculusError::TooFewPoints {
                needed: 11,
                found: 9
            }
        );
    }
}
