//! Vector tables of JPL Horizons (<https://ssd.jpl.nasa.gov/horizons/manual.html>), as text or CSV.

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};
use dxdt_motion::space::Frame;

use super::lines::{Line, lines};
use super::{Budget, KnownRoles, LogFormat, RecordBuilder, RecordTable, Source};

mod header;
mod instant;
mod states;

use header::Header;
use states::{State, states};

pub(super) struct Horizons;

pub(super) static HORIZONS: Horizons = Horizons;

const START_OF_TABLE: &str = "$$SOE";
const END_OF_TABLE: &str = "$$EOE";
/// What is read of a table, by the names it has there.
const COMPONENTS: [&str; 6] = ["X", "Y", "Z", "VX", "VY", "VZ"];

impl LogFormat for Horizons {
    fn name(&self) -> &'static str {
        "JPL Horizons"
    }

    fn keyword(&self) -> &'static str {
        "horizons"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let text = String::from_utf8_lossy(start);
        lines(&text).any(|Line { text, .. }| {
            text == START_OF_TABLE
                || text.starts_with("JPL/HORIZONS")
                || (text.starts_with("Ephemeris /") && text.ends_with("/ Horizons"))
        })
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let mut lines = lines(source.text()?);
        let mut head = Vec::new();
        let start = loop {
            match lines.next() {
                Some(line) if line.text == START_OF_TABLE => break line,
                Some(line) => head.push(line),
                None => {
                    return Err(Error::new("there is no line '$$SOE', which starts the table")
                        .advise("the file may be cut off, or hold an error message from Horizons: request the table \
                             again"));
                }
            }
        };
        let header = Header::read(&head, start)?;
        let mut body = Vec::new();
        let end = lines.by_ref().find(|line| {
            let is_end = line.text == END_OF_TABLE;
            if !is_end && !line.text.is_empty() {
                body.push(*line);
            }
            is_end
        });
        if end.is_none() {
            return Err(start
                .error("the table that starts here has no end '$$EOE'")
                .advise("the file is cut off: request it from Horizons again"));
        }
        if let Some(second) = lines.find(|line| line.text == START_OF_TABLE) {
            return Err(second
                .error("a second table starts here")
                .advise("give each table a file of its own"));
        }
        table(&header, &states(&header, &body)?, start, source.budget())
    }
}

fn table(
    header: &Header<'_>,
    states: &[State<'_>],
    start: Line<'_>,
    budget: Budget,
) -> Result<RecordTable> {
    if states.is_empty() {
        return Err(start.error("there is nothing between '$$SOE' and '$$EOE'"));
    }
    let mut columns = vec!["time".to_owned()];
    for (index, component) in COMPONENTS.iter().enumerate() {
        let unit = if index < 3 {
            header.length
        } else {
            header.speed
        };
        columns.push(format!("{} [{unit}]", component.to_lowercase()));
    }
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut records = RecordBuilder::new(&names, budget);
    let mut dated = 0;
    for state in states {
        let stamp = instant::stamp(state.line, state.day, state.date)?;
        dated += u64::from(stamp.is_by_date);
        let mut cells = vec![Some(stamp.text.as_str())];
        cells.extend(state.components);
        records.push(state.line.number, &cells)?;
    }
    let mut table = records.finish();
    table.roles = KnownRoles {
        time: Some(columns[..1].to_vec()),
        position: Some(columns[1..4].to_vec()),
        entity: None,
        frame: Some(Frame::Cartesian),
        time_scale: Some(header.scale().to_owned()),
        ..KnownRoles::default()
    };
    let finding = |note, count| Finding::new(FindingKind::FormatNote(note), count);
    table.findings = header.notes().map(|note| finding(note, 1)).collect();
    if dated > 0 {
        let note = FormatNote::RoundedJulianDays;
        table.findings.push(finding(note, dated));
    }
    Ok(table)
}

#[cfg(test)]
mod tests;
