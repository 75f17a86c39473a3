//! Delimited text: CSV and its kin, in the many ways they are written.

mod body;
mod cut_off;
mod delimiter;
mod dialect;
mod findings;
mod header;
mod preamble;
mod split;
mod table;
mod trimmed;

pub(in crate::log::read) use body::starts_a_row;
pub(in crate::log::read) use cut_off::{open_quote, short_row};
pub(in crate::log::read) use delimiter::separator_line;
pub(in crate::log::read) use dialect::SAMPLE_RECORDS;
pub(crate) use dialect::unknown_column;
pub use dialect::{Dialect, DialectOptions, HeaderOrigin, LineAbove};
pub use split::{Delimiter, RecordText, Records, Splitter};
pub(crate) use split::{is_comment, never_closed};
pub use table::TextTable;
