//! Motion: velocity and acceleration of an audited log, their comparison with first differences, and what else
//! follows from them.

mod compare;
mod entity;
mod inner_rows;
mod measured;
mod methods;
mod options;
mod quantities;
mod sample;
mod segment;
mod segment_clock;
mod smooth;
mod square_mean;
mod stencil;
mod stencil_reach;
mod travel;

use std::ops::Range;

use rayon::prelude::*;

use crate::audit::{AuditedLog, EntityRows, Flags};
use crate::finding::{Finding, FindingKind};
use crate::log::PositionLog;
use crate::space::Frame;

pub use compare::{AxisComparing, gradient_of};
pub use compare::{AxisComparison, Comparison, compare};
pub use entity::{EntityCounts, EntityMotion, EntityPositions, derive_entity};
pub use inner_rows::{InnerReach, Peak};
pub use measured::{COMPARED_ROWS, Contradiction, compare_measured_of_sample, measured_factor};
pub use measured::{MeasuredComparison, compare_measured};
pub use methods::{
    MethodFigures, MethodGroup, MethodMotion, MethodName, NoMethod, Reference, Truth, TruthKind,
    by_all_methods, method_figures,
};
pub use options::{Acceleration, DeriveOptions, Method};
pub use quantities::{EntityKinematics, empty_columns, entity_quantity};
pub use quantities::{PathLength, Quantity, QuantityChoice, QuantityColumn, norm, quantities};
pub use sample::Sample;
pub use smooth::{AxisSmoothing, FitReason, Program, Smoothing, SmoothingMethod, smooth};
pub use smooth::{SmoothedErrors, SmoothingProgress, SmoothingTally, smooth_some, smoothed};
pub use square_mean::SquareMean;
pub(crate) use square_mean::root_mean_square;
pub use stencil::Stencil;
pub use stencil_reach::Reach;
pub use travel::{Measure, Travel, Travelled, slowest_told};

/// The motion of every row of an audited log. Each column is as long as the log; NaN stands for what cannot be
/// known.
#[derive(Debug, Clone)]
pub struct Motion {
    /// The names of the axes: the position columns, or `east`, `north` and `up`.
    pub axes: Vec<String>,
    /// Seconds since the entity's first timestamp.
    pub t: Vec<f64>,
    /// Velocity along each axis, in the unit of the positions a second (m/s for geographic ones).
    pub velocity: Vec<Vec<f64>>,
    /// Acceleration along each axis, per second squared.
    pub acceleration: Vec<Vec<f64>>,
    /// Jerk along each axis where curves were fitted to the positions, NaN on rows without one; `None` where it follows
    /// from the acceleration.
    pub jerk: Option<Vec<Vec<f64>>>,
    /// First difference to the next row along each axis, as `np.diff(x)/np.diff(t)`.
    pub first_difference: Vec<Vec<f64>>,
    /// The norm of the velocity.
    pub speed: Vec<f64>,
    /// The norm of the acceleration.
    pub accel: Vec<f64>,
    /// The number of the row's segment within its entity.
    pub segment: Vec<u32>,
    /// What deserves less trust.
    pub flags: Vec<Flags>,
    /// What was noticed on the way.
    pub findings: Vec<Finding>,
}

impl Motion {
    /// Along these axes, of no rows yet.
    pub fn without_rows(axes: Vec<String>) -> Self {
        let columns = || vec![Vec::new(); axes.len()];
        Self {
            t: Vec::new(),
            velocity: columns(),
            acceleration: columns(),
            jerk: None,
            first_difference: columns(),
            speed: Vec::new(),
            accel: Vec::new(),
            segment: Vec::new(),
            flags: Vec::new(),
            findings: Vec::new(),
            axes,
        }
    }
}

/// Derives the motion of every entity and segment of an audited log.
///
/// ```
/// use dxdt_motion::audit::{AuditOptions, audit};
/// use dxdt_motion::log::LogBuilder;
/// use dxdt_motion::motion::{DeriveOptions, derive};
///
/// let t = [0.0, 0.5, 2.0, 3.0];
/// let log = LogBuilder::of_seconds(&t).position("x", None, &t.map(|t| t * t)).build()?;
/// let motion = derive(&audit(&log, &AuditOptions::default())?, &DeriveOptions::default());
/// assert_eq!(motion.velocity[0], [0.0, 1.0, 4.0, 6.0]);
/// assert_eq!(motion.acceleration[0], [2.0; 4]);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn derive(audited: &AuditedLog<'_>, options: &DeriveOptions) -> Motion {
    let rows = audited.stamps.len();
    let axes = axes_of(audited.log);
    // Zeroed memory costs nothing until the threads that derive write to it.
    let column = || vec![0.0; rows];
    let columns = || axes.iter().map(|_| column()).collect::<Vec<_>>();
    let mut motion = Motion {
        t: column(),
        velocity: columns(),
        acceleration: columns(),
        jerk: None,
        first_difference: columns(),
        speed: column(),
        accel: column(),
        segment: vec![0; rows],
        flags: audited.flags.clone(),
        findings: Vec::new(),
        axes,
    };
    let local_segments: Vec<Vec<_>> = audited.entities.iter().map(local_segments).collect();
    let mut outputs = split_by_entity(&mut motion, audited);
    let counts: Vec<EntityCounts> = outputs
        .par_iter_mut()
        .zip(audited.entities.par_iter().zip(&local_segments))
        .map(|(out, (entity, segments))| {
            let input = entity_positions(audited, entity, segments);
            derive_entity(&input, options, out)
        })
        .collect();
    motion.findings = findings(&counts);
    motion
}

/// The names of the axes of a log's motion.
pub fn axes_of(log: &PositionLog) -> Vec<String> {
    match log.coordinates {
        Frame::Cartesian => log.positions.iter().map(|p| p.name.clone()).collect(),
        Frame::Geographic => ["east", "north", "up"].map(str::to_owned).to_vec(),
    }
}

/// The segments of an entity, counted from its first row.
fn local_segments(entity: &EntityRows) -> Vec<Range<usize>> {
    let start = entity.rows.start;
    let local = |segment: &Range<usize>| segment.start - start..segment.end - start;
    entity.segments.iter().map(local).collect()
}

fn entity_positions<'a>(
    audited: &'a AuditedLog<'_>,
    entity: &EntityRows,
    segments: &'a [Range<usize>],
) -> EntityPositions<'a> {
    EntityPositions {
        stamps: &audited.stamps[entity.rows.clone()],
        ticks: audited.log.clock.ticks,
        positions: audited
            .positions
            .iter()
            .map(|axis| &axis[entity.rows.clone()])
            .collect(),
        segments,
        coordinates: audited.log.coordinates,
        part: audited.part.as_ref(),
    }
}

/// The first part of what is left of a column.
fn take<'m, T>(rest: &mut &'m mut [T], count: usize) -> &'m mut [T] {
    let (part, after) = std::mem::take(rest).split_at_mut(count);
    *rest = after;
    part
}

/// Each entity's part of every column.
fn split_by_entity<'m>(motion: &'m mut Motion, audited: &AuditedLog<'_>) -> Vec<EntityMotion<'m>> {
    fn slices(columns: &mut [Vec<f64>]) -> Vec<&mut [f64]> {
        columns.iter_mut().map(Vec::as_mut_slice).collect()
    }
    let mut t = motion.t.as_mut_slice();
    let mut velocity = slices(&mut motion.velocity);
    let mut acceleration = slices(&mut motion.acceleration);
    let mut first_difference = slices(&mut motion.first_difference);
    let mut speed = motion.speed.as_mut_slice();
    let mut accel = motion.accel.as_mut_slice();
    let mut segment = motion.segment.as_mut_slice();
    let mut flags = motion.flags.as_mut_slice();
    audited
        .entities
        .iter()
        .map(|entity| {
            let count = entity.rows.len();
            EntityMotion {
                t: take(&mut t, count),
                velocity: velocity.iter_mut().map(|rest| take(rest, count)).collect(),
                acceleration: acceleration
                    .iter_mut()
                    .map(|rest| take(rest, count))
                    .collect(),
                first_difference: first_difference
                    .iter_mut()
                    .map(|rest| take(rest, count))
                    .collect(),
                speed: take(&mut speed, count),
                accel: take(&mut accel, count),
                segment: take(&mut segment, count),
                flags: take(&mut flags, count),
            }
        })
        .collect()
}

fn findings(counts: &[EntityCounts]) -> Vec<Finding> {
    let short: u64 = counts.iter().map(|counts| counts.short_segments).sum();
    let overflows: u64 = counts.iter().map(|counts| counts.overflows).sum();
    [
        (FindingKind::ShortSegments, short),
        (FindingKind::DerivativeOverflow, overflows),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(kind, count)| Finding::new(kind, count))
    .collect()
}
