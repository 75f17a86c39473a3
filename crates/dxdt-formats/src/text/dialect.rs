//! How a text table is written: delimiter, header, comments, decimal comma.

use dxdt_motion::error::{Error, ErrorKind, Result, quoted_list};

use super::delimiter::{find_delimiter, one_column, separator_line, usual_width};
use super::records::{Records, is_comment};
use super::split::{Delimiter, Splitter};
use super::{header, preamble};

/// What the user has said about the way a table is written.
#[derive(Debug, Clone, Default)]
pub struct DialectOptions {
    /// The delimiter; found by content where it is not given.
    pub delimiter: Option<Delimiter>,
    /// The first record is data, not names.
    pub no_header: bool,
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
    /// Numbers are written with a decimal comma.
    pub decimal_comma: bool,
    /// The byte of the text at which the rows start.
    pub body_start: usize,
    /// The line of the file at which the rows start, counted from 1.
    pub body_line: u64,
    /// The lines above the header that are neither rows nor comments, such as a title.
    pub lines_above: Vec<LineAbove>,
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
}

// Enough rows to see past odd ones, few enough to cost nothing.
pub const SAMPLE_RECORDS: usize = 200;

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
        let mut records = Vec::new();
        for record in Records::new(&text[start..], 1 + u64::from(start > 0)) {
            let record = record?;
            if !is_comment(record.text) {
                records.push(record);
                if records.len() == SAMPLE_RECORDS {
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
            None => find_delimiter(&records)?,
        };
        let mut splitter = Splitter::new(delimiter);
        let all: Vec<Vec<String>> = records.iter().map(|r| splitter.fields(r.text)).collect();
        let (above, header_rows) = if options.no_header {
            (0, 0)
        } else {
            let above = preamble::count(&all, delimiter);
            (above, header::rows(&all[above..]))
        };
        let (lines_above, rows) = all.split_at(above);
        let lines_above = records.iter().zip(lines_above);
        let body = &rows[header_rows..];
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
        let (header, names) = if header_rows > 0 {
            let names = header::of_lines(&rows[..header_rows], body, width, delimiter);
            (HeaderOrigin::Line, names)
        } else if let Some(names) = (!options.no_header).then(in_comment).flatten() {
            (HeaderOrigin::Comment, names)
        } else {
            (HeaderOrigin::None, vec![String::new(); width])
        };
        if names.len() < 2 {
            return Err(one_column(first.line));
        }
        let body_record = records[above + header_rows];
        let (names, repeated_names) = header::unique(names);
        Ok(Self {
            delimiter,
            names,
            repeated_names,
            header,
            decimal_comma: delimiter != Delimiter::Byte(b',') && has_decimal_commas(body),
            body_start: offset_in(text, body_record.text),
            body_line: body_record.line,
            lines_above: lines_above
                .map(|(record, fields)| LineAbove {
                    line: record.line,
                    fields: fields.clone(),
                })
                .collect(),
        })
    }
}

fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

fn has_decimal_commas(rows: &[Vec<String>]) -> bool {
    let is_comma_decimal = |cell: &str| {
        let (whole, fraction) = cell.split_once(',').unwrap_or((cell, ""));
        let whole = whole.trim_start_matches(['+', '-']);
        whole.bytes().all(|b| b.is_ascii_digit())
            && fraction.starts_with(|c: char| c.is_ascii_digit())
            && fraction
                .bytes()
                .all(|b| b.is_ascii_digit() || b"eE+-".contains(&b))
    };
    rows.iter().flatten().any(|cell| is_comma_decimal(cell))
}

/// An error for a column that an option names and the log does not have.
pub fn unknown_column(option: &str, name: &str, names: &[String]) -> Error {
    Error::new(format!(
        "{option} names the column '{}', which does not exist",
        dxdt_motion::error::excerpt(name)
    ))
    .of_kind(ErrorKind::Option)
    .advise(format!("the columns are {}", quoted_list(names)))
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
