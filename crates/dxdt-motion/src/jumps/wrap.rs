//! Coordinates that start again: counters of whole numbers, and angles.

use super::coordinates::Coordinates;
use super::spot::Spot;

// The bits of counters.
const COUNTERS: [f64; 5] = [256.0, 4096.0, 65_536.0, 16_777_216.0, 4_294_967_296.0];
/// A step that starts again is longer than those around by more than this, and the rest of it is at most as long.
pub(super) const TIMES_USUAL: f64 = 2.0;

/// What a coordinate has counted to that starts again between two spots, if it does, where things around go so fast as a
/// rule. It is near one end of its range before, and near the other end after.
pub(super) fn wrap_between(
    before: &Spot,
    after: &Spot,
    usual: f64,
    coordinates: &Coordinates,
) -> Option<f64> {
    let Coordinates { units, turns, .. } = coordinates;
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
