//! The path in the plane, and the distance travelled along an only axis.

use std::borrow::Cow;
use std::ops::Range;

use crate::output::chart::{ChartError, Figure, Panel, PathFigure, Segment, Series};
use crate::space::{Frame, LocalDirections, earth_centred};

use super::Figures;

impl Figures<'_> {
    /// How far each entity has come along its only axis, to and fro added up within segments.
    pub(super) fn distance_travelled(&self) -> Result<Figure<'_>, ChartError> {
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

    pub(super) fn path(&self) -> Result<PathFigure<'_>, ChartError> {
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
