//! What can be done about each finding.

use crate::finding::{ColumnRole, FindingKind};

/// What can be done, as a sentence; empty where nothing is amiss.
pub fn remedy(kind: &FindingKind) -> &'static str {
    use FindingKind as K;
    match kind {
        K::Role { reason, .. } if !reason.is_guess() => "",
        K::Role { role, .. } => match role {
            ColumnRole::Time => "If another column has the timestamps, name it with --time.",
            ColumnRole::Entity => {
                "If another column tells the objects apart, name it with --entity."
            }
            ColumnRole::Position
            | ColumnRole::MeasuredVelocity
            | ColumnRole::Accuracy
            | ColumnRole::Truth => "If other columns are the position, name them with --position.",
        },
        K::Unit(decision) if !decision.is_guess() => "",
        K::Unit(_) => {
            "If lengths are in another unit, give --length-unit; if they are not degrees, --frame cartesian."
        }
        K::Clock(meaning) if meaning.is_guess() => {
            "Give --time-unit, or --time-format for times with colons; --frame-rate if frames are counted."
        }
        K::NoHeight => "Nothing, if only the motion along the ground matters.",
        K::PositionsLeftOut { .. } => "Name the position with --position.",
        K::EntityNotEarned { .. } => "If it does tell objects apart, name it with --entity.",
        K::EntityMissing => "Fill the cells in if the objects are known.",
        K::QuoteOpen { .. } => "Close the quote, or remove it.",
        K::TimeUnreadable { .. } => "Correct its cells, or describe them with --time-format.",
        K::MapProjection { .. } => {
            "Name the projection with --crs, or give longitude and latitude if the log has them."
        }
        K::PositionsJump { .. } => {
            "Look at these rows. --max-speed leaves out what nothing could reach, --wrap counts on what starts again."
        }
        K::CounterWraps { .. } => {
            "Add the counter's range to the rows after it, or cut the log there."
        }
        K::Unwrapped { .. } => "Give --wrap none if it does not start again.",
        K::TooFast { .. } => "Look at these rows; give another --max-speed.",
        K::SmootherOvershoots { .. } => {
            "Do not use these rows: compare with --method gradient, or bridge fewer gaps with --max-gap."
        }
        K::MotionOrNoise { .. } => "Log at a higher rate, so that fast motion has more rows.",
        K::AtRest => "Nothing; with another --method, the velocity keeps what noise there is.",
        K::MeasuredContradicts { .. } => {
            "Look at these rows: the receiver may have corrected its position, or the measured column may have failed."
        }
        K::MarkedInvalid { .. } => "Nothing: the log itself says so.",
        K::PositionsCoarse { .. } => {
            "--method auto smooths the positions; a log with more digits is better."
        }
        K::CoordinatesSwapped { .. } => "Correct the names in the header.",
        K::LongitudeOverflow => "",
        K::VoidFix | K::PointWithoutTime | K::RecordsSkipped(_) => {
            "Nothing, unless there are many: the rest of the log is used."
        }
        K::ChecksumWrong => "Copy the log again if there are many.",
        K::PositionPlaceholder | K::PositionMissing | K::PositionImpossible => {
            "Nothing, unless there are many; correct the cells if they are known."
        }
        K::MeasuredUnreadable { .. } => "Correct the cells if the comparison matters.",
        K::ClockBroken { .. } => {
            "Name another time column with --time, or the column that tells the objects apart with --entity."
        }
        K::OffsetMissing => "Write all timestamps with an offset if the others are not in UTC.",
        K::StampMissing | K::StampBogus { .. } => "Correct the timestamps if they are known.",
        K::OutOfOrder { .. } => {
            "Nothing; if several objects move in this log, name their column with --entity."
        }
        K::DuplicatesEqual { .. } => "Nothing: no information is lost.",
        K::DuplicatesContradicting { .. } => {
            "--duplicates last, mean or median uses another; if several objects move, name their column with --entity."
        }
        K::Gaps { .. } => "--max-gap DURATION bridges longer gaps; --max-gap none bridges all.",
        K::ShortSegments => "--max-gap DURATION bridges gaps, so that fewer segments are short.",
        K::DerivativeOverflow => "Check the positions and timestamps of these rows.",
        K::OutliersLeftOut => "Look at them in the charts; another --method may keep them.",
        K::PositionsHeld { .. } => {
            "Nothing; with the gradient, the rows between seem to stand still."
        }
        K::NothingToFuse => "Leave out --fuse, or name the columns so that they are found.",
        K::TooShortToSmooth { .. } => {
            "--max-gap DURATION bridges gaps, so that fewer segments are short."
        }
        K::Clock(_)
        | K::FilesJoined { .. }
        | K::ColumnRenamed { .. }
        | K::NameRepeated { .. }
        | K::FormatNote(_)
        | K::FollowNote(_)
        | K::PartBoundaries
        | K::StampsRounded { .. }
        | K::MidnightCrossed
        | K::TooLate
        | K::NewestFirst
        | K::Sampled { .. }
        | K::MostlyNoise { .. } => "",
    }
}
