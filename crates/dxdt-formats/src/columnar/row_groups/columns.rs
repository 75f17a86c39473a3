//! The columns of a Parquet file, and rows of those of a row group.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use polars::prelude::{
    ArrowSchema, Column, DataType, FileMetadata, IntoColumn, ParquetReader, SerReader, Series,
};
use polars_parquet::read::{BasicDecompressor, Filter, PageReader, column_iter_to_arrays};

use dxdt_motion::error::Result;

use super::super::parquet::{FORMAT, Pages};
use super::super::typed::{PlainColumn, plain_columns};
use super::super::{Selection, damaged, guarded};
use super::bytes_of;
use crate::content::Content;

/// What the footer says.
#[derive(Debug)]
pub(super) struct Columns {
    pub metadata: Arc<FileMetadata>,
    pub schema: Arc<ArrowSchema>,
    pub selection: Selection,
    pub plain: Vec<PlainColumn>,
}

/// A row group, whose columns stay in the file until some of their rows are asked for.
#[derive(Debug)]
pub(super) struct Group {
    pub content: Content,
    pub index: usize,
    pub rows: usize,
    pub bytes_per_row: usize,
    /// By column of the file; of columns that are not needed nothing.
    pub pages: Vec<Pages>,
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
        let roots = columns.roots();
        let empty = roots.map(|(name, dtype)| Column::new_empty(name.into(), &dtype));
        columns.plain = plain_columns(empty)?;
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
    /// Rows of a selected column of the file.
    ///
    /// # Errors
    /// A file that cannot be read any more, pages that are damaged.
    pub fn decode(&self, columns: &Columns, root: usize, rows: Range<usize>) -> Result<Column> {
        let group = &columns.metadata.row_groups[self.index];
        let missing = || damaged(FORMAT, "a row group lacks a column");
        let (name, field) = columns
            .schema
            .get_at_index(columns.selection.columns[root])
            .ok_or_else(missing)?;
        let indices = group
            .columns_idxs_under_root_iter(name)
            .ok_or_else(missing)?;
        // The fields of an object have pages that start with different rows.
        let all = 0..self.rows as u64;
        let wanted = match indices {
            [_] => rows.start as u64..rows.end as u64,
            _ => all,
        };
        let mut before = 0;
        let mut stored = Vec::with_capacity(indices.len());
        for &index in indices {
            let start = group.parquet_columns()[index].byte_range().start;
            let pages = &self.pages[index];
            let (bytes, first_row) = pages.with(&wanted);
            before = first_row as usize;
            let mut chunk = bytes_of(&self.content, start, pages.dictionary as u64)?;
            let (start, length) = (start + bytes.start as u64, bytes.len() as u64);
            chunk.extend(bytes_of(&self.content, start, length)?);
            stored.push(chunk);
        }
        let filter = Filter::new_ranged(rows.start - before, rows.end - before);
        let series = guarded(FORMAT, || {
            let pages = indices.iter().zip(stored).map(|(&index, stored)| {
                let column = &group.parquet_columns()[index];
                let stored = io::Cursor::new(stored.into());
                let pages = PageReader::new(stored, column, Vec::new(), usize::MAX);
                (
                    BasicDecompressor::new(pages, Vec::new()),
                    &column.descriptor().descriptor.primitive_type,
                )
            });
            let (pages, types) = pages.unzip();
            let (arrays, _) = column_iter_to_arrays(pages, types, field.clone(), Some(filter))?;
            Series::try_from((field, arrays))
        })?;
        if series.len() != rows.len() {
            return Err(damaged(FORMAT, "a column has a different number of rows"));
        }
        Ok(series.into_column())
    }
}
