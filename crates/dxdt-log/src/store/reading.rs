//! From files to rows on disk. What the first rows of a file tell, and some from its middle and its end where they leave
//! doubt, is believed until a row contradicts it. Then all that is to be known of this file and those after it is taken
//! from all their rows, and reading starts anew with that, once.

use crate::LogOptions;
use crate::table::{FileWords, Interpretation, Known, LogTable, ReadError, Rows};
use dxdt_formats::{Batch, BatchedSource};
use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::Finding;
use dxdt_motion::log::RowPlaces;
use dxdt_time::StampFormat;

use super::alike::check_alike;
use super::fold::FileFold;
use super::joined::Joined;
use super::kept::Kept;
use super::log_columns::LogColumns;
use super::sources::{Logs, Sources};
use super::{BatchOptions, StoredLog, decide, no_room};

/// Reads the files of a log.
pub struct LogReader<'a> {
    sources: Sources<'a>,
    learnt: Option<Learnt>,
    options: &'a LogOptions,
    batches: &'a BatchOptions,
}

/// A log that has been read.
#[derive(Debug)]
pub enum LogRead {
    /// With all its rows; what may have been given out of them before is void.
    Kept(Box<StoredLog>),
    /// Without its rows, which have all been given out.
    Given(Box<StoredLog>),
    /// Nobody took any more rows.
    Stopped,
}

/// Who takes complete entities, each piece as a log of its own, while others are still to be read.
pub struct Taker<'a> {
    /// So many rows are given out together, or those of one entity that has more.
    pub rows_a_piece: usize,
    /// Says whether it takes more.
    pub take: &'a mut (dyn FnMut(StoredLog) -> bool + Send),
}

/// What is known from an earlier attempt.
struct Learnt {
    files: Vec<Known>,
    columns: LogColumns,
}

/// How one attempt ends.
enum Attempt {
    Done(LogRead),
    /// Rows are of an entity that has been given out, or all rows tell otherwise than was believed then.
    NotAsGiven,
    Contradicted {
        file: usize,
        source: Box<BatchedSource>,
        /// The columns of the files before.
        columns: LogColumns,
        contradiction: Contradiction,
    },
}

/// How reading a file ends.
enum FileEnd {
    Read,
    Stopped,
    NotAsGiven,
    Contradicted(Contradiction),
}

/// A row is not what had been believed of the file.
struct Contradiction {
    /// The format and the entity columns that had been believed; `None` where the first rows did not tell a format.
    believed: Option<(StampFormat, Vec<usize>)>,
    /// What is wrong with the file where all its rows tell nothing else; `None` where they do for sure.
    error: Option<Error>,
}

impl<'a> LogReader<'a> {
    /// Of a log.
    ///
    /// # Errors
    /// Bytes that are no log, as far as their start shows it.
    pub fn new(logs: &'a Logs, options: &'a LogOptions, batches: &'a BatchOptions) -> Result<Self> {
        Ok(Self {
            sources: Sources::new(logs, options, batches)?,
            learnt: None,
            options,
            batches,
        })
    }

    /// Reads the log and keeps its rows.
    ///
    /// # Errors
    /// As [`open`](super::open).
    pub fn read(&mut self) -> Result<StoredLog> {
        match self.attempts(None)? {
            LogRead::Kept(log) | LogRead::Given(log) => Ok(*log),
            LogRead::Stopped => Err(changed()),
        }
    }

    /// Reads the log and gives out entities as soon as they are complete, if they follow each other.
    ///
    /// # Errors
    /// As [`open`](super::open).
    pub fn read_giving(&mut self, taker: Taker<'_>) -> Result<LogRead> {
        self.attempts(Some(taker))
    }

    fn attempts(&mut self, mut taker: Option<Taker<'_>>) -> Result<LogRead> {
        loop {
            match self.attempt(taker.take())? {
                Attempt::Done(read) => return Ok(read),
                Attempt::NotAsGiven => {}
                Attempt::Contradicted { contradiction, .. } if self.learnt.is_some() => {
                    return Err(contradiction.error.unwrap_or_else(changed));
                }
                Attempt::Contradicted {
                    file,
                    source,
                    columns,
                    contradiction,
                } => {
                    let files = vec![Known::default(); self.sources.count()];
                    let mut learnt = Learnt { files, columns };
                    let options = self.options;
                    let sources = &mut self.sources;
                    learn(sources, file, *source, contradiction, &mut learnt, options)?;
                    self.learnt = Some(learnt);
                }
            }
        }
    }

    fn attempt(&mut self, mut taker: Option<Taker<'_>>) -> Result<Attempt> {
        let (options, batches) = (self.options, self.batches);
        let mut log: Option<Joined> = None;
        let files = self.sources.count();
        let nothing = (Known::default(), LogColumns::default());
        for index in 0..files {
            let mut source = self.sources.open(index)?;
            let learnt = self.learnt.as_ref();
            let end = FileReading {
                source: &mut source,
                known: learnt.map_or(&nothing.0, |learnt| &learnt.files[index]),
                files,
                options,
                batches,
            }
            .read(
                &mut log,
                learnt.map_or(&nothing.1, |learnt| &learnt.columns),
                taker.as_mut(),
            )
            .map_err(|error| error.in_file(source.name()))?;
            match end {
                FileEnd::Read => self.sources.close(index, source),
                FileEnd::Stopped => return Ok(Attempt::Done(LogRead::Stopped)),
                FileEnd::NotAsGiven => {
                    self.sources.close(index, source);
                    return Ok(Attempt::NotAsGiven);
                }
                FileEnd::Contradicted(mut contradiction) => {
                    let named = |error: Error| error.in_file(source.name());
                    contradiction.error = contradiction.error.map(named);
                    let columns = log.filter(|_| index > 0).map(|log| log.columns);
                    return Ok(Attempt::Contradicted {
                        file: index,
                        source: Box::new(source),
                        columns: columns.unwrap_or_default(),
                        contradiction,
                    });
                }
            }
        }
        let Some(mut log) = log else {
            return Err(Error::new("no log is given").advise("name at least one file"));
        };
        let is_kept = matches!(log.fold.kept, Kept::Runs(_));
        if let Some(taker) = &mut taker
            && !taker.take_complete(&mut log, true, batches)?
        {
            return Ok(Attempt::Done(LogRead::Stopped));
        }
        Ok(match log.finish(batches)? {
            None => Attempt::NotAsGiven,
            Some(log) if is_kept => Attempt::Done(LogRead::Kept(Box::new(log))),
            Some(log) => Attempt::Done(LogRead::Given(Box::new(log))),
        })
    }
}

impl Taker<'_> {
    /// Gives out what is complete; `false` where no more is taken.
    fn take_complete(
        &mut self,
        log: &mut Joined,
        end: bool,
        batches: &BatchOptions,
    ) -> Result<bool> {
        while let Some(complete) = log.take_complete(end, batches)? {
            if !(self.take)(complete) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn changed() -> Error {
    Error::new("the log changed while it was being read")
        .advise("run the command again when nothing writes to it")
}

/// Takes from all rows what is to be known of a file that was contradicted and of those after it.
fn learn(
    sources: &mut Sources<'_>,
    file: usize,
    mut source: BatchedSource,
    contradiction: Contradiction,
    learnt: &mut Learnt,
    options: &LogOptions,
) -> Result<()> {
    let Contradiction { believed, error } = contradiction;
    let format = believed.as_ref().map(|(format, _)| format);
    let known = decide::from_all_rows(&mut source, format, options)
        .map_err(|error| error.in_file(source.name()))?;
    let is_same = match (&known, &believed) {
        (Some(known), Some((format, entity))) => {
            let same_entity = known.entity.as_ref().is_none_or(|known| known == entity);
            known.format.as_ref() == Some(format) && same_entity
        }
        (known, _) => known.is_none(),
    };
    if let Some(error) = error.filter(|_| is_same) {
        return Err(error);
    }
    let mut keep = |index: usize, source: &mut BatchedSource, known: Option<Known>| {
        learnt.files[index] = known.unwrap_or_default();
        source.rewind()?;
        if let Some(first) = source.next_batch()? {
            let head = interpret(&first, source, options, &learnt.files[index])?;
            learnt.columns.add(&head);
        }
        Ok::<_, Error>(())
    };
    // Reading anew comes to what is wrong with a file by itself, after what is wrong with those before.
    let mut is_sound = keep(file, &mut source, known).is_ok();
    sources.close(file, source);
    for index in file + 1..sources.count() {
        let Ok(mut source) = sources.open(index) else {
            return Ok(());
        };
        if is_sound {
            let mut learn = || {
                let first = source.next_batch()?;
                let head = first
                    .and_then(|first| interpret(&first, &source, options, &Known::default()).ok());
                let believed = head.map(|head| head.interpretation.format);
                let known = decide::from_all_rows(&mut source, believed.as_ref(), options)?;
                keep(index, &mut source, known)
            };
            is_sound = learn().is_ok();
        }
        sources.close(index, source);
    }
    Ok(())
}

/// One file on its way into a log.
struct FileReading<'a> {
    source: &'a mut BatchedSource,
    known: &'a Known,
    /// How many files the log has.
    files: usize,
    options: &'a LogOptions,
    batches: &'a BatchOptions,
}

/// The first rows of a file, read as they tell themselves.
struct Head {
    table: LogTable,
    decimal_comma: bool,
    first: ReadBatch,
}

impl FileReading<'_> {
    /// Reads the file to its end, or to where a row contradicts what is believed of it.
    fn read(
        &mut self,
        log: &mut Option<Joined>,
        columns: &LogColumns,
        mut taker: Option<&mut Taker<'_>>,
    ) -> Result<FileEnd> {
        let Head {
            table: head,
            decimal_comma,
            first,
        } = match self.head()? {
            Ok(head) => head,
            Err(contradiction) => return Ok(FileEnd::Contradicted(contradiction)),
        };
        let interpretation = head.interpretation.clone();
        let contradicted = |error: Option<Error>| {
            let believed = (interpretation.format.clone(), interpretation.entity.clone());
            Ok(FileEnd::Contradicted(Contradiction {
                believed: Some(believed),
                error,
            }))
        };
        let joined = match log {
            Some(joined) => {
                // The first rows may not tell entities apart that all rows do.
                if let Err(error) = check_alike(&joined.first, &head) {
                    return contradicted(Some(error));
                }
                joined
            }
            None => {
                let rows_a_piece = taker.as_ref().map(|taker| taker.rows_a_piece);
                let files = self.files;
                log.insert(Joined::new(
                    &head,
                    files,
                    columns,
                    self.batches,
                    rows_a_piece,
                ))
            }
        };
        if !joined.columns.are_all_of(&head) {
            return contradicted(None);
        }
        let columns = joined.columns.in_file(&head);
        let source = &mut *self.source;
        source.need(&interpretation.columns());
        let name = source.name().to_owned();
        let mut file = FileFold::default();
        // What the first rows tell of the file, the head has told.
        let mut findings_after_head = Vec::new();
        let mut has_several = false;
        let mut next = Some(Ok(ReadBatch {
            findings: Vec::new(),
            ..first
        }));
        while let Some(current) = next {
            self.batches.stop.check()?;
            let batch = match current {
                Ok(batch) => batch,
                Err(ReadError::Stamp(error)) => return contradicted(Some(error)),
                Err(ReadError::Other(error)) => return Err(error),
            };
            if batch.rows.unreadable(&interpretation).next().is_some() {
                return contradicted(None);
            }
            findings_after_head.extend(batch.findings);
            let (rows, places) = (batch.rows, batch.places);
            let (added, following) = rayon::join(
                || {
                    let fold = &mut joined.fold;
                    fold.add(&mut file, &name, &interpretation, &columns, &places, rows)
                },
                || {
                    let batch = source.next_batch()?;
                    Ok::<_, Error>(batch.map(|batch| ReadBatch::of(&batch, &interpretation)))
                },
            );
            let is_added = added?.map_err(|error| no_room(&self.batches.folder, &error))?;
            if !is_added {
                return Ok(FileEnd::NotAsGiven);
            }
            // Not within what all threads share: the one that takes them needs these threads.
            if let Some(taker) = &mut taker
                && !taker.take_complete(joined, false, self.batches)?
            {
                return Ok(FileEnd::Stopped);
            }
            next = following?;
            has_several |= next.is_some();
        }
        // The rows of a file that is one batch have told all that there is.
        if has_several && self.all_rows_tell_otherwise(&file, &interpretation, decimal_comma) {
            return contradicted(None);
        }
        let of_file = findings_after_head
            .into_iter()
            .map(|finding| finding.in_file(&name))
            .collect();
        joined.end_file(head, file, of_file)?;
        Ok(FileEnd::Read)
    }

    /// The first rows, and what they tell.
    fn head(&mut self) -> Result<std::result::Result<Head, Contradiction>> {
        let Some(first) = self.source.next_batch()? else {
            return Err(Error::new("the file has no rows"));
        };
        let mut known = self.known.clone();
        let mut told = interpret(&first, self.source, self.options, &known);
        if known == Known::default() {
            let believed = told.as_ref().ok().map(|head| &head.interpretation);
            if let Some(guess) = decide::guess(self.source, &first, believed, self.options) {
                // A guess that the first rows contradict is none.
                if let Ok(guessed) = interpret(&first, self.source, self.options, &guess) {
                    (known, told) = (guess, Ok(guessed));
                }
            }
        }
        let table = match told {
            Ok(table) => table,
            Err(error) if self.known.format.is_none() => {
                return Ok(Err(Contradiction {
                    believed: None,
                    error: Some(error),
                }));
            }
            Err(error) => return Err(error),
        };
        let decimal_comma = first.table()?.decimal_comma();
        let interpretation = &table.interpretation;
        let read = match ReadBatch::of(&first, interpretation) {
            Ok(read) => read,
            Err(ReadError::Stamp(error)) => {
                let believed = (interpretation.format.clone(), interpretation.entity.clone());
                return Ok(Err(Contradiction {
                    believed: Some(believed),
                    error: Some(error),
                }));
            }
            Err(ReadError::Other(error)) => return Err(error),
        };
        let name = self.source.name();
        let unreadable = read
            .rows
            .unreadable(interpretation)
            .map(|(column, error)| (column, error.clone().in_file(name)));
        let unreadable: Vec<_> = unreadable.collect();
        if unreadable.is_empty() {
            return Ok(Ok(Head {
                table,
                decimal_comma,
                first: read,
            }));
        }
        known.unreadable.extend(unreadable);
        let table = interpret(&first, self.source, self.options, &known)?;
        let first = match ReadBatch::of(&first, &table.interpretation) {
            Ok(read) => read,
            Err(ReadError::Stamp(error) | ReadError::Other(error)) => return Err(error),
        };
        Ok(Ok(Head {
            table,
            decimal_comma,
            first,
        }))
    }

    /// Whether all rows of the file tell something else than what has been believed of it.
    fn all_rows_tell_otherwise(
        &self,
        file: &FileFold,
        interpretation: &Interpretation,
        decimal_comma: bool,
    ) -> bool {
        let roles = &interpretation.roles;
        if self.known.format.is_none() {
            let header = &roles.names[roles.time[0]].full;
            let hints = self
                .options
                .clock
                .hints(header, decimal_comma, &roles.clock);
            let format = StampFormat::detect(file.sample.cells(), &hints);
            if format.is_ok_and(|format| format != interpretation.format) {
                return true;
            }
        }
        if roles.entity.is_empty() && self.known.entity.is_none() {
            let candidates = roles.entity_candidates.iter().copied();
            let varieties = file.candidates.iter().map(Some);
            return decide::first_that_tells(candidates.zip(varieties)) != interpretation.entity;
        }
        false
    }
}

/// A batch as it was read.
struct ReadBatch {
    rows: Rows,
    places: RowPlaces,
    findings: Vec<Finding>,
}

impl ReadBatch {
    fn of(batch: &Batch, interpretation: &Interpretation) -> std::result::Result<Self, ReadError> {
        let table = batch.table()?;
        Ok(Self {
            rows: interpretation.read(&table)?,
            places: table.places().clone(),
            findings: table.findings(),
        })
    }
}

/// What the first rows of a file tell.
fn interpret(
    first: &Batch,
    source: &BatchedSource,
    options: &LogOptions,
    known: &Known,
) -> Result<LogTable> {
    let words = FileWords {
        name: source.name(),
        encoding: source.encoding(),
    };
    LogTable::interpret(&first.table()?, words, options, known)
}

#[cfg(test)]
mod tests;
