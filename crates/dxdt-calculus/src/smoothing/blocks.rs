//! The parts of a long series that are enough to find parameters.

use std::ops::Range;

/// The rows on which a long series is sounded out: `count` blocks from its start to its end, `enough` rows together; a
/// series that is not longer is one block.
pub(super) fn blocks(rows: usize, enough: usize, count: usize) -> Vec<Range<usize>> {
    if rows <= enough {
        return std::iter::once(0..rows).collect();
    }
    let length = enough / count;
    (0..count)
        .map(|block| block * (rows - length) / (count - 1))
        .map(|start| start..start + length)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_the_ends_of_long_series() {
        assert_eq!(blocks(10, 10, 2), vec![0..10; 1]);
        assert_eq!(blocks(100, 12, 3), [0..4, 48..52, 96..100]);
    }
}
