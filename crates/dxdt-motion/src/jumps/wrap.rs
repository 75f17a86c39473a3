//! Coordinates that start again: counters of whole numbers, and angles.

use super::spot::Spot;
use crate::log::PositionLog;
use crate::space::{Frame, turn_in};

// The bits of counters.
const COUNTERS: [f64; 5] = [256.0, 4096.0, 65_536.0, 16_777_216.0, 4_294_967_296.0];
const TIMES_USUAL: f64 = 2.0;

/// A turn in the unit of each position column, where that is one of angles.
pub type Turns = [Option<f64>; 3];

/// The turns of a log whose positions are angles and not places on the Earth.
pub fn turns_of(log: &PositionLog) -> Turns {
    let turn = |axis: usize| turn_in(log.positions.get(axis)?.unit.as_deref()?);
    match log.coordinates {
        Frame::Cartesian => [0, 1, 2].map(turn),
        Frame::Geographic => [None; 3],
    }
}

/// What a coordinate has counted to that starts again between two spots, if it does, where things around go so fast as a
/// rule. It is near one end of its range before, and near the other end after.
pub(super) fn wrap_between(
    before: &Spot,
    after: &Spot,
    usual: f64,
    turns: &Turns,
    units: &[f64; 3],
) -> Option<f64> {
    let allowed = TIMES_USUAL * usual * before.seconds(after);
    let way = before.to(after);
    let is_wrap = |axis: usize, period: f64| {
        let ends = [before.position[axis], after.position[axis]];
        let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        let is_in_range =
            low >= 0.0 && high <= period || low >= -period / 2.0 && high <= period / 2.0;
        let is_small = (way[axis].abs() - period).abs() <= allowed;
        is_in_range && is_small && 4.0 * allowed < period && allowed > 0.0
    };
    let is_whole = |axis: usize| {
        let of_unit = [before, after].map(|spot| spot.position[axis] / units[axis]);
        let is_whole = |value: f64| (value - value.round()).abs() <= 1e-12 * value.abs();
        of_unit.into_iter().all(is_whole)
    };
    (0..3).find_map(|axis| {
        let others = (0..3).filter(|&other| other != axis);
        let are_small = others.clone().all(|other| way[other].abs() <= allowed);
        let counters = COUNTERS.into_iter().filter(|_| is_whole(axis));
        let mut periods = turns[axis].into_iter().chain(counters);
        are_small.then(|| periods.find(|period| is_wrap(axis, period * units[axis])))?
    })
}

/// How many turns a step of so many is too long, as `np.unwrap` takes it: exactly half a turn is none.
pub(crate) fn turns_too_many(turns: f64) -> f64 {
    (turns.abs() - 0.5).ceil().max(0.0).copysign(turns)
}
