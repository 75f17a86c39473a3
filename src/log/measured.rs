//! Measured velocities and speeds of a log, as they were read.

use polars::prelude::Column;

use crate::error::Result;
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
    pub(super) fn read_all(
        table: &Table<'_>,
        roles: &Roles,
        findings: &mut Vec<Finding>,
    ) -> Vec<Self> {
        let wanted: Vec<(usize, CellKind)> = roles
            .measured
            .iter()
            .map(|role| (role.column, CellKind::Number))
            .collect();
        let one_by_one = || {
            wanted
                .iter()
                .map(|&column| {
                    table
                        .read(&[column])
                        .map(|mut columns| columns.swap_remove(0))
                })
                .collect::<Vec<Result<Column>>>()
        };
        if wanted.is_empty() {
            return Vec::new();
        }
        let columns = match table.read(&wanted) {
            Ok(columns) => columns.into_iter().map(Ok).collect(),
            Err(_) => one_by_one(),
        };
        findings.push(role(roles));
        let mut measured = Vec::new();
        for (role, column) in roles.measured.iter().zip(columns) {
            let name = roles.names[role.column].base.clone();
            match column.and_then(|column| to_vec(&column)) {
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
                        error: error.to_string(),
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
