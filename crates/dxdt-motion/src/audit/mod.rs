//! From rows as they were written to rows that can be differentiated: grouped by entity, sorted, without
//! duplicate or bogus timestamps, split at gaps. Everything done is reported as a finding.

mod bogus;
mod duplicates;
mod entity;
mod flags;
mod gap_rule;
mod grouping;
mod impossible;
mod notes;
mod refused;
mod repair;
mod stamp_spread;

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::error::Result;
use crate::finding::Finding;
use crate::jumps::mark_jumps;
use crate::missing::has_nan;

use crate::log::PositionLog;
use dxdt_time::Ticks;

use bogus::UnusableRows;
pub use duplicates::DuplicatePolicy;
pub use duplicates::contradiction;
use entity::{EntityAudit, EntityInput};
pub use flags::Flags;
pub use gap_rule::GapRule;
use grouping::Group;
pub use impossible::ZeroPlaces;
pub use notes::{AuditNotes, NotedRows};
pub(crate) use refused::broken_clock;
pub use refused::{check_steps, no_stamp, too_little};
pub use repair::Repair;
pub use stamp_spread::StampSpread;
use stamp_spread::{FIRST_NAVIGATION_TIME, START_OF_1990};

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
    /// What is done with rows of the same timestamp.
    pub duplicates: DuplicatePolicy,
    /// The longest step that is bridged.
    pub max_gap: MaxGap,
    /// The user has said what is done with rows of the same timestamp, so that a log may consist of such.
    pub expects_duplicates: bool,
    /// Rows are left out that would take more than this speed, in the unit of the positions a second (m/s for geographic ones).
    pub max_speed: Option<f64>,
}

/// One entity's rows in an audited log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRows {
    /// The value of the entity column; empty for a null, and where there is no such column.
    pub name: String,
    /// The entity's rows, sorted by timestamp.
    pub rows: Range<usize>,
    /// The parts between gaps, in order; together they are all of `rows`.
    pub segments: Vec<Range<usize>>,
    /// The median step in ticks, where there are two rows with a position.
    pub median_step: Option<i64>,
}

/// A log whose rows can be differentiated: grouped by entity in order of first appearance, sorted, without
/// duplicate timestamps, split at gaps.
#[derive(Debug)]
pub struct AuditedLog<'a> {
    /// The log as it was read.
    pub log: &'a PositionLog,
    /// The rows of `log` that are used, in this log's order; `None` where that is all of them as they stand.
    pub selected: Option<Vec<u32>>,
    /// The timestamp of each row, in ticks of the log's clock.
    pub stamps: Cow<'a, [i64]>,
    /// For each position column, the value of each row; NaN where there is none.
    pub positions: Vec<Cow<'a, [f64]>>,
    /// What deserves less trust.
    pub flags: Vec<Flags>,
    /// The entities.
    pub entities: Vec<EntityRows>,
    /// What was noticed and done.
    pub findings: Vec<Finding>,
    /// The same as counts and rows, so that the notes of parts of a log add up.
    pub notes: AuditNotes,
    /// What is known of the whole entity, where the rows are a part of one.
    pub part: Option<EntityPart>,
}

/// A part of an entity whose rows are too many to be derived at once: what reaches in from outside.
///
/// Derivatives are right at the inner rows, when there are rows enough of the same segments around them, or their
/// segment ends: [`DeriveOptions::reach`](crate::motion::DeriveOptions::reach) says how many.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityPart {
    /// The entity's first timestamp.
    pub first_stamp: i64,
    /// The number of the segment that the part's first one is, or is a part of.
    pub first_segment: usize,
    /// The whole of each segment.
    pub segments: Vec<WholeSegment>,
    /// The rows that this part is to give.
    pub inner: Range<usize>,
}

/// A segment of which a part of the rows is derived.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WholeSegment {
    /// Its rows with positions.
    pub rows: usize,
    /// The step in seconds where all are equal.
    pub step: Option<f64>,
}

/// What is decided from all rows of a log before any is judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AuditDecisions {
    /// The first and last timestamp that can be right, in nanoseconds, where not all can.
    pub plausible: Option<(i64, i64)>,
    /// Longitude 0, latitude 0 stands for no position.
    pub blank_placeholders: bool,
}

impl AuditDecisions {
    /// Whether a timestamp can be right.
    pub fn allow(&self, stamp: i64, ticks: Ticks) -> bool {
        self.plausible
            .is_none_or(|(low, high)| (low..=high).contains(&ticks.nanoseconds(stamp)))
    }

    /// As far as the first rows of a log that grows can tell: no timestamp from before satellite navigation is right where most
    /// are recent. What longitude 0, latitude 0 stands for is judged by the rows so far.
    pub fn of_first_rows(log: &PositionLog) -> Self {
        let mut stamps: Vec<i64> = log.known_stamps().collect();
        stamps.sort_unstable();
        let median = stamps.get(stamps.len() / 2);
        let is_recent = median.is_some_and(|&median| median >= START_OF_1990);
        let plausible =
            (log.clock.is_dated() && is_recent).then_some((FIRST_NAVIGATION_TIME, i64::MAX));
        Self {
            plausible,
            blank_placeholders: false,
        }
    }

    fn of(log: &PositionLog) -> Self {
        let mut spread = StampSpread::default();
        let nanoseconds = || {
            let ticks = log.clock.ticks;
            log.known_stamps()
                .map(move |stamp| ticks.nanoseconds(stamp))
        };
        spread.extend(nanoseconds());
        let mut sorted = Vec::new();
        let plausible = spread.plausible_range(log.clock.is_dated(), |rank| {
            if sorted.is_empty() {
                sorted = nanoseconds().collect();
                sorted.sort_unstable();
            }
            Ok::<_, std::convert::Infallible>(sorted[rank as usize])
        });
        let Ok(plausible) = plausible;
        Self {
            plausible,
            blank_placeholders: ZeroPlaces::of(log.coordinates, &log.position_values())
                .are_placeholders(),
        }
    }
}

impl<'a> AuditedLog<'a> {
    /// Rows that are fit for derivatives already, as they stand in `log`.
    pub fn of_rows(
        log: &'a PositionLog,
        stamps: Cow<'a, [i64]>,
        positions: Vec<Cow<'a, [f64]>>,
    ) -> Self {
        Self {
            log,
            selected: None,
            stamps,
            positions,
            flags: Vec::new(),
            entities: Vec::new(),
            findings: Vec::new(),
            notes: AuditNotes::default(),
            part: None,
        }
    }
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
/// With [`DuplicatePolicy::Error`], the first duplicate timestamp; and a log of which no row can be used.
pub fn audit<'a>(log: &'a PositionLog, options: &AuditOptions) -> Result<AuditedLog<'a>> {
    let audited = audit_as(log, options, AuditDecisions::of(log))?;
    if audited.stamps.is_empty() {
        return Err(no_stamp(log));
    }
    Ok(audited)
}

/// As [`audit()`], of a log or of some of its objects, for which the whole log has decided.
///
/// # Errors
/// With [`DuplicatePolicy::Error`], the first duplicate timestamp.
pub fn audit_as<'a>(
    log: &'a PositionLog,
    options: &AuditOptions,
    decisions: AuditDecisions,
) -> Result<AuditedLog<'a>> {
    let mut audited = audit_rows(log, options, decisions, true)?;
    mark_jumps(&mut audited);
    audited.findings = audited.notes.findings(log, options);
    Ok(audited)
}

/// As [`audit_as`], of a part of an object, whose whole tells what jumps and what is done to its positions.
///
/// # Errors
/// With [`DuplicatePolicy::Error`], the first duplicate timestamp.
pub fn audit_part_as<'a>(
    log: &'a PositionLog,
    options: &AuditOptions,
    decisions: AuditDecisions,
) -> Result<AuditedLog<'a>> {
    audit_rows(log, options, decisions, false)
}

fn audit_rows<'a>(
    log: &'a PositionLog,
    options: &AuditOptions,
    decisions: AuditDecisions,
    is_whole: bool,
) -> Result<AuditedLog<'a>> {
    let JudgedRows {
        positions: columns,
        missing,
        unusable,
        mut notes,
    } = judge_rows(log, &decisions, None);
    let groups = grouping::group_rows(log, &unusable);

    let slices: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
    let audits: Vec<EntityAudit> = groups
        .par_iter()
        .map(|group| {
            EntityInput {
                log,
                group,
                positions: &slices,
                missing: &missing,
                is_whole,
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
        for &row in &audit.left_out {
            for column in &mut positions {
                column.to_mut()[start + row] = f64::NAN;
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
    for column in positions.iter().filter(|column| has_nan(column)) {
        for (flags, value) in flags.iter_mut().zip(column.iter()) {
            if value.is_nan() {
                flags.insert(Flags::MISSING);
            }
        }
    }

    entity::take_notes(log, &audits, &mut notes);
    Ok(AuditedLog {
        log,
        selected,
        stamps,
        positions,
        flags,
        entities,
        findings: Vec::new(),
        notes,
        part: None,
    })
}

/// Rows that were judged each on its own: by its timestamp and its position.
pub struct JudgedRows<'a> {
    /// For each position column the value of each row; NaN where there is none, or none that can be right.
    pub positions: Vec<Cow<'a, [f64]>>,
    /// Whether the row has no whole position.
    pub missing: Vec<bool>,
    unusable: UnusableRows,
    /// What there is to say about these rows.
    pub notes: AuditNotes,
}

impl JudgedRows<'_> {
    /// Whether a row has a timestamp that can be right.
    pub fn is_usable(&self, row: usize) -> bool {
        !self.unusable.contains(row)
    }
}

/// Judges each row of a log on its own. Of a log that is not known whole, `so_far` has the places of the rows before;
/// they decide then whether longitude 0, latitude 0 stands for no position.
pub fn judge_rows<'a>(
    log: &'a PositionLog,
    decisions: &AuditDecisions,
    so_far: Option<&mut ZeroPlaces>,
) -> JudgedRows<'a> {
    let mut positions = log.position_values();
    let placeholders = match so_far {
        Some(places) => {
            impossible::blank_placeholders_so_far(log.coordinates, &mut positions, places)
        }
        None if decisions.blank_placeholders => {
            impossible::blank_placeholders(log.coordinates, &mut positions)
        }
        None => Vec::new(),
    };
    let impossible = impossible::blank_impossible(log.coordinates, &mut positions);
    let missing = incomplete_rows(&positions);
    let unusable = bogus::unusable_rows(log, decisions);
    let notes = row_notes(log, &unusable, [&placeholders, &impossible], &missing);
    JudgedRows {
        positions,
        missing,
        unusable,
        notes,
    }
}

/// What there is to say about rows of the log as it was read.
fn row_notes(
    log: &PositionLog,
    unusable: &UnusableRows,
    [placeholders, impossible]: [&[usize]; 2],
    missing: &[bool],
) -> AuditNotes {
    let missing: Vec<usize> = (0..missing.len())
        .filter(|&row| missing[row] && impossible.binary_search(&row).is_err())
        .filter(|row| placeholders.binary_search(row).is_err())
        .filter(|&row| !unusable.contains(row))
        .collect();
    let about = |rows: &[usize]| NotedRows::first_as_read(log, rows);
    let first_bogus = unusable
        .bogus
        .iter()
        .min_by_key(|&&row| log.row_as_read(row));
    AuditNotes {
        without_stamp: about(&unusable.without_stamp),
        bogus: about(&unusable.bogus),
        first_bogus_stamp: first_bogus.map(|&row| log.stamps()[row]),
        placeholders: about(placeholders),
        impossible: about(impossible),
        missing: about(&missing),
        ..AuditNotes::default()
    }
}

fn incomplete_rows(columns: &[Cow<'_, [f64]>]) -> Vec<bool> {
    let mut missing = vec![false; columns.first().map_or(0, |column| column.len())];
    for column in columns.iter().filter(|column| has_nan(column)) {
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
