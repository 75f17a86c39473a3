//! Lays out and draws a [`Figure`].

use super::{
    ChartError, ChartSize, Drawing, Figure, Panel, Series, TimeAxis, ValueAxis,
    axis::{self, Axis, LINE, Rect},
    canvas::Canvas,
    cut,
    extent::{Cuts, Extent, extents},
    fold::Folds,
    header::Header,
    label::{clean, elide},
    legend::{Shown, legend},
    lines::{self, CROWD_BUDGET},
    number,
    scale::{Range, Scale},
    size::Metrics,
    unit::Unit,
};

/// A panel with its place and its vertical axis.
struct Placed<'a> {
    panel: &'a Panel<'a>,
    rect: Rect,
    y: Axis,
    title: Vec<String>,
    unit: Option<&'a Unit>,
    extent: Option<Extent>,
}

pub(super) fn draw(figure: &Figure<'_>, size: ChartSize) -> Result<Drawing, ChartError> {
    let metrics = Metrics::of(size);
    let em = metrics.em;
    let extents = extents(&figure.panels);
    let cuts = extents.iter().flatten().map(|extent| extent.cuts);
    let legend = legend(
        figure.panels.iter().flat_map(|panel| &panel.series),
        Shown {
            cuts: Some(cuts.fold(Cuts::default(), Cuts::or)),
            points: figure
                .panels
                .iter()
                .any(|panel| lines::shows_points(&panel.series)),
        },
        &metrics,
    );
    let header = Header::new(&figure.title, figure.subtitle.as_deref(), legend, &metrics);

    let data_x = extents
        .iter()
        .flatten()
        .map(|extent| extent.x)
        .reduce(Range::union);
    let mut panels = place(figure, &extents, &header, &metrics);

    // The frames start right of the widest labels, and all at the same place.
    let lines = panels.iter().map(|placed| placed.title.len()).max();
    let title_width = lines.unwrap_or(0) as f64 * LINE * em;
    let widths = panels.iter().map(|placed| placed.y.label_width(&metrics));
    let left = metrics.margin() + title_width + widths.fold(0.0, f64::max) + 0.6 * em;
    for placed in &mut panels {
        placed.rect.left = left;
    }

    let series = figure.panels.iter().flat_map(|panel| &panel.series);
    let scale = time_scale(
        &figure.time,
        data_x,
        series,
        [left, metrics.width - 1.5 * metrics.margin()],
        em,
    );
    let fits = |ticks: &[_]| axis::fits_across(ticks, &scale, &metrics);
    let (ticks, x_label) = match data_x {
        Some(data) => figure.time.ticks(&scale.shown(), data, fits),
        None => (Vec::new(), String::new()),
    };
    let x = Axis { scale, ticks };

    let budget = CROWD_BUDGET / panels.len().max(1);
    Canvas::paint(size, |canvas| {
        header.draw(canvas, &metrics)?;
        for placed in &panels {
            draw_panel(canvas, placed, &x, budget, &metrics)?;
        }
        match panels.last() {
            Some(bottom) => axis::draw_x_labels(canvas, &bottom.rect, &x, &x_label, &metrics),
            None => axis::draw_no_data(canvas, &page(&header, &metrics), &metrics),
        }
    })
}

/// The scale of a time axis between two pixels: all data and a little air, with long gaps folded.
pub(super) fn time_scale<'a>(
    time: &TimeAxis,
    data: Option<Range>,
    series: impl Iterator<Item = &'a Series<'a>>,
    [start, end]: [f64; 2],
    em: f64,
) -> Scale {
    const AIR: f64 = 0.015;
    let Some(data) = data else {
        return Scale::new(Range::UNIT, start, end);
    };
    if data.is_constant(data.magnitude() * 1e-15) {
        let reach = time.default_reach().max(data.magnitude() * 1e-6);
        return Scale::new(data.widened(reach), start, end);
    }
    let folds = Folds::of(series, em);
    let air = AIR * (data.span() - folds.hidden());
    Scale {
        folds,
        ..Scale::new(data.widened(air), start, end)
    }
}

/// The space for all panels.
fn page(header: &Header, metrics: &Metrics) -> Rect {
    Rect {
        left: metrics.margin(),
        right: metrics.width - 1.5 * metrics.margin(),
        top: header.height,
        bottom: metrics.height - axis::x_labels_height(metrics),
    }
}

/// Gives each panel the same height, and its vertical axis.
fn place<'a>(
    figure: &'a Figure<'_>,
    extents: &[Option<Extent>],
    header: &Header,
    metrics: &Metrics,
) -> Vec<Placed<'a>> {
    let page = page(header, metrics);
    let gap = 0.9 * metrics.em;
    let count = figure.panels.len().max(1) as f64;
    let height = ((page.height() + gap) / count - gap).max(1.0);
    let mut top = page.top;
    let mut placed = Vec::new();
    for (panel, extent) in figure.panels.iter().zip(extents) {
        let rect = Rect {
            top,
            bottom: top + height,
            ..page
        };
        top += height + gap;
        let (y, symbol, unit) = value_axis(panel, *extent, &rect, metrics);
        placed.push(Placed {
            panel,
            rect,
            y,
            title: title(&panel.quantity, &symbol, height, metrics),
            unit,
            extent: *extent,
        });
    }
    placed
}

/// The vertical axis of a panel in the unit that suits it, and its symbol with the unit.
pub(super) fn value_axis<'p>(
    panel: &'p Panel<'_>,
    extent: Option<Extent>,
    rect: &Rect,
    metrics: &Metrics,
) -> (Axis, String, Option<&'p Unit>) {
    let range = extent.map_or(Range::UNIT, |extent| extent.y);
    let scale = Scale::new(range, rect.bottom, rect.top);
    let unit = panel.units.suiting(range.magnitude());
    let fits = |ticks: &[_]| axis::fits_upwards(ticks, &scale, metrics);
    let (mut ticks, mut symbol) = number::value_ticks(&scale, &panel.symbol, unit, fits);
    if panel.axis == ValueAxis::Decades {
        ticks = number::decades(range, fits);
        symbol = number::symbol(&panel.symbol, unit);
    }
    if extent.is_none() {
        ticks.clear();
    }
    (Axis { scale, ticks }, symbol, unit)
}

/// The lines of a panel's label: the quantity in words if there is room, then symbol and unit.
pub(super) fn title(quantity: &str, symbol: &str, room: f64, metrics: &Metrics) -> Vec<String> {
    let width = |text: &str| metrics.font.width(text, metrics.em, false);
    let quantity = clean(quantity);
    let mut lines = Vec::new();
    let has_room = width(&quantity) <= room && metrics.width > 50.0 * metrics.em;
    if has_room && !quantity.is_empty() && !symbol.starts_with(&quantity) {
        lines.push(quantity);
    }
    lines.push(elide(symbol, room, width));
    lines
}

fn draw_panel(
    canvas: &Canvas<'_>,
    placed: &Placed<'_>,
    x: &Axis,
    crowd_budget: usize,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let Placed { panel, rect, y, .. } = placed;
    axis::draw_grid(canvas, rect, x, y, metrics)?;
    axis::draw_y_labels(canvas, rect, y, metrics)?;
    axis::draw_y_title(
        canvas,
        rect,
        &placed.title,
        metrics.margin() + 0.2 * metrics.em,
        metrics,
    )?;
    let Some(extent) = &placed.extent else {
        return axis::draw_no_data(canvas, rect, metrics);
    };
    lines::draw(
        canvas,
        &panel.series,
        rect,
        [&x.scale, &y.scale],
        crowd_budget,
        metrics,
    )?;
    axis::draw_folds(canvas, rect, &x.scale, metrics)?;
    cut::draw_notes(canvas, &extent.beyond, placed.unit, rect, metrics)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{Segment, SeriesRole};
    use super::*;

    /// A panel of these series, as SVG.
    pub fn figure(series: Vec<Series<'static>>) -> String {
        let panel = Panel {
            quantity: "velocity along x".into(),
            symbol: "v_x".into(),
            units: "m/s".into(),
            axis: ValueAxis::Own,
            series,
        };
        let figure = Figure {
            title: "Velocity".into(),
            subtitle: None,
            time: TimeAxis::Seconds {
                label: "time".into(),
            },
            panels: vec![panel],
        };
        figure.draw(ChartSize::default()).unwrap().into_svg()
    }

    /// A series of a role at whole seconds.
    pub fn series(role: SeriesRole, y: &[f64]) -> Series<'static> {
        let x: Vec<f64> = (0..y.len()).map(|i| i as f64).collect();
        Series {
            label: format!("{role:?}"),
            role,
            segments: vec![Segment::new(x, y.to_vec()).unwrap()],
        }
    }

    #[test]
    fn what_is_empty_says_so() {
        assert!(figure(vec![]).contains("no data"));
        assert!(figure(vec![series(SeriesRole::Main, &[f64::NAN])]).contains("no data"));
        assert!(!figure(vec![series(SeriesRole::Main, &[1.0])]).contains("no data"));
    }

    #[test]
    fn a_value_that_is_not_finite_breaks_the_line() {
        let whole = figure(vec![series(SeriesRole::Main, &[1.0, 2.0, 3.0, 4.0, 5.0])]);
        let broken = figure(vec![series(
            SeriesRole::Main,
            &[1.0, 2.0, f64::NAN, 4.0, 5.0],
        )]);
        let lines = |svg: &str| svg.matches("<polyline").count();
        assert_eq!(lines(&broken), lines(&whole) + 1);
    }

    #[test]
    fn a_crowd_is_counted_and_drawn_with_few_points() {
        let y: Vec<f64> = (0..5000).map(|i| f64::from(i * 7919 % 1000)).collect();
        let crowd = (0..300).map(|i| series(SeriesRole::Entity(i), &y));
        let svg = figure(crowd.collect());
        assert!(svg.contains("292 more"));
        assert!(svg.len() < 3_000_000, "{}", svg.len());
    }

    #[test]
    fn the_same_figure_gives_the_same_bytes() {
        let draw = || figure(vec![series(SeriesRole::Compared, &[1.0, -2.0, 0.5])]);
        assert_eq!(draw(), draw());
    }
}
