//! Frames with their grid, ticks and labels.

use plotters::style::WHITE;

use super::{
    ChartError,
    canvas::{Align, Canvas, Text},
    label::elide,
    number::Tick,
    scale::Scale,
    series::Point,
    size::Metrics,
    style::{FAINT_INK, FRAME, GRID, INK, Stroke, ZERO},
    time::duration,
};

/// A rectangle on the page, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rect {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Rect {
    pub fn center(&self) -> Point {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// A scale with its ticks.
pub(super) struct Axis {
    pub scale: Scale,
    pub ticks: Vec<Tick>,
}

impl Axis {
    /// The pixel of a tick, in the middle of a pixel so that a thin line is sharp.
    pub fn sharp(&self, tick: &Tick) -> f64 {
        sharp(self.scale.pixel(tick.value))
    }

    /// The width of the widest label.
    pub fn label_width(&self, metrics: &Metrics) -> f64 {
        let widths = self.ticks.iter().map(|tick| label_width(tick, metrics));
        widths.fold(0.0, f64::max)
    }
}

/// The middle of a pixel, where a thin line is sharp.
fn sharp(pixel: f64) -> f64 {
    pixel.floor() + 0.5
}

fn label_width(tick: &Tick, metrics: &Metrics) -> f64 {
    metrics.font.width(&tick.label, metrics.em, false)
}

/// Whether labels side by side have room.
pub(super) fn fits_across(ticks: &[Tick], scale: &Scale, metrics: &Metrics) -> bool {
    let gap = 1.4 * metrics.em;
    ticks.windows(2).all(|pair| match pair {
        [a, b] => {
            let distance = (scale.pixel(b.value) - scale.pixel(a.value)).abs();
            let labels = f64::midpoint(label_width(a, metrics), label_width(b, metrics));
            // A dozen ticks are plenty, however short their labels.
            distance >= (labels + gap).max(scale.length() / 14.0)
        }
        _ => true,
    })
}

/// Whether labels one above the other have room.
pub(super) fn fits_upwards(ticks: &[Tick], scale: &Scale, metrics: &Metrics) -> bool {
    // More than a few ticks do not help to read a value.
    let least = (1.7 * metrics.em).max(scale.length() / 9.0);
    ticks.windows(2).all(|pair| match pair {
        [a, b] => (scale.pixel(b.value) - scale.pixel(a.value)).abs() >= least,
        _ => true,
    })
}

/// The grid and the frame of a panel; data is drawn over it.
pub(super) fn draw_grid(
    canvas: &Canvas<'_>,
    rect: &Rect,
    x: &Axis,
    y: &Axis,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let width = metrics.stroke.round().max(1.0);
    for tick in &x.ticks {
        let at = x.sharp(tick);
        canvas.line(
            &[(at, rect.top), (at, rect.bottom)],
            Stroke::new(GRID, width),
        )?;
    }
    for tick in &y.ticks {
        let at = y.sharp(tick);
        let color = if tick.value == 0.0 { ZERO } else { GRID };
        canvas.line(
            &[(rect.left, at), (rect.right, at)],
            Stroke::new(color, width),
        )?;
    }
    draw_frame(canvas, rect, width)
}

/// Shows where a horizontal axis is folded: the frame is open there, with how long the gap is, where that has room.
pub(super) fn draw_folds(
    canvas: &Canvas<'_>,
    rect: &Rect,
    x: &Scale,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let em = 0.85 * metrics.em;
    let width = metrics.stroke.round().max(1.0);
    for fold in x.folds.all() {
        let (left, right) = (x.pixel(fold.hidden.low), x.pixel(fold.hidden.high));
        let (top, bottom) = (rect.top - 0.25 * em, rect.bottom + 0.25 * em);
        canvas.rectangle((left, top), (right, bottom), WHITE)?;
        for at in [left, right] {
            canvas.line(&[(at, top), (at, bottom)], Stroke::new(FRAME, width))?;
        }
        let length = duration(fold.gap);
        let mut texts = [format!("{length} without data"), length].into_iter();
        let fits = |text: &String| metrics.font.width(text, em, false) <= rect.height() - em;
        if let Some(text) = texts.find(fits) {
            let style = Text {
                upright: true,
                color: FAINT_INK,
                ..Text::new(em)
            };
            canvas.text(&text, (f64::midpoint(left, right), rect.center().1), style)?;
        }
    }
    Ok(())
}

/// The frame alone.
pub(super) fn draw_frame(canvas: &Canvas<'_>, rect: &Rect, width: f64) -> Result<(), ChartError> {
    let (left, right) = (sharp(rect.left), sharp(rect.right));
    let (top, bottom) = (sharp(rect.top), sharp(rect.bottom));
    let corners = [
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
    ];
    canvas.line(&corners, Stroke::new(FRAME, width))
}

/// The tick labels of a vertical axis, left of the frame.
pub(super) fn draw_y_labels(
    canvas: &Canvas<'_>,
    rect: &Rect,
    y: &Axis,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let style = Text {
        align: Align::End,
        ..Text::new(metrics.em)
    };
    y.ticks.iter().try_for_each(|tick| {
        let at = (rect.left - 0.5 * metrics.em, y.sharp(tick));
        canvas.text(&tick.label, at, style)
    })
}

/// The tick labels of a horizontal axis, below the frame, and the label of the axis beneath them.
pub(super) fn draw_x_labels(
    canvas: &Canvas<'_>,
    rect: &Rect,
    x: &Axis,
    label: &str,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    for tick in &x.ticks {
        // A long label at the rim moves inwards rather than being cut off.
        let half = label_width(tick, metrics) / 2.0;
        let room = metrics.width - half - 2.0;
        let at = x.sharp(tick).min(room);
        let middle = (at, rect.bottom + 0.95 * metrics.em);
        canvas.text(&tick.label, middle, Text::new(metrics.em))?;
    }
    let room = metrics.width - metrics.em;
    let label = elide(label, room, |text| {
        metrics.font.width(text, metrics.em, false)
    });
    // Centered below the frame, unless it would leave the page.
    let half = metrics.font.width(&label, metrics.em, false) / 2.0;
    let (from, to) = (
        half + 0.5 * metrics.em,
        metrics.width - half - 0.5 * metrics.em,
    );
    let middle = rect.center().0.min(to).max(from);
    let at = (middle, rect.bottom + 2.6 * metrics.em);
    canvas.text(&label, at, Text::new(metrics.em))
}

/// The height below the frame that [`draw_x_labels`] needs, with a margin.
pub(super) fn x_labels_height(metrics: &Metrics) -> f64 {
    3.6 * metrics.em
}

/// The label of a vertical axis, upright at `x`, in lines from left to right.
pub(super) fn draw_y_title(
    canvas: &Canvas<'_>,
    rect: &Rect,
    lines: &[String],
    x: f64,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let style = Text {
        upright: true,
        ..Text::new(metrics.em)
    };
    for (line, at) in lines.iter().zip(0..) {
        // The last line names symbol and unit, the one before says it in words.
        let color = if at + 1 == lines.len() {
            INK
        } else {
            FAINT_INK
        };
        let x = x + f64::from(u32::try_from(at).unwrap_or(0)) * LINE * metrics.em;
        canvas.text(line, (x, rect.center().1), Text { color, ..style })?;
    }
    Ok(())
}

/// The distance between lines of text, in text sizes.
pub(super) const LINE: f64 = 1.45;

/// Says in the middle of an empty frame that it is empty.
pub(super) fn draw_no_data(
    canvas: &Canvas<'_>,
    rect: &Rect,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let style = Text {
        color: FAINT_INK,
        ..Text::new(metrics.em)
    };
    let (x, y) = rect.center();
    let half = (
        f64::midpoint(metrics.font.width("no data", metrics.em, false), metrics.em),
        metrics.em,
    );
    canvas.rectangle((x - half.0, y - half.1), (x + half.0, y + half.1), WHITE)?;
    canvas.text("no data", (x, y), style)
}
