//! One file as a table, whatever its format.

use std::sync::Arc;

use polars::prelude::Column;

use dxdt_motion::error::Result;
use dxdt_motion::finding::Finding;

use super::columnar::TypedTable;
use super::format::FormatChoice;
use super::layouts;
use super::records::{KnownRoles, RecordTable};
use super::source::Source;
use super::text::{DialectOptions, HeaderOrigin, Numerals, TextTable};
use dxdt_motion::log::RowPlaces;

/// How a column is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Text as written; quotes and the spaces around it are taken off.
    Text,
    /// Nanoseconds since the Unix epoch, in UTC where the file says so, if the format has instants and these are read in
    /// batches; else as [`CellKind::Text`].
    Time,
    /// Whole numbers if the format has them and rows are read in batches; else as [`CellKind::Text`].
    Label,
    /// 64-bit floating point; an empty cell or a word such as `NA` is null.
    Number,
    /// As [`CellKind::Number`], and text such as `33.9S` as well.
    Degrees,
}

/// One file as a table, whatever its format.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one table at a time, and most are of text"
)]
pub enum Table<'a> {
    /// Delimited text, whose columns may be anything.
    Text(TextTable<'a>),
    /// Records of a format that says what they are.
    Records {
        /// The name of the format.
        format: &'static str,
        /// The records.
        table: Arc<RecordTable>,
        /// The names of the columns.
        names: Vec<String>,
    },
    /// Rows of typed columns: of a Parquet file that is read in batches, or of Arrow arrays.
    Typed {
        /// The rows.
        table: TypedTable,
        /// The names of the columns.
        names: Vec<String>,
    },
}

impl<'a> Table<'a> {
    /// Opens a file in the format that was chosen or is found by its content; delimited text that is not one row an
    /// instant and one column a number is put into that form, unless it was chosen as text.
    ///
    /// # Errors
    /// Where the content is not of its format.
    pub fn open(
        source: &'a Source,
        format: FormatChoice,
        dialect: &DialectOptions,
    ) -> Result<Self> {
        let open = || match format.resolve(&source.bytes)? {
            Some(format) => format
                .read(source)
                .map(|table| Self::of_records(format.name(), table)),
            None => {
                let text = TextTable::open_log(source, dialect)?;
                let layout = match format {
                    FormatChoice::ByContent => layouts::find(&text, dialect)?,
                    _ => None,
                };
                Ok(match layout {
                    Some((name, table)) => Self::of_records(name, table),
                    None => Self::Text(text),
                })
            }
        };
        open().map_err(|error| error.in_file(&source.name))
    }

    pub(super) fn of_records(format: &'static str, table: impl Into<Arc<RecordTable>>) -> Self {
        let table = table.into();
        let names = table.names();
        Self::Records {
            format,
            table,
            names,
        }
    }

    /// The name of the format.
    pub fn format(&self) -> &'static str {
        match self {
            Self::Text(_) => "delimited text",
            Self::Records { format, .. } => format,
            Self::Typed { table, .. } => table.format(),
        }
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        match self {
            Self::Text(table) => &table.dialect().names,
            Self::Records { names, .. } | Self::Typed { names, .. } => names,
        }
    }

    /// Where the names came from.
    pub fn header(&self) -> HeaderOrigin {
        match self {
            Self::Text(table) => table.dialect().header,
            Self::Records { .. } | Self::Typed { .. } => HeaderOrigin::Line,
        }
    }

    /// Whether numbers are written with a decimal comma.
    pub fn decimal_comma(&self) -> bool {
        matches!(self, Self::Text(table) if table.dialect().decimal_comma)
    }

    /// How numbers are written with commas.
    pub fn numerals(&self) -> Numerals {
        match self {
            Self::Text(table) => table.dialect().numerals(),
            Self::Records { .. } | Self::Typed { .. } => Numerals::default(),
        }
    }

    /// The roles that the format fixes.
    pub fn known_roles(&self) -> KnownRoles {
        match self {
            Self::Text(table) => KnownRoles {
                frame_rate: table.dialect().frame_rate(),
                length_unit: table.dialect().length_unit(),
                crs: table.dialect().stated_crs.clone(),
                ..KnownRoles::default()
            },
            Self::Typed { .. } => KnownRoles::default(),
            Self::Records { table, .. } => table.roles.clone(),
        }
    }

    /// The part of each row, where the format has parts.
    pub fn parts(&self) -> Option<&[u32]> {
        match self {
            Self::Text(_) | Self::Typed { .. } => None,
            Self::Records { table, .. } => table.parts.as_deref(),
        }
    }

    /// What was noticed on reading.
    pub fn findings(&self) -> Vec<Finding> {
        match self {
            Self::Text(table) => table.findings(),
            Self::Records { table, .. } => table.findings.clone(),
            Self::Typed { table, .. } => table.findings(),
        }
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        match self {
            Self::Text(table) => table.height(),
            Self::Records { table, .. } => table.height(),
            Self::Typed { table, .. } => table.height(),
        }
    }

    /// Where in the file each row comes from.
    pub fn places(&self) -> &RowPlaces {
        match self {
            Self::Text(table) => table.places(),
            Self::Records { table, .. } => &table.places,
            Self::Typed { table, .. } => table.places(),
        }
    }

    /// The cells of up to `count` rows from the top, as text.
    ///
    /// # Errors
    /// As [`Table::open`].
    pub fn sample(&self, count: usize) -> Result<Vec<Vec<String>>> {
        match self {
            Self::Text(table) => table.sample(count),
            Self::Records { table, .. } => table.sample(count),
            Self::Typed { table, .. } => table.sample(count),
        }
    }

    /// Reads columns by their index, in increasing order, each as one chunk.
    ///
    /// # Errors
    /// A cell of a [`CellKind::Number`] column that is neither a number nor a word for a missing value, with its
    /// place.
    pub fn read(&self, wanted: &[(usize, CellKind)]) -> Result<Vec<Column>> {
        match self {
            Self::Text(table) => table.read(wanted),
            Self::Records { table, .. } => table.read(wanted),
            Self::Typed { table, .. } => table.read(wanted),
        }
    }
}
