//! The options of every command that writes a folder with charts.

use std::path::PathBuf;

use clap::Args;

use crate::output::chart::{ChartSize, Theme};

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

    /// Size of the charts: slide, paper, column, or WxH in pixels
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "1280x800",
        help_heading = "Output"
    )]
    pub(super) chart_size: ChartSize,

    /// Ground of the charts: light or dark
    #[arg(
        long,
        value_name = "THEME",
        default_value = "light",
        help_heading = "Output"
    )]
    pub(super) theme: Theme,

    /// Write the charts as SVG too
    #[arg(long, help_heading = "Output")]
    pub(super) svg: bool,
}
