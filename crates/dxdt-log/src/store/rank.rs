//! The timestamp of a rank among all timestamps on disk, without having them in memory at once.

use std::io;

use dxdt_motion::error::Result;

use super::spool::Spool;
use super::{StoredEntity, StoredLog};

// So many values are sorted at once.
const FEW: u64 = 1 << 20;
const BINS: u64 = 1 << 12;
// So many rows are looked at at once.
const ROWS_AT_ONCE: usize = 1 << 16;

impl Spool {
    /// The timestamp of a rank, counted from 0, among all rows that have one.
    ///
    /// # Errors
    /// What the file system says; a rank beyond the rows.
    pub(super) fn stamp_of_rank(&self, rank: u64) -> io::Result<i64> {
        by_rank(rank, |visit| self.visit_stamps(visit))
    }

    fn visit_stamps(&self, visit: &mut dyn FnMut(i64)) -> io::Result<()> {
        for run in 0..self.runs() {
            let rows = self.rows_of_run(run);
            for start in rows.clone().step_by(ROWS_AT_ONCE) {
                let part = start..(start + ROWS_AT_ONCE).min(rows.end);
                let stamped = self.stamped(run, part.clone())?;
                for (stamp, stamped) in self.stamps(run, part)?.into_iter().zip(stamped) {
                    if stamped == 1 {
                        visit(stamp);
                    }
                }
            }
        }
        Ok(())
    }
}

impl StoredLog {
    /// The timestamp in the middle of all rows that have one, ordered by entity and timestamp.
    ///
    /// # Errors
    /// What the file system says.
    pub fn middle_stamp(&self) -> Result<Option<i64>> {
        let find = || -> io::Result<Option<i64>> {
            let count = |entity: &StoredEntity| {
                let mut rows = 0;
                self.visit_stamps_of(entity, &mut |_| rows += 1)?;
                Ok(rows)
            };
            let rows: Vec<u64> = self.entities.iter().map(count).collect::<io::Result<_>>()?;
            let mut rank = rows.iter().sum::<u64>() / 2;
            for (entity, rows) in self.entities.iter().zip(rows) {
                if rank < rows {
                    let visit_all =
                        |visit: &mut dyn FnMut(i64)| self.visit_stamps_of(entity, visit);
                    return by_rank(rank, visit_all).map(Some);
                }
                rank -= rows;
            }
            Ok(None)
        };
        find().map_err(|error| self.lost(&error))
    }

    fn visit_stamps_of(&self, entity: &StoredEntity, visit: &mut dyn FnMut(i64)) -> io::Result<()> {
        for (run, rows) in self.parts_of(entity, ROWS_AT_ONCE) {
            let stamped = self.spool.stamped(run, rows.clone())?;
            for (stamp, stamped) in self.spool.stamps(run, rows)?.into_iter().zip(stamped) {
                if stamped == 1 {
                    visit(stamp);
                }
            }
        }
        Ok(())
    }
}

/// The value of a rank, counted from 0, among those that `visit_all` shows, which it does several times: each pass
/// narrows the range in which it is, until few are left.
///
/// # Errors
/// Those of `visit_all`; a rank beyond the values.
pub fn by_rank(
    mut rank: u64,
    visit_all: impl Fn(&mut dyn FnMut(i64)) -> io::Result<()>,
) -> io::Result<i64> {
    let (mut low, mut high) = (i64::MIN, i64::MAX);
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    visit_all(&mut |value| {
        first = first.min(value);
        last = last.max(value);
    })?;
    if first <= last {
        (low, high) = (first, last);
    }
    loop {
        let span = high.abs_diff(low);
        let width = (span / BINS).saturating_add(1);
        let mut counts = vec![0u64; BINS as usize + 1];
        visit_all(&mut |value| {
            if (low..=high).contains(&value) {
                counts[(value.abs_diff(low) / width) as usize] += 1;
            }
        })?;
        let mut bin = 0;
        while bin < counts.len() && rank >= counts[bin] {
            rank -= counts[bin];
            bin += 1;
        }
        let Some(&count) = counts.get(bin) else {
            return Err(io::Error::other("there are fewer values than were counted"));
        };
        let start = low.saturating_add_unsigned(bin as u64 * width);
        let end = start.saturating_add_unsigned(width - 1).min(high);
        if width == 1 {
            return Ok(start);
        }
        if count <= FEW {
            let mut few = Vec::with_capacity(count as usize);
            visit_all(&mut |value| {
                if (start..=end).contains(&value) {
                    few.push(value);
                }
            })?;
            let (_, value, _) = few.select_nth_unstable(rank as usize);
            return Ok(*value);
        }
        (low, high) = (start, end);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ranks_are_those_of_sorted_values(
            values in proptest::collection::vec(
                prop_oneof![any::<i64>(), 0..5_i64, Just(i64::MIN), Just(i64::MAX)], 1..200),
            rank: prop::sample::Index,
        ) {
            let rank = rank.index(values.len());
            let found = by_rank(rank as u64, |visit| {
                values.iter().for_each(|value| visit(*value));
                Ok(())
            });
            let mut sorted = values.clone();
            sorted.sort_unstable();
            prop_assert_eq!(found.unwrap(), sorted[rank]);
        }
    }

    #[test]
    fn many_equal_values_end_too() {
        let found = by_rank(2_000_000, |visit| {
            (0..3_000_000).for_each(|row| visit(if row < 7 { -5 } else { 8 }));
            Ok(())
        });
        assert_eq!(found.unwrap(), 8);
        assert!(
            by_rank(3, |visit| {
                visit(1);
                Ok(())
            })
            .is_err()
        );
    }
}
