//! Random motions: a walker who turns at random, and a particle in a liquid.

use std::f64::consts::TAU;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use crate::simulation::motion::{Course, ExactMotion, MotionKind, Parameter, State, range};
use crate::simulation::quantity::Dimension;
use dxdt_motion::error::{Error, Result};

pub(super) const RANDOM_WALK: MotionKind = MotionKind {
    name: "random-walk",
    description: "a walker moves straight at constant speed and turns in a random direction after each step",
    axes: &["x", "y"],
    parameters: &[
        Parameter {
            name: "step",
            meaning: "length of a step",
            dimension: Dimension::Length,
            default: "0.7 m",
            range: range::POSITIVE,
        },
        Parameter {
            name: "interval",
            meaning: "duration of a step",
            dimension: Dimension::Time,
            default: "0.5 s",
            range: range::POSITIVE,
        },
    ],
    duration: "30 s",
    rate: "20 Hz",
    derivatives: 3,
    exactness: "a formula for each step; at a turn the velocity just after it, without the impulse itself",
    build: |values| {
        Box::new(Walker {
            step: values.of("step"),
            interval: values.of("interval"),
        })
    },
};

pub(super) const BROWNIAN: MotionKind = MotionKind {
    name: "brownian",
    description: "a particle that diffuses in a liquid; it has a position but no velocity",
    axes: &["x", "y"],
    parameters: &[Parameter {
        name: "diffusivity",
        meaning: "diffusion coefficient D: the mean squared displacement along each axis grows by 2D per second",
        dimension: Dimension::Diffusivity,
        default: "0.4 um^2/s",
        range: range::POSITIVE,
    }],
    duration: "10 s",
    rate: "20 Hz",
    derivatives: 0,
    exactness: "random positions at the times of the rows; velocity, acceleration and jerk do not exist and are empty",
    build: |values| {
        Box::new(Particle {
            diffusivity: values.of("diffusivity"),
        })
    },
};

/// Steps of one length in one time, each in a direction of its own.
#[derive(Debug)]
struct Walker {
    step: f64,
    interval: f64,
}

impl ExactMotion for Walker {
    fn course(&self, times: &[f64], random: &mut ChaCha8Rng) -> Result<Course> {
        const MOST_STEPS: f64 = 1e8;
        let last = times.last().copied().unwrap_or(0.0);
        if last / self.interval > MOST_STEPS {
            return Err(
                Error::new("the walker would take more than 100 million steps")
                    .advise("give a shorter --duration or a longer interval"),
            );
        }
        let mut direction = || {
            let (sine, cosine) = (TAU * random.random::<f64>()).sin_cos();
            [self.step * cosine, self.step * sine]
        };
        let (mut turn, mut from, mut along) = (0.0, [0.0, 0.0], direction());
        let mut axes = vec![
            Vec::with_capacity(times.len()),
            Vec::with_capacity(times.len()),
        ];
        for &t in times {
            let steps = steps_until(t, self.interval);
            while turn < steps.floor() {
                turn += 1.0;
                from = [from[0] + along[0], from[1] + along[1]];
                along = direction();
            }
            for ((axis, from), along) in axes.iter_mut().zip(from).zip(along) {
                axis.push(State::from([
                    from + along * (steps - turn),
                    along / self.interval,
                    0.0,
                    0.0,
                ]));
            }
        }
        Ok(Course { axes, error: None })
    }
}

/// t/interval, whole where it is so but for rounding: 0.3/0.1 is 3.
fn steps_until(t: f64, interval: f64) -> f64 {
    let steps = t / interval;
    if (steps - steps.round()).abs() <= 4.0 * f64::EPSILON * steps {
        steps.round()
    } else {
        steps
    }
}

/// Increments √(2DΔt)·N(0, 1) along each axis.
#[derive(Debug)]
struct Particle {
    diffusivity: f64,
}

impl ExactMotion for Particle {
    fn course(&self, times: &[f64], random: &mut ChaCha8Rng) -> Result<Course> {
        let (mut before, mut at) = (0.0, [0.0; 2]);
        let mut axes = vec![
            Vec::with_capacity(times.len()),
            Vec::with_capacity(times.len()),
        ];
        for &t in times {
            let deviation = (2.0 * self.diffusivity * (t - before)).sqrt();
            before = t;
            for (axis, at) in axes.iter_mut().zip(&mut at) {
                let normal: f64 = StandardNormal.sample(random);
                *at += deviation * normal;
                axis.push(State::from([*at, f64::NAN, f64::NAN, f64::NAN]));
            }
        }
        Ok(Course { axes, error: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::random::{Purpose, generator};

    #[test]
    fn every_step_is_as_long_and_its_velocity_the_slope() {
        let walker = Walker {
            step: 0.7,
            interval: 0.1,
        };
        let times: Vec<f64> = (0..=400).map(|i| f64::from(i) * 0.025).collect();
        let course = walker
            .course(&times, &mut generator(3, 0, Purpose::Motion))
            .unwrap();
        let [x, y] = [&course.axes[0], &course.axes[1]];
        for row in 0..400 {
            let [dx, dy] = [x, y].map(|axis| axis[row + 1].position - axis[row].position);
            assert!((dx.hypot(dy) - 0.7 / 4.0).abs() < 1e-13, "{row}");
            assert!((dx / 0.025 - x[row].velocity).abs() < 1e-11, "{row}");
            assert!((dy / 0.025 - y[row].velocity).abs() < 1e-11, "{row}");
        }
        let turns = (1..400).filter(|&row| x[row].velocity != x[row - 1].velocity);
        assert!(turns.map(|row| row % 4).all(|rest| rest == 0));
    }

    #[test]
    fn the_walk_does_not_depend_on_the_stamps() {
        let walker = Walker {
            step: 1.0,
            interval: 0.5,
        };
        let at = |times: &[f64]| {
            let course = walker.course(times, &mut generator(3, 0, Purpose::Motion));
            *course.unwrap().axes[1].last().unwrap()
        };
        assert_eq!(at(&[8.2]), at(&[0.1, 0.6, 5.0, 8.2]));
    }

    #[test]
    fn a_particle_spreads_with_its_diffusivity() {
        let particle = Particle { diffusivity: 2.0 };
        let times: Vec<f64> = (1..=20_000).map(|i| f64::from(i) * 0.01).collect();
        let course = particle
            .course(&times, &mut generator(5, 0, Purpose::Motion))
            .unwrap();
        for axis in &course.axes {
            let squares = axis
                .windows(2)
                .map(|pair| (pair[1].position - pair[0].position).powi(2));
            let mean = squares.sum::<f64>() / 19_999.0;
            // 2DΔt = 0.04, with a standard error of a hundredth of it.
            assert!((mean / 0.04 - 1.0).abs() < 0.04, "{mean}");
            assert!(axis.iter().all(|state| state.velocity.is_nan()));
        }
    }
}
