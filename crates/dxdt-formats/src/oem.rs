//! CCSDS Orbit Ephemeris Messages in keyword-value notation (CCSDS 502.0-B: *Orbit Data Messages*).

use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};
use dxdt_motion::space::Frame;

use super::lines::{Line, first_line, lines};
use super::{Budget, KnownRoles, LogFormat, RecordBuilder, RecordTable, Source};

mod epoch;
mod metadata;

use epoch::calendar_text;
use metadata::Metadata;

pub(super) struct Oem;

pub(super) static OEM: Oem = Oem;

const VERSION: &str = "CCSDS_OEM_VERS";
const COLUMNS: [&str; 11] = [
    "object",
    "time",
    "x [km]",
    "y [km]",
    "z [km]",
    "vx [km/s]",
    "vy [km/s]",
    "vz [km/s]",
    "ax [km/s^2]",
    "ay [km/s^2]",
    "az [km/s^2]",
];

impl LogFormat for Oem {
    fn name(&self) -> &'static str {
        "CCSDS OEM"
    }

    fn keyword(&self) -> &'static str {
        "oem"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        first_line(start).starts_with(VERSION.as_bytes())
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let mut message = Message::new(source.budget());
        let mut lines =
            lines(source.text()?).filter(|line| !line.text.is_empty() && !is_comment(line.text));
        check_version(lines.next())?;
        for line in lines {
            message.take(line)?;
        }
        message.finish()
    }
}

fn is_comment(text: &str) -> bool {
    text.split_ascii_whitespace().next() == Some("COMMENT")
}

/// The key and the value of `KEY = value`.
fn key_and_value(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once('=')?;
    Some((key.trim(), value.trim()))
}

fn check_version(line: Option<Line<'_>>) -> Result<()> {
    let Some(line) = line else {
        return Err(Error::new("the file has only comments"));
    };
    match key_and_value(line.text) {
        Some((VERSION, "1.0" | "2.0" | "3.0")) => Ok(()),
        Some((VERSION, other)) => Err(line
            .error(format!("version '{}' is not supported", excerpt(other)))
            .advise("give an ephemeris message of version 1.0, 2.0 or 3.0")),
        _ => Err(line.unexpected("'CCSDS_OEM_VERS = 2.0'")),
    }
}

/// Where in the message a line stands.
enum Place<'a> {
    /// Before the first metadata.
    Header,
    /// Between META_START, whose line this is, and META_STOP.
    Metadata(Line<'a>, Metadata<'a>),
    Ephemeris,
    /// After COVARIANCE_START, whose line this is.
    Covariance(Line<'a>),
}

/// The message as far as it is read.
struct Message<'a> {
    place: Place<'a>,
    /// Of each segment, in order.
    segments: Vec<Metadata<'a>>,
    records: RecordBuilder,
    parts: Vec<u32>,
}

impl<'a> Message<'a> {
    fn new(budget: Budget) -> Self {
        Self {
            place: Place::Header,
            segments: Vec::new(),
            records: RecordBuilder::new(&COLUMNS, budget),
            parts: Vec::new(),
        }
    }

    fn take(&mut self, line: Line<'a>) -> Result<()> {
        let text = line.text;
        match &mut self.place {
            Place::Metadata(start, metadata) => match key_and_value(text) {
                Some((key, value)) => metadata.set(key, value),
                None if text == "META_STOP" => {
                    metadata.check(*start, self.segments.first())?;
                    self.segments.push(metadata.clone());
                    self.place = Place::Ephemeris;
                }
                None => return Err(line.unexpected("metadata or META_STOP")),
            },
            Place::Covariance(_) if text == "COVARIANCE_STOP" => self.place = Place::Ephemeris,
            Place::Covariance(_) if text == "META_START" => return Err(self.unclosed()),
            Place::Covariance(_) => {}
            Place::Header | Place::Ephemeris if text == "META_START" => {
                self.place = Place::Metadata(line, Metadata::default());
            }
            Place::Header if key_and_value(text).is_some() => {}
            Place::Header => return Err(line.unexpected("the header or META_START")),
            Place::Ephemeris if text == "COVARIANCE_START" => self.place = Place::Covariance(line),
            Place::Ephemeris => self.take_state(line)?,
        }
        Ok(())
    }

    /// A line of epoch, position, velocity and perhaps acceleration.
    fn take_state(&mut self, line: Line<'a>) -> Result<()> {
        let Some(metadata) = self.segments.last() else {
            return Err(line.unexpected("META_START"));
        };
        let fields: Vec<&str> = line.text.split_ascii_whitespace().collect();
        if fields.len() != 7 && fields.len() != 10 {
            return Err(line
                .error(format!(
                    "there are {} cells where an epoch and 6 or 9 numbers are expected",
                    fields.len()
                ))
                .advise("correct the line"));
        }
        let mut epoch = calendar_text(fields[0])
            .ok_or_else(|| line.unexpected("an epoch such as 2020-06-01T12:00:00"))?
            .into_owned();
        if metadata.is_utc() && !epoch.ends_with('Z') {
            epoch.push('Z');
        }
        let mut cells = vec![Some(metadata.object), Some(epoch.as_str())];
        for (field, column) in fields[1..].iter().zip(&COLUMNS[2..]) {
            cells.push(Some(line.number(field, column)?));
        }
        self.records.push(line.number, &cells)?;
        self.parts.push(self.segments.len() as u32 - 1);
        Ok(())
    }

    /// The error where a block has no end.
    fn unclosed(&self) -> Error {
        let (line, what) = match self.place {
            Place::Covariance(line) => (line, "COVARIANCE_START has no COVARIANCE_STOP"),
            Place::Metadata(line, _) => (line, "META_START has no META_STOP"),
            Place::Header => return Error::new("there is no META_START in the file"),
            Place::Ephemeris => return Error::new("there is no ephemeris line in the file"),
        };
        line.error(what)
            .advise("the file may be cut off: download it again")
    }

    fn finish(self) -> Result<RecordTable> {
        if !matches!(self.place, Place::Ephemeris) || self.records.height() == 0 {
            return Err(self
                .unclosed()
                .advise("the file may be cut off: download it again"));
        }
        let mut table = self.records.finish();
        let first = self.segments.first().map(|metadata| metadata.object);
        let is_one_object = self.segments.iter().all(|m| Some(m.object) == first);
        if is_one_object {
            table.columns.retain(|column| column.name() != "object");
        }
        let names = |names: &[&str]| Some(names.iter().map(|&name| name.to_owned()).collect());
        table.roles = KnownRoles {
            time: names(&COLUMNS[1..2]),
            position: names(&COLUMNS[2..5]),
            entity: names(&COLUMNS[..1]).filter(|_| !is_one_object),
            frame: Some(Frame::Cartesian),
            time_scale: self.segments.first().and_then(Metadata::other_scale),
            ..KnownRoles::default()
        };
        table.parts = (self.segments.len() > 1).then_some(self.parts);
        let mut notes: Vec<FormatNote> = Vec::new();
        for note in self.segments.iter().flat_map(Metadata::notes) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        let finding = |note| Finding::new(FindingKind::FormatNote(note), 1);
        table.findings = notes.into_iter().map(finding).collect();
        Ok(table)
    }
}

#[cfg(test)]
mod tests;
