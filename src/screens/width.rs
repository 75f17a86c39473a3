//! How wide text may be, and text that is no wider.

use terminal_size::{Width, terminal_size_of};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

const NARROWEST: usize = 40;
const WIDEST: usize = 120;
const WITHOUT_TERMINAL: usize = 100;

/// How wide text on standard output may be.
pub(crate) fn of_output() -> usize {
    width_on(terminal_size_of(std::io::stdout()).map(|(Width(columns), _)| columns))
}

/// How wide text on standard error may be.
pub(crate) fn of_errors() -> usize {
    width_on(terminal_size_of(std::io::stderr()).map(|(Width(columns), _)| columns))
}

fn width_on(terminal: Option<u16>) -> usize {
    width(std::env::var("COLUMNS").ok().as_deref(), terminal)
}

/// What the environment says is taken as it is, for it was said; a wide terminal makes no line that cannot be read.
fn width(columns: Option<&str>, terminal: Option<u16>) -> usize {
    let columns = columns.and_then(|columns| columns.trim().parse().ok());
    let of_terminal = terminal.map(|columns| usize::from(columns).min(WIDEST));
    let width = columns.or(of_terminal).unwrap_or(WITHOUT_TERMINAL);
    width.max(NARROWEST)
}

/// A text in lines between words, each further one indented by so much; a word that is longer has a line of its own.
pub(crate) fn wrapped(text: &str, width: usize, indent: usize) -> Vec<String> {
    let indent = " ".repeat(indent);
    let options = Options::new(width)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let lines = textwrap::wrap(text, options).into_iter();
    lines.map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_as_wide_as_the_terminal_and_no_wider_than_can_be_read() {
        assert_eq!(width(Some("72"), Some(90)), 72);
        assert_eq!(width(None, Some(90)), 90);
        assert_eq!(width(None, Some(400)), 120);
        assert_eq!(width(Some("1000"), None), 1000);
        assert_eq!(width(Some("wide"), None), 100);
        assert_eq!(width(Some("1"), None), 40);
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three", 7, 0), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 8, 2), ["one two", "  three"]);
        assert_eq!(wrapped("abcdefgh-i j", 3, 0), ["abcdefgh-i", "j"]);
        assert_eq!(wrapped("", 3, 0), [""]);
        assert_eq!(wrapped("  a b", 4, 4), ["  a", "    b"]);
        assert_eq!(wrapped("\u{1b}[1mone\u{1b}[0m two", 7, 0).len(), 1);
    }
}
