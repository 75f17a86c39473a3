//! The time axis that the charts of a log share.

use dxdt_chart::TimeAxis;
use dxdt_motion::log::PositionLog;
use dxdt_time::Ticks;

/// When the rows of a log are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Span {
    /// The first and the last timestamp.
    pub stamps: Option<(i64, i64)>,
    /// The longest time that an entity takes, in seconds.
    pub longest: f64,
    ticks: Ticks,
}

impl Span {
    /// Of no entities yet.
    pub fn new(ticks: Ticks) -> Self {
        Self {
            ticks,
            ..Self::default()
        }
    }

    /// Adds the first and last timestamp of an entity so far.
    pub fn add(&mut self, first: i64, last: i64) {
        let (least, greatest) = self.stamps.unwrap_or((first, last));
        self.stamps = Some((least.min(first), greatest.max(last)));
        self.longest = self.longest.max(self.ticks.seconds_between(first, last));
    }

    /// Whether entities are so short and so far apart that on one time axis each would be a spike.
    pub fn is_far_apart(&self, entities: usize) -> bool {
        const READABLE: f64 = 0.05;
        let Some((first, last)) = self.stamps else {
            return false;
        };
        entities > 1 && self.longest < READABLE * self.ticks.seconds_between(first, last)
    }
}

/// From when times are counted.
#[derive(Debug, Clone)]
pub(super) struct Times {
    origin: i64,
    /// From the first timestamp of each entity, since these are far apart.
    apart: bool,
    ticks: Ticks,
    pub axis: TimeAxis,
}

impl Times {
    pub fn of(log: &PositionLog, span: &Span, entities: usize) -> Self {
        let origin = span.stamps.map_or(0, |(first, _)| first);
        let apart = span.is_far_apart(entities);
        let clock = log.clock;
        let axis = if apart {
            TimeAxis::Seconds {
                label: "time since the first timestamp of each".to_owned(),
            }
        } else if clock.is_dated() {
            TimeAxis::Clock {
                origin_unix_nanoseconds: origin,
                utc: clock.has_offset || !clock.in_words,
            }
        } else {
            TimeAxis::Seconds {
                label: "time".to_owned(),
            }
        };
        Self {
            origin,
            apart,
            ticks: clock.ticks,
            axis,
        }
    }

    /// The seconds of a timestamp of an entity whose first timestamp is given.
    pub fn seconds(&self, stamp: i64, first: i64) -> f64 {
        let from = if self.apart { first } else { self.origin };
        self.ticks.seconds_between(from, stamp)
    }
}
