//! Columns of tables from what a log keeps of its rows.

use dxdt_motion::log::{CellType, EntityBlock, Texts};
use polars::prelude::{
    Column, DataType, IdxCa, IntoColumn, NewChunkedArray, PolarsResult, StringChunked,
};

/// A column of text as whole numbers where that loses nothing of any cell, else as it is.
pub(super) fn whole_numbers(cells: CellType, column: Column) -> PolarsResult<Column> {
    if cells.are_whole() {
        column.cast(&DataType::Int64)
    } else {
        Ok(column)
    }
}

/// A column of text as whole numbers or floats where that loses no digit of any cell, else as it is.
pub(super) fn numbers(cells: CellType, column: Column) -> PolarsResult<Column> {
    if cells.are_short() && !cells.are_whole() {
        column.cast(&DataType::Float64)
    } else {
        whole_numbers(cells, column)
    }
}

/// An entity column of tables in which each object has so many rows, as whole numbers where the column holds nothing else.
pub(super) fn entity_column(
    name: &str,
    blocks: &[(&EntityBlock, usize)],
    index: usize,
    cells: Option<CellType>,
) -> PolarsResult<Column> {
    let column = cells_of(name, blocks.iter().map(|(block, _)| *block), index, cells)?;
    let rows = (0..).zip(blocks);
    let rows = rows.flat_map(|(block, (_, rows))| std::iter::repeat_n(block, *rows));
    column.take(&IdxCa::from_vec("".into(), rows.collect()))
}

/// An entity column of tables, of whose rows each has the object with this index.
pub(super) fn entity_column_of_rows(
    name: &str,
    blocks: &[EntityBlock],
    of_rows: &[u32],
    index: usize,
    cells: Option<CellType>,
) -> PolarsResult<Column> {
    let column = cells_of(name, blocks.iter(), index, cells)?;
    column.take(&IdxCa::from_slice("".into(), of_rows))
}

fn cells_of<'a>(
    name: &str,
    blocks: impl Iterator<Item = &'a EntityBlock>,
    index: usize,
    cells: Option<CellType>,
) -> PolarsResult<Column> {
    let column: StringChunked = blocks.map(|block| block.cells[index].as_deref()).collect();
    let column = column.with_name(name.into()).into_column();
    match cells {
        Some(cells) => whole_numbers(cells, column),
        None => Ok(column),
    }
}

/// The times of some rows, as text.
pub(super) fn time_column(texts: &Texts, rows: impl Iterator<Item = usize>) -> Column {
    let texts = rows.map(|row| texts.of(row));
    StringChunked::from_iter_values("time".into(), texts).into_column()
}
