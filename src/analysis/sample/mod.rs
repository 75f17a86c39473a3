//! Some rows of a log on disk as a log of their own, for figures that need all their rows at once; and the counts of its
//! timestamps, which are those of all rows.

mod blocks;
#[cfg(test)]
mod tests;

use std::ops::Range;

use dxdt_log::{Piece, RowColumns, StoredLog};
use dxdt_motion::error::Result;
use dxdt_motion::inspect::StampCounts;
use dxdt_motion::log::PositionLog;

use super::large::OrderedRows;
use blocks::Blocks;

/// A sample of a log.
#[derive(Debug)]
pub(crate) struct RowSample {
    /// Its rows, entity after entity; its parts are the blocks.
    pub log: PositionLog,
    /// Whether rows are left out.
    pub is_thinned: bool,
    /// Of the timestamps of all rows.
    pub stamps: StampCounts,
}

impl RowSample {
    /// Takes about `most_rows` rows, in blocks of the order of their timestamps; `rows_a_piece` are looked at at once.
    ///
    /// # Errors
    /// What the file system says.
    pub fn take(log: &StoredLog, most_rows: u64, rows_a_piece: usize) -> Result<Self> {
        let mut taking = Taking {
            log,
            rows_a_piece,
            blocks: Blocks::new(log.facts.rows_of_files(), most_rows),
            rows: RowColumns::new(log.values()),
            parts: Vec::new(),
            entities: Vec::new(),
            stamps: StampCounts::new(log.facts.clock.ticks),
        };
        for piece in log.pieces(rows_a_piece as u64) {
            match piece {
                Piece::Entities(entities) => taking.add_entities(entities)?,
                Piece::Large(entity) => taking.add_large(entity)?,
            }
        }
        taking.finish()
    }
}

struct Taking<'a> {
    log: &'a StoredLog,
    rows_a_piece: usize,
    blocks: Blocks,
    rows: RowColumns,
    /// The block of each row.
    parts: Vec<u32>,
    /// Which entities the rows are of, and how many.
    entities: Vec<(usize, u64)>,
    stamps: StampCounts,
}

impl Taking<'_> {
    fn add_entities(&mut self, entities: Range<usize>) -> Result<()> {
        let rows = self.log.rows_of_entities(&entities)?;
        let mut start = 0;
        for entity in entities {
            let own = start..start + self.log.entities[entity].rows as usize;
            start = own.end;
            self.stamps.start_entity();
            let stamped = |row: &usize| rows.is_stamped(*row);
            let mut sorted: Vec<i64> = Vec::with_capacity(own.len());
            for row in own.clone().filter(stamped) {
                self.stamps.add(rows.stamp[row]);
                sorted.push(rows.stamp[row]);
            }
            sorted.sort_unstable();
            sorted
                .into_iter()
                .for_each(|stamp| self.stamps.add_sorted(stamp));
            let blocks = self.start_entity(entity);
            if self.is_whole(&blocks, entity) {
                self.add_rows(&rows, own, 0, &blocks);
                continue;
            }
            let usable: Vec<u32> = (own.start as u32..own.end as u32)
                .filter(|&row| {
                    let row = row as usize;
                    self.is_usable(rows.is_stamped(row), rows.stamp[row])
                })
                .collect();
            if usable.is_sorted_by_key(|&row| rows.stamp[row as usize]) {
                self.add_rows(&rows, own, 0, &blocks);
            } else if !blocks.is_empty() {
                let mut usable = usable;
                // Stable: rows of one timestamp stay in the order of the file.
                usable.sort_by_key(|&row| rows.stamp[row as usize]);
                let sorted = rows.in_order(&usable);
                self.add_rows(&sorted, 0..sorted.len(), 0, &blocks);
            }
        }
        Ok(())
    }

    fn add_large(&mut self, entity: usize) -> Result<()> {
        let log = self.log;
        let on_disk = &log.entities[entity];
        let parts = log.parts_of(on_disk, self.rows_a_piece);
        let is_sorted = self.count_stamps(&parts)?;
        let blocks = self.start_entity(entity);
        let is_whole = self.is_whole(&blocks, entity);
        if is_sorted || is_whole {
            let mut first = 0;
            for part in &parts {
                let end = first + part.1.len() as u64;
                if blocks
                    .iter()
                    .any(|block| block.start < end && block.end > first)
                {
                    let rows = log.part(part)?;
                    self.add_rows(&rows, 0..rows.len(), first, &blocks);
                }
                first = end;
            }
        }
        if is_sorted {
            return Ok(());
        }
        let mut ordered = OrderedRows::sorted(log, on_disk, self.rows_a_piece)?;
        let mut first = 0;
        while let Some(rows) = ordered.next()? {
            for &stamp in &rows.stamp {
                self.stamps.add_sorted(stamp);
            }
            if !is_whole {
                self.add_rows(&rows, 0..rows.len(), first, &blocks);
            }
            first += rows.len() as u64;
        }
        Ok(())
    }

    /// Counts the timestamps of an entity in their order in the log; those that can be right also as sorted, if they are.
    /// Whether they are.
    fn count_stamps(&mut self, parts: &[(usize, Range<usize>)]) -> Result<bool> {
        let before = self.stamps.clone();
        self.stamps.start_entity();
        let mut bogus = Vec::new();
        let mut latest = i64::MIN;
        let mut is_sorted = true;
        for part in parts {
            let (stamps, stamped) = self.log.stamps_of_part(part)?;
            for (stamp, stamped) in stamps.into_iter().zip(stamped) {
                if stamped == 0 {
                    continue;
                }
                self.stamps.add(stamp);
                if !self.is_usable(stamped == 1, stamp) {
                    bogus.push(stamp);
                    continue;
                }
                is_sorted &= latest <= stamp;
                latest = stamp;
                if is_sorted {
                    self.stamps.add_sorted(stamp);
                }
            }
        }
        if !is_sorted {
            self.stamps.forget_sorted_since(before);
        }
        self.stamps.end_run();
        bogus.sort_unstable();
        bogus
            .into_iter()
            .for_each(|stamp| self.stamps.add_sorted(stamp));
        self.stamps.end_run();
        Ok(is_sorted)
    }

    fn is_usable(&self, is_stamped: bool, stamp: i64) -> bool {
        let ticks = self.log.facts.clock.ticks;
        is_stamped && self.log.decisions.allow(stamp, ticks)
    }

    fn start_entity(&mut self, entity: usize) -> Vec<Range<u64>> {
        self.entities.push((entity, 0));
        self.blocks.of_entity(self.log.entities[entity].rows)
    }

    fn is_whole(&self, blocks: &[Range<u64>], entity: usize) -> bool {
        matches!(blocks, [block] if *block == (0..self.log.entities[entity].rows))
    }

    /// Adds those of some rows that are in blocks; the first of them is the entity's `first`th.
    fn add_rows(
        &mut self,
        rows: &RowColumns,
        some: Range<usize>,
        first: u64,
        blocks: &[Range<u64>],
    ) {
        let here = first..first + some.len() as u64;
        for block in blocks {
            let of_block = block.start.max(here.start)..block.end.min(here.end);
            if of_block.is_empty() {
                continue;
            }
            let goes_on = of_block.start > block.start;
            let part = match self.parts.last() {
                None => 0,
                Some(&last) => last + u32::from(!goes_on),
            };
            let local = |row: u64| some.start + (row - first) as usize;
            let of_block_here = local(of_block.start)..local(of_block.end);
            let before = self.rows.len().checked_sub(1).filter(|_| goes_on);
            let mut previous = before.map(|row| self.rows.parts.of(row));
            let mut part = part;
            for row in of_block_here.clone() {
                let of_log = rows.parts.of(row);
                part += u32::from(previous.is_some_and(|previous| previous != of_log));
                previous = Some(of_log);
                self.parts.push(part);
            }
            self.rows.extend(rows, of_block_here);
            if let Some((_, count)) = self.entities.last_mut() {
                *count += of_block.end - of_block.start;
            }
        }
    }

    fn finish(mut self) -> Result<RowSample> {
        self.stamps.start_entity();
        let is_thinned = self.blocks.is_thinned();
        self.entities.retain(|(_, rows)| *rows > 0);
        let parts = is_thinned.then_some(self.parts);
        let log = self.log.log_of_sample(self.rows, &self.entities, parts)?;
        self.stamps.middle = self.log.middle_stamp()?;
        Ok(RowSample {
            log,
            is_thinned,
            stamps: self.stamps,
        })
    }
}
