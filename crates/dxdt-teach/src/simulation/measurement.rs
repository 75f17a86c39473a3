//! What an instrument makes of the exact positions: noise, outliers, steps, missing values.

use std::f64::consts::TAU;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::random::{Purpose, generator};

/// How positions are measured.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Measurement {
    /// Standard deviation of the noise along each axis in meters.
    pub noise: f64,
    /// The share of rows that are outliers.
    pub outliers: f64,
    /// How far an outlier is displaced, in meters.
    pub outlier_size: f64,
    /// The share of rows without a position.
    pub missing: f64,
    /// The share of rows that are left out.
    pub dropped: f64,
    /// Positions are multiples of this many meters.
    pub quantum: Option<f64>,
}

impl Measurement {
    /// Whether each row stays.
    pub fn kept(&self, rows: usize, seed: u64, entity: u64) -> Vec<bool> {
        let mut random = generator(seed, entity, Purpose::Dropped);
        (0..rows)
            .map(|_| random.random::<f64>() >= self.dropped)
            .collect()
    }

    /// The positions as they are measured, axis by axis; NaN where one is missing.
    pub fn of(&self, mut positions: Vec<Vec<f64>>, seed: u64, entity: u64) -> Vec<Vec<f64>> {
        let rows = positions.first().map_or(0, Vec::len);
        if self.noise > 0.0 {
            let mut random = generator(seed, entity, Purpose::Noise);
            for row in 0..rows {
                for axis in positions.iter_mut().filter_map(|axis| axis.get_mut(row)) {
                    let normal: f64 = StandardNormal.sample(&mut random);
                    *axis += self.noise * normal;
                }
            }
        }
        if self.outliers > 0.0 {
            let mut random = generator(seed, entity, Purpose::Outliers);
            for row in 0..rows {
                let is_outlier = random.random::<f64>() < self.outliers;
                let way = direction(positions.len(), &mut random);
                if is_outlier {
                    let axes = positions.iter_mut().filter_map(|axis| axis.get_mut(row));
                    for (axis, way) in axes.zip(way) {
                        *axis += self.outlier_size * way;
                    }
                }
            }
        }
        if let Some(quantum) = self.quantum {
            for position in positions.iter_mut().flatten() {
                *position = nearest_multiple(*position, quantum);
            }
        }
        if self.missing > 0.0 {
            let mut random = generator(seed, entity, Purpose::Missing);
            for row in 0..rows {
                if random.random::<f64>() < self.missing {
                    for axis in positions.iter_mut().filter_map(|axis| axis.get_mut(row)) {
                        *axis = f64::NAN;
                    }
                }
            }
        }
        positions
    }
}

/// A random direction of length 1, every one as likely.
fn direction(axes: usize, random: &mut ChaCha8Rng) -> [f64; 3] {
    let height = match axes {
        1 => return [if random.random::<bool>() { 1.0 } else { -1.0 }, 0.0, 0.0],
        2 => 0.0,
        // On a sphere every height is as likely (Archimedes).
        _ => 2.0 * random.random::<f64>() - 1.0,
    };
    let (sine, cosine) = (TAU * random.random::<f64>()).sin_cos();
    let level = f64::sqrt(1.0 - height * height);
    [level * cosine, level * sine, height]
}

/// The multiple of the quantum nearest to the value, written with as few digits as it has.
fn nearest_multiple(value: f64, quantum: f64) -> f64 {
    // Plus zero, so that there is no -0.
    super::quantity::scaled((value / quantum).round(), quantum) + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(measurement: &Measurement, axes: usize) -> Vec<Vec<f64>> {
        measurement.of(vec![vec![1.0; 50_000]; axes], 7, 0)
    }

    #[test]
    fn noise_has_its_standard_deviation_and_each_axis_its_own() {
        let noise = Measurement {
            noise: 0.01,
            ..Measurement::default()
        };
        let axes = measured(&noise, 3);
        for axis in &axes {
            let squares: f64 = axis.iter().map(|x| (x - 1.0).powi(2)).sum();
            // The standard error of the deviation is a 316th of it.
            assert!(((squares / 50_000.0).sqrt() / 0.01 - 1.0).abs() < 0.015);
        }
        let product: f64 = axes[0]
            .iter()
            .zip(&axes[1])
            .map(|(x, y)| (x - 1.0) * (y - 1.0))
            .sum();
        assert!((product / 50_000.0 / 1e-4).abs() < 0.02);
    }

    #[test]
    fn outliers_are_as_many_and_as_far_as_said() {
        let outliers = Measurement {
            outliers: 0.02,
            outlier_size: 0.5,
            ..Measurement::default()
        };
        for count in 1..=3 {
            let axes = measured(&outliers, count);
            let mut found = 0;
            let mut mean = vec![0.0; count];
            for row in 0..50_000 {
                let away: Vec<f64> = axes.iter().map(|axis| axis[row] - 1.0).collect();
                let distance = away.iter().map(|d| d * d).sum::<f64>().sqrt();
                if distance > 0.0 {
                    assert!((distance - 0.5).abs() < 1e-14);
                    found += 1;
                    for (mean, away) in mean.iter_mut().zip(away) {
                        *mean += away;
                    }
                }
            }
            assert!((900..1100).contains(&found), "{found}");
            assert!(
                mean.iter().all(|mean| (mean / 0.5 / 1000.0).abs() < 0.12),
                "{mean:?}"
            );
        }
    }

    #[test]
    fn missing_rows_miss_every_axis_and_dropped_ones_are_told() {
        let gone = Measurement {
            missing: 0.1,
            dropped: 0.3,
            ..Measurement::default()
        };
        let axes = measured(&gone, 2);
        let missing = axes[0].iter().filter(|x| x.is_nan()).count();
        assert!((4700..5300).contains(&missing), "{missing}");
        assert!(
            axes[0]
                .iter()
                .zip(&axes[1])
                .all(|(x, y)| x.is_nan() == y.is_nan())
        );
        let kept = gone
            .kept(50_000, 7, 0)
            .into_iter()
            .filter(|kept| *kept)
            .count();
        assert!((34_500..35_500).contains(&kept), "{kept}");
        assert!(
            Measurement::default()
                .kept(1000, 7, 0)
                .into_iter()
                .all(|kept| kept)
        );
    }

    #[test]
    fn more_of_one_thing_moves_nothing_else() {
        let noise = Measurement {
            noise: 0.01,
            ..Measurement::default()
        };
        let more = Measurement {
            outliers: 0.01,
            outlier_size: 9.0,
            ..noise.clone()
        };
        let (noise, more) = (measured(&noise, 2), measured(&more, 2));
        let same = noise[0]
            .iter()
            .zip(&more[0])
            .filter(|(a, b)| a == b)
            .count();
        assert!((49_300..49_700).contains(&same), "{same}");
    }

    #[test]
    fn multiples_are_decimal() {
        assert_eq!(nearest_multiple(0.34962, 0.001), 0.35);
        assert_eq!(nearest_multiple(-0.0004, 0.001).to_bits(), 0);
        assert_eq!(nearest_multiple(7.3, 0.25), 7.25);
        assert_eq!(nearest_multiple(1e7 + 4.0, 10.0), 1e7);
    }
}
