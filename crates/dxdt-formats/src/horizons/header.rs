//! What stands above a table of Horizons.

use dxdt_motion::error::{Error, Result, excerpt, quoted_list};
use dxdt_motion::finding::{FormatNote, HorizonsScale};

use super::super::lines::Line;

/// What the lines above a table say about it.
#[derive(Debug)]
pub(super) struct Header<'a> {
    target: Option<&'a str>,
    center: Option<&'a str>,
    frame: Option<&'a str>,
    /// Of the timestamps.
    scale: HorizonsScale,
    /// The unit of length.
    pub length: &'static str,
    /// The unit of velocity.
    pub speed: &'static str,
    /// Of the values of a row, in their order.
    pub names: Vec<&'a str>,
    /// The values are separated by commas, an instant a line.
    pub is_csv: bool,
}

impl<'a> Header<'a> {
    /// Reads the lines above `start`, the line on which the table starts.
    pub fn read(lines: &[Line<'a>], start: Line<'_>) -> Result<Self> {
        let (names, is_csv) = names(lines);
        if !["X", "Y", "Z"].iter().all(|axis| names.contains(axis)) {
            let what = match &names[..] {
                [] => "the table that starts here has no names above it".to_owned(),
                _ => format!(
                    "the table that starts here has {}, but no X, Y and Z",
                    quoted_list(&names)
                ),
            };
            return Err(start
                .error(what)
                .advise("request a table of type VECTORS from Horizons"));
        }
        let scale = match names.iter().find_map(|name| name.strip_prefix("JD")) {
            // Coordinate time, as Horizons called it before.
            Some("TDB" | "CT") => HorizonsScale::Tdb,
            Some("UT") => HorizonsScale::Ut,
            _ => {
                return Err(start
                    .error(format!(
                        "the table that starts here has {}, but no Julian day JDTDB or JDUT",
                        quoted_list(&names)
                    ))
                    .advise("request a table of type VECTORS from Horizons"));
            }
        };
        let (length, speed) = units(lines)?;
        let value = |key| value_of(lines, key).map(|(_, value)| value);
        Ok(Self {
            target: value("Target body name"),
            center: value("Center body name"),
            frame: value("Reference frame"),
            scale,
            length,
            speed,
            names,
            is_csv,
        })
    }

    /// The short name of the timestamps' scale.
    pub fn scale(&self) -> &'static str {
        match self.scale {
            HorizonsScale::Tdb => "TDB",
            HorizonsScale::Ut => "UT",
        }
    }

    /// What a user of the derivatives must know.
    pub fn notes(&self) -> impl Iterator<Item = FormatNote> {
        [
            FormatNote::Ephemeris {
                object: self.target.map(str::to_owned),
                center: self.center.map(str::to_owned),
                frame: self.frame.map(str::to_owned),
                times: None,
            },
            FormatNote::HorizonsStamps { scale: self.scale },
        ]
        .into_iter()
    }
}

/// The value of `key : value   {remark}`, and its line.
fn value_of<'a>(lines: &[Line<'a>], key: &str) -> Option<(Line<'a>, &'a str)> {
    lines.iter().find_map(|&line| {
        let (found, value) = line.text.split_once(':')?;
        let (value, _) = value.split_once('{').unwrap_or((value, ""));
        (found.trim() == key).then_some((line, value.trim()))
    })
}

/// The units of length and of velocity.
fn units(lines: &[Line<'_>]) -> Result<(&'static str, &'static str)> {
    const ADVICE: &str = "the units are KM-S, KM-D and AU-D";
    let Some((line, value)) = value_of(lines, "Output units") else {
        return Err(Error::new("there is no line 'Output units'").advise(ADVICE));
    };
    match value.split([' ', ',']).next() {
        Some("KM-S") => Ok(("km", "km/s")),
        Some("KM-D") => Ok(("km", "km/d")),
        Some("AU-D") => Ok(("au", "au/d")),
        _ => Err(line
            .error(format!("the units '{}' are not supported", excerpt(value)))
            .advise(ADVICE)),
    }
}

/// The names of a row's values, which stand between the last two lines of stars, and whether commas part them.
fn names<'a>(lines: &[Line<'a>]) -> (Vec<&'a str>, bool) {
    let is_rule = |line: &Line<'_>| line.text.starts_with('*') || line.text.is_empty();
    let below = lines.iter().rposition(|line| !is_rule(line));
    let block = &lines[..below.map_or(0, |last| last + 1)];
    let above = block.iter().rposition(is_rule).map_or(0, |rule| rule + 1);
    let block = &block[above..];
    let is_csv = block.iter().any(|line| line.text.contains(','));
    let names = block.iter().flat_map(|line| {
        let is_mark = move |c: char| if is_csv { c == ',' } else { c.is_whitespace() };
        line.text.split(is_mark).map(str::trim)
    });
    let mut names: Vec<&str> = names.collect();
    if is_csv {
        // A comma stands behind the last name too.
        while names.last().is_some_and(|name| name.is_empty()) {
            names.pop();
        }
    } else {
        names.retain(|name| !name.is_empty());
    }
    (names, is_csv)
}
