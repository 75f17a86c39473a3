//! What comes out: tables, charts, the summary, and a few lines on the terminal.

mod cells;
pub mod field_figures;
pub mod field_table;
pub mod figures;
pub(crate) mod kept;
pub mod log_table;
mod normal_form;
pub(crate) mod overlapped;
pub mod own;
pub mod partition;
pub mod partition_writer;
pub mod report;
pub mod shown_units;
pub mod simulated;
pub mod staging;
pub mod summary;
pub mod table;
pub mod table_writer;
