//! The formats of logs beside delimited text, and how they are told apart.

use dxdt_motion::error::Result;

use super::columnar::{ArrowIpc, Parquet};
use super::geojson::GeoJson;
use super::gpx::Gpx;
use super::horizons::HORIZONS;
use super::hurdat2::HURDAT2;
use super::igc::Igc;
use super::json::Json;
use super::nmea::Nmea;
use super::oem::OEM;
use super::plt::PLT;
use super::tcx::Tcx;
use super::trc::TRC;
use super::unread;
use super::{RecordTable, Source};

/// A format of logs that says itself what its fields are.
pub trait LogFormat: Sync {
    /// The name it goes by in messages, such as `GPX`.
    fn name(&self) -> &'static str;

    /// The word for it on a command line, such as `gpx`.
    fn keyword(&self) -> &'static str;

    /// Whether a file that starts so is of this format. `start` is at most [`START`] bytes.
    fn recognises(&self, start: &[u8]) -> bool;

    /// Reads the records of a file.
    ///
    /// # Errors
    /// Where the content is not of this format; errors name the line and not the file.
    fn read(&self, source: &Source) -> Result<RecordTable>;
}

/// How many bytes from the start of a file are enough to tell its format.
pub const START: usize = 16 << 10;

// In the order in which they are asked: the surest signs first.
const FORMATS: &[&dyn LogFormat] = &[
    &Parquet, &ArrowIpc, &Gpx, &Tcx, &OEM, &HURDAT2, &PLT, &TRC, &HORIZONS, &Igc, &Nmea, &GeoJson,
    &Json,
];

/// Every format beside delimited text.
///
/// ```
/// let names: Vec<_> = dxdt_formats::formats().iter().map(|format| format.keyword()).collect();
/// assert!(names.contains(&"gpx"));
/// ```
pub fn formats() -> &'static [&'static dyn LogFormat] {
    FORMATS
}

/// What the user has said about the format of a log.
#[derive(Clone, Copy, Default)]
pub enum FormatChoice {
    /// Found by content.
    #[default]
    ByContent,
    /// Delimited text, whatever it looks like.
    Text,
    /// This one.
    Given(&'static dyn LogFormat),
}

impl std::fmt::Debug for FormatChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::ByContent => "ByContent",
            Self::Text => "Text",
            Self::Given(format) => format.name(),
        })
    }
}

impl std::str::FromStr for FormatChoice {
    type Err = String;

    fn from_str(word: &str) -> std::result::Result<Self, String> {
        if word == "csv" || word == "text" {
            return Ok(Self::Text);
        }
        let found = FORMATS.iter().find(|format| format.keyword() == word);
        found.map(|&format| Self::Given(format)).ok_or_else(|| {
            let words: Vec<&str> = FORMATS.iter().map(|format| format.keyword()).collect();
            format!("the formats are csv, {}", words.join(", "))
        })
    }
}

impl FormatChoice {
    /// The format of a file; `None` for delimited text.
    ///
    /// # Errors
    /// Where the content is of a known kind that is no log, such as XML that is neither GPX nor TCX.
    pub fn resolve(self, bytes: &[u8]) -> Result<Option<&'static dyn LogFormat>> {
        match self {
            Self::Text => Ok(None),
            Self::Given(format) => Ok(Some(format)),
            Self::ByContent => {
                let start = &bytes[..bytes.len().min(START)];
                match FORMATS.iter().find(|format| format.recognises(start)) {
                    Some(&format) => Ok(Some(format)),
                    None => unread::refuse(start).map(|()| None),
                }
            }
        }
    }
}
