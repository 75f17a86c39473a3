//! Entities whose rows are all there, given out while the rows of others are still to come: where entities follow each
//! other, as most logs have them, no row need be kept for longer.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::row_columns::RowColumns;
use super::spool::Spool;

/// Rows as they come, entity after entity.
#[derive(Debug)]
pub(super) struct InOrder {
    rows: RowColumns,
    entity: Vec<u32>,
    /// The rows so far of an entity that has too many to be given out at once.
    large: Option<(u32, Spool)>,
    rows_a_piece: usize,
    folder: PathBuf,
    memory: u64,
    has_given: bool,
}

/// All rows of some entities.
#[derive(Debug)]
pub(super) struct Complete {
    pub entities: Range<u32>,
    /// Their rows, in which the first of them is entity 0.
    pub spool: Spool,
}

impl InOrder {
    pub fn new(values: usize, rows_a_piece: usize, folder: &Path, memory: u64) -> Self {
        Self {
            rows: RowColumns::with_capacity(values, rows_a_piece),
            entity: Vec::new(),
            large: None,
            rows_a_piece,
            folder: folder.to_owned(),
            memory,
            has_given: false,
        }
    }

    /// Whether entities have been given out.
    pub fn has_given(&self) -> bool {
        self.has_given
    }

    /// The rows and their entities, with those that are kept apart, where none have been given out.
    pub fn into_parts(self) -> (Spool, RowColumns, Vec<u32>) {
        // Before others are given out, only the first entity can be large.
        let spool = self.large.map(|(_, spool)| spool);
        let spool = spool.unwrap_or_else(|| Spool::new(&self.folder, self.memory));
        (spool, self.rows, self.entity)
    }

    /// Whether rows of these entities can follow those that are here.
    pub fn allows(&self, entity: &[u32]) -> bool {
        let last = self
            .entity
            .last()
            .or(self.large.as_ref().map(|(large, _)| large));
        entity.is_sorted()
            && last
                .zip(entity.first())
                .is_none_or(|(last, first)| last <= first)
    }

    pub fn rows_mut(&mut self) -> &mut RowColumns {
        &mut self.rows
    }

    /// The entities of rows that have been added.
    pub fn push_entities(&mut self, entity: &[u32]) {
        self.entity.extend_from_slice(entity);
    }

    /// The next entities that are complete, if there are enough of them; at the `end` all that are left.
    ///
    /// # Errors
    /// Where rows of a large entity cannot be kept on disk.
    pub fn take(&mut self, end: bool) -> io::Result<Option<Complete>> {
        if let Some((entity, mut spool)) = self.large.take() {
            let own = self.entity.partition_point(|other| *other <= entity);
            let rows = self.split_front(own);
            spool.push(rows, &vec![0; own])?;
            if !end && self.entity.is_empty() {
                self.large = Some((entity, spool));
                return Ok(None);
            }
            self.has_given = true;
            let entities = entity..entity + 1;
            return Ok(Some(Complete { entities, spool }));
        }
        let Some((&first, &last)) = self.entity.first().zip(self.entity.last()) else {
            return Ok(None);
        };
        let open = self.entity.partition_point(|entity| *entity < last);
        let open_rows = self.entity.len() - open;
        let (complete, entities) = match end {
            true => (self.entity.len(), first..last + 1),
            false => (open, first..last),
        };
        let is_large = open_rows > self.rows_a_piece;
        if complete > 0 && (end || is_large || complete >= self.rows_a_piece) {
            let local: Vec<u32> = self.entity[..complete]
                .iter()
                .map(|entity| entity - first)
                .collect();
            let rows = self.split_front(complete);
            let mut spool = Spool::new(&self.folder, u64::MAX);
            spool.push(rows, &local)?;
            self.has_given = true;
            return Ok(Some(Complete { entities, spool }));
        }
        if is_large {
            let rows = self.split_front(open_rows);
            let mut spool = Spool::new(&self.folder, self.memory);
            spool.push(rows, &vec![0; open_rows])?;
            self.large = Some((last, spool));
        }
        Ok(None)
    }

    /// Takes the first rows out.
    fn split_front(&mut self, count: usize) -> RowColumns {
        self.entity.drain(..count);
        let values = self.rows.values.len();
        let mut rest = RowColumns::with_capacity(values, self.rows_a_piece.max(self.entity.len()));
        rest.extend(&self.rows, count..self.rows.len());
        let mut front = std::mem::replace(&mut self.rows, rest);
        front.truncate(count);
        front
    }
}

#[cfg(test)]
mod tests {
    use super::super::row_columns::tests::rows;
    use super::*;

    /// Adds batches of rows of these entities, and says which entities are given out after each, with the numbers of
    /// their rows.
    fn given(batches: &[&[u32]]) -> Vec<Vec<(Range<u32>, Vec<u64>)>> {
        let folder = tempfile::tempdir().unwrap();
        let mut in_order = InOrder::new(1, 3, folder.path(), 0);
        let mut next = 0;
        let mut given = Vec::new();
        let mut take = |in_order: &mut InOrder, end| {
            let mut all = Vec::new();
            while let Some(complete) = in_order.take(end).unwrap() {
                let numbers = (0..complete.spool.runs()).flat_map(|run| {
                    let rows = complete.spool.rows_of_run(run);
                    let read = complete.spool.read(run, rows).unwrap();
                    (0..read.len())
                        .map(|row| read.number(row))
                        .collect::<Vec<_>>()
                });
                all.push((complete.entities.clone(), numbers.collect()));
            }
            given.push(all);
        };
        for batch in batches {
            assert!(in_order.allows(batch));
            let more = rows(next..next + batch.len() as u64);
            next += batch.len() as u64;
            in_order.rows_mut().extend(&more, 0..more.len());
            in_order.push_entities(batch);
            take(&mut in_order, false);
        }
        take(&mut in_order, true);
        given
    }

    #[test]
    fn entities_are_given_once_another_has_come() {
        let found = given(&[&[0, 0], &[1, 2], &[2, 3], &[3]]);
        assert_eq!(
            found,
            [
                vec![],
                vec![(0..2, vec![0, 1, 2])],
                vec![],
                vec![],
                vec![(2..4, vec![3, 4, 5, 6])],
            ]
        );
    }

    #[test]
    fn a_large_entity_is_given_by_itself_when_it_ends() {
        let found = given(&[&[0, 1, 1, 1, 1], &[1, 1], &[1, 2], &[2, 2, 2]]);
        assert_eq!(
            found,
            [
                vec![(0..1, vec![0])],
                vec![],
                vec![(1..2, vec![1, 2, 3, 4, 5, 6, 7])],
                vec![],
                vec![(2..3, vec![8, 9, 10, 11])],
            ]
        );
    }

    #[test]
    fn entities_that_come_back_are_not_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut in_order = InOrder::new(1, 3, folder.path(), 0);
        let more = rows(0..2);
        in_order.rows_mut().extend(&more, 0..2);
        in_order.push_entities(&[0, 1]);
        assert!(in_order.allows(&[1, 2]) && !in_order.allows(&[0]) && !in_order.allows(&[2, 1]));
    }
}
