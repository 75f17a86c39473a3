//! How much is kept for charts, by the size of the log alone: the longer it is, the less of each line.

use crate::output::chart::NAMED_ENTITIES;
use crate::output::chart::bins::{BandBin, LineBin};

use super::layout::Layout;

/// The bytes that lines with a name may take …
const NAMED_BYTES: usize = 28_000_000;
/// … and all others.
const CROWD_BYTES: usize = 12_000_000;
/// What is kept of a line in a bin.
pub(super) const POINTS_OF_A_BIN: usize = 4;

/// So many points are kept of each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Capacity {
    /// Of an entity that has a name.
    pub named: usize,
    /// Of any other one.
    pub crowd: usize,
    /// Of the others one in so many is drawn.
    pub every: usize,
}

impl Capacity {
    pub fn of(layout: &Layout, rows: u64, entities: usize) -> Self {
        let lines = if entities > 1 {
            layout.without_before()
        } else {
            layout.lines()
        };
        let columns = lines + layout.bands();
        let bytes = rows.saturating_mul(8 * (1 + columns as u64));
        if bytes <= NAMED_BYTES as u64 {
            return Self {
                named: usize::MAX,
                crowd: usize::MAX,
                every: 1,
            };
        }
        let of_bin =
            size_of::<i64>() + lines * size_of::<LineBin>() + layout.bands() * size_of::<BandBin>();
        // The one that is being read may have no name.
        let named = entities.clamp(1, NAMED_ENTITIES + 1);
        let bins = NAMED_BYTES / of_bin / named;
        const FEWEST: usize = 2;
        // Powers of two, so that it changes seldom as the log grows, and what is left out stays so.
        let crowd = entities.saturating_sub(NAMED_ENTITIES).max(1).next_power_of_two();
        let most_of_crowd = CROWD_BYTES / of_bin / FEWEST;
        let every = crowd.div_ceil(most_of_crowd).next_power_of_two();
        let of_crowd = CROWD_BYTES / of_bin / crowd;
        Self {
            named: POINTS_OF_A_BIN * bins,
            crowd: POINTS_OF_A_BIN * of_crowd.clamp(FEWEST, bins),
            every,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_logs_are_kept_whole_and_long_ones_in_bounded_memory() {
        let layout = Layout {
            positions: 3,
            axes: 3,
            is_smoothed: true,
        };
        let of_row = 8 * (1 + layout.lines() + layout.bands());
        assert!(of_row << 17 <= NAMED_BYTES, "{of_row}");
        assert_eq!(Capacity::of(&layout, 1 << 17, 5000).crowd, usize::MAX);
        for entities in [1, 8, 9, 20, 10_000, 5_000_000] {
            let capacity = Capacity::of(&layout, 20_000_000, entities);
            assert!(capacity.crowd <= capacity.named && capacity.named < 1 << 18);
            let shown = entities.saturating_sub(8).div_ceil(capacity.every);
            let points = shown * capacity.crowd + entities.min(9) * capacity.named;
            assert!(points < 1 << 19, "{entities}: {points}");
            assert!(capacity.every == 1 || entities > 5000);
        }
        let lone = Capacity::of(&layout, 20_000_000, 1);
        assert!(lone.named > 4 * 16_000, "{lone:?}");
    }
}
