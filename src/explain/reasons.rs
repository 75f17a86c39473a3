//! Why a segment begins and ends where it does, why a row is flagged, and why a value is empty.

use std::ops::Range;

use serde::Serialize;

use dxdt_motion::audit::{AuditedLog, EntityRows, Flags, GapRule, MaxGap};
use dxdt_motion::motion::{DeriveOptions, Method, Motion};
use dxdt_time::{SecondsText, Ticks};

use super::series::is_whole;

/// The segment of a row. Rows are those of the table, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentPlace {
    /// Its number in the table, from 0.
    pub number: usize,
    /// How many segments the entity has.
    pub of: usize,
    /// Its first row.
    pub first_row: usize,
    /// Its last row.
    pub last_row: usize,
    /// How many of its rows have a complete position.
    pub positions: usize,
    /// Why it begins where it does.
    pub begins: String,
    /// Why it ends where it does.
    pub ends: String,
}

/// A reason, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The word of the flag, or the empty columns.
    pub of: String,
    /// The reason in words.
    pub why: String,
}

/// A segment of an entity, rows counted from 0 among those of the table.
pub(crate) struct SegmentRows {
    pub number: usize,
    /// How many segments the entity has.
    pub of: usize,
    pub rows: Range<usize>,
    /// How many of them have a complete position.
    pub positions: usize,
    /// The steps over its start and over its end, in ticks from one complete position to the next; 0 where there are
    /// not both.
    pub steps: [i64; 2],
}

impl SegmentRows {
    /// The segment of a row among some rows, where it has one.
    pub fn of(audited: &AuditedLog<'_>, entity: &EntityRows, row: usize) -> Option<Self> {
        let segments = &entity.segments;
        let number = segments.iter().position(|segment| segment.contains(&row))?;
        let rows = segments[number].clone();
        let step = |start: usize| {
            let is_whole = |row: &usize| is_whole(audited, *row);
            let before = (entity.rows.start..start).rev().find(is_whole);
            let after = (start..entity.rows.end).find(is_whole);
            before.zip(after).map_or(0, |(before, after)| {
                audited.stamps[after].saturating_sub(audited.stamps[before])
            })
        };
        Some(Self {
            number,
            of: segments.len(),
            positions: rows.clone().filter(|&row| is_whole(audited, row)).count(),
            steps: [step(rows.start), step(rows.end)],
            rows,
        })
    }

    /// Why it is what it is.
    pub fn explained(
        self,
        max_gap: MaxGap,
        median_step: Option<i64>,
        ticks: Ticks,
        has_entities: bool,
    ) -> SegmentPlace {
        let rule = GapRule::new(max_gap, median_step, ticks);
        let what = if has_entities {
            "the object's rows"
        } else {
            "the log"
        };
        let [start, end] = self.steps.map(|step| border((step, ticks), max_gap, rule));
        SegmentPlace {
            number: self.number,
            of: self.of,
            first_row: self.rows.start + 1,
            last_row: self.rows.end,
            positions: self.positions,
            begins: match self.number {
                0 => format!("the start of {what}"),
                _ => start,
            },
            ends: if self.number + 1 == self.of {
                format!("the end of {what}")
            } else {
                end
            },
        }
    }
}

/// Why a segment starts after such a step.
fn border((step, ticks): (i64, Ticks), max_gap: MaxGap, rule: GapRule) -> String {
    let words = match max_gap {
        MaxGap::TenMedianSteps => "10 median steps",
        _ => "the longest step bridged",
    };
    match rule.limit() {
        Some(limit) if rule.is_gap(step) => format!(
            "a gap of {}, longer than {} ({words})",
            SecondsText(ticks.seconds(step)),
            SecondsText(ticks.seconds(limit))
        ),
        _ => "a boundary between parts of the file".to_owned(),
    }
}

/// Each flag of a row in words.
pub(super) fn flags(motion: &Motion, row: usize, segment: &SegmentPlace) -> Vec<Reason> {
    let flags = motion.flags[row];
    let reason = |of: &str, why: String| Reason {
        of: of.to_owned(),
        why,
    };
    let mut reasons = Vec::new();
    if flags.contains(Flags::EDGE) {
        let why = "first or last position of its segment: no row on one side, so the stencil is one-sided \
                   and noise counts more";
        reasons.push(reason("edge", why.to_owned()));
    }
    if flags.contains(Flags::MERGED) {
        let why = "several records have this timestamp, and a velocity needs one position for each";
        reasons.push(reason("merged", why.to_owned()));
    }
    if flags.contains(Flags::SHORT) {
        let why = format!(
            "its segment has {} with a position, and a full stencil needs 3",
            dxdt_motion::words::number::counted(segment.positions as u64, "row", "rows")
        );
        reasons.push(reason("short", why));
    }
    if flags.contains(Flags::MISSING) {
        let why = "it has no complete position; stencils of other rows skip it";
        reasons.push(reason("missing", why.to_owned()));
    }
    reasons
}

/// Why columns of a row are empty.
pub(super) fn empty(
    motion: &Motion,
    row: usize,
    segment: &SegmentPlace,
    options: &DeriveOptions,
) -> Vec<Reason> {
    let columns = |prefix: &str, columns: &[Vec<f64>]| {
        let empty = columns
            .iter()
            .zip(&motion.axes)
            .filter(|(column, _)| column[row].is_nan());
        let names: Vec<String> = empty.map(|(_, axis)| format!("{prefix}_{axis}")).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let rows = segment.positions;
    let is_difference = options.method == Method::FirstDifference;
    let cause = |least: usize| {
        if motion.flags[row].contains(Flags::MISSING) {
            "the row has no complete position".to_owned()
        } else if rows < least {
            let what = if least == 2 {
                "a velocity"
            } else {
                "an acceleration"
            };
            format!("{what} needs {least} rows with positions, and the segment has {rows}")
        } else if is_difference {
            let needed = if least == 2 { "row" } else { "two rows" };
            format!(
                "first differences need the next {needed} with a position, and the segment ends"
            )
        } else {
            "the value is too large for a 64-bit float".to_owned()
        }
    };
    [
        columns("v", &motion.velocity).map(|of| Reason { of, why: cause(2) }),
        columns("a", &motion.acceleration).map(|of| Reason { of, why: cause(3) }),
    ]
    .into_iter()
    .flatten()
    .collect()
}
