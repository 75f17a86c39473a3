//! A mass on a spring: free, damped, driven.

use std::f64::consts::TAU;

use rand_chacha::ChaCha8Rng;

use super::{FORMULA, MASS};
use crate::simulation::motion::{Course, ExactMotion, MotionKind, Parameter, State, Values, range};
use crate::simulation::quantity::Dimension;
use dxdt_motion::error::Result;

const STIFFNESS: Parameter = Parameter {
    name: "stiffness",
    meaning: "stiffness k of the spring",
    dimension: Dimension::Stiffness,
    default: "40 N/m",
    range: range::POSITIVE,
};

const DISPLACEMENT: Parameter = Parameter {
    name: "displacement",
    meaning: "displacement at the start",
    dimension: Dimension::Length,
    default: "10 cm",
    range: range::ANY,
};

const SPEED: Parameter = Parameter {
    name: "speed",
    meaning: "velocity at the start",
    dimension: Dimension::Speed,
    default: "0 m/s",
    range: range::ANY,
};

const DAMPING: Parameter = Parameter {
    name: "damping",
    meaning: "damping coefficient c, force per unit of speed",
    dimension: Dimension::Damping,
    default: "0.5 kg/s",
    range: range::NOT_NEGATIVE,
};

pub(super) const SPRING: MotionKind = MotionKind {
    name: "spring",
    description: "a mass on a spring, without friction",
    axes: &["x"],
    parameters: &[MASS, STIFFNESS, DISPLACEMENT, SPEED],
    duration: "10 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: FORMULA,
    build: |values| Box::new(Oscillator::new(values, 0.0, None)),
};

pub(super) const DAMPED_OSCILLATOR: MotionKind = MotionKind {
    name: "damped-oscillator",
    description: "a mass on a spring with friction proportional to the speed, weak to overdamped",
    axes: &["x"],
    parameters: &[MASS, STIFFNESS, DAMPING, DISPLACEMENT, SPEED],
    duration: "10 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: FORMULA,
    build: |values| Box::new(Oscillator::new(values, values.of("damping"), None)),
};

pub(super) const DRIVEN_OSCILLATOR: MotionKind = MotionKind {
    name: "driven-oscillator",
    description: "a damped oscillator driven by a periodic force from the start",
    axes: &["x"],
    parameters: &[
        MASS,
        STIFFNESS,
        Parameter {
            // Without damping there is no amplitude to settle at.
            range: range::POSITIVE,
            ..DAMPING
        },
        Parameter {
            name: "force",
            meaning: "amplitude F of the force F·cos(2πft)",
            dimension: Dimension::Force,
            default: "1 N",
            range: range::ANY,
        },
        Parameter {
            name: "frequency",
            meaning: "frequency f of the force",
            dimension: Dimension::Frequency,
            default: "1.2 Hz",
            range: range::POSITIVE,
        },
        Parameter {
            default: "0 m",
            ..DISPLACEMENT
        },
        SPEED,
    ],
    duration: "20 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: FORMULA,
    build: |values| {
        let drive = Drive {
            acceleration: values.of("force") / values.of("mass"),
            frequency: values.of("frequency"),
        };
        Box::new(Oscillator::new(values, values.of("damping"), Some(drive)))
    },
};

/// f(t) = A cos(2πft).
#[derive(Debug, Clone, Copy)]
struct Drive {
    /// A, in m/s².
    acceleration: f64,
    /// f, in Hz.
    frequency: f64,
}

impl Drive {
    /// cos and sin of the phase.
    fn phase(&self, t: f64) -> [f64; 2] {
        let turns = self.frequency * t;
        let (sine, cosine) = (TAU * (turns - turns.round())).sin_cos();
        [cosine, sine]
    }
}

/// x″ = −ω₀²x − 2γx′ + f(t).
#[derive(Debug)]
struct Oscillator {
    /// ω₀², in 1/s².
    stiffness: f64,
    /// γ, in 1/s.
    damping: f64,
    drive: Option<Drive>,
    /// What the drive settles at, as factors of cos and sin of its phase.
    settled: [f64; 2],
    /// Position and velocity at the start, less those settled at.
    start: [f64; 2],
}

impl Oscillator {
    fn new(values: &Values, damping: f64, drive: Option<Drive>) -> Self {
        let mass = values.of("mass");
        let (stiffness, damping) = (values.of("stiffness") / mass, damping / mass / 2.0);
        let settled = drive.map_or([0.0; 2], |drive| {
            let w = TAU * drive.frequency;
            // (ω₀² − ω²) from a product, which keeps digits near resonance.
            let off = (stiffness.sqrt() - w) * (stiffness.sqrt() + w);
            let lag = 2.0 * damping * w;
            let gain = drive.acceleration / (off * off + lag * lag);
            [gain * off, gain * lag]
        });
        let w = drive.map_or(0.0, |drive| TAU * drive.frequency);
        Self {
            stiffness,
            damping,
            drive,
            settled,
            start: [
                values.of("displacement") - settled[0],
                values.of("speed") - w * settled[1],
            ],
        }
    }

    /// e^(−γt)·C and e^(−γt)·S, where C = cos ωt and S = sin ωt/ω with ω² = ω₀² − γ², which may be negative.
    fn decaying(&self, t: f64) -> [f64; 2] {
        let gamma = self.damping;
        let natural = self.stiffness.sqrt();
        let squared = (natural - gamma) * (natural + gamma);
        let w = squared.abs().sqrt();
        if w * t < 1e-5 {
            // Both series to the fourth power, which is all digits here.
            let u = squared * t * t;
            let decay = (-gamma * t).exp();
            return [
                decay * (1.0 - u / 2.0 + u * u / 24.0),
                decay * t * (1.0 - u / 6.0),
            ];
        }
        if squared > 0.0 {
            let turns = w * t / TAU;
            let (sine, cosine) = (TAU * (turns - turns.round())).sin_cos();
            let decay = (-gamma * t).exp();
            return [decay * cosine, decay * sine / w];
        }
        // The slow rate from the product of both, since their difference would lose its digits.
        let slow = (-self.stiffness / (gamma + w) * t).exp();
        let ratio = (-2.0 * w * t).exp();
        [
            slow * (1.0 + ratio) / 2.0,
            slow * -(-2.0 * w * t).exp_m1() / (2.0 * w),
        ]
    }

    fn state(&self, t: f64) -> State {
        let [c, s] = self.decaying(t);
        let [x0, v0] = self.start;
        let (gamma, stiffness) = (self.damping, self.stiffness);
        let mut x = x0 * c + (v0 + gamma * x0) * s;
        let mut v = v0 * c - (stiffness * x0 + gamma * v0) * s;
        let (mut force, mut force_rate) = (0.0, 0.0);
        if let Some(drive) = self.drive {
            let [cosine, sine] = drive.phase(t);
            let w = TAU * drive.frequency;
            x += self.settled[0] * cosine + self.settled[1] * sine;
            v += w * (self.settled[1] * cosine - self.settled[0] * sine);
            force = drive.acceleration * cosine;
            force_rate = -drive.acceleration * w * sine;
        }
        let a = force - 2.0 * gamma * v - stiffness * x;
        State::from([x, v, a, force_rate - 2.0 * gamma * a - stiffness * v])
    }
}

impl ExactMotion for Oscillator {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        Ok(Course::by_formula(times, |t| [self.state(t)]))
    }

    fn energy(&self, states: &[State]) -> Option<[f64; 2]> {
        let [state] = states else {
            return None;
        };
        let kept = self.damping == 0.0 && self.drive.is_none();
        kept.then_some([
            state.velocity.powi(2) / 2.0,
            self.stiffness * state.position.powi(2) / 2.0,
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::motion::motion;
    use crate::simulation::ode::Problem;
    use crate::simulation::random::{Purpose, generator};

    fn axis(name: &str, given: &[(&str, &str)], times: &[f64]) -> Vec<State> {
        let motion = motion(name).unwrap().with(given.iter().copied()).unwrap();
        let mut random = generator(0, 0, Purpose::Motion);
        motion
            .course(times, &mut random)
            .unwrap()
            .axes
            .swap_remove(0)
    }

    #[test]
    fn every_strength_of_damping_solves_the_equation() {
        // Critical damping of 1 kg on 40 N/m is 12.649110640673518 kg/s.
        let times: Vec<f64> = (0..=400).map(|i| f64::from(i) * 0.01).collect();
        for damping in [
            0.0,
            0.5,
            12.649,
            12.649_110_640_673_518,
            12.65,
            30.0,
            4000.0_f64,
        ] {
            let given = format!("{damping} kg/s");
            let given = [("damping", given.as_str()), ("speed", "0.3 m/s")];
            let exact = axis("damped-oscillator", &given, &times);
            let problem = Problem {
                rate: |&[x, v]: &[f64; 2]| [v, -40.0 * x - damping * v],
                start: [0.1, 0.3],
                scale: [0.1, 1.0],
                longest_step: 1.0 / 6.0_f64.max(damping),
            };
            for (exact, solved) in exact.iter().zip(problem.solve(&times).unwrap().states) {
                assert!((exact.position - solved[0]).abs() < 1e-11, "{damping}");
                assert!((exact.velocity - solved[1]).abs() < 1e-11, "{damping}");
            }
        }
    }

    #[test]
    fn the_drive_settles_at_resonance_with_the_known_amplitude() {
        // At ω₀ the amplitude is F/(cω₀), a quarter period late.
        let w: f64 = 40.0_f64.sqrt();
        let frequency = format!("{} Hz", w / TAU);
        let times: Vec<f64> = (0..100).map(|i| 200.0 + f64::from(i) * 0.01).collect();
        let states = axis("driven-oscillator", &[("frequency", &frequency)], &times);
        for (t, state) in times.iter().zip(states) {
            let expected = (w * t).sin() / (0.5 * w);
            assert!((state.position - expected).abs() < 1e-12, "{t}");
        }
    }

    #[test]
    fn the_start_is_the_given_one() {
        let given = [("displacement", "3 cm"), ("speed", "-2 m/s")];
        let state = axis("driven-oscillator", &given, &[0.0])[0];
        assert!((state.position - 0.03).abs() < 1e-16 && (state.velocity + 2.0).abs() < 1e-15);
        assert!((state.acceleration - (1.0 - 40.0 * 0.03 + 0.5 * 2.0)).abs() < 1e-14);
    }
}
