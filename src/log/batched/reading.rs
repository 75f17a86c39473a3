//! From files to rows on disk. What the first rows of a file tell, and some from its middle and its end where they leave
//! doubt, is believed until a row contradicts it. Then all that is to be known of this file and those after it is taken
//! from all their rows, and reading starts anew with that, once.

use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::log::LogOptions;
use crate::log::clock::StampFormat;
use crate::log::join::check_alike;
use crate::log::read::{Batch, BatchedSource, RowPlaces};
use crate::log::table::{FileWords, Interpretation, Known, LogTable, ReadError, Rows};

use super::fold::FileFold;
use super::joined::Joined;
use super::log_columns::LogColumns;
use super::sources::Sources;
use super::{BatchOptions, BatchedLog, decide, no_room};

/// What came of reading.
pub(super) enum Reading {
    Done(Box<BatchedLog>),
    /// A file can only be read whole; those that cannot be opened again are given back, by file.
    OnlyWhole(Vec<Option<Box<BatchedSource>>>),
}

/// What is known from an earlier attempt.
struct Learnt {
    files: Vec<Known>,
    columns: LogColumns,
}

/// How one attempt ends.
enum Attempt {
    Done(Box<BatchedLog>),
    OnlyWhole,
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
    Contradicted(Contradiction),
}

/// A row is not what had been believed of the file.
struct Contradiction {
    /// The format and the entity columns that had been believed; `None` where the first rows did not tell a format.
    believed: Option<(StampFormat, Vec<usize>)>,
    /// What is wrong with the file where all its rows tell nothing else; `None` where they do for sure.
    error: Option<Error>,
}

/// Reads a log of which some files have been opened; says whether reading started anew.
///
/// # Errors
/// As [`open`](super::open).
pub(super) fn read(
    paths: &[String],
    kept: Vec<Option<Box<BatchedSource>>>,
    options: &LogOptions,
    batches: &BatchOptions,
) -> Result<(Reading, bool)> {
    let mut sources = Sources::new(paths, kept, options, batches);
    let mut learnt = Learnt {
        files: vec![Known::default(); paths.len()],
        columns: LogColumns::default(),
    };
    let mut end = attempt(&mut sources, &learnt, options, batches)?;
    let mut again = false;
    if let Attempt::Contradicted {
        file,
        source,
        columns,
        contradiction,
    } = end
    {
        again = true;
        learnt.columns = columns;
        learn(
            &mut sources,
            file,
            source,
            contradiction,
            &mut learnt,
            options,
        )?;
        end = attempt(&mut sources, &learnt, options, batches)?;
    }
    let reading = match end {
        Attempt::Done(log) => Reading::Done(log),
        Attempt::OnlyWhole => Reading::OnlyWhole(sources.into_kept()),
        Attempt::Contradicted { contradiction, .. } => {
            return Err(contradiction.error.unwrap_or_else(|| {
                Error::new("the log changed while it was read")
                    .advise("read it again when nothing writes to it")
            }));
        }
    };
    Ok((reading, again))
}

/// Takes from all rows what is to be known of a file that was contradicted and of those after it.
fn learn(
    sources: &mut Sources<'_>,
    file: usize,
    mut source: Box<BatchedSource>,
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
        let Ok(Some(mut source)) = sources.open(index) else {
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

fn attempt(
    sources: &mut Sources<'_>,
    learnt: &Learnt,
    options: &LogOptions,
    batches: &BatchOptions,
) -> Result<Attempt> {
    let mut log: Option<Joined> = None;
    for index in 0..sources.count() {
        let Some(mut source) = sources.open(index)? else {
            return Ok(Attempt::OnlyWhole);
        };
        let known = &learnt.files[index];
        let end = FileReading {
            source: &mut source,
            known,
            options,
            batches,
        }
        .read(&mut log, &learnt.columns)
        .map_err(|error| error.in_file(source.name()))?;
        if let FileEnd::Contradicted(mut contradiction) = end {
            let named = |error: Error| error.in_file(source.name());
            contradiction.error = contradiction.error.map(named);
            let columns = log.filter(|_| index > 0).map(|log| log.columns);
            return Ok(Attempt::Contradicted {
                file: index,
                source,
                columns: columns.unwrap_or_default(),
                contradiction,
            });
        }
        sources.close(index, source);
    }
    match log {
        Some(log) => log.finish(batches).map(|log| Attempt::Done(Box::new(log))),
        None => Err(Error::new("no log is given").advise("name at least one file")),
    }
}

/// One file on its way into a log.
struct FileReading<'a> {
    source: &'a mut BatchedSource,
    known: &'a Known,
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
    fn read(&mut self, log: &mut Option<Joined>, columns: &LogColumns) -> Result<FileEnd> {
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
            None => log.insert(Joined::new(&head, columns, self.batches)?),
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
        let mut next = Some(Ok(ReadBatch {
            findings: Vec::new(),
            ..first
        }));
        while let Some(current) = next {
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
            added?.map_err(|error| no_room(&self.batches.folder, &error))?;
            next = following?;
        }
        if self.all_rows_tell_otherwise(&file, &interpretation, decimal_comma) {
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
            return Err(Error::new("there are no rows"));
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
            .map(|(column, error)| (column, error.clone().in_file(name).to_string()));
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
            let hints = self.options.clock.hints(header, decimal_comma);
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
