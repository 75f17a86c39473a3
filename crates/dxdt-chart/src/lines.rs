//! The lines of a panel and their bands, thinned to what the pixels can show.

use super::{
    ChartError, NAMED_ENTITIES, Series, SeriesRole, arrows::path_length, axis::Rect, band,
    canvas::Canvas, clip, coverage::Coverage, cut, legend::has_rivals, scale::Scale, series::Point,
    size::Metrics, style::Stroke, thin,
};

/// Where no series has more points than this, each of them is shown.
const FEW_POINTS: usize = 60;

/// All entities without a color of their own are drawn with about this many points, so that no crowd takes long.
pub(super) const CROWD_BUDGET: usize = 100_000;

/// Lines that pass each pixel so many times are drawn as what they cover.
const DENSE: f64 = 2.5;

/// Draws all series of a panel.
pub(super) fn draw(
    canvas: &Canvas<'_>,
    series: &[Series<'_>],
    rect: &Rect,
    [x, y]: [&Scale; 2],
    crowd_budget: usize,
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let rivals = has_rivals(series.iter());
    let columns = crowd_columns(series, x.length(), crowd_budget);
    let show_points = shows_points(series);
    let pixels = |series: &Series<'_>| -> Vec<Vec<Point>> {
        // Columns of a crowd may be wide: there each extreme stays where it is.
        let (width, many) = match series.role.is_crowd() {
            true => (columns, u64::MAX),
            false => (1.0, thin::MANY),
        };
        let column_of = |t: f64| ((x.pixel(t) - x.start) / width).floor() as i64;
        let pixel = |&(t, v): &Point| (x.pixel(t), y.pixel_nearby(v));
        let lines = thin::by_column(&series.segments, column_of, many).into_iter();
        lines.map(|line| line.iter().map(pixel).collect()).collect()
    };
    let draw = |series: &Series<'_>| -> Result<(), ChartError> {
        let stroke = Stroke::of(series.role, rivals).scaled(metrics.stroke);
        let is_unsmoothed = series.role == SeriesRole::Unsmoothed;
        for line in pixels(series) {
            for piece in clip::within(&line, rect.top, rect.bottom) {
                canvas.line(&piece, stroke)?;
            }
            if (show_points && !is_unsmoothed) || line.len() == 1 {
                let inside = |(_, y): &&Point| (rect.top..=rect.bottom).contains(y);
                draw_dots(canvas, line.iter().filter(inside), stroke)?;
            }
            if !is_unsmoothed {
                cut::draw_marks(canvas, line.into_iter(), rect, stroke, metrics)?;
            }
        }
        Ok(())
    };
    let (crowd, named): (Vec<_>, Vec<_>) = series.iter().partition(|series| series.role.is_crowd());
    let crowd: Vec<Vec<Point>> = crowd.into_iter().flat_map(pixels).collect();
    let stroke = Stroke::of(SeriesRole::Entity(NAMED_ENTITIES), false);
    for line in &crowd {
        cut::draw_marks(canvas, line.iter().copied(), rect, stroke, metrics)?;
    }
    let within = |line: &Vec<Point>| clip::within(line, rect.top, rect.bottom);
    let crowd: Vec<Vec<Point>> = crowd.iter().flat_map(within).collect();
    let (across, down) = ([rect.left, rect.right], [rect.top, rect.bottom]);
    draw_crowd(canvas, &crowd, [across, down], metrics)?;
    let mut ordered = named;
    ordered.sort_by_key(|series| series.role.rank());
    // Bands lie over what is only background, and beneath every line of the foreground.
    let (background, foreground) =
        ordered.split_at(ordered.partition_point(|series| series.role.is_background()));
    background.iter().try_for_each(|series| draw(series))?;
    for series in series.iter().filter(|series| !series.role.is_crowd()) {
        let color = Stroke::of(series.role, rivals).color;
        band::draw(canvas, series, x, y, color)?;
    }
    foreground.iter().try_for_each(|series| draw(series))
}

/// The lines of all that have no color of their own, within left and right, top and bottom: one by one, or as what they
/// cover together where they are so many that it cannot be told.
pub(super) fn draw_crowd(
    canvas: &Canvas<'_>,
    lines: &[Vec<Point>],
    [across, down]: [[f64; 2]; 2],
    metrics: &Metrics,
) -> Result<(), ChartError> {
    let stroke = Stroke::of(SeriesRole::Entity(NAMED_ENTITIES), false).scaled(metrics.stroke);
    let pixels = (across[1] - across[0]) * (down[1] - down[0]);
    let length: f64 = lines.iter().map(|line| path_length(line)).sum();
    if length <= DENSE * pixels {
        let mut lines = lines.iter();
        return lines.try_for_each(|line| draw_line(canvas, line, stroke));
    }
    let mut coverage = Coverage::new(across, down, stroke.width);
    for line in lines {
        coverage.add(line);
    }
    coverage.draw(canvas, stroke.color)
}

/// Whether the points of the named series are so few that each is shown.
pub(super) fn shows_points(series: &[Series<'_>]) -> bool {
    let named = series.iter().filter(|series| !series.role.is_crowd());
    named.map(Series::len).max() <= Some(FEW_POINTS)
}

/// A line, with a dot where there is but one point.
pub(super) fn draw_line(
    canvas: &Canvas<'_>,
    points: &[Point],
    stroke: Stroke,
) -> Result<(), ChartError> {
    match points {
        [_] => draw_dots(canvas, points.iter(), stroke),
        _ => canvas.line(points, stroke),
    }
}

fn draw_dots<'p>(
    canvas: &Canvas<'_>,
    mut points: impl Iterator<Item = &'p Point>,
    stroke: Stroke,
) -> Result<(), ChartError> {
    points.try_for_each(|&point| canvas.disc(point, stroke.dot(), stroke.color))
}

/// The width in pixels of the columns the unnamed entities are thinned by, one pixel or more.
fn crowd_columns(series: &[Series<'_>], pixels: f64, budget: usize) -> f64 {
    let crowd: Vec<usize> = series
        .iter()
        .filter(|series| series.role.is_crowd())
        .map(Series::len)
        .collect();
    let mut width = 1.0;
    loop {
        let most = (4.0 * pixels / width) as usize;
        let points: usize = crowd.iter().map(|&len| len.min(most)).sum();
        if points <= budget || width >= pixels {
            return width;
        }
        width *= 2.0;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        NAMED_ENTITIES,
        panels::tests::{figure, series},
    };
    use super::*;

    /// The series of a role, with a standard error of 1 at each point.
    fn with_band(role: SeriesRole, y: &[f64]) -> Series<'static> {
        let mut series = series(role, y);
        series.segments = series
            .segments
            .into_iter()
            .map(|segment| segment.with_standard_errors(vec![1.0; y.len()]).unwrap())
            .collect();
        series
    }

    #[test]
    fn a_band_is_drawn_and_named() {
        let svg = figure(vec![with_band(SeriesRole::Main, &[1.0, 5.0, 2.0])]);
        assert!(svg.contains("95 % band"));
        // One in the legend, one in the panel, and the line over it.
        assert_eq!(svg.matches("<polygon").count(), 2);
        assert!(svg.rfind("<polygon").unwrap() < svg.rfind("<polyline").unwrap());
        let without = figure(vec![series(SeriesRole::Main, &[1.0, 5.0, 2.0])]);
        assert!(!without.contains("95 % band") && !without.contains("<polygon"));
        let unknown = figure(vec![with_band(SeriesRole::Main, &[f64::NAN, 1.0])]);
        assert!(unknown.contains("95 % band"));
        let unknown = figure(vec![with_band(SeriesRole::Main, &[f64::NAN; 2])]);
        assert!(!unknown.contains("95 % band"));
        let broken = [1.0, 5.0, f64::NAN, 2.0, 3.0];
        let svg = figure(vec![with_band(SeriesRole::Main, &broken)]);
        assert_eq!(svg.matches("<polygon").count(), 3);
    }

    #[test]
    fn only_named_entities_have_a_band() {
        let entities = (0..20).map(|i| with_band(SeriesRole::Entity(i), &[1.0, 2.0, 3.0]));
        let svg = figure(entities.collect());
        assert_eq!(svg.matches("95 % band").count(), 1);
        assert_eq!(svg.matches("<polygon").count(), 1 + NAMED_ENTITIES);
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let wild = [-900.0, 900.0, -900.0];
        let with = |y: &[f64]| {
            let before = series(SeriesRole::Unsmoothed, y);
            figure(vec![with_band(SeriesRole::Main, &[1.0, 2.0, 3.0]), before])
        };
        assert!(with(&wild).contains(">\nUnsmoothed, cut off at the frame"));
        assert!(!with(&[1.0, 2.5, 3.0]).contains("cut off"));
    }

    #[test]
    fn a_long_band_is_a_small_document() {
        let y: Vec<f64> = (0..200_000).map(|i| f64::from(i * 7919 % 1000)).collect();
        let svg = figure(vec![with_band(SeriesRole::Main, &y)]);
        assert!(svg.len() < 150_000, "{}", svg.len());
    }
}
