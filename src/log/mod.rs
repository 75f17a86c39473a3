//! Logs of timestamped positions: reading them, finding out what is what, and making them fit for derivatives.

mod audit;
mod batched;
mod cell_type;
pub mod clock;
mod columns;
mod conversion;
mod entity_blocks;
mod exact;
mod frame;
mod measured;
mod memory;
mod position_log;
pub mod read;
mod rows;
mod sampled;
mod stamps;
mod table;
mod table_names;

use crate::space::LengthUnit;

pub(crate) use audit::{
    AuditDecisions, AuditNotes, GapRule, NotedRows, ZeroPlaces, audit_as, broken_clock,
    check_steps, contradiction, judge_rows, no_stamp, too_little,
};
pub use audit::{
    AuditOptions, AuditedLog, DuplicatePolicy, EntityPart, EntityRows, Flags, MaxGap, WholeSegment,
    audit,
};
pub(crate) use batched::{
    BatchOptions, BatchedLog, EntityOnDisk, LogRead, LogReader, Piece, RowColumns, Spool, Taker,
    by_rank, open,
};
pub use columns::{ColumnName, MeasuredQuantity, RoleOptions};
pub(crate) use entity_blocks::{EntityBlock, entity_column};
pub use exact::ExactColumn;
pub use measured::MeasuredColumn;
pub use memory::Memory;
pub(crate) use position_log::CellTypes;
pub use position_log::{LogFile, PositionColumn, PositionLog, ShownUnit};
pub(crate) use rows::{ReadRows, RowReader, other_format};
pub(crate) use sampled::{SampledLog, keep};
pub use stamps::{Clock, ClockOptions};
pub(crate) use stamps::{ReadCounts, read_stamps};

use read::{DialectOptions, FormatChoice};

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
