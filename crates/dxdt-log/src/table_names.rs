//! Names that the tables give to columns of their own, which no column of a log may have beside them.

use polars::prelude::Column;

use dxdt_motion::finding::{Finding, FindingKind};
use dxdt_motion::motion::Quantity;
use dxdt_motion::space::Frame;

use dxdt_motion::log::PositionColumn;

/// Columns that every table of motion has; the further quantities are others.
const FIXED: [&str; 6] = ["time", "t", "speed", "accel", "segment", "flag"];

/// Before the name of an axis: its velocity, acceleration and jerk.
const PREFIXES: [&str; 3] = ["v_", "a_", "j_"];

/// The names that the tables of a log add.
pub(super) struct TableNames {
    axes: Vec<String>,
}

impl TableNames {
    pub fn of(positions: &[PositionColumn], frame: Frame) -> Self {
        Self {
            axes: match frame {
                Frame::Cartesian => positions.iter().map(|p| p.name.clone()).collect(),
                Frame::Geographic => ["east", "north", "up"].map(str::to_owned).to_vec(),
            },
        }
    }

    fn contains(&self, name: &str) -> bool {
        let plain = name.strip_suffix("_err").unwrap_or(name);
        let mut axes = PREFIXES
            .iter()
            .filter_map(|prefix| plain.strip_prefix(prefix));
        let is_quantity = || Quantity::ALL.iter().any(|quantity| quantity.name() == name);
        FIXED.contains(&name)
            || is_quantity()
            || axes.any(|axis| self.axes.iter().any(|known| known == axis))
    }

    /// Renames a column of the log that has one of the names; gives the name it has then.
    pub fn clear(&self, column: &mut Column, findings: &mut Vec<Finding>) -> String {
        let name = column.name().to_string();
        if !self.contains(&name) {
            return name;
        }
        let to = format!("{name}_in_log");
        column.rename(to.as_str().into());
        findings.push(Finding::new(
            FindingKind::ColumnRenamed {
                from: name,
                to: to.clone(),
            },
            1,
        ));
        to
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LogOptions, RoleOptions};
    use super::*;
    use dxdt_formats::Source;

    fn positions(header: &str, cells: &str, roles: RoleOptions) -> Vec<String> {
        let text = format!("{header}\n0,{cells}\n1,{cells}\n");
        let source = Source::from_bytes("a".into(), text.into_bytes()).unwrap();
        let options = LogOptions {
            roles,
            ..Default::default()
        };
        let log = crate::read_source(source, &options).unwrap();
        log.positions.into_iter().map(|p| p.name).collect()
    }

    fn named(position: &str, frame: Frame) -> RoleOptions {
        RoleOptions {
            position: Some(position.split(',').map(str::to_owned).collect()),
            frame: Some(frame),
            ..Default::default()
        }
    }

    #[test]
    fn names_of_the_tables_own_columns_are_renamed() {
        assert_eq!(
            positions("time,segment", "1", RoleOptions::default()),
            ["segment_in_log"]
        );
    }

    #[test]
    fn names_of_quantities_are_renamed() {
        for quantity in Quantity::ALL {
            let name = quantity.name();
            let found = positions(&format!("time,{name}"), "1", named(name, Frame::Cartesian));
            assert_eq!(found, [format!("{name}_in_log")]);
        }
    }

    #[test]
    fn derivatives_of_another_axis_are_renamed() {
        assert_eq!(
            positions(
                "time,x,j_x,v_y",
                "1,2,3",
                named("x,j_x,v_y", Frame::Cartesian)
            ),
            ["x", "j_x_in_log", "v_y"]
        );
        assert_eq!(
            positions(
                "time,lon,lat,v_up",
                "1,2,3",
                named("lon,lat,v_up", Frame::Geographic)
            ),
            ["lon", "lat", "v_up_in_log"]
        );
    }
}
