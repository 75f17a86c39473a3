//! The rows of a text table, checked, in the one shape that polars reads without surprises.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::error::{Error, Result};

use super::super::row_places::RowPlaces;
use super::dialect::Dialect;
use super::split::{Delimiter, RecordText, Records, Splitter, is_comment};

/// Rows with one delimiter, no comments, no blank lines and the same number of fields each.
#[derive(Debug)]
pub(super) struct Body<'a> {
    pub bytes: Cow<'a, [u8]>,
    pub delimiter: u8,
    pub places: RowPlaces,
}

impl<'a> Body<'a> {
    /// Checks the rows of `text`; a body that is regular as it stands is borrowed, any other rewritten.
    ///
    /// # Errors
    /// A row with another number of fields than the header, or a quote that is never closed.
    pub(super) fn prepare(text: &'a str, dialect: &Dialect) -> Result<Self> {
        let body = &text[dialect.body_start..];
        let body = body.trim_end_matches(['\n', '\r', ' ']);
        match dialect.delimiter {
            Delimiter::Byte(delimiter) if is_regular(body, delimiter, dialect.names.len()) => {
                Ok(Self {
                    bytes: Cow::Borrowed(body.as_bytes()),
                    delimiter,
                    places: RowPlaces::SequentialLines(dialect.body_line),
                })
            }
            _ => rewrite(body, dialect, &[]),
        }
    }

    /// The same rows with spaces around fields gone, and words for missing values emptied in the columns of `numbers`.
    pub(super) fn normalised(text: &'a str, dialect: &Dialect, numbers: &[usize]) -> Result<Self> {
        rewrite(&text[dialect.body_start..], dialect, numbers)
    }
}

/// Whether every line is a row of `width` fields, with no quotes, comments or blank lines.
fn is_regular(body: &str, delimiter: u8, width: usize) -> bool {
    let bytes = body.as_bytes();
    if memchr::memchr(b'"', bytes).is_some() || memchr::memchr(b'\n', bytes).is_none() {
        return false;
    }
    chunks_of_lines(bytes)
        .par_iter()
        .all(|chunk| lines_are_regular(chunk, delimiter, width))
}

fn chunks_of_lines(mut bytes: &[u8]) -> Vec<&[u8]> {
    const CHUNK: usize = 4 << 20;
    let mut chunks = Vec::new();
    while bytes.len() > CHUNK {
        let Some(end) = memchr::memchr(b'\n', &bytes[CHUNK..]) else {
            break;
        };
        let (chunk, rest) = bytes.split_at(CHUNK + end + 1);
        chunks.push(chunk);
        bytes = rest;
    }
    chunks.push(bytes);
    chunks
}

fn lines_are_regular(chunk: &[u8], delimiter: u8, width: usize) -> bool {
    let mut fields = 1;
    let mut start = 0;
    for at in memchr::memchr2_iter(delimiter, b'\n', chunk) {
        if chunk[at] == delimiter {
            fields += 1;
        } else {
            if fields != width || !starts_a_row(&chunk[start..at]) {
                return false;
            }
            fields = 1;
            start = at + 1;
        }
    }
    start == chunk.len() || (fields == width && starts_a_row(&chunk[start..]))
}

/// Whether a line is surely a row, and neither a comment nor blank nor with spaces before it.
pub(in crate::log::read) fn starts_a_row(line: &[u8]) -> bool {
    match line.first() {
        None | Some(b'#' | b' ' | b'\r') => false,
        Some(b'!'..=b'~') => true,
        // A tab may be an empty field, or a space as those of other alphabets.
        Some(_) => std::str::from_utf8(line)
            .map(str::trim_start)
            .is_ok_and(|line| !line.is_empty() && !line.starts_with('#')),
    }
}

/// Words for missing values are emptied in the columns of `numbers`.
fn rewrite(body: &str, dialect: &Dialect, numbers: &[usize]) -> Result<Body<'static>> {
    let delimiter = match dialect.delimiter {
        Delimiter::Byte(byte) => byte,
        Delimiter::Whitespace => b'\t',
    };
    let mut lines = Vec::new();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::with_capacity(body.len()));
    let failed = |error: csv::Error| Error::new(format!("the rows cannot be read ({error})"));
    for_each_row(body, dialect, |record, mut fields| {
        lines.push(record.line);
        for &index in numbers {
            if crate::log::clock::is_missing(&fields[index]) {
                fields[index].clear();
            }
        }
        writer.write_record(&fields).map_err(failed)
    })?;
    let bytes = writer
        .into_inner()
        .map_err(|error| failed(error.into_error().into()))?;
    Ok(Body {
        bytes: Cow::Owned(bytes),
        delimiter,
        places: RowPlaces::Lines(lines),
    })
}

/// Calls `visit` with each row's record and fields, comments left out, until it fails.
pub(super) fn for_each_row(
    body: &str,
    dialect: &Dialect,
    mut visit: impl FnMut(RecordText<'_>, Vec<String>) -> Result<()>,
) -> Result<()> {
    let width = dialect.names.len();
    let mut splitter = Splitter::new(dialect.delimiter);
    for record in Records::new(body, dialect.body_line) {
        let record = record?;
        if is_comment(record.text) {
            continue;
        }
        let fields = splitter.fields(record.text);
        if fields.len() != width {
            return Err(ragged(record.line, fields.len(), width, dialect));
        }
        visit(record, fields)?;
    }
    Ok(())
}

/// The error of a row with another number of fields than the others.
fn ragged(line: u64, fields: usize, width: usize, dialect: &Dialect) -> Error {
    let plural = if fields == 1 { "" } else { "s" };
    let others = match dialect.header {
        super::dialect::HeaderOrigin::None => "the other rows have",
        _ => "the header has",
    };
    Error::new(format!(
        "the row has {fields} field{plural} where {others} {width}"
    ))
    .at_line(line)
    .advise(format!(
        "complete or remove the row, or name another delimiter than {} with --delimiter",
        dialect.delimiter.name()
    ))
}

#[cfg(test)]
mod tests {
    use super::super::dialect::DialectOptions;
    use super::*;

    fn prepare(text: &str) -> Result<(String, RowPlaces)> {
        let dialect = Dialect::detect(text, &DialectOptions::default())?;
        let body = Body::prepare(text, &dialect)?;
        let bytes = String::from_utf8(body.bytes.into_owned()).unwrap();
        Ok((bytes, body.places))
    }

    #[test]
    fn a_regular_body_is_left_as_it_is() {
        let (bytes, lines) = prepare("t,x\n1,2\r\n3,4\n\n").unwrap();
        assert_eq!(bytes, "1,2\r\n3,4");
        assert_eq!(lines, RowPlaces::SequentialLines(2));
    }

    #[test]
    fn comments_blank_lines_and_spaces_are_taken_out() {
        let (bytes, lines) = prepare("# t x\n 1  2\n\n# note\n3 4\n").unwrap();
        assert_eq!(bytes, "1\t2\n3\t4\n");
        assert_eq!(lines, RowPlaces::Lines(vec![2, 5]));
    }

    #[test]
    fn tabs_before_a_row_are_empty_fields() {
        let (bytes, lines) = prepare("t\tx\n\t1\n2\t3\n").unwrap();
        assert_eq!(bytes, "\t1\n2\t3");
        assert_eq!(lines, RowPlaces::SequentialLines(2));
        // Only tabs are a blank line, and a comment is one wherever it stands.
        let (bytes, lines) = prepare("t\tx\n0\t1\n\t\n\t#\n2\t3\n").unwrap();
        assert_eq!(bytes, "0\t1\n2\t3\n");
        assert_eq!(lines, RowPlaces::Lines(vec![2, 5]));
    }

    #[test]
    fn ragged_rows_are_errors_with_their_line() {
        let error = prepare("t,x\n1,2\n3\n4,5\n").unwrap_err();
        assert_eq!(error.line(), Some(3));
        let error = prepare("t,x\n1,2\n3,4,5\n").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("line 3: the row has 3 fields where the header has 2")
        );
    }

    #[test]
    fn chunks_end_at_line_ends() {
        let row = b"123456,1234567,1234567\n";
        let bytes = row.repeat(500_000);
        let chunks = chunks_of_lines(&bytes);
        assert!(chunks.len() > 2);
        assert!(chunks.iter().all(|chunk| chunk.ends_with(b"\n")));
        assert_eq!(chunks.concat(), bytes);
    }
}
