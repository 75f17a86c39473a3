//! Files to tables of text and numbers, one module a format.
//!
//! A [`Source`] is the bytes of a file, unpacked where they are compressed. A [`Table`] is what a format makes of them:
//! columns with names, and the line or record of each row. A format is recognised by content, or given by a
//! [`FormatChoice`]; each one beside delimited text is a [`LogFormat`]. [`BatchedSource`] reads delimited text and Parquet in
//! batches, in bounded memory, and other formats as one batch.
//!
//! ```
//! use dxdt_formats::{DialectOptions, FormatChoice, Source, Table};
//!
//! let source = Source::from_bytes("log.csv".into(), b"t (s);x (mm)\n0;1\n1;2\n".to_vec())?;
//! let table = Table::open(&source, FormatChoice::ByContent, &DialectOptions::default())?;
//! assert_eq!(table.format(), "delimited text");
//! assert_eq!(table.names(), ["t (s)", "x (mm)"]);
//! # Ok::<(), dxdt_motion::Error>(())
//! ```
//!
//! What the columns are is decided in dxdt-log, unless a format fixes it ([`KnownRoles`]). Nothing is sorted or
//! differentiated here.
//!
//! This crate is a part of dxdt and makes no promise of stability.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod axis_name;
mod batches;
mod column_name;
mod columnar;
mod content;
mod day_number;
mod day_time;
mod decompress;
mod degrees;
mod format;
mod geojson;
mod gpx;
mod hemisphere;
mod horizons;
mod hurdat2;
mod igc;
mod input;
mod json;
mod layouts;
mod lines;
mod list;
mod memory;
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
mod unread;
mod xml;

pub use axis_name::{
    GLUED_OTHERS, HEIGHTS, ONE_DIMENSIONAL, OTHER_QUANTITIES, axis_of, compass_axis,
    is_coordinate_word, is_position_word,
};
pub use batches::{Batch, BatchedSource};
pub use column_name::{ColumnName, is_angle_unit};
pub use columnar::{ArrowTable, TypedTable};
pub use decompress::compression_of;
pub use degrees::{is_negative_side, read_degrees};
pub use format::{FormatChoice, LogFormat, START, formats};
pub use lines::some_lines;
pub use list::list_of_numbers;
pub use memory::{Budget, Memory};
pub use paths::expand;
pub use records::{KnownRoles, RecordBuilder, RecordTable};
pub use source::Source;
pub use source::{LONGEST_LINE, line_too_long, refuse_utf_16, unreadable};
pub use spool::SpoolRoom;
pub use spool::no_room;
pub use table::{CellKind, Table};
pub use text::{
    Delimiter, Dialect, DialectOptions, HeaderOrigin, LineAbove, Numerals, RecordText, Records,
    Splitter, TextTable, read_number,
};
pub use text::{is_comment, never_closed, unknown_column};
