//! A log that grows, followed: rows of the tables as soon as their stencils are complete, in bounded memory.
//!
//! ```text
//! Input ──bytes──► Follower ──whole lines──► TableFile
//!                  (records, decisions from the first rows,
//!                   an entity's last rows)
//! ```

mod batch;
mod deriver;
mod entity;
mod follower;
mod gap;
mod head;
mod input;
mod lines;
mod options;
#[cfg(test)]
mod properties;
mod records;
mod rows;
mod summary;
mod table_file;
mod tally;

pub use batch::NewRows;
pub use follower::Follower;
pub use input::{Arrival, Input};
pub use options::FollowOptions;
pub use summary::{FollowCounts, FollowSummary};
pub use table_file::TableFile;
