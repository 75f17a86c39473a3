//! What is decided about the columns of a log, and why: columns, timestamps and units.

use crate::space::LengthUnit;
use dxdt_time::{DateOrder, Origin, TimeUnit, UnitSource};

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
            Self::OnlyGrows | Self::NothingBetter => true,
            Self::Given
            | Self::Format
            | Self::Name
            | Self::NameOfTime
            | Self::DatesOrTimes
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
    },
    /// Dates with times of day.
    Dates {
        /// Which part comes first.
        order: DateOrder,
        /// What their times are told in.
        zone: StampZone,
    },
    /// Times of day without a date.
    TimesOfDay,
    /// Dates, read by the pattern of `--time-format`.
    ByPattern {
        /// What their times are told in.
        zone: StampZone,
    },
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
    /// Each axis by itself; neighbours of which the same is decided stand there once.
    Axes(Vec<AxisUnit>),
    /// All axes in the unit of the first, which the tables keep.
    Kept {
        /// That unit.
        unit: String,
    },
    /// Axes called x and y are longitude and latitude, because as metres they would hardly move.
    DegreesByContent {
        /// Their names.
        columns: [String; 2],
    },
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
    /// A height of which nothing names a unit, taken as metres.
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
    /// Heights in logs of aircraft are in feet by custom.
    AircraftCustom,
}

impl UnitDecision {
    /// Whether nothing in the log says so surely.
    pub fn is_guess(&self) -> bool {
        match self {
            Self::Axes(axes) => axes.iter().any(AxisUnit::is_guess),
            Self::Kept { .. } => false,
            Self::DegreesByContent { .. } => true,
        }
    }
}

impl AxisUnit {
    fn is_guess(&self) -> bool {
        match self {
            Self::Length { source, .. } => *source == LengthSource::AircraftCustom,
            Self::Degrees
            | Self::Radians { .. }
            | Self::Other(_)
            | Self::AssumedMetres
            | Self::Unnamed => false,
        }
    }
}
