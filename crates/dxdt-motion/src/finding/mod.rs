//! What was noticed about a log and decided for the user, as typed values; their sentences are made in one place.

mod choice;
mod decision;
mod kind;
mod note;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::error::At;

pub use choice::{Candidate, Choice, Evidence, EvidenceKind, Question};
pub use decision::{
    AngleScale, AxisUnit, ColumnRole, LengthSource, RoleReason, ShownUnits, StampMeaning,
    StampZone, UnitDecision,
};
pub use kind::{Derivative, FindingKind, InvalidMark, SampledFigures};
pub use note::{
    ExactLeftOut, FollowNote, FormatNote, GpxPoints, HeaderCount, HorizonsScale, PairOrder,
    PairOrderReason, SkippedRecords,
};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A decision worth knowing.
    Note,
    /// Something is wrong with the log, or a guess may be.
    Warning,
}

/// A place in a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file as it was named.
    pub file: String,
    /// Where in it.
    #[serde(flatten)]
    pub at: At,
}

/// Something noticed about a log, with how often and where first.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// How many rows (or columns, or gaps) it is about.
    pub count: u64,
    /// The first places, at most [`Finding::PLACES`].
    pub places: Vec<Place>,
}

impl Finding {
    /// The most places a finding keeps.
    pub const PLACES: usize = 5;

    /// A finding without places.
    pub fn new(kind: FindingKind, count: u64) -> Self {
        Self {
            kind,
            count,
            places: Vec::new(),
        }
    }

    /// Puts the places into a file that they do not name yet.
    pub fn in_file(mut self, file: &str) -> Self {
        for place in &mut self.places {
            if place.file.is_empty() {
                file.clone_into(&mut place.file);
            }
        }
        self
    }

    /// A finding about lines of a file that is named later; `None` where there are none.
    pub fn on_lines(kind: FindingKind, lines: &[u64]) -> Option<Self> {
        let places = lines.iter().take(Self::PLACES).map(|&line| Place {
            file: String::new(),
            at: At::Line(line),
        });
        (!lines.is_empty()).then(|| Self {
            kind,
            count: lines.len() as u64,
            places: places.collect(),
        })
    }

    /// Takes in what was found of another file: the same decision for both is one, and what is counted adds up. `false`
    /// where it is something else.
    pub fn take_in(&mut self, other: &Self) -> bool {
        if self.kind != other.kind {
            return false;
        }
        if self.kind.counts() {
            self.count += other.count;
            let room = Self::PLACES.saturating_sub(self.places.len());
            self.places.extend(other.places.iter().take(room).cloned());
        }
        true
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// The name of the kind in `summary.json`.
    pub fn name(&self) -> &'static str {
        self.kind.name()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut state = serializer.serialize_struct("Finding", 5)?;
        state.serialize_field("kind", self.name())?;
        state.serialize_field("severity", &self.severity())?;
        state.serialize_field("count", &self.count)?;
        state.serialize_field("sentence", &self.to_string())?;
        state.serialize_field("places", &self.places)?;
        state.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::space::LengthUnit;

    use super::*;

    #[test]
    fn guesses_are_warnings() {
        let severity = |reason| {
            let kind = FindingKind::Role {
                role: ColumnRole::Time,
                columns: vec!["t".into()],
                reason,
                others: Vec::new(),
            };
            kind.severity()
        };
        assert_eq!(severity(RoleReason::OnlyGrows), Severity::Warning);
        assert_eq!(severity(RoleReason::NameOfTime), Severity::Note);
        let heights = |source| {
            let height = AxisUnit::Length {
                unit: LengthUnit::Foot,
                source,
                shown: ShownUnits::Converted,
            };
            FindingKind::Unit(UnitDecision::Axes(vec![AxisUnit::Degrees, height])).severity()
        };
        assert_eq!(heights(LengthSource::AircraftCustom), Severity::Warning);
        assert_eq!(heights(LengthSource::Name), Severity::Note);
    }
}
