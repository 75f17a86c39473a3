//! What is left of the noise of the positions in what the filter and the differences give.

use super::super::gradient::{Weights, composed, gradient_weights};
use super::butterworth::Butterworth;
use crate::CalculusError;

/// The variances of position to jerk over that of the noise of the rows, for unit steps, by the distance to the nearer end.
#[derive(Debug)]
pub(super) struct NoiseGain {
    places: Vec<usize>,
    variances: [Vec<f64>; 4],
}

// Distances from the end at which variances are computed, nearer to each other near it.
const PLACES: usize = 48;

impl NoiseGain {
    /// Of a filter on a series of a length.
    pub fn of(filter: &Butterworth, rows: usize) -> Result<Self, CalculusError> {
        let reach = filter.reach(rows);
        let weights = filter.weights(2 * reach + 8);
        let last_place = PLACES - 1;
        let mut places: Vec<usize> = (0..PLACES)
            .map(|k| reach * k * k / (last_place * last_place))
            .collect();
        places.dedup();
        let mut variances: [Vec<f64>; 4] = std::array::from_fn(|_| Vec::new());
        for (order, chained) in chained_weights()?.iter().enumerate() {
            variances[order] = places
                .iter()
                .map(|&place| variance(&weights, reach, place, chained))
                .collect();
        }
        Ok(Self { places, variances })
    }

    /// The variance of a derivative at a distance from the nearer end.
    pub fn variance(&self, order: usize, distance: f64) -> f64 {
        let variances = &self.variances[order];
        let after = self
            .places
            .partition_point(|place| (*place as f64) <= distance);
        match (after.checked_sub(1), self.places.get(after)) {
            (Some(before), Some(place)) => {
                let from = self.places[before] as f64;
                let share = (distance - from) / (*place as f64 - from);
                variances[before] + share * (variances[after] - variances[before])
            }
            (Some(before), None) => variances[before],
            (None, _) => variances[0],
        }
    }
}

// Rows from here on have the same weights, moved.
const INSIDE: usize = 8;

/// The weights of filtered rows in position, velocity, acceleration and jerk, near the first row.
fn chained_weights() -> Result<[Vec<Weights>; 4], CalculusError> {
    let t: Vec<f64> = (0..2 * INSIDE + 1).map(|i| i as f64).collect();
    let position: Vec<Weights> = (0..t.len()).map(Weights::of_itself).collect();
    let velocity = gradient_weights(&t)?;
    let acceleration = composed(&velocity, &velocity);
    let jerk = composed(&velocity, &acceleration);
    Ok([position, velocity, acceleration, jerk])
}

/// The sum of the squares of the weights of the rows in a derivative at a row.
fn variance(filter: &[f64], reach: usize, row: usize, chained: &[Weights]) -> f64 {
    let place = row.min(INSIDE);
    let (moved, chained) = (row - place, &chained[place]);
    let of_filter = |distance: usize| filter.get(distance).copied().unwrap_or_default();
    // The first row carries the continuation, which is turned about it: 2x₀ − xₖ at −k.
    let turned = |filtered: usize| 2.0 * (1..=reach).map(|k| of_filter(filtered + k)).sum::<f64>();
    let weight = |k: usize| -> f64 {
        let rows = chained.weights.iter().enumerate();
        rows.filter(|(_, weight)| **weight != 0.0)
            .map(|(at, weight)| {
                let filtered = chained.start + moved + at;
                let from_row = of_filter(filtered.abs_diff(k));
                let from_continuation = match k {
                    0 => turned(filtered),
                    _ if k <= reach => -of_filter(filtered + k),
                    _ => 0.0,
                };
                weight * (from_row + from_continuation)
            })
            .sum()
    };
    (0..=row + reach + INSIDE).map(|k| weight(k).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EdgeOrder, Spacing, gradient};

    #[test]
    fn variances_are_sums_of_squares_of_what_impulses_leave() {
        const ROWS: usize = 120;
        let filter = Butterworth::with_cutoff(0.2);
        let gain = NoiseGain::of(&filter, ROWS).unwrap();
        let mut variances = [const { [0.0; ROWS] }; 4];
        for row in 0..ROWS {
            let mut impulse = vec![0.0; ROWS];
            impulse[row] = 1.0;
            let mut column = filter.filter(&impulse);
            for variances in &mut variances {
                for (variance, value) in variances.iter_mut().zip(&column) {
                    *variance += value * value;
                }
                column = gradient(&column, Spacing::Uniform(1.0), EdgeOrder::Second).unwrap();
            }
        }
        for (order, variances) in variances.iter().enumerate() {
            for place in [0, 1, 2, 5, 20, 60] {
                let (found, expected) = (gain.variance(order, place as f64), variances[place]);
                // Between the places that are computed the variance is not exact.
                assert!(
                    (found / expected - 1.0).abs() < 1e-3 + 1e-2 * f64::from(u8::from(place > 2)),
                    "order {order}, row {place}: {found}, {expected}"
                );
            }
        }
    }
}
