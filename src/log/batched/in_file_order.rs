//! A whole log in memory, as its files have it.

use polars::prelude::{Column, DataFrame, IdxCa, IntoColumn, NewChunkedArray, StringChunked};

use crate::error::{Error, Result};
use crate::log::frame::polars_error;
use crate::log::{PositionLog, entity_column};

use super::BatchedLog;
use super::row_columns::pick;

impl BatchedLog {
    /// All rows in the order of the files, with columns of the entities and times.
    ///
    /// # Errors
    /// More rows than 32 bits count.
    pub fn in_file_order(&self) -> Result<PositionLog> {
        let mut log = self.whole()?;
        let height = log.height();
        if height > u32::MAX as usize {
            return Err(Error::new("the log has more than 4,294,967,295 rows")
                .in_file(log.file_names())
                .advise("split it"));
        }
        let mut columns = entity_columns(&log)?;
        columns.push(times(&log));
        for position in &log.positions {
            columns.push(polars_error(log.frame.column(&position.name).cloned())?);
        }
        log.frame = polars_error(DataFrame::new(height, columns))?;
        let mut order: Vec<u32> = (0..height as u32).collect();
        order.sort_unstable_by_key(|&row| log.row_as_read(row as usize));
        if !order.is_sorted() {
            sort(&mut log, &order)?;
        }
        log.entity_blocks = None;
        log.written_times = None;
        log.rows_as_read = None;
        Ok(log)
    }
}

/// The entity columns, and where there are several the one that joins them.
fn entity_columns(log: &PositionLog) -> Result<Vec<Column>> {
    let blocks = log.entity_blocks().unwrap_or_default();
    let blocks: Vec<_> = blocks.iter().map(|block| (block, block.rows)).collect();
    let named = log.entity_columns.iter().enumerate();
    let columns = named.map(|(index, name)| entity_column(name, &blocks, index, None));
    let mut columns: Vec<Column> = polars_error(columns.collect())?;
    if let (Some(name), Some(cells), [_, _, ..]) = (&log.entity, log.entity_cells(), &columns[..]) {
        let joined: StringChunked = cells.collect();
        columns.push(joined.with_name(name.as_str().into()).into_column());
    }
    Ok(columns)
}

fn times(log: &PositionLog) -> Column {
    let is_stamped = |row: usize| log.without_stamp.binary_search(&row).is_err();
    let times = (0..log.height()).map(|row| is_stamped(row).then(|| log.time_text(row)));
    let times: StringChunked = times.collect();
    times.with_name("time".into()).into_column()
}

fn sort(log: &mut PositionLog, order: &[u32]) -> Result<()> {
    let rows = IdxCa::from_slice("".into(), order);
    log.frame = polars_error(log.frame.take(&rows))?;
    let is_stamped = |row: u32| log.without_stamp.binary_search(&(row as usize)).is_err();
    log.without_stamp = (0..order.len())
        .filter(|&row| !is_stamped(order[row]))
        .collect();
    log.nanoseconds = pick(&log.nanoseconds, order);
    log.parts = log.parts.as_ref().map(|parts| pick(parts, order));
    let measured = log.measured.iter_mut().map(|column| &mut column.values);
    let exact = log.exact.iter_mut().map(|column| &mut column.values);
    for values in measured.chain(exact) {
        *values = pick(values, order);
    }
    Ok(())
}
