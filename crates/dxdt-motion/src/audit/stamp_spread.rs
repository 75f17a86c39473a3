//! How the timestamps of a log are spread over time, from which those stand out that cannot be right: a lone 1970 or 1901, a
//! clock that jumped by years.

use std::collections::BTreeMap;

const YEAR: i64 = 31_556_952 * 1_000_000_000;
// Stamps more than a year apart are never in one bin.
const BIN: i64 = YEAR / 2;
// Satellite navigation, and with it most clocks that timestamp logs, began on 1980-01-06.
pub(super) const FIRST_NAVIGATION_TIME: i64 = 315_964_800 * 1_000_000_000;
pub(super) const START_OF_1990: i64 = 631_152_000 * 1_000_000_000;

/// The timestamps of a log in bins of half a year; it can be made of parts of the log.
#[derive(Debug, Clone, Default)]
pub struct StampSpread {
    bins: BTreeMap<i64, Bin>,
    before_1980: u64,
    before_1990: u64,
    last_before_1980: Option<i64>,
    first_since_1980: Option<i64>,
}

#[derive(Debug, Clone, Copy)]
struct Bin {
    count: u64,
    first: i64,
    last: i64,
}

impl StampSpread {
    /// Adds timestamps in any order.
    pub fn extend(&mut self, stamps: impl Iterator<Item = i64>) {
        let mut known: Option<(i64, Bin)> = None;
        for stamp in stamps {
            let number = stamp.div_euclid(BIN);
            match &mut known {
                Some((same, bin)) if *same == number => {
                    bin.count += 1;
                    bin.first = bin.first.min(stamp);
                    bin.last = bin.last.max(stamp);
                }
                _ => {
                    if let Some((number, bin)) = known.take() {
                        self.add(number, bin);
                    }
                    known = Some((
                        number,
                        Bin {
                            count: 1,
                            first: stamp,
                            last: stamp,
                        },
                    ));
                }
            }
            self.before_1990 += u64::from(stamp < START_OF_1990);
            if stamp < FIRST_NAVIGATION_TIME {
                self.before_1980 += 1;
                self.last_before_1980 = self.last_before_1980.max(Some(stamp));
            } else if self.first_since_1980.is_none_or(|first| stamp < first) {
                self.first_since_1980 = Some(stamp);
            }
        }
        if let Some((number, bin)) = known {
            self.add(number, bin);
        }
    }

    fn add(&mut self, number: i64, more: Bin) {
        let bin = self.bins.entry(number).or_insert(Bin { count: 0, ..more });
        bin.count += more.count;
        bin.first = bin.first.min(more.first);
        bin.last = bin.last.max(more.last);
    }

    /// The first and last timestamp that can be right; `None` where all can. `by_rank` gives the timestamp of a rank, counted
    /// from 0; it is asked only where there is a doubt.
    ///
    /// A timestamp cannot be right if it is one of a few (1 %, or one) that lie more than a year, and more than a
    /// hundred times the span of the others, away from them; or, in a dated log, if it is before 1980 while most
    /// are after 1990 and none is within a year of the first after it.
    ///
    /// # Errors
    /// Those of `by_rank`.
    pub fn plausible_range<E>(
        &self,
        dated: bool,
        mut by_rank: impl FnMut(u64) -> Result<i64, E>,
    ) -> Result<Option<(i64, i64)>, E> {
        let bins: Vec<Bin> = self.bins.values().copied().collect();
        let n: u64 = bins.iter().map(|bin| bin.count).sum();
        let (Some(low), Some(high)) = (bins.first(), bins.last()) else {
            return Ok(None);
        };
        let (min, max) = (low.first, high.last);
        if max.saturating_sub(min) < YEAR || n < 3 {
            return Ok(None);
        }
        let few = (n / 100).max(1);
        // Of each step of more than a year, how many timestamps are before it.
        let mut seen = 0;
        let mut long_steps: Vec<(u64, i64, i64)> = Vec::new();
        for pair in bins.windows(2) {
            seen += pair[0].count;
            if pair[1].first.saturating_sub(pair[0].last) > YEAR {
                long_steps.push((seen, pair[0].last, pair[1].first));
            }
        }
        long_steps.retain(|(before, ..)| *before <= few || *before >= n - few);
        if !long_steps.is_empty() {
            let span = by_rank(n - 1 - few)?.saturating_sub(by_rank(few)?);
            long_steps
                .retain(|(_, last, first)| first.saturating_sub(*last) > span.saturating_mul(100));
        }
        let (mut skipped, mut start) = (0, min);
        if let Some(&(before, _, first)) =
            long_steps.iter().rev().find(|(before, ..)| *before <= few)
        {
            (skipped, start) = (before, first);
        }
        let end = long_steps.iter().find(|(before, ..)| *before >= n - few);
        let (left, end) = end.map_or((n, max), |&(before, last, _)| (before, last));
        if dated
            && self.before_1990 <= n / 2
            && self.before_1980 > skipped
            && let (Some(last), Some(first)) = (self.last_before_1980, self.first_since_1980)
            && first.saturating_sub(last) > YEAR
        {
            (skipped, start) = (self.before_1980, first);
        }
        Ok((skipped > 0 || left < n).then_some((start, end)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plausible_range(stamps: Vec<i64>, dated: bool) -> Option<(i64, i64)> {
        let mut spread = StampSpread::default();
        for part in stamps.chunks(3) {
            spread.extend(part.iter().copied());
        }
        let mut sorted = stamps;
        sorted.sort_unstable();
        let by_rank = |rank| Ok::<_, ()>(sorted[rank as usize]);
        spread.plausible_range(dated, by_rank).unwrap()
    }

    /// The same from all timestamps, sorted, as the definition has it.
    fn by_definition(mut stamps: Vec<i64>, dated: bool) -> Option<(i64, i64)> {
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
            let old = stamps.partition_point(|&stamp| stamp < FIRST_NAVIGATION_TIME);
            let is_apart = |old: usize| stamps[old].saturating_sub(stamps[old - 1]) > YEAR;
            if old > 0 && is_apart(old) {
                first = first.max(old);
            }
        }
        (first > 0 || last < n - 1).then(|| (stamps[first], stamps[last]))
    }

    proptest! {
        #[test]
        fn bins_tell_what_all_stamps_tell(
            most in 0..3_i64,
            body in proptest::collection::vec(0..2_000_000_i64, 1..300),
            odd in proptest::collection::vec(-150..150_i64, 0..5),
            dated: bool,
        ) {
            let mut stamps: Vec<i64> =
                body.iter().map(|second| most * 25 * YEAR + second * 1_000_000_000).collect();
            stamps.extend(odd.iter().map(|years| years * YEAR + years * 1_000));
            prop_assert_eq!(
                plausible_range(stamps.clone(), dated),
                by_definition(stamps, dated)
            );
        }
    }

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
    fn a_log_that_goes_on_through_1980_stays() {
        let months: Vec<i64> = (0..600)
            .map(|month| YEAR_2021 - 45 * YEAR + month * YEAR / 12)
            .collect();
        assert_eq!(plausible_range(months, true), None);
    }

    #[test]
    fn a_log_that_is_all_old_stays() {
        let old: Vec<i64> = (0..50).map(|i| -YEAR * 60 + i * YEAR / 10).collect();
        assert_eq!(plausible_range(old, true), None);
    }
}
