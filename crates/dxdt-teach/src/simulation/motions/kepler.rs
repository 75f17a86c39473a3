//! An orbit by Kepler's laws.

use std::f64::consts::{PI, TAU};
use std::ops::Bound;

use rand_chacha::ChaCha8Rng;

use crate::simulation::motion::{Course, ExactMotion, MotionKind, Parameter, State, range};
use crate::simulation::quantity::Dimension;
use dxdt_motion::error::Result;

pub(super) const KEPLER: MotionKind = MotionKind {
    name: "kepler",
    description: "an elliptic orbit around a mass at the origin, counterclockwise, with its nearest point on the x axis",
    axes: &["x", "y"],
    parameters: &[
        Parameter {
            name: "semi-major-axis",
            meaning: "half the major axis of the ellipse",
            dimension: Dimension::Length,
            default: "7000 km",
            range: range::POSITIVE,
        },
        Parameter {
            name: "eccentricity",
            meaning: "eccentricity of the ellipse",
            dimension: Dimension::Number,
            default: "0.1",
            range: (Bound::Included(0.0), Bound::Excluded(1.0)),
        },
        Parameter {
            name: "mean-anomaly",
            meaning: "mean anomaly at the start: 0 is the nearest point, 180 deg the farthest",
            dimension: Dimension::Angle,
            default: "0 deg",
            range: range::ANY,
        },
        Parameter {
            name: "gravitational-parameter",
            meaning: "gravitational constant times the central mass, by default the Earth's",
            dimension: Dimension::GravitationalParameter,
            default: "398600.4418 km^3/s^2",
            range: range::POSITIVE,
        },
    ],
    duration: "6000 s",
    rate: "1 Hz",
    derivatives: 3,
    exactness: "Kepler's equation, solved to rounding at each time",
    build: |values| {
        Box::new(Orbit {
            semi_major_axis: values.of("semi-major-axis"),
            eccentricity: values.of("eccentricity"),
            mean_anomaly: values.of("mean-anomaly"),
            parameter: values.of("gravitational-parameter"),
        })
    },
};

#[derive(Debug)]
struct Orbit {
    semi_major_axis: f64,
    eccentricity: f64,
    mean_anomaly: f64,
    /// μ, in m³/s².
    parameter: f64,
}

impl Orbit {
    fn states(&self, t: f64) -> [State; 2] {
        let (a, e, parameter) = (self.semi_major_axis, self.eccentricity, self.parameter);
        let mean_motion = (parameter / a).sqrt() / a;
        let turns = mean_motion * t / TAU;
        let anomaly = eccentric_anomaly(
            e,
            within_half_turn(TAU * (turns - turns.round()) + self.mean_anomaly),
        );
        let (sine, cosine) = anomaly.sin_cos();
        let minor = ((1.0 - e) * (1.0 + e)).sqrt();
        // 1 − e cos E without a difference of near values.
        let distance = (1.0 - e) + 2.0 * e * (anomaly / 2.0).sin().powi(2);
        let position = [a * (cosine - e), a * minor * sine];
        let speed = a * mean_motion / distance;
        let velocity = [-speed * sine, speed * minor * cosine];
        let r = a * distance;
        let pull = parameter / (r * r * r);
        // r·v/r²
        let outward = (position[0] * velocity[0] + position[1] * velocity[1]) / (r * r);
        std::array::from_fn(|i| {
            State::from([
                position[i],
                velocity[i],
                -pull * position[i],
                -pull * (velocity[i] - 3.0 * outward * position[i]),
            ])
        })
    }
}

/// The angle less whole turns.
fn within_half_turn(angle: f64) -> f64 {
    angle - TAU * (angle / TAU).round()
}

/// E of E − e sin E = M, to rounding, for 0 ≤ e < 1 and |M| ≤ π; Newton's method, kept between bounds.
fn eccentric_anomaly(e: f64, mean: f64) -> f64 {
    let sign = if mean < 0.0 { -1.0 } else { 1.0 };
    let mean = mean.abs();
    let (mut low, mut high) = (mean, (mean + e).min(PI.max(mean)));
    // Danby's start, which is right on the side where Newton's method converges.
    let mut anomaly = (mean + 0.85 * e).clamp(low, high);
    // Newton doubles the digits, and bisection alone would be through in 60 rounds.
    for _ in 0..60 {
        let (sine, cosine) = anomaly.sin_cos();
        let excess = anomaly - e * sine - mean;
        if excess > 0.0 {
            high = high.min(anomaly);
        } else {
            low = low.max(anomaly);
        }
        let slope = 1.0 - e * cosine;
        let newton = anomaly - excess / slope;
        let next = if newton >= low && newton <= high {
            newton
        } else {
            (low + high) / 2.0
        };
        if (next - anomaly).abs() <= f64::EPSILON * anomaly / 2.0 {
            return sign * next;
        }
        anomaly = next;
    }
    sign * anomaly
}

impl ExactMotion for Orbit {
    fn course(&self, times: &[f64], _random: &mut ChaCha8Rng) -> Result<Course> {
        Ok(Course::by_formula(times, |t| self.states(t)))
    }

    fn energy(&self, states: &[State]) -> Option<[f64; 2]> {
        let [x, y] = states else {
            return None;
        };
        let kinetic = (x.velocity.powi(2) + y.velocity.powi(2)) / 2.0;
        Some([kinetic, -self.parameter / x.position.hypot(y.position)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::motion::motion;
    use crate::simulation::random::{Purpose, generator};

    #[test]
    fn without_eccentricity_it_is_a_circle() {
        let orbit = motion("kepler")
            .unwrap()
            .with([("eccentricity", "0")])
            .unwrap();
        let period = TAU * f64::sqrt(7e6_f64.powi(3) / 3.986004418e14);
        let period_text = format!("{period:e} s");
        let circle = motion("circle").unwrap();
        let circle = circle
            .with([("radius", "7000 km"), ("period", &period_text)])
            .unwrap();
        let times: Vec<f64> = (0..500).map(|i| f64::from(i) * 37.0).collect();
        let mut random = generator(0, 0, Purpose::Motion);
        let [orbit, circle] = [orbit, circle].map(|m| m.course(&times, &mut random).unwrap());
        for (a, b) in orbit
            .axes
            .iter()
            .flatten()
            .zip(circle.axes.iter().flatten())
        {
            for (order, (a, b)) in a.orders().into_iter().zip(b.orders()).enumerate() {
                let scale = 7e6 * (TAU / period).powi(order as i32);
                assert!((a - b).abs() < 1e-13 * scale, "{order}: {a} {b}");
            }
        }
    }

    #[test]
    fn angular_momentum_and_the_nearest_point_are_those_of_the_ellipse() {
        for e in [0.0, 0.1, 0.7, 0.99, 0.999_999] {
            let orbit = Orbit {
                semi_major_axis: 2.0,
                eccentricity: e,
                mean_anomaly: 0.0,
                parameter: 3.0,
            };
            let momentum = f64::sqrt(3.0 * 2.0 * (1.0 - e) * (1.0 + e));
            let mut nearest = f64::INFINITY;
            for i in 0..2000 {
                let [x, y] = orbit.states(f64::from(i) * 0.013);
                let found = x.position * y.velocity - y.position * x.velocity;
                assert!(
                    (found - momentum).abs() < 1e-9 * momentum,
                    "{e} {found} {momentum}"
                );
                nearest = nearest.min(x.position.hypot(y.position));
            }
            assert!((nearest - 2.0 * (1.0 - e)).abs() < 1e-15);
        }
    }

    proptest::proptest! {
        #[test]
        fn keplers_equation_is_solved_to_rounding(e in 0.0..1.0_f64, mean in -PI..PI) {
            let anomaly = eccentric_anomaly(e, mean);
            let rest = anomaly - e * anomaly.sin() - mean;
            proptest::prop_assert!(rest.abs() <= 1e-15, "{anomaly} leaves {rest}");
        }
    }
}
