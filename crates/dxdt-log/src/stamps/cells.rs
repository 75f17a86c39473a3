//! The cells of a column of times: text, or instants where the log has a type for them.

use std::borrow::Cow;

use polars::prelude::{Column, DataType, Int64Chunked, StringChunked};

use dxdt_time::{UtcOffset, write_iso8601};

/// The cells of a column of one chunk.
pub enum TimeCells<'a> {
    Text(&'a StringChunked),
    /// Nanoseconds since the Unix epoch, and whether they are said to be of UTC.
    Instants(Int64Chunked, Option<UtcOffset>),
}

impl<'a> TimeCells<'a> {
    /// Of a column as it is read as [`CellKind::Time`](dxdt_formats::CellKind::Time) or as text.
    pub fn of(column: &'a Column) -> Self {
        if let DataType::Datetime(_, zone) = column.dtype() {
            let offset = zone.as_ref().map(|_| UtcOffset::UTC);
            let counts = column.to_physical_repr();
            if let Ok(nanoseconds) = counts.i64() {
                return Self::Instants(nanoseconds.clone(), offset);
            }
        }
        // The reader gives no other columns; they would be a defect of this crate and not of a log.
        Self::Text(column.str().expect("stamps are read as text or instants"))
    }

    /// The number of cells.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::Instants(instants, _) => instants.len(),
        }
    }

    /// The rows whose cell is not empty.
    pub fn filled_rows(&self) -> impl Iterator<Item = usize> {
        let is_filled = match self {
            Self::Text(cells) => cells.is_not_null(),
            Self::Instants(instants, _) => instants.is_not_null(),
        };
        (0..self.len()).filter(move |&row| is_filled.get(row) == Some(true))
    }

    /// The text of a cell; of an instant as ISO 8601 with all its digits.
    pub fn text(&self, row: usize) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(cells) => cells.get(row).map(Cow::Borrowed),
            Self::Instants(instants, offset) => instants.get(row).map(|nanoseconds| {
                let mut text = String::new();
                write_iso8601(&mut text, nanoseconds, 0, *offset);
                Cow::Owned(text)
            }),
        }
    }
}
