//! Texts of timestamps as whole ticks, exactly, and back.
//!
//! A timestamp is an `i64` of nanoseconds: since the Unix epoch for dates and epoch numbers, since the log's own zero for
//! relative times, since midnight for times of day. What its text has beyond is kept beside it, so that a log whose
//! digits ask for more has finer [`Ticks`]. No text passes through a float on its way there, so that
//! `1403715524907143168` keeps its last digit and the step to the next timestamp is the one that was logged. Only
//! differences become floating-point seconds, by [`Ticks::seconds_between`]. Durations such as `1h 30min` are read by
//! [`parse_duration`].
//!
//! Offsets from UTC are read, names of time zones are not. Which column of a table has the timestamps is decided elsewhere,
//! in dxdt-log.
//!
//! This crate is a part of dxdt and makes no promise of stability.
//!
//! # Read a column
//!
//! A column is read in two steps. [`StampFormat::detect`] looks at all its cells and decides what they are;
//! [`StampFormat::parse`] then reads one cell at a time, without allocation, so that the rows can be shared out to
//! threads.
//!
//! ```
//! use dxdt_time::{StampFormat, StampHints, Ticks, is_missing};
//!
//! let column = ["2008-12-11 04:42:14+00", "", "2008-12-11 04:42:16.5+00"];
//! let cells = || column.into_iter().filter(|cell| !is_missing(cell));
//!
//! let format = StampFormat::detect(cells(), &StampHints::default())?;
//! let stamps = cells().map(|cell| format.parse(cell)).collect::<Result<Vec<_>, _>>()?;
//!
//! let [first, last] = [0, 1].map(|row| stamps[row].nanoseconds);
//! assert_eq!(Ticks::NANOSECONDS.seconds_between(first, last), 2.5);
//! assert_eq!(stamps[0].to_iso8601(), "2008-12-11T04:42:14+00:00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is read
//!
//! | kind | examples |
//! |---|---|
//! | numbers | `1305031098.6659`, `1.706282470098386526e+09`, `-3`, `+.5`, `5.`, `0,16` |
//! | year first | `2021-03-20T00:22:05.25Z`, `2021-03-20 00:22+0530`, `2021/3/20`, `20080312T044214Z` |
//! | day or month first | `20/03/2021 00:22`, `3/20/2021 12:05:06 AM`, `20.03.2021 00:22:05,250`, `20-03-2021` |
//! | named months | `12-Dec-2008 04:42:14`, `Dec 12, 2008`, `12 December 2008`, `2008-Dec-12` |
//! | times of day | `05:53:05.25`, `5:53 PM` |
//! | times since a start | `59:55.5`, `1:00:00`, `125:03:00`; `10:00:00:15` with a [`FrameRate`] |
//! | day numbers | `45292.5` of a spreadsheet, MATLAB's, Julian days: see [`DayNumber`] |
//! | anything else | by a [`Pattern`] in strftime's syntax |

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod civil;
mod cursor;
mod date;
mod datetime;
mod day_number;
mod decimal;
mod detect;
mod digits;
mod duration;
mod elapsed_text;
mod error;
mod format;
mod frame_rate;
mod missing;
mod offset;
mod pattern;
#[cfg(test)]
mod properties;
mod stamp;
mod style;
mod suggest;
#[cfg(test)]
mod tests;
mod ticks;
mod time;
mod unit;
mod write;

pub use datetime::{DateOrder, is_date_only, is_time_of_day};
pub use day_number::DayNumber;
pub use decimal::DecimalMark;
pub use detect::StampHints;
pub use detect::StampTally;
pub use duration::{DurationText, SecondsText, parse_duration};
pub use elapsed_text::ElapsedForm;
pub use error::{DurationError, FormatError, Reason, StampError};
pub use format::{NumberFormat, Origin, StampFormat};
pub use frame_rate::FrameRate;
pub use missing::is_missing;
pub use offset::UtcOffset;
pub use pattern::Pattern;
pub use stamp::Stamp;
pub use style::InstantStyles;
pub use ticks::Ticks;
pub use unit::{TimeUnit, TimeUnitError, UnitSource};
pub use write::Iso8601Writer;
pub use write::write_iso8601;
