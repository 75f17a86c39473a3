//! The five lines above the frames.

use std::collections::HashMap;

use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote, HeaderCount};
use dxdt_motion::space::LengthUnit;

use super::super::lines::Line;

/// What the header says.
#[derive(Debug)]
pub(super) struct Header<'a> {
    /// The unit of length, as the file has it.
    pub unit: &'a str,
    /// The markers' names, each only once.
    pub markers: Vec<String>,
    /// Frames a second.
    pub rate: Option<f64>,
    /// How many frames there are to be.
    frames: Option<&'a str>,
    /// How many markers there are to be.
    marker_count: Option<&'a str>,
    repeated: Vec<String>,
}

impl<'a> Header<'a> {
    /// Takes the header from the lines of a file, none of them blank.
    pub fn read(lines: &mut impl Iterator<Item = Line<'a>>) -> Result<Self> {
        let mut next = || {
            lines.next().ok_or_else(|| {
                Error::new("the header has fewer than five lines")
                    .advise("the file may be cut off: download it again")
            })
        };
        let [_title, keys, values, names, axes] = [next()?, next()?, next()?, next()?, next()?];
        if !axes.text.trim_start().starts_with("X1") {
            return Err(axes.unexpected("the names X1, Y1, Z1, … of the columns"));
        }
        // The names of the values have no spaces, and some writers put spaces for tabs.
        let value = |key: &str| {
            let index = keys.text.split_ascii_whitespace().position(|k| k == key)?;
            values.text.split_ascii_whitespace().nth(index)
        };
        let unit = value("Units").ok_or_else(|| {
            let error = values.error("there is no unit of length under 'Units'");
            error.advise("write m or mm there")
        })?;
        if LengthUnit::parse(unit).is_none() {
            return Err(values
                .error(format!("'{}' is not a unit of length", excerpt(unit)))
                .in_column("Units")
                .advise(format!("the units of length are {}", LengthUnit::SYMBOLS)));
        }
        let (markers, repeated) = markers(names)?;
        Ok(Self {
            unit,
            markers,
            rate: value("DataRate")
                .and_then(|rate| rate.parse().ok())
                .filter(|rate: &f64| rate.is_finite() && *rate > 0.0),
            frames: value("NumFrames"),
            marker_count: value("NumMarkers"),
            repeated,
        })
    }

    /// What the header says that the frames, so many, do not.
    pub fn notes(&self, frames: usize) -> Vec<Finding> {
        let markers = self.markers.len();
        let counts = [
            (HeaderCount::Frames, self.frames, frames),
            (HeaderCount::Markers, self.marker_count, markers),
        ];
        let mismatches = counts.into_iter().filter_map(|(of, said, found)| {
            let said = said?;
            // 100 may be written as 100.0.
            let is_right = said.parse() == Ok(found as f64);
            (!is_right).then(|| FormatNote::CountDiffers {
                of,
                said: said.to_owned(),
                found: found as u64,
            })
        });
        let repeated = self
            .repeated
            .iter()
            .map(|name| FormatNote::MarkerRepeated { name: name.clone() });
        mismatches
            .chain(repeated)
            .map(|note| Finding::new(FindingKind::FormatNote(note), 1))
            .collect()
    }
}

/// The names of the markers, each above its X column alone, and those that came more than once.
fn markers(line: Line<'_>) -> Result<(Vec<String>, Vec<String>)> {
    let mut cells = line.text.split('\t').map(str::trim);
    let (frame, time) = (
        cells.next().unwrap_or_default(),
        cells.next().unwrap_or_default(),
    );
    if !frame.starts_with("Frame") || !time.starts_with("Time") {
        return Err(line.unexpected("'Frame#', 'Time' and the names of the markers"));
    }
    let mut repeated: Vec<String> = Vec::new();
    let mut markers: Vec<String> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for name in cells.filter(|cell| !cell.is_empty()) {
        let mut unique = name.to_owned();
        while let Some(count) = known.get_mut(&unique) {
            *count += 1;
            unique = format!("{name}_{count}");
            if !repeated.iter().any(|known| known == name) {
                repeated.push(name.to_owned());
            }
        }
        known.insert(unique.clone(), 1);
        markers.push(unique);
    }
    if markers.is_empty() {
        return Err(line
            .error("there are no marker names after 'Frame#' and 'Time'")
            .advise("name each marker above its X column"));
    }
    Ok((markers, repeated))
}
