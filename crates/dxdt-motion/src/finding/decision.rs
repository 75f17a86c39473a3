//! What is decided about the columns of a log, and why: columns, timestamps and units.

use crate::space::LengthUnit;
use dxdt_time::{DateOrder, DayNumber, FrameRate, Origin, TimeUnit, UnitSource};

/// What columns are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnRole {
    /// The time of a row.
    Time,
    /// The position.
    Position,
    /// What tells objects apart.
    Entity,
    /// Velocity or speed that the instrument measured.
    MeasuredVelocity,
    /// The accuracy of the positions.
    Accuracy,
    /// The exact motion.
    Truth,
}

/// Why columns are taken for what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleReason {
    /// An option names them.
    Given,
    /// The format says so.
    Format,
    /// Their names say so.
    Name,
    /// The name of the time says so.
    NameOfTime,
    /// The cells are dates or times of day.
    DatesOrTimes,
    /// The numbers are recent dates, and rise.
    EpochNumbers,
    /// With it the derived speed agrees with the measured one, and with others not.
    AgreesWithSpeed,
    /// The name says that frames are counted.
    CountsFrames,
    /// Its values account for the steps back in time.
    ExplainsTime,
    /// The values are longitudes and latitudes of a track.
    LikeDegrees,
    /// Without names, the first column of numbers that only increases.
    OnlyGrows,
    /// The columns are laid out as a TUM trajectory.
    TumLayout,
    /// No names are better.
    NothingBetter,
    /// The name says so, and the values repeat.
    NameAndValues,
    /// The name says so; the values are still to come.
    NameBeforeValues,
    /// The name and the unit say so.
    NameAndUnit,
    /// The name says that they are exact.
    NameOfTruth,
}

impl RoleReason {
    /// Whether nothing in the log says so surely.
    pub fn is_guess(self) -> bool {
        match self {
            Self::OnlyGrows | Self::NothingBetter | Self::EpochNumbers | Self::LikeDegrees => true,
            Self::Given
            | Self::Format
            | Self::Name
            | Self::NameOfTime
            | Self::DatesOrTimes
            | Self::CountsFrames
            | Self::AgreesWithSpeed
            | Self::ExplainsTime
            | Self::TumLayout
            | Self::NameAndValues
            | Self::NameBeforeValues
            | Self::NameAndUnit
            | Self::NameOfTruth => false,
        }
    }
}

/// What timestamps are, and how that is known.
///
/// ```
/// use dxdt_motion::finding::{StampMeaning, StampZone};
/// use dxdt_time::DateOrder;
///
/// let meaning = StampMeaning::Dates { order: DateOrder::Evident, zone: StampZone::Utc };
/// assert_eq!(meaning.to_string(), "dates in UTC");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StampMeaning {
    /// Numbers.
    Numbers {
        /// Their unit.
        unit: TimeUnit,
        /// What they count from.
        origin: Origin,
        /// How the unit is known.
        source: UnitSource,
        /// What day numbers count from.
        day_number: Option<DayNumber>,
    },
    /// Dates with times of day.
    Dates {
        /// Which part comes first.
        order: DateOrder,
        /// What their times are told in.
        zone: StampZone,
    },
    /// Times of day without a date.
    TimesOfDay {
        /// They are hours and minutes, which might be minutes and seconds.
        without_seconds: bool,
    },
    /// Times since a start with colons, such as those of a stopwatch.
    Elapsed {
        /// Frames a second, where the last number counts frames.
        frame_rate: Option<FrameRate>,
    },
    /// Numbers of frames.
    Frames(FrameRate),
    /// Dates, read by the pattern of `--time-format`.
    ByPattern {
        /// What their times are told in.
        zone: StampZone,
    },
}

impl StampMeaning {
    /// Whether another reading is about as likely.
    pub fn is_guess(&self) -> bool {
        match self {
            Self::Numbers { source, .. } => match source {
                UnitSource::Given
                | UnitSource::Header
                | UnitSource::Magnitude
                | UnitSource::MeasuredSpeed => false,
                UnitSource::Steps { .. } => true,
                UnitSource::Assumed { other } => other.is_some(),
            },
            Self::TimesOfDay { without_seconds } => *without_seconds,
            Self::Dates { .. }
            | Self::ByPattern { .. }
            | Self::Elapsed { .. }
            | Self::Frames(_) => false,
        }
    }
}

/// What the times of dates are told in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StampZone {
    /// They have offsets from UTC.
    Utc,
    /// They have no offset, and are taken as UTC.
    TakenAsUtc,
    /// Another scale, such as `TDB`, which is kept.
    Scale(String),
}

/// What the positions are in.
#[derive(Debug, Clone, PartialEq)]
pub enum UnitDecision {
    /// Each axis by itself; neighbors of which the same is decided stand there once.
    Axes(Vec<AxisUnit>),
    /// All axes in the unit of the first, which the tables keep.
    Kept {
        /// That unit.
        unit: String,
    },
    /// Longitude and latitude are numbers that have to be scaled to be degrees.
    ScaledDegrees {
        /// How they are scaled.
        scale: AngleScale,
        /// The unit of the height, if there is one.
        height: Option<AxisUnit>,
        /// By name or because no other scale fits.
        is_sure: bool,
    },
    /// Coordinates of a reference system that the user gives, turned into longitude and latitude on WGS84.
    OfMap {
        /// Its code, such as `EPSG:25832`.
        crs: String,
        /// Its name.
        name: String,
        /// The coordinates are lengths.
        is_projected: bool,
        /// The columns, the easting first.
        columns: [String; 2],
        /// The unit of the height, if there is one.
        height: Option<AxisUnit>,
    },
    /// Axes called x and y are longitude and latitude, because as meters they would hardly move.
    DegreesByContent {
        /// Their names.
        columns: [String; 2],
    },
}

/// How whole numbers stand for degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AngleScale {
    /// Ten million to a degree.
    TenMillionths,
    /// A million to a degree.
    Millionths,
    /// 2³¹ to half a turn.
    Semicircles,
    /// 3600 to a degree.
    ArcSeconds,
    /// 60 to a degree.
    ArcMinutes,
}

impl AngleScale {
    /// Degrees a unit.
    pub fn in_degrees(self) -> f64 {
        match self {
            Self::TenMillionths => 1e-7,
            Self::Millionths => 1e-6,
            Self::Semicircles => 180.0 / 2f64.powi(31),
            Self::ArcSeconds => 1.0 / 3600.0,
            Self::ArcMinutes => 1.0 / 60.0,
        }
    }
}

/// The unit of one axis, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AxisUnit {
    /// Degrees.
    Degrees,
    /// Radians, derived in degrees.
    Radians {
        /// What the tables have.
        shown: ShownUnits,
    },
    /// A unit of length.
    Length {
        /// The unit.
        unit: LengthUnit,
        /// How it is known.
        source: LengthSource,
        /// What the tables have, where the log's unit is not the one that is derived in.
        shown: ShownUnits,
    },
    /// A unit by the column's name that is no length; it is kept.
    Other(String),
    /// A height of which nothing names a unit, taken as meters.
    AssumedMetres,
    /// Nothing names a unit.
    Unnamed,
}

/// Which unit the tables show positions in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownUnits {
    /// The one that they are converted to, and derived in.
    Converted,
    /// The log's own.
    Kept,
}

/// How a unit of length is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthSource {
    /// An option says so.
    Given,
    /// The column's name says so.
    Name,
    /// A line above the header says so.
    AboveHeader,
    /// Heights in logs of aircraft are in feet by custom.
    AircraftCustom,
    /// Heights beside degrees in whole numbers are in millimeters, as autopilots write both.
    BesideScaledDegrees,
}

impl UnitDecision {
    /// Whether nothing in the log says so surely.
    pub fn is_guess(&self) -> bool {
        match self {
            Self::Axes(axes) => axes.iter().any(AxisUnit::is_guess),
            Self::Kept { .. } => false,
            Self::OfMap { height, .. } => height.as_ref().is_some_and(AxisUnit::is_guess),
            Self::ScaledDegrees {
                height, is_sure, ..
            } => !is_sure || height.as_ref().is_some_and(AxisUnit::is_guess),
            Self::DegreesByContent { .. } => true,
        }
    }
}

impl UnitDecision {
    /// Whether a height is taken as meters because nothing names its unit.
    pub fn assumes_metres(&self) -> bool {
        match self {
            Self::Axes(axes) => axes.contains(&AxisUnit::AssumedMetres),
            Self::ScaledDegrees { height, .. } | Self::OfMap { height, .. } => {
                *height == Some(AxisUnit::AssumedMetres)
            }
            Self::Kept { .. } | Self::DegreesByContent { .. } => false,
        }
    }
}

impl AxisUnit {
    fn is_guess(&self) -> bool {
        match self {
            Self::Length { source, .. } => matches!(
                source,
                LengthSource::AircraftCustom | LengthSource::BesideScaledDegrees
            ),
            Self::Degrees
            | Self::Radians { .. }
            | Self::Other(_)
            | Self::AssumedMetres
            | Self::Unnamed => false,
        }
    }
}
