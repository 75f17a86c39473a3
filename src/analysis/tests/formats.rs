//! The rows of a log in every format that is read in batches, and in some that are read as one.

use std::fmt::Write as _;
use std::io::Write as _;

use polars::prelude::{
    Column, DataFrame, IntoColumn, IpcWriter, NamedFrom, ParquetWriter, SerWriter, Series,
};
use proptest::prelude::*;

/// How rows are written.
#[derive(Debug, Clone, Copy)]
pub enum Format {
    Text(Text),
    JsonLines { omits_missing: bool },
    JsonArray,
    Parquet { rows_a_group: usize },
    ArrowIpc,
    Gpx,
    Nmea,
}

/// How delimited text is written.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    delimiter: char,
    has_decimal_commas: bool,
    has_quotes: bool,
    has_notes: bool,
    has_comments: bool,
    has_title: bool,
    has_mark: bool,
    line_end: &'static str,
    ends_with_line: bool,
}

prop_compose! {
    fn texts()(
        delimiter in prop::sample::select(&[',', ';', '\t', '|', ' '][..]),
        [has_decimal_commas, has_quotes, has_notes, has_comments, has_title, has_mark]: [bool; 6],
        line_end in prop::sample::select(&["\n", "\r\n"][..]),
        ends_with_line: bool,
    ) -> Format {
        Format::Text(Text {
            delimiter,
            has_decimal_commas: has_decimal_commas && delimiter != ',',
            has_quotes,
            has_notes,
            has_comments,
            has_title,
            has_mark,
            line_end,
            ends_with_line,
        })
    }
}

/// Formats, and whether the file is packed by gzip.
pub fn formats() -> impl Strategy<Value = (Format, bool)> {
    let format = prop_oneof![
        8 => texts(),
        4 => (1..100_usize).prop_map(|rows_a_group| Format::Parquet { rows_a_group }),
        2 => any::<bool>().prop_map(|omits_missing| Format::JsonLines { omits_missing }),
        1 => Just(Format::JsonArray),
        1 => Just(Format::ArrowIpc),
        2 => Just(Format::Gpx),
        1 => Just(Format::Nmea),
    ];
    (format, prop::bool::weighted(0.2))
}

/// One of each kind, text with every delimiter.
pub fn one_of_each() -> Vec<Format> {
    let text = |delimiter| {
        Format::Text(Text {
            delimiter,
            has_decimal_commas: delimiter != ',',
            has_quotes: delimiter == '|',
            has_notes: true,
            has_comments: true,
            has_title: true,
            has_mark: true,
            line_end: "\r\n",
            ends_with_line: false,
        })
    };
    let others = [
        Format::Parquet { rows_a_group: 5 },
        Format::JsonLines {
            omits_missing: true,
        },
        Format::JsonArray,
        Format::ArrowIpc,
        Format::Gpx,
        Format::Nmea,
    ];
    [',', ';', '\t', '|', ' ']
        .map(text)
        .into_iter()
        .chain(others)
        .collect()
}

impl Format {
    /// Whether rows can only be instants of longitude and latitude.
    pub fn is_geographic(self) -> bool {
        matches!(self, Self::Gpx | Self::Nmea)
    }

    /// The rows of a CSV table, which has neither quotes nor commas in its cells, in this format.
    pub fn write(self, csv: &str, is_packed: bool) -> Vec<u8> {
        let mut lines = csv.lines().map(|line| line.split(',').collect());
        let names: Vec<&str> = lines.next().unwrap();
        let rows: Vec<Vec<&str>> = lines.collect();
        let cells = Cells { names, rows };
        let bytes = match self {
            Self::Text(text) => text.write(&cells).into_bytes(),
            Self::JsonLines { omits_missing } => {
                let rows = cells.rows.iter();
                let lines = rows.map(|row| cells.object(row, omits_missing) + "\n");
                lines.collect::<String>().into_bytes()
            }
            Self::JsonArray => {
                let rows = cells.rows.iter().map(|row| cells.object(row, false));
                format!("[{}]", rows.collect::<Vec<_>>().join(",\n ")).into_bytes()
            }
            Self::Gpx => cells.gpx().into_bytes(),
            Self::Nmea => cells.nmea().into_bytes(),
            Self::Parquet { rows_a_group } => {
                let mut bytes = Vec::new();
                let writer = ParquetWriter::new(&mut bytes).with_row_group_size(Some(rows_a_group));
                writer.finish(&mut cells.frame()).unwrap();
                bytes
            }
            Self::ArrowIpc => {
                let mut bytes = Vec::new();
                let mut writer = IpcWriter::new(&mut bytes);
                writer.finish(&mut cells.frame()).unwrap();
                bytes
            }
        };
        if !is_packed {
            return bytes;
        }
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&bytes).unwrap();
        packed.finish().unwrap()
    }
}

struct Cells<'a> {
    names: Vec<&'a str>,
    rows: Vec<Vec<&'a str>>,
}

impl Text {
    fn write(self, cells: &Cells<'_>) -> String {
        let mut lines = Vec::new();
        if self.has_title {
            lines.push("Recorded somewhere".to_owned());
        }
        let notes = |row: Option<usize>| match row {
            None => "note",
            // As many quotes as no other row has, the delimiters, and the ends of records.
            Some(row) => ["", "plain", "two\nlines", "says \"so\"", "a;b|c\td,e"][row % 5],
        };
        let line = |row: Option<usize>, cells: &[&str]| {
            let mut fields: Vec<String> = cells.iter().map(|cell| self.field(cell)).collect();
            if self.has_notes {
                fields.push(self.field(notes(row)));
            }
            fields.join(&self.delimiter.to_string())
        };
        lines.push(line(None, &cells.names));
        for (index, row) in cells.rows.iter().enumerate() {
            if self.has_comments && index % 7 == 3 {
                lines.push(["# a \"remark", "", "# 1,2,3"][index % 3].to_owned());
            }
            lines.push(line(Some(index), row));
        }
        let mut text = if self.has_mark { "\u{feff}" } else { "" }.to_owned();
        text += &lines.join(self.line_end);
        if self.ends_with_line {
            text += self.line_end;
        }
        text
    }

    fn field(self, cell: &str) -> String {
        let is_number = cell.parse::<f64>().is_ok();
        let cell = match cell {
            // Between spaces nothing is no field.
            "" if self.delimiter == ' ' => "NA".to_owned(),
            // Nor are doubled quotes read there.
            quoted if self.delimiter == ' ' && quoted.contains('"') => quoted.replace('"', "'"),
            number if is_number && self.has_decimal_commas => number.replace('.', ","),
            cell => cell.to_owned(),
        };
        let needs_quotes = cell.contains([self.delimiter, '"', '\n', '\t']);
        match needs_quotes || self.has_quotes {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell,
        }
    }
}

impl Cells<'_> {
    fn object(&self, row: &[&str], omits_missing: bool) -> String {
        let fields = self.names.iter().zip(row);
        let fields = fields.filter(|(_, cell)| !(omits_missing && cell.is_empty()));
        let fields = fields.map(|(name, cell)| match *cell {
            "" => format!("{name:?}:null"),
            number if number.parse::<f64>().is_ok() => format!("{name:?}:{number}"),
            text => format!("{name:?}:{text:?}"),
        });
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    }

    fn frame(&self) -> DataFrame {
        let column = |at: usize| -> Column {
            let cells = self.rows.iter().map(|row| row[at]);
            let present = || cells.clone().filter(|cell| !cell.is_empty());
            let name = self.names[at].into();
            if present().all(|cell| cell.parse::<f64>().is_ok()) {
                let numbers = cells.map(|cell| cell.parse().ok());
                Series::new(name, numbers.collect::<Vec<Option<f64>>>()).into_column()
            } else {
                let texts = cells.map(|cell| (!cell.is_empty()).then_some(cell));
                Series::new(name, texts.collect::<Vec<_>>()).into_column()
            }
        };
        let columns = (0..self.names.len()).map(column).collect();
        DataFrame::new(self.rows.len(), columns).unwrap()
    }

    /// Entity, timestamp, longitude, latitude and height of the rows that have a position that can be.
    fn fixes(&self) -> impl Iterator<Item = (&str, &str, f64, f64, &str)> {
        let has_entity = self.names[0] == "ship";
        self.rows.iter().filter_map(move |row| {
            let (entity, rest) = match has_entity {
                true => (row[0], &row[1..]),
                false => ("", &row[..]),
            };
            let (longitude, latitude) = (rest[1].parse().ok()?, rest[2].parse().ok()?);
            let can_be = f64::abs(longitude) <= 180.0;
            can_be.then_some((entity, rest[0], longitude, latitude, rest[3]))
        })
    }

    /// A track where the entity is another, a segment now and then.
    fn gpx(&self) -> String {
        let mut text = r#"<gpx version="1.1" creator="test">"#.to_owned();
        let mut last = None;
        for (index, (entity, time, longitude, latitude, height)) in self.fixes().enumerate() {
            if last != Some(entity) {
                text += if last.is_some() {
                    "</trkseg></trk>"
                } else {
                    ""
                };
                let _ = write!(text, "\n<trk><name>{entity}</name><trkseg>");
                last = Some(entity);
            } else if index % 17 == 0 {
                text += "</trkseg><trkseg>";
            }
            let _ = write!(
                text,
                "\n<trkpt lon=\"{longitude}\" lat=\"{latitude}\"><ele>{height}</ele>"
            );
            if !time.is_empty() {
                let _ = write!(text, "<time>{time}</time>");
            }
            text += "</trkpt>";
        }
        text += if last.is_some() {
            "</trkseg></trk></gpx>"
        } else {
            "</gpx>"
        };
        text
    }

    /// One receiver; rows without a timestamp have none.
    fn nmea(&self) -> String {
        let mut text = String::new();
        for (_, time, longitude, latitude, _) in self.fixes() {
            let time = time.get(11..23).unwrap_or_default().replace(':', "");
            let minutes = |degrees: f64| {
                let degrees = degrees.abs();
                (degrees.trunc(), degrees.fract() * 60.0)
            };
            let ((x, x_min), (y, y_min)) = (minutes(longitude), minutes(latitude));
            let east = if longitude < 0.0 { 'W' } else { 'E' };
            let north = if latitude < 0.0 { 'S' } else { 'N' };
            let sentence = format!(
                "GPRMC,{time},A,{y:02}{y_min:07.4},{north},{x:03}{x_min:07.4},{east},1.5,2.5,110524,,,A"
            );
            let sum = sentence.bytes().fold(0, |sum, byte| sum ^ byte);
            let _ = write!(text, "${sentence}*{sum:02X}\r\n");
        }
        text
    }
}
