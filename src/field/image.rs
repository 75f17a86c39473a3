//! Images as fields of luminance, and fields as 16-bit images.

use std::io::Cursor;

use image::{DynamicImage, ImageBuffer, ImageDecoder, ImageFormat, ImageReader, Limits, Luma};
use ndarray::{Array2, ArrayView2};

use dxdt_formats::Source;
use dxdt_motion::error::{Error, Result};

use super::grid::{Grid, GridAxis, Origin};
use super::read::check_nodes;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff";

pub(super) fn is_image(bytes: &[u8]) -> bool {
    bytes.starts_with(PNG) || bytes.starts_with(JPEG)
}

/// The luminance of an image, from 0 for black to 255 for white (the weights of ITU-R BT.709), a pixel a node.
pub(super) fn read_image(source: &Source) -> Result<Grid> {
    let damaged = |error: image::ImageError| {
        Error::new(format!("the image cannot be read ({error})")).advise("give a PNG or JPEG image")
    };
    let mut reader = ImageReader::new(Cursor::new(&source.bytes))
        .with_guessed_format()
        .map_err(|error| damaged(error.into()))?;
    reader.limits(Limits::no_limits());
    let decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = (width as usize, height as usize);
    // An image of a few bytes may claim billions of pixels.
    check_nodes(source, width, height)?;
    let image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    if width < 2 || height < 2 {
        return Err(
            Error::new(format!("the image is {width} by {height} pixels"))
                .advise("give one with at least two pixels each way"),
        );
    }
    let values = Array2::from_shape_vec((height, width), luminance(&image))
        .map_err(|error| Error::new(error.to_string()))?;
    Ok(Grid {
        values,
        x: GridAxis {
            unit: Some("px".to_owned()),
            ..GridAxis::uniform("x", width, 1.0)
        },
        y: GridAxis {
            unit: Some("px".to_owned()),
            ..GridAxis::uniform("y", height, 1.0)
        },
        quantity: "luminance".to_owned(),
        unit: None,
        origin: Origin::Image,
    })
}

/// The luminance of each pixel, row after row.
fn luminance(image: &DynamicImage) -> Vec<f64> {
    fn weighted<T: Into<f64> + Copy>(pixel: &[T; 3]) -> f64 {
        let [red, green, blue] = pixel.map(Into::into);
        if red == green && green == blue {
            // Gray is exact.
            return red;
        }
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    // 16-bit samples are 257 times as large as 8-bit ones.
    const WIDE: f64 = 257.0;
    let bytes_of_sample = image.color().bytes_per_pixel() / image.color().channel_count();
    if bytes_of_sample > 1 {
        let pixels = image.to_rgb16();
        pixels
            .pixels()
            .map(|pixel| weighted(&pixel.0) / WIDE)
            .collect()
    } else {
        let pixels = image.to_rgb8();
        pixels.pixels().map(|pixel| weighted(&pixel.0)).collect()
    }
}

/// A field as a 16-bit gray PNG: `low` is 0 and `high` is 65535; NaN is 0.
///
/// ```
/// use dxdt::field::write_png16;
/// let png = write_png16(ndarray::array![[0.0, 0.5], [1.0, f64::NAN]].view(), 0.0, 1.0)?;
/// assert!(png.starts_with(b"\x89PNG"));
/// # Ok::<(), dxdt::Error>(())
/// ```
///
/// # Errors
/// A field too large for a PNG.
pub fn write_png16(values: ArrayView2<'_, f64>, low: f64, high: f64) -> Result<Vec<u8>> {
    let (height, width) = values.dim();
    let scale = if high > low {
        65535.0 / (high - low)
    } else {
        0.0
    };
    // A cast of a float saturates, and makes NaN 0.
    let pixels = values
        .iter()
        .map(|value| ((value - low) * scale).round() as u16)
        .collect();
    let too_large = || Error::new("the field is too large for a PNG image");
    let size = (u32::try_from(width).ok(), u32::try_from(height).ok());
    let (Some(width), Some(height)) = size else {
        return Err(too_large());
    };
    let image: ImageBuffer<Luma<u16>, Vec<u16>> =
        ImageBuffer::from_raw(width, height, pixels).ok_or_else(too_large)?;
    let mut png = Cursor::new(Vec::new());
    image
        .write_to(&mut png, ImageFormat::Png)
        .map_err(|error| Error::new(format!("the image cannot be written ({error})")))?;
    Ok(png.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dxdt_log::Memory;

    #[test]
    fn images_are_read_back() {
        let values = ndarray::array![[0.0, 255.0, 127.5], [51.0, 102.0, 204.0]];
        let bytes = write_png16(values.view(), 0.0, 255.0).unwrap();
        let grid = read_image(&Source {
            name: "i".into(),
            bytes,
            compression: None,
            memory: Memory::UNLIMITED,
        })
        .unwrap();
        let of_bytes = DynamicImage::ImageLuma8(
            ImageBuffer::from_raw(2, 1, vec![7, 200]).expect("two pixels"),
        );
        assert_eq!(luminance(&of_bytes), [7.0, 200.0]);
        let largest = (&grid.values - &values)
            .iter()
            .fold(0.0, |most: f64, e| most.max(e.abs()));
        assert!(largest < 0.003, "{largest}");
        assert_eq!(grid.x.coordinates.len(), 3);
    }

    #[test]
    fn damaged_images_are_errors() {
        let bytes = [PNG, &[0; 30]].concat();
        assert!(
            read_image(&Source {
                name: "i".into(),
                bytes,
                compression: None,
                memory: Memory::UNLIMITED,
            })
            .is_err()
        );
    }
}
