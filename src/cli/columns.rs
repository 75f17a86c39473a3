//! `dxdt gradient` and `dxdt diff`: derivatives of a table's columns, to standard output.

use std::io::{self, Write};

use anyhow::Context as _;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory};

use crate::columns::{
    self, Cells, Derived, DiffOptions, GradientOptions, SpacingChoice, ValueTable,
};
use crate::output::staging::Staging;
use dxdt_calculus::{Accuracy, EdgeOrder};
use dxdt_formats::{Delimiter, DialectOptions, Source};
use dxdt_motion::error::printable;

use super::memory::MemoryArguments;
use super::missing_words::MissingWords;
use super::names::Names;

/// The table and its columns.
#[derive(Debug, Args)]
struct TableArguments {
    /// Table to read: CSV, whitespace-separated text, Parquet or any log format, also compressed; or standard input (-)
    #[arg(value_name = "TABLE", required_unless_present = "value")]
    table: Option<String>,

    /// Use these columns [default: all columns of numbers]
    ///
    /// A name with a comma stands in quotes, as in CSV: '"height, m"'.
    #[arg(long, value_name = "COLUMN", num_args = 1.., value_parser = Names::parse)]
    value: Vec<Names>,

    /// Treat each group of rows on its own; this column names the group
    #[arg(long, value_name = "COLUMN")]
    entity: Option<String>,

    /// Count values on that start again after PERIOD, such as 360 or 65536, as np.unwrap does
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    unwrap: Option<f64>,

    /// Split rows into columns at this character, or at tab or space
    #[arg(long, value_name = "CHARACTER", help_heading = "Text")]
    delimiter: Option<Delimiter>,

    /// Read the first line as data; columns are called column_1, column_2, …
    #[arg(long, help_heading = "Text")]
    no_header: bool,

    #[command(flatten)]
    missing: MissingWords,

    #[command(flatten)]
    memory: MemoryArguments,
}

fn period(text: &str) -> Result<f64, String> {
    let period = text.parse::<f64>().ok();
    let period = period.filter(|period| period.is_finite() && *period > 0.0);
    period.ok_or_else(|| "give a number above 0, such as 360".to_owned())
}

/// The arguments of `dxdt gradient`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dxdt gradient data/free_fall.csv --value height --by t --edge-order 2
  dxdt gradient data/pendulum.csv --value x y --by Time --derivative 2")]
pub struct GradientArguments {
    #[command(flatten)]
    table: TableArguments,

    /// Differentiate over this column of numbers or timestamps; over timestamps, derivatives are per second
    #[arg(long, value_name = "COLUMN", conflicts_with = "spacing")]
    by: Option<String>,

    /// Set the distance between rows
    #[arg(
        long,
        value_name = "DISTANCE",
        default_value = "1",
        allow_hyphen_values = true
    )]
    spacing: f64,

    /// Set the order of accuracy at both ends: 1 (NumPy's default) or 2
    #[arg(long, value_name = "ORDER", default_value = "1")]
    edge_order: EdgeOrder,

    /// Set the order of accuracy: 2 (as NumPy), 4, 6 or 8; above 2 it holds at both ends too
    #[arg(long, value_name = "ORDER", default_value = "2")]
    accuracy: Accuracy,

    /// Compute the derivative of this order, 1 to 4; above 1 both by chained gradients and by one stencil
    #[arg(long, value_name = "ORDER", default_value = "1", value_parser = clap::value_parser!(u8).range(1..=4))]
    derivative: u8,
}

/// The arguments of `dxdt diff`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dxdt diff data/free_fall.csv --value height
  dxdt diff data/pendulum.csv --value x y -n 2
  dxdt diff data/two_carts.csv --value x --entity object")]
pub struct DiffArguments {
    #[command(flatten)]
    table: TableArguments,

    /// Take the difference this many times
    #[arg(short = 'n', long = "order", value_name = "N", default_value = "1")]
    order: usize,

    /// Put this value before each group
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    prepend: Option<f64>,

    /// Put this value after each group
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    append: Option<f64>,
}

impl TableArguments {
    /// `--value x TABLE` gives the table to `--value`, which takes all it can get.
    fn settle(&mut self) {
        if self.table.is_none() {
            if self.value.len() > 1 {
                self.table = self.value.pop().map(|last| last.given);
            } else {
                let mut command = super::Cli::command();
                command
                    .error(
                        ErrorKind::MissingRequiredArgument,
                        "no TABLE is given; name a file, or - for standard input",
                    )
                    .exit();
            }
        }
    }

    fn derive(
        &self,
        quiet: bool,
        derive: impl FnOnce(&ValueTable<'_>) -> dxdt_motion::Result<Derived>,
    ) -> anyhow::Result<()> {
        let dialect = DialectOptions {
            delimiter: self.delimiter,
            no_header: self.no_header,
            one_column: true,
            missing: self.missing.words(),
            ..DialectOptions::default()
        };
        let path = self.table.as_deref().unwrap_or_default();
        Staging::check_standard_output(&[path])?;
        let source = Source::read_within(path, self.memory.memory)?;
        let derived = derive(&ValueTable::open(&source, &dialect)?)?;
        if !quiet {
            for note in &derived.notes {
                // A closed standard error has nobody to tell.
                let _ = writeln!(io::stderr(), "note: {}", printable(note));
            }
        }
        print(&derived)
    }
}

pub(super) fn gradient(mut arguments: GradientArguments, quiet: bool) -> anyhow::Result<()> {
    arguments.table.settle();
    let options = GradientOptions {
        values: Names::all(&arguments.table.value),
        spacing: match &arguments.by {
            Some(column) => SpacingChoice::Column(column.clone()),
            None => SpacingChoice::Uniform(arguments.spacing),
        },
        entity: arguments.table.entity.clone(),
        edge_order: arguments.edge_order,
        accuracy: arguments.accuracy,
        derivative: arguments.derivative.into(),
        unwrap: arguments.table.unwrap,
    };
    arguments
        .table
        .derive(quiet, |table| columns::gradient(table, &options))
}

pub(super) fn diff(mut arguments: DiffArguments, quiet: bool) -> anyhow::Result<()> {
    arguments.table.settle();
    let options = DiffOptions {
        values: Names::all(&arguments.table.value),
        entity: arguments.table.entity.clone(),
        order: arguments.order,
        prepend: arguments.prepend,
        append: arguments.append,
        unwrap: arguments.table.unwrap,
    };
    arguments
        .table
        .derive(quiet, |table| columns::diff(table, &options))
}

/// Writes the table as CSV; a reader that leaves early is no error.
fn print(derived: &Derived) -> anyhow::Result<()> {
    match write(derived) {
        Err(error) if is_closed_pipe(&error) => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}

fn is_closed_pipe(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
}

fn write(derived: &Derived) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(io::stdout().lock());
    writer.write_record(derived.columns.iter().map(|(name, _)| name))?;
    let rows = derived.columns.first().map_or(0, |(_, cells)| match cells {
        Cells::Text(cells) => cells.len(),
        Cells::Numbers(cells) => cells.len(),
    });
    for row in 0..rows {
        for (_, cells) in &derived.columns {
            match cells {
                Cells::Text(cells) => writer.write_field(&cells[row])?,
                Cells::Numbers(cells) => writer.write_field(as_numpy(cells[row]))?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    Ok(())
}

/// A number with the digits that tell it from all others; NaN and infinities as NumPy spells them.
fn as_numpy(value: f64) -> String {
    if value.is_nan() {
        "nan".to_owned()
    } else {
        format!("{value:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::as_numpy;

    #[test]
    fn numbers_are_spelled_as_numpy_does() {
        let spelled = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.1, 1.0, 1e300].map(as_numpy);
        assert_eq!(spelled, ["nan", "inf", "-inf", "0.1", "1.0", "1e300"]);
    }
}
