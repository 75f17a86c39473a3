//! One axis of one segment, smoothed.

use dxdt_calculus::smoothing::{
    Beside, FEWEST_FOR_AUTO, FittedCurve, KalmanCurve, KalmanOptions, LocalOptions, LowPassOptions,
    SavitzkyGolayOptions, Smoothed, SplineOptions, TotalVariationOptions, auto_beside,
    chained_gradient, kalman, local, low_pass, savitzky_golay, spline, total_variation,
};
use dxdt_calculus::{CalculusError, NOISE_POINTS, Spacing, noise};

use super::{FitReason, Program};

/// How noisy positions are smoothed, or what another program gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SmoothingMethod {
    /// The gradient stays; its standard errors are added.
    Gradient,
    /// Kalman smoothers, with impacts, correlated noise and what varies where positions tell of it.
    Auto,
    /// As `Auto`, with the velocities that the log measured.
    Fused,
    /// A Kalman smoother: an integrated Wiener process seen with noise.
    Kalman(KalmanOptions),
    /// Polynomials fitted to a window around each row.
    Local(LocalOptions),
    /// A Savitzky–Golay filter, its window and degree given.
    SavitzkyGolay(SavitzkyGolayOptions),
    /// Total variation: pieces between corners and impacts.
    TotalVariation,
    /// A quintic smoothing spline.
    Spline,
    /// A Butterworth filter, forward and backward; its cutoff is given, or found by residual analysis.
    LowPass(LowPassOptions),
    /// What another program gives.
    Program(Program),
}

impl SmoothingMethod {
    /// Whether a curve is fitted, whose jerk is better than the derivative of its acceleration.
    pub fn fits_a_curve(self) -> bool {
        !matches!(self, Self::Gradient | Self::Program(_))
    }

    /// Whether segments are smoothed together: a gap is bridged where the motion can be followed over it.
    pub(super) fn bridges_gaps(self) -> bool {
        matches!(self, Self::Auto | Self::Fused | Self::Kalman(_))
    }

    /// Whether everything is found from the log.
    pub(super) fn is_auto(self) -> bool {
        matches!(self, Self::Auto | Self::Fused)
    }

    /// The fewest positions that are smoothed.
    pub(super) fn fewest_rows(self) -> usize {
        match self {
            Self::Auto | Self::Fused => FEWEST_FOR_AUTO,
            Self::Kalman(_)
            | Self::Local(_)
            | Self::TotalVariation
            | Self::Spline
            | Self::LowPass(_) => 6,
            Self::SavitzkyGolay(filter) => filter.window,
            Self::Gradient => 5,
            Self::Program(_) => 2,
        }
    }
}

/// The curve along one axis of one segment.
#[derive(Debug, Clone)]
pub(super) struct AxisFit {
    /// The curve, and its standard errors.
    pub position: [Vec<f64>; 2],
    /// Velocity, acceleration and jerk.
    pub derivatives: [Vec<f64>; 3],
    /// The standard errors of the derivatives; NaN where they are not known.
    pub errors: [Vec<f64>; 3],
    /// The standard deviation of the positions' noise; NaN where it is not estimated.
    pub noise: f64,
    /// What neighboring positions tell of it, where that is far less.
    pub noise_of_neighbors: Option<f64>,
    /// Positions that were left out, by index.
    pub outliers: Vec<usize>,
    /// What was made of it, and why.
    pub reason: FitReason,
}

impl AxisFit {
    fn of(smoothed: Smoothed, reason: FitReason) -> Self {
        let [position, velocity, acceleration, jerk] = smoothed.derivatives;
        let [of_position, of_velocity, of_acceleration, of_jerk] = smoothed.standard_errors;
        Self {
            position: [position, of_position],
            derivatives: [velocity, acceleration, jerk],
            errors: [of_velocity, of_acceleration, of_jerk],
            noise: smoothed.noise,
            noise_of_neighbors: None,
            outliers: smoothed.outliers,
            reason,
        }
    }

    /// What neighboring positions tell of the noise, where a smoother takes so much more for noise that it may be motion. Noise
    /// that is correlated hides between neighbors, and so does that of positions that are missing.
    fn noise_of_neighbors(&self, t: &[f64], x: &[f64]) -> Option<f64> {
        const TIMES: f64 = 2.5;
        // Of how far positions spread: less noise hides no motion that is worth a word.
        const SMALL_PART: f64 = 0.03;
        let FitReason::Fitted(FittedCurve::Kalman(KalmanCurve { memory: None, .. })) = &self.reason
        else {
            return None;
        };
        if x.len() < NOISE_POINTS || x.iter().any(|x| x.is_nan()) {
            return None;
        }
        let mut values = x.to_vec();
        let mut at = |percent: usize| {
            let place = (values.len() - 1) * percent / 100;
            *values.select_nth_unstable_by(place, f64::total_cmp).1
        };
        if self.noise <= SMALL_PART * (at(95) - at(5)) {
            return None;
        }
        let of_neighbors = noise(x, Spacing::Coordinates(t)).ok()?;
        of_neighbors.filter(|known| *known > 0.0 && TIMES * known < self.noise)
    }

    /// The same, or the gradient where neighboring positions say that the fit took motion for noise. It is not known which of
    /// them is right: the errors are as if all of it were noise.
    pub fn or_gradient(self, t: &[f64], x: &[f64]) -> Self {
        let Some(known) = self.noise_of_neighbors(t, x) else {
            return self;
        };
        let Ok(gradient) = chained_gradient(t, x) else {
            return self;
        };
        let mut gradient = Self::of(gradient, FitReason::Gradient);
        for error in gradient.errors.iter_mut().flatten() {
            *error *= self.noise / known;
        }
        Self {
            noise: self.noise,
            noise_of_neighbors: Some(known),
            ..gradient
        }
    }

    /// Without the columns.
    pub fn summary(&self) -> Self {
        Self {
            noise: self.noise,
            noise_of_neighbors: self.noise_of_neighbors,
            outliers: self.outliers.clone(),
            reason: self.reason.clone(),
            position: Default::default(),
            derivatives: Default::default(),
            errors: Default::default(),
        }
    }
}

/// Fits a curve; `None` where there are too few positions.
pub(super) fn fit(
    t: &[f64],
    x: &[f64],
    method: SmoothingMethod,
    beside: &Beside<'_>,
) -> Option<AxisFit> {
    // Strictly increasing timestamps and finite positions leave only their number to be wrong.
    try_fit(t, x, method, beside).ok()
}

fn try_fit(
    t: &[f64],
    x: &[f64],
    method: SmoothingMethod,
    beside: &Beside<'_>,
) -> Result<AxisFit, CalculusError> {
    let (smoothed, reason) = smoothed(t, x, method, beside)?;
    Ok(AxisFit::of(smoothed, reason))
}

/// The curve through the values of one series by a method, and what it is; that of another program has position, velocity and
/// acceleration alone, without standard errors.
///
/// # Errors
/// Timestamps that do not increase, columns of different lengths, too few values for the method.
///
/// ```
/// use dxdt_calculus::smoothing::{Beside, LocalOptions};
/// use dxdt_motion::motion::{SmoothingMethod, smoothed};
/// let t: Vec<f64> = (0..40).map(f64::from).collect();
/// let x: Vec<f64> = t.iter().map(|t| 3.0 * t + (7.0 * t).sin()).collect();
/// let method = SmoothingMethod::Local(LocalOptions::default());
/// let (curve, reason) = smoothed(&t, &x, method, &Beside::default())?;
/// assert!((curve.derivatives[1][20] - 3.0).abs() < 0.2);
/// assert!(reason.to_string().starts_with("smoothed by polynomials"));
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn smoothed(
    t: &[f64],
    x: &[f64],
    method: SmoothingMethod,
    beside: &Beside<'_>,
) -> Result<(Smoothed, FitReason), CalculusError> {
    Ok(match method {
        SmoothingMethod::Program(program) => {
            let derived = program.derive(t, x)?;
            let unknown = || vec![f64::NAN; t.len()];
            let smoothed = Smoothed {
                derivatives: [
                    x.to_vec(),
                    derived.velocity,
                    derived.acceleration,
                    unknown(),
                ],
                standard_errors: [unknown(), unknown(), unknown(), unknown()],
                noise: f64::NAN,
                outliers: Vec::new(),
            };
            (smoothed, FitReason::Program(program))
        }
        SmoothingMethod::Gradient => (chained_gradient(t, x)?, FitReason::Gradient),
        SmoothingMethod::Auto | SmoothingMethod::Fused => {
            let fit = auto_beside(t, x, beside)?;
            (fit.smoothed, FitReason::Fitted(fit.curve))
        }
        SmoothingMethod::Kalman(options) => {
            let fit = kalman(t, x, &options)?;
            let curve = fit.curve();
            (fit.smoothed, FitReason::Fitted(curve))
        }
        SmoothingMethod::Local(options) => {
            let fit = local(t, x, &options)?;
            let (degree, width) = (fit.degree, fit.width);
            let curve = FittedCurve::Local { degree, width };
            (fit.smoothed, FitReason::Fitted(curve))
        }
        SmoothingMethod::TotalVariation => {
            let fit = total_variation(t, x, &TotalVariationOptions::default())?;
            let knots = fit.knots.len();
            let curve = FittedCurve::TotalVariation { knots };
            (fit.smoothed, FitReason::Fitted(curve))
        }
        SmoothingMethod::Spline => {
            let fit = spline(t, x, &SplineOptions::default())?;
            (fit.smoothed, FitReason::Fitted(FittedCurve::Spline))
        }
        SmoothingMethod::SavitzkyGolay(filter) => (
            savitzky_golay(t, x, &filter)?,
            FitReason::Fitted(FittedCurve::SavitzkyGolay(filter)),
        ),
        SmoothingMethod::LowPass(options) => {
            let fit = low_pass(t, x, &options)?;
            let cutoff = fit.cutoff;
            let passes_all = 2.0 * cutoff * fit.step >= 1.0;
            let curve = FittedCurve::LowPass { cutoff, passes_all };
            (fit.smoothed, FitReason::Fitted(curve))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Smoothing, smooth};
    use super::*;
    use crate::audit::{AuditOptions, audit};
    use crate::finding::FindingKind;
    use crate::log::LogBuilder;
    use crate::motion::{DeriveOptions, derive};

    fn smoothed_log(x: &[f64], method: SmoothingMethod) -> Smoothing {
        let t: Vec<f64> = (0..x.len()).map(|row| row as f64).collect();
        let log = LogBuilder::of_seconds(&t).position("x", Some("m"), x);
        let log = log.build().unwrap();
        let audited = audit(&log, &AuditOptions::default()).unwrap();
        let mut motion = derive(&audited, &DeriveOptions::default());
        smooth(&audited, &mut motion, method)
    }

    #[test]
    fn auto_falls_back_where_neighbors_say_that_noise_is_motion() {
        // A motion that gets too fast for its rows.
        let x: Vec<f64> = (0..30_i32)
            .map(|row| (0.05 * f64::from(row * row)).sin() + 0.3 * (0.4 * f64::from(row)).sin())
            .collect();
        let is_told = |smoothing: &Smoothing| {
            let mut findings = smoothing.findings.iter();
            findings.any(|finding| matches!(finding.kind, FindingKind::MotionOrNoise { .. }))
        };
        let auto = smoothed_log(&x, SmoothingMethod::Auto);
        assert_eq!(auto.axes[0].reason, Some(FitReason::Gradient));
        assert!(is_told(&auto) && auto.velocity_error[0][15] > 0.5);
        // What was asked for stays.
        let kalman = SmoothingMethod::Kalman(KalmanOptions::default());
        let kalman = smoothed_log(&x, kalman);
        assert!(matches!(kalman.axes[0].reason, Some(FitReason::Fitted(_))));
        assert!(!is_told(&kalman));
    }

    #[test]
    fn noise_is_smoothed() {
        let off = |row: i32| f64::from((row * row * 7919) % 1009) / 504.5 - 1.0;
        let x: Vec<f64> = (0..60)
            .map(|row| (0.05 * f64::from(row)).sin() + 0.2 * off(row))
            .collect();
        let auto = smoothed_log(&x, SmoothingMethod::Auto);
        assert!(matches!(auto.axes[0].reason, Some(FitReason::Fitted(_))));
    }
}
