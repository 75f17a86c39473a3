//! Rows on disk, in runs that are sorted by entity: what an external merge sort writes first and merges later.
//!
//! A run is its columns after each other. Within an entity rows stay in the order of the log, in a run and from run to
//! run, so that an entity's rows are the concatenation of its parts of all runs.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;

use bytemuck::{cast_slice, cast_slice_mut};

/// Rows of a log in columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RowColumns {
    /// The number of each row among those of all files.
    pub row: Vec<u64>,
    /// 1 where the row has a stamp.
    pub stamped: Vec<u8>,
    /// In nanoseconds.
    pub stamp: Vec<i64>,
    /// Positions, then measured values, then those of the exact motion.
    pub values: Vec<Vec<f64>>,
    /// The times as the tables show them, after each other.
    pub text: Vec<u8>,
    /// Where each row's text ends.
    pub text_end: Vec<u32>,
}

impl RowColumns {
    pub fn new(values: usize) -> Self {
        Self {
            values: vec![Vec::new(); values],
            ..Self::default()
        }
    }

    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// The text of a row.
    pub fn text_of(&self, row: usize) -> &[u8] {
        let start = row.checked_sub(1).map_or(0, |before| self.text_end[before]);
        &self.text[start as usize..self.text_end[row] as usize]
    }

    /// The rows in another order.
    pub fn in_order(&self, order: &[u32]) -> Self {
        fn pick<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
            order.iter().map(|&row| column[row as usize]).collect()
        }
        let mut text = Vec::with_capacity(self.text.len());
        let mut text_end = Vec::with_capacity(self.len());
        for &row in order {
            text.extend_from_slice(self.text_of(row as usize));
            text_end.push(text.len() as u32);
        }
        Self {
            row: pick(&self.row, order),
            stamped: pick(&self.stamped, order),
            stamp: pick(&self.stamp, order),
            values: self
                .values
                .iter()
                .map(|column| pick(column, order))
                .collect(),
            text,
            text_end,
        }
    }

    /// Keeps the first rows only.
    pub fn truncate(&mut self, rows: usize) {
        self.row.truncate(rows);
        self.stamped.truncate(rows);
        self.stamp.truncate(rows);
        for column in &mut self.values {
            column.truncate(rows);
        }
        self.text_end.truncate(rows);
        self.text
            .truncate(self.text_end.last().map_or(0, |&end| end as usize));
    }

    /// Adds rows of another set.
    pub fn extend(&mut self, other: &Self, rows: Range<usize>) {
        self.row.extend_from_slice(&other.row[rows.clone()]);
        self.stamped.extend_from_slice(&other.stamped[rows.clone()]);
        self.stamp.extend_from_slice(&other.stamp[rows.clone()]);
        for (to, from) in self.values.iter_mut().zip(&other.values) {
            to.extend_from_slice(&from[rows.clone()]);
        }
        if rows.is_empty() {
            return;
        }
        let start = rows
            .start
            .checked_sub(1)
            .map_or(0, |before| other.text_end[before]);
        let end = other.text_end[rows.end - 1];
        let moved = self.text.len() as u32;
        self.text
            .extend_from_slice(&other.text[start as usize..end as usize]);
        self.text_end
            .extend(other.text_end[rows].iter().map(|end| moved + (end - start)));
    }
}

/// The rows of one entity in a run.
#[derive(Debug, Clone, Copy)]
struct Part {
    entity: u32,
    start: u32,
}

/// A sorted run.
#[derive(Debug)]
struct Run {
    /// Where in the file the columns start, in their order: row, stamp, values, ends of text, stamped, text.
    columns: Vec<u64>,
    rows: u32,
    /// Increasing by entity.
    parts: Vec<Part>,
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

/// Rows on disk.
#[derive(Debug)]
pub(crate) struct Spool {
    file: File,
    end: u64,
    values: usize,
    runs: Vec<Run>,
}

impl Spool {
    /// An empty one, in a file without a name in `folder`: it is gone when the program is.
    ///
    /// # Errors
    /// What the file system says.
    pub fn new(folder: &Path, values: usize) -> io::Result<Self> {
        Ok(Self {
            file: tempfile::tempfile_in(folder)?,
            end: 0,
            values,
            runs: Vec::new(),
        })
    }

    /// Adds a run of rows, each of an entity.
    ///
    /// # Errors
    /// What the file system says.
    pub fn push(&mut self, rows: RowColumns, entity: &[u32]) -> io::Result<()> {
        if entity.is_empty() {
            return Ok(());
        }
        let is_sorted = entity.is_sorted();
        let (rows, order) = if is_sorted {
            (rows, None)
        } else {
            let order = order_by(entity);
            (rows.in_order(&order), Some(order))
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
        let mut columns = Vec::with_capacity(5 + self.values);
        let mut write = |bytes: &[u8]| {
            columns.push(self.end);
            write_at(&self.file, bytes, self.end)?;
            self.end += bytes.len() as u64;
            io::Result::Ok(())
        };
        write(cast_slice(&rows.row))?;
        write(cast_slice(&rows.stamp))?;
        for column in &rows.values {
            write(cast_slice(column))?;
        }
        write(cast_slice(&rows.text_end))?;
        write(&rows.stamped)?;
        write(&rows.text)?;
        self.runs.push(Run {
            columns,
            rows: rows.len() as u32,
            parts,
        });
        Ok(())
    }

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

    /// The stamps of some rows of a run; 0 for rows without one.
    ///
    /// # Errors
    /// What the file system says.
    pub fn stamps(&self, run: usize, rows: Range<usize>) -> io::Result<Vec<i64>> {
        self.column(self.runs[run].columns[1], rows)
    }

    /// Of some rows of a run, 1 for those with a stamp.
    ///
    /// # Errors
    /// What the file system says.
    pub fn stamped(&self, run: usize, rows: Range<usize>) -> io::Result<Vec<u8>> {
        self.column(self.runs[run].columns[3 + self.values], rows)
    }

    /// Some rows of a run.
    ///
    /// # Errors
    /// What the file system says.
    pub fn read(&self, run: usize, rows: Range<usize>) -> io::Result<RowColumns> {
        let columns = &self.runs[run].columns;
        let values = 2..2 + self.values;
        let of_text = values.end;
        let ends: Vec<u32> = {
            // With the end of the row before, where this text starts.
            let from = rows.start.saturating_sub(1);
            self.column(columns[of_text], from..rows.end)?
        };
        let (start, ends) = match rows.start {
            0 => (0, &ends[..]),
            _ => (ends[0], &ends[1..]),
        };
        let end = ends.last().copied().unwrap_or(start);
        Ok(RowColumns {
            row: self.column(columns[0], rows.clone())?,
            stamp: self.column(columns[1], rows.clone())?,
            values: columns[values]
                .iter()
                .map(|&at| self.column(at, rows.clone()))
                .collect::<io::Result<_>>()?,
            text_end: ends.iter().map(|end| end - start).collect(),
            stamped: self.column(columns[of_text + 1], rows)?,
            text: self.column(columns[of_text + 2], start as usize..end as usize)?,
        })
    }

    /// Some entries of the column that starts at `at`.
    fn column<T: bytemuck::Pod>(&self, at: u64, entries: Range<usize>) -> io::Result<Vec<T>> {
        let mut column = vec![T::zeroed(); entries.len()];
        let offset = (entries.start * size_of::<T>()) as u64;
        read_at(&self.file, cast_slice_mut(&mut column), at + offset)?;
        Ok(column)
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

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

#[cfg(not(unix))]
fn read_at(mut file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}

#[cfg(not(unix))]
fn write_at(mut file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    use std::io::{Seek, SeekFrom, Write};
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(numbers: impl Iterator<Item = u64>) -> RowColumns {
        let mut rows = RowColumns::new(1);
        for number in numbers {
            rows.row.push(number);
            rows.stamped.push(1);
            rows.stamp.push(number as i64 * 10);
            rows.values[0].push(number as f64 / 2.0);
            rows.text.extend(format!("t{number}").into_bytes());
            rows.text_end.push(rows.text.len() as u32);
        }
        rows
    }

    #[test]
    fn rows_come_back_entity_by_entity_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(folder.path(), 1).unwrap();
        spool.push(rows(0..6), &[0, 1, 0, 2, 1, 0]).unwrap();
        spool.push(rows(6..9), &[2, 2, 5]).unwrap();
        let of = |run, entities: Range<u32>| {
            let rows = spool.rows_of(run, &entities);
            spool.read(run, rows).unwrap()
        };
        assert_eq!(of(0, 0..2).row, [0, 2, 5, 1, 4]);
        assert_eq!(of(0, 1..3), rows([1, 4, 3].into_iter()));
        assert_eq!(of(1, 0..2).len(), 0);
        assert_eq!(of(1, 2..6), rows(6..9));
        assert_eq!(of(1, 3..6).text_of(0), b"t8");
        let parts: Vec<_> = spool.parts_of(0, &(1..9)).collect();
        assert_eq!(parts, [(1, 3..5), (2, 5..6)]);
    }

    #[test]
    fn sparse_entities_are_ordered_too() {
        assert_eq!(order_by(&[1_000_000, 7, 7]), [1, 2, 0]);
        assert_eq!(order_by(&[2, 0, 2, 1, 0]), [1, 4, 3, 0, 2]);
    }

    #[test]
    fn rows_are_added_with_their_texts() {
        let mut some = rows(3..5);
        some.extend(&rows(10..20), 2..4);
        assert_eq!(some, rows([3, 4, 12, 13].into_iter()));
    }
}
