//! Some rows of a file, owned.

use std::string::FromUtf8Error;
use std::sync::Arc;

use dxdt_motion::error::Result;

use super::super::Table;
use super::super::columnar::{ArrowRows, GroupRows, TypedTable};
use super::super::text::{Dialect, Shape, TextTable};
use super::whole::WholeRows;

/// Some rows of a file, owned, so that they can be handed to another thread.
#[derive(Debug)]
pub struct Batch(Content);

#[derive(Debug)]
enum Content {
    Text(TextRows),
    Parquet(GroupRows),
    Arrow(ArrowRows),
    Whole(Arc<WholeRows>),
}

/// Rows of delimited text.
#[derive(Debug)]
pub(super) struct TextRows {
    pub name: Arc<str>,
    pub pieces: Vec<TextPiece>,
    /// How the rows are written, on which line they start, and with the first rows what is above them.
    pub dialect: Dialect,
    /// The line of the file's last row, where it is cut off and these are the last rows.
    pub cut_off: Option<u64>,
}

/// Some whole records, and what was found on looking through them.
#[derive(Debug)]
pub(super) struct TextPiece {
    pub text: String,
    pub shape: Shape,
}

impl TextRows {
    /// Whether there is nothing to say of them.
    pub fn is_empty(&self) -> bool {
        self.cut_off.is_none() && self.pieces.iter().all(|piece| piece.shape.is_empty())
    }
}

impl TextPiece {
    /// Looks through bytes.
    ///
    /// # Errors
    /// Bytes that are no text are given back.
    pub fn read(bytes: Vec<u8>, dialect: &Dialect) -> std::result::Result<Self, Vec<u8>> {
        let text = String::from_utf8(bytes).map_err(FromUtf8Error::into_bytes)?;
        match memchr::memchr(0, text.as_bytes()) {
            Some(_) => Err(text.into_bytes()),
            None => Ok(Self {
                shape: Shape::of(&text, dialect),
                text,
            }),
        }
    }
}

impl Batch {
    pub(super) fn of_text(rows: TextRows) -> Self {
        Self(Content::Text(rows))
    }

    pub(super) fn of_groups(rows: GroupRows) -> Self {
        Self(Content::Parquet(rows))
    }

    pub(super) fn of_arrow(rows: ArrowRows) -> Self {
        Self(Content::Arrow(rows))
    }

    pub(super) fn of_whole(rows: Arc<WholeRows>) -> Self {
        Self(Content::Whole(rows))
    }

    /// The rows as a table, which has the places and messages that the whole file's table would have.
    ///
    /// As with [`Table::Records`], errors on reading columns of a Parquet file do not name the file.
    ///
    /// What was noticed about the file comes with one batch: with the first, or a row that is cut off with the last.
    ///
    /// # Errors
    /// As [`Table::open`] for these rows.
    pub fn table(&self) -> Result<Table<'_>> {
        match &self.0 {
            Content::Text(rows) => {
                let pieces = rows.pieces.iter();
                let pieces = pieces.map(|piece| (piece.text.as_str(), piece.shape.clone()));
                let dialect = rows.dialect.clone();
                TextTable::of_pieces(&rows.name, pieces, dialect, rows.cut_off).map(Table::Text)
            }
            Content::Parquet(rows) => Ok(typed(rows.table())),
            Content::Arrow(rows) => Ok(typed(rows.table())),
            Content::Whole(rows) => Ok(rows.table()),
        }
    }
}

fn typed(table: TypedTable) -> Table<'static> {
    let names = table.names();
    Table::Typed { table, names }
}
