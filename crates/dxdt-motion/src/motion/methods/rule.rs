//! Differences that each row takes from rows near it, on one axis and on a whole log.

use rayon::prelude::*;

use crate::audit::{AuditedLog, EntityRows};
use crate::motion::entity::norms;
use crate::motion::segment::{complete_rows, turn};
use crate::motion::segment_clock::SegmentClock;
use crate::motion::{DeriveOptions, Motion, Program, entity_positions, local_segments};
use crate::space::{Frame, LocalDirections, earth_centred};
use dxdt_calculus::{EdgeOrder, Spacing, gradient};
use dxdt_time::Ticks;

/// How velocity and acceleration come from the positions of rows nearby: linear, and the same for every axis.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// As [`derive`](crate::motion::derive) does it.
    Derive(DeriveOptions),
    /// The slope from the row before; the acceleration is that of the velocity.
    Backward,
    /// The slope from the row before to the row after, on the row between; the acceleration is that of the velocity.
    Central,
    /// The gradient of the gradient as if all steps of a segment were equal to their mean.
    EvenSteps,
    /// What another program gives.
    Program(Program),
}

impl Rule {
    /// Velocity and acceleration at every timestamp (in ticks, increasing); NaN where there is none.
    pub fn derive(
        self,
        (stamps, ticks): (&[i64], Ticks),
        x: &[f64],
        velocity: &mut [f64],
        acceleration: &mut [f64],
    ) {
        velocity.fill(f64::NAN);
        acceleration.fill(f64::NAN);
        let (Some(&first), Some(&last)) = (stamps.first(), stamps.last()) else {
            return;
        };
        let seconds = || -> Vec<f64> {
            stamps
                .iter()
                .map(|&stamp| ticks.seconds_between(first, stamp))
                .collect()
        };
        match self {
            Self::Derive(options) => {
                SegmentClock::new(stamps, ticks).derive(x, &options, velocity, acceleration);
            }
            Self::Backward => {
                let t = seconds();
                backward(&t, x, velocity);
                backward(&t, velocity, acceleration);
            }
            Self::Central => {
                let t = seconds();
                central(&t, x, velocity);
                central(&t, velocity, acceleration);
            }
            Self::EvenSteps => {
                let steps = stamps.len().saturating_sub(1) as f64;
                let even = Spacing::Uniform(ticks.seconds_between(first, last) / steps);
                let gradient = |values: &[f64]| gradient(values, even, EdgeOrder::Second);
                if let Ok(slope) = gradient(x)
                    && let Ok(second) = gradient(&slope)
                {
                    velocity.copy_from_slice(&slope);
                    acceleration.copy_from_slice(&second);
                }
            }
            Self::Program(program) => {
                let t = seconds();
                if let Ok(derived) = program.derive(&t, x) {
                    velocity.copy_from_slice(&derived.velocity);
                    acceleration.copy_from_slice(&derived.acceleration);
                }
            }
        }
    }

    /// The motion of a log by this rule, with everything that does not depend on it as in `like`.
    pub fn motion(self, audited: &AuditedLog<'_>, like: &Motion) -> Motion {
        let mut motion = like.clone();
        let entities: Vec<Vec<Derived>> = audited
            .entities
            .par_iter()
            .map(|entity| self.of_entity(audited, entity))
            .collect();
        for columns in [&mut motion.velocity, &mut motion.acceleration] {
            for column in columns.iter_mut() {
                column.fill(f64::NAN);
            }
        }
        for segment in entities.iter().flatten() {
            let to = [&mut motion.velocity, &mut motion.acceleration];
            for (from, to) in segment.columns.iter().zip(to) {
                for (from, to) in from.iter().zip(to) {
                    for (&row, &value) in segment.rows.iter().zip(from) {
                        to[row] = if value.is_finite() { value } else { f64::NAN };
                    }
                }
            }
        }
        norms(&motion.velocity, &mut motion.speed);
        norms(&motion.acceleration, &mut motion.accel);
        motion
    }

    fn of_entity(self, audited: &AuditedLog<'_>, entity: &EntityRows) -> Vec<Derived> {
        let segments = local_segments(entity);
        let input = entity_positions(audited, entity, &segments);
        let mut derived = Vec::with_capacity(segments.len());
        for segment in &segments {
            let rows = complete_rows(&input.positions, segment.clone()).listed(segment.clone());
            let stamps: Vec<i64> = rows.iter().map(|&row| input.stamps[row]).collect();
            let is_geographic = input.coordinates == Frame::Geographic;
            let positions: Vec<Vec<f64>> = if is_geographic {
                let at =
                    |axis: usize, row: usize| input.positions.get(axis).map_or(0.0, |p| p[row]);
                let places: Vec<[f64; 3]> = rows
                    .iter()
                    .map(|&row| earth_centred([at(0, row), at(1, row), at(2, row)]))
                    .collect();
                [0, 1, 2]
                    .iter()
                    .map(|&axis| places.iter().map(|place| place[axis]).collect())
                    .collect()
            } else {
                let pick = |axis: &&[f64]| rows.iter().map(|&row| axis[row]).collect();
                input.positions.iter().map(pick).collect()
            };
            let unknown = || vec![vec![f64::NAN; rows.len()]; positions.len()];
            let mut columns = [unknown(), unknown()];
            let [velocity, acceleration] = &mut columns;
            for (axis, position) in positions.iter().enumerate() {
                self.derive(
                    (&stamps, input.ticks),
                    position,
                    &mut velocity[axis],
                    &mut acceleration[axis],
                );
            }
            if is_geographic {
                let [velocity, acceleration] = &mut columns;
                let mut vectors = [velocity, acceleration];
                turn(&input, &rows, &mut vectors, LocalDirections::east_north_up);
            }
            let start = entity.rows.start;
            derived.push(Derived {
                rows: rows.into_iter().map(|row| start + row).collect(),
                columns,
            });
        }
        derived
    }
}

/// Velocity and acceleration of the rows of one segment that have a position, each a column an axis.
struct Derived {
    rows: Vec<usize>,
    columns: [Vec<Vec<f64>>; 2],
}

/// The slope from the row before, NaN on the first row.
fn backward(t: &[f64], x: &[f64], out: &mut [f64]) {
    for i in 1..x.len() {
        out[i] = (x[i] - x[i - 1]) / (t[i] - t[i - 1]);
    }
}

/// The slope between the rows on either side, NaN on the first and the last row.
fn central(t: &[f64], x: &[f64], out: &mut [f64]) {
    for i in 1..x.len().saturating_sub(1) {
        out[i] = (x[i + 1] - x[i - 1]) / (t[i + 1] - t[i - 1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAMPS: [i64; 6] = [
        0,
        300_000_000,
        400_000_000,
        900_000_000,
        1_100_000_000,
        1_700_000_000,
    ];

    fn derived(rule: Rule, x: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (mut v, mut a) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        let times = (&STAMPS[..x.len()], Ticks::NANOSECONDS);
        rule.derive(times, x, &mut v, &mut a);
        (v, a)
    }

    #[test]
    fn backward_and_central_end_where_rows_do() {
        let x = STAMPS.map(|stamp| (stamp as f64 / 1e9).powi(2));
        let (v, a) = derived(Rule::Backward, &x);
        assert!(v[0].is_nan() && a[0].is_nan() && a[1].is_nan());
        assert!((v[1] - 0.3).abs() < 1e-12 && (v[3] - 1.3).abs() < 1e-12);
        let (v, a) = derived(Rule::Central, &x);
        assert!(v[0].is_nan() && v[5].is_nan() && a[1].is_nan() && a[4].is_nan());
        // (0.4² − 0²)/0.4
        assert!((v[1] - 0.4).abs() < 1e-12);
        assert!(a[2].is_finite());
    }

    #[test]
    fn few_rows_have_what_they_can() {
        for rule in [Rule::Backward, Rule::Central, Rule::EvenSteps] {
            for rows in 0..3 {
                let (v, a) = derived(rule, &[1.0, 2.0, 4.0][..rows]);
                assert!(v.len() == rows && a.iter().all(|a| a.is_nan()));
            }
        }
        let (v, _) = derived(Rule::Backward, &[1.0, 2.5]);
        assert!((v[1] - 5.0).abs() < 1e-12);
    }

    #[test]
    fn even_steps_are_the_mean_step() {
        let x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
        let (v, a) = derived(Rule::EvenSteps, &x);
        assert!(v.iter().all(|v| (v - 5.0 / 1.7).abs() < 1e-12));
        assert!(a.iter().all(|a| a.abs() < 1e-12));
    }
}
