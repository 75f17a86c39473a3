//! Even timestamps, which a filter needs, from uneven ones, and back.

/// A series at even timestamps.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub start: f64,
    pub step: f64,
    pub values: Vec<f64>,
}

// Finer than this many rows a position only repeats what is there, as over a gap as long as the rest.
const MOST_ROWS_A_POSITION: usize = 8;
const FEWEST_STEPS: usize = 5;

impl Grid {
    /// Of positions at increasing timestamps, about a step of 1 apart, by cubics through the four positions around each row.
    ///
    /// Positions nearer to each other than half a step are taken together: a cubic through them would make their noise many
    /// times larger.
    pub fn of(t: &[f64], x: &[f64]) -> Self {
        let (t, x) = apart(t, x);
        let stamp = |stamp: Option<&f64>| stamp.copied().unwrap_or_default();
        let (start, end) = (stamp(t.first()), stamp(t.last()));
        let most = MOST_ROWS_A_POSITION * t.len();
        let steps = ((end - start).round() as usize).min(most).max(FEWEST_STEPS);
        let step = if end > start {
            (end - start) / steps as f64
        } else {
            1.0
        };
        let mut cubics = Cubics::of(&t, &x);
        let values = (0..=steps)
            .map(|row| cubics.at(start + row as f64 * step))
            .collect();
        Self {
            start,
            step,
            values,
        }
    }

    /// How many steps a timestamp lies beyond the nearer end, 0 inside.
    pub fn outside(&self, stamp: f64) -> f64 {
        // Stamps at the ends are the ends', but for rounding.
        const ROUNDING: f64 = 1e-6;
        let place = (stamp - self.start) / self.step;
        let beyond = (-place).max(place - (self.values.len() - 1) as f64);
        if beyond > ROUNDING { beyond } else { 0.0 }
    }

    /// Values of the grid's rows at timestamps; NaN beyond its ends.
    pub fn back(&self, values: &[f64], stamps: &[f64]) -> Vec<f64> {
        let last = values.len() - 1;
        let at = |stamp: &f64| {
            if self.outside(*stamp) > 0.0 {
                return f64::NAN;
            }
            let place = (stamp - self.start) / self.step;
            let first = (place.floor() as usize)
                .saturating_sub(1)
                .min(last.saturating_sub(3));
            let places: [f64; 4] = std::array::from_fn(|k| (first + k) as f64);
            interpolated(&places, &values[first..first + 4], place)
        };
        stamps.iter().map(at).collect()
    }
}

/// Positions at least half a step apart: the mean of those that are not.
fn apart(t: &[f64], x: &[f64]) -> (Vec<f64>, Vec<f64>) {
    const NEAR: f64 = 0.5;
    let (mut stamps, mut values): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    let mut row = 0;
    while row < t.len() {
        let end = row + t[row..].partition_point(|stamp| stamp - t[row] < NEAR);
        let count = (end - row) as f64;
        stamps.push(t[row..end].iter().sum::<f64>() / count);
        values.push(x[row..end].iter().sum::<f64>() / count);
        row = end;
    }
    (stamps, values)
}

/// Cubics through the four positions around a timestamp; timestamps are asked for in increasing order.
struct Cubics<'a> {
    t: &'a [f64],
    x: &'a [f64],
    after: usize,
}

impl<'a> Cubics<'a> {
    fn of(t: &'a [f64], x: &'a [f64]) -> Self {
        Self { t, x, after: 0 }
    }

    fn at(&mut self, stamp: f64) -> f64 {
        while self.after < self.t.len() && self.t[self.after] <= stamp {
            self.after += 1;
        }
        let first = self
            .after
            .saturating_sub(2)
            .min(self.t.len().saturating_sub(4));
        let rows = first..(first + 4).min(self.t.len());
        interpolated(&self.t[rows.clone()], &self.x[rows], stamp)
    }
}

/// Lagrange's polynomial through a few points, on differences from the first value.
fn interpolated(t: &[f64], x: &[f64], at: f64) -> f64 {
    let Some(&first) = x.first() else {
        return f64::NAN;
    };
    let mut sum = 0.0;
    for (i, value) in x.iter().enumerate().skip(1) {
        let others = t.iter().enumerate().filter(|(j, _)| *j != i);
        let weight: f64 = others
            .map(|(_, other)| (at - other) / (t[i] - other))
            .product();
        sum += weight * (value - first);
    }
    first + sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cubics_survive_there_and_back() {
        let t: Vec<f64> = (0..30)
            .map(|i| f64::from(i) + 0.2 * f64::from(i).sin())
            .collect();
        let cubic = |t: f64| 1.0 - t + 0.3 * t * t - 0.01 * t.powi(3);
        let x: Vec<f64> = t.iter().map(|t| cubic(*t)).collect();
        let grid = Grid::of(&t, &x);
        assert_eq!(grid.values.len(), 30);
        for (row, value) in grid.values.iter().enumerate() {
            assert!((value - cubic(grid.start + row as f64 * grid.step)).abs() < 1e-11);
        }
        for (value, x) in grid.back(&grid.values, &t).iter().zip(&x) {
            assert!((value - x).abs() < 1e-11);
        }
        assert!(grid.back(&grid.values, &[-1.0, 40.0])[0].is_nan());
    }

    #[test]
    fn near_positions_are_taken_together_and_long_gaps_cost_no_memory() {
        let (t, x) = apart(&[0.0, 1.0, 1.001, 2.0], &[0.0, 5.0, -5.0, 0.0]);
        assert_eq!(x, [0.0, 0.0, 0.0]);
        assert!((t[1] - 1.0005).abs() < 1e-12);
        let grid = Grid::of(&[0.0, 1.0, 2.0, 1e12], &[0.0; 4]);
        assert_eq!(grid.values.len(), 8 * 4 + 1);
    }
}
