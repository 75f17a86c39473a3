//! The options of every command that writes a folder with charts.

use std::path::PathBuf;

use clap::Args;

use crate::output::chart::ChartSize;

/// Where to write, and how the charts are drawn.
#[derive(Debug, Clone, Args)]
pub struct OutputArguments {
    /// Folder for what is written
    #[arg(
        id = "output",
        long = "output",
        short = 'o',
        value_name = "DIR",
        default_value = "dxdt-out",
        help_heading = "Output"
    )]
    pub(super) folder: PathBuf,

    /// Write no charts
    #[arg(long, help_heading = "Output")]
    pub(super) no_charts: bool,

    /// Size of the charts in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x800", value_parser = chart_size, help_heading = "Output")]
    pub(super) chart_size: ChartSize,

    /// Write the charts as SVG too
    #[arg(long, help_heading = "Output")]
    pub(super) svg: bool,
}

fn chart_size(text: &str) -> std::result::Result<ChartSize, String> {
    let size = text
        .split_once(['x', 'X', '×'])
        .and_then(|(width, height)| {
            Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
        });
    let (width, height) = size.ok_or("give width and height in pixels, such as 1280x800")?;
    ChartSize::new(width, height).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_width_by_height() {
        assert_eq!(
            chart_size("640x480").map(|size| (size.width(), size.height())),
            Ok((640, 480))
        );
        assert!(chart_size("640").is_err());
        assert!(chart_size("1x1").is_err());
    }
}
