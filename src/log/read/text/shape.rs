//! What a piece of a text of rows holds, found in one pass.

use crate::error::{Error, Result};

use super::super::row_places::GrowingPlaces;
use super::dialect::{Dialect, HeaderOrigin};
use super::records::{Records, never_closed, quotes};
use super::split::Splitter;

/// What a piece of a text of rows holds; lines and rows are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::log::read) struct Shape {
    /// How many line ends there are.
    pub lines: u64,
    pub rows: usize,
    pub quotes: usize,
    /// Rows with their lines: the first, and those that are not on the line after the row before.
    runs: Vec<(u64, u64)>,
    broken: Option<Broken>,
}

/// The first record that is no row, with its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Broken {
    Open(u64),
    Ragged(u64, usize),
}

impl Shape {
    /// Looks through whole records, each of which is a row of this dialect, or none.
    pub fn of(text: &str, dialect: &Dialect) -> Self {
        let width = dialect.names.len();
        let mut splitter = Splitter::new(dialect.delimiter);
        let mut shape = Self {
            lines: memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64,
            rows: 0,
            quotes: quotes(text),
            runs: Vec::new(),
            broken: None,
        };
        let mut next_line = None;
        for record in shape.records(text, 0).rows() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.line().unwrap_or_default();
                    shape.broken = Some(Broken::Open(line));
                    break;
                }
            };
            let fields = splitter.count(record.text);
            if fields != width {
                shape.broken = Some(Broken::Ragged(record.line, fields));
                break;
            }
            if next_line != Some(record.line) {
                shape.runs.push((shape.rows as u64, record.line));
            }
            next_line = Some(record.line + 1);
            shape.rows += 1;
        }
        shape
    }

    /// The records of the text that was looked through, which starts on `line`.
    pub fn records<'a>(&self, text: &'a str, line: u64) -> Records<'a> {
        match self.quotes {
            0 => Records::without_quotes(text, line),
            _ => Records::new(text, line),
        }
    }

    /// Whether there is nothing but comments and blank lines.
    pub fn is_empty(&self) -> bool {
        self.rows == 0 && self.broken.is_none()
    }

    /// Adds the places of the rows, of which the text starts on `line`.
    ///
    /// # Errors
    /// The first record that is no row.
    pub fn add_places(
        &self,
        places: &mut GrowingPlaces,
        line: u64,
        dialect: &Dialect,
    ) -> Result<()> {
        match self.broken {
            None => {
                places.add_runs(&self.runs, line, self.rows);
                Ok(())
            }
            Some(Broken::Open(at)) => Err(never_closed(line + at)),
            Some(Broken::Ragged(at, fields)) => {
                Err(ragged(line + at, fields, dialect.names.len(), dialect))
            }
        }
    }
}

/// The error of a row with another number of fields than the others.
pub(crate) fn ragged(line: u64, fields: usize, width: usize, dialect: &Dialect) -> Error {
    let plural = if fields == 1 { "" } else { "s" };
    let others = match dialect.header {
        HeaderOrigin::None => "the other rows have",
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
