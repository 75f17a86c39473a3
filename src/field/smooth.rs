//! Smoothing of a field before it is differentiated.

use ndarray::{Array1, Array2, Axis, Zip};

/// The field smoothed by a Gaussian with a standard deviation of `sigma` nodes along both axes.
///
/// The kernel is cut at four standard deviations. Nodes without a value (NaN), and those beyond the border, have no
/// weight (normalized convolution: Knutsson and Westin, 1993); nodes without a value stay without. At the border and
/// around holes the mean is one-sided, and a slope across it comes out too small within about two sigma.
///
/// ```
/// use dxdt::field::smooth;
/// let flat = ndarray::Array2::from_elem((5, 4), 3.0);
/// assert!(smooth(&flat, 1.5).iter().all(|value| (value - 3.0).abs() < 1e-12));
/// ```
pub fn smooth(values: &Array2<f64>, sigma: f64) -> Array2<f64> {
    if !(sigma > 0.0 && sigma.is_finite()) {
        return values.clone();
    }
    let kernel = kernel(sigma);
    let mut sums = values.mapv(|value| if value.is_nan() { 0.0 } else { value });
    let mut weights = values.mapv(|value| if value.is_nan() { 0.0 } else { 1.0 });
    for axis in [Axis(0), Axis(1)] {
        sums = along(&sums, axis, &kernel);
        weights = along(&weights, axis, &kernel);
    }
    Zip::from(&mut sums)
        .and(&weights)
        .and(values)
        .for_each(|sum, &weight, value| {
            *sum = if value.is_nan() {
                f64::NAN
            } else {
                *sum / weight
            };
        });
    sums
}

/// Half of a Gaussian, from its middle outwards.
fn kernel(sigma: f64) -> Vec<f64> {
    let reach = (4.0 * sigma).ceil() as usize;
    (0..=reach)
        .map(|i| (-0.5 * (i as f64 / sigma).powi(2)).exp())
        .collect()
}

fn along(values: &Array2<f64>, axis: Axis, kernel: &[f64]) -> Array2<f64> {
    let mut smoothed = Array2::zeros(values.dim());
    let lanes = smoothed.lanes_mut(axis).into_iter().zip(values.lanes(axis));
    for (mut into, lane) in lanes {
        let lane: Array1<f64> = lane.to_owned();
        for (place, out) in into.iter_mut().enumerate() {
            let mut sum = kernel[0] * lane[place];
            for (distance, weight) in kernel.iter().enumerate().skip(1) {
                let before = place.checked_sub(distance).map_or(0.0, |at| lane[at]);
                let after = lane.get(place + distance).copied().unwrap_or(0.0);
                sum += weight * (before + after);
            }
            *out = sum;
        }
    }
    smoothed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spike_becomes_a_gaussian() {
        let mut spike = Array2::zeros((41, 41));
        spike[[20, 20]] = 1.0;
        let smoothed = smooth(&spike, 3.0);
        assert!((smoothed.sum() - 1.0).abs() < 1e-3);
        let ratio = smoothed[[20, 23]] / smoothed[[20, 20]];
        assert!((ratio - (-0.5_f64).exp()).abs() < 1e-12);
    }

    #[test]
    fn holes_stay_and_do_not_spread() {
        let mut field = Array2::from_elem((9, 9), 2.0);
        field[[4, 4]] = f64::NAN;
        let smoothed = smooth(&field, 1.0);
        assert!(smoothed[[4, 4]].is_nan());
        assert!((smoothed[[4, 5]] - 2.0).abs() < 1e-12);
        assert_eq!(smooth(&field, 0.0)[[0, 0]], 2.0);
    }
}
