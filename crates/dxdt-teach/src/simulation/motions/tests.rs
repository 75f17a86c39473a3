//! What holds for every motion.

use proptest::prelude::*;

use super::MOTIONS;
use crate::simulation::motion::{Course, MotionKind, State};
use crate::simulation::random::{Purpose, generator};

/// Those whose derivatives have no jumps.
fn smooth() -> impl Iterator<Item = &'static MotionKind> {
    let broken = ["braking-car", "bouncing-ball", "random-walk", "brownian"];
    MOTIONS
        .iter()
        .filter(move |kind| !broken.contains(&kind.name))
}

/// The motion with every parameter that is not zero times a factor of its own, where it may have that value.
fn course(kind: &'static MotionKind, factors: &[f64], times: &[f64]) -> Course {
    let given: Vec<(&str, String)> = kind
        .parameters
        .iter()
        .zip(factors)
        .map(|(parameter, factor)| {
            let (number, unit) = parameter
                .default
                .split_once(' ')
                .unwrap_or((parameter.default, ""));
            let value: f64 = number.parse().unwrap();
            let text = format!("{} {unit}", value * factor);
            let text = parameter
                .parse(&text)
                .map_or(parameter.default.to_owned(), |_| text);
            (parameter.name, text)
        })
        .collect();
    let given = given.iter().map(|(name, text)| (*name, text.as_str()));
    let motion = kind.with(given).unwrap();
    motion
        .course(times, &mut generator(0, 0, Purpose::Motion))
        .unwrap()
}

fn seconds(kind: &MotionKind) -> f64 {
    kind.duration.trim_end_matches(" s").parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn each_derivative_is_the_slope_of_the_one_before(
        factors in proptest::collection::vec(0.4..1.9_f64, 8),
        place in 0.05..0.95_f64,
    ) {
        for kind in smooth() {
            // A thousandth of the time of a change: the error of the five-point formula is far below a billionth.
            let h = seconds(kind) * 2e-4;
            let t = seconds(kind) * place;
            // The many times before make the solver step as it does for a log.
            let mut times: Vec<f64> = (0..20).map(|i| f64::from(i) / 20.0 * (t - 3.0 * h)).collect();
            times.extend((-2..=2).map(|k| t + f64::from(k) * h));
            let course = course(kind, &factors, &times);
            for axis in &course.axes {
                let five: Vec<[f64; 4]> = axis[20..].iter().map(|state| state.orders()).collect();
                for order in 0..3 {
                    let at = |k: usize| five[k][order];
                    let slope = (8.0 * (at(3) - at(1)) - (at(4) - at(0))) / (12.0 * h);
                    let given = five[2][order + 1];
                    // Rounding of the values over the step, and of the formula.
                    let largest = axis.iter().map(|state| state.orders()[order].abs()).fold(0.0, f64::max);
                    let scale = axis.iter().map(|state| state.orders()[order + 1].abs()).fold(0.0, f64::max);
                    let tolerance = 1e-6 * scale + 1e-13 * largest / h;
                    prop_assert!(
                        (slope - given).abs() <= tolerance,
                        "{} order {}: slope {slope}, given {given}, tolerance {tolerance}", kind.name, order + 1
                    );
                }
            }
        }
    }
}

#[test]
fn energy_is_kept_where_the_motion_says_so() {
    let mut kept = Vec::new();
    for kind in MOTIONS {
        let times: Vec<f64> = (0..200)
            .map(|i| f64::from(i) / 200.0 * seconds(kind))
            .collect();
        let motion = kind.with([]).unwrap();
        let course = motion
            .course(&times, &mut generator(0, 0, Purpose::Motion))
            .unwrap();
        let energies: Vec<[f64; 2]> = (0..200)
            .filter_map(|row| {
                let states: Vec<State> = course.axes.iter().map(|axis| axis[row]).collect();
                motion.energy(&states)
            })
            .collect();
        let scale = energies
            .iter()
            .map(|[k, p]| k.abs() + p.abs())
            .fold(0.0, f64::max);
        for [kinetic, potential] in &energies {
            let drift = kinetic + potential - energies[0][0] - energies[0][1];
            assert!(
                drift.abs() < 1e-13 * scale,
                "{} {drift} of {scale}",
                kind.name
            );
        }
        if !energies.is_empty() {
            kept.push(kind.name);
        }
    }
    assert_eq!(
        kept,
        ["free-fall", "projectile", "pendulum", "spring", "kepler"]
    );
}

#[test]
fn every_motion_runs_as_it_is_and_has_the_derivatives_it_says() {
    for kind in MOTIONS {
        let times: Vec<f64> = (0..100)
            .map(|i| f64::from(i) / 100.0 * seconds(kind))
            .collect();
        let course = course(kind, &[1.0; 8], &times);
        assert_eq!(course.axes.len(), kind.axes.len(), "{}", kind.name);
        for state in course.axes.iter().flatten() {
            for (order, value) in state.orders().into_iter().enumerate() {
                assert_eq!(
                    value.is_finite(),
                    order <= kind.derivatives,
                    "{}",
                    kind.name
                );
            }
        }
        let moved = course
            .axes
            .iter()
            .any(|axis| axis.iter().any(|s| s.position != axis[0].position));
        assert!(moved, "{}", kind.name);
    }
}

#[test]
fn what_can_be_solved_in_steps_says_its_error() {
    for (name, given, solved) in [
        ("projectile-with-drag", None, true),
        ("pendulum", None, false),
        ("pendulum", Some(("angular-speed", "1 rad/s")), true),
        ("pendulum", Some(("damping", "0.1 1/s")), true),
    ] {
        let kind = crate::simulation::motion::motion(name).unwrap();
        let motion = kind.with(given).unwrap();
        let course = motion
            .course(&[0.0, 1.0, 2.0], &mut generator(0, 0, Purpose::Motion))
            .unwrap();
        assert_eq!(course.error.is_some(), solved, "{name} {given:?}");
        if let Some(error) = course.error {
            assert!(error.position < 1e-9 && error.velocity < 1e-9, "{error:?}");
        }
    }
}
