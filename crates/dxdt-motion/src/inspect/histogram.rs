//! How many steps are how long, in a line of block characters.

use serde::Serialize;

/// Counts of steps between the shortest and the longest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Histogram {
    /// The lower end of the first bin, in seconds.
    pub low: f64,
    /// The upper end of the last bin, in seconds.
    pub high: f64,
    /// Bins have equal ratios of their ends, not equal widths.
    pub logarithmic: bool,
    /// Steps in each bin.
    pub counts: Vec<u64>,
}

const BINS: usize = 16;
// From here on, most bins of equal width would be empty.
const LOGARITHMIC_RATIO: f64 = 30.0;

/// Whether the shortest and the longest of some steps are equal, but for the rounding of timestamps that were floats.
pub fn are_equal(low: f64, high: f64) -> bool {
    const SHARE: f64 = 1e-12;
    high - low <= SHARE * high
}

impl Histogram {
    /// Counts steps, in seconds and above zero; `None` where all are equal or there are none.
    pub(super) fn of(steps: &[f64]) -> Option<Self> {
        let low = steps.iter().copied().reduce(f64::min)?;
        let high = steps.iter().copied().reduce(f64::max)?;
        if are_equal(low, high) {
            return None;
        }
        let logarithmic = high / low > LOGARITHMIC_RATIO;
        let scale = |step: f64| if logarithmic { step.ln() } else { step };
        let (first, width) = (scale(low), scale(high) - scale(low));
        let mut counts = vec![0; BINS];
        for &step in steps {
            let bin = ((scale(step) - first) / width * BINS as f64) as usize;
            counts[bin.min(BINS - 1)] += 1;
        }
        Some(Self {
            low,
            high,
            logarithmic,
            counts,
        })
    }

    /// A character a bin, as high as its count; a blank only where a bin is empty.
    ///
    /// ```
    /// let histogram = dxdt_motion::inspect::Histogram { low: 1.0, high: 4.0, logarithmic: false, counts: vec![1, 0, 80] };
    /// assert_eq!(histogram.bars(), "▁ █");
    /// ```
    pub fn bars(&self) -> String {
        const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let most = self.counts.iter().copied().max().unwrap_or(0).max(1) as f64;
        let block = |&count: &u64| match count {
            0 => ' ',
            _ => BLOCKS[((count as f64 / most * 8.0) as usize).min(7)],
        };
        self.counts.iter().map(block).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_in_a_bin() {
        let steps: Vec<f64> = (1..=160).map(f64::from).collect();
        let wide = Histogram::of(&steps).unwrap();
        assert!(wide.logarithmic);
        assert_eq!(wide.counts.iter().sum::<u64>(), 160);
        let even: Vec<f64> = (160..320).map(f64::from).collect();
        let even = Histogram::of(&even).unwrap();
        assert!(!even.logarithmic);
        assert_eq!(even.counts, [10; 16]);
        assert_eq!(even.bars(), "█".repeat(16));
    }

    #[test]
    fn equal_steps_have_no_histogram() {
        assert_eq!(Histogram::of(&[2.0, 2.0]), None);
        assert_eq!(Histogram::of(&[]), None);
    }
}
