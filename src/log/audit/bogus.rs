//! Stamps that cannot be right: none at all, a lone 1970 or 1901, a clock that jumped by years.

use crate::log::PositionLog;

/// Rows that cannot be used for want of a stamp that can be right, each list in file order.
#[derive(Debug, Default)]
pub(super) struct UnusableRows {
    pub without_stamp: Vec<usize>,
    pub bogus: Vec<usize>,
}

impl UnusableRows {
    pub fn is_empty(&self) -> bool {
        self.without_stamp.is_empty() && self.bogus.is_empty()
    }

    pub fn contains(&self, row: usize) -> bool {
        self.without_stamp.binary_search(&row).is_ok() || self.bogus.binary_search(&row).is_ok()
    }
}

const YEAR: i64 = 31_556_952 * 1_000_000_000;
// Satellite navigation, and with it most clocks that stamp logs, began on 1980-01-06.
const FIRST_NAVIGATION_TIME: i64 = 315_964_800 * 1_000_000_000;
const START_OF_1990: i64 = 631_152_000 * 1_000_000_000;

pub(super) fn unusable_rows(log: &PositionLog) -> UnusableRows {
    let without_stamp = log.rows_without_stamp().to_vec();
    let stamped: Vec<i64> = if without_stamp.is_empty() {
        log.stamps().to_vec()
    } else {
        (0..log.height())
            .filter(|row| without_stamp.binary_search(row).is_err())
            .map(|row| log.stamps()[row])
            .collect()
    };
    let Some((low, high)) = plausible_range(stamped, log.clock.is_dated()) else {
        return UnusableRows {
            without_stamp,
            bogus: Vec::new(),
        };
    };
    let bogus = log
        .stamps()
        .iter()
        .enumerate()
        .filter(|&(row, stamp)| {
            !(low..=high).contains(stamp) && without_stamp.binary_search(&row).is_err()
        })
        .map(|(row, _)| row)
        .collect();
    UnusableRows {
        without_stamp,
        bogus,
    }
}

/// The first and last stamp that can be right; `None` where all can.
///
/// A stamp cannot be right if it is one of a few (1 %, or one) that lie more than a year, and more than a
/// hundred times the span of the others, away from them; or, in a dated log, if it is before 1980 while most
/// are after 1990.
fn plausible_range(mut stamps: Vec<i64>, dated: bool) -> Option<(i64, i64)> {
    let (min, max) = (*stamps.iter().min()?, *stamps.iter().max()?);
    if max.saturating_sub(min) < YEAR || stamps.len() < 3 {
        return None;
    }
    stamps.sort_unstable();
    let n = stamps.len();
    let few = (n / 100).max(1);
    let span = stamps[n - 1 - few].saturating_sub(stamps[few]);
    let is_break = |step: i64| step > YEAR && step > span.saturating_mul(100);
    let mut first = (0..few)
        .rev()
        .find(|&i| is_break(stamps[i + 1].saturating_sub(stamps[i])))
        .map_or(0, |i| i + 1);
    let last = (n - few..n)
        .find(|&i| is_break(stamps[i].saturating_sub(stamps[i - 1])))
        .map_or(n - 1, |i| i - 1);
    if dated && stamps[n / 2] >= START_OF_1990 {
        first = first.max(stamps.partition_point(|&stamp| stamp < FIRST_NAVIGATION_TIME));
    }
    (first > 0 || last < n - 1).then(|| (stamps[first], stamps[last]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000_000;
    const YEAR_2021: i64 = 1_616_000_000 * SECOND;

    fn log(count: i64) -> Vec<i64> {
        (0..count).map(|i| YEAR_2021 + i * SECOND).collect()
    }

    fn with(mut stamps: Vec<i64>, stamp: i64) -> Vec<i64> {
        stamps.insert(stamps.len() / 2, stamp);
        stamps
    }

    #[test]
    fn a_lone_1970_or_1901_is_bogus() {
        let expected = Some((YEAR_2021, YEAR_2021 + 9 * SECOND));
        assert_eq!(plausible_range(with(log(10), 0), true), expected);
        assert_eq!(
            plausible_range(with(log(10), -2_177_452_800 * SECOND), true),
            expected
        );
        assert_eq!(
            plausible_range(with(log(10), 4_000_000_000 * SECOND), true),
            expected
        );
    }

    #[test]
    fn long_logs_and_long_pauses_are_not_bogus() {
        let years: Vec<i64> = (0..40).map(|i| YEAR_2021 + i * YEAR).collect();
        assert_eq!(plausible_range(years, true), None);
        let mut two_trips = log(100);
        two_trips.extend(log(100).iter().map(|stamp| stamp + 3 * YEAR));
        assert_eq!(plausible_range(two_trips, true), None);
        assert_eq!(plausible_range(log(2), true), None);
    }

    #[test]
    fn a_log_that_is_all_old_stays() {
        let old: Vec<i64> = (0..50).map(|i| -YEAR * 60 + i * YEAR / 10).collect();
        assert_eq!(plausible_range(old, true), None);
    }
}
