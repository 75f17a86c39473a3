//! Why other programs give something else.

use std::fmt;

use serde::{Serialize, Serializer};

use dxdt_time::SecondsText;

/// Why another program gives something else at a row, or that it does not. Durations are in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PeerReason {
    /// It gives the same.
    Same,
    /// It needs rows that are not there.
    NeedsRows,
    /// It bridges a break between segments.
    BridgesBreak {
        /// How long that is.
        length: f64,
    },
    /// A parabola through three rows.
    Parabola,
    /// The slope to the only neighbor.
    SlopeToNeighbour,
    /// A parabola through three rows to one side.
    OneSidedParabola,
    /// Edge order 1 halves it.
    HalvedByEdge,
    /// It takes a velocity of edge order 1.
    VelocityOfEdge,
    /// A parabola of parabolas.
    ChainedParabolas,
    /// It belongs to the middle of a step.
    HalfStep {
        /// The step after the row; else the one before it.
        is_after: bool,
        /// Half of it.
        half: f64,
    },
    /// All steps are taken for one.
    EvenSteps {
        /// The rows that it takes, where that is not the usual.
        rows: Option<usize>,
        /// The step.
        step: f64,
    },
    /// A line is fitted.
    LeastSquares {
        /// To so many rows.
        rows: usize,
    },
    /// Angles stay degrees.
    Degrees,
    /// Timestamps are equal as 64-bit floats.
    EqualStamps,
    /// Timestamps are rounded as 64-bit floats.
    RoundedStamps {
        /// To so many nanoseconds.
        grain: f64,
    },
    /// It divides by a step of zero.
    DividesByZero,
}

impl fmt::Display for PeerReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same => f.write_str("the same"),
            Self::NeedsRows => f.write_str("needs rows that are not there"),
            Self::BridgesBreak { length } => {
                write!(f, "bridges a break of {}", SecondsText(*length))
            }
            Self::Parabola => f.write_str("parabola of three rows"),
            Self::SlopeToNeighbour => f.write_str("slope to its only neighbor"),
            Self::OneSidedParabola => f.write_str("one-sided parabola"),
            Self::HalvedByEdge => f.write_str("halved by edge order 1"),
            Self::VelocityOfEdge => f.write_str("from a velocity of edge order 1"),
            Self::ChainedParabolas => f.write_str("chained parabolas"),
            Self::HalfStep { is_after, half } => {
                let word = if *is_after { "later" } else { "earlier" };
                write!(f, "half a step {word}, {}", SecondsText(*half))
            }
            Self::EvenSteps { rows: None, step } => {
                write!(f, "each step taken as {}", SecondsText(*step))
            }
            Self::EvenSteps {
                rows: Some(rows),
                step,
            } => write!(f, "{rows} rows, each step {}", SecondsText(*step)),
            Self::LeastSquares { rows } => write!(f, "least squares: smooths {rows} rows"),
            Self::Degrees => f.write_str("°/s, not m/s, for the angles"),
            Self::EqualStamps => f.write_str("equal times in float64: NaN"),
            Self::RoundedStamps { grain } => write!(f, "times rounded to {grain:.0} ns"),
            Self::DividesByZero => f.write_str("divides by the step of 0 s"),
        }
    }
}

impl Serialize for PeerReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words() {
        let step = 0.02;
        let half = step / 2.0;
        let reasons = [
            PeerReason::Same,
            PeerReason::NeedsRows,
            PeerReason::BridgesBreak { length: step },
            PeerReason::Parabola,
            PeerReason::SlopeToNeighbour,
            PeerReason::OneSidedParabola,
            PeerReason::HalvedByEdge,
            PeerReason::VelocityOfEdge,
            PeerReason::ChainedParabolas,
            PeerReason::HalfStep {
                is_after: true,
                half,
            },
            PeerReason::HalfStep {
                is_after: false,
                half,
            },
            PeerReason::EvenSteps { rows: None, step },
            PeerReason::EvenSteps {
                rows: Some(5),
                step,
            },
            PeerReason::LeastSquares { rows: 7 },
            PeerReason::Degrees,
            PeerReason::EqualStamps,
            PeerReason::RoundedStamps { grain: 238.4 },
            PeerReason::DividesByZero,
        ];
        let words: Vec<String> = reasons.iter().map(PeerReason::to_string).collect();
        insta::assert_snapshot!(words.join("\n"));
    }
}
