//! The row of an entity that is nearest to a time, wherever its rows are.

use dxdt_log::ClockOptions;
use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_motion::log::PositionLog;
use dxdt_time::{SecondsText, write_iso8601};

use super::RowAt;
use super::notation::in_log_notation;

/// The rows of an entity by their timestamps, counted from 0.
pub(crate) trait TimedRows {
    /// The rows of the table before them.
    fn rows_before(&self) -> usize;
    /// How many there are.
    fn len(&self) -> usize;
    /// The first timestamp and the last, where there are rows.
    fn ends(&self) -> Option<(i64, i64)>;
    /// Shows all timestamps in their order.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn visit_stamps(&self, visit: &mut dyn FnMut(i64)) -> Result<()>;
    /// The time of a row as the log has it.
    ///
    /// # Errors
    /// Where it cannot be read.
    fn time_of(&mut self, row: usize) -> Result<String>;
}

/// The row of an entity that is nearest to a time; `log` has the first of its rows at least.
///
/// # Errors
/// As [`row_at`], and where rows cannot be read.
pub(crate) fn row_in(
    rows: &mut impl TimedRows,
    log: &PositionLog,
    at: &str,
    of: Option<&str>,
    clock: &ClockOptions,
) -> Result<RowAt> {
    let Some((first, last)) = rows.ends() else {
        return Err(Error::new("the object has no rows").in_file(log.file_names()));
    };
    let ticks = log.clock.ticks;
    let in_notation = in_log_notation(log, at, clock);
    let in_seconds = seconds(at).map(|seconds| {
        // Beyond the range of timestamps is outside of any log.
        first.saturating_add(ticks.of_seconds(seconds))
    });
    if in_notation.is_empty() && in_seconds.is_none() {
        let first = excerpt(&rows.time_of(0)?);
        return Err(
            Error::new(format!("'{}' is not a time in this log", excerpt(at)))
                .in_file(log.file_names())
                .advise(format!(
                    "write it as the log does ({first}), as ISO 8601 if it has dates, or give seconds since its start"
                )),
        );
    }
    // A time in fewer digits than the log has may lie just outside.
    let margin = ticks.of_nanoseconds(1) - 1;
    let inside = first.saturating_sub(margin)..=last.saturating_add(margin);
    let is_inside = |stamp: &i64| inside.contains(stamp);
    let mut inside = in_notation.into_iter().filter(is_inside);
    let taken = match (inside.next(), inside.next()) {
        (Some(one), Some(other)) => return Err(ambiguous(log, at, [one, other])),
        (Some(one), None) => Some((one, "in the log's notation")),
        (None, _) => in_seconds
            .filter(is_inside)
            .map(|stamp| (stamp, "as seconds t")),
    };
    let Some((stamp, notation)) = taken else {
        return Err(Error::new(format!(
            "the time '{}' is outside {}, from {} to {}, t = 0 to {} s",
            excerpt(at),
            if of.is_some() {
                "the object"
            } else {
                "the log"
            },
            excerpt(&rows.time_of(0)?),
            excerpt(&rows.time_of(rows.len() - 1)?),
            ticks.seconds_between(first, last)
        ))
        .in_file(log.file_names())
        .advise("give a time between these, or a row with --row"));
    };
    let mut nearest = Nearest::new(stamp);
    rows.visit_stamps(&mut |stamp| nearest.look_at(stamp))?;
    let row = rows.rows_before() + nearest.row + 1;
    let at = excerpt(at);
    let words = match nearest.away {
        0 => format!("row {row} is at {at}, {notation}"),
        away @ 1.. => format!(
            "row {row} is nearest to {at}, {notation}: {} after it",
            SecondsText(ticks.seconds(away))
        ),
        away => format!(
            "row {row} is nearest to {at}, {notation}: {} before it",
            SecondsText(ticks.seconds(-away))
        ),
    };
    Ok(RowAt { row, words })
}

/// The row that is nearest to a timestamp, of two the later one; of rows of one timestamp before it the last, after it the
/// first.
struct Nearest {
    stamp: i64,
    row: usize,
    /// How far after the timestamp it is.
    away: i64,
    seen: usize,
    is_after: bool,
}

impl Nearest {
    fn new(stamp: i64) -> Self {
        Self {
            stamp,
            row: 0,
            away: i64::MAX,
            seen: 0,
            is_after: false,
        }
    }

    /// Looks at the next timestamp; they never fall.
    fn look_at(&mut self, stamp: i64) {
        let away = stamp.saturating_sub(self.stamp);
        if !self.is_after && away.unsigned_abs() <= self.away.unsigned_abs() {
            self.row = self.seen;
            self.away = away;
        }
        self.is_after |= away >= 0;
        self.seen += 1;
    }
}

/// `0.5` or `0.5s`.
fn seconds(text: &str) -> Option<f64> {
    let number = text.trim().trim_end_matches('s').trim_end();
    number
        .parse()
        .ok()
        .filter(|seconds: &f64| seconds.is_finite())
}

fn ambiguous(log: &PositionLog, at: &str, stamps: [i64; 2]) -> Error {
    let [one, other] = stamps.map(|stamp| {
        let mut text = String::new();
        write_iso8601(&mut text, stamp, 0, None);
        text
    });
    Error::new(format!("'{}' can be {one} or {other}", excerpt(at)))
        .in_file(log.file_names())
        .advise("give one of these")
}
