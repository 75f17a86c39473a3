//! Arrowheads along a path, which tell its direction.

use super::series::Point;

/// An arrowhead as a triangle: tip, left and right.
pub(super) type Arrow = [Point; 3];

/// At most `count` arrowheads of a length in pixels, evenly spaced along the lines of a path.
///
/// Each is moved on a little to where the path is straight for its length; where there is no such place, because the
/// path merely jitters, there is no arrowhead.
pub(super) fn along(lines: &[Vec<Point>], count: usize, length: f64) -> Vec<Arrow> {
    const ATTEMPTS: u32 = 8;
    let total: f64 = lines.iter().map(|line| path_length(line)).sum();
    // A path not much longer than its arrows has none.
    let count = count.min((total / (6.0 * length)) as usize);
    let spacing = total / (count + 1) as f64;
    let mut arrows = Vec::new();
    let mut passed = 0.0;
    let mut next = spacing;
    for line in lines {
        let end = passed + path_length(line);
        while next < end && arrows.len() < count {
            let mut places = (0..ATTEMPTS).map(|i| next - passed + f64::from(i) * length);
            arrows.extend(places.find_map(|at| {
                let chord = point_at(line, at - length).zip(point_at(line, at));
                chord.and_then(|(tail, tip)| arrow(tail, tip, length))
            }));
            next += spacing;
        }
        passed = end;
    }
    arrows
}

fn distance(a: Point, b: Point) -> f64 {
    (b.0 - a.0).hypot(b.1 - a.1)
}

/// The length of a line.
pub(super) fn path_length(line: &[Point]) -> f64 {
    line.windows(2).map(|pair| distance(pair[0], pair[1])).sum()
}

/// The point at a length along a line.
fn point_at(line: &[Point], at: f64) -> Option<Point> {
    let mut passed = 0.0;
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let step = distance(a, b);
        if passed + step >= at && step > 0.0 {
            let share = ((at - passed) / step).max(0.0);
            return Some((a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1)));
        }
        passed += step;
    }
    line.last().copied()
}

/// An arrowhead with its tip at the end of a chord; `None` if the path there is longer than the chord, so bent.
fn arrow(tail: Point, tip: Point, length: f64) -> Option<Arrow> {
    let chord = distance(tail, tip);
    if chord < 0.96 * length {
        return None;
    }
    let (x, y) = ((tip.0 - tail.0) / chord, (tip.1 - tail.1) / chord);
    let base = (tip.0 - length * x, tip.1 - length * y);
    let half = 0.42 * length;
    Some([
        tip,
        (base.0 - half * y, base.1 + half * x),
        (base.0 + half * y, base.1 - half * x),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_are_evenly_spaced_and_point_forward() {
        let line = vec![(0.0, 0.0), (200.0, 0.0), (400.0, 0.0)];
        let arrows = along(&[line], 3, 10.0);
        let tips: Vec<Point> = arrows.iter().map(|arrow| arrow[0]).collect();
        assert_eq!(tips, [(100.0, 0.0), (200.0, 0.0), (300.0, 0.0)]);
        assert!(arrows.iter().all(|arrow| arrow[1].0 < arrow[0].0));
    }

    #[test]
    fn short_and_jittering_paths_have_none() {
        assert!(along(&[vec![(0.0, 0.0), (20.0, 0.0)]], 5, 10.0).is_empty());
        assert!(along(&[vec![(3.0, 3.0)], vec![]], 5, 10.0).is_empty());
        let jitter: Vec<Point> = (0..1000).map(|i| (f64::from(i % 2), 0.0)).collect();
        assert!(along(&[jitter], 5, 10.0).is_empty());
    }
}
