//! How far a band reaches to either side of its line, as counts.

use std::collections::BTreeMap;

/// Counts of numbers that are not negative, told apart to one part in 32.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reaches {
    counts: BTreeMap<u16, u64>,
    /// Those like the last one, which are not counted above yet: neighbors are alike.
    pending: (u16, u64),
}

/// What is left of a number: its exponent and five digits.
const DROPPED: u32 = 47;

impl Reaches {
    pub(super) fn add(&mut self, reach: f64) {
        let key = (reach.to_bits() >> DROPPED) as u16;
        if self.pending.0 != key {
            self.settle();
            self.pending.0 = key;
        }
        self.pending.1 += 1;
    }

    /// Ends the counting for now, so that what was counted alike is alike.
    pub(super) fn settle(&mut self) {
        let (key, count) = std::mem::take(&mut self.pending);
        if count > 0 {
            *self.counts.entry(key).or_default() += count;
        }
    }

    /// The numbers, each with how often it was there, from the smallest on; none is smaller than it was.
    pub(crate) fn counted(&self) -> impl Iterator<Item = (f64, u64)> {
        let upper = |key: u16| f64::from_bits((u64::from(key) + 1) << DROPPED).min(f64::MAX);
        self.counts
            .iter()
            .map(move |(&key, &count)| (upper(key), count))
    }
}
