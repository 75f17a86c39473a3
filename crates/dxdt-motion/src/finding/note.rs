//! What the format of a file says about a log, and what was done with it: notes, and records that are left out.

use crate::error::Error;

/// Something that the file's format says about the log.
#[derive(Debug, Clone, PartialEq)]
pub enum FormatNote {
    /// Lines of text above the header were ignored.
    LinesAboveHeader,
    /// The records of a JSON file are those of one array.
    RecordsOf {
        /// The path to it.
        array: String,
        /// Other arrays; it is the longest.
        others: Vec<String>,
    },
    /// Members of a JSON object that are no columns are left out.
    LeftOutBesideColumns {
        /// Their paths.
        members: Vec<String>,
    },
    /// An array in each record is a position.
    ArrayAsAxes {
        /// The key.
        key: String,
        /// How many numbers it has: two or more.
        length: usize,
    },
    /// Arrays in records are left out.
    ArraysLeftOut {
        /// The key.
        key: String,
    },
    /// The fourth coordinate of GeoJSON is the time.
    FourthCoordinateIsTime,
    /// Properties of GeoJSON with long texts are left out.
    LongPropertiesLeftOut {
        /// Their names.
        properties: Vec<String>,
    },
    /// Properties of lines that are arrays or objects are left out.
    NestedPropertiesLeftOut {
        /// Their names.
        properties: Vec<String>,
    },
    /// Points of GPX that are no part of the recording.
    PointsNotUsed {
        /// What points.
        points: GpxPoints,
    },
    /// Groups of points whose names are too long, or names of others, are called by number.
    CalledByNumber {
        /// What they are: `track`, `route`.
        word: &'static str,
        /// The most characters of a name that is kept.
        longest: usize,
    },
    /// A header says another number than the file has.
    CountDiffers {
        /// What is counted.
        of: HeaderCount,
        /// What the header says.
        said: String,
        /// How many there are.
        found: u64,
    },
    /// Several markers have one name.
    MarkerRepeated {
        /// The name.
        name: String,
    },
    /// The timestamps do not run at the rate of the header.
    RateDiffers {
        /// Frames a second, as the header says.
        said: f64,
        /// Frames a second by the timestamps.
        found: f64,
    },
    /// Columns of pairs that are not used.
    OtherPairs {
        /// Their names.
        columns: Vec<String>,
    },
    /// Which of a pair is the latitude.
    PairOrder {
        /// The column.
        column: String,
        /// The order.
        order: PairOrder,
        /// What says so.
        reason: PairOrderReason,
    },
    /// The time of one run is that of all.
    SharedTime {
        /// The run.
        run: String,
    },
    /// One of the things side by side has no rows.
    WithoutRows {
        /// What things are called, such as `body`.
        entity: String,
        /// Its name.
        name: String,
    },
    /// Rows are times and poses as KITTI has them.
    KittiPoses,
    /// The datum is not WGS 84.
    OtherDatum {
        /// As the file has it.
        datum: String,
    },
    /// Day numbers are all whole seconds within their last digit.
    WholeSeconds,
    /// Julian days are rounded, and the dates beside them are taken.
    RoundedJulianDays,
    /// What the positions of an ephemeris are.
    Ephemeris {
        /// What moves.
        object: Option<String>,
        /// About what.
        center: Option<String>,
        /// In which frame of reference.
        frame: Option<String>,
        /// The scale of the times, where it is said with them.
        times: Option<String>,
    },
    /// Timestamps in a scale that is not UTC.
    NotConvertedToUtc {
        /// The scale.
        scale: String,
    },
    /// The scale of the timestamps of Horizons.
    HorizonsStamps {
        /// The scale.
        scale: HorizonsScale,
    },
    /// No NMEA sentence has a date.
    NmeaWithoutDate,
    /// Only some positions of NMEA have an altitude.
    SomeAltitudes {
        /// How many.
        with_altitude: u64,
        /// Of how many positions.
        positions: u64,
    },
    /// Lines that hold no NMEA sentence.
    NoSentence,
    /// NMEA sentences without a checksum.
    WithoutChecksum,
    /// Positions that the receiver says it did not measure.
    NotMeasured,
    /// Every fix of an IGC file is marked as two-dimensional.
    AllTwoDimensional,
    /// No record of an IGC file has the date.
    IgcWithoutDate,
    /// The altitude of an IGC file is the pressure altitude.
    PressureAltitude,
    /// Columns of types that are not read.
    TypesLeftOut {
        /// Their names.
        columns: Vec<String>,
    },
    /// Exact values that are left out.
    ExactLeftOut {
        /// Their column.
        column: String,
        /// Why.
        reason: ExactLeftOut,
    },
}

impl FormatNote {
    /// Whether the finding's count is of something that each file has its own of.
    pub(super) fn counts(&self) -> bool {
        use FormatNote as N;
        matches!(
            self,
            N::LinesAboveHeader
                | N::PointsNotUsed { .. }
                | N::CalledByNumber { .. }
                | N::NoSentence
                | N::WithoutChecksum
                | N::NotMeasured
        )
    }
}

/// A kind of points in GPX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GpxPoints {
    /// Points of tracks.
    Track,
    /// Points of routes.
    Route,
    /// Waypoints.
    Waypoint,
}

/// What the header of a TRC file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderCount {
    /// `NumFrames`.
    Frames,
    /// `NumMarkers`.
    Markers,
}

/// Which of two coordinates comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairOrder {
    /// The latitude.
    LatitudeFirst,
    /// The longitude.
    LongitudeFirst,
}

/// What says which of two coordinates comes first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PairOrderReason {
    /// Well-known text has the longitude first.
    WellKnownText,
    /// The column's name.
    Name,
    /// A value that is no latitude.
    Value {
        /// The value.
        value: f64,
        /// Its line.
        line: u64,
        /// It comes first of its pair; else second.
        is_first: bool,
    },
    /// Nothing; GeoJSON's order is taken.
    GeoJsonHabit,
    /// Nothing; the usual order is taken.
    UsualHabit,
}

/// A scale of the timestamps of Horizons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HorizonsScale {
    /// Barycentric Dynamical Time.
    Tdb,
    /// Universal Time.
    Ut,
}

/// Why exact values are left out.
#[derive(Debug, Clone, PartialEq)]
pub enum ExactLeftOut {
    /// Their unit does not go with that of the positions.
    Unit(String),
    /// They cannot be read.
    Unreadable(Error),
}

/// Records of a format that are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkippedRecords {
    /// The last row of a text, which is cut off.
    CutOffRow,
    /// NMEA sentences that are cut short or not understood.
    Sentences,
    /// Fixes of an IGC file.
    IgcFixes,
    /// Other records of an IGC file.
    IgcHeaders,
    /// Lines that are no IGC records.
    IgcForeign,
    /// Points beside the lines of GeoJSON.
    PointsBesideLines,
    /// Lines of GeoJSON without times.
    LinesWithoutTimes,
    /// Features of GeoJSON that are neither points nor lines.
    OtherFeatures,
}

/// What following a log decides otherwise than an analysis of the whole log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowNote {
    /// All is decided from the first rows.
    FirstRowsDecide {
        /// How many.
        rows: usize,
    },
    /// Rows that jump are not looked for.
    JumpsNotFlagged,
    /// The longest step that is bridged comes from the steps so far.
    GapLimitSoFar {
        /// The fewest steps that tell it.
        least: usize,
        /// The most that do.
        most: usize,
    },
}
