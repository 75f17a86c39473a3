//! The plane of the path.

use dxdt_chart::Point;
use dxdt_motion::log::PositionLog;
use dxdt_motion::space::{Frame, LocalDirections, earth_centred};

/// The plane of the path: the first two axes; of geographic positions east and north of the middle, or degrees where the
/// log spans so much of the Earth that no plane fits.
pub(super) struct Plane {
    pub x_name: String,
    pub y_name: String,
    pub unit: Option<String>,
    /// In degrees, a line is not drawn across the map where the path crosses the antimeridian.
    pub is_in_degrees: bool,
    projection: Option<Projection>,
}

impl Plane {
    /// `extent` is that of a geographic log.
    pub fn of(log: &PositionLog, extent: &Extent) -> Self {
        let names = |x: &str, y: &str, unit: Option<&str>| Self {
            x_name: x.to_owned(),
            y_name: y.to_owned(),
            unit: unit.map(str::to_owned),
            is_in_degrees: false,
            projection: None,
        };
        if log.coordinates == Frame::Cartesian {
            let [x, y, ..] = &log.positions[..] else {
                return names("", "", None);
            };
            let unit = x.unit.as_deref().filter(|_| x.unit == y.unit);
            return names(&x.name, &y.name, unit);
        }
        match Some(extent).filter(|extent| extent.is_known() && extent.is_local()) {
            Some(extent) => Self {
                projection: Some(extent.projection()),
                ..names("east", "north", Some("m"))
            },
            None => Self {
                is_in_degrees: true,
                ..names("longitude", "latitude", Some("°"))
            },
        }
    }

    /// Where a position is drawn.
    pub fn place(&self, (x, y): Point) -> Point {
        match &self.projection {
            None => (x, y),
            Some(projection) => projection.place(x, y),
        }
    }
}

/// Meters east and north of a middle.
struct Projection {
    origin: [f64; 3],
    here: LocalDirections,
}

impl Projection {
    fn place(&self, longitude: f64, latitude: f64) -> Point {
        let place = earth_centred([longitude, latitude, 0.0]);
        let from_origin = [0, 1, 2].map(|i| place[i] - self.origin[i]);
        let [east, north, _] = self.here.east_north_up(from_origin);
        (east, north)
    }
}

/// The smallest and largest longitude and latitude so far, in degrees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    longitude: [f64; 2],
    latitude: [f64; 2],
}

impl Default for Extent {
    fn default() -> Self {
        Self {
            longitude: [f64::NAN; 2],
            latitude: [f64::NAN; 2],
        }
    }
}

impl Extent {
    pub fn add(&mut self, longitude: &[f64], latitude: &[f64]) {
        for (range, values) in [
            (&mut self.longitude, longitude),
            (&mut self.latitude, latitude),
        ] {
            *range = values.iter().fold(*range, |[low, high], &value| {
                // `min` and `max` pass over NaN.
                [low.min(value), high.max(value)]
            });
        }
    }

    fn is_known(&self) -> bool {
        !(self.longitude[0].is_nan() || self.latitude[0].is_nan())
    }

    /// Within two degrees a plane is wrong by less than a thousandth.
    fn is_local(&self) -> bool {
        let span = |[low, high]: [f64; 2]| high - low;
        span(self.latitude) < 2.0
            && span(self.longitude) * self.latitude[0].to_radians().cos().abs() < 2.0
    }

    /// Around the middle.
    fn projection(&self) -> Projection {
        let middle = |[low, high]: [f64; 2]| f64::midpoint(low, high);
        let (longitude, latitude) = (middle(self.longitude), middle(self.latitude));
        Projection {
            origin: earth_centred([longitude, latitude, 0.0]),
            here: LocalDirections::at(longitude, latitude),
        }
    }
}
