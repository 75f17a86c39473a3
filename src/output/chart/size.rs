//! The size of a chart, and everything that scales with it.

use super::ChartError;

/// Width and height of a chart in pixels, within limits that can be drawn.
///
/// ```
/// use dxdt::output::chart::ChartSize;
///
/// let size = ChartSize::new(1920, 1080)?;
/// assert_eq!((size.width(), size.height()), (1920, 1080));
/// assert_eq!(ChartSize::default().width(), 1280);
/// assert!(ChartSize::new(10, 10).is_err());
/// # Ok::<(), dxdt::output::chart::ChartError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChartSize {
    width: u32,
    height: u32,
}

impl ChartSize {
    /// The smallest chart: 200 by 150 pixels.
    pub const MIN: Self = Self {
        width: 200,
        height: 150,
    };
    /// The largest chart: 8000 by 8000 pixels.
    pub const MAX: Self = Self {
        width: 8000,
        height: 8000,
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
            Ok(Self { width, height })
        } else {
            Err(ChartError::Size { width, height })
        }
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
        }
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
}

impl Metrics {
    pub fn of(size: ChartSize) -> Self {
        let standard = ChartSize::default();
        let (width, height) = (f64::from(size.width), f64::from(size.height));
        let ratio = (width / f64::from(standard.width)).min(height / f64::from(standard.height));
        // Text in a small chart shrinks less than the chart, or nobody could read it.
        let scale = if ratio < 1.0 { ratio.sqrt() } else { ratio };
        Self {
            width,
            height,
            em: (14.0 * scale).max(8.5),
            stroke: scale.max(0.6),
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
    fn text_grows_with_the_chart_and_stays_readable() {
        let em = |width, height| Metrics::of(ChartSize { width, height }).em;
        assert_eq!(em(200, 150), 8.5);
        assert_eq!(em(1280, 800), 14.0);
        assert!((em(3840, 2160) - 37.8).abs() < 1e-9);
    }
}
