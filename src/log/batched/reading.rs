//! From files to rows on disk. What the first rows of a file tell is believed until all have been read; where they tell
//! something else, reading starts anew with that.

use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::log::clock::StampFormat;
use crate::log::join::check_alike;
use crate::log::read::{Batch, BatchedSource, Opened, RowPlaces, WholeSource};
use crate::log::table::{FileWords, Interpretation, Known, LogTable, ReadError, Rows, find_roles};
use crate::log::{ExactColumn, LogOptions, MeasuredColumn};

use super::fold::{FileFold, KnownColumns};
use super::joined::Joined;
use super::{BatchOptions, BatchedLog, decide, no_room, open_source};

/// What came of reading.
pub(super) enum Reading {
    Done(Box<BatchedLog>),
    /// A file can only be read whole; the one from standard input is given back.
    OnlyWhole(Option<WholeSource>),
}

/// What is known from an earlier attempt.
#[derive(Default)]
struct Learnt {
    files: Vec<Known>,
    tried: Vec<Vec<StampFormat>>,
    /// Measured columns that the first file does not have, without values.
    measured: Vec<MeasuredColumn>,
    /// The same of exact columns.
    exact: Vec<ExactColumn>,
}

/// How one attempt ends.
enum Attempt {
    Done(Box<BatchedLog>),
    /// Something has been learnt with which to start anew.
    Again,
    OnlyWhole,
}

pub(super) fn read(
    paths: &[String],
    mut piped: Vec<Option<Box<BatchedSource>>>,
    options: &LogOptions,
    batches: &BatchOptions,
) -> Result<Reading> {
    let mut learnt = Learnt {
        files: vec![Known::default(); paths.len()],
        tried: vec![Vec::new(); paths.len()],
        measured: Vec::new(),
        exact: Vec::new(),
    };
    // Each attempt adds to what is known; there is little to know of a file.
    for _ in 0..=4 * paths.len() {
        match attempt(paths, &mut piped, options, batches, &mut learnt)? {
            Attempt::Done(log) => return Ok(Reading::Done(log)),
            Attempt::Again => {}
            Attempt::OnlyWhole => break,
        }
    }
    let piped = piped.into_iter().flatten().next();
    Ok(Reading::OnlyWhole(piped.map(|source| source.into_whole())))
}

fn attempt(
    paths: &[String],
    piped: &mut [Option<Box<BatchedSource>>],
    options: &LogOptions,
    batches: &BatchOptions,
    learnt: &mut Learnt,
) -> Result<Attempt> {
    let mut log: Option<Joined> = None;
    for (index, path) in paths.iter().enumerate() {
        let mut opened;
        let source = match &mut piped[index] {
            Some(source) => {
                source.rewind()?;
                source
            }
            None => {
                opened = match open_source(path, options, batches)? {
                    Opened::Batches(source) => source,
                    Opened::Whole(_) => return Ok(Attempt::OnlyWhole),
                };
                &mut opened
            }
        };
        let name = source.name().to_owned();
        let done = read_file(source, index, &mut log, options, batches, learnt);
        if !done.map_err(|error| error.in_file(name))? {
            return Ok(Attempt::Again);
        }
    }
    match log {
        Some(log) => log.finish(batches).map(|log| Attempt::Done(Box::new(log))),
        None => Err(Error::new("no log is given").advise("name at least one file")),
    }
}

/// Reads one file to its end; `false` where something has been learnt that changes how it is read.
fn read_file(
    source: &mut BatchedSource,
    index: usize,
    log: &mut Option<Joined>,
    options: &LogOptions,
    batches: &BatchOptions,
    learnt: &mut Learnt,
) -> Result<bool> {
    let Some(first) = source.next_batch()? else {
        return Err(Error::new("there are no rows"));
    };
    let known = learnt.files[index].clone();
    let (head, decimal_comma) = match interpret(&first, source, options, &known) {
        Ok(head) => head,
        Err(error) if known.format.is_none() => {
            let (roles, decimal_comma) = {
                let table = first.table()?;
                (find_roles(&table, options)?, table.decimal_comma())
            };
            let formats = decide::formats(source, &roles, decimal_comma, options)?;
            let format = formats.into_iter().next().ok_or(error)?;
            learnt.files[index].format = Some(format);
            return Ok(false);
        }
        Err(error) => return Err(error),
    };
    let interpretation = head.interpretation.clone();
    let joined = match log {
        Some(joined) => {
            if let Err(error) = check_alike(&joined.first, &head) {
                // The first rows may not tell entities apart that all rows do.
                let roles = &interpretation.roles;
                if known.entity.is_none() && roles.entity.is_empty() {
                    let entity = decide::entity(source, roles)?;
                    if entity != interpretation.entity {
                        learnt.files[index].entity = Some(entity);
                        return Ok(false);
                    }
                }
                return Err(error);
            }
            joined
        }
        None => log.insert(Joined::new(
            &head,
            (&learnt.measured, &learnt.exact),
            batches,
        )?),
    };
    let (measured, exact) = (&head.measured, &head.exact);
    let is_known = |new: &MeasuredColumn| joined.measured.iter().any(|known| known.is_of_same(new));
    if let Some(new) = measured.iter().find(|column| !is_known(column)) {
        learnt.measured.push(new.without_values());
        return Ok(false);
    }
    let is_known = |new: &ExactColumn| joined.exact.iter().any(|known| known.is_of_same(new));
    if let Some(new) = exact.iter().find(|column| !is_known(column)) {
        learnt.exact.push(new.without_values());
        return Ok(false);
    }
    let place = |column: &MeasuredColumn| measured.iter().position(|own| own.is_of_same(column));
    let place_of_exact = |column: &ExactColumn| exact.iter().position(|own| own.is_of_same(column));
    let columns = KnownColumns {
        measured: joined.measured.iter().map(place).collect(),
        exact: joined.exact.iter().map(place_of_exact).collect(),
    };
    source.need(&interpretation.columns());
    let mut file = FileFold::default();
    let name = source.name().to_owned();
    let read = |batch: &Batch| -> std::result::Result<ReadBatch, ReadError> {
        let table = batch.table()?;
        Ok(ReadBatch {
            rows: interpretation.read(&table)?,
            places: table.places().clone(),
            findings: table.findings(),
        })
    };
    // What the first rows tell of the file, the head has told.
    let mut findings_after_head = Vec::new();
    let mut is_first = true;
    let mut next = Some(read(&first));
    drop(first);
    while let Some(current) = next {
        let batch = match current {
            Ok(read) => read,
            Err(ReadError::Stamp(error)) => {
                learn_format(
                    source,
                    index,
                    &interpretation,
                    decimal_comma,
                    options,
                    learnt,
                )
                .ok_or(error)??;
                return Ok(false);
            }
            Err(ReadError::Other(error)) => return Err(error),
        };
        let unreadable = batch.rows.measured.iter().position(Result::is_err);
        if let Some(column) = unreadable
            && let Err(error) = &batch.rows.measured[column]
        {
            let role = interpretation.roles.measured[column].column;
            let error = error.clone().in_file(&name);
            learnt.files[index].unreadable.push((role, error));
            return Ok(false);
        }
        let exact = batch.rows.exact.iter().zip(&interpretation.exact);
        if let Some((error, source)) = exact
            .filter_map(|(read, source)| Some((read.as_ref().err()?, source)))
            .next()
        {
            let error = error.clone().in_file(&name);
            learnt.files[index].unreadable.push((source.column, error));
            return Ok(false);
        }
        if !std::mem::take(&mut is_first) {
            findings_after_head.extend(batch.findings);
        }
        let fold = &mut joined.fold;
        let (rows, places) = (batch.rows, batch.places);
        let (added, following) = rayon::join(
            || fold.add(&mut file, &name, &interpretation, &columns, &places, rows),
            || {
                source
                    .next_batch()
                    .map(|batch| batch.map(|batch| read(&batch)))
            },
        );
        added?.map_err(|error| no_room(&batches.folder, &error))?;
        next = following?;
    }
    if let Some(better) = better_known(&file, &interpretation, decimal_comma, options, &known) {
        learnt.files[index] = better;
        return Ok(false);
    }
    let of_file = findings_after_head
        .into_iter()
        .map(|finding| finding.in_file(&name))
        .collect();
    joined.end_file(head, file, of_file)?;
    Ok(true)
}

/// A batch as it was read.
struct ReadBatch {
    rows: Rows,
    places: RowPlaces,
    findings: Vec<Finding>,
}

/// What the first rows of a file tell, and whether they have decimal commas.
fn interpret(
    first: &Batch,
    source: &BatchedSource,
    options: &LogOptions,
    known: &Known,
) -> Result<(LogTable, bool)> {
    let table = first.table()?;
    let words = FileWords {
        name: source.name(),
        encoding: source.encoding(),
    };
    let head = LogTable::interpret(&table, words, options, known)?;
    Ok((head, table.decimal_comma()))
}

/// The next format to try where a stamp is not of the one that the first rows told; `None` where there is no other.
fn learn_format(
    source: &mut BatchedSource,
    index: usize,
    interpretation: &Interpretation,
    decimal_comma: bool,
    options: &LogOptions,
    learnt: &mut Learnt,
) -> Option<Result<()>> {
    learnt.tried[index].push(interpretation.format.clone());
    let formats = match decide::formats(source, &interpretation.roles, decimal_comma, options) {
        Ok(formats) => formats,
        Err(error) => return Some(Err(error)),
    };
    let format = formats
        .into_iter()
        .find(|format| !learnt.tried[index].contains(format))?;
    learnt.files[index].format = Some(format);
    Some(Ok(()))
}

/// What all rows of a file tell, where it is something else than its first rows do.
fn better_known(
    file: &FileFold,
    interpretation: &Interpretation,
    decimal_comma: bool,
    options: &LogOptions,
    known: &Known,
) -> Option<Known> {
    let mut better = known.clone();
    let roles = &interpretation.roles;
    if known.format.is_none() {
        let header = &roles.names[roles.time[0]].full;
        let hints = options.clock.hints(header, decimal_comma);
        let format = StampFormat::detect(file.sample.cells(), &hints).ok();
        better.format = format.filter(|format| *format != interpretation.format);
    }
    if roles.entity.is_empty() && known.entity.is_none() {
        let candidates = roles.entity_candidates.iter().copied();
        let varieties = file.candidates.iter().map(Some);
        let chosen = decide::first_that_tells(candidates.zip(varieties));
        better.entity = Some(chosen).filter(|chosen| *chosen != interpretation.entity);
    }
    (better != *known).then_some(better)
}
