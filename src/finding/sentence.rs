//! The sentence of each finding.

use std::fmt;

use crate::error::printable;
use crate::log::clock::DurationText;
use crate::number::{counted, percent, short};

use super::{Finding, FindingKind};

fn quoted(columns: &[String]) -> String {
    columns
        .iter()
        .map(|name| format!("'{}'", printable(name)))
        .collect::<Vec<_>>()
        .join(", ")
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use FindingKind as K;
        let rows = || counted(self.count, "row", "rows");
        match &self.kind {
            K::Role { role, columns, reason, guessed } => {
                let verb = if *guessed { "guessed to be" } else { "is" };
                write!(f, "{role} {verb} {} ({reason})", quoted(columns))
            }
            K::Clock { meaning, reason, .. } => write!(f, "stamps are {meaning} ({reason})"),
            K::Unit { decision, .. } => write!(f, "positions are in {decision}"),
            K::NoHeight => f.write_str(
                "no height column: positions are taken as on the ellipsoid, so vertical velocity means little",
            ),
            K::FilesJoined { as_entities: true } => write!(
                f,
                "{} files overlap in time and have no entity column: each file is an entity",
                self.count
            ),
            K::FilesJoined { as_entities: false } => {
                write!(f, "{} files are taken as one log", self.count)
            }
            K::ColumnRenamed { from, to } => write!(
                f,
                "column '{}' is called '{}' in the tables, which use its name for something else",
                printable(from),
                printable(to)
            ),
            K::NameRepeated { name } => write!(
                f,
                "more than one column is called '{0}': the first keeps the name, the next is '{0}_2'",
                printable(name)
            ),
            K::FormatNote { note } | K::FollowNote { note } => f.write_str(&printable(note)),
            K::TooLate => write!(
                f,
                "{} stamped earlier than a row above of the same entity: too late to be followed, left out",
                rows()
            ),
            K::VoidFix => write!(
                f,
                "{} marked as not valid by the receiver, taken as without a position",
                counted(self.count, "fix is", "fixes are")
            ),
            K::PointWithoutTime => write!(
                f,
                "{} no time, left out",
                counted(self.count, "point has", "points have")
            ),
            K::ChecksumWrong => write!(
                f,
                "{} a wrong checksum, left out",
                counted(self.count, "record has", "records have")
            ),
            K::RecordsSkipped { what } => {
                write!(f, "{} {}, left out", crate::number::grouped(self.count), printable(what))
            }
            K::PartBoundaries => write!(
                f,
                "{} of the file: no derivative reaches across",
                counted(self.count, "boundary between segments", "boundaries between segments")
            ),
            K::PositionPlaceholder => write!(
                f,
                "{} at longitude 0, latitude 0, which receivers write for no position: taken as missing",
                rows()
            ),
            K::MeasuredUnreadable { column, error } => write!(
                f,
                "the measured speed '{}' is not compared: {error}",
                printable(column)
            ),
            K::ClockBroken { what } => write!(
                f,
                "the clock of this log is broken: {what}: no velocity can be trusted (dxdt inspect tells more)"
            ),
            K::StampsRounded => write!(
                f,
                "{} finer than a nanosecond, rounded to the nearest",
                counted(self.count, "stamp is", "stamps are")
            ),
            K::OffsetMissing => write!(
                f,
                "{} no offset from UTC where others have one: taken as UTC",
                counted(self.count, "stamp has", "stamps have")
            ),
            K::MidnightCrossed => write!(
                f,
                "the times of day pass midnight {}: the days are counted on",
                counted(self.count, "time", "times")
            ),
            K::StampMissing => write!(f, "{} without a stamp, left out", rows()),
            K::StampBogus { first } => write!(
                f,
                "{} with a stamp that cannot be right ({first}), left out",
                rows()
            ),
            K::OutOfOrder => write!(
                f,
                "{} stamped earlier than the row before, sorted by time",
                rows()
            ),
            K::NewestFirst => write!(
                f,
                "{} from the newest row to the oldest, turned round",
                counted(self.count, "entity runs", "entities run")
            ),
            K::DuplicatesEqual { repair } => write!(
                f,
                "{} the stamp and the position of another: {repair}",
                counted(self.count, "row repeats", "rows repeat")
            ),
            K::DuplicatesContradicting { repair, largest_distance, unit } => write!(
                f,
                "{} the stamp of another with a different position, up to {} {unit} away: {repair}",
                counted(self.count, "row repeats", "rows repeat"),
                short(*largest_distance)
            ),
            K::Gaps { longest, limit } => write!(
                f,
                "{} longer than {}, the longest {}: not bridged, a new segment starts after {}",
                counted(self.count, "gap", "gaps"),
                DurationText(*limit),
                DurationText(*longest),
                if self.count == 1 { "it" } else { "each" }
            ),
            K::PositionMissing => write!(
                f,
                "{} without a whole position, kept with empty derivatives",
                rows()
            ),
            K::PositionImpossible => write!(
                f,
                "{} with an infinite or impossible position, taken as missing",
                rows()
            ),
            K::ShortSegments => write!(
                f,
                "{} too short for a whole stencil: the derivatives that are defined are given, the others empty",
                counted(self.count, "segment is", "segments are")
            ),
            K::OutliersLeftOut => write!(
                f,
                "{} further than four standard deviations from the curve through the others, left out by the smoother",
                counted(self.count, "position lies", "positions lie")
            ),
            K::Sampled { figures, of } => write!(
                f,
                "{figures} of {} of the {} rows, in blocks spread evenly",
                crate::number::grouped(self.count),
                crate::number::grouped(*of)
            ),
            K::MostlyNoise { derivative, share, told_apart: true } => write!(
                f,
                "{} of the {derivative} is noise of the positions: --method auto smooths it, and says how far to trust it",
                percent(*share)
            ),
            K::MostlyNoise { derivative, share, told_apart: false } => write!(
                f,
                "up to {} of the {derivative} is noise of the positions, or motion that the rows are too far apart to follow: compare with --method auto",
                percent(*share)
            ),
            K::TooShortToSmooth { needed } => write!(
                f,
                "{} fewer than {needed} rows with a position, too few to smooth: the gradient is given there",
                counted(self.count, "segment has", "segments have")
            ),
            K::DerivativeOverflow => write!(
                f,
                "{} with a derivative too large for a 64-bit float, left empty",
                rows()
            ),
        }?;
        if let Some(first) = self.places.first() {
            let more = if self.count > 1 { "first at " } else { "" };
            write!(f, " ({more}{}, {})", printable(&first.file), first.at)?;
        }
        Ok(())
    }
}
