//! The derivatives against those of NumPy, recorded by `fixtures/numpy/make_golden.py`.

use dxdt_calculus::{EdgeOrder, Spacing, diff, diff_with, forward_difference, gradient};
use serde_json::Value;

#[path = "calculus_accuracy.rs"]
mod accuracy;
#[path = "calculus_arrays.rs"]
mod arrays;
#[path = "calculus_numpy_diff.rs"]
mod numpy_diff;
#[path = "calculus_numpy_gradient.rs"]
mod numpy_gradient;

const GOLDEN: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/fixtures/numpy/golden.json"
));

/// The cases recorded for one function.
fn cases(function: &str) -> Vec<Value> {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    golden[function].as_array().unwrap().clone()
}

/// The numbers of a field: one string, since a JSON reader may round numbers.
fn numbers(case: &Value, field: &str) -> Option<Vec<f64>> {
    Some(
        case.get(field)?
            .as_str()?
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect(),
    )
}

fn name(case: &Value) -> &str {
    case["name"].as_str().unwrap()
}

/// Whether two numbers are the same or both NaN.
fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

fn assert_same(found: &[f64], expected: &[f64], name: &str) {
    let same =
        found.len() == expected.len() && found.iter().zip(expected).all(|(&a, &b)| same(a, b));
    assert!(same, "{name}:\n   found {found:?}\nexpected {expected:?}");
}

/// The size of the largest finite term in the sum that is the gradient at point `i`, or of the sum.
///
/// The middle value of three counts with the weights of both differences that hold it. In NumPy's
/// form these nearly cancel before they meet the value, in ours afterwards.
fn largest_term(values: &[f64], steps: &[f64], edge_order: EdgeOrder, i: usize, sum: f64) -> f64 {
    let last = values.len() - 1;
    let term = |value: usize, weight: f64| (values[value] * weight).abs();
    let (h1, h2) = match i {
        0 => (steps[0], *steps.get(1).unwrap_or(&steps[0])),
        _ if i == last => (steps[last - 1], steps[last.saturating_sub(2)]),
        _ => (steps[i - 1], steps[i]),
    };
    let (inner, outer) = if i == 0 {
        (1, 2)
    } else {
        (last - 1, last.saturating_sub(2))
    };
    let terms = if 0 < i && i < last {
        let (before, after) = (h2 / (h1 * (h1 + h2)), h1 / (h2 * (h1 + h2)));
        vec![
            term(i - 1, before),
            term(i, before),
            term(i, after),
            term(i + 1, after),
        ]
    } else if edge_order == EdgeOrder::First {
        vec![term(i, 1.0 / h1), term(inner, 1.0 / h1)]
    } else {
        let span = h1 + h2;
        vec![
            term(i, (h1 + span) / (h1 * span)),
            term(inner, span / (h1 * h2)),
            term(outer, h1 / (h2 * span)),
        ]
    };
    terms
        .into_iter()
        .chain([sum.abs()])
        .filter(|term| term.is_finite())
        .fold(0.0, f64::max)
}

/// Asserts that non-finite results are the same, and finite ones within 4 units in the last place
/// of their largest term.
fn assert_gradient(
    found: &[f64],
    case: &Value,
    values: &[f64],
    steps: &[f64],
    edge_order: EdgeOrder,
) {
    let (name, expected) = (name(case), numbers(case, "gradient").unwrap());
    assert_eq!(found.len(), expected.len(), "{name}");
    for (i, (&found, &expected)) in found.iter().zip(&expected).enumerate() {
        let term = largest_term(values, steps, edge_order, i, expected);
        let tolerance = 4.0 * (term.next_up() - term);
        assert!(
            same(found, expected) || (found - expected).abs() <= tolerance,
            "{name}, edge order {edge_order}, point {i}: {found:e} is not {expected:e} (± {tolerance:e})"
        );
    }
}

#[test]
fn gradient_and_slopes_are_those_of_numpy() {
    let cases = cases("gradient");
    assert!(cases.len() > 500);
    for case in &cases {
        let values = numbers(case, "values").unwrap();
        let edge_order = EdgeOrder::try_from(case["edge_order"].as_u64().unwrap() as u8).unwrap();
        let coordinates = numbers(case, "coordinates");
        let (steps, spacing) = match &coordinates {
            Some(coordinates) => (diff(coordinates, 1), Spacing::Coordinates(coordinates)),
            None => {
                let step = numbers(case, "uniform").unwrap()[0];
                (vec![step; values.len() - 1], Spacing::Uniform(step))
            }
        };
        for spacing in [spacing, Spacing::Steps(&steps)] {
            let found = gradient(&values, spacing, edge_order).unwrap();
            assert_gradient(&found, case, &values, &steps, edge_order);
            let slopes = forward_difference(&values, spacing).unwrap();
            assert_same(&slopes, &numbers(case, "slopes").unwrap(), name(case));
        }
    }
}

#[test]
fn differences_are_those_of_numpy() {
    let cases = cases("diff");
    assert!(cases.len() > 50);
    for case in &cases {
        let field = |field| numbers(case, field).unwrap();
        let (values, order) = (field("values"), case["order"].as_u64().unwrap() as usize);
        assert_same(&diff(&values, order), &field("diff"), name(case));
        let found = diff_with(&values, order, &field("prepend"), &field("append"));
        assert_same(&found, &field("diff_with"), name(case));
    }
}
