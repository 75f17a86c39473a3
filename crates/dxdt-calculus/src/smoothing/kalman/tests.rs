use super::super::Smoothed;
use super::super::simulation::{Chirp, Random, coverage, jittered, relative_error};
use super::*;

fn by_default(t: &[f64], x: &[f64]) -> KalmanFit {
    kalman(t, x, &KalmanOptions::default()).unwrap()
}

/// Two sines, with noise, over a few periods.
fn sines(seed: u64, rows: usize, noise: f64) -> (Vec<f64>, Vec<f64>) {
    let mut random = Random(seed);
    let t = jittered(&mut random, rows, 4.0 / rows as f64);
    let x = t.iter().map(|t| two_sines(0, *t) + noise * random.normal());
    (t.clone(), x.collect())
}

fn two_sines(order: usize, t: f64) -> f64 {
    let one =
        |w: f64| w.powi(order as i32) * (w * t + order as f64 * std::f64::consts::FRAC_PI_2).sin();
    one(6.0) + 0.5 * one(9.0)
}

fn mean_square(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64
}

#[test]
fn ends_are_better_known_with_the_rest_of_the_series() {
    let (mut with, mut without) = ([0.0; 4], [0.0; 4]);
    for seed in 0..8 {
        let (t, x) = sines(seed, 150, 0.05);
        let mut options = KalmanOptions {
            states: Some(5),
            ratio: None,
            robust: true,
        };
        let fit = kalman(&t, &x, &options).unwrap();
        options.ratio = Some(fit.ratio);
        let alone = kalman(&t, &x, &options).unwrap();
        let rows = [0, 1, 148, 149];
        for order in 1..4 {
            let error = |smoothed: &Smoothed| {
                mean_square(
                    rows.iter()
                        .map(|&row| smoothed.derivatives[order][row] - two_sines(order, t[row])),
                )
            };
            with[order] += error(&fit.smoothed);
            without[order] += error(&alone.smoothed);
        }
    }
    for order in 2..4 {
        assert!(
            with[order] < 0.5 * without[order],
            "{order}: {with:?}, {without:?}"
        );
    }
}

#[test]
fn a_constant_acceleration_is_not_drawn_to_nothing() {
    let mut random = Random(5);
    let t = jittered(&mut random, 120, 0.01);
    let x: Vec<f64> = t
        .iter()
        .map(|t| 100.0 - 4.905 * t * t + 1e-3 * random.normal())
        .collect();
    let fit = by_default(&t, &x);
    for (value, error) in fit.smoothed.derivatives[2]
        .iter()
        .zip(&fit.smoothed.standard_errors[2])
    {
        assert!(
            (value + 9.81).abs() < 4.0 * error && *error < 0.5,
            "{value} ± {error}"
        );
    }
}

#[test]
fn bands_hold_the_truth_and_are_not_much_too_wide() {
    for noise in [0.01, 0.1] {
        let mut inside = [0.0; 4];
        let mut errors = [[0.0; 2]; 4];
        for seed in 20..30 {
            let (t, x) = sines(seed, 120, noise);
            let fit = by_default(&t, &x);
            for (order, inside) in inside.iter_mut().enumerate() {
                let (values, bands) = (
                    &fit.smoothed.derivatives[order],
                    &fit.smoothed.standard_errors[order],
                );
                *inside += coverage(&fit.smoothed, order, &t, |t| two_sines(order, t)) / 10.0;
                errors[order][0] +=
                    mean_square((0..120).map(|i| values[i] - two_sines(order, t[i])));
                errors[order][1] += mean_square(bands.iter().copied());
            }
        }
        assert!(
            inside.iter().all(|share| *share > 0.92),
            "{noise}: {inside:?}"
        );
        for [found, told] in errors {
            assert!(told < 9.0 * found, "{noise}: {errors:?}");
        }
    }
}

#[test]
fn weights_are_shares() {
    let chirp = Chirp::sampled(3);
    let fit = by_default(&chirp.t, &chirp.x);
    assert!((fit.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let heaviest = (0..4).max_by(|&a, &b| fit.weights[a].total_cmp(&fit.weights[b]));
    assert_eq!(fit.states, 3 + heaviest.unwrap());
    for states in STATES {
        let options = KalmanOptions {
            states: Some(states),
            ..KalmanOptions::default()
        };
        let one = kalman(&chirp.t, &chirp.x, &options).unwrap();
        assert_eq!(
            one.weights,
            std::array::from_fn(|at| f64::from(u8::from(3 + at == states)))
        );
        assert!(
            relative_error(&one.smoothed.derivatives[1], &chirp.t, |t| Chirp::truth(
                1, t
            )) < 0.06
        );
        assert!(
            one.smoothed.derivatives[3]
                .iter()
                .all(|jerk| jerk.is_finite())
        );
    }
}

#[test]
fn the_curve_tells_what_was_mixed() {
    let (t, x) = sines(1, 60, 0.1);
    let mut fit = by_default(&t, &x);
    let of = |states: &[usize]| {
        FittedCurve::Kalman(KalmanCurve {
            states: states.to_vec(),
            ..KalmanCurve::default()
        })
    };
    fit.weights = [0.0, 0.2, 0.5, 0.3];
    assert_eq!(fit.curve(), of(&[4, 5, 6]));
    fit.weights = [0.0, 0.0, 1.0, 0.0];
    assert_eq!(fit.curve(), of(&[5]));
}

#[test]
fn units_make_no_difference() {
    let (t, x) = sines(9, 150, 0.03);
    let plain = by_default(&t, &x);
    for (time, length) in [(1e-3, 1e3), (86_400.0, 1e-3), (1.0, 1e6)] {
        let scaled_t: Vec<f64> = t.iter().map(|t| 1e3 * time + time * t).collect();
        let scaled_x: Vec<f64> = x.iter().map(|x| length * x).collect();
        let scaled = by_default(&scaled_t, &scaled_x);
        for order in 0..4 {
            let unit = length / f64::powi(time, order as i32);
            let pairs = plain.smoothed.derivatives[order]
                .iter()
                .zip(&scaled.smoothed.derivatives[order]);
            let errors = plain.smoothed.standard_errors[order]
                .iter()
                .zip(&scaled.smoothed.standard_errors[order]);
            let size = mean_square(plain.smoothed.derivatives[order].iter().copied()).sqrt();
            for (a, b) in pairs.chain(errors) {
                assert!(
                    (a - b / unit).abs() < 1e-5 * size,
                    "{order}: {a}, {}",
                    b / unit
                );
            }
        }
    }
}

#[test]
fn few_positions_are_enough() {
    let t: Vec<f64> = (0..6).map(f64::from).collect();
    let x = [0.0, 1.1, 1.9, 3.2, 3.9, 5.1];
    let fit = by_default(&t, &x);
    assert_eq!(fit.states, 3);
    for order in 0..4 {
        assert!(
            fit.smoothed.derivatives[order]
                .iter()
                .all(|value| value.is_finite())
        );
        assert!(
            fit.smoothed.standard_errors[order]
                .iter()
                .all(|error| *error > 0.0)
        );
    }
    assert!((fit.smoothed.derivatives[1][3] - 1.0).abs() < 0.2);
}

#[test]
fn a_number_of_states_that_there_is_not_is_an_error() {
    let (t, x) = sines(3, 40, 0.01);
    let options = KalmanOptions {
        states: Some(7),
        ..KalmanOptions::default()
    };
    let error = kalman(&t, &x, &options).unwrap_err();
    assert_eq!(error, crate::CalculusError::States { given: 7 });
}
