//! Cells of text without the spaces around them.

use polars::prelude::{Column, IntoColumn, StringChunked};

/// Text without the spaces around it, so that a cell is the same whether or not other rows have to be rewritten.
pub(super) fn trimmed(column: Column) -> Column {
    let Ok(cells) = column.str() else {
        return column;
    };
    // A look at both ends, because nearly no cell has spaces.
    let may_have_spaces = |byte: Option<&u8>| byte.is_some_and(|byte| !byte.is_ascii_graphic());
    let has_spaces = |cell: &str| {
        let bytes = cell.as_bytes();
        (may_have_spaces(bytes.first()) || may_have_spaces(bytes.last()))
            && cell.trim().len() < cell.len()
    };
    if !cells.iter().flatten().any(has_spaces) {
        return column;
    }
    let trim = |cell: Option<&str>| {
        cell.map(str::trim)
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
    };
    let kept: StringChunked = cells.iter().map(trim).collect();
    kept.with_name(column.name().clone()).into_column()
}
