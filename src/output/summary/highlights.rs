//! The figures that an analysis begins with: how far objects have come, how long they moved, and their highest speed and
//! acceleration inside the segments. They are added up while rows go by, and told when the noise of all of them is known.

use std::ops::Range;

use dxdt_motion::audit::{EntityRows, Flags};
use dxdt_motion::inspect::Noise;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{
    DeriveOptions, InnerReach, Measure, Peak, SmoothingMethod, Travel, Travelled, norm,
};
use dxdt_motion::space::{Frame, earth_centred};
use rayon::prelude::*;

use super::Summary;
use super::highest::NotedPeak;
use crate::analysis::rows::DerivedRows;

/// The highlights of a log in the making.
#[derive(Debug)]
pub(crate) struct Highlights {
    coordinates: Frame,
    axes: usize,
    reach: InnerReach,
    /// Curves are fitted, whose speeds have standard errors.
    is_smoothed: bool,
    entities: Vec<EntityHighlights>,
}

/// Those of one entity.
#[derive(Debug, Default)]
struct EntityHighlights {
    /// Rows with a position.
    rows: u64,
    travel: Travel,
    /// Speed and acceleration.
    peaks: [Option<NotedPeak>; 2],
}

impl Highlights {
    /// Of `log` the rows are not looked at.
    pub fn new(
        log: &PositionLog,
        derive: &DeriveOptions,
        smoother: Option<SmoothingMethod>,
    ) -> Self {
        Self {
            coordinates: log.coordinates,
            axes: log.positions.len(),
            reach: InnerReach::new(derive, smoother.is_some()),
            is_smoothed: smoother.is_some_and(SmoothingMethod::fits_a_curve),
            entities: Vec::new(),
        }
    }

    /// Adds the rows that come next.
    pub fn add(&mut self, derived: &DerivedRows<'_>) {
        let mut before = match derived.entity_goes_on {
            true => self.entities.pop(),
            false => None,
        };
        let entities = derived.audited.entities.iter();
        let mut jobs: Vec<_> = entities
            .map(|entity| (before.take().unwrap_or_default(), entity))
            .collect();
        jobs.par_iter_mut()
            .for_each(|(highlights, entity)| self.add_entity(highlights, derived, entity));
        self.entities
            .extend(jobs.into_iter().map(|(highlights, _)| highlights));
    }

    fn add_entity(
        &self,
        highlights: &mut EntityHighlights,
        derived: &DerivedRows<'_>,
        entity: &EntityRows,
    ) {
        let mut peaks: [Option<(Peak, &Range<usize>)>; 2] = [None, None];
        let listed = |segment: &Range<usize>| -> Vec<usize> {
            let flags = &derived.audited.flags;
            let rows = segment.clone();
            rows.filter(|&row| !flags[row].contains(Flags::MISSING))
                .collect()
        };
        for segment in &entity.segments {
            let rows = listed(segment);
            let given = rows.iter().filter(|row| derived.rows.contains(row));
            highlights.rows += given.count() as u64;
            self.travel(&mut highlights.travel, derived, &rows);
            let of_segment = self.reach.peaks(derived.motion, &rows, &derived.rows);
            for (known, found) in peaks.iter_mut().zip(of_segment) {
                let larger = found.filter(|found| {
                    known
                        .as_ref()
                        .is_none_or(|(known, _)| found.value > known.value)
                });
                *known = larger.map(|peak| (peak, segment)).or(known.take());
            }
        }
        for (derivative, found) in peaks.into_iter().enumerate() {
            let known = &mut highlights.peaks[derivative];
            if let Some((peak, segment)) = found
                && known.as_ref().is_none_or(|known| peak.value > known.value)
            {
                let rows = listed(segment);
                let position = |row: usize| self.position(derived, row);
                let peak = (&peak, &rows[..]);
                *known = Some(NotedPeak::new(
                    derived,
                    peak,
                    derivative,
                    &self.reach,
                    position,
                ));
            }
        }
    }

    /// Adds the ways of the given rows of a segment; `listed` are those that have a position.
    fn travel(&self, travel: &mut Travel, derived: &DerivedRows<'_>, listed: &[usize]) {
        let given = &derived.rows;
        let start = listed.partition_point(|row| *row < given.start);
        let end = listed.partition_point(|row| *row < given.end);
        if start == end {
            return;
        }
        let audited = derived.audited;
        let ticks = audited.log.clock.ticks;
        let at = |place: usize| self.position(derived, listed[place]);
        let speed = |place: usize| derived.motion.speed[listed[place]];
        // The seconds and the length from a row to the next.
        let step = |from: usize, chord: f64| {
            let stamps = [from, from + 1].map(|place| audited.stamps[listed[place]]);
            let seconds = ticks.seconds_between(stamps[0], stamps[1]);
            let by_speed = 0.5 * (speed(from) + speed(from + 1)) * seconds;
            match self.is_smoothed && by_speed.is_finite() {
                true => (seconds, by_speed),
                false => (seconds, chord),
            }
        };
        let mut before = (start > 0).then(|| at(start - 1));
        let mut here = at(start);
        let mut behind =
            before.map_or((0.0, 0.0), |before| step(start - 1, distance(before, here)));
        for place in start..end {
            let after = (place + 1 < listed.len()).then(|| at(place + 1));
            let ahead = after.map_or((0.0, 0.0), |after| step(place, distance(here, after)));
            let seconds = 0.5 * (behind.0 + ahead.0);
            let row = listed[place];
            if derived.motion.flags[row].contains(Flags::JUMP) {
                travel.add_jump(seconds);
            } else {
                let displaced = distance(before.unwrap_or(here), after.unwrap_or(here));
                let stands_out = match derived.smoothing.filter(|_| self.is_smoothed) {
                    None => displaced * std::f64::consts::FRAC_1_SQRT_2,
                    Some(smoothing) => {
                        let error = norm_of_errors(&smoothing.velocity_error, row);
                        let by_error = speed(place) / error;
                        // A segment that is too short to be smoothed has no errors.
                        match by_error.is_nan() && displaced > 0.0 {
                            true => f64::INFINITY,
                            false => by_error,
                        }
                    }
                };
                travel.add(stands_out, seconds, 0.5 * (behind.1 + ahead.1));
            }
            before = Some(here);
            here = after.unwrap_or(here);
            behind = ahead;
        }
    }

    /// Along straight axes.
    fn position(&self, derived: &DerivedRows<'_>, row: usize) -> [f64; 3] {
        let positions = &derived.audited.positions;
        let here = [0, 1, 2].map(|axis| positions.get(axis).map_or(0.0, |x| x[row]));
        match self.coordinates {
            Frame::Cartesian => here,
            Frame::Geographic => earth_centred(here),
        }
    }

    /// By what the ways are measured, with the noise of the positions.
    fn measure(&self, noise: Option<&Noise>) -> Measure {
        match self.is_smoothed {
            true => Measure::Speeds { axes: self.axes },
            false => Measure::Chords {
                noise: noise.map_or(0.0, Noise::over_all_axes),
                axes: self.axes,
            },
        }
    }

    /// Puts the figures into a summary that knows the noise of its log.
    pub fn tell(self, summary: &mut Summary, log: &PositionLog) {
        let noise = summary.noise.clone();
        let measure = self.measure(noise.as_ref());
        let tells_way = summary.quality.tells_way();
        let tells_moving = summary.quality.tells_moving();
        for (entity, highlights) in summary.entities.iter_mut().zip(self.entities) {
            let travelled = highlights.travel.told(measure);
            entity.travelled = travelled;
            entity.time_in_segments = Some(travelled.seconds);
            entity.distance = tells_way.then_some(travelled.length);
            entity.time_moving = tells_moving.then_some(travelled.moving);
            let lifted = (2.0 * (highlights.rows as f64).ln()).sqrt().max(1.0);
            let [speed, acceleration] = highlights
                .peaks
                .map(|peak| peak.map(|peak| peak.told(noise.as_ref(), lifted, log)));
            entity.speed_highest = speed;
            entity.acceleration_highest = acceleration;
        }
    }
}

/// The figures of all objects together.
pub(crate) fn travelled(summary: &Summary) -> Travelled {
    let each = summary.entities.iter().map(|entity| entity.travelled);
    each.fold(Travelled::default(), Travelled::and)
}

fn norm_of_errors(errors: &[Vec<f64>], row: usize) -> f64 {
    let known = errors.iter().map(|axis| axis[row]);
    // An axis without positions has no errors.
    let known = known.filter(|error| !error.is_nan());
    let (sum, count) = known.fold((0.0, 0), |(sum, count), error| {
        (sum + error * error, count + 1)
    });
    match count {
        0 => f64::NAN,
        _ => sum.sqrt(),
    }
}

pub(super) fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    norm([0, 1, 2].map(|axis| b[axis] - a[axis]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_right_at_any_scale() {
        for scale in [1.0, 1e-200, 1e200, 5e-324] {
            assert_eq!(
                distance([0.0; 3], [3.0 * scale, 4.0 * scale, 0.0]),
                5.0 * scale
            );
        }
        assert_eq!(distance([1.0; 3], [1.0; 3]), 0.0);
        assert!(distance([f64::NAN, 0.0, 0.0], [0.0; 3]).is_nan());
    }
}
