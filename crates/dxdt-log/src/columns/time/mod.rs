//! Which column is the time, or which two: by names, cells, and how values go on from row to row.

mod joins;
mod names;
mod values;

use std::collections::HashSet;

use dxdt_formats::HeaderOrigin;
use dxdt_motion::finding::{Candidate, Choice, EvidenceKind as E, Question, RoleReason};

use super::speeds::{Speeds, speed_spread};
use super::view::{ColumnView, Content};
pub(crate) use joins::TimeJoin;
pub(super) use joins::join_of;
use joins::{pairs, with_partner};
pub(super) use names::is_exact;
use names::{AGAINST, add_origin, name_score};
use values::{Timeline, add_timeline, has_epoch_numbers, is_epoch};
pub(super) use values::{counts_frames, is_day_number};

/// The time columns and how they make up a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TimeChoice {
    pub columns: Vec<usize>,
    pub join: TimeJoin,
    pub counts_frames: bool,
    pub reason: RoleReason,
    /// Other columns that are times.
    pub others: Vec<usize>,
    /// Columns called as the time that cannot be read.
    pub unreadable: Vec<usize>,
}

impl TimeChoice {
    /// Takes another column whose steps make the derived speed agree far better with the measured one.
    pub fn prefer_by_speed(&mut self, speeds: &Speeds<'_>) {
        let Speeds {
            columns,
            position,
            measured,
            ..
        } = speeds;
        let [taken] = self.columns[..] else {
            return;
        };
        let is_free = |index: &usize| {
            let is_measured = measured.iter().any(|role| role.column == *index);
            *index != taken && !position.columns.contains(index) && !is_measured
        };
        let spread = |column: usize| speed_spread(speeds, column);
        let Some(own) = spread(taken).filter(|_| columns[taken].content == Content::Number) else {
            return;
        };
        let goes_on = |index: &usize| {
            let timeline = Timeline::of(&columns[*index]);
            has_epoch_numbers(&columns[*index])
                && timeline.is_some_and(|timeline| !timeline.is_constant)
        };
        let others = (0..columns.len()).filter(is_free).filter(goes_on);
        let best = others
            .filter_map(|index| Some((spread(index)?, index)))
            .min_by(|(a, _), (b, _)| a.total_cmp(b));
        if let Some((other, index)) = best
            && other < 0.03
            && other * 5.0 < own
        {
            self.others.retain(|column| *column != index);
            self.others.push(taken);
            self.columns = vec![index];
            self.reason = RoleReason::AgreesWithSpeed;
        }
    }
}

/// Columns that may be the time, with what speaks for them.
struct Proposal {
    columns: Vec<usize>,
    join: TimeJoin,
    counts_frames: bool,
    reason: RoleReason,
    candidate: Candidate,
}

/// Chooses the time; none where nothing speaks for any column.
pub(super) fn choose(
    columns: &[ColumnView<'_>],
    header: HeaderOrigin,
) -> (Option<TimeChoice>, Choice) {
    let mut proposals = pairs(columns);
    let paired: HashSet<usize> = proposals
        .iter()
        .flat_map(|pair| pair.columns.clone())
        .collect();
    for (index, column) in columns.iter().enumerate() {
        if !paired.contains(&index) {
            proposals.extend(propose(index, column, columns));
        }
    }
    if proposals.is_empty() && header == HeaderOrigin::None {
        proposals.extend(first_that_grows(columns));
    }
    // The first of equals wins.
    let order = |proposal: &Proposal| std::cmp::Reverse(proposal.candidate.weight());
    proposals.sort_by_key(order);
    let unreadable = (0..columns.len())
        .filter(|&index| columns[index].content == Content::Text && is_exact(&columns[index].name))
        .collect();
    let choice = Choice {
        question: Question::Time,
        candidates: proposals
            .iter()
            .map(|proposal| proposal.candidate.clone())
            .collect(),
    };
    let mut proposals = proposals
        .into_iter()
        .filter(|proposal| match proposal.reason {
            RoleReason::EpochNumbers | RoleReason::OnlyGrows => proposal.candidate.weight() > 0,
            _ => proposal.candidate.weight() > -8,
        });
    let chosen = proposals.next().map(|best| TimeChoice {
        others: proposals
            .filter(|other| {
                other.reason != RoleReason::CountsFrames && other.reason != RoleReason::EpochNumbers
            })
            .flat_map(|other| other.columns)
            .filter(|column| !best.columns.contains(column))
            .collect(),
        columns: best.columns,
        join: best.join,
        counts_frames: best.counts_frames,
        reason: best.reason,
        unreadable,
    });
    (chosen, choice)
}

fn propose(index: usize, column: &ColumnView<'_>, columns: &[ColumnView<'_>]) -> Option<Proposal> {
    if matches!(
        column.content,
        Content::Text | Content::Empty | Content::Degrees
    ) {
        return None;
    }
    let name = &column.name;
    let mut candidate = Candidate::of_columns(vec![name.base.clone()]);
    let mut reason = RoleReason::NameOfTime;
    let mut is_frames = false;
    if counts_frames(column) {
        candidate.add(3, E::Frames);
        is_frames = true;
        reason = RoleReason::CountsFrames;
    } else if let Some(score) = name_score(name) {
        candidate.add(score, E::Name);
        add_origin(&mut candidate, name);
        if is_epoch(column) {
            candidate.add(3, E::EpochNumbers);
        }
    } else if column.content.is_time() {
        reason = RoleReason::DatesOrTimes;
        if name.has_word(AGAINST) {
            candidate.add(-1, E::NameOfOther);
        }
    } else if is_epoch(column) || is_day_number(column) {
        candidate.add(3, E::EpochNumbers);
        reason = RoleReason::EpochNumbers;
    } else {
        return None;
    }
    if column.content.is_time() {
        candidate.add(2, E::Dates);
    }
    add_timeline(&mut candidate, column);
    Some(Proposal {
        columns: with_partner(index, columns),
        join: TimeJoin::One,
        counts_frames: is_frames,
        reason,
        candidate,
    })
    .map(|proposal| Proposal {
        join: match proposal.columns.len() {
            1 => TimeJoin::One,
            _ => TimeJoin::DateAndTime,
        },
        ..proposal
    })
}

/// The last resort for a log without names: the first column of numbers that only grows.
fn first_that_grows(columns: &[ColumnView<'_>]) -> Option<Proposal> {
    let grows = |column: &ColumnView<'_>| {
        column.content == Content::Number
            && Timeline::of(column).is_some_and(|timeline| timeline.rises)
    };
    let column = columns.iter().position(grows)?;
    let mut candidate = Candidate::of_columns(vec![columns[column].name.base.clone()]);
    candidate.add(2, E::Rises);
    Some(Proposal {
        columns: vec![column],
        join: TimeJoin::One,
        counts_frames: false,
        reason: RoleReason::OnlyGrows,
        candidate,
    })
}

#[cfg(test)]
mod tests {
    use super::super::view::testing::views;
    use super::*;

    fn chosen(table: &str) -> Option<(Vec<usize>, TimeJoin)> {
        let (choice, _) = choose(&views(table), HeaderOrigin::Line);
        choice.map(|choice| (choice.columns, choice.join))
    }

    fn column(table: &str) -> Option<usize> {
        chosen(table).map(|(columns, _)| columns[0])
    }

    #[test]
    fn names_are_ranked() {
        assert_eq!(column("Frame,Time,TrackId|1,1,1|2,2,1"), Some(1));
        assert_eq!(
            column("event-id,timestamp,gps-time-to-fix|1,2021-03-20,4|2,2021-03-21,5"),
            Some(1)
        );
        assert_eq!(
            column("ID,ais_pos_timestamp|1,2021-03-20|1,2021-03-21"),
            Some(1)
        );
        assert_eq!(column("x,t_us|1,1|2,2"), Some(1));
        assert_eq!(column("a,b|1,2|3,4"), None);
    }

    #[test]
    fn the_measurement_goes_before_the_receipt() {
        let rows = "|100,90|200,190";
        for (header, expected) in [
            ("%time,field.header.stamp", 1),
            ("servertime,fixtime", 1),
            ("received_at,gps_time", 1),
            ("device_time,log_time", 0),
        ] {
            assert_eq!(
                column(&format!("{header}{rows}")),
                Some(expected),
                "{header}"
            );
        }
        assert_eq!(
            column("time,millis|123825300,1395837505119|123825300,1395837505140"),
            Some(1)
        );
        assert_eq!(
            column(
                "time(ms),datetime|0,2021-03-20 10:00:00|400,2021-03-20 10:00:00|800,2021-03-20 10:00:00|1200,2021-03-20 10:00:01"
            ),
            Some(0)
        );
    }

    #[test]
    fn two_columns_make_up_a_time() {
        assert_eq!(
            chosen("x,Date,Time|1,2021-03-20,10:00:00|2,2021-03-20,10:00:01"),
            Some((vec![1, 2], TimeJoin::DateAndTime))
        );
        assert_eq!(
            chosen("stamp.secs,stamp.nsecs,x|10,999999999,1|11,5,2"),
            Some((vec![0, 1], TimeJoin::Fraction { digits: 9 }))
        );
        assert_eq!(
            chosen("sec,usec,x|10,999999,1|11,5,2"),
            Some((vec![0, 1], TimeJoin::Fraction { digits: 6 }))
        );
        assert_eq!(
            chosen("date,time,x|20240110,120050,1|20240110,120051,2"),
            Some((
                vec![0, 1],
                TimeJoin::DateAndClockNumber { has_seconds: true }
            ))
        );
        assert_eq!(
            chosen("week,tow,x|2297,129600.0,1|2297,129600.2,2"),
            Some((
                vec![0, 1],
                TimeJoin::Week {
                    in_milliseconds: false
                }
            ))
        );
    }

    #[test]
    fn contents_need_no_name() {
        assert_eq!(column("a,b|1,2021-03-20 10:00|2,2021-03-20 10:01"), Some(1));
        assert_eq!(column("a,tst|1,1700000000|1,1700000010"), Some(1));
        assert_eq!(column("frame,x|0,5|1,7"), Some(0));
    }
}
