//! What a command prints: screens made of figures and sentences.

pub mod comparison;
pub mod explanation;
mod headline;
pub mod inspection;
mod lines;
mod screen;
pub mod terminal;
pub(crate) mod width;
