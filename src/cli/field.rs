//! `dxdt field`: the gradient of a grid or image; components, magnitude and direction, tables and charts.

use std::fmt::Write as _;
use std::io::Write as _;

use clap::{Args, ValueEnum};
use ndarray::Array2;

use crate::field::{
    FieldGradient, Grid, GridOptions, Origin, edges, field_gradient, not_finite, read_grid, smooth,
    write_png16,
};
use crate::output::field_figures::FieldFigures;
use crate::output::field_table;
use crate::output::staging::Staging;
use crate::screens::width;
use dxdt_calculus::EdgeOrder;
use dxdt_formats::{Delimiter, DialectOptions, Source};
use dxdt_motion::error::{Error, printable};
use dxdt_motion::words::number::short;

use super::OutputArguments;
use super::memory::MemoryArguments;
use super::missing_words::MissingWords;
use super::output_options::names;
use super::standard_output::{copy, is_meant, print, tell};

/// The arguments of `dxdt field`.
#[derive(Debug, Args)]
#[command(mut_arg("output", |arg| arg.help("Write the output to this folder; - writes one table of the nodes to standard output")))]
#[command(after_help = "\
Examples:
  printf '0 1 4\\n1 2 5\\n4 5 8\\n' | dxdt field - -o out
  dxdt field docs/images/image-edges.png --smooth 2 --threshold 10 -o out")]
pub struct FieldArguments {
    /// Grid to read: a matrix of numbers, three columns x, y and value, a PNG or JPEG image, or standard input (-)
    #[arg(value_name = "GRID")]
    grid: String,

    /// Write components, magnitude and direction as tables or 16-bit images [default: png for an image, else csv]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<FieldFormat>,

    #[command(flatten)]
    output: OutputArguments,

    /// Set the distance between columns and between rows
    #[arg(long, value_name = "DX,DY", value_parser = spacing, allow_hyphen_values = true)]
    spacing: Option<(f64, f64)>,

    /// Read the first row and column of the matrix as coordinates; assumed if the corner is not a number
    #[arg(long)]
    coordinates: bool,

    /// Set the order of accuracy at the border: 1 (NumPy's default) or 2
    #[arg(long, value_name = "ORDER", default_value = "1")]
    edge_order: EdgeOrder,

    /// Smooth first with a Gaussian of this standard deviation in nodes; slopes at the border come out too small
    #[arg(long, value_name = "SIGMA", value_parser = positive)]
    smooth: Option<f64>,

    /// Write a map of edges too: nodes where the magnitude of the gradient is at least this
    #[arg(long, value_name = "MAGNITUDE", value_parser = positive)]
    threshold: Option<f64>,

    /// Split rows into columns at this character, or at tab or space
    #[arg(long, value_name = "CHARACTER", help_heading = "Text")]
    delimiter: Option<Delimiter>,

    #[command(flatten)]
    missing: MissingWords,

    #[command(flatten)]
    memory: MemoryArguments,
}

/// How fields are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FieldFormat {
    Csv,
    Png,
}

pub(super) fn run(arguments: &FieldArguments, quiet: bool) -> anyhow::Result<()> {
    let read = std::slice::from_ref(&arguments.grid);
    let to_standard_output = is_meant(&arguments.output.folder);
    if to_standard_output {
        if arguments.format == Some(FieldFormat::Png) {
            return Err(
                Error::new("standard output takes a table of the nodes, not images")
                    .advise("leave --format out, or give a folder with -o")
                    .into(),
            );
        }
        Staging::check_standard_output(read)?;
    } else {
        Staging::check(&arguments.output.folder)?;
    }
    let source = Source::read_within(&arguments.grid, arguments.memory.memory)?;
    let options = GridOptions {
        dialect: DialectOptions {
            delimiter: arguments.delimiter,
            missing: arguments.missing.words(),
            ..DialectOptions::default()
        },
        spacing: arguments.spacing,
        coordinates: arguments.coordinates,
    };
    let mut grid = read_grid(&source, &options)?;
    let mut as_read = None;
    if let Some(sigma) = arguments.smooth {
        let smoothed = smooth(&grid.values, sigma);
        as_read = Some(std::mem::replace(&mut grid.values, smoothed));
    }
    let gradient =
        field_gradient(&grid, arguments.edge_order).map_err(|error| error.in_file(&source.name))?;
    let edge_map = arguments
        .threshold
        .map(|threshold| edges(&gradient.magnitude, threshold));
    let format = arguments.format.unwrap_or(match grid.origin {
        Origin::Image => FieldFormat::Png,
        Origin::Matrix | Origin::Points => FieldFormat::Csv,
    });

    let fields = named_fields(&grid, &gradient, edge_map.as_ref());
    let mut message = describe(&source.name, &grid, &gradient);
    let is_csv = to_standard_output || format == FieldFormat::Csv;
    for what in not_finite(as_read.as_ref(), &grid, &gradient, arguments.edge_order) {
        let shown = match is_csv {
            true => "results that are not finite are left empty",
            false => "results that are not finite are 0 or 65535",
        };
        message += &format!("  {what}; {shown}\n");
    }
    if to_standard_output {
        let mut table = Vec::new();
        field_table::write_points(&mut table, &grid, &fields)?;
        copy(&mut &table[..])?;
        if !quiet {
            tell(&width::lines(&message, width::of_errors()));
        }
        return Ok(());
    }
    let mut staging = Staging::new(&arguments.output.folder)?.sparing(read);
    match format {
        FieldFormat::Csv if grid.origin == Origin::Points => {
            staging.write("field.csv", |file| {
                field_table::write_points(file, &grid, &fields)
            })?;
        }
        FieldFormat::Csv => {
            for (name, values) in &fields {
                staging.write(&format!("{name}.csv"), |file| {
                    field_table::write_matrix(file, &grid, values)
                })?;
            }
        }
        FieldFormat::Png => {
            for (name, values) in &fields {
                let (low, high) = range(values);
                let png = write_png16(values.view(), low, high)?;
                staging.write(&format!("{name}_16bit.png"), |file| file.write_all(&png))?;
                // Writing to a string cannot fail.
                let _ = writeln!(
                    message,
                    "  {name}_16bit.png: 0 is {}, 65535 is {}",
                    short(low),
                    short(high)
                );
            }
        }
    }
    if !arguments.output.no_charts {
        let figures = FieldFigures {
            grid: &grid,
            gradient: &gradient,
            edges: edge_map.as_ref(),
            source: &source.name,
        };
        for (name, drawing) in figures.draw(arguments.output.chart_files().size)? {
            for (name, bytes) in arguments.output.chart_files().of(name, drawing)? {
                staging.write(&name, |file| file.write_all(&bytes))?;
            }
        }
    }
    let written = staging.commit()?;
    message += &format!(
        "wrote to {}: {}\n",
        printable(&arguments.output.folder.display().to_string()),
        names(&written).join(", ")
    );
    if !quiet {
        print(&width::lines(&message, width::of_output()))?;
    }
    Ok(())
}

/// The fields by the names of their files: components named for their axes.
fn named_fields<'a>(
    grid: &Grid,
    gradient: &'a FieldGradient,
    edges: Option<&'a Array2<f64>>,
) -> Vec<(String, &'a Array2<f64>)> {
    let [x, y] = field_table::component_names(grid);
    let mut fields = vec![
        (x, &gradient.x),
        (y, &gradient.y),
        ("magnitude".to_owned(), &gradient.magnitude),
        ("direction".to_owned(), &gradient.direction),
    ];
    fields.extend(edges.map(|edges| ("edges".to_owned(), edges)));
    fields
}

fn describe(name: &str, grid: &Grid, gradient: &FieldGradient) -> String {
    let (rows, columns) = grid.values.dim();
    let missing = grid.values.iter().filter(|value| value.is_nan()).count();
    let holes = if missing > 0 {
        format!(", {missing} without a value")
    } else {
        String::new()
    };
    let line = |name: &str, values: &Array2<f64>| {
        let (low, high) = range(values);
        format!(
            "  along {}: {} … {}\n",
            printable(name),
            short(low),
            short(high)
        )
    };
    format!("{}: {columns} by {rows} nodes{holes}\n", printable(name))
        + &line(&grid.x.name, &gradient.x)
        + &line(&grid.y.name, &gradient.y)
        + &format!(
            "  magnitude: at most {}\n",
            short(range(&gradient.magnitude).1)
        )
}

/// The smallest and largest value, unknown ones passed over.
fn range(values: &Array2<f64>) -> (f64, f64) {
    let known = || values.iter().copied().filter(|value| value.is_finite());
    let low = known().reduce(f64::min).unwrap_or(0.0);
    let high = known().reduce(f64::max).unwrap_or(0.0);
    (low, high)
}

fn spacing(text: &str) -> Result<(f64, f64), String> {
    let steps = text.split_once(',').unwrap_or((text, text));
    match (steps.0.trim().parse(), steps.1.trim().parse()) {
        (Ok(dx), Ok(dy)) => Ok((dx, dy)),
        _ => Err("give two distances such as 0.5,2, or one for both".to_owned()),
    }
}

fn positive(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(value) if value > 0.0 && value.is_finite() => Ok(value),
        _ => Err("give a number above zero".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_distance_is_for_both_axes() {
        assert_eq!(spacing("0.5,2"), Ok((0.5, 2.0)));
        assert_eq!(spacing("3"), Ok((3.0, 3.0)));
        assert!(spacing("a").is_err());
        assert!(positive("0").is_err());
    }
}
