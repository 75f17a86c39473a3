//! The throw with quadratic air drag.

use std::f64::consts::PI;

use rand_chacha::ChaCha8Rng;

use super::fall::{LAUNCH_ANGLE, LAUNCH_HEIGHT, LAUNCH_SPEED, launch_velocity};
use super::{GRAVITY, MASS};
use crate::simulation::motion::{
    Course, ExactMotion, MotionKind, Parameter, SolutionError, State, range,
};
use crate::simulation::ode::Problem;
use crate::simulation::quantity::Dimension;
use dxdt_motion::error::Result;

pub(super) const PROJECTILE_WITH_DRAG: MotionKind = MotionKind {
    name: "projectile-with-drag",
    description: "a throw with air drag that grows with the square of the speed",
    axes: &["x", "y"],
    parameters: &[
        LAUNCH_SPEED,
        LAUNCH_ANGLE,
        LAUNCH_HEIGHT,
        Parameter {
            meaning: "mass of the ball",
            default: "0.145 kg",
            ..MASS
        },
        Parameter {
            name: "diameter",
            meaning: "diameter of the ball",
            dimension: Dimension::Length,
            default: "7.3 cm",
            range: range::POSITIVE,
        },
        Parameter {
            name: "drag-coefficient",
            meaning: "drag coefficient C of the ball",
            dimension: Dimension::Number,
            default: "0.4",
            range: range::NOT_NEGATIVE,
        },
        Parameter {
            name: "density",
            meaning: "density of the air",
            dimension: Dimension::Density,
            default: "1.225 kg/m^3",
            range: range::NOT_NEGATIVE,
        },
        GRAVITY,
    ],
    duration: "2.5 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: "position and velocity by DOP853, with their error; acceleration and jerk from the equation of motion",
    build: |values| {
        let area = PI * values.of("diameter").powi(2) / 4.0;
        let [x, y] = launch_velocity(values);
        Box::new(Throw {
            height: values.of("height"),
            velocity: [x, y],
            drag: values.of("density") * values.of("drag-coefficient") * area
                / (2.0 * values.of("mass")),
            gravity: values.of("gravity"),
        })
    },
};

/// v′ = −g − k|v|v.
#[derive(Debug)]
struct Throw {
    height: f64,
    velocity: [f64; 2],
    /// k, in 1/m.
    drag: f64,
    gravity: f64,
}

impl Throw {
    fn acceleration(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let slowing = self.drag * x.hypot(y);
        [-slowing * x, -self.gravity - slowing * y]
    }

    /// The derivative of the acceleration: −k(|v|′v + |v|a) with |v|′ = v·a/|v|.
    fn jerk(&self, velocity: [f64; 2], acceleration: [f64; 2]) -> [f64; 2] {
        let speed = velocity[0].hypot(velocity[1]);
        let product = velocity[0] * acceleration[0] + velocity[1] * acceleration[1];
        // At rest the speed has a corner, where |v|′v is 0 all the same.
        let growth = if speed > 0.0 { product / speed } else { 0.0 };
        std::array::from_fn(|i| -self.drag * (growth * velocity[i] + speed * acceleration[i]))
    }
}

impl ExactMotion for Throw {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        let duration = times.last().copied().unwrap_or(0.0);
        let launch = self.velocity[0].hypot(self.velocity[1]);
        // No faster than in vacuum, and in the end no faster than the terminal speed.
        let terminal = (self.gravity / self.drag).sqrt();
        let fastest = launch + (self.gravity * duration).min(terminal);
        let far = (fastest * duration).max(f64::MIN_POSITIVE);
        let problem = Problem {
            rate: |&[_, _, x, y]: &[f64; 4]| {
                let [ax, ay] = self.acceleration([x, y]);
                [x, y, ax, ay]
            },
            // From the height on, so that a start far up costs no digits.
            start: [0.0, 0.0, self.velocity[0], self.velocity[1]],
            scale: [far, far, fastest, fastest],
            longest_step: (1.0 / (self.drag * fastest)).min(duration),
        };
        let solved = problem.solve(times)?;
        let states = solved.states.iter().map(|&[x, y, vx, vy]| {
            let acceleration = self.acceleration([vx, vy]);
            let jerk = self.jerk([vx, vy], acceleration);
            [
                State::from([x, vx, acceleration[0], jerk[0]]),
                State::from([self.height + y, vy, acceleration[1], jerk[1]]),
            ]
        });
        let (x, y) = states.map(|[x, y]| (x, y)).unzip();
        let [ex, ey, evx, evy] = solved.difference;
        Ok(Course {
            axes: vec![x, y],
            error: Some(SolutionError {
                position: ex.max(ey),
                velocity: evx.max(evy),
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::simulation::motion::motion;
    use crate::simulation::random::{Purpose, generator};

    fn times() -> Vec<f64> {
        (0..=400).map(|i| f64::from(i) * 0.01).collect()
    }

    #[test]
    fn without_drag_it_is_the_throw_in_vacuum() {
        let mut random = generator(0, 0, Purpose::Motion);
        let vacuum = motion("projectile").unwrap().with([]).unwrap();
        let vacuum = vacuum.course(&times(), &mut random).unwrap();
        for (coefficient, tolerance) in [("0", 1e-12), ("1e-10", 1e-8)] {
            let drag = motion("projectile-with-drag").unwrap();
            let drag = drag.with([("drag-coefficient", coefficient)]).unwrap();
            let course = drag.course(&times(), &mut random).unwrap();
            for (axis, exact) in course.axes.iter().zip(&vacuum.axes) {
                for (state, exact) in axis.iter().zip(exact) {
                    for (value, exact) in state.orders().into_iter().zip(exact.orders()) {
                        assert!((value - exact).abs() < tolerance, "{state:?} {exact:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_vertical_fall_is_the_hyperbolic_tangent() {
        // v = −v∞ tanh(g t/v∞), y = −v∞²/g ln cosh(g t/v∞), from rest.
        let drag = motion("projectile-with-drag").unwrap();
        let drag = drag
            .with([("speed", "0 m/s"), ("height", "500 m")])
            .unwrap();
        let course = drag
            .course(&times(), &mut generator(0, 0, Purpose::Motion))
            .unwrap();
        let (g, area) = (9.80665, std::f64::consts::PI * 0.073 * 0.073 / 4.0);
        let terminal = f64::sqrt(2.0 * 0.145 * g / (1.225 * 0.4 * area));
        let error = course.error.unwrap();
        for (t, state) in times().iter().zip(&course.axes[1]) {
            let u = g * t / terminal;
            let y = 500.0 - terminal * terminal / g * u.cosh().ln();
            assert!((state.position - y).abs() < error.position + 2e-12, "{t}");
            assert!(
                (state.velocity + terminal * u.tanh()).abs() < error.velocity + 1e-13,
                "{t}"
            );
            let a = -g / u.cosh().powi(2);
            assert!((state.acceleration - a).abs() < 1e-12);
            assert!(
                (state.jerk - 2.0 * g * g / terminal * u.tanh() / u.cosh().powi(2)).abs() < 1e-12
            );
        }
    }
}
