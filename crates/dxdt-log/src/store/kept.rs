//! The rows of a log as far as they have been read.

use std::io;

use super::complete::{Complete, InOrder};
use super::row_columns::RowColumns;
use super::spool::Spool;

/// Where rows are until they are asked for.
#[derive(Debug)]
pub(super) enum Kept {
    /// All of them, sorted by entity in runs.
    Runs(Runs),
    /// Those of entities that are not complete yet, where entities follow each other.
    InOrder(InOrder),
}

/// Rows in runs, the last of which is not full yet.
#[derive(Debug)]
pub(super) struct Runs {
    spool: Spool,
    run: RowColumns,
    entity: Vec<u32>,
    rows_a_run: usize,
}

impl Runs {
    pub fn new(spool: Spool, values: usize, rows_a_run: usize) -> Self {
        Self {
            spool,
            run: RowColumns::with_capacity(values, rows_a_run),
            entity: Vec::new(),
            rows_a_run,
        }
    }

    fn write_if_full(&mut self) -> io::Result<()> {
        // The ends of texts are kept in 32 bits.
        const MOST_TEXT: usize = 1 << 30;
        if self.run.len() < self.rows_a_run && self.run.bytes_of_texts() < MOST_TEXT {
            return Ok(());
        }
        let empty = RowColumns::with_capacity(self.run.values.len(), self.rows_a_run);
        let run = std::mem::replace(&mut self.run, empty);
        self.spool.push(run, &std::mem::take(&mut self.entity))
    }

    /// All rows, when there are no more of them.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(mut self) -> io::Result<Spool> {
        self.spool.push(self.run, &self.entity)?;
        Ok(self.spool)
    }
}

impl Kept {
    /// Whether rows of these entities can be added, which where they do not follow each other all have to be kept, as where
    /// only all rows tell how fine the clock is.
    pub fn make_room(&mut self, entity: &[u32], is_finer: bool, rows_a_run: usize) -> bool {
        let Self::InOrder(rows) = self else {
            return true;
        };
        if !is_finer && rows.allows(entity) {
            return true;
        }
        if rows.has_given() {
            return false;
        }
        let empty = InOrder::new(0, 0, std::path::Path::new(""), 0);
        let (spool, run, entity) = std::mem::replace(rows, empty).into_parts();
        *self = Self::Runs(Runs {
            spool,
            run,
            entity,
            rows_a_run,
        });
        true
    }

    /// Where rows are added; [`Kept::end_rows`] says of which entities they are.
    pub fn rows_mut(&mut self) -> &mut RowColumns {
        match self {
            Self::Runs(rows) => &mut rows.run,
            Self::InOrder(rows) => rows.rows_mut(),
        }
    }

    /// # Errors
    /// What the file system says.
    pub fn end_rows(&mut self, entity: &[u32]) -> io::Result<()> {
        match self {
            Self::Runs(rows) => {
                rows.entity.extend_from_slice(entity);
                rows.write_if_full()
            }
            Self::InOrder(rows) => {
                rows.push_entities(entity);
                Ok(())
            }
        }
    }

    /// The next entities that are complete, where they need not wait for the end of the log, or it has come.
    ///
    /// # Errors
    /// What the file system says.
    pub fn take_complete(&mut self, end: bool) -> io::Result<Option<Complete>> {
        match self {
            Self::Runs(_) => Ok(None),
            Self::InOrder(rows) => rows.take(end),
        }
    }
}
