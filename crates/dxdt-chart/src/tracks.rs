//! Draws the tracks of a [`PathFigure`](super::PathFigure).

use plotters::style::{RGBColor, WHITE};

use super::{
    ChartError, Series, SeriesRole, TrackColors, arrows,
    axis::Rect,
    canvas::Canvas,
    cell_path::{CellPath, Limits},
    clip, cut,
    header::{Entry, Mark},
    lines::{CROWD_BUDGET, draw_crowd, draw_line},
    scale::Scale,
    series::Point,
    size::Metrics,
    straight::straightened,
    style::{END, FAINT_INK, INK as ARROWS, START, Stroke},
    track_colors::{Levels, NO_LEVEL},
};

/// A track with no more points than this is drawn as it is …
const POINTS: usize = 40_000;
/// … else all that have names are drawn with at most about this many steps …
const STEPS: usize = 240_000;
/// … that are no longer than this in all, in pixels, and …
const INK: f64 = 2e6;
/// … from which points are left out that are no further than this from the line, in pixels
const ON_THE_LINE: f64 = 0.2;

/// Draws all tracks inside a frame: the lines first, then the arrowheads and the ends of those that are named. Gives the
/// lines of these. `colors` are those of the only track.
pub(super) fn draw(
    canvas: &Canvas<'_>,
    tracks: &[Series<'_>],
    colors: Option<(&TrackColors<'_>, &Levels)>,
    scales: [&Scale; 2],
    rect: &Rect,
    metrics: &Metrics,
) -> Result<Vec<Vec<Point>>, ChartError> {
    let entities = has_entities(tracks);
    let crowd = tracks.iter().filter(|track| track.role.is_crowd()).count();
    let steps = (STEPS / (tracks.len() - crowd).max(1)).max(POINTS);
    let (unnamed, mut ordered): (Vec<_>, Vec<_>) =
        tracks.iter().partition(|track| track.role.is_crowd());
    let few = CROWD_BUDGET / crowd.max(1);
    let unnamed = unnamed
        .into_iter()
        .flat_map(|track| pixels(track, None, scales, few, few))
        .flat_map(|line| clip::within_frame(&points_of(&line), rect));
    let (across, down) = ([rect.left, rect.right], [rect.top, rect.bottom]);
    draw_crowd(
        canvas,
        &unnamed.collect::<Vec<_>>(),
        [across, down],
        metrics,
    )?;
    ordered.sort_by_key(|track| track.role.rank());
    let mut named = Vec::new();
    for track in ordered {
        let lines = pixels(track, colors, scales, POINTS, steps);
        let stroke = Stroke::of(track.role, false).scaled(metrics.stroke);
        let arrows = if colors.is_some() {
            for run in lines.iter().flat_map(|line| runs(line)) {
                let color = Levels::color(run.0);
                let stroke = Stroke::new(color, 1.4 * stroke.width);
                for piece in clip::within_frame(&straightened(&run.1, ON_THE_LINE), rect) {
                    draw_line(canvas, &piece, stroke)?;
                }
            }
            ARROWS
        } else {
            stroke.color
        };
        let lines: Vec<Vec<Point>> = lines.iter().map(|line| points_of(line)).collect();
        let inside: Vec<Vec<Point>> = lines
            .iter()
            .flat_map(|line| clip::within_frame(line, rect))
            .collect();
        if colors.is_none() {
            for line in &inside {
                draw_line(canvas, line, stroke)?;
            }
        }
        named.push((arrows, lines, inside));
    }
    let count = if entities { 2 } else { 6 };
    for (color, _, inside) in &named {
        for arrow in arrows::along(inside, count, 0.8 * metrics.em) {
            canvas.polygon(&arrow, *color)?;
        }
    }
    for (color, lines, _) in &named {
        let (start, end) = if entities {
            (*color, *color)
        } else {
            (START, END)
        };
        draw_ends(canvas, lines, [start, end], rect, metrics)?;
    }
    let beyond: Vec<(Point, RGBColor)> = tracks
        .iter()
        .flat_map(|track| {
            let color = Stroke::of(track.role, false).color;
            let pixel =
                |(east, north)| (scales[0].pixel_nearby(east), scales[1].pixel_nearby(north));
            track.points().map(move |point| (pixel(point), color))
        })
        .filter(|&((x, y), _)| !is_inside((x, y), rect))
        .collect();
    cut::draw_rim(canvas, &beyond, rect, metrics)?;
    Ok(named
        .into_iter()
        .flat_map(|(_, _, inside)| inside)
        .collect())
}

fn is_inside((x, y): Point, rect: &Rect) -> bool {
    (rect.left..=rect.right).contains(&x) && (rect.top..=rect.bottom).contains(&y)
}

/// A point in pixels with the number of its color.
type Colored = (Point, usize);

fn points_of(line: &[Colored]) -> Vec<Point> {
    line.iter().map(|&(point, _)| point).collect()
}

/// The stretches of a line that have one color: each step has that of the middle between its ends.
fn runs(line: &[Colored]) -> Vec<(usize, Vec<Point>)> {
    let mut runs: Vec<(usize, Vec<Point>)> = Vec::new();
    if let [(point, level)] = line {
        return vec![(*level, vec![*point])];
    }
    for two in line.windows(2) {
        let [(from, a), (to, b)] = [two[0], two[1]];
        let level = if a.max(b) == NO_LEVEL {
            NO_LEVEL
        } else {
            a.midpoint(b)
        };
        match runs.last_mut() {
            Some((last, points)) if *last == level => points.push(to),
            _ => runs.push((level, vec![from, to])),
        }
    }
    runs
}

fn has_entities(tracks: &[Series<'_>]) -> bool {
    tracks
        .iter()
        .any(|track| matches!(track.role, SeriesRole::Entity(_)))
}

/// The lines of a track in pixels: as they are up to so many points, else with at most so many steps.
fn pixels(
    track: &Series<'_>,
    colors: Option<(&TrackColors<'_>, &Levels)>,
    [x, y]: [&Scale; 2],
    few_points: usize,
    most_steps: usize,
) -> Vec<Vec<Colored>> {
    let mut lines: Vec<Vec<Colored>> = Vec::new();
    let mut cell = None;
    let mut dropped = None;
    for (at, segment) in track.segments.iter().enumerate() {
        let values = colors.and_then(|(colors, _)| colors.values.get(at));
        let level = |place: usize| {
            let value = values.and_then(|values| values.get(place)).copied();
            let levels = colors.map(|(_, levels)| levels);
            levels
                .zip(value)
                .map_or(NO_LEVEL, |(levels, value)| levels.level(value))
        };
        let mut gap = true;
        for (place, point) in segment.points().enumerate() {
            let Some((east, north)) = point else {
                gap = true;
                continue;
            };
            let point = (x.pixel_nearby(east), y.pixel_nearby(north));
            let here = Some((point.0.floor() as i64, point.1.floor() as i64));
            if here == cell && !lines.is_empty() {
                // A gap inside a pixel is too narrow to see and is drawn over.
                dropped = Some((point, level(place)));
            } else {
                if gap || lines.is_empty() {
                    if let (Some(line), Some(end)) = (lines.last_mut(), dropped) {
                        line.push(end);
                    }
                    lines.push(Vec::new());
                }
                if let Some(line) = lines.last_mut() {
                    line.push((point, level(place)));
                }
                (cell, dropped) = (here, None);
            }
            gap = false;
        }
    }
    if let (Some(line), Some(end)) = (lines.last_mut(), dropped) {
        line.push(end);
    }
    let points: usize = lines.iter().map(Vec::len).sum();
    let length: f64 = lines
        .iter()
        .map(|line| arrows::path_length(&points_of(line)))
        .sum();
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
        for &(point, level) in line {
            path.pass(point, level as i64);
        }
    }
    let lines = path.stamped_lines().into_iter();
    let lines = lines.map(|line| {
        line.into_iter()
            .map(|(point, level)| (point, level as usize))
    });
    if colors.is_some() {
        return lines.map(Iterator::collect).collect();
    }
    let straight = |line: Vec<Colored>| {
        let line = straightened(&points_of(&line), ON_THE_LINE).into_iter();
        line.map(|point| (point, NO_LEVEL)).collect()
    };
    lines.map(Iterator::collect).map(straight).collect()
}

/// The marks at the start and the end of a track. The start is drawn last and smaller, so that both can be seen where a
/// path ends where it began.
fn draw_ends(
    canvas: &Canvas<'_>,
    lines: &[Vec<Point>],
    [start_color, end_color]: [RGBColor; 2],
    rect: &Rect,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let start = lines.first().and_then(|line| line.first());
    let end = lines.last().and_then(|line| line.last());
    let inside = |point: &&Point| is_inside(**point, rect);
    let rim = 0.1 * metrics.em;
    if let Some(&end) = end.filter(inside) {
        let square = |half: f64, color: RGBColor| {
            let (from, to) = ((end.0 - half, end.1 - half), (end.0 + half, end.1 + half));
            canvas.rectangle(from, to, color)
        };
        square(0.38 * metrics.em + rim, WHITE)?;
        square(0.38 * metrics.em, end_color)?;
    }
    if let Some(&start) = start.filter(inside) {
        canvas.disc(start, 0.27 * metrics.em + rim, WHITE)?;
        canvas.disc(start, 0.27 * metrics.em, start_color)?;
    }
    Ok(())
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
