//! What the summary says of one entity.

use serde::Serialize;

use dxdt_motion::audit::{AuditedLog, EntityRows, Flags};
use dxdt_motion::motion::{Motion, QuantityColumn, Travelled};

use super::highest::Highest;

/// One entity.
#[derive(Debug, Clone, Serialize)]
pub struct EntitySummary {
    /// Its value in the entity column; empty where there is no such column.
    pub name: String,
    /// Its rows in the tables.
    pub rows: usize,
    /// Its segments.
    pub segments: usize,
    /// Its first timestamp, as the tables have it.
    pub start: String,
    /// Its last timestamp.
    pub end: String,
    /// Seconds from the first to the last.
    pub duration: f64,
    /// The median step in seconds.
    pub median_step: Option<f64>,
    /// The seconds of the steps inside its segments, without those to and from rows that jump; `None` where it was not added
    /// up.
    pub time_in_segments: Option<f64>,
    /// The seconds of them in which it moves: its positions change by more than their noise makes of one that stands still.
    /// `None` where the noise is too large a part of the velocity to tell.
    pub time_moving: Option<f64>,
    /// How far it comes in these: along the chords from position to position, or, where a curve was fitted, by the speed.
    /// `None` where the noise is too large a part of the velocity to tell.
    pub distance: Option<f64>,
    /// The highest speed inside its segments.
    pub speed_highest: Option<Highest>,
    /// The highest norm of the acceleration inside its segments.
    pub acceleration_highest: Option<Highest>,
    #[serde(skip)]
    pub(crate) travelled: Travelled,
    /// The largest speed, also on the first and last rows of segments.
    pub speed_max: Option<Extreme>,
    /// The largest norm of the acceleration, also on these.
    pub accel_max: Option<Extreme>,
    /// Velocity along each axis: smallest and largest.
    pub velocity: Vec<Option<[f64; 2]>>,
    /// Acceleration along each axis: smallest and largest.
    pub acceleration: Vec<Option<[f64; 2]>>,
    /// Each further quantity: smallest and largest, in the order of the summary's list.
    pub quantities: Vec<Option<[f64; 2]>>,
}

/// A largest value and when it was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Extreme {
    /// The value.
    pub value: f64,
    /// Seconds since the entity's first timestamp.
    pub t: f64,
    /// Whether it is on the first or last row of a segment, where derivatives are the least certain.
    pub at_edge: bool,
}

impl EntitySummary {
    pub(crate) fn of(
        audited: &AuditedLog<'_>,
        motion: &Motion,
        quantities: &[QuantityColumn],
        entity: &EntityRows,
    ) -> Self {
        let rows = entity.rows.clone();
        let last = rows.end.saturating_sub(1);
        let stamp = |row: usize| audited.log.time_text(audited.source_row(row));
        let columns_range = |columns: &[Vec<f64>]| {
            columns
                .iter()
                .map(|column| range(&column[rows.clone()]))
                .collect()
        };
        let largest = |column: &[f64]| {
            let row = rows.start + row_of_largest(&column[rows.clone()])?;
            Some(Extreme {
                value: column[row],
                t: motion.t[row],
                at_edge: motion.flags[row].contains(Flags::EDGE),
            })
        };
        Self {
            name: entity.name.clone(),
            rows: rows.len(),
            segments: entity.segments.len(),
            start: stamp(rows.start),
            end: stamp(last),
            duration: motion.t.get(last).copied().unwrap_or(0.0),
            median_step: entity
                .median_step
                .map(|step| audited.log.clock.ticks.seconds(step)),
            time_in_segments: None,
            time_moving: None,
            distance: None,
            speed_highest: None,
            acceleration_highest: None,
            travelled: Travelled::default(),
            speed_max: largest(&motion.speed),
            accel_max: largest(&motion.accel),
            velocity: columns_range(&motion.velocity),
            acceleration: columns_range(&motion.acceleration),
            quantities: quantities
                .iter()
                .map(|column| range(&column.values[rows.clone()]))
                .collect(),
        }
    }
}

impl EntitySummary {
    /// The summary of these rows and those that follow them.
    pub(crate) fn followed_by(self, next: Self) -> Self {
        let larger = |known: Option<Extreme>, next: Option<Extreme>| match (known, next) {
            (Some(known), Some(next)) if next.value > known.value => Some(next),
            (known, next) => known.or(next),
        };
        let ranges = |known: Vec<Option<[f64; 2]>>, next: Vec<Option<[f64; 2]>>| {
            let both = known.into_iter().zip(next);
            both.map(|(known, next)| match (known, next) {
                (Some([low, high]), Some([next_low, next_high])) => {
                    Some([low.min(next_low), high.max(next_high)])
                }
                (known, next) => known.or(next),
            })
            .collect()
        };
        Self {
            rows: self.rows + next.rows,
            end: next.end,
            duration: next.duration,
            speed_max: larger(self.speed_max, next.speed_max),
            accel_max: larger(self.accel_max, next.accel_max),
            velocity: ranges(self.velocity, next.velocity),
            acceleration: ranges(self.acceleration, next.acceleration),
            quantities: ranges(self.quantities, next.quantities),
            ..self
        }
    }
}

/// The smallest and largest value, unknown ones left out; a zero has no sign.
fn range(values: &[f64]) -> Option<[f64; 2]> {
    // Several at once, each against its own; a comparison with NaN is false.
    const LANES: usize = 16;
    let mut low = [f64::INFINITY; LANES];
    let mut high = [f64::NEG_INFINITY; LANES];
    let chunks = values.chunks_exact(LANES);
    for (lane, &value) in chunks.remainder().iter().enumerate() {
        low[lane] = low[lane].min(value);
        high[lane] = high[lane].max(value);
    }
    for chunk in chunks {
        for lane in 0..LANES {
            let value = chunk[lane];
            low[lane] = if value < low[lane] { value } else { low[lane] };
            high[lane] = if value > high[lane] {
                value
            } else {
                high[lane]
            };
        }
    }
    let low = low.into_iter().fold(f64::INFINITY, f64::min);
    let high = high.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let is_known = low <= high;
    is_known.then_some([low + 0.0, high + 0.0])
}

/// The row of the largest value, unknown ones left out.
fn row_of_largest(values: &[f64]) -> Option<usize> {
    let mut largest: Option<usize> = None;
    for (row, value) in values.iter().enumerate() {
        // A comparison with NaN is false.
        if largest.map_or(!value.is_nan(), |known| *value > values[known]) {
            largest = Some(row);
        }
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_pass_over_what_is_not_known() {
        let values = [f64::NAN, -2.0, 5.0, 5.0];
        assert_eq!(range(&values), Some([-2.0, 5.0]));
        assert_eq!(row_of_largest(&values), Some(2));
        assert_eq!(range(&[f64::NAN]), None);
        assert_eq!(row_of_largest(&[]), None);
    }
}
