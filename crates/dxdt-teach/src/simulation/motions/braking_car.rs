//! A car that brakes to a stop.

use rand_chacha::ChaCha8Rng;

use crate::simulation::motion::{Course, ExactMotion, MotionKind, Parameter, State, range};
use crate::simulation::quantity::Dimension;
use dxdt_motion::error::Result;

pub(super) const BRAKING_CAR: MotionKind = MotionKind {
    name: "braking-car",
    description: "a car drives on for the driver's reaction time, brakes, and stops",
    axes: &["x"],
    parameters: &[
        Parameter {
            name: "speed",
            meaning: "speed before braking",
            dimension: Dimension::Speed,
            default: "50 km/h",
            range: range::NOT_NEGATIVE,
        },
        Parameter {
            name: "reaction",
            meaning: "time until the brakes are applied",
            dimension: Dimension::Time,
            default: "1 s",
            range: range::NOT_NEGATIVE,
        },
        Parameter {
            name: "build-up",
            meaning: "time in which the deceleration rises steadily to its full value",
            dimension: Dimension::Time,
            default: "0.2 s",
            range: range::NOT_NEGATIVE,
        },
        Parameter {
            name: "deceleration",
            meaning: "full deceleration",
            dimension: Dimension::Acceleration,
            default: "7 m/s^2",
            range: range::POSITIVE,
        },
    ],
    duration: "5 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: "a formula for each piece; where the acceleration or jerk jumps, the value just after",
    build: |values| {
        Box::new(BrakingCar::new(
            values.of("speed"),
            values.of("reaction"),
            values.of("build-up"),
            values.of("deceleration"),
        ))
    },
};

/// Pieces of constant jerk.
#[derive(Debug)]
struct BrakingCar {
    /// When each piece begins, in seconds, and with which state; the first at 0.
    pieces: Vec<(f64, State)>,
}

impl BrakingCar {
    fn new(speed: f64, reaction: f64, build_up: f64, deceleration: f64) -> Self {
        let driving = State::from([0.0, speed, 0.0, 0.0]);
        let mut pieces = vec![(0.0, driving)];
        let (mut time, mut state) = (reaction, driving.after(reaction));
        let mut is_full = true;
        if build_up > 0.0 {
            let jerk = -deceleration / build_up;
            state = State { jerk, ..state };
            pieces.push((time, state));
            // A slow car stands before the deceleration is full.
            let stop = (-2.0 * speed / jerk).sqrt();
            let until = build_up.min(stop);
            is_full = stop > build_up;
            time += until;
            state = state.after(until);
        }
        if is_full && state.velocity > 0.0 {
            state = State {
                acceleration: -deceleration,
                jerk: 0.0,
                ..state
            };
            pieces.push((time, state));
            let until = state.velocity / deceleration;
            time += until;
            state = state.after(until);
        }
        pieces.push((time, State::at_rest(state.position)));
        Self { pieces }
    }

    fn state(&self, t: f64) -> State {
        let begun = self.pieces.partition_point(|(start, _)| *start <= t);
        // The first piece begins at 0, and no time is earlier.
        let piece = self.pieces.get(begun.saturating_sub(1));
        piece.map_or(State::at_rest(0.0), |(start, state)| state.after(t - start))
    }
}

impl ExactMotion for BrakingCar {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        Ok(Course::by_formula(times, |t| [self.state(t)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stopping_distance_is_the_textbook_one() {
        let car = BrakingCar::new(20.0, 1.0, 0.0, 8.0);
        // v·t + v²/2d
        assert!((car.state(100.0).position - (20.0 + 25.0)).abs() < 1e-13);
        assert_eq!(car.state(100.0).orders()[1..], [0.0; 3]);
        assert_eq!(car.state(0.5).orders(), [10.0, 20.0, 0.0, 0.0]);
        assert_eq!(car.state(1.0).acceleration, -8.0, "just after");
        assert_eq!(car.state(3.5).velocity, 0.0);
    }

    proptest::proptest! {
        #[test]
        fn position_and_velocity_have_no_jumps(
            speed in 0.0..60.0_f64, reaction in 0.0..2.0_f64, build_up in 0.0..1.0_f64, deceleration in 0.1..12.0_f64,
        ) {
            let car = BrakingCar::new(speed, reaction, build_up, deceleration);
            for pair in car.pieces.windows(2) {
                let [(start, state), (next, after)] = pair else { unreachable!() };
                proptest::prop_assert!(start <= next);
                let before = state.after(next - start);
                let scale = 1.0 + before.position.abs();
                proptest::prop_assert!((before.position - after.position).abs() < 1e-12 * scale);
                proptest::prop_assert!((before.velocity - after.velocity).abs() < 1e-13 * (1.0 + speed), "{before:?} {after:?}");
            }
            let end = car.state(1e4);
            proptest::prop_assert_eq!(end.velocity, 0.0);
            proptest::prop_assert!(end.position >= speed * reaction);
        }
    }
}
