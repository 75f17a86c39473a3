//! Rows of delimited text read one by one, by decisions that the first of them made.

use std::collections::HashSet;

use crate::error::{At, Error, Result, excerpt};
use crate::finding::{ColumnRole, FindingKind, RoleReason};

use super::clock::{Origin, is_missing};
use super::read::{Delimiter, Dialect, Source, Splitter, Table, ragged};
use super::stamps::{Midnights, StampsError, as_shown};
use super::table::{FileWords, Interpretation, Known, LogTable, find_roles};
use super::{LogOptions, PositionLog};

/// Reads rows as a [`PositionLog`] of the whole file would.
#[derive(Debug)]
pub(crate) struct RowReader {
    dialect: Dialect,
    splitter: Splitter,
    interpretation: Interpretation,
    /// What the values of each position column are multiplied by.
    factors: Vec<f64>,
    in_words: bool,
    midnights: Option<Midnights>,
    comma: DecimalComma,
}

/// One row of a log.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LogRow {
    /// The cells of the entity columns; `None` where one is empty.
    pub entity: Vec<Option<String>>,
    /// The stamp in nanoseconds; `None` where there is none.
    pub stamp: Option<i64>,
    /// The time as the tables show it.
    pub time: String,
    /// The stamp is finer than a nanosecond.
    pub is_rounded: bool,
    /// The stamp has an offset from UTC.
    pub has_offset: bool,
    /// Metres (degrees for longitude and latitude) or the log's own unit; NaN where a cell is missing.
    pub position: Vec<f64>,
}

/// Whether numbers have a decimal comma: the first decimal mark tells, where the first rows have none.
#[derive(Debug, Clone, Copy, PartialEq)]
enum DecimalComma {
    Yes,
    No,
    Open,
}

impl RowReader {
    /// Decides how rows are read from the first of them; gives these as a log too.
    ///
    /// # Errors
    /// As [`PositionLog::from_source`], and a log that is no delimited text with one row an instant.
    pub fn open(source: &Source, options: &LogOptions) -> Result<(PositionLog, Self)> {
        let open = || {
            let table = Table::open(source, options.format, &options.dialect)?;
            let Table::Text(text) = &table else {
                return Err(other_format(table.format()));
            };
            let dialect = text.dialect().clone();
            let file = FileWords {
                name: &source.name,
                encoding: source.encoding(),
            };
            let known = Known {
                entity: Some(entity_by_name(&table, options)?),
                ..Known::default()
            };
            let mut table = LogTable::interpret(&table, file, options, &known)?;
            if table.interpretation.roles.entity.is_empty() {
                reason_before_values(&mut table);
            }
            let interpretation = table.interpretation.clone();
            let log = PositionLog::join(vec![table])?;
            Ok((log, dialect, interpretation))
        };
        let (log, dialect, interpretation) = open().map_err(|error| error.in_file(&source.name))?;
        let comma = match (dialect.decimal_comma, dialect.delimiter) {
            (true, _) => DecimalComma::Yes,
            (false, Delimiter::Byte(b',')) => DecimalComma::No,
            (false, _) => DecimalComma::Open,
        };
        let reader = Self {
            splitter: Splitter::new(dialect.delimiter),
            in_words: log.clock.in_words,
            midnights: (log.clock.origin == Origin::Midnight).then(Midnights::default),
            factors: interpretation.factors()?,
            dialect,
            interpretation,
            comma,
        };
        Ok((log, reader))
    }

    /// The line of the file at which the rows start, counted from 1.
    pub fn first_line(&self) -> u64 {
        self.dialect.body_line
    }

    /// Whether a record has fewer fields than a row.
    pub fn is_short(&mut self, record: &str) -> bool {
        self.splitter.fields(record).len() < self.dialect.names.len()
    }

    /// How many midnights the times of day passed.
    pub fn midnights(&self) -> u64 {
        self.midnights.as_ref().map_or(0, Midnights::count)
    }

    /// Reads the record that starts in this line.
    ///
    /// # Errors
    /// Another number of fields than the header has, a cell that is no stamp or number.
    pub fn read(&mut self, line: u64, record: &str) -> Result<LogRow> {
        let fields = self.splitter.fields(record);
        let width = self.dialect.names.len();
        if fields.len() != width {
            return Err(ragged(line, fields.len(), width, &self.dialect));
        }
        let entity = |&column: &usize| Some(fields[column].clone()).filter(|cell| !cell.is_empty());
        let mut row = LogRow {
            entity: self.interpretation.entity.iter().map(entity).collect(),
            stamp: None,
            time: String::new(),
            is_rounded: false,
            has_offset: false,
            position: Vec::with_capacity(self.factors.len()),
        };
        self.read_stamp(line, &fields, &mut row)?;
        let positions = &self.interpretation.roles.positions;
        for (&column, factor) in positions.iter().zip(&self.factors) {
            let cell = &fields[column];
            let value = number(cell, &mut self.comma).ok_or_else(|| {
                Error::new(format!("'{}' is not a number", excerpt(cell)))
                    .at_line(line)
                    .in_column(&self.dialect.names[column])
                    .advise(
                        "correct the cell, leave it empty to mark the value as missing, \
                         or name another column",
                    )
            })?;
            row.position.push(value * factor);
        }
        Ok(row)
    }

    fn read_stamp(&mut self, line: u64, fields: &[String], row: &mut LogRow) -> Result<()> {
        let time = &self.interpretation.roles.time;
        let cell = match time[..] {
            [date, time, ..] if fields[date].is_empty() || fields[time].is_empty() => return Ok(()),
            [date, time, ..] => format!("{} {}", fields[date], fields[time]),
            [time] => fields[time].clone(),
            [] => String::new(),
        };
        match self.interpretation.format.parse(&cell) {
            Ok(stamp) => {
                row.time = if self.in_words && stamp.is_iso8601 {
                    cell
                } else {
                    as_shown(&cell, &stamp, self.in_words)
                };
                row.is_rounded = stamp.lost != 0.0;
                row.has_offset = stamp.offset.is_some();
                row.stamp = Some(match &mut self.midnights {
                    Some(midnights) => midnights.add(stamp.nanoseconds),
                    None => stamp.nanoseconds,
                });
                Ok(())
            }
            Err(_) if is_missing(&cell) => Ok(()),
            Err(error) => {
                let column = time.first().copied().unwrap_or_default();
                let error = StampsError::Cell { row: 0, error };
                Err(error.into_error(&self.dialect.names[column], |_| At::Line(line)))
            }
        }
    }
}

/// The error of a log that is no delimited text.
pub(crate) fn other_format(name: &str) -> Error {
    Error::new(format!("the log is in the format {name}"))
        .advise("--follow reads delimited text with one row an instant; leave --follow out")
}

/// A number as the columns of the whole table are read; NaN where it is missing.
fn number(cell: &str, comma: &mut DecimalComma) -> Option<f64> {
    if is_missing(cell) {
        return Some(f64::NAN);
    }
    if *comma == DecimalComma::Open {
        *comma = match (cell.contains(','), cell.contains('.')) {
            (true, false) => DecimalComma::Yes,
            (false, true) => DecimalComma::No,
            _ => DecimalComma::Open,
        };
    }
    match comma {
        DecimalComma::Yes => cell.replace(',', ".").parse().ok(),
        _ => cell.parse().ok(),
    }
}

/// The best candidate for the entity column by name, but no column that counts rows; its content is not known yet.
fn entity_by_name(table: &Table<'_>, options: &LogOptions) -> Result<Vec<usize>> {
    const ROWS: usize = 1000;
    let rows = table.sample(ROWS)?;
    let roles = find_roles(table, options)?;
    let mut candidates = roles.entity_candidates.into_iter();
    let best = candidates.find(|&column| !counts_rows(&rows, column, &roles.time));
    Ok(best.into_iter().collect())
}

/// Whether a column's whole numbers rise by one from row to row, each row at a time of its own.
fn counts_rows(rows: &[Vec<String>], column: usize, time: &[usize]) -> bool {
    let numbers: Option<Vec<i64>> = rows.iter().map(|row| row[column].parse().ok()).collect();
    let times: HashSet<Vec<&str>> = rows
        .iter()
        .map(|row| time.iter().map(|&index| row[index].as_str()).collect())
        .collect();
    let rises = |numbers: Vec<i64>| {
        numbers
            .windows(2)
            .all(|pair| pair[1].checked_sub(pair[0]) == Some(1))
    };
    rows.len() > 2 && times.len() == rows.len() && numbers.is_some_and(rises)
}

fn reason_before_values(table: &mut LogTable) {
    for finding in &mut table.findings.columns {
        if let FindingKind::Role {
            role: ColumnRole::Entity,
            reason,
            ..
        } = &mut finding.kind
        {
            *reason = RoleReason::NameBeforeValues;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> (PositionLog, RowReader) {
        let source = Source::from_bytes("log.csv".into(), text.as_bytes().to_vec()).unwrap();
        RowReader::open(&source, &LogOptions::default()).unwrap()
    }

    #[test]
    fn rows_are_read_as_the_whole_log_is() {
        let text = "Date;Time;id;x [mm];note\n1.5.2021;10:00:00;a;1;\n20.5.2021;10:00:01;b;NA;\n";
        let (log, mut reader) = open(text);
        let row = reader
            .read(4, "21.5.2021;10:00:02,5;b;2,5;\"a;b\"")
            .unwrap();
        assert_eq!(row.position, [0.0025]);
        assert_eq!(row.entity, [Some("b".to_owned())]);
        assert_eq!(row.time, "2021-05-21T10:00:02.5");
        assert_eq!(row.stamp.unwrap() - log.stamps()[1], 86_401_500_000_000);
        assert_eq!(reader.first_line(), 2);
        let row = reader.read(5, ";;b;;").unwrap();
        assert!(row.stamp.is_none() && row.position[0].is_nan());
    }

    #[test]
    fn cells_that_cannot_be_read_are_errors_with_their_place() {
        let (_, mut reader) = open("t,x\n0,1\n1,2\n");
        let error =
            |record: &str, reader: &mut RowReader| reader.read(9, record).unwrap_err().to_string();
        assert!(
            error("2,abc", &mut reader).starts_with("line 9, column 'x': 'abc' is not a number")
        );
        assert!(error("soon,1", &mut reader).starts_with("line 9, column 't': "));
        assert!(
            error("2", &mut reader)
                .starts_with("line 9: the row has 1 field where the header has 2")
        );
    }

    #[test]
    fn a_column_that_counts_rows_is_no_entity() {
        assert_eq!(open("id,t,x\n1,0,1\n2,1,2\n3,2,3\n").0.entity, None);
        let same_times = open("id,t,x\n1,0,1\n2,0,2\n3,0,3\n").0;
        assert_eq!(same_times.entity.as_deref(), Some("id"));
        let by_name = FindingKind::Role {
            role: ColumnRole::Entity,
            columns: vec!["id".to_owned()],
            reason: RoleReason::NameBeforeValues,
        };
        let mut kinds = same_times.findings.iter().map(|finding| &finding.kind);
        assert!(kinds.any(|kind| *kind == by_name));
    }

    #[test]
    fn the_first_decimal_mark_decides_where_the_first_rows_have_none() {
        let (_, mut reader) = open("t;x\n0;1\n1;2\n");
        assert_eq!(reader.read(4, "2;2,5").unwrap().position, [2.5]);
        assert_eq!(reader.read(5, "2;2").unwrap().position, [2.0]);
    }

    #[test]
    fn other_formats_are_refused() {
        let source = Source::from_bytes(
            "l".into(),
            b"[{\"t\":0,\"x\":1},{\"t\":1,\"x\":2}]".to_vec(),
        );
        let error = RowReader::open(&source.unwrap(), &LogOptions::default()).unwrap_err();
        assert!(error.to_string().contains("--follow reads delimited text"));
    }
}
