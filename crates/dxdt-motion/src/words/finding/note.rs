//! Words for what formats say, for records that are left out, and for what following decides.

use std::fmt;

use crate::error::{excerpt, printable, quoted_list};
use crate::words::number::{counted, grouped, short};

use crate::finding::{
    ExactLeftOut, FollowNote, FormatNote, GpxPoints, HeaderCount, HorizonsScale, PairOrder,
    PairOrderReason, SkippedRecords,
};

/// A note, and how often what it tells of was met.
pub(super) struct Noted<'a>(pub &'a FormatNote, pub u64);

impl fmt::Display for Noted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use FormatNote as N;
        let Self(note, count) = self;
        match note {
            N::LinesAboveHeader => {
                let are = if *count == 1 { "is not a row" } else { "are not rows" };
                let lines = counted(*count, "line", "lines");
                write!(f, "{lines} above the header {are}, ignored")
            }
            N::RecordsOf { array, others } => {
                write!(f, "the records are those of '{}'", excerpt(array))?;
                if others.is_empty() {
                    return Ok(());
                }
                write!(f, ", the longest array; left out: {}", quoted_list(others))
            }
            N::LeftOutBesideColumns { members } => {
                write!(f, "members that are not columns, left out: {}", quoted_list(members))
            }
            N::ArrayAsAxes { key, length } => {
                let axes = if *length > 2 { "x, y and z" } else { "x and y" };
                let key = excerpt(key);
                write!(f, "the array '{key}' of {length} numbers is taken as {axes}")
            }
            N::ArraysLeftOut { key } => write!(
                f,
                "the arrays of '{}' are left out: they are long or hold values other than numbers",
                excerpt(key)
            ),
            N::FourthCoordinateIsTime => f.write_str(
                "the fourth coordinate is taken as the time; GeoJSON does not define it",
            ),
            N::LongPropertiesLeftOut { properties } => {
                let names = quoted_list(properties);
                write!(f, "properties with long texts are left out: {names}")
            }
            N::NestedPropertiesLeftOut { properties } => write!(
                f,
                "properties of lines that are arrays or objects are left out: {}",
                quoted_list(properties)
            ),
            N::PointsNotUsed { points } => {
                let (one, many) = match points {
                    GpxPoints::Track => ("track point is", "track points are"),
                    GpxPoints::Route => ("route point is", "route points are"),
                    GpxPoints::Waypoint => ("waypoint is", "waypoints are"),
                };
                let points = counted(*count, one, many);
                write!(f, "{points} not part of the recording, not used")
            }
            N::CalledByNumber { word, longest } => write!(
                f,
                "{} a name that is taken or longer than {longest} characters: numbered, such as '{word} 2'",
                counted(*count, &format!("{word} has"), &format!("{word}s have"))
            ),
            N::CountDiffers { of, said, found } => {
                let (key, one, many) = match of {
                    HeaderCount::Frames => ("NumFrames", "frame", "frames"),
                    HeaderCount::Markers => ("NumMarkers", "marker", "markers"),
                };
                let (said, found) = (excerpt(said), counted(*found, one, many));
                write!(f, "{key} says {said}, but the file has {found}: all are read")
            }
            N::MarkerRepeated { name } => write!(
                f,
                "several markers are called '{}': the first keeps the name, the next gets a number",
                excerpt(name)
            ),
            N::RateDiffers { said, found } => write!(
                f,
                "DataRate says {} frames per second, but the timestamps give {}: the timestamps are used",
                short(*said),
                short(*found)
            ),
            N::OtherPairs { columns } => write!(
                f,
                "other columns with pairs are not used: {}",
                quoted_list(columns)
            ),
            N::PairOrder { column, order, reason } => {
                let order = match order {
                    PairOrder::LatitudeFirst => "latitude, longitude",
                    PairOrder::LongitudeFirst => "longitude, latitude",
                };
                write!(f, "the pairs of '{column}' are {order}: {reason}")
            }
            N::SharedTime { run } => write!(f, "the time of '{run}' is used for all runs"),
            N::WithoutRows { entity, name } => write!(f, "{entity} '{name}' has no rows"),
            N::KittiPoses => f.write_str(
                "each row is a time and a KITTI pose, whose 4th, 8th and 12th numbers are x, y and z in meters",
            ),
            N::OtherDatum { datum } => write!(
                f,
                "the datum is '{}': positions are treated as WGS 84, which can be wrong by hundreds of meters",
                excerpt(datum)
            ),
            N::WholeSeconds => f.write_str(
                "all day numbers are whole seconds to within their last digit, and are taken as such",
            ),
            N::RoundedJulianDays => f.write_str(
                "the Julian days are rounded: the dates beside them agree and are used as timestamps",
            ),
            N::Ephemeris { object, center, frame, times } => {
                let object = object.as_deref().unwrap_or("an unnamed object");
                let center = center.as_deref().unwrap_or("an unnamed center");
                let frame = frame.as_deref().unwrap_or("an unnamed frame");
                write!(f, "positions are of {object} about {center} in {frame}")?;
                match times {
                    Some(times) => write!(f, ", times in {times}"),
                    None => Ok(()),
                }
            }
            N::NotConvertedToUtc { scale } => {
                write!(f, "timestamps are given in {scale}, not converted to UTC")
            }
            N::HorizonsStamps { scale } => write!(
                f,
                "timestamps are {}",
                match scale {
                    HorizonsScale::Tdb =>
                        "Barycentric Dynamical Time (TDB), not converted to UTC",
                    HorizonsScale::Ut =>
                        "Universal Time (UT), which Horizons takes as UTC since 1962",
                }
            ),
            N::NmeaWithoutDate => f.write_str(
                "no sentence has a date (RMC or ZDA): the timestamps are times of day",
            ),
            N::SomeAltitudes { with_altitude, positions } => write!(
                f,
                "only {with_altitude} of {positions} positions have an altitude: it is not used"
            ),
            N::NoSentence => {
                let lines = counted(*count, "line holds", "lines hold");
                write!(f, "{lines} no sentence, left out")
            }
            N::WithoutChecksum => {
                let sentences = counted(*count, "sentence has", "sentences have");
                write!(f, "{sentences} no checksum, taken as correct")
            }
            N::NotMeasured => write!(
                f,
                "{} estimated, simulated or entered by hand, according to the receiver",
                counted(*count, "position is", "positions are")
            ),
            N::AllTwoDimensional => f.write_str(
                "every fix is marked as two-dimensional (V): the positions are kept",
            ),
            N::IgcWithoutDate => f.write_str(
                "no record has the date (HFDTE): the timestamps are times of day",
            ),
            N::PressureAltitude => f.write_str(
                "the GNSS altitude is always 0: the pressure altitude is used",
            ),
            N::TypesLeftOut { columns } => write!(
                f,
                "columns of unsupported types (lists, bytes, decimals, 8 and 16 bits) are left out: {}",
                quoted_list(columns)
            ),
            N::ExactLeftOut { column, reason } => {
                let column = printable(column);
                write!(f, "the exact values of '{column}' are left out: {reason}")
            }
        }
    }
}

impl fmt::Display for PairOrderReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const OTHERWISE: &str =
            "nothing in the log tells (a name such as 'lon,lat' or a value beyond 90 would)";
        match self {
            Self::WellKnownText => f.write_str("well-known text has x, the longitude, first"),
            Self::Name => f.write_str("the column's name says so"),
            Self::Value {
                value,
                line,
                is_first,
            } => {
                let place = if *is_first { "first" } else { "second" };
                write!(
                    f,
                    "{value} on line {line} comes {place}, and no latitude exceeds 90"
                )
            }
            Self::GeoJsonHabit => write!(f, "the order of GeoJSON is assumed, because {OTHERWISE}"),
            Self::UsualHabit => write!(f, "the usual order is assumed, because {OTHERWISE}"),
        }
    }
}

impl fmt::Display for ExactLeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(unit) => write!(
                f,
                "the unit '{}' does not match that of the positions",
                printable(unit)
            ),
            Self::Unreadable(error) => write!(f, "{error}"),
        }
    }
}

impl SkippedRecords {
    /// So many of them, without the number.
    pub(super) fn words(self, count: u64) -> &'static str {
        let of = |one: &'static str, many: &'static str| if count == 1 { one } else { many };
        match self {
            Self::CutOffRow => of(
                "row that is cut off at the end of the file",
                "rows that are cut off at the ends of the files",
            ),
            Self::Sentences => of(
                "sentence cut short or not understood",
                "sentences cut short or not understood",
            ),
            Self::IgcFixes => of("malformed fix (B record)", "malformed fixes (B records)"),
            Self::IgcHeaders => of(
                "malformed date or definition of extensions (HFDTE or I record)",
                "malformed dates or definitions of extensions (HFDTE or I records)",
            ),
            Self::IgcForeign => of(
                "line that is not an IGC record",
                "lines that are not IGC records",
            ),
            Self::PointsBesideLines => of(
                "point that is not part of a line",
                "points that are not part of a line",
            ),
            Self::LinesWithoutTimes => of("line without times", "lines without times"),
            Self::OtherFeatures => of(
                "feature that is neither point nor line",
                "features that are neither points nor lines",
            ),
        }
    }
}

impl fmt::Display for FollowNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FirstRowsDecide { rows } => write!(
                f,
                "columns, timestamps and units are decided from the first {rows} rows; rows are written as they become \
                 complete"
            ),
            Self::JumpsNotFlagged => f.write_str(
                "rows that jump are not looked for, because that takes all rows; analyze the log when it is complete",
            ),
            Self::GapLimitSoFar { least, most } => write!(
                f,
                "the longest step that is bridged is 10 times the median of an object's steps so far (at least {least}, at \
                 most its first {}); --max-gap sets it",
                grouped(*most as u64)
            ),
        }
    }
}
