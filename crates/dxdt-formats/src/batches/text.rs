//! Delimited text in batches that end where a record ends.

use std::sync::Arc;

use rayon::prelude::*;

use dxdt_motion::error::{Error, Result};

use super::super::content::{Content, ContentReader};
use super::super::input::changed;
use super::super::source::{LONGEST_LINE, check_lines, line_ends, text_of};
use super::super::text::{
    Dialect, DialectOptions, PIECE, RecordEnds, Shape, open_quote, short_row,
};
use super::batch::{TextPiece, TextRows};
use super::glimpse::rows_at;
use super::head::{Head, Start};

/// Delimited text whose way of writing is known, read from batch to batch.
pub(super) struct TextBatches {
    name: Arc<str>,
    content: ContentReader,
    batch_bytes: usize,
    least_rows: usize,
    /// How the rows are written; places in it are those of the first rows.
    dialect: Dialect,
    start: Start,
    /// What was read of the next batch: whole records.
    pieces: Vec<Vec<u8>>,
    /// What was read after them.
    bytes: Vec<u8>,
    has_more: bool,
    ends: RecordEnds,
    /// The line of the next batch, and whether the number of quotes above it is odd.
    line: u64,
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
            pieces: Vec::new(),
            bytes,
            has_more: head.has_more,
            ends: RecordEnds::default(),
            line: head.start.line,
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
        self.pieces.clear();
        self.bytes.clear();
        self.has_more = self.content.read_on(&mut self.bytes, self.start.at)?;
        if self.bytes.len() < self.start.at {
            return Err(changed());
        }
        self.bytes.clear();
        self.ends = RecordEnds::default();
        self.line = self.start.line;
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
            let next = self.read_pieces().and_then(|()| self.rows());
            if next.is_err() {
                self.pieces.clear();
                self.bytes.clear();
                self.has_more = false;
            }
            match next? {
                // Comments and blank lines alone are no batch.
                Some(rows) if rows.is_empty() => {}
                rows => {
                    self.is_first = false;
                    return Ok(rows);
                }
            }
        }
    }

    fn read_pieces(&mut self) -> Result<()> {
        let mut length = 0;
        while length < self.batch_bytes {
            let end = self.find_end()?;
            if end == 0 {
                break;
            }
            if 2 * end < self.bytes.len() {
                // Much has been read ahead.
                self.pieces.push(self.bytes.drain(..end).collect());
            } else {
                // As many bytes follow, most likely.
                let mut rest = Vec::with_capacity(self.bytes.len());
                rest.extend_from_slice(&self.bytes[end..]);
                self.bytes.truncate(end);
                self.pieces.push(std::mem::replace(&mut self.bytes, rest));
            }
            self.ends = RecordEnds::default();
            length += end;
            if self.is_first {
                break;
            }
        }
        Ok(())
    }

    /// What was read as rows.
    fn rows(&mut self) -> Result<Option<TextRows>> {
        if self.pieces.is_empty() {
            return Ok(None);
        }
        self.refuse_long_lines()?;
        let looked_through: Vec<_> = std::mem::take(&mut self.pieces)
            .into_par_iter()
            .map(|bytes| TextPiece::read(bytes, &self.dialect))
            .collect();
        if looked_through.iter().any(|piece| piece.is_err()) {
            return Err(not_text(&looked_through, self.line));
        }
        let mut pieces: Vec<TextPiece> = looked_through.into_iter().flatten().collect();
        let mut dialect = Dialect {
            body_line: self.line,
            ..self.dialect.clone()
        };
        let mut cut_off = None;
        let is_end = self.bytes.is_empty() && !self.has_more;
        let last = pieces.pop();
        for piece in &pieces {
            self.line += piece.shape.lines;
            self.odd_quotes ^= piece.shape.quotes % 2 == 1;
        }
        if let Some(mut last) = last {
            let line = self.line;
            self.line += last.shape.lines;
            let odd_above = self.odd_quotes;
            self.odd_quotes ^= last.shape.quotes % 2 == 1;
            let cut =
                || open_quote(&last.text, odd_above).or_else(|| short_row(&last.text, &dialect));
            if let Some((before, line_of_text)) = is_end.then(cut).flatten() {
                cut_off = Some(line + line_of_text - 1);
                let length = before.len();
                last.text.truncate(length);
                last.shape = Shape::of(&last.text, &dialect);
            }
            pieces.push(last);
        }
        if !self.is_first {
            dialect.lines_above.clear();
            dialect.repeated_names.clear();
        }
        Ok(Some(TextRows {
            name: self.name.clone(),
            pieces,
            dialect,
            cut_off,
        }))
    }

    /// Reads on to where the next piece ends. It ends with a record, and has the line after it if that is the last one,
    /// because a last line may be cut off and no row.
    fn find_end(&mut self) -> Result<usize> {
        // The first rows are looked at twice, so that there are no more of them than it takes.
        const FIRST_BYTES: usize = 1 << 20;
        // Rows as long as these, or comments between a few, would fill the memory before there are enough.
        const MOST_BYTES: usize = 16 << 20;
        let mut target = match self.is_first {
            true => self.batch_bytes.min(FIRST_BYTES),
            false => self.batch_bytes.min(PIECE),
        };
        loop {
            self.read_to(target)?;
            match self.ends.at_or_after(&self.bytes, target) {
                Some(end) if self.is_first && end < MOST_BYTES && self.has_too_few_rows(end) => {
                    target = (end * 2).min(MOST_BYTES);
                }
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
        let rows = std::str::from_utf8(&self.bytes[..end]).map(|text| {
            let shape = Shape::of(text, &self.dialect);
            // What is no row is an error of the batch, and so is text that is not UTF-8.
            (!shape.is_broken()).then_some(shape.rows)
        });
        rows.is_ok_and(|rows| rows.is_some_and(|rows| rows < self.least_rows))
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
        let above = |start: usize| {
            let pieces = self.pieces.iter().map(|piece| line_ends(piece));
            self.line + pieces.sum::<u64>() + line_ends(&self.bytes[..start])
        };
        if let Some(start) = self.ends.open()
            && self.bytes.len() - start > LONGEST_LINE
        {
            return Err(Error::new(format!(
                "a quote (\") is opened and not closed within {} MiB",
                LONGEST_LINE >> 20
            ))
            .at_line(above(start))
            .advise("close it, or remove it"));
        }
        if self.bytes.len() - self.ends.line_start() > LONGEST_LINE {
            check_lines(&self.bytes, LONGEST_LINE, above(0))?;
        }
        Ok(())
    }

    fn refuse_long_lines(&self) -> Result<()> {
        for (index, piece) in self.pieces.iter().enumerate() {
            if piece.len() > LONGEST_LINE {
                let above = self.pieces[..index].iter();
                let lines: u64 = above.map(|piece| line_ends(piece)).sum();
                check_lines(piece, LONGEST_LINE, self.line + lines)?;
            }
        }
        Ok(())
    }
}

/// The error of pieces of which some are no text, the first of which starts on `line`: of bytes that are not UTF-8, or
/// else of a NUL byte.
fn not_text(pieces: &[std::result::Result<TextPiece, Vec<u8>>], mut line: u64) -> Error {
    let mut zero = None;
    for piece in pieces {
        line += match piece {
            Ok(piece) => piece.shape.lines,
            Err(bytes) => {
                if let Err(error) = text_of(bytes, line) {
                    match std::str::from_utf8(bytes) {
                        Err(_) => return error,
                        Ok(_) => zero = zero.or(Some(error)),
                    }
                }
                line_ends(bytes)
            }
        };
    }
    zero.unwrap_or_else(changed)
}
