//! What can be trusted, and why.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::finding::{Finding, FindingKind};
use crate::motion::MeasuredComparison;

use super::advice::Advice;
use super::clock_health::{ClockHealth, ClockProblem};
use super::noise_share::{AxisNoise, Noise, NoiseShare};
use super::stamp_resolution::StampResolution;

/// What can be trusted.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Verdict {
    /// Of the velocity, as the gradient of the positions.
    pub velocity: Judgement,
    /// Of the acceleration, as the gradient of the velocity.
    pub acceleration: Judgement,
    /// What is wrong with the clock.
    pub clock: Option<ClockVerdict>,
    /// Options that are worth a try.
    pub advice: Vec<Advice>,
}

/// How far one derivative can be trusted; it prints as the reason, in words that follow a comma.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judgement {
    /// In a word.
    pub trust: Trust,
    /// Why.
    pub reason: TrustReason,
    /// What else speaks against it.
    pub doubts: Vec<Doubt>,
}

impl Judgement {
    /// By the noise as a share of a derivative, over all axes and along each.
    pub fn of_noise<'a>(
        share: f64,
        told_apart: bool,
        axes: impl Iterator<Item = (&'a str, f64)>,
    ) -> Self {
        let trust = Trust::of(share);
        let worst = axes
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, share)| Trust::of(*share) > trust)
            .map(|(axis, share)| Doubt::WorstAxis {
                axis: axis.to_owned(),
                share,
            });
        Self {
            trust,
            reason: TrustReason::Noise { share, told_apart },
            doubts: worst.into_iter().collect(),
        }
    }

    /// Adds what speaks against a derivative that its noise does not: rows that jump, of all rows, a clock that was set back,
    /// and what was measured.
    pub fn doubt(
        &mut self,
        (jumps, rows): (u64, u64),
        findings: &[Finding],
        measured: &[MeasuredComparison],
    ) {
        if self.trust > Trust::WithCare {
            return;
        }
        if jumps > 0 {
            self.trust = match jumps as f64 > MANY_JUMPS * rows as f64 {
                true => Trust::No,
                false => Trust::WithCare,
            };
            self.doubts.push(Doubt::Jumps { rows: jumps });
        }
        let is_set_back =
            |finding: &Finding| matches!(finding.kind, FindingKind::OutOfOrder { hour: true, .. });
        if findings.iter().any(is_set_back) {
            self.trust = self.trust.max(Trust::WithCare);
            self.doubts.push(Doubt::HourSetBack);
        }
        let worst = measured
            .iter()
            .filter_map(|measured| Some((measured, measured.relative_rms?)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((measured, relative)) =
            worst.filter(|(_, relative)| *relative > LARGE_DISAGREEMENT)
        {
            let trust = match relative > CONTRADICTION {
                true => Trust::No,
                false => Trust::WithCare,
            };
            self.trust = self.trust.max(trust);
            self.doubts.push(Doubt::DisagreesWithMeasured {
                column: measured.column.clone(),
                relative,
            });
        }
    }
}

impl Serialize for Judgement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut state = serializer.serialize_struct("Judgement", 2)?;
        state.serialize_field("trust", &self.trust)?;
        state.serialize_field("reason", &self.to_string())?;
        state.end()
    }
}

/// Why a derivative can be trusted, or not.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum TrustReason {
    /// The rows cannot be used.
    Unusable,
    /// The clock is broken.
    ClockBroken,
    /// Too few rows follow each other to tell the noise.
    #[default]
    TooFewRows,
    /// The method gives no standard errors.
    NoErrors,
    /// Nothing moves.
    NothingMoves,
    /// So much of it is noise.
    Noise {
        /// As a share of it, both as root mean squares.
        share: f64,
        /// It is known to be noise, not motion that the rows are too far apart to follow.
        told_apart: bool,
    },
}

/// What speaks against a derivative beside its noise.
#[derive(Debug, Clone, PartialEq)]
pub enum Doubt {
    /// One axis is worse than the whole.
    WorstAxis {
        /// The axis.
        axis: String,
        /// The noise as a share of it.
        share: f64,
    },
    /// Timestamps may be rounded.
    RoundedStamps {
        /// How far that puts the speed off, as a share of it.
        error: f64,
    },
    /// Rows jump.
    Jumps {
        /// How many.
        rows: u64,
    },
    /// The clock was set back by an hour, so rows of two hours are mixed.
    HourSetBack,
    /// It is not what the log measured.
    DisagreesWithMeasured {
        /// The column.
        column: String,
        /// The root mean square of the difference, over that of the measured.
        relative: f64,
    },
    /// The timestamps may be frame numbers.
    FrameNumbers,
}

/// What is wrong with a clock.
#[derive(Debug, Clone, PartialEq)]
pub enum ClockVerdict {
    /// No velocity can be trusted.
    Broken(ClockHealth),
    /// It may never have been set.
    NotSet(ClockHealth),
    /// It is doubtful.
    Doubtful(ClockHealth),
}

/// How far something can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Noise is at most a tenth of it.
    Yes,
    /// Noise is up to three tenths of it, or something else speaks against it.
    WithCare,
    /// More is, or the clock is broken.
    No,
    /// There is too little to tell.
    #[default]
    Unknown,
}

const LITTLE: f64 = 0.1;
const MUCH: f64 = 0.3;
// Beyond this the derived and the measured velocity are not two views of one motion.
const LARGE_DISAGREEMENT: f64 = 0.2;
// … and beyond this, one of them is of something else.
const CONTRADICTION: f64 = 1.0;
// Where more rows than this share jump, the others are hardly better.
const MANY_JUMPS: f64 = 0.1;
// A speed that is off by more than this, rounded timestamps alone to blame, is worth a word.
const LARGE_CLOCK_ERROR: f64 = 0.1;

impl Trust {
    /// By the noise as a share of a derivative, both as root mean squares.
    pub fn of(share: f64) -> Self {
        match share {
            share if share <= LITTLE => Self::Yes,
            share if share <= MUCH => Self::WithCare,
            _ => Self::No,
        }
    }
}

/// What the verdict is made of.
pub(super) struct Evidence<'a> {
    pub clock: &'a ClockHealth,
    pub resolution: Option<&'a StampResolution>,
    pub noise: Option<&'a Noise>,
    pub findings: &'a [Finding],
    pub has_entity: bool,
    /// There are columns without a role.
    pub has_other_columns: bool,
    /// Rows that jump, and all rows.
    pub jumps: u64,
    pub rows: u64,
    /// The derived velocity against measured ones.
    pub measured: &'a [MeasuredComparison],
    /// Why no row can be used.
    pub unusable: Option<&'a str>,
}

impl Evidence<'_> {
    pub fn verdict(&self) -> Verdict {
        let mut velocity = self.judge(|noise| noise.velocity, |axis| axis.velocity);
        let mut acceleration = self.judge(|noise| noise.acceleration, |axis| axis.acceleration);
        let rounding = self
            .resolution
            .filter(|resolution| resolution.may_be_rounded());
        if let Some(error) = rounding.and_then(|resolution| resolution.speed_error)
            && error > LARGE_CLOCK_ERROR
            && velocity.trust <= Trust::WithCare
        {
            velocity.trust = Trust::WithCare;
            velocity.doubts.push(Doubt::RoundedStamps { error });
        }
        for judgement in [&mut velocity, &mut acceleration] {
            judgement.doubt((self.jumps, self.rows), self.findings, self.measured);
        }
        if self.clock.problems.contains(&ClockProblem::RowNumbers) {
            for judgement in [&mut velocity, &mut acceleration] {
                judgement.trust = judgement.trust.max(Trust::WithCare);
                judgement.doubts.push(Doubt::FrameNumbers);
            }
        }
        Verdict {
            velocity,
            acceleration,
            clock: self.of_clock(),
            advice: self.advice(),
        }
    }

    fn judge(
        &self,
        of: fn(&Noise) -> NoiseShare,
        along: fn(&AxisNoise) -> NoiseShare,
    ) -> Judgement {
        let judged = |trust, reason| Judgement {
            trust,
            reason,
            doubts: Vec::new(),
        };
        if self.unusable.is_some() {
            return judged(Trust::No, TrustReason::Unusable);
        }
        if self.clock.broken {
            return judged(Trust::No, TrustReason::ClockBroken);
        }
        let Some(noise) = self.noise else {
            return judged(Trust::Unknown, TrustReason::TooFewRows);
        };
        let Some(share) = of(noise).share else {
            return match of(noise).rms {
                Some(_) => judged(Trust::Yes, TrustReason::NothingMoves),
                None => judged(Trust::Unknown, TrustReason::TooFewRows),
            };
        };
        let axes = noise.axes.iter();
        let axes = axes.filter_map(|axis| Some((&axis.axis[..], along(axis).share?)));
        Judgement::of_noise(share, noise.told_apart, axes)
    }

    fn of_clock(&self) -> Option<ClockVerdict> {
        let clock = self.clock.clone();
        if clock.broken {
            return Some(ClockVerdict::Broken(clock));
        }
        if clock.problems.contains(&ClockProblem::NotSet) {
            return Some(ClockVerdict::NotSet(clock));
        }
        (!clock.problems.is_empty()).then_some(ClockVerdict::Doubtful(clock))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(share: f64, told_apart: bool) -> Noise {
        let share = NoiseShare {
            rms: Some(1.0),
            noise: Some(share.sqrt()),
            share: Some(share),
        };
        Noise {
            axes: Vec::new(),
            told_apart,
            velocity: share,
            acceleration: share,
            entities: 1,
            worst: None,
        }
    }

    fn clock() -> ClockHealth {
        ClockHealth {
            rows: 9,
            distinct: 9,
            steps: 8,
            equal_steps: 0,
            backward_steps: 0,
            known_instant: None,
            problems: Vec::new(),
            broken: false,
        }
    }

    fn evidence<'a>(clock: &'a ClockHealth, noise: &'a Noise, jumps: u64) -> Evidence<'a> {
        Evidence {
            clock,
            resolution: None,
            noise: Some(noise),
            findings: &[],
            has_entity: false,
            has_other_columns: true,
            jumps,
            rows: 100,
            measured: &[],
            unusable: None,
        }
    }

    #[test]
    fn jumps_are_never_trusted() {
        let (clock, noise) = (clock(), noise(0.0, true));
        for (jumps, trust) in [(0, Trust::Yes), (1, Trust::WithCare), (11, Trust::No)] {
            let verdict = evidence(&clock, &noise, jumps).verdict();
            assert_eq!(
                (verdict.velocity.trust, verdict.acceleration.trust),
                (trust, trust)
            );
        }
    }

    #[test]
    fn trust_goes_by_the_share_of_noise() {
        let clock = clock();
        let cases = [
            (0.1, true, Trust::Yes),
            (0.03, false, Trust::Yes),
            (0.3, true, Trust::WithCare),
            (0.31, true, Trust::No),
            (0.8, true, Trust::No),
            (0.8, false, Trust::No),
        ];
        for (share, told_apart, trust) in cases {
            let noise = noise(share, told_apart);
            let judged = evidence(&clock, &noise, 0).verdict().acceleration;
            let reason = TrustReason::Noise { share, told_apart };
            assert_eq!((judged.trust, judged.reason), (trust, reason));
        }
    }
}
