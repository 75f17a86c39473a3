//! Measured velocities and speeds of a log, and what it says of the accuracy of its positions.

use serde::Serialize;

use crate::space::SpeedUnit;

/// What a measured column is to be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasuredQuantity {
    /// The velocity along an axis: 0 for the first position column or east, 1 for the second or north, 2 for the
    /// third or up.
    Component(usize),
    /// The velocity downward, as aircraft have it: minus up.
    Down,
    /// The norm of the velocity.
    Speed,
    /// The horizontal speed of a geographic log.
    GroundSpeed,
    /// The direction of the horizontal speed in degrees clockwise from north.
    Course,
    /// The accuracy of the position; only its ratios count.
    Accuracy {
        /// The axis that it is along; else it is that along the ground of a geographic log, or along all axes.
        axis: Option<usize>,
        /// Whether it was named to be used, and not found.
        is_given: bool,
    },
}

impl MeasuredQuantity {
    /// Whether it is a velocity or a speed, with which a derived one can be compared.
    pub fn is_speed(self) -> bool {
        !matches!(self, Self::Course | Self::Accuracy { .. })
    }
}

/// A column that the log's instrument measured itself, beside positions.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredColumn {
    /// The column's name in the log, without its unit.
    pub name: String,
    /// What it is to be compared with.
    pub quantity: MeasuredQuantity,
    /// The unit of the values, where the name or the format says it.
    pub unit: Option<SpeedUnit>,
    /// The unit that speeds of the log's kind have by custom: knots and feet a minute of aircraft.
    pub customary: Option<SpeedUnit>,
    /// The value of each row of the log, in the log's unit; NaN where there is none.
    pub values: Vec<f64>,
}

impl MeasuredColumn {
    /// What is known of a column, without its values.
    pub fn without_values(&self) -> Self {
        Self {
            values: Vec::new(),
            name: self.name.clone(),
            ..*self
        }
    }

    /// Whether both are of one name, quantity and unit.
    pub fn is_of_same(&self, other: &Self) -> bool {
        (&self.name, self.quantity, self.unit) == (&other.name, other.quantity, other.unit)
    }
}
