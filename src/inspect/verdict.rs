//! What can be trusted, in plain words, and what is worth a try.

use serde::Serialize;

use crate::error::excerpt;
use crate::finding::Finding;
use crate::motion::MeasuredComparison;
use crate::number::{counted, percent};

use super::clock_health::{ClockHealth, ClockProblem};
use super::noise_share::{AxisNoise, Noise, NoiseShare};
use super::stamp_resolution::StampResolution;

/// What can be trusted.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Verdict {
    /// Of the velocity, as the gradient of the positions.
    pub velocity: Judgement,
    /// Of the acceleration, as the gradient of the velocity.
    pub acceleration: Judgement,
    /// What is wrong with the clock, as a sentence.
    pub clock: Option<String>,
    /// Options that are worth a try, and why.
    pub advice: Vec<String>,
}

/// How far one derivative can be trusted.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Judgement {
    /// In a word.
    pub trust: Trust,
    /// Why, in words that follow a comma.
    pub reason: String,
}

/// How far something can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// At most a tenth of the mean square is noise.
    Yes,
    /// Up to a half is.
    WithCare,
    /// More is, or the clock is broken.
    No,
    /// There is too little to tell.
    #[default]
    Unknown,
}

const LITTLE: f64 = 0.1;
const HALF: f64 = 0.5;
// Beyond this the derived and the measured velocity are not two views of one motion.
const LARGE_DISAGREEMENT: f64 = 0.2;
// A speed that is off by more than this, rounded stamps alone to blame, is worth a word.
const LARGE_CLOCK_ERROR: f64 = 0.1;

impl Trust {
    fn of(share: f64) -> Self {
        match share {
            share if share <= LITTLE => Self::Yes,
            share if share <= HALF => Self::WithCare,
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
    /// Rows that jump away and back.
    pub jumps: u64,
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
            let words = format!("; rounded stamps put it off by {}", percent(error));
            velocity.reason.push_str(&words);
        }
        self.add_jumps_and_measured(&mut velocity);
        if self.clock.problems.contains(&ClockProblem::RowNumbers) {
            for judgement in [&mut velocity, &mut acceleration] {
                judgement.trust = judgement.trust.max(Trust::WithCare);
                let words = "; per row and not per second if the stamps are frame numbers";
                judgement.reason.push_str(words);
            }
        }
        Verdict {
            velocity,
            acceleration,
            clock: self.clock_sentence(),
            advice: self.advice(),
        }
    }

    /// What speaks against a velocity that its noise does not.
    fn add_jumps_and_measured(&self, velocity: &mut Judgement) {
        if velocity.trust > Trust::WithCare {
            return;
        }
        if self.jumps > 0 {
            let rows = counted(self.jumps, "row that jumps", "rows that jump");
            velocity.reason.push_str(&format!("; not at the {rows}"));
        }
        let worst = self
            .measured
            .iter()
            .filter_map(|measured| Some((measured, measured.relative_rms?)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((measured, relative)) =
            worst.filter(|(_, relative)| *relative > LARGE_DISAGREEMENT)
        {
            velocity.trust = Trust::WithCare;
            let name = excerpt(&measured.column);
            let words = format!(
                "; it disagrees with the measured '{name}' by {} (RMS over RMS)",
                percent_of_any(relative)
            );
            velocity.reason.push_str(&words);
        }
    }

    fn judge(
        &self,
        of: fn(&Noise) -> NoiseShare,
        along: fn(&AxisNoise) -> NoiseShare,
    ) -> Judgement {
        let judged = |trust, reason: &str| Judgement {
            trust,
            reason: reason.to_owned(),
        };
        if self.unusable.is_some() {
            return judged(Trust::No, "the rows cannot be used");
        }
        if self.clock.broken {
            return judged(Trust::No, "the clock is broken");
        }
        let Some(noise) = self.noise else {
            return judged(
                Trust::Unknown,
                "too few rows follow each other to tell the noise",
            );
        };
        let Some(share) = of(noise).share else {
            return match of(noise).rms {
                Some(_) => judged(Trust::Yes, "nothing moves"),
                None => judged(
                    Trust::Unknown,
                    "too few rows follow each other to tell the noise",
                ),
            };
        };
        let trust = Trust::of(share);
        let mut reason = match (noise.told_apart, trust) {
            (true, _) => format!("{} of it is noise", percent(share)),
            // Less than anything is at most that.
            (false, Trust::Yes) if share >= 0.001 => {
                format!("at most {} of it is noise", percent(share))
            }
            (false, Trust::Yes) => format!("{} of it is noise", percent(share)),
            (false, _) => format!(
                "up to {} of it is noise, or motion that the rows are too far apart to follow",
                percent(share)
            ),
        };
        let share_along = |axis: &AxisNoise| along(axis).share.unwrap_or(0.0);
        let worst = noise
            .axes
            .iter()
            .max_by(|a, b| share_along(a).total_cmp(&share_along(b)));
        if let Some(worst) = worst.filter(|axis| Trust::of(share_along(axis)) > trust) {
            let words = format!(
                "; along '{}' {}",
                excerpt(&worst.axis),
                percent(share_along(worst))
            );
            reason.push_str(&words);
        }
        Judgement { trust, reason }
    }

    fn clock_sentence(&self) -> Option<String> {
        let what = self.clock.sentence();
        if self.clock.broken {
            let sentence = "no velocity can be trusted";
            return Some(format!(
                "The clock of this log is broken: {what}; {sentence}."
            ));
        }
        let not_set = self.clock.problems.contains(&ClockProblem::NotSet);
        let steps = if not_set {
            "; the steps may still be right"
        } else {
            ""
        };
        let doubt = if not_set {
            "may never have been set"
        } else {
            "is doubtful"
        };
        (!what.is_empty()).then(|| format!("The clock {doubt}: {what}{steps}."))
    }
}

/// A share that may be more than all.
pub(super) fn percent_of_any(share: f64) -> String {
    if share < 0.995 {
        percent(share)
    } else {
        format!("{:.0} %", share * 100.0)
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

    #[test]
    fn trust_goes_by_the_share_of_noise() {
        let clock = ClockHealth {
            rows: 9,
            distinct: 9,
            steps: 8,
            equal_steps: 0,
            backward_steps: 0,
            known_instant: None,
            problems: Vec::new(),
            broken: false,
        };
        let cases = [
            (0.03, true, Trust::Yes, "3 % of it is noise"),
            (0.03, false, Trust::Yes, "at most 3 % of it is noise"),
            (0.3, true, Trust::WithCare, "30 % of it is noise"),
            (0.8, true, Trust::No, "80 % of it is noise"),
            (
                0.8,
                false,
                Trust::No,
                "up to 80 % of it is noise, or motion that the rows are too far apart to follow",
            ),
        ];
        for (share, told_apart, trust, reason) in cases {
            let noise = noise(share, told_apart);
            let evidence = Evidence {
                clock: &clock,
                resolution: None,
                noise: Some(&noise),
                findings: &[],
                has_entity: false,
                has_other_columns: true,
                jumps: 0,
                measured: &[],
                unusable: None,
            };
            let judged = evidence.verdict().acceleration;
            assert_eq!((judged.trust, judged.reason.as_str()), (trust, reason));
        }
    }

    #[test]
    fn shares_are_few_digits() {
        let cases = [
            (0.000_2, "less than 0.1 %"),
            (0.034, "3.4 %"),
            (0.8, "80 %"),
            (1.7, "all"),
        ];
        for (share, words) in cases {
            assert_eq!(percent(share), words);
        }
    }
}
