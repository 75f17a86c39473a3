//! wip
pub mod calculus;
#[doc(hidden)]
pub mod cli;
mod error;
pub mod finding;
pub mod log;
pub mod motion;
pub mod output;
pub mod space;
pub use error::{Error, Result, printable};
