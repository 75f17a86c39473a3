//! What is in a log and what is wrong with it: timestamps, positions, noise, and what can be trusted of the derivatives.
//!
//! Nothing is written and nothing is repaired. [`inspect`](fn@inspect) gives figures and a [`Verdict`]. Serde makes them
//! one JSON object; a screen of them is made elsewhere.
//!
//! ```
//! use dxdt_motion::inspect::{InspectOptions, Trust, inspect};
//! use dxdt_motion::log::LogBuilder;
//!
//! // A parabola, told to the tenth of a millimeter.
//! let t: Vec<f64> = (0..200).map(|i| 0.1 * f64::from(i)).collect();
//! let x: Vec<f64> = t.iter().map(|t| (310.0 * t * t).round() / 1e4).collect();
//! let log = LogBuilder::of_seconds(&t).position("x", Some("m"), &x).build()?;
//! let inspection = inspect(&log, &InspectOptions::default());
//! assert_eq!(inspection.steps.as_ref().unwrap().median, 0.1);
//! assert_eq!(inspection.positions[0].step, Some(1e-4));
//! assert_eq!(inspection.verdict.velocity.trust, Trust::Yes);
//! # Ok::<(), dxdt_motion::Error>(())
//! ```

mod advice;
mod clock_check;
mod clock_health;
mod histogram;
mod jumps;
mod known_instants;
mod noise;
mod noise_gain;
mod noise_share;
mod position_resolution;
mod repeated;
mod span;
mod stamp_counts;
mod stamp_resolution;
mod statistics;
mod steps;
mod track;
mod verdict;

use rayon::prelude::*;
use serde::Serialize;

use crate::audit::{AuditOptions, AuditedLog, audit};
use crate::finding::Finding;
use crate::log::PositionLog;
use crate::motion::{DeriveOptions, MeasuredComparison, Motion, Sample, compare_measured, derive};
use dxdt_time::TimeUnit;

pub use advice::{Advice, advice_of};
pub use clock_health::{ClockHealth, ClockProblem};
pub use histogram::{Histogram, are_equal};
pub use jumps::Jumps;
pub use known_instants::KnownInstant;
pub use noise_share::{AxisNoise, Noise, NoiseShare};
pub use position_resolution::PositionResolution;
pub use repeated::RepeatedPositions;
pub use span::Span;
pub use stamp_resolution::StampResolution;
pub use steps::{Gaps, Steps};
pub use verdict::{ClockVerdict, Doubt, Judgement, Trust, TrustReason, Verdict};

pub use clock_check::{check_clock, is_doubtful};
use noise::TrackNoise;
pub use stamp_counts::StampCounts;
use verdict::Evidence;

/// How a log is inspected.
#[derive(Debug, Clone, Copy, Default)]
pub struct InspectOptions {
    /// What counts as a gap, and which of rows with one timestamp is looked at.
    pub audit: AuditOptions,
    /// The unit of timestamps that are numbers, where the user has given it.
    pub time_unit: Option<TimeUnit>,
}

/// Everything that is known about a log. Lengths and speeds are in the unit of the positions (meters and m/s for
/// geographic ones), times in seconds where no other unit is named.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Inspection {
    /// The version of this layout; it grows when a field changes its meaning or goes.
    pub schema: u32,
    /// The program and its version.
    pub program: String,
    /// The files, in order.
    pub files: Vec<InspectedFile>,
    /// The columns that have no role, as the first file's header has them.
    pub columns_without_role: Vec<String>,
    /// Rows read.
    pub rows: u64,
    /// Rows with a timestamp that can be used, one a timestamp and entity.
    pub rows_used: u64,
    /// Objects.
    pub entities: u64,
    /// Whether a column tells them apart.
    pub has_entity_column: bool,
    /// From the first timestamp to the last.
    pub span: Option<Span>,
    /// The timestamps as they stand in the file.
    pub clock: ClockHealth,
    /// The steps between timestamps.
    pub steps: Option<Steps>,
    /// How finely the timestamps are told.
    pub stamp_resolution: Option<StampResolution>,
    /// How finely each position column is told.
    pub positions: Vec<PositionResolution>,
    /// The unit of distances, such as `m`.
    pub distance_unit: String,
    /// Positions that repeat the one before.
    pub repeated: Option<RepeatedPositions>,
    /// Rows that jump.
    pub jumps: Jumps,
    /// The noise of the positions, and what it does to the derivatives.
    pub noise: Option<Noise>,
    /// The derived velocity against velocities and speeds that the log brings along.
    pub measured: Vec<MeasuredComparison>,
    /// What was decided and noticed, as `dxdt analyze` would say it.
    pub findings: Vec<Finding>,
    /// Why no row can be used, where that is so.
    pub unusable: Option<String>,
    /// What can be trusted.
    pub verdict: Verdict,
}

/// One file of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InspectedFile {
    /// The path as it was given, or `standard input`.
    pub name: String,
    /// The format it is in.
    pub format: &'static str,
    /// How it is written, in words, such as `UTF-8, gzip`.
    pub encoding: String,
    /// Its rows.
    pub rows: u64,
}

/// A figure of one entity among several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worst {
    /// The entity.
    pub entity: String,
    /// The figure, in the unit of what it is the worst of.
    pub value: f64,
}

impl Worst {
    /// The entity with the largest figure; `None` where there are not several.
    fn of<'a>(figures: impl Iterator<Item = (&'a str, Option<f64>)>) -> Option<Self> {
        let known: Vec<(&str, f64)> = figures
            .filter_map(|(name, figure)| Some((name, figure?)))
            .collect();
        let (entity, value) = *known.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (known.len() > 1).then(|| Self {
            entity: entity.to_owned(),
            value,
        })
    }
}

/// Inspects a log. A log that cannot be derived is inspected as far as it goes.
///
/// The verdict is about the derivatives that `dxdt analyze` takes without options: the gradient, and its gradient.
///
/// ```
/// use dxdt_motion::inspect::{InspectOptions, inspect};
/// use dxdt_motion::log::LogBuilder;
///
/// let log = LogBuilder::of_seconds(&[0.0, 1.0, 2.0, 4.0, 5.0, 6.0])
///     .position("x", Some("m"), &[0.0, 1.0, 4.0, 9.0, 9.0, 7.0])
///     .build()?;
/// let inspection = inspect(&log, &InspectOptions::default());
/// assert_eq!(inspection.steps.as_ref().unwrap().dropped, Some(1));
/// assert_eq!(inspection.repeated.as_ref().unwrap().rows, 1);
/// assert!(inspection.to_json().unwrap().contains("\"schema\": 1"));
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn inspect(log: &PositionLog, options: &InspectOptions) -> Inspection {
    let mut inspection = Inspection::of_facts(log, ClockHealth::of(log, options.time_unit));
    match audit(log, &options.audit) {
        Ok(audited) => {
            let of_motion = inspection.look_at(&audited);
            inspection.findings.extend(audited.findings);
            inspection.findings.extend(of_motion);
        }
        Err(error) => inspection.unusable = Some(error.to_string()),
    }
    inspection.judge();
    inspection
}

/// From so many rows the noise is told.
pub const NOISE_ROWS: u64 = 200_000;

/// The noise of a log and what it does to a motion that was derived by the gradient, as [`inspect`] tells it, from a sample of
/// at most [`NOISE_ROWS`] of its rows; `None` where too few rows follow each other to tell.
pub fn noise_of_sample(sample: Sample) -> Option<Noise> {
    let (sampled, motion) = sample.finish();
    noise_of_all(&sampled.audited(), &motion)
}

/// As [`noise_of_sample`], from all rows that are there.
pub fn noise_of_all(audited: &AuditedLog<'_>, motion: &Motion) -> Option<Noise> {
    let tracks = track::tracks(audited);
    let noise: Vec<Option<TrackNoise>> = tracks.par_iter().map(TrackNoise::of).collect();
    Noise::of(audited, &tracks, &noise, motion)
}

impl Inspection {
    /// What is known of a log without its rows.
    pub fn of_facts(log: &PositionLog, clock: ClockHealth) -> Self {
        Self {
            schema: 1,
            program: concat!("dxdt ", env!("CARGO_PKG_VERSION")).to_owned(),
            files: log
                .files
                .iter()
                .map(|file| InspectedFile {
                    name: file.name.clone(),
                    format: file.format,
                    encoding: file.encoding.clone(),
                    rows: file.rows as u64,
                })
                .collect(),
            columns_without_role: log.columns_without_role.clone(),
            rows: log.rows_of_files(),
            rows_used: 0,
            entities: 0,
            has_entity_column: log.entity.is_some(),
            span: None,
            clock,
            steps: None,
            stamp_resolution: None,
            positions: Vec::new(),
            distance_unit: log.distance_unit(),
            repeated: None,
            jumps: Jumps::default(),
            noise: None,
            measured: Vec::new(),
            findings: log.findings.clone(),
            unusable: None,
            verdict: Verdict::default(),
        }
    }

    /// Says what can be trusted, when all else is known.
    pub fn judge(&mut self) {
        self.jumps = Jumps::of(&self.findings);
        self.verdict = Evidence {
            clock: &self.clock,
            resolution: self.stamp_resolution.as_ref(),
            noise: self.noise.as_ref(),
            findings: &self.findings,
            has_entity: self.has_entity_column,
            has_other_columns: !self.columns_without_role.is_empty(),
            jumps: self.jumps.rows,
            rows: self.rows_used,
            measured: &self.measured,
            unusable: self.unusable.as_deref(),
        }
        .verdict();
    }

    /// What the rows tell that can be used; and what the motion does.
    pub fn look_at(&mut self, audited: &AuditedLog<'_>) -> Vec<Finding> {
        let motion = derive(audited, &DeriveOptions::default());
        let tracks = track::tracks(audited);
        let noise: Vec<Option<TrackNoise>> = tracks.par_iter().map(TrackNoise::of).collect();
        self.positions = position_resolution::resolutions(audited);
        self.rows_used = audited.stamps.len() as u64;
        self.entities = audited.entities.len() as u64;
        self.span = Span::of(audited);
        self.steps = Steps::of(audited, &tracks);
        let median_step = self.steps.as_ref().map(|steps| steps.median);
        self.stamp_resolution = StampResolution::of(audited, &tracks, median_step);
        self.repeated = repeated::repeated(audited, &tracks);
        self.noise = Noise::of(audited, &tracks, &noise, &motion);
        if let (Some(resolution), Some(noise)) = (&mut self.stamp_resolution, &self.noise) {
            let speed =
                statistics::median_of(motion.speed.iter().map(|v| v.is_finite().then_some(*v)));
            resolution.compare(noise, speed);
        }
        self.measured = compare_measured(audited, &motion);
        let contradictions = self.measured.iter();
        let contradictions = contradictions.filter_map(|measured| measured.finding(audited.log));
        motion.findings.into_iter().chain(contradictions).collect()
    }

    /// The inspection as one JSON object, indented, ending in a line end.
    ///
    /// # Errors
    /// Never for what [`inspect`] gives; the error is of the JSON library.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}
