//! Which rows of a log are in a sample: blocks that are spread evenly, entity after entity.

use std::ops::Range;

/// Rows that follow each other in a block, at least so many where the entity has them.
const BLOCK: u64 = 2000;

/// Blocks as they are chosen. Entities of up to two blocks' rows are in the sample whole, or not at all.
#[derive(Debug, Clone)]
pub(super) struct Blocks {
    /// So many of so many rows are wanted.
    wanted: u128,
    of: u128,
    /// Rows that are due, times `of`.
    due: i128,
}

impl Blocks {
    /// Of at most about `wanted` of all rows; all of them where there are no more.
    pub fn new(all: u64, wanted: u64) -> Self {
        Self {
            wanted: wanted.min(all).into(),
            of: all.into(),
            due: 0,
        }
    }

    /// Whether rows are left out.
    pub fn is_thinned(&self) -> bool {
        self.wanted < self.of
    }

    /// The blocks of the next entity, which has so many rows: ranges that do not touch.
    pub fn of_entity(&mut self, rows: u64) -> Vec<Range<u64>> {
        if rows == 0 {
            return Vec::new();
        }
        if !self.is_thinned() {
            return std::iter::once(0..rows).collect();
        }
        let blocks = (rows / BLOCK).max(1);
        let start_of =
            |block: u64| (u128::from(block) * u128::from(rows) / u128::from(blocks)) as u64;
        let mut chosen: Vec<Range<u64>> = Vec::new();
        for block in 0..blocks {
            let block = start_of(block)..start_of(block + 1);
            let length = u128::from(block.end - block.start);
            self.due += (length * self.wanted) as i128;
            let whole = (length * self.of) as i128;
            // From half a block on, so that the first and the last are as far from the ends as from each other.
            if 2 * self.due < whole {
                continue;
            }
            self.due -= whole;
            match chosen.last_mut() {
                Some(last) if last.end == block.start => last.end = block.end,
                _ => chosen.push(block),
            }
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(blocks: &[Range<u64>]) -> u64 {
        blocks.iter().map(|block| block.end - block.start).sum()
    }

    #[test]
    fn blocks_are_spread_evenly() {
        let mut blocks = Blocks::new(1_000_000, 100_000);
        let chosen = blocks.of_entity(1_000_000);
        assert_eq!((chosen.len(), rows(&chosen)), (50, 100_000));
        assert!(chosen.iter().all(|block| block.end - block.start == 2000));
        assert!(
            chosen
                .windows(2)
                .all(|pair| pair[1].start - pair[0].start == 20_000)
        );
        assert_eq!((chosen[0].start, chosen[49].end), (8_000, 990_000));
    }

    #[test]
    fn small_entities_are_whole_or_not_there() {
        let mut blocks = Blocks::new(3_900 * 1000, 390_000);
        let chosen: Vec<Vec<Range<u64>>> = (0..1000).map(|_| blocks.of_entity(3_900)).collect();
        let whole = chosen.iter().filter(|chosen| !chosen.is_empty());
        assert!(
            whole
                .clone()
                .all(|chosen| chosen.len() == 1 && chosen[0] == (0..3_900))
        );
        assert_eq!(whole.count(), 100);
    }

    #[test]
    fn one_large_entity_does_not_take_the_rows_of_the_small_ones() {
        let mut blocks = Blocks::new(2_000_000, 200_000);
        let of_large = rows(&blocks.of_entity(1_000_000));
        let of_small: u64 = (0..10_000).map(|_| rows(&blocks.of_entity(100))).sum();
        assert!((98_000..=102_000).contains(&of_large), "{of_large}");
        assert!((98_000..=102_000).contains(&of_small), "{of_small}");
    }

    #[test]
    fn blocks_that_follow_each_other_are_one() {
        let mut blocks = Blocks::new(100_000, 75_000);
        let chosen = blocks.of_entity(100_000);
        assert!(chosen.windows(2).all(|pair| pair[0].end < pair[1].start));
        assert!(chosen.iter().any(|block| block.end - block.start == 6000));
        assert!((73_000..=77_000).contains(&rows(&chosen)));
    }

    #[test]
    fn few_rows_are_all_there() {
        let mut blocks = Blocks::new(5_000, 9_000);
        assert_eq!(
            blocks.of_entity(4_990).as_slice(),
            std::slice::from_ref(&(0..4_990))
        );
        assert_eq!(blocks.of_entity(0), []);
        assert!(!blocks.is_thinned());
    }
}
