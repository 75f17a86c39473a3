//! The analysis of logs of any size, piece after piece, with the results that the whole would have.
//!
//! A piece is some whole entities, or a part of one that is too large for it. Pieces are derived as any log is; what is
//! said of all rows adds up in a [`Tally`].

mod analyze;
mod compared;
mod derived;
mod drawn;
mod explained;
mod in_memory;
mod inspected;
mod large;
mod live;
mod output;
mod page;
pub(crate) mod rows;
mod sample;
mod survey;
mod tally;
#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::sync::mpsc::sync_channel;

use polars::prelude::DataFrame;

use crate::output::summary::Summary;
use crate::output::table::TableChoice;
use dxdt_log::{Piece, StoredLog};
use dxdt_motion::audit::{AuditOptions, no_stamp, too_little};
use dxdt_motion::error::Result;
use dxdt_motion::finding::Finding;
use dxdt_motion::inspect::{ClockHealth, check_clock, is_doubtful};
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{DeriveOptions, Quantity, SmoothingMethod};
use dxdt_time::TimeUnit;

pub use dxdt_formats::{ArrowTable, expand};
pub use dxdt_log::{Logs, read_logs};
pub use dxdt_motion::Stop;
pub use dxdt_motion::motion::{SmoothingProgress, smoothed};
pub use dxdt_motion::words::shell_line;

pub use analyze::{AnalysisOptions, Analyzed, Sink, analyze, motion_of};
pub use compared::{Compared, compare_methods};
use derived::derive_piece;
use drawn::Drawn;
pub(crate) use explained::{Asked, explain_asked};
pub use in_memory::{InMemory, Kept, analyze_in_memory};
pub use inspected::inspect_logs;
pub(crate) use inspected::{SAMPLED_ROWS, inspect_stored, sampled};
pub use page::{report, report_of, report_text};
pub(crate) use sample::RowSample;
pub(crate) use survey::{Survey, survey};
use tally::Tally;

/// So many rows are derived at once: enough to keep all cores at work, few enough to take no more than some 100 MB.
pub(crate) const ROWS_A_PIECE: usize = 1 << 17;

/// How a log is analyzed.
#[derive(Debug, Clone)]
pub(crate) struct Analysis {
    pub audit: AuditOptions,
    pub derive: DeriveOptions,
    pub smoother: Option<SmoothingMethod>,
    pub quantities: Vec<Quantity>,
    /// `None` where only what is said of all rows is wanted.
    pub tables: Option<TableChoice>,
    /// Charts are wanted.
    pub charts: bool,
    /// A page is.
    pub page: bool,
    /// The unit of timestamps that are numbers, as it was given.
    pub time_unit: Option<TimeUnit>,
    /// Rows that are derived at once.
    pub rows_a_piece: usize,
    /// How far a smoother is.
    pub progress: SmoothingProgress,
}

impl Analysis {
    /// For what is said of rows, without tables.
    fn without_tables(audit: AuditOptions, derive: DeriveOptions, rows_a_piece: usize) -> Self {
        Self {
            audit,
            derive,
            smoother: None,
            quantities: Vec::new(),
            tables: None,
            charts: false,
            page: false,
            time_unit: None,
            rows_a_piece,
            progress: SmoothingProgress::default(),
        }
    }
}

/// Some rows of both tables, in their order.
pub(crate) struct TableRows {
    pub motion: Option<DataFrame>,
    pub comparison: Option<DataFrame>,
    /// Their timestamps.
    pub stamps: Vec<i64>,
    /// Which rows are of which entity.
    pub entities: Vec<(String, std::ops::Range<usize>)>,
}

/// Derives a log piece by piece and hands over the rows of its tables, while the next piece is being derived; gives the
/// summary and what is drawn.
///
/// # Errors
/// A log of which nothing can be derived, rows that cannot be read back, and what `write` says.
fn analyse(
    log: &StoredLog,
    analysis: &Analysis,
    write: impl FnMut(TableRows) -> Result<()> + Send,
) -> Result<(Summary, Drawn)> {
    let tally = tally(log, analysis, write)?;
    let clock = tally.check(log, analysis)?;
    Ok(tally.finish(&log.facts, analysis, clock))
}

fn tally(
    log: &StoredLog,
    analysis: &Analysis,
    write: impl FnMut(TableRows) -> Result<()> + Send,
) -> Result<Tally> {
    tally_all(std::iter::once(log), &log.facts, analysis, write)
}

/// As [`tally`], of logs that are parts of one, each some entities of it; `facts` are those of any of them.
fn tally_all<L: Borrow<StoredLog>>(
    logs: impl Iterator<Item = L> + Send,
    facts: &PositionLog,
    analysis: &Analysis,
    mut write: impl FnMut(TableRows) -> Result<()> + Send,
) -> Result<Tally> {
    // A piece waits while another is being derived and one is being written, so that no core waits for long.
    const WAITING: usize = 1;
    std::thread::scope(|scope| {
        let (ready, rows) = sync_channel(WAITING);
        let mut tally = Tally::new(facts, analysis);
        let deriving = scope.spawn(move || -> Result<Tally> {
            for log in logs {
                let stop = analysis.progress.stop();
                let mut steps = Steps::new(log.borrow(), analysis);
                while let Some(rows) = steps.next(&mut tally)? {
                    stop.check()?;
                    // Where nobody takes them, writing has failed, and says so itself.
                    if ready.send(rows).is_err() {
                        return Ok(tally);
                    }
                }
            }
            Ok(tally)
        });
        let written = rows.into_iter().try_for_each(&mut write);
        let tally = join(deriving);
        written?;
        tally
    })
}

fn join<T>(thread: std::thread::ScopedJoinHandle<'_, T>) -> T {
    let done = thread.join();
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The pieces one after the other.
struct Steps<'a> {
    log: &'a StoredLog,
    analysis: &'a Analysis,
    pieces: std::vec::IntoIter<Piece>,
    large: Option<large::Large<'a>>,
}

impl<'a> Steps<'a> {
    fn new(log: &'a StoredLog, analysis: &'a Analysis) -> Self {
        let rows = analysis.rows_a_piece as u64;
        Self {
            log,
            analysis,
            pieces: log.pieces(rows).into_iter(),
            large: None,
        }
    }

    /// The rows of the next piece; pieces without a usable row are left out.
    fn next(&mut self, tally: &mut Tally) -> Result<Option<TableRows>> {
        loop {
            if let Some(large) = &mut self.large {
                if let Some(rows) = large.next(tally)? {
                    return Ok(Some(rows));
                }
                self.large = None;
            }
            let entities = match self.pieces.next() {
                None => return Ok(None),
                Some(Piece::Large(entity)) if self.analysis.smoother.is_none() => {
                    let entity = &self.log.entities[entity];
                    self.large = large::Large::open(self.log, entity, self.analysis, tally)?;
                    continue;
                }
                // A curve is fitted to whole segments.
                Some(Piece::Large(entity)) => entity..entity + 1,
                Some(Piece::Entities(entities)) => entities,
            };
            let piece = self.log.log_of(&entities)?;
            if let Some(rows) = derive_piece(&piece, self.log, self.analysis, tally)? {
                return Ok(Some(rows));
            }
        }
    }
}

impl Tally {
    /// Whether it takes all rows of the log to tell what there is to say of them.
    fn needs_rows(&self, facts: &PositionLog) -> bool {
        self.rows_used > 0 && (!self.has_steps || is_doubtful(facts, self.rows_used))
    }

    /// A log of which nothing or next to nothing can be derived is an error; else what there is to say of its clock.
    fn check(&self, log: &StoredLog, analysis: &Analysis) -> Result<Option<Finding>> {
        let facts = &log.facts;
        if self.rows_used == 0 {
            return Err(no_stamp(facts));
        }
        if !self.needs_rows(facts) {
            return Ok(None);
        }
        // Of logs with little that can be used, so that another look at them costs little.
        let stamps = RowSample::take(log, 1, analysis.rows_a_piece)?.stamps;
        if !self.has_steps {
            let rows = facts.rows_of_files();
            let are_equal = rows > 1 && stamps.rows == rows && stamps.distinct == 1;
            return Err(too_little(facts, self.rows_used, are_equal));
        }
        check_clock(facts, &analysis.audit, self.rows_used, || {
            ClockHealth::of_counts(&stamps, facts, analysis.time_unit)
        })
    }
}
