//! The sentence of each finding.

mod choice;
mod decision;
mod note;
mod remedy;
#[cfg(test)]
mod tests;

use std::fmt;

use crate::audit::DuplicatePolicy;
use crate::error::printable;
use crate::words::number::{counted, percent, short};
use dxdt_time::{SecondsText, write_iso8601};

use note::Noted;
pub use remedy::remedy;

use crate::finding::{Derivative, Finding, FindingKind, InvalidMark, SampledFigures};
use crate::jumps::JumpCause;

fn quoted(columns: &[String]) -> String {
    columns
        .iter()
        .map(|name| format!("'{}'", printable(name)))
        .collect::<Vec<_>>()
        .join(", ")
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_what(f)?;
        let Some(first) = self.places.first() else {
            return Ok(());
        };
        let (more, file) = (self.first_of_several(), printable(&first.file));
        write!(f, " ({more}{file}, {})", first.at)
    }
}

/// A finding of a log in one file, whose name goes without saying.
pub struct InOneFile<'a>(pub &'a Finding);

impl fmt::Display for InOneFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(finding) = self;
        finding.write_what(f)?;
        match finding.places.first() {
            Some(first) => write!(f, " ({}{})", finding.first_of_several(), first.at),
            None => Ok(()),
        }
    }
}

/// A finding without its place.
pub struct WithoutPlace<'a>(pub &'a Finding);

impl fmt::Display for WithoutPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write_what(f)
    }
}

impl Finding {
    fn first_of_several(&self) -> &'static str {
        if self.count > 1 { "first at " } else { "" }
    }

    fn write_what(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use FindingKind as K;
        let rows = || counted(self.count, "row", "rows");
        match &self.kind {
            K::Role { role, columns, reason, others } => {
                let verb = if reason.is_guess() { "guessed to be" } else { "is" };
                write!(f, "{role} {verb} {} ({reason}", quoted(columns))?;
                match &others[..] {
                    [] => f.write_str(")"),
                    others => write!(f, "; also there: {})", quoted(others)),
                }
            }
            K::PositionsLeftOut { columns, taken } => write!(
                f,
                "{} may be the position as well as '{}', and is left out; --position names the one to derive",
                quoted(columns),
                printable(taken)
            ),
            K::EntityNotEarned { column } => write!(
                f,
                "'{0}' would cut one continuous track into pieces and is not used to tell objects apart; --entity '{0}' uses it",
                printable(column)
            ),
            K::TimeUnreadable { column } => write!(
                f,
                "column '{}' is named like a time, but its cells cannot be read as times; another column is taken",
                printable(column)
            ),
            K::MapProjection { stated: Some(crs), factor } => {
                let crs = printable(crs);
                write!(f, "the log names {crs}, whose coordinates are taken as lengths on a plane")?;
                if let Some(factor) = factor {
                    write!(f, ": all speeds are {} times too large", short(*factor))?;
                }
                write!(f, "; --crs {crs} converts them to longitude and latitude")
            }
            K::MapProjection { stated: None, factor: Some(factor) } => write!(
                f,
                "the coordinates look like a map projection: if they are Web Mercator, all speeds are {} times too large; name the projection with --crs, such as EPSG:3857 (Web Mercator) or EPSG:32632 (UTM zone 32N)",
                short(*factor)
            ),
            K::MapProjection { stated: None, factor: None } => f.write_str(
                "the coordinates look like those of a map grid, taken as lengths on a plane; name the grid with --crs, such as EPSG:32632 (UTM zone 32N), for speeds and directions on the ground",
            ),
            K::PositionsJump { cause, fastest, limit, unit, worst, time } => {
                let unit = printable(unit);
                let is_first_file = self.places.first().is_none_or(|first| first.file == worst.file);
                let at = match is_first_file {
                    true => worst.at.to_string(),
                    false => format!("{}, {}", printable(&worst.file), worst.at),
                };
                write!(
                    f,
                    "{} {} {unit}/s in {at} ({}){}: {}",
                    counted(self.count, "row jumps, at", "rows jump, at up to"),
                    short(*fastest),
                    printable(time),
                    match cause {
                        JumpCause::SeveralObjects | JumpCause::Wraps(_) => String::new(),
                        _ => format!(", where the other rows suggest at most {} {unit}/s", short(*limit)),
                    },
                    jump_cause(*cause),
                )
            }
            K::Unwrapped { columns } => write!(
                f,
                "{} where {} starts again: it is unwrapped from there on",
                rows(),
                quoted(columns),
            ),
            K::TooFast { limit, unit } => write!(
                f,
                "{} left out, out of reach at up to {} {}/s (--max-speed)",
                counted(self.count, "position", "positions"),
                short(*limit),
                printable(unit),
            ),
            K::CounterWraps { column, period } => write!(
                f,
                "'{}' starts again at a multiple of {}, as a counter that wraps does: rows after it seem earlier than those before",
                printable(column),
                power(*period),
            ),
            K::MarkedInvalid { column, mark } => {
                let says = match mark {
                    InvalidMark::Below(limit) => format!("is below {}", short(*limit)),
                    InvalidMark::No => "says no".to_owned(),
                    InvalidMark::Yes => "says yes".to_owned(),
                    InvalidMark::NoFix => "is 0".to_owned(),
                };
                write!(f, "positions are taken as missing where '{}' {says}", printable(column))
            }
            K::PositionsCoarse { column, step, unit } => {
                let unit = unit.as_deref().map(printable).unwrap_or_default();
                let space = if unit.is_empty() { "" } else { " " };
                write!(
                    f,
                    "'{}' is rounded to steps of {}{space}{unit} and moves by no more than two of them from row to row, so the derivatives along it are mostly rounding error; --method auto smooths it",
                    printable(column),
                    short(*step)
                )
            }
            K::CoordinatesSwapped { columns: [longitude, latitude] } => write!(
                f,
                "'{1}' goes beyond 90° and '{0}' does not: they are taken as swapped, '{1}' as the longitude",
                printable(longitude),
                printable(latitude)
            ),
            K::LongitudeOverflow => f.write_str(
                "longitudes above half a turn had 2^32 added, as in exports of unsigned numbers; it is subtracted",
            ),
            K::Clock(meaning) => write!(f, "timestamps are {meaning} ({})", meaning.reason()),
            K::Unit(decision) => write!(f, "positions are in {}", printable(&decision.to_string())),
            K::NoHeight => f.write_str(
                "no height column: positions are placed on the ellipsoid, so the vertical velocity means little",
            ),
            K::FilesJoined { as_entities: true } => write!(
                f,
                "{} files overlap in time and have no object column: each file is taken as one object",
                self.count
            ),
            K::FilesJoined { as_entities: false } => {
                write!(f, "{} files are taken as one log", self.count)
            }
            K::ColumnRenamed { from, to } => write!(
                f,
                "column '{}' is renamed to '{}' in the tables, which use its name for something else",
                printable(from),
                printable(to)
            ),
            K::NameRepeated { name } => write!(
                f,
                "several columns are called '{0}': the first keeps the name, the next becomes '{0}_2'",
                printable(name)
            ),
            K::FormatNote(note) => {
                f.write_str(&printable(&Noted(note, self.count).to_string()))
            }
            K::FollowNote(note) => write!(f, "{note}"),
            K::TooLate => write!(
                f,
                "{} with an earlier timestamp than a row already read of the same object: too late, left out",
                rows()
            ),
            K::QuoteOpen { lines } => write!(
                f,
                "{} open for more than {lines} lines: what follows is text, not rows, until it is closed",
                counted(self.count, "quote (\") stays", "quotes (\") stay")
            ),
            K::EntityMissing => write!(
                f,
                "{} no object: such rows are taken as one object without a name",
                counted(self.count, "row names", "rows name")
            ),
            K::VoidFix => write!(
                f,
                "{} marked as invalid by the receiver, taken as missing",
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
            K::RecordsSkipped(records) => write!(
                f,
                "{} {}, left out",
                crate::words::number::grouped(self.count),
                records.words(self.count)
            ),
            K::PartBoundaries => write!(
                f,
                "{} of the file: no derivative reaches across",
                counted(self.count, "boundary between segments", "boundaries between segments")
            ),
            K::PositionPlaceholder => write!(
                f,
                "{} at longitude 0, latitude 0, which receivers write without a position: taken as missing",
                rows()
            ),
            K::MeasuredUnreadable { column, error } => write!(
                f,
                "the measured speed '{}' is not compared: {error}",
                printable(column)
            ),
            K::ClockBroken { clock } => write!(
                f,
                "the clock of this log is broken: {}; no velocity can be trusted (see dxdt inspect)",
                clock.sentence()
            ),
            K::StampsRounded { ticks } => write!(
                f,
                "timestamps are rounded to {}, which changes {} by more than 10⁻¹² of {} length",
                SecondsText(ticks.seconds(1)),
                counted(self.count, "step", "steps"),
                if self.count == 1 { "its" } else { "their" }
            ),
            K::OffsetMissing => write!(
                f,
                "{} no offset from UTC while others have one: taken as UTC",
                counted(self.count, "timestamp has", "timestamps have")
            ),
            K::MidnightCrossed => write!(
                f,
                "the times of day pass midnight {}: a day is added each time",
                counted(self.count, "time", "times")
            ),
            K::StampMissing => write!(f, "{} without a timestamp, left out", rows()),
            K::StampBogus { first, is_dated } => write!(
                f,
                "{} with a timestamp that cannot be right ({}), left out",
                rows(),
                stamp(*first, *is_dated)
            ),
            K::OutOfOrder { by, hour } => write!(
                f,
                "{} with an earlier timestamp than the row before (by {}{}), sorted by time{}",
                rows(),
                if self.count == 1 { "" } else { "up to " },
                SecondsText(*by),
                match hour {
                    true => "; as if the clock was set back by an hour at the end of daylight saving time, so rows of two hours are mixed there",
                    false => "",
                }
            ),
            K::NewestFirst => write!(
                f,
                "{} from the newest row to the oldest, reversed",
                counted(self.count, "object runs", "objects run")
            ),
            K::DuplicatesEqual { policy } => write!(
                f,
                "{} the timestamp and the position of another: {}",
                counted(self.count, "row repeats", "rows repeat"),
                repair(*policy)
            ),
            K::DuplicatesContradicting { policy, largest_distance, unit } => write!(
                f,
                "{} the timestamp of another with a different position, up to {} {unit} away: {}",
                counted(self.count, "row repeats", "rows repeat"),
                short(*largest_distance),
                repair(*policy)
            ),
            K::Gaps { longest, limit, most } => write!(
                f,
                "{} longer than {}{}, the longest {}: not bridged, a new segment starts after {}",
                counted(self.count, "gap", "gaps"),
                SecondsText(*limit),
                match limit == most {
                    true => String::new(),
                    false => format!(" to {}, by object", SecondsText(*most)),
                },
                SecondsText(*longest),
                if self.count == 1 { "it" } else { "each" }
            ),
            K::PositionMissing => write!(
                f,
                "{} without a complete position, kept with empty derivatives",
                rows()
            ),
            K::PositionImpossible => write!(
                f,
                "{} with an infinite or impossible position, taken as missing",
                rows()
            ),
            K::ShortSegments => write!(
                f,
                "{} too short for a full stencil: derivatives that are not defined are left empty",
                counted(self.count, "segment is", "segments are")
            ),
            K::OutliersLeftOut => write!(
                f,
                "{} more than 4 standard deviations from the curve through the others, left out by the smoother",
                counted(self.count, "position is", "positions are")
            ),
            K::Sampled { figures, of } => write!(
                f,
                "{} from {} of the {} rows, in evenly spread blocks",
                match figures {
                    SampledFigures::Inspection => "figures on steps and noise come",
                    SampledFigures::Comparison => "all figures and charts come",
                },
                crate::words::number::grouped(self.count),
                crate::words::number::grouped(*of)
            ),
            K::SmootherOvershoots { speed, allowed, unit } => write!(
                f,
                "{} smoothed to a speed that the positions do not allow: up to {} {unit}/s, where the steps nearby are at most {} {unit}/s",
                rows(),
                short(*speed),
                short(*allowed),
                unit = printable(unit),
            ),
            K::MotionOrNoise { axis, taken, neighbors, unit } => {
                let unit = printable(unit);
                if self.count > 1 {
                    write!(f, "of {} objects, up to ", self.count)?;
                }
                write!(
                    f,
                    "{} {unit} are taken for noise along '{}', where neighboring rows tell of {} {unit}: some of it may be fast motion, so the gradient is used",
                    short(*taken),
                    printable(axis),
                    short(*neighbors),
                )
            }
            K::AtRest => write!(
                f,
                "{} at rest, as far as the positions tell: velocity and acceleration are zero there",
                rows()
            ),
            K::MeasuredContradicts { column, apart, unit } => write!(
                f,
                "{} where the derived velocity contradicts the measured '{}': they are up to {} {unit}/s apart",
                rows(),
                printable(column),
                short(*apart),
                unit = printable(unit),
            ),
            K::MostlyNoise { derivative, share, told_apart: true } => write!(
                f,
                "the noise of the positions is {} of the {}; --method auto smooths it and gives standard errors",
                percent(*share),
                word(*derivative)
            ),
            K::MostlyNoise { derivative, share, told_apart: false } => write!(
                f,
                "the noise of the positions is up to {} of the {}, or the motion is too fast for this sampling; compare with --method auto",
                percent(*share),
                word(*derivative)
            ),
            K::TooShortToSmooth { needed } => write!(
                f,
                "{} fewer than {needed} rows with a position, too few to smooth: the gradient is used there",
                counted(self.count, "segment has", "segments have")
            ),
            K::PositionsHeld { every } => write!(
                f,
                "positions change only about every {every} rows, as in a log that is written faster than it is measured: the smoother takes the rows between as missing"
            ),
            K::NothingToFuse => f.write_str(
                "the log has no measured velocity along an axis, nor a speed with a course: positions alone are used",
            ),
            K::DerivativeOverflow => write!(
                f,
                "{} with a derivative too large for a 64-bit float, left empty",
                rows()
            ),
        }
    }
}

/// A power of two as such.
fn power(period: f64) -> String {
    let exponent = period.log2();
    match exponent.fract() == 0.0 {
        true => format!("2^{exponent} = {period}"),
        false => short(period),
    }
}

fn word(derivative: Derivative) -> &'static str {
    match derivative {
        Derivative::Velocity => "velocity",
        Derivative::Acceleration => "acceleration",
    }
}

/// What was done with rows of one timestamp.
fn repair(policy: DuplicatePolicy) -> &'static str {
    match policy {
        DuplicatePolicy::First => "the first of each is kept",
        DuplicatePolicy::Last => "the last of each is kept",
        DuplicatePolicy::Mean => "their mean is used",
        DuplicatePolicy::Median => "their median is used",
        DuplicatePolicy::Error => "refused",
    }
}

/// Why rows jump, in words that follow a colon.
fn jump_cause(cause: JumpCause) -> String {
    match cause {
        JumpCause::ComesBack => "the object comes back, as after a wrong position".to_owned(),
        JumpCause::Stays => {
            "the object stays there, as after a lost signal, an old first position \
                             or a clock that was set"
                .to_owned()
        }
        JumpCause::Swapped => {
            "with longitude and latitude exchanged there would be no jump".to_owned()
        }
        JumpCause::Wraps(period) => format!(
            "a coordinate starts again at {}, as a counter or an angle that wraps does",
            power(period)
        ),
        JumpCause::StandsForNone(value) => format!(
            "all coordinates are {} there, which stands for no position",
            short(value)
        ),
        JumpCause::SeveralObjects => {
            "as if several objects took turns under one name, or one went back and forth".to_owned()
        }
    }
}

/// A timestamp in nanoseconds.
fn stamp(stamp: i64, is_dated: bool) -> String {
    if is_dated {
        let mut text = String::new();
        write_iso8601(&mut text, stamp, 0, None);
        text
    } else {
        format!("{} s", stamp as f64 / 1e9)
    }
}
