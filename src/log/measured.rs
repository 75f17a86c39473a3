//! Measured velocities and speeds of a log, as they were read.

use polars::prelude::Column;

use crate::finding::{Finding, FindingKind};
use crate::space::SpeedUnit;

use super::MeasuredQuantity;
use super::columns::Roles;
use super::frame::to_vec;
use super::read::{CellKind, Table};

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
    /// `known` gives the columns that were read with the others; the rest is read one by one. Columns that are known to be
    /// `unreadable` elsewhere in the log come with what is wrong.
    pub(super) fn read_all<'c>(
        table: &Table<'_>,
        roles: &Roles,
        known: impl Fn(usize) -> Option<&'c Column>,
        unreadable: &[(usize, String)],
        findings: &mut Vec<Finding>,
    ) -> Vec<Self> {
        if roles.measured.is_empty() {
            return Vec::new();
        }
        findings.push(role(roles));
        let mut measured = Vec::new();
        for role in &roles.measured {
            let name = roles.names[role.column].base.clone();
            let values = match (
                unreadable.iter().find(|(column, _)| *column == role.column),
                known(role.column),
            ) {
                (Some((_, error)), _) => Err(error.clone()),
                (None, Some(column)) => to_vec(column).map_err(|error| error.to_string()),
                (None, None) => table
                    .read(&[(role.column, CellKind::Number)])
                    .and_then(|columns| to_vec(&columns[0]))
                    .map_err(|error| error.to_string()),
            };
            match values {
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
        role: "measured velocity",
        columns: roles
            .measured
            .iter()
            .map(|role| base(role.column))
            .collect(),
        reason: "by name and unit; compared with the derived one".to_owned(),
        guessed: false,
    };
    Finding::new(kind, 1)
}
