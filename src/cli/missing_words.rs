//! The words for missing values in a table of text.

use clap::Args;

use super::names::Names;

/// Words beside those that are known.
#[derive(Debug, Args)]
pub(super) struct MissingWords {
    /// Take these words for missing values too
    #[arg(
        id = "missing",
        long = "missing",
        value_name = "WORD,…",
        value_parser = Names::parse,
        allow_hyphen_values = true,
        help_heading = "Text"
    )]
    words: Vec<Names>,
}

impl MissingWords {
    /// All of them.
    pub fn words(&self) -> Vec<String> {
        Names::all(&self.words)
    }
}
