//! Cells as timestamps, in a known format: all threads read a part each.

use polars::prelude::{Column, Int64Chunked, IntoColumn, NamedFrom, Series, StringChunked};
use rayon::prelude::*;

use dxdt_time::{
    InstantStyles, Origin, Stamp, StampFormat, Ticks, UtcOffset, is_missing, write_iso8601,
};

use super::{ReadCounts, StampsError, TimeCells};

/// Timestamps of some rows, read in a known format.
#[derive(Debug)]
pub struct ReadStamps {
    /// 0 where a row has none; times of day without their days.
    pub nanoseconds: Vec<i64>,
    /// What they have [beyond](Stamp::rest); empty where none has any.
    pub rests: Vec<i64>,
    /// Rows without a timestamp, increasing.
    pub missing: Vec<usize>,
    pub times: ShownTimes,
    pub counts: ReadCounts,
}

/// The times of rows as the tables show them.
#[derive(Debug, Clone)]
pub enum ShownTimes {
    Cells(Column),
    /// What the timestamps give when they are written so.
    Written(InstantStyles),
}

/// Reads the cells of a column in a format; they are kept only where their timestamps do not give them back.
///
/// # Errors
/// The first cell that is no timestamp of this format.
pub fn read_as(column: &Column, format: &StampFormat) -> Result<ReadStamps, StampsError> {
    let cells = TimeCells::of(column);
    let texts: StringChunked = match &cells {
        TimeCells::Text(cells) => {
            let read = read_text(cells, format)?;
            return Ok(ReadStamps {
                times: match read.styles {
                    Some(styles) => ShownTimes::Written(styles),
                    None => ShownTimes::Cells(read.shown(column, cells, format)),
                },
                nanoseconds: read.nanoseconds,
                rests: read.rests,
                missing: read.missing,
                counts: read.counts,
            });
        }
        TimeCells::Instants(instants, offset) if matches!(format, StampFormat::Date(_)) => {
            return Ok(of_instants(instants, *offset));
        }
        TimeCells::Instants(..) => (0..cells.len()).map(|row| cells.text(row)).collect(),
    };
    let column = texts.with_name(column.name().clone()).into_column();
    read_as(&column, format)
}

/// One cell as the tables show it where cells are not shown as they stand: dates as ISO 8601 with the log's own offset
/// and digits, numbers trimmed and with a decimal point.
fn as_shown(cell: &str, stamp: &Stamp, in_words: bool) -> String {
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

fn of_instants(instants: &Int64Chunked, offset: Option<UtcOffset>) -> ReadStamps {
    let missing: Vec<usize> = match instants.null_count() {
        0 => Vec::new(),
        _ => {
            let rows = instants.iter().enumerate();
            rows.filter(|(_, instant)| instant.is_none())
                .map(|(row, _)| row)
                .collect()
        }
    };
    let nanoseconds = match instants.cont_slice() {
        Ok(instants) => instants.to_vec(),
        Err(_) => instants.iter().map(Option::unwrap_or_default).collect(),
    };
    let stamped = (nanoseconds.len() - missing.len()) as u64;
    ReadStamps {
        nanoseconds,
        rests: Vec::new(),
        missing,
        times: ShownTimes::Written(InstantStyles::shortest(offset)),
        counts: ReadCounts {
            stamped,
            with_offset: if offset.is_some() { stamped } else { 0 },
        },
    }
}

// Chunks small enough to share out, large enough that sharing costs nothing.
const CHUNK: usize = 1 << 15;

/// Timestamps in ticks, from nanoseconds and what they have beyond, if any has.
pub fn in_ticks(nanoseconds: &[i64], rests: &[i64], ticks: Ticks) -> Vec<i64> {
    if ticks == Ticks::NANOSECONDS {
        return nanoseconds.to_vec();
    }
    let rests = rests.iter().copied().chain(std::iter::repeat(0));
    let stamps = nanoseconds.iter().zip(rests);
    stamps.map(|(&stamp, rest)| ticks.of(stamp, rest)).collect()
}

/// What one chunk of rows holds.
struct Chunk {
    nanoseconds: Vec<i64>,
    rests: Vec<i64>,
    missing: Vec<usize>,
    with_offset: u64,
    as_they_stand: bool,
    /// How the times are written, where that gives every cell as it is shown.
    styles: Option<InstantStyles>,
}

/// The timestamps of a column of text.
pub(super) struct ReadText {
    pub nanoseconds: Vec<i64>,
    /// Empty where none has any.
    pub rests: Vec<i64>,
    pub missing: Vec<usize>,
    pub counts: ReadCounts,
    /// The tables show the cells as they are.
    as_they_stand: bool,
    /// How the times are written, where that gives every cell as it is shown.
    styles: Option<InstantStyles>,
}

impl ReadText {
    /// The finest ticks that these rows ask for and have room for.
    pub fn finest_ticks(&self, format: &StampFormat) -> Ticks {
        if self.rests.is_empty() || format.origin() == Origin::UnixEpoch {
            return Ticks::NANOSECONDS;
        }
        let digits = self.rests.iter().map(|&rest| Ticks::digits_of(rest)).max();
        // Rows without a timestamp have 0, which takes no room.
        let first = self.nanoseconds.iter().copied().fold(0, i64::min);
        let last = self.nanoseconds.iter().copied().fold(0, i64::max);
        Ticks::finest(digits.unwrap_or(0), [first, last])
    }

    /// The timestamps in such ticks.
    pub fn in_ticks(&self, ticks: Ticks) -> Vec<i64> {
        in_ticks(&self.nanoseconds, &self.rests, ticks)
    }

    /// The cells as the tables show them.
    pub fn shown(&self, column: &Column, cells: &StringChunked, format: &StampFormat) -> Column {
        match self.as_they_stand {
            true => column.clone(),
            false => rewritten(column, cells, format),
        }
    }
}

/// Reads the cells of a column of text in a format.
///
/// # Errors
/// The first cell that is no timestamp of this format.
pub(super) fn read_text(
    cells: &StringChunked,
    format: &StampFormat,
) -> Result<ReadText, StampsError> {
    let starts: Vec<usize> = (0..cells.len()).step_by(CHUNK).collect();
    let chunks: Vec<Chunk> = starts
        .into_par_iter()
        .map(|start| read_chunk(cells, format, start))
        .collect::<Result<_, _>>()?;
    let missing: Vec<usize> = chunks
        .iter()
        .flat_map(|chunk| chunk.missing.iter().copied())
        .collect();
    let counts = ReadCounts {
        with_offset: chunks.iter().map(|chunk| chunk.with_offset).sum(),
        stamped: (cells.len() - missing.len()) as u64,
    };
    let nanoseconds = chunks
        .iter()
        .map(|chunk| chunk.nanoseconds.as_slice())
        .collect::<Vec<_>>()
        .concat();
    let has_rests = chunks.iter().any(|chunk| !chunk.rests.is_empty());
    let mut rests = Vec::with_capacity(if has_rests { cells.len() } else { 0 });
    for chunk in chunks.iter().filter(|_| has_rests) {
        rests.extend_from_slice(&chunk.rests);
        rests.resize(rests.len() + chunk.nanoseconds.len() - chunk.rests.len(), 0);
    }
    let mut chunk_styles = chunks.iter().map(|chunk| chunk.styles);
    let styles = chunk_styles
        .try_fold(InstantStyles::default(), |known, styles| known.and(styles?))
        .filter(|_| format.is_date());
    Ok(ReadText {
        as_they_stand: chunks.iter().all(|chunk| chunk.as_they_stand),
        nanoseconds,
        rests,
        missing,
        counts,
        styles,
    })
}

/// The cells of some rows of a column of one chunk.
fn cells_of(
    cells: &StringChunked,
    rows: std::ops::Range<usize>,
) -> impl Iterator<Item = Option<&str>> {
    let array = cells.downcast_iter().next();
    array
        .into_iter()
        .flat_map(move |array| rows.clone().map(move |row| array.get(row)))
}

fn read_chunk(
    cells: &StringChunked,
    format: &StampFormat,
    start: usize,
) -> Result<Chunk, StampsError> {
    let end = (start + CHUNK).min(cells.len());
    let in_words = format.is_date();
    let mut chunk = Chunk {
        nanoseconds: Vec::with_capacity(end - start),
        rests: Vec::new(),
        missing: Vec::new(),
        with_offset: 0,
        as_they_stand: true,
        styles: in_words.then(InstantStyles::default),
    };
    for (row, cell) in (start..end).zip(cells_of(cells, start..end)) {
        let read = match cell {
            Some(cell) => match format.parse(cell) {
                Ok(stamp) => Some((cell, stamp)),
                Err(_) if is_missing(cell) => None,
                Err(error) => return Err(StampsError::Cell { row, error }),
            },
            None => None,
        };
        let Some((cell, stamp)) = read else {
            chunk.missing.push(row);
            chunk.nanoseconds.push(0);
            continue;
        };
        chunk.with_offset += u64::from(stamp.offset.is_some());
        chunk.as_they_stand &= if in_words {
            stamp.is_iso8601
        } else {
            cell.trim_ascii().len() == cell.len() && !cell.contains(',')
        };
        if let Some(styles) = chunk.styles {
            let own = if stamp.is_iso8601 {
                InstantStyles::of_cell(cell, &stamp)
            } else {
                Some(InstantStyles::of_stamp(&stamp))
            };
            chunk.styles = own.and_then(|own| styles.and(own));
        }
        if stamp.rest != 0 {
            chunk.rests.resize(row - start, 0);
            chunk.rests.push(stamp.rest);
        }
        chunk.nanoseconds.push(stamp.nanoseconds);
    }
    Ok(chunk)
}

/// The cells, each [as it is shown](as_shown).
fn rewritten(column: &Column, cells: &StringChunked, format: &StampFormat) -> Column {
    let in_words = format.is_date();
    let starts: Vec<usize> = (0..cells.len()).step_by(CHUNK).collect();
    let texts: Vec<Option<String>> = starts
        .into_par_iter()
        .flat_map_iter(|start| {
            cells_of(cells, start..(start + CHUNK).min(cells.len())).map(|cell| {
                let cell = cell?;
                let stamp = format.parse(cell).ok()?;
                Some(as_shown(cell, &stamp, in_words))
            })
        })
        .collect();
    Series::new(column.name().clone(), texts).into_column()
}
