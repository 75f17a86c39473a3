//! Tracks of OziExplorer (PLT), and of the GeoLife data set, which are written like them.

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};
use dxdt_motion::space::Frame;

use super::lines::{Line, first_line, lines};
use super::{Budget, KnownRoles, LogFormat, RecordBuilder, RecordTable, Source};

mod stamps;

use stamps::{Stamp, texts};

pub(super) struct Plt;

pub(super) static PLT: Plt = Plt;

const GEOLIFE: &str = "Geolife trajectory";
const OZI_EXPLORER: &str = "OziExplorer Track Point File Version";
const PREAMBLE: usize = 6;
const COLUMNS: [&str; 4] = ["time", "longitude [deg]", "latitude [deg]", "altitude"];
/// Stands for no altitude.
const NO_ALTITUDE: f64 = -777.0;

impl LogFormat for Plt {
    fn name(&self) -> &'static str {
        "PLT"
    }

    fn keyword(&self) -> &'static str {
        "plt"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let line = first_line(start);
        [GEOLIFE, OZI_EXPLORER]
            .iter()
            .any(|title| line.starts_with(title.as_bytes()))
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let mut lines = lines(source.text()?);
        let preamble: Vec<Line<'_>> = lines.by_ref().take(PREAMBLE).collect();
        let [title, datum, altitude, _, _, _] = preamble[..] else {
            return Err(cut_off());
        };
        if !self.recognises(title.text.as_bytes()) {
            return Err(title.unexpected("'OziExplorer Track Point File Version 2.1'"));
        }
        let unit = altitude_unit(altitude)?;
        let least = if title.text.starts_with(GEOLIFE) {
            7
        } else {
            3
        };
        let points = lines
            .filter(|line| !line.text.is_empty())
            .map(|line| Point::parse(line, least))
            .collect::<Result<Vec<_>>>()?;
        let is_geolife = title.text.starts_with(GEOLIFE);
        let mut table = self::table(&points, unit, is_geolife, source.budget())?;
        if !datum.text.replace(' ', "").eq_ignore_ascii_case("WGS84") {
            let note = FormatNote::OtherDatum {
                datum: datum.text.to_owned(),
            };
            table
                .findings
                .push(Finding::new(FindingKind::FormatNote(note), 1));
        }
        Ok(table)
    }
}

fn cut_off() -> Error {
    Error::new("there is no point below the six lines of the preamble")
        .advise("the file may be cut off: download it again")
}

/// The unit of `Altitude is in Feet`.
fn altitude_unit(line: Line<'_>) -> Result<&'static str> {
    let word = line
        .text
        .split_ascii_whitespace()
        .last()
        .unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "feet" => Ok("ft"),
        "metres" | "meters" => Ok("m"),
        _ => Err(line.unexpected("'Altitude is in Feet' (or Metres)")),
    }
}

/// A line of latitude, longitude, break flag, altitude, day number, date and time of day.
#[derive(Debug, Clone, Copy)]
struct Point<'a> {
    line: Line<'a>,
    latitude: &'a str,
    longitude: &'a str,
    starts_part: bool,
    altitude: Option<&'a str>,
    stamp: Stamp<'a>,
}

impl<'a> Point<'a> {
    fn parse(line: Line<'a>, least: usize) -> Result<Self> {
        let fields: Vec<&str> = line.text.split(',').map(str::trim).collect();
        if !(least..=7).contains(&fields.len()) {
            let wanted = if least == 7 { "7" } else { "3 to 7" };
            return Err(line
                .error(format!(
                    "there are {} cells where a point has {wanted}",
                    fields.len()
                ))
                .advise("correct the line"));
        }
        let field = |index: usize| fields.get(index).copied().unwrap_or_default();
        let altitude = line.number_or_missing(field(3), "altitude")?;
        Ok(Self {
            line,
            latitude: line.number(field(0), "latitude")?,
            longitude: line.number(field(1), "longitude")?,
            starts_part: field(2) == "1",
            altitude: altitude.filter(|text| text.parse() != Ok(NO_ALTITUDE)),
            stamp: Stamp {
                line,
                day: field(4),
                date: field(5),
                time: field(6),
            },
        })
    }
}

fn table(
    points: &[Point<'_>],
    unit: &str,
    is_geolife: bool,
    budget: Budget,
) -> Result<RecordTable> {
    let stamps: Vec<Stamp<'_>> = points.iter().map(|point| point.stamp).collect();
    let (stamps, note) = texts(&stamps, is_geolife)?;
    let altitude = format!("{} [{unit}]", COLUMNS[3]);
    let columns = [COLUMNS[0], COLUMNS[1], COLUMNS[2], &altitude];
    let mut records = RecordBuilder::new(&columns, budget);
    let mut parts: Vec<u32> = Vec::new();
    let mut untimed: Vec<u64> = Vec::new();
    let mut part = 0;
    for (index, (point, stamp)) in points.iter().zip(&stamps).enumerate() {
        part += u32::from(point.starts_part && index > 0);
        let Some(stamp) = stamp else {
            untimed.push(point.line.number);
            continue;
        };
        let position = [Some(point.longitude), Some(point.latitude), point.altitude];
        let [longitude, latitude, height] = position;
        records.push(
            point.line.number,
            &[Some(stamp.as_str()), longitude, latitude, height],
        )?;
        parts.push(part);
    }
    if records.height() == 0 {
        return Err(match untimed.first() {
            Some(_) => Error::new("no point of the track has a time")
                .advise("give a track that was recorded, not drawn"),
            None => cut_off(),
        });
    }
    let mut table = records.finish();
    let names = table.names();
    let named = |wanted: &[&str]| -> Vec<String> {
        let present = wanted
            .iter()
            .filter(|name| names.iter().any(|n| n == *name));
        present.map(|&name| name.to_owned()).collect()
    };
    table.roles = KnownRoles {
        time: Some(named(&columns[..1])),
        position: Some(named(&columns[1..])),
        entity: None,
        frame: Some(Frame::Geographic),
        ..KnownRoles::default()
    };
    table.parts = (parts.first() != parts.last()).then_some(parts);
    table.findings.extend(note);
    table
        .findings
        .extend(Finding::on_lines(FindingKind::PointWithoutTime, &untimed));
    Ok(table)
}

#[cfg(test)]
mod tests;
