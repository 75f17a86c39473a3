//! The path in the plane, and the distance traveled along an only axis.

use std::ops::Range;

use crate::output::kept::Kept;
use dxdt_chart::{
    ChartError, Figure, Panel, PathFigure, Point, Segment, Series, TrackColors, ValueAxis,
};

use dxdt_motion::space::Frame;

use super::Figures;
use super::entity_lines::EntityLines;
use super::plane::Plane;
use super::units::units_of;

impl Figures<'_> {
    /// How far each entity has come along its only axis, to and fro added up within segments.
    pub(super) fn distance_travelled(&self) -> Result<Figure<'_>, ChartError> {
        let position = &self.log.positions[0];
        let panel = Panel {
            quantity: "distance traveled".to_owned(),
            symbol: format!("path along {}", position.name),
            units: units_of(position.unit.as_deref()),
            axis: ValueAxis::Own,
            series: self.series(self.layout.distance())?,
        };
        Ok(self.figure("Path: distance traveled", vec![panel]))
    }

    pub(super) fn path(&self) -> Result<PathFigure<'_>, ChartError> {
        let plane = Plane::of(self.log, &self.whereabouts);
        let speeds = self.layout.speed().filter(|_| self.entities.len() == 1);
        let mut values = Vec::new();
        let mut tracks = Vec::new();
        for (rank, &entity) in self.order.iter().enumerate() {
            let lines = &self.entities[entity];
            let drawn = self.drawn(lines, &plane, speeds);
            let parts = drawn.into_iter().map(|(x, y, speeds)| {
                values.push(speeds);
                Segment::new(x, y)
            });
            tracks.push(Series {
                label: match &self.log.entity {
                    None => "path".to_owned(),
                    Some(_) => super::label(self.log, &lines.name),
                },
                role: self.role(rank),
                segments: parts.collect::<Result<_, _>>()?,
            });
        }
        let colors = speeds.map(|line| {
            Ok::<_, ChartError>(TrackColors {
                quantity: "speed".to_owned(),
                units: self.velocity_units.clone(),
                values,
                over_time: self.entities[0].segments(line, &self.seconds[0], &self.times)?,
            })
        });
        let third = self.log.positions.get(2).filter(|_| self.has_height);
        let third = third.map(|position| {
            Ok::<_, ChartError>(Panel {
                quantity: match self.log.coordinates {
                    Frame::Cartesian => "third axis".to_owned(),
                    Frame::Geographic => "height".to_owned(),
                },
                symbol: position.name.clone(),
                units: units_of(position.unit.as_deref()),
                axis: ValueAxis::Own,
                series: self.series(2)?,
            })
        });
        let subtitle = match &plane.note {
            None => self.subtitle.clone(),
            // First, since the end of a long line may have no room.
            Some(note) => format!("{note} · {}", self.subtitle),
        };
        Ok(PathFigure {
            title: "Path".to_owned(),
            subtitle: Some(subtitle),
            x: plane.x_name,
            y: plane.y_name,
            units: units_of(plane.unit.as_deref()),
            aspect: plane.aspect,
            ground: plane.ground,
            tracks,
            colors: colors.transpose()?,
            third: third
                .transpose()?
                .map(|panel| (self.times.axis.clone(), panel)),
        })
    }

    /// The path of an entity in parts, each as x, y and the value of another line, where one is wanted.
    fn drawn(&self, lines: &EntityLines, plane: &Plane, line: Option<usize>) -> Vec<Columns> {
        match &lines.kept {
            Kept::Rows(rows) => {
                let part = |part: Range<usize>| {
                    let [x, y] = [0, 1].map(|axis| rows.lines[axis][part.clone()].iter().copied());
                    let values = line.map(|line| &rows.lines[line][part]);
                    let value = |at: usize| values.map_or(f64::NAN, |values| values[at]);
                    let points = x.zip(y).enumerate();
                    columns(plane, points.map(|(at, point)| (point, value(at))))
                };
                rows.segments().map(part).collect()
            }
            Kept::Bins(binned) => {
                let value = |stamp| line.map_or(f64::NAN, |line| binned.bins.middle(line, stamp));
                let parts = binned.path.iter().flat_map(|path| path.stamped_lines());
                // One part for all of them: there are many, and most are short.
                let points = parts.flat_map(|part| {
                    let part = part.into_iter().map(|(point, stamp)| (point, value(stamp)));
                    part.chain([(BREAK, f64::NAN)])
                });
                vec![columns(plane, points)]
            }
        }
    }
}

/// A part of a path: x, y and another value.
type Columns = (Vec<f64>, Vec<f64>, Vec<f64>);

/// Breaks a line.
const BREAK: Point = (f64::NAN, f64::NAN);

/// A part through positions, broken where it would go across the map.
fn columns(plane: &Plane, positions: impl Iterator<Item = (Point, f64)>) -> Columns {
    let (mut x, mut y, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut before = f64::NAN;
    let mut add = |point: Point, value| {
        x.push(point.0);
        y.push(point.1);
        values.push(value);
    };
    for (position, value) in positions {
        let place = plane.place(position);
        if plane.is_in_degrees && (place.0 - before).abs() > 180.0 {
            add(BREAK, f64::NAN);
        }
        before = place.0;
        add(place, value);
    }
    (x, y, values)
}
