//! The samples that take part in a fit.

use super::super::samples::Samples;

// So many in a row that do not fit the curve are a piece that it lacks.
const MANY: usize = 6;

/// Rows that are used, and long runs of those that are not: an outlier stands alone.
pub(super) fn with_long_runs(samples: &Samples, used: &[bool]) -> Vec<bool> {
    let mut all = used.to_vec();
    let mut run = Vec::new();
    let present = (0..used.len()).filter(|&row| !samples.x[row].is_nan());
    for row in present.map(Some).chain([None]) {
        match row {
            Some(row) if !used[row] => run.push(row),
            _ => {
                if run.len() >= MANY {
                    run.iter().for_each(|&row| all[row] = true);
                }
                run.clear();
            }
        }
    }
    all
}

/// Timestamps and positions of the rows that are used and have a position.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    pub t: Vec<f64>,
    pub x: Vec<f64>,
}

impl Rows {
    pub fn of(samples: &Samples, used: &[bool]) -> Self {
        let taking_part = || (0..used.len()).filter(|&row| used[row] && !samples.x[row].is_nan());
        Self {
            t: taking_part().map(|row| samples.t[row]).collect(),
            x: taking_part().map(|row| samples.x[row]).collect(),
        }
    }

    /// The first timestamp and the last; 0 without rows.
    pub fn ends(&self) -> (f64, f64) {
        let first = self.t.first().copied().unwrap_or_default();
        (first, self.t.last().copied().unwrap_or_default())
    }

    /// Some rows from one on.
    pub fn part(&self, start: usize, length: usize) -> Self {
        let rows = start..start + length;
        Self {
            t: self.t[rows.clone()].to_vec(),
            x: self.x[rows].to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outliers_stand_alone() {
        let t: Vec<f64> = (0..20).map(f64::from).collect();
        let mut x = t.clone();
        x[7] = f64::NAN;
        let samples = Samples::new(&t, &x, 2).unwrap();
        let mut used = vec![true; 20];
        used[1] = false;
        used[4..11].fill(false);
        used[15..].fill(false);
        let mut expected = vec![true; 20];
        expected[1] = false;
        // No position there, so nothing to use.
        expected[7] = false;
        expected[15..].fill(false);
        assert_eq!(with_long_runs(&samples, &used), expected);
        assert_eq!(Rows::of(&samples, &expected).t.len(), 13);
    }
}
