//! What NumPy's own tests of `gradient` (class `TestGradient`) ask for, under the same names. What
//! becomes of each of them is told in `docs/numpy-conformance.md`.

use dxdt_calculus::array::{GradientOptions, gradient, gradient_along, gradient_into};
use dxdt_calculus::{CalculusError, EdgeOrder, Operand, Sample, Spacing, to_f64};
use ndarray::{Array1, Array2, ArrayD, Axis, IxDyn, array};

const FIRST: EdgeOrder = EdgeOrder::First;
const SECOND: EdgeOrder = EdgeOrder::Second;

/// Options with this spacing, along all axes.
fn spaced<'a>(spacing: &'a [Spacing<'a>]) -> GradientOptions<'a> {
    GradientOptions {
        spacing,
        ..Default::default()
    }
}

/// Options with a spacing of 1, along these axes.
fn along(axes: &[isize]) -> GradientOptions<'_> {
    GradientOptions {
        axes: Some(axes),
        ..Default::default()
    }
}

fn square() -> Array2<f64> {
    array![[1.0, 1.0], [3.0, 4.0]]
}

fn gradient_of_square() -> [Array2<f64>; 2] {
    [
        array![[2.0, 3.0], [2.0, 3.0]],
        array![[0.0, 0.0], [1.0, 1.0]],
    ]
}

/// The whole numbers from 0 in rows of five.
fn five_by_five() -> Array2<f64> {
    Array2::from_shape_fn((5, 5), |(i, j)| (5 * i + j) as f64)
}

fn assert_near(found: &Array2<f64>, expected: &Array2<f64>) {
    assert_eq!(found.shape(), expected.shape());
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() < 1.5e-7, "{found} is not {expected}");
    }
}

#[test]
fn test_basic() {
    let integers = square().mapv(|value| value as i32);
    assert_eq!(
        gradient(&square(), &along(&[0, 1])).unwrap(),
        gradient_of_square()
    );
    assert_eq!(
        gradient(&integers, &spaced(&[])).unwrap(),
        gradient_of_square()
    );
}

#[test]
fn test_args() {
    let even = [1.0, 2.0, 3.0, 4.0, 5.0];
    let uneven = [1.0, 2.0, 5.0, 9.0, 11.0];
    let (even, uneven) = (Spacing::Coordinates(&even), Spacing::Coordinates(&uneven));
    let line = Array1::from_iter(0..5);
    assert_eq!(
        gradient(&line, &spaced(&[Spacing::Uniform(3.0)])).unwrap(),
        [Array1::from_elem(5, 1.0 / 3.0)]
    );
    assert_eq!(
        gradient(&line, &spaced(&[even])).unwrap(),
        [Array1::<f64>::ones(5)]
    );

    let f = five_by_five();
    let same_for_both = gradient(&f, &spaced(&[Spacing::Uniform(1.5)])).unwrap();
    let both = spaced(&[Spacing::Uniform(1.5), Spacing::Uniform(1.5)]);
    assert_eq!(same_for_both, gradient(&f, &both).unwrap());

    let on_uneven = gradient(&f, &spaced(&[uneven, uneven])).unwrap();
    assert_eq!(on_uneven[0].row(0), Array1::<f64>::from_elem(5, 5.0));
    assert_eq!(on_uneven[1].column(0), Array1::<f64>::ones(5));

    let mixed = gradient(&f, &spaced(&[even, Spacing::Uniform(2.0)])).unwrap();
    assert_eq!(mixed[0], Array2::from_elem((5, 5), 5.0));
    assert_eq!(mixed[1], Array2::from_elem((5, 5), 0.5));

    let one_axis = GradientOptions {
        spacing: &[even],
        axes: Some(&[1]),
        ..Default::default()
    };
    assert_eq!(
        gradient(&f, &one_axis).unwrap(),
        [Array2::<f64>::ones((5, 5))]
    );
}

#[test]
fn test_badargs() {
    let f = five_by_five();
    let x = [1.0, 2.0, 3.0, 4.0, 5.0];
    let (x, short) = (Spacing::Coordinates(&x), Spacing::Coordinates(&[1.0, 1.0]));
    let one = Spacing::Uniform(1.0);

    let wrong_length = |axis: usize| CalculusError::AlongAxis {
        axis,
        error: Box::new(CalculusError::LengthMismatch {
            operand: Operand::Coordinates,
            expected: 5,
            found: 2,
        }),
    };
    for (spacing, axis) in [([x, short], 1), ([one, short], 1), ([short, short], 0)] {
        assert_eq!(gradient(&f, &spaced(&spacing)), Err(wrong_length(axis)));
    }

    let all: Option<&[isize]> = None;
    for (spacing, axes, count) in [
        (&[x][..], all, 2),
        (&[x], Some(&[0, 1]), 2),
        (&[x, x, x], None, 2),
        (&[one, one, one], None, 2),
        (&[x, x], Some(&[1]), 1),
        (&[one, one], Some(&[1]), 1),
    ] {
        let options = GradientOptions {
            spacing,
            axes,
            ..Default::default()
        };
        let error = CalculusError::SpacingCount {
            axes: count,
            found: spacing.len(),
        };
        assert_eq!(gradient(&f, &options), Err(error));
    }
}

/// Dates are numbers of days here: differences are exact, and halves of days are kept.
#[test]
fn test_datetime64() {
    let days = array![-21687_i64, -21692, -21693, -21691, -21630, -21569, -20838];
    let expected = array![-5.0, -3.0, 0.5, 31.5, 61.0, 396.0, 731.0];
    assert_eq!(gradient(&days, &spaced(&[])).unwrap(), [expected]);
}

#[test]
fn test_timedelta64() {
    let days = array![-5_i64, -3, 10, 12, 61, 321, 300];
    let expected = array![2.0, 7.5, 7.5, 25.5, 154.5, 119.5, -21.0];
    assert_eq!(gradient(&days, &spaced(&[])).unwrap(), [expected]);
}

fn worst_relative_error(x: &[f64], spacing: Spacing<'_>) -> f64 {
    let y: Array1<f64> = x.iter().map(|x| ((2.0 * x + 4.0) * x + 2.0) * x).collect();
    let found = gradient_along(&y, 0, spacing, SECOND).unwrap();
    let exact = x.iter().map(|x| (6.0 * x + 8.0) * x + 2.0);
    let errors = found.iter().zip(exact).map(|(a, b)| (a / b - 1.0).abs());
    errors.fold(0.0, f64::max)
}

#[test]
fn test_second_order_accurate() {
    let even: Vec<f64> = (0..10).map(|i| f64::from(i) / 9.0).collect();
    assert!(worst_relative_error(&even, Spacing::Uniform(1.0 / 9.0)) < 0.03);
    let uneven = [0.04, 0.11, 0.2, 0.27, 0.39, 0.51, 0.6, 0.72, 0.86, 0.97];
    assert!(worst_relative_error(&uneven, Spacing::Coordinates(&uneven)) < 0.03);
}

#[test]
fn test_spacing() {
    let line = [0.0, 2.0, 3.0, 4.0, 5.0, 5.0];
    let f = Array2::from_shape_fn((6, 6), |(i, j)| line[i] + line[j]);
    let even = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    let uneven = [0.0, 0.5, 1.0, 3.0, 5.0, 7.0];
    let (even, uneven) = (Spacing::Coordinates(&even), Spacing::Coordinates(&uneven));
    let rows = |row: [f64; 6]| Array2::from_shape_fn((6, 6), |(_, j)| row[j]);
    let unit = Spacing::Uniform(1.0);

    for (edge_order, on_even, on_uneven) in [
        (
            FIRST,
            rows([2.0, 1.5, 1.0, 1.0, 0.5, 0.0]),
            rows([4.0, 3.0, 1.7, 0.5, 0.25, 0.0]),
        ),
        (
            SECOND,
            rows([2.5, 1.5, 1.0, 1.0, 0.5, -0.5]),
            rows([5.0, 3.0, 1.7, 0.5, 0.25, -0.25]),
        ),
    ] {
        let by = |spacing: &[Spacing<'_>], axes: Option<&[isize]>| {
            let options = GradientOptions {
                spacing,
                axes,
                edge_order,
            };
            gradient(&f, &options).unwrap()
        };
        let by_unit = by(&[unit], Some(&[0, 1]));
        assert_eq!(by_unit, by(&[even, even], Some(&[0, 1])));
        assert_eq!(by_unit, by(&[even, even], None));
        assert_eq!(by_unit[0], on_even.t());
        assert_eq!(by_unit[1], on_even);
        for axis in 0..2 {
            assert_eq!(by(&[unit], Some(&[axis]))[0], by_unit[axis as usize]);
            assert_eq!(by(&[even], Some(&[axis]))[0], by_unit[axis as usize]);
        }

        let by_uneven = by(&[uneven, uneven], Some(&[0, 1]));
        assert_eq!(by_uneven, by(&[uneven, uneven], None));
        assert_near(&by_uneven[0], &on_uneven.t().to_owned());
        assert_near(&by_uneven[1], &on_uneven);
        for axis in 0..2 {
            assert_eq!(by(&[uneven], Some(&[axis]))[0], by_uneven[axis as usize]);
        }

        let mixed = by(&[even, uneven], Some(&[0, 1]));
        let turned = by(&[uneven, even], Some(&[1, 0]));
        assert_eq!([&mixed[0], &mixed[1]], [&turned[1], &turned[0]]);
        assert_eq!(mixed[0], on_even.t());
        assert_near(&mixed[1], &on_uneven);
    }
}

#[test]
fn test_specific_axes() {
    let f = square();
    let [down, right] = gradient_of_square();
    let by = |axes: &[isize]| gradient(&f, &along(axes));
    assert_eq!(by(&[0]).unwrap()[0], down);
    assert_eq!(by(&[1]).unwrap()[0], right);
    assert_eq!(by(&[-1]).unwrap()[0], right);
    assert_eq!(by(&[1, 0]).unwrap(), [right.clone(), down.clone()]);
    assert_eq!(
        gradient(&f, &spaced(&[])).unwrap(),
        [down.clone(), right.clone()]
    );

    let two_and_three = GradientOptions {
        spacing: &[Spacing::Uniform(2.0), Spacing::Uniform(3.0)],
        axes: Some(&[1, 0]),
        ..Default::default()
    };
    assert_eq!(
        gradient(&f, &two_and_three).unwrap(),
        [right / 2.0, down / 3.0]
    );

    let too_many = GradientOptions {
        axes: Some(&[1]),
        ..two_and_three
    };
    assert_eq!(
        gradient(&f, &too_many),
        Err(CalculusError::SpacingCount { axes: 1, found: 2 })
    );
    for axis in [3, -3] {
        let unknown = CalculusError::UnknownAxis {
            axis,
            dimensions: 2,
        };
        assert_eq!(by(&[axis]), Err(unknown));
    }
    // NumPy's test leaves this to its `normalize_axis_tuple`.
    assert_eq!(by(&[0, -2]), Err(CalculusError::RepeatedAxis { axis: 0 }));
}

#[test]
fn test_inexact_dtypes() {
    let single: Array1<f32> =
        gradient_along(&array![1.0_f32, 2.0, 3.0], 0, Spacing::Uniform(1.0), FIRST).unwrap();
    let double: Array1<f64> =
        gradient_along(&array![1.0_f64, 2.0, 3.0], 0, Spacing::Uniform(1.0), FIRST).unwrap();
    assert_eq!(single, array![1.0, 1.0, 1.0]);
    assert_eq!(double, array![1.0, 1.0, 1.0]);
}

#[test]
fn test_values() {
    let by = |points: usize, edge_order| {
        let line = Array1::from_iter((0..points).map(|i| i as f64));
        gradient_along(&line, 0, Spacing::Uniform(1.0), edge_order)
    };
    assert_eq!(by(2, FIRST), Ok(array![1.0, 1.0]));
    assert_eq!(by(3, SECOND), Ok(array![1.0, 1.0, 1.0]));
    for (found, edge_order) in [
        (0, FIRST),
        (0, SECOND),
        (1, FIRST),
        (1, SECOND),
        (2, SECOND),
    ] {
        let needed = edge_order.min_points();
        let error = CalculusError::AlongAxis {
            axis: 0,
            error: Box::new(CalculusError::TooFewPoints { needed, found }),
        };
        assert_eq!(by(found, edge_order), Err(error));
    }
}

/// The gradient of integers along their line.
fn of_integers<T>(values: &[T], spacing: Spacing<'_>) -> Vec<f64>
where
    T: Sample<Derivative = f64>,
{
    let values = ndarray::aview1(values);
    gradient_along(&values, 0, spacing, FIRST).unwrap().to_vec()
}

#[test]
fn test_f_decreasing_unsigned_int() {
    let unit = Spacing::Uniform(1.0);
    assert_eq!(of_integers(&[5_u8, 4, 3, 2, 1], unit), [-1.0; 5]);
    assert_eq!(of_integers(&[5_u16, 4, 3, 2, 1], unit), [-1.0; 5]);
    assert_eq!(of_integers(&[5_u32, 4, 3, 2, 1], unit), [-1.0; 5]);
    assert_eq!(of_integers(&[5_u64, 4, 3, 2, 1], unit), [-1.0; 5]);
}

#[test]
fn test_f_signed_int_big_jump() {
    let x = Spacing::Coordinates(&[1.0, 3.0]);
    assert_eq!(of_integers(&[-1, i8::MAX], x), [64.0; 2]);
    assert_eq!(of_integers(&[-1, i16::MAX], x), [16384.0; 2]);
    assert_eq!(of_integers(&[-1, i32::MAX], x), [2_f64.powi(30); 2]);
    assert_eq!(of_integers(&[-1, i64::MAX], x), [2_f64.powi(62); 2]);
}

#[test]
fn test_x_decreasing_unsigned() {
    let f = [0, 2, 4];
    for x in [
        to_f64(&[3_u8, 2, 1]),
        to_f64(&[3_u16, 2, 1]),
        to_f64(&[3_u32, 2, 1]),
        to_f64(&[3_u64, 2, 1]),
    ] {
        assert_eq!(of_integers(&f, Spacing::Coordinates(&x)), [-2.0; 3]);
    }
}

#[test]
fn test_x_signed_int_big_jump() {
    let by = |x: [f64; 2], f: [i64; 2]| of_integers(&f, Spacing::Coordinates(&x));
    let max = f64::from(i32::MAX);
    assert_eq!(by([-1.0, 127.0], [-64, 0]), [0.5; 2]);
    assert_eq!(by([-1.0, max], [i64::from(i32::MIN / 2), 0]), [0.5; 2]);
    let x = to_f64(&[-1, i64::MAX]);
    assert_eq!(
        of_integers(&[i64::MIN / 2, 0], Spacing::Coordinates(&x)),
        [0.5; 2]
    );
}

/// One array an axis, in a `Vec`.
#[test]
fn test_return_type() {
    let found: Vec<Array2<f64>> = gradient(&array![[1, 2], [2, 3]], &spaced(&[])).unwrap();
    assert_eq!(found.len(), 2);
}

/// What NumPy lets through and gives nonsense for.
#[test]
fn beyond_numpy_bad_coordinates_are_errors() {
    let f = five_by_five();
    let along_axis = |axis: usize, coordinates: &[f64]| {
        let found = gradient_along(&f, axis as isize, Spacing::Coordinates(coordinates), SECOND);
        match found.unwrap_err() {
            CalculusError::AlongAxis { axis: found, error } if found == axis => *error,
            error => panic!("{error}"),
        }
    };
    for axis in 0..2 {
        let of = |coordinates: &[f64]| along_axis(axis, coordinates);
        assert_eq!(
            of(&[0.0, 1.0, 1.0, 2.0, 3.0]),
            CalculusError::Repeated { index: 2 }
        );
        assert_eq!(of(&[7.0; 5]), CalculusError::Repeated { index: 1 });
        assert_eq!(
            of(&[0.0, 1.0, 3.0, 2.0, 4.0]),
            CalculusError::Unsorted { index: 3 }
        );
        let nan = of(&[0.0, 1.0, f64::NAN, 3.0, 4.0]);
        assert!(matches!(
            nan,
            CalculusError::NonFiniteCoordinate { index: 2, .. }
        ));
        let alone = of(&[0.0]);
        assert!(matches!(
            alone,
            CalculusError::LengthMismatch { found: 1, .. }
        ));
    }
    for step in [0.0, f64::NAN, f64::INFINITY] {
        assert!(gradient(&f, &spaced(&[Spacing::Uniform(step)])).is_err());
    }
    for order in ["0", "-1", "3"] {
        assert!(order.parse::<EdgeOrder>().is_err());
    }
}

#[test]
fn beyond_numpy_outputs_must_fit_and_are_untouched_by_errors() {
    let f = five_by_five();
    let mut out = Array2::from_elem((5, 5), 7.0);
    let error = gradient_into(&f, &spaced(&[]), &mut [out.view_mut()]).unwrap_err();
    assert_eq!(error, CalculusError::OutputCount { axes: 2, found: 1 });
    let mut small = Array2::zeros((5, 4));
    let outs = &mut [out.view_mut(), small.view_mut()];
    assert_eq!(
        gradient_into(&f, &spaced(&[]), outs).unwrap_err(),
        CalculusError::ShapeMismatch {
            operand: Operand::Output,
            expected: vec![5, 5],
            found: vec![5, 4]
        }
    );
    let bad = Spacing::Coordinates(&[0.0, 1.0, 2.0, 2.0, 3.0]);
    let spacing = [Spacing::Uniform(1.0), bad];
    let options = spaced(&spacing);
    let mut other = out.clone();
    let outs = &mut [out.view_mut(), other.view_mut()];
    assert!(gradient_into(&f, &options, outs).is_err());
    assert_eq!(out, Array2::from_elem((5, 5), 7.0));
}

#[test]
fn beyond_numpy_arrays_without_points_or_axes() {
    let single = ArrayD::<f64>::zeros(IxDyn(&[]));
    assert_eq!(gradient(&single, &spaced(&[])), Ok(vec![]));
    let unknown = CalculusError::UnknownAxis {
        axis: 0,
        dimensions: 0,
    };
    assert_eq!(gradient(&single, &along(&[0])), Err(unknown));
    let empty = Array2::<f64>::zeros((3, 0));
    assert_eq!(gradient(&empty, &along(&[0])), Ok(vec![empty.clone()]));
    assert!(gradient(&empty, &along(&[1])).is_err());
    assert_eq!(empty.len_of(Axis(0)), 3);
}
