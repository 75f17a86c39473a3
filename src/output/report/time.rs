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
    title: String,
    unit: &'static str,
    /// How many seconds the unit is.
    seconds: f64,
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
        let longest = match count {
            Count::Entity => span.longest,
            _ => page
                .inspection
                .span
                .as_ref()
                .map_or(0.0, |span| span.seconds),
        };
        let (unit, seconds) = match longest {
            length if length < 1e-3 => ("µs", 1e-6),
            length if length < 1.0 => ("ms", 1e-3),
            length if length <= 900.0 => ("s", 1.0),
            length if length <= 4.0 * 3600.0 => ("min", 60.0),
            length if length <= 4.0 * 86_400.0 => ("h", 3600.0),
            _ => ("days", 86_400.0),
        };
        let known = clock.has_offset || !clock.in_words;
        let title = match count {
            Count::Dates if known => "time (UTC)".to_owned(),
            Count::Dates => "time".to_owned(),
            Count::Log => format!("time since the first timestamp ({unit})"),
            Count::Entity => format!("time since the first timestamp of each ({unit})"),
        };
        Self {
            count,
            dated: clock.is_dated(),
            title,
            unit,
            seconds,
            digits,
        }
    }
}
