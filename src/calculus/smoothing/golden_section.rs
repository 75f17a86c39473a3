//! The minimum of a function of one variable (Kiefer, 1953).

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
    fn the_minimum_is_found() {
        let found = golden_section([-3.0, 8.0], 40, |x| (x - 1.25).powi(2));
        assert!((found - 1.25).abs() < 1e-7);
        assert!(golden_section([0.0, 1.0], 30, |_| 5.0) < 1e-5);
    }
}
