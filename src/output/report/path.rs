//! The plane of the path.

use serde::Serialize;

use crate::output::whereabouts::Whereabouts;
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
