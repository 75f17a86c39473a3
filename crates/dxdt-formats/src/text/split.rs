//! One record into fields.

use std::ops::Range;

use csv_core::{ReadRecordResult, ReaderBuilder};

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

/// No log has more columns; cells beyond them, of a line of nothing but commas, would only fill the memory.
pub const MOST_COLUMNS: usize = 100_000;

/// Splits records into fields, keeping its buffers between records. Of a record with more fields than [`MOST_COLUMNS`] it
/// gives one more than these.
#[derive(Debug)]
pub struct Splitter {
    delimiter: Delimiter,
    /// Where the fields of the last record are: in it, or in `unquoted`.
    spans: Vec<Range<usize>>,
    unquoted: Option<String>,
}

impl Splitter {
    /// A splitter for one delimiter.
    pub fn new(delimiter: Delimiter) -> Self {
        Self {
            delimiter,
            spans: Vec::new(),
            unquoted: None,
        }
    }

    /// The fields of a record, unquoted and without the spaces around them.
    ///
    /// ```
    /// use dxdt_formats::{Delimiter, Splitter};
    /// let mut comma = Splitter::new(Delimiter::Byte(b','));
    /// assert_eq!(comma.fields("1, \"a, b\" ,2"), ["1", "a, b", "2"]);
    /// let mut spaces = Splitter::new(Delimiter::Whitespace);
    /// assert_eq!(spaces.fields("  1.5   2 \"a b\""), ["1.5", "2", "a b"]);
    /// ```
    pub fn fields(&mut self, record: &str) -> Vec<String> {
        let count = self.split(record);
        let field = |index| self.field(record, index).to_owned();
        (0..count).map(field).collect()
    }

    /// Splits a record; gives how many fields it has.
    pub(super) fn split(&mut self, record: &str) -> usize {
        self.spans.clear();
        self.unquoted = None;
        match self.delimiter {
            Delimiter::Whitespace => self.split_whitespace(record),
            Delimiter::Byte(delimiter) => {
                if !self.quotes_stand_around_fields(record, delimiter) {
                    self.unquote(record, delimiter);
                }
            }
        }
        self.spans.len()
    }

    /// A field of the record that was split last.
    pub(super) fn field<'f>(&'f self, record: &'f str, index: usize) -> &'f str {
        let text = self.unquoted.as_deref().unwrap_or(record);
        let field = &text[self.spans[index].clone()];
        match self.delimiter {
            // Spaces in quotes belong to the field.
            Delimiter::Whitespace => field,
            Delimiter::Byte(_) => trimmed(field),
        }
    }

    fn split_whitespace(&mut self, record: &str) {
        let mut rest = record.trim_start();
        while !rest.is_empty() && self.spans.len() <= MOST_COLUMNS {
            let start = record.len() - rest.len();
            let after = if let Some(quoted) = rest.strip_prefix('"') {
                let length = memchr::memchr(b'"', quoted.as_bytes()).unwrap_or(quoted.len());
                self.spans.push(start + 1..start + 1 + length);
                quoted.get(length + 1..).unwrap_or_default()
            } else {
                let length = word(rest);
                self.spans.push(start..start + length);
                &rest[length..]
            };
            rest = after.trim_start();
        }
    }

    /// Finds the fields of a record whose quotes all stand around whole fields of one line, if there are any; `false` of
    /// any other.
    fn quotes_stand_around_fields(&mut self, record: &str, delimiter: u8) -> bool {
        let bytes = record.as_bytes();
        let has_quotes = memchr::memchr(b'"', bytes).is_some();
        let is_odd = || {
            let has_line_ends = memchr::memchr2(b'\r', b'\n', bytes).is_some();
            has_line_ends || delimiter == b'"' || record.starts_with('\u{feff}')
        };
        if has_quotes && is_odd() {
            return false;
        }
        let is_space = |at: usize| bytes.get(at) == Some(&b' ');
        let mut at = 0;
        loop {
            while is_space(at) {
                at += 1;
            }
            if bytes.get(at) == Some(&b'"') {
                let start = at + 1;
                let Some(length) = memchr::memchr(b'"', &bytes[start..]) else {
                    return false;
                };
                self.spans.push(start..start + length);
                at = start + length + 1;
                while is_space(at) {
                    at += 1;
                }
            } else {
                let rest = &bytes[at..];
                let length = memchr::memchr2(delimiter, b'"', rest).unwrap_or(rest.len());
                self.spans.push(at..at + length);
                at += length;
            }
            match bytes.get(at) {
                None => return true,
                Some(_) if self.spans.len() > MOST_COLUMNS => return true,
                Some(&byte) if byte == delimiter => at += 1,
                Some(_) => return false,
            }
        }
    }

    /// Unquotes the fields of any record with quotes.
    fn unquote(&mut self, record: &str, delimiter: u8) {
        // A space between the delimiter and a quote would make the quote a part of the field.
        let record = without_spaces_before_quotes(record, delimiter);
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        // Unquoting never lengthens a record, and no record has more fields than bytes.
        let mut output = vec![0; record.len() + 1];
        let mut ends = vec![0; (record.len() + 2).min(MOST_COLUMNS + 1)];
        let (result, _, used_output, used_ends) =
            reader.read_record(record.as_bytes(), &mut output, &mut ends);
        let (result, _, _, more_ends) = match result {
            ReadRecordResult::OutputEndsFull => (result, 0, 0, 0),
            _ => reader.read_record(&[], &mut output[used_output..], &mut ends[used_ends..]),
        };
        debug_assert!(!matches!(result, ReadRecordResult::OutputFull));
        let ends = &ends[..used_ends + more_ends];
        let starts = std::iter::once(0).chain(ends.iter().copied());
        self.spans.clear();
        self.spans
            .extend(starts.zip(ends).map(|(start, &end)| start..end));
        output.truncate(ends.last().copied().unwrap_or_default());
        // Only quotes and delimiters are taken out of what was text.
        self.unquoted = Some(String::from_utf8(output).unwrap_or_default());
    }
}

/// A field without the spaces around it.
#[inline]
pub(super) fn trimmed(field: &str) -> &str {
    match field.as_bytes() {
        // Nearly no field has any.
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => field,
        _ => field.trim(),
    }
}

/// The length of the text up to the first space.
fn word(text: &str) -> usize {
    let may_be_space = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ' | 0x80..);
    let at = text.bytes().position(|byte| may_be_space(&byte));
    match at.map(|at| (at, text.as_bytes()[at])) {
        None => text.len(),
        Some((at, byte)) if byte.is_ascii() => at,
        Some(_) => text.find(char::is_whitespace).unwrap_or(text.len()),
    }
}

fn without_spaces_before_quotes(record: &str, delimiter: u8) -> String {
    let delimiter = char::from(delimiter);
    let mut kept = String::with_capacity(record.len());
    let mut inside = false;
    // Where the field starts, and whether it has nothing but spaces.
    let (mut field, mut is_blank) = (0, true);
    for c in record.chars() {
        if c == '"' {
            if !inside && is_blank {
                kept.truncate(field);
            }
            inside = !inside;
        }
        kept.push(c);
        if c == delimiter {
            (field, is_blank) = (kept.len(), true);
        } else {
            is_blank &= c.is_whitespace();
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
        assert_eq!(comma("\" a\" , \"\",b"), ["a", "", "b"]);
    }

    proptest! {
        #[test]
        fn quotes_around_fields_are_taken_off_as_any(
            record in "(\u{feff})?[a\" ,;\té\n\r\u{a0}]{0,20}",
            delimiter in "[,;\t]",
        ) {
            let delimiter = delimiter.as_bytes()[0];
            let mut splitter = Splitter::new(Delimiter::Byte(delimiter));
            if record.contains('"') && splitter.quotes_stand_around_fields(&record, delimiter) {
                let found = splitter.fields(&record);
                splitter.unquote(&record, delimiter);
                let expected: Vec<&str> = (0..splitter.spans.len())
                    .map(|index| splitter.field(&record, index))
                    .collect();
                prop_assert_eq!(found, expected, "{:?}", record);
            }
        }

        #[test]
        fn words_end_at_any_space(text in "[a\té \u{a0}\u{3000}\u{1f}]{0,9}") {
            prop_assert_eq!(word(&text), text.find(char::is_whitespace).unwrap_or(text.len()));
        }
    }
}
