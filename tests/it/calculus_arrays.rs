//! The derivatives of arrays against those of NumPy, recorded by
//! `fixtures/numpy/make_golden_arrays.py`.

use super::{largest_term, name};
use dxdt_calculus as calculus;
use dxdt_calculus::array::{
    DiffOptions, End, GradientOptions, diff, diff_into, gradient, gradient_into,
};
use dxdt_calculus::{Difference, EdgeOrder, Real, Sample, Spacing};
use ndarray::{ArrayD, ArrayViewD, Axis, IxDyn};
use serde_json::Value;
use std::{fmt::Debug, str::FromStr};

const GOLDEN: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/fixtures/numpy/golden_arrays.json"
));

/// The cases recorded for one function and one type of values.
fn cases(function: &str, dtype: &str) -> Vec<Value> {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    let cases = golden[function].as_array().unwrap().iter();
    let cases: Vec<Value> = cases
        .filter(|case| case["dtype"] == dtype)
        .cloned()
        .collect();
    assert!(cases.len() >= 20, "{function} of {dtype}");
    cases
}

/// The numbers of a string.
fn parse<T: FromStr<Err: Debug>>(text: &Value) -> Vec<T> {
    let numbers = text.as_str().unwrap().split_whitespace();
    numbers.map(|number| number.parse().unwrap()).collect()
}

fn array<T: FromStr<Err: Debug>>(shape: &Value, values: &Value) -> ArrayD<T> {
    ArrayD::from_shape_vec(IxDyn(&parse::<usize>(shape)), parse(values)).unwrap()
}

/// The same array, with the axes in the opposite order in memory.
fn column_major<T: Clone>(array: &ArrayD<T>) -> ArrayD<T> {
    let mut turned = array.t().as_standard_layout().into_owned();
    turned = turned.reversed_axes();
    assert_eq!(turned.shape(), array.shape());
    turned
}

/// A spacing as recorded, which owns its coordinates.
enum Recorded {
    Uniform(f64),
    Coordinates(Vec<f64>),
}

impl Recorded {
    fn parse(text: &Value) -> Self {
        let (kind, numbers) = text.as_str().unwrap().split_once(' ').unwrap();
        let numbers: Vec<f64> = numbers
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect();
        match kind {
            "uniform" => Self::Uniform(numbers[0]),
            _ => Self::Coordinates(numbers),
        }
    }

    fn spacing(&self) -> Spacing<'_> {
        match self {
            Self::Uniform(step) => Spacing::Uniform(*step),
            Self::Coordinates(coordinates) => Spacing::Coordinates(coordinates),
        }
    }
}

/// A number between which and the next there is one unit in the last place.
trait Ulp: Real {
    fn ulp(size: f64) -> f64;
}

impl Ulp for f64 {
    fn ulp(size: f64) -> f64 {
        size.next_up() - size
    }
}

impl Ulp for f32 {
    fn ulp(size: f64) -> f64 {
        let size = size as f32;
        f64::from(size.next_up()) - f64::from(size)
    }
}

/// Asserts that non-finite results are the same, and finite ones within 4 units in the last place
/// of their largest term, line by line.
fn assert_gradient<T: Sample<Derivative: Ulp + Debug>>(
    found: ArrayViewD<'_, T::Derivative>,
    expected: &ArrayD<T::Derivative>,
    values: &ArrayD<T>,
    axis: usize,
    (spacing, edge_order): (Spacing<'_>, EdgeOrder),
    name: &str,
) {
    assert_eq!(found.shape(), expected.shape(), "{name}");
    let steps = match spacing {
        Spacing::Coordinates(coordinates) => calculus::diff(coordinates, 1),
        Spacing::Uniform(step) => vec![step; values.len_of(Axis(axis)) - 1],
        Spacing::Steps(steps) | Spacing::UnequalSteps(steps) => steps.to_vec(),
    };
    let lines = found
        .lanes(Axis(axis))
        .into_iter()
        .zip(expected.lanes(Axis(axis)))
        .zip(values.lanes(Axis(axis)));
    for ((found, expected), values) in lines {
        let values: Vec<f64> = values.iter().map(|value| value.promote()).collect();
        for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
            let (found, expected) = (found.promote(), expected.promote());
            let term = largest_term(&values, &steps, edge_order, i, expected);
            let tolerance = 4.0 * T::Derivative::ulp(term);
            assert!(
                super::same(found, expected) || (found - expected).abs() <= tolerance,
                "{name}, edge order {edge_order}, along axis {axis}, point {i} of {values:?}: {found:e} is not {expected:e} (± {tolerance:e})"
            );
        }
    }
}

/// All gradients of one type of values, of arrays of either layout.
fn gradients_are_those_of_numpy<T>(dtype: &str)
where
    T: Sample<Derivative: Ulp + Debug + FromStr<Err: Debug>> + FromStr<Err: Debug>,
{
    for case in cases("gradient", dtype) {
        let values: ArrayD<T> = array(&case["shape"], &case["values"]);
        let axes: Vec<isize> = parse(&case["axes"]);
        let recorded: Vec<Recorded> = case["spacing"]
            .as_array()
            .unwrap()
            .iter()
            .map(Recorded::parse)
            .collect();
        let spacing: Vec<Spacing<'_>> = recorded.iter().map(Recorded::spacing).collect();
        let options = GradientOptions {
            spacing: &spacing,
            axes: Some(&axes),
            edge_order: EdgeOrder::try_from(case["edge_order"].as_u64().unwrap() as u8).unwrap(),
        };
        let found = gradient(&values, &options).unwrap();
        let of_column_major = gradient(&column_major(&values), &options).unwrap();
        let mut into: Vec<_> = found
            .iter()
            .map(|_| ArrayD::default(values.raw_dim()))
            .collect();
        let mut outs: Vec<_> = into.iter_mut().map(|out| out.view_mut()).collect();
        gradient_into(&values, &options, &mut outs).unwrap();

        let expected = case["gradients"].as_array().unwrap();
        assert_eq!(found.len(), expected.len());
        for (i, expected) in expected.iter().enumerate() {
            let expected = array(&case["shape"], expected);
            let axis = axes[i].rem_euclid(values.ndim() as isize) as usize;
            let spacing = match spacing[..] {
                [] => Spacing::Uniform(1.0),
                [one] => one,
                _ => spacing[i],
            };
            for found in [&found, &of_column_major, &into] {
                let formula = (spacing, options.edge_order);
                assert_gradient(
                    found[i].view(),
                    &expected,
                    &values,
                    axis,
                    formula,
                    name(&case),
                );
            }
        }
    }
}

#[test]
fn gradients_of_floats_are_those_of_numpy() {
    gradients_are_those_of_numpy::<f64>("float64");
    gradients_are_those_of_numpy::<f32>("float32");
}

#[test]
fn gradients_of_integers_are_those_of_numpy() {
    gradients_are_those_of_numpy::<i32>("int32");
    gradients_are_those_of_numpy::<i64>("int64");
    gradients_are_those_of_numpy::<u8>("uint8");
    gradients_are_those_of_numpy::<u64>("uint64");
}

/// All differences of one type of values, of arrays of either layout; `same` compares two numbers.
fn differences_are_those_of_numpy<T>(dtype: &str, same: impl Fn(&T, &T) -> bool)
where
    T: Difference + Debug + FromStr<Err: Debug>,
{
    for case in cases("diff", dtype) {
        let values: ArrayD<T> = array(&case["shape"], &case["values"]);
        let expected: ArrayD<T> = array(&case["diff_shape"], &case["diff"]);
        let end_array = |end: &str| {
            let shape = case.get(format!("{end}_shape"))?;
            Some(array::<T>(shape, &case[end]))
        };
        let arrays = ["prepend", "append"].map(end_array);
        let end = |i: usize, end: &str| match &arrays[i] {
            Some(array) => Some(End::Array(array.view())),
            None => Some(End::Value(parse(case.get(end)?)[0])),
        };
        let options = DiffOptions {
            order: case["order"].as_u64().unwrap() as usize,
            axis: case["axis"].as_i64().unwrap() as isize,
            prepend: end(0, "prepend"),
            append: end(1, "append"),
        };
        let found = diff(&values, &options).unwrap();
        let of_column_major = diff(&column_major(&values), &options).unwrap();
        let mut into = ArrayD::default(expected.raw_dim());
        diff_into(&values, &options, &mut into).unwrap();
        for found in [found, of_column_major, into] {
            assert_eq!(found.shape(), expected.shape(), "{}", name(&case));
            let all_same = found.iter().zip(&expected).all(|(a, b)| same(a, b));
            assert!(
                all_same,
                "{}:\n   found {found:?}\nexpected {expected:?}",
                name(&case)
            );
        }
    }
}

#[test]
fn differences_of_floats_are_those_of_numpy() {
    differences_are_those_of_numpy::<f64>("float64", |a, b| super::same(*a, *b));
    differences_are_those_of_numpy::<f32>("float32", |a, b| a == b || a.is_nan() && b.is_nan());
}

#[test]
fn differences_of_integers_are_those_of_numpy() {
    differences_are_those_of_numpy::<i32>("int32", PartialEq::eq);
    differences_are_those_of_numpy::<i64>("int64", PartialEq::eq);
    differences_are_those_of_numpy::<u8>("uint8", PartialEq::eq);
    differences_are_those_of_numpy::<u64>("uint64", PartialEq::eq);
}

/// Recorded as 0 and 1.
#[test]
fn differences_of_truths_are_those_of_numpy() {
    for case in cases("diff", "bool") {
        let truths = |shape: &Value, text: &Value| array::<u8>(shape, text).mapv(|bit| bit == 1);
        let arrays = ["prepend", "append"].map(|end| {
            let shape = case.get(format!("{end}_shape"))?;
            Some(truths(shape, &case[end]))
        });
        let end = |i: usize, end: &str| match &arrays[i] {
            Some(array) => Some(End::Array(array.view())),
            None => Some(End::Value(parse::<u8>(case.get(end)?)[0] == 1)),
        };
        let options = DiffOptions {
            order: case["order"].as_u64().unwrap() as usize,
            axis: case["axis"].as_i64().unwrap() as isize,
            prepend: end(0, "prepend"),
            append: end(1, "append"),
        };
        let found = diff(&truths(&case["shape"], &case["values"]), &options).unwrap();
        assert_eq!(
            found,
            truths(&case["diff_shape"], &case["diff"]),
            "{}",
            name(&case)
        );
    }
}
