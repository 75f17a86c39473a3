//! Which diagnoses are drawn from which log.

use super::*;
use crate::audit::{AuditOptions, audit};
use crate::inspect::{InspectOptions, inspect};
use crate::motion::{DeriveOptions, MethodName, Truth, by_all_methods, method_figures};

fn diagnoses_of(csv: &str) -> Vec<Diagnosis> {
    let log = crate::testing::log(csv);
    let audited = audit(&log, &AuditOptions::default()).unwrap();
    let methods = by_all_methods(&audited, &DeriveOptions::default(), None);
    let truth = Truth::of(&audited, &methods[0].motion);
    let evidence = Evidence {
        audited: &audited,
        methods: &methods,
        figures: &method_figures(&audited, &methods, &truth),
        truth: &truth,
        inspection: &inspect(&log, &InspectOptions::default()),
    };
    diagnoses(&evidence)
}

/// x = sin 3t at even steps, with its exact motion, positions written with so many decimals.
fn sine(step: f64, rows: u32, decimals: usize) -> String {
    let mut csv =
        "t (s),x (m),exact_x (m),exact_v_x (m/s),exact_a_x (m/s^2),exact_j_x (m/s^3)\n".to_owned();
    for row in 0..rows {
        let t = step * f64::from(row);
        let (sin, cos) = (3.0 * t).sin_cos();
        csv += &format!(
            "{t:.4},{sin:.decimals$},{sin:.15},{:.15},{:.15},{:.15}\n",
            3.0 * cos,
            -9.0 * sin,
            -27.0 * cos
        );
    }
    csv
}

#[test]
fn rows_far_apart_are_the_formulas_error_and_accuracy_pays() {
    let diagnoses = diagnoses_of(&sine(0.2, 80, 15));
    let sampling = diagnoses.iter().find_map(|diagnosis| match diagnosis {
        Diagnosis::Sampling(diagnosis) => Some(diagnosis),
        _ => None,
    });
    // The gradient of sin ωt is short by the factor sin(ωh)/ωh.
    let short = 1.0 - 0.6_f64.sin() / 0.6;
    let sampling = sampling.unwrap();
    assert_eq!(sampling.order, 1);
    assert!(
        (sampling.error / sampling.size / short - 1.0).abs() < 0.05,
        "{sampling:?}"
    );
    assert!(
        diagnoses
            .iter()
            .any(|l| matches!(l, Diagnosis::Accuracy(l) if l.pays))
    );
    assert!(
        diagnoses
            .iter()
            .any(|l| matches!(l, Diagnosis::BestVelocity(l) if l.method == MethodName::Accuracy8))
    );
    let half = diagnoses.iter().find_map(|diagnosis| match diagnosis {
        Diagnosis::HalfStep(diagnosis) => Some(diagnosis),
        _ => None,
    });
    assert!(
        (half.unwrap().forward_lag.unwrap() + 0.1).abs() < 0.01,
        "{half:?}"
    );
    assert!(!diagnoses.iter().any(|l| matches!(
        l,
        Diagnosis::Rounding(_)
            | Diagnosis::Noise(_)
            | Diagnosis::UnevenStamps(_)
            | Diagnosis::NoTruth(_)
    )));
}

#[test]
fn few_digits_are_noise_that_is_rounding() {
    let diagnoses = diagnoses_of(&sine(0.01, 400, 2));
    let rounding = diagnoses.iter().find_map(|diagnosis| match diagnosis {
        Diagnosis::Rounding(diagnosis) => Some(diagnosis),
        _ => None,
    });
    let rounding = rounding.unwrap();
    assert!((rounding.jump - 1.0).abs() < 1e-9 && rounding.resolution == 0.01);
    assert!((rounding.noise.unwrap() / rounding.rounding_noise - 1.0).abs() < 0.2);
    assert!(diagnoses.iter().any(|l| matches!(l, Diagnosis::Noise(_))));
    assert!(
        diagnoses
            .iter()
            .any(|l| matches!(l, Diagnosis::Accuracy(l) if !l.pays))
    );
    assert!(
        !diagnoses
            .iter()
            .any(|l| matches!(l, Diagnosis::Sampling(_)))
    );
}

#[test]
fn standing_still_teaches_nothing() {
    let csv: String = (0..30).map(|row| format!("{row},5\n")).collect();
    let diagnoses = diagnoses_of(&format!("t (s),x (m)\n{csv}"));
    assert!(
        diagnoses
            .iter()
            .all(|diagnosis| matches!(diagnosis, Diagnosis::NoTruth(_))),
        "{diagnoses:?}"
    );
}
