//! A time in the notation of a log's timestamps.

use dxdt_log::ClockOptions;
use dxdt_motion::log::PositionLog;
use dxdt_time::{DateOrder, Pattern, StampFormat, StampHints, TimeUnit};

// As many as it takes to see what notation the log has.
pub(crate) const SAMPLE: usize = 1000;

/// The timestamps that a text may be where the log's own are read: two where day and month can be swapped.
pub(super) fn in_log_notation(log: &PositionLog, text: &str, clock: &ClockOptions) -> Vec<i64> {
    let ticks = log.clock.ticks;
    let parse = |format: StampFormat| {
        let stamp = format.parse(text).ok()?;
        Some(ticks.of(stamp.nanoseconds, stamp.rest))
    };
    if !log.clock.in_words {
        return numbers_or_times(log, clock)
            .and_then(parse)
            .into_iter()
            .collect();
    }
    let pattern = clock
        .format
        .as_deref()
        .and_then(|pattern| Pattern::new(pattern).ok());
    if let Some(stamp) = pattern.and_then(|pattern| parse(StampFormat::Pattern(pattern))) {
        return vec![stamp];
    }
    let orders = [DateOrder::DayFirst, DateOrder::MonthFirst];
    let mut stamps: Vec<i64> = orders
        .into_iter()
        .filter_map(|order| parse(StampFormat::Date(order)))
        .collect();
    stamps.dedup();
    stamps
}

/// The format of a log's timestamps that are no dates, whose text the table has as it was.
fn numbers_or_times(log: &PositionLog, clock: &ClockOptions) -> Option<StampFormat> {
    // The first row may have been moved by a day, or be of a file with another format.
    let is_of_log = |format: &StampFormat| {
        let row = (0..log.height()).find(|&row| log.has_timestamp(row));
        let read = row.map(|row| format.parse(&log.time_text(row)));
        let stamp = row.and_then(|row| log.stamps().get(row).copied());
        let read = read.and_then(Result::ok);
        let ticks = log.clock.ticks;
        read.map(|read| ticks.of(read.nanoseconds, read.rest)) == stamp && stamp.is_some()
    };
    if let Some(format) = &log.stamp_format {
        return is_of_log(format).then(|| format.clone());
    }
    let hints = StampHints {
        unit: clock.unit,
        header_unit: TimeUnit::in_header(&log.time_name),
        pattern: clock.format.as_deref(),
        decimal_mark: None,
        ..StampHints::default()
    };
    let stamped = || (0..log.height()).filter(|&row| log.has_timestamp(row));
    let sample: Vec<String> = stamped()
        .take(SAMPLE)
        .map(|row| log.time_text(row))
        .collect();
    let format = StampFormat::detect(sample.iter().map(String::as_str), &hints).ok()?;
    // A sample may be taken for something else than the whole column was.
    is_of_log(&format).then_some(format)
}
