//! Derivatives of noisy positions: smooth curves fitted to samples at uneven stamps, with standard errors.
//!
//! Differences multiply noise by the inverse of the step; a fit spreads it over many samples. Every method here takes
//! stamps that increase, positions of which some may be missing (NaN), and gives position, velocity, acceleration and
//! jerk at every stamp with the standard error of each. Results scale with the units: nothing depends on whether
//! positions are in millimetres or stamps a day apart.

mod auto;
mod kalman;
mod local;
mod outliers;
mod samples;
mod small_matrix;

pub use auto::{AutoFit, FEWEST_FOR_AUTO, auto};
pub use kalman::{KalmanFit, KalmanOptions, kalman};
pub use local::{LocalFit, LocalOptions, local};

/// Position, velocity, acceleration and jerk at every stamp, each with its standard error.
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
