//! Logs of which nothing can be derived.

use crate::error::Error;
use crate::log::PositionLog;
use crate::number::grouped;

/// No row has a stamp.
pub(crate) fn no_stamp(log: &PositionLog) -> Error {
    Error::new("no row has a stamp that can be used")
        .in_file(log.file_names())
        .advise("check the time column, or name another with --time")
}

/// There are not two positions of one entity; `what` says it more closely where that is known.
pub(crate) fn too_little(log: &PositionLog, what: Option<&str>) -> Error {
    let usual = "no entity has two rows with different stamps and a position";
    Error::new(what.unwrap_or(usual))
        .in_file(log.file_names())
        .advise(
            "check the time and position columns, or name others with --time, --position and --entity",
        )
}

/// Next to no row is left, where `how` is known how the clock is broken; `None` where enough are.
pub(crate) fn broken_clock(log: &PositionLog, how: Option<&str>, rows_used: u64) -> Option<Error> {
    const LEAST_SHARE: u64 = 10;
    let rows = log.rows_of_files();
    if LEAST_SHARE * rows_used >= rows {
        return None;
    }
    let how = how.map_or_else(String::new, |how| format!("{how}; "));
    let what = format!(
        "the clock of this log is broken: {how}{} of {} rows would be left, and no velocity can be trusted",
        grouped(rows_used),
        grouped(rows),
    );
    Some(Error::new(what).in_file(log.file_names()).advise(
        "look at it with dxdt inspect; name another time column with --time, or the column that tells \
         the moving things apart with --entity",
    ))
}
