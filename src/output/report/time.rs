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
    zone: Zone,
    /// Nanoseconds of the log's first timestamp.
    origin: String,
    /// How many digits of a second a tick has.
    ticks: u8,
    /// Digits of a second that tell two rows apart.
    digits: usize,
}

/// In which zone dates are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
struct Zone {
    /// As people read it; empty where nothing says.
    name: String,
    /// As ISO 8601 has it.
    suffix: String,
    /// Seconds that its times are ahead of UTC.
    ahead: i32,
}

impl Zone {
    fn utc() -> Self {
        Self {
            name: "UTC".to_owned(),
            suffix: "Z".to_owned(),
            ahead: 0,
        }
    }

    /// The offset from UTC that all these dates are written with, else UTC.
    fn of<'t>(mut texts: impl Iterator<Item = &'t str>) -> Self {
        let first = texts.next().and_then(offset);
        match first {
            Some((suffix, ahead)) if texts.all(|text| offset(text) == first) => Self {
                name: suffix.to_owned(),
                suffix: suffix.to_owned(),
                ahead,
            },
            _ => Self::utc(),
        }
    }
}

/// What follows a date that is as many seconds ahead of UTC, such as `+02:00`.
fn offset(date: &str) -> Option<(&str, i32)> {
    let suffix = date.get(date.len().checked_sub(6)?..)?;
    let [sign @ (b'+' | b'-'), _, _, b':', ..] = suffix.as_bytes() else {
        return None;
    };
    let [hours, minutes]: [i32; 2] = [suffix[1..3].parse().ok()?, suffix[4..].parse().ok()?];
    let seconds = 60 * (60 * hours + minutes);
    Some((suffix, if *sign == b'-' { -seconds } else { seconds }))
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
        let title = match count {
            Count::Dates => "time",
            Count::Log => "time since the first timestamp",
            Count::Entity => "time since the first timestamp of each",
        };
        let ends = entities
            .iter()
            .flat_map(|entity| [&entity.start, &entity.end]);
        let zone = match (clock.in_words, clock.has_offset) {
            (true, true) => Zone::of(ends.map(String::as_str)),
            (true, false) => Zone::default(),
            (false, _) => Zone::utc(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_the_offset_that_all_of_them_have() {
        let of = |texts: &[&str]| Zone::of(texts.iter().copied());
        let summer = of(&["2024-05-11T08:00:00+02:00", "2024-05-11T09:00:00.5+02:00"]);
        assert_eq!((summer.name.as_str(), summer.ahead), ("+02:00", 7200));
        assert_eq!(of(&["2024-05-11T08:00:00-03:30"]).ahead, -12_600);
        let both = ["2024-05-11T08:00:00+02:00", "2024-12-11T08:00:00+01:00"];
        for other in [&both[..], &["2024-05-11T08:00:00Z"], &["2024-05-11"], &[]] {
            assert_eq!(of(other), Zone::utc(), "{other:?}");
        }
    }
}
