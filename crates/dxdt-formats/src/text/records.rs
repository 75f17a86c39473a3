//! One text into records.

use dxdt_motion::error::{Error, Result};

/// A record's text with the line it starts on, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordText<'a> {
    /// The line of the file.
    pub line: u64,
    /// The record without its line end; it spans lines where a quoted field does.
    pub text: &'a str,
}

/// The records of a text: blank lines are passed over, quoted line ends are kept inside a record.
#[derive(Debug, Clone)]
pub struct Records<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Records<'a> {
    /// Starts at the beginning of `text`, which is line `first_line` of its file.
    pub fn new(text: &'a str, first_line: u64) -> Self {
        Self {
            rest: text,
            line: first_line,
        }
    }

    fn take_line(&mut self) -> &'a str {
        let end = memchr::memchr(b'\n', self.rest.as_bytes());
        let (line, rest) = match end {
            Some(end) => (&self.rest[..end], &self.rest[end + 1..]),
            None => (self.rest, ""),
        };
        self.rest = rest;
        self.line += 1;
        line
    }
}

impl<'a> Iterator for Records<'a> {
    /// An error where a quote is never closed.
    type Item = Result<RecordText<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let start = self.rest;
            let line = self.line;
            let mut taken = self.take_line().len();
            let mut text = &start[..taken];
            if is_blank(text) {
                continue;
            }
            let mut open = !is_comment(text) && quotes(text) % 2 == 1;
            while open {
                if self.rest.is_empty() {
                    return Some(Err(never_closed(line)));
                }
                let next = self.take_line();
                taken += 1 + next.len();
                text = &start[..taken];
                open ^= quotes(next) % 2 == 1;
            }
            let text = text.strip_suffix('\r').unwrap_or(text);
            return Some(Ok(RecordText { line, text }));
        }
    }
}

/// The error of a quote that is opened in this line.
pub fn never_closed(line: u64) -> Error {
    Error::new("a quote (\") is opened and never closed")
        .at_line(line)
        .advise("close it, or remove it")
}

/// Whether a line is a comment: its first character that is not a space is `#`.
pub fn is_comment(line: &str) -> bool {
    match line.as_bytes().first() {
        Some(b'#') => true,
        // Most lines start with a number or a word.
        Some(b'!'..=b'~') => false,
        _ => line.trim_start().starts_with('#'),
    }
}

/// Whether a line has nothing but spaces.
pub(super) fn is_blank(line: &str) -> bool {
    match line.as_bytes().first() {
        Some(b'!'..=b'~') => false,
        _ => line.trim_start().is_empty(),
    }
}

pub(super) fn quotes(text: &str) -> usize {
    memchr::memchr_iter(b'"', text.as_bytes()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_know_their_lines() {
        let text = "a,b\r\n\n1,\"x\ny\"\n2,z";
        let records: Vec<_> = Records::new(text, 5).map(|r| r.unwrap()).collect();
        let seen: Vec<_> = records.iter().map(|r| (r.line, r.text)).collect();
        assert_eq!(seen, [(5, "a,b"), (7, "1,\"x\ny\""), (9, "2,z")]);
    }

    #[test]
    fn an_open_quote_is_an_error_at_its_line() {
        let mut records = Records::new("a,b\n1,\"x\n2,y\n", 1);
        assert!(records.next().unwrap().is_ok());
        assert_eq!(records.next().unwrap().unwrap_err().line(), Some(2));
    }

    #[test]
    fn quotes_in_comments_do_not_count() {
        let records: Vec<_> = Records::new("# it's 5\" wide\n1,2\n", 1).collect();
        assert_eq!(records.len(), 2);
    }
}
