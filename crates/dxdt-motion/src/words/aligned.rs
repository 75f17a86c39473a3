//! Cells in columns, for a terminal.

/// Cells are padded to no more than this, which is as far as the standard library pads.
pub const WIDEST: usize = u16::MAX as usize;

/// A line for each row, its cells padded to the widest of their column and two spaces apart.
pub fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widest = cells.map(|cell| cell.chars().count()).max();
        widest.unwrap_or(0).min(WIDEST)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths);
        let padded: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_any_width_are_shown() {
        let wide = "a".repeat(WIDEST + 1);
        let lines = aligned(&[vec![wide.clone(), "b".to_owned()]]);
        assert_eq!(lines, [format!("{wide}  b")]);
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        assert_eq!(
            aligned(&[row(&["a", "µµµ", "c"]), row(&["bb", "d"])]),
            ["a   µµµ  c", "bb  d"]
        );
    }
}
