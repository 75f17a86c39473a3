//! What was made of an axis, and why.

use std::fmt;

use dxdt_calculus::smoothing::{FittedCurve, KalmanCurve, SavitzkyGolayOptions};

use super::number::{counted, short};
use crate::motion::{FitReason, Program};

impl FitReason {
    /// What was fitted, without what was found better; `None` where no curve was.
    pub(crate) fn fitted_in_words(&self) -> Option<String> {
        match self {
            Self::Gradient | Self::Program(_) => None,
            Self::Fitted(curve) => Some(curve_in_words(curve)),
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
                    Program::Vernier7 => "slopes over 7 rows, as in Vernier's programs",
                    Program::PlotJuggler => "PlotJuggler's derivative",
                    Program::MovingPandas => "movingpandas' differences",
                };
                write!(f, "derived by {formulas}")
            }
            Self::Fitted(curve) => write!(f, "smoothed by {}", curve_in_words(curve)),
        }
    }
}

fn curve_in_words(curve: &FittedCurve) -> String {
    match curve {
        FittedCurve::Kalman(curve) => smoothers_in_words(curve),
        FittedCurve::Local { degree, width } => {
            format!("polynomials of degree {degree} over {} s", short(*width))
        }
        FittedCurve::SavitzkyGolay(filter) => {
            let SavitzkyGolayOptions { window, degree } = filter;
            format!("a Savitzky–Golay filter of {window} rows and degree {degree}")
        }
        FittedCurve::TotalVariation { knots } => format!(
            "total variation with {}",
            counted(*knots as u64, "corner or impact", "corners or impacts")
        ),
        FittedCurve::Spline => "a quintic smoothing spline".to_owned(),
        FittedCurve::LowPass {
            cutoff,
            passes_all: false,
        } => {
            format!("a Butterworth low-pass at {} Hz", short(*cutoff))
        }
        FittedCurve::LowPass {
            cutoff,
            passes_all: true,
        } => format!(
            "nothing: a low-pass at {} Hz, half the sampling rate or more, lets all through",
            short(*cutoff)
        ),
    }
}

fn smoothers_in_words(curve: &KalmanCurve) -> String {
    let listed: Vec<String> = curve.states.iter().map(usize::to_string).collect();
    let smoothers = match listed.split_last() {
        Some((last, [first, _, ..])) if curve.states.is_sorted_by(|a, b| a + 1 == *b) => {
            format!("the mean of Kalman smoothers of {first} to {last} states")
        }
        Some((last, others)) if !others.is_empty() => {
            let others = others.join(", ");
            format!("the mean of Kalman smoothers of {others} and {last} states")
        }
        _ => format!("a Kalman smoother of {} states", listed.concat()),
    };
    let impacts = match curve.impacts {
        0 => None,
        count => Some(counted(count as u64, "impact", "impacts")),
    };
    let position_jumps = match curve.position_jumps {
        0 => None,
        count => Some(counted(
            count as u64,
            "jump of the position",
            "jumps of the position",
        )),
    };
    let memory = curve
        .memory
        .map(|seconds| format!("noise that is correlated over {} s", short(seconds)));
    let varies = |does: bool, what: &str| does.then(|| what.to_owned());
    let more: Vec<String> = [
        impacts,
        position_jumps,
        memory,
        varies(curve.roughness_varies, "varying roughness"),
        varies(curve.noise_varies, "varying noise"),
        curve.velocity.then(|| match curve.velocities_left_out {
            0 => "the measured velocity".to_owned(),
            count => format!(
                "the measured velocity ({count} values left out, too far from the positions)"
            ),
        }),
        varies(
            curve.accuracy && curve.accuracy_fits,
            "positions weighted by their accuracy",
        ),
        varies(
            curve.accuracy && !curve.accuracy_fits,
            "positions weighted by the accuracies given, which do not fit them",
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    match more.split_last() {
        None => smoothers,
        Some((only, [])) => format!("{smoothers} with {only}"),
        Some((last, others)) => format!("{smoothers} with {} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words() {
        let fitted = |curve| FitReason::Fitted(curve);
        let smoothers = |states: &[usize]| KalmanCurve {
            states: states.to_vec(),
            ..KalmanCurve::default()
        };
        let reasons = [
            FitReason::Gradient,
            FitReason::Program(Program::NumPy),
            FitReason::Program(Program::Tracker),
            FitReason::Program(Program::Vernier7),
            FitReason::Program(Program::PlotJuggler),
            FitReason::Program(Program::MovingPandas),
            fitted(FittedCurve::Kalman(smoothers(&[4]))),
            fitted(FittedCurve::Kalman(smoothers(&[3, 4]))),
            fitted(FittedCurve::Kalman(smoothers(&[4, 5, 6]))),
            fitted(FittedCurve::Kalman(KalmanCurve {
                impacts: 5,
                ..smoothers(&[3])
            })),
            fitted(FittedCurve::Kalman(KalmanCurve {
                impacts: 1,
                position_jumps: 2,
                memory: Some(0.345_67),
                roughness_varies: true,
                noise_varies: true,
                velocity: true,
                accuracy: true,
                accuracy_fits: true,
                ..smoothers(&[3, 5])
            })),
            fitted(FittedCurve::Local {
                degree: 2,
                width: 0.7,
            }),
            fitted(FittedCurve::SavitzkyGolay(SavitzkyGolayOptions {
                window: 11,
                degree: 3,
            })),
            fitted(FittedCurve::TotalVariation { knots: 1 }),
            fitted(FittedCurve::TotalVariation { knots: 1234 }),
            fitted(FittedCurve::Spline),
            fitted(FittedCurve::LowPass {
                cutoff: 5.5,
                passes_all: false,
            }),
            fitted(FittedCurve::LowPass {
                cutoff: 60.0,
                passes_all: true,
            }),
        ];
        let words: Vec<String> = reasons.iter().map(FitReason::to_string).collect();
        insta::assert_snapshot!(words.join("\n"));
    }
}
