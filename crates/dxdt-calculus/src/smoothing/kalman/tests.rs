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

/// What is foretold of a row is what a fit without it gives there.
#[test]
fn errors_of_left_out_rows_are_those_of_fits_without_them() {
    let (t, x) = sines(4, 40, 0.05);
    let t: Vec<f64> = t.iter().map(|t| 10.0 * t).collect();
    let velocities: Vec<f64> = (0..40)
        .map(|row| {
            if row % 3 == 0 {
                0.1 * two_sines(1, 0.1 * t[row])
            } else {
                f64::NAN
            }
        })
        .collect();
    for correlation in [0.0, 0.7] {
        for velocity in [None, Some(&velocities)] {
            let model = Model {
                states: 4,
                log_length: 0.8,
                correlation,
            };
            let mut used = vec![true; 40];
            let fit = |used: &[bool], wanted: Wanted| {
                let mut series = Series::plain(&t, &x, used);
                series.velocity =
                    velocity.map(|values| series::MeasuredVelocity { values, noise: 0.3 });
                model.smooth(&series, wanted)
            };
            let whole = fit(&used, Wanted::Errors);
            for row in [0, 7, 20, 39] {
                used[row] = false;
                let without = fit(&used, Wanted::Errors);
                used[row] = true;
                let pairs = [
                    (whole.left_out_errors[row], without.left_out_errors[row]),
                    (
                        whole.left_out_variances[row],
                        without.left_out_variances[row],
                    ),
                ];
                for (a, b) in pairs {
                    assert!((a / b - 1.0).abs() < 1e-3, "{correlation}, {row}: {a}, {b}");
                }
                if correlation == 0.0 {
                    used[row] = false;
                    let states = fit(&used, Wanted::States);
                    used[row] = true;
                    let error = x[row] - states.derivatives[0][row];
                    assert!((error / whole.left_out_errors[row] - 1.0).abs() < 1e-3);
                }
            }
        }
    }
}

/// In chunks that are made again on the way back, a long series gives what it gives in one.
#[test]
fn a_long_series_is_smoothed_as_a_short_one() {
    let (t, x) = sines(2, 5_000, 0.05);
    let t: Vec<f64> = t.iter().map(|t| 1250.0 * t).collect();
    let model = Model {
        states: 3,
        log_length: 2.0,
        correlation: 0.0,
    };
    let used = vec![true; 5_000];
    let whole = model.smooth(&Series::plain(&t, &x, &used), Wanted::States);
    let part = Series::plain(&t, &x, &used).part(1_800..2_500);
    let part = model.smooth(&part, Wanted::States);
    for row in 300..400 {
        let (a, b) = (whole.derivatives[1][1_800 + row], part.derivatives[1][row]);
        assert!((a - b).abs() < 1e-6, "{row}: {a}, {b}");
    }
}

mod found_by_auto {
    use super::super::super::auto;
    use super::*;

    fn curve(t: &[f64], x: &[f64]) -> (Smoothed, KalmanCurve) {
        let fit = auto(t, x).unwrap();
        let FittedCurve::Kalman(curve) = fit.curve else {
            panic!("a Kalman smoother")
        };
        (fit.smoothed, curve)
    }

    #[test]
    fn correlated_noise_is_told_from_motion() {
        let mut random = Random(21);
        let mut noise = 0.0;
        let t: Vec<f64> = (0..400).map(|row| 0.05 * f64::from(row)).collect();
        let x: Vec<f64> = t
            .iter()
            .map(|t| {
                noise = 0.8 * noise + 0.6 * 0.02 * random.normal();
                t.sin() + noise
            })
            .collect();
        let (smoothed, curve) = curve(&t, &x);
        // −0.05/ln 0.8 is 0.22 s.
        let memory = curve.memory.expect("a memory");
        assert!((0.05..0.6).contains(&memory), "{memory}");
        let velocity = &smoothed.derivatives[1];
        let error = mean_square((0..400).map(|row| velocity[row] - t[row].cos())).sqrt();
        assert!(error < 0.03, "{error}");
    }

    #[test]
    fn a_bouncing_ball_falls_freely_between_impacts() {
        let mut random = Random(5);
        let t: Vec<f64> = (0..300).map(|row| 0.01 * f64::from(row)).collect();
        let at = |t: f64| {
            let since = (t + 0.3) % 0.9;
            4.905 * since * (0.9 - since)
        };
        let x: Vec<f64> = t.iter().map(|&t| at(t) + 0.003 * random.normal()).collect();
        let (smoothed, curve) = curve(&t, &x);
        assert_eq!(curve.impacts, 3);
        let acceleration = &smoothed.derivatives[2];
        assert!(acceleration.iter().all(|a| (a + 9.81).abs() < 0.3));
    }

    #[test]
    fn units_make_no_difference() {
        let (t, x) = sines(9, 150, 0.03);
        let (plain, _) = curve(&t, &x);
        let scaled_t: Vec<f64> = t.iter().map(|t| 5.0 + 60.0 * t).collect();
        let scaled_x: Vec<f64> = x.iter().map(|x| 1e3 * x).collect();
        let (scaled, _) = curve(&scaled_t, &scaled_x);
        for row in 0..150 {
            let (a, b) = (plain.derivatives[1][row], scaled.derivatives[1][row] * 0.06);
            assert!((a - b).abs() < 1e-3, "{row}: {a}, {b}");
        }
    }

    #[test]
    fn a_gap_widens_the_band() {
        let (mut t, mut x) = sines(3, 200, 0.02);
        t.drain(100..130);
        x.drain(100..130);
        let (smoothed, _) = curve(&t, &x);
        let band = &smoothed.standard_errors[1];
        assert!(band[100] > 1.5 * band[50]);
        assert!(smoothed.derivatives[1].iter().all(|v| v.is_finite()));
    }
}
