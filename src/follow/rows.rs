//! The rows of a log, once it is decided how they are read.

use std::collections::HashMap;

use crate::output::table::TableFormat;
use dxdt_log::{ReadRows, RowReader};
use dxdt_motion::audit::{AuditDecisions, Repair, ZeroPlaces, judge_rows};
use dxdt_motion::error::Result;
use dxdt_motion::finding::Finding;
use dxdt_motion::log::PositionLog;
use dxdt_time::Ticks;

use super::batch::{Batch, NewRows, TextTables};
use super::deriver::Deriver;
use super::entity::{FollowedEntity, NewRow, Workshop};
use super::options::FollowOptions;
use super::records::Lines;
use super::summary::{FollowCounts, FollowSummary};
use super::tally::Tally;

/// What reads rows, and the entities that they are of.
#[derive(Debug)]
pub(super) struct Rows {
    /// The first rows, with the decisions that they made.
    log: PositionLog,
    reader: RowReader,
    decisions: AuditDecisions,
    /// Where the rows so far were.
    places: ZeroPlaces,
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
            decisions: AuditDecisions::of_first_rows(&log),
            places: ZeroPlaces::of(log.coordinates, &log.position_values()),
            shop: Workshop {
                deriver: Deriver::new(&log, options.derive, wanted, options.comparison),
                batch,
                tally: Tally::default(),
                audit: options.audit,
            },
            numbers: HashMap::new(),
            entities: Vec::new(),
            tables: TextTables::new(options),
            header: options.format == TableFormat::Csv,
            told: false,
            log,
        })
    }

    /// Takes whole records, up to the first that is a fault.
    ///
    /// # Errors
    /// A cell that is no timestamp or number, another number of fields, a timestamp that must not come again.
    pub fn add(&mut self, lines: &Lines) -> Result<()> {
        let (rows, done) = self.reader.read(lines.line, &lines.text);
        if let Some(rows) = rows {
            self.take_rows(&rows)?;
        }
        done
    }

    fn take_rows(&mut self, rows: &ReadRows) -> Result<()> {
        let log = &rows.log;
        self.take_ticks(log.clock.ticks);
        let mut judged = judge_rows(log, &self.decisions, Some(&mut self.places));
        let tally = &mut self.shop.tally;
        tally.rows += log.height() as u64;
        tally.stamps.add(rows.counts);
        tally.midnights = self.reader.midnights();
        tally.rounding = self.reader.rounding();
        tally.notes.append(std::mem::take(&mut judged.notes));
        let entities = log.entities.as_ref();
        let of_rows =
            entities.and_then(|entities| Some((&entities.blocks, entities.of_rows.as_ref()?)));
        for row in (0..log.height()).filter(|&row| judged.is_usable(row)) {
            let block = of_rows.map(|(blocks, of_rows)| &blocks[of_rows[row] as usize]);
            let cells = block.iter().flat_map(|block| &block.cells);
            let cells = cells.map(|cell| cell.clone().filter(|cell| !cell.is_empty()));
            let cells: Vec<Option<String>> = cells.collect();
            if !cells.is_empty() && cells.iter().all(Option::is_none) {
                self.shop.tally.nameless(log.row_as_read(row));
            }
            let new = NewRow {
                line: log.row_as_read(row),
                stamp: log.stamps()[row],
                time: log.time_text(row),
                position: judged.positions.iter().map(|axis| axis[row]).collect(),
            };
            let entity = self.entity(cells, &new);
            self.entities[entity].add(new, &mut self.shop)?;
        }
        Ok(())
    }

    /// Makes all timestamps that are kept ticks of the reader's clock, which becomes coarser where rows need more room.
    fn take_ticks(&mut self, ticks: Ticks) {
        let known = std::mem::replace(&mut self.log.clock.ticks, ticks);
        if known == ticks {
            return;
        }
        let converted = |stamp: i64| known.converted(stamp, ticks);
        self.shop.deriver.ticks = ticks;
        self.shop.batch.convert_stamps(&converted);
        self.shop.tally.convert_stamps(&converted);
        for entity in &mut self.entities {
            entity.convert_stamps(&converted);
        }
    }

    /// The number of the entity with these cells, of which a row has come.
    fn entity(&mut self, cells: Vec<Option<String>>, row: &NewRow) -> usize {
        if let Some(&number) = self.numbers.get(&cells) {
            return number;
        }
        let number = self.entities.len();
        let (axes, max_gap) = (row.position.len(), self.shop.audit.max_gap);
        let repair = Repair::of(&self.log, &self.shop.audit);
        let entity = FollowedEntity::new(cells.clone(), axes, max_gap, repair, row.stamp);
        self.entities.push(entity);
        self.numbers.insert(cells, number);
        number
    }

    /// Whether a last record without a line end has fewer fields than a row.
    pub fn is_cut_off(&self, last: &Lines) -> bool {
        self.reader.is_short(&last.text)
    }

    /// Counts quotes that stay open, by their lines.
    pub fn open_quotes(&mut self, lines: Vec<u64>) {
        for line in lines {
            self.shop.tally.open_quote(line);
        }
    }

    /// Counts a last row that is not whole.
    pub fn cut_off(&mut self, line: u64) {
        self.shop.tally.cut_off(line);
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
        news.extend(self.shop.tally.news(&self.log, &self.shop.audit));
        news
    }

    /// The log in short.
    pub fn summary(&self) -> FollowSummary {
        let counts = FollowCounts {
            entities: self.entities.len(),
            segments: self.entities.iter().map(FollowedEntity::segments).sum(),
        };
        FollowSummary::new(&self.log, &self.shop.tally, &self.shop.audit, counts)
    }
}
