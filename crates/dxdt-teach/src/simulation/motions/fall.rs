//! Free fall and the throw without air.

use std::f64::consts::FRAC_PI_2;
use std::ops::Bound;

use rand_chacha::ChaCha8Rng;

use super::{FORMULA, GRAVITY};
use crate::simulation::motion::{Course, ExactMotion, MotionKind, Parameter, State, Values, range};
use crate::simulation::quantity::Dimension;
use dxdt_motion::error::Result;

const HEIGHT: Parameter = Parameter {
    name: "height",
    meaning: "height at the start; there is no ground",
    dimension: Dimension::Length,
    default: "0 m",
    range: range::ANY,
};

pub(super) const LAUNCH_SPEED: Parameter = Parameter {
    name: "speed",
    meaning: "speed at the start",
    dimension: Dimension::Speed,
    default: "20 m/s",
    range: range::NOT_NEGATIVE,
};

pub(super) const LAUNCH_ANGLE: Parameter = Parameter {
    name: "angle",
    meaning: "launch angle above the horizontal",
    dimension: Dimension::Angle,
    default: "45 deg",
    range: (Bound::Included(-FRAC_PI_2), Bound::Included(FRAC_PI_2)),
};

pub(super) const LAUNCH_HEIGHT: Parameter = HEIGHT;

pub(super) const FREE_FALL: MotionKind = MotionKind {
    name: "free-fall",
    description: "an object falls without air resistance",
    axes: &["z"],
    parameters: &[
        Parameter {
            default: "100 m",
            ..HEIGHT
        },
        Parameter {
            name: "speed",
            meaning: "upward speed at the start",
            dimension: Dimension::Speed,
            default: "0 m/s",
            range: range::ANY,
        },
        GRAVITY,
    ],
    duration: "4 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: FORMULA,
    build: |values| {
        Box::new(Fall {
            start: [State::from([
                values.of("height"),
                values.of("speed"),
                -values.of("gravity"),
                0.0,
            ])],
        })
    },
};

pub(super) const PROJECTILE: MotionKind = MotionKind {
    name: "projectile",
    description: "a throw without air resistance",
    axes: &["x", "y"],
    parameters: &[LAUNCH_SPEED, LAUNCH_ANGLE, LAUNCH_HEIGHT, GRAVITY],
    duration: "2.5 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: FORMULA,
    build: |values| {
        let [x, y] = launch_velocity(values);
        Box::new(Fall {
            start: [
                State::from([0.0, x, 0.0, 0.0]),
                State::from([values.of("height"), y, -values.of("gravity"), 0.0]),
            ],
        })
    },
};

/// The velocity along x and y at the start.
pub(super) fn launch_velocity(values: &Values) -> [f64; 2] {
    let (sine, cosine) = values.of("angle").sin_cos();
    [cosine, sine].map(|part| values.of("speed") * part)
}

/// Constant acceleration.
#[derive(Debug)]
struct Fall<const AXES: usize> {
    start: [State; AXES],
}

impl<const AXES: usize> ExactMotion for Fall<AXES> {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        Ok(Course::by_formula(times, |t| {
            self.start.map(|start| start.after(t))
        }))
    }

    fn energy(&self, states: &[State]) -> Option<[f64; 2]> {
        let kinetic = states.iter().map(|state| state.velocity.powi(2) / 2.0);
        // Only the vertical axis is accelerated.
        let potential = states
            .iter()
            .map(|state| -state.acceleration * state.position);
        Some([kinetic.sum(), potential.sum()])
    }
}
