//! The measured and exact columns of a log, of which a file may have some.

use crate::table::LogTable;
use dxdt_motion::log::{ExactColumn, MeasuredColumn};

use super::fold::KnownColumns;

/// The columns that any file has, without values.
#[derive(Debug, Clone, Default)]
pub(super) struct LogColumns {
    pub measured: Vec<MeasuredColumn>,
    pub exact: Vec<ExactColumn>,
}

impl LogColumns {
    /// Adds those of a file that are new.
    pub fn add(&mut self, file: &LogTable) {
        for column in &file.measured {
            if !self.measured.iter().any(|known| known.is_of_same(column)) {
                self.measured.push(column.without_values());
            }
        }
        for column in &file.exact {
            if !self.exact.iter().any(|known| known.is_of_same(column)) {
                self.exact.push(column.without_values());
            }
        }
    }

    /// Whether a file has no other columns.
    pub fn are_all_of(&self, file: &LogTable) -> bool {
        let mut more = self.clone();
        more.add(file);
        (more.measured.len(), more.exact.len()) == (self.measured.len(), self.exact.len())
    }

    pub fn len(&self) -> usize {
        self.measured.len() + self.exact.len()
    }

    /// Which of a file's columns each is.
    pub fn in_file(&self, file: &LogTable) -> KnownColumns {
        let measured = self.measured.iter();
        let exact = self.exact.iter();
        KnownColumns {
            measured: measured
                .map(|column| file.measured.iter().position(|own| own.is_of_same(column)))
                .collect(),
            exact: exact
                .map(|column| file.exact.iter().position(|own| own.is_of_same(column)))
                .collect(),
        }
    }
}
