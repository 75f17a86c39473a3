//! The plane of the path.

use serde::Serialize;

use dxdt_chart::cell_path::CellPath;
use dxdt_motion::log::PositionLog;
use dxdt_motion::space::Frame;

/// What the script has to know of the plane.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PathPlane {
    x: String,
    y: String,
    unit: String,
    geographic: bool,
    /// How long a unit of y is drawn, where one of x is 1.
    ratio: f64,
    /// Longitudes below this one are drawn a turn further east, so that no path is torn at the antimeridian.
    cut: Option<f64>,
}

/// Where the positions of a log are, taken note of while they go by.
#[derive(Debug, Clone)]
pub(super) struct Whereabouts {
    /// The degrees of longitude that were met.
    met: [bool; TURN],
    /// The smallest and largest longitude and latitude.
    longitude: [f64; 2],
    latitude: [f64; 2],
}

const TURN: usize = 360;

impl Default for Whereabouts {
    fn default() -> Self {
        Self {
            met: [false; TURN],
            longitude: [f64::NAN; 2],
            latitude: [f64::NAN; 2],
        }
    }
}

impl Whereabouts {
    /// Adds longitudes and latitudes.
    pub fn add(&mut self, longitude: &[f64], latitude: &[f64]) {
        for &value in longitude.iter().filter(|value| value.is_finite()) {
            self.met[(value.rem_euclid(360.0) as usize).min(TURN - 1)] = true;
        }
        self.longitude = low_high(self.longitude, longitude);
        self.latitude = low_high(self.latitude, latitude);
    }

    /// Whether longitudes may cross the antimeridian.
    pub fn goes_round(&self) -> bool {
        let [west, east] = self.longitude;
        east - west > 180.0
    }

    /// A degree of latitude over one of longitude, in the middle of the latitudes.
    fn ratio(&self) -> f64 {
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
    fn cut(&self) -> Option<f64> {
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

impl PathPlane {
    /// The first two axes, of a geographic log a plain map grid; `None` for a log of one axis.
    pub fn of(log: &PositionLog, whereabouts: &Whereabouts) -> Option<Self> {
        let [x, y, ..] = &log.positions[..] else {
            return None;
        };
        let geographic = log.coordinates == Frame::Geographic;
        let unit = x.unit.clone().filter(|_| x.unit == y.unit);
        Some(Self {
            x: x.name.clone(),
            y: y.name.clone(),
            unit: unit.unwrap_or_default(),
            geographic,
            ratio: if geographic { whereabouts.ratio() } else { 1.0 },
            cut: whereabouts.cut().filter(|_| geographic),
        })
    }

    /// The points of a path in cells, at most about `most` of them, with `None` where the line is broken: in gaps, where
    /// it is drawn already, and where a step goes more than half round the Earth on the map.
    pub fn points(&self, path: &mut CellPath, most: usize) -> Vec<Option<PathPoint>> {
        loop {
            let (points, steps) = (self.drawn(path), path.len());
            if points.len() <= most {
                return points;
            }
            path.limit(steps - steps / 4);
            // A few steps stay in any case.
            if path.len() == steps {
                return points;
            }
        }
    }

    fn drawn(&self, path: &CellPath) -> Vec<Option<PathPoint>> {
        let mut points: Vec<Option<PathPoint>> = Vec::new();
        for line in path.stamped_lines() {
            if !points.is_empty() {
                points.push(None);
            }
            for ((x, y), stamp) in line {
                let turned = self.cut.is_some_and(|cut| x < cut);
                let x = if turned { x + 360.0 } else { x };
                let before = points.last().copied().flatten();
                if self.geographic && before.is_some_and(|before| (x - before.x).abs() > 180.0) {
                    points.push(None);
                }
                points.push(Some(PathPoint { stamp, x, y }));
            }
        }
        points
    }
}

/// A point of the path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PathPoint {
    pub stamp: i64,
    pub x: f64,
    pub y: f64,
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
