//! Positions of which the user names the coordinate reference system.

use dxdt_formats::compass_axis;
use dxdt_motion::error::{Error, ErrorKind, Result, quoted_list};
use dxdt_motion::finding::RoleReason;
use dxdt_motion::space::Frame;

use super::height;
use super::position::{self, PositionChoice};
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
        return Err(in_degrees(crs, [first, second], columns));
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

/// # Errors
/// A log whose only position is longitude and latitude by name, where the system has lengths.
pub(super) fn refuse_degrees(
    crs: &Crs,
    columns: &[ColumnView<'_>],
    numeric: &[usize],
) -> Result<()> {
    let chosen = |frame| position::choose(columns, numeric, frame).0;
    match chosen(None).map(|choice| (choice.frame, choice.columns)) {
        Some((Frame::Geographic, found))
            if crs.is_projected() && chosen(Some(Frame::Cartesian)).is_none() =>
        {
            Err(in_degrees(crs, [found[0], found[1]], columns))
        }
        _ => Ok(()),
    }
}

fn in_degrees(crs: &Crs, found: [usize; 2], columns: &[ColumnView<'_>]) -> Error {
    let names = found.map(|column| columns[column].name.base.clone());
    Error::new(format!(
        "{} look like longitude and latitude in degrees, and {crs} ({}) has eastings and northings",
        quoted_list(&names),
        crs.name()
    ))
    .of_kind(ErrorKind::Option)
    .advise("leave --crs out, or name other columns with --position")
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
