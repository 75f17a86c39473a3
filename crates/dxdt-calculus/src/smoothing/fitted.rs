//! What was fitted, with the parameters that were found.

use super::SavitzkyGolayOptions;

/// A curve that was fitted, with the parameters that were found.
#[derive(Debug, Clone, PartialEq)]
pub enum FittedCurve {
    /// A Kalman smoother, or the mean of several.
    Kalman(KalmanCurve),
    /// Polynomials around each row.
    Local {
        /// Their degree.
        degree: usize,
        /// The width of their windows in seconds.
        width: f64,
    },
    /// A Savitzky–Golay filter.
    SavitzkyGolay(SavitzkyGolayOptions),
    /// Pieces between corners and impacts.
    TotalVariation {
        /// How many of those there are.
        knots: usize,
    },
    /// A quintic smoothing spline.
    Spline,
    /// A Butterworth filter, forward and backward.
    LowPass {
        /// Its cutoff in hertz.
        cutoff: f64,
        /// Whether that is half the sampling rate or more, so that nothing is smoothed.
        passes_all: bool,
    },
}

/// What is assumed by a Kalman smoother, or by the one that counts most in the mean of several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KalmanCurve {
    /// How many states each of the smoothers has, in order; never empty.
    pub states: Vec<usize>,
    /// How many times the velocity jumps.
    pub impacts: usize,
    /// How many times the position does.
    pub position_jumps: usize,
    /// The time in which the noise of the positions forgets itself, to 1/e; nothing where each position has its own.
    pub memory: Option<f64>,
    /// Whether the motion is rougher at some times than at others.
    pub roughness_varies: bool,
    /// Whether the noise is.
    pub noise_varies: bool,
    /// Whether measured velocities took part.
    pub velocity: bool,
    /// How many of these were left out, six standard deviations from the positions' curve or more.
    pub velocities_left_out: usize,
    /// Whether positions count by their accuracies.
    pub accuracy: bool,
    /// Whether these make the positions more likely than equal ones.
    pub accuracy_fits: bool,
}
