//! One entity's rows: sorted, duplicates merged, split at gaps.

use std::collections::HashMap;
use std::ops::Range;

use crate::error::{Error, Result};
use crate::log::PositionLog;

use super::duplicates::{combined, contradiction};
use super::grouping::{Group, GroupRows};
use super::notes::{AuditNotes, NotedRows};
use super::repair::Repair;
use super::{AuditOptions, DuplicatePolicy, GapRule, MaxGap};

pub(super) struct EntityInput<'a> {
    pub log: &'a PositionLog,
    pub group: &'a Group,
    /// Of the whole log, one slice a position column.
    pub positions: &'a [&'a [f64]],
    /// Of the whole log: rows without a whole position.
    pub missing: &'a [bool],
    /// All rows of the entity are there.
    pub is_whole: bool,
}

/// What became of one entity's rows. Row numbers are the entity's own unless they are called source rows.
#[derive(Debug, Default)]
pub(super) struct EntityAudit {
    /// The source rows in their new order; `None` where the group's rows stand as they are.
    pub rows: Option<Vec<u32>>,
    pub segments: Vec<Range<usize>>,
    pub median_step: Option<i64>,
    pub merged: Vec<usize>,
    /// Rows whose position is made of several.
    pub replaced: Vec<(usize, Vec<f64>)>,
    /// Rows that nothing could reach, increasing.
    pub left_out: Vec<usize>,
    limit: Option<i64>,
    longest_gap: i64,
    /// The source row after it.
    after_longest_gap: Option<usize>,
    newest_first: bool,
    /// Source rows that each count of a finding is about.
    disordered: Vec<usize>,
    unwrapped: Vec<usize>,
    too_fast: Vec<usize>,
    largest_fall: i64,
    equal: Vec<usize>,
    contradicting: Vec<usize>,
    largest_distance: f64,
    after_gap: Vec<usize>,
    after_boundary: Vec<usize>,
}

impl EntityInput<'_> {
    pub fn audit(&self, options: &AuditOptions) -> Result<EntityAudit> {
        let mut audit = EntityAudit::default();
        if !self.is_clean() {
            let mut rows: Vec<u32> = self.group.rows.iter().collect();
            self.sort(&mut rows, &mut audit);
            self.merge(&mut rows, options.duplicates, &mut audit)?;
            audit.rows = Some(rows);
        }
        let repair = Repair::of(self.log, options).filter(|_| self.is_whole);
        if let Some(repair) = repair {
            self.repair(repair, &mut audit);
        }
        self.split(options.max_gap, &mut audit);
        Ok(audit)
    }

    fn stamp(&self, row: u32) -> i64 {
        self.log.stamps()[row as usize]
    }

    /// Strictly increasing timestamps in one block: nothing to sort or merge.
    fn is_clean(&self) -> bool {
        let GroupRows::Block(block) = &self.group.rows else {
            return false;
        };
        let stamps = &self.log.stamps()[block.start as usize..block.end as usize];
        stamps.windows(2).all(|pair| pair[0] < pair[1])
    }

    fn sort(&self, rows: &mut [u32], audit: &mut EntityAudit) {
        let falls = |pair: &&[u32]| self.stamp(pair[1]) < self.stamp(pair[0]);
        let rises = |pair: &[u32]| self.stamp(pair[1]) > self.stamp(pair[0]);
        if !rows.windows(2).any(|pair| falls(&pair)) {
            return;
        }
        if rows.windows(2).any(rises) {
            audit.disordered = rows
                .windows(2)
                .filter(falls)
                .map(|pair| pair[1] as usize)
                .collect();
            let falls = rows.windows(2);
            let sizes = falls.map(|pair| self.stamp(pair[0]).saturating_sub(self.stamp(pair[1])));
            audit.largest_fall = sizes.max().unwrap_or(0);
        } else {
            audit.newest_first = true;
        }
        // Stable: rows of one timestamp stay in the order of the file.
        rows.sort_by_key(|&row| self.stamp(row));
    }

    fn merge(
        &self,
        rows: &mut Vec<u32>,
        policy: DuplicatePolicy,
        audit: &mut EntityAudit,
    ) -> Result<()> {
        let mut kept = Vec::with_capacity(rows.len());
        for run in rows.chunk_by(|&a, &b| self.stamp(a) == self.stamp(b)) {
            let complete: Vec<u32> = run
                .iter()
                .copied()
                .filter(|&row| !self.missing[row as usize])
                .collect();
            if complete.len() < 2 {
                kept.extend_from_slice(run);
                continue;
            }
            let chosen = match policy {
                DuplicatePolicy::Error => {
                    return Err(self.duplicate_error(complete[0], complete[1]));
                }
                DuplicatePolicy::Last => complete[complete.len() - 1],
                _ => complete[0],
            };
            let chosen_position = self.position(chosen);
            for &other in complete.iter().filter(|&&row| row != chosen) {
                let position = self.position(other);
                match contradiction(self.log.coordinates, &chosen_position, &position) {
                    None => audit.equal.push(other as usize),
                    Some(apart) => {
                        audit.contradicting.push(other as usize);
                        audit.largest_distance = audit.largest_distance.max(apart);
                    }
                }
            }
            if matches!(policy, DuplicatePolicy::Mean | DuplicatePolicy::Median) {
                let positions = complete.iter().map(|&row| self.position(row)).collect();
                let position = combined(policy, self.log.coordinates, positions);
                audit.replaced.push((kept.len(), position));
            }
            audit.merged.push(kept.len());
            kept.push(chosen);
            kept.extend(run.iter().filter(|&&row| self.missing[row as usize]));
        }
        *rows = kept;
        Ok(())
    }

    fn position(&self, row: u32) -> Vec<f64> {
        self.positions
            .iter()
            .map(|column| column[row as usize])
            .collect()
    }

    fn duplicate_error(&self, first: u32, second: u32) -> Error {
        let first = self.log.place_of(first as usize);
        let second = self.log.place_of(second as usize);
        Error::new(format!("{} has the same timestamp", first.at))
            .in_file(second.file)
            .at(second.at)
            .advise("choose what to keep with --duplicates first, last, mean or median")
    }

    /// Counts angles on, and leaves out rows that nothing could reach.
    fn repair(&self, mut repair: Repair, audit: &mut EntityAudit) {
        let rows: Vec<u32> = match &audit.rows {
            Some(rows) => rows.clone(),
            None => self.group.rows.iter().collect(),
        };
        let merged: HashMap<usize, Vec<f64>> = audit.replaced.drain(..).collect();
        let complete: Vec<usize> = (0..rows.len())
            .filter(|&row| !self.missing[rows[row] as usize])
            .collect();
        let mut taken = Vec::with_capacity(complete.len());
        for &row in &complete {
            let source = rows[row];
            let as_read = self.position(source);
            let mut position = merged.get(&row).unwrap_or(&as_read).clone();
            if repair.add(self.stamp(source), &mut position, &mut taken) {
                audit.unwrapped.push(source as usize);
            }
            if position != as_read {
                audit.replaced.push((row, position));
            }
        }
        repair.finish(&mut taken);
        let decided = complete.into_iter().zip(taken);
        for (row, _) in decided.filter(|(_, taken)| !taken) {
            audit.left_out.push(row);
            audit.too_fast.push(rows[row] as usize);
        }
    }

    /// Splits the rows where the step from one row with a position to the next is longer than the limit.
    fn split(&self, max_gap: MaxGap, audit: &mut EntityAudit) {
        let rows = audit.rows.take();
        let left_out = std::mem::take(&mut audit.left_out);
        let count = rows.as_ref().map_or(self.group.rows.len(), Vec::len);
        let first = match &self.group.rows {
            GroupRows::Block(block) => block.start,
            GroupRows::Listed(_) => 0,
        };
        let source = |row: usize| rows.as_ref().map_or(first + row as u32, |rows| rows[row]);
        let is_left_out = |row: usize| left_out.binary_search(&row).is_ok();
        let complete =
            || (0..count).filter(|&row| !self.missing[source(row) as usize] && !is_left_out(row));
        let steps = || {
            let mut previous = None;
            complete().filter_map(move |row| {
                let stamp = self.stamp(source(row));
                let step = previous.map(|previous| stamp.saturating_sub(previous));
                previous = Some(stamp);
                Some((row, step?))
            })
        };
        audit.median_step = median(steps().map(|(_, step)| step).collect());
        let rule = GapRule::new(max_gap, audit.median_step, self.log.clock.ticks);
        let mut start = 0;
        let mut cut = |row: usize| audit.segments.push(std::mem::replace(&mut start, row)..row);
        for (row, step) in steps().filter(|&(_, step)| rule.is_gap(step)) {
            cut(row);
            audit.after_gap.push(source(row) as usize);
            if step > audit.longest_gap {
                audit.longest_gap = step;
                audit.after_longest_gap = Some(source(row) as usize);
            }
            audit.limit = rule.limit();
        }
        cut(count);
        if let Some(parts) = self.log.parts() {
            let boundaries: Vec<usize> = (1..count)
                .filter(|&row| parts[source(row - 1) as usize] != parts[source(row) as usize])
                .collect();
            audit.after_boundary = boundaries.iter().map(|&row| source(row) as usize).collect();
            audit.segments = split_at(&audit.segments, &boundaries);
        }
        audit.left_out = left_out;
        audit.rows = rows;
    }
}

/// Segments split further at rows that start a new one; both are increasing.
fn split_at(segments: &[Range<usize>], starts: &[usize]) -> Vec<Range<usize>> {
    let mut split = Vec::with_capacity(segments.len() + starts.len());
    let mut starts = starts.iter().copied().peekable();
    for segment in segments {
        let mut from = segment.start;
        while let Some(start) = starts.next_if(|&start| start < segment.end) {
            if start > from {
                split.push(from..start);
                from = start;
            }
        }
        split.push(from..segment.end);
    }
    split
}

/// The median; of an even number of values the lower of the two in the middle.
fn median(mut values: Vec<i64>) -> Option<i64> {
    let middle = values.len().checked_sub(1)? / 2;
    Some(*values.select_nth_unstable(middle).1)
}

/// What was done to all entities, in the order in which they were met.
pub(super) fn take_notes(log: &PositionLog, audits: &[EntityAudit], notes: &mut AuditNotes) {
    for audit in audits {
        let about = |rows: &[usize]| NotedRows::of(log, rows.iter().copied());
        notes.newest_first += u64::from(audit.newest_first);
        notes.disordered.append(about(&audit.disordered));
        if audit.largest_fall > notes.largest_fall {
            notes.largest_fall = audit.largest_fall;
            notes.set_back = audit
                .largest_fall
                .saturating_add(audit.median_step.unwrap_or(0));
        }
        notes.unwrapped.append(about(&audit.unwrapped));
        notes.too_fast.append(about(&audit.too_fast));
        notes.equal.append(about(&audit.equal));
        notes.contradicting.append(about(&audit.contradicting));
        notes.after_gap.append(about(&audit.after_gap));
        notes.after_boundary.append(about(&audit.after_boundary));
        notes.largest_distance = notes.largest_distance.max(audit.largest_distance);
        if audit.longest_gap > notes.longest_gap {
            notes.longest_gap = audit.longest_gap;
            notes.after_longest_gap = audit.after_longest_gap.map(|row| log.row_as_read(row));
        }
        if let Some(limit) = audit.limit {
            notes.add_limit(limit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_split_at_boundaries_inside_them() {
        let whole = [0..4, 4..9];
        assert_eq!(split_at(&whole, &[4, 6]), [0..4, 4..6, 6..9]);
        assert_eq!(split_at(&whole, &[2]), [0..2, 2..4, 4..9]);
    }

    #[test]
    fn the_median_is_the_lower_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3, 1, 2]), Some(2));
        assert_eq!(median(vec![4, 1, 3, 2]), Some(2));
    }
}
