//! The first rows of a log, from which it is decided how all are read.

use dxdt_formats::{Dialect, Source, is_comment};
use dxdt_log::{RowReader, other_format};
use dxdt_motion::audit::MaxGap;
use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FollowNote};
use dxdt_motion::log::PositionLog;

use super::Follower;
use super::gap::GapLimit;
use super::options::FollowOptions;
use super::records::Lines;
use super::rows::Rows;

// More lines above the rows, or records that are no table, are no log.
const MOST_RECORDS: usize = 40;
const MOST_HEAD: usize = 16 << 20;

/// The records so far.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// All of them, each in its own line of the file.
    text: String,
    lines: u64,
    /// The lines on which records start that are no comments.
    records: Vec<u64>,
    /// Where the last record starts.
    last: usize,
}

impl Head {
    /// Adds a record, and says whether it is more than a comment.
    pub fn add(&mut self, record: &Lines) -> bool {
        while self.lines + 1 < record.line {
            self.text.push('\n');
            self.lines += 1;
        }
        self.last = self.text.len();
        self.text.push_str(&record.text);
        self.text.push('\n');
        self.lines += 1 + memchr::memchr_iter(b'\n', record.text.as_bytes()).count() as u64;
        let is_row = !is_comment(&record.text);
        self.records.extend(is_row.then_some(record.line));
        is_row
    }

    /// Adds a record that has no line end, and is read as the end of a file is.
    pub fn add_last(&mut self, record: &Lines) {
        self.add(record);
        self.text.pop();
    }

    /// Whether there are rows enough to decide.
    ///
    /// # Errors
    /// A log in another format, and one without rows for long.
    pub fn decides(&self, options: &FollowOptions) -> Result<bool> {
        // XML of an unknown kind may still turn out to be of a known one.
        if let Ok(Some(format)) = options.log.format.resolve(self.text.as_bytes()) {
            return Err(other_format(format.name()));
        }
        match Dialect::detect(&self.text, &options.log.dialect) {
            Ok(dialect) => {
                let is_row = |line: &&u64| **line >= dialect.body_line;
                Ok(self.records.iter().filter(is_row).count() >= Follower::FIRST_ROWS)
            }
            Err(error) if self.records.len() >= MOST_RECORDS => Err(error),
            Err(_) if self.text.len() > MOST_HEAD => {
                Err(Error::new("the log has no rows in its first 16 MiB")
                    .advise("give a log of delimited text with one row per instant"))
            }
            Err(_) => Ok(false),
        }
    }

    /// Decides how rows are read; gives what reads and derives them, and the rows that are here already.
    ///
    /// # Errors
    /// As [`PositionLog::from_source`](dxdt_motion::log::PositionLog::from_source), and quantities that the log does not have.
    pub fn decide(self, name: &str, options: &FollowOptions) -> Result<(Rows, Lines)> {
        let source = Source::from_bytes(name.to_owned(), self.text.clone().into_bytes())?;
        let (mut log, reader) = RowReader::open(&source, &options.log)?;
        if is_newest_first(&log) {
            return Err(Error::new("the log runs from the newest row to the oldest")
                .advise("it cannot be followed: leave --follow out"));
        }
        let mut text = self.text.as_str();
        // A last row that is cut off was left out of the decision.
        if !text.ends_with('\n') && reader.is_short(&text[self.last..]) {
            text = &text[..self.last];
        }
        let rows = Lines {
            line: reader.first_line(),
            text: from_line(text, reader.first_line()).to_owned(),
        };
        // Each row counts them again as it comes.
        log.findings.retain(|finding| {
            !matches!(
                finding.kind,
                FindingKind::StampsRounded { .. }
                    | FindingKind::OffsetMissing
                    | FindingKind::MidnightCrossed
            )
        });
        log.findings.extend(notes(options));
        Ok((Rows::new(log, reader, options)?, rows))
    }
}

/// The text from a line on, counted from 1.
fn from_line(text: &str, line: u64) -> &str {
    let Some(last_before) = line.checked_sub(2) else {
        return text;
    };
    let end = memchr::memchr_iter(b'\n', text.as_bytes()).nth(last_before as usize);
    end.map_or("", |end| &text[end + 1..])
}

/// Whether the timestamps of the first entity fall from row to row; each row after the first would come too late.
fn is_newest_first(log: &PositionLog) -> bool {
    let mut cells: Vec<Option<&str>> = log.entity_cells().map_or_else(Vec::new, Iterator::collect);
    cells.resize(log.height(), None);
    let is_of_first = |row: &usize| {
        cells[*row] == cells[0] && log.rows_without_stamp().binary_search(row).is_err()
    };
    let rows = (0..log.height()).filter(is_of_first);
    let stamps: Vec<i64> = rows.map(|row| log.stamps()[row]).collect();
    stamps.len() > 2 && stamps.windows(2).all(|pair| pair[1] < pair[0])
}

/// What is otherwise than in an analysis of the whole log.
fn notes(options: &FollowOptions) -> Vec<Finding> {
    let mut notes = vec![
        FollowNote::FirstRowsDecide {
            rows: Follower::FIRST_ROWS,
        },
        FollowNote::JumpsNotFlagged,
    ];
    if options.audit.max_gap == MaxGap::TenMedianSteps {
        notes.push(FollowNote::GapLimitSoFar {
            least: GapLimit::LEAST,
            most: GapLimit::MOST,
        });
    }
    let note = |note| Finding::new(FindingKind::FollowNote(note), 1);
    notes.into_iter().map(note).collect()
}
