//! Derived velocity against the velocity or speed that the log's instrument measured itself.

mod contradiction;
pub(super) mod lag;
mod statistics;
mod unit;

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use crate::audit::AuditedLog;
use crate::finding::{Finding, FindingKind};
use crate::log::{MeasuredColumn, MeasuredQuantity, PositionLog};
use crate::space::{Frame, LengthUnit};

use super::{Motion, Sample};

pub use contradiction::Contradiction;
use statistics::Statistics;

/// How a derived velocity or speed differs from a measured one; differences are derived minus measured, in the
/// unit of the derived velocity.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MeasuredComparison {
    /// The measured column.
    pub column: String,
    /// What it is compared with.
    pub quantity: MeasuredQuantity,
    /// The unit of the measured values.
    pub unit: String,
    /// Nothing names that unit: it is the one in which the two agree best.
    pub unit_guessed: bool,
    /// Not even that: in no unit do they agree.
    #[serde(skip)]
    pub unit_assumed: bool,
    /// What turns a measured value into the unit of the derived ones.
    #[serde(skip)]
    pub factor: f64,
    /// Rows that have both.
    pub rows: u64,
    /// Mean of the difference.
    pub bias: f64,
    /// Root mean square of the difference.
    pub rms: f64,
    /// The root mean square of the difference over that of the measured values; `None` where they are all 0.
    pub relative_rms: Option<f64>,
    /// Median magnitude of the difference.
    pub median: f64,
    /// The magnitude of the difference that 99 % of the rows do not exceed.
    pub percentile_99: f64,
    /// The largest magnitude of the difference.
    pub largest: f64,
    /// Pearson's correlation of the two; `None` where one of them is constant.
    pub correlation: Option<f64>,
    /// The seconds by which the measured values come later than the derived, where moving them so makes the
    /// spread of the difference smallest; `None` where the correlation is not above 0.5, there are too few rows, or
    /// the best is not within ten steps; 0 where they are on time within a tenth of a step.
    pub lag: Option<f64>,
    /// Root mean square of the difference at that lag, over the rows that can be moved, the bias taken out.
    pub rms_at_lag: Option<f64>,
    /// Rows at which both cannot be right.
    #[serde(skip)]
    pub contradiction: Option<Contradiction>,
}

impl MeasuredComparison {
    /// What is to be said of rows at which derived and measured values cannot both be right.
    pub fn finding(&self, log: &PositionLog) -> Option<Finding> {
        let contradiction = self.contradiction.as_ref()?;
        let kind = FindingKind::MeasuredContradicts {
            column: self.column.clone(),
            apart: contradiction.apart,
            unit: log.distance_unit(),
        };
        contradiction.rows.finding(kind, log)
    }
}

/// Compares the derived motion with every measured column of the log; columns without two rows in common with it
/// are left out.
///
/// ```
/// use dxdt_motion::audit::{AuditOptions, audit};
/// use dxdt_motion::log::{LogBuilder, MeasuredColumn, MeasuredQuantity};
/// use dxdt_motion::space::SpeedUnit;
/// use dxdt_motion::motion::{DeriveOptions, compare_measured, derive};
///
/// let measured = MeasuredColumn {
///     name: "vx".into(),
///     quantity: MeasuredQuantity::Component(0),
///     unit: Some(SpeedUnit::KilometrePerHour),
///     customary: None,
///     values: vec![36.0; 3],
/// };
/// let log = LogBuilder::of_seconds(&[0.0, 1.0, 2.0])
///     .position("x", Some("m"), &[0.0, 10.0, 20.0])
///     .measured(measured)
///     .build()?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let compared = compare_measured(&audited, &derive(&audited, &DeriveOptions::default()));
/// assert_eq!((compared[0].column.as_str(), compared[0].rows), ("vx", 3));
/// assert!(compared[0].rms < 1e-14);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn compare_measured(audited: &AuditedLog<'_>, motion: &Motion) -> Vec<MeasuredComparison> {
    let rows = audited.log.rows_of_files();
    if rows <= COMPARED_ROWS || audited.log.measured.is_empty() {
        return compare_columns(audited, motion);
    }
    let mut sample = Sample::new(audited.log, COMPARED_ROWS, &motion.axes);
    sample.add(audited, motion, 0);
    compare_measured_of_sample(sample)
}

/// So many rows are compared.
pub const COMPARED_ROWS: u64 = 1_000_000;

/// As [`compare_measured`], of a sample of at most [`COMPARED_ROWS`].
pub fn compare_measured_of_sample(sample: Sample) -> Vec<MeasuredComparison> {
    let (log, motion) = sample.finish();
    compare_columns(&log.audited(), &motion)
}

fn compare_columns(audited: &AuditedLog<'_>, motion: &Motion) -> Vec<MeasuredComparison> {
    let columns = audited.log.measured.par_iter();
    columns
        .filter_map(|column| compare_column(audited, motion, column))
        .collect()
}

fn compare_column(
    audited: &AuditedLog<'_>,
    motion: &Motion,
    column: &MeasuredColumn,
) -> Option<MeasuredComparison> {
    let derived = derived(motion, column.quantity)?;
    let (measured, unit) = in_derived_unit(audited, &derived, column);
    let statistics = Statistics::of(&derived, &measured)?;
    let (step, segments) = steps(audited);
    let lag = step
        .filter(|_| statistics.are_alike())
        .and_then(|step| lag::best(&motion.t, &derived, &measured, &segments, step));
    let contradiction = step.filter(|_| statistics.are_alike()).and_then(|step| {
        let step = step.max(between_changes(motion, &measured).unwrap_or(step));
        let of = |derived: &[&[f64]], measured: &[&[f64]]| {
            contradiction::find(audited, &motion.t, [derived, measured], &segments, step)
        };
        // With a course, directions can contradict each other too.
        let is_over_ground = column.quantity == MeasuredQuantity::GroundSpeed;
        let along_axes = is_over_ground.then(|| east_and_north(audited, &measured));
        match (along_axes.flatten(), &motion.velocity[..]) {
            (Some([to_east, to_north]), [east, north, ..]) => {
                of(&[east, north], &[&to_east, &to_north])
            }
            _ => of(&[&derived], &[&measured]),
        }
    });
    Some(MeasuredComparison {
        contradiction,
        column: column.name.clone(),
        quantity: column.quantity,
        unit: unit.name,
        unit_guessed: unit.guessed,
        unit_assumed: unit.assumed,
        factor: unit.factor,
        rows: statistics.rows,
        bias: statistics.bias,
        rms: statistics.rms,
        relative_rms: statistics.relative_rms,
        median: statistics.median,
        percentile_99: statistics.percentile_99,
        largest: statistics.largest,
        correlation: statistics.correlation,
        lag: lag.map(|lag| lag.seconds),
        rms_at_lag: lag.map(|lag| lag.rms),
    })
}

/// The measured values of the rows, in the unit of the derived ones, and the unit they were in.
fn in_derived_unit(
    audited: &AuditedLog<'_>,
    derived: &[f64],
    column: &MeasuredColumn,
) -> (Vec<f64>, unit::Decided) {
    let mut measured: Vec<f64> = (0..derived.len())
        .map(|row| column.values[audited.source_row(row)])
        .collect();
    let metres = metres_a_unit(audited.log);
    let unit = unit::decide([column.unit, column.customary], metres, derived, &measured);
    for value in &mut measured {
        *value *= unit.factor;
    }
    (measured, unit)
}

/// The velocity along an axis that the log's instrument measured, in the unit of the derived one, and its column's name.
pub(super) fn measured_velocity(
    audited: &AuditedLog<'_>,
    motion: &Motion,
    axis: usize,
) -> Option<(String, Vec<f64>)> {
    let of_axis = |quantity| match quantity {
        MeasuredQuantity::Component(component) => component == axis,
        MeasuredQuantity::Down => axis == 2,
        _ => false,
    };
    let column = audited
        .log
        .measured
        .iter()
        .find(|column| of_axis(column.quantity))?;
    let (mut measured, _) = in_derived_unit(audited, &derived(motion, column.quantity)?, column);
    if column.quantity == MeasuredQuantity::Down {
        for value in &mut measured {
            *value = -*value;
        }
    }
    Some((column.name.clone(), measured))
}

/// The velocity east and north of a measured speed over ground and a course.
pub(super) fn measured_ground_velocity(
    audited: &AuditedLog<'_>,
    motion: &Motion,
) -> Option<[Vec<f64>; 2]> {
    let speed = column_of(audited, MeasuredQuantity::GroundSpeed)?;
    let (speed, _) = in_derived_unit(audited, &derived(motion, speed.quantity)?, speed);
    east_and_north(audited, &speed)
}

/// Speeds over ground along east and north, by the measured course.
fn east_and_north(audited: &AuditedLog<'_>, speed: &[f64]) -> Option<[Vec<f64>; 2]> {
    let course = column_of(audited, MeasuredQuantity::Course)?;
    let rows = speed.iter().enumerate();
    let pairs = rows.map(|(row, speed)| {
        let course = course.values[audited.source_row(row)].to_radians();
        (speed * course.sin(), speed * course.cos())
    });
    let (east, north) = pairs.unzip();
    Some([east, north])
}

fn column_of<'a>(
    audited: &AuditedLog<'a>,
    quantity: MeasuredQuantity,
) -> Option<&'a MeasuredColumn> {
    let mut columns = audited.log.measured.iter();
    columns.find(|column| column.quantity == quantity)
}

/// The seconds by which measured values come later than derived ones, where that can be told and is more than a part of a
/// step.
pub(super) fn lag_of(
    audited: &AuditedLog<'_>,
    motion: &Motion,
    derived: &[f64],
    measured: &[f64],
) -> Option<f64> {
    const PART: f64 = 0.25;
    let statistics = Statistics::of(derived, measured)?;
    let (step, segments) = steps(audited);
    // Of a log that is written faster than it is measured, the steps between measurements.
    let step = step
        .filter(|_| statistics.are_alike())?
        .max(between_changes(motion, measured)?);
    let lag = lag::best(&motion.t, derived, measured, &segments, step)?;
    (lag.seconds.abs() > PART * step).then_some(lag.seconds)
}

/// The median time between changes of a column.
fn between_changes(motion: &Motion, values: &[f64]) -> Option<f64> {
    let changes = (1..values.len()).filter(|&row| {
        values[row] != values[row - 1] && values[row].is_finite() && motion.t[row] > 0.0
    });
    let times: Vec<f64> = changes.map(|row| motion.t[row]).collect();
    let steps = times.windows(2).map(|pair| pair[1] - pair[0]);
    let mut steps: Vec<f64> = steps.filter(|step| *step > 0.0).collect();
    steps.sort_unstable_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied()
}

/// The median step in seconds of the entity with most rows, and all segments.
fn steps(audited: &AuditedLog<'_>) -> (Option<f64>, Vec<Range<usize>>) {
    let segments = audited
        .entities
        .iter()
        .flat_map(|entity| entity.segments.iter().cloned());
    let largest = audited
        .entities
        .iter()
        .max_by_key(|entity| entity.rows.len());
    let step = largest.and_then(|entity| entity.median_step);
    let seconds = |step| audited.log.clock.ticks.seconds(step);
    (step.map(seconds), segments.collect())
}

/// What turns the values of a measured column into the unit of the derived velocity, as it was decided for a comparison of
/// the log; `None` where they are of an axis that the motion does not have.
pub fn measured_factor(
    log: &PositionLog,
    axes: usize,
    column: &MeasuredColumn,
    compared: &[MeasuredComparison],
) -> Option<f64> {
    let has_it = match column.quantity {
        MeasuredQuantity::Component(axis) => axis < axes,
        MeasuredQuantity::Down => axes > 2,
        MeasuredQuantity::Speed => true,
        MeasuredQuantity::GroundSpeed => axes > 1,
        MeasuredQuantity::Course | MeasuredQuantity::Accuracy { .. } => false,
    };
    let decided = compared
        .iter()
        .find(|compared| compared.column == column.name && compared.quantity == column.quantity);
    let factor = decided.map_or_else(
        || {
            unit::decide(
                [column.unit, column.customary],
                metres_a_unit(log),
                &[],
                &[],
            )
            .factor
        },
        |compared| compared.factor,
    );
    has_it.then_some(factor)
}

/// How many meters the unit of the derived positions is; `None` where it is no length or differs from axis to axis.
fn metres_a_unit(log: &PositionLog) -> Option<f64> {
    if log.coordinates == Frame::Geographic {
        return Some(1.0);
    }
    let unit = log.length_unit()?;
    LengthUnit::parse(&unit)?.in_metres()
}

/// The derived values that a measured quantity is compared with.
fn derived(motion: &Motion, quantity: MeasuredQuantity) -> Option<Vec<f64>> {
    Some(match quantity {
        MeasuredQuantity::Component(axis) => motion.velocity.get(axis)?.clone(),
        MeasuredQuantity::Down => motion.velocity.get(2)?.iter().map(|up| -up).collect(),
        MeasuredQuantity::Speed => motion.speed.clone(),
        MeasuredQuantity::Course | MeasuredQuantity::Accuracy { .. } => return None,
        MeasuredQuantity::GroundSpeed => {
            let [east, north, ..] = &motion.velocity[..] else {
                return None;
            };
            east.iter()
                .zip(north)
                .map(|(east, north)| east.hypot(*north))
                .collect()
        }
    })
}
