//! Where the positions of a geographic log are.

/// Where the positions of a log are, taken note of while they go by.
#[derive(Debug, Clone)]
pub(crate) struct Whereabouts {
    /// The degrees of longitude that were met.
    met: [bool; TURN],
    /// The smallest and largest longitude and latitude.
    longitude: [f64; 2],
    latitude: [f64; 2],
    /// The smallest and largest longitude from 0° to 360°.
    eastward: [f64; 2],
}

const TURN: usize = 360;

impl Default for Whereabouts {
    fn default() -> Self {
        Self {
            met: [false; TURN],
            longitude: [f64::NAN; 2],
            latitude: [f64::NAN; 2],
            eastward: [f64::NAN; 2],
        }
    }
}

impl Whereabouts {
    /// Adds longitudes and latitudes.
    pub fn add(&mut self, longitude: &[f64], latitude: &[f64]) {
        for &value in longitude.iter().filter(|value| value.is_finite()) {
            let eastward = value.rem_euclid(360.0);
            self.met[(eastward as usize).min(TURN - 1)] = true;
            let [low, high] = self.eastward;
            self.eastward = [low.min(eastward), high.max(eastward)];
        }
        self.longitude = low_high(self.longitude, longitude);
        self.latitude = low_high(self.latitude, latitude);
    }

    /// The smallest and largest latitude; `None` if there is none.
    pub fn latitude(&self) -> Option<[f64; 2]> {
        (!self.latitude[0].is_nan()).then_some(self.latitude)
    }

    /// The smallest and largest longitude, beyond 180° where the log goes over the antimeridian; `None` if there is none.
    pub fn longitude(&self) -> Option<[f64; 2]> {
        let range = match self.cut() {
            Some(_) => self.eastward,
            None => self.longitude,
        };
        (!range[0].is_nan()).then_some(range)
    }

    /// Whether longitudes may cross the antimeridian.
    pub fn goes_round(&self) -> bool {
        let [west, east] = self.longitude;
        east - west > 180.0
    }

    /// How long a degree of latitude is, where one of longitude is 1, in the middle of the latitudes.
    pub fn ratio(&self) -> f64 {
        // So close to the poles no plain grid is right.
        const STEEPEST: f64 = 85.0;
        let [low, high] = [
            90.0_f64.min(self.latitude[0]),
            (-90.0_f64).max(self.latitude[1]),
        ];
        let middle = f64::midpoint(low, high).clamp(-STEEPEST, STEEPEST);
        1.0 / middle.to_radians().cos()
    }

    /// The eastern end of the widest stretch without any position, if longitudes below it have to be drawn a turn further
    /// east for the log to be in one piece; to the degree, since a map shows no less.
    pub fn cut(&self) -> Option<f64> {
        let met = &self.met;
        let [west, east] = self.longitude;
        // The widest stretch, as the first degree after it and its width; the first of equals.
        let mut widest = (0, 0);
        for start in (0..TURN).filter(|&degree| met[degree]) {
            let width = (1..TURN)
                .take_while(|back| !met[(start + TURN - back) % TURN])
                .count();
            if width > widest.1 {
                widest = (start, width);
            }
        }
        let start = widest.0 as f64;
        let cut = if start > 180.0 { start - 360.0 } else { start };
        // The stretch around the antimeridian is already the one without positions.
        let in_one_piece = 360.0 - (east - west) >= widest.1 as f64;
        (east - west > 180.0 && !in_one_piece).then_some(cut)
    }
}

/// The smallest and largest known value, of those before and these.
fn low_high(before: [f64; 2], values: &[f64]) -> [f64; 2] {
    let known = values.iter().filter(|value| value.is_finite());
    // `min` and `max` pass over NaN.
    known.fold(before, |[low, high], value| {
        [low.min(*value), high.max(*value)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(longitude: &[f64], latitude: &[f64]) -> Whereabouts {
        let mut whereabouts = Whereabouts::default();
        whereabouts.add(longitude, latitude);
        whereabouts
    }

    fn cut(longitude: &[f64]) -> Option<f64> {
        at(longitude, &[]).cut()
    }

    fn ratio(latitude: &[f64]) -> f64 {
        at(&[], latitude).ratio()
    }

    #[test]
    fn a_path_across_the_antimeridian_is_in_one_piece() {
        let longitude = [179.5, 179.9, -179.9, -178.0];
        let cut = cut(&longitude).unwrap();
        let known = at(&longitude, &[]).longitude();
        assert_eq!(known, Some([179.5, 182.0]));
        let drawn = longitude.map(|x| if x < cut { x + 360.0 } else { x });
        assert!(drawn.is_sorted(), "{drawn:?}");
        assert!(drawn[3] - drawn[0] < 3.0);
    }

    #[test]
    fn other_paths_stay_where_they_are() {
        assert_eq!(cut(&[13.2, 13.4]), None);
        assert_eq!(cut(&[-120.0, 0.0, 100.0]), None);
        assert_eq!(cut(&[f64::NAN]), None);
        assert_eq!(cut(&[]), None);
        let around: Vec<f64> = (-180..180).map(f64::from).collect();
        assert_eq!(cut(&around), None);
    }

    #[test]
    fn degrees_have_the_shape_of_their_latitude() {
        assert!((ratio(&[59.0, f64::NAN, 61.0]) - 2.0).abs() < 1e-12);
        assert!(ratio(&[90.0]) < 12.0);
        assert!((ratio(&[]) - 1.0).abs() < 1e-12);
    }
}
