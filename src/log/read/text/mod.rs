//! Delimited text: CSV and its kin, in the many ways they are written.

mod body;
mod dialect;
mod header;
mod split;
mod table;

pub(crate) use dialect::unknown_column;
pub use dialect::{Dialect, DialectOptions, HeaderOrigin};
pub use split::{Delimiter, RecordText, Records, Splitter};
pub use table::TextTable;
