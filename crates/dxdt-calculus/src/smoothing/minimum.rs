//! The minimum of a function of one variable: sounded out in steps, then narrowed by parabolas (Brent, 1973).

/// The place of a minimum from `low` to `high`, sounded out in steps and then narrowed, and the value there; of equal values
/// the lower place. It may lie a step beyond the ends.
pub(super) fn lowest(
    [low, high]: [f64; 2],
    step: f64,
    rounds: usize,
    mut f: impl FnMut(f64) -> f64,
) -> (f64, f64) {
    let points = ((high - low) / step).ceil().max(0.0) as usize;
    let places: Vec<f64> = (0..=points)
        .map(|point| (low + step * point as f64).min(high))
        .collect();
    let values: Vec<f64> = places.iter().map(|&place| f(place)).collect();
    let mut best = 0;
    for at in 1..values.len() {
        if values[at] < values[best] {
            best = at;
        }
    }
    let mut beside = |at: Option<usize>, place: f64| match at {
        Some(at) if at < values.len() => (places[at], values[at]),
        _ => (place, f(place)),
    };
    let bracket = [
        beside(best.checked_sub(1), places[best] - step),
        (places[best], values[best]),
        beside(Some(best + 1), places[best] + step),
    ];
    narrowed(bracket, rounds, &mut f)
}

type Point = (f64, f64);

/// Goes to the lowest point of the parabola through three, again and again.
fn narrowed(mut bracket: [Point; 3], rounds: usize, f: &mut impl FnMut(f64) -> f64) -> Point {
    for _ in 0..rounds {
        let [before, here, after] = bracket;
        let place = vertex(bracket).unwrap_or_else(|| {
            // Into the longer side.
            let beyond = if after.0 - here.0 > here.0 - before.0 {
                after
            } else {
                before
            };
            here.0 + GOLDEN * (beyond.0 - here.0)
        });
        let new = (place, f(place));
        let is_lower = new.1 < here.1 || (new.1 == here.1 && place < here.0);
        bracket = match (place < here.0, is_lower) {
            (true, true) => [before, new, here],
            (true, false) => [new, here, after],
            (false, true) => [here, new, after],
            (false, false) => [before, here, new],
        };
    }
    let lower = |best: Point, other: &Point| if other.1 < best.1 { *other } else { best };
    bracket.iter().fold((bracket[0].0, f64::INFINITY), lower)
}

// The share of the golden section.
const GOLDEN: f64 = 0.381_966;

/// The place of the lowest point of the parabola through three, inside of them and not at one of them; `None` where there is
/// none.
fn vertex([before, here, after]: [Point; 3]) -> Option<f64> {
    // Of the narrower side.
    const CLOSE: f64 = 0.02;
    let (left, right) = (here.0 - before.0, after.0 - here.0);
    let (rise_left, rise_right) = ((before.1 - here.1) / left, (after.1 - here.1) / right);
    let bend = rise_left + rise_right;
    // From the middle, where its slope is what the rises say.
    let shift = 0.5 * (rise_left * right - rise_right * left) / bend;
    let least = CLOSE * left.min(right);
    let is_inside = shift > -left && shift < right && bend > 0.0;
    let shift = if shift.abs() < least {
        // What is known to a fiftieth is looked at from the other side of it.
        if right >= left { least } else { -least }
    } else {
        shift
    };
    is_inside.then_some(here.0 + shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minimum_is_found() {
        let (place, value) = lowest([-3.0, 8.0], 0.7, 3, |x| (x - 1.25).powi(2));
        assert!((place - 1.25).abs() < 1e-7 && value < 1e-12);
        assert!(lowest([0.0, 1.0], 0.5, 30, |x| x).0 < 0.0);
        let (place, _) = lowest([-3.0, 3.0], 0.7, 8, |x| (x - 0.3).powi(4) + (x - 0.3).abs());
        assert!((place - 0.3).abs() < 0.05, "{place}");
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

    #[test]
    fn infinite_values_are_passed_over() {
        let f = |x: f64| {
            if x < 0.4 {
                f64::INFINITY
            } else {
                (x - 1.0).powi(2)
            }
        };
        let (place, _) = lowest([-2.0, 3.0], 0.7, 6, f);
        assert!((place - 1.0).abs() < 0.05, "{place}");
        assert!(lowest([0.0, 1.0], 0.5, 3, |_| f64::INFINITY).0.is_finite());
    }
}
