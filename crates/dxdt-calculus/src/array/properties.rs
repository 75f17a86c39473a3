//! Properties that hold for arrays of all shapes and layouts, tried on many.

use super::*;
use crate as calculus;
use crate::{EdgeOrder, Sample, Spacing};
use ndarray::{ArrayD, ArrayViewD, Axis, Dimension, IxDyn, Slice};
use proptest::{collection::vec, prelude::*};

/// An array of one to four axes, and how to look at it: which of its axes run backwards, with a step
/// of two, and in which order.
#[derive(Clone, Debug)]
struct Layout {
    array: ArrayD<f64>,
    steps: Vec<isize>,
    rotation: usize,
}

impl Layout {
    fn view(&self) -> ArrayViewD<'_, f64> {
        let mut view = self.array.view();
        for (axis, &step) in self.steps.iter().enumerate() {
            view.slice_axis_inplace(Axis(axis), Slice::new(0, None, step));
        }
        let mut order: Vec<usize> = (0..view.ndim()).collect();
        order.rotate_left(self.rotation);
        view.permuted_axes(order)
    }
}

fn layout() -> impl Strategy<Value = Layout> {
    let shapes = prop_oneof![vec(3_usize..40, 1..3), vec(3_usize..8, 3..5)];
    shapes.prop_flat_map(|shape| {
        let points = shape.iter().product::<usize>();
        let axes = shape.len();
        let steps = vec(prop_oneof![3 => Just(1), 1 => Just(-1)], axes);
        (vec(-1e3..1e3, points), steps, 0..axes).prop_map(move |(values, steps, rotation)| Layout {
            array: ArrayD::from_shape_vec(IxDyn(&shape), values).unwrap(),
            steps,
            rotation,
        })
    })
}

fn edge_order() -> impl Strategy<Value = EdgeOrder> {
    prop_oneof![Just(EdgeOrder::First), Just(EdgeOrder::Second)]
}

/// Coordinates of so many points with uneven steps.
fn coordinates(points: usize) -> Vec<f64> {
    (0..points)
        .map(|i| i as f64 + 0.1 * (i * i % 7) as f64)
        .collect()
}

/// The bits of all numbers, so that no NaN differs from another and −0 from 0.
fn bits(array: &ArrayD<f64>) -> ArrayD<u64> {
    // Rust leaves the sign and payload of a NaN open, so that one NaN is as good as another.
    array.mapv(|value| if value.is_nan() { f64::NAN } else { value }.to_bits())
}

/// The gradient line by line.
fn line_by_line(
    values: ArrayViewD<'_, f64>,
    axis: usize,
    spacing: Spacing<'_>,
    edge_order: EdgeOrder,
) -> ArrayD<f64> {
    let mut out = ArrayD::zeros(values.raw_dim());
    for (values, mut out) in values
        .lanes(Axis(axis))
        .into_iter()
        .zip(out.lanes_mut(Axis(axis)))
    {
        let gradient = calculus::gradient(&values.to_vec(), spacing, edge_order).unwrap();
        out.assign(&ndarray::Array1::from(gradient));
    }
    out
}

/// The gradient along each axis, uneven and even, has the bits of that line by line.
fn check(values: ArrayViewD<'_, f64>, edge_order: EdgeOrder) {
    for axis in 0..values.ndim() {
        let coordinates = coordinates(values.len_of(Axis(axis)));
        let steps = calculus::diff(&coordinates, 1);
        for spacing in [
            Spacing::Coordinates(&coordinates),
            Spacing::Steps(&steps),
            Spacing::Uniform(0.3),
        ] {
            let found = gradient_along(&values, axis as isize, spacing, edge_order).unwrap();
            let expected = line_by_line(values.view(), axis, spacing, edge_order);
            assert_eq!(bits(&found), bits(&expected), "axis {axis}, {spacing:?}");
        }
    }
}

proptest! {
    #[test]
    fn every_line_has_the_bits_of_one_alone(layout in layout(), edge_order in edge_order()) {
        check(layout.view(), edge_order);
    }

    #[test]
    fn infinities_and_nan_are_those_of_a_line(
        mut layout in layout(), places in vec(any::<prop::sample::Index>(), 1..9)
    ) {
        let sorts = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
        let values = layout.array.as_slice_mut().unwrap();
        for (place, sort) in places.iter().zip(sorts.iter().cycle()) {
            values[place.index(values.len())] = *sort;
        }
        check(layout.view(), EdgeOrder::Second);
    }

    #[test]
    fn an_output_of_any_layout_is_written(layout in layout(), edge_order in edge_order()) {
        let values = layout.view();
        let mut out = ArrayD::zeros(values.raw_dim());
        let mut transposed = ArrayD::zeros(values.t().raw_dim());
        for axis in 0..values.ndim() {
            let coordinates = coordinates(values.len_of(Axis(axis)));
            let spacing = Spacing::Coordinates(&coordinates);
            let expected = gradient_along(&values, axis as isize, spacing, edge_order).unwrap();
            gradient_along_into(&values, axis as isize, spacing, edge_order, &mut out).unwrap();
            prop_assert_eq!(&out, &expected);
            let mut out = transposed.view_mut().reversed_axes();
            gradient_along_into(&values, axis as isize, spacing, edge_order, &mut out).unwrap();
            prop_assert_eq!(&out, &expected);
        }
    }

    #[test]
    fn differences_are_those_of_each_line(
        layout in layout(), order in 0_usize..9, before in 0_usize..4, after in 0_usize..4
    ) {
        let values = layout.view();
        for axis in 0..values.ndim() {
            let end = |length, value| {
                let mut shape = values.raw_dim();
                shape[axis] = length;
                ArrayD::from_elem(shape, value)
            };
            let (before, after) = (end(before, 0.7), end(after, -1.3));
            let options = DiffOptions {
                order,
                axis: axis as isize,
                prepend: Some(End::Array(before.view())),
                append: Some(End::Array(after.view())),
            };
            let found = diff(&values, &options).unwrap();
            let lines = found.lanes(Axis(axis));
            for (values, found) in values.lanes(Axis(axis)).into_iter().zip(lines) {
                let (before, after) = (vec![0.7; before.len_of(Axis(axis))], vec![-1.3; after.len_of(Axis(axis))]);
                let expected = calculus::diff_with(&values.to_vec(), order, &before, &after);
                prop_assert_eq!(found.to_vec(), expected);
            }
        }
    }

    #[test]
    fn integers_are_as_their_floats(values in vec(any::<i64>(), 24), edge_order in edge_order()) {
        let integers = ArrayD::from_shape_vec(IxDyn(&[4, 6]), values).unwrap();
        let floats = integers.mapv(Sample::promote);
        let options = GradientOptions { edge_order, ..Default::default() };
        prop_assert_eq!(gradient(&integers, &options), gradient(&floats, &options));
        let of_integers = diff_promoted(&integers, &DiffOptions::default());
        prop_assert_eq!(of_integers, diff(&floats, &DiffOptions::default()));
    }
}

/// Large enough to be split along every axis.
#[test]
fn the_number_of_threads_changes_nothing() {
    let pool = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
    };
    for shape in [
        &[300_001][..],
        &[1000, 301],
        &[3, 100_001],
        &[100_001, 3],
        &[60, 71, 80],
    ] {
        let values = ArrayD::from_shape_fn(IxDyn(shape), |index| {
            let place = index
                .as_array_view()
                .iter()
                .fold(0, |place, i| place * 31 + i);
            (place as f64).sin()
        });
        for (axis, &length) in shape.iter().enumerate() {
            let coordinates = coordinates(length);
            let spacing = Spacing::Coordinates(&coordinates);
            let second = EdgeOrder::Second;
            let [one, five] = [1, 5].map(|threads| {
                pool(threads).install(|| {
                    let slope = gradient_along(&values, axis as isize, spacing, second).unwrap();
                    let options = DiffOptions {
                        order: 3,
                        axis: axis as isize,
                        ..Default::default()
                    };
                    (bits(&slope), bits(&diff(&values, &options).unwrap()))
                })
            });
            assert_eq!(one, five);
            assert_eq!(
                one.0,
                bits(&line_by_line(values.view(), axis, spacing, second))
            );
        }
    }
}
