//! From a specification to rows: true times, exact states, measured positions.

use super::measurement::Measurement;
use super::motion::{ExactMotion, MotionKind, SolutionError, State};
use super::random::{Purpose, generator};
use super::specification::Specification;
use super::stamps::{Stamps, written};
use dxdt_motion::error::{Error, Result};
use dxdt_time::{Stamp, Ticks};

/// A specification that has been checked.
#[derive(Debug)]
pub struct Simulation {
    /// What motion it is of.
    pub kind: &'static MotionKind,
    /// What it was checked from, with all that was not said.
    pub specification: Specification,
    pub(super) motion: Box<dyn ExactMotion>,
    pub(super) stamps: Stamps,
    pub(super) measurement: Measurement,
    /// The clock's resolution in nanoseconds.
    pub(super) resolution: Option<i64>,
    pub(super) start: Option<Stamp>,
    pub(super) seed: u64,
    pub(super) copies: u64,
}

/// The rows of a simulated log, entity after entity.
#[derive(Debug)]
pub struct Simulated {
    /// The rows of each entity.
    pub rows: Vec<usize>,
    /// The timestamps as written, in nanoseconds since the start, or since 1970 where the start is a date.
    pub stamps: Vec<i64>,
    /// The start, where the timestamps are dates.
    pub start: Option<Stamp>,
    /// The axes `x`, `y`, `z` that there are.
    pub axes: &'static [&'static str],
    /// The measured positions, axis by axis; NaN where one is missing.
    pub positions: Vec<Vec<f64>>,
    /// The exact states at the rows' true times, axis by axis.
    pub exact: Vec<Vec<State>>,
    /// For a motion whose equation is solved in steps, how far it may be off.
    pub error: Option<SolutionError>,
    /// Where energy is conserved, its largest change as a share of the largest kinetic and potential energy.
    pub energy_drift: Option<f64>,
}

impl Simulation {
    /// Simulates.
    ///
    /// # Errors
    /// Where no row is left, an equation cannot be solved for so long, or numbers grow beyond all bounds.
    pub fn run(&self) -> Result<Simulated> {
        let mut simulated = Simulated {
            rows: Vec::new(),
            stamps: Vec::new(),
            start: self.start,
            axes: self.kind.axes,
            positions: vec![Vec::new(); self.kind.axes.len()],
            exact: vec![Vec::new(); self.kind.axes.len()],
            error: None,
            energy_drift: None,
        };
        for entity in 0..self.copies {
            self.add(entity, &mut simulated)?;
        }
        if simulated.stamps.is_empty() {
            return Err(Error::new("every row is dropped").advise("give a smaller --dropped"));
        }
        Ok(simulated)
    }

    fn add(&self, entity: u64, simulated: &mut Simulated) -> Result<()> {
        let mut times = self
            .stamps
            .times(&mut generator(self.seed, entity, Purpose::Stamps))?;
        let kept = self.measurement.kept(times.len(), self.seed, entity);
        let mut kept = kept.into_iter();
        times.retain(|_| kept.next().unwrap_or(true));
        let seconds = times.iter().map(|time| Ticks::NANOSECONDS.seconds(*time));
        let seconds: Vec<f64> = seconds.collect();
        let course = self
            .motion
            .course(&seconds, &mut generator(self.seed, entity, Purpose::Motion))?;
        let exists = |state: &State| {
            let orders = state.orders();
            orders
                .iter()
                .take(self.kind.derivatives + 1)
                .all(|value| value.is_finite())
        };
        if !course.axes.iter().flatten().all(exists) {
            return Err(Error::new(
                "the numbers of this motion grow beyond the range of 64-bit floats",
            )
            .advise("give a shorter --duration or other parameters"));
        }

        let start = self.start.map_or(0, |start| start.nanoseconds);
        simulated.rows.push(times.len());
        simulated.stamps.extend(times.iter().map(|time| {
            let stamp = start + time;
            self.resolution
                .map_or(stamp, |resolution| written(stamp, resolution))
        }));
        let exact = course.axes.iter();
        let positions = exact
            .map(|axis| axis.iter().map(|state| state.position).collect())
            .collect();
        let measured = self.measurement.of(positions, self.seed, entity);
        for (all, one) in simulated.positions.iter_mut().zip(measured) {
            all.extend(one);
        }
        simulated.error = larger(simulated.error, course.error);
        let drift = self.energy_drift(&course.axes);
        // A drift is known for all entities or for none.
        simulated.energy_drift = simulated.energy_drift.max_known(drift);
        for (all, one) in simulated.exact.iter_mut().zip(course.axes) {
            all.extend(one);
        }
        Ok(())
    }

    fn energy_drift(&self, axes: &[Vec<State>]) -> Option<f64> {
        let rows = axes.first().map_or(0, Vec::len);
        let mut first = None;
        let (mut drift, mut scale) = (0.0_f64, 0.0_f64);
        let mut states = Vec::with_capacity(axes.len());
        for row in 0..rows {
            states.clear();
            states.extend(axes.iter().filter_map(|axis| axis.get(row)));
            let [kinetic, potential] = self.motion.energy(&states)?;
            let energy = kinetic + potential;
            drift = drift.max((energy - *first.get_or_insert(energy)).abs());
            scale = scale.max(kinetic.abs() + potential.abs());
        }
        Some(if scale > 0.0 { drift / scale } else { 0.0 })
    }
}

trait MaxKnown {
    fn max_known(self, other: Self) -> Self;
}

impl MaxKnown for Option<f64> {
    fn max_known(self, other: Self) -> Self {
        match (self, other) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        }
    }
}

fn larger(a: Option<SolutionError>, b: Option<SolutionError>) -> Option<SolutionError> {
    match (a, b) {
        (Some(a), Some(b)) => Some(SolutionError {
            position: a.position.max(b.position),
            velocity: a.velocity.max(b.velocity),
        }),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simulated(toml: &str) -> Simulated {
        let specification = Specification::from_toml(toml).unwrap();
        specification.check().unwrap().run().unwrap()
    }

    #[test]
    fn exact_values_are_those_of_the_true_time() {
        let exact = simulated(
            "motion = 'free-fall'\nseed = 3\nstamps = 'jittered'\nquantise-time = '10 ms'",
        );
        // z = 100 − g t²/2, so that the true time is known from the position.
        let mut differs = 0;
        for (stamp, state) in exact.stamps.iter().zip(&exact.exact[0]) {
            let t = (2.0 * (100.0 - state.position) / 9.80665).sqrt();
            assert!((t - *stamp as f64 / 1e9).abs() < 0.005 + 1e-6);
            assert!((state.velocity + 9.80665 * t).abs() < 1e-5);
            differs += usize::from((t - *stamp as f64 / 1e9).abs() > 1e-4);
        }
        assert!(differs > 300, "{differs}");
    }

    #[test]
    fn copies_have_the_same_motion_and_their_own_noise() {
        let two = simulated("motion = 'circle'\ncopies = 2\nnoise = '1 cm'");
        assert_eq!(two.rows, [1001, 1001]);
        assert_eq!(two.exact[0][..1001], two.exact[0][1001..]);
        assert_ne!(two.positions[0][..1001], two.positions[0][1001..]);
        let one = simulated("motion = 'circle'\nnoise = '1 cm'");
        assert_eq!(one.positions[0], two.positions[0][..1001]);
    }

    #[test]
    fn the_seed_decides() {
        let with = |seed| {
            let toml =
                format!("motion = 'random-walk'\nseed = {seed}\nnoise = '1 cm'\nstamps = 'random'");
            let simulated = simulated(&toml);
            (simulated.stamps, simulated.positions)
        };
        assert_eq!(with(5), with(5));
        assert_ne!(with(5), with(6));
    }

    #[test]
    fn what_grows_beyond_all_bounds_is_refused() {
        let toml = "motion = 'free-fall'\n[parameters]\nspeed = '1e308 m/s'";
        let run = Specification::from_toml(toml)
            .unwrap()
            .check()
            .unwrap()
            .run();
        assert!(
            run.unwrap_err()
                .to_string()
                .starts_with("the numbers of this motion grow beyond")
        );
    }
}
