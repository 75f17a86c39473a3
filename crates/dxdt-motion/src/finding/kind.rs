//! The kinds of findings.

use crate::audit::DuplicatePolicy;
use crate::error::Error;
use crate::inspect::ClockHealth;
use crate::jumps::JumpCause;

use dxdt_time::{Ticks, UnitSource};

use super::decision::{ColumnRole, RoleReason, StampMeaning, UnitDecision};
use super::note::{FollowNote, FormatNote, SkippedRecords};
use super::{Place, Severity};

/// The kinds of findings.
#[derive(Debug, Clone, PartialEq)]
pub enum FindingKind {
    /// A column was taken for a role because of its name, unit or content.
    Role {
        /// The role.
        role: ColumnRole,
        /// The columns' names.
        columns: Vec<String>,
        /// Why: what in the name or content said so, or the option that did.
        reason: RoleReason,
        /// Other columns that might be it.
        others: Vec<String>,
    },
    /// Columns that are positions too, as good as the one that was taken.
    PositionsLeftOut {
        /// The columns' names.
        columns: Vec<String>,
        /// The one that was taken.
        taken: String,
    },
    /// A column is called as if it told objects apart, but splits one sound track.
    EntityNotEarned {
        /// The column.
        column: String,
    },
    /// Rows whose cells in the columns that tell objects apart are empty; they are one object.
    EntityMissing,
    /// A column is called as the time, and its cells cannot be read as such.
    TimeUnreadable {
        /// The column.
        column: String,
    },
    /// Coordinates of a map, taken as those of a plane.
    MapProjection {
        /// The coordinate reference system that the log names, such as `EPSG:25832`.
        stated: Option<String>,
        /// How many times too large lengths are if the map is Web Mercator, where it may be.
        factor: Option<f64>,
    },
    /// Rows that jump: no motion like that around them goes there.
    PositionsJump {
        /// Why, as far as it can be told.
        cause: JumpCause,
        /// The largest speed to such a row, in `unit` a second.
        fastest: f64,
        /// The speed that nothing like the object's other rows reaches.
        limit: f64,
        /// The unit of distances, such as `m`.
        unit: String,
        /// The row with the largest speed.
        worst: Place,
        /// Its timestamp, as the log has it.
        time: String,
    },
    /// Angles or counters that start again, and were counted on.
    Unwrapped {
        /// The columns that do.
        columns: Vec<String>,
    },
    /// Positions that nothing could reach at the greatest speed that was given; taken as missing.
    TooFast {
        /// That speed, in `unit` a second.
        limit: f64,
        /// The unit of distances, such as `m`.
        unit: String,
    },
    /// A counter of the time that starts again, and what it had counted to.
    CounterWraps {
        /// The column.
        column: String,
        /// By how much it falls when it does.
        period: f64,
    },
    /// Positions that a column of the log marks as not valid, taken as missing.
    MarkedInvalid {
        /// The column.
        column: String,
        /// What it says there.
        mark: InvalidMark,
    },
    /// Positions that move by one or two steps of their last digit from row to row.
    PositionsCoarse {
        /// The column.
        column: String,
        /// The step of the last digit.
        step: f64,
        /// Its unit in the log, if that is named.
        unit: Option<String>,
    },
    /// Latitudes that can only be longitudes: the two columns seem to be swapped.
    CoordinatesSwapped {
        /// The columns, longitude first as they are called.
        columns: [String; 2],
    },
    /// Longitudes of which 2³² had to be taken off.
    LongitudeOverflow,
    /// What the timestamps are, and how that is known.
    Clock(StampMeaning),
    /// The unit of the positions.
    Unit(UnitDecision),
    /// Geographic positions without a height.
    NoHeight,
    /// Several files are taken as one log.
    FilesJoined {
        /// Each file is an entity of its own, because their spans of time overlap.
        as_entities: bool,
    },
    /// A column's name clashes with one that the tables add.
    ColumnRenamed {
        /// The name in the log.
        from: String,
        /// The name in the tables.
        to: String,
    },
    /// A name that several columns of the log have.
    NameRepeated {
        /// The name.
        name: String,
    },
    /// Something that the file's format says about the log, such as its frame of reference.
    FormatNote(FormatNote),
    /// Points that the receiver itself marks as not valid; their rows have no position.
    VoidFix,
    /// Points of a format that lets them go without a time; left out.
    PointWithoutTime,
    /// Records whose checksum is wrong; left out.
    ChecksumWrong,
    /// Records of the format that could not be understood; left out.
    RecordsSkipped(SkippedRecords),
    /// Boundaries between parts of the format, such as the segments of GPX; not bridged.
    PartBoundaries,
    /// Positions at longitude 0, latitude 0, which receivers write for none; treated as missing.
    PositionPlaceholder,
    /// A column of measured speed that is not compared with anything, because it cannot be read.
    MeasuredUnreadable {
        /// The column.
        column: String,
        /// Why.
        error: Error,
    },
    /// The timestamps are no clock: no velocity can be trusted.
    ClockBroken {
        /// What is wrong with them, and how often.
        clock: ClockHealth,
    },
    /// Timestamps finer than the ticks of the clock were rounded, and steps between them changed by more than 10⁻¹² of
    /// the step.
    StampsRounded {
        /// The ticks.
        ticks: Ticks,
    },
    /// Some timestamps of a dated log have an offset from UTC and others do not.
    OffsetMissing,
    /// Times of day without a date that went past midnight; counted on.
    MidnightCrossed,
    /// Rows without a timestamp, left out.
    StampMissing,
    /// Timestamps that cannot be right, such as a lone 1970; the rows are left out.
    StampBogus {
        /// The first of them, in nanoseconds.
        first: i64,
        /// It is an instant, in nanoseconds since 1970.
        is_dated: bool,
    },
    /// Rows whose timestamp is before the row above, within an entity; sorted.
    OutOfOrder {
        /// By how much at most, in seconds.
        by: f64,
        /// The clock was set back by about an hour, once or a few times.
        hour: bool,
    },
    /// Rows of a followed log whose timestamp is before that of a row of their entity that was read already; left out.
    TooLate,
    /// Quotes of a followed log that stay open over many lines, which are no rows then.
    QuoteOpen {
        /// More than so many.
        lines: u64,
    },
    /// What following a log decides otherwise than an analysis of the whole log.
    FollowNote(FollowNote),
    /// The log, or an entity of it, runs from the newest row to the oldest; reversed.
    NewestFirst,
    /// Rows that repeat the timestamp and the position of another.
    DuplicatesEqual {
        /// What was done.
        policy: DuplicatePolicy,
    },
    /// Rows that repeat a timestamp with another position.
    DuplicatesContradicting {
        /// What was done.
        policy: DuplicatePolicy,
        /// The largest distance between positions of one instant.
        largest_distance: f64,
        /// The unit of that distance.
        unit: String,
    },
    /// Steps longer than the largest that is bridged.
    Gaps {
        /// The longest, in seconds.
        longest: f64,
        /// The limit, in seconds: the least of the objects that have gaps.
        limit: f64,
        /// The largest of theirs.
        most: f64,
    },
    /// Rows without a complete position, kept in the table with empty derivatives.
    PositionMissing,
    /// Positions that are infinite or off the Earth, treated as missing.
    PositionImpossible,
    /// Segments too short for a full stencil.
    ShortSegments,
    /// Derivatives too large for a 64-bit float, left empty.
    DerivativeOverflow,
    /// Positions too far from the curve through the others, which the smoother left out.
    OutliersLeftOut,
    /// Rows that a smoother gives a speed that the steps around them do not allow.
    SmootherOvershoots {
        /// The largest, in `unit` a second.
        speed: f64,
        /// The largest first difference around that row.
        allowed: f64,
        /// The unit of distances, such as `m`.
        unit: String,
    },
    /// A smoother takes far more for noise along an axis than neighboring rows tell of: some may be fast motion.
    MotionOrNoise {
        /// The axis.
        axis: String,
        /// What it takes for noise, as a standard deviation in `unit`.
        taken: f64,
        /// What neighboring rows tell of.
        neighbors: f64,
        /// The unit of distances, such as `m`.
        unit: String,
    },
    /// Rows at which an object is at rest, where smoothed velocity and acceleration are zero.
    AtRest,
    /// Rows at which the derived velocity and a measured one cannot both be right.
    MeasuredContradicts {
        /// The measured column.
        column: String,
        /// How far apart they are at most, in `unit` a second.
        apart: f64,
        /// The unit of distances, such as `m`.
        unit: String,
    },
    /// The log has so many rows that what needs all of them at once is told from some of them.
    Sampled {
        /// What is.
        figures: SampledFigures,
        /// How many rows there are.
        of: u64,
    },
    /// The noise of the positions is so large a share of a derivative that it cannot be trusted.
    MostlyNoise {
        /// The derivative.
        derivative: Derivative,
        /// The noise as a share of it, both as root mean squares.
        share: f64,
        /// It is known to be noise, not motion that the rows are too far apart to follow.
        told_apart: bool,
    },
    /// Segments with too few rows to be smoothed, which keep the gradient.
    TooShortToSmooth {
        /// The fewest rows that are smoothed.
        needed: usize,
    },
    /// Positions change at every so many rows only: the smoother takes the rows between as missing.
    PositionsHeld {
        /// How many rows a position is held for.
        every: usize,
    },
    /// Measured velocities are to be fused, and there are none.
    NothingToFuse,
}

impl FindingKind {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        use FindingKind as K;
        let of_guess = |is_guess| {
            if is_guess {
                Severity::Warning
            } else {
                Severity::Note
            }
        };
        match self {
            K::Role { reason, .. } => of_guess(reason.is_guess()),
            K::Unit(decision) => of_guess(decision.is_guess()),
            K::Clock(meaning) => of_guess(meaning.is_guess()),
            K::MapProjection { factor, .. } => of_guess(factor.is_some()),
            K::NoHeight
            | K::FilesJoined { .. }
            | K::ColumnRenamed { .. }
            | K::NameRepeated { .. }
            | K::FormatNote(_)
            | K::PartBoundaries
            | K::StampsRounded { .. }
            | K::Unwrapped { .. }
            | K::AtRest
            | K::MidnightCrossed
            | K::FollowNote(_)
            | K::NewestFirst
            | K::Sampled { .. } => Severity::Note,
            K::PositionsLeftOut { .. }
            | K::EntityNotEarned { .. }
            | K::TimeUnreadable { .. }
            | K::PositionsCoarse { .. }
            | K::PositionsJump { .. }
            | K::CounterWraps { .. }
            | K::TooFast { .. }
            | K::MarkedInvalid { .. }
            | K::CoordinatesSwapped { .. }
            | K::LongitudeOverflow
            | K::VoidFix
            | K::PointWithoutTime
            | K::ChecksumWrong
            | K::RecordsSkipped(_)
            | K::PositionPlaceholder
            | K::MeasuredUnreadable { .. }
            | K::ClockBroken { .. }
            | K::OffsetMissing
            | K::StampMissing
            | K::StampBogus { .. }
            | K::OutOfOrder { .. }
            | K::TooLate
            | K::QuoteOpen { .. }
            | K::EntityMissing
            | K::DuplicatesEqual { .. }
            | K::DuplicatesContradicting { .. }
            | K::Gaps { .. }
            | K::PositionMissing
            | K::PositionImpossible
            | K::ShortSegments
            | K::DerivativeOverflow
            | K::OutliersLeftOut
            | K::SmootherOvershoots { .. }
            | K::MotionOrNoise { .. }
            | K::MeasuredContradicts { .. }
            | K::MostlyNoise { .. }
            | K::TooShortToSmooth { .. }
            | K::PositionsHeld { .. }
            | K::NothingToFuse => Severity::Warning,
        }
    }

    /// Whether something was taken for so that nothing in the log says for sure.
    pub fn is_assumption(&self) -> bool {
        use FindingKind as K;
        match self {
            K::Role { reason, .. } => reason.is_guess(),
            K::Clock(StampMeaning::Numbers { source, .. }) => {
                matches!(
                    source,
                    UnitSource::Assumed { .. } | UnitSource::Steps { .. }
                )
            }
            K::Clock(meaning) => meaning.is_guess(),
            K::Unit(decision) => decision.is_guess() || decision.assumes_metres(),
            K::PositionsLeftOut { .. }
            | K::EntityNotEarned { .. }
            | K::TimeUnreadable { .. }
            | K::CoordinatesSwapped { .. } => true,
            K::MapProjection { factor, .. } => factor.is_some(),
            _ => false,
        }
    }

    /// Whether the count is of rows or the like, of which each file has its own, and not of a decision.
    pub(super) fn counts(&self) -> bool {
        use FindingKind as K;
        match self {
            K::FormatNote(note) => note.counts(),
            K::NothingToFuse
            | K::PositionsHeld { .. }
            | K::Role { .. }
            | K::Clock(_)
            | K::Unit(_)
            | K::NoHeight
            | K::FilesJoined { .. }
            | K::ColumnRenamed { .. }
            | K::NameRepeated { .. }
            | K::MeasuredUnreadable { .. }
            | K::ClockBroken { .. }
            | K::FollowNote(_)
            | K::Sampled { .. }
            | K::PositionsLeftOut { .. }
            | K::EntityNotEarned { .. }
            | K::TimeUnreadable { .. }
            | K::MapProjection { .. }
            | K::PositionsCoarse { .. }
            | K::PositionsJump { .. }
            | K::CounterWraps { .. }
            | K::MarkedInvalid { .. }
            | K::CoordinatesSwapped { .. }
            | K::LongitudeOverflow
            | K::MostlyNoise { .. } => false,
            K::VoidFix
            | K::PointWithoutTime
            | K::ChecksumWrong
            | K::RecordsSkipped(_)
            | K::PartBoundaries
            | K::PositionPlaceholder
            | K::StampsRounded { .. }
            | K::OffsetMissing
            | K::MidnightCrossed
            | K::StampMissing
            | K::StampBogus { .. }
            | K::OutOfOrder { .. }
            | K::TooLate
            | K::QuoteOpen { .. }
            | K::EntityMissing
            | K::NewestFirst
            | K::DuplicatesEqual { .. }
            | K::DuplicatesContradicting { .. }
            | K::Gaps { .. }
            | K::PositionMissing
            | K::PositionImpossible
            | K::ShortSegments
            | K::DerivativeOverflow
            | K::OutliersLeftOut
            | K::SmootherOvershoots { .. }
            | K::MotionOrNoise { .. }
            | K::AtRest
            | K::MeasuredContradicts { .. }
            | K::Unwrapped { .. }
            | K::TooFast { .. }
            | K::TooShortToSmooth { .. } => true,
        }
    }

    /// The name of the kind in `summary.json`.
    pub fn name(&self) -> &'static str {
        use FindingKind as K;
        match self {
            K::Role { .. } => "role",
            K::PositionsLeftOut { .. } => "positions_left_out",
            K::EntityNotEarned { .. } => "entity_not_earned",
            K::TimeUnreadable { .. } => "time_unreadable",
            K::MapProjection { .. } => "map_projection",
            K::PositionsJump { .. } => "positions_jump",
            K::CounterWraps { .. } => "counter_wraps",
            K::Unwrapped { .. } => "unwrapped",
            K::TooFast { .. } => "too_fast",
            K::MarkedInvalid { .. } => "marked_invalid",
            K::PositionsCoarse { .. } => "positions_coarse",
            K::CoordinatesSwapped { .. } => "coordinates_swapped",
            K::LongitudeOverflow => "longitude_overflow",
            K::Clock(_) => "clock",
            K::Unit(_) => "unit",
            K::NoHeight => "no_height",
            K::FilesJoined { .. } => "files_joined",
            K::ColumnRenamed { .. } => "column_renamed",
            K::NameRepeated { .. } => "name_repeated",
            K::FormatNote(_) => "format_note",
            K::VoidFix => "void_fix",
            K::PointWithoutTime => "point_without_time",
            K::ChecksumWrong => "checksum_wrong",
            K::RecordsSkipped(_) => "records_skipped",
            K::PartBoundaries => "part_boundaries",
            K::PositionPlaceholder => "position_placeholder",
            K::MeasuredUnreadable { .. } => "measured_unreadable",
            K::ClockBroken { .. } => "clock_broken",
            K::StampsRounded { .. } => "stamps_rounded",
            K::OffsetMissing => "offset_missing",
            K::MidnightCrossed => "midnight_crossed",
            K::StampMissing => "stamp_missing",
            K::StampBogus { .. } => "stamp_bogus",
            K::OutOfOrder { .. } => "out_of_order",
            K::TooLate => "too_late",
            K::QuoteOpen { .. } => "quote_open",
            K::EntityMissing => "entity_missing",
            K::FollowNote(_) => "follow_note",
            K::NewestFirst => "newest_first",
            K::DuplicatesEqual { .. } => "duplicates_equal",
            K::DuplicatesContradicting { .. } => "duplicates_contradicting",
            K::Gaps { .. } => "gaps",
            K::PositionMissing => "position_missing",
            K::PositionImpossible => "position_impossible",
            K::ShortSegments => "short_segments",
            K::DerivativeOverflow => "derivative_overflow",
            K::OutliersLeftOut => "outliers_left_out",
            K::SmootherOvershoots { .. } => "smoother_overshoots",
            K::MotionOrNoise { .. } => "motion_or_noise",
            K::AtRest => "at_rest",
            K::MeasuredContradicts { .. } => "measured_contradicts",
            K::Sampled { .. } => "sampled",
            K::MostlyNoise { .. } => "mostly_noise",
            K::TooShortToSmooth { .. } => "too_short_to_smooth",
            K::PositionsHeld { .. } => "positions_held",
            K::NothingToFuse => "nothing_to_fuse",
        }
    }
}

/// What a column says where a position is not valid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum InvalidMark {
    /// A likelihood or confidence below this.
    Below(f64),
    /// That it is not visible or not valid: false, no or 0.
    No,
    /// That it is an outlier: true, yes or 1.
    Yes,
    /// That the receiver has no fix: 0.
    NoFix,
}

/// Which derivative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derivative {
    /// The first.
    Velocity,
    /// The second.
    Acceleration,
}

/// What is told from some of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampledFigures {
    /// What an inspection tells of steps and noise.
    Inspection,
    /// All that a comparison tells.
    Comparison,
}
