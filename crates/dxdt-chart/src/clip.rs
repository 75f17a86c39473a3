//! Lines and areas cut off at two heights.

use super::{axis::Rect, series::Point};

/// The pieces of a line between two heights.
pub(super) fn within(line: &[Point], low: f64, high: f64) -> Vec<Vec<Point>> {
    if let [only] = line {
        let is_within = (low..=high).contains(&only.1);
        return if is_within {
            vec![line.to_vec()]
        } else {
            Vec::new()
        };
    }
    let crossed = with_crossings(line, low, high);
    let pieces = crossed.split(|point| !(low..=high).contains(&point.1));
    // A line that only touches the frame is not seen there.
    pieces
        .filter(|piece| piece.len() > 1)
        .map(<[Point]>::to_vec)
        .collect()
}

/// The pieces of a line inside a frame.
pub(super) fn within_frame(line: &[Point], rect: &Rect) -> Vec<Vec<Point>> {
    let turned = |line: &[Point]| line.iter().map(|&(x, y)| (y, x)).collect::<Vec<_>>();
    let inside = |&(x, y): &Point| {
        (rect.left..=rect.right).contains(&x) && (rect.top..=rect.bottom).contains(&y)
    };
    if line.iter().all(inside) {
        return vec![line.to_vec()];
    }
    let pieces = within(line, rect.top, rect.bottom).into_iter();
    let pieces = pieces.flat_map(|piece| within(&turned(&piece), rect.left, rect.right));
    pieces.map(|piece| turned(&piece)).collect()
}

/// The edge of an area that is cut off at two heights: outside of them it runs along them.
pub(super) fn clamped(edge: &[Point], low: f64, high: f64) -> Vec<Point> {
    let mut clamped = with_crossings(edge, low, high);
    for point in &mut clamped {
        point.1 = point.1.clamp(low, high);
    }
    clamped
}

/// The line with a further point wherever it crosses one of the heights.
fn with_crossings(line: &[Point], low: f64, high: f64) -> Vec<Point> {
    let mut crossed = Vec::with_capacity(line.len());
    for (index, &to) in line.iter().enumerate() {
        let from = index.checked_sub(1).and_then(|before| line.get(before));
        if let Some(&from) = from {
            let heights = if from.1 < to.1 {
                [low, high]
            } else {
                [high, low]
            };
            for height in heights {
                if (from.1 < height && height < to.1) || (to.1 < height && height < from.1) {
                    let share = (height - from.1) / (to.1 - from.1);
                    crossed.push((from.0 + share * (to.0 - from.0), height));
                }
            }
        }
        crossed.push(to);
    }
    crossed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_where_it_leaves() {
        let line = [(0.0, 5.0), (10.0, 15.0), (20.0, -5.0), (30.0, 5.0)];
        let pieces = within(&line, 0.0, 10.0);
        assert_eq!(
            pieces,
            [
                vec![(0.0, 5.0), (5.0, 10.0)],
                vec![(12.5, 10.0), (17.5, 0.0)],
                vec![(25.0, 0.0), (30.0, 5.0)],
            ]
        );
        assert_eq!(within(&line, -5.0, 15.0), [line.to_vec()]);
    }

    #[test]
    fn a_frame_cuts_on_all_four_sides() {
        let rect = Rect {
            left: 0.0,
            right: 10.0,
            top: 0.0,
            bottom: 10.0,
        };
        let line = [
            (5.0, 5.0),
            (15.0, 5.0),
            (15.0, 20.0),
            (5.0, 20.0),
            (5.0, 8.0),
        ];
        assert_eq!(
            within_frame(&line, &rect),
            [vec![(5.0, 5.0), (10.0, 5.0)], vec![(5.0, 10.0), (5.0, 8.0)]]
        );
        assert!(within_frame(&[(12.0, 5.0)], &rect).is_empty());
    }

    #[test]
    fn what_is_outside_is_dropped() {
        assert!(within(&[(0.0, 12.0), (1.0, 14.0)], 0.0, 10.0).is_empty());
        assert!(within(&[(0.0, 12.0)], 0.0, 10.0).is_empty());
        assert_eq!(within(&[(0.0, 2.0)], 0.0, 10.0).len(), 1);
        assert!(within(&[], 0.0, 10.0).is_empty());
        // Touching the frame from outside.
        assert!(within(&[(0.0, 12.0), (1.0, 10.0), (2.0, 12.0)], 0.0, 10.0).is_empty());
    }

    #[test]
    fn an_area_keeps_its_slope_up_to_the_frame() {
        let edge = [(0.0, 30.0), (10.0, 5.0), (20.0, -5.0)];
        assert_eq!(
            clamped(&edge, 0.0, 10.0),
            [
                (0.0, 10.0),
                (8.0, 10.0),
                (10.0, 5.0),
                (15.0, 0.0),
                (20.0, 0.0)
            ]
        );
    }
}
