//! Velocity and acceleration that can be trusted, from logs of timestamped positions.
//!
//! dxdt reads a log, finds out what its columns are, repairs and reports what is wrong with its timestamps, and
//! differentiates the positions over the timestamps as they are: unevenly spaced, split at gaps, exact to the last digit.
//! Everything it decides on the way is a [`Finding`] with a plain sentence.
//!
//! # Read, look, derive, smooth, write
//!
//! ```
//! use dxdt::{AuditOptions, DeriveOptions, InspectOptions, LogOptions, MotionTable, SmoothingMethod, Trust};
//!
//! // A cart rolls at 1.5 m/s; its position is logged every 0.1 s, give or take 1 cm. A row was logged twice.
//! let mut csv = "time (s),x (m)\n".to_owned();
//! for row in 0..100 {
//!     let t = 0.1 * f64::from(row);
//!     let error = [0.01, -0.01, 0.0, -0.01, 0.01][row as usize % 5];
//!     csv += &format!("{t:.1},{:.3}\n", 1.5 * t + error);
//! }
//! csv += "9.9,14.860\n";
//!
//! // Read. A file would be `dxdt::read(&["cart.csv".to_owned()], &LogOptions::default())`.
//! let source = dxdt::Source::from_bytes("cart.csv".into(), csv.into_bytes())?;
//! let log = dxdt::read_source(source, &LogOptions::default())?;
//! assert_eq!(log.positions[0].unit.as_deref(), Some("m"));
//!
//! // Look: what is wrong with the log, and how far derivatives can be trusted.
//! let inspection = dxdt::inspect(&log, &InspectOptions::default());
//! assert_eq!(inspection.verdict.velocity.trust, Trust::Yes);
//! assert_eq!(inspection.verdict.acceleration.trust, Trust::No);
//! for finding in &inspection.findings {
//!     println!("{finding}");
//! }
//!
//! // Derive: sorted, without duplicates, split at gaps, then exactly as `np.gradient`.
//! let audited = dxdt::audit(&log, &AuditOptions::default())?;
//! let mut motion = dxdt::derive(&audited, &DeriveOptions::default());
//! assert!((motion.velocity[0][50] - 1.5).abs() < 0.2);
//!
//! // Smooth: curves through the noisy positions in place of differences, with standard errors.
//! let smoothing = dxdt::smooth(&audited, &mut motion, SmoothingMethod::Auto);
//! assert!((motion.velocity[0][50] - 1.5).abs() < 3.0 * smoothing.velocity_error[0][50]);
//!
//! // Write, or go on with a polars frame.
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("motion.parquet");
//! MotionTable::new(&audited, motion).with_errors(smoothing).write(&path)?;
//! # assert!(path.exists());
//! # Ok::<(), dxdt::Error>(())
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! |---|---|
//! | logs in; tables, charts and a summary, or a page, out in one call | [`analyze()`], [`report()`] |
//! | a log from a file, from bytes, from columns of your own | [`read()`], [`read_source`], [`LogBuilder`] |
//! | what is wrong with a log, and what can be trusted | [`inspect()`] |
//! | sorting, duplicates, gaps | [`audit()`] |
//! | velocity and acceleration; smoothed, with standard errors | [`derive()`], [`smooth()`] |
//! | jerk, curvature, course and more | [`quantities()`] |
//! | the gradient against first differences, or against what the log measured | [`compare()`], [`compare_measured`] |
//! | what every method makes of a log | [`by_all_methods`], [`method_figures`] |
//! | how one row came about, term by term | [`explain()`] |
//! | rows of a log that grows, as soon as they are complete | [`Follower`] |
//! | tables as frames and files | [`MotionTable`] |
//! | logs of motions whose answer is known | [`simulation`] |
//! | gradients, magnitude and edges of grids and images | [`field`] |
//! | `np.gradient` and `np.diff` on slices and arrays, smoothers | [`calculus`], a crate of its own |
//! | charts | [`chart`] |

#![deny(missing_docs)]
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod analysis;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod columns;
#[doc(hidden)]
pub mod explain;
pub mod field;
#[doc(hidden)]
pub mod follow;
mod motion_table;
#[doc(hidden)]
pub mod output;
#[doc(hidden)]
pub mod screens;

pub use analysis::{AnalysisOptions, Analyzed, Sink, analyze, report};
pub use explain::{ExplainOptions, Explanation, explain};
pub use follow::{FollowOptions, Follower};
pub use motion_table::MotionTable;

#[doc(inline)]
pub use dxdt_calculus as calculus;
#[doc(inline)]
pub use dxdt_chart as chart;
pub use dxdt_formats::{Delimiter, DialectOptions, FormatChoice, Source};
pub use dxdt_log::{ClockOptions, LogOptions, Memory, RoleOptions, read, read_source};
pub use dxdt_motion::audit::{
    AuditOptions, AuditedLog, DuplicatePolicy, EntityRows, Flags, MaxGap, audit,
};
pub use dxdt_motion::finding::{Finding, FindingKind, Place, Severity};
pub use dxdt_motion::inspect::{
    Advice, InspectOptions, Inspection, Judgement, Trust, Verdict, inspect,
};
pub use dxdt_motion::log::{
    Clock, ExactColumn, LogBuilder, MeasuredColumn, MeasuredQuantity, PositionColumn, PositionLog,
};
pub use dxdt_motion::motion::{
    Acceleration, AxisComparison, AxisSmoothing, Comparison, DeriveOptions, FitReason,
    MeasuredComparison, Method, MethodFigures, MethodMotion, MethodName, Motion, Program, Quantity,
    QuantityChoice, QuantityColumn, Reference, Smoothing, SmoothingMethod, Truth, TruthKind,
    by_all_methods, compare, compare_measured, derive, method_figures, quantities, smooth,
};
pub use dxdt_motion::space::{Frame, LengthUnit, SpeedUnit};
pub use dxdt_motion::{At, Error, ErrorKind, Result};
#[doc(inline)]
pub use dxdt_teach::simulation;
pub use dxdt_time::{Origin, TimeUnit};

/// The Rust examples of the book run as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct Book;
