//! What was noticed about a log that is followed, counted.

use std::mem::{Discriminant, discriminant};

use dxdt_log::ReadCounts;
use dxdt_motion::audit::{AuditNotes, AuditOptions, NotedRows};
use dxdt_motion::error::At;
use dxdt_motion::finding::{Finding, FindingKind, SkippedRecords};
use dxdt_motion::log::PositionLog;

use super::records::LONG_QUOTE;

/// Counts with their first places, in as much memory for a long log as for a short one. Rows have the numbers of their lines.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Rows read, and rows given out.
    pub rows: u64,
    pub rows_used: u64,
    pub stamps: ReadCounts,
    pub midnights: u64,
    /// What rounding does to the timestamps.
    pub rounding: Option<Finding>,
    pub short_segments: u64,
    pub overflows: u64,
    pub notes: AuditNotes,
    too_late: NotedRows,
    cut_off: NotedRows,
    quotes: NotedRows,
    nameless: NotedRows,
    /// What was told.
    told: Vec<Discriminant<FindingKind>>,
}

impl Tally {
    /// Makes ticks of another clock of all timestamps.
    pub fn convert_stamps(&mut self, converted: &impl Fn(i64) -> i64) {
        let notes = &mut self.notes;
        notes.longest_gap = converted(notes.longest_gap);
        notes.limits = notes
            .limits
            .map(|(least, most)| (converted(least), converted(most)));
    }

    pub fn too_late(&mut self, line: u64) {
        self.too_late.append(one(line));
    }

    /// A last row that is not whole.
    pub fn cut_off(&mut self, line: u64) {
        self.cut_off.append(one(line));
    }

    /// A row where a position starts again.
    pub fn unwrapped(&mut self, line: u64) {
        self.notes.unwrapped.append(one(line));
    }

    /// A quote that stays open for many lines.
    pub fn open_quote(&mut self, line: u64) {
        self.quotes.append(one(line));
    }

    /// A row of which no cell tells the object.
    pub fn nameless(&mut self, line: u64) {
        self.nameless.append(one(line));
    }

    /// A row after a step that is too long to be bridged.
    pub fn gap(&mut self, line: u64, step: i64, limit: i64) {
        self.notes.after_gap.append(one(line));
        self.notes.longest_gap = self.notes.longest_gap.max(step);
        self.notes.add_limit(limit);
    }

    /// A row with the timestamp of one that is kept, and how far from it where it contradicts it.
    pub fn duplicate(&mut self, line: u64, contradiction: Option<f64>) {
        let notes = &mut self.notes;
        match contradiction {
            None => notes.equal.append(one(line)),
            Some(apart) => {
                notes.contradicting.append(one(line));
                notes.largest_distance = notes.largest_distance.max(apart);
            }
        }
    }

    /// What was found since the last call, each kind once.
    pub fn news(&mut self, log: &PositionLog, options: &AuditOptions) -> Vec<Finding> {
        let mut news = self.found(log, options);
        news.retain(|finding| !self.told.contains(&discriminant(&finding.kind)));
        let told = news.iter().map(|finding| discriminant(&finding.kind));
        self.told.extend(told);
        news
    }

    /// All that was found.
    pub fn findings(&self, log: &PositionLog, options: &AuditOptions) -> Vec<Finding> {
        let counted = [
            (FindingKind::ShortSegments, self.short_segments),
            (FindingKind::DerivativeOverflow, self.overflows),
        ];
        let counted = counted.into_iter().filter(|(_, count)| *count > 0);
        let counted = counted.map(|(kind, count)| Finding::new(kind, count));
        let found = self.found(log, options).into_iter();
        let of_stamps = self.stamps.noticed(self.midnights);
        let of_stamps = self.rounding.iter().cloned().chain(of_stamps);
        found.chain(of_stamps).chain(counted).collect()
    }

    /// What happened to rows, in the order in which it first did.
    fn found(&self, log: &PositionLog, options: &AuditOptions) -> Vec<Finding> {
        let cut_off = FindingKind::RecordsSkipped(SkippedRecords::CutOffRow);
        let mut found = self.notes.findings(log, options);
        found.extend(self.too_late.finding(FindingKind::TooLate, log));
        found.extend(self.cut_off.finding(cut_off, log));
        let open = FindingKind::QuoteOpen { lines: LONG_QUOTE };
        found.extend(self.quotes.finding(open, log));
        found.extend(self.nameless.finding(FindingKind::EntityMissing, log));
        found.sort_by_key(|finding| match finding.places.first()?.at {
            At::Line(number) | At::Record(number) => Some(number),
        });
        found
    }
}

fn one(line: u64) -> NotedRows {
    NotedRows {
        count: 1,
        first: vec![line],
    }
}
