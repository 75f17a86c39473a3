//! Quantities of a whole log, a column each.

use rayon::prelude::*;

use crate::audit::AuditedLog;
use crate::log::PositionLog;
use crate::motion::{
    DeriveOptions, EntityPositions, Motion, entity_positions, local_segments, take,
};
use crate::space::Frame;

use super::jerk::jerk;
use super::path_length::path_length;
use super::{Quantity, formulas, ground};

/// One column of a quantity.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QuantityColumn {
    /// The column's name.
    pub name: String,
    /// Its unit; `None` where the log does not say what its lengths are.
    pub unit: Option<String>,
    /// A value for each row of the audited log; NaN where it cannot be known.
    pub values: Vec<f64>,
}

/// Computes quantities of a log, in the order given; those that are not asked for cost nothing.
///
/// Each has one column, but [`Quantity::Jerk`] one for each axis before that of its norm. A quantity that is not
/// defined for the log is NaN throughout ([`QuantityChoice::of_log`](super::QuantityChoice::of_log) refuses it). The
/// options are those that the motion was derived with.
///
/// ```
/// use dxdt_motion::audit::{AuditOptions, audit};
/// use dxdt_motion::log::LogBuilder;
/// use dxdt_motion::motion::{DeriveOptions, Quantity, derive, quantities};
///
/// // The parabola x = t, y = t²: at its vertex it bends as a circle of radius 1/2.
/// let t = [-2.0, -1.0, 0.0, 1.0, 2.0];
/// let y = t.map(|t| t * t);
/// let log = LogBuilder::of_seconds(&t).position("x", Some("m"), &t).position("y", Some("m"), &y).build()?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let options = DeriveOptions::default();
/// let motion = derive(&audited, &options);
/// let wanted = [Quantity::Curvature, Quantity::Heading];
/// let [curvature, heading] = &quantities(&audited, &motion, &wanted, &options)[..] else { panic!() };
/// assert_eq!((curvature.values[2], curvature.unit.as_deref()), (2.0, Some("1/m")));
/// assert_eq!((heading.values[2], heading.unit.as_deref()), (0.0, Some("°")));
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn quantities<'a>(
    audited: &AuditedLog<'_>,
    motion: &'a Motion,
    wanted: &[Quantity],
    options: &DeriveOptions,
) -> Vec<QuantityColumn> {
    let (frame, axes) = (audited.log.coordinates, motion.axes.len());
    let mut columns: Vec<Vec<QuantityColumn>> = wanted
        .iter()
        .map(|&quantity| empty_columns(quantity, audited.log, &motion.axes, audited.stamps.len()))
        .collect();
    let segments: Vec<_> = audited.entities.iter().map(local_segments).collect();
    let entities: Vec<EntityKinematics<'_>> = audited
        .entities
        .iter()
        .zip(&segments)
        .map(|(entity, segments)| {
            let part = |column: &'a Vec<f64>| &column[entity.rows.clone()];
            EntityKinematics {
                positions: entity_positions(audited, entity, segments),
                t: part(&motion.t),
                velocity: motion.velocity.iter().map(part).collect(),
                acceleration: motion.acceleration.iter().map(part).collect(),
                jerk: (motion.jerk.as_ref()).map(|jerk| jerk.iter().map(part).collect()),
            }
        })
        .collect();
    let mut tasks = Vec::with_capacity(wanted.len() * entities.len());
    for (&quantity, columns) in wanted.iter().zip(&mut columns) {
        let is_defined = quantity.is_defined(frame, axes);
        let mut rest: Vec<&mut [f64]> = columns.iter_mut().map(|c| &mut c.values[..]).collect();
        for entity in &entities {
            let rows = entity.t.len();
            let part: Vec<&mut [f64]> = rest.iter_mut().map(|rest| take(rest, rows)).collect();
            tasks.push((is_defined.then_some(quantity), entity, part));
        }
    }
    tasks
        .into_par_iter()
        .for_each(|(quantity, entity, mut out)| {
            match quantity {
                Some(quantity) => entity.compute(quantity, options, &mut out),
                None => out.iter_mut().for_each(|column| column.fill(f64::NAN)),
            }
            blank_overflows(&mut out);
        });
    columns.into_iter().flatten().collect()
}

/// Computes a quantity that is defined for an object into the columns that [`empty_columns`] gives it.
pub fn entity_quantity(
    quantity: Quantity,
    entity: &EntityKinematics<'_>,
    options: &DeriveOptions,
    out: &mut [&mut [f64]],
) {
    entity.compute(quantity, options, out);
    blank_overflows(out);
}

/// A value too large for a float is not known.
fn blank_overflows(columns: &mut [&mut [f64]]) {
    for value in columns.iter_mut().flat_map(|column| column.iter_mut()) {
        if value.is_infinite() {
            *value = f64::NAN;
        }
    }
}

/// The columns of a quantity with their names and units, of so many rows.
pub fn empty_columns(
    quantity: Quantity,
    log: &PositionLog,
    axes: &[String],
    rows: usize,
) -> Vec<QuantityColumn> {
    let column = |name: String, length: Option<&str>| QuantityColumn {
        name,
        unit: quantity.unit(length),
        values: vec![0.0; rows],
    };
    let mut columns = Vec::with_capacity(1);
    if quantity == Quantity::Jerk {
        for (index, axis) in axes.iter().enumerate() {
            let unit = axis_unit(log, index);
            columns.push(column(format!("j_{axis}"), unit));
        }
    }
    let length = log.length_unit();
    columns.push(column(quantity.name().to_owned(), length.as_deref()));
    columns
}

/// The unit of lengths along one axis of the motion.
fn axis_unit(log: &PositionLog, axis: usize) -> Option<&str> {
    match log.coordinates {
        Frame::Geographic => Some("m"),
        Frame::Cartesian => log.positions.get(axis)?.unit.as_deref(),
    }
}

/// What quantities of one object are made of; slices as long as its rows, one an axis where there are several.
pub struct EntityKinematics<'a> {
    /// The rows of the object.
    pub positions: EntityPositions<'a>,
    /// Seconds since the object's first timestamp.
    pub t: &'a [f64],
    /// Velocity along each axis, in the unit of the positions a second (m/s for geographic ones).
    pub velocity: Vec<&'a [f64]>,
    /// Acceleration along each axis, per second squared.
    pub acceleration: Vec<&'a [f64]>,
    /// Jerk along each axis where curves were fitted to the positions; `None` where it follows from the acceleration.
    pub jerk: Option<Vec<&'a [f64]>>,
}

impl EntityKinematics<'_> {
    /// Computes a quantity that is defined for the log into its columns.
    fn compute(&self, quantity: Quantity, options: &DeriveOptions, out: &mut [&mut [f64]]) {
        let (v, a) = (&self.velocity[..], &self.acceleration[..]);
        if quantity == Quantity::Jerk {
            return jerk(&self.positions, a, self.jerk.as_deref(), options, out);
        }
        let [out] = out else { return };
        match (quantity, v, a) {
            (Quantity::PathLength, ..) => path_length(&self.positions, out),
            (Quantity::TangentialAcceleration, ..) => formulas::tangential_acceleration(v, a, out),
            (Quantity::NormalAcceleration, ..) => formulas::normal_acceleration(v, a, out),
            (Quantity::Curvature, ..) => formulas::curvature(v, a, out),
            (Quantity::Heading, [x, y, ..], _) => formulas::direction(x, y, out),
            (Quantity::SpeedOverGround, [east, north, ..], _) => {
                formulas::magnitude(east, north, out);
            }
            (Quantity::VerticalSpeed, [_, _, up], _) => out.copy_from_slice(up),
            (Quantity::Course, [east, north, ..], _) => ground::course(self.t, east, north, out),
            (Quantity::TurnRate, &[x, y, ..], &[ax, ay, ..]) => match self.positions.coordinates {
                Frame::Cartesian => formulas::turn_rate([x, y], [ax, ay], out),
                Frame::Geographic => ground::turn_rate(self.t, [x, y], [ax, ay], out),
            },
            // Not defined with so few axes, or the jerk, which has returned.
            _ => out.fill(f64::NAN),
        }
    }
}
