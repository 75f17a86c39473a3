//! Motions whose answer is known, as logs to try things on, and short lessons on derivatives.
//!
//! [`simulation`] makes the rows of a log from a motion, its parameters, noise and a seed, with the exact position,
//! velocity, acceleration and jerk beside them: begin with [`Specification`](simulation::Specification). [`lesson`] has the
//! lessons, whose numbers and charts are computed as they are read: begin with [`Lesson`](lesson::Lesson). Their words are
//! in `english.toml`.
//!
//! Logs are neither read nor written here; the program writes what this crate computes.
//!
//! This crate is a part of dxdt and makes no promise of stability.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod lesson;
pub mod simulation;
