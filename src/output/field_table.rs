//! Fields as tables: matrices with their coordinates, or a row a node.

use std::io::{self, Write};

use ndarray::Array2;

use crate::field::Grid;

/// `gradient_x` and `gradient_y`, with the names of the grid's axes where they are fit for file names.
pub fn component_names(grid: &Grid) -> [String; 2] {
    let fit = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || "_-".contains(c))
    };
    if fit(&grid.x.name) && fit(&grid.y.name) && grid.x.name != grid.y.name {
        [&grid.x.name, &grid.y.name].map(|name| format!("gradient_{name}"))
    } else {
        ["gradient_x", "gradient_y"].map(str::to_owned)
    }
}

/// Writes a matrix as CSV, with the coordinates in the first row and column where the grid has some of its own.
///
/// # Errors
/// What the file system says.
pub fn write_matrix(out: &mut impl Write, grid: &Grid, values: &Array2<f64>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(io::BufWriter::new(out));
    let has_coordinates = grid.x.spacing.is_none() || grid.y.spacing.is_none();
    if has_coordinates {
        writer.write_field(format!("{}\\{}", grid.y.name, grid.x.name))?;
        for coordinate in &grid.x.coordinates {
            writer.write_field(cell(*coordinate))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    for (row, coordinate) in values.rows().into_iter().zip(&grid.y.coordinates) {
        if has_coordinates {
            writer.write_field(cell(*coordinate))?;
        }
        for value in row {
            writer.write_field(cell(*value))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// Writes a row for each node that has a value: its coordinates, the value, and what was derived.
///
/// # Errors
/// What the file system says.
pub fn write_points(
    out: &mut impl Write,
    grid: &Grid,
    fields: &[(String, &Array2<f64>)],
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(io::BufWriter::new(out));
    let keys = [&grid.x.name, &grid.y.name, &grid.quantity];
    writer.write_record(keys.into_iter().chain(fields.iter().map(|(name, _)| name)))?;
    for ((row, column), value) in grid.values.indexed_iter() {
        if value.is_nan() {
            continue;
        }
        for key in [grid.x.coordinates[column], grid.y.coordinates[row], *value] {
            writer.write_field(cell(key))?;
        }
        for (_, values) in fields {
            writer.write_field(cell(values[[row, column]]))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// A number with the digits that tell it from all others; empty where it is not known.
fn cell(value: f64) -> String {
    if value.is_finite() {
        format!("{value:?}")
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{GridOptions, read_grid};
    use dxdt_formats::Source;

    fn grid(text: &str) -> Grid {
        let source = Source::from_bytes("g".into(), text.as_bytes().to_vec()).unwrap();
        read_grid(&source, &GridOptions::default()).unwrap()
    }

    #[test]
    fn matrices_are_written_as_they_were_read() {
        let text = "y\\x,0.0,1.0\n0.0,1.0,2.0\n5.0,3.0,\n";
        let grid = grid(text);
        let mut out = Vec::new();
        write_matrix(&mut out, &grid, &grid.values).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), text);
    }

    #[test]
    fn points_have_their_nodes() {
        let grid = grid("e,n,g\n0,0,1\n1,0,2\n0,1,3\n");
        let mut out = Vec::new();
        write_points(
            &mut out,
            &grid,
            &[("twice".to_owned(), &(&grid.values * 2.0))],
        )
        .unwrap();
        let expected = "e,n,g,twice\n0.0,0.0,1.0,2.0\n1.0,0.0,2.0,4.0\n0.0,1.0,3.0,6.0\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!(component_names(&grid), ["gradient_e", "gradient_n"]);
    }
}
