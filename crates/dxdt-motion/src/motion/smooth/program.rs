//! Other programs whose derivatives can be had.

use dxdt_calculus::CalculusError;
use dxdt_calculus::smoothing::{
    PresetDerivatives, movingpandas, numpy, plotjuggler, tracker, vernier_7,
};

/// Another program, of whose derivatives nothing is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// `np.gradient`, twice, with its default edge order 1.
    NumPy,
    /// Tracker (Open Source Physics).
    Tracker,
    /// Vernier's programs with derivatives over 7 points.
    Vernier7,
    /// PlotJuggler's derivative.
    PlotJuggler,
    /// movingpandas along an axis.
    MovingPandas,
}

impl Program {
    /// The derivatives that it gives of positions `x` at timestamps `t` (in seconds, increasing).
    ///
    /// # Errors
    /// The lengths differ, the timestamps do not increase, or there are fewer than 2 rows.
    pub fn derive(self, t: &[f64], x: &[f64]) -> Result<PresetDerivatives, CalculusError> {
        match self {
            Self::NumPy => numpy(t, x),
            Self::Tracker => tracker(t, x),
            Self::Vernier7 => vernier_7(t, x),
            Self::PlotJuggler => plotjuggler(t, x),
            Self::MovingPandas => movingpandas(t, x),
        }
    }
}
