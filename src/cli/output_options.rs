//! The options of every command that writes a folder with charts.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, ValueHint};

use dxdt_chart::{ChartFiles, ChartSize, Font, Theme};

use super::known::known;

/// Where to write, and how the charts are drawn.
#[derive(Debug, Clone, Args)]
pub struct OutputArguments {
    /// Write the output to this folder
    #[arg(
        id = "output",
        long = "output",
        short = 'o',
        value_name = "FOLDER",
        default_value = "dxdt-out",
        help_heading = "Output", value_hint = ValueHint::DirPath)]
    pub(super) folder: PathBuf,

    /// Write no charts
    #[arg(long, help_heading = "Output")]
    pub(super) no_charts: bool,

    /// Set the size of the charts: slide, paper, column, or WxH in pixels
    #[arg(
        long,
        hide_short_help = true,
        value_name = "SIZE",
        default_value = "1280x800",
        help_heading = "Output", value_parser = known::<ChartSize>(|| vec!["slide", "paper", "column"]), hide_possible_values = true)]
    chart_size: ChartSize,

    /// Draw charts on a light or dark background
    #[arg(
        long,
        hide_short_help = true,
        value_name = "THEME",
        default_value = "light",
        help_heading = "Output", value_parser = known::<Theme>(|| vec!["light", "dark"]), hide_possible_values = true)]
    theme: Theme,

    /// Write the text of charts in the font of this TrueType or OpenType file
    #[arg(
        long,
        hide_short_help = true,
        value_name = "FILE",
        help_heading = "Output", value_hint = ValueHint::FilePath, value_parser = PathBufValueParser::new().try_map(font_of))]
    font: Option<Font>,

    /// Write charts as SVG too
    #[arg(long, help_heading = "Output")]
    svg: bool,
}

impl OutputArguments {
    /// How the charts are written.
    pub(super) fn chart_files(&self) -> ChartFiles {
        ChartFiles {
            size: self.chart_size.with_font(self.font.unwrap_or_default()),
            theme: self.theme,
            svg: self.svg,
        }
    }
}

/// The font of a file.
fn font_of(path: PathBuf) -> Result<Font, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("it cannot be read: {error}"))?;
    let font = Font::from_bytes(bytes);
    font.map_err(|error| format!("{error}; give a .ttf or .otf file"))
}

/// The names of files that were written.
pub(super) fn names(paths: &[PathBuf]) -> Vec<String> {
    let names = paths.iter().filter_map(|path| path.file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}
