//! Rows of a Parquet file as a table.

use std::sync::{Arc, OnceLock};

use polars::prelude::Column;
use rayon::prelude::*;

use dxdt_motion::error::Result;
use dxdt_motion::finding::Finding;

use super::super::damaged;
use super::super::frame::{self, Instants};
use super::super::parquet::FORMAT;
use super::columns::{Columns, Group, PlainColumn};
use crate::records::{KnownRoles, RecordTable};
use crate::table::CellKind;
use dxdt_motion::log::RowPlaces;

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
    pub fn table(&self) -> GroupTable {
        GroupTable {
            places: RowPlaces::RecordsFrom(self.first_row + 1),
            rows: self.clone(),
        }
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

/// Rows of a Parquet file as a table whose columns are decoded when they are read.
#[derive(Debug)]
pub struct GroupTable {
    rows: GroupRows,
    places: RowPlaces,
}

impl GroupTable {
    /// The names of the columns.
    pub fn names(&self) -> Vec<String> {
        let plain = self.rows.columns.plain.iter();
        plain.map(|column| column.name.clone()).collect()
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.rows.parts.iter().map(|part| part.length).sum()
    }

    /// Where in the file each row comes from.
    pub fn places(&self) -> &RowPlaces {
        &self.places
    }

    /// What was noticed about the file, with its first rows.
    pub fn findings(&self) -> Vec<Finding> {
        let is_first = self.rows.first_row == 0;
        let left_out = &self.rows.columns.selection.left_out;
        let finding = is_first.then(|| frame::left_out(left_out)).flatten();
        finding.into_iter().collect()
    }

    /// The cells of up to `count` rows from the top, as text.
    ///
    /// # Errors
    /// A column that is damaged.
    pub fn sample(&self, count: usize) -> Result<Vec<Vec<String>>> {
        self.decoded(&self.all_columns(), count)?.sample(count)
    }

    /// All columns, decoded.
    ///
    /// # Errors
    /// A column that is damaged.
    pub fn whole(&self) -> Result<RecordTable> {
        Ok(RecordTable {
            findings: self.findings(),
            ..self.decoded(&self.all_columns(), usize::MAX)?
        })
    }

    fn all_columns(&self) -> Vec<(usize, CellKind)> {
        let all = 0..self.rows.columns.plain.len();
        all.map(|index| (index, CellKind::Text)).collect()
    }

    /// Columns by their index, as text or numbers, each as one chunk.
    ///
    /// # Errors
    /// A column that is damaged, a cell that is no number where numbers are wanted, with its place.
    pub fn read(&self, wanted: &[(usize, CellKind)]) -> Result<Vec<Column>> {
        let kinds: Vec<_> = wanted.iter().map(|(_, kind)| *kind).enumerate().collect();
        self.decoded(wanted, usize::MAX)?.read(&kinds)
    }

    fn decoded(&self, wanted: &[(usize, CellKind)], most: usize) -> Result<RecordTable> {
        let plain = &self.rows.columns.plain;
        let mut roots: Vec<usize> = wanted.iter().map(|(index, _)| plain[*index].root).collect();
        roots.sort_unstable();
        roots.dedup();
        // Each column is decoded by one thread.
        let taken_apart: Vec<Vec<Column>> = roots
            .par_iter()
            .map(|&root| {
                let mut of_root = wanted
                    .iter()
                    .filter(|(index, _)| plain[*index].root == root);
                let instants = match of_root.all(|(_, kind)| *kind == CellKind::Time) {
                    true => Instants::AsInstants,
                    false => Instants::AsText,
                };
                let column = self.rows.column(root, most)?;
                frame::take_apart(column, self.rows.first_row + 1, instants)
            })
            .collect::<Result<_>>()?;
        let column = |(index, _): &(usize, CellKind)| {
            let PlainColumn { root, nth, .. } = plain[*index];
            let at = roots.binary_search(&root).ok()?;
            taken_apart[at].get(nth).cloned()
        };
        let columns: Option<Vec<Column>> = wanted.iter().map(column).collect();
        Ok(RecordTable {
            columns: columns.ok_or_else(|| damaged(FORMAT, "a column has a different type"))?,
            places: self.places.clone(),
            roles: KnownRoles::default(),
            parts: None,
            findings: Vec::new(),
        })
    }
}
