//! Options that are worth a try.

use crate::finding::{ColumnRole, Finding, FindingKind, UnitDecision};
use crate::jumps::JumpCause;

use super::clock_health::ClockProblem;
use super::noise_share::Noise;
use super::verdict::{Evidence, Trust};

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
    /// `--method auto`: noise is a large part of a derivative.
    Smooth,
    /// `--max-speed`: positions are far from all others.
    MaxSpeed,
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
        let has = |problem: P| self.clock.problems.contains(&problem);
        let seems_shared = [P::Shared, P::MostlyEqual, P::FewDistinct, P::Disordered]
            .into_iter()
            .any(has);
        let is_sound = !self.clock.broken;
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
            (is_sound && self.is_noisy(), Advice::Smooth),
        ];
        let applies = advice.into_iter().filter(|(applies, _)| *applies);
        let of_clock = applies.map(|(_, advice)| advice);
        let of_rows = [Advice::MaxSpeed, Advice::Duplicates, Advice::MaxGap];
        let of_findings = advice_of(self.findings)
            .into_iter()
            .filter(|advice| is_sound || !of_rows.contains(advice));
        of_clock.chain(of_findings).collect()
    }

    fn is_noisy(&self) -> bool {
        let shares = |noise: &Noise| [noise.velocity.share, noise.acceleration.share];
        let shares = self.noise.into_iter().flat_map(shares).flatten();
        shares
            .into_iter()
            .any(|share| Trust::of(share) > Trust::Yes)
    }
}

/// What is worth a try by what was decided and noticed alone.
pub fn advice_of(findings: &[Finding]) -> Vec<Advice> {
    use FindingKind as K;
    let found = |test: fn(&K) -> bool| findings.iter().any(|finding| test(&finding.kind));
    let is_far_away = found(|kind| match kind {
        K::PositionsJump { cause, .. } => !matches!(cause, JumpCause::Stays | JumpCause::Wraps(_)),
        _ => false,
    });
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
        (is_far_away, Advice::MaxSpeed),
        (contradict, Advice::Duplicates),
        (is_short && has_gaps, Advice::MaxGap),
        (guessed_position, Advice::PositionColumns),
        (guessed_degrees, Advice::CartesianFrame),
        (guessed_unit, Advice::LengthUnit),
    ];
    let applies = advice.into_iter().filter(|(applies, _)| *applies);
    applies.map(|(_, advice)| advice).collect()
}
