//! How a text table is written: delimiter, header, comments, decimal comma.

use std::sync::Arc;

use dxdt_motion::space::LengthUnit;
use dxdt_motion::words::number::grouped;
use dxdt_time::FrameRate;

use dxdt_motion::error::{Error, ErrorKind, Result, quoted_list};
use dxdt_motion::words::did_you_mean;

use crate::ColumnName;

use super::delimiter::{find_delimiter, one_column, separator_line, usual_width};
use super::header;
use super::header_lines::HeaderLines;
use super::numerals::Numerals;
use super::records::{RecordText, Records, is_comment};
use super::split::{Delimiter, MOST_COLUMNS, Splitter};
use super::stated_crs::stated_crs;

/// What the user has said about the way a table is written.
#[derive(Debug, Clone, Default)]
pub struct DialectOptions {
    /// The delimiter; found by content where it is not given.
    pub delimiter: Option<Delimiter>,
    /// The first record is data, not names.
    pub no_header: bool,
    /// The line of the file with the names of the columns, counted from 1.
    pub header_line: Option<u64>,
    /// A table may have one column.
    pub one_column: bool,
    /// Words that stand for a missing value in this log, besides those that do in any.
    pub missing: Vec<String>,
    /// Rows without a time are numbered, as the frames of a camera.
    pub number_rows: bool,
    /// The position columns, if the user names them: points side by side stay in one row where these are of it.
    pub positions: Option<Vec<String>>,
    /// Of points side by side only these are taken.
    pub points: Option<Vec<String>>,
}

/// Where the names of the columns came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderOrigin {
    /// A header line.
    Line,
    /// A comment line just above the data.
    Comment,
    /// Nowhere: the columns are numbered.
    None,
}

/// How one text table is written.
#[derive(Debug, Clone)]
pub struct Dialect {
    /// What stands between fields.
    pub delimiter: Delimiter,
    /// The names of the columns, unique, `column_3` where the header has none.
    pub names: Vec<String>,
    /// Names that more than one column has; all but the first have a number added.
    pub repeated_names: Vec<String>,
    /// Where the names came from.
    pub header: HeaderOrigin,
    /// The names of the columns as their own line has them: empty where there is none, and without the names of groups.
    pub own_names: Vec<String>,
    /// Numbers are written with a decimal comma.
    pub decimal_comma: bool,
    /// Numbers are written with a comma between thousands.
    pub thousands_comma: bool,
    /// Words that stand for a missing value in this log, besides those that do in any.
    pub missing: Arc<[String]>,
    /// The byte of the text at which the rows start.
    pub body_start: usize,
    /// The line of the file at which the rows start, counted from 1.
    pub body_line: u64,
    /// The lines above the header that are neither rows nor comments, such as a title.
    pub lines_above: Vec<LineAbove>,
    /// The coordinate reference system that the lines above the rows name, such as `EPSG:25832`.
    pub stated_crs: Option<String>,
}

/// A line above the header that is no row.
///
/// ```
/// use dxdt_formats::{Dialect, DialectOptions};
/// let dialect = Dialect::detect("Device: X\nt,x\n0,1\n1,2\n", &DialectOptions::default())?;
/// assert_eq!(dialect.names, ["t", "x"]);
/// assert_eq!((dialect.lines_above[0].line, &dialect.lines_above[0].fields[..]), (1, &["Device: X".to_owned()][..]));
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAbove {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// Its fields.
    pub fields: Vec<String>,
    /// It names groups of columns, whose names have it in front.
    pub is_group: bool,
}

// Enough rows to see past odd ones, few enough to cost nothing.
const SAMPLE_RECORDS: usize = 200;

/// Whether so many records with so many bytes tell how a text is written. Of wide ones a few have to do.
pub fn is_enough(records: usize, bytes: usize) -> bool {
    const FEW: usize = 10;
    const MANY_BYTES: usize = 1 << 20;
    records >= SAMPLE_RECORDS || (records >= FEW && bytes > MANY_BYTES)
}

impl Dialect {
    /// Finds how `text` is written from its first records.
    ///
    /// ```
    /// use dxdt_formats::{Delimiter, Dialect, DialectOptions};
    /// let dialect = Dialect::detect("#t; x [m]\n0,5;1,25\n0,7;1,5\n", &DialectOptions::default())?;
    /// assert_eq!(dialect.delimiter, Delimiter::Byte(b';'));
    /// assert_eq!(dialect.names, ["t", "x [m]"]);
    /// assert!(dialect.decimal_comma);
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where there are no rows, only one column, or a quote is never closed.
    pub fn detect(text: &str, options: &DialectOptions) -> Result<Self> {
        let (separator_line, start) = separator_line(text);
        let mut comment = None;
        let (mut records, mut bytes) = (Vec::new(), 0);
        for record in Records::new(&text[start..], 1 + u64::from(start > 0)) {
            let record = record?;
            if !is_comment(record.text) {
                records.push(record);
                bytes += record.text.len();
                if is_enough(records.len(), bytes) {
                    break;
                }
            } else if records.is_empty() {
                comment = Some(record);
            }
        }
        let Some(&first) = records.first() else {
            return Err(Error::new("the file has only comments")
                .advise("give a log with rows of timestamps and positions"));
        };
        let delimiter = match options.delimiter.or(separator_line) {
            Some(delimiter) => delimiter,
            None => match find_delimiter(&records) {
                Err(_) if options.one_column || options.number_rows => Delimiter::Byte(b','),
                found => found?,
            },
        };
        let mut splitter = Splitter::new(delimiter);
        for record in &records {
            if splitter.split(record.text) > MOST_COLUMNS {
                return Err(too_wide(record.line));
            }
        }
        let all: Vec<Vec<String>> = records.iter().map(|r| splitter.fields(r.text)).collect();
        let lines = match options.header_line {
            _ if options.no_header => HeaderLines::default(),
            Some(line) => HeaderLines::with_names_at(&all, record_on(&records, line)?),
            None => HeaderLines::find(&all),
        };
        let body = &all[lines.body..];
        let Some(width) = usual_width(body) else {
            return Err(Error::new("there is a header but no rows").advise(
                "give a log with at least two rows of timestamps and positions, \
                 or --no-header if the first line is data",
            ));
        };
        let in_comment = || {
            let words = comment.map(|comment| header::without_mark(comment.text))?;
            header::of_comment(splitter.fields(words), width, delimiter)
        };
        let mut own_names = None;
        let (header, names) = if let Some(at) = lines.names {
            let groups: Vec<_> = lines.groups.iter().map(|&row| all[row].clone()).collect();
            let units = lines.units.map(|row| &all[row]);
            let named = |groups| header::of_lines(&all[at], units, groups, body, width, delimiter);
            own_names = Some(named(&[]));
            (HeaderOrigin::Line, named(&groups))
        } else if let Some(names) = (!options.no_header).then(in_comment).flatten() {
            (HeaderOrigin::Comment, names)
        } else {
            (HeaderOrigin::None, vec![String::new(); width])
        };
        if names.len() < 2 && !options.one_column && !options.number_rows {
            return Err(one_column(first.line));
        }
        let body_record = records[lines.body];
        let body_start = offset_in(text, body_record.text);
        let own_names = own_names.unwrap_or_else(|| names.clone());
        let (names, repeated_names) = header::unique(names);
        let numerals = Numerals::of(body, delimiter);
        Ok(Self {
            delimiter,
            names,
            repeated_names,
            header,
            own_names,
            decimal_comma: numerals.decimal_comma,
            thousands_comma: numerals.thousands_comma,
            missing: options.missing.clone().into(),
            stated_crs: stated_crs(&text[..body_start]),
            body_start,
            body_line: body_record.line,
            lines_above: (0..lines.names.unwrap_or(0))
                .map(|row| LineAbove {
                    line: records[row].line,
                    fields: all[row].clone(),
                    is_group: lines.groups.contains(&row),
                })
                .collect(),
        })
    }
}

impl Dialect {
    /// Frames a second, as a line above the header says: `FREQUENCY 120`, `Capture Frame Rate,100.0`.
    pub fn frame_rate(&self) -> Option<FrameRate> {
        const WORDS: [&str; 8] = [
            "frame rate",
            "framerate",
            "frequency",
            "sample rate",
            "sampling rate",
            "capture rate",
            "fps",
            "frames per second",
        ];
        let rate_in = |line: &LineAbove| {
            let fields = &line.fields;
            let label = fields.iter().position(|field| {
                let field = field.to_lowercase();
                let is_other = ["analog", "force", "emg", "export"]
                    .iter()
                    .any(|word| field.contains(word));
                !is_other && WORDS.iter().any(|word| field.contains(word))
            })?;
            let after = fields[label..].iter();
            let numbers = after.flat_map(|field| field.split([' ', '=', ':']));
            numbers.filter_map(|word| word.parse().ok()).next()
        };
        // Vicon writes the rate alone below the kind of its data.
        let lines = self.lines_above.windows(2);
        let of_vicon = |pair: &[LineAbove]| {
            let is_kind = ["Trajectories", "Model Outputs", "Joints", "Segments"]
                .contains(&pair[0].fields[0].as_str());
            is_kind.then(|| pair[1].fields[0].parse().ok()).flatten()
        };
        let alone = lines.filter(|pair| !pair[0].fields.is_empty() && !pair[1].fields.is_empty());
        self.lines_above
            .iter()
            .find_map(rate_in)
            .or_else(|| alone.into_iter().find_map(of_vicon))
    }

    /// The unit of lengths, as a line above the header says: `Length Units,Meters`.
    pub fn length_unit(&self) -> Option<LengthUnit> {
        let unit_in = |line: &LineAbove| {
            let fields = &line.fields;
            let label = fields.iter().position(|field| {
                let field = field.to_lowercase();
                ["length unit", "unit of length", "position unit"]
                    .iter()
                    .any(|word| field.contains(word))
            })?;
            let own = fields[label].rsplit_once([':', '=']).map(|(_, unit)| unit);
            own.or_else(|| fields.get(label + 1).map(String::as_str))
                .and_then(LengthUnit::parse)
        };
        self.lines_above.iter().find_map(unit_in)
    }

    /// How numbers are written with commas.
    pub fn numerals(&self) -> Numerals {
        Numerals {
            decimal_comma: self.decimal_comma,
            thousands_comma: self.thousands_comma,
        }
    }

    /// Whether a cell is a word that stands for a missing value in this log.
    pub(super) fn is_said_to_be_missing(&self, cell: &str) -> bool {
        self.missing
            .iter()
            .any(|word| word.eq_ignore_ascii_case(cell.trim()))
    }
}

fn too_wide(line: u64) -> Error {
    Error::new(format!(
        "the row has more than {} cells",
        grouped(MOST_COLUMNS as u64)
    ))
    .at_line(line)
    .advise("give a log with fewer columns, or name the delimiter with --delimiter")
}

fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

/// The record on a line of the file.
fn record_on(records: &[RecordText<'_>], line: u64) -> Result<usize> {
    let found = records.iter().position(|record| record.line == line);
    found.filter(|at| at + 1 < records.len()).ok_or_else(|| {
        Error::new(format!("--header-line names line {line}, below which there are no rows"))
            .of_kind(ErrorKind::Option)
            .advise("give the line of the names of the columns, counted from 1; comments and blank lines have none")
    })
}

/// An error for a column that an option names and the log does not have.
pub fn unknown_column(option: &str, name: &str, names: &[String]) -> Error {
    // A column can be named without its unit, too.
    let bases = names.iter().map(|name| ColumnName::parse(name).base);
    let known: Vec<String> = bases.chain(names.iter().cloned()).collect();
    let all = format!("the columns are {}", quoted_list(names));
    Error::new(format!(
        "{option} names the column '{}', which does not exist",
        dxdt_motion::error::excerpt(name)
    ))
    .of_kind(ErrorKind::Option)
    .advise(did_you_mean(name, &known, &all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(text: &str) -> Dialect {
        Dialect::detect(text, &DialectOptions::default()).unwrap()
    }

    #[test]
    fn delimiters_are_told_apart() {
        assert_eq!(detect("t,x\n1,2\n").delimiter, Delimiter::Byte(b','));
        assert_eq!(detect("t;x\n1,5;2,5\n").delimiter, Delimiter::Byte(b';'));
        assert_eq!(detect("t\tx y\n1\t2 3\n").delimiter, Delimiter::Byte(b'\t'));
        assert_eq!(detect("t x\n1  2\n3 4\n").delimiter, Delimiter::Whitespace);
        assert_eq!(detect("t, x\n1, 2\n").delimiter, Delimiter::Byte(b','));
    }

    #[test]
    fn names_come_from_a_comment_above_the_data() {
        let dialect = detect("# a log\n# t x y\n1 2 3\n4 5 6\n");
        assert_eq!(dialect.names, ["t", "x", "y"]);
        assert_eq!(dialect.header, HeaderOrigin::Comment);
        assert_eq!((dialect.body_line, dialect.body_start), (3, 16));
    }

    #[test]
    fn columns_without_names_are_numbered() {
        let dialect = detect("1,2\n3,4\n");
        assert_eq!(dialect.names, ["column_1", "column_2"]);
        assert_eq!(dialect.body_line, 1);
        assert_eq!(
            detect("t,x,x,\n1,2,3,4\n").names,
            ["t", "x", "x_2", "column_4"]
        );
    }

    #[test]
    fn units_may_have_a_line_of_their_own() {
        let dialect = detect("t;x;note\ns;mm;\n0;1;a\n1;2;b\n");
        assert_eq!(dialect.names, ["t [s]", "x [mm]", "note"]);
        assert_eq!(dialect.body_line, 3);
        assert_eq!(detect("t,name\n0,m\n1,s\n").body_line, 2);
    }

    #[test]
    fn dates_in_the_first_line_are_data() {
        assert_eq!(
            detect("2021-03-20T10:00:00Z,A,1.5\n2021-03-20T10:00:01Z,A,1\n").header,
            HeaderOrigin::None
        );
    }

    #[test]
    fn trailing_delimiters_do_not_make_rows_ragged() {
        assert_eq!(detect("t,x\n1,2,\n3,4,\n").names.len(), 3);
        assert_eq!(detect("t,x,\n1,2\n3,4\n").names.len(), 2);
    }

    #[test]
    fn units_with_spaces_stay_with_their_names() {
        assert_eq!(
            detect("Time (s) x [m]\n1 2\n3 4\n").names,
            ["Time (s)", "x [m]"]
        );
    }

    #[test]
    fn a_spreadsheet_separator_line_is_no_header() {
        let dialect = detect("sep=;\nt;x\n1;2\n");
        assert_eq!(dialect.names, ["t", "x"]);
        assert_eq!(dialect.body_line, 3);
    }

    #[test]
    fn decimal_commas_are_seen_only_where_they_are() {
        assert!(detect("t;x\n0;1,25\n").decimal_comma);
        assert!(!detect("t;x\n0;1.25\n").decimal_comma);
    }

    #[test]
    fn nothing_to_read_is_an_error() {
        for text in ["t,x\n", "# only\n", "1\n2\n3\n"] {
            assert!(
                Dialect::detect(text, &DialectOptions::default()).is_err(),
                "{text}"
            );
        }
    }
}
