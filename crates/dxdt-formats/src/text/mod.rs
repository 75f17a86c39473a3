//! Delimited text: CSV and its kin, in the many ways they are written.

mod columns;
mod cut_off;
mod delimiter;
mod dialect;
mod findings;
mod group_names;
mod header;
mod header_lines;
mod marks;
mod number;
mod numerals;
mod record_ends;
mod records;
mod rows;
mod shape;
mod split;
mod stated_crs;
mod table;

pub use cut_off::{open_quote, short_row};
pub use delimiter::separator_line;
pub use dialect::is_enough;
pub use dialect::unknown_column;
pub use dialect::{Dialect, DialectOptions, HeaderOrigin, LineAbove};
pub use number::read_number;
pub use numerals::Numerals;
pub use record_ends::RecordEnds;
pub use records::{RecordText, Records};
pub use records::{is_comment, never_closed};
pub use shape::Shape;
pub use split::{Delimiter, Splitter};
pub use table::PIECE;
pub use table::TextTable;
