//! `dxdt compare`: every method on one log, side by side.

use std::io::Write;

use clap::{Args, ValueHint};

use crate::analysis::{Compared, compare_methods};
use crate::output::staging::Staging;
use crate::screens::width;
use dxdt_formats::expand;
use dxdt_log::{BatchOptions, Logs};
use dxdt_motion::error::printable;

use super::log_options::without;
use super::memory::MemoryArguments;
use super::output_options::names;
use super::progress::Progress;
use super::standard_output::{self, print};
use super::{LogArguments, OutputArguments};

/// The arguments of `dxdt compare`.
#[derive(Debug, Args)]
#[command(mut_args(without(&["errors", "quantities", "speed_unit"])))]
#[command(after_help = "\
Examples:
  dxdt compare data/pendulum.csv -o out
  dxdt compare data/gps_walk.csv --all --no-charts -o out
  dxdt compare data/gps_walk.csv --method savitzky-golay:window=11,degree=3")]
pub struct CompareArguments {
    /// Logs of timestamped positions, as for analyze
    #[arg(value_name = "LOG", required = true, value_hint = ValueHint::AnyPath)]
    logs: Vec<String>,

    /// Print every method, not only the closest, and what the log shows about them
    #[arg(long, help_heading = "Output")]
    all: bool,

    #[command(flatten)]
    output: OutputArguments,

    #[command(flatten)]
    memory: MemoryArguments,

    #[command(flatten)]
    log: LogArguments,
}

pub(super) fn run(arguments: &CompareArguments, quiet: bool) -> anyhow::Result<()> {
    let progress = Progress::new(2, quiet);
    standard_output::refuse(&arguments.output.folder)?;
    Staging::check(&arguments.output.folder)?;
    let options = arguments.log.analysis_options()?;
    let batches = BatchOptions::within(arguments.memory.memory, &arguments.output.folder);
    progress.begin("reading");
    let logs = expand(&arguments.logs)?;
    let text = compare_methods(
        &Logs::Paths(logs.clone()),
        &options,
        &batches,
        (!arguments.output.no_charts).then_some(arguments.output.chart_files().size),
        || {
            progress.step();
            progress.begin("computing every method");
        },
        |compared| {
            progress.step();
            progress.begin("writing");
            write(compared, arguments, &logs)
        },
    )??;
    drop(progress);
    if !quiet {
        print(&text)?;
    }
    Ok(())
}

/// Writes the files, and gives what is told on the screen.
fn write(
    compared: Compared<'_>,
    arguments: &CompareArguments,
    logs: &[String],
) -> anyhow::Result<String> {
    let (report, folder) = (&compared.report, &arguments.output.folder);
    let mut staging = Staging::new(folder)?.sparing(&arguments.log.read(logs));
    let table = compared.csv()?;
    staging.write("methods.csv", |file| file.write_all(&table))?;
    let json = report.to_json()?;
    staging.write("methods.json", |file| file.write_all(json.as_bytes()))?;
    let page = report.to_markdown();
    staging.write("compare.md", |file| file.write_all(page.as_bytes()))?;
    let mut text = match arguments.all {
        true => report.to_terminal_with_all(width::of_output()),
        false => report.to_terminal(width::of_output()),
    };
    if let Some(drawing) = compared.chart {
        for (name, bytes) in arguments.output.chart_files().of("methods", drawing)? {
            staging.write(&name, |file| file.write_all(&bytes))?;
        }
    }
    let written = names(&staging.commit()?).join(", ");
    let written = format!(
        "wrote to {}: {written}",
        printable(&folder.display().to_string())
    );
    text.push('\n');
    for line in width::wrapped(&written, width::of_output(), 2) {
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}
