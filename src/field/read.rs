//! Grids from matrices, from rows of x, y and value, and from images.

use ndarray::Array2;
use polars::prelude::Column;

use dxdt_formats::ColumnName;
use dxdt_formats::{CellKind, DialectOptions, FormatChoice, HeaderOrigin, Source, TextTable};
use dxdt_motion::error::{Error, Result};

use super::grid::{Grid, GridAxis, Origin};
use super::image::{is_image, read_image};

/// How a grid is to be read.
#[derive(Debug, Clone, Default)]
pub struct GridOptions {
    /// How text is written.
    pub dialect: DialectOptions,
    /// The distance between columns and between rows, for a matrix or image without coordinates.
    pub spacing: Option<(f64, f64)>,
    /// The first row and column of a matrix are coordinates. Seen by itself where the corner is no number.
    pub coordinates: bool,
}

/// Reads a grid: an image (PNG, JPEG), a matrix of numbers, or three columns x, y and value.
///
/// ```
/// use dxdt::field::{GridOptions, read_grid};
/// use dxdt_formats::Source;
/// let source = Source::from_bytes("grid.csv".into(), b"y\\x,0,1,3\n0,1,2,3\n2,4,5,6\n".to_vec())?;
/// let grid = read_grid(&source, &GridOptions::default())?;
/// assert_eq!(grid.x.coordinates, [0.0, 1.0, 3.0]);
/// assert_eq!(grid.values[[1, 2]], 6.0);
/// # Ok::<(), dxdt::Error>(())
/// ```
///
/// # Errors
/// A file that is no grid: damaged images, rows of different length, cells that are no numbers, points that do not
/// make a grid.
pub fn read_grid(source: &Source, options: &GridOptions) -> Result<Grid> {
    let mut grid = if is_image(&source.bytes) {
        read_image(source)
    } else {
        // A log in a format of its own is no grid, and what it is is said where it is no text.
        let known = FormatChoice::ByContent.resolve(&source.bytes);
        known.and_then(|_| read_text(source, options))
    }
    .map_err(|error| error.in_file(&source.name))?;
    if let Some((dx, dy)) = options.spacing {
        let rows = grid.y.coordinates.len();
        let columns = grid.x.coordinates.len();
        grid.x = GridAxis {
            unit: grid.x.unit,
            ..GridAxis::uniform(&grid.x.name, columns, dx)
        };
        grid.y = GridAxis {
            unit: grid.y.unit,
            ..GridAxis::uniform(&grid.y.name, rows, dy)
        };
    }
    Ok(grid)
}

fn read_text(source: &Source, options: &GridOptions) -> Result<Grid> {
    let table = TextTable::open(source, &options.dialect)?;
    let dialect = table.dialect();
    check_nodes(source, dialect.names.len(), table.height())?;
    if dialect.header != HeaderOrigin::None && dialect.names.len() == 3 {
        return read_points(&table);
    }
    let first = table.sample(1)?.swap_remove(0);
    let is_number = |cell: &String| cell.replace(',', ".").parse::<f64>().is_ok();
    let corner_is_label = !is_number(&first[0]) && first[1..].iter().all(is_number);
    if options.coordinates || corner_is_label {
        let line = without_first_row(source, &table);
        let below = TextTable::open(&line, &options.dialect)?;
        return read_matrix_with_coordinates(&first, &below);
    }
    let values = read_matrix(&table, 0)?;
    let (rows, columns) = values.dim();
    Ok(Grid {
        values,
        x: GridAxis::uniform("x", columns, 1.0),
        y: GridAxis::uniform("y", rows, 1.0),
        quantity: "value".to_owned(),
        unit: None,
        origin: Origin::Matrix,
    })
}

/// Whether a grid of so many nodes and what is computed of it fit into the memory.
pub(super) fn check_nodes(source: &Source, width: usize, height: usize) -> Result<()> {
    // The values, their gradient with its length and direction, and what of them is written at a time.
    const BYTES_A_NODE: u64 = 44;
    let nodes = (width as u64).saturating_mul(height as u64);
    let bytes = nodes.saturating_mul(BYTES_A_NODE);
    let what = format!("a field of {width} by {height} nodes");
    source
        .memory
        .check(bytes.saturating_add(source.bytes.len() as u64), &what)
}

/// The same table from its second row on.
fn without_first_row(source: &Source, table: &TextTable<'_>) -> Source {
    let start = table.dialect().body_start;
    let body = &source.bytes[source.bytes.len().min(start)..];
    let rest = memchr::memchr(b'\n', body).map_or(&body[..0], |end| &body[end + 1..]);
    Source {
        name: source.name.clone(),
        bytes: rest.to_vec(),
        compression: None,
        memory: source.memory,
    }
}

fn read_matrix_with_coordinates(first: &[String], below: &TextTable<'_>) -> Result<Grid> {
    let coordinate = |cell: &String| {
        let cell = cell.replace(',', ".");
        cell.parse::<f64>().map_err(|_| {
            Error::new(format!(
                "the coordinate '{}' is not a number",
                dxdt_motion::error::excerpt(&cell)
            ))
        })
    };
    let x: Vec<f64> = first[1..].iter().map(coordinate).collect::<Result<_>>()?;
    let values = read_matrix(below, 1)?;
    let y = numbers(&below.read(&[(0, CellKind::Number)])?[0]);
    // `y\x` or `y/x` in the corner names the axes.
    let (y_name, x_name) = first[0].split_once(['\\', '/']).unwrap_or(("y", "x"));
    let axis = |name: &str, coordinates: Vec<f64>| {
        let name = ColumnName::parse(name);
        GridAxis {
            name: name.base,
            unit: name.unit.filter(|unit| !unit.is_empty()),
            spacing: None,
            coordinates,
        }
    };
    Ok(Grid {
        values,
        x: axis(x_name, x),
        y: axis(y_name, y),
        quantity: "value".to_owned(),
        unit: None,
        origin: Origin::Matrix,
    })
}

/// The columns of a matrix from `first` on, as rows and columns.
fn read_matrix(table: &TextTable<'_>, first: usize) -> Result<Array2<f64>> {
    let wanted: Vec<_> = (first..table.dialect().names.len())
        .map(|index| (index, CellKind::Number))
        .collect();
    let columns = table.read(&wanted)?;
    let rows = columns.first().map_or(0, Column::len);
    let mut values = Array2::zeros((rows, columns.len()));
    for (mut into, column) in values.columns_mut().into_iter().zip(&columns) {
        for (cell, value) in into.iter_mut().zip(numbers(column)) {
            *cell = value;
        }
    }
    Ok(values)
}

fn numbers(column: &Column) -> Vec<f64> {
    match column.f64() {
        Ok(numbers) => numbers
            .iter()
            .map(|value| value.unwrap_or(f64::NAN))
            .collect(),
        Err(_) => vec![f64::NAN; column.len()],
    }
}

/// Three columns: two coordinates and a value, on a grid that need not be even or complete.
fn read_points(table: &TextTable<'_>) -> Result<Grid> {
    let columns = table.read(&[0, 1, 2].map(|index| (index, CellKind::Number)))?;
    let [x, y, values] = [0, 1, 2].map(|index| numbers(&columns[index]));
    let [x_axis, y_axis] = [&x, &y].map(|coordinates| distinct(coordinates));
    let (width, height) = (x_axis.len(), y_axis.len());
    if width < 2 || height < 2 || width.saturating_mul(height) > 4 * values.len() {
        return Err(Error::new(format!(
            "the points do not form a grid: {} values at {width} different x and {height} different y",
            values.len()
        ))
        .advise("give x, y and value for each node of a grid, even or uneven"));
    }
    let mut grid = Array2::from_elem((height, width), f64::NAN);
    let mut seen = Array2::from_elem((height, width), false);
    for row in 0..values.len() {
        let place = |axis: &[f64], value: f64| axis.binary_search_by(|a| a.total_cmp(&value)).ok();
        let (Some(column), Some(line)) = (place(&x_axis, x[row]), place(&y_axis, y[row])) else {
            continue;
        };
        if std::mem::replace(&mut seen[[line, column]], true) {
            return Err(Error::new(format!(
                "the node x = {}, y = {} has two values",
                x[row], y[row]
            ))
            .at(table.places().of_row(row))
            .advise("remove one of them"));
        }
        grid[[line, column]] = values[row];
    }
    let names: Vec<_> = table
        .dialect()
        .names
        .iter()
        .map(|name| ColumnName::parse(name))
        .collect();
    let axis = |name: &ColumnName, coordinates| GridAxis {
        name: name.base.clone(),
        unit: name.unit.clone().filter(|unit| !unit.is_empty()),
        spacing: None,
        coordinates,
    };
    Ok(Grid {
        values: grid,
        x: axis(&names[0], x_axis),
        y: axis(&names[1], y_axis),
        quantity: names[2].base.clone(),
        unit: names[2].unit.clone().filter(|unit| !unit.is_empty()),
        origin: Origin::Points,
    })
}

fn distinct(values: &[f64]) -> Vec<f64> {
    let mut distinct: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .collect();
    distinct.sort_unstable_by(f64::total_cmp);
    distinct.dedup();
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(text: &str) -> Result<Grid> {
        let source = Source::from_bytes("g".into(), text.as_bytes().to_vec())?;
        read_grid(&source, &GridOptions::default())
    }

    #[test]
    fn matrices_need_no_header() {
        let read = grid("1 2 3\n4 5 6\n").unwrap();
        assert_eq!(
            read.values,
            ndarray::array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
        );
        assert_eq!((read.x.spacing, read.y.coordinates.len()), (Some(1.0), 2));
    }

    #[test]
    fn a_corner_that_is_no_number_makes_coordinates() {
        let read = grid(",0,1,4\n10,1,2,3\n30,4,5,\n").unwrap();
        assert_eq!(read.x.coordinates, [0.0, 1.0, 4.0]);
        assert_eq!(read.y.coordinates, [10.0, 30.0]);
        assert!(read.values[[1, 2]].is_nan());
    }

    #[test]
    fn points_are_put_on_their_grid() {
        let read = grid("x [m],y [m],g [mGal]\n0,0,1\n2,0,2\n0,5,3\n2,5,4\n").unwrap();
        assert_eq!(read.values, ndarray::array![[1.0, 2.0], [3.0, 4.0]]);
        assert_eq!(
            (read.quantity.as_str(), read.unit.as_deref()),
            ("g", Some("mGal"))
        );
        assert_eq!(read.y.unit.as_deref(), Some("m"));
        assert!(grid("x,y,v\n0,0,1\n1,1,2\n2,2,3\n3,3,3\n4,4,4\n5,5,5\n").is_err());
        let twice = grid("x,y,v\n0,0,1\n0,0,2\n0,1,3\n1,0,3\n1,1,4\n").unwrap_err();
        assert_eq!(twice.line(), Some(3));
    }
}
