//! The words for missing values in a table of text.

use clap::Args;

/// Words beside those that are known.
#[derive(Debug, Args)]
pub(super) struct MissingWords {
    /// Take these words for missing values too
    #[arg(
        id = "missing",
        long = "missing",
        value_name = "WORD,…",
        value_delimiter = ',',
        allow_hyphen_values = true,
        help_heading = "Text"
    )]
    pub words: Vec<String>,
}
