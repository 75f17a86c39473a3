//! Options that are worth a try.

use crate::finding::{ColumnRole, FindingKind, UnitDecision};

use super::clock_health::ClockProblem;
use super::verdict::Evidence;

/// An option that is worth a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// `--entity`: several things may move.
    EntityColumn,
    /// `--time`: another column may have better timestamps.
    BetterStamps,
    /// `--time`: another column may have the timestamps.
    OtherStamps,
    /// `--time-unit`: the whole numbers may be times.
    TimeUnit,
    /// `--duplicates`: rows contradict each other.
    Duplicates,
    /// `--max-gap`: segments are too short.
    MaxGap,
    /// `--position`: the columns were guessed.
    PositionColumns,
    /// `--frame cartesian`: degrees were guessed.
    CartesianFrame,
    /// `--length-unit`: the unit was guessed.
    LengthUnit,
}

impl Evidence<'_> {
    pub(super) fn advice(&self) -> Vec<Advice> {
        use ClockProblem as P;
        use FindingKind as K;
        let has = |problem: P| self.clock.problems.contains(&problem);
        let found = |test: fn(&K) -> bool| self.findings.iter().any(|finding| test(&finding.kind));
        let seems_shared = [P::Shared, P::MostlyEqual, P::FewDistinct, P::Disordered]
            .into_iter()
            .any(has);
        let is_sound = !self.clock.broken;
        let contradict = found(|kind| matches!(kind, K::DuplicatesContradicting { .. }));
        let is_short = found(|kind| matches!(kind, K::ShortSegments));
        let has_gaps = found(|kind| matches!(kind, K::Gaps { .. }));
        let guessed_position = found(|kind| match kind {
            K::Role { role, reason, .. } => *role == ColumnRole::Position && reason.is_guess(),
            _ => false,
        });
        let guessed_degrees =
            found(|kind| matches!(kind, K::Unit(UnitDecision::DegreesByContent { .. })));
        let guessed_unit = found(|kind| match kind {
            K::Unit(UnitDecision::DegreesByContent { .. }) => false,
            K::Unit(decision) => decision.is_guess(),
            _ => false,
        });
        let advice = [
            (
                !self.has_entity && self.has_other_columns && seems_shared,
                Advice::EntityColumn,
            ),
            (
                self.clock.broken && self.has_other_columns,
                Advice::BetterStamps,
            ),
            (
                has(P::RowNumbers) && self.has_other_columns,
                Advice::OtherStamps,
            ),
            (has(P::RowNumbers), Advice::TimeUnit),
            (contradict && is_sound, Advice::Duplicates),
            (is_short && has_gaps && is_sound, Advice::MaxGap),
            (guessed_position, Advice::PositionColumns),
            (guessed_degrees, Advice::CartesianFrame),
            (guessed_unit, Advice::LengthUnit),
        ];
        let applies = advice.into_iter().filter(|(applies, _)| *applies);
        applies.map(|(_, advice)| advice).collect()
    }
}
