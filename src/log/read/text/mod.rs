//! Delimited text: CSV and its kin, in the many ways they are written.

mod columns;
mod cut_off;
mod delimiter;
mod dialect;
mod findings;
mod header;
mod marks;
mod number;
mod preamble;
mod record_ends;
mod records;
mod rows;
mod shape;
mod split;
mod table;

pub(in crate::log::read) use cut_off::{open_quote, short_row};
pub(in crate::log::read) use delimiter::separator_line;
pub(in crate::log::read) use dialect::SAMPLE_RECORDS;
pub(crate) use dialect::unknown_column;
pub use dialect::{Dialect, DialectOptions, HeaderOrigin, LineAbove};
pub(in crate::log::read) use record_ends::RecordEnds;
pub use records::{RecordText, Records};
pub(crate) use records::{is_comment, never_closed};
pub(in crate::log::read) use shape::Shape;
pub use split::{Delimiter, Splitter};
pub(in crate::log::read) use table::PIECE;
pub use table::TextTable;
