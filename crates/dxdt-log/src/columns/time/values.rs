//! What the values of a column say of it as a time.

use dxdt_motion::finding::{Candidate, EvidenceKind as E};
use dxdt_time::{DayNumber, StampFormat, StampHints};

use super::super::view::{ColumnView, Content};
use super::names::is_frame;

/// What the sample says of a column as a time.
pub(super) struct Timeline {
    pub rises: bool,
    pub falls: bool,
    /// The share of rows that repeat the one above.
    pub repeats: f64,
    pub is_even: bool,
    pub is_constant: bool,
}

impl Timeline {
    pub fn of(column: &ColumnView<'_>) -> Option<Self> {
        let instants: Vec<f64> = match column.content {
            Content::Number => column.finite().collect(),
            Content::DateAndTime | Content::DateOnly | Content::TimeOfDay => {
                let cells = || column.cells.iter().copied();
                let format = StampFormat::detect(cells(), &StampHints::default()).ok()?;
                let parsed = cells().filter_map(|cell| format.parse(cell).ok());
                parsed.map(|stamp| stamp.nanoseconds as f64).collect()
            }
            _ => return None,
        };
        if instants.len() < 2 {
            return None;
        }
        let steps: Vec<f64> = instants.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let count = |test: fn(&&f64) -> bool| steps.iter().filter(test).count();
        let falls = count(|step| **step < 0.0);
        let stays = count(|step| **step == 0.0);
        let mut sorted: Vec<f64> = steps.iter().copied().filter(|step| *step > 0.0).collect();
        sorted.sort_by(f64::total_cmp);
        let quantile = |share: f64| sorted.get((sorted.len() as f64 * share) as usize).copied();
        let is_even = match (quantile(0.1), quantile(0.5), quantile(0.9)) {
            (Some(low), Some(middle), Some(high)) => high - low <= 0.1 * middle,
            _ => false,
        };
        Some(Self {
            rises: falls == 0 && stays < steps.len(),
            falls: falls > 0,
            repeats: stays as f64 / steps.len() as f64,
            is_even,
            is_constant: stays == steps.len(),
        })
    }
}

pub(super) fn add_timeline(candidate: &mut Candidate, column: &ColumnView<'_>) {
    if let Some(timeline) = Timeline::of(column) {
        let mostly = timeline.repeats > 0.6 && !timeline.is_constant;
        let repeats = if mostly { -7 } else { -3 };
        let found = [
            (timeline.rises, 2, E::Rises),
            (timeline.falls, -1, E::Falls),
            (timeline.is_even, 1, E::EvenSteps),
            (timeline.repeats > 0.2, repeats, E::Repeats),
            (timeline.is_constant, -6, E::Constant),
        ];
        for (_, weight, kind) in found.into_iter().filter(|(is_so, ..)| *is_so) {
            candidate.add(weight, kind);
        }
    }
    let missing = column.missing_share();
    if missing > 0.1 {
        candidate.add(if missing > 0.5 { -6 } else { -2 }, E::Empty(missing));
    }
}

/// Whether a column counts frames by its name.
pub(in super::super) fn counts_frames(column: &ColumnView<'_>) -> bool {
    is_frame(&column.name) && column.content == Content::Number && column.is_whole()
}

/// Whether numbers are dates from 2000 to 2034, counted from 1970.
pub(super) fn has_epoch_numbers(column: &ColumnView<'_>) -> bool {
    const YEARS: std::ops::Range<f64> = 946_684_800.0..2_051_222_400.0;
    let is_in = |scale: f64| {
        column
            .finite()
            .all(|value| YEARS.contains(&(value / scale)))
    };
    column.content == Content::Number && [1.0, 1e3, 1e6, 1e9].into_iter().any(is_in)
}

/// Whether numbers are dates from 2000 to 2035 that rise.
pub(super) fn is_epoch(column: &ColumnView<'_>) -> bool {
    let rises = Timeline::of(column).is_some_and(|timeline| timeline.rises);
    rises && has_epoch_numbers(column)
}

/// Whether numbers are Julian days or those of MATLAB, of recent years and with a time of day, that rise.
pub(in super::super) fn is_day_number(column: &ColumnView<'_>) -> bool {
    let is_day = |value: f64| {
        matches!(
            DayNumber::of_size(value),
            Some(DayNumber::Julian | DayNumber::Matlab)
        )
    };
    let rises = Timeline::of(column).is_some_and(|timeline| timeline.rises);
    column.content == Content::Number
        && column.has_decimals()
        && rises
        && column.finite().all(is_day)
}
