//! Rows that jump: away and back, where the speed from both neighbors is far above that of the log and without them it is
//! not, or in a lone step that nothing around it comes near to.

use serde::Serialize;

use crate::audit::AuditedLog;
use crate::finding::{Finding, FindingKind, Place};

use super::statistics::{median, quantile};
use super::track::{Track, distance};

/// Rows whose position cannot be right.
///
/// A row is one where the smaller of the speeds from the row before and to the row after is more than three times the
/// speed past it, from the row before straight to the row after, and above a limit that a thing of such speeds does not
/// reach: eight median absolute deviations (scaled to the normal distribution) above the entity's
/// median speed, and three times its 95th percentile. It goes further than ten standard deviations of the noise and
/// ten steps of the resolution. A row is one too, whether the thing comes back or not, if the speed to it is more than twice
/// that limit and ten times that of the four steps before and after, unless there are many such rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Jumps {
    /// Such rows.
    pub rows: u64,
    /// The first of them, at most [`Finding::PLACES`].
    pub places: Vec<Place>,
    /// The largest speed from and to such a row, in the unit of the positions a second (m/s for geographic ones).
    pub fastest: Option<f64>,
    /// The limit of the speed, of the entity with that row.
    pub threshold: Option<f64>,
}

pub(super) const TIMES_NOISE: f64 = 10.0;
const DEVIATIONS: f64 = 8.0;
const NORMAL_DEVIATION: f64 = 1.482_602_218_505_602;
const PERCENTILE: f64 = 0.95;
const TIMES_PERCENTILE: f64 = 3.0;
const TIMES_BYPASS: f64 = 3.0;
// A step that is not undone has to be much faster than all around it.
const TIMES_LIMIT: f64 = 2.0;
const TIMES_NEIGHBORS: f64 = 10.0;
const NEIGHBORS: usize = 4;
const MOST_LONE: usize = 3;
const ROWS_A_LONE_STEP: usize = 2000;
// Fewer speeds do not tell what is usual.
const FEWEST_SPEEDS: usize = 8;
// A jump spoils two speeds; a short log has to bear two jumps.
const SPOILT: f64 = 4.0;

/// The jumps of one entity, as rows of its track, increasing.
#[derive(Debug, Default)]
pub(super) struct TrackJumps {
    pub rows: Vec<usize>,
    fastest: f64,
    threshold: f64,
}

impl TrackJumps {
    /// `least` is the shortest distance that a jump goes.
    pub fn of(track: &Track<'_>, least: f64) -> Self {
        // The speed to each row from the one before; NaN at the start of a segment.
        let mut speeds = Vec::with_capacity(track.len());
        for segment in &track.segments {
            let mut before: Option<[f64; 3]> = None;
            for row in segment.clone() {
                let here = track.point(row);
                let speed =
                    before.map(|before| distance(before, here) / track.seconds(row - 1, row));
                speeds.push(speed.unwrap_or(f64::NAN));
                before = Some(here);
            }
        }
        let Some(threshold) = threshold(&speeds) else {
            return Self::default();
        };
        let mut jumps = Self {
            threshold,
            ..Self::default()
        };
        for row in 1..track.len().saturating_sub(1) {
            let slower = speeds[row].min(speeds[row + 1]);
            // A comparison with NaN is false; min passes over it.
            if !(slower > threshold && (speeds[row] + speeds[row + 1]).is_finite()) {
                continue;
            }
            let [before, here, after] = [row - 1, row, row + 1].map(|row| track.point(row));
            let nearer = distance(before, here).min(distance(here, after));
            let past = distance(before, after) / track.seconds(row - 1, row + 1);
            if slower > TIMES_BYPASS * past && nearer > least {
                jumps.rows.push(row);
                jumps.fastest = jumps.fastest.max(slower);
            }
        }
        jumps.add_lone_steps(track, &speeds, least);
        jumps
    }

    /// Adds rows after a lone step that is far too fast, whether the thing comes back or not.
    fn add_lone_steps(&mut self, track: &Track<'_>, speeds: &[f64], least: f64) {
        let mut lone = Vec::new();
        for row in 1..track.len() {
            let is_next_to_jump = self.rows.binary_search(&row).is_ok()
                || self.rows.binary_search(&(row - 1)).is_ok();
            let is_fast = speeds[row] > TIMES_LIMIT * self.threshold;
            if !is_fast || is_next_to_jump {
                continue;
            }
            let around = row.saturating_sub(NEIGHBORS)..(row + NEIGHBORS + 1).min(track.len());
            let others = around
                .filter(|&other| other != row)
                .map(|other| speeds[other]);
            let known: Vec<f64> = others.filter(|speed| speed.is_finite()).collect();
            let fastest = known.iter().copied().fold(0.0, f64::max);
            let goes = distance(track.point(row - 1), track.point(row));
            if known.len() >= NEIGHBORS && speeds[row] > TIMES_NEIGHBORS * fastest && goes > least {
                lone.push(row);
            }
        }
        // What a thing does again and again is its motion, such as the saccades of an eye.
        if lone.len() <= MOST_LONE + track.len() / ROWS_A_LONE_STEP {
            let steps = lone.iter().map(|&row| speeds[row]);
            self.fastest = steps.fold(self.fastest, f64::max);
            self.rows.extend(lone);
            self.rows.sort_unstable();
        }
    }
}

/// The speed that a thing of such speeds does not reach.
fn threshold(speeds: &[f64]) -> Option<f64> {
    let mut known: Vec<f64> = speeds.iter().copied().filter(|v| v.is_finite()).collect();
    if known.len() < FEWEST_SPEEDS {
        return None;
    }
    let share = PERCENTILE.min(1.0 - SPOILT / known.len() as f64);
    let high = quantile(&mut known, share)?;
    let middle = median(&mut known)?;
    for speed in &mut known {
        *speed = (*speed - middle).abs();
    }
    let deviation = NORMAL_DEVIATION * median(&mut known)?;
    Some((middle + DEVIATIONS * deviation).max(TIMES_PERCENTILE * high))
}

impl Jumps {
    pub(super) fn of(audited: &AuditedLog<'_>, tracks: &[Track<'_>], each: &[TrackJumps]) -> Self {
        let mut jumps = Self::default();
        for (track, found) in tracks.iter().zip(each) {
            jumps.rows += found.rows.len() as u64;
            let room = Finding::PLACES - jumps.places.len();
            let places = found.rows.iter().take(room);
            jumps
                .places
                .extend(places.map(|&row| track.place(audited, row)));
            let is_faster = jumps.fastest.is_none_or(|fastest| found.fastest > fastest);
            if !found.rows.is_empty() && is_faster {
                jumps.fastest = Some(found.fastest);
                jumps.threshold = Some(found.threshold);
            }
        }
        jumps
    }

    /// What `dxdt analyze` says of them, the positions being in `unit`.
    pub(super) fn finding(self, unit: &str) -> Option<Finding> {
        let kind = FindingKind::PositionsJump {
            fastest: self.fastest?,
            limit: self.threshold?,
            unit: unit.to_owned(),
        };
        Some(Finding {
            kind,
            count: self.rows,
            places: self.places,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_bears_two_jumps_in_ten_rows() {
        let walk = [1.0, 1.1, 0.9, 500.0, 480.0, 1.0, 1.2, 300.0, 310.0, 1.0];
        let limit = threshold(&walk).unwrap();
        assert!((3.0..10.0).contains(&limit), "{limit}");
        assert_eq!(threshold(&walk[..5]), None);
    }

    #[test]
    fn a_thing_that_mostly_rests_may_move() {
        let mut speeds = vec![0.0; 900];
        speeds.extend(vec![10.0; 100]);
        assert_eq!(threshold(&speeds), Some(30.0));
    }
}
