//! Measured velocities and speeds of a log, as they were read.

use dxdt_motion::error::Result;
use dxdt_motion::finding::{ColumnRole, Finding, FindingKind, RoleReason};
use dxdt_motion::space::SpeedUnit;

use super::columns::Roles;
use dxdt_motion::log::{MeasuredColumn, MeasuredQuantity};

/// The measured columns. Nothing depends on them, so that one which cannot be read is left out, and that is said; one that
/// was named to be used must be right.
///
/// `numbers` gives the values of a column of the table, or why it cannot be read.
pub(super) fn read_measured(
    roles: &Roles,
    numbers: impl Fn(usize) -> Result<Vec<f64>>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<MeasuredColumn>> {
    if roles.measured.is_empty() {
        return Ok(Vec::new());
    }
    findings.extend(role(roles, ColumnRole::MeasuredVelocity));
    findings.extend(role(roles, ColumnRole::Accuracy));
    let mut measured = Vec::new();
    for role in &roles.measured {
        let name = roles.names[role.column].base.clone();
        match numbers(role.column) {
            Ok(mut values) => {
                remove_codes(roles, role.column, &mut values);
                measured.push(MeasuredColumn {
                    name,
                    quantity: role.quantity,
                    unit: role.unit,
                    customary: customary(roles, role.quantity),
                    values,
                });
            }
            Err(error) if is_given(role.quantity) => return Err(error),
            Err(error) => findings.push(Finding::new(
                FindingKind::MeasuredUnreadable {
                    column: name,
                    error,
                },
                1,
            )),
        }
    }
    Ok(measured)
}

/// Whether it was named to be used, so that it must be right.
fn is_given(quantity: MeasuredQuantity) -> bool {
    matches!(quantity, MeasuredQuantity::Accuracy { is_given, .. } if is_given)
}

fn customary(roles: &Roles, quantity: MeasuredQuantity) -> Option<SpeedUnit> {
    let unit = match quantity {
        MeasuredQuantity::GroundSpeed => SpeedUnit::Knot,
        MeasuredQuantity::Component(2) => SpeedUnit::FootPerMinute,
        _ => return None,
    };
    roles.is_of_aircraft().then_some(unit)
}

/// Takes what stands for none as missing: courses of 360 degrees, and speeds over ground of AIS of 102.3 knots.
pub(super) fn remove_codes(roles: &Roles, column: usize, values: &mut [f64]) {
    if roles.names[column].has_word(&["cog", "course"]) {
        // Or 3600 tenths.
        for value in values.iter_mut().filter(|value| **value >= 360.0) {
            *value = f64::NAN;
        }
    }
    let is_of_ships = roles
        .names
        .iter()
        .any(|name| name.has_word(&["mmsi", "imo", "vessel", "ship"]));
    if is_of_ships && roles.names[column].has_word(&["sog", "speed"]) {
        for value in values {
            if (*value - 102.3).abs() < 1e-9 || *value == 1023.0 {
                *value = f64::NAN;
            }
        }
    }
}

fn role(roles: &Roles, role: ColumnRole) -> Option<Finding> {
    let of_role = |quantity: MeasuredQuantity| match quantity {
        MeasuredQuantity::Accuracy { .. } => role == ColumnRole::Accuracy,
        _ => role == ColumnRole::MeasuredVelocity,
    };
    let columns: Vec<String> = roles
        .measured
        .iter()
        .filter(|measured| of_role(measured.quantity))
        .map(|measured| roles.names[measured.column].base.clone())
        .collect();
    if columns.is_empty() {
        return None;
    }
    let kind = FindingKind::Role {
        role,
        reason: match role {
            ColumnRole::Accuracy if roles.measured.iter().any(|role| is_given(role.quantity)) => {
                RoleReason::Given
            }
            ColumnRole::Accuracy => RoleReason::Name,
            _ => RoleReason::NameAndUnit,
        },
        others: Vec::new(),
        columns,
    };
    Some(Finding::new(kind, 1))
}
