//! Motion around the z axis: circle, spiral, helix.

use std::f64::consts::TAU;

use rand_chacha::ChaCha8Rng;

use super::FORMULA;
use crate::simulation::motion::{Course, ExactMotion, MotionKind, Parameter, State, Values, range};
use crate::simulation::quantity::Dimension;
use dxdt_motion::error::Result;

const RADIUS: Parameter = Parameter {
    name: "radius",
    meaning: "distance from the axis",
    dimension: Dimension::Length,
    default: "1 m",
    range: range::POSITIVE,
};

const PERIOD: Parameter = Parameter {
    name: "period",
    meaning: "time of one revolution, counterclockwise",
    dimension: Dimension::Time,
    default: "4 s",
    range: range::POSITIVE,
};

const PHASE: Parameter = Parameter {
    name: "phase",
    meaning: "angle from the x axis at the start",
    dimension: Dimension::Angle,
    default: "0 deg",
    range: range::ANY,
};

pub(super) const CIRCLE: MotionKind = MotionKind {
    name: "circle",
    description: "uniform motion on a circle",
    axes: &["x", "y"],
    parameters: &[RADIUS, PERIOD, PHASE],
    duration: "10 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: FORMULA,
    build: |values| Box::new(Level(Turning::new(values, 0.0))),
};

pub(super) const SPIRAL: MotionKind = MotionKind {
    name: "spiral",
    description: "rotation at a constant rate with a growing distance from the axis (spiral of Archimedes)",
    axes: &["x", "y"],
    parameters: &[
        Parameter {
            name: "radius",
            meaning: "distance from the axis at the start",
            dimension: Dimension::Length,
            default: "10 cm",
            range: range::NOT_NEGATIVE,
        },
        Parameter {
            name: "growth",
            meaning: "how fast the distance grows",
            dimension: Dimension::Speed,
            default: "5 cm/s",
            range: range::ANY,
        },
        PERIOD,
        PHASE,
    ],
    duration: "20 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: FORMULA,
    build: |values| Box::new(Level(Turning::new(values, values.of("growth")))),
};

pub(super) const HELIX: MotionKind = MotionKind {
    name: "helix",
    description: "uniform motion on a circle with a steady climb",
    axes: &["x", "y", "z"],
    parameters: &[
        RADIUS,
        PERIOD,
        PHASE,
        Parameter {
            name: "climb",
            meaning: "upward speed",
            dimension: Dimension::Speed,
            default: "0.2 m/s",
            range: range::ANY,
        },
    ],
    duration: "10 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: FORMULA,
    build: |values| {
        Box::new(Climbing {
            turning: Turning::new(values, 0.0),
            climb: values.of("climb"),
        })
    },
};

/// x + iy = (r₀ + r′t)·e^(i(ωt + φ)).
#[derive(Debug)]
struct Turning {
    radius: f64,
    growth: f64,
    period: f64,
    phase: f64,
}

impl Turning {
    fn new(values: &Values, growth: f64) -> Self {
        Self {
            radius: values.of("radius"),
            growth,
            period: values.of("period"),
            phase: values.of("phase"),
        }
    }

    fn states(&self, t: f64) -> [State; 2] {
        let turns = t / self.period;
        let (sine, cosine) = (TAU * (turns - turns.round()) + self.phase).sin_cos();
        let w = TAU / self.period;
        let (r, growth) = (self.radius + self.growth * t, self.growth);
        // Along the radius and across it.
        let parts = [
            [r, 0.0],
            [growth, w * r],
            [-w * w * r, 2.0 * w * growth],
            [-3.0 * w * w * growth, -w * w * w * r],
        ];
        [
            parts.map(|[along, across]| along * cosine - across * sine),
            parts.map(|[along, across]| along * sine + across * cosine),
        ]
        .map(State::from)
    }
}

/// Turning in a plane.
#[derive(Debug)]
struct Level(Turning);

impl ExactMotion for Level {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        Ok(Course::by_formula(times, |t| self.0.states(t)))
    }
}

/// Turning while z grows.
#[derive(Debug)]
struct Climbing {
    turning: Turning,
    climb: f64,
}

impl ExactMotion for Climbing {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        Ok(Course::by_formula(times, |t| {
            let [x, y] = self.turning.states(t);
            [x, y, State::from([self.climb * t, self.climb, 0.0, 0.0])]
        }))
    }
}

#[cfg(test)]
mod tests {
    use crate::simulation::motion::motion;
    use crate::simulation::random::{Purpose, generator};

    #[test]
    fn a_circle_has_its_speed_and_its_acceleration_to_the_middle() {
        let circle = motion("circle").unwrap();
        let circle = circle
            .with([("radius", "50 m"), ("period", "20 s"), ("phase", "30 deg")])
            .unwrap();
        let times: Vec<f64> = (0..1000).map(|i| f64::from(i) * 0.37).collect();
        let course = circle
            .course(&times, &mut generator(0, 0, Purpose::Motion))
            .unwrap();
        let w = std::f64::consts::TAU / 20.0;
        for (x, y) in course.axes[0].iter().zip(&course.axes[1]) {
            assert!((x.position.hypot(y.position) - 50.0).abs() < 1e-13);
            assert!((x.velocity.hypot(y.velocity) - 50.0 * w).abs() < 1e-13);
            for axis in [x, y] {
                assert!((axis.acceleration + w * w * axis.position).abs() < 1e-13);
                assert!((axis.jerk + w * w * axis.velocity).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn a_spiral_that_does_not_grow_is_a_circle() {
        let given = [("radius", "2 m"), ("period", "3 s"), ("phase", "1 rad")];
        let circle = motion("circle").unwrap().with(given).unwrap();
        let still = given.into_iter().chain([("growth", "0 m/s")]);
        let spiral = motion("spiral").unwrap().with(still).unwrap();
        let times = [0.0, 0.4, 1.7, 30.1];
        let mut random = generator(0, 0, Purpose::Motion);
        assert_eq!(
            circle.course(&times, &mut random).unwrap(),
            spiral.course(&times, &mut random).unwrap()
        );
    }
}
