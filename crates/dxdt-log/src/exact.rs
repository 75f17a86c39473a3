//! The exact motion that a simulated log brings along, as it was read.

use dxdt_motion::error::Result;
use dxdt_motion::finding::{
    ColumnRole, ExactLeftOut, Finding, FindingKind, FormatNote, RoleReason,
};
use dxdt_motion::space::{Frame, LengthUnit, SpeedUnit};

use super::columns::{ExactRole, Roles};
use dxdt_motion::log::{ExactColumn, PositionColumn};

/// The exact columns. Nothing depends on them, so that one which cannot be read or has a unit that does not fit is
/// left out, and that is said.
///
/// `numbers` gives the values of a column of the table, or why it cannot be read.
pub(super) fn read_exact(
    roles: &Roles,
    positions: &[PositionColumn],
    numbers: impl Fn(usize) -> Result<Vec<f64>>,
    findings: &mut Vec<Finding>,
) -> (Vec<ExactColumn>, Vec<ExactSource>) {
    let name = |role: &ExactRole| roles.names[role.column].base.clone();
    if !roles.exact.is_empty() {
        let kind = FindingKind::Role {
            role: ColumnRole::Truth,
            columns: roles.exact.iter().map(name).collect(),
            reason: RoleReason::NameOfTruth,
            others: Vec::new(),
        };
        findings.push(Finding::new(kind, 1));
    }
    let mut exact = Vec::new();
    let mut sources = Vec::new();
    for role in &roles.exact {
        let unit = roles.names[role.column].unit.as_deref();
        let factor = factor(
            unit.filter(|unit| !unit.is_empty()),
            role.order,
            positions.get(role.axis),
            roles.derived_frame(),
        );
        let read = |factor| {
            let source = ExactSource {
                column: role.column,
                factor,
            };
            let values = numbers(role.column).map_err(ExactLeftOut::Unreadable)?;
            Ok((source, source.in_units(values)))
        };
        match factor.and_then(read) {
            Ok((source, values)) => {
                sources.push(source);
                exact.push(ExactColumn {
                    name: name(role),
                    order: role.order,
                    axis: role.axis,
                    values,
                });
            }
            Err(reason) => {
                let column = name(role);
                let note = FormatNote::ExactLeftOut { column, reason };
                findings.push(Finding::new(FindingKind::FormatNote(note), 1));
            }
        }
    }
    (exact, sources)
}

/// Where the values of an exact column come from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ExactSource {
    /// The column of the table.
    pub column: usize,
    /// What turns a written value into the unit of the positions over seconds to the power of the order.
    factor: f64,
}

impl ExactSource {
    /// Written values in the unit of the positions over seconds to the power of the order.
    pub fn in_units(&self, mut values: Vec<f64>) -> Vec<f64> {
        for value in &mut values {
            *value *= self.factor;
        }
        values
    }
}

/// What turns a written value into the unit of the positions over seconds to the power of the order.
fn factor(
    written: Option<&str>,
    order: usize,
    position: Option<&PositionColumn>,
    frame: Frame,
) -> std::result::Result<f64, ExactLeftOut> {
    if frame == Frame::Geographic && order == 0 {
        return Ok(1.0);
    }
    let is_geographic = frame == Frame::Geographic;
    let position = position.filter(|_| !is_geographic);
    let unit = position.and_then(|position| position.unit.as_deref());
    let log_unit = position
        .and_then(|position| position.converted_from.as_deref())
        .or(unit);
    let metres = |unit: &str| LengthUnit::parse(unit)?.in_metres();
    let wanted = if is_geographic {
        Some(1.0)
    } else {
        unit.and_then(metres)
    };
    let Some(written) = written else {
        // As the positions are written.
        return Ok(match (log_unit.and_then(metres), wanted) {
            (Some(from), Some(to)) => from / to,
            _ => 1.0,
        });
    };
    let length = length_unit(written, order);
    let from = match length {
        Some(length) => metres(length),
        None if order == 1 => SpeedUnit::parse(written).map(SpeedUnit::in_metres_per_second),
        None => None,
    };
    match (from, wanted) {
        (Some(from), Some(to)) => Ok(from / to),
        // Where the positions have no unit, or one that is no length, theirs is all that can be meant.
        (_, None) if unit.is_none() || length == unit => Ok(1.0),
        _ => Err(ExactLeftOut::Unit(written.to_owned())),
    }
}

/// The unit of length of `m/s^2`, `m/s²` or `m s^-2`, for the derivative of this order; of `m` for the position.
fn length_unit(unit: &str, order: usize) -> Option<&str> {
    const SECONDS: [&[&str]; 3] = [
        &["/s", " s^-1", " s-1", " s⁻¹"],
        &["/s^2", "/s²", "/s2", "/s**2", " s^-2", " s-2", " s⁻²"],
        &["/s^3", "/s³", "/s3", "/s**3", " s^-3", " s-3", " s⁻³"],
    ];
    let unit = unit.trim();
    match order.checked_sub(1) {
        None => Some(unit),
        Some(index) => SECONDS
            .get(index)?
            .iter()
            .find_map(|seconds| unit.strip_suffix(seconds)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::LogOptions;
    use super::*;
    use dxdt_formats::Source;
    use dxdt_motion::log::PositionLog;

    fn log(csv: &str) -> PositionLog {
        let source = Source::from_bytes("log.csv".into(), csv.as_bytes().to_vec()).unwrap();
        crate::read_source(source, &LogOptions::default()).unwrap()
    }

    fn first(csv: &str) -> Vec<(String, usize, usize, f64)> {
        let read = |column: &ExactColumn| {
            let name = column.name.clone();
            (name, column.order, column.axis, column.values[0])
        };
        log(csv).exact.iter().map(read).collect()
    }

    #[test]
    fn units_become_those_of_the_positions() {
        assert_eq!(
            first(
                "t (s),x (mm),exact_x (mm),exact_v_x (m/s),exact_a_x (cm/s^2),exact_j_x\n0,1,1,1,1,1\n1,2,2,2,2,2\n"
            ),
            [
                ("exact_x".to_owned(), 0, 0, 0.001),
                ("exact_v_x".to_owned(), 1, 0, 1.0),
                ("exact_a_x".to_owned(), 2, 0, 0.01),
                ("exact_j_x".to_owned(), 3, 0, 0.001)
            ]
        );
        assert_eq!(
            first("t,theta [rad],exact_v_theta [rad/s]\n0,1,7\n1,2,7\n")[0].3,
            7.0
        );
        assert_eq!(first("t,x,exact_v_x (m/s)\n0,1,7\n1,2,7\n")[0].3, 7.0);
        assert_eq!(
            first("t,x (m),exact_v_x (km/h)\n0,1,36\n1,2,36\n")[0].3,
            10.0
        );
    }

    #[test]
    fn a_unit_that_does_not_fit_leaves_the_column_out_and_says_so() {
        let log = log("t,x (m),exact_v_x (furlong/s),exact_a_x (m/s)\n0,1,7,1\n1,2,7,1\n");
        assert!(log.exact.is_empty());
        let left_out = |column: &str, unit: &str| {
            let note = FormatNote::ExactLeftOut {
                column: column.to_owned(),
                reason: ExactLeftOut::Unit(unit.to_owned()),
            };
            Finding::new(FindingKind::FormatNote(note), 1)
        };
        let expected = [
            left_out("exact_v_x", "furlong/s"),
            left_out("exact_a_x", "m/s"),
        ];
        assert_eq!(log.findings[log.findings.len() - 2..], expected);
    }

    #[test]
    fn nothing_else_takes_them() {
        let log = log(
            "time (s),height (m),exact_height (m),exact_v_height (m/s)\n0,1,1,2\n1,3,3,2\n2,5,5,2\n",
        );
        assert_eq!(log.positions.len(), 1);
        assert_eq!(log.positions[0].name, "height");
        assert!(log.measured.is_empty() && log.entity.is_none());
        assert!(log.columns_without_role.is_empty());
        assert_eq!(log.exact.len(), 2);
    }
}
