//! Tables to logs of timestamped positions: which column is what, in which unit, and how timestamps are written.
//!
//! [`read`](fn@read) gives a log in memory. [`open`] gives a [`StoredLog`], whose rows are in memory as far as they may be,
//! then on disk, and come back some objects at a time. [`LogReader`] gives out objects while others are still to be read,
//! [`RowReader`] reads the rows of a log that grows. What the user says goes before what is found: [`LogOptions`].
//!
//! ```
//! use dxdt_formats::Source;
//! use dxdt_log::{LogOptions, read_source};
//!
//! let csv = b"Time (s);x [mm]\n0,0;1\n0,5;2,5\n".to_vec();
//! let log = read_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
//! assert_eq!(log.stamps(), [0, 500_000_000]); // nanoseconds
//! assert_eq!(log.position_values()[0].as_ref(), [0.001, 0.0025]); // metres
//! # Ok::<(), dxdt_motion::Error>(())
//! ```
//!
//! Nothing is repaired here: rows stay as they were written. The audit and the derivatives are in dxdt-motion, the formats
//! of files in dxdt-formats.
//!
//! This crate is a part of dxdt and makes no promise of stability.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod columns;
mod conversion;
mod crs;
mod exact;
mod frame;
mod hemispheres;
mod measured;
mod read;
mod rows;
mod stamps;
mod store;
mod table;
mod table_names;
mod time_join;

use dxdt_formats::{DialectOptions, FormatChoice};
use dxdt_motion::space::LengthUnit;

pub use columns::RoleOptions;
pub use crs::Crs;
pub use dxdt_formats::Memory;
pub use read::{read, read_logs, read_source};
pub use rows::{ReadRows, RowReader, other_format};
pub use stamps::{ClockOptions, ReadCounts, StampsError, read_stamps};
pub use store::{
    BatchOptions, LogRead, LogReader, Logs, Parts, Piece, RowColumns, Spool, StoredEntity,
    StoredLog, Taker, by_rank, open, open_logs,
};

/// What the user has said about a log; the rest is found out.
#[derive(Debug, Clone, Default)]
pub struct LogOptions {
    /// The format of the files.
    pub format: FormatChoice,
    /// How delimited text is written.
    pub dialect: DialectOptions,
    /// Which column is what.
    pub roles: RoleOptions,
    /// What the timestamps are.
    pub clock: ClockOptions,
    /// The unit of lengths, over what headers say.
    pub length_unit: Option<LengthUnit>,
    /// The tables keep the log's units instead of metres.
    pub keep_units: bool,
    /// Which positions start again, and are counted on.
    pub wrap: Wrap,
    /// What would have to be assumed is an error.
    pub strict: bool,
    /// What columns are is found from so many of the first rows; from 1000 where it is 0.
    pub sample_rows: usize,
}

/// Which positions start again after some value, and are counted on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Wrap {
    /// Positions whose unit is one of angles, where they stay within a turn.
    #[default]
    Angles,
    /// None.
    No,
    /// All, after this much in the unit of the log.
    After(f64),
}

impl std::str::FromStr for Wrap {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "angles" => Ok(Self::Angles),
            "none" => Ok(Self::No),
            _ => text
                .parse()
                .ok()
                .filter(|period: &f64| period.is_finite() && *period > 0.0)
                .map(Self::After)
                .ok_or_else(|| "give a number above 0, such as 360 or 65536, or none".to_owned()),
        }
    }
}

impl LogOptions {
    /// How many of the first rows tell what columns are.
    fn rows_to_look_at(&self) -> usize {
        const ENOUGH: usize = 1000;
        match self.sample_rows {
            0 => ENOUGH,
            some => some,
        }
    }
}
