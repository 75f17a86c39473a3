//! The one font of all charts. It is part of the program, so that charts look the same on every machine.

use std::io::Read;
use std::sync::{Arc, LazyLock};

use flate2::read::ZlibDecoder;
use plotters::style::{FontStyle, IntoFont, register_font};
use resvg::usvg::fontdb;

use super::ChartError;

/// The font that is embedded.
pub(super) const FAMILY: &str = "DejaVu Sans";

/// The font list written into the SVG: a viewer without the font takes its own.
pub(super) const FAMILY_LIST: &str = "DejaVu Sans, sans-serif";

/// Plotters' text sizes are the line height of a typical font; this many make the size in the sense of SVG and CSS.
pub(super) const LINE_HEIGHT: f64 = 1.24;

/// The files of the regular and the bold font, which `build.rs` has packed. Empty where one is damaged.
fn files() -> &'static [Vec<u8>; 2] {
    static FILES: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
        let unpacked = |packed: &[u8]| {
            let mut font = Vec::new();
            let whole = ZlibDecoder::new(packed).read_to_end(&mut font);
            whole.map(|_| font).unwrap_or_default()
        };
        let (regular, bold) = rayon::join(
            || unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/regular.z"))),
            || unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/bold.z"))),
        );
        [regular, bold]
    });
    &FILES
}

/// Makes the font known to the drawing library, once per process.
pub(super) fn register() -> Result<(), ChartError> {
    static REGISTERED: LazyLock<bool> = LazyLock::new(|| {
        let [regular, bold] = files();
        let regular = register_font(FAMILY_LIST, FontStyle::Normal, regular);
        let bold = register_font(FAMILY_LIST, FontStyle::Bold, bold);
        regular.is_ok() && bold.is_ok()
    });
    if *REGISTERED {
        Ok(())
    } else {
        Err(ChartError::Library("the font is damaged".to_owned()))
    }
}

/// The font for the renderer, parsed once per process.
pub(super) fn database() -> Arc<fontdb::Database> {
    static DATABASE: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut database = fontdb::Database::new();
        for font in files() {
            database.load_font_source(fontdb::Source::Binary(Arc::new(font)));
        }
        database.set_sans_serif_family(FAMILY);
        Arc::new(database)
    });
    Arc::clone(&DATABASE)
}

/// The width of a text in pixels at a text size in pixels; a few per cent too much rather than too little.
pub(super) fn width(text: &str, em: f64, bold: bool) -> f64 {
    // Measured in tenths, because the library gives whole numbers.
    const FINE: f64 = 10.0;
    let style = if bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let measured = || {
        // Whoever measures first must find the font registered, or the same chart comes out in two ways.
        register().ok()?;
        let font = (FAMILY_LIST, em * LINE_HEIGHT * FINE, style).into_font();
        font.box_size(text).ok()
    };
    match measured() {
        Some((width, _)) => f64::from(width) / FINE,
        None => text.chars().count() as f64 * em * 0.7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_are_there_and_widths_grow() {
        register().unwrap();
        assert_eq!(database().len(), 2);
        let narrow = width("lll", 14.0, false);
        let wide = width("mmm", 14.0, false);
        assert!(narrow > 5.0 && wide > 2.0 * narrow, "{narrow} {wide}");
        assert!(width("mmm", 14.0, true) > wide);
        assert!((width("mmm", 28.0, false) - 2.0 * wide).abs() < 0.5);
    }
}
