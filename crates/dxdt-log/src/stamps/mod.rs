//! A column of text into timestamps: the format is decided once, the cells are read by all threads.

mod cells;
mod counts;
mod decision;
mod midnight;
mod reading;
mod sample;
mod step_digits;

use polars::prelude::Column;

use dxdt_motion::error::{At, Error};
use dxdt_motion::finding::{Finding, StampMeaning};
use dxdt_motion::log::Clock;

use dxdt_time::{
    DecimalMark, FormatError, FrameRate, Origin, StampError, StampFormat, StampHints, TimeUnit,
};

use super::columns::ClockChoice;

pub(super) use cells::TimeCells;
pub use counts::ReadCounts;
pub(super) use midnight::Midnights;
pub(super) use reading::{ReadStamps, ShownTimes, in_ticks, read_as};
pub(super) use sample::StampSample;
pub use step_digits::StepDigits;

/// What the user has said about the timestamps.
#[derive(Debug, Clone, Default)]
pub struct ClockOptions {
    /// The unit of timestamps that are numbers.
    pub unit: Option<TimeUnit>,
    /// The pattern of timestamps that are text, as strftime has it.
    pub format: Option<String>,
    /// Frames a second, where frames are counted.
    pub frame_rate: Option<FrameRate>,
    /// The scale of dates where it is not UTC, such as `TDB`.
    pub scale: Option<String>,
}

/// Timestamps of a table, in the order of its rows.
#[derive(Debug)]
pub(super) struct Stamps {
    /// In ticks of the clock, as fine as these rows ask for; 0 where a row has none.
    pub stamps: Vec<i64>,
    /// Rows without a timestamp, increasing.
    pub missing: Vec<usize>,
    /// The time as the tables show it.
    pub text: Column,
    pub clock: Clock,
    pub format: StampFormat,
    pub findings: Vec<Finding>,
}

/// Why a column has no timestamps.
#[derive(Debug)]
pub enum StampsError {
    /// A cell is no timestamp.
    Cell {
        /// The row, counted from 0.
        row: usize,
        /// What is wrong with the cell.
        error: StampError,
    },
    /// The column has no format.
    Format(FormatError),
}

impl StampsError {
    /// As an error for the user, with the place of a row.
    pub(super) fn into_error(self, column: &str, place_of: impl Fn(usize) -> At) -> Error {
        match self {
            Self::Cell { row, error } => Error::new(error.to_string())
                .at(place_of(row))
                .in_column(column)
                .advise("correct the cell, or empty it to leave out the row"),
            Self::Format(error) => Error::new(error.to_string()).in_column(column),
        }
    }
}

/// The timestamps of a column of text, the clock whose ticks they are, and what they are.
///
/// # Errors
/// Where the column has no format, a cell is no timestamp, or a row has none.
pub fn read_stamps(
    column: &Column,
    header: &str,
) -> Result<(Vec<i64>, Clock, StampMeaning), StampsError> {
    let stamps = read(
        column,
        header,
        (&ClockOptions::default(), &ClockChoice::default()),
        false,
        None,
    )?;
    if !stamps.missing.is_empty() {
        return Err(StampsError::Format(FormatError::NoCells));
    }
    let meaning = decision::meaning(&stamps.format, stamps.clock, None);
    Ok((stamps.stamps, stamps.clock, meaning))
}

pub(super) fn read(
    column: &Column,
    header: &str,
    (options, found): (&ClockOptions, &ClockChoice),
    decimal_comma: bool,
    known: Option<&StampFormat>,
) -> Result<Stamps, StampsError> {
    // The reader gives text columns; anything else is a defect of this crate and not of a log.
    let cells = column.str().expect("stamps are read as text");
    let filled = || cells.iter().flatten();
    let hints = options.hints(header, decimal_comma, found);
    let attempt = |format: Result<StampFormat, FormatError>| {
        let format = format.map_err(StampsError::Format)?;
        reading::read_text(cells, &format).map(|read| (format, read))
    };
    let by_sample = || {
        let mut sample = StampSample::default();
        sample.extend(filled());
        attempt(StampFormat::detect(sample.cells(), &hints))
    };
    let (format, mut read) = match known {
        Some(format) => attempt(Ok(format.clone()))?,
        // A doubt that the sample leaves, or a cell that it does not foresee.
        None => by_sample().or_else(|_| attempt(StampFormat::detect(filled(), &hints)))?,
    };
    let midnights = if format.origin() == Origin::Midnight {
        Midnights::default().add_days(&mut read.nanoseconds, &read.missing)
    } else {
        0
    };
    let mut clock = read.counts.clock(&format);
    clock.ticks = read.finest_ticks(&format);
    let text = read.shown(column, cells, &format);
    Ok(Stamps {
        findings: read
            .counts
            .findings(&format, midnights, options.scale.as_deref()),
        stamps: read.in_ticks(clock.ticks),
        missing: read.missing,
        text,
        clock,
        format,
    })
}

impl ClockOptions {
    /// What is known of a column before its cells are looked at.
    pub(super) fn hints(
        &self,
        header: &str,
        decimal_comma: bool,
        found: &ClockChoice,
    ) -> StampHints<'_> {
        StampHints {
            unit: self.unit,
            likely_unit: found.unit,
            day_number: found.day_number,
            counts_frames: found.counts_frames,
            frame_rate: self.frame_rate,
            header_unit: TimeUnit::in_header(header),
            pattern: self.format.as_deref(),
            decimal_mark: decimal_comma.then_some(DecimalMark::Comma),
        }
    }
}

#[cfg(test)]
mod tests {
    use polars::prelude::{IntoColumn, NamedFrom, Series};

    use dxdt_motion::finding::FindingKind;

    use super::*;

    fn stamps(cells: &[Option<&str>]) -> Result<Stamps, StampsError> {
        let column = Series::new("time".into(), cells.to_vec()).into_column();
        let options = (&ClockOptions::default(), &ClockChoice::default());
        read(&column, "time", options, false, None)
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
        assert_eq!(epoch.stamps[1] - epoch.stamps[0], 9_900_000);
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
        assert_eq!(night.stamps[1] - night.stamps[0], 2_000_000_000);
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
