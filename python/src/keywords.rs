//! The options of a call, as the program has them.

use dxdt::cli::keywords::{Keyword, LogKeywords};
use pyo3::prelude::*;

use super::error::of_library;

/// Options as `dxdt/_options.py` gives them: names and values, and none for a switch.
pub fn parsed(py: Python<'_>, keywords: &[Keyword]) -> PyResult<LogKeywords> {
    LogKeywords::parse(keywords).map_err(|error| of_library(py, &error))
}

/// The options as words of a command line.
pub fn words(keywords: &[Keyword]) -> Vec<String> {
    let word = |(name, value): &Keyword| {
        let name = format!("--{}", name.replace('_', "-"));
        [Some(name), value.clone()].into_iter().flatten()
    };
    keywords.iter().flat_map(word).collect()
}
