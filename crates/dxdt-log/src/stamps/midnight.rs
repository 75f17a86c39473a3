//! Times of day that go on after midnight.

/// Where a log of times of day has come to: its parts are given in their order.
#[derive(Debug, Clone, Copy)]
pub struct Midnights {
    days: i64,
    previous: i64,
}

impl Default for Midnights {
    fn default() -> Self {
        Self {
            days: 0,
            previous: i64::MIN,
        }
    }
}

impl Midnights {
    /// The number of midnights so far.
    pub fn count(&self) -> u64 {
        self.days as u64
    }

    /// A time of day with the days before it; one that falls by more than half a day is of the next.
    pub fn add(&mut self, stamp: i64) -> i64 {
        const DAY: i64 = 86_400_000_000_000;
        if stamp < self.previous.saturating_sub(DAY / 2) {
            self.days += 1;
        }
        self.previous = stamp;
        stamp + self.days * DAY
    }

    /// Adds their days to times of day. Gives the number of midnights so far.
    pub fn add_days(&mut self, nanoseconds: &mut [i64], missing: &[usize]) -> u64 {
        for (row, stamp) in nanoseconds.iter_mut().enumerate() {
            if missing.binary_search(&row).is_err() {
                *stamp = self.add(*stamp);
            }
        }
        self.count()
    }
}
