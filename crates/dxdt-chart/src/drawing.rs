//! A finished chart.

use resvg::{tiny_skia, usvg};

use super::{ChartError, font::Font, legible::legible_document};

/// A finished chart: an SVG document that can also be had as PNG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    svg: String,
    font: Font,
}

impl Drawing {
    pub(super) fn new(svg: String, font: Font) -> Self {
        Self { svg, font }
    }

    /// The same with another document.
    pub(super) fn map(self, document: impl FnOnce(&str) -> String) -> Self {
        Self {
            svg: document(&self.svg),
            ..self
        }
    }

    /// The chart as an SVG document, with text as text.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The chart as an SVG document, with text as text.
    #[must_use]
    pub fn into_svg(self) -> String {
        self.svg
    }

    /// The chart as a PNG image of the size it was drawn for. Text that its font cannot show is in Latin letters.
    ///
    /// # Errors
    ///
    /// [`ChartError::Library`] if the rendering library fails, for example for want of memory.
    pub fn to_png(&self) -> Result<Vec<u8>, ChartError> {
        let library = |reason: &dyn std::fmt::Display| ChartError::Library(reason.to_string());
        let svg = legible_document(&self.svg, self.font);
        let options = usvg::Options {
            fontdb: self.font.database(),
            font_family: self.font.family().to_owned(),
            ..usvg::Options::default()
        };
        let tree = usvg::Tree::from_str(&svg, &options).map_err(|e| library(&e))?;
        let size = tree.size().to_int_size();
        let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height())
            .ok_or_else(|| library(&"no memory for the image"))?;
        resvg::render(
            &tree,
            tiny_skia::Transform::identity(),
            &mut pixels.as_mut(),
        );
        pixels.encode_png().map_err(|e| library(&e))
    }
}
