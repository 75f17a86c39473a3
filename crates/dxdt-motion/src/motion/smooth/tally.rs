//! What the fits of a log found, gathered entity after entity.

use crate::audit::{AuditedLog, NotedRows};
use crate::finding::{Finding, FindingKind};
use crate::log::PositionLog;
use crate::motion::Motion;
use crate::motion::square_mean::SquareMean;

use super::overshoot::Overshoot;
use super::{AxisSmoothing, EntitySmoothing, FitReason, SmoothingProgress};

/// What was found along all axes.
#[derive(Debug, Clone)]
pub struct SmoothingTally {
    axes: Vec<AxisTally>,
    outliers: NotedRows,
    /// Rows at which an object is at rest.
    still: NotedRows,
    overshoots: NotedRows,
    /// The speed that exceeds what the positions allow by most, and what they do.
    worst: Option<(f64, f64)>,
    /// Segments that are too short, and the rows that they would have needed, at most.
    short: u64,
    needed: usize,
    /// For how many rows positions are held, at most, and of how many entities.
    held: Option<(usize, u64)>,
    /// Measured velocities are wanted, and there are none.
    pub(super) nothing_to_fuse: bool,
    pub(super) progress: SmoothingProgress,
}

#[derive(Debug, Clone, Default)]
struct AxisTally {
    name: String,
    noises: Vec<f64>,
    outliers: u64,
    /// Where a smoother takes far more for noise than neighboring rows tell of: how often, and both where they differ most.
    motion_or_noise: Option<(u64, [f64; 2])>,
    /// The first of the longest segments: its rows, and what was fitted.
    longest: Option<(usize, FitReason)>,
    velocity_error: SquareMean,
    acceleration_error: SquareMean,
    velocity: SquareMean,
    acceleration: SquareMean,
}

impl SmoothingTally {
    /// Of no rows yet.
    pub fn new(axes: &[String]) -> Self {
        let axis = |name: &String| AxisTally {
            name: name.clone(),
            ..AxisTally::default()
        };
        Self {
            axes: axes.iter().map(axis).collect(),
            outliers: NotedRows::default(),
            still: NotedRows::default(),
            overshoots: NotedRows::default(),
            worst: None,
            short: 0,
            needed: 0,
            held: None,
            nothing_to_fuse: false,
            progress: SmoothingProgress::default(),
        }
    }

    /// Tells what smoothed positions are counted by.
    #[must_use]
    pub fn counted_by(mut self, progress: SmoothingProgress) -> Self {
        self.progress = progress;
        self
    }

    /// Adds the entities that come next, with the standard errors of velocity and acceleration.
    pub(super) fn add(
        &mut self,
        audited: &AuditedLog<'_>,
        motion: &Motion,
        entities: &[EntitySmoothing],
        [velocity_error, acceleration_error]: [&[Vec<f64>]; 2],
    ) {
        for (index, axis) in self.axes.iter_mut().enumerate() {
            let of_axis = entities.iter().filter_map(|entity| entity.fits.get(index));
            for (rows, fit) in of_axis.flatten() {
                if fit.noise.is_finite() {
                    axis.noises.push(fit.noise);
                }
                axis.outliers += fit.outliers.len() as u64;
                if let Some(known) = fit.noise_of_neighbors {
                    let (count, worst) = axis.motion_or_noise.unwrap_or((0, [0.0, 1.0]));
                    let is_worse = fit.noise / known > worst[0] / worst[1];
                    let worst = if is_worse { [fit.noise, known] } else { worst };
                    axis.motion_or_noise = Some((count + 1, worst));
                }
                if axis.longest.as_ref().is_none_or(|(known, _)| rows > known) {
                    axis.longest = Some((*rows, fit.reason.clone()));
                }
            }
            let columns = [
                (&mut axis.velocity_error, &velocity_error[index]),
                (&mut axis.acceleration_error, &acceleration_error[index]),
                (&mut axis.velocity, &motion.velocity[index]),
                (&mut axis.acceleration, &motion.acceleration[index]),
            ];
            for (squares, values) in columns {
                for &value in values.iter().filter(|value| value.is_finite()) {
                    squares.add(value);
                }
            }
        }
        for entity in entities {
            self.short += entity.short;
            self.needed = self.needed.max(entity.needed);
            if let Some(every) = entity.held {
                let (most, count) = self.held.unwrap_or_default();
                self.held = Some((most.max(every), count + 1));
            }
        }
        for (entity, smoothed) in audited.entities.iter().zip(entities) {
            let noted = |rows: &[usize]| {
                let rows = rows.iter();
                let of_log = rows.map(|row| audited.source_row(entity.rows.start + row));
                NotedRows::of(audited.log, of_log)
            };
            self.outliers.append(noted(&smoothed.outliers));
            self.still.append(noted(&smoothed.still));
        }
    }

    /// Adds rows whose speed the positions do not allow.
    pub(super) fn add_overshoots(
        &mut self,
        audited: &AuditedLog<'_>,
        motion: &Motion,
        rows: &[Overshoot],
    ) {
        let of_log = rows.iter().map(|found| audited.source_row(found.row));
        self.overshoots.append(NotedRows::of(audited.log, of_log));
        for found in rows {
            let speed = motion.speed[found.row];
            if self.worst.is_none_or(|(worst, _)| speed > worst) {
                self.worst = Some((speed, found.allowed));
            }
        }
    }

    /// Each axis summed up.
    pub fn axes(&self) -> Vec<AxisSmoothing> {
        self.axes.iter().map(AxisTally::sum_up).collect()
    }

    /// What was noticed.
    pub fn findings(&self, log: &PositionLog) -> Vec<Finding> {
        let kind = FindingKind::TooShortToSmooth {
            needed: self.needed,
        };
        let short = (self.short > 0).then(|| Finding::new(kind, self.short));
        let held = self
            .held
            .map(|(every, count)| Finding::new(FindingKind::PositionsHeld { every }, count));
        let fused = self
            .nothing_to_fuse
            .then(|| Finding::new(FindingKind::NothingToFuse, 1));
        let left_out = self.outliers.finding(FindingKind::OutliersLeftOut, log);
        let overshoots = self.worst.and_then(|(speed, allowed)| {
            let kind = FindingKind::SmootherOvershoots {
                speed,
                allowed,
                unit: log.distance_unit(),
            };
            self.overshoots.finding(kind, log)
        });
        let still = self.still.finding(FindingKind::AtRest, log);
        let motion_or_noise = self.axes.iter().filter_map(|axis| {
            let (count, [taken, neighbors]) = axis.motion_or_noise?;
            let kind = FindingKind::MotionOrNoise {
                axis: axis.name.clone(),
                taken,
                neighbors,
                unit: log.distance_unit(),
            };
            Some(Finding::new(kind, count))
        });
        left_out
            .into_iter()
            .chain(overshoots)
            .chain(motion_or_noise)
            .chain(still)
            .chain(short)
            .chain(held)
            .chain(fused)
            .collect()
    }
}

impl AxisTally {
    fn sum_up(&self) -> AxisSmoothing {
        let mut noises = self.noises.clone();
        noises.sort_unstable_by(f64::total_cmp);
        let root = |squares: &SquareMean| squares.mean().map(f64::sqrt);
        AxisSmoothing {
            axis: self.name.clone(),
            noise: noises.get(noises.len() / 2).copied(),
            velocity_noise_share: share(root(&self.velocity_error), root(&self.velocity)),
            acceleration_noise_share: share(
                root(&self.acceleration_error),
                root(&self.acceleration),
            ),
            velocity_error: root(&self.velocity_error),
            acceleration_error: root(&self.acceleration_error),
            outliers: self.outliers,
            reason: self.longest.as_ref().map(|(_, reason)| reason.clone()),
        }
    }
}

/// Errors over values, at most 1.
fn share(error: Option<f64>, value: Option<f64>) -> Option<f64> {
    let (error, value) = (error?, value?);
    (value > 0.0).then(|| (error / value).min(1.0))
}
