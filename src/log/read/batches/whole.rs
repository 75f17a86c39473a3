//! A file of a format or layout that cannot be split: its rows are one batch.

use std::sync::Arc;

use crate::error::Result;

use super::super::format::FormatChoice;
use super::super::text::{DialectOptions, TextTable};
use super::super::{RecordTable, Source, Table};
use super::input::Input;

/// All rows of a file.
#[derive(Debug)]
pub(super) enum WholeRows {
    Records {
        format: &'static str,
        table: Arc<RecordTable>,
    },
    Text {
        source: Source,
        dialect: DialectOptions,
    },
}

impl WholeRows {
    /// Reads a file to its end, and says how its content is written.
    ///
    /// # Errors
    /// As [`Source::read`] and [`Table::open`].
    pub fn read(
        input: &Input,
        format: FormatChoice,
        dialect: &DialectOptions,
    ) -> Result<(Self, String)> {
        let source = input.whole()?;
        let encoding = source.encoding();
        let rows = match Table::open(&source, format, dialect)? {
            Table::Records { format, table, .. } => Self::Records { format, table },
            _ => Self::Text {
                source,
                dialect: dialect.clone(),
            },
        };
        Ok((rows, encoding))
    }

    pub fn table(&self) -> Result<Table<'_>> {
        match self {
            Self::Records { format, table } => Ok(Table::of_records(format, table.clone())),
            Self::Text { source, dialect } => {
                TextTable::open_log(source, dialect).map(Table::Text)
            }
        }
    }
}
