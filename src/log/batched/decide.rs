//! How a file's stamps are read, from all of its rows, where its first ones have not told it.

use crate::error::Result;
use crate::log::LogOptions;
use crate::log::clock::{StampFormat, StampTally};
use crate::log::columns::Roles;
use crate::log::read::BatchedSource;
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
