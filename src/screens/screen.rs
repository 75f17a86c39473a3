//! Lines of a screen: a label at the left, words beside it.

use std::fmt::Write as _;

use anstyle::Style;

use dxdt_motion::words::{WIDEST, aligned};

use super::width::{table_lines, wrapped};

const LABEL: usize = 10;

/// Text that grows line by line.
#[derive(Debug)]
pub(super) struct Screen {
    text: String,
    width: usize,
    label: usize,
}

impl Screen {
    /// Nothing yet, for lines of at most so many characters.
    pub fn new(width: usize) -> Self {
        Self::with_labels(LABEL, width)
    }

    /// As [`Screen::new`], with labels of at most so many characters.
    pub fn with_labels(label: usize, width: usize) -> Self {
        Self {
            text: String::new(),
            width,
            label,
        }
    }

    /// A line with a label, broken between words where it is too long.
    pub fn line(&mut self, label: &str, style: Style, words: &str) {
        let width = self.label;
        for (number, part) in wrapped(words, self.width - width - 2, 0)
            .into_iter()
            .enumerate()
        {
            let label = if number == 0 { label } else { "" };
            // Writing to a string cannot fail.
            let _ = writeln!(self.text, "{style}{label:>width$}{style:#}  {part}");
        }
    }

    /// A line with a plain label.
    pub fn plain(&mut self, label: &str, words: &str) {
        self.line(label, Style::new().dimmed(), words);
    }

    /// A line without a label, from the left, cut where it is too long.
    pub fn heading(&mut self, style: Style, name: &str, words: &str) {
        let room = self.width.saturating_sub(name.chars().count() + 2);
        let mut lines = wrapped(words, room.max(self.width / 2), 0).into_iter();
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(self.text, "{style}{name}{style:#}: {first}");
        for line in lines {
            let _ = writeln!(self.text, "  {line}");
        }
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Rows of cells in columns, the first of them at the right of the labels' place.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        let first = rows.iter().filter_map(|row| row.first());
        let width = first
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
            .clamp(self.label, WIDEST);
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                let mut row = row.clone();
                if let Some(first) = row.first_mut() {
                    *first = format!("{first:>width$}");
                }
                row
            })
            .collect();
        for line in table_lines(aligned(&rows), &rows, self.width, self.label + 2) {
            let _ = writeln!(self.text, "{line}");
        }
    }

    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_at_the_right_of_their_column() {
        let mut screen = Screen::new(100);
        screen.line("clock", Style::new(), &"word ".repeat(30));
        let text = screen.into_text();
        assert!(text.starts_with("     clock  word word"));
        assert!(
            text.lines()
                .all(|line| line.trim_end().chars().count() <= 100)
        );
        assert!(text.lines().nth(1).unwrap().starts_with("            word"));
    }
}
