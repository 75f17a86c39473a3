//! Derivatives at one row of a series, as other programs take them: timestamps `t` and values `x` of equal length, the row
//! `i`, or an even step. `None` where a formula does not reach.

/// `(np.diff(x) / np.diff(t))[i]`: the slope to the next row.
pub fn slope_after(t: &[f64], x: &[f64], i: usize) -> Option<f64> {
    Some((x.get(i + 1)? - x.get(i)?) / (t.get(i + 1)? - t.get(i)?))
}

/// The slope from the row before.
pub fn slope_before(t: &[f64], x: &[f64], i: usize) -> Option<f64> {
    slope_after(t, x, i.checked_sub(1)?)
}

/// The central difference over even steps, `(x[i+1] − x[i−1]) / 2Δt`. Tracker's velocity is the same.
pub fn even_slope(x: &[f64], i: usize, step: f64) -> Option<f64> {
    Some((x.get(i + 1)? - x.get(i.checked_sub(1)?)?) / (2.0 * step))
}

/// The second difference over even steps, `(x[i+1] − 2x[i] + x[i−1]) / Δt²`.
pub fn even_second(x: &[f64], i: usize, step: f64) -> Option<f64> {
    let here = x.get(i)?;
    Some(((x.get(i + 1)? - here) - (here - x.get(i.checked_sub(1)?)?)) / (step * step))
}

/// Tracker's acceleration, `(2x[i+2] − x[i+1] − 2x[i] − x[i−1] + 2x[i−2]) / 7Δt²`: the second derivative of the
/// parabola fitted to five rows by least squares.
pub fn tracker_acceleration(x: &[f64], i: usize, step: f64) -> Option<f64> {
    let here = x.get(i)?;
    // Differences from the value here: the weights add up to 0.
    let at = |index: Option<usize>| Some(x.get(index?)? - here);
    let outer = at(i.checked_add(2))? + at(i.checked_sub(2))?;
    let inner = at(i.checked_add(1))? + at(i.checked_sub(1))?;
    Some((2.0 * outer - inner) / (7.0 * step * step))
}

/// The slope of the line fitted by least squares to a row and as many rows on either side, up to three, as both
/// sides have; with their number. Over even steps it is the mean of the slopes between the rows ±1, ±2 and ±3 with
/// weights 1 : 4 : 9.
pub fn fitted_slope(t: &[f64], x: &[f64], i: usize) -> Option<(f64, usize)> {
    let last = x.len().checked_sub(1)?;
    let reach = i.min(last.checked_sub(i)?).min(3);
    if reach == 0 {
        return None;
    }
    let (t, x) = (t.get(i - reach..=i + reach)?, x.get(i - reach..=i + reach)?);
    let count = t.len();
    // Around the row itself, so that a distant origin costs no digits.
    let (t0, x0) = (t[reach], x[reach]);
    let mean = |values: &[f64], origin: f64| {
        values.iter().map(|value| value - origin).sum::<f64>() / count as f64
    };
    let (mean_t, mean_x) = (mean(t, t0), mean(x, x0));
    let (mut products, mut squares) = (0.0, 0.0);
    for (t, x) in t.iter().zip(x) {
        let distance = t - t0 - mean_t;
        products += distance * (x - x0 - mean_x);
        squares += distance * distance;
    }
    Some((products / squares, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: [f64; 7] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];

    fn cubes() -> Vec<f64> {
        T.iter().map(|t| t * t * t).collect()
    }

    #[test]
    fn slopes_end_where_rows_do() {
        let x = cubes();
        assert_eq!(slope_after(&T, &x, 2), Some(19.0));
        assert_eq!(slope_before(&T, &x, 2), Some(7.0));
        assert_eq!(
            (slope_after(&T, &x, 6), slope_before(&T, &x, 0)),
            (None, None)
        );
        assert_eq!(even_slope(&x, 2, 1.0), Some(13.0));
        assert_eq!(
            (even_slope(&x, 0, 1.0), even_slope(&x, 6, 1.0)),
            (None, None)
        );
        assert_eq!(even_second(&x, 2, 0.5), Some(48.0));
    }

    #[test]
    fn tracker_is_exact_on_parabolas_and_reaches_two_rows() {
        let parabola: Vec<f64> = T.iter().map(|t| 5.0 - 3.0 * t + 4.0 * t * t).collect();
        assert_eq!(tracker_acceleration(&parabola, 2, 1.0), Some(8.0));
        assert_eq!(tracker_acceleration(&parabola, 1, 1.0), None);
        assert_eq!(tracker_acceleration(&parabola, 5, 1.0), None);
        let fourth: Vec<f64> = T.iter().map(|t| (t - 3.0).powi(4)).collect();
        // (2·16 − 1 − 1 + 2·16) / 7
        assert_eq!(tracker_acceleration(&fourth, 3, 1.0), Some(62.0 / 7.0));
    }

    #[test]
    fn the_fitted_line_weighs_slopes_by_the_square_of_their_reach() {
        let x = cubes();
        let slope = |reach: usize| (x[3 + reach] - x[3 - reach]) / (2.0 * reach as f64);
        let expected = (slope(1) + 4.0 * slope(2) + 9.0 * slope(3)) / 14.0;
        let (found, rows) = fitted_slope(&T, &x, 3).unwrap();
        assert!(
            (found - expected).abs() < 1e-12 && rows == 7,
            "{found}, {expected}"
        );
        assert_eq!(fitted_slope(&T, &x, 1).unwrap().1, 3);
        assert_eq!(fitted_slope(&T, &x, 0), None);
    }
}
