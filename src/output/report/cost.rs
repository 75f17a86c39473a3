//! What numbers cost on a page.

use crate::output::kept::Room;

use super::columns::Column;

/// How many bytes the numbers may have before they are packed. As text they become four thirds of what is left: with the
/// script, the tables and the text the page stays under 4.5 MB.
pub(super) const BUDGET: u64 = 3_100_000;

/// Bytes of an entity that are not numbers of rows: its JSON, its row in the table.
const OVERHEAD: u64 = 400;
const FEWEST_BUCKETS: u64 = 4;
const FEWEST_POINTS: u64 = 16;

/// What the numbers of an entity cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Costs {
    columns: u64,
    /// Of which standard errors are.
    errors: u64,
    pub has_path: bool,
}

impl Costs {
    pub fn of<'c>(columns: impl Iterator<Item = &'c Column>, has_path: bool) -> Self {
        let mut costs = Self {
            columns: 0,
            errors: 0,
            has_path,
        };
        for column in columns {
            costs.columns += 1;
            costs.errors += u64::from(column.is_error());
        }
        costs
    }

    /// The bytes of an entity with all rows.
    pub fn of_rows(self, rows: u64, segments: usize) -> u64 {
        self.of_no_rows(segments) + rows * self.of_row()
    }

    fn of_row(self) -> u64 {
        8 + self.columns * 4 + 1
    }

    fn of_no_rows(self, segments: usize) -> u64 {
        OVERHEAD + 8 * self.columns + 4 * segments as u64
    }

    /// How many rows, or else buckets and points of the path, fit into an entity's share.
    pub fn room(self, share: u64, segments: usize) -> Room {
        const POINT: u64 = 12;
        let rows = share.saturating_sub(self.of_no_rows(segments)) / self.of_row();
        let room = share.saturating_sub(OVERHEAD + 16 * self.columns);
        // Time, length, rows, flags, and a gap before each at the most.
        let bucket = 4 + 4 + 4 + 1 + 4 + 2 * (2 * self.columns - self.errors);
        let of_path = if self.has_path { room / 6 } else { 0 };
        let buckets = ((room - of_path) / bucket).max(FEWEST_BUCKETS);
        Room {
            rows: rows as usize,
            bins: buckets as usize,
            steps: (of_path / POINT).max(FEWEST_POINTS) as usize,
        }
    }
}
