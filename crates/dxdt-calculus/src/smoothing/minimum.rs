//! The minimum of a function of one variable: sounded out on a grid, then narrowed (Kiefer, 1953).

/// The place of a minimum from `low` to `high`, sounded out in steps and then narrowed, and the value there; of equal values
/// the lower place. It may lie a step beyond the ends.
pub(super) fn lowest(
    [low, high]: [f64; 2],
    step: f64,
    rounds: usize,
    mut f: impl FnMut(f64) -> f64,
) -> (f64, f64) {
    let mut best = (low, f64::INFINITY);
    let points = ((high - low) / step).ceil().max(0.0) as usize;
    for point in 0..=points {
        let place = (low + step * point as f64).min(high);
        let value = f(place);
        if value < best.1 {
            best = (place, value);
        }
    }
    let narrowed = golden_section([best.0 - step, best.0 + step], rounds, &mut f);
    if narrowed.1 <= best.1 { narrowed } else { best }
}

/// The place of a minimum between two places and the value there; of equal values the lower place. Every round narrows it
/// to 0.618.
fn golden_section(
    [mut low, mut high]: [f64; 2],
    rounds: usize,
    mut f: impl FnMut(f64) -> f64,
) -> (f64, f64) {
    let ratio = (5f64.sqrt() - 1.0) / 2.0;
    let mut inner = [high - ratio * (high - low), low + ratio * (high - low)];
    let mut values = inner.map(&mut f);
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
        (inner[0], values[0])
    } else {
        (inner[1], values[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minimum_is_found() {
        let (place, value) = lowest([-3.0, 8.0], 0.7, 40, |x| (x - 1.25).powi(2));
        assert!((place - 1.25).abs() < 1e-7 && value < 1e-12);
        assert!(lowest([0.0, 1.0], 0.5, 30, |x| x).0 < 0.0);
        assert!(golden_section([0.0, 1.0], 30, |_| 5.0).0 < 1e-5);
    }

    #[test]
    fn the_grid_reaches_from_end_to_end() {
        let mut seen = Vec::new();
        lowest([-4.0, 4.5], 2.0, 0, |x| {
            seen.push(x);
            -x
        });
        assert_eq!(seen[..6], [-4.0, -2.0, 0.0, 2.0, 4.0, 4.5]);
    }
}
