//! For any log the terms that are printed add up to what the table has.

use proptest::prelude::*;

use dxdt_calculus::{Accuracy, EdgeOrder};
use dxdt_formats::Source;
use dxdt_log::LogOptions;
use dxdt_motion::audit::{MaxGap, audit};
use dxdt_motion::motion::{Acceleration, DeriveOptions, Method, derive};

use super::{Derivation, ExplainOptions, explain};

fn options() -> impl Strategy<Value = DeriveOptions> {
    (
        prop::sample::select(vec![
            Method::Gradient,
            Method::Gradient,
            Method::FirstDifference,
        ]),
        prop::sample::select(vec![EdgeOrder::First, EdgeOrder::Second]),
        prop::sample::select(Accuracy::ALL.to_vec()),
        prop::sample::select(vec![Acceleration::Chained, Acceleration::Direct]),
    )
        .prop_map(
            |(method, edge_order, accuracy, acceleration)| DeriveOptions {
                method,
                edge_order,
                accuracy,
                acceleration,
            },
        )
}

/// Steps in milliseconds and positions; a position may be missing.
fn rows() -> impl Strategy<Value = Vec<(u32, Option<f64>)>> {
    let even = (Just(20_u32), prop::option::weighted(0.95, -1e3..1e3_f64));
    let uneven = (1..200_u32, prop::option::weighted(0.95, -1e3..1e3_f64));
    prop_oneof![
        prop::collection::vec(even, 1..25),
        prop::collection::vec(uneven, 1..25)
    ]
}

fn check(derivation: &Derivation, tolerance: f64, turned: bool) -> Result<(), TestCaseError> {
    for axis in 0..derivation.sums.len() {
        let products = derivation.terms.iter().map(|term| term.products[axis]);
        let size: f64 = if turned {
            derivation.scale() * 2.0
        } else {
            products.clone().map(f64::abs).sum()
        };
        let sum: f64 = products.sum();
        prop_assert_eq!(sum, derivation.sums[axis]);
        let table = derivation.table[axis];
        prop_assert!(
            table.is_some(),
            "a stencil without a value: {:?}",
            derivation
        );
        let deviation = (derivation.values[axis] - table.unwrap_or(f64::NAN)).abs();
        prop_assert!(
            deviation <= tolerance * size,
            "{} of {}: {:?}",
            deviation,
            size,
            derivation
        );
    }
    Ok(())
}

/// The composed weights give the acceleration of positions.
fn check_composed(
    derivation: &Derivation,
    position: impl Fn(usize) -> f64,
    here: usize,
) -> Result<(), TestCaseError> {
    if derivation.composed.is_empty() {
        return Ok(());
    }
    let products: Vec<f64> = derivation
        .composed
        .iter()
        .map(|weight| weight.weight * (position(weight.row) - position(here)))
        .collect();
    let size: f64 = products.iter().map(|product| product.abs()).sum::<f64>()
        + derivation
            .terms
            .iter()
            .map(|term| term.products[0].abs())
            .sum::<f64>();
    let deviation = (products.iter().sum::<f64>() - derivation.sums[0]).abs();
    prop_assert!(deviation <= 1e-9 * size, "{} of {}", deviation, size);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn terms_add_up_to_the_table(rows in rows(), options in options(), pick in 0_usize..1000) {
        let mut csv = String::from("t,x\n");
        let mut t = 0;
        for (step, x) in &rows {
            t += step;
            csv.push_str(&format!("{},{}\n", f64::from(t) / 1e3, x.map_or(String::new(), |x| x.to_string())));
        }
        let source = Source::from_bytes("log.csv".into(), csv.into_bytes()).unwrap();
        let Ok(log) = dxdt_log::read_source(source, &LogOptions::default()) else {
            return Ok(());
        };
        let mut all = ExplainOptions { derive: options, ..ExplainOptions::default() };
        all.audit.max_gap = MaxGap::Unlimited;
        let Ok(audited) = audit(&log, &all.audit) else { return Ok(()) };
        let motion = derive(&audited, &options);
        let row = pick % audited.stamps.len();
        let explanation = explain(&audited, &motion, row + 1, &all).unwrap();
        let known = [&motion.velocity, &motion.acceleration].map(|columns| !columns[0][row].is_nan());
        // Every value that the table has is explained, and no other.
        prop_assert_eq!(explanation.velocity.is_some(), known[0]);
        prop_assert_eq!(explanation.acceleration.is_some(), known[1]);
        prop_assert_eq!(explanation.empty.len(), known.iter().filter(|known| !**known).count());
        for derivation in [&explanation.velocity, &explanation.acceleration].into_iter().flatten() {
            check(derivation, 1e-12, false)?;
        }
        if let Some(acceleration) = &explanation.acceleration {
            check_composed(acceleration, |row| audited.positions[0][row - 1], row + 1)?;
        }
        crate::screens::explanation::text(&explanation, 80);
    }

    #[test]
    fn turned_terms_add_up_to_the_table(
        steps in prop::collection::vec((1_u32..50, -9..9_i32, -9..9_i32), 2..12),
        options in options(),
        pick in 0_usize..1000,
    ) {
        let mut csv = String::from("t (s),longitude,latitude,height\n");
        let (mut t, mut longitude, mut latitude) = (0, 179_999_000, 60_000_000);
        for (step, east, north) in steps {
            (t, longitude, latitude) = (t + step, longitude + 50 * east, latitude + 50 * north);
            csv.push_str(&format!("{t},{},{},{north}\n", f64::from(longitude) / 1e6, f64::from(latitude) / 1e6));
        }
        let source = Source::from_bytes("log.csv".into(), csv.into_bytes()).unwrap();
        let log = dxdt_log::read_source(source, &LogOptions::default()).unwrap();
        let mut all = ExplainOptions { derive: options, ..ExplainOptions::default() };
        all.audit.max_gap = MaxGap::Unlimited;
        let audited = audit(&log, &all.audit).unwrap();
        let motion = derive(&audited, &options);
        let row = pick % audited.stamps.len() + 1;
        let explanation = explain(&audited, &motion, row, &all).unwrap();
        for derivation in [&explanation.velocity, &explanation.acceleration].into_iter().flatten() {
            check(derivation, 1e-11, true)?;
        }
        crate::screens::explanation::text(&explanation, 80);
    }
}
