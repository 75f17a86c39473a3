//! Positions in metres and degrees, where the log says what they are.

use polars::prelude::{Column, IntoColumn};

use crate::error::Result;
use crate::finding::{Finding, FindingKind};
use crate::space::{Frame, LengthUnit};

use super::columns::ColumnName;
use super::frame::polars_error;
use super::position_log::{PositionColumn, ShownUnit};

/// What decides the units of the positions beside the columns' names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct UnitChoice {
    pub frame: Frame,
    /// Given by the user, over what headers say.
    pub given: Option<LengthUnit>,
    /// The unit that the log's kind has by custom where nothing names one, for a height.
    pub customary: Option<LengthUnit>,
    /// The tables keep the log's units.
    pub keep: bool,
}

/// The position columns as derivatives are taken of them, and how they came to be so.
#[derive(Debug)]
pub(super) struct Converted {
    pub columns: Vec<PositionColumn>,
    decisions: Vec<String>,
    guessed: bool,
}

impl Converted {
    pub fn finding(&self) -> Finding {
        let decision = self.decisions.join(" and ");
        let guessed = self.guessed;
        Finding::new(FindingKind::Unit { decision, guessed }, 1)
    }
}

/// Converts each position column to metres (longitude and latitude to degrees) where its unit is known; with
/// `keep`, axes to the unit of the first of them.
pub(super) fn convert(
    names: &[&ColumnName],
    values: &mut [Column],
    choice: UnitChoice,
) -> Result<Converted> {
    let conversions: Vec<Conversion> = names
        .iter()
        .enumerate()
        .map(|(axis, name)| Conversion::of(axis, name, choice))
        .collect();
    let kept = conversions.first().and_then(|first| first.log_unit.clone());
    let keeps_axes = choice.keep && choice.frame == Frame::Cartesian;
    let mut columns = Vec::with_capacity(names.len());
    let mut decisions: Vec<String> = Vec::new();
    let mut guessed = false;
    for ((name, column), conversion) in names.iter().zip(values.iter_mut()).zip(conversions) {
        // Names that differ only in their units stay whole.
        let is_only_one = names.iter().filter(|other| other.base == name.base).count() == 1;
        let shown_name = if is_only_one { &name.base } else { &name.full };
        let (factor, unit, shown) = match &kept {
            Some(kept) if keeps_axes => (
                conversion.factor / kept.factor,
                Some(kept.unit.clone()),
                None,
            ),
            _ => {
                let shown = conversion.log_unit.clone().filter(|_| choice.keep);
                (conversion.factor, conversion.unit, shown)
            }
        };
        let mut scaled = column.clone();
        if factor != 1.0 {
            let numbers = polars_error(column.f64())?;
            scaled = (numbers * factor).into_column();
        }
        *column = scaled.with_name(shown_name.as_str().into());
        let converted_from = conversion
            .log_unit
            .filter(|_| factor != 1.0)
            .map(|log_unit| log_unit.unit);
        columns.push(PositionColumn {
            name: shown_name.clone(),
            unit,
            converted_from,
            shown,
        });
        guessed |= conversion.guessed;
        let decision = if choice.keep {
            conversion
                .decision
                .replace(", converted to", ", kept in the tables, derived in")
        } else {
            conversion.decision
        };
        if decisions.last() != Some(&decision) {
            decisions.push(decision);
        }
    }
    if keeps_axes && let Some(kept) = kept {
        decisions = vec![format!("{}, kept", kept.unit)];
    }
    Ok(Converted {
        columns,
        decisions,
        guessed,
    })
}

/// What is done with one column.
struct Conversion {
    /// The unit it has then.
    unit: Option<String>,
    factor: f64,
    /// The log's unit, where it is another one.
    log_unit: Option<ShownUnit>,
    /// In words that follow `positions are in`.
    decision: String,
    guessed: bool,
}

impl Conversion {
    fn of(axis: usize, name: &ColumnName, choice: UnitChoice) -> Self {
        let written = name.unit.as_deref().filter(|unit| !unit.is_empty());
        match choice.frame {
            Frame::Geographic if axis < 2 => Self::of_angle(written),
            _ => Self::of_length(written, choice),
        }
    }

    fn of_angle(written: Option<&str>) -> Self {
        let degrees = Some("°".to_owned());
        match written {
            Some("rad" | "radian" | "radians") => Self {
                unit: degrees,
                factor: 1f64.to_degrees(),
                log_unit: Some(ShownUnit {
                    unit: "rad".to_owned(),
                    factor: 1f64.to_degrees(),
                }),
                decision: "radians, converted to degrees".to_owned(),
                guessed: false,
            },
            _ => Self {
                unit: degrees,
                factor: 1.0,
                log_unit: None,
                decision: "degrees".to_owned(),
                guessed: false,
            },
        }
    }

    fn of_length(written: Option<&str>, choice: UnitChoice) -> Self {
        let named = written.and_then(LengthUnit::parse);
        let is_geographic = choice.frame == Frame::Geographic;
        let customary = choice
            .customary
            .filter(|_| is_geographic && written.is_none());
        let source = if choice.given.is_some() {
            "given"
        } else if named.is_some() || written.is_some() {
            "by the column's name"
        } else {
            "as logs of aircraft have heights; --length-unit sets it"
        };
        if let Some(unit) = choice.given.or(named).or(customary) {
            return Self {
                guessed: choice.given.is_none() && named.is_none(),
                ..Self::of_known_length(unit, source)
            };
        }
        let as_it_is = |unit: Option<&str>, decision: &str| Self {
            unit: unit.map(str::to_owned),
            factor: 1.0,
            log_unit: None,
            decision: decision.to_owned(),
            guessed: false,
        };
        match written {
            // A unit that is no length, such as rad, is kept as it is.
            Some(other) => as_it_is(Some(other), &format!("{other} ({source})")),
            None if is_geographic => as_it_is(
                Some("m"),
                "m for the height (assumed: nothing names a unit; --length-unit sets it)",
            ),
            None => as_it_is(
                None,
                "the log's own unit (nothing names one; --length-unit sets it)",
            ),
        }
    }

    fn of_known_length(unit: LengthUnit, source: &str) -> Self {
        let symbol = unit.to_string();
        match unit.in_metres() {
            None | Some(1.0) => Self {
                factor: 1.0,
                log_unit: Some(ShownUnit {
                    unit: symbol.clone(),
                    factor: 1.0,
                }),
                decision: format!("{symbol} ({source})"),
                unit: Some(symbol),
                guessed: false,
            },
            Some(metres) => Self {
                unit: Some("m".to_owned()),
                factor: metres,
                decision: format!("{symbol} ({source}), converted to m"),
                log_unit: Some(ShownUnit {
                    unit: symbol,
                    factor: metres,
                }),
                guessed: false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::{NamedFrom, Series};

    use super::*;

    const PLAIN: UnitChoice = UnitChoice {
        frame: Frame::Cartesian,
        given: None,
        customary: None,
        keep: false,
    };

    fn converted(header: &str, choice: UnitChoice) -> (Vec<f64>, Converted) {
        let names: Vec<_> = header.split(',').map(ColumnName::parse).collect();
        let names: Vec<_> = names.iter().collect();
        let column = || Series::new("c".into(), [1.0]).into_column();
        let mut values: Vec<Column> = names.iter().map(|_| column()).collect();
        let converted = convert(&names, &mut values, choice).unwrap();
        let numbers = values
            .iter()
            .map(|column| column.f64().unwrap().get(0).unwrap());
        (numbers.collect(), converted)
    }

    fn words(header: &str, choice: UnitChoice) -> (Vec<f64>, String) {
        let (values, converted) = converted(header, choice);
        (values, converted.decisions.join(" and "))
    }

    #[test]
    fn lengths_become_metres() {
        let (values, decision) = words("x [mm],y [mm]", PLAIN);
        assert_eq!(values, [0.001, 0.001]);
        assert_eq!(decision, "mm (by the column's name), converted to m");
        let given = UnitChoice {
            given: Some(LengthUnit::Foot),
            ..PLAIN
        };
        assert_eq!(words("x [mm]", given).0, [0.3048]);
        let (values, decision) = words("angle [rad]", PLAIN);
        assert_eq!(
            (values, decision.as_str()),
            (vec![1.0], "rad (by the column's name)")
        );
    }

    #[test]
    fn places_become_degrees_and_their_height_metres() {
        let geographic = UnitChoice {
            frame: Frame::Geographic,
            ..PLAIN
        };
        let (values, decision) = words("lon [rad],lat [rad],alt [ft]", geographic);
        assert_eq!(values, [1f64.to_degrees(), 1f64.to_degrees(), 0.3048]);
        assert_eq!(
            decision,
            "radians, converted to degrees and ft (by the column's name), converted to m"
        );
    }

    #[test]
    fn units_may_be_kept() {
        let keep = UnitChoice {
            keep: true,
            ..PLAIN
        };
        let (values, kept) = converted("x [mm],y [cm]", keep);
        assert_eq!(values, [1.0, 10.0]);
        assert!(
            kept.columns
                .iter()
                .all(|column| column.unit.as_deref() == Some("mm"))
        );
        let geographic = UnitChoice {
            frame: Frame::Geographic,
            ..keep
        };
        let (values, kept) = converted("lon,lat,alt [ft]", geographic);
        assert_eq!(values[2], 0.3048);
        assert_eq!(kept.columns[2].shown.as_ref().unwrap().unit, "ft");
    }

    #[test]
    fn heights_of_aircraft_are_feet_by_custom() {
        let aircraft = UnitChoice {
            frame: Frame::Geographic,
            customary: Some(LengthUnit::Foot),
            ..PLAIN
        };
        let (values, converted) = converted("lon,lat,altitude", aircraft);
        assert!(values[2] == 0.3048 && converted.guessed);
        let (values, converted) = self::converted("lon,lat,altitude [m]", aircraft);
        assert!(values[2] == 1.0 && !converted.guessed);
    }
}
