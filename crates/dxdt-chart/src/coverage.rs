//! The pixels that many lines of one color cover together.

use plotters::style::RGBColor;

use super::{ChartError, canvas::Canvas, series::Point};

/// A part of the page in squares, and which of them are covered. Lines that lie on top of each other a hundredfold take as
/// little as one.
#[derive(Debug)]
pub(super) struct Coverage {
    left: f64,
    top: f64,
    /// The side of a square, in whole pixels.
    side: f64,
    columns: usize,
    rows: usize,
    covered: Vec<bool>,
}

impl Coverage {
    /// Nothing is covered yet between two corners; lines are about `width` pixels wide.
    pub fn new([left, right]: [f64; 2], [top, bottom]: [f64; 2], width: f64) -> Self {
        let side = width.ceil().max(1.0);
        let (left, top) = (left.floor(), top.floor());
        let count = |length: f64| (length / side).ceil().max(1.0) as usize;
        let (columns, rows) = (count(right - left), count(bottom - top));
        Self {
            left,
            top,
            side,
            columns,
            rows,
            covered: vec![false; columns * rows],
        }
    }

    /// Covers what a line passes, within the corners.
    pub fn add(&mut self, line: &[Point]) {
        let square = |(x, y): Point| ((x - self.left) / self.side, (y - self.top) / self.side);
        let points: Vec<Point> = line.iter().map(|&point| square(point)).collect();
        match &points[..] {
            [only] => self.add_piece(*only, *only),
            points => points
                .windows(2)
                .for_each(|ends| self.add_piece(ends[0], ends[1])),
        }
    }

    fn add_piece(&mut self, a: Point, b: Point) {
        let (from, to) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        if to.0 < 0.0 || from.0 >= self.columns as f64 {
            return;
        }
        let slope = (to.1 - from.1) / (to.0 - from.0);
        let height = |x: f64| {
            if x <= from.0 {
                from.1
            } else if x >= to.0 {
                to.1
            } else {
                from.1 + slope * (x - from.0)
            }
        };
        // A float turned into an integer keeps within its bounds.
        let (first, last) = (from.0 as usize, (to.0 as usize).min(self.columns - 1));
        let rows = self.rows as f64;
        let mut start = height(first as f64);
        for column in first..=last {
            let end = height(column as f64 + 1.0);
            let (low, high) = if start <= end {
                (start, end)
            } else {
                (end, start)
            };
            start = end;
            if high < 0.0 || low >= rows {
                continue;
            }
            let (low, high) = (low as usize, (high as usize).min(self.rows - 1));
            let covered = &mut self.covered[column * self.rows..][low..=high];
            match covered {
                [only] => *only = true,
                covered => covered.fill(true),
            }
        }
    }

    /// Draws all of it.
    pub fn draw(&self, canvas: &Canvas<'_>, color: RGBColor) -> Result<(), ChartError> {
        for (columns, rows) in self.rectangles() {
            let corner = |column: usize, row: usize| {
                (
                    self.left + self.side * column as f64,
                    self.top + self.side * row as f64,
                )
            };
            let (from, to) = (corner(columns[0], rows[0]), corner(columns[1], rows[1]));
            canvas.rectangle(from, to, color)?;
        }
        Ok(())
    }

    /// What is covered as rectangles, from one column and row up to before another.
    fn rectangles(&self) -> Vec<([usize; 2], [usize; 2])> {
        let mut done = Vec::new();
        let mut open: Vec<(usize, [usize; 2])> = Vec::new();
        for column in 0..=self.columns {
            let covered = self
                .covered
                .chunks(self.rows)
                .nth(column)
                .unwrap_or_default();
            let here = runs(covered);
            // Both ascend.
            let mut before = open.into_iter().peekable();
            open = Vec::with_capacity(here.len());
            for rows in here {
                while let Some((start, ended)) = before.next_if(|(_, run)| *run < rows) {
                    done.push(([start, column], ended));
                }
                let same = before.next_if(|(_, run)| *run == rows);
                open.push((same.map_or(column, |(start, _)| start), rows));
            }
            done.extend(before.map(|(start, ended)| ([start, column], ended)));
        }
        done
    }
}

/// The runs of squares that are covered, from one up to before another.
fn runs(covered: &[bool]) -> Vec<[usize; 2]> {
    let mut runs = Vec::new();
    let mut at = 0;
    for run in covered.chunk_by(|a, b| a == b) {
        if run[0] {
            runs.push([at, at + run.len()]);
        }
        at += run.len();
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    #[test]
    fn lines_cover_what_they_pass() {
        let mut coverage = Coverage::new([10.0, 20.0], [0.0, 10.0], 0.5);
        coverage.add(&[(10.5, 2.5), (15.5, 2.5)]);
        assert_eq!(coverage.rectangles(), [([0, 6], [2, 3])]);
        coverage.add(&[(12.5, -50.0), (12.5, 4.9)]);
        let both = [([0, 2], [2, 3]), ([2, 3], [0, 5]), ([3, 6], [2, 3])];
        assert_eq!(coverage.rectangles(), both);
        coverage.add(&[(1.0, 5.0), (9.0, 5.0)]);
        coverage.add(&[(21.0, 5.0), (30.0, 5.0)]);
        coverage.add(&[(15.0, -5.0), (16.0, -1.0)]);
        assert_eq!(coverage.rectangles(), both);
        coverage.add(&[(19.5, 9.5)]);
        assert_eq!(coverage.rectangles().last(), Some(&([9, 10], [9, 10])));
    }

    proptest! {
        #[test]
        fn rectangles_are_what_is_covered(
            points in prop::collection::vec((-5.0..30.0_f64, -5.0..30.0_f64), 1..20),
        ) {
            let mut coverage = Coverage::new([0.0, 25.0], [0.0, 20.0], 1.0);
            coverage.add(&points);
            let mut again = vec![0; coverage.covered.len()];
            for (columns, rows) in coverage.rectangles() {
                for column in columns[0]..columns[1] {
                    for row in rows[0]..rows[1] {
                        again[column * coverage.rows + row] += 1;
                    }
                }
            }
            let covered: Vec<u8> = coverage.covered.iter().map(|&covered| covered.into()).collect();
            prop_assert_eq!(again, covered);
        }

        #[test]
        fn no_point_of_a_line_is_left_out(a in (0.0..25.0_f64, 0.0..20.0_f64), b in (0.0..25.0_f64, 0.0..20.0_f64), at in 0.0..1.0_f64) {
            let mut coverage = Coverage::new([0.0, 25.0], [0.0, 20.0], 1.0);
            coverage.add(&[a, b]);
            let point = (a.0 + at * (b.0 - a.0), a.1 + at * (b.1 - a.1));
            let near = |value: f64| [value - 1e-9, value + 1e-9].map(|value| value.max(0.0) as usize);
            let is_covered = |column: usize, row: usize| {
                coverage.covered.get(column * coverage.rows + row) == Some(&true)
            };
            let is_covered = near(point.0)
                .into_iter()
                .any(|column| near(point.1).into_iter().any(|row| is_covered(column, row)));
            prop_assert!(is_covered);
        }
    }
}
