//! Entities of a log whose rows are sorted by them, which need no column of cells.

use polars::prelude::{Column, IdxCa, IntoColumn, PolarsResult, StringChunked};

use super::cell_type::CellType;

/// The rows of one entity, which follow those of the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntityBlock {
    /// Its value in the entity column; empty for a null.
    pub name: String,
    /// The cells of the entity columns as the tables show them.
    pub cells: Vec<Option<String>>,
    pub rows: usize,
}

/// An entity column of tables in which each block has so many rows, as whole numbers where the column holds nothing else.
pub(crate) fn entity_column(
    name: &str,
    blocks: &[(&EntityBlock, usize)],
    index: usize,
    cell_type: Option<CellType>,
) -> PolarsResult<Column> {
    let cells: StringChunked = blocks
        .iter()
        .map(|(block, _)| block.cells[index].as_deref())
        .collect();
    let cells = cells.with_name(name.into()).into_column();
    let cells = match cell_type {
        Some(cell_type) => cell_type.whole_numbers(cells)?,
        None => cells,
    };
    let rows = (0..).zip(blocks);
    let rows = rows.flat_map(|(block, (_, rows))| std::iter::repeat_n(block, *rows));
    cells.take(&IdxCa::from_vec("".into(), rows.collect()))
}
