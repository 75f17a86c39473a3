//! What was noticed about a log that is followed, counted.

use crate::error::At;
use crate::finding::{Finding, FindingKind, Place};
use crate::log::{DuplicatePolicy, PositionLog, ReadCounts, distance};
use crate::space::Frame;

/// Counts with their first places, in as much memory for a long log as for a short one.
#[derive(Debug)]
pub(super) struct Tally {
    file: String,
    coordinates: Frame,
    distance_unit: String,
    /// Rows read, and rows given out.
    pub rows: u64,
    pub rows_used: u64,
    pub stamps: ReadCounts,
    pub midnights: u64,
    pub short_segments: u64,
    pub overflows: u64,
    /// In the order in which they first occurred.
    found: Vec<Finding>,
    /// How many of them were told.
    told: usize,
}

impl Tally {
    pub fn new(log: &PositionLog) -> Self {
        Self {
            file: log.file_names(),
            coordinates: log.coordinates,
            distance_unit: log.distance_unit(),
            rows: 0,
            rows_used: 0,
            stamps: ReadCounts::default(),
            midnights: 0,
            short_segments: 0,
            overflows: 0,
            found: Vec::new(),
            told: 0,
        }
    }

    /// Counts a row for a kind, whose values may change with it.
    fn count(&mut self, kind: FindingKind, line: u64, update: impl Fn(&mut FindingKind)) {
        let place = Place {
            file: self.file.clone(),
            at: At::Line(line),
        };
        let is_same = |finding: &&mut Finding| {
            std::mem::discriminant(&finding.kind) == std::mem::discriminant(&kind)
        };
        match self.found.iter_mut().find(is_same) {
            Some(finding) => {
                finding.count += 1;
                if finding.places.len() < Finding::PLACES {
                    finding.places.push(place);
                }
                update(&mut finding.kind);
            }
            None => self.found.push(Finding {
                kind,
                count: 1,
                places: vec![place],
            }),
        }
    }

    /// Counts a row for a kind that says the same of every row.
    pub fn row(&mut self, kind: FindingKind, line: u64) {
        self.count(kind, line, |_| ());
    }

    pub fn too_late(&mut self, line: u64) {
        self.row(FindingKind::TooLate, line);
    }

    pub fn gap(&mut self, line: u64, step: i64, limit: i64) {
        let kind = FindingKind::Gaps {
            longest: step,
            limit,
        };
        self.count(kind, line, |kind| {
            if let FindingKind::Gaps { longest, .. } = kind {
                *longest = (*longest).max(step);
            }
        });
    }

    /// A row with the stamp of one that is kept.
    pub fn duplicate(&mut self, line: u64, kept: &[f64], other: &[f64]) {
        let policy = DuplicatePolicy::First;
        if kept == other {
            return self.row(FindingKind::DuplicatesEqual { policy }, line);
        }
        let apart = distance(self.coordinates, kept, other);
        let kind = FindingKind::DuplicatesContradicting {
            policy,
            largest_distance: apart,
            unit: self.distance_unit.clone(),
        };
        self.count(kind, line, |kind| {
            if let FindingKind::DuplicatesContradicting {
                largest_distance, ..
            } = kind
            {
                *largest_distance = largest_distance.max(apart);
            }
        });
    }

    /// What was found since the last call, each kind once.
    pub fn news(&mut self) -> Vec<Finding> {
        let news = self.found[self.told..].to_vec();
        self.told = self.found.len();
        news
    }

    /// All that was found.
    pub fn findings(&self) -> Vec<Finding> {
        let counted = [
            (FindingKind::ShortSegments, self.short_segments),
            (FindingKind::DerivativeOverflow, self.overflows),
        ];
        let counted = counted.into_iter().filter(|(_, count)| *count > 0);
        let counted = counted.map(|(kind, count)| Finding::new(kind, count));
        let of_stamps = self.stamps.noticed(self.midnights);
        let found = self.found.iter().cloned();
        found.chain(of_stamps).chain(counted).collect()
    }
}
