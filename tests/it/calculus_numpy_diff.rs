//! What NumPy's own tests of `diff` (class `TestDiff`) ask for, under the same names. What becomes of
//! each of them is told in `docs/numpy-conformance.md`.

use dxdt_calculus::array::{DiffOptions, End, diff, diff_into, diff_promoted};
use dxdt_calculus::{CalculusError, Difference, Operand};
use ndarray::{Array, Array1, Array2, Array3, ArrayD, ArrayRef, Dimension, IxDyn, Slice, array};

/// Differences of this order along an axis.
fn by<T: Difference, D: Dimension>(
    values: &ArrayRef<T, D>,
    order: usize,
    axis: isize,
) -> Array<T, D> {
    let options = DiffOptions {
        order,
        axis,
        ..Default::default()
    };
    diff(values, &options).unwrap()
}

/// First differences along an axis, with something before and after.
fn with<'a, T: Difference, D: Dimension>(
    values: &ArrayRef<T, D>,
    axis: isize,
    prepend: Option<End<'a, T, D>>,
    append: Option<End<'a, T, D>>,
) -> Result<Array<T, D>, CalculusError> {
    let options = DiffOptions {
        axis,
        prepend,
        append,
        ..Default::default()
    };
    diff(values, &options)
}

#[test]
fn test_basic() {
    let whole = array![1, 4, 6, 7, 12];
    assert_eq!(by(&whole, 1, -1), array![3, 2, 1, 5]);
    assert_eq!(by(&whole, 2, -1), array![-1, -1, 4]);
    assert_eq!(by(&whole, 3, -1), array![0, 5]);

    let found = by(&array![1.1, 2.2, 3.0, -0.2, -0.1], 1, -1);
    for (found, expected) in found.iter().zip([1.1_f64, 0.8, -3.2, 0.1]) {
        assert!((found - expected).abs() < 1.5e-7);
    }

    let truths = array![true, true, false, false];
    assert_eq!(by(&truths, 1, -1), array![false, true, false]);
    assert_eq!(by(&truths, 2, -1), array![true, true]);
}

#[test]
fn test_axis() {
    let stripes = Array3::from_shape_fn((10, 20, 30), |(_, j, _)| (j % 2) as f64);
    let expected = Array3::from_shape_fn((10, 19, 30), |(_, j, _)| 1.0 - 2.0 * (j % 2) as f64);
    assert_eq!(by(&stripes, 1, -1), Array3::<f64>::zeros((10, 20, 29)));
    assert_eq!(by(&stripes, 1, 2), Array3::<f64>::zeros((10, 20, 29)));
    assert_eq!(by(&stripes, 1, 0), Array3::<f64>::zeros((9, 20, 30)));
    assert_eq!(by(&stripes, 1, 1), expected);
    assert_eq!(by(&stripes, 1, -2), expected);
    for axis in [3, -4] {
        let unknown = CalculusError::UnknownAxis {
            axis,
            dimensions: 3,
        };
        assert_eq!(with(&stripes, axis, None, None), Err(unknown));
    }
    let single = ArrayD::from_elem(IxDyn(&[]), 1.11111111111);
    let unknown = CalculusError::UnknownAxis {
        axis: -1,
        dimensions: 0,
    };
    assert_eq!(with(&single, -1, None, None), Err(unknown));
}

#[test]
fn test_nd() {
    let x = Array3::from_shape_fn((10, 20, 30), |(i, j, k)| {
        20.0 * ((31 * i + 17 * j + k) as f64).sin()
    });
    /// Each point less the one before it, by whole arrays.
    fn shifted(x: &Array3<f64>, axis: usize) -> Array3<f64> {
        let axis = ndarray::Axis(axis);
        &x.slice_axis(axis, Slice::from(1..)) - &x.slice_axis(axis, Slice::from(..-1))
    }
    assert_eq!(by(&x, 1, -1), shifted(&x, 2));
    assert_eq!(by(&x, 2, -1), shifted(&shifted(&x, 2), 2));
    assert_eq!(by(&x, 1, 0), shifted(&x, 0));
    assert_eq!(by(&x, 2, 0), shifted(&shifted(&x, 0), 0));
}

/// A negative order cannot be written: the order is a `usize`.
#[test]
fn test_n() {
    let x = array![0_i64, 1, 2];
    assert_eq!(by(&x, 0, -1), x);
    let expected = [array![1, 1], array![0], array![], array![]];
    for (order, expected) in (1..5).zip(expected) {
        let found: Array1<i64> = by(&x, order, -1);
        assert_eq!(found, expected);
        assert_eq!(found.len(), x.len().saturating_sub(order));
    }
}

/// Dates are numbers of days here.
#[test]
fn test_times() {
    let days = array![-329_878_i64, -329_877, -329_876];
    assert_eq!(by(&days, 1, -1), array![1, 1]);
    assert_eq!(by(&days, 2, -1), array![0]);
    for order in 3..6 {
        assert!(by(&days, order, -1).is_empty());
    }
}

#[test]
fn test_prepend() {
    let x = array![1, 2, 3, 4, 5];
    let differences = with(&x, -1, Some(End::Value(0)), None).unwrap();
    assert_eq!(differences, Array1::<i32>::ones(5));
    let zero = array![0];
    let found = with(&x, -1, Some(End::Array(zero.view())), None);
    assert_eq!(found, Ok(Array1::<i32>::ones(5)));
    let sums: Vec<i32> = differences
        .iter()
        .scan(0, |sum, difference| {
            *sum += difference;
            Some(*sum)
        })
        .collect();
    assert_eq!(sums, x.to_vec());
    let two = array![-1, 0];
    let found = with(&x, -1, Some(End::Array(two.view())), None);
    assert_eq!(found, Ok(Array1::<i32>::ones(6)));

    let x = array![[0, 1], [2, 3]];
    let (column, row) = (array![[0], [0]], array![[0, 0]]);
    for end in [End::Value(0), End::Array(column.view())] {
        assert_eq!(with(&x, 1, Some(end), None), Ok(array![[0, 1], [2, 1]]));
    }
    for end in [End::Value(0), End::Array(row.view())] {
        assert_eq!(with(&x, 0, Some(end), None), Ok(array![[0, 1], [2, 2]]));
    }

    let misfit = Array2::<i32>::zeros((3, 3));
    let error = CalculusError::ShapeMismatch {
        operand: Operand::Prepend,
        expected: vec![2, 3],
        found: vec![3, 3],
    };
    assert_eq!(
        with(&x, -1, Some(End::Array(misfit.view())), None),
        Err(error)
    );
    let unknown = CalculusError::UnknownAxis {
        axis: 3,
        dimensions: 2,
    };
    assert_eq!(with(&x, 3, Some(End::Value(0)), None), Err(unknown));
}

#[test]
fn test_append() {
    let x = array![0, 1, 2, 3, 4];
    let (zero, two) = (array![0], array![0, 2]);
    for end in [End::Value(0), End::Array(zero.view())] {
        assert_eq!(with(&x, -1, None, Some(end)), Ok(array![1, 1, 1, 1, -4]));
    }
    let found = with(&x, -1, None, Some(End::Array(two.view())));
    assert_eq!(found, Ok(array![1, 1, 1, 1, -4, 2]));

    let x = array![[0, 1], [2, 3]];
    let (column, row) = (array![[0], [0]], array![[0, 0]]);
    for end in [End::Value(0), End::Array(column.view())] {
        assert_eq!(with(&x, 1, None, Some(end)), Ok(array![[1, -1], [1, -3]]));
    }
    for end in [End::Value(0), End::Array(row.view())] {
        assert_eq!(with(&x, 0, None, Some(end)), Ok(array![[2, 2], [-2, -3]]));
    }

    let misfit = Array2::<i32>::zeros((3, 3));
    let error = CalculusError::ShapeMismatch {
        operand: Operand::Append,
        expected: vec![2, 3],
        found: vec![3, 3],
    };
    assert_eq!(
        with(&x, -1, None, Some(End::Array(misfit.view()))),
        Err(error)
    );
    let unknown = CalculusError::UnknownAxis {
        axis: 3,
        dimensions: 2,
    };
    assert_eq!(with(&x, 3, None, Some(End::Value(0))), Err(unknown));
}

#[test]
fn beyond_numpy_unsigned_differences_wrap_or_are_promoted() {
    let counts = array![5_u8, 3, 4];
    assert_eq!(by(&counts, 1, -1), array![254, 1]);
    assert_eq!(
        diff_promoted(&counts, &DiffOptions::default()),
        Ok(array![-2.0, 1.0])
    );
}

#[test]
fn beyond_numpy_an_output_must_fit() {
    let mut out = array![7, 7];
    let error = diff_into(&array![1, 2, 4, 8], &DiffOptions::default(), &mut out).unwrap_err();
    assert_eq!(
        error,
        CalculusError::ShapeMismatch {
            operand: Operand::Output,
            expected: vec![3],
            found: vec![2]
        }
    );
    assert_eq!(out, array![7, 7]);
}
