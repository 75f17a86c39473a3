use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use rand_distr::{Distribution, StandardNormal};

use super::super::{KalmanOptions, Smoothed, kalman};
use super::*;

const ROWS: usize = 300;
const STEP: f64 = 4.0 / ROWS as f64;

/// Samples at steps with a jitter of a fifth, and the velocity.
fn samples(motion: fn(f64) -> [f64; 2], noise: f64, seed: u64) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let mut random = ChaCha12Rng::seed_from_u64(seed);
    let t: Vec<f64> = (0..ROWS)
        .map(|row| STEP * (row as f64 + 0.4 * random.random::<f64>()))
        .collect();
    let mut noise = || -> f64 {
        let value: f64 = StandardNormal.sample(&mut random);
        noise * value
    };
    let x = t.iter().map(|t| motion(*t)[0] + noise()).collect();
    let velocity = t.iter().map(|t| motion(*t)[1]).collect();
    (t, x, velocity)
}

fn triangle(t: f64) -> [f64; 2] {
    let phase = (t / 1.3).rem_euclid(1.0);
    if phase < 0.5 {
        [2.0 * phase, 2.0 / 1.3]
    } else {
        [2.0 - 2.0 * phase, -2.0 / 1.3]
    }
}

fn sines(t: f64) -> [f64; 2] {
    let (a, b) = (6.3 * t, 10.7 * t);
    [0.5 * (a.sin() + b.sin()), 3.15 * a.cos() + 5.35 * b.cos()]
}

/// A ball that keeps four fifths of its velocity where it bounces: at 1.2, 2.16 and 2.928 s.
fn bounces(t: f64) -> [f64; 2] {
    let (mut start, mut velocity) = (0.0, 6.0);
    while t >= start + velocity / 5.0 {
        start += velocity / 5.0;
        velocity *= 0.8;
    }
    let t = t - start;
    [velocity * t - 5.0 * t * t, velocity - 10.0 * t]
}

/// 2 m/s, and from 1.5 to 2.5 s braked to a stop.
fn brake(t: f64) -> [f64; 2] {
    let u = (t - 1.5).clamp(0.0, 1.0);
    [2.0 * t.min(1.5) + 2.0 * u - u * u, 2.0 - 2.0 * u]
}

fn error(smoothed: &Smoothed, velocity: &[f64]) -> f64 {
    let squares = |values: &mut dyn Iterator<Item = f64>| values.map(|v| v * v).sum::<f64>();
    let found = smoothed.derivatives[1].iter().zip(velocity);
    let wrong = squares(&mut found.map(|(found, true_one)| found - true_one));
    (wrong / squares(&mut velocity.iter().copied())).sqrt()
}

fn inside(smoothed: &Smoothed, velocity: &[f64]) -> f64 {
    let [_, found, ..] = &smoothed.derivatives;
    let [_, errors, ..] = &smoothed.standard_errors;
    let near = (0..velocity.len())
        .filter(|&row| (found[row] - velocity[row]).abs() <= 1.96 * errors[row])
        .count();
    near as f64 / velocity.len() as f64
}

fn automatic(t: &[f64], x: &[f64]) -> TotalVariationFit {
    total_variation(t, x, &TotalVariationOptions::default()).unwrap()
}

#[test]
fn corners_stay_sharp_and_the_standard_errors_know_where() {
    const SEEDS: u64 = 5;
    let mut mean_inside = 0.0;
    for (noise, most, part) in [(0.01, 0.12, 0.5), (0.03, 0.18, 0.6), (0.1, 0.33, 0.8)] {
        let (mut mean_error, mut share_of_kalman) = (0.0, 0.0);
        for seed in 0..SEEDS {
            let (t, x, velocity) = samples(triangle, noise, seed);
            let fit = automatic(&t, &x);
            let smooth = kalman(&t, &x, &KalmanOptions::default()).unwrap();
            let error_here = error(&fit.smoothed, &velocity);
            mean_error += error_here / SEEDS as f64;
            mean_inside += inside(&fit.smoothed, &velocity) / (3 * SEEDS) as f64;
            share_of_kalman += error_here / error(&smooth.smoothed, &velocity) / SEEDS as f64;
            if noise < 0.1 {
                assert_eq!(fit.jumps, Jumps::Velocity);
                assert!(
                    [6, 7].contains(&fit.knots.len()),
                    "noise {noise}, seed {seed}"
                );
            }
        }
        assert!(mean_error < most, "noise {noise}: {mean_error}");
        assert!(share_of_kalman < part, "noise {noise}: {share_of_kalman}");
    }
    assert!(mean_inside > 0.9, "{mean_inside}");
}

#[test]
fn smooth_motion_is_found_better_by_smooth_curves() {
    for noise in [0.01, 0.1] {
        let (t, x, velocity) = samples(sines, noise, 1);
        let smooth = kalman(&t, &x, &KalmanOptions::default()).unwrap();
        let of_corners = error(&automatic(&t, &x).smoothed, &velocity);
        assert!(of_corners > 1.2 * error(&smooth.smoothed, &velocity));
    }
}

#[test]
fn a_ball_falls_freely_between_its_bounces() {
    let (t, x, velocity) = samples(bounces, 0.01, 3);
    let fit = automatic(&t, &x);
    assert_eq!(fit.jumps, Jumps::Both);
    for (at, jump) in [(1.2, 10.8), (2.16, 8.64), (2.928, 6.912)] {
        let knot = fit.knots.iter().find(|knot| (knot.time - at).abs() < 0.01);
        let knot = knot.expect("a knot at the bounce");
        assert!((knot.time - at).abs() < 4.0 * knot.standard_error);
        assert!((knot.velocity - jump).abs() < 0.3, "{knot:?}");
    }
    assert!(error(&fit.smoothed, &velocity) < 0.1);
    assert!(
        fit.smoothed.derivatives[2]
            .iter()
            .all(|a| (a + 10.0).abs() < 0.5)
    );
}

#[test]
fn a_brake_is_applied_and_released_at_once() {
    let (t, x, velocity) = samples(brake, 0.003, 4);
    let fit = automatic(&t, &x);
    assert_eq!(fit.jumps, Jumps::Acceleration);
    assert_eq!(fit.knots.len(), 2);
    for (knot, (at, jump)) in fit.knots.iter().zip([(1.5, -2.0), (2.5, 2.0)]) {
        assert!(
            (knot.time - at).abs() < 4.0 * knot.standard_error,
            "{knot:?}"
        );
        assert!((knot.acceleration - jump).abs() < 0.1 && knot.velocity == 0.0);
    }
    assert!(error(&fit.smoothed, &velocity) < 0.01);
}

#[test]
fn without_noise_corners_are_exact_between_stamps_too() {
    let (t, x, velocity) = samples(triangle, 0.0, 5);
    let fit = automatic(&t, &x);
    assert_eq!(fit.knots.len(), 6);
    for (knot, at) in fit.knots.iter().zip([0.65, 1.3, 1.95, 2.6, 3.25, 3.9]) {
        assert!((knot.time - at).abs() < 1e-6, "{knot:?}");
    }
    assert!(error(&fit.smoothed, &velocity) < 1e-6);
}

#[test]
fn missing_positions_are_filled_in_and_outliers_named() {
    let (t, mut x, velocity) = samples(triangle, 0.01, 6);
    for row in (0..ROWS).step_by(7) {
        x[row] = f64::NAN;
    }
    x[71] += 0.4;
    x[200] -= 0.2;
    let fit = automatic(&t, &x);
    assert_eq!(fit.smoothed.outliers, [71, 200]);
    assert!(fit.smoothed.derivatives[0].iter().all(|x| x.is_finite()));
    assert!(error(&fit.smoothed, &velocity) < 0.15);
}

#[test]
fn options_are_kept_and_a_heavy_weight_leaves_a_line() {
    let (t, x, _) = samples(triangle, 0.03, 7);
    let jumps = Some(Jumps::Velocity);
    let options = |weight| TotalVariationOptions {
        jumps,
        weight,
        robust: false,
    };
    let found = total_variation(&t, &x, &options(None)).unwrap();
    let same = total_variation(&t, &x, &options(Some(found.weight))).unwrap();
    assert_eq!(same.knots.len(), found.knots.len());
    assert!((same.weight / found.weight - 1.0).abs() < 1e-12);
    let line = total_variation(&t, &x, &options(Some(1e6))).unwrap();
    assert!(line.knots.is_empty());
    assert!(line.smoothed.standard_errors[2][0].is_nan());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn units_do_not_matter(seed in 0u64..1000, powers in (-40i32..40, -40i32..40)) {
        let (t, x, _) = samples(triangle, 0.05, seed);
        let (time, length) = (2f64.powi(powers.0), 2f64.powi(powers.1));
        let other_t: Vec<f64> = t[..90].iter().map(|t| time * t).collect();
        let other_x: Vec<f64> = x[..90].iter().map(|x| length * x).collect();
        let one = automatic(&t[..90], &x[..90]);
        let other = automatic(&other_t, &other_x);
        prop_assert!((other.score - length * length * one.score).abs() <= 1e-9 * other.score);
        prop_assert!((other.weight / one.weight / length / time.powi(one.jumps.lowest() as i32) - 1.0).abs() < 1e-9);
        for row in 0..90 {
            let (a, b) = (one.smoothed.derivatives[1][row], other.smoothed.derivatives[1][row]);
            prop_assert!((a - b * time / length).abs() < 1e-9, "{} {}", a, b);
        }
    }

    #[test]
    fn origins_do_not_matter(seed in 0u64..1000, shift in -1000i32..1000, start in -1000i32..1000) {
        // Even steps and rounded positions, so that nothing is lost by the shift.
        let (_, x, _) = samples(triangle, 0.05, seed);
        let t: Vec<f64> = (0..90).map(f64::from).collect();
        let x: Vec<f64> = x[..90].iter().map(|x| (x * 65536.0).round() / 65536.0).collect();
        let other_t: Vec<f64> = t.iter().map(|t| t + f64::from(start)).collect();
        let other_x: Vec<f64> = x.iter().map(|x| x + f64::from(shift)).collect();
        let (one, other) = (automatic(&t, &x), automatic(&other_t, &other_x));
        prop_assert_eq!(&one.smoothed.derivatives[1..], &other.smoothed.derivatives[1..]);
        prop_assert_eq!(one.knots.len(), other.knots.len());
    }

    #[test]
    fn anything_finite_is_fitted(
        steps in prop::collection::vec(1e-9f64..1e9, 6..40),
        x in prop::collection::vec(prop_oneof![
            Just(f64::NAN), Just(0.0), -1e300f64..1e300, -1.0f64..1.0, -1e-300f64..1e-300,
        ], 40),
        start in -1e9f64..1e9,
        weight in prop_oneof![Just(None), (-1.0f64..1e300).prop_map(Some)],
    ) {
        let mut t = vec![start];
        for step in steps {
            t.push(t[t.len() - 1] + step);
        }
        t.dedup();
        let x = &x[..t.len().min(40)];
        for jumps in [None, Some(Jumps::Velocity), Some(Jumps::Acceleration), Some(Jumps::Both)] {
            for robust in [false, true] {
                let options = TotalVariationOptions { jumps, weight, robust };
                if let Ok(fit) = total_variation(&t[..x.len()], x, &options) {
                    prop_assert_eq!(fit.smoothed.derivatives[1].len(), x.len());
                }
            }
        }
    }
}
