//! Pixels as a part of an SVG document.

use base64::{Engine, engine::general_purpose::STANDARD};
use image::{
    ExtendedColorType, ImageEncoder,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use plotters::style::RGBColor;

use super::{ChartError, axis::Rect, canvas::fine};

/// An SVG element that fills a rectangle of the page with an image, whose pixels are in rows from the top.
pub(super) fn element(
    rect: &Rect,
    (width, height): (usize, usize),
    pixels: impl Iterator<Item = RGBColor>,
) -> Result<String, ChartError> {
    let library = |reason: &dyn std::fmt::Display| ChartError::Library(reason.to_string());
    let bytes: Vec<u8> = pixels.flat_map(|RGBColor(r, g, b)| [r, g, b]).collect();
    let width = u32::try_from(width).map_err(|error| library(&error))?;
    let height = u32::try_from(height).map_err(|error| library(&error))?;
    let mut png = Vec::new();
    // Thorough compression would take longer than everything else together.
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Adaptive)
        .write_image(&bytes, width, height, ExtendedColorType::Rgb8)
        .map_err(|error| library(&error))?;
    let ((x, y), (right, bottom)) = (fine((rect.left, rect.top)), fine((rect.right, rect.bottom)));
    let (width, height) = (right - x, bottom - y);
    // The older name of the reference is the one that every viewer knows.
    Ok(format!(
        "<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
         image-rendering=\"pixelated\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         xlink:href=\"data:image/png;base64,{}\"/>\n",
        STANDARD.encode(png)
    ))
}

#[cfg(test)]
mod tests {
    use super::super::{ChartSize, canvas::Canvas};
    use super::*;

    #[test]
    fn pixels_arrive_where_they_belong() {
        let rect = Rect {
            left: 20.0,
            right: 24.0,
            top: 30.0,
            bottom: 32.0,
        };
        let colors = [RGBColor(255, 0, 0), RGBColor(0, 0, 255)];
        let pixels = (0..8).map(|i| colors[usize::from(i > 3)]);
        let image = element(&rect, (4, 2), pixels).unwrap();
        let drawing = Canvas::paint_over(ChartSize::default(), &image, |_| Ok(())).unwrap();
        let png = drawing.to_png().unwrap();
        let page = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
        let color = |x, y| {
            let pixel = page.pixel(x, y).unwrap();
            (pixel.red(), pixel.green(), pixel.blue())
        };
        assert_eq!(color(19, 30), (255, 255, 255));
        assert_eq!(color(20, 30), (255, 0, 0));
        assert_eq!(color(23, 31), (0, 0, 255));
        assert_eq!(color(24, 31), (255, 255, 255));
    }

    #[test]
    fn an_image_without_pixels_is_refused() {
        let rect = Rect {
            left: 0.0,
            right: 0.0,
            top: 0.0,
            bottom: 0.0,
        };
        assert!(element(&rect, (0, 0), std::iter::empty()).is_err());
    }
}
