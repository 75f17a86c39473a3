//! What was made of an axis, and why.

use std::fmt;

use dxdt_calculus::smoothing::{AutoReason, FittedCurve};

use super::number::{counted, short};
use crate::motion::{FitReason, Program};

impl FitReason {
    /// What was fitted, without what was found better; `None` where no curve was.
    pub(crate) fn fitted_in_words(&self) -> Option<String> {
        match self {
            Self::Gradient | Self::Program(_) => None,
            Self::Fitted(curve) | Self::Chosen { curve, .. } => Some(curve_in_words(curve)),
        }
    }
}

impl fmt::Display for FitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gradient => f.write_str("derived by the gradient"),
            Self::Program(program) => {
                let formulas = match program {
                    Program::NumPy => "np.gradient with edge order 1",
                    Program::Tracker => "Tracker's formulas",
                    Program::Vernier7 => "slopes over 7 rows, as Vernier's programs",
                    Program::PlotJuggler => "PlotJuggler's derivative",
                    Program::MovingPandas => "movingpandas' differences",
                };
                write!(f, "derived by {formulas}")
            }
            Self::Fitted(curve) => write!(f, "smoothed by {}", curve_in_words(curve)),
            Self::Chosen { curve, because } => {
                let why = because_in_words(because, other_method(curve));
                write!(f, "smoothed by {}, {why}", curve_in_words(curve))
            }
        }
    }
}

fn curve_in_words(curve: &FittedCurve) -> String {
    match curve {
        FittedCurve::Kalman { states } => {
            let listed: Vec<String> = states.iter().map(usize::to_string).collect();
            match listed.split_last() {
                Some((last, [first, _, ..])) if states.is_sorted_by(|a, b| a + 1 == *b) => {
                    format!("the mean of Kalman smoothers of {first} to {last} states")
                }
                Some((last, others)) if !others.is_empty() => {
                    let others = others.join(", ");
                    format!("the mean of Kalman smoothers of {others} and {last} states")
                }
                _ => format!("a Kalman smoother of {} states", listed.concat()),
            }
        }
        FittedCurve::Local { degree, width } => {
            format!("polynomials of degree {degree} over {} s", short(*width))
        }
        FittedCurve::TotalVariation { knots } => format!(
            "total variation with {}",
            counted(*knots as u64, "corner or impact", "corners or impacts")
        ),
        FittedCurve::Spline => "a quintic smoothing spline".to_owned(),
        FittedCurve::LowPass { cutoff } => {
            format!("a Butterworth low-pass at {} Hz", short(*cutoff))
        }
    }
}

/// Why, in words that follow a comma: how well positions are predicted from the others, against another curve.
fn because_in_words(because: &AutoReason, other_method: &str) -> String {
    match because {
        AutoReason::PredictsBetter { error, other } => compared(*error, *other, other_method),
        AutoReason::CornersPredictBetter { error, other } => {
            compared(*error, *other, "the best smooth curve")
        }
        AutoReason::AboutAsWell { .. } => {
            "about as good as local polynomials, with better standard errors".to_owned()
        }
    }
}

/// What a curve was chosen over.
fn other_method(curve: &FittedCurve) -> &'static str {
    match curve {
        FittedCurve::Kalman { .. } => "local polynomials",
        FittedCurve::Local { .. } => "the Kalman smoother",
        FittedCurve::TotalVariation { .. } | FittedCurve::Spline | FittedCurve::LowPass { .. } => {
            "the other method"
        }
    }
}

fn compared(error: f64, other: f64, than: &str) -> String {
    // Less cannot be told from chance.
    const BETTER: f64 = 1.05;
    let ratio = other / error;
    if ratio < BETTER || ratio.is_nan() {
        format!("about as good as {than}")
    } else if ratio > 100.0 {
        format!("more than 100 times as accurate as {than}")
    } else {
        format!("{ratio:.1} times as accurate as {than}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words() {
        let fitted = |curve| FitReason::Fitted(curve);
        let chosen = |because| FitReason::Chosen {
            curve: FittedCurve::Spline,
            because,
        };
        let (error, other) = (0.012_345, 0.02);
        let reasons = [
            FitReason::Gradient,
            FitReason::Program(Program::NumPy),
            FitReason::Program(Program::Tracker),
            FitReason::Program(Program::Vernier7),
            FitReason::Program(Program::PlotJuggler),
            FitReason::Program(Program::MovingPandas),
            fitted(FittedCurve::Kalman { states: vec![4] }),
            fitted(FittedCurve::Kalman { states: vec![3, 4] }),
            fitted(FittedCurve::Kalman {
                states: vec![4, 5, 6],
            }),
            fitted(FittedCurve::Local {
                degree: 2,
                width: 0.7,
            }),
            fitted(FittedCurve::TotalVariation { knots: 1 }),
            fitted(FittedCurve::TotalVariation { knots: 1234 }),
            fitted(FittedCurve::Spline),
            fitted(FittedCurve::LowPass { cutoff: 5.5 }),
            chosen(AutoReason::PredictsBetter { error, other }),
            chosen(AutoReason::PredictsBetter {
                error: 0.01999,
                other,
            }),
            chosen(AutoReason::CornersPredictBetter { error, other }),
            chosen(AutoReason::AboutAsWell { error, other }),
        ];
        let words: Vec<String> = reasons.iter().map(FitReason::to_string).collect();
        insta::assert_snapshot!(words.join("\n"));
    }
}
