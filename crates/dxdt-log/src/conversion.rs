//! Positions in metres and degrees, where the log says what they are.

use polars::prelude::{Column, IntoColumn};

use crate::Wrap;
use dxdt_motion::error::{Error, ErrorKind, Result, printable};
use dxdt_motion::finding::{
    AngleScale, AxisUnit, Finding, FindingKind, LengthSource, ShownUnits, UnitDecision,
};
use dxdt_motion::space::{Frame, LengthUnit, turn_in};

use super::frame::polars_error;
use dxdt_formats::ColumnName;
use dxdt_motion::log::{PositionColumn, ShownUnit};

/// What decides the units of the positions beside the columns' names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct UnitChoice {
    pub frame: Frame,
    /// Given by the user, over what headers say.
    pub given: Option<LengthUnit>,
    /// The unit that the log's kind has by custom where nothing names one, for a height.
    pub customary: Option<(LengthUnit, LengthSource)>,
    /// The tables keep the log's units.
    pub keep: bool,
    /// Which positions start again.
    pub wrap: Wrap,
    /// How whole numbers stand for longitude and latitude.
    pub angle_scale: Option<AngleScale>,
    /// A name says so, or no other scale fits.
    pub is_scale_sure: bool,
}

impl UnitChoice {
    fn shown(self) -> ShownUnits {
        if self.keep {
            ShownUnits::Kept
        } else {
            ShownUnits::Converted
        }
    }
}

/// The position columns as derivatives are taken of them, and how they came to be so.
#[derive(Debug)]
pub(super) struct Converted {
    pub columns: Vec<PositionColumn>,
    decision: UnitDecision,
}

impl Converted {
    pub fn finding(&self) -> Finding {
        Finding::new(FindingKind::Unit(self.decision.clone()), 1)
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
    refuse_unlike(names, &conversions, choice)?;
    let kept = conversions.first().and_then(|first| first.log_unit.clone());
    let keeps_axes = choice.keep && choice.frame == Frame::Cartesian;
    let mut columns = Vec::with_capacity(names.len());
    let mut decided: Vec<AxisUnit> = Vec::new();
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
        let turn = turn(&scaled, unit.as_deref(), factor, choice)?;
        *column = scaled.with_name(shown_name.as_str().into());
        let converted_from = conversion
            .log_unit
            .filter(|_| factor != 1.0)
            .map(|log_unit| log_unit.unit);
        columns.push(PositionColumn {
            name: shown_name.clone(),
            unit,
            converted_from,
            turn,
            shown,
        });
        if decided.last() != Some(&conversion.decided) {
            decided.push(conversion.decided);
        }
    }
    let height_unit = match columns.len() {
        3 => decided.last().cloned(),
        _ => None,
    };
    let decision = match kept {
        Some(kept) if keeps_axes => UnitDecision::Kept { unit: kept.unit },
        _ => UnitDecision::Axes(decided),
    };
    let decision = match choice.angle_scale {
        Some(scale) => UnitDecision::ScaledDegrees {
            scale,
            height: height_unit,
            is_sure: choice.is_scale_sure,
        },
        None => decision,
    };
    Ok(Converted { columns, decision })
}

/// After how much the values of a position start again, if they do: angles that stay within one turn.
fn turn(
    values: &Column,
    unit: Option<&str>,
    factor: f64,
    choice: UnitChoice,
) -> Result<Option<f64>> {
    if choice.frame == Frame::Geographic {
        return Ok(None);
    }
    let turn = match choice.wrap {
        Wrap::No => return Ok(None),
        Wrap::After(period) => return Ok(Some(period * factor)),
        Wrap::Angles => unit.and_then(turn_in),
    };
    let numbers = polars_error(values.f64())?;
    let (least, most) = numbers
        .iter()
        .flatten()
        .fold((0.0, 0.0), |(least, most): (f64, f64), value| {
            (least.min(value), most.max(value))
        });
    Ok(turn.filter(|turn| {
        let half = turn / 2.0;
        (least >= 0.0 && most <= *turn) || (least >= -half && most <= half)
    }))
}

/// A speed along axes of which some have a unit of length and others none means nothing.
fn refuse_unlike(
    names: &[&ColumnName],
    conversions: &[Conversion],
    choice: UnitChoice,
) -> Result<()> {
    if choice.given.is_some() {
        return Ok(());
    }
    if choice.frame == Frame::Geographic {
        return match (conversions.get(2).map(|height| &height.decided), names.get(2)) {
            (Some(AxisUnit::Other(unit)), Some(name)) => Err(Error::new(format!(
                "the height '{}' is in '{}', which is no unit of length that is known",
                printable(&name.base),
                printable(unit)
            ))
            .of_kind(ErrorKind::Option)
            .advise("give its unit with --length-unit, or leave the height out with --position LONGITUDE,LATITUDE")),
            _ => Ok(()),
        };
    }
    let kind = |conversion: &Conversion| match &conversion.decided {
        AxisUnit::Length { unit, .. } => match unit.in_metres() {
            Some(_) => "length".to_owned(),
            None => unit.to_string(),
        },
        AxisUnit::Other(unit) => unit.clone(),
        _ => String::new(),
    };
    let first = conversions.first().map(kind).unwrap_or_default();
    let other = names
        .iter()
        .zip(conversions)
        .find(|(_, conversion)| kind(conversion) != first);
    let (Some((other, _)), Some(named)) = (other, names.first()) else {
        return Ok(());
    };
    let unit = |name: &ColumnName| match name.unit.as_deref() {
        None | Some("") => "has no unit".to_owned(),
        Some(unit) => format!("is in {}", printable(unit)),
    };
    Err(Error::new(format!(
        "'{}' {} and '{}' {}: a speed of both means nothing",
        printable(&named.base),
        unit(named),
        printable(&other.base),
        unit(other)
    ))
    .of_kind(ErrorKind::Option)
    .advise("name the units in the header, give all axes one with --length-unit, or derive one with --position"))
}

/// What is done with one column.
struct Conversion {
    /// The unit it has then.
    unit: Option<String>,
    factor: f64,
    /// The log's unit, where it is another one.
    log_unit: Option<ShownUnit>,
    decided: AxisUnit,
}

impl Conversion {
    fn of(axis: usize, name: &ColumnName, choice: UnitChoice) -> Self {
        let written = name.unit.as_deref().filter(|unit| !unit.is_empty());
        match choice.frame {
            Frame::Geographic if axis < 2 => Self::of_angle(written, choice),
            _ => Self::of_length(written, choice),
        }
    }

    fn of_angle(written: Option<&str>, choice: UnitChoice) -> Self {
        let degrees = Some("°".to_owned());
        match written {
            Some("rad" | "radian" | "radians") => Self {
                unit: degrees,
                factor: 1f64.to_degrees(),
                log_unit: Some(ShownUnit {
                    unit: "rad".to_owned(),
                    factor: 1f64.to_degrees(),
                }),
                decided: AxisUnit::Radians {
                    shown: choice.shown(),
                },
            },
            _ => Self {
                unit: degrees,
                factor: choice.angle_scale.map_or(1.0, AngleScale::in_degrees),
                log_unit: None,
                decided: AxisUnit::Degrees,
            },
        }
    }

    fn of_length(written: Option<&str>, choice: UnitChoice) -> Self {
        let named = written.and_then(LengthUnit::parse);
        let is_geographic = choice.frame == Frame::Geographic;
        let customary = choice.customary.filter(|(_, source)| {
            (is_geographic || *source == LengthSource::AboveHeader) && written.is_none()
        });
        let known = [
            choice.given.map(|unit| (unit, LengthSource::Given)),
            named.map(|unit| (unit, LengthSource::Name)),
            customary,
        ];
        if let Some((unit, source)) = known.into_iter().flatten().next() {
            return Self::of_known_length(unit, source, choice.shown());
        }
        let as_it_is = |unit: Option<&str>, decided| Self {
            unit: unit.map(str::to_owned),
            factor: 1.0,
            log_unit: None,
            decided,
        };
        match written {
            // A unit that is no length, such as rad, is kept as it is.
            Some(other) => as_it_is(Some(other), AxisUnit::Other(other.to_owned())),
            None if is_geographic => as_it_is(Some("m"), AxisUnit::AssumedMetres),
            None => as_it_is(None, AxisUnit::Unnamed),
        }
    }

    fn of_known_length(unit: LengthUnit, source: LengthSource, shown: ShownUnits) -> Self {
        let symbol = unit.to_string();
        let decided = AxisUnit::Length {
            unit,
            source,
            shown,
        };
        match unit.in_metres() {
            None | Some(1.0) => Self {
                factor: 1.0,
                log_unit: Some(ShownUnit {
                    unit: symbol.clone(),
                    factor: 1.0,
                }),
                decided,
                unit: Some(symbol),
            },
            Some(metres) => Self {
                unit: Some("m".to_owned()),
                factor: metres,
                decided,
                log_unit: Some(ShownUnit {
                    unit: symbol,
                    factor: metres,
                }),
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
        wrap: Wrap::Angles,
        angle_scale: None,
        is_scale_sure: true,
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

    fn decided(header: &str, choice: UnitChoice) -> (Vec<f64>, UnitDecision) {
        let (values, converted) = converted(header, choice);
        (values, converted.decision)
    }

    fn by_name(unit: LengthUnit) -> AxisUnit {
        AxisUnit::Length {
            unit,
            source: LengthSource::Name,
            shown: ShownUnits::Converted,
        }
    }

    #[test]
    fn lengths_become_metres() {
        let (values, decision) = decided("x [mm],y [mm]", PLAIN);
        assert_eq!(values, [0.001, 0.001]);
        let once = vec![by_name(LengthUnit::Millimetre)];
        assert_eq!(decision, UnitDecision::Axes(once));
        let given = UnitChoice {
            given: Some(LengthUnit::Foot),
            ..PLAIN
        };
        assert_eq!(decided("x [mm]", given).0, [0.3048]);
        let (values, decision) = decided("angle [rad]", PLAIN);
        assert_eq!(values, [1.0]);
        let other = AxisUnit::Other("rad".to_owned());
        assert_eq!(decision, UnitDecision::Axes(vec![other]));
    }

    #[test]
    fn places_become_degrees_and_their_height_metres() {
        let geographic = UnitChoice {
            frame: Frame::Geographic,
            ..PLAIN
        };
        let (values, decision) = decided("lon [rad],lat [rad],alt [ft]", geographic);
        assert_eq!(values, [1f64.to_degrees(), 1f64.to_degrees(), 0.3048]);
        let radians = AxisUnit::Radians {
            shown: ShownUnits::Converted,
        };
        let expected = vec![radians, by_name(LengthUnit::Foot)];
        assert_eq!(decision, UnitDecision::Axes(expected));
    }

    #[test]
    fn units_may_be_kept() {
        let keep = UnitChoice {
            keep: true,
            ..PLAIN
        };
        let (values, kept) = converted("x [mm],y [cm]", keep);
        assert_eq!(values, [1.0, 10.0]);
        let unit = "mm".to_owned();
        assert_eq!(kept.decision, UnitDecision::Kept { unit });
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
            customary: Some((LengthUnit::Foot, LengthSource::AircraftCustom)),
            ..PLAIN
        };
        let (values, converted) = converted("lon,lat,altitude", aircraft);
        assert!(values[2] == 0.3048 && converted.decision.is_guess());
        let (values, converted) = self::converted("lon,lat,altitude [m]", aircraft);
        assert!(values[2] == 1.0 && !converted.decision.is_guess());
    }
}
