//! From rows as they were written to rows that can be differentiated: grouped by entity, sorted, without
//! duplicate or bogus stamps, split at gaps. Everything done is reported as a finding.

mod bogus;
mod duplicates;
mod entity;
mod flags;
mod grouping;
mod impossible;

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::error::Result;
use crate::finding::{Finding, FindingKind};

use super::PositionLog;
use super::clock::write_iso8601;

use bogus::UnusableRows;
pub use duplicates::DuplicatePolicy;
use entity::{EntityAudit, EntityInput};
pub use flags::Flags;
pub use grouping::Group;

/// The longest step that is bridged by a derivative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MaxGap {
    /// Ten times the median step of the entity.
    #[default]
    TenMedianSteps,
    /// This many nanoseconds.
    Nanoseconds(i64),
    /// Every step is bridged.
    Unlimited,
}

/// How a log is made fit for derivatives.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditOptions {
    /// What is done with rows of the same stamp.
    pub duplicates: DuplicatePolicy,
    /// The longest step that is bridged.
    pub max_gap: MaxGap,
}

/// One entity's rows in an audited log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRows {
    /// The value of the entity column; empty for a null, and where there is no such column.
    pub name: String,
    /// The entity's rows, sorted by stamp.
    pub rows: Range<usize>,
    /// The parts between gaps, in order; together they are all of `rows`.
    pub segments: Vec<Range<usize>>,
    /// The median step in nanoseconds, where there are two rows with a position.
    pub median_step: Option<i64>,
}

/// A log whose rows can be differentiated: grouped by entity in order of first appearance, sorted, without
/// duplicate stamps, split at gaps.
#[derive(Debug)]
pub struct AuditedLog<'a> {
    /// The log as it was read.
    pub log: &'a PositionLog,
    /// The rows of `log` that are used, in this log's order; `None` where that is all of them as they stand.
    pub selected: Option<Vec<u32>>,
    /// The stamp of each row, in nanoseconds.
    pub stamps: Cow<'a, [i64]>,
    /// For each position column, the value of each row; NaN where there is none.
    pub positions: Vec<Cow<'a, [f64]>>,
    /// What deserves less trust.
    pub flags: Vec<Flags>,
    /// The entities.
    pub entities: Vec<EntityRows>,
    /// What was noticed and done.
    pub findings: Vec<Finding>,
}

impl AuditedLog<'_> {
    /// The row of the log as it was read that row `row` of this one is.
    pub fn source_row(&self, row: usize) -> usize {
        self.selected
            .as_ref()
            .map_or(row, |rows| rows[row] as usize)
    }
}

/// Makes a log fit for derivatives.
///
/// # Errors
/// With [`DuplicatePolicy::Error`], the first duplicate stamp; and a log of which no row can be used.
pub fn audit<'a>(log: &'a PositionLog, options: &AuditOptions) -> Result<AuditedLog<'a>> {
    let mut columns = log.position_values();
    let placeholders = impossible::blank_placeholders(log.coordinates, &mut columns);
    let impossible = impossible::blank_impossible(log.coordinates, &mut columns);
    let missing: Vec<bool> = incomplete_rows(&columns);
    let unusable = bogus::unusable_rows(log);
    let groups = grouping::group_rows(log, &unusable);
    if groups.iter().all(|group| group.rows.is_empty()) {
        return Err(crate::Error::new("no row has a stamp that can be used")
            .in_file(log.file_names())
            .advise("check the time column, or name another with --time"));
    }

    let slices: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
    let audits: Vec<EntityAudit> = groups
        .par_iter()
        .map(|group| {
            EntityInput {
                log,
                group,
                positions: &slices,
                missing: &missing,
            }
            .audit(options)
        })
        .collect::<Result<_>>()?;

    let untouched = unusable.is_empty()
        && grouping::cover_all(&groups, log.height())
        && audits.iter().all(|audit| audit.rows.is_none());
    let selected = (!untouched).then(|| select(&groups, &audits));
    let mut positions: Vec<Cow<'_, [f64]>> = match &selected {
        None => columns,
        Some(rows) => columns
            .iter()
            .map(|column| Cow::Owned(gather(column, rows)))
            .collect(),
    };
    let stamps = match &selected {
        None => Cow::Borrowed(log.stamps()),
        Some(rows) => Cow::Owned(gather(log.stamps(), rows)),
    };

    let mut flags = vec![Flags::default(); stamps.len()];
    let mut entities = Vec::with_capacity(groups.len());
    let mut start = 0;
    for (group, audit) in groups.iter().zip(&audits) {
        let count = audit.rows.as_ref().map_or(group.rows.len(), Vec::len);
        for &row in &audit.merged {
            flags[start + row].insert(Flags::MERGED);
        }
        for (row, values) in &audit.replaced {
            for (column, value) in positions.iter_mut().zip(values) {
                column.to_mut()[start + row] = *value;
            }
        }
        entities.push(EntityRows {
            name: group.name.clone(),
            rows: start..start + count,
            segments: audit
                .segments
                .iter()
                .map(|segment| start + segment.start..start + segment.end)
                .collect(),
            median_step: audit.median_step,
        });
        start += count;
    }
    for (row, flags) in flags.iter_mut().enumerate() {
        if positions.iter().any(|column| column[row].is_nan()) {
            flags.insert(Flags::MISSING);
        }
    }

    let mut findings = row_findings(log, &unusable, [&placeholders, &impossible], &missing);
    findings.extend(entity::merge_findings(log, options, &audits));
    Ok(AuditedLog {
        log,
        selected,
        stamps,
        positions,
        flags,
        entities,
        findings,
    })
}

/// The findings about rows of the log as it was read.
fn row_findings(
    log: &PositionLog,
    unusable: &UnusableRows,
    [placeholders, impossible]: [&[usize]; 2],
    missing: &[bool],
) -> Vec<Finding> {
    let bogus = unusable.bogus.first().map(|&row| FindingKind::StampBogus {
        first: readable_stamp(log, log.stamps()[row]),
    });
    let missing: Vec<usize> = (0..missing.len())
        .filter(|&row| missing[row] && impossible.binary_search(&row).is_err())
        .filter(|row| placeholders.binary_search(row).is_err())
        .filter(|&row| !unusable.contains(row))
        .collect();
    [
        row_finding(log, FindingKind::StampMissing, &unusable.without_stamp),
        bogus.and_then(|kind| row_finding(log, kind, &unusable.bogus)),
        row_finding(log, FindingKind::PositionPlaceholder, placeholders),
        row_finding(log, FindingKind::PositionImpossible, impossible),
        row_finding(log, FindingKind::PositionMissing, &missing),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn incomplete_rows(columns: &[Cow<'_, [f64]>]) -> Vec<bool> {
    let mut missing = vec![false; columns.first().map_or(0, |column| column.len())];
    for column in columns {
        for (missing, value) in missing.iter_mut().zip(column.iter()) {
            *missing |= value.is_nan();
        }
    }
    missing
}

fn select(groups: &[Group], audits: &[EntityAudit]) -> Vec<u32> {
    let mut selected = Vec::new();
    for (group, audit) in groups.iter().zip(audits) {
        match &audit.rows {
            Some(rows) => selected.extend_from_slice(rows),
            None => selected.extend(group.rows.iter()),
        }
    }
    selected
}

fn gather<T: Copy + Send + Sync>(values: &[T], rows: &[u32]) -> Vec<T> {
    rows.par_iter().map(|&row| values[row as usize]).collect()
}

/// A finding about rows of the log as it was read, or nothing where there are none.
fn row_finding(log: &PositionLog, kind: FindingKind, rows: &[usize]) -> Option<Finding> {
    (!rows.is_empty()).then(|| Finding {
        kind,
        count: rows.len() as u64,
        places: rows
            .iter()
            .take(Finding::PLACES)
            .map(|&row| log.place_of(row))
            .collect(),
    })
}

fn readable_stamp(log: &PositionLog, stamp: i64) -> String {
    if log.clock.is_dated() {
        let mut text = String::new();
        write_iso8601(&mut text, stamp, 0, None);
        text
    } else {
        format!("{} s", stamp as f64 / 1e9)
    }
}
