//! Degrees as meters.

/// Meters of a degree of longitude and of a degree of latitude on the WGS84 ellipsoid at a latitude in degrees.
///
/// The radii of curvature N·cos φ and M (for example Hofmann-Wellenhof, Lichtenegger and Wasle, *GNSS*, 2008, §8.2.1).
pub(crate) fn metres_per_degree(latitude: f64) -> [f64; 2] {
    const RADIUS: f64 = 6_378_137.0;
    const FLATTENING: f64 = 1.0 / 298.257_223_563;
    const E2: f64 = FLATTENING * (2.0 - FLATTENING);
    let (sin, cos) = latitude.to_radians().sin_cos();
    let root = (1.0 - E2 * sin * sin).sqrt();
    let east = RADIUS / root * cos;
    let north = RADIUS * (1.0 - E2) / (root * root * root);
    [east.to_radians(), north.to_radians()]
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::space::earth_centred;

    fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
        let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
        squares.sqrt()
    }

    #[test]
    fn a_small_angle_is_as_long_as_its_chord() {
        for latitude in [-60.0, 0.0, 46.8] {
            let here = earth_centred([8.3, latitude, 0.0]);
            let east = distance(here, earth_centred([8.301, latitude, 0.0]));
            let north = distance(here, earth_centred([8.3, latitude + 0.001, 0.0]));
            let [per_east, per_north] = metres_per_degree(latitude);
            assert!((east / (per_east * 0.001) - 1.0).abs() < 1e-6);
            assert!((north / (per_north * 0.001) - 1.0).abs() < 1e-4);
        }
    }
}
