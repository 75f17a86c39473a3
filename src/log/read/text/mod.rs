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

pub(crate) use dialect::unknown_column;
pub use dialect::{Dialect, DialectOptions, HeaderOrigin, LineAbove};
pub use split::{Delimiter, RecordText, Records, Splitter};
pub use table::TextTable;
