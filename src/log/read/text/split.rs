//! One text into records, and one record into fields.

use csv_core::{ReadRecordResult, ReaderBuilder};

use crate::error::{Error, Result};

/// What stands between the fields of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// One character of one byte, such as `,`, `;` or a tab.
    Byte(u8),
    /// Any run of spaces and tabs.
    Whitespace,
}

impl Delimiter {
    /// The delimiter in words, for messages.
    pub fn name(self) -> String {
        match self {
            Self::Byte(b'\t') => "tab".to_owned(),
            Self::Byte(byte) => format!("'{}'", char::from(byte)),
            Self::Whitespace => "spaces".to_owned(),
        }
    }
}

impl std::str::FromStr for Delimiter {
    type Err = String;

    /// Reads a delimiter as given on a command line: one character, or `tab` or `space`.
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "tab" | "\\t" | "\t" => Ok(Self::Byte(b'\t')),
            "space" | "spaces" | " " => Ok(Self::Whitespace),
            _ => match text.as_bytes() {
                [byte] if byte.is_ascii_punctuation() && !b"\"'.-+#".contains(byte) => {
                    Ok(Self::Byte(*byte))
                }
                _ => Err("give one character such as , or ; or |, or the word tab or space".into()),
            },
        }
    }
}

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
            if text.trim().is_empty() {
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
pub(crate) fn never_closed(line: u64) -> Error {
    Error::new("a quote (\") is opened and never closed")
        .at_line(line)
        .advise("close it, or remove it")
}

/// Whether a line is a comment: its first character that is not a space is `#`.
pub fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

fn quotes(text: &str) -> usize {
    memchr::memchr_iter(b'"', text.as_bytes()).count()
}

/// Splits records into fields, keeping its buffers between records.
#[derive(Debug)]
pub struct Splitter {
    delimiter: Delimiter,
    output: Vec<u8>,
    ends: Vec<usize>,
}

impl Splitter {
    /// A splitter for one delimiter.
    pub fn new(delimiter: Delimiter) -> Self {
        Self {
            delimiter,
            output: vec![0; 256],
            ends: vec![0; 32],
        }
    }

    /// The fields of a record, unquoted and without the spaces around them.
    ///
    /// ```
    /// use dxdt::log::read::{Delimiter, Splitter};
    /// let mut comma = Splitter::new(Delimiter::Byte(b','));
    /// assert_eq!(comma.fields("1, \"a, b\" ,2"), ["1", "a, b", "2"]);
    /// let mut spaces = Splitter::new(Delimiter::Whitespace);
    /// assert_eq!(spaces.fields("  1.5   2 \"a b\""), ["1.5", "2", "a b"]);
    /// ```
    pub fn fields(&mut self, record: &str) -> Vec<String> {
        match self.delimiter {
            Delimiter::Whitespace => split_whitespace(record),
            // Without quotes the standard library's split is the whole of the format.
            Delimiter::Byte(byte) if quotes(record) == 0 => record
                .split(char::from(byte))
                .map(|field| field.trim().to_owned())
                .collect(),
            Delimiter::Byte(byte) => self.split_quoted(record, byte),
        }
    }

    fn split_quoted(&mut self, record: &str, delimiter: u8) -> Vec<String> {
        // A space between the delimiter and a quote would make the quote a part of the field.
        let record = without_spaces_before_quotes(record, delimiter);
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        // Unquoting never lengthens a record, and no record has more fields than bytes.
        self.output.resize(record.len() + 1, 0);
        self.ends.resize(record.len() + 2, 0);
        let (_, _, used_output, mut used_ends) =
            reader.read_record(record.as_bytes(), &mut self.output, &mut self.ends);
        let (result, _, _, more_ends) = reader.read_record(
            &[],
            &mut self.output[used_output..],
            &mut self.ends[used_ends..],
        );
        debug_assert!(!matches!(
            result,
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull
        ));
        used_ends += more_ends;
        let mut start = 0;
        self.ends[..used_ends]
            .iter()
            .map(|&end| {
                let field = String::from_utf8_lossy(&self.output[start..end]);
                start = end;
                field.trim().to_owned()
            })
            .collect()
    }
}

fn without_spaces_before_quotes(record: &str, delimiter: u8) -> String {
    let delimiter = char::from(delimiter);
    let mut kept = String::with_capacity(record.len());
    let mut inside = false;
    for c in record.chars() {
        if c == '"' {
            if !inside {
                let field = kept.rfind(delimiter).map_or(0, |at| at + 1);
                if kept[field..].trim().is_empty() {
                    kept.truncate(field);
                }
            }
            inside = !inside;
        }
        kept.push(c);
    }
    kept
}

fn split_whitespace(record: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut rest = record.trim();
    while !rest.is_empty() {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        fields.push(field.to_owned());
        rest = after.trim_start();
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comma(record: &str) -> Vec<String> {
        Splitter::new(Delimiter::Byte(b',')).fields(record)
    }

    #[test]
    fn fields_are_unquoted_and_trimmed() {
        assert_eq!(comma("a,b,c"), ["a", "b", "c"]);
        assert_eq!(comma(" a , \"b, \"\"c\"\"\" ,"), ["a", "b, \"c\"", ""]);
        assert_eq!(comma("\"a\nb\",c"), ["a\nb", "c"]);
        assert_eq!(comma(",,"), ["", "", ""]);
    }

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
