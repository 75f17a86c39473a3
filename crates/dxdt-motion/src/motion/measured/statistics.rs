//! How two columns differ, row by row.

/// Figures of derived minus measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Statistics {
    pub rows: u64,
    pub bias: f64,
    pub rms: f64,
    pub relative_rms: Option<f64>,
    pub median: f64,
    pub percentile_99: f64,
    pub largest: f64,
    pub correlation: Option<f64>,
}

impl Statistics {
    /// Whether both go together enough for a lag to be told.
    pub fn are_alike(&self) -> bool {
        self.correlation
            .is_some_and(|correlation| correlation > 0.5)
    }

    /// Over the rows that have both; `None` where there are fewer than two.
    pub fn of(derived: &[f64], measured: &[f64]) -> Option<Self> {
        let pairs = || {
            derived
                .iter()
                .zip(measured)
                .filter(|(derived, measured)| derived.is_finite() && measured.is_finite())
        };
        let mut magnitudes: Vec<f64> = pairs().map(|(d, m)| (d - m).abs()).collect();
        let rows = magnitudes.len();
        if rows < 2 {
            return None;
        }
        let count = rows as f64;
        let mean = |of: fn(f64, f64) -> f64| pairs().map(|(d, m)| of(*d, *m)).sum::<f64>() / count;
        let bias = mean(|d, m| d - m);
        let square = mean(|d, m| (d - m) * (d - m));
        let size = mean(|_, m| m * m).sqrt();
        magnitudes.sort_unstable_by(f64::total_cmp);
        // The smallest value that at least the share of the rows does not exceed.
        let quantile = |share: f64| {
            let rank = (share * count).ceil() as usize;
            magnitudes[rank.clamp(1, rows) - 1]
        };
        Some(Self {
            rows: rows as u64,
            bias,
            rms: square.sqrt(),
            relative_rms: (size > 0.0).then(|| square.sqrt() / size),
            median: quantile(0.5),
            percentile_99: quantile(0.99),
            largest: magnitudes[rows - 1],
            correlation: correlation(pairs().map(|(d, m)| (*d, *m))),
        })
    }
}

/// Pearson's correlation; `None` where one of the two does not vary.
fn correlation(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
    let (mut count, mut mean_a, mut mean_b) = (0.0, 0.0, 0.0);
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    // Welford's recurrences, so that a large mean costs no digits.
    for (a, b) in pairs {
        count += 1.0;
        let (from_a, from_b) = (a - mean_a, b - mean_b);
        mean_a += from_a / count;
        mean_b += from_b / count;
        aa += from_a * (a - mean_a);
        bb += from_b * (b - mean_b);
        ab += from_a * (b - mean_b);
    }
    (aa > 0.0 && bb > 0.0).then(|| (ab / (aa.sqrt() * bb.sqrt())).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_the_difference() {
        let nan = f64::NAN;
        let statistics =
            Statistics::of(&[1.0, 2.0, 3.0, nan, 9.0], &[0.0, 2.0, 4.0, 1.0, nan]).unwrap();
        assert_eq!(
            (statistics.rows, statistics.bias, statistics.largest),
            (3, 0.0, 1.0)
        );
        assert!((statistics.rms - (2.0f64 / 3.0).sqrt()).abs() < 1e-15);
        assert!((statistics.correlation.unwrap() - 1.0).abs() < 1e-15);
        assert_eq!(
            Statistics::of(&[1.0, 1.0], &[1.0, 2.0])
                .unwrap()
                .correlation,
            None
        );
        assert_eq!(Statistics::of(&[1.0], &[1.0]), None);
    }

    #[test]
    fn quantiles_are_values_that_occur() {
        let derived: Vec<f64> = (0..200).map(f64::from).collect();
        let statistics = Statistics::of(&derived, &[0.0; 200]).unwrap();
        assert_eq!((statistics.median, statistics.percentile_99), (99.0, 197.0));
    }
}
