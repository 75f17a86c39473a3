//! A lesson as text for a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use dxdt_motion::error::Result;
use dxdt_motion::words::aligned;

use super::Lesson;
use super::page::{Block, Page, Table};
use super::words::{Words, words};

const BOLD: Style = Style::new().bold();
const LABEL: Style = AnsiColor::Green.on_default();
const COMMAND: Style = AnsiColor::Cyan.on_default();

/// Narrower than this, prose cannot be read.
const NARROWEST: usize = 30;

/// How a lesson is laid out.
///
/// ```
/// use dxdt_teach::lesson::{Layout, Lesson};
///
/// let page = Lesson::Nan.page()?;
/// let layout = Layout { width: 60, answers: false, charts: Some("charts".into()) };
/// assert!(page.text(&layout)?.contains("charts/nan-"));
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The columns that prose may fill; tables and commands take what they need.
    pub width: usize,
    /// Whether the answers follow the questions.
    pub answers: bool,
    /// The folder with the charts, as it is to be shown; `None` where there are no charts.
    pub charts: Option<String>,
}

impl Page {
    /// The lesson as text with ANSI styles.
    ///
    /// ```
    /// use dxdt_teach::lesson::{Layout, Lesson};
    ///
    /// let page = Lesson::Edges.page()?;
    /// let text = |answers| page.text(&Layout { width: 80, answers, charts: None });
    /// assert!(text(true)?.len() > text(false)?.len());
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the file of words lacks a heading.
    pub fn text(&self, layout: &Layout) -> Result<String> {
        let mut out = Out::new(layout.width)?;
        out.styled(0, BOLD, &self.title, "");
        out.gap();
        out.labelled(0, "question", &self.question)?;
        let mut is_after_command = false;
        for block in &self.blocks {
            out.gap();
            let is_command = matches!(block, Block::Command { .. });
            if is_command && !is_after_command {
                out.heading("commands")?;
            }
            is_after_command = is_command;
            out.block(block, layout)?;
        }
        out.gap();
        out.labelled(0, "exercise", &self.exercise)?;
        out.gap();
        out.heading("questions")?;
        for (index, question) in self.questions.iter().enumerate() {
            out.hanging(2, BOLD, &format!("{}.", index + 1), &question.ask);
            if layout.answers {
                out.labelled(5, "answer", &question.answer)?;
            }
        }
        if !layout.answers {
            out.gap();
            let hint = out.words.get("frame.no_answers")?;
            out.styled(0, Style::new(), "", hint);
        }
        Ok(out.text)
    }
}

/// Text that grows line by line.
struct Out {
    text: String,
    width: usize,
    words: &'static Words,
}

impl Out {
    fn new(width: usize) -> Result<Self> {
        Ok(Self {
            text: String::new(),
            width: width.max(NARROWEST),
            words: words()?,
        })
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A line on its own.
    fn line(&mut self, indent: usize, style: Style, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:indent$}{style}{line}{style:#}", "");
    }

    /// A paragraph that starts with a styled label.
    fn styled(&mut self, indent: usize, style: Style, label: &str, text: &str) {
        let whole = if label.is_empty() || text.is_empty() {
            format!("{label}{text}")
        } else {
            format!("{label} {text}")
        };
        let mut lines = wrapped(&whole, self.width.saturating_sub(indent)).into_iter();
        let first = lines.next().unwrap_or_default();
        let _ = match first.strip_prefix(label) {
            Some(rest) if !label.is_empty() => {
                writeln!(self.text, "{:indent$}{style}{label}{style:#}{rest}", "")
            }
            _ => writeln!(self.text, "{:indent$}{first}", ""),
        };
        for line in lines {
            let _ = writeln!(self.text, "{:indent$}{line}", "");
        }
    }

    /// A paragraph whose further lines stand below its text, not below its label.
    fn hanging(&mut self, indent: usize, style: Style, label: &str, text: &str) {
        let further = indent + label.chars().count() + 1;
        let mut lines = wrapped(text, self.width.saturating_sub(further)).into_iter();
        let first = lines.next().unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:indent$}{style}{label}{style:#} {first}", "");
        for line in lines {
            let _ = writeln!(self.text, "{:further$}{line}", "");
        }
    }

    /// A paragraph that starts with a word of the frame.
    fn labelled(&mut self, indent: usize, key: &str, text: &str) -> Result<()> {
        let label = self.words.get(&format!("frame.{key}"))?;
        self.styled(indent, LABEL, label, text);
        Ok(())
    }

    fn heading(&mut self, key: &str) -> Result<()> {
        let heading = self.words.get(&format!("frame.{key}"))?;
        self.line(0, BOLD, heading);
        Ok(())
    }

    fn block(&mut self, block: &Block, layout: &Layout) -> Result<()> {
        match block {
            Block::Paragraph(text) => self.styled(0, Style::new(), "", text),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => match &layout.charts {
                Some(folder) => {
                    let label = self.words.get("frame.chart")?;
                    let _ = writeln!(
                        self.text,
                        "{LABEL}{label}{LABEL:#} {folder}/{}.png",
                        chart.name
                    );
                    self.styled(2, Style::new(), "", &chart.see);
                }
                // Without the gap that went before.
                None => drop(self.text.pop()),
            },
            Block::Command { text, line } => {
                self.styled(0, Style::new(), "", text);
                self.line(4, COMMAND, line);
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) {
        self.styled(2, Style::new(), "", &table.caption);
        let parts: Vec<Vec<&str>> = table
            .head
            .iter()
            .map(|cell| cell.split('|').collect())
            .collect();
        let height = parts.iter().map(Vec::len).max().unwrap_or(0);
        let head = (0..height).map(|line| -> Vec<String> {
            let part = |cell: &Vec<&str>| {
                let above = height - cell.len();
                let part = line.checked_sub(above).and_then(|line| cell.get(line));
                part.copied().unwrap_or_default().to_owned()
            };
            parts.iter().map(part).collect()
        });
        let rows: Vec<Vec<String>> = head.chain(table.rows.iter().cloned()).collect();
        for (number, line) in aligned(&numbers_right(&rows, height)).iter().enumerate() {
            let style = if number < height {
                Style::new().dimmed()
            } else {
                Style::new()
            };
            self.line(4, style, line);
        }
    }
}

/// The rows with their columns of numbers padded at the left; the first `head` rows are the head.
fn numbers_right(rows: &[Vec<String>], head: usize) -> Vec<Vec<String>> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut padded = rows.to_vec();
    for column in 0..columns {
        let cells = || rows.iter().filter_map(|row| row.get(column));
        let is_number = |cell: &String| cell.parse::<f64>().is_ok() || cell == "–";
        if !cells().skip(head).all(is_number) {
            continue;
        }
        let width = cells().map(|cell| cell.chars().count()).max().unwrap_or(0);
        for cell in padded.iter_mut().filter_map(|row| row.get_mut(column)) {
            *cell = format!("{cell:>width$}");
        }
    }
    padded
}

/// The names of all lessons, with a line each.
///
/// ```
/// assert_eq!(dxdt_teach::lesson::list()?.lines().filter(|line| line.contains("edges")).count(), 1);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
///
/// # Errors
/// Where the file of words lacks a line.
pub fn list() -> Result<String> {
    let mut rows = Vec::new();
    for lesson in Lesson::ALL {
        rows.push(vec![lesson.name().to_owned(), lesson.summary()?]);
    }
    let words = words()?;
    let mut text = format!("{BOLD}{}{BOLD:#}\n\n", words.get("frame.list")?);
    for (line, lesson) in aligned(&rows).iter().zip(Lesson::ALL) {
        let rest = line.strip_prefix(lesson.name()).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {BOLD}{lesson}{BOLD:#}{rest}");
    }
    let _ = writeln!(text, "\n{}", words.get("frame.how")?);
    Ok(text)
}

/// The words in lines of at most `width` characters; a longer word has a line of its own.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let lines = textwrap::wrap(words, options);
    lines.into_iter().map(Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_and_no_wider() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 6), ["one", "two", "three"]);
        assert_eq!(wrapped("abcdefgh i", 3), ["abcdefgh", "i"]);
        assert_eq!(wrapped("", 3), [""]);
    }

    #[test]
    fn numbers_stand_at_the_right_and_words_at_the_left() {
        let mut out = Out::new(80).unwrap();
        out.table(&Table {
            caption: "Two".into(),
            head: vec!["way".into(), "error|(m/s)".into()],
            rows: vec![
                vec!["gradient".into(), "-1.5".into()],
                vec!["diff".into(), "10.25".into()],
            ],
        });
        let text = anstream::adapter::strip_str(&out.text).to_string();
        let expected = "  Two\n              error\n    way       (m/s)\n    gradient   -1.5\n    diff      10.25\n";
        assert_eq!(text, expected);
    }
}
