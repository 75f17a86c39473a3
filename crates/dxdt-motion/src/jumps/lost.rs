//! Values that stand for "no position": a thing is there for some rows, and neither comes nor goes by a way of its own.

use super::coordinates::Coordinates;
use super::spot::Spot;
use crate::space::Frame;

// What programs write where they have none.
const VALUES: [f64; 14] = [
    0.0,
    -1.0,
    999.0,
    -999.0,
    9999.0,
    -9999.0,
    99_999.0,
    -99_999.0,
    32_767.0,
    -32_768.0,
    65_535.0,
    2_147_483_647.0,
    -2_147_483_648.0,
    4_294_967_295.0,
];

/// Which of the values all coordinates of a spot have, if they do.
pub(super) fn mark_of(spot: &Spot, coordinates: &Coordinates) -> Option<f64> {
    let Coordinates { units, axes, .. } = *coordinates;
    let axes = match coordinates.frame {
        Frame::Cartesian => axes,
        // A height may be known all the same.
        Frame::Geographic => axes.min(2),
    };
    let first = spot.position[0];
    let value = VALUES.into_iter().find(|value| value * units[0] == first)?;
    let others = spot.position[..axes].iter().zip(units).skip(1);
    let is_same = others
        .into_iter()
        .all(|(other, unit)| *other == value * unit);
    is_same.then_some(value)
}

/// How things come to such values and go from them.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    each: Vec<Mark>,
}

#[derive(Debug, Clone)]
struct Mark {
    value: f64,
    rows: u64,
    borders: u64,
    slowest: f64,
    nearest: f64,
}

impl Marks {
    fn of(&mut self, value: f64) -> &mut Mark {
        let known = self.each.iter().position(|mark| mark.value == value);
        let index = known.unwrap_or_else(|| {
            self.each.push(Mark {
                value,
                rows: 0,
                borders: 0,
                slowest: f64::INFINITY,
                nearest: f64::INFINITY,
            });
            self.each.len() - 1
        });
        &mut self.each[index]
    }

    /// A row has the value.
    pub fn count(&mut self, value: f64) {
        self.of(value).rows += 1;
    }

    /// A step comes to the value or goes from it.
    pub fn add_border(&mut self, value: f64, distance: f64, speed: f64) {
        let mark = self.of(value);
        mark.borders += 1;
        mark.slowest = mark.slowest.min(speed);
        mark.nearest = mark.nearest.min(distance);
    }

    /// The values that things come to and go from more than so often.
    pub fn frequent(&self, times: u64) -> Vec<f64> {
        let frequent = self.each.iter().filter(|mark| mark.borders > times);
        frequent.map(|mark| mark.value).collect()
    }

    /// The values that nothing comes to, or goes from, at a speed up to `limit` or from nearer than `least`.
    pub fn lost(&self, rows: u64, limit: f64, least: f64) -> Vec<f64> {
        let is_lost = |mark: &&Mark| {
            // It comes there and goes: what starts at rest may move.
            mark.borders > 1 && mark.slowest > limit && mark.nearest > least && 2 * mark.rows < rows
        };
        self.each
            .iter()
            .filter(is_lost)
            .map(|mark| mark.value)
            .collect()
    }
}
