//! Measured velocities and speeds of a log, as they were read.

use crate::error::Result;
use crate::finding::{ColumnRole, Finding, FindingKind, RoleReason};
use crate::space::SpeedUnit;

use super::MeasuredQuantity;
use super::columns::Roles;

/// A column of velocity or speed that the log's instrument measured itself.
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
    /// The measured columns. Nothing depends on them, so that one which cannot be read is left out, and that is said.
    ///
    /// `numbers` gives the values of a column of the table, or why it cannot be read.
    pub(super) fn read_all(
        roles: &Roles,
        numbers: impl Fn(usize) -> Result<Vec<f64>>,
        findings: &mut Vec<Finding>,
    ) -> Vec<Self> {
        if roles.measured.is_empty() {
            return Vec::new();
        }
        findings.push(role(roles));
        let mut measured = Vec::new();
        for role in &roles.measured {
            let name = roles.names[role.column].base.clone();
            match numbers(role.column) {
                Ok(values) => measured.push(Self {
                    name,
                    quantity: role.quantity,
                    unit: role.unit,
                    customary: customary(roles, role.quantity),
                    values,
                }),
                Err(error) => findings.push(Finding::new(
                    FindingKind::MeasuredUnreadable {
                        column: name,
                        error,
                    },
                    1,
                )),
            }
        }
        measured
    }

    /// What is known of a column, without its values.
    pub(super) fn without_values(&self) -> Self {
        Self {
            values: Vec::new(),
            name: self.name.clone(),
            ..*self
        }
    }

    /// Whether both are of one name, quantity and unit.
    pub(super) fn is_of_same(&self, other: &Self) -> bool {
        (&self.name, self.quantity, self.unit) == (&other.name, other.quantity, other.unit)
    }
}

fn customary(roles: &Roles, quantity: MeasuredQuantity) -> Option<SpeedUnit> {
    let unit = match quantity {
        MeasuredQuantity::GroundSpeed => SpeedUnit::Knot,
        MeasuredQuantity::Component(2) => SpeedUnit::FootPerMinute,
        _ => return None,
    };
    roles.is_of_aircraft().then_some(unit)
}

fn role(roles: &Roles) -> Finding {
    let base = |column: usize| roles.names[column].base.clone();
    let kind = FindingKind::Role {
        role: ColumnRole::MeasuredVelocity,
        columns: roles
            .measured
            .iter()
            .map(|role| base(role.column))
            .collect(),
        reason: RoleReason::NameAndUnit,
    };
    Finding::new(kind, 1)
}
