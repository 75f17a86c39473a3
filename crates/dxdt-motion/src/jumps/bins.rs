//! Counts of values by their size, so that quantiles of any number of values take little memory and do not depend on how
//! the values came.

/// Values above zero, counted in bins that are a 32nd of an octave wide.
#[derive(Debug, Clone, Default)]
pub(super) struct Bins {
    /// The number of the first bin in `counts`.
    first: usize,
    counts: Vec<u64>,
    total: u64,
}

// Exponent and the first five bits of the fraction of a 64-bit float.
const SHIFT: u32 = 52 - 5;

fn bin_of(value: f64) -> usize {
    (value.to_bits() >> SHIFT) as usize
}

/// The upper end of a bin, as a value that stands for it.
fn end_of(bin: usize) -> f64 {
    f64::from_bits((bin as u64 + 1) << SHIFT)
}

impl Bins {
    /// Counts a value that is finite and above zero; others are passed over.
    pub fn add(&mut self, value: f64) {
        if !(value > 0.0 && value.is_finite()) {
            return;
        }
        let bin = bin_of(value);
        if self.counts.is_empty() {
            self.first = bin;
        }
        if bin < self.first {
            let more = self.first - bin;
            self.counts.splice(0..0, std::iter::repeat_n(0, more));
            self.first = bin;
        } else if bin - self.first >= self.counts.len() {
            self.counts.resize(bin - self.first + 1, 0);
        }
        self.counts[bin - self.first] += 1;
        self.total += 1;
    }

    pub fn total(&self) -> u64 {
        self.total
    }

    /// The value that a share of the values do not exceed, to the width of a bin; `None` where there are none.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        self.quantile_with_zeros(0, share)
    }

    /// The same with so many values of zero among them.
    pub fn quantile_with_zeros(&self, zeros: u64, share: f64) -> Option<f64> {
        let last = (self.total + zeros).checked_sub(1)?;
        let rank = (last as f64 * share) as u64;
        let Some(rank) = rank.checked_sub(zeros) else {
            return Some(0.0);
        };
        let mut below = 0;
        for (bin, count) in (self.first..).zip(&self.counts) {
            below += count;
            if below > rank {
                return Some(end_of(bin));
            }
        }
        None
    }

    /// The median distance of the values from one that is given.
    pub fn deviation_from(&self, middle: f64) -> Option<f64> {
        let mut distances: Vec<(f64, u64)> = (self.first..)
            .zip(&self.counts)
            .filter(|(_, count)| **count > 0)
            .map(|(bin, count)| ((end_of(bin) - middle).abs(), *count))
            .collect();
        distances.sort_by(|a, b| a.0.total_cmp(&b.0));
        let rank = self.total.checked_sub(1)? / 2;
        let mut below = 0;
        for (distance, count) in distances {
            below += count;
            if below > rank {
                return Some(distance);
            }
        }
        None
    }

    /// How many values are in bins above that of `limit`.
    pub fn above(&self, limit: f64) -> u64 {
        let after = (bin_of(limit) + 1).saturating_sub(self.first);
        self.counts.iter().skip(after).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bins(values: &[f64]) -> Bins {
        let mut bins = Bins::default();
        values.iter().for_each(|value| bins.add(*value));
        bins
    }

    #[test]
    fn quantiles_are_right_to_a_32nd_of_an_octave() {
        let values: Vec<f64> = (1..=1000).rev().map(f64::from).collect();
        let bins = bins(&values);
        for (share, right) in [(0.0, 1.0), (0.5, 500.0), (0.95, 950.0), (1.0, 1000.0)] {
            let found = bins.quantile(share).unwrap();
            assert!((found / right - 1.0).abs() < 0.04, "{share}: {found}");
        }
        assert!((bins.deviation_from(500.0).unwrap() / 250.0 - 1.0).abs() < 0.1);
        assert_eq!(bins.quantile_with_zeros(1001, 0.5), Some(0.0));
        assert!(bins.quantile_with_zeros(999, 0.5).unwrap() < 1.1);
        assert_eq!(bins.above(1e9), 0);
        assert!((480..=500).contains(&bins.above(500.0)));
    }

    #[test]
    fn the_order_of_the_values_does_not_matter() {
        let mut values = [3.0, 1e-9, 7e5, 1.0, 0.2];
        let there = bins(&values);
        values.reverse();
        let back = bins(&values);
        assert_eq!((there.first, &there.counts), (back.first, &back.counts));
    }

    #[test]
    fn what_is_no_size_is_passed_over() {
        let bins = bins(&[0.0, -1.0, f64::NAN, f64::INFINITY]);
        assert_eq!((bins.total(), bins.quantile(0.5)), (0, None));
    }
}
