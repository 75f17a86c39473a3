//! The five charts of an analysis, from its columns.

use std::borrow::Cow;
use std::ops::Range;

use crate::log::clock::seconds_between;
use crate::log::{AuditedLog, EntityRows};
use crate::motion::{Comparison, Motion};
use crate::space::{Frame, LocalDirections, earth_centred};

use super::chart::{
    ChartError, ChartSize, Drawing, Figure, NAMED_ENTITIES, Panel, PathFigure, Segment, Series,
    SeriesRole, TimeAxis,
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
    /// Seconds since the log's first stamp, or since that of each entity.
    seconds: Cow<'a, [f64]>,
    time: TimeAxis,
    /// Entities; where not all can be named, the ones with the most rows first.
    order: Vec<usize>,
    subtitle: String,
}

impl<'a> Figures<'a> {
    /// Prepares what the charts have in common.
    pub fn new(
        audited: &'a AuditedLog<'a>,
        motion: &'a Motion,
        comparison: &'a Comparison<'a>,
        units: &'a Units,
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
        let rows = crate::finding::counted(audited.stamps.len() as u64, "row", "rows");
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
        }
    }

    /// Draws one chart.
    ///
    /// # Errors
    /// Where the drawing library fails, which no data should make it do.
    pub fn draw(&self, kind: ChartKind, size: ChartSize) -> Result<Drawing, ChartError> {
        match kind {
            ChartKind::Position => self.positions()?.draw(size),
            ChartKind::Velocity => self
                .along_axes("Velocity", "v", &self.motion.velocity, &self.units.velocity)?
                .draw(size),
            ChartKind::Acceleration => {
                let unit = &self.units.acceleration;
                self.along_axes("Acceleration", "a", &self.motion.acceleration, unit)?
                    .draw(size)
            }
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

    fn along_axes<'s>(
        &'s self,
        title: &str,
        prefix: &str,
        columns: &'s [Vec<f64>],
        unit: &Option<String>,
    ) -> Result<Figure<'s>, ChartError> {
        let panels = self
            .motion
            .axes
            .iter()
            .zip(columns)
            .map(|(axis, values)| {
                Ok(Panel {
                    quantity: format!("{} along {axis}", title.to_lowercase()),
                    symbol: format!("{prefix}_{axis}"),
                    unit: unit.clone(),
                    series: self.series(&self.seconds, values)?,
                })
            })
            .collect::<Result<_, ChartError>>()?;
        Ok(self.figure(title, panels))
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

    fn gradient_against_difference(&self) -> Result<Figure<'_>, ChartError> {
        let entity = self.longest_entity();
        let (rows, is_part) = self.telling_rows(entity);
        let panels = self
            .motion
            .axes
            .iter()
            .enumerate()
            .map(|(axis, name)| {
                Ok(Panel {
                    quantity: format!("velocity along {name}"),
                    symbol: format!("v_{name}"),
                    unit: self.units.velocity.clone(),
                    series: vec![
                        Series {
                            label: "gradient".to_owned(),
                            role: SeriesRole::Main,
                            segments: self.parts_between_gaps(
                                entity,
                                &rows,
                                &self.comparison.gradient[axis],
                            )?,
                        },
                        Series {
                            label: "first difference to the next row".to_owned(),
                            role: SeriesRole::Compared,
                            segments: self.parts_between_gaps(
                                entity,
                                &rows,
                                &self.comparison.first_difference[axis],
                            )?,
                        },
                    ],
                })
            })
            .collect::<Result<_, ChartError>>()?;
        let mut figure = self.figure("Velocity: gradient against first difference", panels);
        let mut subtitle = self.subtitle.clone();
        if self.audited.entities.len() > 1 {
            subtitle.push_str(&format!(
                " · {}, the entity with the most rows",
                self.label(entity)
            ));
        }
        if is_part {
            subtitle.push_str(&format!(
                " · the {} rows around the largest difference",
                rows.len()
            ));
        }
        figure.subtitle = Some(subtitle);
        Ok(figure)
    }

    fn longest_entity(&self) -> &EntityRows {
        // The first of equals: `max_by_key` would give the last.
        let entities = self.audited.entities.iter().rev();
        entities
            .max_by_key(|entity| entity.rows.len())
            .unwrap_or(&self.audited.entities[0])
    }

    /// The rows of an entity on which the two velocities can be told apart by eye: all of a short log, of a long
    /// one those around the largest difference.
    fn telling_rows(&self, entity: &EntityRows) -> (Range<usize>, bool) {
        const WINDOW: usize = 40;
        let rows = entity.rows.clone();
        if rows.len() <= 2 * WINDOW {
            return (rows, false);
        }
        let difference = |row: usize| {
            let axes = self
                .comparison
                .gradient
                .iter()
                .zip(self.comparison.first_difference);
            let largest =
                axes.map(|(gradient, difference)| (gradient[row] - difference[row]).abs());
            largest.fold(0.0, f64::max)
        };
        let most = rows
            .clone()
            .reduce(|best, row| {
                if difference(row) > difference(best) {
                    row
                } else {
                    best
                }
            })
            .unwrap_or(rows.start);
        let start = most
            .saturating_sub(WINDOW / 2)
            .clamp(rows.start, rows.end - WINDOW);
        (start..start + WINDOW, true)
    }

    fn parts_between_gaps<'s>(
        &'s self,
        entity: &EntityRows,
        rows: &Range<usize>,
        values: &'s [f64],
    ) -> Result<Vec<Segment<'s>>, ChartError> {
        entity
            .segments
            .iter()
            .map(|segment| segment.start.max(rows.start)..segment.end.min(rows.end))
            .filter(|part| !part.is_empty())
            .map(|part| Segment::new(&self.seconds[part.clone()], &values[part]))
            .collect()
    }

    /// How far each entity has come along its only axis, to and fro added up within segments.
    fn distance_travelled(&self) -> Result<Figure<'_>, ChartError> {
        let positions = &self.audited.positions[0];
        let mut travelled = vec![f64::NAN; positions.len()];
        for entity in &self.audited.entities {
            let mut total = 0.0;
            for segment in &entity.segments {
                let mut previous = f64::NAN;
                for row in segment.clone().filter(|&row| !positions[row].is_nan()) {
                    if !previous.is_nan() {
                        total += (positions[row] - previous).abs();
                    }
                    travelled[row] = total;
                    previous = positions[row];
                }
            }
        }
        let entities = self
            .order
            .iter()
            .map(|&entity| &self.audited.entities[entity]);
        let series = entities
            .enumerate()
            .map(|(rank, entity)| {
                let segments = entity
                    .segments
                    .iter()
                    .map(|s| Segment::new(&self.seconds[s.clone()], travelled[s.clone()].to_vec()));
                Ok(Series {
                    label: self.label(entity),
                    role: self.role(rank),
                    segments: segments.collect::<Result<_, _>>()?,
                })
            })
            .collect::<Result<_, ChartError>>()?;
        let position = &self.audited.log.positions[0];
        let panel = Panel {
            quantity: "distance travelled".to_owned(),
            symbol: format!("path along {}", position.name),
            unit: position.unit.clone(),
            series,
        };
        Ok(self.figure("Path: distance travelled", vec![panel]))
    }

    fn path(&self) -> Result<PathFigure<'_>, ChartError> {
        let Plane {
            x,
            y,
            x_name,
            y_name,
            unit,
        } = self.plane();
        let entities = self
            .order
            .iter()
            .map(|&entity| &self.audited.entities[entity]);
        let tracks = entities
            .enumerate()
            .map(|(rank, entity)| {
                let parts = entity
                    .segments
                    .iter()
                    .flat_map(|segment| split_at_jumps(&x, segment.clone(), &unit));
                let segments =
                    parts.map(|part| Segment::new(x[part.clone()].to_vec(), y[part].to_vec()));
                Ok(Series {
                    label: match &self.audited.log.entity {
                        None => "path".to_owned(),
                        Some(_) => self.label(entity),
                    },
                    role: self.role(rank),
                    segments: segments.collect::<Result<_, _>>()?,
                })
            })
            .collect::<Result<_, ChartError>>()?;
        Ok(PathFigure {
            title: "Path".to_owned(),
            subtitle: Some(self.subtitle.clone()),
            x: x_name,
            y: y_name,
            unit,
            tracks,
        })
    }

    /// The plane of the path: the first two axes; of geographic positions east and north of the middle, or
    /// degrees where the log spans so much of the Earth that no plane fits.
    fn plane(&self) -> Plane<'_> {
        let log = self.audited.log;
        let [first, second, ..] = &self.audited.positions[..] else {
            return Plane::default();
        };
        if log.coordinates == Frame::Cartesian {
            return Plane {
                x: Cow::Borrowed(first),
                y: Cow::Borrowed(second),
                x_name: log.positions[0].name.clone(),
                y_name: log.positions[1].name.clone(),
                unit: log.positions[0]
                    .unit
                    .clone()
                    .filter(|_| log.positions[0].unit == log.positions[1].unit),
            };
        }
        match Extent::of(first, second) {
            Some(extent) if extent.is_local() => {
                let (east, north) = extent.project(first, second);
                Plane {
                    x: east.into(),
                    y: north.into(),
                    x_name: "east".to_owned(),
                    y_name: "north".to_owned(),
                    unit: Some("m".to_owned()),
                }
            }
            _ => Plane {
                x: Cow::Borrowed(first),
                y: Cow::Borrowed(second),
                x_name: "longitude".to_owned(),
                y_name: "latitude".to_owned(),
                unit: Some("°".to_owned()),
            },
        }
    }
}

/// Whether entities are so short and so far apart that on one time axis each would be a spike.
fn are_far_apart(audited: &AuditedLog<'_>, motion: &Motion) -> bool {
    const READABLE: f64 = 0.05;
    let [first, last] = [audited.stamps.iter().min(), audited.stamps.iter().max()];
    let (Some(&first), Some(&last)) = (first, last) else {
        return false;
    };
    let longest = motion.t.iter().copied().fold(0.0, f64::max);
    audited.entities.len() > 1 && longest < READABLE * seconds_between(first, last)
}

#[derive(Default)]
struct Plane<'a> {
    x: Cow<'a, [f64]>,
    y: Cow<'a, [f64]>,
    x_name: String,
    y_name: String,
    unit: Option<String>,
}

/// The smallest and largest longitude and latitude, in degrees.
struct Extent {
    longitude: [f64; 2],
    latitude: [f64; 2],
}

impl Extent {
    fn of(longitude: &[f64], latitude: &[f64]) -> Option<Self> {
        let range = |values: &[f64]| {
            let known = || values.iter().copied().filter(|value| !value.is_nan());
            Some([known().reduce(f64::min)?, known().reduce(f64::max)?])
        };
        Some(Self {
            longitude: range(longitude)?,
            latitude: range(latitude)?,
        })
    }

    /// Within two degrees a plane is wrong by less than a thousandth.
    fn is_local(&self) -> bool {
        let span = |[low, high]: [f64; 2]| high - low;
        span(self.latitude) < 2.0
            && span(self.longitude) * self.latitude[0].to_radians().cos().abs() < 2.0
    }

    /// Metres east and north of the middle.
    fn project(&self, longitude: &[f64], latitude: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let middle = |[low, high]: [f64; 2]| f64::midpoint(low, high);
        let (lon, lat) = (middle(self.longitude), middle(self.latitude));
        let origin = earth_centred([lon, lat, 0.0]);
        let here = LocalDirections::at(lon, lat);
        longitude
            .iter()
            .zip(latitude)
            .map(|(&longitude, &latitude)| {
                let place = earth_centred([longitude, latitude, 0.0]);
                let [east, north, _] = here.east_north_up([0, 1, 2].map(|i| place[i] - origin[i]));
                (east, north)
            })
            .unzip()
    }
}

/// In degrees, a line is not drawn across the map where the path crosses the antimeridian.
fn split_at_jumps(x: &[f64], segment: Range<usize>, unit: &Option<String>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = segment.start;
    if unit.as_deref() == Some("°") {
        for row in segment.start + 1..segment.end {
            if (x[row] - x[row - 1]).abs() > 180.0 {
                parts.push(start..row);
                start = row;
            }
        }
    }
    parts.push(start..segment.end);
    parts
}
