//! The five charts of an analysis, from its columns.

mod comparison;
mod derivatives;
mod methods;
mod path;

use std::borrow::Cow;

use crate::log::clock::seconds_between;
use crate::log::{AuditedLog, EntityRows};
use crate::motion::{Comparison, Motion, Smoothing};

use super::chart::{
    ChartError, ChartSize, Drawing, Figure, NAMED_ENTITIES, Panel, Segment, Series, SeriesRole,
    TimeAxis,
};
use super::summary::Units;

/// A chart of an analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Each position column over time.
    Position,
    /// Velocity along each axis over time.
    Velocity,
    /// Acceleration along each axis over time.
    Acceleration,
    /// Gradient against first difference.
    Comparison,
    /// The path in the plane; the distance travelled where there is only one axis.
    Path,
}

impl ChartKind {
    /// All charts, in the order in which they are written.
    pub const ALL: [Self; 5] = [
        Self::Position,
        Self::Velocity,
        Self::Acceleration,
        Self::Comparison,
        Self::Path,
    ];

    /// The name of its files, without ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::Velocity => "velocity",
            Self::Acceleration => "acceleration",
            Self::Comparison => "comparison",
            Self::Path => "path",
        }
    }
}

/// What the charts are drawn from.
#[derive(Debug)]
pub struct Figures<'a> {
    audited: &'a AuditedLog<'a>,
    motion: &'a Motion,
    comparison: &'a Comparison<'a>,
    units: &'a Units,
    /// The standard errors of a smoothed motion, and the motion before it was smoothed.
    smoothing: Option<(&'a Smoothing, &'a Motion)>,
    /// Seconds since the log's first stamp, or since that of each entity.
    seconds: Cow<'a, [f64]>,
    time: TimeAxis,
    /// Entities; where not all can be named, the ones with the most rows first.
    order: Vec<usize>,
    subtitle: String,
}

impl<'a> Figures<'a> {
    /// Prepares what the charts have in common. `smoothing` is what smoothed the motion, with the motion before it.
    pub fn new(
        audited: &'a AuditedLog<'a>,
        motion: &'a Motion,
        comparison: &'a Comparison<'a>,
        units: &'a Units,
        smoothing: Option<(&'a Smoothing, &'a Motion)>,
    ) -> Self {
        let origin = audited.stamps.iter().copied().min().unwrap_or(0);
        let clock = audited.log.clock;
        let apart = are_far_apart(audited, motion);
        let time = if apart {
            TimeAxis::Seconds {
                label: "time since the first stamp of each".to_owned(),
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
        let mut order: Vec<usize> = (0..audited.entities.len()).collect();
        if order.len() > NAMED_ENTITIES {
            order.sort_by_key(|&entity| std::cmp::Reverse(audited.entities[entity].rows.len()));
        }
        let names: Vec<_> = audited
            .log
            .files
            .iter()
            .map(|file| file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name))
            .collect();
        let rows = crate::number::counted(audited.stamps.len() as u64, "row", "rows");
        Self {
            seconds: if apart {
                Cow::Borrowed(&motion.t)
            } else {
                let stamps = audited.stamps.iter();
                stamps
                    .map(|&stamp| seconds_between(origin, stamp))
                    .collect()
            },
            time,
            order,
            subtitle: format!("{} · {rows}", names.join(", ")),
            audited,
            motion,
            comparison,
            units,
            smoothing,
        }
    }

    /// Draws one chart.
    ///
    /// # Errors
    /// Where the drawing library fails, which no data should make it do.
    pub fn draw(&self, kind: ChartKind, size: ChartSize) -> Result<Drawing, ChartError> {
        match kind {
            ChartKind::Position => self.positions()?.draw(size),
            ChartKind::Velocity => self.velocity()?.draw(size),
            ChartKind::Acceleration => self.acceleration()?.draw(size),
            ChartKind::Comparison => self.gradient_against_difference()?.draw(size),
            ChartKind::Path if self.audited.positions.len() < 2 => {
                self.distance_travelled()?.draw(size)
            }
            ChartKind::Path => self.path()?.draw(size),
        }
    }

    fn positions(&self) -> Result<Figure<'_>, ChartError> {
        let columns = self
            .audited
            .log
            .positions
            .iter()
            .zip(&self.audited.positions);
        let panels = columns
            .map(|(position, values)| {
                Ok(Panel {
                    quantity: "position".to_owned(),
                    symbol: position.name.clone(),
                    unit: position.unit.clone(),
                    series: self.series(&self.seconds, values)?,
                })
            })
            .collect::<Result<_, ChartError>>()?;
        Ok(self.figure("Position", panels))
    }

    fn figure<'s>(&self, title: &str, panels: Vec<Panel<'s>>) -> Figure<'s> {
        Figure {
            title: title.to_owned(),
            subtitle: Some(self.subtitle.clone()),
            time: self.time.clone(),
            panels,
        }
    }

    /// One series an entity, with its segments.
    fn series<'s>(&self, x: &'s [f64], y: &'s [f64]) -> Result<Vec<Series<'s>>, ChartError> {
        let entities = self
            .order
            .iter()
            .map(|&entity| &self.audited.entities[entity]);
        entities
            .enumerate()
            .map(|(rank, entity)| {
                let segments = entity
                    .segments
                    .iter()
                    .map(|s| Segment::new(&x[s.clone()], &y[s.clone()]));
                Ok(Series {
                    label: self.label(entity),
                    role: self.role(rank),
                    segments: segments.collect::<Result<_, _>>()?,
                })
            })
            .collect()
    }

    fn label(&self, entity: &EntityRows) -> String {
        match &self.audited.log.entity {
            None => "gradient".to_owned(),
            Some(column) => format!("{column} {}", entity.name),
        }
    }

    fn role(&self, rank: usize) -> SeriesRole {
        if self.audited.entities.len() == 1 {
            SeriesRole::Main
        } else {
            SeriesRole::Entity(rank)
        }
    }
}

/// Whether entities are so short and so far apart that on one time axis each would be a spike.
pub(super) fn are_far_apart(audited: &AuditedLog<'_>, motion: &Motion) -> bool {
    const READABLE: f64 = 0.05;
    let [first, last] = [audited.stamps.iter().min(), audited.stamps.iter().max()];
    let (Some(&first), Some(&last)) = (first, last) else {
        return false;
    };
    let longest = motion.t.iter().copied().fold(0.0, f64::max);
    audited.entities.len() > 1 && longest < READABLE * seconds_between(first, last)
}
