//! The columns of a Parquet file, and those of a row group, decoded once.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use polars::prelude::{
    ArrowSchema, Column, DataType, FileMetadata, IntoColumn, ParquetReader, SerReader, Series,
};
use polars_parquet::read::{BasicDecompressor, PageReader, column_iter_to_arrays};

use dxdt_motion::error::Result;

use super::super::frame::{self, Instants};
use super::super::parquet::FORMAT;
use super::super::{Selection, damaged, guarded};

/// What the footer says.
#[derive(Debug)]
pub(super) struct Columns {
    pub metadata: Arc<FileMetadata>,
    pub schema: Arc<ArrowSchema>,
    pub selection: Selection,
    pub plain: Vec<PlainColumn>,
}

/// A column of one plain value a row: a column of the file, or a field of one.
#[derive(Debug)]
pub(super) struct PlainColumn {
    pub name: String,
    /// The column of the file, among those that are selected.
    pub root: usize,
    /// Which of the plain columns it is that the file's column is taken apart into.
    pub nth: usize,
}

/// A row group's columns as they are stored, and decoded once they are asked for.
#[derive(Debug)]
pub(super) struct Group {
    pub index: usize,
    pub rows: usize,
    pub bytes_per_row: usize,
    /// By column of the file; of columns that are not needed and of decoded ones nothing.
    pub stored: Vec<Mutex<Vec<u8>>>,
    /// By selected column.
    pub decoded: Vec<OnceLock<Result<Column>>>,
}

impl Columns {
    /// What a footer says that is the whole of a file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn of_footer(footer: &[u8]) -> Result<Self> {
        let mut reader = ParquetReader::new(io::Cursor::new(footer));
        let unreadable = |error: polars::prelude::PolarsError| {
            damaged(FORMAT, error.to_string().lines().next().unwrap_or_default())
        };
        let schema = reader.schema().map_err(unreadable)?;
        let metadata = reader.get_metadata().map_err(unreadable)?.clone();
        let selection = Selection::of(&schema);
        let mut columns = Self {
            metadata,
            schema,
            selection,
            plain: Vec::new(),
        };
        let mut plain = Vec::new();
        for (root, (name, dtype)) in columns.roots().enumerate() {
            let empty = Column::new_empty(name.into(), &dtype);
            let taken_apart = frame::take_apart(empty, 1, Instants::AsText)?
                .into_iter()
                .enumerate();
            plain.extend(taken_apart.map(|(nth, column)| PlainColumn {
                name: column.name().to_string(),
                root,
                nth,
            }));
        }
        columns.plain = plain;
        Ok(columns)
    }

    /// The selected columns of the file with their types.
    pub fn roots(&self) -> impl Iterator<Item = (&str, DataType)> {
        let selected = self.selection.columns.iter();
        selected.filter_map(|&index| {
            let (name, field) = self.schema.get_at_index(index)?;
            Some((name.as_str(), DataType::from_arrow_field(field)))
        })
    }
}

impl Group {
    /// A selected column of the file.
    pub fn column(&self, columns: &Columns, root: usize) -> Result<Column> {
        self.decoded[root]
            .get_or_init(|| self.decode(columns, root))
            .clone()
    }

    fn decode(&self, columns: &Columns, root: usize) -> Result<Column> {
        let group = &columns.metadata.row_groups[self.index];
        let missing = || damaged(FORMAT, "a row group lacks a column");
        let (name, field) = columns
            .schema
            .get_at_index(columns.selection.columns[root])
            .ok_or_else(missing)?;
        let indices = group
            .columns_idxs_under_root_iter(name)
            .ok_or_else(missing)?;
        let series = guarded(FORMAT, || {
            let pages = indices.iter().map(|&index| {
                let column = &group.parquet_columns()[index];
                let stored = self.stored[index]
                    .lock()
                    .map(|mut bytes| std::mem::take(&mut *bytes));
                let stored = io::Cursor::new(stored.unwrap_or_default().into());
                let pages = PageReader::new(stored, column, Vec::new(), usize::MAX);
                (
                    BasicDecompressor::new(pages, Vec::new()),
                    &column.descriptor().descriptor.primitive_type,
                )
            });
            let (pages, types) = pages.unzip();
            let (arrays, _) = column_iter_to_arrays(pages, types, field.clone(), None)?;
            Series::try_from((field, arrays))
        })?;
        if series.len() != self.rows {
            return Err(damaged(FORMAT, "a column has a different number of rows"));
        }
        Ok(series.into_column())
    }
}
