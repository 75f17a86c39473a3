//! What was noticed about a log and decided for the user, as typed values with plain sentences.

use crate::error::At;
use serde::{Serialize, Serializer, ser::SerializeStruct};

mod sentence;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A decision worth knowing.
    Note,
    /// Something is wrong with the log, or a guess may be.
    Warning,
}

/// A place in a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file as it was named.
    pub file: String,
    /// Where in it.
    #[serde(flatten)]
    pub at: At,
}

/// Something noticed about a log, with how often and where first.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// How many rows (or columns, or gaps) it is about.
    pub count: u64,
    /// The first places, at most [`Finding::PLACES`].
    pub places: Vec<Place>,
}

/// The kinds of findings.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FindingKind {
    /// A column was taken for a role because of its name, unit or content.
    Role {
        /// `time`, `position` or `entity`.
        role: &'static str,
        /// The columns' names.
        columns: Vec<String>,
        /// Why: what in the name or content said so, or the option that did.
        reason: String,
        /// Nothing in the log says so surely.
        guessed: bool,
    },
    /// What the stamps are, and how that is known.
    Clock {
        /// For example `seconds since 1970 (UTC)`.
        meaning: String,
        /// How that is known.
        reason: String,
        /// Nothing in the log says so.
        guessed: bool,
    },
    /// The unit of the positions.
    Unit {
        /// What was decided, for example `mm, converted to m`.
        decision: String,
        /// Nothing in the log says so.
        guessed: bool,
    },
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
    FormatNote {
        /// A sentence without its full stop.
        note: String,
    },
    /// Points that the receiver itself marks as not valid; their rows have no position.
    VoidFix,
    /// Points of a format that lets them go without a time; left out.
    PointWithoutTime,
    /// Records whose checksum is wrong; left out.
    ChecksumWrong,
    /// Records of the format that could not be understood; left out.
    RecordsSkipped {
        /// What they are, in the plural, such as `sentences cut short`.
        what: String,
    },
    /// Boundaries between parts of the format, such as the segments of GPX; not bridged.
    PartBoundaries,
    /// Positions at longitude 0, latitude 0, which receivers write for none; treated as missing.
    PositionPlaceholder,
    /// A column of measured speed that is not compared with anything, because it cannot be read.
    MeasuredUnreadable {
        /// The column.
        column: String,
        /// Why.
        error: String,
    },
    /// The stamps are no clock: no velocity can be trusted.
    ClockBroken {
        /// What is wrong with them, in words that follow a colon.
        what: String,
    },
    /// Stamps finer than a nanosecond were rounded.
    StampsRounded,
    /// Some stamps of a dated log have an offset from UTC and others do not.
    OffsetMissing,
    /// Times of day without a date that went past midnight; counted on.
    MidnightCrossed,
    /// Rows without a stamp, left out.
    StampMissing,
    /// Stamps that cannot be right, such as a lone 1970; the rows are left out.
    StampBogus {
        /// The first of them, readable.
        first: String,
    },
    /// Rows whose stamp is before the row above, within an entity; sorted.
    OutOfOrder,
    /// Rows of a followed log whose stamp is before that of a row of their entity that was read already; left out.
    TooLate,
    /// What following a log decides otherwise than an analysis of the whole log.
    FollowNote {
        /// A sentence without its full stop.
        note: String,
    },
    /// The log, or an entity of it, runs from the newest row to the oldest; turned round.
    NewestFirst,
    /// Rows that repeat the stamp and the position of another.
    DuplicatesEqual {
        /// What was done, for example `the first of each is kept`.
        repair: &'static str,
    },
    /// Rows that repeat a stamp with another position.
    DuplicatesContradicting {
        /// What was done.
        repair: &'static str,
        /// The largest distance between positions of one instant.
        largest_distance: f64,
        /// The unit of that distance.
        unit: String,
    },
    /// Steps longer than the largest that is bridged.
    Gaps {
        /// The longest, in nanoseconds.
        longest: i64,
        /// The limit (of the first entity that has one), in nanoseconds.
        limit: i64,
    },
    /// Rows without a whole position, kept in the table with empty derivatives.
    PositionMissing,
    /// Positions that are infinite or off the Earth, treated as missing.
    PositionImpossible,
    /// Segments too short for a whole stencil.
    ShortSegments,
    /// Derivatives too large for a 64-bit float, left empty.
    DerivativeOverflow,
    /// Positions too far from the curve through the others, which the smoother left out.
    OutliersLeftOut,
    /// The log has so many rows that what needs all of them at once is told from some of them.
    Sampled {
        /// What is, in words that a number of rows follows.
        figures: &'static str,
        /// How many rows there are.
        of: u64,
    },
    /// More than half of a derivative's mean square is noise of the positions.
    MostlyNoise {
        /// `velocity` or `acceleration`.
        derivative: &'static str,
        /// Its share of the mean square.
        share: f64,
        /// It is known to be noise, not motion that the rows are too far apart to follow.
        told_apart: bool,
    },
    /// Segments with too few rows to be smoothed, which keep the gradient.
    TooShortToSmooth {
        /// The fewest rows that are smoothed.
        needed: usize,
    },
}

impl Finding {
    /// The most places a finding keeps.
    pub const PLACES: usize = 5;

    /// A finding without places.
    pub fn new(kind: FindingKind, count: u64) -> Self {
        Self {
            kind,
            count,
            places: Vec::new(),
        }
    }

    /// Puts the places into a file that they do not name yet.
    pub(crate) fn in_file(mut self, file: &str) -> Self {
        for place in &mut self.places {
            if place.file.is_empty() {
                file.clone_into(&mut place.file);
            }
        }
        self
    }

    /// A finding about lines of a file that is named later; `None` where there are none.
    pub(crate) fn on_lines(kind: FindingKind, lines: &[u64]) -> Option<Self> {
        let places = lines.iter().take(Self::PLACES).map(|&line| Place {
            file: String::new(),
            at: At::Line(line),
        });
        (!lines.is_empty()).then(|| Self {
            kind,
            count: lines.len() as u64,
            places: places.collect(),
        })
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        use FindingKind as K;
        match &self.kind {
            K::Role { guessed: true, .. }
            | K::Clock { guessed: true, .. }
            | K::Unit { guessed: true, .. } => Severity::Warning,
            K::Role { .. }
            | K::Clock { .. }
            | K::Unit { .. }
            | K::NoHeight
            | K::FilesJoined { .. }
            | K::ColumnRenamed { .. }
            | K::NameRepeated { .. }
            | K::FormatNote { .. }
            | K::FollowNote { .. }
            | K::PartBoundaries
            | K::Sampled { .. }
            | K::StampsRounded
            | K::MidnightCrossed
            | K::NewestFirst => Severity::Note,
            _ => Severity::Warning,
        }
    }

    /// The name of the kind in `summary.json`.
    pub fn name(&self) -> &'static str {
        use FindingKind as K;
        match &self.kind {
            K::Role { .. } => "role",
            K::Clock { .. } => "clock",
            K::Unit { .. } => "unit",
            K::NoHeight => "no_height",
            K::FilesJoined { .. } => "files_joined",
            K::ColumnRenamed { .. } => "column_renamed",
            K::NameRepeated { .. } => "name_repeated",
            K::FormatNote { .. } => "format_note",
            K::VoidFix => "void_fix",
            K::PointWithoutTime => "point_without_time",
            K::ChecksumWrong => "checksum_wrong",
            K::RecordsSkipped { .. } => "records_skipped",
            K::PartBoundaries => "part_boundaries",
            K::PositionPlaceholder => "position_placeholder",
            K::MeasuredUnreadable { .. } => "measured_unreadable",
            K::ClockBroken { .. } => "clock_broken",
            K::StampsRounded => "stamps_rounded",
            K::OffsetMissing => "offset_missing",
            K::MidnightCrossed => "midnight_crossed",
            K::StampMissing => "stamp_missing",
            K::StampBogus { .. } => "stamp_bogus",
            K::OutOfOrder => "out_of_order",
            K::TooLate => "too_late",
            K::FollowNote { .. } => "follow_note",
            K::NewestFirst => "newest_first",
            K::DuplicatesEqual { .. } => "duplicates_equal",
            K::DuplicatesContradicting { .. } => "duplicates_contradicting",
            K::Gaps { .. } => "gaps",
            K::PositionMissing => "position_missing",
            K::PositionImpossible => "position_impossible",
            K::ShortSegments => "short_segments",
            K::DerivativeOverflow => "derivative_overflow",
            K::OutliersLeftOut => "outliers_left_out",
            K::Sampled { .. } => "sampled",
            K::MostlyNoise { .. } => "mostly_noise",
            K::TooShortToSmooth { .. } => "too_short_to_smooth",
        }
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut state = serializer.serialize_struct("Finding", 5)?;
        state.serialize_field("kind", self.name())?;
        state.serialize_field("severity", &self.severity())?;
        state.serialize_field("count", &self.count)?;
        state.serialize_field("sentence", &self.to_string())?;
        state.serialize_field("places", &self.places)?;
        state.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_the_count_and_the_first_place() {
        let finding = Finding {
            kind: FindingKind::OutOfOrder,
            count: 2,
            places: vec![Place {
                file: "a.csv".into(),
                at: At::Line(9),
            }],
        };
        assert_eq!(
            finding.to_string(),
            "2 rows stamped earlier than the row before, sorted by time (first at a.csv, line 9)"
        );
    }

    #[test]
    fn guesses_are_warnings() {
        let role = |guessed| {
            Finding::new(
                FindingKind::Role {
                    role: "time",
                    columns: vec!["t".into()],
                    reason: "its name".into(),
                    guessed,
                },
                1,
            )
        };
        assert_eq!(role(true).severity(), Severity::Warning);
        assert_eq!(role(false).severity(), Severity::Note);
    }
}
