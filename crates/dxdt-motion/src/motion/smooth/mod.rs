//! Velocity and acceleration of noisy positions: curves fitted to each segment take the place of the gradient, with
//! standard errors.

mod axis;
mod beside;
mod frame;
mod held;
mod overshoot;
mod program;
mod progress;
mod reason;
mod rest;
mod tally;

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use crate::audit::{AuditedLog, EntityRows, Flags};
use crate::finding::Finding;
use crate::space::Frame;

use overshoot::overshoots;
use rest::{rests, stop};

use super::entity::{EntityPositions, norms};
use super::segment::complete_rows;
use super::{Motion, entity_positions, local_segments};

use axis::{AxisFit, fit};
pub use axis::{SmoothingMethod, smoothed};
use beside::Beside;
use frame::Derivatives;
use held::held;
pub use program::Program;
pub use progress::SmoothingProgress;
pub use reason::FitReason;
pub use tally::SmoothingTally;

/// The standard errors of smoothed derivatives, and what the fits found.
#[derive(Debug, Clone)]
pub struct Smoothing {
    /// The method.
    pub method: SmoothingMethod,
    /// The standard error of the velocity along each axis; NaN where it is not known.
    pub velocity_error: Vec<Vec<f64>>,
    /// The standard error of the acceleration along each axis; NaN where it is not known.
    pub acceleration_error: Vec<Vec<f64>>,
    /// The standard error of the jerk along each axis; NaN where it is not known.
    pub jerk_error: Vec<Vec<f64>>,
    /// What was found along each axis, east, north and up being those at each segment's first row.
    pub axes: Vec<AxisSmoothing>,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

/// What the fits along one axis found, over all segments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AxisSmoothing {
    /// The axis along which the curves were fitted.
    pub axis: String,
    /// The median standard deviation of the noise of the positions, in their unit.
    pub noise: Option<f64>,
    /// Positions that were left out.
    pub outliers: u64,
    /// The root mean square of the velocity's standard errors over the rows that have one.
    pub velocity_error: Option<f64>,
    /// The root mean square of the acceleration's standard errors.
    pub acceleration_error: Option<f64>,
    /// The standard errors of the velocity as a share of it, both as root mean squares.
    pub velocity_noise_share: Option<f64>,
    /// The same of the acceleration.
    pub acceleration_noise_share: Option<f64>,
    /// The method and parameters of the longest segment, and why.
    pub reason: Option<FitReason>,
}

/// The standard errors of some rows: of each derivative a column an axis, NaN where they are not known.
pub struct SmoothedErrors {
    /// Those of the velocity, in the unit of the positions a second (m/s for geographic ones).
    pub velocity: Vec<Vec<f64>>,
    /// Those of the acceleration, per second squared.
    pub acceleration: Vec<Vec<f64>>,
    /// Those of the jerk, per second cubed.
    pub jerk: Vec<Vec<f64>>,
}

/// One entity's smoothed rows.
struct EntitySmoothing {
    /// The derivatives of the entity's rows.
    derivatives: Derivatives,
    /// Of each axis, the fits of the segments, with their lengths.
    fits: Vec<Vec<(usize, AxisFit)>>,
    /// Source rows that any axis left out.
    outliers: Vec<usize>,
    /// Rows at which the entity is at rest.
    still: Vec<usize>,
    /// Segments that are too short and keep the gradient.
    short: u64,
    /// The rows that they would have needed, at most.
    needed: usize,
    /// How many rows a position is held for.
    held: Option<usize>,
    /// The rows that have been smoothed.
    done: Vec<bool>,
}

/// Smooths every segment of a log in place: velocity, acceleration, jerk and their norms are those of the fitted curves
/// then, the first difference stays. Segments with too few rows keep what they had.
///
/// ```
/// use dxdt_motion::audit::{AuditOptions, audit};
/// use dxdt_motion::log::LogBuilder;
/// use dxdt_motion::motion::{DeriveOptions, SmoothingMethod, derive, smooth};
///
/// // 3 m/s, with an error of up to 2 cm.
/// let t: Vec<f64> = (0..100).map(|i| 0.1 * f64::from(i)).collect();
/// let x: Vec<f64> = (0..100).map(|i| 3.0 * t[i] + 0.02 * ((i * i) as f64).sin()).collect();
/// let log = LogBuilder::of_seconds(&t).position("x", Some("m"), &x).build()?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let mut motion = derive(&audited, &DeriveOptions::default());
/// let smoothing = smooth(&audited, &mut motion, SmoothingMethod::Auto);
/// assert!((motion.velocity[0][50] - 3.0).abs() < 0.05);
/// assert!(smoothing.velocity_error[0][50] < 0.05);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn smooth(audited: &AuditedLog<'_>, motion: &mut Motion, method: SmoothingMethod) -> Smoothing {
    let mut tally = SmoothingTally::new(&motion.axes);
    let errors = smooth_some(audited, motion, method, &mut tally);
    Smoothing {
        method,
        velocity_error: errors.velocity,
        acceleration_error: errors.acceleration,
        jerk_error: errors.jerk,
        axes: tally.axes(),
        findings: tally.findings(audited.log),
    }
}

/// As [`smooth`], of some entities of a log; what is found is added to that of the ones before.
pub fn smooth_some(
    audited: &AuditedLog<'_>,
    motion: &mut Motion,
    method: SmoothingMethod,
    tally: &mut SmoothingTally,
) -> SmoothedErrors {
    let mut beside = Beside::of(audited, motion, method);
    if beside.has_velocity() {
        let without = Beside::of(audited, motion, SmoothingMethod::Auto);
        let entities = smooth_entities(audited, SmoothingMethod::Auto, &without, tally);
        // Units and lags are told by smooth velocities, not by noisy ones.
        let mut smooth = motion.clone();
        for (entity, smoothed) in audited.entities.iter().zip(&entities) {
            put(
                entity,
                smoothed,
                &smoothed.derivatives.values[0],
                &mut smooth.velocity,
            );
        }
        norms(&smooth.velocity, &mut smooth.speed);
        beside = Beside::of(audited, &smooth, method);
    }
    tally.nothing_to_fuse |= method == SmoothingMethod::Fused && !beside.has_velocity();
    let entities = smooth_entities(audited, method, &beside, tally);
    let rows = audited.stamps.len();
    let unknown = || vec![vec![f64::NAN; rows]; motion.axes.len()];
    let (mut velocity_error, mut acceleration_error, mut jerk_error) =
        (unknown(), unknown(), unknown());
    let mut jerk = method.fits_a_curve().then(unknown);
    for (entity, smoothed) in audited.entities.iter().zip(&entities) {
        let [velocity, acceleration, of_jerk] = &smoothed.derivatives.values;
        if let Some(jerk) = &mut jerk {
            put(entity, smoothed, of_jerk, jerk);
        }
        let [velocity_errors, acceleration_errors, jerk_errors] = &smoothed.derivatives.errors;
        if method != SmoothingMethod::Gradient {
            put(entity, smoothed, velocity, &mut motion.velocity);
            put(entity, smoothed, acceleration, &mut motion.acceleration);
        }
        put(entity, smoothed, velocity_errors, &mut velocity_error);
        put(
            entity,
            smoothed,
            acceleration_errors,
            &mut acceleration_error,
        );
        put(entity, smoothed, jerk_errors, &mut jerk_error);
    }
    motion.jerk = jerk;
    norms(&motion.velocity, &mut motion.speed);
    norms(&motion.acceleration, &mut motion.accel);
    for (entity, smoothed) in audited.entities.iter().zip(&entities) {
        for row in &smoothed.outliers {
            motion.flags[entity.rows.start + row].insert(Flags::OUTLIER);
        }
    }
    let held: Vec<usize> = entities
        .iter()
        .map(|entity| entity.held.unwrap_or(1))
        .collect();
    let beyond = overshoots(audited, motion, &velocity_error, &held);
    for found in &beyond {
        motion.flags[found.row].insert(Flags::OVERSHOOT);
    }
    tally.add_overshoots(audited, motion, &beyond);
    tally.add(
        audited,
        motion,
        &entities,
        [&velocity_error, &acceleration_error],
    );
    SmoothedErrors {
        velocity: velocity_error,
        acceleration: acceleration_error,
        jerk: jerk_error,
    }
}

fn smooth_entities(
    audited: &AuditedLog<'_>,
    method: SmoothingMethod,
    beside: &Beside,
    tally: &SmoothingTally,
) -> Vec<EntitySmoothing> {
    let smooth = |entity: &EntityRows| {
        let segments = local_segments(entity);
        let input = entity_positions(audited, entity, &segments);
        let rows = entity.rows.clone();
        let entity = EntityInput {
            input: &input,
            rows,
            audited,
            beside,
        };
        smooth_entity(&entity, method, &tally.progress)
    };
    audited.entities.par_iter().map(smooth).collect()
}

/// Puts the smoothed rows of an entity into the columns of the whole log.
fn put(entity: &EntityRows, smoothed: &EntitySmoothing, from: &[Vec<f64>], to: &mut [Vec<f64>]) {
    for (from, to) in from.iter().zip(to) {
        let slots = to[entity.rows.clone()].iter_mut();
        for ((slot, value), _) in slots
            .zip(from)
            .zip(&smoothed.done)
            .filter(|(_, done)| **done)
        {
            *slot = *value;
        }
    }
}

impl EntitySmoothing {
    /// Leaves the rows of a segment with what they had.
    fn leave(&mut self, rows: &[usize]) {
        self.short += 1;
        self.needed = FEWEST_OF_A_SEGMENT;
        for &row in rows {
            self.done[row] = false;
        }
        self.outliers.retain(|row| !rows.contains(row));
    }
}

/// Of fewer rows, a segment says nothing about its motion, whatever is known of the whole.
const FEWEST_OF_A_SEGMENT: usize = 3;

/// An entity, and what the log tells beside its positions.
struct EntityInput<'a> {
    input: &'a EntityPositions<'a>,
    rows: Range<usize>,
    audited: &'a AuditedLog<'a>,
    beside: &'a Beside,
}

fn smooth_entity(
    entity: &EntityInput<'_>,
    method: SmoothingMethod,
    progress: &SmoothingProgress,
) -> EntitySmoothing {
    let input = entity.input;
    let rows = input.stamps.len();
    let axes = frame::axes(input);
    let mut smoothed = EntitySmoothing {
        derivatives: Derivatives::unknown(axes, rows),
        fits: vec![Vec::new(); axes],
        outliers: Vec::new(),
        still: Vec::new(),
        short: 0,
        needed: 0,
        held: None,
        done: vec![false; rows],
    };
    let segments: Vec<Vec<usize>> = input
        .segments
        .iter()
        .map(|segment| complete_rows(&input.positions, segment.clone()).listed(segment.clone()))
        .collect();
    if method.bridges_gaps() {
        // What is found on the whole holds for short segments too.
        let whole = segments.concat();
        if smooth_rows(entity, &whole, method, progress, &mut smoothed) {
            for segment in segments
                .iter()
                .filter(|rows| rows.len() < FEWEST_OF_A_SEGMENT)
            {
                smoothed.leave(segment);
            }
        } else {
            smoothed.short += segments.len() as u64;
            smoothed.needed = method.fewest_rows();
        }
    } else {
        for rows in &segments {
            if !rows.is_empty() && !smooth_rows(entity, rows, method, progress, &mut smoothed) {
                smoothed.short += 1;
                smoothed.needed = method.fewest_rows();
            }
        }
    }
    smoothed.outliers.sort_unstable();
    smoothed.outliers.dedup();
    let EntitySmoothing { still, done, .. } = &mut smoothed;
    still.retain(|&row| done[row]);
    smoothed
}

/// Axes along which positions are measured at once: a receiver's height may come apart from its place.
fn axes_measured_together(input: &EntityPositions<'_>) -> Vec<Range<usize>> {
    let axes = input.positions.len();
    match input.coordinates {
        Frame::Geographic => [0..2, 2..axes]
            .into_iter()
            .filter(|axes| !axes.is_empty())
            .collect(),
        Frame::Cartesian => (0..axes).map(|axis| axis..axis + 1).collect(),
    }
}

/// Fits a curve to some rows; `false` where they are too few.
fn smooth_rows(
    entity: &EntityInput<'_>,
    rows: &[usize],
    method: SmoothingMethod,
    progress: &SmoothingProgress,
    out: &mut EntitySmoothing,
) -> bool {
    let input = entity.input;
    let Some(&first) = rows.first() else {
        return false;
    };
    let start = input.stamps[first];
    let t: Vec<f64> = rows
        .iter()
        .map(|&row| input.ticks.seconds_between(start, input.stamps[row]))
        .collect();
    let (mut positions, reference) = frame::positions(input, rows);
    let mut velocity =
        entity
            .beside
            .velocity(entity.audited, &entity.rows, rows, reference.as_ref());
    if method.bridges_gaps() {
        for axes in axes_measured_together(input) {
            let columns: Vec<&[f64]> = axes.clone().map(|axis| input.positions[axis]).collect();
            if let Some(held) = held(&columns, rows) {
                out.held = out.held.max(Some(held.every));
                for axis in axes {
                    held.leave_out(&mut positions[axis]);
                    if let Some(Some(measured)) = velocity.get_mut(axis) {
                        held.leave_out(measured);
                    }
                }
            }
        }
    }
    let fits: Option<Vec<AxisFit>> = positions
        .iter()
        .enumerate()
        .map(|(axis, x)| {
            let accuracy = entity.beside.accuracy(axis, &entity.rows, rows);
            let beside = dxdt_calculus::smoothing::Beside {
                velocity: velocity.get(axis).and_then(Option::as_deref),
                deviation: accuracy.as_ref().map(|(values, _)| &values[..]),
                deviation_is_sure: accuracy.as_ref().is_some_and(|(_, is_given)| *is_given),
            };
            // What is not smoothed then is not told either: the analysis ends.
            if progress.stop().is_requested() {
                return None;
            }
            let found = fit(&t, x, method, &beside)?;
            progress.add(rows.len());
            // A log without heights says nothing about their noise.
            let is_measured = axis < input.positions.len();
            Some(match method.is_auto() && is_measured {
                true => found.or_gradient(&t, x),
                false => found,
            })
        })
        .collect();
    let Some(mut fits) = fits else {
        return false;
    };
    if method.is_auto() {
        let rests = rests(&t, &fits);
        stop(&mut fits, &rests);
        out.still
            .extend(rests.into_iter().flatten().map(|at| rows[at]));
    }
    for (fit, known) in fits.iter().zip(&mut out.fits) {
        out.outliers.extend(fit.outliers.iter().map(|&at| rows[at]));
        known.push((rows.len(), fit.summary()));
    }
    for &row in rows {
        out.done[row] = true;
    }
    out.derivatives
        .put(rows, &frame::turned(input, rows, reference, fits));
    true
}
