//! Rows back from disk: some entities as a log of their own.

use std::io;
use std::ops::Range;

use dxdt_motion::error::Result;
use dxdt_motion::log::{Entities, EntityBlock, PositionLog};

use super::row_columns::RowColumns;
use super::spool::Spool;
use super::{StoredEntity, StoredLog, no_room};

/// Entities that are handled at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Whole entities.
    Entities(Range<usize>),
    /// One entity that is too large for it.
    Large(usize),
}

impl StoredLog {
    /// The entities in pieces of about `most_rows` rows, in their order.
    pub fn pieces(&self, most_rows: u64) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let (mut start, mut rows) = (0, 0);
        for (index, entity) in self.entities.iter().enumerate() {
            if start < index && rows + entity.rows > most_rows {
                pieces.push(Piece::Entities(start..index));
                (start, rows) = (index, 0);
            }
            if entity.rows > most_rows {
                pieces.push(Piece::Large(index));
                (start, rows) = (index + 1, 0);
            } else {
                rows += entity.rows;
            }
        }
        if start < self.entities.len() {
            pieces.push(Piece::Entities(start..self.entities.len()));
        }
        pieces
    }

    /// All rows, entity after entity.
    ///
    /// # Errors
    /// What the file system says.
    pub fn whole(&self) -> Result<PositionLog> {
        self.log_of(&(0..self.entities.len()))
    }

    /// Some entities with all their rows as a log, entity after entity.
    ///
    /// # Errors
    /// What the file system says.
    pub fn log_of(&self, entities: &Range<usize>) -> Result<PositionLog> {
        let rows = self.rows_of_entities(entities)?;
        let counts: Vec<(u32, u64)> = self.entities[entities.clone()]
            .iter()
            .map(|entity| (entity.numbers.start, entity.rows))
            .collect();
        self.log_of_rows(rows, &counts)
    }

    /// The first rows of an entity as a log, as they were read: those of the first part in which a row has a timestamp.
    ///
    /// # Errors
    /// What the file system says.
    pub fn first_of(&self, entity: &StoredEntity, rows: usize) -> Result<PositionLog> {
        for part in self.parts_of(entity, rows) {
            if self.stamps_of_part(&part)?.1.contains(&1) {
                return self.log_of_part(entity, self.part(&part)?);
            }
        }
        self.log_of_part(entity, RowColumns::new(self.values()))
    }

    /// The rows of some entities, entity after entity.
    ///
    /// # Errors
    /// What the file system says.
    pub fn rows_of_entities(&self, entities: &Range<usize>) -> Result<RowColumns> {
        let entities = &self.entities[entities.clone()];
        let (Some(first), Some(last)) = (entities.first(), entities.last()) else {
            return Ok(RowColumns::new(self.values()));
        };
        let numbers = first.numbers.start..last.numbers.end;
        self.rows_of(&numbers).map_err(|error| self.lost(&error))
    }

    /// Some rows of entities as a log; of each entity how many there are, and of each row its block, where rows are left
    /// out between.
    ///
    /// # Errors
    /// Never but for a defect.
    pub fn log_of_sample(
        &self,
        rows: RowColumns,
        entities: &[(usize, u64)],
        blocks: Option<Vec<u32>>,
    ) -> Result<PositionLog> {
        let number = |&(entity, rows): &(usize, u64)| (self.entities[entity].numbers.start, rows);
        let counts: Vec<(u32, u64)> = entities.iter().map(number).collect();
        let mut log = self.log_of_rows(rows, &counts)?;
        log.is_sample = blocks.is_some();
        log.parts = blocks.or(log.parts);
        Ok(log)
    }

    /// The rows of one entity in parts of at most about `most_rows`, as they are on disk: an iterator of what to read.
    pub fn parts_of(&self, entity: &StoredEntity, most_rows: usize) -> Vec<(usize, Range<usize>)> {
        let mut parts = Vec::new();
        for number in entity.numbers.clone() {
            for run in 0..self.spool.runs() {
                let rows = self.spool.rows_of(run, &(number..number + 1));
                let starts = rows.clone().step_by(most_rows.max(1));
                parts.extend(starts.map(|start| (run, start..(start + most_rows).min(rows.end))));
            }
        }
        parts
    }

    /// A part of an entity's rows.
    ///
    /// # Errors
    /// What the file system says.
    pub fn part(&self, part: &(usize, Range<usize>)) -> Result<RowColumns> {
        let (run, rows) = part;
        self.spool
            .read(*run, rows.clone())
            .map_err(|error| self.lost(&error))
    }

    /// Of a part of an entity's rows, the timestamps, and 1 for the rows that have one.
    ///
    /// # Errors
    /// What the file system says.
    pub fn stamps_of_part(&self, part: &(usize, Range<usize>)) -> Result<(Vec<i64>, Vec<u8>)> {
        let (run, rows) = part;
        let stamps = self.spool.stamps(*run, rows.clone());
        let read = stamps.and_then(|stamps| Ok((stamps, self.spool.stamped(*run, rows.clone())?)));
        read.map_err(|error| self.lost(&error))
    }

    /// Rows of one entity as a log; where parts of the log meet is for all its rows to tell.
    ///
    /// # Errors
    /// Never but for a defect.
    pub fn log_of_part(&self, entity: &StoredEntity, rows: RowColumns) -> Result<PositionLog> {
        let count = rows.len() as u64;
        let mut log = self.log_of_rows(rows, &[(entity.numbers.start, count)])?;
        log.parts = None;
        Ok(log)
    }

    /// The rows of entities, entity after entity.
    fn rows_of(&self, numbers: &Range<u32>) -> io::Result<RowColumns> {
        let mut runs = Vec::new();
        for run in 0..self.spool.runs() {
            let rows = self.spool.rows_of(run, numbers);
            if !rows.is_empty() {
                runs.push((run, rows.start, self.spool.read(run, rows)?));
            }
        }
        if runs.len() == 1 {
            return Ok(runs.swap_remove(0).2);
        }
        let mut parts: Vec<(u32, usize, Range<usize>)> = Vec::new();
        for (index, (run, start, _)) in runs.iter().enumerate() {
            let of_run = self.spool.parts_of(*run, numbers);
            parts.extend(
                of_run.map(|(number, rows)| (number, index, rows.start - start..rows.end - start)),
            );
        }
        // Stable: an entity's parts stay in the order of the runs.
        parts.sort_by_key(|(number, ..)| *number);
        let mut together = RowColumns::new(self.values());
        for (_, index, rows) in parts {
            together.extend(&runs[index].2, rows);
        }
        Ok(together)
    }

    /// Rows that are sorted by entity as a log; of each entity its number and how many rows it has.
    fn log_of_rows(&self, rows: RowColumns, counts: &[(u32, u64)]) -> Result<PositionLog> {
        let mut log = self.facts.without_rows();
        let height = rows.len();
        log.entities = log.entity.is_some().then(|| {
            let blocks = counts.iter().filter(|(_, rows)| *rows > 0);
            let blocks = blocks.map(|&(number, rows)| EntityBlock {
                name: self.name_of(number).to_owned(),
                cells: self.cells[number as usize].clone(),
                rows: rows as usize,
            });
            Entities {
                blocks: blocks.collect(),
                of_rows: None,
            }
        });
        log.parts = self.has_parts.then(|| rows.parts.to_vec(height));
        log.without_stamp = (0..height).filter(|&row| !rows.is_stamped(row)).collect();
        let mut values = rows.values.into_iter();
        for position in &mut log.values {
            *position = values.next().unwrap_or_default();
        }
        for measured in &mut log.measured {
            measured.values = values.next().unwrap_or_default();
        }
        for exact in &mut log.exact {
            exact.values = values.next().unwrap_or_default();
        }
        log.times = rows.times;
        log.stamps = rows.stamp;
        log.rows_as_read = Some(rows.numbers);
        Ok(log)
    }

    fn name_of(&self, number: u32) -> &str {
        let at = self
            .entities
            .partition_point(|entity| entity.numbers.end <= number);
        self.entities.get(at).map_or("", |entity| &entity.name)
    }

    /// How many numbers each row on disk has: its position, what was measured, and the exact motion.
    pub fn values(&self) -> usize {
        let facts = &self.facts;
        facts.positions.len() + facts.measured.len() + facts.exact.len()
    }

    /// More room on the disk that the rows are on.
    pub fn new_spool(&self) -> Spool {
        Spool::new(&self.folder, 0)
    }

    /// Keeps rows of one entity on disk, as a run of their own.
    ///
    /// # Errors
    /// What the file system says.
    pub fn keep(&self, spool: &mut Spool, rows: RowColumns) -> Result<()> {
        let entity = vec![0; rows.len()];
        let kept = spool.push(rows, &entity);
        kept.map_err(|error| self.no_room(&error))
    }

    /// The error of a disk that cannot keep more rows.
    fn no_room(&self, error: &io::Error) -> dxdt_motion::Error {
        no_room(&self.folder, error)
    }

    /// The error of rows that cannot be read back.
    pub fn lost(&self, error: &io::Error) -> dxdt_motion::Error {
        dxdt_motion::Error::new(format!(
            "rows that were stored on disk temporarily cannot be read back ({error})"
        ))
        .caused_by(error)
        .in_file(self.facts.file_names())
        .advise("run the command again, with -o on another disk if this recurs")
    }
}
