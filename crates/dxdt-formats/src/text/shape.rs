//! What a piece of a text of rows holds, found in one pass.

use dxdt_motion::error::{Error, Result};
use dxdt_motion::words::number::grouped;

use super::dialect::{Dialect, HeaderOrigin};
use super::records::{never_closed, quotes};
use super::rows::Rows;
use super::split::MOST_COLUMNS;
use dxdt_motion::log::GrowingPlaces;

/// What a piece of a text of rows holds; lines and rows are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
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
        let mut shape = Self {
            lines: memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64,
            rows: 0,
            quotes: quotes(text),
            runs: Vec::new(),
            broken: None,
        };
        let mut next_line = None;
        let mut rows = shape.rows_of(text, 0, dialect);
        while let Some(line) = rows.next() {
            let line = match line {
                Ok(line) if rows.width() == width => line,
                Ok(line) => {
                    shape.broken = Some(Broken::Ragged(line, rows.width()));
                    break;
                }
                Err(error) => {
                    shape.broken = Some(Broken::Open(error.line().unwrap_or_default()));
                    break;
                }
            };
            if next_line != Some(line) {
                shape.runs.push((shape.rows as u64, line));
            }
            next_line = Some(line + 1);
            shape.rows += 1;
        }
        shape
    }

    /// The rows of the text that was looked through, which starts on `line`.
    pub(super) fn rows_of<'a>(&self, text: &'a str, line: u64, dialect: &Dialect) -> Rows<'a> {
        Rows::new(text, line, dialect.delimiter, self.quotes > 0)
    }

    /// Whether there is nothing but comments and blank lines.
    pub fn is_empty(&self) -> bool {
        self.rows == 0 && !self.is_broken()
    }

    /// Whether a record is no row.
    pub fn is_broken(&self) -> bool {
        self.broken.is_some()
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
pub fn ragged(line: u64, fields: usize, width: usize, dialect: &Dialect) -> Error {
    let fields = match fields {
        1 => "1 cell".to_owned(),
        _ if fields > MOST_COLUMNS => format!("more than {} cells", grouped(MOST_COLUMNS as u64)),
        _ => format!("{fields} cells"),
    };
    let others = match dialect.header {
        HeaderOrigin::None => "the other rows have",
        _ => "the header has",
    };
    Error::new(format!("the row has {fields} where {others} {width}"))
        .at_line(line)
        .advise(format!(
            "complete or remove the row, or name a delimiter other than {} with --delimiter",
            dialect.delimiter.name()
        ))
}
