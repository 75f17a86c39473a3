//! How much is kept for charts, by the size of the log alone: the longer it is, the less of each line.

use crate::output::kept::Room;
use dxdt_chart::NAMED_ENTITIES;
use dxdt_chart::bins::{BandBin, LineBin};

use super::layout::Layout;

/// The bytes that lines with a name may take …
const NAMED_BYTES: usize = 28_000_000;
/// … and all others.
const CROWD_BYTES: usize = 12_000_000;
/// What is kept of a line in a bin, as many rows need as much room.
const POINTS_OF_A_BIN: usize = 4;
/// A path may have more steps than there are bins.
const STEPS_OF_A_BIN: usize = 8;

/// So much is kept of each entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Capacity {
    /// Of an entity that has a name.
    pub named: Room,
    /// Of any other one.
    pub crowd: Room,
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
                named: ALL,
                crowd: ALL,
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
        let crowd = entities
            .saturating_sub(NAMED_ENTITIES)
            .max(1)
            .next_power_of_two();
        let most_of_crowd = CROWD_BYTES / of_bin / FEWEST;
        let every = crowd.div_ceil(most_of_crowd).next_power_of_two();
        let of_crowd = CROWD_BYTES / of_bin / crowd;
        Self {
            named: room(bins),
            crowd: room(of_crowd.clamp(FEWEST, bins)),
            every,
        }
    }
}

const ALL: Room = Room {
    rows: usize::MAX,
    bins: usize::MAX,
    steps: usize::MAX,
};

fn room(bins: usize) -> Room {
    Room {
        rows: POINTS_OF_A_BIN * bins,
        bins,
        steps: STEPS_OF_A_BIN * bins,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_logs_are_kept_whole_and_long_ones_in_bounded_memory() {
        let layout = Layout {
            scales: [1.0; 2],
            positions: 3,
            axes: 3,
            is_smoothed: true,
        };
        let of_row = 8 * (1 + layout.lines() + layout.bands());
        assert!(of_row << 17 <= NAMED_BYTES, "{of_row}");
        assert_eq!(Capacity::of(&layout, 1 << 17, 5000).crowd, ALL);
        for entities in [1, 8, 9, 20, 10_000, 5_000_000] {
            let capacity = Capacity::of(&layout, 20_000_000, entities);
            assert!(capacity.crowd.bins <= capacity.named.bins && capacity.named.bins < 1 << 16);
            let shown = entities.saturating_sub(8).div_ceil(capacity.every);
            let points = shown * capacity.crowd.rows + entities.min(9) * capacity.named.rows;
            assert!(points < 1 << 19, "{entities}: {points}");
            assert!(capacity.every == 1 || entities > 5000);
        }
        let lone = Capacity::of(&layout, 20_000_000, 1);
        assert!(lone.named.bins > 16_000, "{lone:?}");
    }
}
