//! What others compute at one row of a series, as pure functions: seconds `t` and values `x` of equal length, the
//! row `i`, or an even step. `None` where their formula does not reach.

use dxdt_calculus::{EdgeOrder, Spacing};

pub(super) use dxdt_calculus::row_formulas::{
    even_second, even_slope, fitted_slope, slope_after, slope_before, tracker_acceleration,
};

/// `np.gradient(x, t, edge_order=…)[i]`.
pub(super) fn numpy_gradient(t: &[f64], x: &[f64], i: usize, edge_order: EdgeOrder) -> Option<f64> {
    numpy_column(t, x, edge_order)?.get(i).copied()
}

/// `np.gradient(np.gradient(x, t), t)[i]`.
pub(super) fn numpy_twice(t: &[f64], x: &[f64], i: usize, edge_order: EdgeOrder) -> Option<f64> {
    numpy_gradient(t, &numpy_column(t, x, edge_order)?, i, edge_order)
}

fn numpy_column(t: &[f64], x: &[f64], edge_order: EdgeOrder) -> Option<Vec<f64>> {
    dxdt_calculus::gradient(x, Spacing::Coordinates(t), edge_order).ok()
}

/// NumPy's formula between two steps of which one may be 0, as repeated timestamps make it.
pub(super) fn numpy_centred([f0, f1, f2]: [f64; 3], [h1, h2]: [f64; 2]) -> f64 {
    let before = -h2 / (h1 * (h1 + h2));
    let here = (h2 - h1) / (h1 * h2);
    let after = h1 / (h2 * (h1 + h2));
    before * f0 + here * f1 + after * f2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numpy_agrees_with_its_documented_formula() {
        let (t, x) = ([0.0, 1.0, 3.0, 4.0], [0.0, 1.0, 8.0, 27.0]);
        let middle = numpy_gradient(&t, &x, 1, EdgeOrder::First).unwrap();
        assert!((middle - numpy_centred([0.0, 1.0, 8.0], [1.0, 2.0])).abs() < 1e-14);
        assert_eq!(numpy_gradient(&t, &x, 0, EdgeOrder::First), Some(1.0));
        // 1 + (1 − 3.5)·1/3
        let end = numpy_gradient(&t, &x, 0, EdgeOrder::Second).unwrap();
        assert!((end - 1.0 / 6.0).abs() < 1e-15);
        assert_eq!(numpy_gradient(&t[..2], &x[..2], 0, EdgeOrder::Second), None);
    }

    #[test]
    fn a_repeated_stamp_has_no_number_in_numpy() {
        assert!(numpy_centred([1.0, 2.0, 3.0], [1.0, 0.0]).is_nan());
    }
}
