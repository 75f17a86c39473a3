//! A log on its way from its files into tables: rows are derived while others are still being read, where entities follow
//! each other, and after all have been read where they do not.

use std::sync::mpsc::sync_channel;

use crate::output::summary::Summary;
use dxdt_log::{BatchOptions, LogOptions, LogRead, LogReader, Logs, StoredLog, Taker};
use dxdt_motion::audit::DuplicatePolicy;
use dxdt_motion::error::Result;
use dxdt_motion::log::PositionLog;

use super::drawn::Drawn;
use super::{Analysis, TableRows, analyse, join, tally_all};

/// What is read, and what becomes of it.
pub(crate) struct Request<'a> {
    /// Where its rows are.
    pub logs: &'a Logs,
    pub options: &'a LogOptions,
    pub batches: &'a BatchOptions,
    /// How the log is analyzed, when it is known what its columns are.
    pub analysis: &'a (dyn Fn(&PositionLog) -> Result<Analysis> + Sync),
    /// Rows that are derived at once.
    pub rows_a_piece: usize,
}

/// Takes the rows of the tables, in their order.
pub(crate) trait TakeRows: Send {
    /// # Errors
    /// Rows that cannot be taken.
    fn push(&mut self, rows: TableRows) -> Result<()>;
}

/// Begins what takes the rows of an analysis; what was begun before is void.
pub(crate) type Begin<'a, T> = &'a dyn Fn(&Analysis) -> Result<T>;

/// What came of a log beside its tables.
#[derive(Debug)]
pub(crate) struct Analysed {
    /// What is known of the log, without its rows.
    pub log: PositionLog,
    pub summary: Summary,
    pub drawn: Drawn,
}

/// What came of rows that were derived as they came.
enum Live<T> {
    Done(Box<(Analysed, T)>),
    /// All rows have to be there first; they may be already.
    NeedsRows(Option<Box<StoredLog>>),
}

/// Reads and derives a log, and hands the rows of its tables to what `begin` begins.
///
/// # Errors
/// As [`open_logs`](dxdt_log::open_logs) and [`analyse`], and those of what takes the rows.
pub(crate) fn derive_tables<T: TakeRows>(
    request: &Request<'_>,
    begin: Begin<'_, T>,
) -> Result<(Analysed, T)> {
    let mut reader = LogReader::new(request.logs, request.options, request.batches)?;
    let log = match request.live(&mut reader, begin)? {
        Live::Done(done) => return Ok(*done),
        Live::NeedsRows(Some(log)) => *log,
        Live::NeedsRows(None) => reader.read()?,
    };
    let analysis = (request.analysis)(&log.facts)?;
    let mut tables = begin(&analysis)?;
    let (summary, drawn) = analyse(&log, &analysis, |rows| tables.push(rows))?;
    let analysed = Analysed {
        log: log.facts,
        summary,
        drawn,
    };
    Ok((analysed, tables))
}

impl Request<'_> {
    fn live<T: TakeRows>(
        &self,
        reader: &mut LogReader<'_>,
        begin: Begin<'_, T>,
    ) -> Result<Live<T>> {
        // A piece waits while another is being derived and one is being read.
        const WAITING: usize = 1;
        std::thread::scope(|scope| {
            let (give, given) = sync_channel::<StoredLog>(WAITING);
            let reading = scope.spawn(move || {
                reader.read_giving(Taker {
                    rows_a_piece: self.rows_a_piece,
                    take: &mut |log| give.send(log).is_ok(),
                })
            });
            let derived = given.recv().ok().map(|first| {
                let analysis = (self.analysis)(&first.facts)?;
                // Only when all has been read it is known in which line a row is, which an error tells.
                if analysis.audit.duplicates == DuplicatePolicy::Error {
                    return Ok(None);
                }
                let mut tables = begin(&analysis)?;
                let facts = first.facts.without_rows();
                let logs = std::iter::once(first).chain(given);
                let tally = tally_all(logs, &facts, &analysis, |rows| tables.push(rows))?;
                Ok(Some((analysis, tables, tally)))
            });
            let read = join(reading);
            let derived = match (derived, read) {
                // Reading stops where nobody takes what is read.
                (Some(Err(error)), _) | (_, Err(error)) => return Err(error),
                (_, Ok(LogRead::Kept(log))) => return Ok(Live::NeedsRows(Some(log))),
                (Some(Ok(derived)), Ok(LogRead::Given(log))) => derived.map(|it| (it, log)),
                (None, Ok(LogRead::Given(_))) | (_, Ok(LogRead::Stopped)) => None,
            };
            let Some(((analysis, tables, tally), log)) = derived else {
                return Ok(Live::NeedsRows(None));
            };
            let facts = &log.facts;
            if tally.needs_rows(facts) || tally.rows_used == 0 {
                return Ok(Live::NeedsRows(None));
            }
            let (summary, drawn) = tally.finish(facts, &analysis, None);
            let analysed = Analysed {
                summary,
                log: log.facts,
                drawn,
            };
            Ok(Live::Done(Box::new((analysed, tables))))
        })
    }
}
