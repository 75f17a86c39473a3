//! The records of a text that arrives in pieces.

use crate::error::{Error, Result};
use crate::log::read::{
    LONGEST_LINE, compression_of, is_comment, line_too_long, never_closed, refuse_utf_16,
};

/// A record with the line it starts on, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub line: u64,
    /// Without its line end; it has several lines where a quoted field does.
    pub text: String,
}

/// What is left when the text ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rest {
    Nothing,
    /// A last record without a line end.
    Record(Record),
    /// A last line without a line end that ends inside quotes.
    CutOff(u64),
}

/// Takes bytes as they come and gives whole records, comments among them: a record counts once its line end is there.
#[derive(Debug)]
pub(super) struct Records {
    bytes: Vec<u8>,
    /// Where the record that is not whole yet starts, and where its next line does.
    start: usize,
    next_line: usize,
    /// Up to here there is no further line end.
    searched: usize,
    /// The line of the file that the record starts on.
    line: u64,
    lines_in_record: u64,
    is_open: bool,
}

// A quote that stays open for so many lines is a slip, and would swallow the log.
const LONGEST_QUOTE: u64 = 100;

impl Records {
    pub fn new() -> Self {
        Self {
            bytes: Vec::new(),
            start: 0,
            next_line: 0,
            searched: 0,
            line: 1,
            lines_in_record: 0,
            is_open: false,
        }
    }

    /// Adds bytes that have arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.start);
        self.next_line -= self.start;
        self.searched -= self.start;
        self.start = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole record; `None` where more bytes are needed.
    ///
    /// # Errors
    /// Bytes that are no text, a line that is too long, a quote that stays open.
    pub fn next(&mut self) -> Result<Option<Record>> {
        self.refuse_compressed()?;
        loop {
            let Some(end) = memchr::memchr(b'\n', &self.bytes[self.searched..]) else {
                self.searched = self.bytes.len();
                return match self.bytes.len() - self.next_line > LONGEST_LINE {
                    true => Err(self.too_long()),
                    false => Ok(None),
                };
            };
            let end = self.searched + end;
            let line = self.next_line..end;
            (self.next_line, self.searched) = (end + 1, end + 1);
            self.lines_in_record += 1;
            let quotes = memchr::memchr_iter(b'"', &self.bytes[line]).count() % 2 == 1;
            let is_comment =
                self.lines_in_record == 1 && starts_comment(&self.bytes[self.start..end]);
            self.is_open ^= quotes && !is_comment;
            if !self.is_open {
                let record = self.take(end)?;
                if !record.text.trim().is_empty() {
                    return Ok(Some(record));
                }
            } else if self.lines_in_record >= LONGEST_QUOTE {
                return Err(never_closed(self.line));
            }
        }
    }

    /// What is left at the end of the text.
    ///
    /// # Errors
    /// Bytes that are no text, and a quote of an earlier line that is not closed.
    pub fn finish(&mut self) -> Result<Rest> {
        self.refuse_compressed()?;
        let last = &self.bytes[self.next_line..];
        let quotes = memchr::memchr_iter(b'"', last).count() % 2 == 1 && !starts_comment(last);
        if self.is_open ^ quotes {
            return match self.is_open || last.is_empty() {
                true => Err(never_closed(self.line)),
                false => Ok(Rest::CutOff(self.line)),
            };
        }
        let record = self.take(self.bytes.len())?;
        Ok(match record.text.trim().is_empty() {
            true => Rest::Nothing,
            false => Rest::Record(record),
        })
    }

    /// The bytes from the start of the record up to `end` as a record, after which the next starts.
    fn take(&mut self, end: usize) -> Result<Record> {
        let mut bytes = &self.bytes[self.start..end];
        if self.line == 1 {
            refuse_utf_16(bytes)?;
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        let line_of =
            |at: usize| self.line + memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64;
        if let Some(at) = memchr::memchr(0, bytes) {
            return Err(Error::new("there is a NUL byte: this is not a text table")
                .at_line(line_of(at))
                .advise("give a text log"));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to();
            Error::new(format!("0x{:02x} in the line is not UTF-8 text", bytes[at]))
                .at_line(line_of(at))
                .advise("have the log written as UTF-8")
        })?;
        let text = text.strip_suffix('\r').unwrap_or(text).to_owned();
        let record = Record {
            line: self.line,
            text,
        };
        self.line += self.lines_in_record;
        self.lines_in_record = 0;
        self.start = self.next_line.min(self.bytes.len());
        Ok(record)
    }

    fn refuse_compressed(&self) -> Result<()> {
        let is_at_start = self.line == 1 && self.start == 0;
        match compression_of(&self.bytes).filter(|_| is_at_start) {
            Some(name) => Err(Error::new(format!("the log is compressed ({name})")).advise(
                "--follow reads plain text: unpack it into a pipe, as in gzip -dc LOG | dxdt analyze --follow -",
            )),
            None => Ok(()),
        }
    }

    fn too_long(&self) -> Error {
        line_too_long(self.line + self.lines_in_record)
    }
}

fn starts_comment(line: &[u8]) -> bool {
    // Only the first sign decides, so that broken text is found where it is taken.
    let start = line
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(line)
        .trim_ascii_start();
    start
        .first()
        .is_some_and(|&first| is_comment(char::from(first).encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pieces: &[&str]) -> (Vec<(u64, String)>, Rest) {
        let mut records = Records::new();
        let mut found = Vec::new();
        for piece in pieces {
            records.push(piece.as_bytes());
            while let Some(record) = records.next().unwrap() {
                found.push((record.line, record.text));
            }
        }
        (found, records.finish().unwrap())
    }

    #[test]
    fn records_are_whole_lines_or_quoted_ones() {
        let (found, rest) = read(&["\u{feff}t,", "x\r", "\n\n1,\"a\nb", "\"\n# 5\" \n2,3"]);
        let expected = [(1, "t,x"), (3, "1,\"a\nb\""), (5, "# 5\" ")];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
        let text = "2,3".to_owned();
        assert_eq!(rest, Rest::Record(Record { line: 6, text }));
    }

    #[test]
    fn what_is_left_is_told_apart() {
        assert_eq!(read(&["t,x\n0,1\n"]).1, Rest::Nothing);
        assert_eq!(read(&["t,x\n0,1\n \n "]).1, Rest::Nothing);
        assert_eq!(read(&["t,x\n0,\"1"]).1, Rest::CutOff(2));
    }

    #[test]
    fn what_is_no_text_is_an_error_with_its_line() {
        fn read_all(bytes: &[u8]) -> Result<()> {
            let mut records = Records::new();
            records.push(bytes);
            while records.next()?.is_some() {}
            records.finish().map(drop)
        }
        let error = |bytes: &[u8]| read_all(bytes).unwrap_err();
        assert_eq!(error(b"t,x\n0,\xff\n").line(), Some(2));
        assert_eq!(error(b"t,x\n0,\0\n").line(), Some(2));
        assert!(
            error(b"\xff\xfet\0\n\0")
                .to_string()
                .starts_with("the text is UTF-16")
        );
        assert!(
            error(b"\x1f\x8b\x08\0\0")
                .to_string()
                .contains("compressed (gzip)")
        );
        assert_eq!(error(b"t,x\n0,\"\n1,2\n").line(), Some(2));
        let swallowed = format!("t,x\n0,\"1\n{}", "1,2\n".repeat(200));
        assert!(
            error(swallowed.as_bytes())
                .to_string()
                .contains("never closed")
        );
    }
}
