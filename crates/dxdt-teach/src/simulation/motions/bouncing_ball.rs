//! A ball that is dropped and bounces.

use std::ops::Bound;

use rand_chacha::ChaCha8Rng;

use super::GRAVITY;
use crate::simulation::motion::{Course, ExactMotion, MotionKind, Parameter, State, range};
use crate::simulation::quantity::Dimension;
use dxdt_motion::error::Result;

pub(super) const BOUNCING_BALL: MotionKind = MotionKind {
    name: "bouncing-ball",
    description: "a ball is dropped on level ground and loses the same share of its speed at each bounce",
    axes: &["z"],
    parameters: &[
        Parameter {
            name: "height",
            meaning: "height of the drop",
            dimension: Dimension::Length,
            default: "1 m",
            range: range::POSITIVE,
        },
        Parameter {
            name: "restitution",
            meaning: "speed after a bounce relative to the speed before",
            dimension: Dimension::Share,
            default: "80 %",
            range: (Bound::Included(0.0), Bound::Included(1.0)),
        },
        GRAVITY,
    ],
    duration: "5 s",
    rate: "100 Hz",
    derivatives: 3,
    exactness: "a formula for each flight; at a bounce the values just after it, without the impact itself",
    build: |values| {
        let (height, gravity) = (values.of("height"), values.of("gravity"));
        Box::new(BouncingBall {
            height,
            gravity,
            restitution: values.of("restitution"),
            fall: (2.0 * height / gravity).sqrt(),
        })
    },
};

#[derive(Debug)]
struct BouncingBall {
    height: f64,
    gravity: f64,
    restitution: f64,
    /// The time of the first fall.
    fall: f64,
}

impl BouncingBall {
    /// How long all flights from the n-th on last; flight n rises with eⁿ times the speed of the first impact, n ≥ 1.
    fn remaining(&self, n: f64) -> f64 {
        2.0 * self.fall * self.restitution.powf(n) / (1.0 - self.restitution)
    }

    /// The flight at this time after the first impact, as the speed at its start and the time since, or `None` where
    /// the ball lies still.
    fn flight(&self, t: f64) -> Option<[f64; 2]> {
        let (e, impact) = (self.restitution, self.gravity * self.fall);
        if e >= 1.0 {
            let whole = 2.0 * self.fall;
            return Some([impact, t - whole * (t / whole).floor()]);
        }
        let left = self.remaining(1.0) - t;
        if e == 0.0 || left <= 0.0 {
            return None;
        }
        // remaining(n + 1) < left ≤ remaining(n)
        let mut n = (left / self.remaining(0.0)).ln() / e.ln();
        n = n.floor().max(1.0);
        if left > self.remaining(n) && n > 1.0 {
            n -= 1.0;
        } else if left <= self.remaining(n + 1.0) {
            n += 1.0;
        }
        let launch = impact * e.powf(n);
        // Rounding must not put the ball below the ground.
        let since = (self.remaining(n) - left).clamp(0.0, 2.0 * launch / self.gravity);
        Some([launch, since])
    }

    fn state(&self, t: f64) -> State {
        if t < self.fall {
            return State::from([self.height, 0.0, -self.gravity, 0.0]).after(t);
        }
        match self.flight(t - self.fall) {
            Some([launch, since]) => State::from([
                since * (launch - self.gravity * since / 2.0),
                launch - self.gravity * since,
                -self.gravity,
                0.0,
            ]),
            None => State::at_rest(0.0),
        }
    }
}

impl ExactMotion for BouncingBall {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        Ok(Course::by_formula(times, |t| [self.state(t)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ball(restitution: f64) -> BouncingBall {
        let (height, gravity) = (1.25, 10.0);
        BouncingBall {
            height,
            gravity,
            restitution,
            fall: 0.5,
        }
    }

    #[test]
    fn each_flight_reaches_the_height_of_its_share() {
        let ball = ball(0.8);
        // Flights last 2·0.5·0.8ⁿ; their tops are at 1.25·0.8²ⁿ.
        let mut start = 0.5;
        for n in 1..40 {
            let half = 0.5 * f64::powi(0.8, n);
            let top = ball.state(start + half);
            assert!(
                (top.position - 1.25 * f64::powi(0.8, 2 * n)).abs() < 1e-13,
                "{n}"
            );
            assert!(top.velocity.abs() < 1e-12, "{n}");
            assert_eq!(top.acceleration, -10.0);
            start += 2.0 * half;
        }
        // All flights together last 2·0.5·0.8/(1 − 0.8) = 4 s after the first 0.5 s.
        assert_eq!(ball.state(4.500_001), State::at_rest(0.0));
        assert!(ball.state(4.499).position >= 0.0);
    }

    #[test]
    fn the_instant_of_a_bounce_is_just_after_it() {
        let state = ball(0.8).state(0.5);
        assert!((state.velocity - 4.0).abs() < 1e-14 && state.position == 0.0);
    }

    #[test]
    fn without_loss_it_bounces_for_ever_and_with_all_loss_not_at_all() {
        let (elastic, dead) = (ball(1.0), ball(0.0));
        assert!((elastic.state(1e3).position - 1.25).abs() < 1e-9);
        assert_eq!(dead.state(0.5), State::at_rest(0.0));
        assert_eq!(dead.state(0.25).velocity, -2.5);
    }

    proptest::proptest! {
        #[test]
        fn it_is_never_below_the_ground_nor_above_its_energy(e in 0.0..1.0_f64, t in 0.0..50.0_f64) {
            let state = ball(e).state(t);
            proptest::prop_assert!(state.position >= 0.0);
            let energy = state.velocity.powi(2) / 2.0 + 10.0 * state.position;
            proptest::prop_assert!(energy <= 12.5 * (1.0 + 1e-12));
        }

        #[test]
        fn between_bounces_it_falls(e in 0.3..0.95_f64, t in 0.0..3.0_f64) {
            let (ball, h) = (ball(e), 1e-5);
            let [before, here, after] = [t - h, t, t + h].map(|t| ball.state(t.max(0.0)));
            // A bounce between the three is seen from the velocity.
            if t > h && (before.velocity - after.velocity - 20.0 * h).abs() < 1e-9 {
                let slope = (after.position - before.position) / (2.0 * h);
                proptest::prop_assert!((slope - here.velocity).abs() < 1e-9);
            }
        }
    }
}
