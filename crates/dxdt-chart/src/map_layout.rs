//! Where the parts of a [`HeatMapFigure`] are on the page.

use super::{
    GridAxis, HeatMapFigure,
    axis::{self, Axis, LINE, Rect},
    color_map::ColorMap,
    label::{clean, elide},
    number::{self, Tick, finest_step},
    panels,
    scale::{Range, Scale},
    size::Metrics,
};

/// The frame of the map and the color bar right of it, with their axes.
pub(super) struct Layout {
    pub frame: Rect,
    pub x: Axis,
    pub y: Axis,
    pub x_title: String,
    pub y_title: String,
    pub bar: Rect,
    pub colors: Axis,
    pub colors_title: Vec<String>,
}

/// The widths of labels, in pixels.
#[derive(Default)]
struct Widths {
    y_labels: f64,
    color_labels: f64,
    color_lines: f64,
}

/// The gap between the frame and the color bar, and the width of the bar, in text sizes.
const GAP: f64 = 1.3;
const BAR: f64 = 1.3;

impl Layout {
    /// Lays out the figure below `top`; without `colors` there is no color bar.
    pub fn new(
        figure: &HeatMapFigure<'_>,
        colors: Option<&ColorMap>,
        top: f64,
        metrics: &Metrics,
    ) -> Self {
        // The labels decide where the frame is, and the frame decides about the labels.
        let first = Self::with(figure, colors, top, &Widths::default(), metrics);
        let second = Self::with(figure, colors, top, &first.widths(metrics), metrics);
        Self::with(figure, colors, top, &second.widths(metrics), metrics)
    }

    fn widths(&self, metrics: &Metrics) -> Widths {
        Widths {
            y_labels: self.y.label_width(metrics),
            color_labels: self.colors.label_width(metrics),
            color_lines: self.colors_title.len() as f64,
        }
    }

    fn with(
        figure: &HeatMapFigure<'_>,
        colors: Option<&ColorMap>,
        top: f64,
        widths: &Widths,
        metrics: &Metrics,
    ) -> Self {
        let em = metrics.em;
        let beside_bar = GAP + BAR + 0.6 + 0.5 + LINE * widths.color_lines;
        let right = match colors {
            Some(_) => beside_bar * em + widths.color_labels,
            None => 0.5 * metrics.margin(),
        };
        let room = Rect {
            left: metrics.margin() + (LINE + 0.6) * em + widths.y_labels,
            right: metrics.width - metrics.margin() - right,
            // Half a label may stand above the frame.
            top: top + 0.3 * em,
            bottom: metrics.height - axis::x_labels_height(metrics),
        };
        let frame = frame(figure, &room);
        let (top, bottom) = if figure.y_down {
            (frame.bottom, frame.top)
        } else {
            (frame.top, frame.bottom)
        };
        let x = Scale::new(figure.x.cells.range(), frame.left, frame.right);
        let y = Scale::new(figure.y.cells.range(), bottom, top);
        let (x, x_title) = coordinate(&figure.x, x, |ticks, scale| {
            axis::fits_across(ticks, scale, metrics)
        });
        let (y, y_title) = coordinate(&figure.y, y, |ticks, scale| {
            axis::fits_upwards(ticks, scale, metrics)
        });
        let y_title = elide(&y_title, frame.height(), |text| {
            metrics.font.width(text, em, false)
        });
        let bar_left = (frame.right + GAP * em).round();
        let bar = Rect {
            left: bar_left,
            right: bar_left + (BAR * em).round(),
            ..frame
        };
        let (colors, colors_title) = color_axis(figure, colors, &bar, metrics);
        Self {
            frame,
            x,
            y,
            x_title,
            y_title,
            bar,
            colors,
            colors_title,
        }
    }
}

/// The frame in the space there is, on whole pixels: all of it, or
/// as much from the top on as has the proportions of the grid.
fn frame(figure: &HeatMapFigure<'_>, room: &Rect) -> Rect {
    let (x, y) = (figure.x.cells.range().span(), figure.y.cells.range().span());
    let (wide, high) = (room.width().max(8.0), room.height().max(8.0));
    let mut size = (wide, high);
    if figure.equal_scale && figure.x.unit == figure.y.unit {
        let scale = (wide / x).min(high / y);
        let equal = (x * scale, y * scale);
        // In a narrower frame nothing could be seen.
        if equal.0.min(equal.1) > wide.min(high) / 12.0 {
            size = equal;
        }
    }
    let left = (room.left + (wide - size.0) / 2.0).round();
    let top = room.top.round();
    Rect {
        left,
        right: left + size.0.round(),
        top,
        bottom: top + size.1.round(),
    }
}

/// An axis of coordinates and its title.
fn coordinate(
    axis: &GridAxis<'_>,
    scale: Scale,
    fits: impl Fn(&[Tick], &Scale) -> bool,
) -> (Axis, String) {
    let counted = axis.cells.are_counted();
    let step = finest_step(scale.range, |ticks| {
        // There is no cell number 1.5.
        let whole = !counted || ticks.iter().all(|tick| tick.value.fract() == 0.0);
        whole && fits(ticks, &scale)
    });
    let (mut ticks, notation) = number::ticks(scale.range, step);
    if axis.cells.is_empty() {
        ticks.clear();
    }
    let title = notation.describe(
        &clean(&axis.name),
        axis.unit.as_deref().map(clean).as_deref(),
    );
    (Axis { scale, ticks }, title)
}

/// The axis of the color bar and the lines of its title; nothing is written at a bar that is not there.
fn color_axis(
    figure: &HeatMapFigure<'_>,
    colors: Option<&ColorMap>,
    bar: &Rect,
    metrics: &Metrics,
) -> (Axis, Vec<String>) {
    let nothing = Range {
        low: 0.0,
        high: 1.0,
    };
    let scale = Scale::new(
        colors.map_or(nothing, |colors| colors.range),
        bar.bottom,
        bar.top,
    );
    if colors.is_none() {
        let ticks = Vec::new();
        return (Axis { scale, ticks }, Vec::new());
    }
    let step = finest_step(scale.range, |ticks| {
        axis::fits_upwards(ticks, &scale, metrics)
    });
    let (ticks, notation) = number::ticks(scale.range, step);
    let symbol = notation.describe(
        &clean(&figure.symbol),
        figure.unit.as_deref().map(clean).as_deref(),
    );
    let title = panels::title(&figure.quantity, &symbol, bar.height(), metrics);
    (Axis { scale, ticks }, title)
}

#[cfg(test)]
mod tests {
    use super::super::{Cells, ChartSize, ColorScale};
    use super::*;

    fn layout(x: usize, y: usize, units: [&str; 2], size: (u32, u32)) -> (Layout, Metrics) {
        let axis = |count, unit: &str| GridAxis {
            name: "place".into(),
            unit: Some(unit.into()),
            cells: Cells::counted(count),
        };
        let figure = HeatMapFigure {
            title: "Map".into(),
            subtitle: None,
            x: axis(x, units[0]),
            y: axis(y, units[1]),
            values: &[],
            quantity: "quantity".into(),
            symbol: "f".into(),
            unit: None,
            colors: ColorScale::Sequential,
            vectors: None,
            equal_scale: true,
            y_down: true,
        };
        let data = Range {
            low: -12345.0,
            high: 12345.0,
        };
        let colors = ColorMap::new(ColorScale::Sequential, data);
        let metrics = Metrics::of(ChartSize::new(size.0, size.1).unwrap());
        (Layout::new(&figure, Some(&colors), 50.0, &metrics), metrics)
    }

    #[test]
    fn a_unit_is_as_long_on_both_axes_if_it_is_the_same_and_can_be() {
        let ratio = |layout: &Layout| layout.frame.width() / layout.frame.height();
        for (x, y) in [(300, 200), (200, 300), (1000, 150)] {
            let (layout, _) = layout(x, y, ["m", "m"], (1280, 800));
            let wanted = x as f64 / y as f64;
            assert!((ratio(&layout) / wanted - 1.0).abs() < 0.02, "{x} {y}");
        }
        let (different, _) = layout(200, 300, ["m", "s"], (1280, 800));
        let (narrow, _) = layout(100_000, 3, ["m", "m"], (1280, 800));
        for layout in [different, narrow] {
            assert!(layout.frame.width() > 1000.0 && layout.frame.height() > 600.0);
        }
    }

    #[test]
    fn all_labels_are_on_the_page_and_no_cell_is_halved() {
        for size in [
            (200, 150),
            (480, 320),
            (1280, 800),
            (300, 2000),
            (4000, 300),
        ] {
            let (layout, metrics) = layout(4, 3, ["m", "m"], size);
            let em = metrics.em;
            let left = layout.frame.left - layout.y.label_width(&metrics) - (LINE + 0.6) * em;
            let lines = LINE * layout.colors_title.len() as f64;
            let labels = layout.colors.label_width(&metrics);
            let right = layout.bar.right + labels + (1.1 + lines) * em;
            assert!(left >= 0.0 && right <= metrics.width, "{size:?}");
            let whole = |tick: &Tick| tick.value.fract() == 0.0;
            assert!(layout.x.ticks.iter().chain(&layout.y.ticks).all(whole));
        }
    }
}
