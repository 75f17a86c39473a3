//! The time axis of the page's charts.

use serde::Serialize;

use super::page::PageParts;

/// What the time axis counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Count {
    /// Dates.
    Dates,
    /// From the log's first timestamp.
    Log,
    /// From the first timestamp of each entity.
    Entity,
}

/// The time axis.
#[derive(Debug, Serialize)]
pub(super) struct TimeAxis {
    count: Count,
    /// Whether the log has dates, whatever the axis counts.
    dated: bool,
    title: &'static str,
    /// What dates end with.
    zone: &'static str,
    /// Nanoseconds of the log's first timestamp.
    origin: String,
    /// How many digits of a second a tick has.
    ticks: u8,
    /// Digits of a second that tell two rows apart.
    digits: usize,
}

impl TimeAxis {
    pub fn of(page: &PageParts<'_>) -> Self {
        let clock = page.rows.outline.log.clock;
        let entities = &page.summary.entities;
        let steps = entities.iter().filter_map(|entity| entity.median_step);
        let step = steps.reduce(f64::min).unwrap_or(1.0);
        let digits =
            (1.0 - step.log10().floor()).clamp(0.0, f64::from(clock.ticks.digits())) as usize;
        let span = &page.rows.span;
        let apart = span.is_far_apart(entities.len());
        let count = match (apart, clock.is_dated()) {
            (true, _) => Count::Entity,
            (false, true) => Count::Dates,
            (false, false) => Count::Log,
        };
        let known = clock.has_offset || !clock.in_words;
        let (title, zone) = match count {
            Count::Dates if known => ("time (UTC)", " UTC"),
            Count::Dates => ("time", ""),
            Count::Log => ("time since the first timestamp", ""),
            Count::Entity if known => ("time since the first timestamp of each", " UTC"),
            Count::Entity => ("time since the first timestamp of each", ""),
        };
        let first = span.stamps.map_or(0, |(first, _)| first);
        Self {
            count,
            dated: clock.is_dated(),
            title,
            zone,
            origin: clock.ticks.nanoseconds(first).to_string(),
            ticks: clock.ticks.digits(),
            digits,
        }
    }
}
