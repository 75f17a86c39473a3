//! Pendulums: of any swing, and of the small one that the textbook's formula is for.

use std::f64::consts::{PI, TAU};
use std::ops::Bound;

use rand_chacha::ChaCha8Rng;

use super::elliptic::Elliptic;
use super::{FORMULA, GRAVITY};
use crate::simulation::motion::{
    Course, ExactMotion, MotionKind, Parameter, SolutionError, State, range,
};
use crate::simulation::ode::Problem;
use crate::simulation::quantity::Dimension;
use dxdt_motion::error::Result;

const LENGTH: Parameter = Parameter {
    name: "length",
    meaning: "length of the rod",
    dimension: Dimension::Length,
    default: "1 m",
    range: range::POSITIVE,
};

const ANGLE: Parameter = Parameter {
    name: "angle",
    meaning: "angle from the vertical at the start",
    dimension: Dimension::Angle,
    default: "60 deg",
    range: (Bound::Excluded(-PI), Bound::Excluded(PI)),
};

pub(super) const PENDULUM: MotionKind = MotionKind {
    name: "pendulum",
    description: "a bob on a rigid rod that swings through any angle",
    axes: &["x", "y"],
    parameters: &[
        LENGTH,
        ANGLE,
        Parameter {
            name: "angular-speed",
            meaning: "angular speed at the start",
            dimension: Dimension::AngularSpeed,
            default: "0 deg/s",
            range: range::ANY,
        },
        GRAVITY,
        Parameter {
            name: "damping",
            meaning: "angular deceleration per unit of angular speed",
            dimension: Dimension::DecayRate,
            default: "0 1/s",
            range: range::NOT_NEGATIVE,
        },
    ],
    duration: "10 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: "a formula if it starts at rest without damping; otherwise position and velocity by DOP853, with their \
         error, and acceleration and jerk from the equation of motion",
    build: |values| {
        let swing = Swing {
            length: values.of("length"),
            gravity: values.of("gravity"),
            angle: values.of("angle"),
        };
        let (speed, damping) = (values.of("angular-speed"), values.of("damping"));
        if speed == 0.0 && damping == 0.0 {
            Box::new(FromRest(swing))
        } else {
            Box::new(Damped {
                swing,
                speed,
                damping,
            })
        }
    },
};

pub(super) const SMALL_PENDULUM: MotionKind = MotionKind {
    name: "small-pendulum",
    description: "a pendulum in the small-angle approximation, whose period does not depend on the angle",
    axes: &["x", "y"],
    parameters: &[
        LENGTH,
        Parameter {
            default: "5 deg",
            ..ANGLE
        },
        GRAVITY,
    ],
    duration: "10 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: FORMULA,
    build: |values| {
        Box::new(Small(Swing {
            length: values.of("length"),
            gravity: values.of("gravity"),
            angle: values.of("angle"),
        }))
    },
};

/// What all pendulums have.
#[derive(Debug)]
struct Swing {
    length: f64,
    gravity: f64,
    /// At the start, from the vertical.
    angle: f64,
}

impl Swing {
    /// ω₀ = √(g/L), in 1/s.
    fn small_angular_frequency(&self) -> f64 {
        (self.gravity / self.length).sqrt()
    }

    /// The bob's state along x and y from the angle's sine, cosine and three derivatives; the pivot is the origin.
    fn bob(&self, [sine, cosine]: [f64; 2], [w, w1, w2]: [f64; 3]) -> [State; 2] {
        let scaled = |orders: [f64; 4]| State::from(orders.map(|order| self.length * order));
        [
            scaled([
                sine,
                cosine * w,
                cosine * w1 - sine * w * w,
                cosine * w2 - 3.0 * sine * w * w1 - cosine * w * w * w,
            ]),
            scaled([
                -cosine,
                sine * w,
                sine * w1 + cosine * w * w,
                sine * w2 + 3.0 * cosine * w * w1 - sine * w * w * w,
            ]),
        ]
    }

    /// Kinetic energy, and the potential one above the lowest point.
    fn energy(&self, states: &[State]) -> Option<[f64; 2]> {
        let [x, y] = states else {
            return None;
        };
        let kinetic = (x.velocity.powi(2) + y.velocity.powi(2)) / 2.0;
        Some([kinetic, self.gravity * (self.length + y.position)])
    }
}

/// θ″ = −ω₀² sin θ from rest: sin(θ/2) = k cd(ω₀t, k), k = sin(θ₀/2).
#[derive(Debug)]
struct FromRest(Swing);

impl ExactMotion for FromRest {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        let Self(swing) = self;
        let frequency = swing.small_angular_frequency();
        let (modulus, complementary) = (swing.angle / 2.0).sin_cos();
        let elliptic = Elliptic::new(modulus, complementary);
        Ok(Course::by_formula(times, |t| {
            let [sn, cn, dn] = elliptic.sn_cn_dn(frequency * t);
            // Half the angle.
            let (sine, cosine) = (modulus * cn / dn, complementary / dn);
            let (sine, cosine) = (2.0 * sine * cosine, (cosine - sine) * (cosine + sine));
            let w = -2.0 * modulus * complementary * frequency * sn / dn;
            let stiffness = frequency * frequency;
            swing.bob(
                [sine, cosine],
                [w, -stiffness * sine, -stiffness * cosine * w],
            )
        }))
    }

    fn energy(&self, states: &[State]) -> Option<[f64; 2]> {
        self.0.energy(states)
    }
}

/// θ = θ₀ cos ω₀t.
#[derive(Debug)]
struct Small(Swing);

impl ExactMotion for Small {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        let Self(swing) = self;
        let frequency = swing.small_angular_frequency();
        Ok(Course::by_formula(times, |t| {
            let turns = frequency * t / TAU;
            let (s, c) = (TAU * (turns - turns.round())).sin_cos();
            let angle = swing.angle * c;
            let w = -swing.angle * frequency * s;
            let stiffness = frequency * frequency;
            swing.bob(
                angle.sin_cos().into(),
                [w, -stiffness * angle, -stiffness * w],
            )
        }))
    }
}

/// θ″ = −ω₀² sin θ − dθ′.
#[derive(Debug)]
struct Damped {
    swing: Swing,
    speed: f64,
    damping: f64,
}

impl ExactMotion for Damped {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        let swing = &self.swing;
        let stiffness = swing.gravity / swing.length;
        let frequency = stiffness.sqrt();
        // By energy, with the highest point at most 2L above the lowest.
        let fastest = self
            .speed
            .abs()
            .hypot(2.0 * frequency * (swing.angle / 2.0).sin())
            .max(f64::MIN_POSITIVE);
        let problem = Problem {
            rate: |&[angle, w]: &[f64; 2]| [w, -stiffness * angle.sin() - self.damping * w],
            start: [swing.angle, self.speed],
            scale: [(fastest / frequency).min(PI), fastest],
            longest_step: 1.0 / frequency.max(self.damping).max(fastest),
        };
        let solved = problem.solve(times)?;
        let states = solved.states.iter().map(|&[angle, w]| {
            let (sine, cosine) = angle.sin_cos();
            let w1 = -stiffness * sine - self.damping * w;
            let w2 = -stiffness * cosine * w - self.damping * w1;
            swing.bob([sine, cosine], [w, w1, w2])
        });
        let (x, y) = states.map(|[x, y]| (x, y)).unzip();
        let [angle, w] = solved.difference;
        Ok(Course {
            axes: vec![x, y],
            error: Some(SolutionError {
                position: swing.length * angle,
                velocity: swing.length * (w + fastest * angle),
            }),
        })
    }

    fn energy(&self, states: &[State]) -> Option<[f64; 2]> {
        if self.damping > 0.0 {
            return None;
        }
        self.swing.energy(states)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::motion::motion;
    use crate::simulation::random::{Purpose, generator};

    fn times() -> Vec<f64> {
        (0..=2000).map(|i| f64::from(i) * 0.0153).collect()
    }

    fn course(name: &str, given: &[(&str, &str)]) -> Course {
        let motion = motion(name).unwrap().with(given.iter().copied()).unwrap();
        let mut random = generator(0, 0, Purpose::Motion);
        motion.course(&times(), &mut random).unwrap()
    }

    fn farthest(a: &Course, b: &Course, order: usize) -> f64 {
        let pairs = a.axes.iter().flatten().zip(b.axes.iter().flatten());
        pairs
            .map(|(a, b)| (a.orders()[order] - b.orders()[order]).abs())
            .fold(0.0, f64::max)
    }

    #[test]
    fn the_solved_equation_is_the_formula() {
        // Near the top, where the pendulum could fall to either side, each swing makes errors a hundred times larger.
        for (angle, most) in [(1.0_f64, 1e-11), (60.0, 1e-10), (170.0, 1e-7)] {
            let formula = course("pendulum", &[("angle", &format!("{angle} deg"))]);
            let solved = Damped {
                swing: Swing {
                    length: 1.0,
                    gravity: 9.80665,
                    angle: angle.to_radians(),
                },
                speed: 0.0,
                damping: 0.0,
            };
            let mut random = generator(0, 0, Purpose::Motion);
            let solved = solved.course(&times(), &mut random).unwrap();
            let error = solved.error.unwrap();
            assert!(
                error.position < most && error.velocity < 10.0 * most,
                "{error:?}"
            );
            assert!(
                farthest(&formula, &solved, 0) <= error.position + 1e-13,
                "{angle} {error:?}"
            );
            assert!(
                farthest(&formula, &solved, 1) <= error.velocity + 1e-12,
                "{angle} {error:?}"
            );
            assert!(farthest(&formula, &solved, 3) < 100.0 * most);
        }
    }

    #[test]
    fn a_small_swing_is_that_of_the_small_formula() {
        let angle = [("angle", "0.01 deg")];
        let (large, small) = (course("pendulum", &angle), course("small-pendulum", &angle));
        // The period is θ²/16 longer: 1.9e-9 of 96 radians.
        let amplitude = f64::to_radians(0.01);
        for order in 0..4 {
            let scale = amplitude * f64::powi(9.80665_f64.sqrt(), order as i32);
            assert!(farthest(&large, &small, order) < 3e-7 * scale);
        }
        assert!(
            farthest(&large, &small, 0) > 1e-9 * amplitude,
            "they are not the same"
        );
    }

    #[test]
    fn the_bob_stays_on_its_circle() {
        for given in [
            [("angle", "179.9 deg"), ("damping", "0 1/s")],
            [("angular-speed", "600 deg/s"), ("damping", "0.3 1/s")],
        ] {
            let course = course("pendulum", &given);
            for (x, y) in course.axes[0].iter().zip(&course.axes[1]) {
                assert!((x.position.hypot(y.position) - 1.0).abs() < 1e-14);
                assert!((x.position * x.velocity + y.position * y.velocity).abs() < 1e-13);
            }
        }
    }
}
