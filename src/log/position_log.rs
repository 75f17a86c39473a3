//! The log of positions that everything else works on.

use std::borrow::Cow;
use std::sync::Arc;

use polars::prelude::DataFrame;

use crate::error::Result;
use crate::finding::{Finding, Place};
use crate::space::Frame;

use super::batched::{BatchOptions, LogReader, RowNumbers, open};
use super::cell_type::CellType;
use super::clock::InstantStyles;
use super::entity_blocks::EntityBlock;
use super::frame::values_of;
use super::read::{RowPlaces, Source, expand};
use super::{Clock, ExactColumn, LogOptions, MeasuredColumn, Memory};

/// A position column of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionColumn {
    /// The name, without the unit that the log's header gives it.
    pub name: String,
    /// The unit of the values: metres where the log's unit is known, `°` for longitude and latitude, the log's own
    /// where it is no length; `None` where nothing says.
    pub unit: Option<String>,
    /// The unit that the log has the values in, where they were converted from it.
    pub converted_from: Option<String>,
    /// The unit in which the tables show the values, where that is another one.
    pub shown: Option<ShownUnit>,
}

/// A unit in which the tables show a position.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownUnit {
    /// Its symbol.
    pub unit: String,
    /// How many of the column's own unit it is.
    pub factor: f64,
}

impl PositionColumn {
    /// The unit in which the tables show the values.
    pub fn shown_unit(&self) -> Option<&str> {
        let shown = self.shown.as_ref().map(|shown| shown.unit.as_str());
        shown.or(self.unit.as_deref())
    }
}

/// A file that a log was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFile {
    /// The path as it was given, or `standard input`.
    pub name: String,
    /// The format it is in, such as `GPX`.
    pub format: &'static str,
    /// How it is written, in words, such as `UTF-8, gzip`.
    pub encoding: String,
    /// How many rows it has.
    pub rows: usize,
    pub(super) places: Arc<RowPlaces>,
}

/// A log of timestamped positions, as it was written: nothing sorted, nothing left out.
#[derive(Debug, Clone)]
pub struct PositionLog {
    /// The files, in order; their rows follow each other.
    pub files: Vec<LogFile>,
    /// The entity column where there is one (as text), `time` (as the tables show it), and the positions.
    pub frame: DataFrame,
    /// The name of the column of `frame` that tells entities apart.
    pub entity: Option<String>,
    /// The entity columns as the tables show them: that one, or the several that it joins.
    pub entity_columns: Vec<String>,
    /// The name of the time column in the log.
    pub time_name: String,
    /// The position columns: axes, or longitude, latitude and perhaps height.
    pub positions: Vec<PositionColumn>,
    /// The names of the columns that have no role, as the first file's header has them.
    pub columns_without_role: Vec<String>,
    /// What the positions are.
    pub coordinates: Frame,
    /// What the stamps are.
    pub clock: Clock,
    /// What was decided and noticed on reading.
    pub findings: Vec<Finding>,
    /// Velocities and speeds that the log brings along.
    pub measured: Vec<MeasuredColumn>,
    /// The exact motion, where a simulated log brings it along.
    pub exact: Vec<ExactColumn>,
    pub(super) nanoseconds: Vec<i64>,
    pub(super) without_stamp: Vec<usize>,
    pub(super) parts: Option<Vec<u32>>,
    /// The rows are a sample of a log, and the parts its blocks.
    pub(super) is_sample: bool,
    /// The number of each row among those of the files, where it is another one than here.
    pub(super) rows_as_read: Option<RowNumbers>,
    /// How times are written, where the frame has no column of them.
    pub(super) written_times: Option<InstantStyles>,
    /// The entities, where the rows are sorted by them and the frame has no columns of them.
    pub(super) entity_blocks: Option<Vec<EntityBlock>>,
    /// What the cells of the whole log are, where these are some of its rows.
    pub(super) cell_types: Option<CellTypes>,
}

/// What the cells of a log are that the tables show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CellTypes {
    /// Of each entity column.
    pub entity: Vec<CellType>,
    /// Of the times.
    pub time: CellType,
}

impl PositionLog {
    /// Reads one log from one or more files; `-` is standard input, and folders and patterns are as for
    /// [`expand`].
    ///
    /// Several files are one log. Where there is no entity column and their spans of time overlap, each is an
    /// entity.
    ///
    /// # Errors
    /// A file that cannot be read or is no table, roles that cannot be found, a cell that is no number or stamp,
    /// files that do not have the same columns, a folder or pattern without files.
    pub fn read(paths: &[String], options: &LogOptions) -> Result<Self> {
        open(&expand(paths)?, options, &in_memory())?.in_file_order()
    }

    /// Reads a log from bytes in memory.
    ///
    /// ```
    /// use dxdt::log::{LogOptions, PositionLog, read::Source};
    /// let csv = b"Time (s);x [mm]\n0,0;1\n0,5;2,5\n".to_vec();
    /// let log = PositionLog::from_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
    /// assert_eq!(log.stamps(), [0, 500_000_000]);
    /// assert_eq!(log.position_values()[0].as_ref(), [0.001, 0.0025]);
    /// # Ok::<(), dxdt::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`PositionLog::read`].
    pub fn from_source(source: Source, options: &LogOptions) -> Result<Self> {
        let batches = in_memory();
        let mut reader = LogReader::of_source(source, options, &batches)?;
        reader.read()?.in_file_order()
    }

    /// What is known of the log, without its rows.
    pub(crate) fn without_rows(&self) -> Self {
        let measured = self.measured.iter().map(MeasuredColumn::without_values);
        let exact = self.exact.iter().map(ExactColumn::without_values);
        Self {
            files: self.files.clone(),
            frame: DataFrame::empty(),
            entity: self.entity.clone(),
            entity_columns: self.entity_columns.clone(),
            time_name: self.time_name.clone(),
            positions: self.positions.clone(),
            columns_without_role: self.columns_without_role.clone(),
            findings: self.findings.clone(),
            measured: measured.collect(),
            exact: exact.collect(),
            nanoseconds: Vec::new(),
            without_stamp: Vec::new(),
            parts: None,
            is_sample: false,
            rows_as_read: None,
            written_times: None,
            entity_blocks: None,
            cell_types: self.cell_types.clone(),
            ..*self
        }
    }

    /// What the cells are that the tables show; rows without a stamp have none.
    pub(crate) fn cell_types(&self) -> CellTypes {
        if let Some(types) = &self.cell_types {
            return types.clone();
        }
        let of = |name: &str| self.frame.column(name).map(CellType::of).ok();
        let mut time = CellType::default();
        if let Some(cells) = self.frame.column("time").ok().and_then(|c| c.str().ok()) {
            let stamped = cells.iter().enumerate();
            time.extend(
                stamped
                    .filter(|(row, _)| self.without_stamp.binary_search(row).is_err())
                    .filter_map(|(_, cell)| cell),
            );
        }
        CellTypes {
            entity: self
                .entity_columns
                .iter()
                .map(|name| of(name).unwrap_or_default())
                .collect(),
            time,
        }
    }

    /// The number of rows that the files have.
    pub(crate) fn rows_of_files(&self) -> u64 {
        self.files.iter().map(|file| file.rows as u64).sum()
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.nanoseconds.len()
    }

    /// The stamps in nanoseconds; 0 for [rows without one](Self::rows_without_stamp).
    pub fn stamps(&self) -> &[i64] {
        &self.nanoseconds
    }

    /// The stamps of the rows that have one.
    pub(crate) fn known_stamps(&self) -> impl Iterator<Item = i64> {
        let rows = self.nanoseconds.iter().enumerate();
        rows.filter(|(row, _)| self.without_stamp.binary_search(row).is_err())
            .map(|(_, stamp)| *stamp)
    }

    /// The rows that have no stamp, increasing.
    pub fn rows_without_stamp(&self) -> &[usize] {
        &self.without_stamp
    }

    /// The values of the position columns; NaN where a cell is missing.
    pub fn position_values(&self) -> Vec<Cow<'_, [f64]>> {
        self.positions
            .iter()
            .filter_map(|position| values_of(self.frame.column(&position.name).ok()?).ok())
            .collect()
    }

    /// The part of each row, where the format has parts such as the segments of GPX; no derivative reaches from one
    /// part into another.
    pub fn parts(&self) -> Option<&[u32]> {
        self.parts.as_deref()
    }

    /// The block of each row, where the rows are blocks of a log that do not follow each other.
    pub(crate) fn blocks(&self) -> Option<&[u32]> {
        self.parts().filter(|_| self.is_sample)
    }

    /// The cells of the entity column; `None` where there is no such column.
    pub fn entity_cells(&self) -> Option<Box<dyn Iterator<Item = Option<&str>> + '_>> {
        let name = self.entity.as_deref()?;
        if let Some(blocks) = &self.entity_blocks {
            let cells = blocks.iter().flat_map(|block| {
                let cell = match &block.cells[..] {
                    [only] => only.as_deref(),
                    _ => Some(block.name.as_str()),
                };
                std::iter::repeat_n(cell, block.rows)
            });
            return Some(Box::new(cells));
        }
        Some(Box::new(self.frame.column(name).ok()?.str().ok()?.iter()))
    }

    /// The entities, where the rows are sorted by them.
    pub(crate) fn entity_blocks(&self) -> Option<&[EntityBlock]> {
        self.entity_blocks.as_deref()
    }

    /// How times are written, where the frame has no column of them.
    pub(crate) fn written_times(&self) -> Option<InstantStyles> {
        self.written_times
    }

    /// The time of a row with a stamp as the tables show it.
    pub(crate) fn time_text(&self, row: usize) -> String {
        let cells = self.frame.column("time").ok().and_then(|c| c.str().ok());
        if let Some(cell) = cells.and_then(|cells| cells.get(row)) {
            return cell.to_owned();
        }
        let mut text = String::new();
        let styles = self.written_times.unwrap_or_default();
        styles.write(&mut text, self.nanoseconds[row]);
        text
    }

    /// The file and line of a row.
    pub fn place_of(&self, row: usize) -> Place {
        self.place_of_row_as_read(self.row_as_read(row))
    }

    /// The number of a row among those of all files.
    pub(crate) fn row_as_read(&self, row: usize) -> u64 {
        let of_files = self.rows_as_read.as_ref();
        of_files.map_or(row as u64, |numbers| numbers.of(row))
    }

    /// The file and line of a row by its number among those of all files.
    pub(crate) fn place_of_row_as_read(&self, row: u64) -> Place {
        let mut row_of_file = row as usize;
        for file in &self.files {
            if row_of_file < file.rows {
                return Place {
                    file: file.name.clone(),
                    at: file.places.of_row(row_of_file),
                };
            }
            row_of_file -= file.rows;
        }
        Place {
            file: self.file_names(),
            at: crate::At::Line(0),
        }
    }

    /// The names of the files, for messages.
    pub fn file_names(&self) -> String {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        names.join(", ")
    }

    /// The unit that lengths along all axes have in common: metres for geographic positions, `None` where the axes
    /// differ or nothing says.
    pub(crate) fn length_unit(&self) -> Option<String> {
        match self.coordinates {
            Frame::Geographic => Some("m".to_owned()),
            Frame::Cartesian => {
                let first = &self.positions.first()?.unit;
                let alike = self
                    .positions
                    .iter()
                    .all(|position| position.unit == *first);
                first.clone().filter(|_| alike)
            }
        }
    }

    /// The unit of distances between positions: metres for geographic ones.
    pub fn distance_unit(&self) -> String {
        match self.coordinates {
            Frame::Geographic => "m".to_owned(),
            Frame::Cartesian => self.positions[0]
                .unit
                .clone()
                .unwrap_or_else(|| "units".to_owned()),
        }
    }
}

/// How a log is read that is kept in memory.
fn in_memory() -> BatchOptions {
    Memory::UNLIMITED.batches(&std::env::temp_dir())
}
