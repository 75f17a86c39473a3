//! The columns of a page: which there are, and their values.

use std::borrow::Cow;
use std::ops::Range;

use crate::analysis::rows::DerivedRows;

/// A column of the page's data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    pub values: Values,
    /// What the values are multiplied by on the page.
    pub factor: f64,
}

/// Where the values of a column are; axes, quantities and measured columns by their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    Position(usize),
    Velocity(usize),
    VelocityError(usize),
    VelocityBefore(usize),
    FirstDifference(usize),
    Acceleration(usize),
    AccelerationError(usize),
    AccelerationBefore(usize),
    Speed,
    Accel,
    Quantity(usize),
    Measured(usize),
    /// The length of the path so far.
    Distance,
    /// Where the row stands in the log.
    Place,
}

impl Column {
    pub fn new(values: Values) -> Self {
        Self {
            values,
            factor: 1.0,
        }
    }

    /// A standard error, of which only the largest of a bucket matters.
    pub fn is_error(&self) -> bool {
        matches!(
            self.values,
            Values::VelocityError(_) | Values::AccelerationError(_)
        )
    }

    /// Only where every row is on the page: a first difference, which is told from the gradient only there, and the places of
    /// rows.
    pub fn is_of_rows(&self) -> bool {
        matches!(self.values, Values::FirstDifference(_) | Values::Place)
    }
}

impl Values {
    /// The values of some rows.
    pub fn of<'d>(self, derived: &DerivedRows<'d>, rows: Range<usize>) -> Cow<'d, [f64]> {
        let motion = derived.motion;
        let errors = |axis: usize, of: fn(&dxdt_motion::motion::Smoothing) -> &[Vec<f64>]| {
            derived.smoothing.map(|smoothing| &of(smoothing)[axis][..])
        };
        let column: Option<&'d [f64]> = match self {
            Self::Position(axis) => Some(&derived.audited.positions[axis]),
            Self::Velocity(axis) => Some(&motion.velocity[axis]),
            Self::VelocityError(axis) => errors(axis, |smoothing| &smoothing.velocity_error),
            Self::VelocityBefore(axis) => Some(&derived.unsmoothed.velocity[axis]),
            Self::FirstDifference(axis) => Some(&motion.first_difference[axis]),
            Self::Acceleration(axis) => Some(&motion.acceleration[axis]),
            Self::AccelerationError(axis) => {
                errors(axis, |smoothing| &smoothing.acceleration_error)
            }
            Self::AccelerationBefore(axis) => Some(&derived.unsmoothed.acceleration[axis]),
            Self::Speed => Some(&motion.speed),
            Self::Accel => Some(&motion.accel),
            Self::Quantity(at) => derived.quantities.get(at).map(|column| &column.values[..]),
            Self::Measured(at) => {
                let (audited, values) = (derived.audited, &derived.audited.log.measured[at].values);
                let of_rows = rows.map(|row| values[audited.source_row(row)]);
                return Cow::Owned(of_rows.collect());
            }
            // Both go on from row to row: the entity has them.
            Self::Distance | Self::Place => None,
        };
        match column {
            Some(column) => Cow::Borrowed(&column[rows]),
            None => Cow::Owned(vec![f64::NAN; rows.len()]),
        }
    }
}
