//! The usable rows of a large entity in the order of their timestamps, chunk by chunk: as they are on disk where they are in
//! order, else by an external merge sort.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use dxdt_log::{RowColumns, Spool, StoredEntity, StoredLog};
use dxdt_motion::audit::{AuditNotes, NotedRows, audit_part_as};
use dxdt_motion::error::Result;

use super::Analysis;

/// The rows, in chunks that never part rows of one timestamp.
pub(in crate::analysis) struct OrderedRows<'a> {
    log: &'a StoredLog,
    /// The rows in order, where they had to be sorted.
    sorted: Option<Spool>,
    parts: Vec<(usize, Range<usize>)>,
    next: usize,
    carried: RowColumns,
}

impl<'a> OrderedRows<'a> {
    /// Looks at the order of all rows, and sorts them where they have none; notes rows that cannot be used and such that
    /// are out of order.
    pub fn new(
        log: &'a StoredLog,
        entity: &'a StoredEntity,
        analysis: &Analysis,
        notes: &mut AuditNotes,
    ) -> Result<Self> {
        let mut rows = Self::as_on_disk(log, entity, analysis.rows_a_piece);
        let mut order = Order::default();
        for part in &rows.parts {
            let (usable, unusable) = rows.usable(log.part(part)?);
            order.look_at(&usable);
            if !unusable.is_empty() {
                let piece = log.log_of_part(entity, unusable)?;
                notes.append(audit_part_as(&piece, &analysis.without_gaps(), log.decisions)?.notes);
            }
        }
        if order.falls.count > 0 {
            if order.rises {
                notes.disordered.append(order.falls);
                notes.largest_fall = order.largest_fall;
            } else {
                notes.newest_first += 1;
            }
            rows.sort(analysis.rows_a_piece)?;
        }
        Ok(rows)
    }

    /// Sorts the rows.
    pub fn sorted(
        log: &'a StoredLog,
        entity: &'a StoredEntity,
        rows_a_piece: usize,
    ) -> Result<Self> {
        let mut rows = Self::as_on_disk(log, entity, rows_a_piece);
        rows.sort(rows_a_piece)?;
        Ok(rows)
    }

    fn as_on_disk(log: &'a StoredLog, entity: &StoredEntity, rows_a_piece: usize) -> Self {
        Self {
            log,
            sorted: None,
            parts: log.parts_of(entity, rows_a_piece),
            next: 0,
            carried: RowColumns::new(log.values()),
        }
    }

    /// The rows that have a timestamp that can be right, and the others.
    fn usable(&self, rows: RowColumns) -> (RowColumns, RowColumns) {
        let decisions = &self.log.decisions;
        let ticks = self.log.facts.clock.ticks;
        let is_usable =
            |row: usize| rows.is_stamped(row) && decisions.allow(rows.stamp[row], ticks);
        let empty = RowColumns::new(rows.values.len());
        let (usable, unusable): (Vec<u32>, Vec<u32>) =
            (0..rows.len() as u32).partition(|&row| is_usable(row as usize));
        if unusable.is_empty() {
            (rows, empty)
        } else {
            (rows.in_order(&usable), rows.in_order(&unusable))
        }
    }

    fn sort(&mut self, rows_a_chunk: usize) -> Result<()> {
        let mut runs = self.log.new_spool();
        for part in &self.parts {
            let (usable, _) = self.usable(self.log.part(part)?);
            let mut order: Vec<u32> = (0..usable.len() as u32).collect();
            // Stable: rows of one timestamp stay in the order of the file.
            order.sort_by_key(|&row| usable.stamp[row as usize]);
            let sorted = usable.in_order(&order);
            self.log.keep(&mut runs, sorted)?;
        }
        let merged = merge(self.log, &runs, rows_a_chunk)?;
        self.parts = (0..merged.runs())
            .map(|run| (run, merged.rows_of_run(run)))
            .collect();
        self.sorted = Some(merged);
        Ok(())
    }

    /// The next chunk.
    pub fn next(&mut self) -> Result<Option<RowColumns>> {
        loop {
            let Some(part) = self.parts.get(self.next) else {
                let empty = RowColumns::new(self.carried.values.len());
                let rest = std::mem::replace(&mut self.carried, empty);
                return Ok((!rest.is_empty()).then_some(rest));
            };
            self.next += 1;
            let rows = match &self.sorted {
                None => self.usable(self.log.part(part)?).0,
                Some(sorted) => sorted
                    .read(part.0, part.1.clone())
                    .map_err(|error| self.log.lost(&error))?,
            };
            self.carried.extend(&rows, 0..rows.len());
            let Some(&last) = self.carried.stamp.last() else {
                continue;
            };
            let end = self.carried.stamp.partition_point(|&stamp| stamp < last);
            if end > 0 {
                let mut rest = RowColumns::new(self.carried.values.len());
                rest.extend(&self.carried, end..self.carried.len());
                let mut chunk = std::mem::replace(&mut self.carried, rest);
                chunk.truncate(end);
                return Ok(Some(chunk));
            }
        }
    }

    /// From the first chunk again.
    pub fn rewind(&mut self) {
        self.next = 0;
        self.carried = RowColumns::new(self.carried.values.len());
    }
}

/// How the timestamps rise and fall from row to row.
#[derive(Default)]
struct Order {
    previous: Option<i64>,
    rises: bool,
    falls: NotedRows,
    largest_fall: i64,
}

impl Order {
    fn look_at(&mut self, rows: &RowColumns) {
        for (row, &stamp) in rows.stamp.iter().enumerate() {
            if let Some(previous) = self.previous {
                self.rises |= stamp > previous;
                if stamp < previous {
                    self.largest_fall = self.largest_fall.max(previous.saturating_sub(stamp));
                    self.falls.append(NotedRows {
                        count: 1,
                        first: vec![rows.number(row)],
                    });
                }
            }
            self.previous = Some(stamp);
        }
    }
}

/// A run of which some rows are in memory.
struct Cursor {
    rows: RowColumns,
    at: usize,
    rest: Range<usize>,
}

/// Merges runs, each in the order of its timestamps, into one that is cut into chunks.
fn merge(log: &StoredLog, runs: &Spool, rows_a_chunk: usize) -> Result<Spool> {
    const BLOCK: usize = 4096;
    let read = |run: usize, rest: &mut Range<usize>| {
        let block = rest.start..(rest.start + BLOCK).min(rest.end);
        rest.start = block.end;
        runs.read(run, block).map_err(|error| log.lost(&error))
    };
    let mut cursors = Vec::with_capacity(runs.runs());
    // Of equal timestamps the row that was read first.
    let mut heap = BinaryHeap::new();
    for run in 0..runs.runs() {
        let mut rest = runs.rows_of_run(run);
        let rows = read(run, &mut rest)?;
        if let Some(&stamp) = rows.stamp.first() {
            heap.push(Reverse((stamp, rows.number(0), run)));
        }
        cursors.push(Cursor { rows, at: 0, rest });
    }
    let mut merged = log.new_spool();
    let mut chunk = RowColumns::new(log.values());
    while let Some(Reverse((.., run))) = heap.pop() {
        let cursor = &mut cursors[run];
        chunk.extend(&cursor.rows, cursor.at..cursor.at + 1);
        cursor.at += 1;
        if cursor.at == cursor.rows.len() && !cursor.rest.is_empty() {
            cursor.rows = read(run, &mut cursor.rest)?;
            cursor.at = 0;
        }
        if cursor.at < cursor.rows.len() {
            let stamp = cursor.rows.stamp[cursor.at];
            heap.push(Reverse((stamp, cursor.rows.number(cursor.at), run)));
        }
        if chunk.len() >= rows_a_chunk || heap.is_empty() {
            let full = std::mem::replace(&mut chunk, RowColumns::new(log.values()));
            log.keep(&mut merged, full)?;
        }
    }
    Ok(merged)
}
