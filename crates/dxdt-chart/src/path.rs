//! The path in the plane.

use super::{
    ChartError, ChartSize, Drawing, Ground, Panel, Series, TimeAxis, TrackColors, Units,
    axis::{self, LINE},
    canvas::{Align, Canvas, Text},
    cut,
    header::Header,
    legend::{Shown, legend},
    lines::{self, CROWD_BUDGET},
    path_layout::{Bar, Layout, Third, ranges},
    size::Metrics,
    style::{FRAME, LEVELS, Stroke},
    track_colors::Levels,
    tracks,
};

/// A chart of paths in a plane, y over x or north over east, in true proportions.
///
/// Arrowheads show the direction; the start and the end are marked. The page is as large as the path needs, and no larger than
/// the size that is asked for.
///
/// ```
/// use dxdt_chart::{ChartSize, PathFigure, Segment, Series, SeriesRole};
///
/// let (east, north) = ([0.0, 30.0, 60.0, 60.0], [0.0, 0.0, 10.0, 40.0]);
/// let walk = Series {
///     label: "walk".into(),
///     role: SeriesRole::Main,
///     segments: vec![Segment::new(&east, &north)?],
/// };
/// let figure = PathFigure {
///     title: "Path".into(),
///     subtitle: None,
///     x: "east".into(),
///     y: "north".into(),
///     units: "m".into(),
///     aspect: 1.0,
///     ground: None,
///     tracks: vec![walk],
///     colors: None,
///     third: None,
/// };
/// let drawing = figure.draw(ChartSize::default())?;
/// assert!(drawing.svg().contains("north (m)"));
/// # Ok::<(), dxdt_chart::ChartError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PathFigure<'a> {
    /// The headline.
    pub title: String,
    /// A smaller second line, for the source or the settings.
    pub subtitle: Option<String>,
    /// What the horizontal axis shows, such as `east`.
    pub x: String,
    /// What the vertical axis shows, such as `north`.
    pub y: String,
    /// The units that both axes can be read in, such as m.
    pub units: Units,
    /// How long a unit of y is drawn, where one of x is 1.
    pub aspect: f64,
    /// The ground under the paths: a bar shows how long things are, and an arrow where north is.
    pub ground: Option<Ground>,
    /// The paths, in the order of time.
    pub tracks: Vec<Series<'a>>,
    /// The values that color the only track.
    pub colors: Option<TrackColors<'a>>,
    /// What is not seen in the plane, over time.
    pub third: Option<(TimeAxis, Panel<'a>)>,
}

impl PathFigure<'_> {
    /// Draws the figure.
    ///
    /// A figure without points is drawn as an empty frame that says so.
    ///
    /// # Errors
    ///
    /// [`ChartError::Library`] if the drawing library fails, which no data should make it do.
    pub fn draw(&self, size: ChartSize) -> Result<Drawing, ChartError> {
        let levels = self.colors.as_ref().and_then(Levels::of);
        let data = ranges(&self.tracks);
        let mut metrics = Metrics::of(size);
        let asked = metrics;
        let mut header = self.header(&metrics);
        // A narrow page may need more rows for the legend.
        for _ in 0..2 {
            let layout = Layout::new(self, data, levels, &header, &asked);
            metrics.width = layout.page[0].round();
            header = self.header(&metrics);
        }
        let layout = Layout::new(self, data, levels, &header, &asked);
        [metrics.width, metrics.height] = layout.page.map(f64::round);
        Canvas::paint(size.shrunk(metrics.width, metrics.height), |canvas| {
            header.draw(canvas, &metrics)?;
            self.draw_map(canvas, &layout, &metrics)?;
            if let Some(bar) = &layout.bar {
                bar.draw(canvas, &metrics)?;
            }
            match &layout.third {
                Some(third) => third.draw(canvas, &metrics),
                None => Ok(()),
            }
        })
    }

    fn header(&self, metrics: &Metrics) -> Header {
        let mut legend = legend(self.tracks.iter(), Shown::default(), metrics);
        legend.extend(tracks::ends_legend(&self.tracks));
        Header::new(&self.title, self.subtitle.as_deref(), legend, metrics)
    }

    fn draw_map(
        &self,
        canvas: &Canvas<'_>,
        layout: &Layout<'_>,
        metrics: &Metrics,
    ) -> Result<(), ChartError> {
        let Layout { rect, x, y, .. } = layout;
        axis::draw_grid(canvas, rect, x, y, metrics)?;
        axis::draw_y_labels(canvas, rect, y, metrics)?;
        let title = std::slice::from_ref(&layout.y_title);
        let left = rect.left - y.label_width(metrics) - (LINE + 0.4) * metrics.em;
        axis::draw_y_title(canvas, rect, title, left, metrics)?;
        axis::draw_x_labels(canvas, rect, x, &layout.x_title, metrics)?;
        if self
            .tracks
            .iter()
            .all(|track| track.points().next().is_none())
        {
            return axis::draw_no_data(canvas, rect, metrics);
        }
        let levels = layout.bar.as_ref().map(|bar| &bar.levels);
        let colors = self.colors.as_ref().zip(levels);
        let scales = [&x.scale, &y.scale];
        let lines = tracks::draw(canvas, &self.tracks, colors, scales, rect, metrics)?;
        match &self.ground {
            Some(ground) => ground.draw(canvas, rect, &x.scale, &lines, metrics),
            None => Ok(()),
        }
    }
}

impl Bar {
    fn draw(&self, canvas: &Canvas<'_>, metrics: &Metrics) -> Result<(), ChartError> {
        let em = metrics.em;
        let (rect, axis) = (&self.rect, &self.axis);
        let height = rect.height() / LEVELS as f64;
        for level in 0..LEVELS {
            let bottom = rect.bottom - level as f64 * height;
            // Up to the top, so that no seam shows between two colors; the next one covers it.
            let color = Levels::color(level);
            canvas.rectangle((rect.left, rect.top), (rect.right, bottom), color)?;
        }
        let width = metrics.stroke.round().max(1.0);
        axis::draw_frame(canvas, rect, width)?;
        let style = Text {
            align: Align::Start,
            ..Text::new(em)
        };
        for tick in &axis.ticks {
            let at = axis.sharp(tick);
            let ends = [(rect.right, at), (rect.right + 0.32 * em, at)];
            canvas.line(&ends, Stroke::new(FRAME, width))?;
            canvas.text(&tick.label, (rect.right + 0.6 * em, at), style)?;
        }
        let left = rect.right + 1.8 * em + axis.label_width(metrics);
        axis::draw_y_title(canvas, rect, &self.title, left, metrics)
    }
}

impl Third<'_> {
    fn draw(&self, canvas: &Canvas<'_>, metrics: &Metrics) -> Result<(), ChartError> {
        let Self { rect, x, y, .. } = self;
        let em = metrics.em;
        axis::draw_grid(canvas, rect, x, y, metrics)?;
        axis::draw_y_labels(canvas, rect, y, metrics)?;
        let lines = LINE * self.title.len() as f64;
        let left = rect.left - y.label_width(metrics) - (lines + 0.4) * em;
        axis::draw_y_title(canvas, rect, &self.title, left, metrics)?;
        let Some(extent) = &self.extent else {
            return axis::draw_no_data(canvas, rect, metrics);
        };
        let series = &self.panel.series;
        let scales = [&x.scale, &y.scale];
        lines::draw(canvas, series, rect, scales, CROWD_BUDGET, metrics)?;
        axis::draw_folds(canvas, rect, &x.scale, metrics)?;
        cut::draw_notes(canvas, &extent.beyond, self.unit, rect, metrics)?;
        axis::draw_x_labels(canvas, rect, x, &self.x_title, metrics)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Segment, SeriesRole, ValueAxis};
    use super::*;

    fn figure(points: &[(f64, f64)]) -> PathFigure<'static> {
        let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        PathFigure {
            title: "Path".into(),
            subtitle: None,
            x: "east".into(),
            y: "north".into(),
            units: "m".into(),
            aspect: 1.0,
            ground: None,
            tracks: vec![Series {
                label: "path".into(),
                role: SeriesRole::Main,
                segments: vec![Segment::new(x, y).unwrap()],
            }],
            colors: None,
            third: None,
        }
    }

    fn size(figure: &PathFigure<'_>) -> [f64; 2] {
        let svg = figure.draw(ChartSize::default()).unwrap().into_svg();
        ["width", "height"].map(|name| {
            let at = svg.find(name).unwrap() + name.len() + 2;
            let end = svg[at..].find('"').unwrap();
            svg[at..at + end].parse().unwrap()
        })
    }

    #[test]
    fn the_page_fits_the_track() {
        let [wide, low] = size(&figure(&[(0.0, 0.0), (1000.0, 10.0)]));
        assert!(wide > 1200.0 && low < 400.0, "{wide} {low}");
        let [narrow, high] = size(&figure(&[(0.0, 0.0), (10.0, 1000.0)]));
        assert!(
            (600.0..700.0).contains(&narrow) && high > 700.0,
            "{narrow} {high}"
        );
        assert!(size(&figure(&[])).iter().all(|length| *length > 300.0));
        assert!(
            size(&figure(&[(3.0, 3.0)]))
                .iter()
                .all(|length| *length > 300.0)
        );
    }

    #[test]
    fn a_track_has_its_colors_ground_and_third_axis() {
        let mut path = figure(&[(0.0, 0.0), (100.0, 0.0), (100.0, 80.0)]);
        path.ground = Some(Ground { meters: 1.0 });
        path.colors = Some(TrackColors {
            quantity: "speed".into(),
            units: "m/s".into(),
            values: vec![vec![1.0, 5.0, f64::NAN]],
            over_time: vec![Segment::new(vec![0.0, 1.0], vec![1.0, 5.0]).unwrap()],
        });
        let height = Series {
            label: "path".into(),
            role: SeriesRole::Main,
            segments: vec![Segment::new(vec![0.0, 1.0], vec![7.0, 9.0]).unwrap()],
        };
        path.third = Some((
            TimeAxis::Seconds {
                label: "time".into(),
            },
            Panel {
                quantity: "height".into(),
                symbol: "z".into(),
                units: "m".into(),
                axis: ValueAxis::Own,
                series: vec![height],
            },
        ));
        let svg = path.draw(ChartSize::default()).unwrap().into_svg();
        for text in ["speed (m/s)", "20 m", ">\nN\n", "z (m)", "time (s)"] {
            assert!(svg.contains(text), "{text}");
        }
        for size in [ChartSize::MIN, ChartSize::SLIDE, ChartSize::COLUMN] {
            assert!(path.draw(size).is_ok());
        }
    }
}
