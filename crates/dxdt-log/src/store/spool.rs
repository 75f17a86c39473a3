//! Rows in runs that are sorted by entity, on disk where memory does not suffice: what an external merge sort writes first
//! and merges later.
//!
//! Within an entity rows stay in the order of the log, in a run and from run to
//! run, so that an entity's rows are the concatenation of its parts of all runs.

use std::io;
use std::ops::Range;
use std::path::Path;

use super::row_columns::RowColumns;
use super::run_file::{RunFile, RunOnDisk};
use crate::stamps::in_ticks;
use dxdt_time::Ticks;

/// The rows of one entity in a run.
#[derive(Debug, Clone, Copy)]
struct Part {
    entity: u32,
    start: u32,
}

/// A sorted run.
#[derive(Debug)]
struct Run {
    content: Content,
    rows: u32,
    /// Increasing by entity.
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Content {
    Memory(RowColumns),
    Disk(RunOnDisk),
}

impl Run {
    /// The rows of entities.
    fn rows_of(&self, entities: &Range<u32>) -> Range<usize> {
        let start_of = |entity: u32| {
            let next = self.parts.partition_point(|part| part.entity < entity);
            self.parts.get(next).map_or(self.rows, |part| part.start) as usize
        };
        start_of(entities.start)..start_of(entities.end)
    }
}

/// Rows in sorted runs: the first in memory, as far as they may be, the others on disk.
#[derive(Debug)]
pub struct Spool {
    file: RunFile,
    runs: Vec<Run>,
    /// Bytes that may still be kept in memory.
    memory: u64,
    /// As what timestamps in nanoseconds are given back.
    ticks: Ticks,
}

impl Spool {
    /// An empty one. At most about `memory` bytes are kept in memory, the others in a file without a name in `folder`: it
    /// is gone when the program is.
    pub fn new(folder: &Path, memory: u64) -> Self {
        Self {
            file: RunFile::new(folder),
            runs: Vec::new(),
            memory,
            ticks: Ticks::NANOSECONDS,
        }
    }

    /// From now on gives back timestamps, which were read as nanoseconds and what is beyond, in such ticks.
    pub(super) fn make_ticks(&mut self, ticks: Ticks) {
        self.ticks = ticks;
    }

    /// Adds a run of rows, each of an entity.
    ///
    /// # Errors
    /// What the file system says.
    pub fn push(&mut self, rows: RowColumns, entity: &[u32]) -> io::Result<()> {
        if entity.is_empty() {
            return Ok(());
        }
        let order = (!entity.is_sorted()).then(|| order_by(entity));
        let rows = match &order {
            None => rows,
            Some(order) => rows.in_order(order),
        };
        let mut parts: Vec<Part> = Vec::new();
        for start in 0..entity.len() {
            let entity = match &order {
                None => entity[start],
                Some(order) => entity[order[start] as usize],
            };
            if parts.last().is_none_or(|part| part.entity != entity) {
                parts.push(Part {
                    entity,
                    start: start as u32,
                });
            }
        }
        let count = rows.len() as u32;
        let bytes = rows.bytes();
        let content = if bytes <= self.memory {
            self.memory -= bytes;
            Content::Memory(rows)
        } else {
            // What comes later would not be smaller.
            self.memory = 0;
            Content::Disk(self.file.write(&rows)?)
        };
        self.runs.push(Run {
            content,
            rows: count,
            parts,
        });
        Ok(())
    }

    /// How many runs there are.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// All rows of a run.
    pub fn rows_of_run(&self, run: usize) -> Range<usize> {
        0..self.runs[run].rows as usize
    }

    /// The rows that entities have in a run.
    pub fn rows_of(&self, run: usize, entities: &Range<u32>) -> Range<usize> {
        self.runs[run].rows_of(entities)
    }

    /// The timestamps of some rows of a run; 0 for rows without one.
    ///
    /// # Errors
    /// What the file system says.
    pub fn stamps(&self, run: usize, rows: Range<usize>) -> io::Result<Vec<i64>> {
        match &self.runs[run].content {
            Content::Memory(kept) => {
                let rests = kept.rest.get(rows.clone()).unwrap_or_default();
                Ok(in_ticks(&kept.stamp[rows], rests, self.ticks))
            }
            Content::Disk(kept) => {
                let [stamps, rests] = self.file.stamps(kept, rows)?;
                match self.ticks {
                    Ticks::NANOSECONDS => Ok(stamps),
                    ticks => Ok(in_ticks(&stamps, &rests, ticks)),
                }
            }
        }
    }

    /// Of some rows of a run, 1 for those with a timestamp.
    ///
    /// # Errors
    /// What the file system says.
    pub fn stamped(&self, run: usize, rows: Range<usize>) -> io::Result<Vec<u8>> {
        match &self.runs[run].content {
            Content::Memory(kept) => Ok(match &kept.stamped {
                Some(known) => known[rows].to_vec(),
                None => vec![1; rows.len()],
            }),
            Content::Disk(kept) => self.file.stamped(kept, rows),
        }
    }

    /// Some rows of a run.
    ///
    /// # Errors
    /// What the file system says.
    pub fn read(&self, run: usize, rows: Range<usize>) -> io::Result<RowColumns> {
        let mut read = match &self.runs[run].content {
            Content::Disk(kept) => self.file.read(kept, rows)?,
            Content::Memory(kept) => {
                let mut read = RowColumns::new(kept.values.len());
                read.extend(kept, rows);
                read
            }
        };
        read.make_ticks(self.ticks);
        Ok(read)
    }

    /// The parts of some entities in a run: each entity with its rows.
    pub fn parts_of(
        &self,
        run: usize,
        entities: &Range<u32>,
    ) -> impl Iterator<Item = (u32, Range<usize>)> {
        let run = &self.runs[run];
        let first = run
            .parts
            .partition_point(|part| part.entity < entities.start);
        let end = run.parts.partition_point(|part| part.entity < entities.end);
        (first..end).map(move |index| {
            let part = run.parts[index];
            let next = run.parts.get(index + 1);
            let end = next.map_or(run.rows, |part| part.start);
            (part.entity, part.start as usize..end as usize)
        })
    }
}

/// The rows in the order of their entities, rows of one in the order they have.
fn order_by(entity: &[u32]) -> Vec<u32> {
    let most = entity.iter().copied().max().unwrap_or(0) as usize;
    if most > 4 * entity.len() {
        let mut order: Vec<u32> = (0..entity.len() as u32).collect();
        order.sort_by_key(|&row| entity[row as usize]);
        return order;
    }
    let mut next = vec![0u32; most + 2];
    for &entity in entity {
        next[entity as usize + 1] += 1;
    }
    for index in 1..next.len() {
        next[index] += next[index - 1];
    }
    let mut order = vec![0; entity.len()];
    for (row, &entity) in entity.iter().enumerate() {
        order[next[entity as usize] as usize] = row as u32;
        next[entity as usize] += 1;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::super::row_columns::tests::rows;
    use super::*;

    #[test]
    fn rows_come_back_entity_by_entity_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        // All on disk, the first in memory, all in memory.
        for memory in [0, 6 * 40, 1000] {
            let mut spool = Spool::new(folder.path(), memory);
            let mut first = rows(0..6);
            first.stamped = Some(vec![1, 1, 0, 1, 1, 1]);
            spool.push(first, &[0, 1, 0, 2, 1, 0]).unwrap();
            spool.push(rows(6..9), &[2, 2, 5]).unwrap();
            let of = |run, entities: Range<u32>| {
                let rows = spool.rows_of(run, &entities);
                spool.read(run, rows).unwrap()
            };
            let some = of(0, 0..2);
            let numbers: Vec<u64> = (0..some.len()).map(|row| some.number(row)).collect();
            assert_eq!(numbers, [0, 2, 5, 1, 4]);
            assert_eq!(some.stamped.as_deref(), Some(&[1, 0, 1, 1, 1][..]));
            assert_eq!(spool.stamped(0, 0..2).unwrap(), [1, 0]);
            assert_eq!(spool.stamps(0, 1..3).unwrap(), [20, 50]);
            let mut some = of(0, 1..3);
            assert_eq!(some.take_texts().of(2), "t3");
            assert_eq!(of(1, 0..2).len(), 0);
            assert_eq!(of(1, 2..6), rows(6..9));
            assert_eq!(of(1, 3..6).take_texts().of(0), "t8");
            let parts: Vec<_> = spool.parts_of(0, &(1..9)).collect();
            assert_eq!(parts, [(1, 3..5), (2, 5..6)]);
        }
    }

    #[test]
    fn sparse_entities_are_ordered_too() {
        assert_eq!(order_by(&[1_000_000, 7, 7]), [1, 2, 0]);
        assert_eq!(order_by(&[2, 0, 2, 1, 0]), [1, 4, 3, 0, 2]);
    }
}
