//! Coordinates and properties as the rows of a table.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ::geojson::Position;

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};
use dxdt_motion::space::Frame;

use super::super::json::{KeyedColumns, Kind};
use super::super::memory::Budget;
use super::super::records::RecordTable;
use super::feature::Feature;
use super::times::{self, Times};
use dxdt_motion::log::RowPlaces;

const LONGITUDE: &str = "longitude [deg]";
const LATITUDE: &str = "latitude [deg]";
const ALTITUDE: &str = "altitude [m]";
const TIME: &str = "time";
const FEATURE: &str = "feature";

// A property stands in each row of its line, so it must be short.
const LONGEST_PROPERTY: usize = 200;

/// A feature of lines whose coordinates have times.
pub(super) struct Track<'f, 'a> {
    pub feature: &'f Feature<'a>,
    pub lines: &'f [Vec<Position>],
    pub times: Times<'a>,
}

pub(super) struct Rows {
    columns: KeyedColumns,
    parts: Vec<u32>,
    rows: usize,
    part: u32,
    /// Whether the rows are those of lines, and whether these have names.
    are_lines: bool,
    are_labelled: bool,
    has_fourth_coordinate: bool,
    long_properties: BTreeSet<String>,
    nested_properties: BTreeSet<String>,
}

impl Rows {
    pub fn new(budget: Budget) -> Self {
        Self {
            columns: KeyedColumns::new(budget),
            parts: Vec::new(),
            rows: 0,
            part: 0,
            are_lines: false,
            are_labelled: false,
            has_fourth_coordinate: false,
            long_properties: BTreeSet::new(),
            nested_properties: BTreeSet::new(),
        }
    }

    pub fn point(&mut self, feature: &Feature<'_>, position: &Position) -> Result<()> {
        let at_feature = |error: Error| in_feature(error, feature.number);
        self.columns.go_to_row(self.rows);
        self.rows += 1;
        let is_timed = feature.properties.iter().any(|(key, _)| means_time(key));
        let time = match is_timed {
            true => None,
            false => times::fourth_coordinate(position, feature.number)?,
        };
        if time.is_some() {
            self.has_fourth_coordinate = true;
            self.columns.cell(TIME, time.as_deref())?;
        }
        self.position(position)?;
        for (key, value) in &feature.properties {
            let key = match &**key {
                LONGITUDE | LATITUDE | ALTITUDE => format!("property.{key}").into(),
                _ => Cow::Borrowed(&**key),
            };
            self.columns.value(&key, value).map_err(at_feature)?;
        }
        Ok(())
    }

    pub fn track(&mut self, track: &Track<'_, '_>, label: Option<&str>) -> Result<()> {
        self.are_lines = true;
        self.are_labelled |= label.is_some();
        self.has_fourth_coordinate |= track.times.of_fourth_coordinate;
        let properties = self.short_properties(track.feature);
        for (line, times) in track.lines.iter().zip(&track.times.lines) {
            for (position, time) in line.iter().zip(times) {
                self.columns.go_to_row(self.rows);
                self.rows += 1;
                self.parts.push(self.part);
                if label.is_some() {
                    self.columns.cell(FEATURE, label)?;
                }
                self.columns.cell(TIME, time.as_deref())?;
                self.position(position)?;
                for (key, value) in &properties {
                    self.columns
                        .value(key, value)
                        .map_err(|error| in_feature(error, track.feature.number))?;
                }
            }
            self.part += u32::from(!line.is_empty());
        }
        Ok(())
    }

    fn position(&mut self, position: &Position) -> Result<()> {
        for (name, value) in [LONGITUDE, LATITUDE, ALTITUDE]
            .iter()
            .zip(position.as_slice())
        {
            self.columns.cell(name, Some(&value.to_string()))?;
        }
        Ok(())
    }

    /// The plain properties of a line, under names that no column of ours has.
    fn short_properties<'a>(&mut self, feature: &Feature<'a>) -> Vec<(String, &'a str)> {
        let mut short = Vec::new();
        for (key, value) in &feature.properties {
            match Kind::of(value) {
                Kind::Object | Kind::Array if times::may_hold_times(key) => {}
                Kind::Object | Kind::Array => {
                    self.nested_properties.insert(key.clone().into_owned());
                }
                _ if value.len() > LONGEST_PROPERTY => {
                    self.long_properties.insert(key.clone().into_owned());
                }
                _ => {
                    let is_ours = [TIME, FEATURE, LONGITUDE, LATITUDE, ALTITUDE].contains(&&**key);
                    let prefix = if is_ours { "property." } else { "" };
                    short.push((format!("{prefix}{key}"), *value));
                }
            }
        }
        short
    }

    pub fn finish(self) -> Result<RecordTable> {
        let mut table = self.columns.finish(self.rows, RowPlaces::Records)?;
        let has_altitude = table.names().iter().any(|name| name == ALTITUDE);
        let axes = if has_altitude { 3 } else { 2 };
        let names = |names: &[&str]| Some(names.iter().map(|&name| name.to_owned()).collect());
        table.roles.position = names(&[LONGITUDE, LATITUDE, ALTITUDE][..axes]);
        table.roles.frame = Some(Frame::Geographic);
        if self.are_lines {
            table.roles.time = names(&[TIME]);
        }
        if self.are_labelled {
            table.roles.entity = names(&[FEATURE]);
        }
        if self.part > 1 {
            table.parts = Some(self.parts);
        }
        let mut note = |note| {
            let finding = Finding::new(FindingKind::FormatNote(note), 1);
            table.findings.push(finding);
        };
        if self.has_fourth_coordinate {
            note(FormatNote::FourthCoordinateIsTime);
        }
        if !self.long_properties.is_empty() {
            let properties = self.long_properties.into_iter().collect();
            note(FormatNote::LongPropertiesLeftOut { properties });
        }
        if !self.nested_properties.is_empty() {
            let properties = self.nested_properties.into_iter().collect();
            note(FormatNote::NestedPropertiesLeftOut { properties });
        }
        Ok(table)
    }
}

/// Whether a property may be a time, so that the fourth coordinate is not needed for one.
fn means_time(key: &str) -> bool {
    let key = key.to_lowercase();
    key == "t"
        || ["time", "date", "stamp", "epoch", "utc"]
            .iter()
            .any(|word| key.contains(word))
}

fn in_feature(error: Error, number: usize) -> Error {
    Error::new(format!("feature {number}: {error}"))
}
