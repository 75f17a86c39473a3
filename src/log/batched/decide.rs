//! How a file's stamps are read and what tells its entities apart, from all of its rows, where its first ones have not
//! told it.

use crate::error::Result;
use crate::log::LogOptions;
use crate::log::clock::{StampFormat, StampTally};
use crate::log::columns::{CellVariety, Roles};
use crate::log::read::{BatchedSource, CellKind};
use crate::log::stamps::{StampSample, TimeCells};
use crate::log::table::read_time;

/// The formats that a sample of all stamps and all stamps themselves decide for, in this order.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn formats(
    source: &mut BatchedSource,
    roles: &Roles,
    decimal_comma: bool,
    options: &LogOptions,
) -> Result<Vec<StampFormat>> {
    let mut sample = StampSample::default();
    let mut tally = StampTally::default();
    source.rewind()?;
    while let Some(batch) = source.next_batch()? {
        let table = batch.table()?;
        let time = read_time(&table, roles)?;
        let cells = TimeCells::of(&time);
        sample.add(&cells);
        let texts = cells.filled_rows().filter_map(|row| cells.text(row));
        texts.for_each(|cell| tally.add(&cell));
    }
    let header = &roles.names[roles.time[0]].full;
    let hints = options.clock.hints(header, decimal_comma);
    let by_sample = StampFormat::detect(sample.cells(), &hints);
    Ok([by_sample, tally.decide(&hints)]
        .into_iter()
        .flatten()
        .collect())
}

/// The column of the candidates that tells entities apart, by all rows, as a list of one or none.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn entity(source: &mut BatchedSource, roles: &Roles) -> Result<Vec<usize>> {
    if roles.entity_candidates.is_empty() {
        return Ok(Vec::new());
    }
    let mut wanted = roles.entity_candidates.clone();
    wanted.sort_unstable();
    let kinds: Vec<_> = wanted
        .iter()
        .map(|&index| (index, CellKind::Text))
        .collect();
    let mut varieties: Vec<CellVariety> = wanted.iter().map(|_| CellVariety::default()).collect();
    source.rewind()?;
    while let Some(batch) = source.next_batch()? {
        for (variety, column) in varieties.iter_mut().zip(batch.table()?.read(&kinds)?) {
            if let Ok(cells) = column.str() {
                variety.extend(cells.iter());
            }
        }
    }
    let variety_of = |index: &usize| Some(&varieties[wanted.binary_search(index).ok()?]);
    let candidates = roles.entity_candidates.iter();
    Ok(first_that_tells(
        candidates.map(|index| (*index, variety_of(index))),
    ))
}

/// The first column whose cells tell entities apart.
pub(super) fn first_that_tells<'v>(
    candidates: impl Iterator<Item = (usize, Option<&'v CellVariety>)>,
) -> Vec<usize> {
    candidates
        .filter(|(_, variety)| variety.is_some_and(CellVariety::tell_apart))
        .map(|(column, _)| column)
        .take(1)
        .collect()
}
