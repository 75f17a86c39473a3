//! Marker trajectories of motion capture, as OpenSim and its kin write them (TRC: track row column).

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};
use dxdt_motion::space::Frame;

use super::lines::{Line, first_line, whole_lines};
use super::{Budget, KnownRoles, LogFormat, RecordBuilder, RecordTable, Source};

mod header;

use header::Header;

pub(super) struct Trc;

pub(super) static TRC: Trc = Trc;

/// The columns before those of the markers: frame number and time.
const BEFORE_MARKERS: usize = 2;

impl LogFormat for Trc {
    fn name(&self) -> &'static str {
        "TRC"
    }

    fn keyword(&self) -> &'static str {
        "trc"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        first_line(start).starts_with(b"PathFileType\t")
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let mut lines = whole_lines(source.text()?).filter(|line| !line.text.trim().is_empty());
        let header = Header::read(&mut lines)?;
        let frames = lines
            .map(|line| Row::parse(line, &header))
            .collect::<Result<Vec<_>>>()?;
        if frames.is_empty() {
            return Err(Error::new("there is no frame below the header")
                .advise("the file may be cut off: download it again"));
        }
        if frames
            .iter()
            .all(|frame| frame.coordinates.iter().all(Option::is_none))
        {
            return Err(Error::new("no marker has a position in any frame"));
        }
        let mut table = table(&header, &frames, source.budget())?;
        table.findings = header.notes(frames.len());
        table.findings.extend(rate_note(&header, &frames));
        Ok(table)
    }
}

/// A frame: its time, and the coordinates of the markers one after the other.
struct Row<'a> {
    line: Line<'a>,
    time: &'a str,
    coordinates: Vec<Option<&'a str>>,
}

impl<'a> Row<'a> {
    fn parse(line: Line<'a>, header: &Header<'a>) -> Result<Self> {
        let mut fields: Vec<&str> = line.text.split('\t').map(str::trim).collect();
        let wanted = BEFORE_MARKERS + 3 * header.markers.len();
        // A tab may stand behind the last cell too.
        while fields.len() > wanted && fields.last() == Some(&"") {
            fields.pop();
        }
        if fields.len() != wanted {
            return Err(line
                .error(format!(
                    "there are {} cells where a frame number, a time and {} markers have {wanted}",
                    fields.len(),
                    header.markers.len()
                ))
                .advise("correct the line; a missing marker has three empty cells"));
        }
        let (before, coordinates) = fields.split_at(BEFORE_MARKERS);
        let coordinates = coordinates.iter().enumerate().map(|(index, cell)| {
            let name = || {
                let marker = header.markers.get(index / 3).map_or("", String::as_str);
                format!("{marker} {}", ["X", "Y", "Z"][index % 3])
            };
            let number = line.number_or_missing(cell, "");
            number.map_err(|error| error.in_column(name()))
        });
        Ok(Self {
            line,
            coordinates: coordinates.collect::<Result<_>>()?,
            time: line.number(before[1], "Time")?,
        })
    }
}

/// The frames of the first marker, then those of the next, so that each marker is one block of rows.
fn table(header: &Header<'_>, frames: &[Row<'_>], budget: Budget) -> Result<RecordTable> {
    let position = ["x", "y", "z"].map(|axis| format!("{axis} [{}]", header.unit));
    let [x, y, z] = &position;
    let mut records = RecordBuilder::new(&["marker", "time [s]", x, y, z], budget);
    for (index, marker) in header.markers.iter().enumerate() {
        for frame in frames {
            let coordinate =
                |axis: usize| frame.coordinates.get(3 * index + axis).copied().flatten();
            let cells = [
                Some(marker.as_str()),
                Some(frame.time),
                coordinate(0),
                coordinate(1),
                coordinate(2),
            ];
            records.push(frame.line.number, &cells)?;
        }
    }
    let mut table = records.finish();
    let names = table.names();
    let present = position.iter().filter(|name| names.contains(name));
    table.roles = KnownRoles {
        time: Some(vec!["time [s]".to_owned()]),
        position: Some(present.cloned().collect()),
        entity: Some(vec!["marker".to_owned()]),
        frame: Some(Frame::Cartesian),
        ..KnownRoles::default()
    };
    Ok(table)
}

/// What is to be said where the timestamps do not run at the rate of the header.
fn rate_note(header: &Header<'_>, frames: &[Row<'_>]) -> Option<Finding> {
    const TOLERANCE: f64 = 0.01;
    let rate = header.rate?;
    let time = |row: &Row<'_>| row.time.parse::<f64>().ok();
    let span = time(frames.last()?)? - time(frames.first()?)?;
    let found = (frames.len() - 1) as f64 / span;
    let is_right = !found.is_finite() || ((found - rate) / rate).abs() <= TOLERANCE;
    (!is_right).then(|| {
        let note = FormatNote::RateDiffers { said: rate, found };
        Finding::new(FindingKind::FormatNote(note), 1)
    })
}

#[cfg(test)]
mod tests;
