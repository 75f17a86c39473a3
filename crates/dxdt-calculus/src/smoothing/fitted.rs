//! What was fitted, with the parameters that were found, and why it was chosen.

/// A curve that was fitted, with the parameters that were found.
#[derive(Debug, Clone, PartialEq)]
pub enum FittedCurve {
    /// A Kalman smoother, or the mean of several.
    Kalman {
        /// How many states each of them has; never empty.
        states: Vec<usize>,
    },
    /// Polynomials around each row.
    Local {
        /// Their degree.
        degree: usize,
        /// The width of their windows in seconds.
        width: f64,
    },
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
    },
}

/// Why a curve was chosen. Errors are root mean squares of positions predicted by the others, in their unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AutoReason {
    /// It predicts positions better than the other smooth curve.
    PredictsBetter {
        /// Its error.
        error: f64,
        /// That of the other method.
        other: f64,
    },
    /// With corners, it predicts positions better than the best smooth curve.
    CornersPredictBetter {
        /// Its error.
        error: f64,
        /// That of the best smooth curve.
        other: f64,
    },
    /// It predicts positions about as well as local polynomials, and knows its errors better.
    AboutAsWell {
        /// Its error.
        error: f64,
        /// That of local polynomials.
        other: f64,
    },
}
