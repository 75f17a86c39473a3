//! Logs of timestamped positions as typed values, what is wrong with them, and their motion.
//!
//! A [`PositionLog`](log::PositionLog) is what a reader gives. [`audit()`](audit::audit) makes it fit for derivatives,
//! [`derive()`](motion::derive) gives velocity and acceleration, and [`inspect`] says how far they can be trusted. What is
//! decided and noticed on the way is a [`Finding`](finding::Finding): a value, for which `dxdt` has the words. Nothing
//! here reads files.

#![allow(missing_docs)]
#![forbid(unsafe_code)]

pub mod audit;
pub mod diagnosis;
pub mod error;
pub mod finding;
pub mod inspect;
pub mod log;
pub mod missing;
pub mod motion;
pub mod space;
#[cfg(test)]
mod testing;
pub mod words;

pub use error::{At, Error, Result, printable};
