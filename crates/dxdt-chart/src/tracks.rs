//! Draws the tracks of a [`PathFigure`](super::PathFigure).

use plotters::style::{RGBColor, WHITE};

use super::{
    ChartError, Series, SeriesRole, arrows,
    canvas::Canvas,
    cell_path::{CellPath, Limits},
    header::{Entry, Mark},
    lines::{CROWD_BUDGET, draw_crowd, draw_line},
    scale::Scale,
    series::Point,
    size::Metrics,
    straight::straightened,
    style::{END, FAINT_INK, START, Stroke},
    thin,
};

/// A track with no more points than this is drawn as it is …
const POINTS: usize = 40_000;
/// … else all that have names are drawn with at most about this many steps …
const STEPS: usize = 240_000;
/// … that are no longer than this in all, in pixels, and …
const INK: f64 = 2e6;
/// … from which points are left out that are no further than this from the line, in pixels
const ON_THE_LINE: f64 = 0.2;

/// Draws all tracks: the lines first, then the arrowheads and the ends of those that are named.
pub(super) fn draw(
    canvas: &Canvas<'_>,
    tracks: &[Series<'_>],
    x: &Scale,
    y: &Scale,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let entities = has_entities(tracks);
    let crowd = tracks.iter().filter(|track| track.role.is_crowd()).count();
    let steps = (STEPS / (tracks.len() - crowd).max(1)).max(POINTS);
    let (unnamed, mut ordered): (Vec<_>, Vec<_>) =
        tracks.iter().partition(|track| track.role.is_crowd());
    let few = CROWD_BUDGET / crowd.max(1);
    let unnamed = unnamed
        .into_iter()
        .flat_map(|track| pixels(track, x, y, few, few));
    let (across, down) = ([x.start, x.end], [y.end, y.start]);
    draw_crowd(
        canvas,
        &unnamed.collect::<Vec<_>>(),
        [across, down],
        metrics,
    )?;
    ordered.sort_by_key(|track| track.role.rank());
    let mut named = Vec::new();
    for track in ordered {
        let lines = pixels(track, x, y, POINTS, steps);
        let stroke = Stroke::of(track.role, false).scaled(metrics.stroke);
        for line in &lines {
            draw_line(canvas, line, stroke, false)?;
        }
        named.push((stroke.color, lines));
    }
    let count = if entities { 2 } else { 6 };
    for (color, lines) in &named {
        for arrow in arrows::along(lines, count, 0.8 * metrics.em) {
            canvas.polygon(&arrow, *color)?;
        }
    }
    for (color, lines) in &named {
        let (start, end) = if entities {
            (*color, *color)
        } else {
            (START, END)
        };
        draw_ends(canvas, lines, start, end, metrics)?;
    }
    Ok(())
}

fn has_entities(tracks: &[Series<'_>]) -> bool {
    tracks
        .iter()
        .any(|track| matches!(track.role, SeriesRole::Entity(_)))
}

/// The lines of a track in pixels: as they are up to so many points, else with at most so many steps.
fn pixels(
    track: &Series<'_>,
    x: &Scale,
    y: &Scale,
    few_points: usize,
    most_steps: usize,
) -> Vec<Vec<Point>> {
    let pixel = |(east, north): Point| (x.pixel(east), y.pixel(north));
    let cell = |point: Point| {
        let (x, y) = pixel(point);
        (x.floor() as i64, y.floor() as i64)
    };
    let mut lines = thin::by_cell(&track.segments, cell);
    for point in lines.iter_mut().flatten() {
        *point = pixel(*point);
    }
    let points: usize = lines.iter().map(Vec::len).sum();
    let length: f64 = lines.iter().map(|line| arrows::path_length(line)).sum();
    if points <= few_points && length <= INK {
        return lines;
    }
    let mut path = CellPath::new(Limits {
        most: most_steps,
        length: INK,
        pixels: true,
    });
    for line in &lines {
        path.gap();
        for &point in line {
            path.pass(point, 0);
        }
    }
    let lines = path.lines().into_iter();
    lines.map(|line| straightened(&line, ON_THE_LINE)).collect()
}

/// The marks at the start and the end of a track. The start is drawn last and smaller, so that both can be seen where a
/// path ends where it began.
fn draw_ends(
    canvas: &Canvas<'_>,
    lines: &[Vec<Point>],
    start_color: RGBColor,
    end_color: RGBColor,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let start = lines.first().and_then(|line| line.first());
    let end = lines.last().and_then(|line| line.last());
    let (Some(&start), Some(&end)) = (start, end) else {
        return Ok(());
    };
    let rim = 0.1 * metrics.em;
    let square = |half: f64, color: RGBColor| {
        let (from, to) = ((end.0 - half, end.1 - half), (end.0 + half, end.1 + half));
        canvas.rectangle(from, to, color)
    };
    square(0.38 * metrics.em + rim, WHITE)?;
    square(0.38 * metrics.em, end_color)?;
    canvas.disc(start, 0.27 * metrics.em + rim, WHITE)?;
    canvas.disc(start, 0.27 * metrics.em, start_color)
}

/// The legend of the marks; entities have them in their own colors.
pub(super) fn ends_legend(tracks: &[Series<'_>]) -> [Entry; 2] {
    let (start, end) = if has_entities(tracks) {
        (FAINT_INK, FAINT_INK)
    } else {
        (START, END)
    };
    let entry = |label: &str, mark| Entry {
        label: label.to_owned(),
        mark,
    };
    [
        entry("start", Mark::Disc(start)),
        entry("end", Mark::Square(end)),
    ]
}
