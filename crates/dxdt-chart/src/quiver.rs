//! Arrows of a vector field over a map.

use std::{borrow::Cow, ops::Range as Span};

use plotters::style::WHITE;

use super::{
    ChartError,
    canvas::Canvas,
    header::{Entry, Mark},
    number::Step,
    raster::means,
    scale::Scale,
    series::Point,
    size::Metrics,
    style::{INK, Stroke},
};

/// A vector at each cell of a grid, such as the gradient of a field, to be drawn as arrows over a
/// [`HeatMapFigure`](super::HeatMapFigure).
///
/// About 25 arrows are drawn across; where there are more cells, each arrow is the mean of a block of them. The longest
/// arrow just fits its block, and the legend has one of a round length. Arrows point along their components, whatever
/// the scales of the axes: to the right for a positive `x` component, to where y ascends for a positive `y` component.
/// Where a mean is too short for an arrow there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorField<'a> {
    /// What the vectors are, such as `gradient`; for the legend.
    pub label: String,
    /// The unit of the components, such as `mGal/m`.
    pub unit: Option<String>,
    /// The components along ascending x, in rows along y.
    pub x: Cow<'a, [f64]>,
    /// The components along ascending y, in rows along y.
    pub y: Cow<'a, [f64]>,
}

/// How many arrows fit side by side.
const ACROSS: f64 = 25.0;

/// The arrows of a field.
pub(super) struct Quiver {
    /// The middle of each arrow and its components on the page, y downwards.
    arrows: Vec<(Point, Point)>,
    /// Pixels per unit; zero if all vectors are.
    scale: f64,
    /// The longest vector and its length in pixels.
    longest: (f64, f64),
}

impl Quiver {
    /// The arrows over the frame that `x` and `y` span.
    pub fn new(
        field: &VectorField<'_>,
        x_edges: &[f64],
        y_edges: &[f64],
        x: &Scale,
        y: &Scale,
        metrics: &Metrics,
    ) -> Self {
        let spacing = (x.length().max(y.length()) / ACROSS).max(1.7 * metrics.em);
        let (columns, rows) = (blocks(x_edges, x, spacing), blocks(y_edges, y, spacing));
        let sizes = columns.iter().chain(&rows).map(|block| block.length);
        let room = sizes.fold(6.0 * metrics.em, f64::min);
        let row_length = x_edges.len().saturating_sub(1);
        let spans: Vec<_> = columns.iter().map(|block| block.cells.clone()).collect();
        // Pixels count downwards.
        let down = if y.end < y.start { -1.0 } else { 1.0 };
        let mut arrows = Vec::new();
        for row in &rows {
            let u = means(&field.x, row_length, &row.cells, &spans);
            let v = means(&field.y, row_length, &row.cells, &spans);
            let vectors = u.into_iter().zip(v).map(|(u, v)| (u, down * v));
            let placed = columns.iter().map(|column| (column.middle, row.middle));
            arrows.extend(placed.zip(vectors).filter(|(_, v)| is_finite(*v)));
        }
        let longest = arrows
            .iter()
            .map(|(_, v)| v.0.hypot(v.1))
            .fold(0.0, f64::max);
        let length = 0.92 * room;
        let scale = if longest > 1e-290 {
            length / longest
        } else {
            0.0
        };
        Self {
            arrows,
            scale,
            longest: (longest, length),
        }
    }

    pub fn draw(&self, canvas: &Canvas<'_>, metrics: &Metrics) -> Result<(), ChartError> {
        self.arrows.iter().try_for_each(|&(middle, (u, v))| {
            draw_arrow(canvas, middle, (self.scale * u, self.scale * v), metrics)
        })
    }

    /// An arrow of a round length for the legend; none if all vectors are zero.
    pub fn legend(&self, field: &VectorField<'_>) -> Option<Entry> {
        let (longest, length) = self.longest;
        if self.scale == 0.0 {
            return None;
        }
        let mut step = Step::below(longest);
        while step.next().size() <= longest {
            step = step.next();
        }
        let value = step.size();
        let number = step.quantity(field.unit.as_deref());
        Some(Entry {
            label: format!("{}: {number}", field.label),
            mark: Mark::Arrow(length * (value / longest)),
        })
    }
}

fn is_finite((x, y): Point) -> bool {
    x.is_finite() && y.is_finite()
}

/// Neighboring cells that share an arrow.
#[derive(Debug, Clone, PartialEq)]
struct Block {
    cells: Span<usize>,
    /// The middle, in pixels of the page.
    middle: f64,
    /// In pixels.
    length: f64,
}

/// The cells of an axis in blocks of at least `least` pixels; a rest of less than half of that joins the last one.
fn blocks(edges: &[f64], scale: &Scale, least: f64) -> Vec<Block> {
    let pixel = |edge: usize| edges.get(edge).map_or(f64::NAN, |&edge| scale.pixel(edge));
    let block = |cells: Span<usize>| {
        let (from, to) = (pixel(cells.start), pixel(cells.end));
        Block {
            cells,
            middle: f64::midpoint(from, to),
            length: (to - from).abs(),
        }
    };
    let cells = edges.len().saturating_sub(1);
    let mut blocks: Vec<Block> = Vec::new();
    let mut start = 0;
    for end in 1..=cells {
        let next = block(start..end);
        // Within rounding, or even cells would make uneven blocks.
        if next.length >= 0.999 * least {
            start = end;
            blocks.push(next);
        }
    }
    if start < cells {
        let rest = block(start..cells);
        match blocks.last_mut() {
            Some(last) if rest.length < least / 2.0 => *last = block(last.cells.start..cells),
            _ => blocks.push(rest),
        }
    }
    blocks
}

/// An arrow with its middle at a point, dark with a light rim to be seen on any color; none if it would be but a speck.
pub(super) fn draw_arrow(
    canvas: &Canvas<'_>,
    middle: Point,
    vector: Point,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let length = vector.0.hypot(vector.1);
    if length < 0.16 * metrics.em {
        return Ok(());
    }
    let outline = outline(middle, vector, metrics.em);
    let rim = (0.05 * length).min(0.06 * metrics.em);
    let mut around = outline.to_vec();
    around.extend(outline.first());
    canvas.line(&around, Stroke::new(WHITE, 2.0 * rim))?;
    canvas.polygon(&outline, INK)
}

/// The corners of an arrow; a short one is smaller in all its parts.
fn outline(middle: Point, (u, v): Point, em: f64) -> [Point; 7] {
    let length = u.hypot(v);
    let (along, across) = ((u / length, v / length), (-v / length, u / length));
    let head = (0.45 * length).min(0.64 * em).max(0.25 * length);
    let (half_head, half_shaft) = (0.44 * head, 0.12 * head);
    let corner = |forward: f64, side: f64| {
        (
            middle.0 + forward * along.0 + side * across.0,
            middle.1 + forward * along.1 + side * across.1,
        )
    };
    let (tail, neck, tip) = (-length / 2.0, length / 2.0 - head, length / 2.0);
    [
        corner(tail, -half_shaft),
        corner(neck, -half_shaft),
        corner(neck, -half_head),
        corner(tip, 0.0),
        corner(neck, half_head),
        corner(neck, half_shaft),
        corner(tail, half_shaft),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::{ChartSize, scale::Range};
    use super::*;

    fn scale(cells: f64, start: f64, end: f64) -> Scale {
        let range = Range {
            low: 0.0,
            high: cells,
        };
        Scale::new(range, start, end)
    }

    fn edges(cells: u32) -> Vec<f64> {
        (0..=cells).map(f64::from).collect()
    }

    #[test]
    fn small_cells_share_arrows_and_large_ones_do_not() {
        let even = blocks(&edges(40), &scale(40.0, 0.0, 400.0), 20.0);
        assert_eq!(even.len(), 20);
        assert!(even.iter().all(|block| block.cells.len() == 2));
        let large = blocks(&edges(3), &scale(3.0, 300.0, 0.0), 20.0);
        let middles: Vec<f64> = large.iter().map(|block| block.middle).collect();
        assert_eq!(middles, [250.0, 150.0, 50.0]);
        let rest = blocks(&edges(7), &scale(7.0, 0.0, 70.0), 30.0);
        assert_eq!(rest.last().map(|block| block.cells.clone()), Some(3..7));
        assert!(blocks(&[], &scale(1.0, 0.0, 70.0), 30.0).is_empty());
    }

    fn quiver(u: f64, v: f64, y: Scale) -> (Quiver, Option<Entry>) {
        let field = VectorField {
            label: "gradient".into(),
            unit: Some("K/m".into()),
            x: vec![u, 0.0, f64::NAN, u].into(),
            y: vec![v, 0.0, 1.0, f64::NAN].into(),
        };
        let metrics = Metrics::of(ChartSize::default());
        let (x, edges) = (scale(2.0, 0.0, 200.0), edges(2));
        let quiver = Quiver::new(&field, &edges, &edges, &x, &y, &metrics);
        let legend = quiver.legend(&field);
        (quiver, legend)
    }

    #[test]
    fn a_positive_component_points_to_where_y_ascends() {
        let (up, legend) = quiver(3.0, 4.0, scale(2.0, 200.0, 0.0));
        // Vectors without one of their components are left out.
        assert_eq!(up.arrows.len(), 2);
        assert_eq!(up.arrows[0], ((50.0, 150.0), (3.0, -4.0)));
        let (down, _) = quiver(3.0, 4.0, scale(2.0, 0.0, 200.0));
        assert_eq!(down.arrows[0], ((50.0, 50.0), (3.0, 4.0)));
        let legend = legend.unwrap();
        assert_eq!(legend.label, "gradient: 5 K/m");
        assert_eq!(legend.mark, Mark::Arrow(0.92 * 84.0));
    }

    #[test]
    fn vectors_of_zero_have_no_scale() {
        let (quiver, legend) = quiver(0.0, 0.0, scale(2.0, 0.0, 200.0));
        assert_eq!((quiver.arrows.len(), quiver.scale, legend), (2, 0.0, None));
    }

    #[test]
    fn an_arrow_is_as_long_as_its_vector() {
        let corners = outline((10.0, 10.0), (30.0, 40.0), 14.0);
        assert_eq!(corners[3], (25.0, 30.0));
        let tail = (
            f64::midpoint(corners[0].0, corners[6].0),
            f64::midpoint(corners[0].1, corners[6].1),
        );
        assert!((tail.0 + 5.0).abs() < 1e-9 && (tail.1 + 10.0).abs() < 1e-9);
    }
}
