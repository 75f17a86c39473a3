//! Positions of which the user names the coordinate reference system.

use dxdt_formats::compass_axis;
use dxdt_motion::error::{Error, ErrorKind, Result, quoted_list};
use dxdt_motion::finding::RoleReason;
use dxdt_motion::space::Frame;

use super::height;
use super::position::PositionChoice;
use super::view::ColumnView;
use crate::crs::Crs;

/// What the positions of a system are in the log.
pub(super) fn frame(crs: &Crs) -> Frame {
    match crs.is_projected() {
        true => Frame::Cartesian,
        false => Frame::Geographic,
    }
}

/// Puts the easting before the northing and a height behind them.
///
/// # Errors
/// A position of one column, and one in degrees where the system has lengths.
pub(super) fn complete(
    crs: &Crs,
    position: &mut PositionChoice,
    columns: &[ColumnView<'_>],
    numeric: &[usize],
) -> Result<()> {
    let [first, second, ..] = position.columns[..] else {
        let error = Error::new(format!("a position of {crs} ({}) has two axes", crs.name()));
        return Err(error
            .of_kind(ErrorKind::Option)
            .advise("name both columns with --position, the easting first, or leave --crs out"));
    };
    if !crs.is_projected() {
        return Ok(());
    }
    if are_degrees(&columns[first], &columns[second]) {
        let names = [first, second].map(|column| columns[column].name.base.clone());
        return Err(Error::new(format!(
            "{} look like longitude and latitude in degrees, and {crs} ({}) has eastings and northings",
            quoted_list(&names),
            crs.name()
        ))
        .of_kind(ErrorKind::Option)
        .advise("leave --crs out, or name other columns with --position"));
    }
    let [of_first, of_second] = [first, second].map(|column| compass_axis(&columns[column].name));
    if (of_first, of_second) == (Some(1), Some(0)) {
        position.columns.swap(0, 1);
    }
    if position.columns.len() == 2 && position.reason != RoleReason::Given {
        let free: Vec<usize> = numeric
            .iter()
            .copied()
            .filter(|index| !position.columns.contains(index))
            .collect();
        if let (Some((height, others)), _) = height::choose(columns, &free) {
            position.columns.push(height);
            position.other_heights.extend(others);
        }
    }
    Ok(())
}

/// No projection in use has its zero within a hundred metres of a place.
fn are_degrees(x: &ColumnView<'_>, y: &ColumnView<'_>) -> bool {
    let within = |column: &ColumnView<'_>, limit: f64| {
        column
            .range()
            .is_some_and(|[least, most]| least >= -limit && most <= limit)
    };
    (within(x, 360.0) && within(y, 90.0)) || (within(x, 90.0) && within(y, 360.0))
}
