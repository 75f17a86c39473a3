//! Rows of typed columns, whose instants and objects become columns of a log when they are read.

use std::fmt;

use polars::prelude::Column;
use rayon::prelude::*;

use dxdt_motion::error::Result;
use dxdt_motion::finding::Finding;
use dxdt_motion::log::RowPlaces;

use super::damaged;
use super::frame::{self, Instants};
use crate::records::{KnownRoles, RecordTable};
use crate::table::CellKind;

/// A column of one plain value a row: a column of the table, or a field of one.
#[derive(Debug)]
pub(super) struct PlainColumn {
    pub name: String,
    /// The column of the table, among those that are selected.
    pub root: usize,
    /// Which of the plain columns it is that the table's column is taken apart into.
    pub nth: usize,
}

/// The plain columns that the selected columns of a table are taken apart into.
///
/// # Errors
/// As [`frame::take_apart`].
pub(super) fn plain_columns(roots: impl Iterator<Item = Column>) -> Result<Vec<PlainColumn>> {
    let mut plain = Vec::new();
    for (root, empty) in roots.enumerate() {
        let taken_apart = frame::take_apart(empty, 1, Instants::AsText)?;
        let taken_apart = taken_apart.into_iter().enumerate();
        plain.extend(taken_apart.map(|(nth, column)| PlainColumn {
            name: column.name().to_string(),
            root,
            nth,
        }));
    }
    Ok(plain)
}

/// Some rows of typed columns.
pub(super) trait TypedRows: fmt::Debug + Send + Sync {
    /// The name of the format.
    fn format(&self) -> &'static str;

    /// The columns of one plain value a row.
    fn plain(&self) -> &[PlainColumn];

    /// The names of columns that have other values.
    fn left_out(&self) -> &[String];

    /// How many rows there are.
    fn height(&self) -> usize;

    /// How many rows of the table are before these.
    fn first_row(&self) -> u64;

    /// Up to `most` values of a selected column, from the first on.
    ///
    /// # Errors
    /// A column that is damaged.
    fn column(&self, root: usize, most: usize) -> Result<Column>;
}

/// Rows of typed columns as a table.
#[derive(Debug)]
pub struct TypedTable {
    rows: Box<dyn TypedRows>,
    places: RowPlaces,
}

impl TypedTable {
    pub(super) fn new(rows: Box<dyn TypedRows>) -> Self {
        Self {
            places: RowPlaces::RecordsFrom(rows.first_row() + 1),
            rows,
        }
    }

    /// The name of the format.
    pub fn format(&self) -> &'static str {
        self.rows.format()
    }

    /// The names of the columns.
    pub fn names(&self) -> Vec<String> {
        let plain = self.rows.plain().iter();
        plain.map(|column| column.name.clone()).collect()
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.rows.height()
    }

    /// Where in the file each row comes from.
    pub fn places(&self) -> &RowPlaces {
        &self.places
    }

    /// What was noticed about the table, with its first rows.
    pub fn findings(&self) -> Vec<Finding> {
        let is_first = self.rows.first_row() == 0;
        let left_out = self.rows.left_out();
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
        let all = 0..self.rows.plain().len();
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
        let plain = self.rows.plain();
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
                frame::take_apart(column, self.rows.first_row() + 1, instants)
            })
            .collect::<Result<_>>()?;
        let column = |(index, _): &(usize, CellKind)| {
            let PlainColumn { root, nth, .. } = plain[*index];
            let at = roots.binary_search(&root).ok()?;
            taken_apart[at].get(nth).cloned()
        };
        let columns: Option<Vec<Column>> = wanted.iter().map(column).collect();
        Ok(RecordTable {
            columns: columns
                .ok_or_else(|| damaged(self.format(), "a column has a different type"))?,
            places: self.places.clone(),
            roles: KnownRoles::default(),
            parts: None,
            findings: Vec::new(),
        })
    }
}
