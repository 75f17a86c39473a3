//! Fewer numbers that show the same: buckets of rows, of which the smallest and the largest value are kept.

use std::ops::Range;

/// The largest share with which all costs fit into a budget: who needs less takes less, and leaves the rest to the
/// others.
pub(super) fn fair_share(costs: &[u64], budget: u64) -> u64 {
    let mut costs = costs.to_vec();
    costs.sort_unstable();
    let mut left = budget;
    for (place, &cost) in costs.iter().enumerate() {
        let share = left / (costs.len() - place) as u64;
        if cost > share {
            return share;
        }
        left -= cost;
    }
    u64::MAX
}

/// Buckets of consecutive rows, at most `most` of them. None reaches from one segment into the next, unless there are
/// so many segments that their gaps could not be seen.
pub(super) fn buckets(segments: &[Range<usize>], most: usize) -> Vec<Range<usize>> {
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
        return Vec::new();
    };
    let whole = first.start..last.end;
    let most = most.max(1);
    let (parts, room) = if segments.len() <= most / 2 {
        (segments, most - segments.len())
    } else {
        (std::slice::from_ref(&whole), most)
    };
    let size = whole.len().div_ceil(room).max(1);
    parts
        .iter()
        .flat_map(|part| {
            part.clone()
                .step_by(size)
                .map(|start| start..(start + size).min(part.end))
        })
        .collect()
}

/// The smallest and the largest known value of a bucket; NaN where none is known.
pub(super) fn low_high(values: &[f64]) -> [f64; 2] {
    let known = values.iter().copied().filter(|value| !value.is_nan());
    known.fold([f64::NAN; 2], |[low, high], value| {
        // `min` and `max` pass over the NaN of the start.
        [low.min(value), high.max(value)]
    })
}

/// Rows of a path to draw, at most `most` of them (but 16 in any case), with `None` where the line is broken: those of which the
/// position is in another cell of a grid than that of the row before, the grid as fine as they allow. Each part The
/// path keeps its ends and its outermost points.
pub(super) fn path_rows(
    x: &[f64],
    y: &[f64],
    parts: &[Range<usize>],
    most: usize,
) -> Vec<Option<usize>> {
    const FINEST: u32 = 4096;
    let rows = || parts.iter().flat_map(Clone::clone);
    let outermost = outermost(x, y, rows());
    let extent = |values: &[f64]| {
        let known = rows()
            .map(|row| values[row])
            .filter(|value| value.is_finite());
        known.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
            [low.min(value), high.max(value)]
        })
    };
    let ([left, right], [bottom, top]) = (extent(x), extent(y));
    let side = (right - left).max(top - bottom);
    let mut cells = FINEST;
    loop {
        let scale = f64::from(cells) / side;
        let last = i64::from(cells) - 1;
        let cell_of = |row: usize| {
            let cell = |value: f64, low: f64| (((value - low) * scale) as i64).min(last);
            (cell(x[row], left), cell(y[row], bottom))
        };
        let kept = by_cell(x, y, parts, cell_of, &outermost);
        if kept.len() <= most || cells == 1 {
            return kept;
        }
        cells /= 2;
    }
}

/// The rows with the smallest and largest x and y, in order.
fn outermost(x: &[f64], y: &[f64], rows: impl Iterator<Item = usize> + Clone) -> Vec<usize> {
    let known = rows.filter(|&row| x[row].is_finite() && y[row].is_finite());
    let most =
        |key: &dyn Fn(usize) -> f64| known.clone().min_by(|a, b| key(*a).total_cmp(&key(*b)));
    let keys: [&dyn Fn(usize) -> f64; 4] =
        [&|row| x[row], &|row| -x[row], &|row| y[row], &|row| -y[row]];
    let mut rows: Vec<usize> = keys.into_iter().filter_map(most).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// A gap inside a cell is too narrow to see and is drawn over.
fn by_cell(
    x: &[f64],
    y: &[f64],
    parts: &[Range<usize>],
    cell_of: impl Fn(usize) -> (i64, i64),
    outermost: &[usize],
) -> Vec<Option<usize>> {
    let mut kept = Vec::new();
    let mut cell = None;
    let mut dropped = None;
    for part in parts {
        let mut gap = true;
        for row in part.clone() {
            if !(x[row].is_finite() && y[row].is_finite()) {
                gap = true;
                continue;
            }
            let here = Some(cell_of(row));
            if here == cell && outermost.binary_search(&row).is_err() {
                dropped = Some(row);
            } else {
                if gap && !kept.is_empty() {
                    kept.extend(dropped.map(Some));
                    kept.push(None);
                }
                kept.push(Some(row));
                dropped = None;
                cell = here;
            }
            gap = false;
        }
    }
    kept.extend(dropped.map(Some));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    fn segments_of(lengths: &[usize]) -> Vec<Range<usize>> {
        let mut start = 0;
        let segment = |&length: &usize| {
            start += length;
            start - length..start
        };
        lengths.iter().map(segment).collect()
    }

    #[test]
    fn who_needs_little_leaves_the_rest() {
        assert_eq!(fair_share(&[10, 100, 1000], 300), 190);
        assert_eq!(fair_share(&[10, 100], 110), u64::MAX);
        assert_eq!(fair_share(&[], 0), u64::MAX);
    }

    #[test]
    fn buckets_end_with_their_segments() {
        assert_eq!(buckets(&[0..5, 5..8], 6), [0..2, 2..4, 4..5, 5..7, 7..8]);
        assert_eq!(buckets(&segments_of(&[1; 9]), 3), [0..3, 3..6, 6..9]);
        assert!(buckets(&[], 3).is_empty());
    }

    #[test]
    fn a_path_keeps_its_ends_and_breaks() {
        let x: Vec<f64> = (0..1000).map(f64::from).collect();
        let y = vec![0.0; 1000];
        let kept = path_rows(&x, &y, &[0..500, 500..1000], 40);
        assert!(kept.len() <= 40, "{}", kept.len());
        assert_eq!((kept[0], kept[kept.len() - 1]), (Some(0), Some(999)));
        assert!(kept.contains(&None) && kept.contains(&Some(499)));
        let standing = path_rows(&[1.0; 9], &[2.0; 9], std::slice::from_ref(&(0..9)), 40);
        assert_eq!(standing, [Some(0), Some(8)]);
    }

    proptest! {
        #[test]
        fn shares_fit_and_are_the_largest(costs in prop::collection::vec(0_u64..1000, 1..30), budget in 0_u64..20_000) {
            let share = fair_share(&costs, budget);
            let used = |share: u64| costs.iter().map(|&cost| cost.min(share)).sum::<u64>();
            prop_assert!(used(share) <= budget);
            if share < u64::MAX {
                prop_assert!(used(share + 1) > budget);
            }
        }

        #[test]
        fn buckets_cover_all_rows_and_keep_extremes(
            lengths in prop::collection::vec(1_usize..50, 1..40),
            most in 1_usize..200,
            seed in any::<u64>(),
        ) {
            let segments = segments_of(&lengths);
            let rows: usize = lengths.iter().sum();
            let values: Vec<f64> = (0..rows as u64)
                .map(|row| {
                    let mixed = (row ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
                    if mixed % 7 == 0 { f64::NAN } else { mixed as f64 }
                })
                .collect();
            let buckets = buckets(&segments, most);
            prop_assert!(buckets.len() <= most);
            let covered: Vec<usize> = buckets.iter().cloned().flatten().collect();
            prop_assert_eq!(covered, (0..rows).collect::<Vec<_>>());
            let ranges: Vec<[f64; 2]> = buckets.iter().map(|rows| low_high(&values[rows.clone()])).collect();
            let low = ranges.iter().map(|range| range[0]).fold(f64::NAN, f64::min);
            let high = ranges.iter().map(|range| range[1]).fold(f64::NAN, f64::max);
            let whole = low_high(&values);
            prop_assert!(low.to_bits() == whole[0].to_bits() && high.to_bits() == whole[1].to_bits());
        }

        #[test]
        fn a_path_keeps_its_outermost_points(
            points in prop::collection::vec((-1e3_f64..1e3, -1e3_f64..1e3), 2..300),
            most in 16_usize..100,
        ) {
            let (x, y): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
            let rows = 0..x.len();
            let kept = path_rows(&x, &y, std::slice::from_ref(&rows), most);
            prop_assert!(kept.len() <= most);
            for values in [&x, &y] {
                let drawn: Vec<f64> = kept.iter().flatten().map(|&row| values[row]).collect();
                prop_assert_eq!(low_high(&drawn), low_high(values));
            }
        }
    }
}
