//! Velocity and acceleration that can be trusted, from logs of timestamped positions.
//!
//! dxdt reads a log into polars frames, finds out what its columns are, repairs and reports what is wrong with its
//! stamps, and differentiates the positions over the stamps as they are: unevenly spaced, split at gaps, exact to
//! the nanosecond. Everything it decides on the way is a [finding](finding::Finding) with a plain sentence.
//!
//! ```text
//! file ──read──► PositionLog ──audit──► AuditedLog ──derive──► Motion ──► tables, charts, summary
//! ```
//!
//! # A first example
//!
//! ```
//! use dxdt::log::{AuditOptions, LogOptions, PositionLog, audit, read::Source};
//! use dxdt::motion::{DeriveOptions, derive};
//!
//! // A stone falls; the third row was logged twice.
//! let csv = b"Time (s),z (m)\n0,100\n0.5,98.77375\n0.75,97.240937\n0.75,97.240937\n1.5,88.96375\n";
//! let source = Source::from_bytes("stone.csv".into(), csv.to_vec())?;
//!
//! let log = dxdt_log::read_source(source, &LogOptions::default())?;
//! let audited = audit(&log, &AuditOptions::default())?;
//! let motion = derive(&audited, &DeriveOptions::default());
//!
//! assert_eq!(audited.stamps.len(), 4);
//! assert!(audited.findings[0].to_string().starts_with("1 row repeats the timestamp and the position of another"));
//! assert!(motion.acceleration[0].iter().all(|a| (a + 9.81).abs() < 1e-4));
//! # Ok::<(), dxdt::Error>(())
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! |---|---|
//! | logs in; tables, charts and a summary out, or a page, in one call | [`analysis::analyze()`], [`analysis::report`] |
//! | `np.gradient` and `np.diff` on slices | [`calculus`] |
//! | reading a file and its options | [`log::PositionLog`], [`log::LogOptions`] |
//! | sorting, duplicates, gaps | [`log::audit()`] |
//! | exact stamps | [`log::clock`] |
//! | velocity and acceleration | [`motion::derive`], and [`motion::derive_entity`] for rows of your own |
//! | gradient against first difference | [`motion::compare`] |
//! | derived velocity against what the log measured | [`motion::compare_measured`] |
//! | what every method makes of a log, with errors and diagnoses | [`motion::by_all_methods`], [`diagnosis`] |
//! | jerk, curvature, course and more | [`motion::quantities`] |
//! | noisy positions smoothed, with standard errors | [`motion::smooth`], [`calculus::smoothing`] |
//! | how one row came about, term by term | [`explain`] |
//! | what is wrong with a log, and what can be trusted | [`inspect::inspect`] |
//! | short lessons with numbers and charts | [`lesson`] |
//! | tables, charts, `summary.json` | [`output`] |
//! | rows of a growing log, as soon as they are complete | [`follow`] |
//! | `np.gradient` and `np.diff` on the columns of a table | [`table`] |
//! | logs of motions whose answer is known | [`simulation`] |
//! | everything about a log on one web page | [`output::report`] |
//! | units and the Earth | [`space`] |

#![allow(missing_docs)]
#![forbid(unsafe_code)]

pub mod analysis;
pub mod cli;
pub mod explain;
pub mod field;
pub mod follow;
pub mod output;
pub mod screens;
pub mod table;

pub use dxdt_calculus as calculus;
pub use dxdt_chart as chart;
pub use dxdt_formats as formats;
pub use dxdt_log as log;
pub use dxdt_motion as motion;
pub use dxdt_motion::{At, Error, Result, printable};
pub use dxdt_teach as teach;
pub use dxdt_time as time;

/// The README's Rust examples run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
