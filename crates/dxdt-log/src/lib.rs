//! Logs of timestamped positions: reading them, finding out what is what, and making them fit for derivatives.

#![allow(missing_docs)]
#![forbid(unsafe_code)]

mod batched;
mod columns;
mod conversion;
mod exact;
mod frame;
mod measured;
mod memory;
mod read;
mod rows;
mod stamps;
mod table;
mod table_names;

use dxdt_formats::{DialectOptions, FormatChoice};
use dxdt_motion::space::LengthUnit;

pub use batched::{
    BatchOptions, BatchedLog, EntityOnDisk, LogRead, LogReader, Piece, RowColumns, Spool, Taker,
    by_rank, open,
};
pub use columns::RoleOptions;
pub use memory::Memory;
pub use read::{read, read_source};
pub use rows::{ReadRows, RowReader, other_format};
pub use stamps::{ClockOptions, ReadCounts, read_stamps};

/// What the user has said about a log; the rest is found out.
#[derive(Debug, Clone, Default)]
pub struct LogOptions {
    /// The format of the files.
    pub format: FormatChoice,
    /// How delimited text is written.
    pub dialect: DialectOptions,
    /// Which column is what.
    pub roles: RoleOptions,
    /// What the stamps are.
    pub clock: ClockOptions,
    /// The unit of lengths, over what headers say.
    pub length_unit: Option<LengthUnit>,
    /// The tables keep the log's units instead of metres.
    pub keep_units: bool,
}
