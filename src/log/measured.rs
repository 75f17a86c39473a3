//! Measured velocities and speeds of a log, as they were read.

use crate::space::SpeedUnit;

use super::MeasuredQuantity;

/// A column of velocity or speed that the log's instrument measured itself.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredColumn {
    /// The column's name in the log, without its unit.
    pub name: String,
    /// What it is to be compared with.
    pub quantity: MeasuredQuantity,
    /// The unit of the values, where the name or the format says it.
    pub unit: Option<SpeedUnit>,
    /// The value of each row of the log, in the log's unit; NaN where there is none.
    pub values: Vec<f64>,
}
