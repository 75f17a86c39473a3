//! One feature: its properties as written, and its geometry as a point or as lines.

use std::borrow::Cow;

use ::geojson::{Geometry, GeometryValue, Position};

use dxdt_motion::error::{Error, Result};

use super::super::json::{Kind, entries, unquoted};

/// A feature, counted from 1.
pub(super) struct Feature<'a> {
    pub number: usize,
    pub id: Option<Cow<'a, str>>,
    /// Keys and values as written.
    pub properties: Vec<(Cow<'a, str>, &'a str)>,
    pub shape: Shape,
}

pub(super) enum Shape {
    Point(Position),
    /// Coordinates in the order of their times; no derivative reaches from one line into the next.
    Lines(Vec<Vec<Position>>),
    /// No geometry, or areas.
    Other,
}

impl<'a> Feature<'a> {
    pub fn read(feature: &'a str, number: usize) -> Result<Self> {
        let kind = Kind::of(feature);
        if kind != Kind::Object {
            return Err(Error::new(format!(
                "feature {number} is {}, not an object",
                kind.in_words()
            )));
        }
        let mut read = Self {
            number,
            id: None,
            properties: Vec::new(),
            shape: Shape::Other,
        };
        entries(feature, |key, value| {
            match (&*key, Kind::of(value)) {
                ("geometry", Kind::Object) => read.shape = shape(value, number)?,
                ("properties", Kind::Object) => {
                    read.properties.clear();
                    entries(value, |key, value| {
                        read.properties.push((key, value));
                        Ok(())
                    })?;
                }
                ("id", _) => read.id = label(value),
                _ => {}
            }
            Ok(())
        })?;
        Ok(read)
    }

    /// A geometry without a feature around it.
    pub fn of_geometry(geometry: &str, number: usize) -> Result<Self> {
        Ok(Self {
            number,
            id: None,
            properties: Vec::new(),
            shape: shape(geometry, number)?,
        })
    }

    /// The value of a property, as written.
    pub fn property(&self, key: &str) -> Option<&'a str> {
        let found = self.properties.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| *value)
    }
}

/// A text or number as a name.
pub(super) fn label(value: &str) -> Option<Cow<'_, str>> {
    let label = match Kind::of(value) {
        Kind::Text => unquoted(value).ok()?,
        Kind::Number => Cow::Borrowed(value),
        _ => return None,
    };
    (!label.trim().is_empty()).then_some(label)
}

fn shape(geometry: &str, number: usize) -> Result<Shape> {
    let geometry: Geometry = geometry.parse().map_err(|error: ::geojson::Error| {
        let message = match error {
            ::geojson::Error::MalformedGeoJson(error) => error.to_string(),
            other => other.to_string(),
        };
        let message = message.split(" at line ").next().unwrap_or_default();
        Error::new(format!(
            "the geometry of feature {number} cannot be read ({message})"
        ))
    })?;
    Ok(match geometry.value {
        GeometryValue::Point { coordinates } => Shape::Point(coordinates),
        value => {
            let mut lines = Vec::new();
            collect_lines(value, &mut lines);
            if lines.is_empty() {
                Shape::Other
            } else {
                Shape::Lines(lines)
            }
        }
    })
}

fn collect_lines(value: GeometryValue, lines: &mut Vec<Vec<Position>>) {
    match value {
        GeometryValue::LineString { coordinates } | GeometryValue::MultiPoint { coordinates } => {
            lines.push(coordinates);
        }
        GeometryValue::MultiLineString { coordinates } => lines.extend(coordinates),
        GeometryValue::GeometryCollection { geometries } => {
            for geometry in geometries {
                collect_lines(geometry.value, lines);
            }
        }
        GeometryValue::Point { .. }
        | GeometryValue::Polygon { .. }
        | GeometryValue::MultiPolygon { .. } => {}
    }
}
