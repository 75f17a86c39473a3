//! One axis of one segment, smoothed.

use serde::Serialize;

use crate::calculus::CalculusError;
use crate::calculus::smoothing::{
    FEWEST_FOR_AUTO, KalmanOptions, LocalOptions, LowPassOptions, PresetDerivatives, Smoothed,
    SplineOptions, TotalVariationOptions, auto, chained_gradient, kalman, local, low_pass,
    movingpandas, numpy, plotjuggler, spline, total_variation, tracker, vernier_7,
};
use crate::number::{counted, short};

/// How noisy positions are smoothed, or what another program gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmoothingMethod {
    /// The gradient stays; its standard errors are added.
    Gradient,
    /// The method with the smallest predicted error.
    Auto,
    /// A Kalman smoother: an integrated Wiener process seen with noise.
    Kalman,
    /// Polynomials fitted to a window around each row.
    Local,
    /// Total variation: pieces between corners and impacts.
    #[serde(rename = "tv")]
    TotalVariation,
    /// A quintic smoothing spline.
    Spline,
    /// A Butterworth filter, forward and backward, its cutoff by residual analysis.
    LowPass,
    /// What Tracker (Open Source Physics) gives.
    Tracker,
    /// What Vernier's programs give with derivatives over 7 points.
    #[serde(rename = "vernier-7")]
    Vernier7,
    /// What PlotJuggler's derivative gives.
    #[serde(rename = "plotjuggler")]
    PlotJuggler,
    /// What movingpandas gives along an axis.
    #[serde(rename = "movingpandas")]
    MovingPandas,
    /// What `np.gradient` gives, twice, with its default edge order 1.
    #[serde(rename = "numpy")]
    NumPy,
}

impl SmoothingMethod {
    /// Whether a curve is fitted, whose jerk is better than the derivative of its acceleration.
    pub(super) fn fits_a_curve(self) -> bool {
        self != Self::Gradient && self.preset().is_none()
    }

    /// The fewest positions of a segment that is smoothed.
    pub fn fewest_rows(self) -> usize {
        match self {
            Self::Auto => FEWEST_FOR_AUTO,
            Self::Kalman | Self::Local | Self::TotalVariation | Self::Spline | Self::LowPass => 6,
            Self::Gradient => 5,
            Self::Tracker
            | Self::Vernier7
            | Self::PlotJuggler
            | Self::MovingPandas
            | Self::NumPy => 2,
        }
    }

    /// What another program gives, of which nothing is estimated.
    fn preset(self) -> Option<(Preset, &'static str)> {
        Some(match self {
            Self::Tracker => (tracker, "Tracker's formulas"),
            Self::Vernier7 => (vernier_7, "slopes over 7 rows, as Vernier's programs"),
            Self::PlotJuggler => (plotjuggler, "PlotJuggler's derivative"),
            Self::MovingPandas => (movingpandas, "movingpandas' differences"),
            Self::NumPy => (numpy, "np.gradient with edge order 1"),
            _ => return None,
        })
    }
}

type Preset = fn(&[f64], &[f64]) -> Result<PresetDerivatives, CalculusError>;

/// The curve along one axis of one segment.
#[derive(Debug, Clone, Default)]
pub(super) struct AxisFit {
    /// Velocity, acceleration and jerk.
    pub derivatives: [Vec<f64>; 3],
    /// The standard errors of the derivatives; NaN where they are not known.
    pub errors: [Vec<f64>; 3],
    /// The standard deviation of the positions' noise; NaN where it is not estimated.
    pub noise: f64,
    /// Positions that were left out, by index.
    pub outliers: Vec<usize>,
    /// What was fitted, in words.
    pub reason: String,
}

impl AxisFit {
    fn of(smoothed: Smoothed, reason: String) -> Self {
        let [_, velocity, acceleration, jerk] = smoothed.derivatives;
        let [_, of_velocity, of_acceleration, of_jerk] = smoothed.standard_errors;
        Self {
            derivatives: [velocity, acceleration, jerk],
            errors: [of_velocity, of_acceleration, of_jerk],
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
    if let Some((preset, name)) = method.preset() {
        let derived = preset(t, x).ok()?;
        let unknown = || vec![f64::NAN; t.len()];
        return Some(AxisFit {
            derivatives: [derived.velocity, derived.acceleration, unknown()],
            errors: [unknown(), unknown(), unknown()],
            noise: f64::NAN,
            outliers: Vec::new(),
            reason: format!("derived by {name}"),
        });
    }
    let fit = || -> Result<(Smoothed, String), CalculusError> {
        Ok(match method {
            SmoothingMethod::Auto => {
                let fit = auto(t, x)?;
                (fit.smoothed, fit.reason)
            }
            SmoothingMethod::Local => {
                let fit = local(t, x, &LocalOptions::default())?;
                let reason = format!(
                    "polynomials of degree {} over {} s",
                    fit.degree,
                    short(fit.width)
                );
                (fit.smoothed, reason)
            }
            SmoothingMethod::TotalVariation => {
                let fit = total_variation(t, x, &TotalVariationOptions::default())?;
                let knots = counted(
                    fit.knots.len() as u64,
                    "corner or impact",
                    "corners or impacts",
                );
                (fit.smoothed, format!("total variation with {knots}"))
            }
            SmoothingMethod::Spline => {
                let fit = spline(t, x, &SplineOptions::default())?;
                (fit.smoothed, "a quintic smoothing spline".to_owned())
            }
            SmoothingMethod::LowPass => {
                let fit = low_pass(t, x, &LowPassOptions::default())?;
                let reason = format!("a Butterworth low-pass at {} Hz", short(fit.cutoff));
                (fit.smoothed, reason)
            }
            SmoothingMethod::Gradient => (
                chained_gradient(t, x)?,
                "derived by the gradient".to_owned(),
            ),
            _ => {
                let fit = kalman(t, x, &KalmanOptions::default())?;
                let reason = fit.in_words();
                (fit.smoothed, reason)
            }
        })
    };
    let verb = |reason: String| match method {
        SmoothingMethod::Gradient => reason,
        _ => format!("smoothed by {reason}"),
    };
    let fit = || fit().map(|(smoothed, reason)| AxisFit::of(smoothed, verb(reason)));
    // Strictly increasing stamps and finite positions leave only their number to be wrong.
    fit().ok()
}
