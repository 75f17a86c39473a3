//! Logs into tables of text and numbers: one file a format, no physics.

mod body;
mod dialect;
mod header;
mod source;
mod split;
mod text_table;

pub use body::LineNumbers;
pub(crate) use dialect::unknown_column;
pub use dialect::{Dialect, DialectOptions, HeaderOrigin};
pub use source::Source;
pub use split::{Delimiter, RecordText, Records, Splitter};
pub use text_table::{CellKind, TextTable};
