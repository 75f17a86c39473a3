//! The timestamps as they stand in the file, counted.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::log::PositionLog;
use dxdt_time::{Origin, Ticks, TimeUnit};

const ROW_NUMBER_SHARE: f64 = 0.9;
const SECOND: i64 = 1_000_000_000;

/// The timestamps of all rows, in ticks, and the steps between them in the order of the file.
///
/// Entity after entity, each timestamp is told twice: in the order of the file, and sorted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StampCounts {
    /// A second.
    second: i64,
    /// Rows with a timestamp.
    pub rows: u64,
    pub(super) steps: u64,
    pub(super) equal: u64,
    pub(super) backward: u64,
    /// Steps of exactly a second, as which a number without a unit is read.
    of_one: u64,
    has_parts_of_seconds: bool,
    /// How many different timestamps there are, summed over the entities.
    pub distinct: u64,
    /// The earliest of the first entity that has one.
    pub first: Option<i64>,
    is_past_first_entity: bool,
    /// The one in the middle, by entity and timestamp.
    pub middle: Option<i64>,
    /// How many rows have the first timestamp, and whether as many have each other.
    rows_a_stamp: Option<(u64, bool)>,
    /// The last timestamp of the entity at hand in the order of the file.
    latest: Option<i64>,
    /// The last of its sorted timestamps, and its rows.
    run: Option<(i64, u64)>,
}

impl StampCounts {
    /// Of no timestamps yet.
    pub fn new(ticks: Ticks) -> Self {
        Self {
            second: ticks.of_nanoseconds(SECOND),
            ..Self::default()
        }
    }

    /// Counts the timestamps of a log.
    pub fn of(log: &PositionLog) -> Self {
        let mut counts = Self::new(log.clock.ticks);
        let mut sorted: Vec<(u32, i64)> = Vec::with_capacity(log.height());
        let mut without_stamp = log.rows_without_stamp().iter().copied().peekable();
        let mut latest: Vec<Option<i64>> = Vec::new();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut cells = log.entity_cells();
        let mut entity = ("", 0_u32);
        let blocks = log.blocks();
        for (row, &stamp) in log.stamps().iter().enumerate() {
            let name = cells
                .as_mut()
                .and_then(Iterator::next)
                .flatten()
                .unwrap_or("");
            if latest.is_empty() || name != entity.0 {
                let next = numbers.len() as u32;
                let number = *numbers.entry(name).or_insert(next);
                entity = (name, number);
                if number == next {
                    latest.push(None);
                }
            }
            if blocks.is_some_and(|blocks| row > 0 && blocks[row] != blocks[row - 1]) {
                latest[entity.1 as usize] = None;
            }
            if without_stamp.next_if_eq(&row).is_some() {
                continue;
            }
            counts.latest = latest[entity.1 as usize];
            counts.add(stamp);
            latest[entity.1 as usize] = counts.latest;
            sorted.push((entity.1, stamp));
        }
        sorted.par_sort_unstable();
        let mut previous = None;
        for &(entity, stamp) in &sorted {
            if previous.replace(entity) != Some(entity) {
                counts.start_entity();
            }
            counts.add_sorted(stamp);
        }
        counts.start_entity();
        counts.middle = sorted.get(sorted.len() / 2).map(|(_, stamp)| *stamp);
        counts
    }

    /// The timestamps that come next are of another entity.
    pub fn start_entity(&mut self) {
        self.latest = None;
        self.is_past_first_entity = self.first.is_some();
        self.end_run();
    }

    /// The next timestamp of the entity in the order of the file.
    pub fn add(&mut self, stamp: i64) {
        self.rows += 1;
        self.has_parts_of_seconds |= stamp.checked_rem(self.second) != Some(0);
        if let Some(before) = self.latest.replace(stamp) {
            self.steps += 1;
            self.equal += u64::from(stamp == before);
            self.backward += u64::from(stamp < before);
            self.of_one += u64::from(stamp.checked_sub(before) == Some(self.second));
        }
    }

    /// The next of the entity's sorted timestamps.
    pub fn add_sorted(&mut self, stamp: i64) {
        if !self.is_past_first_entity {
            self.first = Some(self.first.map_or(stamp, |first| first.min(stamp)));
        }
        match &mut self.run {
            Some((known, rows)) if *known == stamp => *rows += 1,
            _ => {
                self.end_run();
                self.run = Some((stamp, 1));
            }
        }
    }

    /// Sorted timestamps that come next are not of the same run, even if they are equal.
    pub fn end_run(&mut self) {
        let Some((_, rows)) = self.run.take() else {
            return;
        };
        self.distinct += 1;
        let (first, are_all) = self.rows_a_stamp.unwrap_or((rows, true));
        self.rows_a_stamp = Some((first, are_all && rows == first));
    }

    /// Takes back what sorted timestamps have told since then.
    pub fn forget_sorted_since(&mut self, before: Self) {
        self.distinct = before.distinct;
        self.first = before.first;
        self.rows_a_stamp = before.rows_a_stamp;
        self.run = before.run;
    }

    /// Whether each timestamp is that of the same number of rows, more than one.
    pub fn is_shared(&self) -> bool {
        self.rows_a_stamp
            .is_some_and(|(first, are_all)| first > 1 && first < self.rows && are_all)
    }

    /// Whether the timestamps are whole numbers one apart, and neither the user nor the header says of what.
    pub(super) fn looks_like_row_numbers(&self, log: &PositionLog, unit: Option<TimeUnit>) -> bool {
        let has_unit = unit.is_some() || TimeUnit::in_header(&log.time_name).is_some();
        log.clock.origin == Origin::LogStart
            && !has_unit
            && self.steps >= 2
            && self.of_one as f64 >= ROW_NUMBER_SHARE * self.steps as f64
            && !self.has_parts_of_seconds
    }
}
