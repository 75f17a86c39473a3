//! The English of what is decided, noticed and judged: a `Display` for each kind of value. Screens are made of these
//! sentences elsewhere.

mod aligned;
pub mod diagnosis;
mod finding;
mod nearest;
pub mod number;
mod shell;
mod smoothing;
mod verdict;

pub use aligned::{WIDEST, aligned};
pub use finding::{InOneFile, WithoutPlace, remedy};
pub use nearest::{did_you_mean, nearest};
pub use shell::{shell_line, shell_word};
pub use verdict::{early_or_late, share_of_measured, trust_word};
