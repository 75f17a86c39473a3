//! Coordinates of maps as longitude and latitude. A projection stretches lengths and bends directions, Web Mercator by
//! 1/cos(latitude), so that derivatives are taken on the ellipsoid.

use std::fmt;
use std::io::Read as _;
use std::str::FromStr;
use std::sync::Arc;

use flate2::read::ZlibDecoder;
use proj4rs::Proj;
use proj4rs::errors::Error as ProjError;
use proj4rs::transform::transform;
use rayon::prelude::*;

use dxdt_motion::error::excerpt;

/// What `build.rs` writes: a line for each system.
const TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/epsg.z"));

/// A coordinate reference system of the EPSG dataset, projected or geographic.
///
/// ```
/// use dxdt_log::Crs;
///
/// let crs: Crs = "EPSG:25832".parse()?;
/// assert_eq!(crs.name(), "ETRS89 / UTM zone 32N");
/// assert!("EPSG:4978".parse::<Crs>().is_err_and(|why| why.contains("geocentric")));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone)]
pub struct Crs(Arc<System>);

struct System {
    code: u16,
    name: String,
    projection: Proj,
    /// Longitude and latitude on its own datum.
    base: Proj,
    wgs84: Proj,
    /// On WGS84 itself.
    is_wgs84: bool,
}

impl Crs {
    /// The name of the system.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether coordinates are lengths on a map, and not degrees.
    pub fn is_projected(&self) -> bool {
        !self.0.projection.is_latlong()
    }

    /// The length of the unit of its coordinates in metres.
    pub(crate) fn unit_in_metres(&self) -> f64 {
        self.0.projection.to_meter()
    }

    /// Turns eastings and northings in the unit of the system (or longitudes and latitudes in degrees) into longitudes and
    /// latitudes in degrees on WGS84; infinite where they are no place of the system.
    pub(crate) fn to_degrees(&self, eastings: &mut [f64], northings: &mut [f64]) {
        if self.0.is_wgs84 {
            return;
        }
        eastings
            .par_iter_mut()
            .zip(northings)
            .for_each(|(easting, northing)| {
                if easting.is_finite() && northing.is_finite() {
                    let place = self.place(*easting, *northing);
                    [*easting, *northing] = place.unwrap_or([f64::INFINITY; 2]);
                }
            });
    }

    fn place(&self, easting: f64, northing: f64) -> Option<[f64; 2]> {
        let system = &*self.0;
        let mut place = match self.is_projected() {
            true => self.unprojected(easting, northing)?,
            false => (easting.to_radians(), northing.to_radians(), 0.0),
        };
        transform(&system.base, &system.wgs84, &mut place).ok()?;
        let degrees = [place.0.to_degrees(), place.1.to_degrees()];
        degrees
            .iter()
            .all(|angle| angle.is_finite())
            .then_some(degrees)
    }

    /// On its own datum, in radians, without a height: heights are above the sea as a rule, and stay as they are.
    fn unprojected(&self, easting: f64, northing: f64) -> Option<(f64, f64, f64)> {
        /// So far from their central meridian transverse projections are not used; swapped axes lead there.
        const WIDEST: f64 = 20.0;
        let System {
            projection, base, ..
        } = &*self.0;
        let mut place = (easting, northing, 0.0);
        transform(projection, base, &mut place).ok()?;
        // Beyond the edge of the map the way back leads elsewhere.
        let mut back = place;
        transform(base, projection, &mut back).ok()?;
        let is_on_map = (back.0 - easting).hypot(back.1 - northing) * self.unit_in_metres() < 1e-3;
        let middle = projection.longitude_of_origin() + projection.from_greenwich();
        let away = (place.0 - middle).sin_cos();
        let is_near = !["tmerc", "utm", "etmerc"].contains(&projection.projname())
            || away.0.atan2(away.1).abs() < WIDEST.to_radians();
        (is_on_map && is_near).then_some(place)
    }
}

impl FromStr for Crs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || {
            format!(
                "'{}' is no coordinate reference system that is known; give the code of the projection, such as EPSG:3857 \
                 or EPSG:32632",
                excerpt(text)
            )
        };
        let code = match text.trim().split_once(':') {
            Some((authority, code)) if authority.eq_ignore_ascii_case("epsg") => code,
            _ => return Err(unknown()),
        };
        let code: u16 = code.parse().map_err(|_| unknown())?;
        let mut table = String::new();
        ZlibDecoder::new(TABLE)
            .read_to_string(&mut table)
            .map_err(|error| error.to_string())?;
        let line = table
            .lines()
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .find(|fields| fields[0] == code.to_string());
        let Some([_, kind, name, definition]) = line.as_deref() else {
            return Err(unknown());
        };
        let refused = |why: &str| Err(format!("EPSG:{code} ({name}) {why}"));
        match *kind {
            "compound" => {
                return refused(
                    "has heights beside its projection; give the code of the projection alone",
                );
            }
            "geocentric" => {
                return refused(
                    "is geocentric: X, Y and Z from the center of the Earth, which are derived as they are without --crs",
                );
            }
            "in other angles" => {
                return refused(
                    "does not have degrees east of Greenwich; convert the log to EPSG:4326 with another program",
                );
            }
            _ => {}
        }
        let system = System::new(code, name, definition);
        system.map(|system| Self(Arc::new(system))).or_else(|error| {
            refused(match error {
                ProjError::NadGridNotAvailable => {
                    "needs a grid of shifts, which dxdt does not have; convert the log to EPSG:4326 with another program, \
                     such as cs2cs of PROJ"
                }
                _ => {
                    "has a projection that dxdt does not know; convert the log to EPSG:4326 with another program, such as \
                     cs2cs of PROJ"
                }
            })
        })
    }
}

impl System {
    fn new(code: u16, name: &str, definition: &str) -> Result<Self, ProjError> {
        const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";
        const DATUM: [&str; 7] = [
            "+datum=",
            "+ellps=",
            "+a=",
            "+b=",
            "+rf=",
            "+towgs84=",
            "+nadgrids=",
        ];
        let is_of_datum = |word: &&str| DATUM.iter().any(|key| word.starts_with(key));
        let datum: Vec<&str> = definition.split(' ').filter(is_of_datum).collect();
        let projection = Proj::from_proj_string(definition)?;
        if !projection.has_inverse() || !projection.has_forward() {
            return Err(ProjError::NoInverseProjectionDefined);
        }
        Ok(Self {
            code,
            name: name.to_owned(),
            projection,
            base: Proj::from_proj_string(&format!("+proj=longlat {} +no_defs", datum.join(" ")))?,
            wgs84: Proj::from_proj_string(WGS84)?,
            is_wgs84: definition == WGS84,
        })
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EPSG:{}", self.0.code)
    }
}

impl fmt::Debug for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crs({self})")
    }
}

impl PartialEq for Crs {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

#[cfg(test)]
mod tests;
