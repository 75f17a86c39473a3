//! The path in the plane.

use super::{
    ChartError, ChartSize, Drawing, Series,
    axis::{self, Axis, LINE, Rect},
    canvas::Canvas,
    font,
    header::Header,
    label::{clean, elide},
    legend::legend,
    number::{self, Step, finest_step},
    scale::{Range, Scale, bounds},
    size::Metrics,
    tracks,
};

/// A chart of paths in a plane, y over x or north over east, with the same scale on both axes.
///
/// Arrowheads show the direction; the start and the end are marked.
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
///     unit: Some("m".into()),
///     tracks: vec![walk],
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
    /// The unit of both axes, such as `m`.
    pub unit: Option<String>,
    /// The paths, with x and y in `unit` and in the order of time.
    pub tracks: Vec<Series<'a>>,
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
        let metrics = Metrics::of(size);
        let mut legend = legend(self.tracks.iter(), None, &metrics);
        legend.extend(tracks::ends_legend(&self.tracks));
        let header = Header::new(&self.title, self.subtitle.as_deref(), legend, &metrics);
        let data = bounds(self.tracks.iter().flat_map(Series::points));

        // The labels of the vertical axis decide where the frame starts, and the frame decides about the labels; the
        // second round has the right ones.
        let beside_labels = metrics.margin() + (LINE + 0.6) * metrics.em;
        let first = self.plane(data, beside_labels, &header, &metrics);
        let left = beside_labels + first.y.label_width(&metrics);
        let Plane {
            rect,
            x,
            y,
            x_title,
            y_title,
        } = self.plane(data, left, &header, &metrics);

        Canvas::paint(size, |canvas| {
            header.draw(canvas, &metrics)?;
            axis::draw_grid(canvas, &rect, &x, &y, &metrics)?;
            axis::draw_y_labels(canvas, &rect, &y, &metrics)?;
            axis::draw_y_title(
                canvas,
                &rect,
                &[y_title],
                metrics.margin() + 0.2 * metrics.em,
                &metrics,
            )?;
            axis::draw_x_labels(canvas, &rect, &x, &x_title, &metrics)?;
            if data.is_none() {
                return axis::draw_no_data(canvas, &rect, &metrics);
            }
            tracks::draw(canvas, &self.tracks, &x.scale, &y.scale, &metrics)
        })
    }

    /// The frame that starts at `left`, with its axes.
    fn plane(
        &self,
        data: Option<(Range, Range)>,
        left: f64,
        header: &Header,
        metrics: &Metrics,
    ) -> Plane {
        let rect = Rect {
            left,
            right: metrics.width - 1.5 * metrics.margin(),
            top: header.height,
            bottom: metrics.height - axis::x_labels_height(metrics),
        };
        let (x, y) = equal_scales(data, &rect);
        let x_step = finest_step(x.range, |ticks| axis::fits_across(ticks, &x, metrics));
        let y_step = finest_step(y.range, |ticks| axis::fits_upwards(ticks, &y, metrics));
        // Squares, unless one side is too short for them.
        let step = x_step.max(y_step);
        let axis = |scale: Scale, name: &str, own: Step| {
            let has_room = step.values(scale.range).len() > 1;
            let (ticks, notation) = number::ticks(scale.range, if has_room { step } else { own });
            let ticks = if data.is_some() { ticks } else { Vec::new() };
            let unit = self.unit.as_deref().map(clean);
            let title = notation.describe(&clean(name), unit.as_deref());
            (Axis { scale, ticks }, title)
        };
        let (x, x_title) = axis(x, &self.x, x_step);
        let (y, y_title) = axis(y, &self.y, y_step);
        let y_title = elide(&y_title, rect.height(), |text| {
            font::width(text, metrics.em, false)
        });
        Plane {
            rect,
            x,
            y,
            x_title,
            y_title,
        }
    }
}

/// The frame of a path with its axes and their titles.
struct Plane {
    rect: Rect,
    x: Axis,
    y: Axis,
    x_title: String,
    y_title: String,
}

/// Scales with as many pixels per unit on both axes, the data in the middle.
fn equal_scales(data: Option<(Range, Range)>, rect: &Rect) -> (Scale, Scale) {
    let unit = Range {
        low: 0.0,
        high: 1.0,
    };
    let (x, y) = data.unwrap_or((unit, unit));
    let magnitude = x.magnitude().max(y.magnitude());
    let is_point = x.is_constant(1e-14 * magnitude) && y.is_constant(1e-14 * magnitude);
    let units_per_pixel = if is_point {
        2.0 * if magnitude < 1e-280 {
            1.0
        } else {
            0.1 * magnitude
        } / rect.height()
    } else {
        (1.1 * x.span() / rect.width()).max(1.1 * y.span() / rect.height())
    };
    let scale = |data: Range, start: f64, end: f64| {
        let reach = units_per_pixel * (end - start).abs() / 2.0;
        let middle = data.middle();
        let range = Range {
            low: middle - reach,
            high: middle + reach,
        };
        Scale { range, start, end }
    };
    (
        scale(x, rect.left, rect.right),
        scale(y, rect.bottom, rect.top),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metre_is_as_long_on_both_axes() {
        let rect = Rect {
            left: 100.0,
            right: 1100.0,
            top: 50.0,
            bottom: 550.0,
        };
        let (wide, low) = (
            Range {
                low: 0.0,
                high: 1000.0,
            },
            Range {
                low: 5.0,
                high: 6.0,
            },
        );
        for data in [(wide, low), (low, wide), (low, low)] {
            let (x, y) = equal_scales(Some(data), &rect);
            let per_unit = |scale: &Scale| scale.length() / scale.range.span();
            assert!((per_unit(&x) / per_unit(&y) - 1.0).abs() < 1e-9);
            assert!(x.range.low < data.0.low && data.0.high < x.range.high);
            assert!(y.range.low < data.1.low && data.1.high < y.range.high);
        }
    }

    #[test]
    fn a_single_point_has_a_range_around_it() {
        let rect = Rect {
            left: 0.0,
            right: 200.0,
            top: 0.0,
            bottom: 100.0,
        };
        let point = Range {
            low: 50.0,
            high: 50.0,
        };
        let (x, y) = equal_scales(Some((point, point)), &rect);
        assert_eq!((y.range.low, y.range.high), (45.0, 55.0));
        assert_eq!((x.range.low, x.range.high), (40.0, 60.0));
    }
}
