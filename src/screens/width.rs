//! How wide text may be, and text that is no wider.

use terminal_size::{Width, terminal_size_of};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

const NARROWEST: usize = 40;
const WIDEST: usize = 120;
const WITHOUT_TERMINAL: usize = 100;

/// How wide text on standard output may be.
pub(crate) fn of_output() -> usize {
    let terminal = terminal_size_of(std::io::stdout());
    width_on(
        terminal.map(|(Width(columns), _)| columns),
        WITHOUT_TERMINAL,
    )
}

/// How wide text on standard error may be: without a terminal a message is one line, for programs that look for it.
pub(crate) fn of_errors() -> usize {
    let terminal = terminal_size_of(std::io::stderr());
    width_on(terminal.map(|(Width(columns), _)| columns), usize::MAX)
}

fn width_on(terminal: Option<u16>, without: usize) -> usize {
    width(std::env::var("COLUMNS").ok().as_deref(), terminal, without)
}

/// What the environment says is taken as it is, for it was said; a wide terminal makes no line that cannot be read.
fn width(columns: Option<&str>, terminal: Option<u16>, without: usize) -> usize {
    let columns = columns.and_then(|columns| columns.trim().parse().ok());
    let of_terminal = terminal.map(|columns| usize::from(columns).min(WIDEST));
    let width = columns.or(of_terminal).unwrap_or(without);
    width.max(NARROWEST)
}

/// A text in lines between words, each further one indented by so much; a word that is longer has a line of its own, and
/// a number stays on the line of its unit.
pub(crate) fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
    let indent = " ".repeat(indent);
    let options = Options::new(width)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let text = with_numbers_kept(text);
    let lines = textwrap::wrap(&text, options).into_iter();
    lines
        .map(|line| line.trim_end().replace(KEPT, " "))
        .collect()
}

const KEPT: &str = "\u{a0}";

/// The text with another space between a number and a short word after it, and between `line` or `row` and its number.
fn with_numbers_kept(text: &str) -> String {
    const LONGEST_UNIT: usize = 5;
    let mut kept = String::with_capacity(text.len());
    let mut before = "";
    for (index, word) in text.split(' ').enumerate() {
        let starts_with_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        let is_number = starts_with_digit(before.trim_start_matches(['-', '−', '±', '(']));
        let unit = word.trim_end_matches([',', ';', '.', ')']);
        let goes_on = !before.ends_with([',', ';', ':']);
        let is_unit = is_number
            && goes_on
            && !starts_with_digit(word)
            && unit.chars().count() <= LONGEST_UNIT;
        if index > 0 {
            let is_place = ["line", "row"].contains(&before.trim_start_matches('('))
                && starts_with_digit(word);
            kept.push_str(if (is_unit && !word.is_empty()) || is_place {
                KEPT
            } else {
                " "
            });
        }
        kept.push_str(word);
        before = word;
    }
    kept
}

/// Lines of a text, each wrapped on its own, further ones indented by two more.
pub(crate) fn lines(text: &str, width: usize) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len() + 2;
    let wrapped = text
        .lines()
        .flat_map(|line| wrapped(line, width, indent(line)));
    wrapped.map(|line| line + "\n").collect()
}

/// A table as its lines, or where these are too wide, in words.
pub(crate) fn table_lines(
    lines: Vec<String>,
    rows: &[Vec<String>],
    width: usize,
    indent: usize,
) -> Vec<String> {
    if lines.iter().all(|line| line.chars().count() <= width) {
        lines
    } else {
        rows_in_words(rows, width, indent)
    }
}

/// Rows of a table that is too wide, below its headings, as sentences: `x: velocity (m/s) 1.2; acceleration (m/s²) 0.1`.
pub(crate) fn rows_in_words(rows: &[Vec<String>], width: usize, indent: usize) -> Vec<String> {
    let Some((headings, rows)) = rows.split_first() else {
        return Vec::new();
    };
    let words = |row: &Vec<String>| {
        let cells = row.iter().enumerate();
        let cells = cells.filter(|(_, cell)| !cell.trim().is_empty());
        let cells = cells.map(|(index, cell)| match headings.get(index) {
            Some(heading) if index > 0 => {
                let words = format!("{} {}", heading.trim(), cell.trim());
                words.trim().to_owned()
            }
            // The first cell names the row, and what has no heading is a remark.
            _ => cell.trim().to_owned(),
        });
        let cells: Vec<String> = cells.collect();
        let (first, others) = cells.split_first()?;
        Some(format!("{first}: {}", others.join("; ")))
    };
    rows.iter()
        .filter_map(words)
        .flat_map(|words| {
            let start = " ".repeat(indent);
            wrapped(&format!("{start}{words}"), width, indent + 2)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_as_wide_as_the_terminal_and_no_wider_than_can_be_read() {
        assert_eq!(width(Some("72"), Some(90), 100), 72);
        assert_eq!(width(None, Some(90), 100), 90);
        assert_eq!(width(None, Some(400), 100), 120);
        assert_eq!(width(Some("1000"), None, 100), 1000);
        assert_eq!(width(Some("wide"), None, 100), 100);
        assert_eq!(width(Some("1"), None, 100), 40);
    }

    #[test]
    fn a_table_that_is_too_wide_is_told_row_by_row() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let rows = [
            row(&["", "v (m/s)", "a"]),
            row(&["x", "1", "2"]),
            row(&["y", "", "3", "a remark"]),
        ];
        assert_eq!(
            rows_in_words(&rows, 40, 2),
            ["  x: v (m/s) 1; a 2", "  y: a 3; a remark"]
        );
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three", 7, 0), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 8, 2), ["one two", "  three"]);
        assert_eq!(wrapped("abcdefgh-i j", 3, 0), ["abcdefgh-i", "j"]);
        assert_eq!(wrapped("", 3, 0), [""]);
        assert_eq!(wrapped("  a b", 4, 4), ["  a", "    b"]);
        assert_eq!(
            wrapped("less than 0.1 % of it", 14, 0),
            ["less than", "0.1 % of it"]
        );
        assert_eq!(
            wrapped("a b (c, line 359)", 14, 0),
            ["a b (c,", "line 359)"]
        );
        assert_eq!(wrapped("\u{1b}[1mone\u{1b}[0m two", 7, 0).len(), 1);
    }
}
