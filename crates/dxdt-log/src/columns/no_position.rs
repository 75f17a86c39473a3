//! Logs that have no position, and what they have instead.

use super::position::degrees_side_by_side;
use super::view::ColumnView;
use dxdt_formats::{ColumnName, GLUED_OTHERS};
use dxdt_motion::error::{Error, quoted_list};

/// Whether an axis is glued to a quantity that is no position, as in `ax` and `gyro_z`; `dx` may be a displacement.
pub(super) fn is_axis_of_other(name: &ColumnName) -> bool {
    glued_quantity(name)
        .is_some_and(|quantity| GLUED_OTHERS.contains(&quantity) && !["d", "r"].contains(&quantity))
}

fn glued_quantity(name: &ColumnName) -> Option<&str> {
    name.words.last()?.strip_suffix(['x', 'y', 'z'])
}

fn is_acceleration(name: &ColumnName) -> bool {
    name.has_word(&["acc", "accel", "acceleration", "accelerometer"])
        || glued_quantity(name).is_some_and(|quantity| ["a", "acc", "accel"].contains(&quantity))
        // Accelerations in multiples of gravity: `gFx`.
        || (name.words.first().is_some_and(|word| word == "g") && glued_quantity(name) == Some("f"))
}

/// Whether the columns are those of one sensor in the files of the Sensor Logger app, all of which are called alike.
pub(super) fn is_one_sensor(names: &[ColumnName]) -> bool {
    const COLUMNS: [&str; 5] = ["time", "seconds_elapsed", "z", "y", "x"];
    names.len() == COLUMNS.len()
        && names
            .iter()
            .zip(COLUMNS)
            .all(|(name, column)| name.full == column)
}

/// The error for such a file.
pub(super) fn one_sensor() -> Error {
    Error::new(
        "the columns are those of one sensor of the Sensor Logger app, such as its accelerometer; accelerations are \
         not integrated",
    )
    .advise("give its Location.csv, or --position x,y,z if these are positions")
}

/// The error for a log whose columns of numbers are no positions.
pub(super) fn error(columns: &[ColumnView<'_>], numeric: &[usize]) -> Error {
    let full: Vec<&str> = columns
        .iter()
        .map(|column| column.name.full.as_str())
        .collect();
    if let Some([first, second]) = degrees_side_by_side(columns, numeric) {
        return Error::new(format!(
            "'{}' and '{}' look like degrees, and nothing says which is the longitude",
            full[first], full[second]
        ))
        .advise(format!(
            "give --frame geographic --position {0},{1}, or --position {1},{0}, with the longitude first",
            full[first], full[second]
        ));
    }
    let names = columns.iter().map(|column| &column.name);
    let names: Vec<&ColumnName> = names.collect();
    let columns = quoted_list(&full);
    let accelerations: Vec<&str> = numeric
        .iter()
        .map(|&index| names[index])
        .filter(|name| is_acceleration(name))
        .map(|name| name.base.as_str())
        .collect();
    if accelerations.is_empty() {
        return Error::new("no columns are recognized as the position").advise(format!(
            "name one to three with --position; the columns are {columns}"
        ));
    }
    Error::new(format!(
        "the log has no position: {} {}, and accelerations are not integrated",
        quoted_list(&accelerations),
        if accelerations.len() == 1 {
            "is an acceleration"
        } else {
            "are accelerations"
        }
    ))
    .advise(format!(
        "give a log of positions, or name one to three with --position; the columns are {columns}"
    ))
}

#[cfg(test)]
mod tests {
    use dxdt_formats::Numerals;

    use super::*;

    fn sentence(header: &str) -> String {
        let view = |name| ColumnView::of(ColumnName::parse(name), Vec::new(), Numerals::default());
        let columns: Vec<_> = header.split(',').map(view).collect();
        let numeric: Vec<usize> = (1..columns.len()).collect();
        error(&columns, &numeric).to_string()
    }

    #[test]
    fn accelerations_are_told() {
        for header in [
            "t,ax",
            "t,acc_z",
            "t,gFx",
            "t,Acceleration x (m/s^2)",
            "t,a.x,accelX",
        ] {
            assert!(
                sentence(header).starts_with("the log has no position: '"),
                "{header}"
            );
        }
        for header in ["t,a,b", "t,gain,x", "t,fx", "t,max"] {
            assert!(
                sentence(header).starts_with("no columns are recognized as the position"),
                "{header}"
            );
        }
    }

    #[test]
    fn displacements_may_be_positions() {
        let is_other = |name: &str| is_axis_of_other(&ColumnName::parse(name));
        assert!(is_other("ax") && is_other("gFx") && is_other("gyro_wz"));
        assert!(!is_other("dx") && !is_other("x") && !is_other("index"));
    }
}
