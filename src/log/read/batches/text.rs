//! Delimited text in batches that end where a record ends.

use std::sync::Arc;

use crate::error::{Error, Result};

use super::super::content::{Content, ContentReader};
use super::super::input::changed;
use super::super::source::{LONGEST_LINE, check_lines, line_ends, refuse_zeros, text_of};
use super::super::text::{
    Dialect, DialectOptions, Records, is_comment, open_quote, short_row, starts_a_row,
};
use super::batch::TextRows;
use super::glimpse::rows_at;
use super::head::{Head, Start, has_odd_quotes};
use super::record_ends::RecordEnds;

/// Delimited text whose way of writing is known, read from batch to batch.
pub(super) struct TextBatches {
    name: Arc<str>,
    content: ContentReader,
    batch_bytes: usize,
    least_rows: usize,
    /// How the rows are written; places in it are those of the first rows.
    dialect: Dialect,
    start: Start,
    /// What was read and not given out.
    bytes: Vec<u8>,
    has_more: bool,
    ends: RecordEnds,
    /// The line, the row and whether the number of quotes above is odd, where `bytes` start.
    line: u64,
    row: u64,
    odd_quotes: bool,
    is_first: bool,
}

impl TextBatches {
    /// Reads on after `bytes` as far as it takes to know how the text is written.
    ///
    /// # Errors
    /// As [`TextTable::open`](super::super::TextTable::open), as far as the start of the text shows it.
    pub fn open(
        name: &str,
        mut content: ContentReader,
        bytes: Vec<u8>,
        has_more: bool,
        options: &DialectOptions,
        batch_bytes: usize,
        least_rows: usize,
    ) -> Result<Self> {
        let head = Head::read(&mut content, bytes, has_more, options)?;
        let mut bytes = head.bytes;
        bytes.drain(..head.start.at);
        Ok(Self {
            name: name.into(),
            content,
            batch_bytes: batch_bytes.max(1),
            least_rows,
            dialect: Dialect {
                body_start: 0,
                ..head.dialect
            },
            start: head.start,
            bytes,
            has_more: head.has_more,
            ends: RecordEnds::default(),
            line: head.start.line,
            row: 0,
            odd_quotes: head.start.odd_quotes,
            is_first: true,
        })
    }

    /// Starts again with the same content.
    ///
    /// # Errors
    /// Where the content cannot be read any more.
    pub fn rewind(&mut self, content: ContentReader) -> Result<()> {
        self.content = content;
        self.bytes.clear();
        self.has_more = self.content.read_on(&mut self.bytes, self.start.at)?;
        if self.bytes.len() < self.start.at {
            return Err(changed());
        }
        self.bytes.clear();
        self.ends = RecordEnds::default();
        self.line = self.start.line;
        self.row = 0;
        self.odd_quotes = self.start.odd_quotes;
        self.is_first = true;
        Ok(())
    }

    /// Where the rows that have not been given out start.
    pub fn at(&self) -> u64 {
        self.content.at() - self.bytes.len() as u64
    }

    /// Some rows from byte `at` of the content on, as far as they can be told.
    pub fn glimpse(&self, content: &Content, at: u64, bytes: usize) -> Option<TextRows> {
        rows_at(content, &self.name, &self.dialect, at, bytes)
    }

    /// The next rows; `None` at the end and after an error.
    ///
    /// # Errors
    /// Content that cannot be read, text that is not UTF-8, a line or an open quote that is too long.
    pub fn next(&mut self) -> Result<Option<TextRows>> {
        loop {
            let next = self.next_piece();
            if next.is_err() {
                self.bytes.clear();
                self.has_more = false;
            }
            match next? {
                // Comments and blank lines alone are no batch.
                Some(rows) if rows.height == 0 && rows.cut_off.is_none() => {}
                rows => {
                    self.is_first = false;
                    return Ok(rows);
                }
            }
        }
    }

    fn next_piece(&mut self) -> Result<Option<TextRows>> {
        let end = self.find_end()?;
        if end == 0 {
            return Ok(None);
        }
        let is_last = end == self.bytes.len() && !self.has_more;
        let rest = self.bytes.split_off(end);
        let piece = std::mem::replace(&mut self.bytes, rest);
        self.ends = RecordEnds::default();
        check_lines(&piece, LONGEST_LINE, self.line)?;
        let (line, odd_quotes) = (self.line, self.odd_quotes);
        let mut text = match String::from_utf8(piece) {
            Ok(text) => text,
            Err(error) => {
                return Err(text_of(error.as_bytes(), line)
                    .err()
                    .unwrap_or_else(changed));
            }
        };
        refuse_zeros(text.as_bytes(), line)?;
        self.line += line_ends(text.as_bytes());
        self.odd_quotes ^= has_odd_quotes(text.as_bytes());
        let mut dialect = Dialect {
            body_line: line,
            ..self.dialect.clone()
        };
        let mut cut_off = None;
        if is_last {
            let cut = open_quote(&text, odd_quotes).or_else(|| short_row(&text, &dialect));
            if let Some((before, line_of_text)) = cut {
                cut_off = Some(line + line_of_text - 1);
                let length = before.len();
                text.truncate(length);
            }
        }
        if !self.is_first {
            dialect.lines_above.clear();
            dialect.repeated_names.clear();
        }
        let height = rows_in(&text);
        Ok(Some(TextRows {
            name: self.name.clone(),
            text,
            dialect,
            cut_off,
            height,
        }))
    }

    /// Reads on to where the next batch ends. It ends with a record, and has the line after it if that is the last one,
    /// because a last line may be cut off and no row.
    fn find_end(&mut self) -> Result<usize> {
        // The first rows are looked at twice, so that there are no more of them than it takes.
        const FIRST_BYTES: usize = 1 << 20;
        let mut target = match self.is_first {
            true => self.batch_bytes.min(FIRST_BYTES),
            false => self.batch_bytes,
        };
        loop {
            self.read_to(target)?;
            match self.ends.at_or_after(&self.bytes, target) {
                Some(end) if self.is_first && self.has_too_few_rows(end) => target = end * 2,
                Some(end) => return self.with_last_line(end),
                None if !self.has_more => return Ok(self.bytes.len()),
                None => {
                    self.refuse_endless()?;
                    self.read_to(self.bytes.len() + self.step())?;
                }
            }
        }
    }

    fn with_last_line(&mut self, end: usize) -> Result<usize> {
        let mut seen = end;
        loop {
            if memchr::memchr(b'\n', &self.bytes[seen..]).is_some() {
                return Ok(end);
            }
            if !self.has_more {
                return Ok(self.bytes.len());
            }
            seen = self.bytes.len();
            if seen - end > LONGEST_LINE {
                return Ok(end);
            }
            self.read_to(seen + self.step())?;
        }
    }

    fn has_too_few_rows(&self, end: usize) -> bool {
        let rows = std::str::from_utf8(&self.bytes[..end]).map(rows_in);
        // Text that is not UTF-8 is an error of the batch.
        rows.is_ok_and(|rows| rows < self.least_rows as u64)
    }

    /// How much is read on where a batch has all its bytes and does not end.
    fn step(&self) -> usize {
        (self.batch_bytes / 8).clamp(64, 64 << 10)
    }

    fn read_to(&mut self, length: usize) -> Result<()> {
        let missing = length.saturating_sub(self.bytes.len());
        if missing > 0 && self.has_more {
            self.has_more = self.content.read_on(&mut self.bytes, missing)?;
        }
        Ok(())
    }

    /// The error of a line or a quoted field that fills the memory.
    fn refuse_endless(&self) -> Result<()> {
        if let Some(start) = self.ends.open()
            && self.bytes.len() - start > LONGEST_LINE
        {
            let line = self.line + line_ends(&self.bytes[..start]);
            return Err(Error::new(format!(
                "a quote (\") is opened and not closed within {} MiB",
                LONGEST_LINE >> 20
            ))
            .at_line(line)
            .advise("close it, or remove it"));
        }
        if self.bytes.len() - self.ends.line_start() > LONGEST_LINE {
            check_lines(&self.bytes, LONGEST_LINE, self.line)?;
        }
        Ok(())
    }
}

/// How many rows a text has, comments and blank lines left out.
fn rows_in(text: &str) -> u64 {
    count_plain_rows(text.as_bytes()).unwrap_or_else(|| {
        Records::new(text, 1)
            .filter(|record| {
                let comment = |record: &super::super::RecordText<'_>| is_comment(record.text);
                !record.as_ref().is_ok_and(comment)
            })
            .count() as u64
    })
}

/// The number of lines where each is a row for sure.
fn count_plain_rows(bytes: &[u8]) -> Option<u64> {
    if memchr::memchr(b'"', bytes).is_some() {
        return None;
    }
    let (mut rows, mut start) = (0, 0);
    for end in memchr::memchr_iter(b'\n', bytes) {
        if !starts_a_row(&bytes[start..end]) {
            return None;
        }
        rows += 1;
        start = end + 1;
    }
    match bytes.get(start..) {
        None | Some([]) => Some(rows),
        Some(last) => starts_a_row(last).then_some(rows + 1),
    }
}
