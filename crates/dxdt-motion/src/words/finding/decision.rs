//! Words for decisions about columns, timestamps and units.

use std::borrow::Cow;
use std::fmt;

use crate::error::printable;
use dxdt_time::{DateOrder, Origin, TimeUnit, UnitSource};

use crate::finding::{
    AngleScale, AxisUnit, ColumnRole, LengthSource, RoleReason, ShownUnits, StampMeaning,
    StampZone, UnitDecision,
};

impl fmt::Display for ColumnRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Time => "time",
            Self::Position => "position",
            Self::Entity => "object",
            Self::MeasuredVelocity => "measured velocity",
            Self::Accuracy => "accuracy of the positions",
            Self::Truth => "truth",
        })
    }
}

impl fmt::Display for RoleReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Given => "given",
            Self::Format => "by the format",
            Self::Name => "by name",
            Self::NameOfTime => "by its name",
            Self::DatesOrTimes => "its cells are dates or times",
            Self::EpochNumbers => "its numbers are recent dates and rise; --time names another",
            Self::AgreesWithSpeed => {
                "with it the derived speed agrees with the measured one; --time names another"
            }
            Self::CountsFrames => "by its name, which counts frames",
            Self::ExplainsTime => "its values account for all steps back in time",
            Self::LikeDegrees => "the numbers are longitudes and latitudes of a track",
            Self::OnlyGrows => "the first column of numbers that only increases",
            Self::TumLayout => "the layout of TUM trajectories: time, position, quaternion",
            Self::NothingBetter => "no column name fits better",
            Self::NameAndValues => "by name, and its values repeat",
            Self::NameBeforeValues => {
                "by name alone, before its values are read; --entity names another"
            }
            Self::NameAndUnit => "by name and unit; compared with the derived velocity",
            Self::NameOfTruth => "by name; dxdt compare measures errors against it",
        })
    }
}

impl fmt::Display for StampMeaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Numbers {
                day_number: Some(count),
                ..
            } => f.write_str(count.name()),
            Self::Numbers { unit, origin, .. } => {
                let from = match origin {
                    Origin::UnixEpoch => "since 1970",
                    Origin::LogStart | Origin::Midnight => "from the log's own zero",
                };
                write!(f, "in {unit} {from}")
            }
            Self::Dates { order, zone } => {
                let order = match order {
                    DateOrder::DayFirst => "dates, day before month",
                    DateOrder::MonthFirst => "dates, month before day",
                    DateOrder::Evident => "dates",
                };
                write!(f, "{order}{zone}")
            }
            Self::TimesOfDay { .. } => f.write_str("times of day"),
            Self::Elapsed { frame_rate: None } => f.write_str(
                "times since a start, in minutes and seconds or hours, minutes and seconds",
            ),
            Self::Elapsed {
                frame_rate: Some(rate),
            } => write!(f, "time codes with {rate} frames a second"),
            Self::Frames(rate) => write!(f, "frames, {rate} a second"),
            Self::ByPattern { zone } => write!(f, "dates{zone}"),
        }
    }
}

impl fmt::Display for StampZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utc => f.write_str(" in UTC"),
            Self::TakenAsUtc => f.write_str(", without an offset: taken as UTC"),
            Self::Scale(scale) => write!(f, " in {}, not converted", printable(scale)),
        }
    }
}

impl StampMeaning {
    /// How it is known, and what else they might be.
    pub(super) fn reason(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Numbers {
                day_number: Some(_),
                source: UnitSource::Steps { .. },
                ..
            } => "by their size; --time-unit sets another unit",
            Self::Numbers { unit, source, .. } => match source {
                UnitSource::Given => "given",
                UnitSource::Header => "by the column's name",
                UnitSource::Magnitude => "by their magnitude",
                UnitSource::MeasuredSpeed => "the derived speed agrees with the measured one",
                UnitSource::Steps { other } => {
                    return Cow::Owned(in_another_unit("by their size and steps", *unit, *other));
                }
                UnitSource::Assumed { other: None } => {
                    "assumed, as no unit is named; --time-unit sets it"
                }
                UnitSource::Assumed { other: Some(other) } => {
                    return Cow::Owned(in_another_unit(
                        "assumed, as no unit is named",
                        *unit,
                        *other,
                    ));
                }
            },
            Self::Dates { .. } => "from the whole column",
            Self::TimesOfDay {
                without_seconds: false,
            } => "no column has a date",
            Self::TimesOfDay {
                without_seconds: true,
            } => {
                "hours and minutes; if they are minutes and seconds, all is 60 times as fast: --time-format '%M:%S'"
            }
            Self::Elapsed { .. } => "from the whole column",
            Self::Frames(_) => "by --frame-rate or a line above the header",
            Self::ByPattern { .. } => "by --time-format",
        })
    }
}

/// What changes if the unit is another one.
fn in_another_unit(why: &str, unit: TimeUnit, other: TimeUnit) -> String {
    let ratio = unit.nanoseconds() as f64 / other.nanoseconds() as f64;
    let (factor, change) = match ratio >= 1.0 {
        true => (ratio, "fast"),
        false => (1.0 / ratio, "slow"),
    };
    format!("{why}; if they are in {other}, all is {factor} times as {change}: --time-unit {other}")
}

impl fmt::Display for UnitDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Axes(axes) => {
                for (index, axis) in axes.iter().enumerate() {
                    let and = if index > 0 { " and " } else { "" };
                    write!(f, "{and}{axis}")?;
                }
                Ok(())
            }
            Self::Kept { unit } => write!(f, "{unit}, not converted"),
            Self::ScaledDegrees {
                scale,
                height,
                is_sure,
            } => {
                f.write_str(match scale {
                    AngleScale::TenMillionths => "degrees, written in units of 1e-7 degrees (E7)",
                    AngleScale::Millionths => "degrees, written in units of 1e-6 degrees (E6)",
                    AngleScale::Semicircles => {
                        "degrees, written in semicircles, 2^31 to half a turn"
                    }
                    AngleScale::ArcSeconds => "degrees, written in seconds of arc",
                    AngleScale::ArcMinutes => "degrees, written in minutes of arc",
                })?;
                if !is_sure {
                    f.write_str(
                        " (guessed from their size; written in 1e-6 degrees, all would be ten times as fast, and \
                         elsewhere)",
                    )?;
                }
                match height {
                    Some(height) => write!(f, ", and {height}"),
                    None => Ok(()),
                }
            }
            Self::OfMap {
                crs,
                name,
                is_projected,
                columns: [x, y],
                height,
            } => {
                let [first, second] = match is_projected {
                    true => ["easting", "northing"],
                    false => ["longitude", "latitude"],
                };
                write!(
                    f,
                    "{crs} ({name}; given) with '{x}' as {first} and '{y}' as {second}, converted to longitude and latitude on WGS84"
                )?;
                match height {
                    Some(height) => write!(f, ", and {height}"),
                    None => Ok(()),
                }
            }
            Self::DegreesByContent { columns: [x, y] } => write!(
                f,
                "degrees: '{x}' and '{y}' are taken as longitude and latitude, because in meters they would hardly move; \
                 --frame cartesian overrides it"
            ),
        }
    }
}

impl fmt::Display for AxisUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let become_of = |shown: &ShownUnits| match shown {
            ShownUnits::Converted => ", converted to",
            ShownUnits::Kept => ", kept in the tables, derived in",
        };
        match self {
            Self::Degrees => f.write_str("degrees"),
            Self::Radians { shown } => write!(f, "radians{} degrees", become_of(shown)),
            Self::Length {
                unit,
                source,
                shown,
            } => {
                let source = match source {
                    LengthSource::Given => "given",
                    LengthSource::Name => "by the column's name",
                    LengthSource::AboveHeader => "by a line above the header",
                    LengthSource::BesideScaledDegrees => {
                        "usual beside such degrees; --length-unit sets it"
                    }
                    LengthSource::AircraftCustom => {
                        "usual for heights in aircraft logs; --length-unit sets it"
                    }
                };
                write!(f, "{unit} ({source})")?;
                match unit.in_metres() {
                    None | Some(1.0) => Ok(()),
                    Some(_) => write!(f, "{} m", become_of(shown)),
                }
            }
            Self::Other(unit) => write!(f, "{unit} (by the column's name)"),
            Self::AssumedMetres => f.write_str(
                "m for the height (assumed, as no unit is named; --length-unit sets it)",
            ),
            Self::Unnamed => {
                f.write_str("the log's own unit (none is named; --length-unit sets it)")
            }
        }
    }
}
