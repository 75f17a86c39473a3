//! The log of positions that everything else works on.

use std::borrow::Cow;
use std::sync::Arc;

use dxdt_time::{InstantStyles, StampFormat};

use crate::finding::{Choice, Finding, Place};
use crate::space::Frame;

use super::{
    CellType, Clock, Entities, EntityBlock, ExactColumn, MeasuredColumn, RowNumbers, RowPlaces,
    Times,
};

/// A position column of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionColumn {
    /// The name, without the unit that the log's header gives it.
    pub name: String,
    /// The unit of the values: meters where the log's unit is known, `°` for longitude and latitude, the log's own
    /// where it is no length; `None` where nothing says.
    pub unit: Option<String>,
    /// The unit that the log has the values in, where they were converted from it.
    pub converted_from: Option<String>,
    /// After so much the values start again, as angles and counters do; they are counted on.
    pub turn: Option<f64>,
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
    /// Where each of them comes from.
    pub places: Arc<RowPlaces>,
}

/// A log of timestamped positions, as it was written: nothing sorted, nothing left out.
#[derive(Debug, Clone)]
pub struct PositionLog {
    /// The files, in order; their rows follow each other.
    pub files: Vec<LogFile>,
    /// The name of the column that tells entities apart; joined by commas where there are several.
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
    /// What the timestamps are.
    pub clock: Clock,
    /// How the timestamps of the first file are written, where a file has decided it.
    pub stamp_format: Option<StampFormat>,
    /// What was decided and noticed on reading.
    pub findings: Vec<Finding>,
    /// The choices between readings of the columns, of the first file.
    pub choices: Vec<Choice>,
    /// Velocities and speeds that the log brings along.
    pub measured: Vec<MeasuredColumn>,
    /// The exact motion, where a simulated log brings it along.
    pub exact: Vec<ExactColumn>,
    /// The timestamps in ticks of the clock; 0 for rows without one.
    pub stamps: Vec<i64>,
    /// The rows that have no timestamp, increasing.
    pub without_stamp: Vec<usize>,
    /// For each position column, the value of each row; NaN where a cell is missing.
    pub values: Vec<Vec<f64>>,
    /// The times as the tables show them.
    pub times: Times,
    /// The objects, where there is an entity column.
    pub entities: Option<Entities>,
    /// The part of each row, where the format has parts such as the segments of GPX.
    pub parts: Option<Vec<u32>>,
    /// The rows are a sample of a log, and the parts its blocks.
    pub is_sample: bool,
    /// The number of each row among those of the files, where it is another one than here.
    pub rows_as_read: Option<RowNumbers>,
    /// What the cells of the whole log are, where these are some of its rows.
    pub cell_types: Option<CellTypes>,
}

/// What the cells of a log are that the tables show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CellTypes {
    /// Of each entity column.
    pub entity: Vec<CellType>,
    /// Of the times.
    pub time: CellType,
}

impl PositionLog {
    /// What is known of the log, without its rows.
    pub fn without_rows(&self) -> Self {
        let measured = self.measured.iter().map(MeasuredColumn::without_values);
        let exact = self.exact.iter().map(ExactColumn::without_values);
        Self {
            files: self.files.clone(),
            entity: self.entity.clone(),
            entity_columns: self.entity_columns.clone(),
            time_name: self.time_name.clone(),
            positions: self.positions.clone(),
            columns_without_role: self.columns_without_role.clone(),
            findings: self.findings.clone(),
            choices: self.choices.clone(),
            stamp_format: self.stamp_format.clone(),
            measured: measured.collect(),
            exact: exact.collect(),
            stamps: Vec::new(),
            without_stamp: Vec::new(),
            parts: None,
            is_sample: false,
            rows_as_read: None,
            values: vec![Vec::new(); self.positions.len()],
            times: Times::default(),
            entities: None,
            cell_types: self.cell_types.clone(),
            ..*self
        }
    }

    /// What the cells are that the tables show; rows without a timestamp have none.
    pub fn cell_types(&self) -> CellTypes {
        if let Some(types) = &self.cell_types {
            return types.clone();
        }
        let mut time = CellType::default();
        if let Times::Texts(texts) = &self.times {
            let rows = (0..self.height()).filter(|&row| self.has_timestamp(row));
            time.extend(rows.map(|row| texts.of(row)));
        } else {
            time.extend(
                self.first_stamped_row()
                    .map(|row| self.time_text(row))
                    .as_deref()
                    .into_iter(),
            );
        }
        let blocks = self.entities.iter().flat_map(|entities| &entities.blocks);
        let mut entity = vec![CellType::default(); self.entity_columns.len()];
        for block in blocks {
            for (found, cell) in entity.iter_mut().zip(&block.cells) {
                found.extend(cell.as_deref().into_iter());
            }
        }
        CellTypes { entity, time }
    }

    /// Whether a row has a timestamp.
    pub fn has_timestamp(&self, row: usize) -> bool {
        self.without_stamp.binary_search(&row).is_err()
    }

    fn first_stamped_row(&self) -> Option<usize> {
        (0..self.height()).find(|&row| self.has_timestamp(row))
    }

    /// The number of rows that the files have.
    pub fn rows_of_files(&self) -> u64 {
        self.files.iter().map(|file| file.rows as u64).sum()
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.stamps.len()
    }

    /// The timestamps in ticks of the clock; 0 for [rows without one](Self::rows_without_stamp).
    pub fn stamps(&self) -> &[i64] {
        &self.stamps
    }

    /// The timestamps of the rows that have one.
    pub fn known_stamps(&self) -> impl Iterator<Item = i64> {
        let rows = self.stamps.iter().enumerate();
        rows.filter(|(row, _)| self.without_stamp.binary_search(row).is_err())
            .map(|(_, stamp)| *stamp)
    }

    /// The rows that have no timestamp, increasing.
    pub fn rows_without_stamp(&self) -> &[usize] {
        &self.without_stamp
    }

    /// The values of the position columns; NaN where a cell is missing.
    pub fn position_values(&self) -> Vec<Cow<'_, [f64]>> {
        let columns = self.values.iter();
        columns.map(|column| Cow::Borrowed(&column[..])).collect()
    }

    /// The part of each row, where the format has parts such as the segments of GPX; no derivative reaches from one
    /// part into another.
    pub fn parts(&self) -> Option<&[u32]> {
        self.parts.as_deref()
    }

    /// The block of each row, where the rows are blocks of a log that do not follow each other.
    pub fn blocks(&self) -> Option<&[u32]> {
        self.parts().filter(|_| self.is_sample)
    }

    /// The cells of the entity column; `None` where there is no such column.
    pub fn entity_cells(&self) -> Option<impl Iterator<Item = Option<&str>>> {
        Some(self.entities.as_ref()?.of_each_row().map(EntityBlock::cell))
    }

    /// The entities, where the rows are sorted by them.
    pub fn entity_blocks(&self) -> Option<&[EntityBlock]> {
        self.entities.as_ref()?.sorted()
    }

    /// How times are written, where the log keeps no text of them.
    pub fn written_times(&self) -> Option<InstantStyles> {
        match &self.times {
            Times::Written(styles) => Some(*styles),
            Times::Texts(_) => None,
        }
    }

    /// The time of a row with a timestamp as the tables show it.
    pub fn time_text(&self, row: usize) -> String {
        match &self.times {
            Times::Texts(texts) => texts.of(row).to_owned(),
            Times::Written(styles) => {
                let mut text = String::new();
                styles.write(&mut text, self.stamps[row]);
                text
            }
        }
    }

    /// The file and line of a row.
    pub fn place_of(&self, row: usize) -> Place {
        self.place_of_row_as_read(self.row_as_read(row))
    }

    /// The number of a row among those of all files.
    pub fn row_as_read(&self, row: usize) -> u64 {
        let of_files = self.rows_as_read.as_ref();
        of_files.map_or(row as u64, |numbers| numbers.of(row))
    }

    /// The file and line of a row by its number among those of all files.
    pub fn place_of_row_as_read(&self, row: u64) -> Place {
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

    /// The unit that lengths along all axes have in common: meters for geographic positions, `None` where the axes
    /// differ or nothing says.
    pub fn length_unit(&self) -> Option<String> {
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

    /// The unit of distances between positions: meters for geographic ones.
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
