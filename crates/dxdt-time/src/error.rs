//! What can be wrong with a timestamp, a column of timestamps or a duration, in sentences for the user.

use std::error::Error;
use std::fmt;

/// Why one cell is not a timestamp. The `Display` text completes the words "… because".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The cell has nothing but spaces.
    Empty,
    /// The column holds numbers, and this is not one.
    NotANumber,
    /// The number has a decimal comma where its column has decimal points, or the reverse.
    OtherDecimalMark,
    /// The column holds dates, and this does not start with one.
    NotADate,
    /// What follows the date, or the whole cell in a column of times of day, is not a time.
    NotATime,
    /// After a whole date and time there is more text.
    TrailingText,
    /// The month is not 1 to 12, or that month has no such day.
    NoSuchDay,
    /// The hour is not 0 to 23, or not 1 to 12 before AM or PM.
    NoSuchHour,
    /// The minute is not 0 to 59.
    NoSuchMinute,
    /// The column holds times since a start, and this is not one.
    NotElapsed,
    /// The number after the last colon is not below the frame rate.
    NoSuchFrame,
    /// The second is not 0 to 60 (60 is a leap second).
    NoSuchSecond,
    /// The offset from UTC is not within 23:59 of it.
    NoSuchOffset,
    /// The year has two digits, so its century is not known.
    TwoDigitYear,
    /// The day and the month are both numbers before the year, and the column did not say which comes first.
    DayOrMonthFirst,
    /// The instant does not fit an `i64` of nanoseconds: dates from 1677-09-21 to 2262-04-11, or about 292 years.
    OutOfRange,
    /// The cell does not match the pattern that was given.
    PatternMismatch,
    /// The pattern matched, but what it read does not make a date and time.
    PatternIncomplete,
}

impl Reason {
    /// What is wrong, without what could be done where a log is read.
    pub fn what(self) -> &'static str {
        match self {
            Reason::Empty => "it is empty",
            Reason::NotANumber => "it is not a number, unlike the rest of its column",
            Reason::OtherDecimalMark => {
                "its decimal mark (point or comma) differs from the rest of its column"
            }
            Reason::NotADate => "it does not start with a recognized date",
            Reason::NotATime => "its time of day is not of the form HH:MM or HH:MM:SS",
            Reason::TrailingText => "more text follows the date and time",
            Reason::NotElapsed => {
                "it is not of the form M:SS, H:MM:SS or H:MM:SS:FF like the rest of its column"
            }
            Reason::NoSuchFrame => "the number after its last colon is not below the frame rate",
            Reason::NoSuchDay => "the calendar has no such day",
            Reason::NoSuchHour => "its hour is not 0 to 23, or not 1 to 12 with AM or PM",
            Reason::NoSuchMinute => "its minute is not 0 to 59",
            Reason::NoSuchSecond => "its second is not 0 to 60",
            Reason::NoSuchOffset => "its offset from UTC is not within 23:59",
            Reason::TwoDigitYear => "its year has two digits",
            Reason::DayOrMonthFirst => "its day and month cannot be told apart",
            Reason::OutOfRange => {
                "it is out of range: dates reach from 1677-09-21 to 2262-04-11, other times to 292 years"
            }
            Reason::PatternMismatch => "it does not match the pattern given with --time-format",
            Reason::PatternIncomplete => {
                "the pattern given with --time-format does not give a complete, valid date and time"
            }
        }
    }

    fn advice(self) -> Option<&'static str> {
        match self {
            Reason::NotADate | Reason::NotATime | Reason::TrailingText => {
                Some("describe it with --time-format")
            }
            Reason::TwoDigitYear => {
                Some("give the pattern with --time-format, with %y for the year")
            }
            Reason::DayOrMonthFirst => Some("give the pattern with --time-format"),
            Reason::OutOfRange => Some("if the unit is wrong, give it with --time-unit"),
            Reason::NotElapsed => Some("correct it, or describe all with --time-format"),
            Reason::NoSuchFrame => Some("give the rate with --frame-rate"),
            Reason::Empty
            | Reason::NotANumber
            | Reason::OtherDecimalMark
            | Reason::NoSuchDay
            | Reason::NoSuchHour
            | Reason::NoSuchMinute
            | Reason::NoSuchSecond
            | Reason::NoSuchOffset
            | Reason::PatternMismatch
            | Reason::PatternIncomplete => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what())?;
        match self.advice() {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

/// A cell that is not a timestamp: its text and the reason.
///
/// ```
/// use dxdt_time::{Reason, StampFormat, StampHints};
///
/// let format = StampFormat::detect(["2021-02-27", "2021-02-28"], &StampHints::default())?;
/// let error = format.parse("2021-02-30").unwrap_err();
/// assert_eq!(error.reason(), Reason::NoSuchDay);
/// assert_eq!(error.to_string(), "the time '2021-02-30' cannot be read: the calendar has no such day");
/// # Ok::<(), dxdt_time::FormatError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StampError {
    text: Box<str>,
    reason: Reason,
}

impl StampError {
    pub(super) fn new(cell: &str, reason: Reason) -> Self {
        StampError {
            text: excerpt(cell).into(),
            reason,
        }
    }

    /// Why the cell is not a timestamp.
    pub fn reason(&self) -> Reason {
        self.reason
    }
}

impl fmt::Display for StampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the time '{}' cannot be read: {}",
            self.text, self.reason
        )
    }
}

impl Error for StampError {}

/// Why no format could be decided for a column of timestamps.
///
/// The texts within are excerpts: short, control characters escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormatError {
    /// The column has no cell, or none that is not missing.
    NoCells,
    /// Most cells are neither numbers nor dates nor times of day.
    Unrecognised {
        /// The first such cell.
        cell: String,
    },
    /// Day and month are both numbers before the year, and no row tells them apart.
    AmbiguousDayMonth {
        /// A cell that can be read either way.
        cell: String,
        /// A pattern that reads the cell with the day first.
        day_first: String,
        /// A pattern that reads the cell with the month first.
        month_first: String,
    },
    /// Some rows can only have the day first, others only the month.
    ContradictoryDayMonth {
        /// A cell that can only have the day first.
        day_first_cell: String,
        /// A cell that can only have the month first.
        month_first_cell: String,
        /// A pattern that reads the first cell.
        day_first: String,
        /// A pattern that reads the second cell.
        month_first: String,
    },
    /// The years have two digits.
    TwoDigitYear {
        /// The first such cell.
        cell: String,
        /// A pattern that reads the cell with the day first.
        day_first: String,
        /// A pattern that reads the cell with the year or the month first; the same where a named month leaves one way.
        other: String,
    },
    /// The column counts frames, or has frames after its last colon, and nothing says how many there are in a second.
    FrameRateMissing {
        /// The first such cell.
        cell: String,
        /// It is a time code and no number.
        is_time_code: bool,
    },
    /// The pattern given is not one.
    BadPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormatError::NoCells => {
                f.write_str("the time column has no values; name another column with --time")
            }
            FormatError::Unrecognised { cell } => write!(
                f,
                "'{cell}' is not recognized as a number, date or time; \
                 name another column with --time, or describe this one with --time-format"
            ),
            FormatError::AmbiguousDayMonth {
                cell,
                day_first,
                month_first,
            } => write!(
                f,
                "'{cell}' can have the day or the month first, and no row of the column decides; \
                 give --time-format '{day_first}' or --time-format '{month_first}'"
            ),
            FormatError::ContradictoryDayMonth {
                day_first_cell,
                month_first_cell,
                day_first,
                month_first,
            } => write!(
                f,
                "'{day_first_cell}' has the day first but '{month_first_cell}' has the month first; \
                 give --time-format '{day_first}' or --time-format '{month_first}', or correct the rows that do not fit"
            ),
            FormatError::TwoDigitYear {
                cell,
                day_first,
                other,
            } => {
                write!(
                    f,
                    "'{cell}' has a two-digit year; give --time-format '{day_first}'"
                )?;
                if other == day_first {
                    return Ok(());
                }
                write!(f, " or --time-format '{other}'")
            }
            FormatError::FrameRateMissing {
                cell,
                is_time_code: true,
            } => write!(
                f,
                "'{cell}' is hours:minutes:seconds:frames, and nothing says how many frames there are in a second; \
                 give --frame-rate, such as --frame-rate 25, or --frame-rate 100 if these are hundredths of a second"
            ),
            FormatError::FrameRateMissing { .. } => f.write_str(
                "the column counts frames, and nothing says how many there are in a second; \
                 give --frame-rate, such as --frame-rate 25, or name a column of times with --time",
            ),
            FormatError::BadPattern { pattern, problem } => {
                write!(f, "the pattern '{pattern}' of --time-format {problem}")
            }
        }
    }
}

impl Error for FormatError {}

/// Why a text is not a duration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DurationError {
    /// It is not numbers with units.
    NotADuration {
        /// The text, shortened and escaped.
        text: String,
    },
    /// It is zero (or rounds to zero nanoseconds) or negative.
    NotPositive {
        /// The text, shortened and escaped.
        text: String,
    },
    /// It is longer than the 292 years that an `i64` of nanoseconds holds.
    TooLong {
        /// The text, shortened and escaped.
        text: String,
    },
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DurationError::NotADuration { text } => write!(
                f,
                "'{text}' is not a duration; write a number and one of ns, us, ms, s, min, h, d, \
                 such as 250ms, 10s or 1.5h"
            ),
            DurationError::NotPositive { text } => {
                write!(
                    f,
                    "the duration '{text}' is not longer than zero; give a longer one"
                )
            }
            DurationError::TooLong { text } => {
                write!(
                    f,
                    "the duration '{text}' is longer than 292 years; give a shorter one"
                )
            }
        }
    }
}

impl Error for DurationError {}

/// At most this many characters of a cell are shown.
pub(super) const EXCERPT_CHARACTERS: usize = 60;

/// The start of a text, escaped so that it can be printed to a terminal.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == EXCERPT_CHARACTERS {
            shown.push('…');
            break;
        }
        match character {
            // A quote needs no escape inside these sentences.
            '\'' | '"' | '\\' => shown.push(character),
            _ => shown.extend(character.escape_debug()),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_short_and_safe() {
        assert_eq!(excerpt("it's 5 \"o'clock\""), "it's 5 \"o'clock\"");
        assert_eq!(excerpt("a\u{1b}[31m\n"), "a\\u{1b}[31m\\n");
        assert_eq!(
            excerpt(&"7".repeat(1_000)).chars().count(),
            EXCERPT_CHARACTERS + 1
        );
    }
}
