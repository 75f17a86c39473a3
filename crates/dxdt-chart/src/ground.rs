//! How long things are on a map, and where north is.

use plotters::style::WHITE;

use super::{
    ChartError,
    axis::Rect,
    canvas::{Align, Canvas, Text},
    number::Step,
    scale::Scale,
    series::Point,
    size::Metrics,
    style::{INK, Stroke},
};

/// The ground under a path whose vertical axis points north.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ground {
    /// The meters of a unit of the horizontal axis, in the middle of the map.
    pub meters: f64,
}

/// The bar is no longer than this share of the frame.
const SHARE: f64 = 0.22;

impl Ground {
    /// Draws a bar with its length and an arrow to the north, in the corner of the frame where the fewest of the points are.
    pub(super) fn draw(
        &self,
        canvas: &Canvas<'_>,
        rect: &Rect,
        x: &Scale,
        lines: &[Vec<Point>],
        metrics: &Metrics,
    ) -> Result<(), ChartError> {
        let em = metrics.em;
        let meters_a_pixel = x.range.span() / x.length() * self.meters;
        let longest = SHARE * rect.width() * meters_a_pixel;
        if !(longest.is_finite() && longest > 1e-290) {
            return Ok(());
        }
        let step = Step::largest_within(longest);
        let (size, unit) = if step.size() < 1000.0 {
            (1.0, "m")
        } else {
            (1000.0, "km")
        };
        let label = Step::largest_within(step.size() / size * 1.000_001).quantity(Some(unit));
        let length = step.size() / meters_a_pixel;
        let needle = 1.6 * em;
        let width = needle + length.max(metrics.font.width(&label, em, false));
        let (width, height) = (width + 1.4 * em, 2.9 * em);
        let corner = corner(rect, [width, height], 0.5 * em, lines);
        let (left, top) = corner;
        let box_ = [
            (left, top),
            (left + width, top),
            (left + width, top + height),
            (left, top + height),
        ];
        canvas.shade(&box_, WHITE, 0.85)?;
        draw_north(canvas, (left + 0.9 * em, top), metrics)?;
        let (from, bar) = (left + 0.7 * em + needle, top + 2.2 * em);
        let stroke = Stroke::new(INK, 1.6 * metrics.stroke);
        canvas.line(&[(from, bar), (from + length, bar)], stroke)?;
        for at in [from, from + length] {
            canvas.line(&[(at, bar - 0.3 * em), (at, bar + 0.3 * em)], stroke)?;
        }
        let style = Text {
            align: Align::Start,
            ..Text::new(em)
        };
        canvas.text(&label, (from, top + 1.0 * em), style)
    }
}

/// An arrow with an N beneath.
fn draw_north(canvas: &Canvas<'_>, (x, top): Point, metrics: &Metrics) -> Result<(), ChartError> {
    let em = metrics.em;
    let tip = (x, top + 0.2 * em);
    let (left, right) = (
        (x - 0.42 * em, top + 1.5 * em),
        (x + 0.42 * em, top + 1.5 * em),
    );
    canvas.polygon(&[tip, left, (x, top + 1.15 * em), right], INK)?;
    let style = Text {
        bold: true,
        ..Text::new(em)
    };
    canvas.text("N", (x, top + 2.2 * em), style)
}

/// The upper left point of a box in the corner of the frame in which the lines have the fewest points.
fn corner(rect: &Rect, [width, height]: [f64; 2], gap: f64, lines: &[Vec<Point>]) -> Point {
    let (left, right) = (rect.left + gap, rect.right - gap - width);
    let (top, bottom) = (rect.top + gap, rect.bottom - gap - height);
    let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
    let mut inside = [0_usize; 4];
    for point in lines.iter().flat_map(|line| between(line, height)) {
        for (count, corner) in inside.iter_mut().zip(corners) {
            let (across, down) = (point.0 - corner.0, point.1 - corner.1);
            let is_in = (0.0..=width).contains(&across) && (0.0..=height).contains(&down);
            *count += usize::from(is_in);
        }
    }
    let fewest = (0..4).min_by_key(|&at| inside[at]).unwrap_or(0);
    corners[fewest]
}

/// The points of a line, and points between those that are further than a length from each other.
fn between(line: &[Point], length: f64) -> impl Iterator<Item = Point> {
    const MOST: f64 = 1000.0;
    let steps = line.windows(2).flat_map(move |two| {
        let [a, b] = [two[0], two[1]];
        let count = ((b.0 - a.0).hypot(b.1 - a.1) / length).clamp(0.0, MOST) as u32;
        (1..=count).map(move |at| {
            let share = f64::from(at) / f64::from(count + 1);
            (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1))
        })
    });
    line.iter().copied().chain(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_is_where_the_line_is_not() {
        let rect = Rect {
            left: 0.0,
            right: 400.0,
            top: 0.0,
            bottom: 300.0,
        };
        let at = |line: &[Point]| corner(&rect, [100.0, 40.0], 5.0, &[line.to_vec()]);
        assert_eq!(at(&[]), (5.0, 255.0));
        // Without a point in the corner, but through it.
        assert_eq!(at(&[(0.0, 250.0), (290.0, 300.0)]), (295.0, 255.0));
        let around = [(20.0, 280.0), (380.0, 280.0), (380.0, 20.0)];
        assert_eq!(at(&around), (5.0, 5.0));
    }
}
