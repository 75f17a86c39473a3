//! The rows of a log, once it is decided how they are read.

use std::collections::HashMap;

use crate::error::Result;
use crate::finding::{Finding, FindingKind, SkippedRecords};
use crate::log::read::is_comment;
use crate::log::{PositionLog, RowReader};
use crate::output::table::TableFormat;

use super::batch::{Batch, NewRows, TextTables};
use super::deriver::Deriver;
use super::entity::{FollowedEntity, NewRow, Workshop};
use super::options::FollowOptions;
use super::records::Record;
use super::repair::Repair;
use super::summary::{FollowCounts, FollowSummary};
use super::tally::Tally;

/// What reads rows, and the entities that they are of.
#[derive(Debug)]
pub(super) struct Rows {
    /// The first rows, with the decisions that they made.
    log: PositionLog,
    reader: RowReader,
    repair: Repair,
    shop: Workshop,
    /// Where an entity stands among `entities`, by its cells.
    numbers: HashMap<Vec<Option<String>>, usize>,
    entities: Vec<FollowedEntity>,
    tables: TextTables,
    /// The names of the columns are still to be given out.
    header: bool,
    /// The decisions were told.
    told: bool,
}

impl Rows {
    pub fn new(log: PositionLog, reader: RowReader, options: &FollowOptions) -> Result<Self> {
        let wanted = options.quantities.of_log(&log)?;
        let batch = Batch::new(&log, &wanted, options);
        Ok(Self {
            reader,
            repair: Repair::new(&log),
            shop: Workshop {
                deriver: Deriver::new(&log, options.derive, wanted, options.comparison),
                batch,
                tally: Tally::new(&log),
                duplicates: options.audit.duplicates,
                max_gap: options.audit.max_gap,
            },
            numbers: HashMap::new(),
            entities: Vec::new(),
            tables: TextTables::new(options),
            header: options.format == TableFormat::Csv,
            told: false,
            log,
        })
    }

    /// Takes a record.
    ///
    /// # Errors
    /// A cell that is no stamp or number, another number of fields, a stamp that must not come again.
    pub fn add(&mut self, record: &Record) -> Result<()> {
        let line = record.line;
        if is_comment(&record.text) {
            return Ok(());
        }
        let mut row = self.reader.read(line, &record.text)?;
        let tally = &mut self.shop.tally;
        tally.rows += 1;
        tally.stamps.stamped += u64::from(row.stamp.is_some());
        tally.stamps.rounded += u64::from(row.is_rounded);
        tally.stamps.with_offset += u64::from(row.has_offset);
        tally.midnights = self.reader.midnights();
        let Some(stamp) = self.repair.stamp(&row, line, tally) else {
            return Ok(());
        };
        self.repair.position(&mut row.position, line, tally);
        let number = match self.numbers.get(&row.entity) {
            Some(&number) => number,
            None => {
                let number = self.entities.len();
                let (axes, max_gap) = (row.position.len(), self.shop.max_gap);
                let entity = FollowedEntity::new(row.entity.clone(), axes, max_gap, stamp);
                self.entities.push(entity);
                self.numbers.insert(row.entity, number);
                number
            }
        };
        let row = NewRow {
            line,
            stamp,
            time: row.time,
            position: row.position,
        };
        self.entities[number].add(row, &mut self.shop)
    }

    /// Whether a last record without a line end has fewer fields than a row.
    pub fn is_cut_off(&mut self, last: &Record) -> bool {
        !is_comment(&last.text) && self.reader.is_short(&last.text)
    }

    /// Counts a last row that is not whole.
    pub fn cut_off(&mut self, line: u64) {
        let kind = FindingKind::RecordsSkipped(SkippedRecords::CutOffRow);
        self.shop.tally.row(kind, line);
    }

    /// Ends the segments of all entities.
    pub fn finish(&mut self) {
        for entity in &mut self.entities {
            entity.end_segment(&mut self.shop);
        }
    }

    /// The rows that became complete since the last call.
    ///
    /// # Errors
    /// Those of the library of tables.
    pub fn take(&mut self, options: &FollowOptions) -> Result<NewRows> {
        if self.shop.batch.is_empty() && !std::mem::take(&mut self.header) {
            return Ok(NewRows::default());
        }
        let wanted = options.quantities.of_log(&self.log)?;
        let empty = Batch::new(&self.log, &wanted, options);
        let batch = std::mem::replace(&mut self.shop.batch, empty);
        self.header = false;
        self.tables.text_of(batch, &mut self.log)
    }

    /// What was decided and noticed since the last call.
    pub fn news(&mut self) -> Vec<Finding> {
        let mut news = Vec::new();
        if !std::mem::replace(&mut self.told, true) {
            news.extend(self.log.findings.iter().cloned());
        }
        news.extend(self.shop.tally.news());
        news
    }

    /// The log in short.
    pub fn summary(&self) -> FollowSummary {
        let counts = FollowCounts {
            entities: self.entities.len(),
            segments: self.entities.iter().map(FollowedEntity::segments).sum(),
        };
        FollowSummary::new(&self.log, &self.shop.tally, counts)
    }
}
