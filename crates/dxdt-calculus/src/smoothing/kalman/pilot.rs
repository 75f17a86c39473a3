//! The state at the first row, roughly.

use super::linear::solved;
use super::process::factorial;
use super::series::Series;

/// The derivatives at the first row by a polynomial through the first positions, in units of the length, and how far these
/// reach.
pub(super) fn pilot<const M: usize>(series: &Series<'_>, length: f64) -> ([f64; M], f64) {
    let start = series.t[0];
    let mut rows: Vec<(f64, f64)> = Vec::new();
    for row in 0..series.t.len() {
        let at = (series.t[row] - start) / length;
        if rows.len() >= 4 * (M + 2) || (rows.len() >= M + 2 && at > 1.5) {
            break;
        }
        if series.used[row] && !series.x[row].is_nan() {
            rows.push((at, series.x[row]));
        }
    }
    let Some(&(span, _)) = rows.last() else {
        return ([0.0; M], 1.0);
    };
    let span = span.max(1e-9);
    let mut normal = [[0.0; M]; M];
    let mut right = [0.0; M];
    for (at, x) in &rows {
        let powers: [f64; M] = std::array::from_fn(|k| (at / span).powi(k as i32));
        for i in 0..M {
            for j in 0..M {
                normal[i][j] += powers[i] * powers[j];
            }
            right[i] += powers[i] * x;
        }
    }
    for (i, row) in normal.iter_mut().enumerate() {
        // Fewer positions than coefficients leave the higher ones at 0.
        row[i] *= 1.0 + 1e-12;
        row[i] += 1e-12;
    }
    let coefficients = solved(&normal, &right);
    let derivative = |k: usize| {
        let value = coefficients[k] * factorial(k) / span.powi(k as i32);
        if value.is_finite() { value } else { 0.0 }
    };
    (std::array::from_fn(derivative), span)
}
