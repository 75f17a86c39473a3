//! The start of a text: how it is written, and where its rows start.

use dxdt_motion::error::{Error, Result};

use super::super::content::ContentReader;
use super::super::source::{
    BYTE_ORDER_MARK, LONGEST_LINE, check_lines, refuse_empty, refuse_utf_16, text_of,
};
use super::super::text::{
    Dialect, DialectOptions, Records, is_comment, is_enough, open_quote, separator_line,
};

/// The start of a text, read as far as it takes to know how it is written.
pub(super) struct Head {
    /// The bytes that have been read.
    pub bytes: Vec<u8>,
    /// There are more.
    pub has_more: bool,
    /// How the rows are written; they start at `start` instead of where it says.
    pub dialect: Dialect,
    pub start: Start,
}

/// Where the rows start.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// The byte of the content.
    pub at: usize,
    /// The line of the file.
    pub line: u64,
    /// There is an odd number of quotes above.
    pub odd_quotes: bool,
}

// A text that has nothing but comments and blank lines for so long is no log.
const MOST: usize = 64 << 20;
// Of rows with many comments between them some have to do.
const ENOUGH: usize = 16 << 20;

impl Head {
    /// Reads on after `bytes`.
    ///
    /// # Errors
    /// As [`TextTable::open`](super::super::TextTable::open), as far as the start of the text shows it.
    pub fn read(
        content: &mut ContentReader,
        mut bytes: Vec<u8>,
        mut has_more: bool,
        options: &DialectOptions,
    ) -> Result<Self> {
        refuse_utf_16(&bytes)?;
        let mark = match bytes.starts_with(BYTE_ORDER_MARK) {
            true => BYTE_ORDER_MARK.len(),
            false => 0,
        };
        loop {
            let end = match has_more {
                true => memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1),
                false => bytes.len(),
            };
            check_lines(&bytes, LONGEST_LINE, 1)?;
            let text = text_of(&bytes[mark.min(end)..end], 1)?;
            let has_some = bytes.len() > ENOUGH && has_records(text, |records, _| records > 0);
            if !has_more || has_records(text, is_enough) || has_some {
                let text = match has_more {
                    true => text,
                    false => open_quote(text, false).map_or(text, |(before, _)| before),
                };
                let dialect = Dialect::detect(text, options)?;
                let above = &text.as_bytes()[..dialect.body_start];
                let start = Start {
                    at: mark + dialect.body_start,
                    line: dialect.body_line,
                    odd_quotes: has_odd_quotes(above),
                };
                return Ok(Self {
                    bytes,
                    has_more,
                    dialect,
                    start,
                });
            }
            if bytes.len() > MOST {
                return Err(Error::new(format!(
                    "there are no rows in the first {} MiB",
                    MOST >> 20
                ))
                .advise("give a log with a header line and rows of timestamps and positions"));
            }
            let more = bytes.len().max(1 << 20);
            has_more = content.read_on(&mut bytes, more)?;
            if !has_more {
                refuse_empty(&bytes)?;
            }
        }
    }
}

/// Whether there are enough records beside comments, and one more; told by their number and bytes.
fn has_records(text: &str, is_enough: impl Fn(usize, usize) -> bool) -> bool {
    let (_, start) = separator_line(text);
    let mut bytes = 0;
    Records::new(&text[start..], 1)
        .map_while(Result::ok)
        .filter(|record| !is_comment(record.text))
        .enumerate()
        .skip_while(|(index, record)| {
            bytes += record.text.len();
            !is_enough(index + 1, bytes)
        })
        .nth(1)
        .is_some()
}

/// Whether there is an odd number of quotes.
pub(super) fn has_odd_quotes(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'"', bytes).count() % 2 == 1
}
