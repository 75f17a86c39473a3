//! `summary.json`: what was read, decided, noticed and found, for programs.

mod entity;
mod highest;
mod highlights;
mod quality;

use rayon::prelude::*;
use serde::Serialize;

use dxdt_calculus::EdgeOrder;
use dxdt_motion::audit::{AuditOptions, AuditedLog, DuplicatePolicy, Flags, MaxGap};
use dxdt_motion::finding::{Derivative, Finding, FindingKind};
use dxdt_motion::inspect::{Noise, NoiseShare, Trust};
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{
    AxisComparison, AxisSmoothing, DeriveOptions, MeasuredComparison, MethodName, Motion,
    QuantityColumn, Smoothing, SmoothingMethod, axes_of, compare_measured,
};
use dxdt_motion::space::Frame;
use dxdt_time::Origin;

pub use entity::{EntitySummary, Extreme};
pub use highest::Highest;
pub(crate) use highlights::{Highlights, travelled};
pub use quality::{DerivativeQuality, Quality};

/// The version of the layout.
pub(crate) const SCHEMA: u32 = 1;

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
    /// The further quantities of the motion table, in the order of its columns.
    pub quantities: Vec<QuantitySummary>,
    /// How derivatives were taken.
    pub options: OptionSummary,
    /// How much of everything there is.
    pub counts: Counts,
    /// What was noticed and decided.
    pub findings: Vec<Finding>,
    /// How good velocity and acceleration are.
    pub quality: Quality,
    /// The entities, in order of first appearance.
    pub entities: Vec<EntitySummary>,
    /// Gradient against first difference, an axis at a time.
    pub comparison: Vec<AxisComparison>,
    /// The derived velocity against velocities and speeds that the log brings along.
    pub measured: Vec<MeasuredComparison>,
    /// The noise of the positions and its share of the gradient's velocity and acceleration; `null` where too few rows
    /// follow each other to tell.
    pub noise: Option<Noise>,
    /// What the smoother found along each axis; `null` where there is none.
    pub smoothing: Option<SmoothingSummary>,
}

/// A smoother and what it found.
#[derive(Debug, Clone, Serialize)]
pub struct SmoothingSummary {
    /// The method.
    pub method: SmoothingMethod,
    /// What was found along each axis.
    pub axes: Vec<AxisSmoothing>,
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
    /// The format it is in.
    pub format: &'static str,
    /// Its rows.
    pub rows: usize,
}

/// The roles of columns.
#[derive(Debug, Clone, Serialize)]
pub struct RoleSummary {
    /// The time column.
    pub time: String,
    /// What the timestamps count from.
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

/// A further quantity of the motion table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuantitySummary {
    /// Its column.
    pub name: String,
    /// Its unit; `None` where the log does not say what its numbers are.
    pub unit: Option<String>,
}

/// How derivatives were taken.
#[derive(Debug, Clone, Serialize)]
pub struct OptionSummary {
    /// The method.
    pub method: MethodName,
    /// 1 or 2.
    pub edge_order: u8,
    /// 2, 4, 6 or 8.
    pub accuracy: usize,
    /// `chained` or `direct`.
    pub acceleration: dxdt_motion::motion::Acceleration,
    /// What was done with duplicate timestamps.
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
    /// Rows whose timestamp is that of another of their entity.
    pub duplicate_stamps: u64,
    /// Rows stamped earlier than the row before, within their entity.
    pub out_of_order: u64,
    /// Steps that were not bridged.
    pub gaps: u64,
    /// Rows without a usable position.
    pub missing_positions: u64,
    /// Rows without a usable timestamp, left out.
    pub unusable_stamps: u64,
}

/// What a summary is made of beside the log itself.
#[derive(Debug)]
pub(crate) struct SummaryParts {
    /// Rows in the tables.
    pub rows_used: usize,
    /// What the audit and the derivation noticed.
    pub findings: Vec<Finding>,
    pub entities: Vec<EntitySummary>,
    pub quantities: Vec<QuantitySummary>,
    pub comparison: Vec<AxisComparison>,
    pub measured: Vec<MeasuredComparison>,
    pub smoothing: Option<SmoothingSummary>,
    /// Rows of the tables without a position.
    pub missing_positions: u64,
}

impl Summary {
    /// Sums up an analysis.
    pub fn new(
        audited: &AuditedLog<'_>,
        motion: &Motion,
        quantities: &[QuantityColumn],
        smoothing: Option<&Smoothing>,
        comparison: &[AxisComparison],
        audit: &AuditOptions,
        derive: &DeriveOptions,
    ) -> Self {
        let of_smoothing = smoothing.iter().flat_map(|smoothing| &smoothing.findings);
        let findings = audited.findings.iter().chain(&motion.findings);
        let parts = SummaryParts {
            rows_used: audited.stamps.len(),
            findings: findings.chain(of_smoothing).cloned().collect(),
            entities: audited
                .entities
                .par_iter()
                .map(|entity| EntitySummary::of(audited, motion, quantities, entity))
                .collect(),
            quantities: quantities.iter().map(QuantitySummary::of).collect(),
            comparison: comparison.to_vec(),
            measured: compare_measured(audited, motion),
            smoothing: smoothing.map(|smoothing| SmoothingSummary {
                method: smoothing.method,
                axes: smoothing.axes.clone(),
            }),
            missing_positions: missing_positions(motion),
        };
        Self::of_parts(audited.log, parts, audit, derive)
    }

    pub(crate) fn of_parts(
        log: &PositionLog,
        parts: SummaryParts,
        audit: &AuditOptions,
        derive: &DeriveOptions,
    ) -> Self {
        let contradictions = parts
            .measured
            .iter()
            .filter_map(|measured| measured.finding(log));
        let findings: Vec<Finding> = log
            .findings
            .iter()
            .cloned()
            .chain(parts.findings)
            .chain(contradictions)
            .collect();
        Self {
            schema: SCHEMA,
            program: concat!("dxdt ", env!("CARGO_PKG_VERSION")).to_owned(),
            source: SourceSummary {
                files: log
                    .files
                    .iter()
                    .map(|file| FileSummary {
                        name: file.name.clone(),
                        format: file.format,
                        rows: file.rows,
                    })
                    .collect(),
                rows: log.rows_of_files() as usize,
                rows_used: parts.rows_used,
            },
            roles: RoleSummary::of(log),
            units: Units::of(log),
            quantities: parts.quantities,
            options: OptionSummary {
                method: match &parts.smoothing {
                    Some(smoothing) => MethodName::from(smoothing.method),
                    None => MethodName::from(derive.method),
                },
                edge_order: match derive.edge_order {
                    EdgeOrder::First => 1,
                    EdgeOrder::Second => 2,
                },
                accuracy: derive.accuracy.order(),
                acceleration: derive.acceleration,
                duplicates: audit.duplicates,
                max_gap: match audit.max_gap {
                    MaxGap::TenMedianSteps => "10 median steps".to_owned(),
                    MaxGap::Nanoseconds(limit) => format!("{} s", limit as f64 / 1e9),
                    MaxGap::Unlimited => "none".to_owned(),
                },
            },
            counts: Counts::of(&parts.entities, parts.missing_positions, &findings),
            findings,
            quality: Quality::default(),
            entities: parts.entities,
            comparison: parts.comparison,
            measured: parts.measured,
            noise: None,
            smoothing: parts.smoothing,
        }
    }

    /// Adds the noise of the positions, what it makes of the derivatives, and a finding where it spoils one that is not
    /// smoothed.
    #[must_use]
    pub fn with_noise(mut self, noise: Option<Noise>) -> Self {
        if self.smoothing.is_none() {
            self.findings.extend(noise.as_ref().and_then(mostly_noise));
        }
        self.noise = noise;
        self.quality = Quality::of(&self);
        self
    }

    /// Adds the highlights, after the noise.
    #[must_use]
    pub(crate) fn with_highlights(
        mut self,
        highlights: Option<Highlights>,
        log: &PositionLog,
    ) -> Self {
        if let Some(highlights) = highlights {
            highlights.tell(&mut self, log);
        }
        self
    }

    /// The summary as JSON, indented, ending in a line end.
    ///
    /// # Errors
    /// Never for a summary made by [`Summary::new`]; the error is of the JSON library.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

/// What is said where noise is too large a share of a derivative to trust it: of the velocity, or else of the acceleration.
fn mostly_noise(noise: &Noise) -> Option<Finding> {
    let of = |derivative, share: NoiseShare| {
        let share = share.share.filter(|share| Trust::of(*share) == Trust::No)?;
        let kind = FindingKind::MostlyNoise {
            derivative,
            share,
            told_apart: noise.told_apart,
        };
        Some(Finding::new(kind, noise.entities))
    };
    of(Derivative::Velocity, noise.velocity)
        .or_else(|| of(Derivative::Acceleration, noise.acceleration))
}

/// The rows of a motion that have no position.
pub(crate) fn missing_positions(motion: &Motion) -> u64 {
    let missing = |flags: &&Flags| flags.contains(Flags::MISSING);
    motion.flags.iter().filter(missing).count() as u64
}

impl RoleSummary {
    /// Of a log.
    pub fn of(log: &PositionLog) -> Self {
        Self {
            time: log.time_name.clone(),
            clock: log.clock.origin,
            entity: log.entity.clone(),
            positions: log
                .positions
                .iter()
                .map(|position| position.name.clone())
                .collect(),
            frame: log.coordinates,
            axes: axes_of(log),
        }
    }
}

impl QuantitySummary {
    pub(crate) fn of(column: &QuantityColumn) -> Self {
        Self {
            name: column.name.clone(),
            unit: column.unit.clone(),
        }
    }
}

impl Units {
    pub(crate) fn of(log: &PositionLog) -> Self {
        let length = log.length_unit();
        Self {
            velocity: length.as_ref().map(|unit| format!("{unit}/s")),
            acceleration: length.as_ref().map(|unit| format!("{unit}/s²")),
            positions: log
                .positions
                .iter()
                .map(|position| position.shown_unit().map(str::to_owned))
                .collect(),
        }
    }
}

impl Counts {
    fn of(entities: &[EntitySummary], missing_positions: u64, findings: &[Finding]) -> Self {
        let count = |names: &[&str]| -> u64 {
            findings
                .iter()
                .filter(|finding| names.contains(&finding.name()))
                .map(|finding| finding.count)
                .sum()
        };
        Self {
            entities: entities.len(),
            segments: entities.iter().map(|entity| entity.segments).sum(),
            duplicate_stamps: count(&["duplicates_equal", "duplicates_contradicting"]),
            out_of_order: count(&["out_of_order"]),
            gaps: count(&["gaps"]),
            missing_positions,
            unusable_stamps: count(&["stamp_missing", "stamp_bogus"]),
        }
    }
}
