//! What the columns of a table were found to be, to read more rows of it so.

use polars::prelude::Column;

use crate::columns::Roles;
use crate::conversion;
use crate::conversion::UnitChoice;
use crate::exact::ExactSource;
use crate::measured::remove_codes;
use crate::stamps;
use crate::stamps::ReadStamps;
use dxdt_formats::ColumnName;
use dxdt_formats::{CellKind, Table};
use dxdt_motion::error::{Error, Result};
use dxdt_time::StampFormat;

use super::{named_columns, positions_of, read_roles, time_column, time_kind};

/// What is known of a table before its columns are looked at, from rows that are not among those at hand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// The format of the timestamps.
    pub format: Option<StampFormat>,
    /// The columns that tell entities apart, where no option or format names them.
    pub entity: Option<Vec<usize>>,
    /// Measured and exact columns that cannot be read, and why.
    pub unreadable: Vec<(usize, Error)>,
}

impl Known {
    /// The roles without those of columns that cannot be read.
    pub fn readable(&self, mut roles: Roles) -> Roles {
        roles
            .measured
            .retain(|role| self.why_unreadable(role.column).is_none());
        roles
    }

    /// Why a measured or exact column cannot be read.
    pub fn why_unreadable(&self, column: usize) -> Option<&Error> {
        let known = self.unreadable.iter().find(|(other, _)| *other == column);
        known.map(|(_, why)| why)
    }
}

/// What the columns of a table are.
#[derive(Debug, Clone, PartialEq)]
pub struct Interpretation {
    pub roles: Roles,
    pub format: StampFormat,
    /// The scale of the dates, where the format tells another than UTC.
    pub time_scale: Option<String>,
    /// The columns that tell entities apart.
    pub entity: Vec<usize>,
    pub units: UnitChoice,
    /// The exact columns.
    pub exact: Vec<ExactSource>,
}

/// Rows of a table as a log has them.
#[derive(Debug)]
pub struct Rows {
    pub height: usize,
    /// The part of each row, where the format has parts.
    pub parts: Option<Vec<u32>>,
    pub stamps: ReadStamps,
    /// As the table has it: text or instants.
    pub time: Column,
    /// The columns that tell entities apart, as text or whole numbers.
    pub entity: Vec<Column>,
    /// The columns that may tell entities apart, as text or whole numbers.
    pub candidates: Vec<Column>,
    /// The position columns, in their units; null or NaN where there is none.
    pub positions: Vec<Column>,
    /// Of the measured columns, or why one cannot be read.
    pub measured: Vec<Result<Vec<f64>>>,
    /// Of the exact columns, in the units of the positions, or why one cannot be read.
    pub exact: Vec<Result<Vec<f64>>>,
}

impl Rows {
    /// The measured and exact columns that cannot be read, and why.
    pub fn unreadable<'r>(
        &'r self,
        interpretation: &'r Interpretation,
    ) -> impl Iterator<Item = (usize, &'r Error)> {
        let measured = interpretation.roles.measured.iter().map(|role| role.column);
        let exact = interpretation.exact.iter().map(|source| source.column);
        let read = self.measured.iter().zip(measured);
        let read = read.chain(self.exact.iter().zip(exact));
        read.filter_map(|(read, column)| Some((column, read.as_ref().err()?)))
    }
}

/// Why rows cannot be read as the others were.
#[derive(Debug)]
pub enum ReadError {
    /// A cell is no timestamp of the format.
    Stamp(Error),
    Other(Error),
}

impl ReadError {
    /// What is told of it.
    pub fn into_error(self) -> Error {
        match self {
            Self::Stamp(error) | Self::Other(error) => error,
        }
    }
}

impl From<Error> for ReadError {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl Interpretation {
    /// Without the columns that only the whole of a log makes use of: measured and exact ones, and such that might tell
    /// entities apart.
    pub fn without_extra_columns(&self) -> Self {
        let mut less = self.clone();
        less.roles.entity.clone_from(&self.entity);
        less.roles.entity_candidates.clear();
        less.roles.measured.clear();
        less.roles.exact.clear();
        less.exact.clear();
        less
    }

    fn position_names(&self) -> impl Iterator<Item = &ColumnName> {
        let roles = &self.roles;
        roles.positions.iter().map(|&index| &roles.names[index])
    }

    /// The columns that [`Interpretation::read`] reads.
    pub fn columns(&self) -> Vec<usize> {
        let roles = &self.roles;
        let several = [
            &roles.time,
            &roles.entity,
            &roles.entity_candidates,
            &roles.positions,
            &self.entity,
        ];
        let measured = roles.measured.iter().map(|role| role.column);
        let exact = roles.exact.iter().map(|role| role.column);
        let several = several.into_iter().flatten().copied();
        let sides = roles.sides.columns.into_iter().flatten();
        let marks = roles.marks.iter().map(|mark| mark.column);
        several
            .chain(sides)
            .chain(marks)
            .chain(measured)
            .chain(exact)
            .collect()
    }

    /// Reads more rows of the table.
    ///
    /// # Errors
    /// A cell that is no timestamp of the format, or no number.
    pub fn read(&self, table: &Table<'_>) -> std::result::Result<Rows, ReadError> {
        let roles = &self.roles;
        let columns = read_roles(table, roles, [time_kind(roles), CellKind::Label])?;
        let time = time_column(roles, &columns);
        let header = &roles.names[roles.time[0]].full;
        let stamps = stamps::read_as(&time, &self.format)
            .map_err(|error| error.into_error(header, |row| table.places().of_row(row)))
            .map_err(ReadError::Stamp)?;
        let names: Vec<&ColumnName> = self.position_names().collect();
        let mut values = positions_of(roles, &columns)?;
        conversion::convert(&names, &mut values, &self.units)?;
        let measured = roles.measured.iter().map(|role| role.column);
        let exact = self.exact.iter().map(|source| {
            let values = columns.numbers_of(table, source.column)?;
            Ok(source.in_units(values))
        });
        Ok(Rows {
            entity: named_columns(table, roles, &columns, &self.entity)?,
            candidates: roles
                .entity_candidates
                .iter()
                .map(|&index| columns.take(index))
                .collect(),
            positions: values,
            measured: measured
                .map(|column| {
                    let mut values = columns.numbers_of(table, column)?;
                    remove_codes(roles, column, &mut values);
                    Ok(values)
                })
                .collect(),
            exact: exact.collect(),
            height: time.len(),
            parts: table.parts().map(<[u32]>::to_vec),
            stamps,
            time,
        })
    }
}
