//! The size of a chart, and everything that scales with it.

use super::{ChartError, Font};

/// Width and height of a chart in pixels, within limits that can be drawn, and the size and font of its text.
///
/// Text and lines grow with the chart; on a slide or in a paper, which are looked at from further away or printed
/// smaller, they are larger still.
///
/// ```
/// use dxdt_chart::ChartSize;
///
/// let size = ChartSize::new(1920, 1080)?;
/// assert_eq!((size.width(), size.height()), (1920, 1080));
/// assert_eq!(ChartSize::default().width(), 1280);
/// assert!(ChartSize::new(10, 10).is_err());
/// # Ok::<(), dxdt_chart::ChartError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChartSize {
    width: u32,
    height: u32,
    /// Hundredths of the usual size of text and lines.
    text: u32,
    font: Font,
}

impl ChartSize {
    /// A slide of 16 to 9, with text that can be read from the back of a room.
    pub const SLIDE: Self = Self {
        width: 1920,
        height: 1080,
        text: 135,
        font: Font::BUILT_IN,
    };
    /// The width of a page of text: 165 by 105 mm at 300 dots an inch, with text of 8 points.
    pub const PAPER: Self = Self {
        width: 1950,
        height: 1240,
        text: 155,
        font: Font::BUILT_IN,
    };
    /// A column of two: 89 by 89 mm at 300 dots an inch, with text of 7 points.
    pub const COLUMN: Self = Self {
        width: 1050,
        height: 1050,
        text: 230,
        font: Font::BUILT_IN,
    };

    /// The smallest chart: 200 by 150 pixels.
    pub const MIN: Self = Self {
        width: 200,
        height: 150,
        text: 100,
        font: Font::BUILT_IN,
    };
    /// The largest chart: 8000 by 8000 pixels.
    pub const MAX: Self = Self {
        width: 8000,
        height: 8000,
        text: 100,
        font: Font::BUILT_IN,
    };

    /// A size of `width` by `height` pixels.
    ///
    /// # Errors
    ///
    /// [`ChartError::Size`] outside [`ChartSize::MIN`] to [`ChartSize::MAX`].
    pub fn new(width: u32, height: u32) -> Result<Self, ChartError> {
        let wide = (Self::MIN.width..=Self::MAX.width).contains(&width);
        let high = (Self::MIN.height..=Self::MAX.height).contains(&height);
        if wide && high {
            Ok(Self {
                width,
                height,
                text: 100,
                font: Font::BUILT_IN,
            })
        } else {
            Err(ChartError::Size { width, height })
        }
    }

    /// The same for a page of so many pixels, which may be a part of it.
    pub(super) fn shrunk(self, width: f64, height: f64) -> Self {
        Self {
            width: (width as u32).clamp(1, self.width),
            height: (height as u32).clamp(1, self.height),
            ..self
        }
    }

    /// The same with text in another font.
    #[must_use]
    pub fn with_font(self, font: Font) -> Self {
        Self { font, ..self }
    }

    pub(super) fn font(self) -> Font {
        self.font
    }

    /// The width in pixels.
    #[must_use]
    pub fn width(self) -> u32 {
        self.width
    }

    /// The height in pixels.
    #[must_use]
    pub fn height(self) -> u32 {
        self.height
    }
}

impl Default for ChartSize {
    /// 1280 by 800 pixels.
    fn default() -> Self {
        Self {
            width: 1280,
            height: 800,
            text: 100,
            font: Font::BUILT_IN,
        }
    }
}

impl std::str::FromStr for ChartSize {
    type Err = String;

    /// `slide`, `paper`, `column`, or width and height such as `1280x800`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "slide" => return Ok(Self::SLIDE),
            "paper" => return Ok(Self::PAPER),
            "column" => return Ok(Self::COLUMN),
            _ => {}
        }
        let size = text
            .split_once(['x', 'X', '×'])
            .and_then(|(width, height)| {
                Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
            });
        let (width, height) = size
            .ok_or("give slide, paper, column, or width and height in pixels, such as 1280x800")?;
        Self::new(width, height).map_err(|error| error.to_string())
    }
}

/// Lengths in pixels that follow from the size of the chart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Metrics {
    pub width: f64,
    pub height: f64,
    /// The text size; most distances are multiples of it.
    pub em: f64,
    /// How much wider lines are than in a chart of the default size.
    pub stroke: f64,
    pub font: Font,
}

impl Metrics {
    pub fn of(size: ChartSize) -> Self {
        let standard = ChartSize::default();
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        let ratio = (width / f64::from(standard.width)).min(height / f64::from(standard.height));
        // Text in a small chart shrinks less than the chart, or nobody could read it.
        let scale = if ratio < 1.0 { ratio.sqrt() } else { ratio };
        let scale = scale * f64::from(size.text) / 100.0;
        Self {
            width,
            height,
            em: (14.0 * scale).max(8.5),
            stroke: scale.max(0.6),
            font: size.font,
        }
    }

    /// The space left free along the rim of the chart.
    pub fn margin(&self) -> f64 {
        self.em
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_limits() {
        assert!(ChartSize::new(200, 150).is_ok());
        assert!(ChartSize::new(8000, 8000).is_ok());
        assert_eq!(
            ChartSize::new(199, 150),
            Err(ChartError::Size {
                width: 199,
                height: 150
            })
        );
        assert!(ChartSize::new(8001, 150).is_err());
    }

    #[test]
    fn sizes_have_names_or_numbers() {
        let size = |text: &str| text.parse::<ChartSize>();
        assert_eq!(size("640x480"), Ok(ChartSize::new(640, 480).unwrap()));
        assert_eq!(size("slide"), Ok(ChartSize::SLIDE));
        assert!(size("640").unwrap_err().contains("slide, paper, column"));
        assert!(size("1x1").is_err());
        // 8 points of a 72nd of an inch each, at 300 dots an inch.
        let em = Metrics::of(ChartSize::PAPER).em;
        assert!((em / (8.0 / 72.0 * 300.0) - 1.0).abs() < 0.03, "{em}");
        let em = Metrics::of(ChartSize::COLUMN).em;
        assert!((em / (7.0 / 72.0 * 300.0) - 1.0).abs() < 0.03, "{em}");
    }

    #[test]
    fn text_grows_with_the_chart_and_stays_readable() {
        let em = |width, height| Metrics::of(ChartSize::new(width, height).unwrap()).em;
        assert_eq!(em(200, 150), 8.5);
        assert_eq!(em(1280, 800), 14.0);
        assert!((em(3840, 2160) - 37.8).abs() < 1e-9);
    }
}
