//! Positions in metres and degrees, where the log says what they are.

use polars::prelude::{Column, IntoColumn};

use crate::error::Result;
use crate::finding::{Finding, FindingKind};
use crate::space::{Frame, LengthUnit};

use super::PositionColumn;
use super::columns::ColumnName;
use super::frame::polars_error;

/// The position columns as the tables have them, and how they came to be so.
pub(super) struct Converted {
    pub columns: Vec<PositionColumn>,
    decisions: Vec<String>,
}

impl Converted {
    pub fn finding(&self) -> Finding {
        let decision = self.decisions.join(" and ");
        let guessed = false;
        Finding::new(FindingKind::Unit { decision, guessed }, 1)
    }
}

/// Converts each position column to metres (longitude and latitude to degrees) where its unit is known.
pub(super) fn to_metres(
    names: &[&ColumnName],
    values: &mut [Column],
    frame: Frame,
    given: Option<LengthUnit>,
) -> Result<Converted> {
    let mut columns = Vec::with_capacity(names.len());
    let mut decisions: Vec<String> = Vec::new();
    for (axis, (name, column)) in names.iter().zip(values.iter_mut()).enumerate() {
        let written = name.unit.as_deref().filter(|unit| !unit.is_empty());
        let conversion = match frame {
            Frame::Geographic if axis < 2 => Conversion::of_angle(written),
            _ => Conversion::of_length(written, given, frame),
        };
        // Names that differ only in their units stay whole.
        let is_only_one = names.iter().filter(|other| other.base == name.base).count() == 1;
        let shown = if is_only_one { &name.base } else { &name.full };
        let mut scaled = column.clone();
        if conversion.factor != 1.0 {
            let numbers = polars_error(column.f64())?;
            scaled = (numbers * conversion.factor).into_column();
        }
        *column = scaled.with_name(shown.as_str().into());
        columns.push(PositionColumn {
            name: shown.clone(),
            unit: conversion.unit,
        });
        if decisions.last() != Some(&conversion.decision) {
            decisions.push(conversion.decision);
        }
    }
    Ok(Converted { columns, decisions })
}

/// What is done with one column.
struct Conversion {
    /// The unit it has then.
    unit: Option<String>,
    factor: f64,
    /// In words that follow `positions are in`.
    decision: String,
}

impl Conversion {
    fn of_angle(written: Option<&str>) -> Self {
        let (factor, decision) = match written {
            Some("rad" | "radian" | "radians") => {
                (1f64.to_degrees(), "radians, converted to degrees")
            }
            _ => (1.0, "degrees"),
        };
        Self {
            unit: Some("°".to_owned()),
            factor,
            decision: decision.to_owned(),
        }
    }

    fn of_length(written: Option<&str>, given: Option<LengthUnit>, frame: Frame) -> Self {
        let source = if given.is_some() {
            "given"
        } else {
            "by the column's name"
        };
        let (unit, factor, decision) =
            match (given.or_else(|| LengthUnit::parse(written?)), written) {
                (Some(unit), _) => match unit.in_metres() {
                    Some(1.0) => ("m".to_owned(), 1.0, format!("m ({source})")),
                    Some(metres) => (
                        "m".to_owned(),
                        metres,
                        format!("{unit} ({source}), converted to m"),
                    ),
                    None => (unit.to_string(), 1.0, format!("{unit} ({source})")),
                },
                // A unit that is no length, such as rad, is kept as it is.
                (None, Some(other)) => (other.to_owned(), 1.0, format!("{other} ({source})")),
                (None, None) if frame == Frame::Geographic => (
                    "m".to_owned(),
                    1.0,
                    "m for the height (assumed: nothing names a unit; --length-unit sets it)"
                        .to_owned(),
                ),
                (None, None) => {
                    return Self {
                        unit: None,
                        factor: 1.0,
                        decision: "the log's own unit (nothing names one; --length-unit sets it)"
                            .to_owned(),
                    };
                }
            };
        Self {
            unit: Some(unit),
            factor,
            decision,
        }
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::{NamedFrom, Series};

    use super::*;

    fn converted(header: &str, frame: Frame, given: Option<LengthUnit>) -> (Vec<f64>, String) {
        let names: Vec<_> = header.split(',').map(ColumnName::parse).collect();
        let names: Vec<_> = names.iter().collect();
        let column = || Series::new("c".into(), [1.0]).into_column();
        let mut values: Vec<Column> = names.iter().map(|_| column()).collect();
        let converted = to_metres(&names, &mut values, frame, given).unwrap();
        let numbers = values
            .iter()
            .map(|column| column.f64().unwrap().get(0).unwrap());
        (numbers.collect(), converted.decisions.join(" and "))
    }

    #[test]
    fn lengths_become_metres() {
        let (values, words) = converted("x [mm],y [mm]", Frame::Cartesian, None);
        assert_eq!(values, [0.001, 0.001]);
        assert_eq!(words, "mm (by the column's name), converted to m");
        let (values, _) = converted("x [mm]", Frame::Cartesian, Some(LengthUnit::Foot));
        assert_eq!(values, [0.3048]);
        let (values, words) = converted("angle [rad]", Frame::Cartesian, None);
        assert_eq!(
            (values, words.as_str()),
            (vec![1.0], "rad (by the column's name)")
        );
    }

    #[test]
    fn places_become_degrees_and_their_height_metres() {
        let (values, words) = converted("lon [rad],lat [rad],alt [ft]", Frame::Geographic, None);
        assert_eq!(values, [1f64.to_degrees(), 1f64.to_degrees(), 0.3048]);
        assert_eq!(
            words,
            "radians, converted to degrees and ft (by the column's name), converted to m"
        );
    }
}
