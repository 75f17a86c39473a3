//! The sheet that charts are drawn on: lines, shapes and text, in pixels.

use plotters::{
    backend::SVGBackend,
    coord::Shift,
    drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea},
    element::{Circle, PathElement, Polygon, Rectangle},
    style::{
        Color, FontTransform, RGBColor,
        text_anchor::{HPos, Pos, VPos},
    },
};

use super::{
    ChartError, ChartSize, Drawing,
    font::Font,
    label::clean,
    series::Point,
    style::{INK, Stroke},
};

/// Drawing units per pixel. The backend knows whole numbers only, and whole pixels would turn a smooth curve into
/// steps; so the sheet is drawn ten times as large and scaled back by the view box of the document.
const FINE: u32 = 10;

/// An SVG document in the making.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    font: Font,
}

/// How a text stands on the canvas.
#[derive(Clone, Copy)]
pub(super) struct Text {
    /// The text size in pixels.
    pub em: f64,
    pub color: RGBColor,
    pub bold: bool,
    pub align: Align,
    /// Whether the text reads upwards.
    pub upright: bool,
}

impl Text {
    /// Dark text, centered.
    pub fn new(em: f64) -> Self {
        Self {
            em,
            color: INK,
            bold: false,
            align: Align::Center,
            upright: false,
        }
    }
}

/// Which part of a text is at the given place.
#[derive(Clone, Copy)]
pub(super) enum Align {
    Start,
    Center,
    End,
}

impl Canvas<'_> {
    /// A white sheet that `draw` fills.
    pub fn paint(
        size: ChartSize,
        draw: impl FnOnce(&Canvas<'_>) -> Result<(), ChartError>,
    ) -> Result<Drawing, ChartError> {
        Self::paint_over(size, "", draw)
    }

    /// A white sheet with SVG elements on it that `draw` draws over; the backend knows no images.
    pub fn paint_over(
        size: ChartSize,
        beneath: &str,
        draw: impl FnOnce(&Canvas<'_>) -> Result<(), ChartError>,
    ) -> Result<Drawing, ChartError> {
        let font = size.font();
        font.register()?;
        let (width, height) = (size.width(), size.height());
        let fine = (width * FINE, height * FINE);
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, fine).into_drawing_area();
            let canvas = Canvas { area, font };
            let corner = (f64::from(width), f64::from(height));
            canvas.rectangle((0.0, 0.0), corner, plotters::style::WHITE)?;
            draw(&canvas)?;
            canvas.area.present()?;
        }
        // Round joins: the tips of sharp peaks would reach beyond the data otherwise.
        let fine_head = format!(r#"<svg width="{}" height="{}""#, fine.0, fine.1);
        let head = format!(
            r#"<svg width="{width}" height="{height}" stroke-linejoin="round" stroke-linecap="round""#
        );
        let mut svg = svg.replacen(&fine_head, &head, 1);
        // The sheet is the first element.
        if let Some(sheet) = svg.find("/>\n").filter(|_| !beneath.is_empty()) {
            svg.insert_str(sheet + 3, beneath);
        }
        Ok(Drawing::new(svg, font))
    }

    /// A line through the points; nothing if there are fewer than two.
    pub fn line(&self, points: &[Point], stroke: Stroke) -> Result<(), ChartError> {
        // Renderers take time with the square of the length of a line; in pieces that share their ends it looks the same.
        const PIECE: usize = 256;
        let style = stroke.color.stroke_width(length(stroke.width));
        let mut rest = points;
        while rest.len() > 1 {
            let (piece, _) = rest.split_at(rest.len().min(PIECE));
            let points: Vec<_> = piece.iter().map(|&point| fine(point)).collect();
            self.area.draw(&PathElement::new(points, style))?;
            rest = &rest[piece.len() - 1..];
        }
        Ok(())
    }

    /// A filled circle with a rim in its own color.
    pub fn disc(&self, at: Point, radius: f64, color: RGBColor) -> Result<(), ChartError> {
        Ok(self
            .area
            .draw(&Circle::new(fine(at), length(radius), color.filled()))?)
    }

    /// A filled polygon.
    pub fn polygon(&self, corners: &[Point], color: RGBColor) -> Result<(), ChartError> {
        let corners: Vec<_> = corners.iter().map(|&corner| fine(corner)).collect();
        Ok(self.area.draw(&Polygon::new(corners, color.filled()))?)
    }

    /// A filled polygon through which what is beneath can be seen.
    pub fn shade(
        &self,
        corners: &[Point],
        color: RGBColor,
        opacity: f64,
    ) -> Result<(), ChartError> {
        let corners: Vec<_> = corners.iter().map(|&corner| fine(corner)).collect();
        let style = color.mix(opacity).filled();
        Ok(self.area.draw(&Polygon::new(corners, style))?)
    }

    /// A filled rectangle between two corners.
    pub fn rectangle(&self, from: Point, to: Point, color: RGBColor) -> Result<(), ChartError> {
        let corners = [fine(from), fine(to)];
        Ok(self.area.draw(&Rectangle::new(corners, color.filled()))?)
    }

    /// A line of text; `at` is the middle of its height and, by `align`, its start, middle or end.
    pub fn text(&self, text: &str, at: Point, style: Text) -> Result<(), ChartError> {
        if text.is_empty() {
            return Ok(());
        }
        // The backend puts the baseline 0.76 em below the top; capitals and digits are 0.73 em high. Its own centring
        // differs from viewer to viewer.
        let rise = style.em * (0.73 / 2.0 - 0.76);
        let (at, transform) = if style.upright {
            ((at.0 + rise, at.1), FontTransform::Rotate270)
        } else {
            ((at.0, at.1 + rise), FontTransform::None)
        };
        let side = match style.align {
            Align::Start => HPos::Left,
            Align::Center => HPos::Center,
            Align::End => HPos::Right,
        };
        // Rounded, or the document would be full of digits that nobody can see.
        let size = (style.em * f64::from(FINE)).round();
        let font = self
            .font
            .described(size, style.bold)
            .transform(transform)
            .color(&style.color)
            .pos(Pos::new(side, VPos::Top));
        Ok(self.area.draw_text(&clean(text), &font, fine(at))?)
    }
}

/// A place in drawing units.
pub(super) fn fine((x, y): Point) -> (i32, i32) {
    let scale = |pixels: f64| (pixels * f64::from(FINE)).round() as i32;
    (scale(x), scale(y))
}

/// A width or radius in drawing units.
fn length(pixels: f64) -> u32 {
    (pixels * f64::from(FINE)).round() as u32
}

impl From<DrawingAreaErrorKind<std::io::Error>> for ChartError {
    fn from(error: DrawingAreaErrorKind<std::io::Error>) -> Self {
        Self::Library(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_the_size_asked_for_and_finer_units() {
        let drawing = Canvas::paint(ChartSize::default(), |canvas| {
            canvas.line(&[(0.0, 0.0), (0.25, 1.5)], Stroke::new(INK, 1.0))
        })
        .unwrap();
        let svg = drawing.svg();
        assert!(svg.starts_with(r#"<svg width="1280" height="800" "#));
        assert!(svg.contains(r#"viewBox="0 0 12800 8000""#));
        assert!(svg.contains(r#"points="0,0 3,15 ""#));
        assert!(svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn text_is_escaped() {
        let name = "</text><script>\"&'\u{0}\u{1b}";
        let drawing = Canvas::paint(ChartSize::default(), |canvas| {
            canvas.text(name, (100.0, 100.0), Text::new(14.0))
        })
        .unwrap();
        let escaped = "&lt;/text&gt;&lt;script&gt;&quot;&amp;&apos;\u{fffd}\u{fffd}";
        assert!(drawing.svg().contains(escaped), "{}", drawing.svg());
        assert!(drawing.to_png().is_ok());
    }
}
