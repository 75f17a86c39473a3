//! What a smoothing spline has to be: the solution of its definition, exact where it says so, and right about its errors.

use super::super::simulation::{Chirp, Random, coverage, jittered, relative_error};
use super::penalised::Penalised;
use super::*;
use proptest::prelude::*;

const BOTH: [SplineDegree; 2] = [SplineDegree::Cubic, SplineDegree::Quintic];

fn fixed(degree: SplineDegree, smoothing: f64) -> SplineOptions {
    SplineOptions {
        degree,
        smoothing: Some(smoothing),
        robust: false,
    }
}

#[test]
fn the_states_are_the_spline_that_the_banded_system_gives() {
    fn largest_difference<const M: usize>(smoothing: f64, degree: SplineDegree) -> f64 {
        let Chirp { t, x } = Chirp::sampled(5);
        let samples = Samples::new(&t, &x, FEWEST).unwrap();
        let in_units = smoothing * samples.step.powi(2 * M as i32 - 1);
        let fit = spline(&t, &x, &fixed(degree, in_units)).unwrap();
        let direct = Penalised::<M>::of(&samples.t, &samples.x).curve(&samples.x, smoothing);
        let pairs = fit.smoothed.derivatives[0].iter().zip(direct);
        pairs
            .map(|(a, b)| (a - samples.position(b)).abs())
            .fold(0.0, f64::max)
    }
    for smoothing in [0.01, 1.0, 100.0, 1e4, 1e6] {
        let cubic = largest_difference::<2>(smoothing, SplineDegree::Cubic);
        let quintic = largest_difference::<3>(smoothing, SplineDegree::Quintic);
        assert!(
            cubic < 3e-7 && quintic < 3e-7,
            "{smoothing}: {cubic:e}, {quintic:e}"
        );
    }
}

/// The spline by its definition: n cubics or quintics from the conditions that make Σe² + λ∫(f⁽ᵐ⁾)² stationary, f⁽ᵐ⁾ by
/// numerical integration of what the spline says it is.
#[test]
fn the_highest_derivative_integrates_to_the_differences_of_the_curve() {
    let Chirp { t, x } = Chirp::sampled(6);
    let (smoothing, samples) = (30.0, Samples::new(&t, &x, FEWEST).unwrap());
    let direct = Penalised::<2>::of(&samples.t, &samples.x);
    let curve = direct.curve(&samples.x, smoothing);
    let highest = direct.highest(&samples.t, smoothing);
    let (second, third) = (&highest.orders[0].0, &highest.orders[1].0);
    for i in 1..t.len() - 1 {
        let (h0, h1) = (
            samples.t[i] - samples.t[i - 1],
            samples.t[i + 1] - samples.t[i],
        );
        // A cubic spline's slopes on either side of a knot are the same.
        let left = (curve[i] - curve[i - 1]) / h0 + h0 * (2.0 * second[i] + second[i - 1]) / 6.0;
        let right = (curve[i + 1] - curve[i]) / h1 - h1 * (2.0 * second[i] + second[i + 1]) / 6.0;
        assert!((left - right).abs() < 1e-9, "row {i}: {left}, {right}");
        let jerk = 0.5 * ((second[i] - second[i - 1]) / h0 + (second[i + 1] - second[i]) / h1);
        assert!((third[i] - jerk).abs() < 1e-9);
    }
    assert_eq!((second[0], second[t.len() - 1]), (0.0, 0.0));
}

#[test]
fn the_quintic_jerk_is_the_slope_of_its_acceleration() {
    let Chirp { t, x } = Chirp::sampled(6);
    // Rows without a position show the curve between the knots.
    let mut stamps = Vec::new();
    let mut positions = Vec::new();
    for (t, x) in t.iter().zip(&x) {
        stamps.extend([t - 1e-5, *t, t + 1e-5]);
        positions.extend([f64::NAN, *x, f64::NAN]);
    }
    let fit = spline(&stamps, &positions, &fixed(SplineDegree::Quintic, 1e-6)).unwrap();
    let [_, velocity, acceleration, jerk] = &fit.smoothed.derivatives;
    let largest = jerk
        .iter()
        .fold(0.0, |most: f64, jerk| most.max(jerk.abs()));
    for row in (4..stamps.len() - 4).step_by(3) {
        let step = stamps[row + 1] - stamps[row - 1];
        let slope = (acceleration[row + 1] - acceleration[row - 1]) / step;
        assert!(
            (slope - jerk[row]).abs() < 1e-3 * largest,
            "{slope}, {}",
            jerk[row]
        );
        let slope = (velocity[row + 1] - velocity[row - 1]) / step;
        assert!((slope - acceleration[row]).abs() < 1e-3 * largest);
    }
}

#[test]
fn polynomials_below_the_penalised_order_are_exact() {
    let t = jittered(&mut Random(2), 60, 0.1);
    for (degree, bend) in [(SplineDegree::Cubic, 0.0), (SplineDegree::Quintic, 2.5)] {
        let x: Vec<f64> = t.iter().map(|t| 7.0 - t + bend * t * t).collect();
        for options in [
            SplineOptions {
                degree,
                ..Default::default()
            },
            fixed(degree, 1e3),
        ] {
            let fit = spline(&t, &x, &options).unwrap().smoothed;
            for row in 0..t.len() {
                assert!((fit.derivatives[0][row] - x[row]).abs() < 1e-9);
                assert!((fit.derivatives[1][row] - (2.0 * bend * t[row] - 1.0)).abs() < 1e-8);
                assert!((fit.derivatives[2][row] - 2.0 * bend).abs() < 1e-6);
                assert!(fit.derivatives[3][row].abs() < 1e-4);
            }
        }
    }
}

#[test]
fn without_smoothing_it_goes_through_the_positions() {
    let Chirp { t, x } = Chirp::sampled(1);
    for degree in BOTH {
        let fit = spline(&t, &x, &fixed(degree, 1e-18)).unwrap();
        for (a, b) in fit.smoothed.derivatives[0].iter().zip(&x) {
            assert!((a - b).abs() < 1e-3, "{a}, {b}");
        }
    }
}

#[test]
fn standard_errors_cover_the_truth() {
    const SEEDS: u64 = 8;
    for order in 1..4 {
        let mut covered = 0.0;
        for seed in 1..=SEEDS {
            let Chirp { t, x } = Chirp::sampled(seed);
            let fit = spline(&t, &x, &SplineOptions::default()).unwrap().smoothed;
            covered += coverage(&fit, order, &t, |t| Chirp::truth(order, t)) / SEEDS as f64;
        }
        assert!((0.9..0.99).contains(&covered), "order {order}: {covered}");
    }
}

#[test]
fn sampling_variances_are_those_of_a_simulation() {
    const RUNS: u64 = 400;
    let t = jittered(&mut Random(8), 40, 1.0);
    for degree in BOTH {
        let fit = |x: &[f64]| spline(&t, x, &fixed(degree, 10.0)).unwrap().smoothed;
        let mut squares = [0.0; 2];
        for run in 0..RUNS {
            let mut random = Random(1000 + run);
            let x: Vec<f64> = t.iter().map(|_| random.normal()).collect();
            let fit = fit(&x);
            for (square, order) in squares.iter_mut().zip([2, 3]) {
                // The error over its standard error, of which the noise is known to be 1.
                let error = fit.standard_errors[order][20] / fit.noise;
                *square += (fit.derivatives[order][20] / error).powi(2) / RUNS as f64;
            }
        }
        // The quintic's acceleration has the wider standard error of Wahba.
        let acceleration = match degree {
            SplineDegree::Cubic => 0.8..1.25,
            SplineDegree::Quintic => 0.1..0.25,
        };
        assert!(
            acceleration.contains(&squares[0]),
            "{degree:?}: {squares:?}"
        );
        assert!((0.8..1.25).contains(&squares[1]), "{degree:?}: {squares:?}");
    }
}

#[test]
fn outliers_are_found_and_missing_positions_are_filled_in() {
    let mut chirp = Chirp::sampled(9);
    chirp.x[100] += 2.0;
    chirp.x[200] = f64::NAN;
    for degree in BOTH {
        let options = SplineOptions {
            degree,
            ..Default::default()
        };
        let fit = spline(&chirp.t, &chirp.x, &options).unwrap().smoothed;
        assert!(fit.outliers.contains(&100) && fit.outliers.len() < 4);
        for order in 0..4 {
            let error = fit.derivatives[order][200] - Chirp::truth(order, chirp.t[200]);
            assert!(
                error.abs() < 4.0 * fit.standard_errors[order][200],
                "order {order}"
            );
        }
        assert!((fit.noise / 0.03 - 1.0).abs() < 0.2);
        assert!(relative_error(&fit.derivatives[1], &chirp.t, |t| Chirp::truth(1, t)) < 0.08);
    }
}

#[test]
fn stamps_that_nearly_coincide_do_no_harm() {
    let mut chirp = Chirp::sampled(3);
    chirp.t[101] = chirp.t[100] + 1e-9;
    chirp.x[101] = chirp.x[100] + 0.03;
    for degree in BOTH {
        let options = SplineOptions {
            degree,
            ..Default::default()
        };
        let fit = spline(&chirp.t, &chirp.x, &options).unwrap().smoothed;
        for order in 0..3 {
            let error = fit.derivatives[order][100] - Chirp::truth(order, chirp.t[100]);
            assert!(
                error.abs() < 4.0 * fit.standard_errors[order][100],
                "{degree:?}, order {order}"
            );
        }
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
        for (degree, power) in [(SplineDegree::Cubic, 3), (SplineDegree::Quintic, 5)] {
            let plain = spline(&t, &values, &fixed(degree, 2.0)).unwrap().smoothed;
            let scaled = spline(&scaled_t, &scaled_x, &fixed(degree, 2.0 * 60f64.powi(power))).unwrap().smoothed;
            for order in 0..4 {
                let unit = scale / 60f64.powi(order as i32);
                let offset = if order == 0 { shift } else { 0.0 };
                for row in 0..t.len() {
                    let near = 1e-6 * unit * (1.0 + 100.0 / scale);
                    let (a, b) = (plain.derivatives[order][row], scaled.derivatives[order][row]);
                    prop_assert!((a * unit + offset - b).abs() <= near);
                    let (a, b) = (plain.standard_errors[order][row], scaled.standard_errors[order][row]);
                    prop_assert!(a.is_nan() && b.is_nan() || (a * unit - b).abs() <= near);
                }
            }
        }
    }
}
