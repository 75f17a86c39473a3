//! Rows of delimited text as they arrive, read by decisions that the first of them made.

mod entity;

use dxdt_motion::error::{At, Error, Result};

use super::LogOptions;
use super::frame::{texts_of, values_of};
use super::stamps::{Midnights, ReadCounts, ShownTimes, StepDigits, in_ticks};
use super::store::EntityNumbers;
use super::table::{FileWords, Interpretation, Known, LogTable, ReadError, Rows};
use dxdt_formats::{Delimiter, Dialect, Records, Source, Splitter, Table, TextTable, is_comment};
use dxdt_motion::finding::{Finding, FindingKind};
use dxdt_motion::log::RowPlaces;
use dxdt_motion::log::{LogFile, PositionLog, RowNumbers, Times};
use dxdt_time::{Origin, Ticks, is_missing};
use entity::{entity_by_name, reason_before_values};

/// Reads rows as a [`PositionLog`] of the whole file would.
#[derive(Debug)]
pub struct RowReader {
    name: String,
    dialect: Dialect,
    interpretation: Interpretation,
    /// What is known of the log, without its rows.
    facts: PositionLog,
    midnights: Option<Midnights>,
    /// The objects so far, and the steps between their timestamps.
    numbers: EntityNumbers,
    steps: StepDigits,
    /// The first timestamp and the last, in nanoseconds.
    range: [i64; 2],
    comma: DecimalComma,
}

/// Rows as a log of their own; the number of a row among those of the file is its line.
#[derive(Debug)]
pub struct ReadRows {
    /// The rows.
    pub log: PositionLog,
    /// How their timestamps were written.
    pub counts: ReadCounts,
}

/// Whether numbers have a decimal comma: the first decimal mark tells, where the first rows have none.
#[derive(Debug, Clone, Copy, PartialEq)]
enum DecimalComma {
    Yes,
    No,
    Open,
}

impl RowReader {
    /// Decides how rows are read from the first of them; gives these as a log too, in which a row has the number of its
    /// line.
    ///
    /// # Errors
    /// As [`read_source`](crate::read_source), and a log that is no delimited text with one row an instant.
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
            let interpretation = table.interpretation.without_extra_columns();
            Ok((table.into_log()?, dialect, interpretation))
        };
        let (mut log, dialect, interpretation) =
            open().map_err(|error| error.in_file(&source.name))?;
        log.files.iter_mut().for_each(number_by_line);
        let of_first_rows = log.clock.ticks;
        let nanoseconds = log.stamps.iter();
        let nanoseconds: Vec<i64> = nanoseconds
            .map(|&stamp| of_first_rows.nanoseconds(stamp))
            .collect();
        let range = wider([0; 2], &nanoseconds);
        log.clock.ticks = with_room(of_first_rows, range);
        for stamp in &mut log.stamps {
            *stamp = of_first_rows.converted(*stamp, log.clock.ticks);
        }
        let comma = match (dialect.decimal_comma, dialect.delimiter) {
            (true, _) => DecimalComma::Yes,
            (false, Delimiter::Byte(b',')) => DecimalComma::No,
            (false, _) => DecimalComma::Open,
        };
        let reader = Self {
            name: source.name.clone(),
            midnights: (log.clock.origin == Origin::Midnight).then(Midnights::default),
            numbers: EntityNumbers::default(),
            steps: StepDigits::default(),
            range: [0; 2],
            facts: PositionLog {
                findings: Vec::new(),
                columns_without_role: Vec::new(),
                measured: Vec::new(),
                exact: Vec::new(),
                ..log.without_rows()
            },
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

    /// Whether a record has fewer fields than a row, and is none then.
    pub fn is_short(&self, record: &str) -> bool {
        let mut splitter = Splitter::new(self.dialect.delimiter);
        !is_comment(record) && splitter.fields(record).len() < self.dialect.names.len()
    }

    /// How many midnights the times of day passed.
    pub fn midnights(&self) -> u64 {
        self.midnights.as_ref().map_or(0, Midnights::count)
    }

    /// Of timestamps that are finer than the clock, which the first rows have decided as far as there is room.
    pub fn rounding(&self) -> Option<Finding> {
        let ticks = self.facts.clock.ticks;
        let changed = self.steps.changed_by(ticks);
        let kind = FindingKind::StampsRounded { ticks };
        (changed > 0).then(|| Finding::new(kind, changed))
    }

    /// Reads whole rows, of which the first starts in this line, up to the first that cannot be read; and says why that
    /// one cannot: another number of fields than the header has, a cell that is no timestamp or number.
    pub fn read(&mut self, line: u64, text: &str) -> (Option<ReadRows>, Result<()>) {
        self.look_for_decimal_mark(line, text);
        let mut rows = text;
        let mut done = Ok(());
        // Columns are read one after the other: of several faults the first to be found need not be the first of the rows.
        loop {
            match self.try_read(line, rows) {
                Ok(read) => return (Some(read), done),
                Err(error) => {
                    let fault = error.line();
                    done = Err(error.in_file(&self.name));
                    let before = fault.map_or("", |fault| before_line(rows, fault - line));
                    if before.is_empty() || before.len() == rows.len() {
                        return (None, done);
                    }
                    rows = before;
                }
            }
        }
    }

    fn try_read(&mut self, line: u64, text: &str) -> Result<ReadRows> {
        let dialect = Dialect {
            body_start: 0,
            body_line: line,
            decimal_comma: self.comma == DecimalComma::Yes,
            ..self.dialect.clone()
        };
        let table = Table::Text(TextTable::of_text(&self.name, text, dialect, None)?);
        let read = self
            .interpretation
            .read(&table)
            .map_err(ReadError::into_error)?;
        let places = table.places().clone();
        self.log_of(read, &places)
    }

    fn log_of(&mut self, rows: Rows, places: &RowPlaces) -> Result<ReadRows> {
        let mut stamps = rows.stamps;
        if let Some(midnights) = &mut self.midnights {
            midnights.add_days(&mut stamps.nanoseconds, &stamps.missing);
        }
        let numbers = match rows.entity.is_empty() {
            true => vec![0; rows.height],
            false => self.numbers.of_rows(&rows.entity)?,
        };
        let mut stamped = vec![1; rows.height];
        stamps.missing.iter().for_each(|&row| stamped[row] = 0);
        let (nanoseconds, rests) = (&stamps.nanoseconds, &stamps.rests);
        self.steps.add(&numbers, nanoseconds, rests, Some(&stamped));
        self.range = wider(self.range, nanoseconds);
        let ticks = &mut self.facts.clock.ticks;
        if Ticks::finest(ticks.digits(), self.range) != *ticks {
            *ticks = with_room(*ticks, self.range);
        }
        let ticks = *ticks;
        let times = match stamps.times {
            ShownTimes::Written(styles) => Times::Written(styles),
            ShownTimes::Cells(times) => Times::Texts(texts_of(&times)?),
        };
        let values = rows.positions.iter();
        let values = values.map(|column| Ok(values_of(column)?.into_owned()));
        let line_of = |row: usize| match places.of_row(row) {
            At::Line(line) => line,
            At::Record(_) => 0,
        };
        let numbers = match places {
            RowPlaces::SequentialLines(first) => RowNumbers::From(*first),
            _ => RowNumbers::Each((0..rows.height).map(line_of).collect()),
        };
        Ok(ReadRows {
            counts: stamps.counts,
            log: PositionLog {
                values: values.collect::<Result<_>>()?,
                entities: EntityNumbers::entities_of(&rows.entity)?,
                stamps: in_ticks(nanoseconds, rests, ticks),
                without_stamp: stamps.missing,
                times,
                rows_as_read: Some(numbers),
                ..self.facts.clone()
            },
        })
    }

    /// Lets the first decimal mark of a position tell what it is, where the rows so far had none.
    fn look_for_decimal_mark(&mut self, line: u64, text: &str) {
        if self.comma != DecimalComma::Open {
            return;
        }
        let mut splitter = Splitter::new(self.dialect.delimiter);
        let records = Records::new(text, line).flatten();
        for record in records.filter(|record| !is_comment(record.text)) {
            let fields = splitter.fields(record.text);
            let positions = self.interpretation.roles.positions.iter();
            let cells = positions.filter_map(|&column| fields.get(column));
            for cell in cells.filter(|cell| !is_missing(cell)) {
                self.comma = match (cell.contains(','), cell.contains('.')) {
                    (true, false) => DecimalComma::Yes,
                    (false, true) => DecimalComma::No,
                    _ => continue,
                };
                return;
            }
        }
    }
}

/// The ticks of a log that grows: with room for a hundred days more than its rows need so far.
fn with_room(ticks: Ticks, [first, last]: [i64; 2]) -> Ticks {
    const DAYS: i64 = 100 * 86_400 * 1_000_000_000;
    Ticks::finest(ticks.digits(), [first, last.saturating_add(DAYS)])
}

/// The range of some timestamps and of others.
fn wider([first, last]: [i64; 2], stamps: &[i64]) -> [i64; 2] {
    let (least, greatest) = (stamps.iter().min(), stamps.iter().max());
    [
        least.map_or(first, |&least| first.min(least)),
        greatest.map_or(last, |&greatest| last.max(greatest)),
    ]
}

/// The rows of a file get the numbers of their lines, so that their places take no memory.
fn number_by_line(file: &mut LogFile) {
    file.rows = usize::MAX;
    file.places = RowPlaces::SequentialLines(0).into();
}

/// The text before a line, counted from 0.
fn before_line(text: &str, line: u64) -> &str {
    let mut ends = memchr::memchr_iter(b'\n', text.as_bytes());
    let end = line.checked_sub(1).map(|last| ends.nth(last as usize));
    match end {
        None => "",
        Some(None) => text,
        Some(Some(end)) => &text[..=end],
    }
}

/// The error of a log that is no delimited text.
pub fn other_format(name: &str) -> Error {
    Error::new(format!("the log is in the format {name}"))
        .advise("--follow reads delimited text with one row per instant; leave --follow out")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> (PositionLog, RowReader) {
        let source = Source::from_bytes("log.csv".into(), text.as_bytes().to_vec()).unwrap();
        RowReader::open(&source, &LogOptions::default()).unwrap()
    }

    fn read(reader: &mut RowReader, line: u64, text: &str) -> PositionLog {
        let (rows, done) = reader.read(line, text);
        done.unwrap();
        rows.unwrap().log
    }

    fn positions(log: &PositionLog) -> Vec<f64> {
        log.position_values()[0].to_vec()
    }

    #[test]
    fn rows_are_read_as_the_whole_log_is() {
        let text = "Date;Time;id;x [mm];note\n1.5.2021;10:00:00;a;1;\n20.5.2021;10:00:01;b;NA;\n";
        let (log, mut reader) = open(text);
        assert_eq!(reader.first_line(), 2);
        let rows = read(
            &mut reader,
            4,
            "21.5.2021;10:00:02,5;b;2,5;\"a;b\"\n# half way\n;;b;;\n",
        );
        assert_eq!(positions(&rows)[0], 0.0025);
        assert!(positions(&rows)[1].is_nan());
        assert_eq!(rows.entity_cells().unwrap().next(), Some(Some("b")));
        assert_eq!(rows.time_text(0), "2021-05-21T10:00:02.5");
        assert_eq!(rows.stamps()[0] - log.stamps()[1], 86_401_500_000_000);
        assert_eq!(rows.rows_without_stamp(), [1]);
        let places = [0, 1].map(|row| rows.place_of(row).at);
        assert_eq!(places, [4, 6].map(At::Line));
    }

    #[test]
    fn the_first_row_that_cannot_be_read_is_told_and_those_before_it_are_read() {
        let (_, mut reader) = open("t,x\n0,1\n1,2\n");
        let mut fault = |text: &str| {
            let (rows, done) = reader.read(9, text);
            let rows = rows.map_or(0, |rows| rows.log.height());
            (rows, done.unwrap_err().to_string())
        };
        let (rows, error) = fault("2,3\n3,abc\nsoon,5\n6\n");
        let expected = "log.csv, line 10, column 'x': 'abc' is not a number";
        assert!(rows == 1 && error.starts_with(expected), "{rows}: {error}");
        let (rows, error) = fault("2,3\n\nsoon,1\n4,abc\n");
        let expected = "log.csv, line 11, column 't': ";
        assert!(rows == 1 && error.starts_with(expected), "{rows}: {error}");
        let (rows, error) = fault("2\nsoon,1\n");
        let expected = "log.csv, line 9: the row has 1 cell where the header has 2";
        assert!(rows == 0 && error.starts_with(expected), "{rows}: {error}");
    }

    #[test]
    fn the_first_decimal_mark_decides_where_the_first_rows_have_none() {
        let (_, mut reader) = open("t;x\n0;1\n1;2\n");
        let rows = read(&mut reader, 4, "2;2\n3;2,5\n");
        assert_eq!(positions(&rows), [2.0, 2.5]);
        assert_eq!(positions(&read(&mut reader, 6, "4;2\n")), [2.0]);
        assert_eq!(positions(&read(&mut reader, 7, "5;2.5\n")), [2.5]);
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
