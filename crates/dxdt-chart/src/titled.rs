//! Panels with a title, a legend and a time axis each.

use super::{
    ChartError, ChartSize, Drawing, Panel, TimeAxis,
    axis::{self, Axis, LINE, Rect},
    canvas::{Align, Canvas, Text},
    cut,
    extent::{Extent, extents},
    header::{Entry, Header},
    label::{clean, elide},
    legend::{Shown, legend},
    lines::{self, CROWD_BUDGET},
    panels::{time_scale, title, value_axis},
    scale::{Range, Scale},
    size::Metrics,
    unit::Unit,
};

/// A panel and the sentence above it.
#[derive(Debug, Clone, PartialEq)]
pub struct TitledPanel<'a> {
    /// What the panel shows, in plain words.
    pub title: String,
    /// The lines.
    pub panel: Panel<'a>,
}

/// A chart of panels that each stand for themselves: every one has a title, its own legend and its own time axis.
///
/// ```
/// use dxdt_chart::{
///     ChartSize, Panel, Segment, Series, SeriesRole, TimeAxis, TitledFigure, TitledPanel, ValueAxis,
/// };
///
/// let line = |label: &str, role, y: [f64; 3]| -> Result<_, dxdt_chart::ChartError> {
///     let segments = vec![Segment::new(vec![0.0, 1.0, 2.0], y.to_vec())?];
///     Ok(Series { label: label.into(), role, segments })
/// };
/// let panel = Panel {
///     quantity: "velocity along x".into(),
///     symbol: "v_x".into(),
///     units: "m/s".into(),
///     axis: ValueAxis::Own,
///     series: vec![
///         line("truth", SeriesRole::Measured, [0.0, 1.0, 2.0])?,
///         line("forward", SeriesRole::Entity(0), [0.5, 1.5, 2.5])?,
///     ],
/// };
/// let figure = TitledFigure {
///     title: "Methods".into(),
///     subtitle: None,
///     time: TimeAxis::Seconds { label: "time".into() },
///     panels: vec![TitledPanel { title: "Forward is early".into(), panel }],
/// };
/// assert!(figure.draw(ChartSize::default())?.svg().contains("Forward is early"));
/// # Ok::<(), dxdt_chart::ChartError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct TitledFigure<'a> {
    /// The headline.
    pub title: String,
    /// A smaller second line, for the source or the settings.
    pub subtitle: Option<String>,
    /// How the x values of all series are to be read.
    pub time: TimeAxis,
    /// The panels from top to bottom.
    pub panels: Vec<TitledPanel<'a>>,
}

/// The height of a title, and of the labels of a time axis, in text sizes.
const TITLE: f64 = 1.9;
const TICKS: f64 = 1.9;
/// The height of the label of the last time axis.
const LABEL: f64 = 1.7;

impl TitledFigure<'_> {
    /// Draws the figure.
    ///
    /// Panels without data are drawn as empty frames that say so.
    ///
    /// # Errors
    ///
    /// [`ChartError::Library`] if the drawing library fails, which no data should make it do.
    pub fn draw(&self, size: ChartSize) -> Result<Drawing, ChartError> {
        let metrics = Metrics::of(size);
        let em = metrics.em;
        let header = Header::new(&self.title, self.subtitle.as_deref(), Vec::new(), &metrics);
        let count = self.panels.len().max(1) as f64;
        let room = metrics.height - header.height - LABEL * em;
        let height = (room / count - (TITLE + TICKS) * em).max(1.0);
        let mut top = header.height;
        let mut placed = Vec::new();
        for panel in &self.panels {
            let rect = Rect {
                left: 0.0,
                right: metrics.width - 1.5 * metrics.margin(),
                top: top + TITLE * em,
                bottom: top + TITLE * em + height,
            };
            top = rect.bottom + TICKS * em;
            placed.push(Placed::new(panel, rect, &metrics));
        }
        let lines = placed.iter().map(|placed| placed.label.len()).max();
        let label_width = lines.unwrap_or(0) as f64 * LINE * em;
        let ticks = placed.iter().map(|placed| placed.y.label_width(&metrics));
        let left = metrics.margin() + label_width + ticks.fold(0.0, f64::max) + 0.6 * em;
        Canvas::paint(size, |canvas| {
            header.draw(canvas, &metrics)?;
            let last = placed.len().saturating_sub(1);
            for (index, mut placed) in placed.into_iter().enumerate() {
                placed.rect.left = left;
                placed.draw(canvas, &self.time, index == last, &metrics)?;
            }
            Ok(())
        })
    }
}

/// A panel with its place and its vertical axis.
struct Placed<'a> {
    panel: &'a TitledPanel<'a>,
    rect: Rect,
    y: Axis,
    label: Vec<String>,
    unit: Option<&'a Unit>,
    extent: Option<Extent>,
}

impl<'a> Placed<'a> {
    fn new(panel: &'a TitledPanel<'a>, rect: Rect, metrics: &Metrics) -> Self {
        let extent = extents(std::slice::from_ref(&panel.panel))
            .into_iter()
            .next()
            .flatten();
        let (y, symbol, unit) = value_axis(&panel.panel, extent, &rect, metrics);
        let height = rect.bottom - rect.top;
        Self {
            label: title(&panel.panel.quantity, &symbol, height, metrics),
            panel,
            rect,
            y,
            unit,
            extent,
        }
    }

    fn draw(
        &self,
        canvas: &Canvas<'_>,
        time: &TimeAxis,
        is_last: bool,
        metrics: &Metrics,
    ) -> Result<(), ChartError> {
        let em = metrics.em;
        let (rect, panel) = (&self.rect, &self.panel.panel);
        self.draw_heading(canvas, metrics)?;
        let at = metrics.margin() + 0.2 * em;
        axis::draw_y_title(canvas, rect, &self.label, at, metrics)?;
        let Some(extent) = self.extent else {
            let none = Axis {
                scale: Scale::new(Range::UNIT, rect.left, rect.right),
                ticks: Vec::new(),
            };
            axis::draw_grid(canvas, rect, &none, &self.y, metrics)?;
            return axis::draw_no_data(canvas, rect, metrics);
        };
        let ends = [rect.left, rect.right];
        let scale = time_scale(time, Some(extent.x), panel.series.iter(), ends, em);
        let fits = |ticks: &[_]| axis::fits_across(ticks, &scale, metrics);
        let (ticks, x_label) = time.ticks(&scale.shown(), extent.x, fits);
        let x = Axis { scale, ticks };
        axis::draw_grid(canvas, rect, &x, &self.y, metrics)?;
        axis::draw_y_labels(canvas, rect, &self.y, metrics)?;
        lines::draw(
            canvas,
            &panel.series,
            rect,
            [&x.scale, &self.y.scale],
            CROWD_BUDGET,
            metrics,
        )?;
        axis::draw_folds(canvas, rect, &x.scale, metrics)?;
        cut::draw_notes(canvas, &extent.beyond, self.unit, rect, metrics)?;
        // Left of the ticks where there is room: the panels need not have the same unit of time.
        let has_room = metrics.font.width(&x_label, em, false) + 1.8 * em < rect.left;
        if has_room {
            let style = Text {
                align: Align::End,
                ..Text::new(em)
            };
            let at = (rect.left - 1.2 * em, rect.bottom + 0.95 * em);
            canvas.text(&clean(&x_label), at, style)?;
        }
        let label = if is_last && !has_room {
            x_label.as_str()
        } else {
            ""
        };
        axis::draw_x_labels(canvas, rect, &x, label, metrics)
    }

    /// The title from the left edge of the frame, the legend to its right edge.
    fn draw_heading(&self, canvas: &Canvas<'_>, metrics: &Metrics) -> Result<(), ChartError> {
        let em = metrics.em;
        let middle = self.rect.top - 0.85 * em;
        let cuts = self.extent.map(|extent| extent.cuts);
        let series = &self.panel.panel.series;
        let shown = Shown {
            cuts,
            points: lines::shows_points(series),
        };
        let entries = legend(series.iter(), shown, metrics);
        let width = |text: &str| metrics.font.width(text, em, false);
        let entry_width = |entry: &Entry| entry.mark.width(em) + 0.5 * em + width(&entry.label);
        let total: f64 = entries
            .iter()
            .map(|entry| entry_width(entry) + 1.4 * em)
            .sum();
        let mut x = (self.rect.right - total + 1.4 * em).max(self.rect.left);
        let room = if entries.is_empty() {
            self.rect.width()
        } else {
            x - self.rect.left - 1.4 * em
        };
        let bold = |text: &str| metrics.font.width(text, em, true);
        let text = elide(&clean(&self.panel.title), room, bold);
        let style = Text {
            align: Align::Start,
            ..Text::new(em)
        };
        let heading = Text {
            bold: true,
            ..style
        };
        canvas.text(&text, (self.rect.left, middle), heading)?;
        for entry in &entries {
            let left = self.rect.right - x;
            if entry_width(entry) > left + em {
                break;
            }
            entry.mark.draw(canvas, (x, middle), metrics)?;
            let at = (x + entry.mark.width(em) + 0.5 * em, middle);
            canvas.text(&clean(&entry.label), at, style)?;
            x += entry_width(entry) + 1.4 * em;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::panels::tests::series;
    use super::super::{Segment, Series, SeriesRole, ValueAxis};
    use super::*;

    fn figure(panels: Vec<Vec<Series<'static>>>) -> TitledFigure<'static> {
        let panels = panels
            .into_iter()
            .enumerate()
            .map(|(index, series)| TitledPanel {
                title: format!("panel <{index}>"),
                panel: Panel {
                    quantity: "velocity along x".into(),
                    symbol: "v_x".into(),
                    units: "m/s".into(),
                    axis: ValueAxis::Own,
                    series,
                },
            });
        TitledFigure {
            title: "Methods".into(),
            subtitle: None,
            time: TimeAxis::Seconds {
                label: "time".into(),
            },
            panels: panels.collect(),
        }
    }

    #[test]
    fn every_panel_has_its_title_and_legend() {
        let one = vec![
            series(SeriesRole::Measured, &[1.0, 2.0]),
            series(SeriesRole::Entity(0), &[1.0, 3.0]),
        ];
        let svg = figure(vec![one.clone(), one])
            .draw(ChartSize::default())
            .unwrap()
            .into_svg();
        assert!(svg.contains("panel &lt;0&gt;") && svg.contains("panel &lt;1&gt;"));
        assert_eq!(svg.matches("Entity(0)").count(), 2);
    }

    #[test]
    fn any_data_and_any_size_is_drawn() {
        let empty = Series {
            label: String::new(),
            role: SeriesRole::Main,
            segments: vec![Segment::new(vec![], vec![]).unwrap()],
        };
        let crowded: Vec<_> = (0..8).map(|_| vec![empty.clone()]).collect();
        for panels in [
            Vec::new(),
            crowded,
            vec![vec![series(SeriesRole::Main, &[f64::NAN])], Vec::new()],
            vec![vec![series(SeriesRole::Main, &[1e299, -1e299])]],
        ] {
            for size in [ChartSize::MIN, ChartSize::default()] {
                assert!(figure(panels.clone()).draw(size).is_ok());
            }
        }
    }
}
