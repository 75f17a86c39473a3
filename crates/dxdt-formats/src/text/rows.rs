//! The rows of a text, each with its line and its fields: the one way in which a text of rows is split.

use dxdt_motion::error::Result;

use super::marks::Marks;
use super::records::{Records, is_blank, is_comment};
use super::split::{Delimiter, MOST_COLUMNS, Splitter, trimmed};

/// The rows of a text, comments and blank lines left out.
#[derive(Debug)]
pub(super) struct Rows<'a>(Kind<'a>);

#[derive(Debug)]
enum Kind<'a> {
    Plain(PlainRows<'a>),
    Any {
        records: Records<'a>,
        splitter: Splitter,
        record: &'a str,
        fields: usize,
    },
}

/// Rows of a text without quotes, where each line and each delimiter is what it looks like.
#[derive(Debug)]
struct PlainRows<'a> {
    text: &'a str,
    marks: Marks<'a>,
    /// The line that comes next, and where it starts.
    next_line: u64,
    next: usize,
    /// Where the row starts, and where its fields end.
    start: usize,
    ends: Vec<usize>,
}

impl<'a> Rows<'a> {
    /// The rows of a text that starts on `line` and whose records are whole.
    pub fn new(text: &'a str, line: u64, delimiter: Delimiter, has_quotes: bool) -> Self {
        Self(match delimiter {
            Delimiter::Byte(delimiter) if !has_quotes => Kind::Plain(PlainRows {
                text,
                marks: Marks::new(text.as_bytes(), [delimiter, b'\n']),
                next_line: line,
                next: 0,
                start: 0,
                ends: Vec::new(),
            }),
            _ => Kind::Any {
                records: Records::new(text, line),
                splitter: Splitter::new(delimiter),
                record: "",
                fields: 0,
            },
        })
    }

    /// Goes to the next row; gives its line.
    ///
    /// # Errors
    /// A quote that is never closed.
    pub fn next(&mut self) -> Option<Result<u64>> {
        match &mut self.0 {
            Kind::Plain(rows) => rows.next().map(Ok),
            Kind::Any {
                records,
                splitter,
                record,
                fields,
            } => {
                let next = records
                    .find(|record| !record.as_ref().is_ok_and(|record| is_comment(record.text)))?;
                Some(next.map(|next| {
                    *record = next.text;
                    *fields = splitter.split(next.text);
                    next.line
                }))
            }
        }
    }

    /// How many fields the row has.
    pub fn width(&self) -> usize {
        match &self.0 {
            Kind::Plain(rows) => rows.ends.len(),
            Kind::Any { fields, .. } => *fields,
        }
    }

    /// A field of the row.
    #[inline]
    pub fn field(&self, index: usize) -> &str {
        match &self.0 {
            Kind::Plain(rows) => rows.field(index),
            Kind::Any {
                splitter, record, ..
            } => splitter.field(record, index),
        }
    }
}

impl PlainRows<'_> {
    fn next(&mut self) -> Option<u64> {
        let bytes = self.text.as_bytes();
        while self.next < bytes.len() {
            self.start = self.next;
            self.ends.clear();
            loop {
                let end = self.marks.next().unwrap_or(bytes.len());
                if self.ends.len() <= MOST_COLUMNS {
                    self.ends.push(end);
                }
                if bytes.get(end).is_none_or(|&byte| byte == b'\n') {
                    self.next = end + 1;
                    break;
                }
            }
            let line = self.next_line;
            self.next_line += 1;
            let text = &self.text[self.start..self.next - 1];
            if !is_blank(text) && !is_comment(text) {
                return Some(line);
            }
        }
        None
    }

    fn field(&self, index: usize) -> &str {
        let start = match index {
            0 => self.start,
            _ => self.ends[index - 1] + 1,
        };
        trimmed(&self.text[start..self.ends[index]])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The line and fields of each row.
    fn rows(mut rows: Rows<'_>) -> Vec<(u64, Vec<String>)> {
        let mut all = Vec::new();
        while let Some(line) = rows.next() {
            let fields = (0..rows.width()).map(|index| rows.field(index).to_owned());
            all.push((line.unwrap(), fields.collect()));
        }
        all
    }

    #[test]
    fn comments_and_blank_lines_are_no_rows() {
        let text = "\u{a0}\n1, 2\r\n,#\n \n# a,b\n,3\n\u{a0}# b\né,";
        let found = rows(Rows::new(text, 4, Delimiter::Byte(b','), false));
        let expected = [
            (5, ["1", "2"]),
            (6, ["", "#"]),
            (9, ["", "3"]),
            (11, ["é", ""]),
        ];
        assert_eq!(
            found,
            expected.map(|(line, fields)| (line, fields.map(str::to_owned).to_vec()))
        );
    }

    proptest! {
        #[test]
        fn plain_rows_are_split_as_any(text in "[a1,#; \té\n\r\u{a0}]{0,200}", delimiter in "[,;\t]") {
            let delimiter = Delimiter::Byte(delimiter.as_bytes()[0]);
            let of = |has_quotes| rows(Rows::new(&text, 1, delimiter, has_quotes));
            prop_assert_eq!(of(false), of(true), "{:?}", text);
        }
    }
}
