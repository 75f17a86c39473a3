//! Files into tables of text and numbers: one file a format, no physics.

mod batches;
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
mod row_places;
mod source;
mod spool;
mod table;
mod tcx;
mod text;
mod trc;
mod xml;

pub(crate) use batches::{Batch, BatchedSource};
pub(crate) use decompress::compression_of;
pub use format::{FormatChoice, LogFormat, START, formats};
pub(crate) use lines::some_lines;
pub use paths::expand;
pub use records::{KnownRoles, RecordBuilder, RecordTable};
pub(in crate::log) use row_places::GrowingPlaces;
pub use row_places::RowPlaces;
pub use source::Source;
pub(crate) use source::{LONGEST_LINE, line_too_long, refuse_utf_16, unreadable};
pub(crate) use spool::SpoolRoom;
pub(in crate::log) use spool::no_room;
pub use table::{CellKind, Table};
pub use text::{
    Delimiter, Dialect, DialectOptions, HeaderOrigin, LineAbove, RecordText, Records, Splitter,
    TextTable,
};
pub(crate) use text::{is_comment, never_closed, unknown_column};
