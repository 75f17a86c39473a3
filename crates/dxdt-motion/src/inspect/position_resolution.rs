//! How finely the positions are told.

use serde::Serialize;

use crate::audit::AuditedLog;
use crate::space::{Frame, LengthUnit};

use super::statistics::median;
use crate::space::metres_per_degree;

/// How finely the values of one position column are told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PositionResolution {
    /// The column.
    pub column: String,
    /// The unit of the column in the log, where that is known.
    pub unit: Option<String>,
    /// The power of ten that all values are multiples of, in the log's unit; `None` where they have as many digits as a
    /// 64-bit float, or are all zero.
    pub step: Option<f64>,
    /// There is no value but zero.
    pub only_zero: bool,
    /// The same in meters, where the unit is known; degrees are those at the median latitude.
    pub metres: Option<f64>,
}

// Beyond so many digits, a float has hardly a decimal of its own.
const MOST_DIGITS: i32 = 15;
const COARSEST: i32 = 9;
// The largest power of ten that is a float.
const FINEST: i32 = 22;

/// The resolution of each position column.
pub(super) fn resolutions(audited: &AuditedLog<'_>) -> Vec<PositionResolution> {
    let log = audited.log;
    let per_degree = match log.coordinates {
        Frame::Geographic => {
            let latitude = audited.positions.get(1);
            let mut known: Vec<f64> = latitude
                .iter()
                .flat_map(|column| column.iter().copied())
                .filter(|latitude| !latitude.is_nan())
                .collect();
            median(&mut known).map(metres_per_degree)
        }
        Frame::Cartesian => None,
    };
    log.positions
        .iter()
        .zip(&audited.positions)
        .enumerate()
        .map(|(axis, (position, values))| {
            let from = position.converted_from.as_deref();
            let factor = from.and_then(factor_of).unwrap_or(1.0);
            let step = decimals(values, factor).map(|decimals| 10_f64.powi(-decimals));
            let in_metres = match (&position.unit, per_degree) {
                (_, Some(per_degree)) if axis < 2 => Some(per_degree[axis] * factor),
                (Some(unit), _) if unit == "m" => Some(factor),
                _ => None,
            };
            PositionResolution {
                column: position.name.clone(),
                unit: position.converted_from.clone().or(position.unit.clone()),
                step,
                only_zero: !values.iter().any(|value| value.abs() > 0.0),
                metres: step.zip(in_metres).map(|(step, metres)| step * metres),
            }
        })
        .collect()
}

/// What the values of the log were multiplied by.
fn factor_of(unit: &str) -> Option<f64> {
    match unit {
        "rad" => Some(1_f64.to_degrees()),
        _ => LengthUnit::parse(unit)?.in_metres(),
    }
}

/// The fewest decimals that tell every value, negative where all end in zeros.
fn decimals(values: &[f64], factor: f64) -> Option<i32> {
    let mut decimals = -COARSEST;
    let mut largest: f64 = 0.0;
    for value in values.iter().filter(|value| value.is_finite()) {
        // What was multiplied by a factor is back at its digits but for the last bit or two.
        let value = value / factor;
        largest = largest.max(value.abs());
        while !has_decimals(value, decimals, factor != 1.0) {
            decimals += 1;
            if decimals > FINEST {
                return None;
            }
        }
    }
    let digits = |largest: f64| decimals + largest.log10().floor() as i32 + 1;
    (largest > 0.0 && digits(largest) <= MOST_DIGITS).then_some(decimals)
}

/// Whether a value is the nearest float to a number of so many decimals.
fn has_decimals(value: f64, decimals: i32, was_converted: bool) -> bool {
    let power = 10_f64.powi(decimals.abs());
    // A power of ten up to 22 is exact, so that the quotient is the nearest float to the decimal number.
    let nearest = if decimals >= 0 {
        (value * power).round() / power
    } else {
        (value / power).round() * power
    };
    let slack = if was_converted {
        4.0 * f64::EPSILON * value.abs()
    } else {
        0.0
    };
    (nearest - value).abs() <= slack
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_those_of_the_text() {
        assert_eq!(decimals(&[116.318_417, 40.0, -0.25], 1.0), Some(6));
        assert_eq!(decimals(&[0.1, 0.2, 0.3], 1.0), Some(1));
        assert_eq!(decimals(&[300.0, 4200.0], 1.0), Some(-2));
        assert_eq!(decimals(&[7.0, f64::NAN, 12.0], 1.0), Some(0));
        assert_eq!(decimals(&[0.0, 0.0], 1.0), None);
        assert_eq!(decimals(&[1.0 / 3.0], 1.0), None);
    }

    #[test]
    fn values_that_were_converted_have_the_decimals_of_the_log() {
        let feet: Vec<f64> = (1..2000).map(|i| f64::from(i) * 25.0 * 0.3048).collect();
        assert_eq!(decimals(&feet, 0.3048), Some(0));
        let millimetres: Vec<f64> = (1..2000).map(|i| f64::from(i) * 0.1 * 0.001).collect();
        assert_eq!(decimals(&millimetres, 0.001), Some(1));
    }
}
