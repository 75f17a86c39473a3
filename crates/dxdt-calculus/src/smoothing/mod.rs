//! Derivatives of noisy positions: smooth curves fitted to samples at uneven timestamps, with standard errors.
//!
//! Differences multiply noise by the inverse of the step; a fit spreads it over many samples. Every method here takes
//! timestamps that increase, positions of which some may be missing (NaN), and gives position, velocity, acceleration and
//! jerk at every timestamp with the standard error of each. Results scale with the units: nothing depends on whether
//! positions are in millimeters or timestamps a day apart.
//!
//! | function | method |
//! |---|---|
//! | [`auto()`] | Kalman smoothers, with impacts, correlated noise and what varies where positions tell of it |
//! | [`auto_beside`] | the same with measured velocities and known accuracies |
//! | [`kalman()`] | integrated Wiener processes, their noise by likelihood, mixed by how well they foretell positions |
//! | [`local()`] | a polynomial around each timestamp, degree and width by cross-validation |
//! | [`savitzky_golay`] | the same with a degree and a window of so many rows that are given |
//! | [`spline()`] | a smoothing spline, its smoothing by generalized cross-validation |
//! | [`low_pass()`] | a Butterworth filter, forward and backward, its cutoff by residual analysis |
//! | [`chained_gradient`] | no smoothing: the gradient, with the standard errors that noise gives it |
//! | [`tracker`], [`vernier_7`], [`plotjuggler`], [`movingpandas`], [`numpy`] | what other programs give |

mod auto;
mod blocks;
mod fitted;
mod gradient;
mod in_units;
mod kalman;
mod local;
mod low_pass;
mod minimum;
mod outliers;
mod presets;
mod samples;
#[cfg(test)]
mod simulation;
mod small_matrix;
mod spline;
mod tv;

pub use auto::{AutoFit, Beside, FEWEST_FOR_AUTO, auto, auto_beside};
pub use fitted::{FittedCurve, KalmanCurve};
pub use gradient::chained_gradient;
pub use kalman::{KalmanFit, KalmanOptions, kalman};
pub use local::{LocalFit, LocalOptions, SavitzkyGolayOptions, local, savitzky_golay};
pub use low_pass::{LowPassFit, LowPassOptions, low_pass};
pub use presets::{PresetDerivatives, movingpandas, numpy, plotjuggler, tracker, vernier_7};
pub use spline::{SplineDegree, SplineFit, SplineOptions, spline};
pub use tv::{Jumps, MotionKnot, TotalVariationFit, TotalVariationOptions, total_variation};

/// Position, velocity, acceleration and jerk at every timestamp, each with its standard error.
#[derive(Debug, Clone, PartialEq)]
pub struct Smoothed {
    /// The position and its first three derivatives: `derivatives[1]` is the velocity.
    pub derivatives: [Vec<f64>; 4],
    /// The standard error of each of them; NaN where it is not known.
    pub standard_errors: [Vec<f64>; 4],
    /// The estimated standard deviation of the noise of the positions.
    pub noise: f64,
    /// The positions that do not fit the others and were left out, by index, increasing.
    pub outliers: Vec<usize>,
}
