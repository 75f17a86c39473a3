//! Lines without the points that lie on them.

use super::series::Point;

/// The same line with fewer points: none of those left out is further than `tolerance` from it.
pub(super) fn straightened(line: &[Point], tolerance: f64) -> Vec<Point> {
    // A longer stretch would take long to look at.
    const STRETCH: usize = 64;
    let mut kept: Vec<Point> = line.first().copied().into_iter().collect();
    let mut anchor = 0;
    for end in 2..line.len() {
        let between = &line[anchor + 1..end];
        let is_on_it = |&point: &Point| distance(point, line[anchor], line[end]) <= tolerance;
        if between.len() > STRETCH || !between.iter().all(is_on_it) {
            anchor = end - 1;
            kept.push(line[anchor]);
        }
    }
    if line.len() > 1 {
        kept.extend(line.last());
    }
    kept
}

/// How far a point is from a line between two others.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let square = x * x + y * y;
    let along = ((point.0 - from.0) * x + (point.1 - from.1) * y) / square;
    let along = if square > 0.0 {
        along.clamp(0.0, 1.0)
    } else {
        0.0
    };
    (point.0 - from.0 - along * x).hypot(point.1 - from.1 - along * y)
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    #[test]
    fn only_corners_are_left() {
        let mut line: Vec<Point> = (0..50).map(|i| (f64::from(i), 0.0)).collect();
        line.extend((1..30).map(|i| (49.0, f64::from(i))));
        assert_eq!(
            straightened(&line, 0.1),
            [(0.0, 0.0), (49.0, 0.0), (49.0, 29.0)]
        );
        for short in 0..3 {
            assert_eq!(straightened(&line[..short], 0.1), line[..short]);
        }
        // There and back again.
        let back = [(0.0, 0.0), (5.0, 0.0), (0.0, 0.0)];
        assert_eq!(straightened(&back, 0.1), back);
    }

    proptest! {
        #[test]
        fn nothing_is_far_from_the_line(
            steps in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 1..200),
            tolerance in 0.01..2.0_f64,
        ) {
            let walk = steps.into_iter().scan((0.0, 0.0), |at, step| {
                *at = (at.0 + step.0, at.1 + step.1);
                Some(*at)
            });
            let line: Vec<Point> = walk.collect();
            let kept = straightened(&line, tolerance);
            prop_assert_eq!((kept.first(), kept.last()), (line.first(), line.last()));
            let off = |point: Point| {
                let ends = kept.windows(2).map(|ends| distance(point, ends[0], ends[1]));
                ends.fold(f64::INFINITY, f64::min)
            };
            prop_assert!(line.len() < 2 || line.iter().all(|&point| off(point) <= tolerance + 1e-9));
        }
    }
}
