//! What an audit did, by the rows it did it to; the notes of parts of a log add up to those of the whole.

use crate::finding::{Finding, FindingKind};
use crate::jumps::JumpNotes;
use crate::log::PositionLog;

use super::AuditOptions;

/// Rows that one thing happened to: how many, and the first, by their number in the log as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotedRows {
    /// How many rows there are.
    pub count: u64,
    /// The first of them, at most [`Finding::PLACES`].
    pub first: Vec<u64>,
}

impl NotedRows {
    /// One row, by its number in the log as it was read.
    pub fn one(row: u64) -> Self {
        Self {
            count: 1,
            first: vec![row],
        }
    }

    /// Rows in the order in which they were met.
    pub(crate) fn of(log: &PositionLog, rows: impl ExactSizeIterator<Item = usize>) -> Self {
        Self {
            count: rows.len() as u64,
            first: rows
                .take(Finding::PLACES)
                .map(|row| log.row_as_read(row))
                .collect(),
        }
    }

    /// Of rows whose order here need not be that of the log as it was read: the first of it are noted.
    pub(super) fn first_as_read(log: &PositionLog, rows: &[usize]) -> Self {
        let mut first: Vec<u64> = rows.iter().map(|&row| log.row_as_read(row)).collect();
        if first.len() > Finding::PLACES {
            first.select_nth_unstable(Finding::PLACES);
            first.truncate(Finding::PLACES);
        }
        first.sort_unstable();
        Self {
            count: rows.len() as u64,
            first,
        }
    }

    /// Adds rows that come later in the log.
    pub fn append(&mut self, other: Self) {
        self.count += other.count;
        self.first.extend(other.first);
        self.first.truncate(Finding::PLACES);
    }

    /// Adds rows from anywhere in the log.
    fn insert(&mut self, other: Self) {
        self.count += other.count;
        self.first.extend(other.first);
        self.first.sort_unstable();
        self.first.truncate(Finding::PLACES);
    }

    /// A finding of this kind about the rows, with the places of the first; `None` where there are no rows.
    pub fn finding(&self, kind: FindingKind, log: &PositionLog) -> Option<Finding> {
        (self.count > 0).then(|| Finding {
            kind,
            count: self.count,
            places: self
                .first
                .iter()
                .map(|&row| log.place_of_row_as_read(row))
                .collect(),
        })
    }
}

/// What an audit did.
#[derive(Debug, Clone, Default)]
pub struct AuditNotes {
    // In the order of the log as it was read.
    pub(super) without_stamp: NotedRows,
    pub(super) bogus: NotedRows,
    pub(super) first_bogus_stamp: Option<i64>,
    pub(super) placeholders: NotedRows,
    pub(super) impossible: NotedRows,
    pub(super) missing: NotedRows,
    // Object by object.
    /// How many objects have their newest row first.
    pub newest_first: u64,
    /// Rows whose timestamp is earlier than that of a row before them.
    pub disordered: NotedRows,
    /// By how much at most, in ticks.
    pub largest_fall: i64,
    /// By how much the clock was set back for that: a usual step of the object more.
    pub set_back: i64,
    /// Rows that repeat the timestamp and the position of another.
    pub equal: NotedRows,
    /// Rows that repeat the timestamp of another at a different position.
    pub contradicting: NotedRows,
    /// The largest distance between two positions with the same timestamp: in meters for geographic positions, else in
    /// the unit of the positions.
    pub largest_distance: f64,
    /// The first row after each gap.
    pub after_gap: NotedRows,
    /// The longest gap in ticks; 0 where there is none.
    pub longest_gap: i64,
    /// The row after the longest gap, by its number in the log as it was read.
    pub after_longest_gap: Option<u64>,
    /// The longest step that is bridged, in ticks: the least and the most of the objects that have a gap.
    pub limits: Option<(i64, i64)>,
    /// The first row after each boundary between parts of the log, such as the segments of GPX.
    pub after_boundary: NotedRows,
    /// Rows where an angle or a counter starts again, from which on it is counted on.
    pub unwrapped: NotedRows,
    /// Rows that nothing could reach at the greatest speed, which are left out.
    pub too_fast: NotedRows,
    /// Rows that jump.
    pub jumps: JumpNotes,
}

impl AuditNotes {
    /// Adds the notes of the objects that come next.
    pub fn append(&mut self, other: Self) {
        let is_earlier = match (self.bogus.first.first(), other.bogus.first.first()) {
            (Some(known), Some(other)) => other < known,
            (known, _) => known.is_none(),
        };
        if is_earlier {
            self.first_bogus_stamp = other.first_bogus_stamp;
        }
        self.without_stamp.insert(other.without_stamp);
        self.bogus.insert(other.bogus);
        self.placeholders.insert(other.placeholders);
        self.impossible.insert(other.impossible);
        self.missing.insert(other.missing);
        self.newest_first += other.newest_first;
        self.disordered.append(other.disordered);
        if other.largest_fall > self.largest_fall {
            self.largest_fall = other.largest_fall;
            self.set_back = other.set_back;
        }
        self.equal.append(other.equal);
        self.contradicting.append(other.contradicting);
        self.largest_distance = self.largest_distance.max(other.largest_distance);
        self.after_gap.append(other.after_gap);
        if other.longest_gap > self.longest_gap {
            self.longest_gap = other.longest_gap;
            self.after_longest_gap = other.after_longest_gap;
        }
        if let Some((least, most)) = other.limits {
            self.add_limit(least);
            self.add_limit(most);
        }
        self.after_boundary.append(other.after_boundary);
        self.unwrapped.append(other.unwrapped);
        self.too_fast.append(other.too_fast);
        self.jumps.append(other.jumps);
    }

    /// An object with a gap has this limit.
    pub fn add_limit(&mut self, limit: i64) {
        let (least, most) = self.limits.unwrap_or((limit, limit));
        self.limits = Some((least.min(limit), most.max(limit)));
    }

    /// The notes as findings.
    pub fn findings(&self, log: &PositionLog, options: &AuditOptions) -> Vec<Finding> {
        const HOUR: i64 = 3_600_000_000_000;
        const NEARLY: i64 = HOUR / 50;
        const FEW: u64 = 10;
        let policy = options.duplicates;
        let ticks = log.clock.ticks;
        let bogus = FindingKind::StampBogus {
            first: ticks.nanoseconds(self.first_bogus_stamp.unwrap_or_default()),
            is_dated: log.clock.is_dated(),
        };
        let contradicting = FindingKind::DuplicatesContradicting {
            policy,
            largest_distance: self.largest_distance,
            unit: log.distance_unit(),
        };
        let gaps = FindingKind::Gaps {
            longest: ticks.seconds(self.longest_gap),
            limit: self.limits.map_or(0.0, |(least, _)| ticks.seconds(least)),
            most: self.limits.map_or(0.0, |(_, most)| ticks.seconds(most)),
        };
        let turning = log
            .positions
            .iter()
            .filter(|position| position.turn.is_some());
        let unwrapped = FindingKind::Unwrapped {
            columns: turning.map(|position| position.name.clone()).collect(),
        };
        let too_fast = FindingKind::TooFast {
            limit: options.max_speed.unwrap_or_default(),
            unit: log.distance_unit(),
        };
        let out_of_order = FindingKind::OutOfOrder {
            by: ticks.seconds(self.largest_fall),
            hour: self.disordered.count <= FEW
                && (ticks.nanoseconds(self.set_back) - HOUR).abs() <= NEARLY,
        };
        let newest_first = (self.newest_first > 0)
            .then(|| Finding::new(FindingKind::NewestFirst, self.newest_first));
        let about = |rows: &NotedRows, kind| rows.finding(kind, log);
        [
            about(&self.without_stamp, FindingKind::StampMissing),
            about(&self.bogus, bogus),
            about(&self.placeholders, FindingKind::PositionPlaceholder),
            about(&self.impossible, FindingKind::PositionImpossible),
            about(&self.missing, FindingKind::PositionMissing),
            newest_first,
            about(&self.disordered, out_of_order),
            about(&self.equal, FindingKind::DuplicatesEqual { policy }),
            about(&self.contradicting, contradicting),
            about(&self.after_gap, gaps),
            about(&self.after_boundary, FindingKind::PartBoundaries),
            about(&self.unwrapped, unwrapped),
            about(&self.too_fast, too_fast),
        ]
        .into_iter()
        .flatten()
        .chain(self.jumps.findings(log))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::{DuplicatePolicy, audit};

    use super::*;

    fn rows(first: &[u64]) -> NotedRows {
        NotedRows {
            count: first.len() as u64,
            first: first.to_vec(),
        }
    }

    #[test]
    fn notes_of_parts_add_up() {
        let mut notes = AuditNotes {
            bogus: rows(&[9]),
            first_bogus_stamp: Some(90),
            disordered: rows(&[8]),
            ..Default::default()
        };
        notes.append(AuditNotes {
            bogus: rows(&[2, 3]),
            first_bogus_stamp: Some(20),
            disordered: rows(&[1, 2, 3, 4, 5]),
            limits: Some((7, 9)),
            ..Default::default()
        });
        assert_eq!(notes.bogus.first, [2, 3, 9]);
        assert_eq!(
            (notes.first_bogus_stamp, notes.limits),
            (Some(20), Some((7, 9)))
        );
        assert_eq!(notes.disordered.first, [8, 1, 2, 3, 4]);
        assert_eq!(notes.disordered.count, 6);
        notes.append(AuditNotes::default());
        assert_eq!(notes.first_bogus_stamp, Some(20));
    }

    #[test]
    fn contradicting_rows_have_what_was_done_and_their_largest_distance() {
        let text = "t,x\n0,0\n1,1\n1,1\n2,4\n2,10\n2,5\n3,9\n";
        let log = crate::testing::log(text);
        let options = AuditOptions {
            duplicates: DuplicatePolicy::Mean,
            ..AuditOptions::default()
        };
        let audited = audit(&log, &options).unwrap();
        let kinds: Vec<_> = audited
            .findings
            .iter()
            .map(|finding| (&finding.kind, finding.count))
            .collect();
        let policy = DuplicatePolicy::Mean;
        let equal = FindingKind::DuplicatesEqual { policy };
        let contradicting = FindingKind::DuplicatesContradicting {
            policy,
            largest_distance: 6.0,
            unit: "units".to_owned(),
        };
        assert_eq!(kinds, [(&equal, 1), (&contradicting, 2)]);
    }
}
