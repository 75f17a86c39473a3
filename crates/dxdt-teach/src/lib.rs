//! Motions whose answer is known, as logs to try things on, and short lessons on derivatives with numbers and charts.

#![allow(missing_docs)]
#![forbid(unsafe_code)]

pub mod lesson;
pub mod simulation;
