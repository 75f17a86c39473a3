//! Samples in units of their own, so that no method depends on meters and seconds.

use crate::{CalculusError, Operand};

/// Samples with timestamps in typical steps from the first, and positions in units of their roughness.
#[derive(Debug, Clone)]
pub(super) struct Samples {
    pub t: Vec<f64>,
    /// NaN where a position is missing.
    pub x: Vec<f64>,
    /// Seconds (or whatever the timestamps are in) a typical step.
    pub step: f64,
    /// The position that is 0 here.
    origin: f64,
    /// The unit of the positions.
    pub scale: f64,
    /// How far the positions may be off by the rounding of floats alone, in that unit.
    pub rounding: f64,
}

impl Samples {
    /// Checks and scales samples; at least `needed` of them must have a position.
    pub fn new(t: &[f64], x: &[f64], needed: usize) -> Result<Self, CalculusError> {
        if t.len() != x.len() {
            return Err(CalculusError::LengthMismatch {
                operand: Operand::Coordinates,
                expected: x.len(),
                found: t.len(),
            });
        }
        check_stamps(t)?;
        let present: Vec<usize> = (0..x.len()).filter(|&row| x[row].is_finite()).collect();
        if present.len() < needed {
            return Err(CalculusError::TooFewPoints {
                needed,
                found: present.len(),
            });
        }
        let step = median(
            present
                .windows(2)
                .map(|pair| t[pair[1]] - t[pair[0]])
                .collect(),
        );
        let origin = x[present[0]];
        let scale = roughness(t, x, &present);
        let largest = present.iter().map(|&row| x[row].abs()).fold(0.0, f64::max);
        Ok(Self {
            t: t.iter().map(|value| (value - t[0]) / step).collect(),
            x: x.iter().map(|value| (value - origin) / scale).collect(),
            step,
            origin,
            scale,
            rounding: 4.0 * f64::EPSILON * largest / scale,
        })
    }

    /// A position back in the caller's unit.
    pub fn position(&self, value: f64) -> f64 {
        self.origin + self.scale * value
    }

    /// What turns a derivative of an order, or its standard error, back into the caller's units.
    pub fn unit_of(&self, order: usize) -> f64 {
        self.scale / self.step.powi(order as i32)
    }
}

/// Checks that timestamps are numbers and increase.
pub(super) fn check_stamps(t: &[f64]) -> Result<(), CalculusError> {
    if let Some(index) = t.iter().position(|t| !t.is_finite()) {
        let value = t[index];
        return Err(CalculusError::NonFiniteCoordinate { index, value });
    }
    if let Some(pair) = t.windows(2).position(|pair| pair[1] <= pair[0]) {
        let index = pair + 1;
        return Err(if t[index] == t[pair] {
            CalculusError::Repeated { index }
        } else {
            CalculusError::Unsorted { index }
        });
    }
    Ok(())
}

/// A typical distance of a position from the straight line through its neighbors; the spread of the positions where
/// most lie on it.
fn roughness(t: &[f64], x: &[f64], present: &[usize]) -> f64 {
    let distances = present.windows(3).map(|rows| {
        let [a, b, c] = [rows[0], rows[1], rows[2]];
        let share = (t[b] - t[a]) / (t[c] - t[a]);
        (x[b] - (x[a] + share * (x[c] - x[a]))).abs()
    });
    let rough = median(distances.collect());
    if rough > 0.0 {
        return rough;
    }
    let largest = present
        .iter()
        .map(|&row| (x[row] - x[present[0]]).abs())
        .fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}

/// The median, the upper of the two in the middle; 1 of nothing.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    if values.is_empty() {
        return 1.0;
    }
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_have_no_units() {
        let t = [1e9, 1e9 + 2.0, 1e9 + 4.5, 1e9 + 6.0];
        let x = [5.0, 5.1, f64::NAN, 5.3];
        let samples = Samples::new(&t, &x, 3).unwrap();
        let scaled = Samples::new(&t.map(|t| 60.0 * t), &x.map(|x| 1e3 * x), 3).unwrap();
        for (a, b) in samples.x.iter().zip(&scaled.x) {
            assert!(a.is_nan() && b.is_nan() || (a - b).abs() < 1e-9);
        }
        assert!(
            samples
                .t
                .iter()
                .zip(&scaled.t)
                .all(|(a, b)| (a - b).abs() < 1e-9)
        );
        assert!((samples.position(samples.x[3]) - 5.3).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_fitted_is_an_error() {
        use CalculusError::{
            LengthMismatch, NonFiniteCoordinate, Repeated, TooFewPoints, Unsorted,
        };
        let new = |t: &[f64], x: &[f64]| Samples::new(t, x, 2).unwrap_err();
        assert!(matches!(new(&[0.0], &[1.0, 2.0]), LengthMismatch { .. }));
        assert!(matches!(
            new(&[0.0, f64::NAN], &[1.0, 2.0]),
            NonFiniteCoordinate { index: 1, .. }
        ));
        assert_eq!(new(&[0.0, 0.0], &[1.0, 2.0]), Repeated { index: 1 });
        assert_eq!(new(&[0.0, -1.0], &[1.0, 2.0]), Unsorted { index: 1 });
        assert_eq!(
            new(&[0.0, 1.0], &[1.0, f64::NAN]),
            TooFewPoints {
                needed: 2,
                found: 1
            }
        );
    }
}
