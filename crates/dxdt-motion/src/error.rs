//! The one error of the crate: a sentence for the user, with its place and what to do.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// The result of everything in this crate that can fail on a user's input.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, where, and what the user can do about it.
///
/// It prints as sentences: `log.csv, line 7, column 'x': 'abc' is not a number. Correct the cell, or …`.
///
/// ```
/// use dxdt_motion::Error;
/// let error = Error::new("'abc' is not a number")
///     .in_file("log.csv")
///     .at_line(7)
///     .in_column("x")
///     .advise("correct the cell");
/// assert_eq!(error.to_string(), "log.csv, line 7, column 'x': 'abc' is not a number; correct the cell");
/// assert_eq!(error.line(), Some(7));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Details>);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Details {
    kind: ErrorKind,
    cause: Cause,
    what: String,
    file: Option<String>,
    at: Option<At>,
    column: Option<String>,
    advice: Option<String>,
}

/// What an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What stands in the log, or does not.
    #[default]
    Log,
    /// An option that does not fit the log, or not the others.
    Option,
    /// The file system: a file that cannot be read or written.
    Io,
}

/// What made an error; two errors with the same words are equal whatever made them.
#[derive(Debug, Clone, Default)]
struct Cause(Option<Arc<dyn std::error::Error + Send + Sync>>);

impl PartialEq for Cause {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Cause {}

/// Where in a file: a line of text, or a record of a file that has no lines.
///
/// ```
/// assert_eq!(dxdt_motion::At::Line(7).to_string(), "line 7");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum At {
    /// A line, counted from 1.
    Line(u64),
    /// A record, counted from 1.
    Record(u64),
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Record(record) => write!(f, "record {record}"),
        }
    }
}

impl Error {
    /// An error that says `what` was found, without a place or advice yet.
    pub fn new(what: impl Into<String>) -> Self {
        Self(Box::new(Details {
            what: what.into(),
            ..Details::default()
        }))
    }

    /// Says what the error is about; without, it is about the log.
    #[must_use]
    pub fn of_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// Keeps the error of the file system that made this one.
    ///
    /// ```
    /// use dxdt_motion::error::{Error, ErrorKind};
    /// let cause = std::io::Error::other("the cable is loose");
    /// let error = Error::new("the file cannot be read").caused_by(&cause);
    /// assert_eq!(error.kind(), ErrorKind::Io);
    /// assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the cable is loose");
    /// ```
    #[must_use]
    pub fn caused_by(mut self, cause: &std::io::Error) -> Self {
        let cause = std::io::Error::new(cause.kind(), cause.to_string());
        self.0.kind = ErrorKind::Io;
        self.0.cause = Cause(Some(Arc::new(cause)));
        self
    }

    /// What the error is about.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Names the file, unless a more exact place has named one before.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.0.file.get_or_insert_with(|| file.into());
        self
    }

    /// Names the line of the file, counted from 1.
    #[must_use]
    pub fn at_line(self, line: u64) -> Self {
        self.at(At::Line(line))
    }

    /// Names the place in the file.
    #[must_use]
    pub fn at(mut self, at: At) -> Self {
        self.0.at = Some(at);
        self
    }

    /// Names the column of the table.
    #[must_use]
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.0.column = Some(column.into());
        self
    }

    /// Says what the user can do.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// The file the error is about, where there is one.
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// The line of the file, counted from 1.
    pub fn line(&self) -> Option<u64> {
        match self.0.at {
            Some(At::Line(line)) => Some(line),
            _ => None,
        }
    }

    /// The column of the table.
    pub fn column(&self) -> Option<&str> {
        self.0.column.as_deref()
    }

    /// What the user can do.
    pub fn advice(&self) -> Option<&str> {
        self.0.advice.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &self.0;
        let place: Vec<String> = [
            details.file.as_deref().map(printable),
            details.at.map(|at| at.to_string()),
            details
                .column
                .as_deref()
                .map(|column| format!("column '{}'", printable(column))),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !place.is_empty() {
            write!(f, "{}: ", place.join(", "))?;
        }
        f.write_str(&printable(&details.what))?;
        match &details.advice {
            Some(advice) => write!(f, "; {}", printable(advice)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let cause = self.0.cause.0.as_deref()?;
        Some(cause)
    }
}

/// The text with control characters shown as escapes, so that a name from a log cannot steer a terminal.
///
/// ```
/// assert_eq!(dxdt_motion::printable("x\u{1b}[2J"), "x\\u{1b}[2J");
/// ```
pub fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escaped = c.is_control() || is_direction_override(c);
            let plain = (!escaped).then_some(c);
            let shown = escaped.then(|| c.escape_default()).into_iter().flatten();
            plain.into_iter().chain(shown)
        })
        .collect()
}

// Bidirectional controls can make a name read as another one.
fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A cell or name for a sentence: printable, and cut after 40 characters.
pub fn excerpt(text: &str) -> String {
    let shown = printable(text.trim());
    match shown.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    }
}

/// `'a', 'b', 'c'`: names for a sentence, at most 30 of them.
pub fn quoted_list<S: AsRef<str>>(names: &[S]) -> String {
    const MOST: usize = 30;
    let mut list = names
        .iter()
        .take(MOST)
        .map(|name| format!("'{}'", excerpt(name.as_ref())))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > MOST {
        list.push_str(&format!(" and {} more", names.len() - MOST));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_named_stays() {
        let error = Error::new("x").in_file("inner.csv").in_file("outer.csv");
        assert_eq!(error.file(), Some("inner.csv"));
    }

    #[test]
    fn long_cells_and_lists_are_cut() {
        assert_eq!(excerpt(&"é".repeat(50)).chars().count(), 41);
        let names: Vec<String> = (0..32).map(|i| i.to_string()).collect();
        assert!(quoted_list(&names).ends_with("'29' and 2 more"));
    }
}
