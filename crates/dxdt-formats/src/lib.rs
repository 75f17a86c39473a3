//! Files into tables of text and numbers: one file a format, no physics.

#![allow(missing_docs)]
#![forbid(unsafe_code)]

mod batches;
mod column_name;
mod columnar;
mod content;
mod day_number;
mod day_time;
mod decompress;
mod format;
mod geojson;
mod gpx;
mod horizons;
mod hurdat2;
mod igc;
mod input;
mod json;
mod layouts;
mod lines;
mod nmea;
mod oem;
mod paths;
mod plt;
mod records;
mod source;
mod spool;
mod table;
mod tcx;
mod text;
mod trc;
mod xml;

pub use batches::{Batch, BatchedSource};
pub use column_name::{ColumnName, is_angle_unit};
pub use decompress::compression_of;
pub use format::{FormatChoice, LogFormat, START, formats};
pub use lines::some_lines;
pub use paths::expand;
pub use records::{KnownRoles, RecordBuilder, RecordTable};
pub use source::Source;
pub use source::{LONGEST_LINE, line_too_long, refuse_utf_16, unreadable};
pub use spool::SpoolRoom;
pub use spool::no_room;
pub use table::{CellKind, Table};
pub use text::{
    Delimiter, Dialect, DialectOptions, HeaderOrigin, LineAbove, RecordText, Records, Splitter,
    TextTable,
};
pub use text::{is_comment, never_closed, unknown_column};
