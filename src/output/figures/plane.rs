//! The plane of the path.

use crate::output::whereabouts::Whereabouts;
use dxdt_chart::{Ground, Point};
use dxdt_motion::log::PositionLog;
use dxdt_motion::space::{Frame, LocalDirections, earth_centred};

/// The plane of the path: the first two axes; of geographic positions east and north of the middle, or degrees where the
/// log spans so much of the Earth that no plane fits.
pub(super) struct Plane {
    pub x_name: String,
    pub y_name: String,
    pub unit: Option<String>,
    /// How long a unit of y is drawn, where one of x is 1.
    pub aspect: f64,
    pub ground: Option<Ground>,
    /// What a reader has to know of the ground: where x and y are 0, or where the proportions are right.
    pub note: Option<String>,
    /// In degrees, a line is not drawn across the map.
    pub is_in_degrees: bool,
    /// Longitudes below this one are drawn a turn further east.
    cut: Option<f64>,
    projection: Option<Projection>,
}

impl Plane {
    /// `whereabouts` are those of a geographic log.
    pub fn of(log: &PositionLog, whereabouts: &Whereabouts) -> Self {
        let names = |x: &str, y: &str, unit: Option<&str>| Self {
            x_name: x.to_owned(),
            y_name: y.to_owned(),
            unit: unit.map(str::to_owned),
            aspect: 1.0,
            ground: None,
            note: None,
            is_in_degrees: false,
            cut: None,
            projection: None,
        };
        if log.coordinates == Frame::Cartesian {
            let [x, y, ..] = &log.positions[..] else {
                return names("", "", None);
            };
            let unit = x.unit.as_deref().filter(|_| x.unit == y.unit);
            return names(&x.name, &y.name, unit);
        }
        let extent = Extent::of(whereabouts);
        if let Some(extent) = extent.as_ref().filter(|extent| extent.is_local()) {
            let [longitude, latitude] = extent.middle();
            return Self {
                note: Some(format!(
                    "0, 0 is {}, {}",
                    degrees(latitude, 5, "NS"),
                    degrees(longitude, 5, "EW")
                )),
                ground: Some(Ground { meters: 1.0 }),
                projection: Some(extent.projection()),
                ..names("east", "north", Some("m"))
            };
        }
        let note = extent.map(|extent| {
            let [_, latitude] = extent.middle();
            format!("proportions of {}", degrees(latitude, 0, "NS"))
        });
        Self {
            aspect: whereabouts.ratio(),
            ground: Some(Ground {
                meters: DEGREE / whereabouts.ratio(),
            }),
            note,
            is_in_degrees: true,
            cut: whereabouts.cut(),
            ..names("longitude", "latitude", Some("°"))
        }
    }

    /// Where a position is drawn.
    pub fn place(&self, (x, y): Point) -> Point {
        match &self.projection {
            None if self.cut.is_some_and(|cut| x < cut) => (x + 360.0, y),
            None => (x, y),
            Some(projection) => projection.place(x, y),
        }
    }
}

/// The meters of a degree of a great circle of the Earth.
const DEGREE: f64 = 111_195.0;

/// Degrees with so many decimals and a letter: the first if they are positive, the second if they are negative.
fn degrees(value: f64, decimals: usize, letters: &str) -> String {
    let turned = (value + 180.0).rem_euclid(360.0) - 180.0;
    let letter = &letters[usize::from(turned < 0.0)..][..1];
    format!("{:.decimals$}° {letter}", turned.abs())
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

/// Where a local log is, in degrees.
struct Extent {
    longitude: [f64; 2],
    latitude: [f64; 2],
}

impl Extent {
    fn of(whereabouts: &Whereabouts) -> Option<Self> {
        Some(Self {
            longitude: whereabouts.longitude()?,
            latitude: whereabouts.latitude()?,
        })
    }

    /// Within two degrees a plane is wrong by less than a thousandth.
    fn is_local(&self) -> bool {
        let span = |[low, high]: [f64; 2]| high - low;
        span(self.latitude) < 2.0
            && span(self.longitude) * self.latitude[0].to_radians().cos().abs() < 2.0
    }

    /// The longitude and latitude of the middle.
    fn middle(&self) -> [f64; 2] {
        [self.longitude, self.latitude].map(|[low, high]| f64::midpoint(low, high))
    }

    /// Around the middle.
    fn projection(&self) -> Projection {
        let [longitude, latitude] = self.middle();
        Projection {
            origin: earth_centred([longitude, latitude, 0.0]),
            here: LocalDirections::at(longitude, latitude),
        }
    }
}
