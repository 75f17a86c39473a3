//! What the filter does to motions that are known.

use super::super::simulation::{Chirp, Random, coverage, jittered, relative_error};
use super::*;
use proptest::prelude::*;

fn with_cutoff(cutoff: f64) -> LowPassOptions {
    LowPassOptions {
        cutoff: Some(cutoff),
        robust: false,
    }
}

#[test]
fn lines_are_exact_to_the_ends_and_cubics_inside() {
    let t = jittered(&mut Random(4), 200, 0.05);
    let line: Vec<f64> = t.iter().map(|t| 4.0 - 3.0 * t).collect();
    let fit = low_pass(&t, &line, &with_cutoff(2.0)).unwrap().smoothed;
    for (row, x) in line.iter().enumerate() {
        assert!((fit.derivatives[0][row] - x).abs() < 1e-10);
        assert!((fit.derivatives[1][row] + 3.0).abs() < 1e-9);
        assert!(fit.derivatives[2][row].abs() < 1e-7);
    }
    let cubic: Vec<f64> = t.iter().map(|t| (t - 5.0).powi(3)).collect();
    let fit = low_pass(&t, &cubic, &with_cutoff(2.0)).unwrap();
    let (step, fit) = (fit.step, fit.smoothed);
    for row in 60..140 {
        let u = t[row] - 5.0;
        assert!((fit.derivatives[0][row] - cubic[row]).abs() < 1e-8);
        // The central difference of a cubic is off by its step squared.
        assert!((fit.derivatives[1][row] - 3.0 * u * u - step * step).abs() < 1e-7);
        assert!((fit.derivatives[2][row] - 6.0 * u).abs() < 1e-6);
        assert!((fit.derivatives[3][row] - 6.0).abs() < 1e-5);
    }
}

#[test]
fn standard_errors_cover_the_truth() {
    const SEEDS: u64 = 8;
    for (cutoff, orders) in [(None, 1..3), (Some(6.0), 1..4)] {
        for order in orders {
            let mut covered = 0.0;
            for seed in 1..=SEEDS {
                let chirp = Chirp::sampled(seed);
                let options = LowPassOptions {
                    cutoff,
                    robust: true,
                };
                let fit = low_pass(&chirp.t, &chirp.x, &options).unwrap().smoothed;
                let truth = |t| Chirp::truth(order, t);
                covered += coverage(&fit, order, &chirp.t, truth) / SEEDS as f64;
            }
            assert!(
                (0.9..0.99).contains(&covered),
                "{cutoff:?}, order {order}: {covered}"
            );
        }
    }
}

#[test]
fn the_cutoff_that_is_found_is_about_the_best() {
    for seed in 1..=4 {
        let chirp = Chirp::sampled(seed);
        let error = |cutoff: Option<f64>| {
            let options = LowPassOptions {
                cutoff,
                robust: true,
            };
            let fit = low_pass(&chirp.t, &chirp.x, &options).unwrap().smoothed;
            relative_error(&fit.derivatives[1], &chirp.t, |t| Chirp::truth(1, t))
        };
        let best = (2..12)
            .map(|cutoff| error(Some(f64::from(cutoff))))
            .fold(f64::INFINITY, f64::min);
        let found = error(None);
        assert!(found < 1.3 * best && found < 0.06, "{found}, {best}");
    }
}

#[test]
fn outliers_are_found_and_missing_positions_are_filled_in() {
    let mut chirp = Chirp::sampled(9);
    chirp.x[100] += 2.0;
    chirp.x[200] = f64::NAN;
    chirp.x[0] = f64::NAN;
    let fit = low_pass(&chirp.t, &chirp.x, &LowPassOptions::default()).unwrap();
    assert!(fit.smoothed.outliers.contains(&100) && fit.smoothed.outliers.len() < 4);
    for order in 0..3 {
        let error = fit.smoothed.derivatives[order][200] - Chirp::truth(order, chirp.t[200]);
        assert!(error.abs() < 4.0 * fit.smoothed.standard_errors[order][200]);
    }
    assert!(fit.smoothed.derivatives[0][0].is_finite());
    assert!(fit.smoothed.derivatives[1][0].is_nan() && fit.smoothed.standard_errors[0][0].is_nan());
}

#[test]
fn a_cutoff_of_half_a_cycle_a_step_filters_nothing() {
    let t: Vec<f64> = (0..20).map(f64::from).collect();
    let x: Vec<f64> = t.iter().map(|t| (t * t).sin()).collect();
    let fit = low_pass(&t, &x, &with_cutoff(0.5)).unwrap();
    for (a, b) in fit.smoothed.derivatives[0].iter().zip(&x) {
        assert!((a - b).abs() < 1e-12);
    }
    // And one of next to nothing leaves a line, without end or memory.
    let fit = low_pass(&t, &x, &with_cutoff(1e-9)).unwrap();
    assert!(fit.smoothed.derivatives[0].iter().all(|x| x.is_finite()));
}

#[test]
fn a_cutoff_that_is_not_larger_than_0_is_an_error() {
    let t: Vec<f64> = (0..40).map(f64::from).collect();
    for given in [0.0, -1.0, f64::NAN] {
        let error = low_pass(&t, &t, &with_cutoff(given)).unwrap_err();
        assert!(
            matches!(error, crate::CalculusError::Cutoff { .. }),
            "{given}"
        );
    }
}

proptest! {
    #[test]
    fn units_carry_through(
        values in prop::collection::vec(-3.0..3.0_f64, 8..60),
        scale in 0.01..100.0_f64,
        shift in -100.0..100.0_f64,
    ) {
        let t = jittered(&mut Random(values.len() as u64), values.len(), 1.0);
        let scaled_t: Vec<f64> = t.iter().map(|t| 60.0 * t + 1e3).collect();
        let scaled_x: Vec<f64> = values.iter().map(|x| scale * x + shift).collect();
        let plain = low_pass(&t, &values, &with_cutoff(0.2)).unwrap().smoothed;
        let scaled = low_pass(&scaled_t, &scaled_x, &with_cutoff(0.2 / 60.0)).unwrap().smoothed;
        for order in 0..4 {
            let unit = scale / 60f64.powi(order as i32);
            let offset = if order == 0 { shift } else { 0.0 };
            for row in 0..t.len() {
                let (a, b) = (plain.derivatives[order][row], scaled.derivatives[order][row]);
                prop_assert!((a * unit + offset - b).abs() <= 1e-7 * unit * (1.0 + 100.0 / scale));
                let (a, b) = (plain.standard_errors[order][row], scaled.standard_errors[order][row]);
                prop_assert!((a * unit - b).abs() <= 1e-7 * unit * (1.0 + 100.0 / scale));
            }
        }
    }
}
