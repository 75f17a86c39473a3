//! Logs of timestamped positions as typed values, what is wrong with them, and their motion.
//!
//! A [`PositionLog`](log::PositionLog) is what a reader gives: the rows as they were written. [`audit()`](audit::audit) makes
//! it fit for derivatives, [`derive()`](motion::derive) gives velocity and acceleration, [`smooth()`](fn@motion::smooth) and
//! [`quantities()`](fn@motion::quantities) more, and [`inspect()`](inspect::inspect) says how far they can be trusted.
//!
//! | module | what it holds |
//! |---|---|
//! | [`log`] | the log: columns of numbers, timestamps, objects, and the file and line of each row |
//! | [`audit`] | sorting, repeated and impossible timestamps, missing positions, gaps |
//! | [`jumps`] | motion that cannot be: rows to which no motion goes that is like the rest |
//! | [`motion`] | derivatives segment by segment, smoothers, quantities, comparison with first differences |
//! | [`inspect`], [`diagnosis`] | figures and verdicts of one log, and what the methods show on it |
//! | [`finding`] | what was decided and noticed on the way, as values |
//! | [`words`] | their sentences |
//! | [`space`] | units of length and speed, the Earth |
//! | [`error`](mod@error) | the error of the crates that read: what, where, and what to do |
//!
//! Nothing here reads files. Tables are in dxdt-formats, what their columns are is decided in dxdt-log, the derivatives of
//! plain numbers are in dxdt-calculus.
//!
//! This crate is a part of dxdt and makes no promise of stability.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod audit;
pub mod diagnosis;
pub mod error;
pub mod finding;
pub mod inspect;
pub mod jumps;
pub mod log;
pub mod missing;
pub mod motion;
pub mod space;
mod stop;
#[cfg(test)]
mod testing;
pub mod words;

pub use error::{At, Error, ErrorKind, Result, printable};
pub use stop::Stop;
