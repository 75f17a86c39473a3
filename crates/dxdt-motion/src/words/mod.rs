//! The English of what is decided, noticed and judged: a `Display` for each kind of value. Screens are made of these
//! sentences elsewhere.

mod aligned;
pub mod diagnosis;
mod finding;
pub mod number;
mod verdict;

pub use aligned::{aligned, wrapped};
pub use finding::{InOneFile, WithoutPlace};
pub use verdict::share_of_measured;
