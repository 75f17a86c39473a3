//! The path in the plane, and the distance traveled along an only axis.

use crate::output::kept::Kept;
use dxdt_chart::{ChartError, Figure, Panel, PathFigure, Point, Segment, Series};

use super::Figures;
use super::entity_lines::EntityLines;
use super::plane::Plane;

impl Figures<'_> {
    /// How far each entity has come along its only axis, to and fro added up within segments.
    pub(super) fn distance_travelled(&self) -> Result<Figure<'_>, ChartError> {
        let position = &self.log.positions[0];
        let panel = Panel {
            quantity: "distance traveled".to_owned(),
            symbol: format!("path along {}", position.name),
            unit: position.unit.clone(),
            series: self.series(self.layout.distance())?,
        };
        Ok(self.figure("Path: distance traveled", vec![panel]))
    }

    pub(super) fn path(&self) -> Result<PathFigure<'_>, ChartError> {
        let plane = Plane::of(self.log, &self.extent);
        let entities = self.order.iter().map(|&entity| &self.entities[entity]);
        let tracks = entities
            .enumerate()
            .map(|(rank, lines)| {
                Ok(Series {
                    label: match &self.log.entity {
                        None => "path".to_owned(),
                        Some(_) => super::label(self.log, &lines.name),
                    },
                    role: self.role(rank),
                    segments: segments(lines, &plane)?,
                })
            })
            .collect::<Result<_, ChartError>>()?;
        Ok(PathFigure {
            title: "Path".to_owned(),
            subtitle: Some(self.subtitle.clone()),
            x: plane.x_name,
            y: plane.y_name,
            unit: plane.unit,
            tracks,
        })
    }
}

/// The path of an entity.
fn segments(lines: &EntityLines, plane: &Plane) -> Result<Vec<Segment<'static>>, ChartError> {
    match &lines.kept {
        Kept::Rows(rows) => rows
            .segments()
            .map(|part| {
                let [x, y] = [0, 1].map(|axis| rows.lines[axis][part.clone()].iter().copied());
                drawn(plane, x.zip(y))
            })
            .collect(),
        Kept::Bins(binned) => {
            let lines = binned.path.iter().flat_map(|path| path.lines());
            // One segment for all of them: there are many, and most are short.
            let points = lines.flat_map(|line| line.into_iter().chain([BREAK]));
            Ok(vec![drawn(plane, points)?])
        }
    }
}

/// Breaks a line.
const BREAK: Point = (f64::NAN, f64::NAN);

/// A segment through positions, broken where it would go across the map.
fn drawn(
    plane: &Plane,
    positions: impl Iterator<Item = Point>,
) -> Result<Segment<'static>, ChartError> {
    let (mut x, mut y) = (Vec::new(), Vec::new());
    let mut before = f64::NAN;
    for position in positions {
        if plane.is_in_degrees && (position.0 - before).abs() > 180.0 {
            x.push(BREAK.0);
            y.push(BREAK.1);
        }
        before = position.0;
        let place = plane.place(position);
        x.push(place.0);
        y.push(place.1);
    }
    Segment::new(x, y)
}
