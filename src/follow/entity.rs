//! One entity that is followed: its last rows, until they are complete.

use std::collections::VecDeque;
use std::ops::Range;

use dxdt_motion::audit::{AuditOptions, DuplicatePolicy, Flags, MaxGap, Repair, contradiction};
use dxdt_motion::error::{Error, Result};
use dxdt_motion::motion::PathLength;

use super::batch::{Batch, CompleteRow};
use super::deriver::Deriver;
use super::gap::GapLimit;
use super::tally::Tally;

/// A row with a timestamp.
#[derive(Debug)]
pub(super) struct NewRow {
    pub line: u64,
    pub stamp: i64,
    pub time: String,
    /// NaN where there is none.
    pub position: Vec<f64>,
}

/// What rows of all entities go through.
#[derive(Debug)]
pub(super) struct Workshop {
    pub deriver: Deriver,
    pub batch: Batch,
    pub tally: Tally,
    pub audit: AuditOptions,
}

/// One entity: the rows that wait for others, and those that they still need.
#[derive(Debug)]
pub(super) struct FollowedEntity {
    cells: Vec<Option<String>>,
    first_stamp: i64,
    last_stamp: i64,
    /// The last row with a position: its timestamp and line.
    last_position: Option<(i64, u64)>,
    /// What is done to its positions.
    repair: Option<Repair>,
    gaps: GapLimit,
    segment: u32,
    /// The rows of the segment with positions, without the first `dropped` ones.
    stamps: Vec<i64>,
    positions: Vec<Vec<f64>>,
    dropped: usize,
    /// Rows that are not complete yet, and rows without a position between them.
    waiting: VecDeque<Waiting>,
    path_length: PathLength,
}

#[derive(Debug)]
struct Waiting {
    stamp: i64,
    time: String,
    position: Vec<f64>,
    flags: Flags,
    /// Its number among the rows of the segment with positions.
    number: Option<usize>,
}

// Rows without a position that wait behind one with: beyond it they go first, so that no log fills the memory.
const MOST_WAITING: usize = 1000;

impl FollowedEntity {
    pub fn new(
        cells: Vec<Option<String>>,
        axes: usize,
        max_gap: MaxGap,
        repair: Option<Repair>,
        first_stamp: i64,
    ) -> Self {
        Self {
            cells,
            first_stamp,
            last_stamp: first_stamp,
            last_position: None,
            repair,
            gaps: GapLimit::new(max_gap),
            segment: 0,
            stamps: Vec::new(),
            positions: vec![Vec::new(); axes],
            dropped: 0,
            waiting: VecDeque::new(),
            path_length: PathLength::default(),
        }
    }

    /// Takes a row, and gives out those that it completes.
    ///
    /// # Errors
    /// A repeated timestamp with [`DuplicatePolicy::Error`].
    pub fn add(&mut self, mut row: NewRow, shop: &mut Workshop) -> Result<()> {
        if row.stamp < self.last_stamp {
            shop.tally.too_late(row.line);
            return Ok(());
        }
        self.last_stamp = row.stamp;
        if row.position.iter().any(|value| value.is_nan()) {
            self.add_without_position(row, shop);
            return Ok(());
        }
        if let Some(repair) = &mut self.repair
            && repair.add(row.stamp, &mut row.position, &mut Vec::new())
        {
            shop.tally.unwrapped(row.line);
        }
        if let Some((stamp, line)) = self.last_position {
            if stamp == row.stamp {
                return self.add_duplicate(&row, line, shop);
            }
            let step = row.stamp.saturating_sub(stamp);
            let rule = self.gaps.rule(shop.deriver.ticks);
            if let Some(limit) = rule.limit().filter(|_| rule.is_gap(step)) {
                shop.tally.gap(row.line, step, limit);
                self.end_segment(shop);
                self.segment += 1;
            }
            self.gaps.add(step);
        }
        self.last_position = Some((row.stamp, row.line));
        let number = self.dropped + self.stamps.len();
        self.stamps.push(row.stamp);
        for (axis, &value) in self.positions.iter_mut().zip(&row.position) {
            axis.push(value);
        }
        self.wait(row, Flags::default(), Some(number));
        self.release(shop);
        Ok(())
    }

    fn wait(&mut self, row: NewRow, flags: Flags, number: Option<usize>) {
        self.waiting.push_back(Waiting {
            stamp: row.stamp,
            time: row.time,
            position: row.position,
            flags,
            number,
        });
    }

    fn add_without_position(&mut self, row: NewRow, shop: &mut Workshop) {
        // The next position comes after a gap already: nothing that waits can become more complete.
        let rule = self.gaps.rule(shop.deriver.ticks);
        let is_past_gap = |stamp| rule.is_gap(row.stamp.saturating_sub(stamp));
        if self
            .last_position
            .is_some_and(|(stamp, _)| is_past_gap(stamp))
        {
            self.end_segment(shop);
        }
        self.wait(row, Flags::MISSING, None);
        self.release(shop);
        if self.waiting.len() > MOST_WAITING {
            let (first, rest): (VecDeque<Waiting>, VecDeque<Waiting>) =
                std::mem::take(&mut self.waiting)
                    .into_iter()
                    .partition(|waiting| waiting.number.is_none());
            self.waiting = rest;
            for waiting in first {
                self.give_out(waiting, None, shop);
            }
        }
    }

    /// A row with the timestamp of the row before, which waits still: for it to be complete, a later one must have come.
    fn add_duplicate(&mut self, row: &NewRow, line: u64, shop: &mut Workshop) -> Result<()> {
        if shop.audit.duplicates == DuplicatePolicy::Error {
            return Err(Error::new(format!("line {line} has the same timestamp"))
                .at_line(row.line)
                .advise("give --duplicates first to keep the earlier row"));
        }
        let has_position = |waiting: &&mut Waiting| waiting.number.is_some();
        if let Some(kept) = self.waiting.iter_mut().rev().find(has_position) {
            kept.flags.insert(Flags::MERGED);
            let coordinates = shop.deriver.coordinates;
            let contradiction = contradiction(coordinates, &kept.position, &row.position);
            shop.tally.duplicate(row.line, contradiction);
        }
        Ok(())
    }

    /// Gives out the rows that are complete, in order.
    fn release(&mut self, shop: &mut Workshop) {
        let rows = self.dropped + self.stamps.len();
        while let Some(first) = self.waiting.front() {
            let is_complete = first
                .number
                .is_none_or(|number| shop.deriver.reach.ahead(number) < rows);
            if !is_complete {
                break;
            }
            let Some(first) = self.waiting.pop_front() else {
                break;
            };
            let window = first.number.map(|number| shop.deriver.reach.window(number));
            let start = window.as_ref().map(|window| window.start);
            if let Some(window) = window {
                self.derive(window, shop);
            }
            self.give_out(first, start, shop);
        }
        let kept = shop.deriver.reach.kept();
        if self.stamps.len() > 2 * kept {
            let dropped = self.stamps.len() - kept;
            self.stamps.drain(..dropped);
            for axis in &mut self.positions {
                axis.drain(..dropped);
            }
            self.dropped += dropped;
        }
    }

    /// Gives out all that waits: no row follows in its segment.
    pub fn end_segment(&mut self, shop: &mut Workshop) {
        let rows = self.dropped + self.stamps.len();
        let waiting = std::mem::take(&mut self.waiting);
        let first = waiting.iter().find_map(|waiting| waiting.number);
        let window = first.map(|first| shop.deriver.reach.last_window(first, rows));
        let start = window.as_ref().map(|window| window.start);
        if let Some(window) = window {
            self.derive(window, shop);
        }
        for waiting in waiting {
            self.give_out(waiting, start, shop);
        }
        if (1..3).contains(&rows) {
            shop.tally.short_segments += 1;
        }
        self.stamps.clear();
        self.positions.iter_mut().for_each(Vec::clear);
        self.dropped = 0;
        self.path_length.start_segment();
    }

    /// Derives rows of the segment, counted from its first.
    fn derive(&self, window: Range<usize>, shop: &mut Workshop) {
        let window = window.start - self.dropped..window.end - self.dropped;
        shop.deriver.derive(&self.stamps, &self.positions, window);
    }

    /// Gives out a row, which the last window that was derived has where it has a position.
    fn give_out(&mut self, row: Waiting, window: Option<usize>, shop: &mut Workshop) {
        let place = row.number.zip(window);
        let derived = place.map(|(number, start)| shop.deriver.row(number - start));
        let mut flags = row.flags;
        let mut path_length = f64::NAN;
        if let Some(derived) = &derived {
            flags.insert(derived.flags());
            shop.tally.overflows += u64::from(derived.overflowed());
            if derived.path_length().is_some() {
                let at = |axis: usize| row.position.get(axis).copied().unwrap_or(0.0);
                let position = [at(0), at(1), at(2)];
                path_length = self
                    .path_length
                    .add_position(position, shop.deriver.coordinates);
            }
        }
        shop.tally.rows_used += 1;
        let row = CompleteRow {
            entity: &self.cells,
            time: row.time,
            stamp: row.stamp,
            t: shop
                .deriver
                .ticks
                .seconds_between(self.first_stamp, row.stamp),
            position: &row.position,
            segment: self.segment,
            flags,
            path_length,
        };
        shop.batch.push(row, derived.as_ref());
    }

    /// Makes ticks of another clock of all timestamps.
    pub fn convert_stamps(&mut self, converted: &impl Fn(i64) -> i64) {
        let own = [&mut self.first_stamp, &mut self.last_stamp].into_iter();
        let of_last = self.last_position.iter_mut().map(|(stamp, _)| stamp);
        let waiting = self.waiting.iter_mut().map(|waiting| &mut waiting.stamp);
        let steps = self.gaps.steps_mut().iter_mut();
        let all = own
            .chain(of_last)
            .chain(&mut self.stamps)
            .chain(waiting)
            .chain(steps);
        all.for_each(|stamp| *stamp = converted(*stamp));
    }

    /// How many segments it has so far.
    pub fn segments(&self) -> usize {
        self.segment as usize + 1
    }
}
