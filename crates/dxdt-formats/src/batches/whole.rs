//! A file of a format or layout that cannot be split: its rows are one batch.

use std::sync::Arc;

use dxdt_motion::error::Result;

use super::super::format::FormatChoice;
use super::super::input::Input;
use super::super::text::DialectOptions;
use super::super::{RecordTable, Table};

/// All rows of a file.
#[derive(Debug)]
pub(super) struct WholeRows {
    format: &'static str,
    table: Arc<RecordTable>,
}

impl WholeRows {
    /// Reads a file to its end; `None` where it is text that is in the form of a log, whatever its first rows are.
    ///
    /// # Errors
    /// As [`Source::read`](super::super::Source::read) and [`Table::open`].
    pub fn read(
        input: &Input,
        format: FormatChoice,
        dialect: &DialectOptions,
    ) -> Result<Option<Self>> {
        let source = input.whole()?;
        match Table::open(&source, format, dialect)? {
            Table::Records { format, table, .. } => Ok(Some(Self { format, table })),
            _ => Ok(None),
        }
    }

    pub fn table(&self) -> Table<'_> {
        Table::of_records(self.format, self.table.clone())
    }
}
