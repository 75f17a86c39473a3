//! Rows of the same timestamp: which one stays, or what is made of them.

use crate::space::{Frame, earth_centred};

/// What is done with rows of one entity that have the same timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DuplicatePolicy {
    /// The first in the file stays.
    #[default]
    First,
    /// The last in the file stays.
    Last,
    /// Their mean position is used.
    Mean,
    /// Their median position is used, axis by axis.
    Median,
    /// They are an error.
    Error,
}

impl std::str::FromStr for DuplicatePolicy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "first" => Self::First,
            "last" => Self::Last,
            "mean" => Self::Mean,
            "median" => Self::Median,
            "error" => Self::Error,
            _ => return Err("give first, last, mean, median or error".to_owned()),
        })
    }
}

/// The position that stands for several of one instant; `positions` has one inner list a row.
pub(super) fn combined(
    policy: DuplicatePolicy,
    coordinates: Frame,
    mut positions: Vec<Vec<f64>>,
) -> Vec<f64> {
    if coordinates == Frame::Geographic {
        keep_longitudes_together(&mut positions);
    }
    let axes = positions.first().map_or(0, Vec::len);
    let count = positions.len();
    let mut combined: Vec<f64> = (0..axes)
        .map(|axis| {
            let mut values: Vec<f64> = positions.iter().map(|position| position[axis]).collect();
            match policy {
                DuplicatePolicy::Mean => mean(&values),
                DuplicatePolicy::Median => {
                    values.sort_unstable_by(f64::total_cmp);
                    mean(&values[(count - 1) / 2..=count / 2])
                }
                DuplicatePolicy::Last => values[count - 1],
                DuplicatePolicy::First | DuplicatePolicy::Error => values[0],
            }
        })
        .collect();
    if coordinates == Frame::Geographic {
        // Back into the range that logs use.
        combined[0] = (combined[0] + 180.0).rem_euclid(360.0) - 180.0;
    }
    combined
}

/// Either side of the antimeridian the mean of two longitudes is near them, not on the other side of the Earth.
fn keep_longitudes_together(positions: &mut [Vec<f64>]) {
    let first = positions[0][0];
    for position in positions {
        position[0] -= 360.0 * ((position[0] - first) / 360.0).round();
    }
}

fn mean(values: &[f64]) -> f64 {
    let first = values[0];
    // Around the first value, so that equal values give just that value.
    first + values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64
}

/// How far a position is from the one that is kept of its timestamp; `None` where they are the same.
pub fn contradiction(coordinates: Frame, kept: &[f64], other: &[f64]) -> Option<f64> {
    (kept != other).then(|| distance(coordinates, kept, other))
}

/// The distance between two positions: in the log's own unit, or in meters for degrees.
fn distance(coordinates: Frame, a: &[f64], b: &[f64]) -> f64 {
    let norm = |a: &[f64], b: &[f64]| {
        let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
        squares.sqrt()
    };
    match coordinates {
        Frame::Cartesian => norm(a, b),
        Frame::Geographic => {
            let place = |p: &[f64]| earth_centred([p[0], p[1], p.get(2).copied().unwrap_or(0.0)]);
            norm(&place(a), &place(b))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_combine_as_their_names_say() {
        let positions = vec![vec![1.0, 0.0], vec![2.0, 0.0], vec![6.0, 3.0]];
        let combine = |policy| combined(policy, Frame::Cartesian, positions.clone());
        assert_eq!(combine(DuplicatePolicy::First), [1.0, 0.0]);
        assert_eq!(combine(DuplicatePolicy::Last), [6.0, 3.0]);
        assert_eq!(combine(DuplicatePolicy::Mean), [3.0, 1.0]);
        assert_eq!(combine(DuplicatePolicy::Median), [2.0, 0.0]);
        let two = vec![vec![1.0], vec![2.0]];
        assert_eq!(
            combined(DuplicatePolicy::Median, Frame::Cartesian, two),
            [1.5]
        );
    }

    #[test]
    fn the_mean_crosses_the_antimeridian() {
        let positions = vec![vec![179.0, 10.0], vec![-179.5, 10.0]];
        let mean = combined(DuplicatePolicy::Mean, Frame::Geographic, positions);
        assert_eq!(mean, [179.75, 10.0]);
    }

    #[test]
    fn distances_are_in_metres() {
        assert_eq!(distance(Frame::Cartesian, &[0.0, 3.0], &[4.0, 0.0]), 5.0);
        let degree = distance(Frame::Geographic, &[0.0, 0.0], &[1.0, 0.0]);
        assert!((degree - 111_318.0).abs() < 2.0);
    }
}
