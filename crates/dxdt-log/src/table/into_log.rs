//! One file's rows as a log.

use crate::frame::{texts_of, values_of};
use crate::store::EntityNumbers;
use crate::table_names::TableNames;
use dxdt_motion::error::Result;
use dxdt_motion::log::{LogFile, PositionLog, Times};

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
        let height = self.stamps.len();
        let values = values
            .iter()
            .map(|column| Ok(values_of(column)?.into_owned()));
        Ok(PositionLog {
            files: vec![LogFile {
                name: self.name,
                rows: height,
                format: self.format,
                encoding: self.encoding,
                places: self.places.into(),
            }],
            values: values.collect::<Result<_>>()?,
            times: Times::Texts(texts_of(&self.time)?),
            entities: EntityNumbers::entities_of(&entity)?,
            entity: (!entity_columns.is_empty()).then(|| entity_columns.join(", ")),
            entity_columns,
            time_name: self.time_name,
            positions,
            columns_without_role: self.without_role,
            coordinates: self.frame,
            clock: self.clock,
            findings,
            choices: self.choices,
            stamp_format: Some(self.interpretation.format),
            stamps: self.stamps,
            without_stamp: self.without_stamp,
            parts: self.parts,
            is_sample: false,
            measured: self.measured,
            exact: self.exact,
            rows_as_read: None,
            cell_types: None,
        })
    }
}
