//! Words for what speaks for a reading of a log.

use std::fmt;

use crate::finding::{Candidate, Evidence, EvidenceKind, Question};
use crate::words::number::{counted, percent, short};

use super::quoted;

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Time => "time",
            Self::Position => "position",
            Self::Height => "height",
            Self::Object => "object",
            Self::TimeUnit => "unit of the timestamps",
        })
    }
}

impl fmt::Display for EvidenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |f: &mut fmt::Formatter<'_>, what: &str, step: f64| {
            write!(f, "a step of {} s {what}", short(step))
        };
        match self {
            Self::Given => f.write_str("given by option"),
            Self::Format => f.write_str("the format says so"),
            Self::Name => f.write_str("the name says so"),
            Self::NameOfOther => f.write_str("the name is that of something else"),
            Self::OfMeasurement => f.write_str("the name is that of the measurement"),
            Self::OfReceipt => {
                f.write_str("the name is that of the receipt, the server or the log")
            }
            Self::OfReference => f.write_str("the name is that of a fixed place or a target"),
            Self::AboveSea => f.write_str("above the sea or the ellipsoid"),
            Self::AboveOther => f.write_str("above something else than the sea"),
            Self::Dates => f.write_str("the cells are dates or times"),
            Self::EpochNumbers => f.write_str("the numbers are recent dates, counted from 1970"),
            Self::Frames => f.write_str("counts frames"),
            Self::TwoColumns => f.write_str("two columns make up one time"),
            Self::Rises => f.write_str("rises from row to row"),
            Self::Falls => f.write_str("falls here and there"),
            Self::EvenSteps => f.write_str("even steps"),
            Self::Repeats => f.write_str("values are repeated in the next row"),
            Self::Constant => f.write_str("never changes"),
            Self::Moves => f.write_str("changes"),
            Self::Empty(share) => write!(f, "{} of the cells are empty", percent(*share)),
            Self::Axes(count) => write!(f, "{}", counted(*count as u64, "axis", "axes")),
            Self::Geographic => f.write_str("longitude and latitude"),
            Self::LikeDegrees => f.write_str("looks like degrees of a track"),
            Self::OtherUnit => f.write_str("the unit is no length"),
            Self::Explains(steps) => write!(
                f,
                "accounts for {} back in time or of no time",
                counted(*steps, "step", "steps")
            ),
            Self::LeavesUnexplained(steps) => write!(
                f,
                "leaves {} back in time or of no time",
                counted(*steps, "step", "steps")
            ),
            Self::AllDiffer => f.write_str("nearly all values are different"),
            Self::ValuesReturn => f.write_str("values come back"),
            Self::Drifts => f.write_str("drifts from row to row as a quantity does"),
            Self::RecentDate => f.write_str("dates are of 1990 to 2029"),
            Self::UnlikelyDate => f.write_str("dates are long ago or still to come"),
            Self::NaturalStep(step) => seconds(f, "is usual", *step),
            Self::OddStep(step) => seconds(f, "is unusual", *step),
            Self::ImpossibleStep(step) => seconds(f, "cannot be", *step),
            Self::RoundNumbers => f.write_str("all are multiples of 1000"),
            Self::Decimals => f.write_str("has decimals"),
            Self::Convention => f.write_str("usual where nothing is named"),
            Self::MeasuredSpeed(ratio) => {
                write!(
                    f,
                    "the derived speed is {} times the measured one",
                    short(*ratio)
                )
            }
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:+})", self.kind, self.weight)
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            Some(unit) => write!(f, "{unit}")?,
            None => f.write_str(&quoted(&self.columns))?,
        }
        write!(f, ", {:+}: ", self.weight())?;
        for (index, evidence) in self.evidence.iter().enumerate() {
            let separator = if index > 0 { "; " } else { "" };
            write!(f, "{separator}{evidence}")?;
        }
        Ok(())
    }
}
