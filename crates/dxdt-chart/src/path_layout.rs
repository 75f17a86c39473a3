//! Where the parts of a [`PathFigure`] are on the page, which is as large as they need.

use super::{
    PathFigure, Series, TimeAxis, Unit, Units,
    axis::{self, Axis, LINE, Rect},
    cut,
    extent::{Extent, extents},
    figure::Panel,
    header::Header,
    label::{clean, elide},
    number::{self, Step, Tick},
    panels::{self, time_scale, value_axis},
    scale::{Range, Scale},
    size::Metrics,
    track_colors::Levels,
    unit::{from_unit, in_unit},
};

/// The parts below the header.
pub(super) struct Layout<'f> {
    /// The width and height of the page.
    pub page: [f64; 2],
    pub rect: Rect,
    pub x: Axis,
    pub y: Axis,
    pub x_title: String,
    pub y_title: String,
    pub bar: Option<Bar>,
    pub third: Option<Third<'f>>,
}

/// The color bar right of the map.
pub(super) struct Bar {
    pub rect: Rect,
    pub levels: Levels,
    pub axis: Axis,
    pub title: Vec<String>,
}

/// The panel of the third axis.
pub(super) struct Third<'f> {
    pub panel: &'f Panel<'f>,
    pub rect: Rect,
    pub x: Axis,
    pub x_title: String,
    pub y: Axis,
    pub title: Vec<String>,
    pub unit: Option<&'f Unit>,
    pub extent: Option<Extent>,
}

/// The gap between map and color bar, and the width of the bar, in text sizes.
const GAP: f64 = 1.3;
const BAR: f64 = 1.3;
/// The least parts of the width and the height of the map that is asked for.
const NARROWEST: f64 = 0.3;
const LOWEST: f64 = 0.3;
/// The least part of the width of the page.
const LEAST_PAGE: f64 = 0.5;
/// The part of the height that the panel of the third axis takes below the map, and that of the width beside it.
const BELOW: f64 = 0.27;
const BESIDE: f64 = 0.42;
/// Maps that are this much narrower than high have it beside them.
const NARROW: f64 = 0.8;

impl<'f> Layout<'f> {
    /// Lays a figure out whose map has these ranges and whose tracks have these colors.
    pub fn new(
        figure: &'f PathFigure<'_>,
        data: Option<(Range, Range)>,
        levels: Option<Levels>,
        header: &Header,
        metrics: &Metrics,
    ) -> Self {
        // The labels decide where the frames are, and the frames decide about the labels.
        let mut widths = Widths::default();
        let mut layout = Self::with(figure, data, levels, &widths, header, metrics);
        for _ in 0..2 {
            widths = layout.widths(metrics);
            layout = Self::with(figure, data, levels, &widths, header, metrics);
        }
        layout
    }

    fn widths(&self, metrics: &Metrics) -> Widths {
        let em = metrics.em;
        let third = self.third.as_ref();
        Widths {
            left: (LINE + 0.6) * em + self.y.label_width(metrics),
            bar: self.bar.as_ref().map_or(0.0, |bar| {
                let lines = LINE * bar.title.len() as f64;
                (1.1 + lines) * em + bar.axis.label_width(metrics)
            }),
            third: third.map_or(0.0, |third| {
                let lines = LINE * third.title.len() as f64;
                (lines + 0.6) * em + third.y.label_width(metrics)
            }),
        }
    }

    fn with(
        figure: &'f PathFigure<'_>,
        data: Option<(Range, Range)>,
        levels: Option<Levels>,
        widths: &Widths,
        header: &Header,
        metrics: &Metrics,
    ) -> Self {
        let em = metrics.em;
        let (xs, ys) = data.map_or((1.0, 1.0), |(x, y)| (x.span(), y.span() * figure.aspect));
        let third = figure.third.as_ref();
        let is_beside = third.is_some() && xs < NARROW * ys;
        let is_below = third.is_some() && !is_beside;
        let bar = if levels.is_some() {
            (GAP + BAR) * em + widths.bar
        } else {
            0.0
        };
        let margin = metrics.margin();
        let left = margin + widths.left.max(if is_below { widths.third } else { 0.0 });
        let right = bar + 1.5 * margin;
        let ticks = axis::x_labels_height(metrics);
        let beside = if is_beside {
            BESIDE * metrics.width
        } else {
            0.0
        };
        let below = if is_below {
            BELOW * metrics.height
        } else {
            0.0
        };
        let most = [
            metrics.width - left - right - beside,
            metrics.height - header.height - ticks - below,
        ]
        .map(|length| length.max(8.0));
        let scale = (most[0] / xs).min(most[1] / ys);
        let (wide, high) = if scale.is_finite() {
            (xs * scale, ys * scale)
        } else {
            (most[0], most[1])
        };
        let page_left = LEAST_PAGE * metrics.width - left - right - beside;
        let least = (NARROWEST * most[0]).max(page_left).min(most[0]);
        let rect = Rect {
            left,
            right: left + wide.clamp(least, most[0]).round(),
            top: header.height,
            bottom: header.height + high.clamp(LOWEST * most[1], most[1]).round(),
        };
        let page = [rect.right + right + beside, rect.bottom + ticks + below];
        let (x, y) = equal_scales(data, figure.aspect, &rect);
        let [(x, x_title), (y, y_title)] = axes(figure, [x, y], data.is_some(), metrics);
        let bar = levels.zip(figure.colors.as_ref()).map(|(levels, colors)| {
            let bar_left = (rect.right + GAP * em).round();
            let bar = Rect {
                left: bar_left,
                right: bar_left + (BAR * em).round(),
                ..rect
            };
            Bar::new(bar, levels, &colors.quantity, &colors.units, metrics)
        });
        let third = third.map(|(time, panel)| {
            let place = if is_beside {
                Rect {
                    left: rect.right + right + widths.third,
                    right: page[0] - 1.5 * margin,
                    ..rect
                }
            } else {
                Rect {
                    top: rect.bottom + ticks + 0.2 * em,
                    bottom: page[1] - ticks,
                    ..rect
                }
            };
            Third::new(time, panel, place, metrics)
        });
        let y_title = elide(&y_title, rect.height(), |text| {
            metrics.font.width(text, em, false)
        });
        Self {
            page,
            rect,
            x,
            y,
            x_title,
            y_title,
            bar,
            third,
        }
    }
}

/// The widths of labels and titles, in pixels.
#[derive(Default)]
struct Widths {
    left: f64,
    bar: f64,
    third: f64,
}

impl Bar {
    fn new(rect: Rect, levels: Levels, quantity: &str, units: &Units, metrics: &Metrics) -> Self {
        let scale = Scale::new(levels.range, rect.bottom, rect.top);
        let unit = units.suiting(levels.range.magnitude());
        let fits = |ticks: &[Tick]| axis::fits_upwards(ticks, &scale, metrics);
        let (ticks, symbol) = number::value_ticks(&scale, quantity, unit, fits);
        let counts = levels
            .beyond
            .iter()
            .map(|beyond| beyond.points)
            .sum::<u64>();
        let note = cut::beyond_note(counts, "these colors").unwrap_or_default();
        Self {
            rect,
            levels,
            axis: Axis { scale, ticks },
            title: panels::title(&note, &symbol, rect.height(), metrics),
        }
    }
}

impl<'f> Third<'f> {
    fn new(time: &TimeAxis, panel: &'f Panel<'f>, rect: Rect, metrics: &Metrics) -> Self {
        let extent = extents(std::slice::from_ref(panel)).into_iter().next();
        let extent = extent.flatten();
        let (y, symbol, unit) = value_axis(panel, extent, &rect, metrics);
        let ends = [rect.left, rect.right.max(rect.left + 8.0)];
        let data = extent.map(|extent| extent.x);
        let scale = time_scale(time, data, panel.series.iter(), ends, metrics.em);
        let fits = |ticks: &[Tick]| axis::fits_across(ticks, &scale, metrics);
        let (ticks, x_title) = match data {
            Some(data) => time.ticks(&scale.shown(), data, fits),
            None => (Vec::new(), String::new()),
        };
        Self {
            title: panels::title(&panel.quantity, &symbol, rect.height(), metrics),
            panel,
            rect,
            x: Axis { scale, ticks },
            x_title,
            y,
            unit,
            extent,
        }
    }
}

/// Both axes of the map with their titles, in one unit.
fn axes(
    figure: &PathFigure<'_>,
    [x, y]: [Scale; 2],
    has_data: bool,
    metrics: &Metrics,
) -> [(Axis, String); 2] {
    let magnitude = x.range.magnitude().max(y.range.magnitude());
    let unit = figure.units.suiting(magnitude);
    let step_of = |scale: &Scale, fits: &dyn Fn(&[Tick]) -> bool| {
        number::finest_step(in_unit(scale.range, unit), |ticks| {
            fits(&from_unit(ticks, unit))
        })
    };
    let x_step = step_of(&x, &|ticks| axis::fits_across(ticks, &x, metrics));
    let y_step = step_of(&y, &|ticks| axis::fits_upwards(ticks, &y, metrics));
    // Squares, unless one side is too short for them.
    let common = x_step.max(y_step);
    let axis = |scale: Scale, name: &str, own: Step| {
        let range = in_unit(scale.range, unit);
        let has_room = common.values(range).len() > 1;
        let (ticks, notation) = number::ticks(range, if has_room { common } else { own });
        let ticks = if has_data {
            from_unit(&ticks, unit)
        } else {
            Vec::new()
        };
        let unit = unit.map(|unit| clean(&unit.name));
        let title = notation.describe(&clean(name), unit.as_deref());
        (Axis { scale, ticks }, title)
    };
    [axis(x, &figure.x, x_step), axis(y, &figure.y, y_step)]
}

/// Scales on which a unit of y is `aspect` times as long as one of x, the data in the middle.
fn equal_scales(data: Option<(Range, Range)>, aspect: f64, rect: &Rect) -> (Scale, Scale) {
    let (x, y) = data.unwrap_or((Range::UNIT, Range::UNIT));
    let magnitude = x.magnitude().max(y.magnitude());
    let is_point = x.is_constant(1e-14 * magnitude) && y.is_constant(1e-14 * magnitude);
    let units_per_pixel = if is_point {
        2.0 * if magnitude < 1e-280 {
            1.0
        } else {
            0.1 * magnitude
        } / rect.height()
    } else {
        const AIR: f64 = 1.1;
        (AIR * x.span() / rect.width()).max(AIR * aspect * y.span() / rect.height())
    };
    let scale = |data: Range, start: f64, end: f64, aspect: f64| {
        let reach = units_per_pixel / aspect * (end - start).abs() / 2.0;
        let middle = data.middle();
        let range = Range {
            low: middle - reach,
            high: middle + reach,
        };
        Scale::new(range, start, end)
    };
    (
        scale(x, rect.left, rect.right, 1.0),
        scale(y, rect.bottom, rect.top, aspect),
    )
}

/// The ranges that the map shows of its tracks: without spikes.
pub(super) fn ranges(tracks: &[Series<'_>]) -> Option<(Range, Range)> {
    let (x, y) = super::scale::bounds(tracks.iter().flat_map(Series::points))?;
    let segments: Vec<_> = tracks.iter().flat_map(|track| &track.segments).collect();
    let range = |all, along: fn(super::series::Point) -> f64| {
        super::robust::range_of(&segments, all, along)
    };
    Some((range(x, |(x, _)| x), range(y, |(_, y)| y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_of_y_is_as_many_times_as_long_as_is_asked_for() {
        let rect = Rect {
            left: 100.0,
            right: 1100.0,
            top: 50.0,
            bottom: 550.0,
        };
        let range = |low, high| Range { low, high };
        let (wide, low) = (range(0.0, 1000.0), range(5.0, 6.0));
        for aspect in [1.0, 2.0] {
            for data in [(wide, low), (low, wide), (low, low)] {
                let (x, y) = equal_scales(Some(data), aspect, &rect);
                let per_unit = |scale: &Scale| scale.length() / scale.range.span();
                let ratio = per_unit(&y) / per_unit(&x);
                assert!((ratio / aspect - 1.0).abs() < 1e-9, "{data:?}");
                for (scale, data) in [(x, data.0), (y, data.1)] {
                    assert!(scale.range.contains(data.low) && scale.range.contains(data.high));
                }
            }
        }
    }

    #[test]
    fn a_place_without_extent_is_in_the_middle() {
        let rect = Rect {
            left: 0.0,
            right: 100.0,
            top: 0.0,
            bottom: 100.0,
        };
        let place = |value| {
            let range = Range {
                low: value,
                high: value,
            };
            equal_scales(Some((range, range)), 1.0, &rect).0.range
        };
        assert!(place(0.0).span() > 0.0);
        assert!(place(1e6).contains(1e6) && place(-1e300).span().is_finite());
    }
}
