//! The stamps as they stand in the file, counted.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::log::PositionLog;
use crate::log::clock::{Origin, TimeUnit};

const ROW_NUMBER_SHARE: f64 = 0.9;
const SECOND: i64 = 1_000_000_000;

/// The stamps of all rows, and the steps between them in the order of the file.
pub(super) struct StampCounts {
    /// By entity and stamp.
    pub sorted: Vec<(u32, i64)>,
    pub steps: u64,
    pub equal: u64,
    pub backward: u64,
    /// Steps of exactly a second, as which a number without a unit is read.
    of_one: u64,
}

impl StampCounts {
    pub fn of(log: &PositionLog) -> Self {
        let mut counts = Self {
            sorted: Vec::with_capacity(log.height()),
            steps: 0,
            equal: 0,
            backward: 0,
            of_one: 0,
        };
        let mut without_stamp = log.rows_without_stamp().iter().copied().peekable();
        let mut latest: Vec<Option<i64>> = Vec::new();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut cells = log.entity_cells();
        let mut entity = ("", 0_u32);
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
            if without_stamp.next_if_eq(&row).is_some() {
                continue;
            }
            if let Some(before) = latest[entity.1 as usize].replace(stamp) {
                counts.steps += 1;
                counts.equal += u64::from(stamp == before);
                counts.backward += u64::from(stamp < before);
                counts.of_one += u64::from(stamp.checked_sub(before) == Some(SECOND));
            }
            counts.sorted.push((entity.1, stamp));
        }
        counts.sorted.par_sort_unstable();
        counts
    }

    /// How many different stamps there are, summed over the entities.
    pub fn distinct(&self) -> u64 {
        let changes = self.sorted.windows(2).filter(|pair| pair[0] != pair[1]);
        changes.count() as u64 + u64::from(!self.sorted.is_empty())
    }

    /// Whether each stamp is that of the same number of rows, more than one.
    pub fn is_shared(&self) -> bool {
        let mut runs = self.sorted.chunk_by(|a, b| a == b).map(<[_]>::len);
        let first = runs.next().unwrap_or(0);
        first > 1 && first < self.sorted.len() && runs.all(|run| run == first)
    }

    /// Whether the stamps are whole numbers one apart, and neither the user nor the header says of what.
    pub fn looks_like_row_numbers(&self, log: &PositionLog, unit: Option<TimeUnit>) -> bool {
        let has_unit = unit.is_some() || TimeUnit::in_header(&log.time_name).is_some();
        log.clock.origin == Origin::LogStart
            && !has_unit
            && self.steps >= 2
            && self.of_one as f64 >= ROW_NUMBER_SHARE * self.steps as f64
            && self.sorted.iter().all(|(_, stamp)| stamp % SECOND == 0)
    }
}
