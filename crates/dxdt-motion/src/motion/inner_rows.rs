//! The rows of a segment whose derivatives are taken from both sides.

use std::ops::Range;

use dxdt_calculus::{NOISE_POINTS, noise_weights};

use crate::audit::{AuditedLog, Flags};

use super::methods::noise_gain_at;
use super::{DeriveOptions, Motion, Stencil};

/// How far the stencils of velocity and acceleration reach to either side where they are whole.
#[derive(Debug, Clone, Copy)]
pub struct InnerReach {
    options: DeriveOptions,
    /// Of the velocity and of the acceleration.
    reach: [usize; 2],
}

/// A largest value among rows whose stencil is whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// The norm of the velocity or acceleration.
    pub value: f64,
    /// Along each axis.
    pub vector: [f64; 3],
    /// The row of the audited log.
    pub row: usize,
    /// Its place among the rows of its segment that have a position.
    place: usize,
}

impl InnerReach {
    /// Of derivatives with these options, which a smoother may have taken the place of.
    pub fn new(options: &DeriveOptions, is_smoothed: bool) -> Self {
        const MANY: usize = 1000;
        let half = |stencil: Stencil| {
            stencil
                .rows(MANY / 2, MANY)
                .map_or(1, |rows| rows.len() / 2)
        };
        let velocity = half(Stencil::first_derivative(options, MANY)).max(1);
        let acceleration = match Stencil::direct_acceleration(options, MANY) {
            _ if is_smoothed => 2,
            Some(direct) => half(direct),
            None => 2 * velocity,
        };
        Self {
            options: *options,
            reach: [if is_smoothed { 1 } else { velocity }, acceleration],
        }
    }

    /// The largest speed and acceleration of a segment's rows that are given, in this order. `listed` are all rows of the
    /// segment that have a position. Rows that jump or overshoot are left out.
    pub fn peaks(
        &self,
        motion: &Motion,
        listed: &[usize],
        given: &Range<usize>,
    ) -> [Option<Peak>; 2] {
        let columns = [
            (&motion.speed, &motion.velocity),
            (&motion.accel, &motion.acceleration),
        ];
        let mut peaks = [None, None];
        for ((peak, reach), (norms, axes)) in peaks.iter_mut().zip(self.reach).zip(columns) {
            let inner = reach..listed.len().saturating_sub(reach).max(reach);
            let mut largest: Option<usize> = None;
            for place in inner {
                let row = listed[place];
                // A comparison with NaN is false.
                let is_larger = match largest {
                    None => !norms[row].is_nan(),
                    Some(known) => norms[row] > norms[listed[known]],
                };
                if is_larger && given.contains(&row) && !is_doubtful(motion.flags[row]) {
                    largest = Some(place);
                }
            }
            *peak = largest.map(|place| {
                let row = listed[place];
                Peak {
                    value: norms[row],
                    vector: [0, 1, 2].map(|axis| axes.get(axis).map_or(0.0, |axis| axis[row])),
                    row,
                    place,
                }
            });
        }
        peaks
    }

    /// How far the positions around a peak are from a smooth curve through each other, over all axes and as the standard
    /// deviation of noise that would do that: they are noise, or motion that the rows are too far apart to follow. `position`
    /// gives the position of a row along straight axes. `None` where too few rows are around.
    pub fn roughness(
        audited: &AuditedLog<'_>,
        listed: &[usize],
        peak: &Peak,
        position: impl Fn(usize) -> [f64; 3],
    ) -> Option<f64> {
        const HALF: usize = NOISE_POINTS / 2;
        let ticks = audited.log.clock.ticks;
        let residual = |middle: usize| -> Option<f64> {
            let rows = listed.get(middle.checked_sub(HALF)?..middle + HALF + 1)?;
            let seconds = |step: usize| {
                let [from, to] = [step, step + 1].map(|place| audited.stamps[rows[place]]);
                ticks.seconds_between(from, to)
            };
            let weights = noise_weights([0, 1, 2, 3].map(seconds))?;
            let origin = position(rows[HALF]);
            let mut sum = [0.0; 3];
            for (weight, &row) in weights.iter().zip(rows) {
                let here = position(row);
                for axis in 0..3 {
                    sum[axis] += weight * (here[axis] - origin[axis]);
                }
            }
            Some(sum.iter().map(|sum| sum * sum).sum())
        };
        let around = peak.place.saturating_sub(1)..peak.place + 2;
        let squares: Vec<f64> = around.filter_map(residual).collect();
        let mean = squares.iter().sum::<f64>() / squares.len() as f64;
        (!squares.is_empty()).then(|| mean.sqrt())
    }

    /// How many units of the derivative, 0 for the velocity and 1 for the acceleration, one unit of noise in the positions
    /// becomes at a peak.
    pub fn noise_gain(
        &self,
        audited: &AuditedLog<'_>,
        listed: &[usize],
        peak: &Peak,
        derivative: usize,
    ) -> f64 {
        let reach = self.reach[derivative].max(self.reach[0]);
        let start = peak.place.saturating_sub(reach);
        let around = &listed[start..(peak.place + reach + 1).min(listed.len())];
        let stamps: Vec<i64> = around.iter().map(|&row| audited.stamps[row]).collect();
        let clock = (&stamps[..], audited.log.clock.ticks);
        noise_gain_at(&self.options, clock, peak.place - start)[derivative]
    }
}

fn is_doubtful(flags: Flags) -> bool {
    flags.contains(Flags::JUMP) || flags.contains(Flags::OVERSHOOT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{AuditOptions, audit};
    use crate::motion::derive;

    #[test]
    fn the_ends_of_a_segment_set_no_peak() {
        let mut csv = "t (s),x (m)\n".to_owned();
        for t in 0..20 {
            csv += &format!("{t},{}\n", [0, 9][usize::from(t == 0 || t == 19)] + t % 2);
        }
        let log = crate::testing::log(&csv);
        let audited = audit(&log, &AuditOptions::default()).unwrap();
        let options = DeriveOptions::default();
        let motion = derive(&audited, &options);
        let listed: Vec<usize> = (0..20).collect();
        let reach = InnerReach::new(&options, false);
        let [speed, acceleration] = reach.peaks(&motion, &listed, &(0..20)).map(Option::unwrap);
        assert!(motion.speed[0] > speed.value && motion.accel[1] > acceleration.value);
        assert!((1..19).contains(&speed.row) && (2..18).contains(&acceleration.row));
        let gains = [speed, acceleration].map(|peak| peak.place);
        assert_eq!(gains, [speed.row, acceleration.row]);
        let gain = |peak, derivative| reach.noise_gain(&audited, &listed, peak, derivative);
        assert!((gain(&speed, 0) - 0.5_f64.sqrt()).abs() < 1e-9);
        assert!((gain(&acceleration, 1) - 0.375_f64.sqrt()).abs() < 1e-9);
        // The positions go up and down by 1, which no smooth curve does.
        let position = |row: usize| [audited.positions[0][row], 0.0, 0.0];
        let middle = Peak { place: 10, ..speed };
        let rough = InnerReach::roughness(&audited, &listed, &middle, position).unwrap();
        assert!((rough - 8.0 / 70_f64.sqrt()).abs() < 1e-9, "{rough}");
        assert_eq!(
            InnerReach::roughness(&audited, &listed[..3], &speed, position),
            None
        );
        let none = reach.peaks(&motion, &listed[..2], &(0..20));
        assert_eq!(none, [None, None]);
    }
}
