//! Lines of a page: headings, sentences, warnings.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::layout::{aligned, fits};
use crate::screens::width::{rows_in_words, wrapped};

/// What has been written so far.
pub(super) struct Page {
    pub text: String,
    /// How wide lines may be.
    pub width: usize,
}

impl Page {
    pub fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", line.trim_end());
    }

    pub fn lines(&mut self, lines: &[String]) {
        for line in lines {
            self.line(line);
        }
    }

    /// A table in the first of some ways that is narrow enough, else in words; cells from column `left` on are aligned left.
    pub fn table(&mut self, ways: &[Vec<Vec<String>>], left: usize) {
        let mut lines = ways.iter().map(|rows| aligned(rows, left));
        let fitting = lines.find(|lines| fits(lines, self.width));
        let in_words = || match ways.first() {
            Some(rows) => rows_in_words(rows, self.width, 2),
            None => Vec::new(),
        };
        let lines = fitting.unwrap_or_else(in_words);
        self.lines(&lines);
    }

    pub fn sentence(&mut self, text: &str) {
        self.lines(&wrapped(&format!("  {text}"), self.width, 4));
    }

    /// A heading after an empty line: what is bold, and the rest.
    pub fn heading(&mut self, bold: &str, rest: &str) {
        let style = Style::new().bold();
        let mut lines = wrapped(&format!("{bold}{rest}"), self.width, 2).into_iter();
        let first = lines.next().unwrap_or_default();
        let rest = first.strip_prefix(bold).unwrap_or_default();
        self.line("");
        self.line(&format!("{style}{bold}{style:#}{rest}"));
        self.lines(&lines.collect::<Vec<_>>());
    }

    pub fn warned(&mut self, word: &str, text: &str) {
        let style = AnsiColor::Yellow.on_default();
        let mut lines = wrapped(&format!("  {word}: {text}"), self.width, 4).into_iter();
        let first = lines.next().unwrap_or_default();
        let rest = first.trim_start().strip_prefix(word).unwrap_or_default();
        self.line(&format!("  {style}{word}{style:#}{rest}"));
        self.lines(&lines.collect::<Vec<_>>());
    }
}
