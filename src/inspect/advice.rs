//! Options that are worth a try.

use crate::finding::FindingKind;

use super::clock_health::ClockProblem;
use super::verdict::Evidence;

/// Whether a decision about units was that axes are longitude and latitude.
fn are_degrees(decision: &str) -> bool {
    decision.starts_with("degrees: ")
}

impl Evidence<'_> {
    /// Each an option and why.
    pub(super) fn advice(&self) -> Vec<String> {
        use ClockProblem as P;
        let has = |problem: P| self.clock.problems.contains(&problem);
        let mut advice = Vec::new();
        let mut advise = |applies: bool, words: &str| {
            if applies {
                advice.push(words.to_owned());
            }
        };
        advise(
            !self.has_entity
                && self.has_other_columns
                && [P::Shared, P::MostlyEqual, P::FewDistinct, P::Disordered]
                    .into_iter()
                    .any(has),
            "--entity COL if several things move in this log",
        );
        advise(
            self.clock.broken && self.has_other_columns,
            "--time COL if another column has better stamps",
        );
        advise(
            has(P::RowNumbers) && self.has_other_columns,
            "--time COL if another column has the stamps",
        );
        advise(
            has(P::RowNumbers),
            "--time-unit UNIT if the whole numbers are times",
        );
        let of_kind = |test: fn(&FindingKind) -> bool| {
            self.findings.iter().any(|finding| test(&finding.kind))
        };
        use FindingKind as K;
        advise(
            of_kind(|kind| matches!(kind, K::DuplicatesContradicting { .. })) && !self.clock.broken,
            "--duplicates mean (or last, median) for the rows that contradict each other",
        );
        advise(
            of_kind(|kind| matches!(kind, K::ShortSegments))
                && of_kind(|kind| matches!(kind, K::Gaps { .. }))
                && !self.clock.broken,
            "--max-gap DURATION to bridge longer gaps, so that fewer segments are too short",
        );
        advise(
            of_kind(|kind| {
                matches!(
                    kind,
                    K::Role {
                        role: "position",
                        guessed: true,
                        ..
                    }
                )
            }),
            "--position COL,COL if the columns are others",
        );
        advise(
            of_kind(
                |kind| matches!(kind, K::Unit { guessed: true, decision } if are_degrees(decision)),
            ),
            "--frame cartesian if the positions are no degrees",
        );
        advise(
            of_kind(
                |kind| matches!(kind, K::Unit { guessed: true, decision } if !are_degrees(decision)),
            ),
            "--length-unit UNIT if lengths are in another unit than was guessed",
        );
        advice
    }
}
