//! A whole log in memory, as its files have it.

use dxdt_motion::error::{Error, Result};
use dxdt_motion::log::PositionLog;

use super::StoredLog;
use super::row_columns::pick;

impl StoredLog {
    /// All rows in the order of the files.
    ///
    /// # Errors
    /// More rows than 32 bits count.
    pub(crate) fn in_file_order(&self) -> Result<PositionLog> {
        let mut log = self.whole()?;
        let height = log.height();
        if height > u32::MAX as usize {
            return Err(Error::new("the log has more than 4,294,967,295 rows")
                .in_file(log.file_names())
                .advise("split it"));
        }
        let mut order: Vec<u32> = (0..height as u32).collect();
        order.sort_unstable_by_key(|&row| log.row_as_read(row as usize));
        if !order.is_sorted() {
            sort(&mut log, &order);
        }
        log.rows_as_read = None;
        Ok(log)
    }
}

fn sort(log: &mut PositionLog, order: &[u32]) {
    let without_stamp = (0..order.len()).filter(|&row| !log.has_timestamp(order[row] as usize));
    log.without_stamp = without_stamp.collect();
    log.entities = log.entities.take().map(|entities| entities.in_order(order));
    log.times = log.times.in_order(order);
    log.stamps = pick(&log.stamps, order);
    log.parts = log.parts.as_ref().map(|parts| pick(parts, order));
    for values in &mut log.values {
        *values = pick(values, order);
    }
    let measured = log.measured.iter_mut().map(|column| &mut column.values);
    let exact = log.exact.iter_mut().map(|column| &mut column.values);
    for values in measured.chain(exact) {
        *values = pick(values, order);
    }
}
