//! The records of a text that arrives in pieces.

use dxdt_formats::{
    LONGEST_LINE, compression_of, is_comment, line_too_long, never_closed, refuse_utf_16,
};
use dxdt_motion::error::{Error, Result};

/// Whole lines with the number of the first in the file, counted from 1: a record, or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lines {
    pub line: u64,
    /// A single record is without its line end; it has several lines where a quoted field does.
    pub text: String,
}

/// What is left when the text ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rest {
    Nothing,
    /// A last record without a line end.
    Record(Lines),
    /// A last line without a line end that ends inside quotes.
    CutOff(u64),
}

/// Takes bytes as they come and gives whole records, comments among them: a record counts once its line end is there.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// What was not given out, and before `start` what was.
    bytes: Vec<u8>,
    start: usize,
    /// How many lines were given out.
    lines_given: u64,
    /// Where the record that is not whole yet starts, and where its next line does.
    record: usize,
    next_line: usize,
    /// Up to here there is no further line end.
    searched: usize,
    lines_in_record: u64,
    is_open: bool,
    /// The first lines of records whose quotes stay open for long.
    long_quotes: Vec<u64>,
}

// A quote that stays open for so many lines is a slip, and would swallow the log.
const LONGEST_QUOTE: u64 = 100;

/// A quote that stays open for more lines is said before.
pub(super) const LONG_QUOTE: u64 = 2;

impl Records {
    /// Adds bytes that have arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.start);
        self.record -= self.start;
        self.next_line -= self.start;
        self.searched -= self.start;
        self.start = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole record that is not blank; `None` where more bytes are needed.
    ///
    /// # Errors
    /// Bytes that are no text, a line that is too long, a quote that stays open.
    pub fn next(&mut self) -> Result<Option<Lines>> {
        while let Some(end) = self.next_end()? {
            let text = self.text(end - 1).map_err(|(_, error)| error)?;
            let text = text.strip_suffix('\r').unwrap_or(text);
            let is_blank = text.trim().is_empty();
            let record = self.lines(text.to_owned(), end);
            if !is_blank {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// All whole records that there are, up to the first fault, with their line ends, comments and blank lines; and the fault,
    /// which is one of [`Records::next`].
    pub fn all(&mut self) -> (Option<Lines>, Result<()>) {
        let mut ends = Vec::new();
        let mut done = loop {
            match self.next_end() {
                Ok(Some(end)) => ends.push(end),
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        if let Some(&last) = ends.last()
            && let Err((at, error)) = self.text(last)
        {
            ends.retain(|&end| end <= at);
            done = Err(error);
        }
        let text = ends.last().and_then(|&end| {
            let text = self.text(end).ok()?.to_owned();
            Some(self.lines(text, end))
        });
        (text, done)
    }

    /// Past the line end of the next record.
    fn next_end(&mut self) -> Result<Option<usize>> {
        self.refuse_compressed()?;
        loop {
            let Some(end) = memchr::memchr(b'\n', &self.bytes[self.searched..]) else {
                self.searched = self.bytes.len();
                return match self.bytes.len() - self.next_line > LONGEST_LINE {
                    true => Err(line_too_long(self.line_at(self.next_line))),
                    false => Ok(None),
                };
            };
            let end = self.searched + end;
            let line = self.next_line..end;
            (self.next_line, self.searched) = (end + 1, end + 1);
            self.lines_in_record += 1;
            let quotes = has_odd_quotes(&self.bytes[line.clone()]);
            let is_comment = self.lines_in_record == 1 && starts_comment(&self.bytes[line]);
            self.is_open ^= quotes && !is_comment;
            if !self.is_open {
                self.lines_in_record = 0;
                self.record = self.next_line;
                return Ok(Some(self.next_line));
            }
            if self.lines_in_record == LONG_QUOTE + 1 {
                self.long_quotes.push(self.line_at(self.record));
            }
            if self.lines_in_record >= LONGEST_QUOTE {
                return Err(never_closed(self.line_at(self.record)));
            }
        }
    }

    /// The lines, since the last call, whose quotes stay open for more than [`LONG_QUOTE`] lines.
    pub fn take_long_quotes(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.long_quotes)
    }

    /// What is left at the end of the text.
    ///
    /// # Errors
    /// Bytes that are no text, and a quote of an earlier line that is not closed.
    pub fn finish(&mut self) -> Result<Rest> {
        self.refuse_compressed()?;
        let last = &self.bytes[self.next_line..];
        let quotes = has_odd_quotes(last) && !starts_comment(last);
        if self.is_open ^ quotes {
            let line = self.line_at(self.record);
            return match self.is_open || last.is_empty() {
                true => Err(never_closed(line)),
                false => Ok(Rest::CutOff(line)),
            };
        }
        let end = self.bytes.len();
        let text = self.text(end).map_err(|(_, error)| error)?;
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.trim().is_empty() {
            return Ok(Rest::Nothing);
        }
        Ok(Rest::Record(self.lines(text.to_owned(), end)))
    }

    /// The line of the file that a byte is on.
    fn line_at(&self, at: usize) -> u64 {
        let before = &self.bytes[self.start..at];
        self.lines_given + 1 + memchr::memchr_iter(b'\n', before).count() as u64
    }

    /// What was not given out up to `end` as text; or the first byte that is none, and why.
    fn text(&self, end: usize) -> std::result::Result<&str, (usize, Error)> {
        let mut start = self.start;
        if self.lines_given == 0 {
            refuse_utf_16(&self.bytes[start..end]).map_err(|error| (start, error))?;
            start += match self.bytes[start..end].starts_with(BYTE_ORDER_MARK) {
                true => BYTE_ORDER_MARK.len(),
                false => 0,
            };
        }
        let bytes = &self.bytes[start..end];
        let text = std::str::from_utf8(bytes);
        let text_end = text.map_or_else(|error| error.valid_up_to(), str::len);
        if let Some(zero) = memchr::memchr(0, &bytes[..text_end]) {
            let at = start + zero;
            let error = Error::new("there is a NUL byte: this is not a text table")
                .at_line(self.line_at(at))
                .advise("give a text log");
            return Err((at, error));
        }
        text.map_err(|_| {
            let at = start + text_end;
            let error = Error::new(format!(
                "0x{:02x} in the line is not UTF-8 text",
                self.bytes[at]
            ));
            let error = error
                .at_line(self.line_at(at))
                .advise("write the log as UTF-8");
            (at, error)
        })
    }

    /// Gives out text up to `next`.
    fn lines(&mut self, text: String, next: usize) -> Lines {
        let line = self.lines_given + 1;
        self.lines_given = self.line_at(next) - 1;
        self.start = next;
        Lines { line, text }
    }

    fn refuse_compressed(&self) -> Result<()> {
        let is_at_start = self.lines_given == 0 && self.start == 0;
        match compression_of(&self.bytes).filter(|_| is_at_start) {
            Some(name) => Err(Error::new(format!("the log is compressed ({name})")).advise(
                "--follow reads plain text: unpack it into a pipe, as in gzip -dc LOG | dxdt analyze --follow -",
            )),
            None => Ok(()),
        }
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fn has_odd_quotes(line: &[u8]) -> bool {
    memchr::memchr_iter(b'"', line).count() % 2 == 1
}

fn starts_comment(line: &[u8]) -> bool {
    // Only the first sign decides, so that broken text is found where it is taken.
    let start = line
        .strip_prefix(BYTE_ORDER_MARK)
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
        let mut records = Records::default();
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
        assert_eq!(rest, Rest::Record(Lines { line: 6, text }));
    }

    #[test]
    fn all_whole_records_are_one_text() {
        let mut records = Records::default();
        records.push(b"t,x\n");
        assert!(records.next().unwrap().is_some());
        let all = |records: &mut Records, bytes: &[u8]| {
            records.push(bytes);
            let (lines, done) = records.all();
            (lines.map(|lines| (lines.line, lines.text)), done)
        };
        let (lines, done) = all(&mut records, b"0,1\r\n\n# 5\"\n1,\"a\n");
        assert_eq!(lines, Some((2, "0,1\r\n\n# 5\"\n".to_owned())));
        done.unwrap();
        let (lines, _) = all(&mut records, b"b\"\n2");
        assert_eq!(lines, Some((5, "1,\"a\nb\"\n".to_owned())));
        assert_eq!(all(&mut records, b",").0, None);
        // What comes before a fault is given.
        let (lines, done) = all(&mut records, b"3\n3,\0\n4,\xff\n");
        assert_eq!(lines, Some((7, "2,3\n".to_owned())));
        assert_eq!(done.unwrap_err().line(), Some(8));
    }

    #[test]
    fn quotes_that_stay_open_are_told_by_their_lines() {
        let mut records = Records::default();
        let mut long = |text: &str| {
            records.push(text.as_bytes());
            let _ = records.all();
            records.take_long_quotes()
        };
        assert!(long("t,x,note\n0,1,\"two\nlines\"\n").is_empty());
        assert!(long("1,2,\"open\n2,3,a\n").is_empty());
        assert_eq!(long("3,4,b\n4,5,c\n"), [4]);
        assert!(long("5,6,\"\n6,7,d\n").is_empty());
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
            let mut records = Records::default();
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
