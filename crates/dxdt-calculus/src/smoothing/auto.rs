//! The method with the smallest predicted error.

use crate::CalculusError;

use super::tv::total_variation_below;
use super::{AutoReason, FittedCurve, KalmanOptions, LocalOptions, Smoothed, kalman, local};

/// What was chosen and why.
#[derive(Debug, Clone, PartialEq)]
pub struct AutoFit {
    /// The curve and its derivatives.
    pub smoothed: Smoothed,
    /// What was chosen.
    pub curve: FittedCurve,
    /// Why.
    pub because: AutoReason,
}

/// Corners, and local polynomials whose standard errors leave their bias out, are taken only where they predict better by
/// so much.
const LEAST_GAIN: f64 = 0.93;

/// Total variation is given up where its first fit has a score so many times too large; the outliers that are yet to be left
/// out are few, and make it smaller by less.
const FIRST_FIT: f64 = 4.0;

/// Fewer positions than this say too little about their noise.
pub const FEWEST_FOR_AUTO: usize = 12;

/// Position, velocity, acceleration and jerk of noisy positions by the method with the smallest predicted error, without
/// any parameter.
///
/// Every method finds its own parameters; then each position is predicted by the others (leave-one-out, exact through the
/// variances of the fit), and the method that does it with the smaller mean square error is taken. Positions that either
/// method leaves out as an outlier do not count. Total variation is for motion with corners and impacts: it is taken where
/// it finds any and its cross-validation score is lower by 7 % or more, and so are local polynomials, whose standard errors
/// leave their bias out, against the Kalman smoother. It is given up after its first fit where that is far worse.
///
/// # Errors
/// [`CalculusError`] where lengths differ, timestamps do not increase, or fewer than a dozen positions are there.
///
/// ```
/// use dxdt_calculus::smoothing::auto;
/// let t: Vec<f64> = (0..120).map(|i| 0.05 * f64::from(i)).collect();
/// let x: Vec<f64> = t.iter().enumerate().map(|(i, t)| t.sin() + if i % 3 == 0 { 0.02 } else { -0.01 }).collect();
/// let fit = auto(&t, &x)?;
/// assert!((fit.smoothed.derivatives[1][60] - t[60].cos()).abs() < 0.05);
/// assert!(auto(&t[..8], &x[..8]).is_err());
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn auto(t: &[f64], x: &[f64]) -> Result<AutoFit, CalculusError> {
    let present = x.iter().filter(|x| x.is_finite()).count();
    if present < FEWEST_FOR_AUTO {
        return Err(CalculusError::TooFewPoints {
            needed: FEWEST_FOR_AUTO,
            found: present,
        });
    }
    let by_kalman = kalman(t, x, &KalmanOptions::default())?;
    let by_local = local(t, x, &LocalOptions::default())?;
    let counts = |row: usize| {
        let is_left_out = |smoothed: &Smoothed| smoothed.outliers.binary_search(&row).is_ok();
        x[row].is_finite() && !is_left_out(&by_kalman.smoothed) && !is_left_out(&by_local.smoothed)
    };
    let rows: Vec<usize> = (0..x.len()).filter(|&row| counts(row)).collect();
    let [of_kalman, of_local] = [&by_kalman.smoothed, &by_local.smoothed]
        .map(|smoothed| predicted_error(x, smoothed, &rows));
    let better = if of_local < LEAST_GAIN * of_kalman {
        (of_local / of_kalman).powi(2)
    } else {
        1.0
    };
    let limit = LEAST_GAIN * better * by_kalman.score;
    if let Some(corners) = total_variation_below(t, x, FIRST_FIT * limit)?
        && !corners.knots.is_empty()
        && corners.score < limit
    {
        return Ok(AutoFit {
            curve: FittedCurve::TotalVariation {
                knots: corners.knots.len(),
            },
            because: AutoReason::CornersPredictBetter {
                error: corners.score.sqrt(),
                other: (better * by_kalman.score).sqrt(),
            },
            smoothed: corners.smoothed,
        });
    }
    if of_local < LEAST_GAIN * of_kalman {
        let mut smoothed = by_local.smoothed;
        for order in by_local.degree + 1..4 {
            smoothed.derivatives[order].clone_from(&by_kalman.smoothed.derivatives[order]);
            smoothed.standard_errors[order].clone_from(&by_kalman.smoothed.standard_errors[order]);
        }
        return Ok(AutoFit {
            smoothed,
            curve: FittedCurve::Local {
                degree: by_local.degree,
                width: by_local.width,
            },
            because: AutoReason::PredictsBetter {
                error: of_local,
                other: of_kalman,
            },
        });
    }
    let (error, other) = (of_kalman, of_local);
    Ok(AutoFit {
        curve: by_kalman.curve(),
        because: if error <= other {
            AutoReason::PredictsBetter { error, other }
        } else {
            AutoReason::AboutAsWell { error, other }
        },
        smoothed: by_kalman.smoothed,
    })
}

/// The root mean square error of positions predicted by the others: e/(1 − h), where h is the variance of the fitted
/// position over that of the noise.
fn predicted_error(x: &[f64], smoothed: &Smoothed, rows: &[usize]) -> f64 {
    let squares: f64 = rows
        .iter()
        .map(|&row| {
            let h = (smoothed.standard_errors[0][row] / smoothed.noise).powi(2);
            let free = if h.is_finite() {
                (1.0 - h).max(1e-6)
            } else {
                1.0
            };
            ((x[row] - smoothed.derivatives[0][row]) / free).powi(2)
        })
        .sum();
    (squares / rows.len().max(1) as f64).sqrt()
}
