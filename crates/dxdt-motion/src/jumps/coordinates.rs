//! What the coordinates of an object are, as its log has them.

use crate::log::PositionLog;
use crate::space::{Frame, LengthUnit, turn_in};

/// The coordinates of one object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coordinates {
    pub frame: Frame,
    /// How many there are, 1 to 3.
    pub axes: usize,
    /// The log's own unit along each axis, in that of the positions.
    pub units: [f64; 3],
    /// A turn along each axis, where that is one of angles.
    pub turns: [Option<f64>; 3],
}

impl Coordinates {
    pub fn of_log(log: &PositionLog) -> Self {
        let unit = |axis: usize| {
            let unit = log.positions.get(axis)?.converted_from.as_deref()?;
            LengthUnit::parse(unit)?.in_metres()
        };
        let turn = |axis: usize| turn_in(log.positions.get(axis)?.unit.as_deref()?);
        Self {
            frame: log.coordinates,
            axes: log.positions.len().clamp(1, 3),
            units: [0, 1, 2].map(|axis| unit(axis).unwrap_or(1.0)),
            turns: match log.coordinates {
                Frame::Cartesian => [0, 1, 2].map(turn),
                Frame::Geographic => [None; 3],
            },
        }
    }

    /// Of plain numbers, which start again after `turn` if they are angles.
    pub fn of_numbers(turn: Option<f64>) -> Self {
        Self {
            frame: Frame::Cartesian,
            axes: 1,
            units: [1.0; 3],
            turns: [turn, None, None],
        }
    }
}
