//! Whether the timestamps are a clock at all.

use serde::Serialize;

use crate::log::PositionLog;
use dxdt_time::TimeUnit;

use super::known_instants::KnownInstant;
use super::stamp_counts::StampCounts;

/// The timestamps as they stand in the file, each entity's apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClockHealth {
    /// Rows with a timestamp.
    pub rows: u64,
    /// Different timestamps, summed over the entities.
    pub distinct: u64,
    /// Steps from a row to the next of its entity.
    pub steps: u64,
    /// Steps to the same timestamp.
    pub equal_steps: u64,
    /// Steps to an earlier timestamp.
    pub backward_steps: u64,
    /// A well-known instant of clocks that are not right, where the timestamps start or most of them are.
    pub known_instant: Option<KnownInstant>,
    /// What is wrong.
    pub problems: Vec<ClockProblem>,
    /// No velocity can be trusted.
    pub broken: bool,
}

/// Something wrong with a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockProblem {
    /// All rows have one timestamp.
    AllEqual,
    /// More than half of the steps lead to the same timestamp.
    MostlyEqual,
    /// Each timestamp is that of the same number of rows, as if as many things moved.
    Shared,
    /// There are fewer different timestamps than half of the rows.
    FewDistinct,
    /// Many steps go back, and the log does not run from the newest row to the oldest.
    Disordered,
    /// The timestamps are at an instant of clocks that were never set or have overflowed.
    NotSet,
    /// The timestamps are whole numbers one apart, and nothing names a unit.
    RowNumbers,
}

// Of more steps that go back one no longer thinks of rows that came late.
const DISORDERED_SHARE: f64 = 0.1;

impl ClockHealth {
    /// Looks at all timestamps of a log; `unit` is the unit that the user has given, if any.
    pub fn of(log: &PositionLog, unit: Option<TimeUnit>) -> Self {
        Self::of_counts(&StampCounts::of(log), log, unit)
    }

    /// From the counts of all timestamps; of the log only what is known without its rows.
    pub fn of_counts(counts: &StampCounts, log: &PositionLog, unit: Option<TimeUnit>) -> Self {
        let known_instant = log
            .clock
            .is_dated()
            .then(|| {
                let first = counts.first?;
                // In the middle, so that a few wrong rows do not name the whole.
                let middle = counts.middle?;
                let at_start = KnownInstant::at(first).filter(|_| counts.rows > 1);
                KnownInstant::at(middle).or(at_start.filter(|_| !is_far(first, middle)))
            })
            .flatten();
        let mut health = Self {
            rows: counts.rows,
            distinct: counts.distinct,
            steps: counts.steps,
            equal_steps: counts.equal,
            backward_steps: counts.backward,
            known_instant,
            problems: Vec::new(),
            broken: false,
        };
        let row_numbers = counts.looks_like_row_numbers(log, unit);
        health.problems = health.find_problems(row_numbers, counts.is_shared());
        health.broken = health.problems.iter().any(|problem| {
            use ClockProblem as P;
            matches!(
                problem,
                P::AllEqual | P::Shared | P::MostlyEqual | P::FewDistinct
            )
        });
        health
    }

    fn find_problems(&self, row_numbers: bool, shared: bool) -> Vec<ClockProblem> {
        use ClockProblem as P;
        let mut problems = Vec::new();
        if self.steps > 0 && self.equal_steps == self.steps {
            problems.push(P::AllEqual);
        } else if shared {
            problems.push(P::Shared);
        } else if 2 * self.equal_steps > self.steps {
            problems.push(P::MostlyEqual);
        } else if 2 * self.distinct < self.rows {
            problems.push(P::FewDistinct);
        }
        let is_newest_first = self.backward_steps + self.equal_steps == self.steps;
        let is_said = problems.contains(&P::MostlyEqual);
        if !is_newest_first
            && !is_said
            && self.backward_steps as f64 > DISORDERED_SHARE * self.steps as f64
        {
            problems.push(P::Disordered);
        }
        if self.known_instant.is_some() {
            problems.push(P::NotSet);
        }
        if row_numbers {
            problems.push(P::RowNumbers);
        }
        problems
    }
}

/// Whether two timestamps are so far apart that the first says nothing about the second.
fn is_far(first: i64, middle: i64) -> bool {
    const YEAR: u64 = 31_556_952 * 1_000_000_000;
    middle.abs_diff(first) > YEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    fn health(csv: &str) -> ClockHealth {
        let log = crate::testing::log(csv);
        ClockHealth::of(&log, None)
    }

    fn with_stamps(header: &str, stamps: &[&str]) -> ClockHealth {
        let rows = stamps.iter().enumerate();
        let rows: String = rows
            .map(|(row, stamp)| format!("{stamp},{row}\n"))
            .collect();
        health(&format!("{header},x\n{rows}"))
    }

    #[test]
    fn a_clock_that_stands_still_is_broken() {
        let still = with_stamps("t (s)", &["3"; 4]);
        assert_eq!(still.problems, [ClockProblem::AllEqual]);
        let mostly = with_stamps("t (s)", &["1", "1", "1", "0", "0", "0", "7"]);
        assert_eq!(mostly.problems, [ClockProblem::MostlyEqual]);
        assert!(still.broken && mostly.broken);
        let words = "4 of 6 steps are between equal timestamps, one goes back";
        assert_eq!(mostly.sentence(), words);
    }

    #[test]
    fn things_that_move_together_share_their_stamps() {
        let two = with_stamps("t (s)", &["0", "0", "1", "1", "2", "2"]);
        assert_eq!(two.problems, [ClockProblem::Shared]);
        assert_eq!(
            two.sentence(),
            "each timestamp occurs in 2 rows, as where they are cut to fewer digits, or 2 objects move (--entity tells them apart)"
        );
        let blocks = with_stamps("t (s)", &["0", "1", "2", "0", "1", "2"]);
        assert_eq!(blocks.problems[0], ClockProblem::Shared);
        let three = "t (s),id,x\n0,a,1\n0,b,1\n1,a,2\n1,b,2\n2,a,3\n2,b,3\n";
        let told_apart = health(three);
        assert_eq!((told_apart.problems.len(), told_apart.distinct), (0, 6));
    }

    #[test]
    fn a_few_rows_out_of_order_are_no_broken_clock() {
        let mut stamps: Vec<String> = (0..40).map(|i| format!("{}.5", 2 * i)).collect();
        stamps.swap(7, 8);
        let stamps: Vec<&str> = stamps.iter().map(String::as_str).collect();
        let health = with_stamps("t", &stamps);
        assert_eq!((health.backward_steps, health.problems.len()), (1, 0));
        let newest_first = with_stamps("t (s)", &["9", "7", "3", "1"]);
        assert_eq!(newest_first.problems, []);
        let shuffled = with_stamps("t (s)", &["3", "1", "4", "2", "6", "5", "9"]);
        assert_eq!(shuffled.problems, [ClockProblem::Disordered]);
        assert!(!shuffled.broken);
    }

    #[test]
    fn a_clock_that_was_never_set_may_run_well() {
        let stamps: Vec<String> = (10..50).map(|i| format!("1970-01-01T00:00:{i}Z")).collect();
        let stamps: Vec<&str> = stamps.iter().map(String::as_str).collect();
        let health = with_stamps("time", &stamps);
        assert_eq!(health.problems, [ClockProblem::NotSet]);
        assert_eq!(
            health.sentence(),
            "the timestamps are at 1970-01-01, the zero of Unix time"
        );
        assert!(!health.broken);
    }

    #[test]
    fn whole_numbers_without_a_unit_may_be_frame_numbers() {
        let numbers = ["0", "1", "2", "3"];
        assert_eq!(
            with_stamps("t", &numbers).problems,
            [ClockProblem::RowNumbers]
        );
        assert_eq!(with_stamps("t (s)", &numbers).problems, []);
        assert_eq!(with_stamps("t", &["0", "2", "4", "6"]).problems, []);
    }
}
