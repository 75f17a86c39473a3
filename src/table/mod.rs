//! Tables of numbers, for derivatives of columns that are no log: CSV, whitespace text or parquet, with `np.gradient`
//! and `np.diff` on their columns.

mod derive;
mod nan_reach;
mod value_table;

pub use derive::{Cells, Derived, DiffOptions, GradientOptions, SpacingChoice, diff, gradient};
pub use value_table::{Group, ValueTable};
