//! A last line that is cut off, as in a log that was copied while it was written.

use super::dialect::Dialect;
use super::records::is_comment;
use super::split::Splitter;

/// The text before its last line, and that line's number, counted from 1 in the text.
pub type Cut<'a> = (&'a str, u64);

/// The text without a last line that ends inside quotes; `None` where it does not. `odd_above` says whether the file has
/// an odd number of quotes above the text.
pub fn open_quote(text: &str, odd_above: bool) -> Option<Cut<'_>> {
    let (before, last) = unfinished_line(text)?;
    let quotes = |text: &str| memchr::memchr_iter(b'"', text.as_bytes()).count();
    // A quote that was opened in an earlier line may be a slip there.
    let is_cut =
        !is_comment(last) && quotes(last) % 2 == 1 && quotes(before) % 2 == usize::from(odd_above);
    is_cut.then(|| cut(before))
}

/// The text without a last line that has fewer fields than the table; `None` where it has not.
pub fn short_row<'a>(text: &'a str, dialect: &Dialect) -> Option<Cut<'a>> {
    let (before, last) = unfinished_line(text)?;
    let is_row = before.len() > dialect.body_start && !is_comment(last);
    let fields = || Splitter::new(dialect.delimiter).fields(last).len();
    (is_row && fields() < dialect.names.len()).then(|| cut(before))
}

/// The last line where it has no line end, and what is before it.
fn unfinished_line(text: &str) -> Option<(&str, &str)> {
    let start = memchr::memrchr(b'\n', text.as_bytes())? + 1;
    let (before, last) = text.split_at(start);
    (!last.trim().is_empty()).then_some((before, last))
}

fn cut(before: &str) -> Cut<'_> {
    let line = 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count() as u64;
    (before, line)
}

#[cfg(test)]
mod tests {
    use super::super::dialect::DialectOptions;
    use super::*;

    fn line_of_short_row(text: &str) -> Option<u64> {
        let dialect = Dialect::detect(text, &DialectOptions::default()).unwrap();
        short_row(text, &dialect).map(|(_, line)| line)
    }

    #[test]
    fn a_short_last_line_without_a_line_end_is_cut_off() {
        assert_eq!(line_of_short_row("t,x,y\n0,1,2\n1,2,3\n2,3"), Some(4));
        assert_eq!(line_of_short_row("t x y\n0 1 2\n1 2 3\n2 "), Some(4));
        assert_eq!(line_of_short_row("0,1,2\n1,2,3\n2"), Some(3));
    }

    #[test]
    fn other_last_lines_are_not() {
        assert_eq!(line_of_short_row("t,x,y\n0,1,2\n1,2,3\n2,3\n"), None);
        assert_eq!(line_of_short_row("t,x,y\n0,1,2\n1,2,3\n2,3,4"), None);
        assert_eq!(line_of_short_row("t,x,y\n0,1,2\n1,2,3\n2,3,4,5"), None);
        assert_eq!(line_of_short_row("t,x,y\n0,1,2\n1,2,3\n# end"), None);
        assert_eq!(line_of_short_row("t,x,y\n0,1,2\n1,2,3\n  "), None);
        // The only row is an error, not a table of nothing.
        assert_eq!(line_of_short_row("t,x,y\n0,1"), None);
    }

    #[test]
    fn a_last_line_that_ends_inside_quotes_is_cut_off() {
        let line = |text| open_quote(text, false).map(|(_, line)| line);
        assert_eq!(line("t,x,name\n0,1,\"a\"\n1,2,\"b"), Some(3));
        assert_eq!(line("t,x,name\n0,1,\"a\n1,2,b"), None);
        assert_eq!(line("t,x,name\n0,1,\"a\n1,2,\"b"), None);
        assert_eq!(line("t,x,name\n0,1,\"a\"\n1,2,\"b\n"), None);
        assert_eq!(open_quote("0,1,a\n1,2,\"b", true), None);
    }
}
