//! What a log tells beside positions: measured velocities, and the accuracy of positions.

use std::ops::Range;

use crate::audit::AuditedLog;
use crate::log::{MeasuredColumn, MeasuredQuantity};
use crate::motion::Motion;
use crate::motion::measured::{lag_of, measured_ground_velocity, measured_velocity};
use crate::space::{Frame, LocalDirections};

use super::axis::SmoothingMethod;

/// Columns of the rows of an audited log.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    /// The velocity along each axis of the output, where it was measured; NaN where there is none.
    velocity: Vec<Option<Vec<f64>>>,
    /// The accuracies of the positions along each axis, and whether they are to be used in any case.
    accuracy: Vec<Option<(Vec<f64>, bool)>>,
}

impl Beside {
    pub fn of(audited: &AuditedLog<'_>, motion: &Motion, method: SmoothingMethod) -> Self {
        let axes = motion.axes.len();
        let mut beside = Self::default();
        if method.is_auto() {
            beside.accuracy = (0..axes).map(|axis| accuracy(audited, axis)).collect();
        }
        if method == SmoothingMethod::Fused {
            beside.velocity = (0..axes)
                .map(|axis| measured_velocity(audited, motion, axis).map(|(_, values)| values))
                .collect();
            if let [east @ None, north @ None, ..] = &mut beside.velocity[..]
                && let Some(velocity) = measured_ground_velocity(audited, motion)
            {
                [*east, *north] = velocity.map(Some);
            }
            let columns = beside.velocity.iter_mut().zip(&motion.velocity);
            for (measured, derived) in columns {
                if let Some(values) = measured
                    && let Some(lag) = lag_of(audited, motion, derived, values)
                {
                    *values = earlier(audited, motion, values, lag);
                }
            }
        }
        beside
    }

    /// Whether any velocity was measured.
    pub fn has_velocity(&self) -> bool {
        self.velocity.iter().any(Option::is_some)
    }

    /// The accuracies of some rows of an entity along an axis, and whether they are to be used in any case.
    pub fn accuracy(
        &self,
        axis: usize,
        entity: &Range<usize>,
        rows: &[usize],
    ) -> Option<(Vec<f64>, bool)> {
        let (accuracy, is_given) = self.accuracy.get(axis)?.as_ref()?;
        let of_rows = rows.iter().map(|row| accuracy[entity.start + row]);
        Some((of_rows.collect(), *is_given))
    }

    /// The measured velocities of some rows of an entity, along the axes at `reference` where positions are geographic.
    pub fn velocity(
        &self,
        audited: &AuditedLog<'_>,
        entity: &Range<usize>,
        rows: &[usize],
        reference: Option<&LocalDirections>,
    ) -> Vec<Option<Vec<f64>>> {
        let rows = || rows.iter().map(|row| entity.start + row);
        let Some(reference) = reference else {
            let pick = |column: &Option<Vec<f64>>| {
                let column = column.as_ref()?;
                Some(rows().map(|row| column[row]).collect())
            };
            return self.velocity.iter().map(pick).collect();
        };
        let mut turned = vec![Vec::with_capacity(rows().len()); self.velocity.len()];
        for row in rows() {
            let measured = |axis: usize| {
                let column = self.velocity.get(axis).and_then(Option::as_ref);
                column.map(|column| column[row])
            };
            let here = LocalDirections::at(audited.positions[0][row], audited.positions[1][row]);
            // Without a measured climb, that along the ground is all.
            let vector = [0, 1, 2].map(|axis| measured(axis).unwrap_or(0.0));
            let there = reference.east_north_up(here.earth_centred(vector));
            for (column, value) in turned.iter_mut().zip(there) {
                column.push(value);
            }
        }
        let known = self.velocity.iter().zip(turned);
        known
            .map(|(known, turned)| known.is_some().then_some(turned))
            .collect()
    }
}

/// The accuracies along an axis: those along it, else those of all; found ones of a geographic log are along the ground.
fn accuracy(audited: &AuditedLog<'_>, axis: usize) -> Option<(Vec<f64>, bool)> {
    let is_geographic = audited.log.coordinates == Frame::Geographic;
    let holds = |column: &&MeasuredColumn| match column.quantity {
        MeasuredQuantity::Accuracy {
            axis: along,
            is_given,
        } => along.map_or(is_given || !is_geographic || axis < 2, |along| {
            along == axis
        }),
        _ => false,
    };
    let column = audited.log.measured.iter().find(holds)?;
    let is_given =
        matches!(column.quantity, MeasuredQuantity::Accuracy { is_given, .. } if is_given);
    let rows = 0..audited.stamps.len();
    let values = rows.map(|row| column.values[audited.source_row(row)]);
    Some((values.collect(), is_given))
}

/// Values that come `lag` seconds late at the rows that they belong to, on straight lines between rows.
fn earlier(audited: &AuditedLog<'_>, motion: &Motion, values: &[f64], lag: f64) -> Vec<f64> {
    let mut out = vec![f64::NAN; values.len()];
    for entity in &audited.entities {
        let known: Vec<usize> = entity
            .rows
            .clone()
            .filter(|&row| values[row].is_finite())
            .collect();
        let mut right = 0;
        for row in entity.rows.clone() {
            let wanted = motion.t[row] + lag;
            while right < known.len() && motion.t[known[right]] < wanted {
                right += 1;
            }
            let (Some(&after), Some(&before)) = (
                known.get(right),
                right.checked_sub(1).and_then(|left| known.get(left)),
            ) else {
                continue;
            };
            let share = (wanted - motion.t[before]) / (motion.t[after] - motion.t[before]);
            out[row] = values[before] + share * (values[after] - values[before]);
        }
    }
    out
}
