//! A grid of values as pixels.

use std::ops::Range as Span;

use super::scale::{Range, Scale, bounds};

/// The values of a rectangle of pixels, row by row from the top; NaN where there are none.
pub(super) struct Raster {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f64>,
}

impl Raster {
    /// The pixels of the frame that `x` and `y` span, for values in rows along y. Where several cells have their center
    /// in a pixel, it gets the mean of those that have a value; where none has, the value of the cell it is in.
    pub fn new(values: &[f64], x_edges: &[f64], y_edges: &[f64], x: &Scale, y: &Scale) -> Self {
        let (columns, rows) = (cells_of_pixels(x_edges, x), cells_of_pixels(y_edges, y));
        let row_length = x_edges.len().saturating_sub(1);
        let mut pixels: Vec<f64> = Vec::with_capacity(columns.len() * rows.len());
        let mut previous = None;
        for row in &rows {
            if previous == Some(row) {
                // The same cells as in the line of pixels above.
                let above = pixels.len().saturating_sub(columns.len());
                pixels.extend_from_within(above..);
            } else {
                pixels.extend(means(values, row_length, row, &columns));
            }
            previous = Some(row);
        }
        Self {
            width: columns.len(),
            height: rows.len(),
            values: pixels,
        }
    }

    /// The lowest and the highest value; `None` if there is none.
    pub fn range(&self) -> Option<Range> {
        let finite = self.values.iter().filter(|value| value.is_finite());
        bounds(finite.map(|&value| (0.0, value))).map(|(_, range)| range)
    }

    /// Whether some pixels have no value.
    pub fn has_holes(&self) -> bool {
        self.values.iter().any(|value| value.is_nan())
    }
}

/// The means of blocks of values, those of the lines in `rows` and of the columns in each of the spans; NaN for a block
/// without values.
pub(super) fn means(
    values: &[f64],
    row_length: usize,
    rows: &Span<usize>,
    columns: &[Span<usize>],
) -> Vec<f64> {
    // Beyond this the width of a range could overflow.
    const LARGEST: f64 = 1e300;
    // A power of two, so that no digit is lost; sums of large values stay finite.
    const SHRINK: f64 = 1.0 / (1_u64 << 40) as f64;
    let mut sums = vec![(0.0, 0_u32); columns.len()];
    for row in rows.clone() {
        let start = row * row_length;
        let line = values.get(start..start + row_length).unwrap_or(&[]);
        for (span, (sum, count)) in columns.iter().zip(&mut sums) {
            for &value in line.get(span.clone()).unwrap_or(&[]) {
                if value.abs() <= LARGEST {
                    *sum += value * SHRINK;
                    *count += 1;
                }
            }
        }
    }
    // Without values it is zero by zero, which is NaN.
    let mean = |(sum, count)| sum / f64::from(count) / SHRINK;
    sums.into_iter().map(mean).collect()
}

/// The cells that each pixel of a scale shows, from the left or the top on.
fn cells_of_pixels(edges: &[f64], scale: &Scale) -> Vec<Span<usize>> {
    let origin = scale.start.min(scale.end);
    // None yet, as each that there will be ends above 0.
    let mut spans = vec![0..0; scale.length().round() as usize];
    let cells = edges.windows(2).map(|pair| {
        let (a, b) = (scale.pixel(pair[0]), scale.pixel(pair[1]));
        (a.min(b) - origin, a.max(b) - origin)
    });
    // The pixels that hold the centers of cells …
    for (cell, (from, to)) in cells.clone().enumerate() {
        let pixel = f64::midpoint(from, to).floor() as usize;
        if let Some(span) = spans.get_mut(pixel) {
            let first = if span.end == 0 { cell } else { span.start };
            *span = first.min(cell)..span.end.max(cell + 1);
        }
    }
    // … and those in between, which lie in a cell with their own center.
    for (cell, (from, to)) in cells.enumerate() {
        let pixels = (from - 0.5).ceil() as usize..(to - 0.5).ceil() as usize;
        for span in spans.get_mut(pixels).unwrap_or(&mut []) {
            if span.end == 0 {
                *span = cell..cell + 1;
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(low: f64, high: f64, start: f64, end: f64) -> Scale {
        let range = Range { low, high };
        Scale::new(range, start, end)
    }

    #[test]
    fn large_cells_cover_their_pixels_and_the_first_row_is_where_the_axis_has_it() {
        let edges = [0.0, 1.0, 3.0];
        let x = scale(0.0, 3.0, 10.0, 16.0);
        let values = [1.0, 2.0, 3.0, f64::NAN];
        let upwards = scale(0.0, 3.0, 33.0, 30.0);
        let raster = Raster::new(&values, &edges, &edges, &x, &upwards);
        assert_eq!((raster.width, raster.height), (6, 3));
        assert_eq!(raster.values[12..], [1.0, 1.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(raster.values[..2], [3.0, 3.0]);
        assert!(raster.has_holes() && raster.values[2].is_nan());
        let downwards = scale(0.0, 3.0, 30.0, 33.0);
        let raster = Raster::new(&values, &edges, &edges, &x, &downwards);
        assert_eq!(raster.values[..6], [1.0, 1.0, 2.0, 2.0, 2.0, 2.0]);
        assert_eq!(raster.range().map(|r| (r.low, r.high)), Some((1.0, 3.0)));
    }

    #[test]
    fn small_cells_are_averaged_without_the_empty_ones() {
        let edges: Vec<f64> = (0..=6).map(f64::from).collect();
        let x = scale(0.0, 6.0, 0.0, 2.0);
        let y = scale(0.0, 1.0, 0.0, 1.0);
        let values = [1.0, 2.0, 6.0, f64::NAN, f64::INFINITY, 5.0];
        let raster = Raster::new(&values, &edges, &[0.0, 1.0], &x, &y);
        assert_eq!(raster.values, [3.0, 5.0]);
        let large = [1e300; 6];
        let raster = Raster::new(&large, &edges, &[0.0, 1.0], &x, &y);
        assert!(
            raster
                .values
                .iter()
                .all(|v| (v / 1e300 - 1.0).abs() < 1e-12)
        );
    }

    #[test]
    fn descending_coordinates_are_mirrored() {
        let x = scale(0.0, 3.0, 0.0, 3.0);
        let spans = cells_of_pixels(&[3.0, 2.0, 1.0, 0.0], &x);
        assert_eq!(spans, [2..3, 1..2, 0..1]);
    }

    #[test]
    fn every_pixel_shows_a_cell_and_every_cell_is_shown() {
        for cells in 1..400 {
            let edges: Vec<f64> = (0..=cells).map(f64::from).collect();
            let spans = cells_of_pixels(&edges, &scale(0.0, f64::from(cells), 7.0, 160.0));
            assert!(spans.iter().all(|span| !span.is_empty()), "{cells}");
            let mut next = 0;
            for span in spans {
                assert!(span.start <= next, "{cells}");
                next = span.end;
            }
            assert_eq!(next, cells as usize);
        }
    }

    #[test]
    fn a_grid_without_cells_has_pixels_without_values() {
        let x = scale(0.0, 1.0, 0.0, 2.0);
        let raster = Raster::new(&[], &[], &[], &x, &x);
        assert_eq!((raster.values.len(), raster.range()), (4, None));
    }
}
