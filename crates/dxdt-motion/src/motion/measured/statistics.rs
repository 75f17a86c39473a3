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
        let mut moments = Moments::default();
        pairs().for_each(|(derived, measured)| moments.add(*derived, *measured));
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
            correlation: moments.correlation(),
        })
    }
}

/// Means and sums of squares of pairs, by Welford's recurrences, so that a large mean costs no digits.
#[derive(Default)]
pub(super) struct Moments {
    count: f64,
    derived: f64,
    measured: f64,
    dd: f64,
    mm: f64,
    dm: f64,
}

impl Moments {
    pub fn add(&mut self, derived: f64, measured: f64) {
        self.count += 1.0;
        let (from_derived, from_measured) = (derived - self.derived, measured - self.measured);
        self.derived += from_derived / self.count;
        self.measured += from_measured / self.count;
        self.dd += from_derived * (derived - self.derived);
        self.mm += from_measured * (measured - self.measured);
        self.dm += from_derived * (measured - self.measured);
    }

    /// Pearson's correlation; `None` where one of the two does not vary.
    fn correlation(&self) -> Option<f64> {
        let both_vary = self.dd > 0.0 && self.mm > 0.0;
        both_vary.then(|| (self.dm / (self.dd.sqrt() * self.mm.sqrt())).clamp(-1.0, 1.0))
    }

    /// The share of the variance of the derived values that a line through the pairs leaves.
    pub fn unexplained(&self) -> f64 {
        let both = self.dd * self.mm;
        if both > 0.0 && self.dm > 0.0 {
            (1.0 - self.dm * self.dm / both).max(0.0)
        } else {
            1.0
        }
    }

    /// The root mean square of derived minus measured, its mean taken out.
    pub fn difference(&self) -> f64 {
        let squares = (self.dd - 2.0 * self.dm + self.mm).max(0.0);
        (squares / self.count).sqrt()
    }
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
