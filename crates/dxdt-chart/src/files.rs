//! Charts as files.

use super::{ChartError, ChartSize, Drawing, Theme};

/// How charts are written: their size and background, and whether as SVG too.
///
/// ```
/// use dxdt_chart::ChartFiles;
///
/// let files = ChartFiles { svg: true, ..ChartFiles::default() };
/// assert_eq!(files.size, "1280x800".parse().unwrap());
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct ChartFiles {
    /// Width and height in pixels.
    pub size: ChartSize,
    /// The background.
    pub theme: Theme,
    /// Write SVG beside PNG.
    pub svg: bool,
}

impl ChartFiles {
    /// The names and bytes of the files of a chart that is called `name`.
    ///
    /// # Errors
    ///
    /// [`ChartError`] where the drawing cannot be turned into PNG.
    pub fn of(&self, name: &str, drawing: Drawing) -> Result<Vec<(String, Vec<u8>)>, ChartError> {
        let drawing = drawing.in_theme(self.theme);
        let mut files = vec![(format!("{name}.png"), drawing.to_png()?)];
        if self.svg {
            files.push((format!("{name}.svg"), drawing.into_svg().into_bytes()));
        }
        Ok(files)
    }
}
