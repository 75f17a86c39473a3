//! Methods against motions whose truth is a formula.

use proptest::prelude::*;

use super::*;
use crate::audit::{AuditOptions, audit};

/// The figures of every method on a log.
fn figures(csv: &str, options: &DeriveOptions) -> Vec<MethodFigures> {
    let log = crate::testing::log(csv);
    let audited = audit(&log, &AuditOptions::default()).unwrap();
    let methods = by_all_methods(&audited, options, None);
    let truth = Truth::of(&audited, &methods[0].motion);
    method_figures(&audited, &methods, &truth)
}

fn of(figures: &[MethodFigures], method: MethodName) -> &MethodFigures {
    figures
        .iter()
        .find(|figures| figures.method == method)
        .unwrap()
}

/// A log of x = c₀ + c₁t + c₂t² + … with its exact derivatives, at these timestamps.
fn polynomial(stamps: &[f64], coefficients: &[f64]) -> String {
    let mut csv = "t (s),x (m),exact_v_x (m/s),exact_a_x (m/s^2)\n".to_owned();
    for t in stamps {
        let (mut x, mut v, mut a) = (0.0, 0.0, 0.0);
        for coefficient in coefficients.iter().rev() {
            a = a * t + 2.0 * v;
            v = v * t + x;
            x = x * t + coefficient;
        }
        csv += &format!("{t},{x},{v},{a}\n");
    }
    csv
}

fn uneven(rows: usize) -> Vec<f64> {
    (0..rows)
        .map(|i| (i as f64 * 10.0 + (i * i % 7) as f64 / 2.0).round() / 100.0)
        .collect()
}

#[test]
fn constant_acceleration_tells_the_methods_apart() {
    let figures = figures(
        &polynomial(&uneven(40), &[100.0, 0.0, -9.81 / 2.0]),
        &DeriveOptions::default(),
    );
    let gradient = of(&figures, MethodName::Gradient);
    assert!(gradient.velocity_rms_error < Some(1e-9));
    assert!(gradient.acceleration_rms_error < Some(1e-8));
    let one = of(&figures, MethodName::EdgeOrder1);
    // Half of it is missing on one of the two rows that count as an edge, at both ends.
    assert!((one.acceleration_largest_error.unwrap() - 9.81 / 2.0).abs() < 1e-6);
    assert!(one.acceleration_interior_error < Some(1e-8));
    let numpy = of(&figures, MethodName::NumPy)
        .acceleration_largest_error
        .unwrap();
    assert!((numpy - 9.81 / 2.0).abs() < 1e-6);
    let (forward, backward) = (
        of(&figures, MethodName::Diff),
        of(&figures, MethodName::Backward),
    );
    let mean_step = 3.9 / 39.0;
    assert!((forward.velocity_lag.unwrap() + mean_step / 2.0).abs() < 0.1 * mean_step);
    assert!((backward.velocity_lag.unwrap() - mean_step / 2.0).abs() < 0.1 * mean_step);
    assert!((forward.velocity_bias.unwrap() + 9.81 * mean_step / 2.0).abs() < 0.05);
    assert_eq!((forward.rows, backward.rows), (39, 39));
    assert_eq!(of(&figures, MethodName::Central).rows, 38);
    // Over uneven steps the slope across a row is that of the middle between its neighbors.
    assert!(of(&figures, MethodName::Central).velocity_rms_error > Some(1e-3));
    assert!(of(&figures, MethodName::EvenSteps).velocity_rms_error > Some(0.01));
    assert!(of(&figures, MethodName::Direct).acceleration_rms_error < Some(1e-8));
}

#[test]
fn other_options_leave_the_usual_gradient_in_the_table() {
    let csv = polynomial(&uneven(20), &[0.0, 1.0, 2.0]);
    let options = DeriveOptions {
        edge_order: EdgeOrder::First,
        ..DeriveOptions::default()
    };
    let changed = figures(&csv, &options);
    assert!(
        changed
            .iter()
            .any(|row| row.method == MethodName::EdgeOrder2)
    );
    assert_eq!(
        of(&changed, MethodName::Gradient).acceleration_rms_error,
        of(&changed, MethodName::EdgeOrder1).acceleration_rms_error
    );
    let usual = figures(&csv, &DeriveOptions::default());
    assert!(usual.iter().all(|row| row.method != MethodName::EdgeOrder2));
}

#[test]
fn without_truth_there_are_no_errors() {
    let csv = "t (s),x (m)\n0,0\n0.1,1\n0.2,4\n0.3,9\n0.4,16\n";
    let figures = figures(csv, &DeriveOptions::default());
    let gradient = of(&figures, MethodName::Gradient);
    assert_eq!(gradient.velocity_truth, None);
    assert_eq!(gradient.velocity_rms_error, None);
    assert!(gradient.velocity_noise_gain.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn accuracies_are_exact_on_polynomials_of_their_degree(
        coefficients in prop::collection::vec(-1.0..1.0_f64, 9),
        rows in 20..40_usize,
    ) {
        let stamps = uneven(rows);
        for (method, degree) in [(MethodName::Gradient, 2), (MethodName::Accuracy4, 4), (MethodName::Accuracy6, 6), (MethodName::Accuracy8, 8)] {
            let csv = polynomial(&stamps, &coefficients[..=degree]);
            let figures = figures(&csv, &DeriveOptions::default());
            let figure = of(&figures, method);
            let size = figure.velocity.unwrap().max(1.0);
            prop_assert!(figure.velocity_largest_error.unwrap() < 1e-8 * size, "{figure:?}");
        }
    }
}
