//! A finished chart.

use resvg::{tiny_skia, usvg};

use super::{ChartError, font};

/// A finished chart: an SVG document that can also be had as PNG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    svg: String,
}

impl Drawing {
    pub(super) fn new(svg: String) -> Self {
        Self { svg }
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

    /// The chart as a PNG image of the size it was drawn for.
    ///
    /// # Errors
    ///
    /// [`ChartError::Library`] if the rendering library fails, for example for want of memory.
    pub fn to_png(&self) -> Result<Vec<u8>, ChartError> {
        let library = |reason: &dyn std::fmt::Display| ChartError::Library(reason.to_string());
        let options = usvg::Options {
            fontdb: font::database(),
            font_family: font::FAMILY.to_owned(),
            ..usvg::Options::default()
        };
        let tree = usvg::Tree::from_str(&self.svg, &options).map_err(|e| library(&e))?;
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
