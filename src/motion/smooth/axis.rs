//! One axis of one segment, smoothed.

use serde::Serialize;

use crate::calculus::CalculusError;
use crate::calculus::smoothing::{
    FEWEST_FOR_AUTO, KalmanOptions, LocalOptions, Smoothed, auto, kalman, local,
};

/// How noisy positions are smoothed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SmoothingMethod {
    /// The method with the smallest predicted error.
    Auto,
    /// A Kalman smoother: an integrated Wiener process seen with noise.
    Kalman,
    /// Polynomials fitted to a window around each row.
    Local,
}

impl SmoothingMethod {
    /// The fewest positions of a segment that is smoothed.
    pub fn fewest_rows(self) -> usize {
        match self {
            Self::Auto => FEWEST_FOR_AUTO,
            Self::Kalman | Self::Local => 6,
        }
    }
}

/// The curve along one axis of one segment.
#[derive(Debug, Clone, Default)]
pub(super) struct AxisFit {
    pub velocity: Vec<f64>,
    pub acceleration: Vec<f64>,
    pub velocity_error: Vec<f64>,
    pub acceleration_error: Vec<f64>,
    pub noise: f64,
    /// Positions that were left out, by index.
    pub outliers: Vec<usize>,
    /// What was fitted, in words.
    pub reason: String,
}

impl AxisFit {
    fn of(smoothed: Smoothed, reason: String) -> Self {
        let [_, velocity, acceleration, _] = smoothed.derivatives;
        let [_, velocity_error, acceleration_error, _] = smoothed.standard_errors;
        Self {
            velocity,
            acceleration,
            velocity_error,
            acceleration_error,
            noise: smoothed.noise,
            outliers: smoothed.outliers,
            reason,
        }
    }

    /// Without the columns.
    pub fn summary(&self) -> Self {
        Self {
            noise: self.noise,
            outliers: self.outliers.clone(),
            reason: self.reason.clone(),
            ..Self::default()
        }
    }
}

/// Fits a curve; `None` where there are too few positions.
pub(super) fn fit(t: &[f64], x: &[f64], method: SmoothingMethod) -> Option<AxisFit> {
    let fit = || -> Result<AxisFit, CalculusError> {
        Ok(match method {
            SmoothingMethod::Auto => {
                let fit = auto(t, x)?;
                AxisFit::of(fit.smoothed, fit.reason)
            }
            SmoothingMethod::Kalman => {
                let fit = kalman(t, x, &KalmanOptions::default())?;
                let reason = format!("a Kalman smoother of {} states", fit.states);
                AxisFit::of(fit.smoothed, reason)
            }
            SmoothingMethod::Local => {
                let fit = local(t, x, &LocalOptions::default())?;
                let reason = format!(
                    "polynomials of degree {} over {:.3e} s",
                    fit.degree, fit.width
                );
                AxisFit::of(fit.smoothed, reason)
            }
        })
    };
    // Strictly increasing stamps and finite positions leave only their number to be wrong.
    fit().ok()
}
