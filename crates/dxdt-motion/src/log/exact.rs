//! The exact motion that a simulated log brings along.

use crate::audit::AuditedLog;

/// A column of exact positions, velocities, accelerations or jerks.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactColumn {
    /// The column's name in the log, without its unit.
    pub name: String,
    /// 0 for the position, 1 for the velocity, 2 for the acceleration, 3 for the jerk.
    pub order: usize,
    /// The axis: 0 for the first position column, and so on; for the derivatives of geographic positions 0, 1 and 2 for
    /// east, north and up.
    pub axis: usize,
    /// The value of each row of the log in the unit of the positions (meters for the derivatives of geographic ones)
    /// over seconds to the power of the order; NaN where there is none.
    pub values: Vec<f64>,
}

impl ExactColumn {
    /// What is known of a column, without its values.
    pub fn without_values(&self) -> Self {
        Self {
            values: Vec::new(),
            name: self.name.clone(),
            ..*self
        }
    }

    /// Whether both are of one derivative along one axis.
    pub fn is_of_same(&self, other: &Self) -> bool {
        (self.order, self.axis) == (other.order, other.axis)
    }
}

impl AuditedLog<'_> {
    /// The exact values of a derivative (0 for the position, 1 for the velocity, 2 for the acceleration, 3 for the jerk)
    /// along an axis, row by row of this log; `None` where the log does not bring them along.
    ///
    /// ```
    /// use dxdt_motion::audit::{AuditOptions, audit};
    /// use dxdt_motion::log::{ExactColumn, LogBuilder};
    ///
    /// // The second row comes too early, the fourth was logged twice.
    /// let exact = ExactColumn { name: "v".into(), order: 1, axis: 0, values: vec![1.0, 3.0, 2.0, 3.0] };
    /// let log = LogBuilder::of_seconds(&[0.0, 2.0, 1.0, 2.0])
    ///     .position("x", Some("m"), &[0.0, 2.0, 1.0, 2.0])
    ///     .exact(exact)
    ///     .build()?;
    /// let audited = audit(&log, &AuditOptions::default())?;
    /// assert_eq!(audited.exact(1, 0), Some(vec![1.0, 2.0, 3.0]));
    /// assert_eq!(audited.exact(2, 0), None);
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn exact(&self, order: usize, axis: usize) -> Option<Vec<f64>> {
        let is_wanted = |column: &&ExactColumn| (column.order, column.axis) == (order, axis);
        let column = self.log.exact.iter().find(is_wanted)?;
        let rows = 0..self.stamps.len();
        Some(
            rows.map(|row| column.values[self.source_row(row)])
                .collect(),
        )
    }
}
