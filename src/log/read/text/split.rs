//! One record into fields.

use std::ops::{ControlFlow, Range};

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::records::quotes;

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

/// Splits records into fields, keeping its buffers between records.
#[derive(Debug)]
pub struct Splitter {
    delimiter: Delimiter,
    spans: Vec<Range<usize>>,
    output: Vec<u8>,
    ends: Vec<usize>,
}

impl Splitter {
    /// A splitter for one delimiter.
    pub fn new(delimiter: Delimiter) -> Self {
        Self {
            delimiter,
            spans: Vec::new(),
            output: Vec::new(),
            ends: Vec::new(),
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
        let mut fields = Vec::new();
        self.visit(record, |field| {
            fields.push(field.to_owned());
            ControlFlow::Continue(())
        });
        fields
    }

    /// How many fields a record has.
    pub(super) fn count(&mut self, record: &str) -> usize {
        let bytes = record.as_bytes();
        if let Delimiter::Byte(delimiter) = self.delimiter
            && memchr::memchr(b'"', bytes).is_none()
        {
            return 1 + memchr::memchr_iter(delimiter, bytes).count();
        }
        let mut count = 0;
        self.visit(record, |_| {
            count += 1;
            ControlFlow::Continue(())
        });
        count
    }

    /// Calls `visit` with each field of a record, from the first on, until it breaks off.
    pub(super) fn visit(&mut self, record: &str, visit: impl FnMut(&str) -> ControlFlow<()>) {
        // What is left when it breaks off is not wanted.
        let _: ControlFlow<()> = match self.delimiter {
            Delimiter::Whitespace => split_whitespace(record, visit),
            Delimiter::Byte(delimiter) if quotes(record) == 0 => {
                split_plain(record, delimiter, visit)
            }
            Delimiter::Byte(delimiter) => self.split_quoted(record, delimiter, visit),
        };
    }

    fn split_quoted(
        &mut self,
        record: &str,
        delimiter: u8,
        mut visit: impl FnMut(&str) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.quotes_stand_around_fields(record, delimiter) {
            return self
                .spans
                .iter()
                .try_for_each(|span| visit(trimmed(&record[span.clone()])));
        }
        let fields = self.unquote(record, delimiter);
        let mut start = 0;
        self.ends[..fields].iter().try_for_each(|&end| {
            let field = String::from_utf8_lossy(&self.output[start..end]);
            start = end;
            visit(field.trim())
        })
    }

    /// Finds the fields of a record of one line whose quotes all stand around whole fields; `false` of any other.
    fn quotes_stand_around_fields(&mut self, record: &str, delimiter: u8) -> bool {
        let bytes = record.as_bytes();
        let is_odd = delimiter == b'"' || record.starts_with('\u{feff}');
        if is_odd || memchr::memchr2(b'\r', b'\n', bytes).is_some() {
            return false;
        }
        let is_space = |at: usize| bytes.get(at) == Some(&b' ');
        self.spans.clear();
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
                Some(&byte) if byte == delimiter => at += 1,
                Some(_) => return false,
            }
        }
    }

    /// Unquotes the fields of any record; gives how many there are.
    fn unquote(&mut self, record: &str, delimiter: u8) -> usize {
        // A space between the delimiter and a quote would make the quote a part of the field.
        let record = without_spaces_before_quotes(record, delimiter);
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        // Unquoting never lengthens a record, and no record has more fields than bytes.
        self.output.resize(record.len() + 1, 0);
        self.ends.resize(record.len() + 2, 0);
        let (_, _, used_output, used_ends) =
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
        used_ends + more_ends
    }
}

/// A field without the spaces around it.
fn trimmed(field: &str) -> &str {
    match field.as_bytes() {
        // Nearly no field has any.
        [b'!'..=b'~', .., b'!'..=b'~'] => field,
        _ => field.trim(),
    }
}

fn split_plain(
    record: &str,
    delimiter: u8,
    mut visit: impl FnMut(&str) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut start = 0;
    while let Some(length) = memchr::memchr(delimiter, &record.as_bytes()[start..]) {
        visit(trimmed(&record[start..start + length]))?;
        start += length + 1;
    }
    visit(trimmed(&record[start..]))
}

fn split_whitespace(
    record: &str,
    mut visit: impl FnMut(&str) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut rest = record.trim();
    while !rest.is_empty() {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        visit(field)?;
        rest = after.trim_start();
    }
    ControlFlow::Continue(())
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
        fn quotes_around_fields_are_taken_off_as_any(record in "(\u{feff})?[a\" ,;\té\n\r\u{a0}]{0,20}", delimiter in "[,;\t]") {
            let delimiter = delimiter.as_bytes()[0];
            let mut splitter = Splitter::new(Delimiter::Byte(delimiter));
            if record.contains('"') && splitter.quotes_stand_around_fields(&record, delimiter) {
                let spans = splitter.spans.iter().map(|span| trimmed(&record[span.clone()]).to_owned());
                let found: Vec<String> = spans.collect();
                let count = splitter.unquote(&record, delimiter);
                let starts = std::iter::once(&0).chain(&splitter.ends[..count]);
                let expected: Vec<&str> = starts.zip(&splitter.ends[..count])
                    .map(|(&start, &end)| std::str::from_utf8(&splitter.output[start..end]).unwrap().trim())
                    .collect();
                prop_assert_eq!(found, expected, "{:?}", record);
            }
        }

        #[test]
        fn fields_are_counted_as_they_are_split(record in "[a\" ,;\té]{0,20}") {
            for delimiter in [Delimiter::Byte(b','), Delimiter::Byte(b'\t'), Delimiter::Whitespace] {
                let mut splitter = Splitter::new(delimiter);
                let fields = splitter.fields(&record).len();
                prop_assert_eq!(splitter.count(&record), fields, "{:?}", record);
            }
        }
    }
}
