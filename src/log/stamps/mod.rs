//! A column of text into stamps: the format is decided once, the cells are read by all threads.

mod counts;
mod decision;
mod midnight;
mod sample;

use polars::prelude::{Column, IntoColumn, NamedFrom, Series, StringChunked};
use rayon::prelude::*;

use crate::error::{At, Error};
use crate::finding::{Finding, FindingKind};

use super::clock::{
    DecimalMark, FormatError, Origin, Stamp, StampError, StampFormat, StampHints, TimeUnit,
    is_missing, write_iso8601,
};

pub(crate) use counts::ReadCounts;
pub(super) use midnight::Midnights;
pub(super) use sample::StampSample;

/// What the user has said about the stamps.
#[derive(Debug, Clone, Default)]
pub struct ClockOptions {
    /// The unit of stamps that are numbers.
    pub unit: Option<TimeUnit>,
    /// The pattern of stamps that are text, as strftime has it.
    pub format: Option<String>,
    /// The scale of dates where it is not UTC, such as `TDB`.
    pub scale: Option<String>,
}

/// What a log's stamps count from, and how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// What the nanoseconds count from.
    pub origin: Origin,
    /// The log has dates in words, not numbers; the tables have them as ISO 8601.
    pub in_words: bool,
    /// At least one stamp has an offset from UTC, so that the instants are known.
    pub has_offset: bool,
}

impl Clock {
    /// Whether the stamps are instants of a calendar.
    pub fn is_dated(&self) -> bool {
        self.origin == Origin::UnixEpoch
    }
}

/// Stamps of a table, in the order of its rows.
#[derive(Debug)]
pub(super) struct Stamps {
    /// 0 where a row has none.
    pub nanoseconds: Vec<i64>,
    /// Rows without a stamp, increasing.
    pub missing: Vec<usize>,
    /// The time as the tables show it.
    pub text: Column,
    pub clock: Clock,
    pub format: StampFormat,
    pub findings: Vec<Finding>,
}

/// A cell that is no stamp, or a column that has no format.
#[derive(Debug)]
pub(crate) enum StampsError {
    Cell { row: usize, error: StampError },
    Format(FormatError),
}

impl StampsError {
    /// As an error for the user, with the place of a row.
    pub fn into_error(self, column: &str, place_of: impl Fn(usize) -> At) -> Error {
        match self {
            Self::Cell { row, error } => Error::new(error.to_string())
                .at(place_of(row))
                .in_column(column)
                .advise("correct the cell, or leave it empty to leave its row out"),
            Self::Format(error) => Error::new(error.to_string()).in_column(column),
        }
    }
}

/// The stamps of a column of text, what they count from, and what they are in words.
///
/// # Errors
/// Where the column has no format, a cell is no stamp, or a row has none.
pub(crate) fn read_stamps(
    column: &Column,
    header: &str,
) -> Result<(Vec<i64>, Origin, String), StampsError> {
    let stamps = read(column, header, &ClockOptions::default(), false, None)?;
    if !stamps.missing.is_empty() {
        return Err(StampsError::Format(FormatError::NoCells));
    }
    let meaning = stamps
        .findings
        .iter()
        .find_map(|finding| match &finding.kind {
            FindingKind::Clock { meaning, .. } => Some(meaning.clone()),
            _ => None,
        });
    Ok((
        stamps.nanoseconds,
        stamps.clock.origin,
        meaning.unwrap_or_default(),
    ))
}

// Chunks small enough to share out, large enough that sharing costs nothing.
const CHUNK: usize = 1 << 15;

pub(super) fn read(
    column: &Column,
    header: &str,
    options: &ClockOptions,
    decimal_comma: bool,
    known: Option<&StampFormat>,
) -> Result<Stamps, StampsError> {
    let cells = Cells::of(column);
    let hints = options.hints(header, decimal_comma);
    let attempt = |format: Result<StampFormat, FormatError>| {
        let format = format.map_err(StampsError::Format)?;
        read_as(column, &format).map(|read| (format, read))
    };
    let by_sample = || {
        let mut sample = StampSample::default();
        sample.extend(cells.filled());
        attempt(StampFormat::detect(sample.cells(), &hints))
    };
    let (format, mut read) = match known {
        Some(format) => attempt(Ok(format.clone()))?,
        // A doubt that the sample leaves, or a cell that it does not foresee.
        None => by_sample().or_else(|_| attempt(StampFormat::detect(cells.filled(), &hints)))?,
    };
    let midnights = if format.origin() == Origin::Midnight {
        Midnights::default().add_days(&mut read.nanoseconds, &read.missing)
    } else {
        0
    };
    let clock = read.counts.clock(&format);
    Ok(Stamps {
        findings: read
            .counts
            .findings(&format, midnights, options.scale.as_deref()),
        nanoseconds: read.nanoseconds,
        missing: read.missing,
        text: read.text,
        clock,
        format,
    })
}

impl ClockOptions {
    /// What is known of a column before its cells are looked at.
    pub(super) fn hints(&self, header: &str, decimal_comma: bool) -> StampHints<'_> {
        StampHints {
            unit: self.unit,
            header_unit: TimeUnit::in_header(header),
            pattern: self.format.as_deref(),
            decimal_mark: decimal_comma.then_some(DecimalMark::Comma),
        }
    }
}

/// Stamps of some rows, read in a known format.
#[derive(Debug)]
pub(super) struct ReadStamps {
    /// 0 where a row has none; times of day without their days.
    pub nanoseconds: Vec<i64>,
    /// Rows without a stamp, increasing.
    pub missing: Vec<usize>,
    /// The time as the tables show it.
    pub text: Column,
    pub counts: ReadCounts,
}

/// Reads the cells of a column in a format.
///
/// # Errors
/// The first cell that is no stamp of this format.
pub(super) fn read_as(column: &Column, format: &StampFormat) -> Result<ReadStamps, StampsError> {
    let cells = Cells::of(column);
    let chunks = read_chunks(&cells, format)?;
    Ok(gather(column, &cells, format, chunks))
}

/// The filled cells of a column of text.
pub(super) fn filled(column: &Column) -> impl Iterator<Item = &str> {
    // The reader gives text columns; anything else has no cells.
    column
        .str()
        .ok()
        .into_iter()
        .flat_map(|cells| cells.iter().flatten())
}

/// The cells of a column of one chunk.
struct Cells<'a>(&'a StringChunked);

impl<'a> Cells<'a> {
    fn of(column: &'a Column) -> Self {
        // The reader gives text columns; anything else is a defect of this crate and not of a log.
        Self(column.str().expect("stamps are read as text"))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn range(&self, start: usize, end: usize) -> impl Iterator<Item = Option<&'a str>> + Clone {
        self.0
            .downcast_iter()
            .next()
            .into_iter()
            .flat_map(move |array| (start..end).map(move |row| array.get(row)))
    }

    fn filled(&self) -> impl Iterator<Item = &'a str> {
        self.range(0, self.len()).flatten()
    }
}

/// What one chunk of rows holds.
struct Chunk {
    nanoseconds: Vec<i64>,
    missing: Vec<usize>,
    rounded: u64,
    with_offset: u64,
    as_they_stand: bool,
}

fn read_chunks(cells: &Cells<'_>, format: &StampFormat) -> Result<Vec<Chunk>, StampsError> {
    let starts: Vec<usize> = (0..cells.len()).step_by(CHUNK).collect();
    starts
        .into_par_iter()
        .map(|start| read_chunk(cells, format, start))
        .collect()
}

fn read_chunk(cells: &Cells<'_>, format: &StampFormat, start: usize) -> Result<Chunk, StampsError> {
    let end = (start + CHUNK).min(cells.len());
    let in_words = format.is_date();
    let mut chunk = Chunk {
        nanoseconds: Vec::with_capacity(end - start),
        missing: Vec::new(),
        rounded: 0,
        with_offset: 0,
        as_they_stand: true,
    };
    for (row, cell) in (start..end).zip(cells.range(start, end)) {
        let stamp = match cell {
            Some(cell) => match format.parse(cell) {
                Ok(stamp) => stamp,
                Err(_) if is_missing(cell) => {
                    chunk.missing.push(row);
                    chunk.nanoseconds.push(0);
                    continue;
                }
                Err(error) => return Err(StampsError::Cell { row, error }),
            },
            None => {
                chunk.missing.push(row);
                chunk.nanoseconds.push(0);
                continue;
            }
        };
        chunk.rounded += u64::from(stamp.lost != 0.0);
        chunk.with_offset += u64::from(stamp.offset.is_some());
        chunk.as_they_stand &= if in_words {
            stamp.is_iso8601
        } else {
            cell.is_some_and(|cell| cell.trim_ascii().len() == cell.len() && !cell.contains(','))
        };
        chunk.nanoseconds.push(stamp.nanoseconds);
    }
    Ok(chunk)
}

fn gather(
    column: &Column,
    cells: &Cells<'_>,
    format: &StampFormat,
    chunks: Vec<Chunk>,
) -> ReadStamps {
    let as_they_stand = chunks.iter().all(|chunk| chunk.as_they_stand);
    let missing: Vec<usize> = chunks
        .iter()
        .flat_map(|chunk| chunk.missing.iter().copied())
        .collect();
    let counts = ReadCounts {
        rounded: chunks.iter().map(|chunk| chunk.rounded).sum(),
        with_offset: chunks.iter().map(|chunk| chunk.with_offset).sum(),
        stamped: (cells.len() - missing.len()) as u64,
    };
    let nanoseconds = chunks
        .iter()
        .map(|chunk| chunk.nanoseconds.as_slice())
        .collect::<Vec<_>>()
        .concat();
    let text = if as_they_stand {
        column.clone()
    } else {
        rewritten(column, cells, format)
    };
    ReadStamps {
        nanoseconds,
        missing,
        text,
        counts,
    }
}

/// The cells as the tables show them: dates as ISO 8601 with the log's own offset and digits, numbers trimmed and
/// with a decimal point.
fn rewritten(column: &Column, cells: &Cells<'_>, format: &StampFormat) -> Column {
    let in_words = format.is_date();
    let starts: Vec<usize> = (0..cells.len()).step_by(CHUNK).collect();
    let texts: Vec<Option<String>> = starts
        .into_par_iter()
        .flat_map_iter(|start| {
            cells
                .range(start, (start + CHUNK).min(cells.len()))
                .map(|cell| {
                    let cell = cell?;
                    let stamp = format.parse(cell).ok()?;
                    Some(as_shown(cell, &stamp, in_words))
                })
        })
        .collect();
    Series::new(column.name().clone(), texts).into_column()
}

/// One cell as the tables show it where cells are [rewritten].
pub(super) fn as_shown(cell: &str, stamp: &Stamp, in_words: bool) -> String {
    if !in_words {
        return cell.trim().replace(',', ".");
    }
    let mut text = String::new();
    write_iso8601(
        &mut text,
        stamp.nanoseconds,
        stamp.fraction_digits,
        stamp.offset,
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamps(cells: &[Option<&str>]) -> Result<Stamps, StampsError> {
        let column = Series::new("time".into(), cells.to_vec()).into_column();
        read(&column, "time", &ClockOptions::default(), false, None)
    }

    fn texts(stamps: &Stamps) -> Vec<&str> {
        stamps
            .text
            .str()
            .unwrap()
            .iter()
            .map(Option::unwrap_or_default)
            .collect()
    }

    #[test]
    fn dates_become_iso_8601_and_numbers_stay() {
        let dates = stamps(&[Some("20/03/2021 00:22"), Some("21/03/2021 01:25")]).unwrap();
        assert_eq!(
            texts(&dates),
            ["2021-03-20T00:22:00", "2021-03-21T01:25:00"]
        );
        assert!(dates.clock.in_words && dates.clock.is_dated() && !dates.clock.has_offset);
        let epoch = stamps(&[Some("1305031098.6659"), Some(" 1305031098.6758")]).unwrap();
        assert_eq!(texts(&epoch), ["1305031098.6659", "1305031098.6758"]);
        assert_eq!(epoch.nanoseconds[1] - epoch.nanoseconds[0], 9_900_000);
    }

    #[test]
    fn rows_without_a_stamp_are_listed() {
        let stamps = stamps(&[Some("1"), None, Some("NA"), Some("2")]).unwrap();
        assert_eq!(stamps.missing, [1, 2]);
    }

    #[test]
    fn a_bad_cell_is_an_error_at_its_row() {
        match stamps(&[Some("1"), Some("2"), Some("soon")]) {
            Err(StampsError::Cell { row, .. }) => assert_eq!(row, 2),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_night_goes_on_after_midnight() {
        let night = stamps(&[Some("23:59:59"), Some("00:00:01")]).unwrap();
        assert_eq!(night.nanoseconds[1] - night.nanoseconds[0], 2_000_000_000);
        assert_eq!(
            night.findings.last().unwrap().kind,
            FindingKind::MidnightCrossed
        );
    }

    #[test]
    fn one_telling_row_in_a_long_column_decides_the_order() {
        let mut cells = vec![Some("05/04/2021 10:00"); 30_000];
        cells[20_001] = Some("25/04/2021 10:00");
        let stamps = stamps(&cells).unwrap();
        assert!(texts(&stamps)[0].starts_with("2021-04-05"));
    }
}
