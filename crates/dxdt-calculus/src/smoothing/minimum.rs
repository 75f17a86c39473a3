//! The minimum of a function of one variable: sounded out on a grid, then narrowed (Kiefer, 1953).

/// The place from `low` to `high`, in steps, with the lowest value; of equal values the lowest place.
pub(super) fn lowest_of_grid([low, high]: [f64; 2], step: f64, f: impl Fn(f64) -> f64) -> f64 {
    let points = ((high - low) / step) as usize + 1;
    (0..points)
        .map(|k| low + step * k as f64)
        .map(|place| (f(place), place))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(0.0, |(_, place)| place)
}

/// The place of a function's minimum between two places; of equal values the lower place. Every round narrows it to 0.618.
pub(super) fn golden_section(
    [mut low, mut high]: [f64; 2],
    rounds: usize,
    f: impl Fn(f64) -> f64,
) -> f64 {
    let ratio = (5f64.sqrt() - 1.0) / 2.0;
    let mut inner = [high - ratio * (high - low), low + ratio * (high - low)];
    let mut values = inner.map(&f);
    for _ in 0..rounds {
        if values[0] <= values[1] {
            high = inner[1];
            inner = [high - ratio * (high - low), inner[0]];
            values = [f(inner[0]), values[0]];
        } else {
            low = inner[0];
            inner = [inner[1], low + ratio * (high - low)];
            values = [values[1], f(inner[1])];
        }
    }
    if values[0] <= values[1] {
        inner[0]
    } else {
        inner[1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_reaches_from_end_to_end() {
        assert_eq!(lowest_of_grid([-4.0, 4.0], 2.0, |x| (x - 3.0).abs()), 2.0);
        assert_eq!(lowest_of_grid([-4.0, 4.0], 2.0, |x| -x), 4.0);
    }

    #[test]
    fn the_minimum_is_found() {
        let found = golden_section([-3.0, 8.0], 40, |x| (x - 1.25).powi(2));
        assert!((found - 1.25).abs() < 1e-7);
        assert!(golden_section([0.0, 1.0], 30, |_| 5.0) < 1e-5);
    }
}
