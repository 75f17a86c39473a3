//! Fewer points that look the same.
//!
//! A chart a thousand pixels wide cannot show a million points, but it must show their peaks. So the points of each
//! pixel column are replaced by at most four of them, in their order: the first and the last, which join the
//! neighboring columns, and the lowest and the highest, which span the column. The line drawn through them covers the
//! same pixels as the line through all points.

use super::series::{Point, Segment};

/// More rows in a column of one pixel are many.
pub(super) const MANY: u64 = 100;

/// The lines to draw for segments whose x ascends, as at most four points in each column that `column_of` tells from x.
///
/// A gap inside a column is too narrow to see and is drawn over; so there are no more lines than columns. Of columns of
/// more than `many` rows the lowest and the highest stand in the middle, so that they are as dense as the rows.
pub(super) fn by_column(
    segments: &[Segment<'_>],
    column_of: impl Fn(f64) -> i64,
    many: u64,
) -> Vec<Vec<Point>> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    let mut column: Option<Column> = None;
    for segment in segments {
        let mut gap = true;
        for point in segment.points() {
            let Some(point) = point else {
                gap = true;
                continue;
            };
            let index = column_of(point.0);
            let rows = segment.rows_of_a_point();
            match &mut column {
                Some(column) if column.index == index => column.add(point, rows),
                _ => {
                    if let Some(column) = column.take() {
                        column.append_to(&mut line, many);
                    }
                    if gap && !line.is_empty() {
                        lines.push(std::mem::take(&mut line));
                    }
                    column = Some(Column::new(index, point, rows));
                }
            }
            gap = false;
        }
    }
    if let Some(column) = column {
        column.append_to(&mut line, many);
        lines.push(line);
    }
    lines
}

/// The extremes of the points in one pixel column, each with its place among them.
struct Column {
    index: i64,
    count: u64,
    rows: u64,
    first: Point,
    low: (u64, Point),
    high: (u64, Point),
    last: Point,
}

impl Column {
    fn new(index: i64, point: Point, rows: u64) -> Self {
        Self {
            index,
            count: 1,
            rows,
            first: point,
            low: (0, point),
            high: (0, point),
            last: point,
        }
    }

    fn add(&mut self, point: Point, rows: u64) {
        if point.1 < self.low.1.1 {
            self.low = (self.count, point);
        }
        if point.1 > self.high.1.1 {
            self.high = (self.count, point);
        }
        self.last = point;
        self.count += 1;
        self.rows += rows;
    }

    fn append_to(mut self, line: &mut Vec<Point>, many: u64) {
        let end = self.count - 1;
        if self.rows > many {
            let middle = f64::midpoint(self.first.0, self.last.0);
            for (place, point) in [&mut self.low, &mut self.high] {
                if (1..end).contains(place) {
                    point.0 = middle;
                }
            }
        }
        let mut kept = [(0, self.first), self.low, self.high, (end, self.last)];
        kept.sort_by_key(|&(place, _)| place);
        let mut previous = None;
        for (place, point) in kept {
            if previous != Some(place) {
                line.push(point);
            }
            previous = Some(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(points: &[Point]) -> Segment<'static> {
        let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        Segment::new(x, y).unwrap()
    }

    fn tens(x: f64) -> i64 {
        (x / 10.0).floor() as i64
    }

    #[test]
    fn a_column_keeps_first_low_high_and_last_in_order() {
        let points = [(0.0, 5.0), (1.0, 9.0), (2.0, 4.0), (3.0, 1.0), (4.0, 6.0)];
        let lines = by_column(&[segment(&points)], tens, MANY);
        assert_eq!(lines, [[(0.0, 5.0), (1.0, 9.0), (3.0, 1.0), (4.0, 6.0)]]);
    }

    #[test]
    fn a_single_peak_among_a_million_survives() {
        let x: Vec<f64> = (0..1_000_000).map(f64::from).collect();
        let mut y = vec![0.0; x.len()];
        y[654_321] = 1.0;
        let segment = Segment::new(&x, &y).unwrap();
        let lines = by_column(&[segment], |x| (x / 1000.0) as i64, MANY);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].len() <= 4000);
        let peak = lines[0].iter().find(|point| point.1 == 1.0);
        assert_eq!(peak, Some(&(654_499.5, 1.0)));
    }

    #[test]
    fn sparse_points_are_untouched() {
        let points = [(0.0, 1.0), (10.0, 1.0), (20.0, -3.0)];
        assert_eq!(by_column(&[segment(&points)], tens, MANY), [points]);
    }

    #[test]
    fn gaps_part_lines_unless_too_narrow_to_see() {
        let left = segment(&[(0.0, 0.0), (15.0, 1.0)]);
        let same_column = segment(&[(16.0, 2.0), (25.0, 3.0)]);
        let right = segment(&[(80.0, 4.0)]);
        let lines = by_column(&[left, same_column, right], tens, MANY);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1], [(80.0, 4.0)]);
        let broken = [
            (0.0, 0.0),
            (10.0, f64::NAN),
            (20.0, 0.0),
            (30.0, f64::INFINITY),
        ];
        assert_eq!(by_column(&[segment(&broken)], tens, MANY).len(), 2);
        assert!(by_column(&[segment(&broken[1..2])], tens, MANY).is_empty());
        assert!(by_column(&[], tens, MANY).is_empty());
    }
}
