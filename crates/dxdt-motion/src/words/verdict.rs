//! The words of verdicts: what is wrong with a clock, why a derivative can be trusted or not, and what is worth a try.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::error::{excerpt, printable};
use crate::motion::MeasuredComparison;
use crate::words::diagnosis::duration;
use crate::words::number::{counted, grouped, percent};

use crate::inspect::Advice;
use crate::inspect::{ClockHealth, ClockProblem};
use crate::inspect::{ClockVerdict, Doubt, Judgement, Trust, TrustReason};

impl fmt::Display for Judgement {
    /// Why, in words that follow a comma.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.reason)?;
        self.doubts
            .iter()
            .try_for_each(|doubt| write!(f, "; {doubt}"))
    }
}

impl fmt::Display for TrustReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Less than anything is at most that.
        const LEAST: f64 = 0.001;
        match self {
            Self::Unusable => f.write_str("the rows cannot be used"),
            Self::ClockBroken => f.write_str("the clock is broken"),
            Self::TooFewRows => f.write_str("too few consecutive rows to estimate the noise"),
            Self::NoErrors => f.write_str("this method gives no standard errors"),
            Self::NothingMoves => f.write_str("nothing moves"),
            Self::Noise { share, told_apart } => {
                let shown = percent(*share);
                match (told_apart, Trust::of(*share)) {
                    (false, Trust::Yes) if *share >= LEAST => {
                        write!(f, "noise is at most {shown} of it")
                    }
                    (true, _) | (false, Trust::Yes) => write!(f, "noise is {shown} of it"),
                    (false, _) => write!(
                        f,
                        "noise is up to {shown} of it, or the motion is too fast for this sampling"
                    ),
                }
            }
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorstAxis { axis, share } => {
                write!(f, "along '{}' {}", excerpt(axis), percent(*share))
            }
            Self::RoundedStamps { error } => {
                write!(f, "rounded timestamps put it off by {}", percent(*error))
            }
            Self::Jumps { rows } => write!(
                f,
                "except at the {}",
                counted(*rows, "row that jumps", "rows that jump")
            ),
            Self::HourSetBack => f.write_str("the clock was set back by an hour, which mixes rows"),
            Self::DisagreesWithMeasured { column, relative } => write!(
                f,
                "it differs from '{}' by {} (RMS)",
                excerpt(column),
                share_of_measured(*relative)
            ),
            Self::FrameNumbers => {
                f.write_str("per frame and not per second if the timestamps are frame numbers")
            }
        }
    }
}

impl fmt::Display for ClockVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(clock) => write!(
                f,
                "The clock of this log is broken: {}; no velocity can be trusted.",
                clock.sentence()
            ),
            Self::NotSet(clock) => write!(
                f,
                "The clock may never have been set: {}; the steps may still be right.",
                clock.sentence()
            ),
            Self::Doubtful(clock) => write!(f, "The clock is doubtful: {}.", clock.sentence()),
        }
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EntityColumn => "--entity COL if several objects move in this log",
            Self::BetterStamps => "--time COL if another column has better timestamps",
            Self::OtherStamps => "--time COL if another column has the timestamps",
            Self::TimeUnit => "--time-unit UNIT if these whole numbers are times",
            Self::Smooth => "--method auto to smooth the noise, with standard errors",
            Self::MaxSpeed => "--max-speed SPEED to leave out positions that nothing reaches",
            Self::Duplicates => {
                "--duplicates mean (or last, median) for the rows that contradict each other"
            }
            Self::MaxGap => {
                "--max-gap DURATION to bridge longer gaps, so that fewer segments are too short"
            }
            Self::PositionColumns => "--position COL,COL if other columns are the position",
            Self::CartesianFrame => "--frame cartesian if the positions are not degrees",
            Self::LengthUnit => "--length-unit UNIT if the guessed unit is wrong",
        })
    }
}

impl Serialize for ClockVerdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Advice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl ClockHealth {
    /// What is wrong in words that follow a colon; empty where nothing is.
    ///
    /// ```
    /// use dxdt_motion::inspect::{InspectOptions, inspect};
    /// use dxdt_motion::log::LogBuilder;
    ///
    /// let log = LogBuilder::of_seconds(&[5.0; 3]).position("x", None, &[0.0, 1.0, 2.0]).build()?;
    /// let inspection = inspect(&log, &InspectOptions::default());
    /// assert!(inspection.clock.broken);
    /// assert_eq!(inspection.clock.sentence(), "all 3 rows have the same timestamp");
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn sentence(&self) -> String {
        let words = self.problems.iter().map(|problem| self.words(*problem));
        words.collect::<Vec<_>>().join(", ")
    }

    fn words(&self, problem: ClockProblem) -> String {
        use ClockProblem as P;
        let of_steps = |count: u64| format!("{} of {} steps", grouped(count), grouped(self.steps));
        match problem {
            P::AllEqual => {
                let rows = counted(self.rows, "row", "rows");
                match self.rows == self.steps + 1 {
                    true => format!("all {rows} have the same timestamp"),
                    false => format!("the {rows} of each object have the same timestamp"),
                }
            }
            P::Shared => {
                let times = grouped(self.rows / self.distinct.max(1));
                format!(
                    "each timestamp occurs in {times} rows, as where they are cut to fewer digits, or {times} objects move \
                     (--entity tells them apart)"
                )
            }
            P::MostlyEqual => {
                let back = match self.backward_steps {
                    0 => String::new(),
                    1 => ", one goes back".to_owned(),
                    many => format!(", {} go back", grouped(many)),
                };
                format!(
                    "{} are between equal timestamps{back}",
                    of_steps(self.equal_steps)
                )
            }
            P::FewDistinct => format!(
                "{} rows have only {}",
                grouped(self.rows),
                counted(self.distinct, "different timestamp", "different timestamps")
            ),
            P::Disordered => format!("{} go back", of_steps(self.backward_steps)),
            P::NotSet => self.known_instant.map_or_else(String::new, |known| {
                format!("the timestamps are at {}, {}", known.instant, known.meaning)
            }),
            P::RowNumbers => {
                "the timestamps are consecutive whole numbers and may be frame numbers".to_owned()
            }
        }
    }
}

/// Trust in a word or two.
///
/// ```
/// use dxdt_motion::inspect::Trust;
/// use dxdt_motion::words::trust_word;
/// assert_eq!(trust_word(Trust::WithCare), "with care");
/// ```
pub fn trust_word(trust: Trust) -> &'static str {
    match trust {
        Trust::Yes => "yes",
        Trust::WithCare => "with care",
        Trust::No => "no",
        Trust::Unknown => "unknown",
    }
}

/// A share of the measured values, or a factor where it is more than all of them, in words that follow "by".
///
/// ```
/// use dxdt_motion::words::share_of_measured;
/// assert_eq!(share_of_measured(0.3), "30 % of the measured");
/// assert_eq!(share_of_measured(1.01), "as much as the measured");
/// assert_eq!(share_of_measured(1.7), "1.7 times the measured");
/// ```
pub fn share_of_measured(share: f64) -> String {
    if share < 0.995 {
        format!("{} of the measured", percent(share))
    } else if share < 1.05 {
        "as much as the measured".to_owned()
    } else {
        format!("{share:.1} times the measured")
    }
}

/// A lag in seconds, below zero where what lags comes first, as `1.5 s late` or `1.5 s early`.
///
/// ```
/// use dxdt_motion::words::early_or_late;
/// assert_eq!(early_or_late(1.123), "1.123 s late");
/// assert_eq!(early_or_late(-198.8), "3 min 19 s early");
/// assert_eq!(early_or_late(0.0), "on time");
/// ```
pub fn early_or_late(lag: f64) -> String {
    const NANOSECOND: f64 = 1e-9;
    if lag.abs() < 0.5 * NANOSECOND {
        "on time".to_owned()
    } else if lag < 0.0 {
        format!("{} early", duration(-lag))
    } else {
        format!("{} late", duration(lag))
    }
}

impl MeasuredComparison {
    /// The unit of the measured values, and how it is known.
    pub fn unit_in_words(&self) -> String {
        let unit = printable(&self.unit);
        match (self.unit_assumed, self.unit_guessed) {
            (true, _) => format!("in no known unit, {unit} assumed"),
            (false, true) => format!("{unit}, unit guessed"),
            (false, false) => unit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::KnownInstant;

    fn clock(problems: &[ClockProblem]) -> ClockHealth {
        ClockHealth {
            rows: 2000,
            distinct: 500,
            steps: 1999,
            equal_steps: 1500,
            backward_steps: 3,
            known_instant: KnownInstant::at(0),
            problems: problems.to_vec(),
            broken: false,
        }
    }

    #[test]
    fn every_verdict_has_words() {
        use ClockProblem as P;
        let noise = |share, told_apart| TrustReason::Noise { share, told_apart };
        let reasons = [
            TrustReason::Unusable,
            TrustReason::ClockBroken,
            TrustReason::TooFewRows,
            TrustReason::NoErrors,
            TrustReason::NothingMoves,
            noise(0.03, true),
            noise(0.03, false),
            noise(0.000_2, false),
            noise(0.3, true),
            noise(0.8, true),
            noise(0.8, false),
        ];
        let doubts = [
            Doubt::WorstAxis {
                axis: "z\u{1b}".to_owned(),
                share: 0.7,
            },
            Doubt::RoundedStamps { error: 0.2 },
            Doubt::Jumps { rows: 1 },
            Doubt::Jumps { rows: 2 },
            Doubt::HourSetBack,
            Doubt::DisagreesWithMeasured {
                column: "speed".to_owned(),
                relative: 1.7,
            },
            Doubt::FrameNumbers,
        ];
        let problems = [
            P::AllEqual,
            P::MostlyEqual,
            P::Shared,
            P::FewDistinct,
            P::Disordered,
            P::NotSet,
            P::RowNumbers,
        ];
        let clocks = [
            ClockVerdict::Broken(clock(&problems[..4])),
            ClockVerdict::NotSet(clock(&problems[5..6])),
            ClockVerdict::Doubtful(clock(&[P::Disordered, P::RowNumbers])),
        ];
        let advice = [
            Advice::EntityColumn,
            Advice::BetterStamps,
            Advice::OtherStamps,
            Advice::TimeUnit,
            Advice::Smooth,
            Advice::MaxSpeed,
            Advice::Duplicates,
            Advice::MaxGap,
            Advice::PositionColumns,
            Advice::CartesianFrame,
            Advice::LengthUnit,
        ];
        let judgement = Judgement {
            trust: Trust::WithCare,
            reason: reasons[8],
            doubts: doubts[1..3].to_vec(),
        };
        let lines = |words: &mut dyn Iterator<Item = String>| -> String {
            words.map(|words| words + "\n").collect()
        };
        insta::assert_snapshot!(
            lines(&mut reasons.iter().map(TrustReason::to_string))
                + &lines(&mut doubts.iter().map(Doubt::to_string))
                + &lines(&mut clocks.iter().map(ClockVerdict::to_string))
                + &lines(&mut advice.iter().map(Advice::to_string))
                + &judgement.to_string()
        );
    }

    #[test]
    fn json_has_a_judgement_as_a_word_and_a_sentence() {
        let json = serde_json::to_string(&Judgement::default()).unwrap();
        assert_eq!(
            json,
            r#"{"trust":"unknown","reason":"too few consecutive rows to estimate the noise"}"#
        );
    }
}
