//! The parts of a [`HeatMapFigure`] below its header, and how they are drawn.

use super::{
    ChartError, HeatMapFigure, VectorField,
    axis::{self, LINE},
    bitmap,
    canvas::{Align, Canvas, Text},
    color_map::{ColorMap, EMPTY},
    header::{Entry, Mark},
    map_layout::Layout,
    quiver::Quiver,
    raster::Raster,
    size::Metrics,
    style::{FRAME, Stroke},
};

/// Everything below the header.
pub(super) struct Plan {
    layout: Layout,
    pixels: Raster,
    /// `None` if there are no values.
    colors: Option<ColorMap>,
    quiver: Option<Quiver>,
}

impl Plan {
    /// Decides about everything below the header of a figure, which ends at `top`.
    pub fn new(figure: &HeatMapFigure<'_>, top: f64, metrics: &Metrics) -> Self {
        let raster = |layout: &Layout| {
            let (x, y) = (&layout.x.scale, &layout.y.scale);
            let (columns, rows) = (figure.x.cells.edges(), figure.y.cells.edges());
            Raster::new(figure.values, columns, rows, x, y)
        };
        // The colors span what is shown, and the labels of the color bar take space of their own.
        let mut layout = Layout::new(figure, None, top, metrics);
        let mut pixels = raster(&layout);
        let colors = pixels
            .range()
            .map(|range| ColorMap::new(figure.colors, range));
        if let Some(colors) = &colors {
            layout = Layout::new(figure, Some(colors), top, metrics);
            pixels = raster(&layout);
        }
        let quiver = figure.vectors.as_ref().map(|field| {
            let (x, y) = (&layout.x.scale, &layout.y.scale);
            let (columns, rows) = (figure.x.cells.edges(), figure.y.cells.edges());
            Quiver::new(field, columns, rows, x, y, metrics)
        });
        Self {
            layout,
            pixels,
            colors,
            quiver,
        }
    }

    pub fn legend(&self, field: Option<&VectorField<'_>>) -> Vec<Entry> {
        let quiver = self.quiver.as_ref().zip(field);
        let arrow = quiver.and_then(|(quiver, field)| quiver.legend(field));
        let holes = self.colors.is_some() && self.pixels.has_holes();
        arrow.into_iter().chain(holes.then(empty_entry)).collect()
    }

    /// The map and the color bar as SVG elements.
    pub fn images(&self) -> Result<String, ChartError> {
        let Some(colors) = &self.colors else {
            return Ok(String::new());
        };
        let Layout { frame, bar, .. } = &self.layout;
        let Raster {
            width,
            height,
            values,
        } = &self.pixels;
        let map = values.iter().map(|&value| colors.color(value));
        let steps = bar.height().round() as usize;
        let shade = |step: usize| {
            let share = 1.0 - (step as f64 + 0.5) / steps as f64;
            colors.color(colors.range.low + share * colors.range.span())
        };
        Ok(bitmap::element(frame, (*width, *height), map)?
            + &bitmap::element(bar, (1, steps), (0..steps).map(shade))?)
    }

    pub fn draw(&self, canvas: &Canvas<'_>, metrics: &Metrics) -> Result<(), ChartError> {
        let Layout { frame, x, y, .. } = &self.layout;
        let em = metrics.em;
        let width = metrics.stroke.round().max(1.0);
        let tick = |from, to| canvas.line(&[from, to], Stroke::new(FRAME, width));
        axis::draw_frame(canvas, frame, width)?;
        for at in x.ticks.iter().map(|tick| x.sharp(tick)) {
            tick((at, frame.bottom), (at, frame.bottom + TICK * em))?;
        }
        for at in y.ticks.iter().map(|tick| y.sharp(tick)) {
            tick((frame.left - TICK * em, at), (frame.left, at))?;
        }
        axis::draw_y_labels(canvas, frame, y, metrics)?;
        axis::draw_x_labels(canvas, frame, x, &self.layout.x_title, metrics)?;
        let beside_labels = frame.left - y.label_width(metrics) - (LINE + 0.4) * em;
        let title = std::slice::from_ref(&self.layout.y_title);
        axis::draw_y_title(canvas, frame, title, beside_labels, metrics)?;
        if self.colors.is_none() {
            return axis::draw_no_data(canvas, frame, metrics);
        }
        self.draw_bar(canvas, width, metrics)?;
        match &self.quiver {
            Some(quiver) => quiver.draw(canvas, metrics),
            None => Ok(()),
        }
    }

    /// What is written at the color bar, and its frame.
    fn draw_bar(
        &self,
        canvas: &Canvas<'_>,
        width: f64,
        metrics: &Metrics,
    ) -> Result<(), ChartError> {
        let Layout { bar, colors, .. } = &self.layout;
        let em = metrics.em;
        axis::draw_frame(canvas, bar, width)?;
        let style = Text {
            align: Align::Start,
            ..Text::new(em)
        };
        for tick in &colors.ticks {
            let at = colors.sharp(tick);
            let ends = [(bar.right, at), (bar.right + TICK * em, at)];
            canvas.line(&ends, Stroke::new(FRAME, width))?;
            canvas.text(&tick.label, (bar.right + 0.6 * em, at), style)?;
        }
        let left = bar.right + 1.8 * em + colors.label_width(metrics);
        axis::draw_y_title(canvas, bar, &self.layout.colors_title, left, metrics)
    }
}

/// The length of the marks at ticks, in text sizes.
const TICK: f64 = 0.32;

/// What the legend says of cells without a value.
pub(super) fn empty_entry() -> Entry {
    Entry {
        label: "no value".to_owned(),
        mark: Mark::Square(EMPTY),
    }
}
