//! The band around a line in which the truth probably lies.

use plotters::style::RGBColor;

use super::{
    ChartError, Series,
    canvas::Canvas,
    clip,
    scale::{Range, Scale},
    series::{LARGEST, Point, Segment},
    style::BAND_OPACITY,
};

/// What the legend calls it.
pub(super) const LABEL: &str = "95 % band";

/// So many standard errors to either side hold 95 % of a normal distribution.
pub(super) const REACH: f64 = 1.959_963_984_540_054;

/// A band at one point of a line, or over a stretch of it that is too short to be seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Where the stretch begins on the time axis, in seconds.
    pub from: f64,
    /// Where it ends; the same at one point.
    pub to: f64,
    /// The lowest value of the band, in the unit of the line.
    pub low: f64,
    /// The highest value of the band.
    pub high: f64,
    /// The lowest and the highest value of the line.
    pub line: [f64; 2],
}

impl Edge {
    /// That around a point of a known error.
    fn around((x, y): Point, error: f64) -> Self {
        Self {
            from: x,
            to: x,
            low: y - REACH * error,
            high: y + REACH * error,
            line: [y; 2],
        }
    }

    /// Those around points, `None` where a point or its error cannot be drawn.
    pub(super) fn of_points(
        points: impl Iterator<Item = Option<Point>>,
        errors: &[f64],
    ) -> impl Iterator<Item = Option<Self>> {
        points.zip(errors).map(|(point, &error)| {
            let point = point.filter(|_| (0.0..=LARGEST).contains(&error))?;
            Some(Self::around(point, error))
        })
    }

    fn range(&self) -> Range {
        Range {
            low: self.low,
            high: self.high,
        }
    }

    /// The same, with no more than so much to either side of the line.
    pub(super) fn within(self, reach: f64) -> Range {
        Range {
            low: self.low.max(self.line[0] - reach),
            high: self.high.min(self.line[1] + reach),
        }
    }
}

/// Where a series has a band.
pub(super) fn edges<'s>(series: &'s Series<'_>) -> impl Iterator<Item = Edge> + 's {
    series.segments.iter().flat_map(Segment::edges).flatten()
}

/// The band in one pixel column.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Column {
    index: i64,
    first: f64,
    last: f64,
    range: Range,
}

impl Column {
    fn new(index: i64, edge: &Edge) -> Self {
        Self {
            index,
            first: edge.from,
            last: edge.to,
            range: edge.range(),
        }
    }

    fn add(&mut self, edge: &Edge) {
        self.last = edge.to;
        self.range = self.range.union(edge.range());
    }

    /// Both edges stand here, so that they never cross each other.
    fn middle(&self) -> f64 {
        f64::midpoint(self.first, self.last)
    }
}

/// The stretches of a band as the lowest and highest value of each pixel column, so that a long log costs no more than
/// a short one; a gap inside a column is too narrow to see.
fn by_column(segments: &[Segment<'_>], column_of: impl Fn(f64) -> i64) -> Vec<Vec<Column>> {
    let mut stretches: Vec<Vec<Column>> = Vec::new();
    for segment in segments {
        let mut gap = true;
        for edge in segment.edges() {
            let Some(edge) = edge else {
                gap = true;
                continue;
            };
            let index = column_of(edge.from);
            let stretch = stretches.last_mut();
            match stretch.and_then(|stretch| stretch.last_mut()) {
                Some(column) if column.index == index => column.add(&edge),
                _ => {
                    let column = Column::new(index, &edge);
                    match stretches.last_mut() {
                        Some(stretch) if !gap => stretch.push(column),
                        _ => stretches.push(vec![column]),
                    }
                }
            }
            gap = false;
        }
    }
    stretches
}

/// Draws the band of a series, cut off at the frame.
pub(super) fn draw(
    canvas: &Canvas<'_>,
    series: &Series<'_>,
    x: &Scale,
    y: &Scale,
    color: RGBColor,
) -> Result<(), ChartError> {
    let column_of = |at: f64| (x.pixel(at) - x.start).floor() as i64;
    for stretch in by_column(&series.segments, column_of) {
        canvas.shade(&outline(&stretch, x, y), color, BAND_OPACITY)?;
    }
    Ok(())
}

/// The corners of a stretch in pixels: along the upper edge and back along the lower one.
fn outline(stretch: &[Column], x: &Scale, y: &Scale) -> Vec<Point> {
    let (top, bottom) = (y.start.min(y.end), y.start.max(y.end));
    let edge = |of: fn(&Column) -> f64| {
        let mut edge: Vec<Point> = stretch
            .iter()
            .map(|column| (x.pixel(column.middle()), y.pixel_nearby(of(column))))
            .collect();
        // A lone column would be too thin to see.
        if let [(at, height)] = edge[..] {
            edge = vec![(at - 0.5, height), (at + 0.5, height)];
        }
        clip::clamped(&edge, top, bottom)
    };
    let mut corners = edge(|column| column.range.high);
    corners.extend(edge(|column| column.range.low).into_iter().rev());
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(points: &[(f64, f64, f64)]) -> Segment<'static> {
        let column = |of: fn(&(f64, f64, f64)) -> f64| points.iter().map(of).collect::<Vec<_>>();
        Segment::new(column(|p| p.0), column(|p| p.1))
            .unwrap()
            .with_standard_errors(column(|p| p.2))
            .unwrap()
    }

    fn tens(x: f64) -> i64 {
        (x / 10.0).floor() as i64
    }

    #[test]
    fn a_column_has_the_lowest_and_the_highest_edge() {
        let points = [(0.0, 5.0, 0.1), (4.0, 9.0, 1.0), (8.0, 2.0, 2.0)];
        let stretches = by_column(&[segment(&points)], tens);
        let [column] = stretches[0][..] else { panic!() };
        assert_eq!(column.middle(), 4.0);
        assert!((column.range.low - (2.0 - 3.919_928)).abs() < 1e-5);
        assert!((column.range.high - (9.0 + 1.959_964)).abs() < 1e-5);
    }

    #[test]
    fn what_is_not_known_breaks_the_band() {
        let nan = f64::NAN;
        for broken in [(20.0, nan, 1.0), (20.0, 0.0, nan), (20.0, 0.0, -1.0)] {
            let points = [(0.0, 0.0, 1.0), (10.0, 0.0, 1.0), broken, (30.0, 0.0, 1.0)];
            let lengths: Vec<usize> = by_column(&[segment(&points)], tens)
                .iter()
                .map(Vec::len)
                .collect();
            assert_eq!(lengths, [2, 1]);
        }
        let apart = [
            segment(&[(0.0, 0.0, 1.0)]),
            segment(&[(1.0, 0.0, 1.0)]),
            segment(&[(50.0, 0.0, 1.0)]),
        ];
        assert_eq!(by_column(&apart, tens).len(), 2);
        let without = Segment::new(vec![0.0], vec![1.0]).unwrap();
        assert!(by_column(&[without], tens).is_empty());
    }

    #[test]
    fn a_million_points_are_two_a_column() {
        let points: Vec<_> = (0..1_000_000)
            .map(|i| (f64::from(i), f64::from(i % 7), 1.0))
            .collect();
        let stretches = by_column(&[segment(&points)], |x| (x / 1000.0) as i64);
        assert_eq!(stretches.len(), 1);
        assert_eq!(stretches[0].len(), 1000);
    }

    #[test]
    fn an_outline_stays_inside_the_frame_and_is_wide_enough_to_see() {
        let scale = |start, end| {
            Scale::new(
                Range {
                    low: 0.0,
                    high: 10.0,
                },
                start,
                end,
            )
        };
        let (x, y) = (scale(0.0, 100.0), scale(50.0, 0.0));
        let lone = by_column(&[segment(&[(5.0, 5.0, 1e299)])], tens);
        assert_eq!(
            outline(&lone[0], &x, &y),
            [(49.5, 0.0), (50.5, 0.0), (50.5, 50.0), (49.5, 50.0)]
        );
    }
}
