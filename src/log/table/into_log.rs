//! One file's rows as a log.

use polars::prelude::{Column, DataFrame};

use crate::error::Result;
use crate::log::frame::polars_error;
use crate::log::table_names::TableNames;
use crate::log::{LogFile, PositionLog};

use super::LogTable;

impl LogTable {
    /// The file as a log of its own.
    ///
    /// # Errors
    /// Never but for a defect.
    pub fn into_log(self) -> Result<PositionLog> {
        let mut findings = self.findings.all();
        let mut entity = self.entity;
        let mut positions = self.positions;
        let mut values = self.values;
        let added = TableNames::of(&positions, self.frame);
        for (column, position) in values.iter_mut().zip(&mut positions) {
            position.name = added.clear(column, &mut findings);
        }
        let entity_columns: Vec<String> = entity
            .iter_mut()
            .map(|column| added.clear(column, &mut findings))
            .collect();
        let height = self.nanoseconds.len();
        let columns: Vec<Column> = entity
            .into_iter()
            .chain([self.time])
            .chain(values)
            .collect();
        Ok(PositionLog {
            files: vec![LogFile {
                name: self.name,
                rows: height,
                format: self.format,
                encoding: self.encoding,
                places: self.places.into(),
            }],
            frame: polars_error(DataFrame::new(height, columns))?,
            entity: (!entity_columns.is_empty()).then(|| entity_columns.join(", ")),
            entity_columns,
            time_name: self.time_name,
            positions,
            columns_without_role: self.without_role,
            coordinates: self.frame,
            clock: self.clock,
            findings,
            nanoseconds: self.nanoseconds,
            without_stamp: self.without_stamp,
            parts: self.parts,
            is_sample: false,
            measured: self.measured,
            exact: self.exact,
            rows_as_read: None,
            written_times: None,
            entity_blocks: None,
            cell_types: None,
        })
    }
}
