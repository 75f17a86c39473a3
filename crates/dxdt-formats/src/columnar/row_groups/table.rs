//! Rows of a Parquet file, whose columns are decoded when they are read.

use std::sync::{Arc, OnceLock};

use polars::prelude::Column;

use dxdt_motion::error::Result;

use super::super::parquet::FORMAT;
use super::super::typed::{PlainColumn, TypedRows, TypedTable};
use super::super::{damaged, frame};
use super::columns::{Columns, Group};

/// Rows of one row group, whose columns are decoded once.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub group: Arc<Group>,
    pub start: usize,
    pub length: usize,
    /// By selected column of the file.
    decoded: Arc<Vec<OnceLock<Result<Column>>>>,
}

impl Part {
    /// Rows that are not decoded yet; `columns` is the number of those that are selected.
    pub fn new(group: Arc<Group>, start: usize, length: usize, columns: usize) -> Self {
        let decoded = (0..columns).map(|_| OnceLock::new()).collect();
        Self {
            group,
            start,
            length,
            decoded: Arc::new(decoded),
        }
    }

    fn column(&self, columns: &Columns, root: usize) -> Result<Column> {
        let rows = self.start..self.start + self.length;
        let decode = || self.group.decode(columns, root, rows);
        self.decoded[root].get_or_init(decode).clone()
    }
}

/// Rows of a Parquet file, still encoded.
#[derive(Debug, Clone)]
pub struct GroupRows {
    pub(super) columns: Arc<Columns>,
    pub(super) parts: Vec<Part>,
    pub(super) first_row: u64,
}

impl GroupRows {
    /// The rows as a table.
    pub fn table(&self) -> TypedTable {
        TypedTable::new(Box::new(self.clone()))
    }
}

impl TypedRows for GroupRows {
    fn format(&self) -> &'static str {
        FORMAT
    }

    fn plain(&self) -> &[PlainColumn] {
        &self.columns.plain
    }

    fn left_out(&self) -> &[String] {
        &self.columns.selection.left_out
    }

    fn height(&self) -> usize {
        self.parts.iter().map(|part| part.length).sum()
    }

    fn first_row(&self) -> u64 {
        self.first_row
    }

    fn column(&self, root: usize, most: usize) -> Result<Column> {
        let mut whole: Option<Column> = None;
        let mut missing = most;
        for part in &self.parts {
            let length = part.length.min(missing);
            missing -= length;
            let rows = part.column(&self.columns, root)?.slice(0, length);
            match &mut whole {
                Some(whole) => whole
                    .append_owned(rows)
                    .map(|_| ())
                    .map_err(|error| damaged(FORMAT, &error.to_string()))?,
                None => whole = Some(rows),
            }
        }
        whole.ok_or_else(frame::no_rows)
    }
}
