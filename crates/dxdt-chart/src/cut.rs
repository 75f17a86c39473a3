//! Tells of the points that are cut off at the frame.

use super::{
    ChartError,
    axis::Rect,
    canvas::{Align, Canvas, Text},
    number::three_digits,
    robust::Beyond,
    series::Point,
    size::Metrics,
    style::{FAINT_INK, Stroke},
    unit::Unit,
};

use std::collections::BTreeSet;

use plotters::style::{RGBColor, WHITE};

/// Marks at the frame, one for the points that are so near to each other that marks would lie on each other.
pub(super) fn draw_marks(
    canvas: &Canvas<'_>,
    points: impl Iterator<Item = Point>,
    rect: &Rect,
    stroke: Stroke,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let size = 0.6 * metrics.em;
    let mut before = None;
    for (x, y) in points {
        let above = y < rect.top;
        if !above && y <= rect.bottom {
            continue;
        }
        let place = ((x / size).round() as i64, above);
        if before.replace(place) == Some(place) {
            continue;
        }
        let (tip, base) = if above {
            (rect.top + 1.0, rect.top + 1.0 + size)
        } else {
            (rect.bottom - 1.0, rect.bottom - 1.0 - size)
        };
        let corners = [(x, tip), (x - 0.5 * size, base), (x + 0.5 * size, base)];
        canvas.polygon(&corners, stroke.color)?;
    }
    Ok(())
}

/// Marks at the rim of a map for the points beyond it, and how many they are.
pub(super) fn draw_rim(
    canvas: &Canvas<'_>,
    points: &[(Point, RGBColor)],
    rect: &Rect,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let size = 0.6 * metrics.em;
    let mut beyond = 0_u64;
    let mut places = BTreeSet::new();
    for &((x, y), color) in points {
        let at = (
            x.clamp(rect.left, rect.right),
            y.clamp(rect.top, rect.bottom),
        );
        let (across, down) = (x - at.0, y - at.1);
        let length = across.hypot(down);
        if length <= 0.0 {
            continue;
        }
        beyond += 1;
        let place = ((at.0 / size).round() as i64, (at.1 / size).round() as i64);
        if !places.insert(place) {
            continue;
        }
        let (across, down) = (across / length * size, down / length * size);
        let base = (at.0 - across, at.1 - down);
        let corners = [
            at,
            (base.0 - 0.5 * down, base.1 + 0.5 * across),
            (base.0 + 0.5 * down, base.1 - 0.5 * across),
        ];
        canvas.polygon(&corners, color)?;
    }
    let Some(note) = beyond_note(beyond, "the frame") else {
        return Ok(());
    };
    draw_note(canvas, &note, rect.top + 0.81 * metrics.em, rect, metrics)
}

/// How many points are beyond something; nothing if there are none.
pub(super) fn beyond_note(points: u64, what: &str) -> Option<String> {
    match points {
        0 => None,
        1 => Some(format!("1 point is beyond {what}")),
        many => Some(format!("{many} points are beyond {what}")),
    }
}

/// Counts the points below and above a panel, at its right-hand corners.
pub(super) fn draw_notes(
    canvas: &Canvas<'_>,
    [below, above]: &[Beyond; 2],
    unit: Option<&Unit>,
    rect: &Rect,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let em = 0.85 * metrics.em;
    let ends = [
        (above, "▲", ["above", "up to"], rect.top + 0.95 * em),
        (below, "▼", ["below", "down to"], rect.bottom - 0.95 * em),
    ];
    for (beyond, mark, side, middle) in ends {
        if beyond.points == 0 {
            continue;
        }
        let text = format!("{mark} {}", told(beyond, side, unit));
        draw_note(canvas, &text, middle, rect, metrics)?;
    }
    Ok(())
}

/// A note at the right-hand side of a frame.
fn draw_note(
    canvas: &Canvas<'_>,
    text: &str,
    middle: f64,
    rect: &Rect,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let em = 0.85 * metrics.em;
    let right = rect.right - 0.6 * em;
    let left = right - metrics.font.width(text, em, false);
    let (top, bottom) = (middle - 0.75 * em, middle + 0.75 * em);
    let corners = [
        (left - 0.3 * em, top),
        (right + 0.3 * em, top),
        (right + 0.3 * em, bottom),
        (left - 0.3 * em, bottom),
    ];
    canvas.shade(&corners, WHITE, 0.85)?;
    let style = Text {
        color: FAINT_INK,
        align: Align::End,
        ..Text::new(em)
    };
    canvas.text(text, (right, middle), style)
}

/// How many points are beyond an end, and how far.
fn told(beyond: &Beyond, [side, furthest]: [&str; 2], unit: Option<&Unit>) -> String {
    let at_least = if beyond.at_least { "at least " } else { "" };
    let size = unit.map_or(1.0, |unit| unit.size);
    let value = three_digits(beyond.furthest / size);
    let unit = unit.map_or(String::new(), |unit| format!(" {}", unit.name));
    match beyond.points {
        1 => format!("{at_least}1 point {side}: {value}{unit}"),
        many => format!("{at_least}{many} points {side}, {furthest} {value}{unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_counted_in_the_unit_of_the_panel() {
        let beyond = |points, at_least, furthest| Beyond {
            points,
            at_least,
            furthest,
        };
        let km = Unit {
            name: "km".to_owned(),
            size: 1000.0,
            from: 0.0,
        };
        let above = ["above", "up to"];
        assert_eq!(
            told(&beyond(3, false, 81_000.0), above, Some(&km)),
            "3 points above, up to 81 km"
        );
        assert_eq!(
            told(&beyond(1, true, -7.0), ["below", "down to"], None),
            "at least 1 point below: −7"
        );
    }
}
