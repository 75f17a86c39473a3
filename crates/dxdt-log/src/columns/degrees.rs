//! Columns called x and y that hold longitude and latitude.

/// Whether two columns called x and y are degrees and not lengths.
///
/// They are where the log is dated, every value is a place on the Earth with four decimals or more, and most
/// steps, read as metres, would be slower than a snail: below 5 mm a second, and not zero.
///
/// `stamps` are nanoseconds; rows out of order or with a missing value are passed over.
pub fn are_degrees(x: &[f64], y: &[f64], stamps: &[i64]) -> bool {
    const ENOUGH: usize = 20_000;
    const SNAIL: f64 = 5e-3;
    let places = || {
        x.iter()
            .zip(y)
            .take(ENOUGH)
            .filter(|(x, y)| x.is_finite() && y.is_finite())
    };
    let on_earth =
        places().all(|(x, y)| (-180.0..=180.0).contains(x) && (-90.0..=90.0).contains(y));
    let has_decimals = |value: f64| (value * 1e3 - (value * 1e3).round()).abs() > 1e-6;
    let fine = places()
        .filter(|(x, y)| has_decimals(**x) && has_decimals(**y))
        .count();
    if !on_earth || 2 * fine <= places().count() {
        return false;
    }
    let mut slow = 0;
    let mut moving = 0;
    let rows = x.len().min(ENOUGH);
    for row in 1..rows {
        let step = stamps[row].saturating_sub(stamps[row - 1]) as f64 / 1e9;
        let distance = (x[row] - x[row - 1]).hypot(y[row] - y[row - 1]);
        if step > 0.0 && distance > 0.0 {
            moving += 1;
            slow += usize::from(distance / step < SNAIL);
        }
    }
    2 * slow > moving
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000_000;

    #[test]
    fn a_walk_in_degrees_is_told_from_one_in_metres() {
        let stamps: Vec<i64> = (0..50).map(|i| i * SECOND).collect();
        let degrees: Vec<f64> = (0..50)
            .map(|i| 39.898_573 + 0.000_013 * f64::from(i))
            .collect();
        assert!(are_degrees(&degrees, &degrees, &stamps));
        let metres: Vec<f64> = (0..50).map(|i| 39.898_573 + 1.4 * f64::from(i)).collect();
        assert!(!are_degrees(&metres, &metres, &stamps));
        let still = vec![1.234_567; 50];
        assert!(!are_degrees(&still, &still, &stamps));
    }
}
