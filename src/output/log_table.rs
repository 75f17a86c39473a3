//! A log as it was read, as a polars frame.

use polars::prelude::{
    Column, DataFrame, DataType, Float64Chunked, Int64Chunked, IntoColumn, NewChunkedArray,
    PolarsResult, TimeUnit,
};

use super::cells::entity_column_of_rows;
use dxdt_motion::error::{Error, Result};
use dxdt_motion::log::PositionLog;

/// The rows of a log in their order: objects, times (instants, or seconds in `t`), positions in the units of the log's
/// [`PositionColumn`](dxdt_motion::log::PositionColumn)s, and measured columns in their own. What is missing is null.
///
/// # Errors
/// Where two columns would have the same name.
pub fn log_table(log: &PositionLog) -> Result<DataFrame> {
    put_together(log).map_err(|error| Error::new(format!("the table cannot be assembled: {error}")))
}

fn put_together(log: &PositionLog) -> PolarsResult<DataFrame> {
    let mut columns = Vec::new();
    if let Some(entities) = &log.entities {
        let types = log.cell_types().entity;
        let of_rows: Vec<u32> = match &entities.of_rows {
            Some(of_rows) => of_rows.clone(),
            None => (0..)
                .zip(&entities.blocks)
                .flat_map(|(index, block)| std::iter::repeat_n(index, block.rows))
                .collect(),
        };
        for (index, name) in log.entity_columns.iter().enumerate() {
            let cells = types.get(index).copied();
            columns.push(entity_column_of_rows(
                name,
                &entities.blocks,
                &of_rows,
                index,
                cells,
            )?);
        }
    }
    columns.push(times(log)?);
    let positions = log.positions.iter().zip(&log.values);
    columns.extend(positions.map(|(column, values)| known(&column.name, values)));
    let measured = log.measured.iter();
    columns.extend(measured.map(|column| known(&column.name, &column.values)));
    DataFrame::new(log.height(), columns)
}

fn times(log: &PositionLog) -> PolarsResult<Column> {
    let stamps = log.stamps().iter().enumerate();
    let mut without = log.without_stamp.iter().peekable();
    let stamps = stamps.map(|(row, stamp)| {
        let has_none = without.next_if(|missing| **missing == row).is_some();
        (!has_none).then_some(*stamp)
    });
    if log.clock.is_dated() {
        let ticks = log.clock.ticks;
        let nanoseconds = stamps.map(|stamp| stamp.map(|stamp| ticks.nanoseconds(stamp)));
        let instants = Int64Chunked::from_iter_options("time".into(), nanoseconds);
        return instants
            .into_column()
            .cast(&DataType::Datetime(TimeUnit::Nanoseconds, None));
    }
    let seconds = stamps.map(|stamp| stamp.map(|stamp| log.clock.ticks.seconds(stamp)));
    Ok(Float64Chunked::from_iter_options("t".into(), seconds).into_column())
}

/// A column in which NaN is null.
fn known(name: &str, values: &[f64]) -> Column {
    let values = values
        .iter()
        .map(|value| (!value.is_nan()).then_some(*value));
    Float64Chunked::from_iter_options(name.into(), values).into_column()
}
