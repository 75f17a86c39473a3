//! The English of what is decided, noticed and judged: a `Display` for each kind of value. Screens are made of these
//! sentences elsewhere.

mod aligned;
pub mod diagnosis;
mod finding;
pub mod number;
mod shell;
mod smoothing;
mod verdict;

pub use aligned::{WIDEST, aligned};
pub use finding::{InOneFile, WithoutPlace, remedy};
pub use shell::{shell_line, shell_word};
pub use verdict::{early_or_late, share_of_measured};
