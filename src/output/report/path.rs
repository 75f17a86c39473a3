//! The plane of the path.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use crate::log::AuditedLog;
use crate::space::Frame;

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

/// The first two axes; of a geographic log a plain map grid.
#[derive(Debug)]
pub(super) struct Plane<'a> {
    pub described: PathPlane,
    pub x: Cow<'a, [f64]>,
    pub y: Cow<'a, [f64]>,
}

impl<'a> Plane<'a> {
    /// `None` for a log of one axis.
    pub fn of(audited: &'a AuditedLog<'_>) -> Option<Self> {
        let ([x, y, ..], [x_column, y_column, ..]) =
            (&audited.positions[..], &audited.log.positions[..])
        else {
            return None;
        };
        let geographic = audited.log.coordinates == Frame::Geographic;
        let cut = if geographic { cut(x) } else { None };
        let unit = x_column
            .unit
            .clone()
            .filter(|_| x_column.unit == y_column.unit);
        let described = PathPlane {
            x: x_column.name.clone(),
            y: y_column.name.clone(),
            unit: unit.unwrap_or_default(),
            geographic,
            ratio: if geographic { ratio(y) } else { 1.0 },
            cut,
        };
        let x = match cut {
            None => Cow::Borrowed(&x[..]),
            Some(cut) => x
                .iter()
                .map(|&x| if x < cut { x + 360.0 } else { x })
                .collect(),
        };
        Some(Self {
            described,
            x,
            y: Cow::Borrowed(&y[..]),
        })
    }

    /// The segments, split where a step goes more than half round the Earth on the map.
    pub fn parts(&self, segments: &[Range<usize>]) -> Vec<Range<usize>> {
        if !self.described.geographic {
            return segments.to_vec();
        }
        let mut parts = Vec::new();
        for segment in segments {
            let mut start = segment.start;
            for row in segment.clone().skip(1) {
                if (self.x[row] - self.x[row - 1]).abs() > 180.0 {
                    parts.push(start..row);
                    start = row;
                }
            }
            parts.push(start..segment.end);
        }
        parts
    }
}

/// A degree of latitude over one of longitude, in the middle of the latitudes.
fn ratio(latitude: &[f64]) -> f64 {
    // So close to the poles no plain grid is right.
    const STEEPEST: f64 = 85.0;
    let known = || latitude.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (known().fold(90.0, f64::min), known().fold(-90.0, f64::max));
    let middle = f64::midpoint(low, high).clamp(-STEEPEST, STEEPEST);
    1.0 / middle.to_radians().cos()
}

/// The eastern end of the widest stretch without any position, if longitudes below it have to be drawn a turn further
/// east for the log to be in one piece; to the degree, since a map shows no less.
fn cut(longitude: &[f64]) -> Option<f64> {
    const TURN: usize = 360;
    let mut met = [false; TURN];
    let known = || longitude.iter().filter(|value| value.is_finite());
    for value in known() {
        met[(value.rem_euclid(360.0) as usize).min(TURN - 1)] = true;
    }
    let east = known().copied().fold(f64::NEG_INFINITY, f64::max);
    let west = known().copied().fold(f64::INFINITY, f64::min);
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

#[cfg(test)]
mod tests {
    use super::*;

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
