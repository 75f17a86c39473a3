//! Tables of numbers, for derivatives of columns that are no log: `np.gradient` and `np.diff` on the columns of a file in
//! any format that logs are read in.

mod derive;
mod jumps;
mod nan_reach;
mod value_table;

pub use derive::{Cells, Derived, DiffOptions, GradientOptions, SpacingChoice, diff, gradient};
pub use value_table::{Group, ValueTable};
