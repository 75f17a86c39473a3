//! Positions on the Earth as Earth-centered coordinates, and the local directions east, north and up.
//!
//! Differentiating in Earth-centered coordinates and turning the result at each row leaves the antimeridian
//! and the poles without a special case.

/// The semi-major axis of WGS84 in meters.
const SEMI_MAJOR_AXIS: f64 = 6_378_137.0;
/// The flattening of WGS84.
const FLATTENING: f64 = 1.0 / 298.257_223_563;

/// WGS84 longitude and latitude in degrees and ellipsoidal height in meters as Earth-centered, Earth-fixed
/// coordinates in meters.
///
/// The closed form (for example Hofmann-Wellenhof, Lichtenegger and Wasle, *GNSS*, 2008, §8.2.1).
///
/// ```
/// use dxdt_motion::space::earth_centred;
/// let [x, y, z] = earth_centred([0.0, 0.0, 0.0]);
/// assert_eq!(x, 6_378_137.0);
/// assert!(y.abs() < 1e-9 && z.abs() < 1e-9);
/// ```
pub fn earth_centred([longitude, latitude, height]: [f64; 3]) -> [f64; 3] {
    let eccentricity_squared = FLATTENING * (2.0 - FLATTENING);
    let (sin_longitude, cos_longitude) = longitude.to_radians().sin_cos();
    let (sin_latitude, cos_latitude) = latitude.to_radians().sin_cos();
    // Of the prime vertical.
    let radius = SEMI_MAJOR_AXIS / (1.0 - sin_latitude.powi(2) * eccentricity_squared).sqrt();
    [
        (radius + height) * cos_latitude * cos_longitude,
        (radius + height) * cos_latitude * sin_longitude,
        (radius * (1.0 - eccentricity_squared) + height) * sin_latitude,
    ]
}

/// The local directions at a place on the Earth.
///
/// ```
/// use dxdt_motion::space::LocalDirections;
/// let here = LocalDirections::at(90.0, 0.0);
/// // On the equator at 90° east, up is the Earth-centered y axis.
/// let [east, north, up] = here.east_north_up([0.0, 2.0, 0.0]);
/// assert!(east.abs() < 1e-12 && north.abs() < 1e-12 && (up - 2.0).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalDirections {
    sin_longitude: f64,
    cos_longitude: f64,
    sin_latitude: f64,
    cos_latitude: f64,
}

impl LocalDirections {
    /// The directions at a longitude and a geodetic latitude, in degrees.
    pub fn at(longitude: f64, latitude: f64) -> Self {
        let (sin_longitude, cos_longitude) = longitude.to_radians().sin_cos();
        let (sin_latitude, cos_latitude) = latitude.to_radians().sin_cos();
        Self {
            sin_longitude,
            cos_longitude,
            sin_latitude,
            cos_latitude,
        }
    }

    /// An Earth-centered vector as its east, north and up components.
    pub fn east_north_up(&self, [x, y, z]: [f64; 3]) -> [f64; 3] {
        let outward = self.cos_longitude * x + self.sin_longitude * y;
        [
            self.cos_longitude * y - self.sin_longitude * x,
            self.cos_latitude * z - self.sin_latitude * outward,
            self.cos_latitude * outward + self.sin_latitude * z,
        ]
    }

    /// A vector of east, north and up components as an Earth-centered one: the inverse of
    /// [`east_north_up`](Self::east_north_up).
    ///
    /// ```
    /// use dxdt_motion::space::LocalDirections;
    /// // At the North Pole, up is the Earth-centered z axis.
    /// let [x, y, z] = LocalDirections::at(0.0, 90.0).earth_centred([0.0, 0.0, 2.0]);
    /// assert!(x.abs() < 1e-12 && y.abs() < 1e-12 && (z - 2.0).abs() < 1e-12);
    /// ```
    pub fn earth_centred(&self, [east, north, up]: [f64; 3]) -> [f64; 3] {
        let outward = self.cos_latitude * up - self.sin_latitude * north;
        [
            self.cos_longitude * outward - self.sin_longitude * east,
            self.sin_longitude * outward + self.cos_longitude * east,
            self.cos_latitude * north + self.sin_latitude * up,
        ]
    }
}

/// Whether degrees are a place on the Earth; longitudes may run from −180 to 360.
pub(crate) fn is_on_earth(longitude: f64, latitude: f64) -> bool {
    (-180.0..=360.0).contains(&longitude) && (-90.0..=90.0).contains(&latitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_place_has_its_coordinates() {
        // The closed form written out, with the defining constants of WGS84.
        let [x, y, z] = earth_centred([2.3522, 48.8566, 35.0]);
        let radius = 6_378_137.0_f64;
        let flattening = 1.0 / 298.257_223_563;
        let e2 = flattening * (2.0 - flattening);
        let (sin, cos) = 48.8566_f64.to_radians().sin_cos();
        let n = radius / (1.0 - e2 * sin * sin).sqrt();
        let p = (n + 35.0) * cos;
        assert!((x - p * 2.3522_f64.to_radians().cos()).abs() < 1e-8);
        assert!((y - p * 2.3522_f64.to_radians().sin()).abs() < 1e-8);
        assert!((z - (n * (1.0 - e2) + 35.0) * sin).abs() < 1e-8);
    }

    #[test]
    fn the_antimeridian_is_one_place() {
        let west = earth_centred([-180.0, 12.0, 0.0]);
        let east = earth_centred([180.0, 12.0, 0.0]);
        assert!(west.iter().zip(east).all(|(a, b)| (a - b).abs() < 1e-8));
    }

    #[test]
    fn directions_keep_lengths() {
        let turned = LocalDirections::at(-123.4, 56.7).east_north_up([3.0, -4.0, 12.0]);
        let length: f64 = turned.iter().map(|c| c * c).sum::<f64>().sqrt();
        assert!((length - 13.0).abs() < 1e-12);
    }

    #[test]
    fn directions_there_and_back() {
        let here = LocalDirections::at(-123.4, 56.7);
        let back = here.earth_centred(here.east_north_up([3.0, -4.0, 12.0]));
        assert!(
            back.iter()
                .zip([3.0, -4.0, 12.0])
                .all(|(a, b)| (a - b).abs() < 1e-14)
        );
    }
}
