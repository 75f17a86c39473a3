//! `summary.json`: what was read, decided, noticed and found, for programs.

use rayon::prelude::*;
use serde::Serialize;

use crate::calculus::EdgeOrder;
use crate::finding::Finding;
use crate::log::clock::{Origin, write_iso8601};
use crate::log::{AuditOptions, AuditedLog, DuplicatePolicy, EntityRows, Flags, MaxGap};
use crate::motion::{AxisComparison, DeriveOptions, Motion};
use crate::space::Frame;

/// Everything about one analysis but the rows.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// The version of this layout; it grows when a field changes its meaning or goes.
    pub schema: u32,
    /// The program and its version.
    pub program: String,
    /// The files and their rows.
    pub source: SourceSummary,
    /// Which column is what.
    pub roles: RoleSummary,
    /// The units of the tables.
    pub units: Units,
    /// How derivatives were taken.
    pub options: OptionSummary,
    /// How much of everything there is.
    pub counts: Counts,
    /// What was noticed and decided.
    pub findings: Vec<Finding>,
    /// The entities, in order of first appearance.
    pub entities: Vec<EntitySummary>,
    /// Gradient against first difference, an axis at a time.
    pub comparison: Vec<AxisComparison>,
}

/// Where a log came from.
#[derive(Debug, Clone, Serialize)]
pub struct SourceSummary {
    /// The files, in order.
    pub files: Vec<FileSummary>,
    /// Rows read.
    pub rows: usize,
    /// Rows in the tables.
    pub rows_used: usize,
}

/// One file of a log.
#[derive(Debug, Clone, Serialize)]
pub struct FileSummary {
    /// The path as it was given.
    pub name: String,
    /// Its rows.
    pub rows: usize,
}

/// The roles of columns.
#[derive(Debug, Clone, Serialize)]
pub struct RoleSummary {
    /// The time column.
    pub time: String,
    /// What the stamps count from.
    pub clock: Origin,
    /// The entity column, if any.
    pub entity: Option<String>,
    /// The position columns.
    pub positions: Vec<String>,
    /// What the positions are.
    pub frame: Frame,
    /// The axes of velocity and acceleration.
    pub axes: Vec<String>,
}

/// Units of the tables; `None` where the log does not say what its numbers are.
#[derive(Debug, Clone, Serialize)]
pub struct Units {
    /// Of each position column.
    pub positions: Vec<Option<String>>,
    /// Of velocities and speed.
    pub velocity: Option<String>,
    /// Of accelerations.
    pub acceleration: Option<String>,
}

/// How derivatives were taken.
#[derive(Debug, Clone, Serialize)]
pub struct OptionSummary {
    /// The method.
    pub method: crate::motion::Method,
    /// 1 or 2.
    pub edge_order: u8,
    /// `chained` or `direct`.
    pub acceleration: crate::motion::Acceleration,
    /// What was done with duplicate stamps.
    pub duplicates: DuplicatePolicy,
    /// The longest step bridged, in seconds, or in words.
    pub max_gap: String,
}

/// How much of everything there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Entities.
    pub entities: usize,
    /// Segments of all entities.
    pub segments: usize,
    /// Rows whose stamp is that of another of their entity.
    pub duplicate_stamps: u64,
    /// Rows stamped earlier than the row before, within their entity.
    pub out_of_order: u64,
    /// Steps that were not bridged.
    pub gaps: u64,
    /// Rows without a usable position.
    pub missing_positions: u64,
    /// Rows without a usable stamp, left out.
    pub unusable_stamps: u64,
}

/// One entity.
#[derive(Debug, Clone, Serialize)]
pub struct EntitySummary {
    /// Its value in the entity column; empty where there is no such column.
    pub name: String,
    /// Its rows in the tables.
    pub rows: usize,
    /// Its segments.
    pub segments: usize,
    /// Its first stamp, as the tables have it.
    pub start: String,
    /// Its last stamp.
    pub end: String,
    /// Seconds from the first to the last.
    pub duration: f64,
    /// The median step in seconds.
    pub median_step: Option<f64>,
    /// The largest speed.
    pub speed_max: Option<Extreme>,
    /// The largest norm of the acceleration.
    pub accel_max: Option<Extreme>,
    /// Velocity along each axis: smallest and largest.
    pub velocity: Vec<Option<[f64; 2]>>,
    /// Acceleration along each axis: smallest and largest.
    pub acceleration: Vec<Option<[f64; 2]>>,
}

/// A largest value and when it was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Extreme {
    /// The value.
    pub value: f64,
    /// Seconds since the entity's first stamp.
    pub t: f64,
    /// Whether it is on the first or last row of a segment, where derivatives are the least certain.
    pub at_edge: bool,
}

impl Summary {
    /// Sums up an analysis.
    pub fn new(
        audited: &AuditedLog<'_>,
        motion: &Motion,
        comparison: &[AxisComparison],
        audit: &AuditOptions,
        derive: &DeriveOptions,
    ) -> Self {
        let log = audited.log;
        let findings: Vec<Finding> = [&log.findings, &audited.findings, &motion.findings]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        Self {
            schema: 1,
            program: concat!("dxdt ", env!("CARGO_PKG_VERSION")).to_owned(),
            source: SourceSummary {
                files: log
                    .files
                    .iter()
                    .map(|file| FileSummary {
                        name: file.name.clone(),
                        rows: file.rows,
                    })
                    .collect(),
                rows: log.height(),
                rows_used: audited.stamps.len(),
            },
            roles: RoleSummary {
                time: log.time_name.clone(),
                clock: log.clock.origin,
                entity: log.entity.clone(),
                positions: log
                    .positions
                    .iter()
                    .map(|position| position.name.clone())
                    .collect(),
                frame: log.coordinates,
                axes: motion.axes.clone(),
            },
            units: Units::of(audited),
            options: OptionSummary {
                method: derive.method,
                edge_order: match derive.edge_order {
                    EdgeOrder::First => 1,
                    EdgeOrder::Second => 2,
                },
                acceleration: derive.acceleration,
                duplicates: audit.duplicates,
                max_gap: match audit.max_gap {
                    MaxGap::TenMedianSteps => "10 median steps".to_owned(),
                    MaxGap::Nanoseconds(limit) => format!("{} s", limit as f64 / 1e9),
                    MaxGap::Unlimited => "none".to_owned(),
                },
            },
            counts: Counts::of(audited, motion, &findings),
            findings,
            entities: audited
                .entities
                .par_iter()
                .map(|entity| EntitySummary::of(audited, motion, entity))
                .collect(),
            comparison: comparison.to_vec(),
        }
    }

    /// The summary as JSON, indented, ending in a line end.
    ///
    /// # Errors
    /// Never for a summary made by [`Summary::new`]; the error is of the JSON library.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

impl Units {
    fn of(audited: &AuditedLog<'_>) -> Self {
        let log = audited.log;
        let positions: Vec<Option<String>> = log
            .positions
            .iter()
            .map(|position| position.unit.clone())
            .collect();
        let length = match log.coordinates {
            Frame::Geographic => Some("m".to_owned()),
            // Axes in different units have no unit in common.
            Frame::Cartesian => positions
                .first()
                .filter(|first| positions.iter().all(|unit| unit == *first))
                .cloned()
                .flatten(),
        };
        Self {
            velocity: length.as_ref().map(|unit| format!("{unit}/s")),
            acceleration: length.as_ref().map(|unit| format!("{unit}/s²")),
            positions,
        }
    }
}

impl Counts {
    fn of(audited: &AuditedLog<'_>, motion: &Motion, findings: &[Finding]) -> Self {
        let count = |names: &[&str]| -> u64 {
            findings
                .iter()
                .filter(|finding| names.contains(&finding.name()))
                .map(|finding| finding.count)
                .sum()
        };
        Self {
            entities: audited.entities.len(),
            segments: audited
                .entities
                .iter()
                .map(|entity| entity.segments.len())
                .sum(),
            duplicate_stamps: count(&["duplicates_equal", "duplicates_contradicting"]),
            out_of_order: count(&["out_of_order"]),
            gaps: count(&["gaps"]),
            missing_positions: motion
                .flags
                .iter()
                .filter(|flags| flags.contains(Flags::MISSING))
                .count() as u64,
            unusable_stamps: count(&["stamp_missing", "stamp_bogus"]),
        }
    }
}

impl EntitySummary {
    fn of(audited: &AuditedLog<'_>, motion: &Motion, entity: &EntityRows) -> Self {
        let rows = entity.rows.clone();
        let last = rows.end.saturating_sub(1);
        let stamp = |row: usize| stamp_text(audited, row);
        let columns_range = |columns: &[Vec<f64>]| {
            columns
                .iter()
                .map(|column| range(&column[rows.clone()]))
                .collect()
        };
        let largest = |column: &[f64]| {
            let row = rows.start + row_of_largest(&column[rows.clone()])?;
            Some(Extreme {
                value: column[row],
                t: motion.t[row],
                at_edge: motion.flags[row].contains(Flags::EDGE),
            })
        };
        Self {
            name: entity.name.clone(),
            rows: rows.len(),
            segments: entity.segments.len(),
            start: stamp(rows.start),
            end: stamp(last),
            duration: motion.t.get(last).copied().unwrap_or(0.0),
            median_step: entity.median_step.map(|step| step as f64 / 1e9),
            speed_max: largest(&motion.speed),
            accel_max: largest(&motion.accel),
            velocity: columns_range(&motion.velocity),
            acceleration: columns_range(&motion.acceleration),
        }
    }
}

/// A row's time as the tables have it, or as an instant where a table cannot be asked.
fn stamp_text(audited: &AuditedLog<'_>, row: usize) -> String {
    let cell = audited.log.frame.column("time").ok().and_then(|column| {
        let cells = column.str().ok()?;
        cells.get(audited.source_row(row)).map(str::to_owned)
    });
    cell.unwrap_or_else(|| {
        let mut text = String::new();
        write_iso8601(&mut text, audited.stamps[row], 0, None);
        text
    })
}

fn range(values: &[f64]) -> Option<[f64; 2]> {
    let known = || values.iter().copied().filter(|value| !value.is_nan());
    Some([known().reduce(f64::min)?, known().reduce(f64::max)?])
}

/// The row of the largest value, unknown ones passed over.
fn row_of_largest(values: &[f64]) -> Option<usize> {
    let mut largest: Option<usize> = None;
    for (row, value) in values.iter().enumerate() {
        // A comparison with NaN is false.
        if largest.map_or(!value.is_nan(), |known| *value > values[known]) {
            largest = Some(row);
        }
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_pass_over_what_is_not_known() {
        let values = [f64::NAN, -2.0, 5.0, 5.0];
        assert_eq!(range(&values), Some([-2.0, 5.0]));
        assert_eq!(row_of_largest(&values), Some(2));
        assert_eq!(range(&[f64::NAN]), None);
        assert_eq!(row_of_largest(&[]), None);
    }
}
