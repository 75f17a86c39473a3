//! Prose and tables of a screen, one below the other.

use dxdt_motion::words::aligned;

use super::width::{table_lines, wrapped};

/// Text that grows line by line.
pub(super) struct Lines {
    pub text: String,
    width: usize,
}

impl Lines {
    pub fn new(width: usize) -> Self {
        Self {
            text: String::new(),
            width,
        }
    }

    /// A sentence, of which further lines are indented by so much.
    pub fn prose(&mut self, text: &str, indent: usize) {
        for line in wrapped(text, self.width, indent) {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// Rows of cells in columns, or where these are too wide, in words.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        for line in table_lines(aligned_by_two(rows), rows, self.width, 2) {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }
}

fn aligned_by_two(rows: &[Vec<String>]) -> Vec<String> {
    let lines = aligned(rows).into_iter();
    lines.map(|line| format!("  {line}")).collect()
}
